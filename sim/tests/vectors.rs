//! The provider's cryptography against the published vectors, and what it mints read by other code.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sim::provider::jwt::{SigningKey, sign_parts};
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider, signing_secret};
use sim::wire::json::Value;
use sim::wire::time::Instant;

const NOW: Instant = Instant::from_unix_s(1_772_409_600);

/// RFC 4231 §4.2 to §4.8: number, key, data, the tag's first bytes in hex. (Case 5 truncates the tag.)
fn rfc_4231() -> Vec<(u32, Vec<u8>, Vec<u8>, &'static str)> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (1, vec![0x0b; 20], text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (
            2,
            text("Jefe"),
            text("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (3, vec![0xaa; 20], vec![0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (4, (1..=25).collect(), vec![0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (5, vec![0x0c; 20], text("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b"),
        (
            6,
            vec![0xaa; 131],
            text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            7,
            vec![0xaa; 131],
            text(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to \
                 be hashed before being used by the HMAC algorithm.",
            ),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn tags_are_those_of_rfc_4231() {
    for (case, mut key, data, tag) in rfc_4231() {
        // The provider takes no key under 32 bytes. RFC 2104 §2 fills a short one with zeros: the tag is the same.
        key.resize(key.len().max(64), 0);
        let key = SigningKey::new(&key).expect("64 bytes are enough");
        let made = key.sign(&data);
        assert!(hex(&made).starts_with(tag), "case {case}: {}", hex(&made));
        assert!(key.verifies(&data, &made), "case {case}");
        for i in 0..made.len() {
            let mut other = made;
            other[i] ^= 1;
            assert!(!key.verifies(&data, &other), "case {case}, byte {i}");
        }
        assert!(!key.verifies(&data, &made[..31]), "case {case}: a tag cut short");
    }
}

#[test]
fn a_key_under_256_bits_is_none() {
    assert!(SigningKey::new(&[1; 31]).is_none());
    assert!(SigningKey::new(&[1; 32]).is_some());
}

#[test]
fn the_token_of_rfc_7515_a_1_is_made_to_the_letter() {
    let secret = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let key = SigningKey::new(&URL_SAFE_NO_PAD.decode(secret).unwrap()).unwrap();
    let header = "{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}";
    let payload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
    assert_eq!(
        sign_parts(header, payload, &key),
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
         .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
         .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    );
}

#[test]
fn a_minted_token_is_what_rfc_9068_asks_for_and_other_code_can_check_it() {
    let mut provider = Provider::new(7, Policy::default());
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead, Scope::Profile]), NOW);
    let parts: Vec<&str> = tokens.access.reveal().split('.').collect();
    let read = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    assert_eq!(read(parts[0]), r#"{"typ":"at+jwt","alg":"HS256"}"#);

    let payload = read(parts[1]);
    let claims = Value::parse(&payload).unwrap();
    let text = |name| claims.member(name).and_then(Value::as_text).unwrap_or_default().to_owned();
    assert_eq!(text("iss"), "https://auth.demo.example");
    assert_eq!(text("sub"), "user:ada");
    assert_eq!(text("aud"), "https://api.demo.example");
    assert_eq!(text("client_id"), "shop-app");
    assert_eq!(text("scope"), "orders:read profile");
    assert_eq!(claims.member("iat").and_then(Value::as_integer), Some(1_772_409_600));
    assert_eq!(claims.member("exp").and_then(Value::as_integer), Some(1_772_413_200));
    assert!(text("jti").len() >= 12);

    let secret = signing_secret(7);
    let mac = Hmac::<Sha256>::new_from_slice(&secret).unwrap().chain_update(parts[0]).chain_update(".");
    let tag = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
    assert!(mac.chain_update(parts[1]).verify_slice(&tag).is_ok());
}

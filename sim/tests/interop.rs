//! The provider's tokens and those of `jsonwebtoken`, a library that others use, each checked by the other.
//!
//! `jsonwebtoken` reads the computer's clock and lets nobody hand in a time. So "now" here is what it says, and
//! every date is days away from it.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, get_current_timestamp};
use proptest::prelude::*;
use serde_json::json;
use sim::provider::jwt::{Claims, SigningKey, Verifier, mint, sign_parts};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::wire::rng::Rng;
use sim::wire::time::Instant;

const ISSUER: &str = "https://auth.demo.example";
const AUDIENCE: &str = "https://api.demo.example";
const HEADER: &str = r#"{"typ":"at+jwt","alg":"HS256"}"#;
const DAY_S: u64 = 86_400;

fn secret() -> [u8; 32] {
    Rng::new(2104).bytes()
}

fn key() -> SigningKey {
    SigningKey::new(&secret()).unwrap()
}

fn claims() -> Claims {
    let now_s = get_current_timestamp();
    Claims {
        issuer: ISSUER.into(),
        subject: "user:ada".into(),
        audience: vec![AUDIENCE.into()],
        client_id: "shop-app".into(),
        scope: Scopes::of(&[Scope::OrdersRead, Scope::Profile]),
        issued_at_s: now_s - DAY_S,
        expires_at_s: now_s + DAY_S,
        not_before_s: None,
        id: "8cNGyOBDXplf".into(),
    }
}

/// What our API says.
fn ours(token: &str) -> Result<(), Reject> {
    let verifier = Verifier { key: key(), issuer: ISSUER, audience: AUDIENCE };
    let signed = verifier.open(token)?;
    verifier.current(&signed, Instant::from_unix_s(get_current_timestamp())).map(drop)
}

/// What `jsonwebtoken` says, told to be as strict as it can.
fn theirs(token: &str) -> jsonwebtoken::errors::Result<serde_json::Value> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "sub", "aud", "exp"]);
    validation.validate_nbf = true;
    validation.leeway = 0;
    jsonwebtoken::decode(token, &DecodingKey::from_secret(&secret()), &validation).map(|data| data.claims)
}

#[test]
fn jsonwebtoken_takes_what_we_mint() {
    let claims = claims();
    let token = mint(&claims, &key());
    let read = theirs(token.reveal()).unwrap();
    assert_eq!(
        read,
        json!({
            "iss": ISSUER,
            "sub": "user:ada",
            "aud": AUDIENCE,
            "client_id": "shop-app",
            "scope": "orders:read profile",
            "iat": claims.issued_at_s,
            "exp": claims.expires_at_s,
            "jti": "8cNGyOBDXplf",
        })
    );
    assert_eq!(ours(token.reveal()), Ok(()));

    let two = Claims { audience: vec!["https://else.example".into(), AUDIENCE.into()], ..claims };
    let read = theirs(mint(&two, &key()).reveal()).unwrap();
    assert_eq!(read["aud"], json!(["https://else.example", AUDIENCE]));
}

#[test]
fn we_take_what_jsonwebtoken_mints() {
    let now_s = get_current_timestamp();
    let payload = json!({
        "iss": ISSUER, "sub": "user:ada", "aud": [AUDIENCE], "client_id": "shop-app", "scope": "orders:read",
        "iat": now_s - DAY_S, "nbf": now_s - DAY_S, "exp": now_s + DAY_S, "jti": "1",
    });
    let header = Header { typ: Some("at+jwt".into()), ..Header::new(Algorithm::HS256) };
    let encode = |header: &Header, secret: &[u8]| {
        jsonwebtoken::encode(header, &payload, &EncodingKey::from_secret(secret)).unwrap()
    };
    let token = encode(&header, &secret());
    assert_eq!(ours(&token), Ok(()));
    assert!(theirs(&token).is_ok());

    // The same token but for one thing.
    assert_eq!(ours(&encode(&header, &[7; 32])), Err(Reject::TokenSignature));
    let id_token = Header { typ: Some("JWT".into()), ..header.clone() };
    assert_eq!(ours(&encode(&id_token, &secret())), Err(Reject::TokenType));
    let named_key = Header { kid: Some("1".into()), ..header.clone() };
    assert_eq!(ours(&encode(&named_key, &secret())), Err(Reject::TokenExtension("kid".into())));
    let longer_hash = Header { alg: Algorithm::HS512, ..header };
    assert_eq!(ours(&encode(&longer_hash, &secret())), Err(Reject::TokenAlgorithm));
}

#[test]
fn both_refuse_a_tampered_token() {
    let claims = claims();
    let good = mint(&claims, &key()).reveal().to_owned();
    assert!(ours(&good).is_ok() && theirs(&good).is_ok());

    let parts: Vec<&str> = good.split('.').collect();
    let [header, payload, tag] = parts[..] else { panic!("{good}") };
    let with_one_flipped = |part: &str| {
        let mut part = part.to_owned().into_bytes();
        part[9] = if part[9] == b'A' { b'B' } else { b'A' };
        String::from_utf8(part).unwrap()
    };
    let minted = |change: fn(&mut Claims)| {
        let mut other = claims.clone();
        change(&mut other);
        mint(&other, &key()).reveal().to_owned()
    };
    let none = sign_parts(r#"{"typ":"at+jwt","alg":"none"}"#, "{}", &key());
    let tampered = [
        ("header changed", format!("{}.{payload}.{tag}", with_one_flipped(header))),
        ("payload changed", format!("{header}.{}.{tag}", with_one_flipped(payload))),
        ("tag changed", format!("{header}.{payload}.{}", with_one_flipped(tag))),
        ("tag cut short", format!("{header}.{payload}.{}", &tag[..22])),
        ("tag gone", format!("{header}.{payload}.")),
        ("only two parts", format!("{header}.{payload}")),
        ("a fourth part", format!("{good}.{tag}")),
        ("alg none", format!("{}.{payload}.", none.split('.').next().unwrap())),
        ("padded", format!("{good}=")),
        ("another key", mint(&claims, &SigningKey::new(&[7; 32]).unwrap()).reveal().to_owned()),
        ("another issuer", minted(|claims| claims.issuer.push('/'))),
        ("another audience", minted(|claims| claims.audience = vec!["https://else.example".into()])),
        ("no audience", minted(|claims| claims.audience.clear())),
        ("expired", minted(|claims| claims.expires_at_s -= 2 * DAY_S)),
    ];
    for (how, token) in tampered {
        assert!(ours(&token).is_err(), "{how}: we took it");
        assert!(theirs(&token).is_err(), "{how}: jsonwebtoken took it");
    }
}

/// A member's value as JSON text: mostly what belongs there, else some other thing.
fn text(right: &'static str) -> impl Strategy<Value = String> {
    let quoted = format!("\"{right}\"");
    prop_oneof![
        12 => Just(quoted.clone()),
        1 => Just(format!("[{quoted}]")),
        1 => Just(format!("[\"https://else.example\", {quoted}, {quoted}]")),
        1 => Just(format!("\"{right}/\"")),
        1 => Just(quoted.replacen('a', "\\u0061", 1)),
        1 => prop::sample::select(vec!["\"\"", "null", "7", "[]", "{}", "[7]", "\"\\ud83d\\ude00\""]).prop_map(str::to_owned),
    ]
}

fn date(days: i64) -> impl Strategy<Value = String> {
    let at = move |days: i64| get_current_timestamp().saturating_add_signed(days * DAY_S as i64);
    let other = vec!["null", "-1", "-0", "0", "18446744073709551615", "99999999999999999999", "1e400", "\"7\"", "[7]"];
    prop_oneof![
        12 => Just(()).prop_map(move |()| at(days).to_string()),
        2 => (-30_i64..30).prop_map(move |days| at(days).to_string()),
        1 => Just(()).prop_map(move |()| format!("{}.5", at(days))),
        1 => Just(()).prop_map(move |()| format!("{}e0", at(days))),
        1 => Just(()).prop_map(move |()| format!("\"{}\"", at(days))),
        1 => prop::sample::select(other).prop_map(str::to_owned),
    ]
}

fn header() -> impl Strategy<Value = String> {
    let other = vec![
        r#"{"alg":"HS256","typ":"at+jwt"}"#,
        r#" { "typ" : "application/AT+JWT" , "alg" : "HS256" } "#,
        r#"{"typ":"at\u002bjwt","\u0061lg":"HS256"}"#,
        r#"{"typ":"JWT","alg":"HS256"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"typ":"at+jwt","alg":"hs256"}"#,
        r#"{"typ":"at+jwt","alg":["HS256"]}"#,
        r#"{"typ":"at+jwt","alg":"HS512"}"#,
        r#"{"typ":"at+jwt","alg":"none","alg":"HS256"}"#,
        r#"{"typ":"at+jwt","alg":"HS256","kid":"1"}"#,
        r#"{"typ":"at+jwt","alg":"HS256","crit":["b64"],"b64":false}"#,
        r#"["at+jwt","HS256"]"#,
    ];
    prop_oneof![4 => Just(HEADER), 1 => prop::sample::select(other)].prop_map(str::to_owned)
}

/// A payload of all claims in some order, each right or wrong, some twice or not at all, and others beside them.
fn payload() -> impl Strategy<Value = String> {
    let named = |name: &'static str, value: BoxedStrategy<String>| {
        let times = prop_oneof![30 => Just(1_usize), 1 => Just(0), 1 => Just(2)];
        (times, value).prop_map(move |(times, value)| vec![format!("\"{name}\":{value}"); times])
    };
    let others =
        vec![r#""other":{"deep":[[[1.5e3,-0]]]}"#, r#""ISS":"https://else.example""#, r#""é😀":"\ud83d\ude00""#];
    let members = (
        named("iss", text(ISSUER).boxed()),
        named("sub", text("user:ada").boxed()),
        named("aud", text(AUDIENCE).boxed()),
        named("client_id", text("shop-app").boxed()),
        named("scope", text("orders:read").boxed()),
        named("iat", date(-1).boxed()),
        named("exp", date(1).boxed()),
        named("jti", text("1a").boxed()),
        prop::option::of(named("nbf", date(-1).boxed())),
        prop::option::of(prop::sample::select(others)),
    );
    let shape = prop_oneof![
        10 => Just(("{", "}")),
        1 => Just((" {\r\n", "\t}\n")),
        1 => prop::sample::select(vec![("[{", "}]"), ("{", "},"), ("{", ",}"), ("\u{feff}{", "}"), ("{", "}{}")]),
    ];
    let listed = members.prop_map(|(iss, sub, aud, client, scope, iat, exp, jti, nbf, other)| {
        let other = other.map(str::to_owned).into_iter().collect();
        [iss, sub, aud, client, scope, iat, exp, jti, nbf.unwrap_or_default(), other].concat()
    });
    (listed.prop_shuffle(), shape).prop_map(|(members, (open, close))| format!("{open}{}{close}", members.join(",")))
}

/// What may happen to a finished token, at some place in it.
#[derive(Clone, Debug)]
enum Change {
    None,
    Replace(u8),
    Insert(u8),
    Remove,
    Cut,
}

fn change() -> impl Strategy<Value = Change> {
    let byte = || prop::sample::select(b"Aa0-_+/=. \n\0".to_vec());
    prop_oneof![
        8 => Just(Change::None),
        1 => byte().prop_map(Change::Replace),
        1 => byte().prop_map(Change::Insert),
        1 => Just(Change::Remove),
        1 => Just(Change::Cut),
    ]
}

fn changed(token: String, change: &Change, place: prop::sample::Index) -> String {
    let at = place.index(token.len());
    let mut bytes = token.into_bytes();
    match *change {
        Change::None => {}
        Change::Replace(byte) => bytes[at] = byte,
        Change::Insert(byte) => bytes.insert(at, byte),
        Change::Remove => drop(bytes.remove(at)),
        Change::Cut => bytes.truncate(at),
    }
    String::from_utf8(bytes).expect("a token is ASCII, and so is what is put into it")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    // One direction only: we are the stricter ones, on duplicate names, header members, types, `iat` and more.
    #[test]
    fn what_we_take_jsonwebtoken_takes(
        header in header(), payload in payload(), change in change(), place in any::<prop::sample::Index>(),
    ) {
        let token = changed(sign_parts(&header, &payload, &key()), &change, place);
        if ours(&token).is_ok() {
            let verdict = theirs(&token);
            prop_assert!(verdict.is_ok(), "{verdict:?}\n{header}\n{payload}\n{change:?}");
        }
    }

    #[test]
    fn what_we_mint_both_take(
        subject in "\\PC{1,20}", client_id in "\\PC{1,20}", id in "[ -~]{1,20}", days in 1_u64..1_000_000,
    ) {
        let claims = Claims { subject, client_id, id, expires_at_s: get_current_timestamp() + days * DAY_S, ..claims() };
        let token = mint(&claims, &key());
        prop_assert_eq!(ours(token.reveal()), Ok(()));
        let read = theirs(token.reveal()).unwrap();
        prop_assert_eq!(&read["sub"], &claims.subject);
        prop_assert_eq!(&read["client_id"], &claims.client_id);
        prop_assert_eq!(&read["jti"], &claims.id);
        prop_assert_eq!(&read["exp"], claims.expires_at_s);
    }
}

/// The property above says nothing unless tokens of both kinds come up.
#[test]
fn the_tokens_drawn_are_taken_and_refused() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let strategy = (header(), payload());
    let drawn = 2000;
    let taken = (0..drawn)
        .filter(|_| {
            let (header, payload) = strategy.new_tree(&mut runner).unwrap().current();
            ours(&sign_parts(&header, &payload, &key())).is_ok()
        })
        .count();
    assert!((drawn / 50..drawn / 2).contains(&taken), "{taken} of {drawn} were taken");
}

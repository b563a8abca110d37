//! Everything that reads what strangers send, fed with a million strings that are almost right. No parser may panic,
//! accept what it should not, or read it otherwise than an independent reader does; and what is written out again
//! must read the same.
//!
//! Each run is the same: the strings come from a seed. `PARSER_SEED=2 cargo test --package sim --test parsers` takes another,
//! `PARSER_TIMES=100` makes it a hundred million.

mod mutate;
mod requests;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use mutate::{pick, spoilt};
use sim::provider::api::AUDIENCE;
use sim::provider::api_key::{ApiKey, Kind};
use sim::provider::jwt::{MAX_LENGTH, SigningKey, Verifier};
use sim::provider::oauth::ISSUER;
use sim::provider::oauth::refresh_token::RefreshToken;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::wire::form::{self, Form};
use sim::wire::json::{JsonError, MAX_DEPTH, Value};
use sim::wire::rng::Rng;
use sim::wire::time::Duration;
use std::env;

/// How many strings each parser is fed.
mod cases {
    pub const TOKENS: u64 = 150_000;
    pub const CLAIMS: u64 = 150_000;
    pub const KEYS: u64 = 150_000;
    pub const FORMS: u64 = 150_000;
    pub const JSON: u64 = 200_000;
    pub const REFRESH_TOKENS: u64 = 100_000;
    pub const SCOPES: u64 = 60_000;
    pub const SPANS: u64 = 60_000;
    pub const URLS: u64 = 60_000;
    pub const BEARER: u64 = 100_000;
    pub const BASIC: u64 = 100_000;
    pub const REQUESTS: u64 = 150_000;
    const _: () = assert!(TOKENS + CLAIMS + KEYS + FORMS + JSON + REFRESH_TOKENS + SCOPES + SPANS >= 1_000_000);
}

/// What a parser made of a string.
#[derive(PartialEq)]
enum Verdict {
    Accepted,
    Refused,
}

impl From<bool> for Verdict {
    fn from(accepted: bool) -> Self {
        if accepted { Self::Accepted } else { Self::Refused }
    }
}

/// Feeds a parser with spoilt strings. Both verdicts must come up often, or the strings would prove nothing.
#[track_caller]
fn feed(name: &str, cases: u64, good: &[String], mut parse: impl FnMut(&str) -> Verdict) {
    feed_made(name, cases, |rng| spoilt(good, rng), &mut parse);
}

/// The same with strings of the caller's making.
#[track_caller]
fn feed_made(
    name: &str,
    cases: u64,
    mut make: impl FnMut(&mut Rng) -> String,
    parse: &mut impl FnMut(&str) -> Verdict,
) {
    let setting = |name| env::var(name).ok().map(|text| text.parse::<u64>().expect("a whole number"));
    let mut rng = Rng::stream(setting("PARSER_SEED").unwrap_or(1), name);
    let (mut fed, mut accepted) = (0_u64, 0_u64);
    for _ in 0..cases * setting("PARSER_TIMES").unwrap_or(1) {
        let text = make(&mut rng);
        let shown = ShownOnPanic(&text);
        accepted += u64::from(parse(shown.0) == Verdict::Accepted);
        fed += 1;
    }
    assert!(fed >= cases);
    assert!(accepted >= fed / 100 && accepted <= fed / 100 * 99, "{accepted} of {fed} were accepted");
}

/// A panic in a parser says where, but not on what.
struct ShownOnPanic<'a>(&'a str);

impl Drop for ShownOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let shown: String = self.0.chars().take(1000).collect();
            eprintln!("it was fed {shown:?}");
        }
    }
}

fn key(byte: u8) -> SigningKey {
    SigningKey::new(&[byte; 32]).unwrap()
}

fn verifier() -> Verifier {
    Verifier { key: key(1), issuer: ISSUER, audience: AUDIENCE }
}

const HEADER: &str = r#"{"typ":"at+jwt","alg":"HS256"}"#;

/// Payloads that are all in order, of every form that is taken.
fn payloads() -> Vec<String> {
    let with = |audience: &str, rest: &str| {
        format!(
            r#"{{"iss":"{ISSUER}","sub":"user:ada","aud":{audience},"client_id":"shop-app","iat":1772409600,"exp":1772413200,"jti":"k1"{rest}}}"#
        )
    };
    let ours = format!("\"{AUDIENCE}\"");
    vec![
        with(&ours, r#","scope":"orders:read profile""#),
        with(&format!(r#"["https://other.example",{ours}]"#), ""),
        with(&ours, r#","nbf":1772409600,"scope":"","act":{"sub":["x",null,1.5e3,true]}"#),
        with(&format!("[{ours}]"), r#" , "\u00e9" : "\ud83d\ude00" "#),
    ]
}

/// Signs any bytes at all.
fn sign(header: &[u8], payload: &[u8], key: &SigningKey) -> String {
    let content = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let tag = key.sign(content.as_bytes());
    format!("{content}.{}", URL_SAFE_NO_PAD.encode(tag))
}

#[test]
fn only_a_token_as_it_was_signed_opens() {
    let good: Vec<String> =
        payloads().iter().map(|payload| sign(HEADER.as_bytes(), payload.as_bytes(), &key(1))).collect();
    let theirs = sign(HEADER.as_bytes(), payloads()[0].as_bytes(), &key(2));
    let fed: Vec<String> = good.iter().cloned().chain([theirs]).collect();
    let verifier = verifier();
    feed("tokens", cases::TOKENS, &fed, |text| {
        let accepted = verifier.open(text).is_ok();
        assert_eq!(accepted, good.iter().any(|good| good == text), "{text}");
        accepted.into()
    });
    // Whatever is longer than any token is refused before it is cut up.
    for long in [".".repeat(100_000), "A".repeat(MAX_LENGTH + 1)] {
        assert_eq!(verifier.open(&long).unwrap_err(), Reject::TokenTooLong);
    }
}

/// Past the signature: what a key's owner could have signed, and a careless issuer does sign.
#[test]
fn signed_claims_are_read_as_serde_json_reads_them_or_not_at_all() {
    let (payloads, headers) = (payloads(), [HEADER.to_owned(), r#"{"alg":"HS256","typ":"application/AT+jwt"}"#.into()]);
    let (verifier, key) = (verifier(), key(1));
    let make = |rng: &mut Rng| {
        let part = |good: &[String], spoil: bool, rng: &mut Rng| {
            let mut bytes = if spoil { spoilt(good, rng).into_bytes() } else { pick(good, rng).clone().into_bytes() };
            // Bytes that are no UTF-8 come only from here: a `String` has none.
            if spoil && rng.below(20) == 0 {
                let at = rng.below(bytes.len() as u64 + 1) as usize;
                bytes.splice(at..at, [0x80 | rng.below(128) as u8]);
            }
            bytes
        };
        let header_too = rng.below(4) == 0;
        sign(&part(&headers, header_too, rng), &part(&payloads, !header_too, rng), &key)
    };
    feed_made("claims", cases::CLAIMS, make, &mut |text| {
        let accepted = verifier.open(text).is_ok();
        if accepted {
            agrees_with_serde(text);
        }
        accepted.into()
    });
}

/// An accepted token, read by another reader: it must be JSON there too, and say what we took it to say.
fn agrees_with_serde(token: &str) {
    let part = |n| URL_SAFE_NO_PAD.decode(token.split('.').nth(n).unwrap()).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&part(0)).unwrap();
    let payload: serde_json::Value = match serde_json::from_slice(&part(1)) {
        Ok(payload) => payload,
        // Theirs has no room for 1e400 anywhere; ours has, but in no claim that it reads.
        Err(fault) if fault.to_string().starts_with("number out of range") => return,
        Err(fault) => panic!("serde_json does not take it: {fault}"),
    };
    assert!(header.as_object().unwrap().keys().all(|name| name == "alg" || name == "typ"));
    assert_eq!(header["alg"], "HS256");
    let kind = header["typ"].as_str().unwrap().to_ascii_lowercase();
    assert!(["at+jwt", "application/at+jwt"].contains(&kind.as_str()));
    assert_eq!(payload["iss"], ISSUER);
    let audience = &payload["aud"];
    let listed = audience.as_array().is_some_and(|many| many.iter().any(|one| one == AUDIENCE));
    assert!(audience == AUDIENCE || listed);
    for name in ["sub", "client_id", "jti"] {
        assert!(!payload[name].as_str().unwrap().is_empty(), "{name}");
    }
    for name in ["iat", "exp", "nbf"] {
        let date = payload.get(name);
        assert!(name == "nbf" && date.is_none() || date.unwrap().as_u64().is_some(), "{name}");
    }
    assert!(payload.get("scope").is_none_or(serde_json::Value::is_string));
}

#[test]
fn only_a_key_as_it_was_made_reads() {
    const KINDS: [Kind; 4] = [Kind::Live, Kind::Test, Kind::Publishable, Kind::Restricted];
    let mut rng = Rng::new(7);
    let good: Vec<String> = KINDS.iter().map(|&kind| ApiKey::mint(kind, &mut rng).reveal().to_owned()).collect();
    // The checksum covers the body alone: any of the prefixes may stand before it.
    let body = |text: &str| text.rsplit('_').next().unwrap_or_default().to_owned();
    let whole: Vec<String> =
        KINDS.iter().flat_map(|kind| good.iter().map(move |key| [kind.prefix(), &body(key)].concat())).collect();
    feed("keys", cases::KEYS, &good, |text| {
        let read = ApiKey::parse(text);
        assert_eq!(read.is_ok(), whole.iter().any(|key| key == text), "{text}");
        if let Ok(key) = &read {
            assert_eq!(key.reveal(), text);
        }
        read.is_ok().into()
    });
}

#[test]
fn a_form_is_read_as_browsers_read_it_or_not_at_all() {
    let good = [
        "grant_type=refresh_token&refresh_token=rt_AAAA&client_id=shop-app&scope=orders%3Aread+profile",
        "a=1&b=&c&=d&&e=%E2%82%AC",
        "redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&state=a%26b%3Dc%2B%25",
        "orders%3Aread=yes&profile=yes&decision=approve&ticket=0123456789abcdef",
    ]
    .map(str::to_owned);
    feed("forms", cases::FORMS, &good, |text| {
        let Ok(read) = Form::parse(text) else { return Verdict::Refused };
        let theirs: Vec<_> = form_urlencoded::parse(text.as_bytes()).filter(|(_, value)| !value.is_empty()).collect();
        for (name, value) in &theirs {
            assert_eq!(read.value(name), Some(value.as_ref()), "{name}");
        }
        let pairs: Vec<_> = theirs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        assert_eq!(Form::parse(&form::encode(&pairs)).as_ref(), Ok(&read), "it reads what it writes, and no more");
        Verdict::Accepted
    });
}

/// In one direction: whatever ours takes, `serde_json` takes for the same value. Ours is the stricter.
#[test]
fn json_is_read_as_serde_json_reads_it_or_not_at_all() {
    let good: Vec<String> = [
        r#"{"a":[1,-2,null,true,false],"b":"\"\\\/\b\f\n\r\t é\u0007","c":{},"d":[]}"#,
        r#"[{"token":"ak_live_x","type":"api_key","url":"https://git.example/a?b#c"},{"token":"ak_rk_y"}]"#,
        r#"{"kind":"restricted","scope":"orders:read","expires_in":3600}"#,
        r#"{"iat":0,"exp":9223372036854775807,"n":-9223372036854775808,"f":1.5,"e":-0E+10,"z":-0}"#,
        r#"[[[[[[[["deep"]]]]]]]]"#,
        " \t\r\n{ \"\\ud83d\\ude00\" : \"😀\" , \"\\u00e9\" : \"e\" } \n",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(payloads())
    .collect();
    feed("json", cases::JSON, &good, |text| {
        let Ok(read) = Value::parse(text) else { return Verdict::Refused };
        let theirs: serde_json::Value = match serde_json::from_str(text) {
            Ok(theirs) => theirs,
            // Theirs has no room for 1e400; ours knows that a number is there, and keeps none of that kind.
            Err(fault) if fault.to_string().starts_with("number out of range") => return Verdict::Refused,
            Err(fault) => panic!("serde_json does not take it: {fault}"),
        };
        assert!(same(&read, &theirs), "{read:?} is not {theirs:?}");
        // A number that is no integer is known to be there, but not kept.
        let written = read.to_string();
        let kept: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(Value::parse(&written).unwrap().to_string(), written);
        assert!(same(&Value::parse(&written).unwrap(), &kept));
        Verdict::Accepted
    });
    // The nesting is bounded before it is followed.
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth| [open.repeat(depth), "1".to_owned(), close.repeat(depth)].concat();
        assert!(Value::parse(&nested(MAX_DEPTH)).is_ok());
        for depth in [MAX_DEPTH + 1, 1_000_000] {
            assert_eq!(Value::parse(&nested(depth)).err(), Some(JsonError::TooDeep));
        }
    }
}

fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    use serde_json::Value as Theirs;
    match (ours, theirs) {
        (Value::Null, Theirs::Null) => true,
        (Value::Bool(a), Theirs::Bool(b)) => a == b,
        (Value::Integer(n), Theirs::Number(number)) => number.as_i64() == Some(*n),
        (Value::OtherNumber, Theirs::Number(number)) => number.as_i64().is_none(),
        (Value::Text(a), Theirs::String(b)) => a == b,
        (Value::Array(a), Theirs::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Theirs::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name.as_ref()).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

#[test]
fn only_a_refresh_token_as_it_was_sealed_opens() {
    let token = |family, generation| RefreshToken { family, generation, nonce: [generation as u8; 8] };
    let good: Vec<String> = (0..4).map(|n| token(n, u32::MAX - n).seal(&key(1)).reveal().to_owned()).collect();
    let theirs = token(0, 0).seal(&key(2)).reveal().to_owned();
    let fed: Vec<String> = good.iter().cloned().chain([theirs]).collect();
    let ours = key(1);
    feed("refresh tokens", cases::REFRESH_TOKENS, &fed, |text| {
        let read = RefreshToken::open(text, &ours);
        assert_eq!(read.is_some(), good.iter().any(|good| good == text), "{text}");
        if let Some(token) = read {
            assert_eq!(token.seal(&ours).reveal(), text);
        }
        read.is_some().into()
    });
}

#[test]
fn a_scope_list_grants_what_it_names_and_nothing_else() {
    let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
    let good = [names.join(" "), "orders:read  profile".into(), String::new(), "profile".into()];
    feed("scopes", cases::SCOPES, &good, |text| {
        let read = Scopes::granting(text);
        for scope in Scope::ALL {
            assert_eq!(read.contains(scope), text.split(' ').any(|name| name == scope.name()), "{}", scope.name());
        }
        assert_eq!(Scopes::granting(&read.to_string()), read);
        (!read.is_empty()).into()
    });
}

#[test]
fn a_span_reads_as_it_is_written() {
    let good = ["90m", "24h", "1h30m", "2d3h4m5s", "0s", "36600d", "9999999999s"].map(str::to_owned);
    feed("spans", cases::SPANS, &good, |text| {
        let Some(span) = Duration::parse(text) else { return Verdict::Refused };
        assert_eq!(Duration::parse(&span.to_string()), Some(span));
        assert_eq!(Some(span.as_s()), seconds(text));
        Verdict::Accepted
    });
}

/// The seconds of `2d3h4m5s`, reckoned from the back.
fn seconds(text: &str) -> Option<u64> {
    let mut total = 0;
    let mut rest = text;
    while let Some(unit) = rest.chars().next_back() {
        rest = &rest[..rest.len() - unit.len_utf8()];
        let digits = rest.len() - rest.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (before, number) = rest.split_at(rest.len() - digits);
        let worth = [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)].iter().find(|(name, _)| *name == unit)?.1;
        total += number.parse::<u64>().ok()? * worth;
        rest = before;
    }
    Some(total)
}

//! The trail of a token's checks is the verifier's own: the check it stops at is the one that its refusal names.

use sim::provider::check::Check;
use sim::provider::jwt::{SigningKey, sign_parts};
use sim::provider::reject::Reject;
use sim::provider::sandbox::get;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider, api, signing_secret};
use sim::stories::app::with_token;
use sim::wire::http::Request;
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, Instant, START};

const HEADER: &str = r#"{"alg":"HS256","typ":"at+jwt"}"#;

fn payload(changes: &[(&str, &str)]) -> String {
    let own = [
        ("iss", "\"https://auth.demo.example\""),
        ("sub", "\"user:ada\""),
        ("aud", "\"https://api.demo.example\""),
        ("client_id", "\"shop-app\""),
        ("scope", "\"orders:read\""),
        ("iat", "1772409600"),
        ("exp", "1772413200"),
        ("jti", "\"1\""),
    ];
    let member = |(name, value): &(&str, &str)| {
        let value = changes.iter().find(|(changed, _)| changed == name).map_or(*value, |(_, value)| value);
        format!("\"{name}\":{value}")
    };
    format!("{{{}}}", own.iter().map(member).collect::<Vec<_>>().join(","))
}

fn sent(asks: bool, token: String, now: Instant) -> (Option<Check>, Option<Reject>) {
    let mut provider = Provider::new(7, Policy { asks_on_each_call: asks, ..Policy::default() });
    let answer = provider.handle(&with_token(get(api::HOST, "/v1/orders"), &Secret::new(token)), now);
    (answer.trail.check, answer.reject)
}

#[test]
fn each_check_stops_what_it_is_for_and_the_trail_ends_there() {
    let key = SigningKey::new(&signing_secret(7)).unwrap();
    let signed = |header: &str, payload: &str| sign_parts(header, payload, &key);
    let good = signed(HEADER, &payload(&[]));
    let header = |header: &str| signed(header, &payload(&[]));
    let claims = |changes: &[(&str, &str)]| signed(HEADER, &payload(changes));
    let mut found = Vec::new();
    for token in [
        "x".repeat(9000),
        "a.b".into(),
        [&good, "="].concat(),
        header("[]"),
        header(r#"{"alg":"none","typ":"at+jwt"}"#),
        header(r#"{"alg":"HS256","typ":"JWT"}"#),
        header(r#"{"alg":"HS256","typ":"at+jwt","kid":"1"}"#),
        [&good[..good.len() - 2], "AA"].concat(),
        signed(HEADER, "[]"),
        claims(&[("jti", "1")]),
        claims(&[("iss", "\"https://other.example\"")]),
        claims(&[("aud", "\"https://other.example\"")]),
        claims(&[("exp", "1772409600")]),
        claims(&[("iat", "1772413199")]),
        good.clone(),
        claims(&[("client_id", "\"nobody\"")]),
    ] {
        // The API asks only where it has to: a token made by hand was never issued.
        let asks = token == good;
        let (check, reject) = sent(asks, token, START);
        let (check, reject) = (check.unwrap(), reject.unwrap());
        assert_eq!(check.refusal().check(), reject.check());
        found.push(check);
    }
    assert_eq!(found, Check::ALL);
}

#[test]
fn what_passes_has_come_to_the_last_check() {
    let mut provider = Provider::new(7, Policy::default());
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
    for path in ["/v1/orders", "/v1/customers"] {
        // The second time, the signature is remembered.
        let answer = provider.handle(&with_token(get(api::HOST, path), &tokens.access), START);
        assert_eq!(answer.trail.check, Some(Check::Client));
    }
    let late = provider.handle(&with_token(get(api::HOST, "/v1/orders"), &tokens.access), START + Duration::hours(1));
    assert_eq!(late.trail.check, Some(Check::Expiry));
}

#[test]
fn nothing_else_has_such_a_trail() {
    let mut provider = Provider::new(7, Policy { opaque: true, ..Policy::default() });
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
    let requests: [Request; 2] =
        [get(api::HOST, "/v1/orders"), with_token(get(api::HOST, "/v1/orders"), &tokens.access)];
    for request in requests {
        assert_eq!(provider.handle(&request, START).trail.check, None);
    }
}

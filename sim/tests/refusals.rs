//! Every refusal, provoked as a client would: one request that the provider answers, and the same request with
//! one thing wrong that it refuses for exactly that reason.

use sim::provider::api::{AUDIENCE, HOST};
use sim::provider::api_key::{KeyRing, Kind};
use sim::provider::jwt::{MAX_LENGTH, SigningKey, sign_parts};
use sim::provider::oauth::client::ClientId;
use sim::provider::oauth::{self, APP, ISSUER, Tokens};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Answer, Policy, Provider, signing_secret};
use sim::stories::app::{refresh_request, revocation_request, with_key, with_token};
use sim::wire::http::Request;
use sim::wire::json::Value;
use sim::wire::rng::Rng;
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, Instant};
use std::collections::BTreeSet;

const SEED: u64 = 7;
const NOW: Instant = Instant::from_unix_s(1_772_409_600);
const HEADER: &str = r#"{"typ":"at+jwt","alg":"HS256"}"#;

fn provider() -> (Provider, Tokens) {
    let mut provider = Provider::new(SEED, Policy { asks_on_each_call: true, ..Policy::default() });
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), NOW);
    (provider, tokens)
}

/// The provider's own secret: what a forger would have to steal.
fn signing_key() -> SigningKey {
    SigningKey::new(&signing_secret(SEED)).unwrap()
}

/// The refresh token that came with these.
fn refresh(tokens: &Tokens) -> &Secret {
    tokens.refresh.as_ref().expect("the app's users get one")
}

fn orders() -> Request {
    Request::get(HOST, "/v1/orders")
}

/// The payload of a good token, with these members in place of its own.
fn payload(changes: &[(&str, &str)]) -> String {
    let now = NOW.unix_s();
    let good = [
        ("iss", format!("\"{ISSUER}\"")),
        ("sub", "\"user:ada\"".into()),
        ("aud", format!("\"{AUDIENCE}\"")),
        ("client_id", "\"shop-app\"".into()),
        ("scope", "\"orders:read\"".into()),
        ("iat", now.to_string()),
        ("exp", (now + 3600).to_string()),
        ("jti", "\"made-by-hand\"".into()),
    ];
    let changed = |name: &str| changes.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned());
    let mut members: Vec<_> = good.into_iter().map(|(name, value)| (name, changed(name).unwrap_or(value))).collect();
    for (name, value) in changes {
        if !members.iter().any(|(other, _)| other == name) {
            members.push((name, (*value).to_owned()));
        }
    }
    let kept = members.into_iter().filter(|(_, value)| !value.is_empty());
    format!("{{{}}}", kept.map(|(name, value)| format!("\"{name}\":{value}")).collect::<Vec<_>>().join(","))
}

/// Asks an API that trusts the signature alone about a token signed with the right secret.
fn signed(header: &str, payload: &str) -> Answer {
    let mut provider = Provider::new(SEED, Policy::default());
    let token = Secret::new(sign_parts(header, payload, &signing_key()));
    provider.handle(&with_token(orders(), &token), NOW)
}

/// Sends what `change` makes of a good token.
fn altered(change: impl Fn(&str) -> String) -> Answer {
    let (mut provider, tokens) = provider();
    provider.handle(&with_token(orders(), &Secret::new(change(tokens.access.reveal()))), NOW)
}

/// Sends a request that is made with good tokens, so long after they were.
fn sent(later: Duration, make: impl Fn(&Tokens) -> Request) -> Answer {
    let (mut provider, tokens) = provider();
    provider.handle(&make(&tokens), NOW + later)
}

fn form(path: &'static str, parameters: &[(&str, &str)]) -> Answer {
    sent(Duration::ZERO, |_| Request::post_form(oauth::HOST, path, parameters))
}

#[test]
fn what_is_in_order_is_answered() {
    assert_eq!(signed(HEADER, &payload(&[])).response.status.0, 200);
    assert_eq!(signed(r#"{"alg":"HS256","typ":"application/AT+JWT"}"#, &payload(&[])).response.status.0, 200);
    assert_eq!(altered(str::to_owned).response.status.0, 200);
    assert_eq!(sent(Duration::ZERO, |tokens| refresh_request(refresh(tokens))).response.status.0, 200);
    assert_eq!(sent(Duration::ZERO, |tokens| revocation_request(refresh(tokens))).response.status.0, 200);
    let (mut provider, _) = provider();
    let (_, key) = provider.create_key(NOW);
    assert_eq!(provider.handle(&with_key(orders(), &key), NOW).response.status.0, 200);
}

type Case = (Reject, u16, Option<&'static str>, Answer);

fn requests() -> Vec<Case> {
    let token = |tokens: &Tokens, request| with_token(request, &tokens.access);
    let basic = |_: &Tokens| orders().header("Authorization", "Basic dTpw");
    let invalid = Some("invalid_request");
    vec![
        (Reject::NotFound, 404, None, sent(Duration::ZERO, |tokens| token(tokens, Request::get(HOST, "/v1/secrets")))),
        (
            Reject::MethodNotAllowed("GET, HEAD"),
            405,
            None,
            sent(Duration::ZERO, |tokens| token(tokens, Request::post_form(HOST, "/v1/customers", &[]))),
        ),
        (
            Reject::BadParameter("page"),
            400,
            None,
            sent(Duration::ZERO, |tokens| token(tokens, orders().query("page=0".into()))),
        ),
        (
            Reject::BadParameter("query"),
            400,
            None,
            sent(Duration::ZERO, |tokens| token(tokens, orders().query("page=1&page=2".into()))),
        ),
        (
            Reject::MediaType,
            415,
            None,
            sent(Duration::ZERO, |_| Request::post_form(HOST, "/v1/leaks", &[("token", "x")])),
        ),
        (
            Reject::BodyTooLong,
            413,
            None,
            sent(Duration::ZERO, |_| Request::post_json(HOST, "/v1/leaks", " ".repeat(65_537))),
        ),
        (Reject::TargetTooLong, 414, None, sent(Duration::ZERO, |_| orders().query("x".repeat(8192)))),
        (Reject::NoCredential, 401, None, sent(Duration::ZERO, |_| orders())),
        (Reject::NoCredential, 401, None, sent(Duration::ZERO, basic)),
        (
            Reject::TokenInQuery,
            401,
            None,
            sent(Duration::ZERO, |tokens| orders().query(format!("access_token={}", tokens.access.reveal()))),
        ),
        (Reject::TwoCredentials, 400, invalid, sent(Duration::ZERO, |tokens| token(tokens, token(tokens, orders())))),
        (
            Reject::TwoCredentials,
            400,
            invalid,
            sent(Duration::ZERO, |tokens| token(tokens, orders().header("X-API-Key", "ak_live_x"))),
        ),
        (
            Reject::MalformedHeader,
            400,
            invalid,
            sent(Duration::ZERO, |_| orders().header("Authorization", "Bearer two words")),
        ),
    ]
}

fn tokens() -> Vec<Case> {
    let token = |reject, answer| (reject, 401, Some("invalid_token"), answer);
    let other_key = SigningKey::new(&[9; 32]).unwrap();
    let mut cases = vec![
        token(Reject::TokenTooLong, altered(|good| good.to_owned() + &"A".repeat(MAX_LENGTH))),
        token(Reject::TokenShape(2), altered(|good| good.rsplit_once('.').unwrap().0.to_owned())),
        token(Reject::TokenShape(5), altered(|good| good.to_owned() + ".A.A")),
        token(Reject::TokenEncoding, altered(|good| good.to_owned() + "=")),
        token(Reject::TokenEncoding, altered(|good| format!("A{good}"))),
        token(Reject::TokenHeader, signed("[]", &payload(&[]))),
        token(Reject::TokenHeader, signed(r#"{"typ":"at+jwt","alg":"HS256","alg":"HS256"}"#, &payload(&[]))),
        token(Reject::TokenAlgorithm, signed(r#"{"typ":"at+jwt","alg":"none"}"#, &payload(&[]))),
        token(Reject::TokenAlgorithm, signed(r#"{"typ":"at+jwt","alg":"hs256"}"#, &payload(&[]))),
        token(Reject::TokenAlgorithm, signed(r#"{"typ":"at+jwt"}"#, &payload(&[]))),
        token(Reject::TokenType, signed(r#"{"typ":"JWT","alg":"HS256"}"#, &payload(&[]))),
        token(Reject::TokenSignature, altered(|_| sign_parts(HEADER, &payload(&[]), &other_key))),
        token(Reject::TokenSignature, altered(|good| format!("{}.", good.rsplit_once('.').unwrap().0))),
        token(Reject::TokenClaims, signed(HEADER, "null")),
        token(Reject::TokenClaims, signed(HEADER, &payload(&[]).replace("{", "{\"exp\":9999999999,"))),
        token(Reject::TokenClaim("exp"), signed(HEADER, &payload(&[("exp", "\"9999999999\"")]))),
        token(Reject::TokenClaim("exp"), signed(HEADER, &payload(&[("exp", "1e99")]))),
        token(Reject::TokenClaim("aud"), signed(HEADER, &payload(&[("aud", "[1]")]))),
        token(Reject::TokenClaim("scope"), signed(HEADER, &payload(&[("scope", "[\"orders:read\"]")]))),
        token(Reject::TokenIssuer, signed(HEADER, &payload(&[("iss", "\"https://auth.demo.example.evil\"")]))),
        token(Reject::TokenAudience, signed(HEADER, &payload(&[("aud", "\"https://other.example\"")]))),
        token(Reject::TokenEarly, signed(HEADER, &payload(&[("nbf", &(NOW.unix_s() + 1).to_string())]))),
        token(Reject::TokenEarly, signed(HEADER, &payload(&[("iat", &(NOW.unix_s() + 1).to_string())]))),
        token(
            Reject::TokenExpired { at: NOW + Policy::default().access },
            sent(Policy::default().access, |tokens| with_token(orders(), &tokens.access)),
        ),
    ];
    for name in ["kid", "jwk", "jku", "x5u", "x5c", "crit", "b64", "zip"] {
        let header = format!(r#"{{"typ":"at+jwt","alg":"HS256","{name}":"a"}}"#);
        cases.push(token(Reject::TokenExtension(name.into()), signed(&header, &payload(&[]))));
    }
    for name in ["iss", "sub", "aud", "client_id", "iat", "exp", "jti"] {
        cases.push(token(Reject::TokenClaim(name), signed(HEADER, &payload(&[(name, "")]))));
    }
    let (mut provider, good) = provider();
    provider.handle(&revocation_request(refresh(&good)), NOW);
    let unknown = altered(|_| ["at_", &"A".repeat(43)].concat());
    cases.push(token(Reject::TokenUnknown, unknown));
    cases.push(token(Reject::TokenRevoked, provider.handle(&with_token(orders(), &good.access), NOW)));
    let customers = sent(Duration::ZERO, |tokens| with_token(Request::get(HOST, "/v1/customers"), &tokens.access));
    cases.push((Reject::InsufficientScope(Scope::CustomersRead), 403, Some("insufficient_scope"), customers));
    cases
}

fn keys() -> Vec<Case> {
    let (mut provider, _) = provider();
    let (id, key) = provider.create_key(NOW);
    let stranger = KeyRing::default().create(ClientId::first(), Kind::Live, None, None, NOW, &mut Rng::new(1)).1;
    let mut ask = |request: Request| provider.handle(&request, NOW);
    let mut cases = vec![
        (Reject::KeyFormat, 401, None, ask(orders().header("X-API-Key", "ak_live_nonsense"))),
        (Reject::KeyUnknown, 401, None, ask(with_key(orders(), &stranger))),
        (Reject::UserRequired, 403, None, ask(with_key(Request::get(HOST, "/v1/me"), &key))),
    ];
    provider.revoke_key(id, NOW);
    cases.push((Reject::KeyRevoked { at: NOW }, 401, None, provider.handle(&with_key(orders(), &key), NOW)));
    cases
}

fn grants() -> Vec<Case> {
    let refreshing = |tokens: &Tokens, client: &str, more: &[(&str, &str)]| {
        let own = [("grant_type", "refresh_token"), ("refresh_token", refresh(tokens).reveal()), ("client_id", client)];
        Request::post_form(oauth::HOST, "/token", &[&own, more].concat())
    };
    let json = |_: &Tokens| Request { body: "{}".into(), ..Request::get(oauth::HOST, "/token") };
    let broken = |tokens: &Tokens| Request { body: "grant_type=%zz".into(), ..refreshing(tokens, APP, &[]) };
    let in_query = |tokens: &Tokens| refreshing(tokens, APP, &[]).query("grant_type=refresh_token".into());
    let (request, grant) = (Some("invalid_request"), Some("invalid_grant"));
    let mut cases = vec![
        (Reject::MethodNotAllowed("POST"), 405, None, sent(Duration::ZERO, json)),
        (Reject::FormBroken, 400, request, sent(Duration::ZERO, broken)),
        (Reject::FormBroken, 400, request, sent(Duration::ZERO, in_query)),
        (
            Reject::ParameterTwice,
            400,
            request,
            sent(Duration::ZERO, |tokens| refreshing(tokens, APP, &[("scope", ""), ("scope", "")])),
        ),
        (Reject::ParameterMissing("grant_type"), 400, request, form("/token", &[("client_id", APP)])),
        (Reject::ParameterMissing("token"), 400, request, form("/revoke", &[("client_id", APP)])),
        (
            Reject::ClientUnknown,
            401,
            Some("invalid_client"),
            sent(Duration::ZERO, |tokens| refreshing(tokens, "nobody", &[])),
        ),
        (
            Reject::GrantTypeUnsupported,
            400,
            Some("unsupported_grant_type"),
            form("/token", &[("grant_type", "password"), ("client_id", APP)]),
        ),
        (
            Reject::RefreshUnknown,
            400,
            grant,
            form("/token", &[("grant_type", "refresh_token"), ("refresh_token", "rt_guess"), ("client_id", APP)]),
        ),
        (Reject::RefreshExpired, 400, grant, sent(Policy::default().family, |tokens| refresh_request(refresh(tokens)))),
        (
            Reject::ScopeExceeded,
            400,
            Some("invalid_scope"),
            sent(Duration::ZERO, |tokens| refreshing(tokens, APP, &[("scope", "orders:read customers:read")])),
        ),
    ];
    let (mut provider, first) = provider();
    provider.handle(&refresh_request(refresh(&first)), NOW);
    cases.push((Reject::RefreshReused, 400, grant, provider.handle(&refresh_request(refresh(&first)), NOW)));
    cases.push((Reject::RefreshRevoked, 400, grant, provider.handle(&refresh_request(refresh(&first)), NOW)));
    let (mut provider, first) = self::provider();
    provider.policy.idle = Duration::hours(1);
    let late = provider.handle(&refresh_request(refresh(&first)), NOW + Duration::hours(1));
    cases.push((Reject::RefreshIdle, 400, grant, late));
    cases
}

fn all() -> Vec<Case> {
    [requests(), tokens(), keys(), grants()].into_iter().flatten().collect()
}

#[test]
fn each_is_refused_for_its_own_reason_with_its_status_and_code() {
    for (reject, status, code, answer) in all() {
        assert_eq!(answer.reject.as_ref(), Some(&reject));
        assert_eq!(answer.response.status.0, status, "{reject:?}");
        assert_eq!(answer.records, 0, "{reject:?}");
        assert_eq!(reject.code(), code, "{reject:?}");
        let (body, challenge) = (answer.response.body.text(), answer.response.headers.value("WWW-Authenticate"));
        if let Some(code) = code {
            let said =
                [&body, challenge.unwrap_or_default()].into_iter().any(|text| text.contains(&format!("\"{code}\"")));
            assert!(said, "{reject:?}: {body}");
        }
        // RFC 9110 §15.5.2: a 401 names a way in. The OAuth one may name none (RFC 6749 §5.2), unless Basic was tried.
        // A key is told of its own way, not of the tokens' (RFC 6750 is theirs).
        if status == 401 && code != Some("invalid_client") {
            let scheme = if reject.check().starts_with("key-") { "ApiKey realm=" } else { "Bearer realm=" };
            assert!(challenge.is_some_and(|challenge| challenge.starts_with(scheme)), "{reject:?}: {challenge:?}");
        }
        let members = Value::parse(&body).unwrap();
        let kind = answer.response.headers.value("Content-Type");
        if members.member("error").is_some() {
            assert_eq!(kind, Some("application/json"), "{reject:?}");
            assert_eq!(answer.response.headers.value("Cache-Control"), Some("no-store"), "{reject:?}");
        } else {
            assert_eq!(kind, Some("application/problem+json"), "{reject:?}");
            assert_eq!(members.member("status").and_then(Value::as_integer), Some(status.into()), "{reject:?}");
        }
        assert!(reject.sentence().ends_with('.') && reject.clause().url().contains("#section-"), "{reject:?}");
    }
}

/// RFC 6750 §3.1: no error code where no credential came along; one where it did.
#[test]
fn a_challenge_says_no_more_than_it_should() {
    for (reject, status, code, answer) in requests() {
        let challenge = answer.response.headers.value("WWW-Authenticate").unwrap_or_default().to_owned();
        if status == 401 {
            assert_eq!(challenge.contains("error="), code.is_some(), "{reject:?}: {challenge}");
        }
    }
}

/// An answer that told "expired" from "bad signature" would help a forger.
#[test]
fn refused_tokens_are_answered_alike_to_the_byte_and_so_are_refused_keys() {
    let wires = |cases: Vec<Case>, status: u16| -> BTreeSet<String> {
        let refused = cases.into_iter().filter(|(_, is, ..)| *is == status);
        refused.map(|(.., answer)| format!("{:?} {}", answer.response.headers, answer.response.body.text())).collect()
    };
    assert_eq!(wires(tokens(), 401).len(), 1);
    assert_eq!(wires(keys(), 401).len(), 1);
}

/// A refusal that is added to the list has to be provoked: here, in the attack table, or where a user says no.
#[test]
fn none_is_left_out() {
    let source = include_str!("../src/provider/reject.rs");
    let (_, grounds) = source.split_once("const fn grounds").unwrap();
    let (grounds, _) = grounds.split_once("\n    }\n").unwrap();
    let named = grounds.lines().filter_map(|line| line.split_once("=> (\"")?.1.split_once('"'));
    let mut unprovoked: BTreeSet<&str> = named.map(|(check, _)| check).collect();
    assert!(unprovoked.len() > 80, "the list is too short to say much");
    for (reject, ..) in all() {
        unprovoked.remove(reject.check());
    }
    for attack in sim::attacks::all() {
        for check in attack.check.split('|') {
            unprovoked.remove(check);
        }
    }
    // tests/conformance lets the owner cause these.
    let elsewhere = BTreeSet::from(["server-error", "unavailable"]);
    let unprovoked: Vec<_> = unprovoked.difference(&elsewhere).collect();
    assert!(unprovoked.is_empty(), "no test provokes these: {unprovoked:?}");
}

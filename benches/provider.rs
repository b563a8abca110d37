//! How fast the provider works: a token minted, a token checked, a request answered whole, a day of an app.
//! `cargo bench --bench provider`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use key_vs_token::demos::security::model::DEFAULT;
use sim::provider::Policy;
use sim::provider::api::HOST;
use sim::provider::api_key::Kind;
use sim::provider::jwt::{Claims, SigningKey, Verifier, mint};
use sim::provider::meter::Quota;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::app::{refresh_request, with_key, with_token};
use sim::stories::history::History;
use sim::stories::world::{Credential, Settings};
use sim::wire::http::Request;
use sim::wire::time::{Duration, Instant, START};
use std::hint::black_box;

const NOW_S: u64 = 1_772_409_600;

/// The token of 272 bytes that tests/bench measures in the browser too.
fn token(c: &mut Criterion) {
    let key = SigningKey::new(&[7; 32]).expect("32 bytes are enough");
    let verifier = Verifier { key, issuer: "https://auth.example", audience: "api" };
    let claims = Claims {
        issuer: verifier.issuer.into(),
        subject: "ada".into(),
        audience: vec![verifier.audience.into()],
        client_id: "app".into(),
        scope: Scopes::of(&[Scope::Profile]),
        issued_at_s: NOW_S,
        expires_at_s: NOW_S + 3600,
        not_before_s: None,
        id: "1a2b3c4".into(),
    };
    let token = mint(&claims, &verifier.key);
    let length = token.reveal().len();
    c.bench_function(&format!("mint a token of {length} bytes"), |b| {
        b.iter(|| mint(black_box(&claims), &verifier.key));
    });
    c.bench_function(&format!("verify a token of {length} bytes"), |b| {
        b.iter(|| {
            let signed = verifier.open(black_box(token.reveal())).expect("it is ours");
            verifier.current(&signed, Instant::from_unix_s(NOW_S)).map(|claims| claims.scope)
        });
    });
}

fn requests(c: &mut Criterion) {
    let endless = Quota { per_key: u32::MAX, per_client: u32::MAX, ..Quota::default() };
    let mut sandbox = Sandbox::with(7, START, Policy { quota: endless, ..Policy::default() });
    let key = sandbox.credentials().key(Kind::Live).clone();
    let tokens: Vec<_> = (0..8).map(|_| sandbox.owner().sign_in(Scopes::of(&[Scope::OrdersRead]), START)).collect();
    let orders = || Request::get(HOST, "/v1/orders");
    let mut group = c.benchmark_group("a request, answered whole");
    group.throughput(Throughput::Elements(1));
    let mut answer = |request: &Request| {
        let answer = sandbox.owner().handle(black_box(request), START);
        assert!(answer.reject.is_none());
        answer.response.body.text()
    };
    group.bench_function("with a key", |b| b.iter(|| answer(&with_key(orders(), &key))));
    let mut turn = 0;
    group.bench_function("with a token that is new to the API", |b| {
        b.iter(|| {
            turn += 1;
            answer(&with_token(orders(), &tokens[turn % tokens.len()].access))
        });
    });
    let mut refresh = tokens[0].refresh.clone().expect("a user's token is refreshed");
    group.bench_function("to refresh a token", |b| {
        b.iter(|| {
            let text = answer(&refresh_request(&refresh));
            refresh = sim::stories::app::read_tokens(&text).and_then(|tokens| tokens.refresh).expect("new tokens");
        });
    });
    group.finish();
}

fn day(c: &mut Criterion) {
    let settings = Settings { token_lifetime: Duration::minutes(15), refresh_leaks: true, ..DEFAULT };
    let run = || History::run(settings, Credential::Token, START + Duration::days(1));
    let steps = run().marks().len();
    c.bench_function(&format!("a simulated day, {steps} steps"), |b| b.iter(run));
}

criterion_group!(benches, token, requests, day);
criterion_main!(benches);

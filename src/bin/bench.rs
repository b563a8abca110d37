//! What tests/bench measures in the browser, in the page's own release profile. No part of the page.
//!
//! The loops are here because the provider's callers are: a demo that checks a token does not cross from
//! JavaScript to WASM for it.

use sim::provider::Policy;
use sim::provider::api::HOST;
use sim::provider::api_key::Kind;
use sim::provider::jwt::{Claims, SigningKey, Verifier, mint};
use sim::provider::meter::Quota;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::app;
use sim::wire::http::Request;
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, Instant, START};
use std::{cell::RefCell, hint::black_box, sync::LazyLock};
use wasm_bindgen::prelude::wasm_bindgen;

const NOW_S: u64 = 1_772_409_600;

static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| Verifier {
    key: SigningKey::new(&[7; 32]).expect("32 bytes are enough"),
    issuer: "https://auth.example",
    audience: "api",
});

static CLAIMS: LazyLock<Claims> = LazyLock::new(|| Claims {
    issuer: VERIFIER.issuer.into(),
    subject: "ada".into(),
    audience: vec![VERIFIER.audience.into()],
    client_id: "app".into(),
    scope: Scopes::of(&[Scope::Profile]),
    issued_at_s: NOW_S,
    expires_at_s: NOW_S + 3600,
    not_before_s: None,
    id: "1a2b3c4".into(),
});

/// The token that all contenders check, of 272 bytes.
#[wasm_bindgen]
pub fn token() -> String {
    mint(&CLAIMS, &VERIFIER.key).reveal().to_owned()
}

/// Mints so many tokens; gives their bytes.
#[wasm_bindgen]
pub fn mint_many(times: u32) -> u32 {
    (0..times).map(|_| mint(black_box(&CLAIMS), &VERIFIER.key).reveal().len() as u32).sum()
}

/// Checks a token so many times; gives how often it was taken.
#[wasm_bindgen]
pub fn verify_many(token: &str, times: u32) -> u32 {
    let now = Instant::from_unix_s(NOW_S + 1);
    let taken = || VERIFIER.open(black_box(token)).is_ok_and(|signed| VERIFIER.current(&signed, now).is_ok());
    (0..times).map(|_| u32::from(taken())).sum()
}

thread_local! {
    static SANDBOX: RefCell<Sandbox> = RefCell::new(Sandbox::with(7, START, Policy { quota: NO_QUOTA, ..Policy::default() }));
}

/// So that every request is answered, and none is stopped for being one too many.
const NO_QUOTA: Quota =
    Quota { per_key: u32::MAX, per_client: u32::MAX, failures: u32::MAX, guesses: u32::MAX, window: Duration::days(1) };

/// Sends so many requests with a key, or with tokens of which each is new to the API; gives how many were answered.
/// The body, a page of records, is written out each time.
#[wasm_bindgen]
pub fn requests_many(with_key: bool, times: u32) -> u32 {
    let now = START + Duration::seconds(1);
    SANDBOX.with_borrow_mut(|sandbox| {
        let key = sandbox.credentials().key(Kind::Live).clone();
        let tokens: Vec<Secret> =
            (0..8).map(|_| sandbox.owner().sign_in(Scopes::of(&[Scope::OrdersRead]), START).access).collect();
        let mut answered = 0;
        for i in 0..times {
            let request = Request::get(HOST, "/v1/orders");
            let request = if with_key {
                app::with_key(request, &key)
            } else {
                app::with_token(request, &tokens[i as usize % tokens.len()])
            };
            let answer = sandbox.owner().handle(black_box(&request), now);
            answered += u32::from(!answer.response.body.text().is_empty() && answer.reject.is_none());
        }
        answered
    })
}

fn main() {}

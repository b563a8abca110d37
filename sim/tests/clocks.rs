//! Two clocks, the leeway between them, and the two ends of a refresh token: one that each refresh moves on, one that
//! none does.

use sim::provider::api::{HOST, READS};
use sim::provider::oauth::Tokens;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider};
use sim::stories::app::{read_tokens, refresh_request, with_key, with_token};
use sim::wire::http::Request;
use sim::wire::time::{Duration, Instant, START};

const SECOND: Duration = Duration::seconds(1);

/// What the API says, so many seconds after a token of an hour was made, to that token.
fn asked(api_ahead_s: i64, leeway: Duration, after_s: u64) -> Option<Reject> {
    let (mut provider, tokens) = signed_in(Policy { api_ahead_s, leeway, ..Policy::default() });
    let request = with_token(Request::get(HOST, READS[0].path), &tokens.access);
    provider.handle(&request, START + Duration::seconds(after_s)).reject
}

fn signed_in(policy: Policy) -> (Provider, Tokens) {
    let mut provider = Provider::new(7, policy);
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
    (provider, tokens)
}

fn ended() -> Option<Reject> {
    Some(Reject::TokenExpired { at: START + Duration::hours(1) })
}

#[test]
fn an_api_whose_clock_is_ahead_ends_a_token_early() {
    assert_eq!(asked(300, Duration::ZERO, 3299), None);
    assert_eq!(asked(300, Duration::ZERO, 3300), ended());
}

#[test]
fn an_api_whose_clock_is_behind_refuses_a_new_token_and_takes_an_old_one() {
    assert_eq!(asked(-300, Duration::ZERO, 299), Some(Reject::TokenEarly));
    assert_eq!(asked(-300, Duration::ZERO, 300), None);
    assert_eq!(asked(-300, Duration::ZERO, 3899), None);
    assert_eq!(asked(-300, Duration::ZERO, 3900), ended());
}

#[test]
fn leeway_covers_the_difference_at_both_ends_and_lengthens_every_life() {
    let leeway = Duration::minutes(5);
    assert_eq!(asked(-300, leeway, 0), None);
    assert_eq!(asked(-301, leeway, 0), Some(Reject::TokenEarly));
    assert_eq!(asked(300, leeway, 3599), None);
    assert_eq!(asked(300, leeway, 3600), ended());
    assert_eq!(asked(0, leeway, 3899), None);
    assert_eq!(asked(0, leeway, 3900), ended());
}

#[test]
fn a_key_has_no_times_in_it_and_does_not_notice() {
    for api_ahead_s in [-86_400, 0, 86_400] {
        let mut provider = Provider::new(7, Policy { api_ahead_s, ..Policy::default() });
        let (id, key) = provider.create_key(START);
        provider.rotate_key(id, Duration::hours(1), START);
        let mut call = |at: Instant| provider.handle(&with_key(Request::get(HOST, READS[0].path), &key), at).reject;
        assert_eq!(call(START), None);
        assert_eq!(call(START + Duration::hours(1) - SECOND), None);
        assert_eq!(call(START + Duration::hours(1)), Some(Reject::KeyEnded { at: START + Duration::hours(1) }));
    }
}

/// Refreshes until it is refused; says after how many times so long, and why.
fn refreshed_until_refused(policy: Policy, every: Duration) -> (u32, Reject) {
    let (mut provider, mut tokens) = signed_in(policy);
    let mut now = START;
    for times in 0.. {
        now += every;
        let answer = provider.handle(&refresh_request(tokens.refresh.as_ref().unwrap()), now);
        match answer.reject {
            Some(reject) => return (times, reject),
            None => tokens = read_tokens(&answer.response.body.text()).unwrap(),
        }
    }
    unreachable!()
}

#[test]
fn an_idle_limit_ends_a_family_that_rests_and_an_absolute_one_ends_any() {
    let policy = Policy { idle: Duration::hours(10), family: Duration::hours(30), ..Policy::default() };
    assert_eq!(refreshed_until_refused(policy, Duration::hours(10) - SECOND), (3, Reject::RefreshExpired));
    assert_eq!(refreshed_until_refused(policy, Duration::hours(10)), (0, Reject::RefreshIdle));
    let no_limit = Policy { idle: Duration::ZERO, ..policy };
    assert_eq!(refreshed_until_refused(no_limit, Duration::hours(10)), (2, Reject::RefreshExpired));
}

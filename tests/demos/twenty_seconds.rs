//! The first demo's model, worked as a reader works it, and what it shows held against the provider's own word.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use key_vs_token::demos::twenty_seconds::model::{FIRST_ACTS, MOST_ACTS, Next, TwentySeconds};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::api::{HOST, READS};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider};
use sim::stories::app::{read_tokens, refresh_request, with_key, with_token};
use sim::stories::pair::{Act, Pair, Picture};
use sim::stories::world::{Actor, Credential};
use sim::wire::http::Request;
use sim::wire::json::Value;
use sim::wire::time::{Duration, START};

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        5 => crate::by_key(),
        1 => Just(Move::Stop),
        1 => Just(Move::Reset),
        1 => (0..40_u64).prop_map(|n| Move::Go(Duration::milliseconds(n))),
        1 => (0..200_u64).prop_map(Move::Tick),
    ]
}

/// What a button does.
fn presses() -> impl Strategy<Value = fn(&mut TwentySeconds)> {
    proptest::sample::select(vec![
        (|demo| demo.perform(Act::Send)) as fn(&mut TwentySeconds),
        |demo| demo.perform(Act::Wait),
        |demo| demo.perform(Act::Leak),
        TwentySeconds::another_pair,
        |demo| demo.guess(1),
        |demo| demo.help(),
    ])
}

fn after(acts: &[Act]) -> TwentySeconds {
    TwentySeconds::new(7, acts.into())
}

fn said(demo: &TwentySeconds) -> String {
    demo.spoken().replace(['\u{a0}', '\u{202f}'], " ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_a_moment_is_reached_it_looks_the_same_and_has_its_address(
        path in proptest::collection::vec((presses(), moves()), 1..20),
    ) {
        let mut demo = TwentySeconds::default();
        for (press, to) in path {
            press(&mut demo);
            demo.act(to);
        }
        prop_assert!(demo.at <= demo.acts.len() && demo.acts.len() <= MOST_ACTS);
        let direct = TwentySeconds::new(demo.pair.seed, demo.done().to_vec());
        prop_assert_eq!(&*demo.picture, &*direct.picture);
        let mut other = TwentySeconds::default();
        other.follow(&demo.fragment());
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!(&*other.picture, &*demo.picture);
        prop_assert_eq!(other.fragment(), demo.fragment());
    }

    #[test]
    fn no_fragment_does_harm(fragment in prop_oneof!["\\PC{0,60}", "#twenty-seconds\\?[a-z&=%:,0-9]{0,60}"]) {
        let mut demo = TwentySeconds::default();
        demo.follow(&fragment);
        prop_assert!(demo.at == demo.acts.len() && demo.at <= MOST_ACTS);
    }
}

#[test]
fn the_first_picture_tells_the_two_apart() {
    let demo = TwentySeconds::default();
    assert_eq!(demo.done(), FIRST_ACTS);
    assert_eq!((demo.picture.key.opens(), demo.picture.token.opens()), (5, 0));
    assert_eq!(
        said(&demo),
        "2 h after both were made, the key still opens 5 of 6 endpoints. The token gets 401 invalid_token: it ended \
         by itself 1 h ago, and had opened 1."
    );
    assert_eq!(demo.next(), Next::Act(Act::Send));
}

#[test]
fn a_new_pair_works_is_used_and_only_the_key_outlives_the_hour() {
    let mut demo = after(&[]);
    assert_eq!(demo.picture.key.doors, [200, 200, 200, 200, 200, 403]);
    assert_eq!(demo.picture.token.doors, [200, 403, 403, 403, 403, 403]);
    demo.perform(Act::Send);
    assert_eq!(said(&demo), "Both pass: 200 OK with the key, 200 OK with the token. Now wait an hour.");
    demo.perform(Act::Wait);
    assert_eq!(demo.picture.key.doors, [200, 200, 200, 200, 200, 403]);
    assert_eq!(demo.picture.token.doors, [401; READS.len()]);
    assert!(said(&demo).contains("it ended by itself just now"), "{}", said(&demo));
    demo.perform(Act::Send);
    assert!(said(&demo).contains("The key gets 200 OK. The token gets 401 invalid_token"), "{}", said(&demo));
}

#[test]
fn a_leak_tells_who_loses_what_and_for_how_long() {
    let now = said(&after(&[Act::Leak]));
    assert_eq!(
        now,
        "With the key, the thief opens 5 of 6 endpoints, until somebody revokes it. With the token, 1, for 1 h at most."
    );
    let later = said(&after(&[Act::Leak, Act::Wait, Act::Wait, Act::Wait]));
    assert!(later.starts_with("3 h after the leak, the thief still opens 5 of 6 endpoints"), "{later}");
    assert!(later.contains("The token gave 1, for 1 h, and now opens none"), "{later}");
    let too_late = said(&after(&[Act::Wait, Act::Leak, Act::Wait]));
    assert!(too_late.contains("never opened any"), "{too_late}");
}

/// The statuses on the doors are those that the provider gives to whoever asks it, and the thief is nobody special.
#[test]
fn what_is_shown_is_what_the_provider_answers() {
    let mut provider = Provider::new(7, Policy::default());
    let (_, key) = provider.create_key(START);
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
    let pair = Pair::new(7);
    assert_eq!((pair.key.reveal(), pair.tokens.access.reveal()), (key.reveal(), tokens.access.reveal()));
    for waits in [0, 1, 5] {
        let picture = Picture::new(&pair, &vec![Act::Wait; waits]);
        let now = START + Duration::hours(waits as u64);
        for (i, read) in READS.iter().enumerate() {
            let get = || Request::get(HOST, read.path);
            let status = |provider: &Provider, request| provider.clone().handle(&request, now).response.status.0;
            assert_eq!(picture.key.doors[i], status(&provider, with_key(get(), &key)), "{} {waits}", read.path);
            assert_eq!(picture.token.doors[i], status(&provider, with_token(get(), &tokens.access)));
            let thief = pair.ask(Credential::Token, i, Duration::hours(waits as u64), Actor::Thief);
            assert_eq!(picture.token.doors[i], thief.response.status.0);
        }
    }
}

/// What the card says of the token stands in the token.
#[test]
fn the_token_says_ada_read_orders_and_one_hour() {
    let pair = Pair::new(7);
    let payload = pair.tokens.access.reveal().split('.').nth(1).unwrap();
    let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    let claims = Value::parse(&payload).unwrap();
    let text = |name| claims.member(name).and_then(Value::as_text).unwrap();
    let date = |name| claims.member(name).and_then(Value::as_integer).unwrap();
    assert_eq!((text("sub"), text("scope")), ("user:ada", "orders:read"));
    assert_eq!(date("exp") - date("iat"), 3600);
    assert_eq!(pair.lifetime(), Duration::hours(1));
}

/// The card says that the app fetches the next token by itself: it can, with the refresh token that came along.
#[test]
fn the_next_token_is_one_refresh_away() {
    let mut provider = Provider::new(7, Policy::default());
    let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
    let later = START + Duration::hours(2);
    let old = provider.handle(&with_token(Request::get(HOST, READS[0].path), &tokens.access), later);
    assert!(matches!(old.reject, Some(Reject::TokenExpired { .. })));
    let answer = provider.handle(&refresh_request(tokens.refresh.as_ref().unwrap()), later);
    let next = read_tokens(&answer.response.body.text()).unwrap();
    let new = provider.handle(&with_token(Request::get(HOST, READS[0].path), &next.access), later);
    assert_eq!(new.response.status.0, 200);
}

#[test]
fn whoever_follows_the_dark_button_sees_it_all() {
    let mut demo = after(&[]);
    let mut path = Vec::new();
    while let Next::Act(act) = demo.next() {
        path.push(act);
        demo.act(Move::Toggle);
    }
    assert_eq!(path, [Act::Send, Act::Wait, Act::Send, Act::Leak]);
    let seed = demo.pair.seed;
    demo.act(Move::Toggle);
    assert_ne!(demo.pair.seed, seed);
    assert_eq!(demo.done(), []);
}

#[test]
fn an_act_is_taken_back_done_again_and_forgotten_by_another() {
    let mut demo = after(&[Act::Send, Act::Wait, Act::Leak]);
    demo.act(Move::Back);
    demo.act(Move::Back);
    assert_eq!(demo.done(), [Act::Send]);
    demo.act(Move::Forward);
    assert_eq!(demo.done(), [Act::Send, Act::Wait]);
    demo.act(Move::Go(Duration::ZERO));
    assert_eq!(demo.done(), []);
    demo.act(Move::Go(demo.clock().length));
    assert_eq!(demo.done(), [Act::Send, Act::Wait, Act::Leak]);
    demo.act(Move::Back);
    demo.perform(Act::Send);
    assert_eq!(demo.acts, [Act::Send, Act::Wait, Act::Send]);
    // At the end a step on does what is next, but makes no new pair, which no step back would undo.
    demo.act(Move::Forward);
    demo.act(Move::Forward);
    assert_eq!(demo.done(), [Act::Send, Act::Wait, Act::Send, Act::Leak]);
    demo.act(Move::Reset);
    assert_eq!((demo.pair.seed, demo.done()), (7, &FIRST_ACTS[..]));
}

#[test]
fn after_a_day_a_new_pair_is_all_that_is_left() {
    let mut demo = after(&[]);
    for _ in 0..=MOST_ACTS {
        demo.perform(Act::Wait);
    }
    assert_eq!((demo.done().len(), demo.next()), (MOST_ACTS, Next::NewPair));
    assert!(demo.picture.key.works());
    assert!(said(&demo).ends_with("Take a new one."), "{}", said(&demo));
    demo.another_pair();
    assert_eq!(demo.done().len(), 0);
}

#[test]
fn a_guess_is_answered_by_the_run() {
    let verdict = |guess: usize| {
        let mut demo = TwentySeconds::default();
        demo.guess(guess);
        assert_eq!(demo.done(), [Act::Leak, Act::Wait]);
        demo.picture()
    };
    assert!(verdict(0).contains("You were right."));
    for guess in [1, 2] {
        assert!(verdict(guess).contains("Not so."), "{guess}");
    }
    let mut demo = TwentySeconds::default();
    demo.guess(3);
    assert_eq!(demo.done(), TwentySeconds::default().done(), "what is no answer changes nothing");
}

#[test]
fn each_seed_has_its_own_pair_and_the_same_each_time() {
    let secrets = |seed| {
        let pair = Pair::new(seed);
        (pair.key.reveal().to_owned(), pair.tokens.access.reveal().to_owned())
    };
    assert_eq!(secrets(7), secrets(7));
    let (one, other) = (secrets(7), secrets(8));
    assert!(one.0 != other.0 && one.1 != other.1);
}

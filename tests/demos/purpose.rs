//! The purpose demo's model, used as a reader uses it: every credential at every door, quotas spent and refilled, and
//! every moment reached again by its link.

use key_vs_token::demos::purpose::model::{Purpose, STATION_MS};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::api::{ENDPOINTS, Stage};
use sim::provider::reject::Reject;
use sim::provider::scope::Scope;
use sim::stories::purpose::call::{Call, METHODS, With, paths};
use sim::stories::purpose::run::{Act, MOST_ACTS, Meter, Sent};
use sim::wire::http::Method;
use sim::wire::time::Duration;

fn send(demo: &mut Purpose, with: With, method: Method, path: &'static str, times: u32) -> Sent {
    (demo.with, demo.call) = (with, Call { method, path });
    demo.send(times);
    demo.act(Move::Go(Duration::hours(1)));
    assert!(demo.arrived());
    demo.sent().expect("a request was sent").clone()
}

fn get(demo: &mut Purpose, with: With, path: &'static str) -> Sent {
    send(demo, with, Method::Get, path, 1)
}

fn status(sent: &Sent) -> u16 {
    sent.exchange.response.status.0
}

#[test]
fn the_first_picture_tells_two_users_apart_by_the_same_request() {
    let demo = Purpose::default();
    let told: Vec<(u16, String)> =
        demo.acts().iter().filter_map(|frame| frame.sent.as_ref()).map(|sent| (status(sent), body(sent))).collect();
    assert_eq!(told[0].0, 401);
    assert_eq!(told[1], (200, r#"{"sub":"user:ada","name":"Ada"}"#.to_owned()));
    assert_eq!(told[2], (200, r#"{"sub":"user:bo","name":"Bo"}"#.to_owned()));
}

fn body(sent: &Sent) -> String {
    sent.exchange.response.body.text()
}

#[test]
fn a_request_is_stopped_where_the_provider_stops_it() {
    use Stage::{Answer, App, Endpoint, Permission, User};
    let ada_orders = Some(Reject::InsufficientScope(Scope::OrdersRead));
    for (with, method, path, stage, reject) in [
        (With::Nobody, Method::Get, "/v1/me", App, Some(Reject::NoCredential)),
        (With::Key, Method::Get, "/v1/me", User, Some(Reject::UserRequired)),
        (With::Restricted, Method::Get, "/v1/me", User, Some(Reject::UserRequired)),
        (With::Key, Method::Get, "/v1/orders", Answer, None),
        (With::Key, Method::Delete, "/v1/orders", Endpoint, Some(Reject::MethodNotAllowed("GET, HEAD, POST"))),
        (With::Key, Method::Get, "/v1/test/orders", Permission, Some(Reject::KeyMode)),
        (With::Key, Method::Get, "/v1/keys", Permission, Some(Reject::KeyNotPermitted(Scope::KeysManage))),
        (With::Restricted, Method::Get, "/v1/products", Answer, None),
        (With::Restricted, Method::Get, "/v1/orders", Permission, Some(Reject::KeyNotPermitted(Scope::OrdersRead))),
        (With::Typo, Method::Get, "/v1/orders", App, Some(Reject::KeyFormat)),
        (With::Ada, Method::Get, "/v1/me", Answer, None),
        (With::Ada, Method::Post, "/v1/orders", Answer, None),
        (With::Ada, Method::Post, "/v1/keys", Answer, None),
        (With::Bo, Method::Get, "/v1/orders", Permission, ada_orders),
        (With::Bo, Method::Get, "/v1/products", Answer, None),
        (With::Server, Method::Get, "/v1/orders", Answer, None),
        (With::Server, Method::Get, "/v1/me", Permission, Some(Reject::InsufficientScope(Scope::Profile))),
        (With::Other, Method::Get, "/v1/me", App, Some(Reject::TokenAudience)),
        (With::Cut, Method::Get, "/v1/me", App, Some(Reject::TokenShape(2))),
        (With::Key, Method::Get, "/v1/geo", Answer, None),
    ] {
        let sent = send(&mut Purpose::new(7), with, method, path, 1);
        assert_eq!((sent.stage, &sent.exchange.reject), (stage, &reject), "{with:?} {method:?} {path}");
    }
    let sent = get(&mut Purpose::new(7), With::Expired, "/v1/me");
    assert!(matches!(sent.exchange.reject, Some(Reject::TokenExpired { .. })), "{:?}", sent.exchange.reject);
}

/// What the path shows is what the provider found: nothing more, nothing less, at every door.
#[test]
fn the_trail_of_every_request_agrees_with_where_it_was_stopped() {
    assert!(ENDPOINTS.iter().all(|endpoint| paths().contains(&endpoint.path)));
    let mut stages = std::collections::BTreeSet::new();
    for with in With::ALL {
        for (path, method) in paths().into_iter().flat_map(|path| METHODS.map(|method| (path, method))) {
            let sent = send(&mut Purpose::new(7), with, method, path, 1);
            let (trail, stage) = (&sent.trail, sent.stage);
            let what = format!("{with:?} {method:?} {path}: {:?}", sent.exchange.reject);
            assert_eq!(trail.endpoint.is_some(), stage > Stage::Endpoint, "{what}");
            assert_eq!(trail.caller.is_some(), stage > Stage::App, "{what}");
            assert_eq!(trail.left.is_some(), stage > Stage::Usage, "{what}");
            assert_eq!(trail.permitted, stage > Stage::Permission, "{what}");
            assert!(sent.exchange.reject.as_ref().is_none_or(|reject| reject.status() == status(&sent)), "{what}");
            assert_eq!(sent.answered == 1, sent.exchange.reject.is_none(), "{what}");
            stages.insert(stage);
        }
    }
    // The quota takes more than one request.
    let unseen: Vec<Stage> = [Stage::Endpoint, Stage::App, Stage::Usage, Stage::User, Stage::Permission, Stage::Answer]
        .into_iter()
        .filter(|stage| !stages.contains(stage))
        .collect();
    assert_eq!(unseen, [Stage::Usage]);
}

#[test]
fn a_spent_key_meets_429_until_its_window_ends() {
    let mut demo = Purpose::new(7);
    let sent = send(&mut demo, With::Key, Method::Get, "/v1/orders", 100);
    assert_eq!((status(&sent), sent.answered), (200, 100));
    assert_eq!(demo.meters()[0], Meter { limit: 100, left: 0, seconds: 60 });

    let sent = get(&mut demo, With::Key, "/v1/orders");
    assert_eq!((status(&sent), sent.stage, sent.answered), (429, Stage::Usage, 100));
    assert_eq!(sent.exchange.response.headers.value("Retry-After"), Some("60"));

    demo.wait(Duration::seconds(15));
    let sent = get(&mut demo, With::Key, "/v1/orders");
    assert_eq!(sent.exchange.response.headers.value("Retry-After"), Some("45"));
    // The key is spent, its app is not.
    assert_eq!(status(&get(&mut demo, With::Ada, "/v1/orders")), 200);

    demo.wait(Duration::seconds(45));
    assert_eq!(demo.meters()[0].left, 100);
    assert_eq!(status(&get(&mut demo, With::Key, "/v1/orders")), 200);
}

#[test]
fn a_meter_says_what_its_bar_shows() {
    let mut demo = Purpose::new(7);
    // How long the bars are, whatever the order of their attributes.
    let bars = |html: &str| -> Vec<String> {
        let bars = html.split("<rect ").filter(|tag| tag.contains("class=\"used\""));
        bars.filter_map(|tag| Some(tag.split_once("width=\"")?.1.split_once('"')?.0.to_owned())).collect()
    };
    let html = demo.picture();
    assert!(html.contains(">0 of 100 used") && html.contains(">0 of 300 used"));
    assert_eq!(bars(&html), ["0.00%"; 5]);

    send(&mut demo, With::Key, Method::Get, "/v1/orders", 100);
    let html = demo.picture();
    assert!(html.contains(">100 of 100 used") && html.contains("back to 0 in 60\u{a0}s"));
    assert_eq!(bars(&html), ["100.00%", "0.00%", "33.33%", "0.00%", "0.00%"]);
}

#[test]
fn the_five_checks_have_the_numbers_one_to_five_and_the_answer_has_none() {
    let mut demo = Purpose::new(7);
    send(&mut demo, With::Nobody, Method::Get, "/v1/me", 1);
    let html = demo.picture();
    let between = |start: &str| -> Vec<String> {
        html.split(start).skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
    };
    assert_eq!(between(r#"class="node"><b>"#), ["1", "2", "3", "4", "5", ""]);
    // In the list, a request that was stopped at the second has three before it.
    assert_eq!(between("<i>"), ["3", "4", "5"]);
    assert!(html.contains("stopped at <b class=\"no\">check 2, identify the app"));
}

#[test]
fn what_many_requests_came_to_is_said_plainly() {
    let mut demo = Purpose::new(7);
    for (with, times, said) in [
        (With::Key, 60, "All <b class=\"b\">60</b> requests were answered."),
        // The same again goes on in its line.
        (With::Key, 60, "<b class=\"b\">100</b> of <b class=\"b\">120</b> requests were answered."),
        (With::Ada, 1, "<b class=\"b\">Ada’s token</b> passed"),
        (With::Key, 101, "None of <b class=\"b\">101</b> requests was answered."),
    ] {
        send(&mut demo, with, Method::Get, "/v1/orders", times);
        let html = demo.picture();
        assert!(html.contains(said), "{said}: {}", html.split("class=\"verdict").nth(1).unwrap_or_default());
    }
}

#[test]
fn one_apps_users_share_its_meter_and_another_app_has_its_own() {
    let mut demo = Purpose::new(7);
    send(&mut demo, With::Ada, Method::Get, "/v1/me", 300);
    for with in [With::Bo, With::Ada, With::Key] {
        let sent = get(&mut demo, with, "/v1/me");
        assert_eq!((status(&sent), sent.stage), (429, Stage::Usage), "{with:?}");
    }
    assert_eq!(status(&get(&mut demo, With::Server, "/v1/orders")), 200);
}

#[test]
fn a_meter_moves_when_the_request_is_counted_and_not_before() {
    let mut demo = Purpose::new(7);
    (demo.with, demo.call) = (With::Key, Call { method: Method::Get, path: "/v1/orders" });
    demo.send(1);
    let mut left = Vec::new();
    for station in 0..6 {
        demo.act(Move::Go(Duration::milliseconds(station * STATION_MS)));
        left.push(demo.meters()[0].left);
    }
    assert_eq!(left, [100, 100, 99, 99, 99, 99]);
}

#[test]
fn an_address_that_tries_wrong_credentials_is_no_longer_heard_and_then_is() {
    let mut demo = Purpose::new(7);
    let sent = send(&mut demo, With::Typo, Method::Get, "/v1/orders", 21);
    assert_eq!((status(&sent), sent.stage), (429, Stage::App));
    assert_eq!(sent.exchange.reject, Some(Reject::TooManyFailures { wait_s: 60 }));
    assert_eq!(status(&get(&mut demo, With::Ada, "/v1/me")), 429);
    demo.wait(Duration::seconds(60));
    assert_eq!(status(&get(&mut demo, With::Ada, "/v1/me")), 200);
}

#[test]
fn ada_may_end_the_key_and_then_it_is_dead() {
    let mut demo = Purpose::new(7);
    assert_eq!(status(&send(&mut demo, With::Ada, Method::Delete, "/v1/keys/*", 1)), 204);
    let sent = get(&mut demo, With::Key, "/v1/orders");
    assert!(matches!(sent.exchange.reject, Some(Reject::KeyRevoked { .. })));
    // Going back brings it to life: that moment is as it was.
    demo.look_at(0);
    assert_eq!(status(&get(&mut demo, With::Key, "/v1/orders")), 200);
    assert_eq!(demo.acts().len(), 1);
}

#[test]
fn a_guess_is_answered_by_the_run_it_starts() {
    let mut demo = Purpose::default();
    demo.guess(2);
    assert!(demo.clock.playing && !demo.arrived());
    while demo.clock.playing {
        demo.act(Move::Tick(100));
    }
    assert!(demo.sent().unwrap().asks_for_user());
    assert_eq!(demo.common.guess, Some(2));
    // What is sent next is no longer the run that was guessed at.
    demo.send(1);
    assert_eq!(demo.common.guess, None);
}

#[test]
fn with_steps_as_long_as_reduced_motion_takes_each_is_a_station() {
    let mut demo = Purpose::new(7);
    (demo.with, demo.call) = (With::Ada, Call { method: Method::Get, path: "/v1/me" });
    demo.send(1);
    let mut seen = vec![demo.reached()];
    while demo.clock.playing {
        demo.act(Move::Tick(716));
        seen.push(demo.reached());
    }
    seen.dedup();
    assert_eq!(seen, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn the_list_takes_no_more_than_a_link_holds() {
    let mut demo = Purpose::new(7);
    for i in 0..60 {
        demo.control("with", if i % 2 == 0 { "ada" } else { "bo" });
        demo.send(1);
    }
    assert_eq!((demo.acts().len(), demo.is_full()), (MOST_ACTS, true));
    // From an earlier moment there is room again.
    demo.look_at(3);
    demo.send(1);
    assert_eq!(demo.acts().len(), 4);
}

#[test]
fn another_seed_makes_other_secrets_and_the_same_answers() {
    let mut demo = Purpose::default();
    let before = demo.held.request(With::Key, demo.call);
    demo.control("next-seed", "");
    assert_ne!(demo.held.request(With::Key, demo.call), before);
    assert_eq!(demo.seed, 8);
    assert_eq!(demo.acts().len(), 3);
    assert_eq!(status(demo.sent().unwrap()), 200);
}

#[test]
fn a_path_brings_a_method_that_it_takes() {
    let mut demo = Purpose::default();
    demo.choose_path("/v1/keys/*/rotate");
    assert_eq!(demo.call.method, Method::Post);
    demo.choose_path("/v1/keys/*");
    assert_eq!(demo.call.method, Method::Delete);
    demo.choose_path("/v1/orders");
    assert_eq!(demo.call.method, Method::Get);
    demo.control("method", "HEAD");
    demo.choose_path("/v1/me");
    assert_eq!(demo.call.method, Method::Head);
    demo.choose_path("/v2");
    assert_eq!(demo.call.path, "/v1/me");
}

/// A field of the demo and a value for it, sensible or not.
fn fields() -> impl Strategy<Value = (&'static str, String)> {
    let values = prop_oneof![
        (0..30_u32).prop_map(|n| n.to_string()),
        proptest::sample::select(vec!["ada", "key", "typo", "server", "POST", "DELETE"]).prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    (proptest::sample::select(vec!["with", "method", "seed", "next-seed", "nonsense"]), values)
}

/// What a button or the list of paths does, with a number or a path, sensible or not.
fn press(demo: &mut Purpose, button: u8, number: usize, path: &str) {
    match button {
        0 | 1 => demo.send(1),
        2 => demo.send(100),
        3 => demo.wait(Duration::seconds(15)),
        4 => demo.wait(Duration::minutes(1)),
        5 => demo.look_at(number),
        6 => demo.choose_path(path),
        7 => demo.guess(number),
        8 => demo.help(),
        _ => demo.complaints().clear(),
    }
}

/// What a reader does.
#[derive(Clone, Debug)]
enum Use {
    Field(&'static str, String),
    Press(u8, usize, &'static str),
    Move(Move),
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        5 => crate::by_key(),
        1 => (0..1100_u64).prop_map(Move::Scrub),
        1 => (0..5000_u64).prop_map(Move::Tick),
        1 => (0..9_usize).prop_map(Move::Pace),
        1 => (0..9000_u64).prop_map(|ms| Move::Go(Duration::milliseconds(ms))),
    ]
}

fn used() -> impl Strategy<Value = Purpose> {
    let path = proptest::sample::select([paths(), vec!["/v2", ""]].concat());
    let uses = prop_oneof![
        fields().prop_map(|(name, value)| Use::Field(name, value)),
        (0..10_u8, 0..30_usize, path).prop_map(|(button, number, path)| Use::Press(button, number, path)),
        moves().prop_map(Use::Move),
    ];
    proptest::collection::vec(uses, 0..16).prop_map(|uses| {
        let mut demo = Purpose::default();
        for used in uses {
            match used {
                Use::Field(name, value) => _ = demo.control(name, &value),
                Use::Press(button, number, path) => press(&mut demo, button, number, path),
                Use::Move(to) => demo.act(to),
            }
        }
        demo.clock.playing = false;
        demo
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_link_leads_back_to_the_same_picture(demo in used()) {
        let mut other = Purpose::default();
        other.follow(&demo.fragment());
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!(other.fragment(), demo.fragment());
        prop_assert_eq!(other.sent(), demo.sent());
        prop_assert_eq!(other.meters(), demo.meters());
        prop_assert_eq!(other.reached(), demo.reached());
        let acts = |demo: &Purpose| demo.acts().iter().map(|frame| frame.act).collect::<Vec<Act>>();
        prop_assert_eq!(acts(&other), acts(&demo));
    }

    #[test]
    fn no_fragment_does_harm(fragment in prop_oneof!["\\PC{0,60}", "#purpose\\?[a-z&=%:,/*0-9A-Z]{0,60}"]) {
        let mut demo = Purpose::default();
        demo.follow(&fragment);
        prop_assert!(demo.clock.now <= demo.clock.length);
        demo.picture();
    }
}

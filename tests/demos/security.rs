//! The leak demo's model, moved as a reader moves it.

use key_vs_token::demos::security::log;
use key_vs_token::demos::security::model::{Fate, Security};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::{Move, SCRUB_STEPS};
use proptest::prelude::*;
use sim::stories::world::Settings;
use sim::wire::time::Duration;

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        5 => crate::by_key(),
        1 => (0..=SCRUB_STEPS + 5).prop_map(Move::Scrub),
        1 => (0..200_u64).prop_map(Move::Tick),
        1 => (0..9_usize).prop_map(Move::Pace),
        1 => (0..4_000_000_u64).prop_map(|s| Move::Go(Duration::seconds(s))),
    ]
}

/// A control of the panel and a value for it, sensible or not.
fn controls() -> impl Strategy<Value = (&'static str, String)> {
    let names = [
        "leak",
        "noticed",
        "ttl",
        "speed",
        "hole",
        "refresh",
        "check",
        "seed",
        "next-seed",
        "as-bad",
        "scope.orders:read",
        "scope.profile",
        "guess",
        "help",
        "dismiss",
        "nonsense",
    ];
    let values = prop_oneof![
        (0..14_u32).prop_map(|n| n.to_string()),
        prop_oneof![Just("on"), Just("off"), Just("log"), Just("page"), Just("repo")].prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    (proptest::sample::select(names.to_vec()), values)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_a_moment_is_reached_it_looks_the_same(path in proptest::collection::vec(moves(), 1..12)) {
        let mut demo = Security::default();
        for to in path {
            demo.act(to);
        }
        prop_assert!(demo.clock.now <= demo.clock.length);
        let direct = Security::new(demo.settings(), demo.clock.now);
        prop_assert_eq!(&*demo.picture, &*direct.picture);
    }

    #[test]
    fn the_link_leads_back_to_settings_and_second(
        used in proptest::collection::vec(controls(), 1..6),
        scrub in 0..=SCRUB_STEPS,
    ) {
        let mut demo = Security::default();
        for (name, value) in used {
            match name {
                "as-bad" => demo.make_token_as_bad_as_key(),
                _ => _ = demo.control(name, &value),
            }
        }
        demo.act(Move::Scrub(scrub));
        let mut other = Security::default();
        other.follow(&demo.fragment());
        prop_assert_eq!(other.settings(), demo.settings());
        prop_assert_eq!(other.clock.now.as_s(), demo.clock.now.as_s());
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!(other.fragment(), demo.fragment());
    }

    #[test]
    fn no_fragment_does_harm(fragment in prop_oneof!["\\PC{0,60}", "#security\\?[a-z&=%:,0-9]{0,60}"]) {
        let mut demo = Security::default();
        demo.follow(&fragment);
        prop_assert!(demo.clock.now <= demo.clock.length);
    }
}

#[test]
fn made_as_bad_as_the_key_the_token_loses_as_much_to_the_record() {
    for seed in [7, 8, 999_999] {
        let mut demo = Security::default();
        demo.control("seed", &seed.to_string());
        demo.make_token_as_bad_as_key();
        for scrub in [100, 400, 700, SCRUB_STEPS] {
            demo.act(Move::Scrub(scrub));
            assert_eq!(demo.picture.key.copied, demo.picture.token.copied, "seed {seed}, at {}", demo.clock.now);
            assert_eq!(demo.picture.key.fate, demo.picture.token.fate);
        }
    }
}

#[test]
fn the_fate_of_each_is_told_at_every_turn() {
    let mut demo = Security::default();
    let mut fates = Vec::new();
    demo.act(Move::Go(Duration::ZERO));
    for _ in 0..5 {
        fates.push((demo.clock.now.as_s() / 60, demo.picture.key.fate, demo.picture.token.fate));
        demo.act(Move::NextTurn);
    }
    let (hour, noticed) = (Duration::hours(1), Duration::minutes(24 * 60 + 34));
    assert_eq!(
        fates,
        [
            (0, Fate::Safe, Fate::Safe),
            (34, Fate::Leaked, Fate::Leaked),
            (35, Fate::Works, Fate::Works),
            (60, Fate::Works, Fate::Dead(hour)),
            (24 * 60 + 34, Fate::Dead(noticed), Fate::Dead(hour)),
        ]
    );
}

#[test]
fn the_step_keys_meet_every_request_of_the_thief() {
    let mut demo = Security::new(Settings { requests_per_minute: 1, ..Security::default().settings() }, Duration::ZERO);
    let mut seen = 0;
    let mut last = None;
    while demo.clock.now < Duration::hours(3) {
        demo.act(Move::Forward);
        let now = demo.picture.key.last.as_ref().map(|(at, _)| *at);
        if now != last && now.is_some() {
            seen += 1;
        }
        last = now;
    }
    let marks = demo.course.key.history.marks();
    let until = demo.picture.key.last.as_ref().unwrap().0;
    let thefts = marks
        .iter()
        .filter(|mark| mark.status != 0 && mark.event == sim::stories::world::Event::ThiefCalled)
        .filter(|mark| mark.at.since(sim::wire::time::START) <= until);
    assert_eq!(seen, thefts.count());
}

#[test]
fn a_guess_is_answered_by_the_run_it_starts() {
    let mut demo = Security::default();
    demo.guess(1);
    assert!(demo.clock.playing);
    while demo.clock.playing {
        demo.act(Move::Tick(100));
    }
    assert_eq!(demo.clock.now, demo.clock.length);
    assert_eq!(demo.settings().token_lifetime, Duration::days(7));
}

#[test]
fn the_log_can_be_taken_along_up_to_the_moment() {
    let mut demo = Security::default();
    let text = log::text(&demo);
    assert!(
        text.starts_with("00:34:00  Leaked: pushed to a public repository\n00:35:00  Found by the thief\n"),
        "{text}"
    );
    assert!(text.contains("\n09:51:12  ") && !text.contains("revokes both"));

    let json: serde_json::Value = serde_json::from_str(&log::json(&demo)).unwrap();
    assert_eq!(json["turning_points"].as_array().unwrap().len(), 3);
    assert_eq!(json["turning_points"][1]["at"], "2026-03-02T00:35:00Z");
    assert_eq!(json["records_copied_with_key"], demo.picture.key.copied);
    assert_eq!(json["link"], demo.fragment());

    let har: serde_json::Value = serde_json::from_str(&log::wire(&demo)).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!((har["log"]["version"].as_str(), entries.len()), (Some("1.2"), 200));
    let times: Vec<&str> = entries.iter().map(|entry| entry["startedDateTime"].as_str().unwrap()).collect();
    assert!(times.is_sorted() && times[199] <= "2026-03-02T09:51:12Z");
    // The last of each lane is what the wire shows.
    let last = demo.picture.key.last.as_ref().map(|(_, exchange)| exchange).unwrap();
    let of_thief = |entry: &&serde_json::Value| entry["comment"] == "the thief, with the key";
    let entry = entries.iter().rev().find(of_thief).unwrap();
    assert_eq!(entry["request"]["url"], ["https://", last.request.host, &last.request.target()].concat());
    assert_eq!(entry["response"]["status"], last.response.status.0);
    assert_eq!(entry["response"]["content"]["text"], last.response.body.text());

    // Before anything has happened there is nothing but the app's first call in each lane.
    demo.act(Move::Go(Duration::ZERO));
    let har: serde_json::Value = serde_json::from_str(&log::wire(&demo)).unwrap();
    assert_eq!(har["log"]["entries"].as_array().unwrap().len(), 2);
}

/// A day of a token that opens as much as the key, against a key that is revoked after a day: a few percent.
#[test]
fn what_hardly_differs_is_not_called_less() {
    let mut demo = Security::default();
    let scopes = "orders:read,customers:read,products:read,reports:read,settings:read";
    demo.follow(&format!("#security?ttl=1d&scope={scopes}&t=2d00:00:00&seed=7"));
    assert!(demo.common.complaints.is_empty(), "{:?}", demo.common.complaints);
    let picture = &demo.picture;
    let (key, token) = (picture.key.copied, picture.token.copied);
    assert!(key > token && u64::from(key) * 10 / u64::from(token) == 10, "{key} and {token}");
    assert!(demo.spoken().contains("Hardly a difference"), "{}", demo.spoken());
    assert!(!demo.spoken().contains("less"));
}

//! Six jobs: what their months come to, and that the page's judgement is borne out by them.

use key_vs_token::demos::jobs::model::{Fate, Jobs};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::reject::Reject;
use sim::stories::jobs::{END, Job, Month, Tally, Turn, Who};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// Seeds whose months must all bear out what the page says.
const SEEDS: [u64; 6] = [0, 1, 7, 42, 2026, 999_999];

fn months(job: Job, seed: u64) -> [(Month, Tally); 2] {
    Credential::BOTH.map(|credential| {
        let month = Month::of(job, credential, seed);
        let tally = month.tally(END);
        (month, tally)
    })
}

fn tallies(job: Job, seed: u64) -> [Tally; 2] {
    months(job, seed).map(|(_, tally)| tally)
}

#[test]
fn on_a_public_page_the_key_does_as_much_with_less() {
    for seed in SEEDS {
        let [key, token] = tallies(Job::Widget, seed);
        assert_eq!((key.answered, key.over_quota), (token.answered, token.over_quota));
        assert_eq!((key.strangers, key.records), (token.strangers, token.records));
        assert_eq!((key.records, key.failed - key.over_quota), (0, 0));
        assert!(key.over_quota > 0 && token.failed > token.over_quota && token.for_tokens == 720);
    }
}

#[test]
fn the_nightly_batch_is_done_with_either_and_nothing_is_lost() {
    for seed in SEEDS {
        let [(key_month, key), (token_month, token)] = months(Job::Batch, seed);
        assert_eq!((key.answered, token.answered), (1200, 1200));
        assert_eq!((key.records, token.records, key.strangers, token.strangers), (0, 0, 0, 0));
        assert!(key.outage < token.outage, "{} {}", key.outage, token.outage);
        assert_eq!((key.acts, token.acts), (2, 1));
        assert!(Job::Batch.takes_either());
        let found = |month: &Month| {
            let found = month.moments.iter().find(|moment| moment.turn == Turn::Found).unwrap();
            found.exchange.as_ref().unwrap().reject.clone().unwrap()
        };
        assert!(matches!(found(&key_month), Reject::KeyRevoked { .. }));
        assert!(matches!(found(&token_month), Reject::TokenExpired { .. }));
    }
}

#[test]
fn a_lost_phone_costs_everybody_with_the_key_and_ada_with_the_token() {
    for seed in SEEDS {
        let [key, token] = tallies(Job::Mobile, seed);
        assert!(key.records > 1000 && token.records == 1, "{} {}", key.records, token.records);
        assert_eq!((key.outage, token.outage), (Duration::days(3), Duration::ZERO));
        assert!(key.answered < key.failed && token.failed == 0);
        // The token's side is told, too: more for people to do.
        assert!(token.acts > key.acts);
    }
}

#[test]
fn a_partners_token_ends_with_the_contract_and_the_key_does_not() {
    for seed in SEEDS {
        let [(key_month, key), (token_month, token)] = months(Job::Partner, seed);
        assert!(key.records > 0 && token.records == 0);
        assert_eq!((key.answered, key.failed), (token.answered, token.failed), "both may do the same");
        for month in [key_month, token_month] {
            let tried = month.moments.iter().find(|moment| moment.turn == Turn::Tried).unwrap();
            assert_eq!(tried.exchange.as_ref().unwrap().response.status.0, 403);
        }
    }
}

#[test]
fn a_sensor_that_cannot_sign_in_loses_by_a_lost_answer_with_a_token_only() {
    for seed in SEEDS {
        let [(_, key), (month, token)] = months(Job::Sensor, seed);
        assert_eq!((key.failed, key.outage), (0, Duration::ZERO));
        assert!(token.failed > 40 && token.outage > Duration::hours(46), "{}", token.failed);
        let out = month.moments.iter().find(|moment| moment.turn == Turn::LockedOut).unwrap();
        assert_eq!(out.exchange.as_ref().unwrap().reject, Some(Reject::RefreshReused));
    }
}

#[test]
fn a_printed_token_loses_less_than_a_printed_key() {
    for seed in SEEDS {
        let [key, token] = tallies(Job::Deploy, seed);
        assert_eq!((key.answered, token.answered), (240, 240));
        assert_eq!(key.records, 1000, "all the settings there are");
        assert!(token.records > 0 && token.records * 4 < key.records, "{}", token.records);
        assert!(token.acts < key.acts);
    }
}

#[test]
fn keys_and_tokens_are_each_the_better_choice_for_three() {
    let for_key = Job::ALL.into_iter().filter(|job| job.better() == Credential::Key).count();
    assert_eq!(for_key, 3);
}

#[test]
fn a_month_stays_small_and_in_order_and_ends_in_time() {
    for job in Job::ALL {
        for (month, _) in months(job, 7) {
            assert!(month.marks.len() < 5_000, "{job:?}: {}", month.marks.len());
            assert!(month.marks.is_sorted_by_key(|mark| mark.at), "{job:?}");
            assert!(month.moments.is_sorted_by_key(|moment| moment.at), "{job:?}");
            assert!(month.marks.last().unwrap().at <= Duration::days(30));
            assert!(month.marks.iter().any(|mark| mark.who == Who::Job));
            assert!(month.moments.len() <= 13, "{job:?}: {}", month.moments.len());
        }
        let demo = Jobs::new(job, Some(Credential::Key), END, 7);
        assert!(demo.told.len() <= 12, "{job:?}: {} turning points", demo.told.len());
    }
}

#[test]
fn the_same_seed_is_the_same_month() {
    for job in Job::ALL {
        for credential in Credential::BOTH {
            assert_eq!(Month::of(job, credential, 5), Month::of(job, credential, 5));
        }
    }
    assert_ne!(Month::of(Job::Batch, Credential::Key, 5), Month::of(Job::Batch, Credential::Key, 6));
}

#[test]
fn a_pick_plays_the_month_and_the_end_judges_it() {
    let mut demo = Jobs::default();
    demo.control("job", "mobile");
    assert_eq!((demo.pick(), demo.told.len()), (None, 0));
    demo.act(Move::Toggle);
    assert!(!demo.clock.playing, "nothing to play before a pick");
    demo.control("pick", "key");
    assert!(demo.clock.playing);
    let mut ticks = 0;
    while demo.clock.playing {
        demo.act(Move::Tick(50));
        ticks += 1;
    }
    assert!((120..=140).contains(&ticks), "{ticks} × 50 ms");
    assert!(demo.is_over() && demo.spoken().starts_with("The other one serves this job better."), "{}", demo.spoken());
    demo.control("job", "sensor");
    demo.control("pick", "key");
    demo.act(Move::Go(END));
    assert!(demo.spoken().starts_with("A good pick."), "{}", demo.spoken());
    // What was picked stays picked.
    demo.control("job", "mobile");
    assert_eq!(demo.pick(), Some(Credential::Key));
    assert!(demo.is_over());
}

#[test]
fn the_fate_of_each_is_told_at_every_turn() {
    let at = |job, day| {
        let demo = Jobs::new(job, Some(Credential::Key), Duration::days(day), 7);
        Credential::BOTH.map(|credential| demo.fate(credential))
    };
    assert_eq!(at(Job::Sensor, 5), [Fate::Works, Fate::Works]);
    assert_eq!(at(Job::Sensor, 9), [Fate::Works, Fate::StandsStill]);
    assert_eq!(at(Job::Partner, 19), [Fate::Works, Fate::Works]);
    assert_eq!(at(Job::Partner, 24), [Fate::OpenAfterTheEnd, Fate::Ended]);
    assert_eq!(at(Job::Partner, 29), [Fate::Ended, Fate::Ended]);
    assert_eq!(at(Job::Mobile, 11), [Fate::StandsStill, Fate::Works]);
}

#[test]
fn steps_go_by_days_and_turning_points_and_back() {
    let mut demo = Jobs::default();
    demo.act(Move::Go(Duration::hours(30)));
    demo.act(Move::Forward);
    assert_eq!(demo.clock.now, Duration::days(2));
    demo.act(Move::Back);
    demo.act(Move::Back);
    assert_eq!(demo.clock.now, Duration::ZERO);
    let mut met = Vec::new();
    while demo.clock.now < END {
        demo.act(Move::NextTurn);
        met.push(demo.clock.now);
    }
    let mut told: Vec<Duration> = demo.told.iter().map(|told| told.at).filter(|at| *at > Duration::ZERO).collect();
    told.dedup();
    told.push(END);
    assert_eq!(met, told);
    demo.act(Move::PreviousTurn);
    assert_eq!(demo.clock.now, told[told.len() - 2]);
}

#[test]
fn every_sentence_is_whole() {
    for job in Job::ALL {
        for pick in [None, Some(Credential::Key), Some(Credential::Token)] {
            for now in [Duration::ZERO, Duration::days(12), END] {
                let html = Jobs::new(job, pick, now, 7).picture();
                assert!(!html.contains("[key|") && !html.contains("[token|") && !html.contains("[thief|"), "{job:?}");
            }
        }
    }
}

#[test]
fn reset_brings_everything_back() {
    let mut demo = Jobs::default();
    for (name, value) in [("job", "deploy"), ("pick", "token"), ("seed", "9")] {
        demo.control(name, value);
    }
    demo.act(Move::Reset);
    let fresh = Jobs::default();
    assert_eq!(
        (demo.job, demo.seed, demo.picks, demo.fragment()),
        (fresh.job, fresh.seed, fresh.picks, fresh.fragment())
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_link_leads_back(job in 0..6_usize, pick in 0..3_usize, s in 0..2_600_000_u64, seed in 0..1_000_000_u64) {
        let pick = [None, Some(Credential::Key), Some(Credential::Token)][pick];
        let demo = Jobs::new(Job::ALL[job], pick, Duration::seconds(s), seed);
        let mut other = Jobs::default();
        other.follow(&demo.fragment());
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!((other.job, other.pick(), other.seed), (demo.job, pick, seed));
        if pick.is_some() {
            prop_assert_eq!(other.clock.now, demo.clock.now);
            prop_assert_eq!(&other.months, &demo.months);
        }
    }

    #[test]
    fn no_fragment_and_no_control_does_harm(
        fragment in prop_oneof!["\\PC{0,60}", "#jobs\\?[a-z&=%:,0-9-]{0,60}"],
        name in prop_oneof![Just("job"), Just("pick"), Just("seed"), Just("nonsense")],
        value in "\\PC{0,8}",
    ) {
        let mut demo = Jobs::default();
        demo.follow(&fragment);
        demo.control(name, &value);
        prop_assert!(demo.clock.now <= demo.clock.length);
    }

    #[test]
    fn what_a_month_came_to_only_grows(job in 0..6_usize, a in 0..=1000_u64, b in 0..=1000_u64) {
        for credential in Credential::BOTH {
            let month = Month::of(Job::ALL[job], credential, 7);
            let at = |part: u64| month.tally(Duration::milliseconds(END.as_ms() * part / 1000));
            let (before, after) = (at(a.min(b)), at(a.max(b)));
            prop_assert!(before.answered <= after.answered && before.failed <= after.failed);
            prop_assert!(before.records <= after.records && before.outage <= after.outage && before.acts <= after.acts);
        }
    }
}

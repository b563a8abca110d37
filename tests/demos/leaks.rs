//! A thousand leaks: the shortcut against full runs of the provider, the draws, the distribution, the demo's state.

use key_vs_token::demos::leaks::batch::{Batch, Plan};
use key_vs_token::demos::leaks::model::{FIRST, HALF_STOPS, LEAKS, Leaks, MARKS, Rest, SUPPOSED};
use key_vs_token::demos::leaks::picture::{MARKED, Mark, position};
use key_vs_token::demos::security::model::{Security, TOKEN_SCOPES};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::scope::Scopes;
use sim::stories::delay::{SOURCES, Source};
use sim::stories::loss::{Costs, Loss, Replay};
use sim::stories::world::{Credential, Hole, Settings};
use sim::wire::rng::Rng;
use sim::wire::time::Duration;

/// Settings of every kind, the corners among them: what happens at the same moment, and what just does not.
fn any_leak(rng: &mut Rng) -> Settings {
    let mut one_of = |values: &[u64]| values[rng.below(values.len() as u64) as usize];
    let hole = [Hole::Repository, Hole::Log, Hole::PageSource][one_of(&[0, 1, 2]) as usize];
    let ten_minutes = one_of(&[0, 600, 3000, 3600, 7200, 86_400 / 2]);
    let noticed_s = one_of(&[60, 61, 67, 120, 900, 3540, 3600, 7200, 7201, 86_400, 259_200, 2_678_399, 2_678_400]);
    let lifetime_s = one_of(&[60, 90, 300, 599, 600, 601, 660, 900, 3600, 4000, 86_400, 604_800, 31_536_000]);
    let requests_per_minute = one_of(&[1, 1, 2, 5, 7, 10, 60]) as u32;
    let (refresh_leaks, api_asks) = (one_of(&[0, 1]) == 1, one_of(&[0, 1]) == 1);
    let leak_s = one_of(&[0, 1, 59, 540, 599, 601]) + ten_minutes;
    let loose = rng.below(3);
    let loosen = |value_s: u64, rng: &mut Rng| if loose == 0 { value_s + rng.below(value_s / 2 + 1) } else { value_s };
    let scope = TOKEN_SCOPES.into_iter().fold(Scopes::NONE, |set, scope| set.with(scope, rng.below(3) == 0));
    Settings {
        seed: rng.below(1_000_000),
        leak_at: Duration::seconds(loosen(leak_s, rng)),
        hole,
        noticed_after: Duration::seconds(loosen(noticed_s, rng).min(2_678_400)),
        token_lifetime: Duration::seconds(loosen(lifetime_s, rng)),
        token_scope: scope,
        requests_per_minute,
        refresh_leaks,
        api_asks,
    }
}

/// Thief and app at the same refresh tokens, to the second: where the shortcut has most to get right.
fn race(rng: &mut Rng) -> Settings {
    let mut one_of = |values: &[u64]| values[rng.below(values.len() as u64) as usize];
    let (leak_s, noticed_s) = (one_of(&[1, 480, 540, 541, 601, 1140]), one_of(&[60, 61, 120, 660, 3600, 86_400]));
    Settings {
        hole: Hole::Repository,
        refresh_leaks: true,
        leak_at: Duration::seconds(leak_s),
        noticed_after: Duration::seconds(noticed_s),
        token_lifetime: Duration::seconds(one_of(&[60, 61, 90, 300, 600, 660])),
        requests_per_minute: one_of(&[7, 30, 60]) as u32,
        ..any_leak(rng)
    }
}

fn in_full(leak: Settings, credential: Credential) -> u32 {
    let mut replay = Replay::new(leak, credential);
    while replay.play(1000) {}
    replay.records
}

/// The page says that this is so. `LEAKS=100000 cargo test --release --test leaks_demo shortcut` tries more of them.
#[test]
fn the_shortcut_comes_to_the_number_of_the_full_run() {
    let tries = std::env::var("LEAKS").map_or(200, |tries| tries.parse().expect("a number of leaks"));
    let mut rng = Rng::new(2026);
    let (mut cheap, mut nothing, mut refreshed) = (0, 0, 0);
    for i in 0..tries {
        let leak = if i % 2 == 0 { any_leak(&mut rng) } else { race(&mut rng) };
        let costs = Costs::new(leak.token_scope);
        // The key's lane knows none of what makes the token's lane hard.
        let credential = if i % 4 == 0 { Credential::Key } else { Credential::Token };
        let Loss { records, draws } = costs.of(&leak, credential);
        assert_eq!(records, in_full(leak, credential), "{credential:?} of leak {i}: {leak:?}");
        cheap += u32::from(draws == 0);
        nothing += u32::from(records == 0);
        refreshed += u32::from(leak.refresh_leaks && leak.hole.shows_refresh_token());
    }
    // What was tried is of every kind.
    assert!([cheap, nothing, refreshed].iter().all(|&kind| kind > tries / 20), "{cheap} {nothing} {refreshed}");
}

fn done(plan: Plan) -> Leaks {
    let mut demo = Leaks::new(plan);
    finish(&mut demo);
    demo
}

fn finish(demo: &mut Leaks) {
    while demo.works() {
        demo.work();
    }
}

fn medians(demo: &Leaks) -> [u32; 2] {
    demo.picture.medians().expect("leaks are done")
}

#[test]
fn the_first_picture_is_what_running_its_plan_gives() {
    let (first, run) = (Leaks::default(), done(FIRST));
    assert_eq!((first.picture.marks, first.picture.digest), (run.picture.marks, run.picture.digest));
    assert_eq!((&first.picture.chart, &first.picture.table), (&run.picture.chart, &run.picture.table));
    assert!(first.picture.is_whole() && !first.works());
    // What the article and the first sentence say of it: with the key all there is, with the token an hour of it.
    assert_eq!(medians(&first)[0], 460_000);
    assert!((1_000..6_000).contains(&medians(&first)[1]));
    assert!(first.batch.records[1].iter().all(|&records| records < 6_500));
}

#[test]
fn a_leak_does_not_depend_on_those_before_it() {
    let plan = Plan { source: Source::Own, ..FIRST };
    let (mut batch, mut more) = (Batch::new(plan), Batch::new(Plan { leaks: 2_000, ..plan }));
    while batch.done() < plan.leaks {
        batch.work();
    }
    while more.done() < 2_000 {
        more.work();
    }
    for lane in [0, 1] {
        assert_eq!(batch.records[lane][..], more.records[lane][..1000]);
    }
    let costs = Costs::new(plan.settings.token_scope);
    for number in [0, 1, 500, 999] {
        let leak = plan.leak(number);
        let records = Credential::BOTH.map(|lane| costs.of(&leak, lane).records);
        assert_eq!(records, [0, 1].map(|lane| batch.records[lane][number as usize]));
    }
    assert_ne!(plan.leak(0), plan.leak(1));
    let other = Plan { settings: Settings { seed: 8, ..plan.settings }, ..plan };
    assert_ne!(plan.leak(0), other.leak(0));
}

/// The link to a single leak leads to the number that the batch has for it.
#[test]
fn a_marked_leak_costs_as_much_in_the_leak_demo() {
    let week = Settings { token_lifetime: Duration::days(7), ..FIRST.settings };
    let refresh = Settings { refresh_leaks: true, token_lifetime: Duration::minutes(5), ..FIRST.settings };
    for (settings, source) in [
        (FIRST.settings, Source::Revoked),
        (week, Source::Own),
        (Settings { api_asks: true, ..week }, Source::Own),
        (refresh, Source::Removed),
        (Settings { hole: Hole::Log, ..FIRST.settings }, Source::Scanner),
    ] {
        let demo = done(Plan { settings, source, ..FIRST });
        let html = demo.picture();
        let links: Vec<&str> =
            html.split("href=\"#security?").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(links.len(), MARKS);
        for (place, link) in links.into_iter().enumerate() {
            let mut single = Security::default();
            single.follow(&["#security?", &link.replace("&amp;", "&")].concat());
            assert_eq!(single.common.complaints, [], "{link}");
            let copied = [single.picture.key.copied, single.picture.token.copied];
            let mark = demo.mark(place).unwrap();
            assert_eq!(copied[place / MARKED.len()], mark.records, "{source:?} {link}");
            let both = [0, 1].map(|lane| demo.batch.records[lane][mark.number as usize]);
            assert_eq!(copied, both);
        }
    }
}

#[test]
fn played_in_full_the_marked_leaks_come_to_the_same() {
    let mut demo = done(Plan { source: Source::Own, ..FIRST });
    demo.ask_proof();
    assert!(demo.works() && demo.spoken().contains("in full"));
    finish(&mut demo);
    let marked: Vec<u32> = (0..MARKS).map(|place| demo.mark(place).unwrap().records).collect();
    assert_eq!(demo.proof.records, marked);
    assert!(demo.proof.requests > 1_000);
    let html = demo.picture();
    assert_eq!(html.matches("In full: the same").count(), MARKS);
    // With other settings they are other leaks.
    demo.control("next-seed", "");
    assert!(demo.proof.records.is_empty());
}

#[test]
fn a_percentile_is_what_so_many_percent_do_not_exceed() {
    let demo = done(Plan { source: Source::Own, leaks: 1_234, ..FIRST });
    for (lane, marks) in demo.picture.marks.iter().enumerate() {
        for (percent, mark) in MARKED.into_iter().zip(marks) {
            let Mark { number, records } = mark.unwrap();
            let all = &demo.batch.records[lane];
            assert_eq!(all[number as usize], records);
            let at_most = all.iter().filter(|&&other| other <= records).count() as u64;
            let at_least = all.iter().filter(|&&other| other >= records).count() as u64;
            assert!(at_most * 100 >= u64::from(percent) * 1_234);
            assert!(at_least * 100 >= u64::from(100 - percent) * 1_234);
        }
    }
}

#[test]
fn the_axis_only_grows_and_holds_all_there_is() {
    assert_eq!((position(0), position(10)), (0, 600));
    assert!((0..460_002).is_sorted_by_key(position));
    assert!((9_800..=10_000).contains(&position(460_001)));
}

#[test]
fn noticing_sooner_shrinks_the_keys_loss_and_not_the_tokens() {
    let mut demo = Leaks::default();
    demo.guess(0);
    assert_eq!(demo.plan, SUPPOSED);
    finish(&mut demo);
    let ([key_before, token_before], [key, token]) = (demo.before.unwrap(), medians(&demo));
    assert!(key < key_before && token == token_before);
    let html = demo.picture();
    assert!(html.contains("You were right."));
    // Where the API asks, it does both.
    let asks = Settings { api_asks: true, ..FIRST.settings };
    let [_, asked] =
        medians(&done(Plan { settings: asks, source: Source::Own, half_within: Duration::minutes(15), ..FIRST }));
    assert!(asked < token);
}

#[test]
fn made_as_bad_as_the_key_the_token_loses_as_much_in_every_leak() {
    let mut demo = done(Plan { source: Source::Own, ..FIRST });
    demo.make_token_as_bad_as_key();
    assert!(demo.works());
    finish(&mut demo);
    assert_eq!(demo.batch.records[0], demo.batch.records[1]);
    assert!(demo.spoken().contains("No difference"));
}

#[test]
fn pause_goes_on_where_it_was_cancel_keeps_what_is_done_and_a_change_starts_over() {
    let plan = Plan { source: Source::Own, leaks: 5_000, ..FIRST };
    let whole = done(plan);
    let mut demo = Leaks::new(plan);
    demo.work();
    demo.act(Move::Toggle);
    let at = demo.batch.done();
    assert!(!demo.works() && at > 0 && at < 5_000 && demo.rest == Rest::Paused);
    assert!(demo.spoken().ends_with("paused"));
    assert_eq!(demo.picture.leaks, at, "what is done is drawn");
    demo.act(Move::Toggle);
    finish(&mut demo);
    assert_eq!(demo.picture.digest, whole.picture.digest);

    let mut demo = Leaks::new(plan);
    demo.work();
    let at = demo.batch.done();
    demo.cancel();
    assert!(!demo.works() && demo.rest == Rest::Cancelled);
    assert_eq!((demo.picture.leaks, demo.batch.done()), (at, at));
    assert_eq!(demo.batch.csv().lines().count(), at as usize + 1);
    demo.act(Move::Toggle);
    assert_eq!(demo.batch.done(), 0);
    finish(&mut demo);
    assert_eq!(demo.picture.digest, whole.picture.digest);

    let mut demo = Leaks::new(plan);
    demo.work();
    demo.control("speed", "0");
    assert_eq!((demo.batch.done(), demo.batch.plan.settings.requests_per_minute), (0, 1));
    assert!(demo.works());
    // Nothing is changed, so nothing starts over.
    finish(&mut demo);
    demo.control("speed", "0");
    assert!(!demo.works());
}

#[test]
fn the_file_holds_every_leak() {
    let demo = Leaks::default();
    let text = demo.batch.csv();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("leak,seed,leaked_after_s,noticed_after_s,records_with_key,records_with_token"));
    for (number, line) in (0..).zip(lines) {
        let leak = demo.plan.leak(number);
        let [key, token] = [0, 1].map(|lane| demo.batch.records[lane][number as usize]);
        let expected = [leak.seed, leak.leak_at.as_s(), leak.noticed_after.as_s(), key.into(), token.into()];
        let fields: Vec<u64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        assert_eq!((fields[0], &fields[1..]), (u64::from(number) + 1, &expected[..]));
    }
}

#[test]
fn the_source_of_each_figure_is_linked() {
    let mut demo = Leaks::default();
    for (source, link) in [
        ("revoked", "https://trufflesecurity.com/blog/most-publicly-leaked-keys-are-never-revoked"),
        ("removed", "https://www.ndss-symposium.org/ndss-paper/how-bad-can-it-git"),
        ("scanner", "https://xebia.com/blog/what-happens-when-you-leak-aws-credentials"),
    ] {
        demo.control("source", source);
        assert!(demo.picture().contains(&["href=\"", link].concat()), "{source}");
    }
}

#[test]
fn a_bad_field_is_complained_of() {
    let mut demo = Leaks::default();
    demo.follow("#leaks?ttl=soon&seed=1");
    assert_eq!(demo.common.complaints.len(), 1);
}

#[test]
fn reset_brings_everything_back() {
    let mut demo = Leaks::default();
    for (control, value) in [("source", "own"), ("leaks", "3"), ("guess", "1"), ("seed", "99"), ("scope.profile", "on")]
    {
        demo.control(control, value);
    }
    demo.act(Move::Reset);
    assert_eq!((demo.plan, demo.common.guess, demo.rest), (FIRST, None, Rest::None));
    assert_eq!(demo.picture.digest, Leaks::default().picture.digest);
}

#[test]
fn arrows_change_the_seed_and_home_and_end_the_number() {
    let mut demo = Leaks::new(FIRST);
    demo.act(Move::Back);
    assert_eq!(demo.plan.settings.seed, 6);
    demo.act(Move::Go(demo.clock().length));
    assert_eq!(demo.plan.leaks, LEAKS.1);
    demo.act(Move::Go(Duration::ZERO));
    assert_eq!(demo.plan.leaks, LEAKS.0);
    demo.control("seed", "0");
    demo.act(Move::Back);
    assert_eq!(demo.plan.settings.seed, 999_999);
    demo.act(Move::Forward);
    assert_eq!(demo.plan.settings.seed, 0);
}

/// A control of the panel and a value for it, sensible or not.
fn controls() -> impl Strategy<Value = (&'static str, String)> {
    let names = ["ttl", "speed", "hole", "refresh", "check", "seed", "next-seed", "scope.profile", "source", "half"];
    let more = ["leaks", "guess", "help", "dismiss", "leak", "noticed", "nonsense"];
    let values = prop_oneof![
        (0..14_u32).prop_map(|n| n.to_string()),
        prop_oneof![Just("on"), Just("off"), Just("log"), Just("own"), Just("scanner")].prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    (proptest::sample::select([&names[..], &more[..]].concat()), values)
}

/// What a button does, or none.
fn presses() -> impl Strategy<Value = fn(&mut Leaks)> {
    proptest::sample::select(vec![
        Leaks::cancel as fn(&mut Leaks),
        Leaks::ask_proof,
        Leaks::make_token_as_bad_as_key,
        |_| {},
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_link_leads_back(used in proptest::collection::vec((controls(), presses()), 1..8)) {
        let mut demo = Leaks::new(FIRST);
        for ((name, value), press) in used {
            demo.control(name, &value);
            press(&mut demo);
            demo.work();
        }
        let mut other = Leaks::new(FIRST);
        other.follow(&demo.fragment());
        prop_assert_eq!(other.plan, demo.plan);
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!(other.fragment(), demo.fragment());
    }

    #[test]
    fn no_fragment_does_harm(fragment in prop_oneof!["\\PC{0,60}", "#leaks\\?[a-z&=%:,0-9]{0,60}"]) {
        let mut demo = Leaks::new(FIRST);
        demo.follow(&fragment);
        demo.work();
        prop_assert!((LEAKS.0..=LEAKS.1).contains(&demo.plan.leaks));
    }

    #[test]
    fn work_in_whatever_pieces_gives_the_same(
        moves in proptest::collection::vec(prop_oneof![Just(Move::Toggle), Just(Move::Tick(0)), Just(Move::Stop)], 1..40),
        source in proptest::sample::select(SOURCES.to_vec()),
        half in proptest::sample::select(HALF_STOPS.to_vec()),
    ) {
        let plan = Plan { source, half_within: half, leaks: LEAKS.0, ..FIRST };
        let mut demo = Leaks::new(plan);
        for to in moves {
            demo.act(to);
        }
        if demo.rest == Rest::Paused {
            demo.act(Move::Toggle);
        }
        finish(&mut demo);
        let direct = done(plan);
        prop_assert_eq!(demo.picture.digest, direct.picture.digest);
        prop_assert_eq!(&demo.picture.chart, &direct.picture.chart);
    }
}

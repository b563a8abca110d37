//! The time machine, natively: what the provider makes of each lesson, that going back is exact, that a picture says
//! what the provider does, and that every state has an address.

use key_vs_token::demos::lifecycle::lessons::{LESSONS, PLAIN};
use key_vs_token::demos::lifecycle::log;
use key_vs_token::demos::lifecycle::model::Lifecycle;
use key_vs_token::fields::Named;
use key_vs_token::link::Complaint;
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use sim::stories::lifecycle::course::{Course, Filter};
use sim::stories::lifecycle::history::{End, History, Mark};
use sim::stories::lifecycle::picture::{KeyState, RefreshState, TokenState};
use sim::stories::lifecycle::plan::{Events, First, Happening, Settings, TokenKind};
use sim::stories::lifecycle::token_app::Who;
use sim::stories::lifecycle::world::What;
use sim::wire::json::Value;
use sim::wire::rng::Rng;
use sim::wire::time::{Duration, START};

fn events(list: &[(Duration, Happening)]) -> Events {
    let mut events = Events::default();
    for &(at, what) in list {
        events.add(at, what).unwrap();
    }
    events
}

fn run(settings: Settings, list: &[(Duration, Happening)]) -> History {
    History::run(settings, events(list))
}

fn course(settings: Settings, list: &[(Duration, Happening)]) -> Course {
    Course::new(settings, events(list))
}

const fn h(n: u64) -> Duration {
    Duration::hours(n)
}

const fn m(n: u64) -> Duration {
    Duration::minutes(n)
}

const fn s(n: u64) -> Duration {
    Duration::seconds(n)
}

/// The marks of who did it, after a moment.
fn after(history: &History, what: What, at: Duration) -> Vec<Mark> {
    history.marks().iter().filter(|mark| mark.what == what && mark.at > START + at).copied().collect()
}

fn refusals(history: &History, what: What) -> Vec<&'static str> {
    history.marks().iter().filter(|mark| mark.what == what).filter_map(|mark| mark.check).collect()
}

#[test]
fn in_a_quiet_half_day_the_app_refreshes_each_hour_and_nobody_is_refused() {
    let history = run(PLAIN, &[]);
    assert!(history.marks().iter().all(|mark| !mark.is_refused()));
    assert_eq!(history.issues().len(), 13, "a sign-in and twelve refreshes, a minute early each");
    assert!(history.issues().windows(2).all(|pair| pair[1].0.parent == Some(pair[0].0.number)));
    assert_eq!(history.ends(), [None]);
}

#[test]
fn a_stolen_refresh_token_ends_the_family_whoever_is_first() {
    for (first, reuser) in [(First::App, Who::Thief), (First::Thief, Who::App)] {
        let history = run(Settings { first, ..PLAIN }, &[(h(4), Happening::RefreshStolen)]);
        let (at, end) = history.ends()[0].unwrap();
        assert_eq!(end, End::Reused);
        let mark = history.uses().find(|mark| mark.at == at).unwrap();
        assert_eq!((mark.what, mark.status, mark.check), (What::Refresh(reuser), 400, Some("refresh-reused")));
        let stolen = history.uses().filter(|other| other.token == mark.token && other.issued.is_some()).count();
        assert_eq!(stolen, 1, "the stolen token was traded once, by the other");
        // Both lose: nothing that came of that sign-in is traded again, and Ada signs in anew.
        let later = history.uses().filter(|mark| mark.at > at);
        let of_family = |mark: &&Mark| mark.token.is_some_and(|n| history.issues()[n as usize].0.family == 0);
        assert!(later.filter(of_family).all(|mark| mark.is_refused()));
        assert_eq!(refusals(&history, What::Refresh(Who::Thief)).len(), 1);
        assert_eq!(history.marks().iter().filter(|mark| mark.what == What::SignedIn).count(), 2);
    }
}

#[test]
fn the_thief_that_was_first_reads_until_its_token_ends_or_is_looked_up() {
    let steal = [(m(260), Happening::RefreshStolen)];
    let by_itself = run(Settings { first: First::Thief, ..PLAIN }, &steal);
    assert_eq!(refusals(&by_itself, What::Call(Who::Thief)), ["token-expired"]);
    let asked = run(Settings { first: First::Thief, kind: TokenKind::Opaque, ..PLAIN }, &steal);
    let end = asked.ends()[0].unwrap().0.since(START);
    assert!(after(&asked, What::Call(Who::Thief), end).iter().all(Mark::is_refused));
    assert_eq!(refusals(&asked, What::Call(Who::Thief)), ["token-revoked"]);
}

#[test]
fn two_tabs_end_the_family_without_grace_and_make_twins_with_it() {
    let tabs = [(m(210), Happening::TwoTabs)];
    let strict = run(PLAIN, &tabs);
    assert_eq!(refusals(&strict, What::Refresh(Who::Tab)), ["refresh-reused"]);
    assert_eq!(strict.ends()[0].map(|(_, end)| end), Some(End::Reused));
    // The second tab comes two seconds later: a window of two seconds is over by then.
    for (grace, borne) in [(s(2), false), (s(3), true), (s(30), true)] {
        let history = run(Settings { grace, ..PLAIN }, &tabs);
        assert_eq!(refusals(&history, What::Refresh(Who::Tab)).is_empty(), borne, "{grace}");
        assert_eq!(history.ends()[0].is_none(), borne, "{grace}");
    }
    let course = course(Settings { grace: s(30), ..PLAIN }, &tabs);
    let issues = course.history.issues();
    let twins: Vec<_> = issues.windows(2).filter(|pair| pair[0].0.parent == pair[1].0.parent).collect();
    assert_eq!(twins.len(), 1);
    let [first, second] = [twins[0][0].0, twins[0][1].0];
    assert_eq!((first.who, second.who, first.generation), (Who::App, Who::Tab, second.generation));
    assert_ne!(course.lane(first.number), course.lane(second.number));
    assert_eq!(issues[second.number as usize + 1].0.parent, Some(second.number), "both tabs share what came last");
}

#[test]
fn a_lost_answer_looks_like_theft_unless_there_is_grace() {
    let lost = [(h(2), Happening::AnswerLost)];
    assert_eq!(refusals(&run(PLAIN, &lost), What::Refresh(Who::App)), ["refresh-reused"]);
    let history = run(Settings { grace: s(30), ..PLAIN }, &lost);
    assert_eq!(refusals(&history, What::Refresh(Who::App)), [] as [&str; 0]);
    assert_eq!(history.issues().iter().filter(|(issue, _)| issue.lost).count(), 1);
}

#[test]
fn while_the_token_endpoint_is_down_the_app_goes_on_until_its_token_ends() {
    let history = run(PLAIN, &[(m(230), Happening::ServerDown), (m(330), Happening::ServerUp)]);
    assert!(refusals(&history, What::Refresh(Who::App)).iter().all(|check| *check == "unavailable"));
    let refused = refusals(&history, What::Call(Who::App));
    assert!(!refused.is_empty() && refused.iter().all(|check| *check == "token-expired"));
    // The token in hand was issued at 02:57: until 03:57 all is well.
    let token_end = history.issues()[4 - 1].0.expires;
    let first = history.marks().iter().find(|mark| mark.what == What::Call(Who::App) && mark.is_refused()).unwrap();
    assert!(first.at >= token_end);
    assert!(after(&history, What::Call(Who::App), m(336)).iter().all(|mark| !mark.is_refused()));
    assert_eq!(history.ends(), [None], "the sign-in outlives the outage");
}

#[test]
fn a_key_rotated_with_overlap_is_missed_by_nobody_and_without_it_by_the_app() {
    let rotate = [(h(6), Happening::KeyRotated)];
    assert_eq!(refusals(&run(PLAIN, &rotate), What::Call(Who::KeyApp)), [] as [&str; 0]);
    let bare = run(Settings { overlap: Duration::ZERO, ..PLAIN }, &rotate);
    assert_eq!(refusals(&bare, What::Call(Who::KeyApp)), ["key-ended"; 3], "three calls in the half hour of deploying");
    let slow = run(Settings { overlap: m(30), deploy: h(2), ..PLAIN }, &rotate);
    let refused = refusals(&slow, What::Call(Who::KeyApp)).len();
    assert_eq!(refused, 9, "an overlap that is shorter than the way into the app helps for a while");
}

#[test]
fn a_key_and_a_looked_up_token_die_at_once_and_one_that_says_it_all_lives_on() {
    let revoke = [(h(4), Happening::RefreshRevoked), (h(4), Happening::KeyRevoked)];
    for (kind, late) in [(TokenKind::SelfContained, true), (TokenKind::Asked, false), (TokenKind::Opaque, false)] {
        let history = run(Settings { kind, ..PLAIN }, &revoke);
        let calls = after(&history, What::Call(Who::App), h(4));
        let of_first_family = calls.iter().filter(|mark| history.issues()[mark.token.unwrap() as usize].0.family == 0);
        assert_eq!(of_first_family.clone().any(|mark| !mark.is_refused()), late, "{kind:?}");
        assert!(of_first_family.clone().count() > 0);
        let key = after(&history, What::Call(Who::KeyApp), h(4));
        assert!(key[0].is_refused() && !key.last().unwrap().is_refused());
    }
}

#[test]
fn an_access_token_revoked_alone_is_replaced_by_a_refresh_where_the_api_asks() {
    let history = run(Settings { kind: TokenKind::Asked, ..PLAIN }, &[(m(250), Happening::AccessRevoked)]);
    assert_eq!(refusals(&history, What::Call(Who::App)), ["token-revoked"]);
    assert_eq!(refusals(&history, What::Refresh(Who::App)), [] as [&str; 0]);
    assert_eq!(history.ends(), [None]);
}

#[test]
fn a_clock_that_is_off_costs_calls_unless_leeway_covers_it() {
    let checks = |api_ahead_s, leeway, early| {
        refusals(&run(Settings { api_ahead_s, leeway, early, ..PLAIN }, &[]), What::Call(Who::App))
    };
    assert!(checks(-300, Duration::ZERO, m(1)).iter().all(|check| *check == "token-early"));
    assert!(!checks(-900, Duration::ZERO, m(1)).is_empty());
    assert!(!checks(900, Duration::ZERO, m(1)).is_empty());
    assert!(checks(900, Duration::ZERO, m(1)).iter().all(|check| *check == "token-expired"));
    for ahead in [-300, 300] {
        assert_eq!(checks(ahead, m(5), m(1)), [] as [&str; 0]);
    }
    assert_eq!(checks(300, Duration::ZERO, m(10)), [] as [&str; 0], "an early refresh covers a clock that is fast");
    let opaque = Settings { api_ahead_s: 900, kind: TokenKind::Opaque, ..PLAIN };
    assert_eq!(refusals(&run(opaque, &[]), What::Call(Who::App)), [] as [&str; 0], "no times in it, no two clocks");
}

#[test]
fn without_an_early_refresh_each_end_is_met_by_a_refused_call() {
    let history = run(Settings { early: Duration::ZERO, ..PLAIN }, &[]);
    let refused = refusals(&history, What::Call(Who::App)).len();
    assert_eq!(refused, history.issues().len() - 1);
}

#[test]
fn a_sliding_and_an_absolute_end_come_each_at_their_time() {
    let month = &LESSONS[12];
    let history = History::run(month.settings, month.plan());
    let ends: Vec<_> =
        history.ends().iter().flatten().map(|(at, end)| (at.since(START).as_s() / 86_400, *end)).collect();
    assert_eq!(ends, [(12, End::Idle)], "nine days away, with seven allowed");
    let steady = run(Settings { length: Duration::days(30), family: Duration::days(20), ..PLAIN }, &[]);
    let end = steady.ends()[0].unwrap();
    assert_eq!((end.0.since(START).as_s() / 86_400, end.1), (20, End::Expired));
}

/// Every moment, by whatever way it is reached, is the same; and what the state says is what the next call meets.
#[test]
fn going_back_is_exact_and_the_states_are_what_calls_meet() {
    for (number, lesson) in LESSONS.iter().enumerate() {
        let mut demo = Lifecycle::of_lesson(number);
        let mut rng = Rng::new(number as u64);
        let face = |demo: &Lifecycle| demo.picture();
        demo.act(Move::Go(lesson.moment));
        let here = face(&demo);
        for _ in 0..6 {
            demo.act(Move::Scrub(rng.below(1001)));
        }
        for _ in 0..3 {
            demo.act(Move::Forward);
            demo.act(Move::PreviousTurn);
        }
        demo.act(Move::Go(lesson.moment));
        assert_eq!(face(&demo), here, "lesson {number}");

        let marks = demo.course.history.marks().to_vec();
        let every = marks.len() / 40 + 1;
        for (_, mark) in marks.iter().enumerate().filter(|(i, mark)| mark.is_refused() || i.is_multiple_of(every)) {
            // A state is asked for at the moment of a call: the call itself has happened by then.
            demo.act(Move::Go(mark.at.since(START)));
            let (key, token) = (demo.picture.key.1, demo.picture.held);
            // What is shown as sent last is what was sent last.
            let of = usize::from(!mark.is_of_key());
            if mark.status > 0
                && demo.course.tally_at(demo.clock.now).last[of] == demo.course.history.steps_at(mark.at) as u32
            {
                let (at, exchange) = demo.picture.last[of].as_ref().unwrap();
                assert_eq!((*at, exchange.response.status.0), (mark.at.since(START), mark.status));
                assert_eq!(exchange.reject.as_ref().map(|reject| reject.check()), mark.check);
            }
            match (mark.what, mark.is_refused()) {
                (What::Call(Who::KeyApp), true) => {
                    assert!(matches!(key, KeyState::Ended(_) | KeyState::Revoked(_)), "{key:?}")
                }
                (What::Call(Who::KeyApp), false) => {
                    assert!(matches!(key, KeyState::Active | KeyState::Overlap(_)), "{key:?}")
                }
                (What::Call(Who::App), refused) => {
                    let opens = matches!(
                        token.map(|(_, state)| state),
                        Some(TokenState::Active | TokenState::Late | TokenState::Refreshed)
                    );
                    assert_eq!(opens, !refused, "lesson {number} at {}: {token:?}", mark.at);
                }
                _ => {}
            }
        }
    }
}

/// A moment that is put together on the way is the one that is recomputed, and so are the steps picked up.
#[test]
fn a_moment_and_its_last_requests_are_those_of_a_recomputation() {
    let history =
        run(Settings { kind: TokenKind::Opaque, first: First::Thief, ..PLAIN }, &[(h(4), Happening::RefreshStolen)]);
    let all = history.marks().len();
    for steps in (0..=all).step_by(7).chain([all, 63, 64, 65, 127, 128, 129]) {
        let wanted = [steps.checked_sub(1), steps.checked_sub(6), steps.checked_sub(100)];
        let (world, found) = history.moment(steps, wanted);
        let again = history.world_after(steps);
        assert!(world.provider().same_holdings(again.provider()), "{steps}");
        assert_eq!((world.next_at(), world.key()), (again.next_at(), again.key()), "{steps}");
        for (number, step) in wanted.into_iter().zip(found) {
            let expected = number.and_then(|number| history.step(number));
            assert_eq!(step.is_some(), number.is_some(), "{steps}");
            if let (Some(step), Some(expected)) = (step, expected) {
                assert_eq!((step.at, step.what, step.exchange), (expected.at, expected.what, expected.exchange));
            }
        }
    }
}

#[test]
fn each_lesson_shows_what_it_says() {
    for (number, lesson) in LESSONS.iter().enumerate() {
        let demo = Lifecycle::of_lesson(number);
        assert_eq!(demo.lesson(), Some(number));
        assert_eq!(demo.clock.now, lesson.moment);
        // What is heard is the last line of the log, in short.
        let spoken = demo.spoken();
        assert!((20..190).contains(&spoken.len()) && !spoken.contains('['), "{spoken}");
    }
    let shown = |number| Lifecycle::of_lesson(number).picture();
    assert!(shown(4).contains("times more"));
    assert!(shown(5).contains("The API asks, so its access tokens were refused"));
    assert!(shown(0).contains("used refresh token came back"));
    assert_eq!(Lifecycle::of_lesson(0).picture.key.1, KeyState::Overlap(h(8)));
}

#[test]
fn an_event_that_is_added_changes_what_comes_after_and_nothing_before() {
    let mut demo = Lifecycle::of_lesson(2);
    demo.act(Move::Go(h(5)));
    let before = demo.course.history.marks().to_vec();
    demo.adding = Happening::RefreshStolen;
    demo.add_here();
    assert_eq!(demo.course.events.iter().collect::<Vec<_>>(), [(h(5), Happening::RefreshStolen)]);
    assert_eq!(demo.clock.now, h(5));
    let same = before.iter().zip(demo.course.history.marks()).take_while(|(a, b)| a == b).count();
    assert!(before[same].at >= START + h(5) && before[same - 1].at < START + h(5) + m(10));
    assert!(demo.course.history.ends()[0].is_some());

    demo.act(Move::Go(h(7)));
    demo.move_here(0);
    assert_eq!(demo.course.events.get(0), Some((h(7), Happening::RefreshStolen)));
    demo.remove(0);
    assert_eq!(demo.course.history.marks(), before);
    for minute in 0..20 {
        demo.act(Move::Go(m(minute)));
        demo.add_here();
    }
    assert_eq!(demo.course.events.len(), 10, "there is an end to it");
    demo.remove(99);
    demo.move_here(99);
    assert_eq!(demo.course.events.len(), 10);
}

#[test]
fn every_generation_can_be_opened_and_compared() {
    let mut demo =
        Lifecycle::new(Settings { length: Duration::days(7), ..PLAIN }, Events::default(), Duration::days(5));
    let all = demo.course.history.issues().len() as u32;
    let mut names = Vec::new();
    for number in 0..all {
        demo.open(number);
        let card = demo.picture.cards[0].as_ref().unwrap();
        let (id, iat, exp) = card.claims.clone().unwrap();
        assert_eq!((card.issue.number, exp - iat), (number, 3600));
        assert_eq!(iat, card.issue.at.unix_s());
        assert!(number < demo.tree_from() + 8 && number >= demo.tree_from());
        names.push(id);
        if number > 0 {
            assert_eq!(demo.picture.cards[1].as_ref().map(|card| card.issue.number), Some(number - 1));
        }
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len() as u32, all, "each has a name of its own");
    demo.open(3);
    let first = demo.picture.cards[0].as_ref().unwrap();
    assert!(matches!(first.refresh_state, RefreshState::Traded(_, Who::App, 4)));
    assert_eq!(first.state, TokenState::Expired);
    demo.open(all - 1);
    assert_eq!(demo.picture.cards[0].as_ref().unwrap().state, TokenState::Unborn);
    demo.open_on(-4);
    assert_eq!(demo.cards()[0], Some(all - 5));
}

#[test]
fn the_log_is_filtered_and_taken_along() {
    let mut demo = Lifecycle::default();
    let all = demo.lines.len();
    for filter in Filter::ALL {
        demo.control("log", filter.name_in_link());
        assert_eq!(demo.filter, filter);
        assert!(!demo.lines.is_empty() && demo.lines.len() <= all, "{filter:?}");
        let text = log::text(&demo.course, demo.log());
        assert_eq!(text.lines().count(), demo.lines.len());
        let json = log::json(&demo.course, demo.log());
        let Ok(Value::Array(lines)) = Value::parse(&json) else { panic!("{json}") };
        assert_eq!(lines.len(), demo.lines.len());
        for line in &lines {
            for member in ["time", "of", "status", "check", "presented", "issued", "key", "sentence"] {
                assert!(line.member(member).is_some(), "{member}");
            }
        }
    }
    demo.control("log", "yours");
    let text = log::text(&demo.course, demo.log());
    assert!(text.starts_with("04:00:00\tthief\tThe thief copies r5."), "{text}");
    assert!(!text.contains('[') && !text.contains('\u{a0}'), "{text}");
}

fn there_and_back(fragment: &str) -> String {
    let mut demo = Lifecycle::default();
    demo.follow(fragment);
    assert_eq!(demo.common.complaints, [], "{fragment}");
    demo.fragment()
}

#[test]
fn every_setting_survives_the_trip() {
    for fragment in [
        "#lifecycle?events=refresh-stolen@4h,key-rotated@6h&t=06:12:00&seed=7",
        "#lifecycle?events=none&t=00:00:00&seed=0",
        "#lifecycle?length=30d&access=15m&family=20d&idle=7d&early=5m&grace=30s&leeway=1m&overlap=2d&deploy=2h&signin=10m&ahead=-5m&kind=opaque&first=thief&events=refresh-stolen@3h,two-tabs@26h&zoom=2d&log=refused&open=9&beside=3&t=12d03:00:00&seed=42",
        "#lifecycle?ahead=1m30s&kind=asked&events=server-down@1h30m,server-up@2h,app-closed@3h,app-opened@4h,answer-lost@5h,access-revoked@6h,refresh-revoked@7h,key-revoked@8h&t=08:30:00&seed=7",
    ] {
        assert_eq!(there_and_back(fragment), fragment);
    }
    let example = there_and_back("#lifecycle?events=refresh-stolen@3h,key-rotated@1d&length=3d");
    assert!(example.contains("events=refresh-stolen@3h,key-rotated@24h"), "{example}");
}

#[test]
fn a_bad_field_is_named_and_leaves_the_others_alone() {
    let mut demo = Lifecycle::default();
    demo.follow(
        "#lifecycle?access=2h&early=soon&kind=magic&events=flood@3h&ahead=9d&first=ada&zoom=1s&log=x&open=0&t=25:00:00&colour=red&length=1y",
    );
    let named: Vec<&str> = demo
        .common
        .complaints
        .iter()
        .map(|complaint| match complaint {
            Complaint::Value { field, .. } => field,
            Complaint::Unknown { field } => field.as_str(),
            Complaint::TooLong => "",
        })
        .collect();
    assert_eq!(named, ["early", "kind", "events", "ahead", "first", "zoom", "log", "open", "t", "colour", "length"]);
    assert_eq!((demo.settings().access, demo.settings().early), (h(2), PLAIN.early));
    assert_eq!(demo.clock.now, LESSONS[0].moment);
    demo.follow("#lifecycle?events=<img src=x>@1h,<b>&open=99999");
    let html = demo.picture();
    assert!(!html.contains("<img") && html.contains("&lt;img"));
}

#[test]
fn zoomed_in_the_pointer_goes_over_the_page_and_stays_on_it() {
    let mut demo =
        Lifecycle::new(Settings { length: Duration::days(30), ..PLAIN }, Events::default(), Duration::days(11));
    demo.zoom_to(h(6));
    let window = demo.page.window;
    assert_eq!((window.from, window.span), (Duration::days(11), h(6)));
    demo.go_in_window(500);
    assert_eq!((demo.clock.now, demo.page.window), (Duration::days(11) + h(3), window));
    demo.go_in_window(1000);
    assert_eq!(demo.page.window, window, "the far edge is still this page");
    demo.act(Move::Go(Duration::days(30)));
    assert_eq!(demo.page.window.end(), Duration::days(30));
}

#[test]
fn a_guess_is_answered_by_the_run() {
    let mut demo = Lifecycle::default();
    demo.guess(2);
    assert!(demo.clock.playing && demo.clock.now == Duration::ZERO);
    let verdict = |demo: &Lifecycle| demo.picture();
    assert!(verdict(&demo).contains("Running…"));
    demo.act(Move::Go(h(12)));
    assert!(verdict(&demo).contains("You were right."));
}

/// Under red lines of the authorization server, a count of the API's answers says whose it is.
#[test]
fn the_count_of_calls_says_of_which_server() {
    let mut demo = Lifecycle::default();
    demo.act(Move::Go(Duration::days(1)));
    let html = demo.picture();
    let tally = html.split("class=\"lifecycle-tally\"").nth(1).and_then(|rest| rest.split("</p>").next()).unwrap();
    assert!(tally.contains("Calls to the API so far: with the"), "{tally}");
    assert!(tally.contains("The authorization server refused <b class=\"no\">"), "{tally}");
    assert!(html.contains("400 invalid_grant"));
}

//! The protocols demo's model, used as a reader uses it: every flow walked, answered and broken, every protection
//! switched off, and every step reached again by its link.

use key_vs_token::demos::protocols::model::Protocols;
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::oauth::s256;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::Scope;
use sim::stories::protocols::run::{Act, End, Flow, MOST_STEPS, Party, Protection, Run, Sabotage, Said, Step};
use sim::wire::form::Form;
use sim::wire::http::Response;
use sim::wire::json::Value;
use sim::wire::time::Duration;

fn at(fragment: &str) -> Protocols {
    let mut demo = Protocols::default();
    demo.follow(&["#protocols?", fragment].concat());
    assert_eq!(demo.common.complaints, [], "{fragment}");
    demo
}

fn run(fragment: &str) -> Run {
    (*at(fragment).run).clone()
}

fn check(step: &Step) -> &str {
    step.stop.as_ref().map_or("", |stop| stop.check)
}

fn status(step: &Step) -> u16 {
    step.exchange().map_or(0, |(_, response)| response.status.0)
}

/// A parameter of an address or a form.
fn parameter(text: &str, name: &str) -> String {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    Form::parse(query).unwrap().value(name).unwrap_or_else(|| panic!("{text} has no {name}")).to_owned()
}

fn location(response: &Response) -> &str {
    response.headers.value("Location").unwrap()
}

/// Each line of a run in short: `Browser>App 303`, and the check that stopped it.
fn lines(run: &Run) -> Vec<String> {
    let line =
        |step: &Step| format!("{:?}>{:?} {} {}", step.from, step.to, status(step), check(step)).trim_end().to_owned();
    run.steps.iter().map(line).collect()
}

#[test]
fn each_flow_has_its_number_of_messages() {
    for (flow, steps) in [("key", 1), ("client", 2), ("code", 8), ("refresh", 3), ("device", 6)] {
        let run = run(&format!("flow={flow}"));
        assert_eq!((run.steps.len(), run.end), (steps, End::Done), "{flow}");
        assert!(run.steps.iter().all(|step| step.exchange().is_some()), "{flow} is made of messages alone");
    }
}

#[test]
fn the_first_picture_is_the_exchange_of_the_code() {
    let demo = Protocols::default();
    assert_eq!((demo.step(), demo.steps(), demo.now().act), (6, 8, Act::Exchange));
    assert!(!demo.clock.touched);
}

#[test]
fn the_code_flow_hangs_together_by_its_own_secrets() {
    let run = run("flow=code");
    let exchange = |step: usize| run.step(step).exchange().unwrap();
    let (link, back) = (location(&exchange(2).1), location(&exchange(4).1));
    let (authorize, callback, token) = (&exchange(3).0.query, &exchange(5).0.query, &exchange(6).0.body);
    assert_eq!(link.split_once('?').unwrap().1, authorize, "the browser goes where it is sent");
    assert_eq!(parameter(authorize, "code_challenge"), s256(&parameter(token, "code_verifier")));
    assert_eq!(parameter(authorize, "state"), parameter(callback, "state"));
    assert_eq!(parameter(back, "code"), parameter(token, "code"));
    let access = exchange(6).1.body.text();
    let access = Value::parse(&access).unwrap();
    let access = access.member("access_token").and_then(Value::as_text).unwrap();
    for step in [7, 8] {
        assert_eq!(exchange(step).0.headers.value("Authorization").unwrap(), format!("Bearer {access}"));
    }
    let seen: Vec<String> = (1..=5).map(|step| exchange(step).0.message() + &exchange(step).1.message()).collect();
    let verifier = parameter(token, "code_verifier");
    assert!(seen.iter().all(|message| !message.contains(&verifier)), "the verifier shows up before the exchange");
}

#[test]
fn every_answer_of_the_provider_is_the_sandboxs_own() {
    // The same requests at the same times, sent again to a fresh sandbox, are answered to the byte as they were.
    for fragment in
        ["flow=key", "flow=client&break=secret", "flow=code", "flow=code&break=stolen", "flow=device&break=guesses"]
    {
        let run = run(fragment);
        let begins = run.steps[0].at - Duration::seconds(1);
        let mut sandbox = Sandbox::with(7, begins, sim::provider::Policy::default());
        let to_provider = |step: &&Step| matches!(step.to, Party::Server | Party::Api);
        for step in run.steps.iter().filter(to_provider) {
            let (request, response) = step.exchange().unwrap();
            sandbox.advance(step.at.since(sandbox.now()));
            let answer = sandbox.handle(request);
            assert_eq!(answer.response, *response, "{fragment} {:?}", step.act);
            assert_eq!(answer.reject.map_or("", |reject| reject.check()), check(step));
        }
    }
}

#[test]
fn what_ada_does_not_grant_stays_shut() {
    let tail = |fragment: &str| lines(&run(fragment)).split_off(4);
    assert_eq!(
        tail("flow=code&grant=orders:read"),
        ["Browser>App 303", "App>Server 200", "App>Api 200", "App>Api 403 scope"]
    );
    assert_eq!(tail("flow=code&grant=profile")[2..], ["App>Api 403 scope", "App>Api 200"]);
    let run = run("flow=code&grant=orders:read,profile");
    let (_, answer) = run.step(6).exchange().unwrap();
    assert!(answer.body.text().contains(r#""scope":"orders:read profile""#), "{}", answer.body.text());
}

#[test]
fn a_no_ends_the_flow_where_it_is_said() {
    for grant in ["refused", "none"] {
        let run = run(&format!("flow=code&grant={grant}"));
        assert_eq!((run.end, run.telling, run.steps.len()), (End::Denied, 4, 5), "{grant}");
        assert_eq!((check(run.step(4)), check(run.step(5))), ("user-denied", "client-error"), "{grant}");
    }
    let run = run("flow=device&grant=refused");
    assert_eq!((run.end, check(run.step(5)), run.steps.len()), (End::Denied, "device-denied", 5));
}

/// Every way to break a flow: the step at which it is stopped, who stopped it, and by which check; with what is off.
const BROKEN: [(&str, usize, Option<Party>, &str); 36] = [
    ("flow=key&break=url", 1, Some(Party::Api), "key-in-query"),
    ("flow=key&break=user", 1, Some(Party::Api), "user-required"),
    ("flow=client&break=secret", 1, Some(Party::Server), "client-secret-wrong"),
    ("flow=client&break=no-secret", 1, Some(Party::Server), "client-secret-missing"),
    ("flow=client&break=profile", 1, Some(Party::Server), "scope-unknown"),
    ("flow=code&break=stolen", 6, Some(Party::Server), "verifier-missing"),
    ("flow=code&break=guess", 6, Some(Party::Server), "verifier-wrong"),
    ("flow=code&break=drop", 4, Some(Party::Server), "challenge-missing"),
    ("flow=code&break=plain", 4, Some(Party::Server), "challenge-method"),
    ("flow=code&break=twice", 7, Some(Party::Server), "code-used"),
    ("flow=code&break=late", 6, Some(Party::Server), "code-expired"),
    ("flow=code&break=other-app", 6, Some(Party::Server), "code-other-client"),
    ("flow=code&break=redirect", 2, Some(Party::Server), "redirect-uri"),
    ("flow=code&break=redirect-late", 6, Some(Party::Server), "code-redirect-uri"),
    ("flow=code&break=no-state", 5, Some(Party::App), "client-state"),
    ("flow=code&break=forged", 7, Some(Party::App), "client-state"),
    ("flow=code&break=forged&off=state", 8, Some(Party::Server), "verifier-wrong"),
    ("flow=code&break=forged&off=pkce", 7, Some(Party::App), "client-state"),
    ("flow=code&break=mix-up", 6, Some(Party::App), "client-iss"),
    ("flow=code&break=consent", 5, Some(Party::Server), "consent-forged"),
    ("flow=code&break=audience", 7, Some(Party::Api), "token-audience"),
    ("flow=refresh&break=replay", 3, Some(Party::Server), "refresh-reused"),
    ("flow=refresh&break=widen", 1, Some(Party::Server), "scope-exceeded"),
    ("flow=refresh&break=wrong-app", 2, Some(Party::Server), "refresh-other-client"),
    ("flow=device&break=hasty", 3, Some(Party::Server), "device-slow-down"),
    ("flow=device&break=again", 7, Some(Party::Server), "device-code-unknown"),
    ("flow=device&break=guesses", 8, Some(Party::Server), "guesses"),
    // Nothing stops these: a bearer credential, and a user who is taken in.
    ("flow=key&break=copied", 3, None, ""),
    ("flow=code&break=bearer", 10, None, ""),
    ("flow=device&break=phish", 6, None, ""),
    // And nothing these, without what would have.
    ("flow=code&break=stolen&off=pkce", 7, None, ""),
    ("flow=code&break=guess&off=pkce", 7, None, ""),
    ("flow=code&break=redirect&off=exact", 7, None, ""),
    ("flow=code&break=forged&off=pkce,state", 9, None, ""),
    ("flow=code&break=mix-up&off=iss", 9, None, ""),
    ("flow=refresh&break=replay&off=reuse", 4, None, ""),
];

#[test]
fn every_sabotage_ends_at_its_step_by_its_check() {
    for (fragment, telling, by, stop) in BROKEN {
        let run = run(fragment);
        let step = run.step(run.telling);
        let end = if by.is_some() { End::Stopped } else { End::Taken };
        assert_eq!((run.end, run.telling, check(step)), (end, telling, stop), "{fragment}\n{:#?}", lines(&run));
        let by_app = step.stop.as_ref().is_some_and(|stop| stop.by_app);
        assert_eq!(by_app, by == Some(Party::App), "{fragment}: a check of the app's own is called so");
        if let Some(by) = by {
            assert_eq!(step.to, by, "{fragment}");
        } else {
            assert_eq!(status(step), 200, "{fragment}");
        }
    }
    for sabotage in Sabotage::ALL {
        let mut demo = Protocols::default();
        demo.sabotage(sabotage);
        let name = demo.fragment();
        let name = name.split('&').find(|field| field.starts_with("break=")).unwrap();
        assert!(
            BROKEN.iter().any(|(fragment, ..)| fragment.split('&').any(|field| field == name)),
            "{sabotage:?} is not tried"
        );
        assert_eq!(demo.step(), demo.run.telling, "{sabotage:?}");
    }
}

#[test]
fn the_thief_truly_gets_adas_orders_and_only_with_the_protection_off() {
    for (fragment, protection) in [
        ("flow=code&break=stolen", Protection::Pkce),
        ("flow=code&break=guess", Protection::Pkce),
        ("flow=code&break=drop", Protection::Pkce),
        ("flow=code&break=redirect", Protection::ExactRedirect),
        ("flow=code&break=mix-up", Protection::Issuer),
        ("flow=refresh&break=replay", Protection::Reuse),
    ] {
        let mut demo = at(fragment);
        let got =
            |run: &Run| run.steps.iter().filter(|step| step.from == Party::Thief).map(|step| step.records).sum::<u32>();
        assert_eq!(
            (demo.run.end, got(&demo.run), demo.stopped_by()),
            (End::Stopped, 0, Some(protection)),
            "{fragment}"
        );
        demo.switch_off();
        assert_eq!((demo.run.end, got(&demo.run)), (End::Taken, 10), "{fragment}");
        demo.all_on();
        assert_eq!((demo.run.end, got(&demo.run)), (End::Stopped, 0), "{fragment}");
    }
}

#[test]
fn without_state_pkce_holds_and_without_both_ada_is_signed_in_as_bo() {
    let mut demo = at("flow=code&break=forged");
    assert_eq!(demo.stopped_by(), Some(Protection::State));
    demo.switch_off();
    assert_eq!((demo.run.end, demo.stopped_by()), (End::Stopped, Some(Protection::Pkce)));
    demo.switch_off();
    let step = demo.run.step(demo.run.telling);
    assert_eq!((demo.run.end, step.act), (End::Taken, Act::Me));
    assert!(step.exchange().unwrap().1.body.text().contains("user:bo"));
}

#[test]
fn a_stolen_code_that_is_refused_leaves_the_app_unharmed() {
    for sabotage in ["stolen", "guess", "other-app", "consent"] {
        let run = run(&format!("flow=code&break={sabotage}"));
        let last = run.steps.last().unwrap();
        assert_eq!((last.from, last.act, status(last)), (Party::App, Act::Me, 200), "{sabotage}");
    }
    let run = run("flow=code&break=stolen&off=pkce");
    assert_eq!(check(run.steps.last().unwrap()), "code-used", "the app comes too late");
}

#[test]
fn a_code_used_twice_ends_the_refresh_token_and_not_the_self_contained_one() {
    let run = run("flow=code&break=twice");
    assert_eq!(
        lines(&run)[6..],
        ["App>Server 400 code-used", "App>Server 400 refresh-revoked", "App>Api 200", "App>Api 200"]
    );
}

#[test]
fn a_family_dies_whole_and_a_token_of_it_refreshes_no_more() {
    let run = run("flow=refresh&break=replay");
    assert_eq!(
        lines(&run),
        ["App>Thief 0", "App>Server 200", "Thief>Server 400 refresh-reused", "App>Server 400 refresh-revoked"]
    );
}

#[test]
fn the_bearer_of_a_token_is_served_from_another_machine() {
    let run = run("flow=code&break=bearer");
    let (apps, thiefs) = (run.step(7).exchange().unwrap(), run.step(10).exchange().unwrap());
    assert_eq!(apps.0.headers, thiefs.0.headers);
    assert_ne!(apps.0.peer, thiefs.0.peer);
    assert_eq!(apps.1.body, thiefs.1.body);
}

#[test]
fn only_what_is_no_message_is_no_exchange() {
    for sabotage in Sabotage::ALL {
        let mut demo = Protocols::default();
        demo.sabotage(sabotage);
        for step in &demo.run.steps {
            let is_thiefs = step.from == Party::Thief || step.to == Party::Thief;
            assert!(matches!(step.said, Said::Exchange(_)) || is_thiefs, "{sabotage:?} {:?}", step.act);
        }
    }
}

#[test]
fn a_step_forwards_and_one_back_and_the_ends() {
    let mut demo = Protocols::default();
    let mut go = |to| {
        demo.act(to);
        demo.step()
    };
    assert_eq!(go(Move::Forward), 7);
    assert_eq!((go(Move::Back), go(Move::Back)), (6, 5));
    assert_eq!(go(Move::Go(Duration::ZERO)), 1);
    assert_eq!(go(Move::Back), 1);
    assert_eq!(go(Move::Go(Duration::hours(1))), 8);
    assert_eq!(go(Move::Forward), 8);
    assert_eq!(go(Move::PreviousTurn), 1);
    assert_eq!(go(Move::NextTurn), 8);
    assert_eq!(go(Move::Reset), 6);
}

#[test]
fn playing_walks_to_the_end_and_stops() {
    let mut demo = at("flow=device&step=1");
    demo.act(Move::Toggle);
    let mut seen = vec![demo.step()];
    for _ in 0..400 {
        demo.act(Move::Tick(100));
        if seen.last() != Some(&demo.step()) {
            seen.push(demo.step());
        }
    }
    assert_eq!((seen, demo.clock.playing), (vec![1, 2, 3, 4, 5, 6], false));
}

#[test]
fn adas_answer_goes_on_from_the_page_that_asks() {
    for (flow, page) in [("code", 3), ("device", 3)] {
        let mut demo = at(&format!("flow={flow}&step={page}"));
        assert!(demo.now().asks().is_some());
        demo.grant(Scope::Profile, false);
        assert_eq!(demo.step(), page, "ticking does not leave the page");
        demo.answer(false);
        assert_eq!(
            (demo.step(), demo.now().act, demo.set.granted.contains(Scope::Profile)),
            (page + 1, Act::Consent, false)
        );
        demo.act(Move::Back);
        demo.answer(true);
        assert_eq!((demo.run.end, demo.step()), (End::Denied, page + 1));
        demo.act(Move::Back);
        demo.grant(Scope::Profile, true);
        assert!(!demo.set.denies, "a tick is a yes in the making");
    }
    let mut demo = at("flow=device&break=phish");
    demo.look_at(3);
    demo.answer(true);
    assert_eq!(demo.run.end, End::Denied, "what only Ada can stop, she stops");
}

#[test]
fn the_other_way_in_stands_beside_each_flow() {
    let demo = at("flow=code&break=stolen&off=pkce&seed=3");
    assert_eq!((demo.beside.steps.len(), demo.beside.step(1).act), (1, Act::KeyCall));
    assert_eq!((at("flow=key").beside.steps.len(), at("flow=key").beside.end), (8, End::Done));
}

#[test]
fn a_guess_is_answered_by_the_thiefs_own_attempt() {
    let mut demo = at("flow=code&off=pkce");
    demo.guess(2);
    assert_eq!((demo.set.sabotage, demo.run.end, demo.common.guess), (Some(Sabotage::Stolen), End::Stopped, Some(2)));
    assert!(demo.set.has(Protection::Pkce), "the question is asked with everything on");
    demo.guess(usize::MAX);
    assert_eq!(demo.common.guess, Some(2), "what is no answer changes nothing");
}

#[test]
fn another_flow_starts_whole() {
    let mut demo = at("flow=code&break=stolen&off=pkce");
    demo.choose(Flow::Device);
    assert_eq!((demo.step(), demo.set.sabotage, demo.run.end), (1, None, End::Done));
    demo.sabotage(Sabotage::PollTooSoon);
    demo.sabotage(Sabotage::PollTooSoon);
    assert_eq!((demo.set.sabotage, demo.step()), (None, 1), "pressed again, it is mended");
}

#[test]
fn every_step_of_every_run_has_its_place_and_is_said() {
    let mut fragments: Vec<String> = BROKEN.iter().map(|(fragment, ..)| (*fragment).to_owned()).collect();
    fragments.extend(["key", "client", "refresh", "device"].map(|flow| format!("flow={flow}")));
    for fragment in fragments {
        let mut demo = at(&fragment);
        assert!(demo.steps() <= MOST_STEPS, "{fragment}");
        for step in 1..=demo.steps() {
            demo.look_at(step);
            assert!(!demo.spoken().contains("  ") && demo.spoken().contains("Step"), "{}", demo.spoken());
        }
    }
}

#[test]
fn curl_sends_the_step_in_view() {
    let demo = Protocols::default();
    let line = demo.now().to_copy();
    assert!(line.starts_with("curl -i 'https://auth.demo.example/token'"), "{line}");
    assert!(line.contains("grant_type=authorization_code") && line.contains("code_verifier="), "{line}");
    let demo = at("flow=code&break=stolen&step=5");
    assert_eq!(demo.now().to_copy().len(), 32, "what is no message is copied as it is: the code");
}

proptest! {
    #[test]
    fn every_state_is_found_again_by_its_link(
        flow in 0..5_usize, sabotage in proptest::option::of(0..28_usize), off in proptest::array::uniform5(any::<bool>()),
        granted in 0..8_u8, denies in any::<bool>(), step in 1..=12_usize, seed in 0..=999_999_u64,
    ) {
        let mut demo = Protocols::default();
        demo.reseed(seed);
        demo.choose(Flow::ALL[flow]);
        for (protection, off) in Protection::ALL.into_iter().zip(off) {
            demo.switch(protection, !off);
        }
        if let Some(sabotage) = sabotage {
            demo.sabotage(Sabotage::ALL[sabotage]);
        }
        for (i, scope) in [Scope::OrdersRead, Scope::ProductsRead, Scope::Profile].into_iter().enumerate() {
            demo.grant(scope, granted & (1 << i) != 0);
        }
        if denies {
            demo.answer(true);
        }
        demo.look_at(step);
        let mut again = Protocols::default();
        again.follow(&demo.fragment());
        prop_assert_eq!(&again.common.complaints, &[]);
        prop_assert_eq!((&again.run, again.step(), again.fragment()), (&demo.run, demo.step(), demo.fragment()));
        prop_assert!(again.steps() <= MOST_STEPS);
    }

    #[test]
    fn garbage_in_a_link_does_no_harm(text in "\\PC{0,80}") {
        let mut demo = Protocols::default();
        demo.follow(&["#protocols?", &text].concat());
        demo.follow(&["#protocols?flow=code&grant=", &text].concat());
        prop_assert!(demo.steps() > 0);
    }
}

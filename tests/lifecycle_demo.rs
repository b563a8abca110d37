//! The time machine, natively: what the provider makes of each lesson, and that going back is exact.

use key_vs_token::sim::{
    lifecycle::{
        history::{End, History, Mark},
        plan::{Events, First, Happening, Settings, TokenKind},
        token_app::Who,
        world::What,
    },
    time::Duration,
    world::START,
};

const PLAIN: Settings = Settings {
    seed: 7,
    length: Duration::hours(12),
    access: Duration::hours(1),
    family: Duration::days(90),
    idle: Duration::ZERO,
    early: Duration::minutes(1),
    grace: Duration::ZERO,
    overlap: Duration::hours(2),
    deploy: Duration::minutes(30),
    sign_in: Duration::minutes(30),
    api_ahead_s: 0,
    leeway: Duration::ZERO,
    kind: TokenKind::SelfContained,
    first: First::App,
};

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

const fn h(n: u64) -> Duration {
    Duration::hours(n)
}

#[test]
fn dump() {
    for first in [First::App, First::Thief] {
        let history =
            run(Settings { first, ..PLAIN }, &[(h(4), Happening::RefreshStolen), (h(6), Happening::KeyRotated)]);
        for mark in history
            .marks()
            .iter()
            .filter(|m| m.check.is_some() || !matches!(m.what, What::Call(_)) || m.what == What::Call(Who::Thief))
        {
            println!(
                "{} {:?} {} {:?} {:?} {:?}",
                mark.at.time_of_day(),
                mark.what,
                mark.status,
                mark.check,
                mark.token,
                mark.issued
            );
        }
        println!("{:?}", history.ends());
    }
    let _: Option<(&Mark, End)> = None;
    let _ = START;
}

//! Ready-made histories: each shows one thing.

use crate::fields::spans::{d, h, m};
use sim::stories::lifecycle::plan::{Events, First, Happening, Settings, TokenKind};
use sim::wire::time::Duration;

/// The settings that a lesson starts from.
pub const PLAIN: Settings = Settings {
    seed: 7,
    length: h(12),
    access: h(1),
    family: d(90),
    idle: Duration::ZERO,
    early: m(1),
    grace: Duration::ZERO,
    overlap: h(2),
    deploy: m(30),
    sign_in: m(30),
    api_ahead_s: 0,
    leeway: Duration::ZERO,
    kind: TokenKind::SelfContained,
    first: First::App,
};

/// A ready-made history. Its words stand in the same place of `words::LESSONS`.
#[derive(Debug)]
pub struct Lesson {
    /// Its settings.
    pub settings: Settings,
    /// What happens in it.
    pub events: &'static [(Duration, Happening)],
    /// Its telling moment.
    pub moment: Duration,
}

const fn lesson(settings: Settings, moment: Duration, events: &'static [(Duration, Happening)]) -> Lesson {
    Lesson { settings, events, moment }
}

/// The lessons. The first is the first picture.
pub const LESSONS: [Lesson; 13] = [
    lesson(PLAIN, m(6 * 60 + 12), &[(h(4), Happening::RefreshStolen), (h(6), Happening::KeyRotated)]),
    lesson(Settings { first: First::Thief, ..PLAIN }, m(5 * 60 + 2), &[(h(4), Happening::RefreshStolen)]),
    lesson(PLAIN, m(11 * 60 + 40), &[]),
    lesson(Settings { overlap: Duration::ZERO, ..PLAIN }, m(6 * 60 + 25), &[(h(6), Happening::KeyRotated)]),
    lesson(PLAIN, m(4 * 60 + 45), &[(h(4), Happening::RefreshRevoked), (h(4), Happening::KeyRevoked)]),
    lesson(
        Settings { kind: TokenKind::Opaque, ..PLAIN },
        m(4 * 60 + 25),
        &[(h(4), Happening::RefreshRevoked), (h(4), Happening::KeyRevoked)],
    ),
    lesson(PLAIN, m(3 * 60 + 31), &[(m(210), Happening::TwoTabs)]),
    lesson(Settings { grace: Duration::seconds(30), ..PLAIN }, m(3 * 60 + 31), &[(m(210), Happening::TwoTabs)]),
    lesson(PLAIN, m(4 * 60 + 10), &[(m(190), Happening::AnswerLost)]),
    lesson(PLAIN, m(4 * 60 + 50), &[(m(230), Happening::ServerDown), (m(330), Happening::ServerUp)]),
    lesson(Settings { api_ahead_s: -300, ..PLAIN }, m(6 * 60), &[]),
    lesson(Settings { api_ahead_s: 300, leeway: m(5), ..PLAIN }, m(6 * 60), &[]),
    lesson(
        Settings { length: d(30), idle: d(7), family: d(20), overlap: d(2), deploy: d(1), ..PLAIN },
        d(21),
        &[(d(3), Happening::AppClosed), (d(12), Happening::AppOpened), (d(16), Happening::KeyRotated)],
    ),
];

impl Lesson {
    /// What happens in it.
    pub fn plan(&self) -> Events {
        let mut events = Events::default();
        for &(at, what) in self.events {
            events.add(at, what);
        }
        events
    }
}

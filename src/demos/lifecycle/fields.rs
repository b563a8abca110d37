//! The demo's fields: what the history is made from, what is shown of it, and the moment.

use super::lessons::{LESSONS, PLAIN};
use super::model::Lifecycle;
use super::words;
use crate::fields::spans::{d, h, m, s};
use crate::fields::{self, Field, Named, Range, Slot, Written, one_of};
use crate::link::{Complaint, NONE};
use sim::stories::lifecycle::course::Filter;
use sim::stories::lifecycle::plan::{Events, First, Happening, MOST_EVENTS, Settings, TokenKind};
use sim::wire::time::Duration;

const ZERO: Duration = Duration::ZERO;

type Span = Range<Duration>;

const fn span(least: Duration, most: Duration, say: fn(Duration) -> String, stops: &'static [Duration]) -> Span {
    Range { least, most, stops, say }
}

/// How long the history is.
pub const LENGTH: Span = span(h(1), d(90), words::length, &[h(12), h(24), d(3), d(7), d(30), d(90)]);
/// How much of it is shown; zero is all.
pub const ZOOM: Span = span(m(10), d(90), words::zoom, &[ZERO, d(7), d(1), h(6), h(2), m(30)]);
/// How long an access token lives.
const ACCESS: Span = span(m(5), d(30), words::setting, &[m(5), m(15), m(30), h(1), h(2), h(4), h(12), h(24)]);
/// How long a family lives.
const FAMILY: Span = span(m(10), d(365), words::setting, &[h(2), h(6), h(12), d(1), d(3), d(7), d(20), d(30), d(90)]);
/// How long it lives without a refresh; zero is for ever.
const IDLE: Span = span(ZERO, d(90), words::never_or, &[ZERO, h(2), h(6), h(12), d(1), d(3), d(7)]);
/// How early the app refreshes; zero is not before a refusal.
const EARLY: Span = span(ZERO, h(1), words::early, &[ZERO, s(30), m(1), m(5), m(10)]);
/// How long the refresh token just before is borne with.
const GRACE: Span = span(ZERO, h(1), words::none_or, &[ZERO, s(10), s(30), m(1)]);
/// How far the API stretches a token's times.
const LEEWAY: Span = span(ZERO, h(1), words::none_or, &[ZERO, s(30), m(1), m(5), m(10)]);
/// How long a replaced key goes on.
const OVERLAP: Span = span(ZERO, d(90), words::none_or, &[ZERO, m(15), m(30), h(2), h(12), d(2), d(7)]);
/// How long a new key takes into the app.
const DEPLOY: Span = span(ZERO, d(90), words::setting, &[m(1), m(10), m(30), h(2), h(12), d(1)]);
/// How long Ada takes to sign in again.
const SIGN_IN: Span = span(ZERO, d(90), words::setting, &[m(1), m(10), m(30), h(2), h(12)]);
/// How many seconds the API's clock is ahead.
const AHEAD: Range<i64> =
    Range { least: -86_400, most: 86_400, stops: &[-900, -300, -60, -5, 0, 5, 60, 300, 900], say: words::ahead };
/// A pair of tokens, from 1.
const PAIR: Range<u64> = Range::between(1, 100_000);

impl Named for TokenKind {
    const ALL: &'static [Self] = &[Self::SelfContained, Self::Asked, Self::Opaque];
    const NAMES: &'static [&'static str] = &["self", "asked", "opaque"];
}

impl Named for First {
    const ALL: &'static [Self] = &[Self::Thief, Self::App];
    const NAMES: &'static [&'static str] = &["thief", "app"];
}

impl Named for Filter {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &["all", "key", "token", "refused", "thief", "yours"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What the history is made from.
    pub settings: Settings,
    /// What happens in it.
    pub events: Events,
    /// How much is shown at once; zero is all.
    pub zoom: Duration,
    /// Which lines of the log are shown.
    pub filter: Filter,
    /// The pairs of tokens that are opened, from 1: the last one, and the one before.
    pub opened: [Option<u64>; 2],
    /// The moment, from the start.
    pub now: Duration,
}

impl fields::Setup for Setup {
    type State = Lifecycle;
    const DEMO: &'static str = "lifecycle";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("length", words::LENGTH, |s| Slot::Span(&mut s.settings.length, &LENGTH)),
        Field::new("access", words::ACCESS, |s| Slot::Span(&mut s.settings.access, &ACCESS)),
        Field::new("family", words::FAMILY, |s| Slot::Span(&mut s.settings.family, &FAMILY)),
        Field::new("idle", words::IDLE, |s| Slot::Span(&mut s.settings.idle, &IDLE)),
        Field::new("early", words::EARLY, |s| Slot::Span(&mut s.settings.early, &EARLY)),
        Field::new("grace", words::GRACE, |s| Slot::Span(&mut s.settings.grace, &GRACE)),
        Field::new("leeway", words::LEEWAY, |s| Slot::Span(&mut s.settings.leeway, &LEEWAY)),
        Field::new("overlap", words::OVERLAP_LABEL, |s| Slot::Span(&mut s.settings.overlap, &OVERLAP)),
        Field::new("deploy", words::DEPLOY, |s| Slot::Span(&mut s.settings.deploy, &DEPLOY)),
        Field::new("signin", words::SIGN_IN, |s| Slot::Span(&mut s.settings.sign_in, &SIGN_IN)),
        Field::new("ahead", words::AHEAD, |s| Slot::Offset(&mut s.settings.api_ahead_s, &AHEAD)),
        Field::new("kind", words::KIND, |s| one_of(&mut s.settings.kind, TokenKind::NAMES, &words::KINDS)),
        Field::new("first", words::FIRST, |s| one_of(&mut s.settings.first, First::NAMES, &words::FIRSTS)),
        Field::always("events", words::EVENTS_LABEL, |s| Slot::Written(&mut s.events)),
        Field::new("zoom", words::ZOOM, |s| Slot::Span(&mut s.zoom, &ZOOM)),
        Field::new("log", words::FILTER, |s| one_of(&mut s.filter, Filter::NAMES, &words::FILTERS)),
        Field::new("open", words::OPENED, |s| Slot::Number(&mut s.opened[0], &PAIR)),
        Field::new("beside", words::BESIDE, |s| Slot::Number(&mut s.opened[1], &PAIR)),
        Field::always("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.settings.seed)),
    ];

    fn blank() -> Self {
        let first = &LESSONS[0];
        debug_assert_eq!(first.settings, PLAIN);
        Self {
            settings: first.settings,
            events: first.plan(),
            zoom: ZERO,
            filter: Filter::All,
            opened: [None; 2],
            now: first.moment,
        }
    }

    fn of(state: &Lifecycle) -> Self {
        Self {
            settings: state.settings(),
            events: state.course.events,
            zoom: state.zoom,
            filter: state.filter,
            opened: state.opened.map(|number| number.map(|number| u64::from(number) + 1)),
            now: state.clock.now,
        }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Lifecycle {
        let mut state = Lifecycle::new(self.settings, self.events, self.now);
        state.filter = self.filter;
        for number in self.opened.into_iter().rev().flatten() {
            state.open(number as u32 - 1);
        }
        state.zoom_to(self.zoom);
        state
    }
}

/// `refresh-stolen@3h,key-rotated@24h`.
impl Written for Events {
    fn read(&mut self, text: &str) -> bool {
        let event = |mut events: Self, event: &str| {
            let (name, at) = event.split_once('@')?;
            let at = Duration::parse(at).filter(|at| *at <= LENGTH.most)?;
            events.add(at, Happening::named(name)?)?;
            Some(events)
        };
        let none = Self::default();
        let events = if text == NONE { Some(none) } else { text.split(',').try_fold(none, event) };
        events.map(|events| *self = events).is_some()
    }

    fn write(&self) -> Option<String> {
        let list: Vec<String> = self.iter().map(|(at, what)| [what.name(), "@", &at.to_string()].concat()).collect();
        Some(if list.is_empty() { NONE.into() } else { list.join(",") })
    }

    fn takes(&self) -> String {
        let names = Happening::ALL.map(|(_, name)| name).join(", ");
        format!("none, or up to {MOST_EVENTS} like key-rotated@24h with commas between, of {names}")
    }
}

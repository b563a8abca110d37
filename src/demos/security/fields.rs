//! The demo's fields: what decides the leak, and the moment. A batch of leaks has most of them, too.

use super::model::{DEFAULT, FIRST_MOMENT, Security, TOKEN_SCOPES};
use super::words;
use crate::fields::spans::{d, h, m};
use crate::fields::{self, Field, Named, Range, Slot, one_of};
use crate::link::Complaint;
use sim::stories::world::{Hole, Settings};
use sim::wire::time::Duration;

const fn span(least: Duration, most: Duration, stops: &'static [Duration]) -> Range<Duration> {
    Range { least, most, stops, say: words::setting }
}

/// When the leak happens, from the start.
const LEAK: Range<Duration> = span(Duration::ZERO, d(2), &[m(5), m(20), m(34), m(50), m(58), h(2), h(6), h(12), d(1)]);
/// How long until the owner notices.
const NOTICED: Range<Duration> =
    span(m(1), d(31), &[m(5), m(15), m(30), h(1), h(2), h(4), h(8), h(12), h(24), d(3), d(7), d(14), d(30)]);
/// How long the access token lives.
const LIFETIME: Range<Duration> =
    span(m(1), d(365), &[m(5), m(15), m(30), h(1), h(4), h(12), h(24), d(7), d(30), d(365)]);
/// How long the picture is at least.
const UNTIL: Range<Duration> = span(Duration::ZERO, d(33), &[]);
/// How many requests the thief sends a minute.
const SPEED: Range<u64> =
    Range { least: 1, most: 60, stops: &[1, 2, 5, 10, 20, 30, 60], say: |speed| words::speed(speed as u32) };

impl Named for Hole {
    const ALL: &'static [Self] = &[Self::Repository, Self::Log, Self::PageSource];
    const NAMES: &'static [&'static str] = &["repo", "log", "page"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What decides the leak.
    pub settings: Settings,
    /// How long the picture is at least.
    pub until: Duration,
    /// The moment, from the start.
    pub now: Duration,
}

impl fields::Setup for Setup {
    type State = Security;
    const DEMO: &'static str = "security";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("hole", words::HOLE, |s| hole(&mut s.settings)),
        Field::new("leak", words::LEAKS_AT, |s| Slot::Span(&mut s.settings.leak_at, &LEAK)),
        Field::new("noticed", words::NOTICED, |s| Slot::Span(&mut s.settings.noticed_after, &NOTICED)),
        Field::new("ttl", words::LIFETIME, |s| ttl(&mut s.settings)),
        Field::new("speed", words::SPEED, |s| speed(&mut s.settings)),
        Field::new("scope", words::SCOPE, |s| scope(&mut s.settings)),
        Field::new("refresh", words::REFRESH_LEAKS, |s| Slot::Switch(&mut s.settings.refresh_leaks)),
        Field::new("check", words::API_ASKS, |s| Slot::Switch(&mut s.settings.api_asks)),
        Field::new("until", words::UNTIL, |s| Slot::Span(&mut s.until, &UNTIL)),
        Field::always("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.settings.seed)),
    ];

    fn blank() -> Self {
        Self { settings: DEFAULT, until: Duration::ZERO, now: FIRST_MOMENT }
    }

    fn of(state: &Security) -> Self {
        Self { settings: state.settings(), until: state.course.until, now: state.clock.now }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Security {
        let mut state = Security::until(self.settings, self.now, self.until);
        state.clock.touched = true;
        state
    }
}

/// The way to leak.
pub fn hole(settings: &mut Settings) -> Slot<'_> {
    one_of(&mut settings.hole, Hole::NAMES, &words::HOLES)
}

/// How long the access token lives.
pub fn ttl(settings: &mut Settings) -> Slot<'_> {
    Slot::Span(&mut settings.token_lifetime, &LIFETIME)
}

/// How many requests the thief sends a minute.
pub fn speed(settings: &mut Settings) -> Slot<'_> {
    Slot::Number(&mut settings.requests_per_minute, &SPEED)
}

/// What the token may do.
pub fn scope(settings: &mut Settings) -> Slot<'_> {
    Slot::Scopes(&mut settings.token_scope, &TOKEN_SCOPES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::live::Demo;

    #[test]
    fn a_moment_past_the_end_is_the_end() {
        let mut state = Security::default();
        state.follow("#security?t=900d00:00:00");
        assert_eq!(state.clock.now, state.course.length);
    }
}

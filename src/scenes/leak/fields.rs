//! The scene's fields: how long the token lives, when the owner notices, the moment, and the seed.

use super::model::Leak;
use super::words;
use crate::fields::spans::{d, h, m};
use crate::fields::{self, Field, Range, Slot};
use crate::link::Complaint;
use crate::ui::format::span;
use sim::wire::time::Duration;

/// How long the token lives.
const LIFETIME: Range<Duration> =
    Range { least: m(1), most: d(365), stops: &[m(5), m(15), h(1), h(4), h(12), h(24), d(7)], say: span };
/// How long after the leak the owner notices.
const NOTICED: Range<Duration> =
    Range { least: m(1), most: d(31), stops: &[m(15), h(1), h(4), h(12), h(24), d(7)], say: span };

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How long the token lives.
    pub lifetime: Duration,
    /// How long after the leak the owner notices.
    pub noticed: Duration,
    /// The moment, from the leak on.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = Leak;
    const DEMO: &'static str = "leak";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("noticed", words::NOTICED, |s| Slot::Span(&mut s.noticed, &NOTICED)),
        Field::new("ttl", words::LIVES, |s| Slot::Span(&mut s.lifetime, &LIFETIME)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { lifetime: Duration::hours(1), noticed: Duration::hours(24), now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &Leak) -> Self {
        let settings = &state.run.settings;
        let (lifetime, noticed) = (settings.token_lifetime, settings.noticed_after);
        Self { lifetime, noticed, now: state.clock.now, seed: settings.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Leak {
        let mut state = Leak::new(self.lifetime, self.noticed, self.seed);
        state.clock.go(self.now);
        state
    }
}

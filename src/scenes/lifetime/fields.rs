//! The scene's fields: how long the token lives, the moment, and the seed.

use super::model::Lifetime;
use super::words;
use crate::fields::spans::{d, h, m};
use crate::fields::{self, Field, Range, Slot};
use crate::link::Complaint;
use crate::ui::format::span;
use sim::wire::time::Duration;

/// How long the token lives.
pub const LIFETIME: Range<Duration> =
    Range { least: m(5), most: d(31), stops: &[m(5), m(15), h(1), h(4), h(12), h(24), d(7)], say: span };

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How long the token lives.
    pub lifetime: Duration,
    /// The moment, from the leak on.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = Lifetime;
    const DEMO: &'static str = "lifetime";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("ttl", words::LIVES, |s| Slot::Span(&mut s.lifetime, &LIFETIME)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { lifetime: h(1), now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &Lifetime) -> Self {
        let settings = &state.run.settings;
        Self { lifetime: settings.token_lifetime, now: state.clock.now, seed: settings.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Lifetime {
        let mut state = Lifetime::new(self.lifetime, self.seed);
        state.clock.go(self.now);
        state
    }
}

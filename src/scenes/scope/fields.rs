//! The scene's fields: how many doors the token opens, the moment, and the seed.

use super::model::{DOORS, Scope};
use super::words;
use crate::fields::{self, Field, Range, Slot};
use crate::link::Complaint;
use sim::wire::time::Duration;

/// How many doors the token opens.
pub const OPENS: Range<u64> =
    Range { least: 1, most: DOORS as u64, stops: &[1, 2, 3, 4, 5, 6], say: |opens| words::opens(opens as usize) };

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// How many doors the token opens.
    pub opens: u32,
    /// The moment, from the thief's first step on.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = Scope;
    const DEMO: &'static str = "scope";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("opens", words::OPENS, |s| Slot::Number(&mut s.opens, &OPENS)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { opens: 1, now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &Scope) -> Self {
        Self { opens: state.run.opens as u32, now: state.clock.now, seed: state.run.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Scope {
        let mut state = Scope::new(self.opens as usize, self.seed);
        state.clock.go(self.now);
        state
    }
}

//! The scene's fields: the moment, and the seed that makes the pair.

use super::model::Opening;
use crate::fields::{self, Field, Slot};
use crate::link::Complaint;
use sim::wire::time::Duration;

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The moment, from the leak on.
    pub now: Duration,
    /// What the pair is made from.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = Opening;
    const DEMO: &'static str = "opening";
    const FIELDS: &'static [Field<Self>] =
        &[Field::new("t", "", |s| Slot::Moment(&mut s.now)), Field::always("seed", "", |s| Slot::Seed(&mut s.seed))];

    fn blank() -> Self {
        Self::of(&Opening::default())
    }

    fn of(state: &Opening) -> Self {
        Self { now: state.clock.now, seed: state.run.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Opening {
        Opening::at(self.seed, self.now)
    }
}

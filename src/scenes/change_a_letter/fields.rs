//! The scene's fields: what is changed, the moment, and the seed.

use super::model::{Change, ChangeALetter};
use super::words;
use crate::fields::{self, Field, Named, Slot, one_of};
use crate::link::Complaint;
use sim::wire::time::Duration;

impl Named for Change {
    const ALL: &'static [Self] = &[Self::Bo, Self::Longer, Self::More];
    const NAMES: &'static [&'static str] = &["bo", "longer", "more"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What is changed.
    pub change: Change,
    /// The moment of the play.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = ChangeALetter;
    const DEMO: &'static str = "change-a-letter";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("change", words::CHANGE, |s| one_of(&mut s.change, Change::NAMES, &words::CHANGES)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { change: Change::Bo, now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &ChangeALetter) -> Self {
        Self { change: state.run.change, now: state.clock.now, seed: state.run.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> ChangeALetter {
        let mut state = ChangeALetter::new(self.change, self.seed);
        state.clock.go(self.now);
        state
    }
}

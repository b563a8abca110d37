//! The scene's fields: who notices the leaks, the moment, and the seed.

use super::model::{Notices, ThousandLeaks};
use super::words;
use crate::fields::{self, Field, Named, Slot, one_of};
use crate::link::Complaint;
use sim::wire::time::Duration;

impl Named for Notices {
    const ALL: &'static [Self] = &[Self::Scanner, Self::Day, Self::Owners];
    const NAMES: &'static [&'static str] = &["scanner", "day", "owners"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Who notices the leaks.
    pub notices: Notices,
    /// The moment of the play.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = ThousandLeaks;
    const DEMO: &'static str = "thousand-leaks";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("who", words::WHO, |s| one_of(&mut s.notices, Notices::NAMES, &words::NOTICES)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { notices: Notices::Owners, now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &ThousandLeaks) -> Self {
        Self { notices: state.notices, now: state.clock.now, seed: state.seed() }
    }

    fn state(self, _: &mut Vec<Complaint>) -> ThousandLeaks {
        let mut state = ThousandLeaks::new(self.notices, self.seed);
        state.go(self.now);
        state
    }
}

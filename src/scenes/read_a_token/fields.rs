//! The scene's fields: which part is opened, the moment, and the seed.

use super::model::{Open, ReadAToken};
use super::words;
use crate::fields::{self, Field, Named, Slot, one_of};
use crate::link::Complaint;
use sim::wire::time::Duration;

impl Named for Open {
    const ALL: &'static [Self] = &[Self::All, Self::Header, Self::Payload, Self::Signature];
    const NAMES: &'static [&'static str] = &["all", "header", "payload", "signature"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Which part is opened.
    pub open: Open,
    /// The moment of the play.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = ReadAToken;
    const DEMO: &'static str = "read-a-token";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("open", words::OPEN, |s| one_of(&mut s.open, Open::NAMES, &words::OPENS)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { open: Open::All, now: Duration::ZERO, seed: 7 }
    }

    fn of(state: &ReadAToken) -> Self {
        Self { open: state.open, now: state.clock.now, seed: state.run.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> ReadAToken {
        let mut state = ReadAToken::new(self.open, self.seed);
        state.clock.go(self.now);
        state
    }
}

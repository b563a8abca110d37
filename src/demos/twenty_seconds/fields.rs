//! The demo's fields: what was done to the pair, and the seed that made it.

use super::model::{FIRST_ACTS, FIRST_SEED, MOST_ACTS, TwentySeconds};
use super::words;
use crate::fields::{self, Field, Slot, Written};
use crate::link::Complaint;
use sim::stories::pair::Act;

/// What a link says of a pair to which nothing was done.
const NOTHING: &str = "nothing";

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What was done. What was taken back is not in it.
    pub acts: Vec<Act>,
    /// What the pair was made from.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = TwentySeconds;
    const DEMO: &'static str = "twenty-seconds";
    const FIELDS: &'static [Field<Self>] = &[
        Field::always("did", words::STEPS, |s| Slot::Written(&mut s.acts)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { acts: FIRST_ACTS.into(), seed: FIRST_SEED }
    }

    fn of(state: &TwentySeconds) -> Self {
        Self { acts: state.done().into(), seed: state.pair.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> TwentySeconds {
        TwentySeconds { touched: true, ..TwentySeconds::new(self.seed, self.acts) }
    }
}

/// `send,wait,leak`.
impl Written for Vec<Act> {
    fn read(&mut self, text: &str) -> bool {
        let acts = if text == NOTHING { Some(Vec::new()) } else { text.split(',').map(Act::named).collect() };
        acts.filter(|acts: &Self| acts.len() <= MOST_ACTS).map(|acts| *self = acts).is_some()
    }

    fn write(&self) -> Option<String> {
        let names: Vec<&str> = self.iter().map(|act| act.name()).collect();
        Some(if names.is_empty() { NOTHING.into() } else { names.join(",") })
    }

    fn takes(&self) -> String {
        let [send, wait, leak] = Act::ALL.map(Act::name);
        format!("up to {MOST_ACTS} of {send}, {wait} and {leak} with commas between, or {NOTHING}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_day_of_acts_is_refused() {
        let many = "wait,".repeat(MOST_ACTS);
        assert!(Vec::<Act>::new().read(many.trim_end_matches(',')));
        for bad in [&[&many, "wait"].concat(), "", ",", "send,", "Send", "send;wait", "nothing,wait"] {
            assert!(!Vec::<Act>::new().read(bad), "{bad}");
        }
    }
}

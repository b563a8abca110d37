//! The demo's state: a pair of credentials, what was done to them, and what is true after that. Pure; the view calls
//! these methods and shows what they say.
//!
//! Time is not run but stepped: a moment is the list of acts that led to it. So going back is leaving out the last
//! act, and it is exact, because everything is asked anew of the provider as it was made.

use std::sync::Arc;

use crate::link::SEEDS;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::stories::pair::{Act, Pair, Picture};
use sim::wire::rng::Rng;
use sim::wire::time::Duration;

/// What would show most next: the button that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This act.
    Act(Act),
    /// A new pair: this one has shown what it can.
    NewPair,
}

/// The most that can be done to one pair: a day of waiting.
pub const MOST_ACTS: usize = 24;
/// The first picture's seed.
pub const FIRST_SEED: u64 = 7;
/// What has been done in the first picture: enough to tell the two apart.
pub const FIRST_ACTS: [Act; 2] = [Act::Wait, Act::Wait];
/// What the question supposes.
const SUPPOSED: [Act; 2] = [Act::Leak, Act::Wait];
/// The demo's state.
#[derive(Clone, Debug)]
pub struct TwentySeconds {
    /// The key and the token.
    pub pair: Arc<Pair>,
    /// What was done to them, and what was taken back and can be done again.
    pub acts: Vec<Act>,
    /// How many of the acts count now.
    pub at: usize,
    /// What is true after them.
    pub picture: Arc<Picture>,
    /// Whether the reader has touched the demo.
    pub touched: bool,
    /// What every demo has.
    pub common: Common,
}

impl Default for TwentySeconds {
    fn default() -> Self {
        Self::new(FIRST_SEED, FIRST_ACTS.into())
    }
}

impl TwentySeconds {
    /// A pair from this seed, to which this was done.
    pub fn new(seed: u64, acts: Vec<Act>) -> Self {
        let pair = Arc::new(Pair::new(seed));
        let picture = Arc::new(Picture::new(&pair, &acts));
        let at = acts.len();
        Self { pair, acts, at, picture, touched: false, common: Common::default() }
    }

    /// What was done, up to this moment.
    pub fn done(&self) -> &[Act] {
        &self.acts[..self.at]
    }

    /// Whether nothing more can be done to this pair.
    pub const fn is_full(&self) -> bool {
        self.at >= MOST_ACTS
    }

    /// Does one thing more. What was taken back before is forgotten.
    pub fn perform(&mut self, act: Act) {
        self.touched = true;
        if !self.is_full() {
            self.acts.truncate(self.at);
            self.acts.push(act);
            self.go(self.at + 1);
        }
    }

    /// Another pair, to which nothing was done. Its seed follows from this one's, and does not look it.
    pub fn another_pair(&mut self) {
        self.begin(Rng::stream(self.pair.seed, "next pair").below(SEEDS), Vec::new());
    }

    /// Begins anew with a pair from this seed, to which this was done.
    pub fn begin(&mut self, seed: u64, acts: Vec<Act>) {
        self.replace(Self { touched: true, ..Self::new(seed, acts) });
    }

    /// What the run says to the question: whether the key, and whether the token, still opens something.
    pub fn supposed(&self) -> Picture {
        Picture::new(&self.pair, &SUPPOSED)
    }

    /// What would show most next.
    pub fn next(&self) -> Next {
        let since_wait = self.done().rsplit(|act| *act == Act::Wait).next().unwrap_or_default();
        let dead = !self.picture.token.works();
        match (self.picture.leaked, dead) {
            _ if self.is_full() => Next::NewPair,
            (Some(_), true) => Next::NewPair,
            (Some(_), false) => Next::Act(Act::Wait),
            (None, _) if !since_wait.contains(&Act::Send) => Next::Act(Act::Send),
            (None, true) => Next::Act(Act::Leak),
            (None, false) => Next::Act(Act::Wait),
        }
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.acts.len());
        self.picture = Arc::new(Picture::new(&self.pair, self.done()));
    }
}

impl Model for TwentySeconds {
    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Where the demo stands among its acts, as a clock: a millisecond an act.
    fn common(&self) -> (Clock, &Common) {
        let at = |n: usize| Duration::milliseconds(n as u64);
        let clock =
            Clock { now: at(self.at), length: at(self.acts.len()), playing: false, pace: 0, touched: self.touched };
        (clock, &self.common)
    }

    /// The keys' moves, and the small buttons'. There is no time to run: Space and the step forward do what is next.
    fn move_to(&mut self, to: Move) {
        self.touched = true;
        match to {
            Move::Forward | Move::NextTurn if self.at < self.acts.len() => self.go(self.at + 1),
            // A new pair could not be taken back, so a step alone does not make one.
            Move::Forward => {
                if let Next::Act(act) = self.next() {
                    self.perform(act);
                }
            }
            Move::Toggle => match self.next() {
                Next::Act(act) => self.perform(act),
                Next::NewPair => self.another_pair(),
            },
            Move::Back | Move::PreviousTurn => self.go(self.at.saturating_sub(1)),
            Move::Go(moment) => self.go(moment.as_ms() as usize),
            _ => {}
        }
    }

    /// Lets both leak and an hour pass: the question.
    fn predict(&mut self, guess: usize) {
        self.begin(self.pair.seed, SUPPOSED.into());
        self.common.guess = Some(guess);
    }
}

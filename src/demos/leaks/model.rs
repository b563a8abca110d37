//! The demo's state: the plan, the batch at work, and the picture of what is done. Pure; the view calls these methods
//! and shows what they say.

use std::sync::Arc;

use super::batch::{Batch, Plan};
use super::picture::{MARKED, Mark, Picture};
use crate::demos::security::model as security;
use crate::link::SEEDS;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::stories::delay::Source;
use sim::stories::loss::Replay;
use sim::stories::world::{Credential, Settings};
use sim::wire::time::Duration;

/// How many leaks there may be.
pub const LEAKS: (u32, u32) = (1_000, 100_000);
/// What the slider of their number can be set to.
pub const LEAKS_STOPS: [u64; 7] = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
/// What the reader's own figure can be set to.
pub const HALF_STOPS: [Duration; 11] = [
    Duration::minutes(5),
    Duration::minutes(15),
    Duration::hours(1),
    Duration::hours(4),
    Duration::hours(12),
    Duration::days(1),
    Duration::days(3),
    Duration::days(7),
    Duration::days(14),
    Duration::days(30),
    Duration::days(90),
];

/// The plan of the first picture.
pub const FIRST: Plan =
    Plan { settings: security::DEFAULT, source: Source::Revoked, half_within: Duration::days(1), leaks: LEAKS.0 };
/// What the question supposes: half of the leaks are noticed within an hour.
pub const SUPPOSED: Plan = Plan { source: Source::Own, half_within: Duration::hours(1), ..FIRST };

/// After the first thousand leaks, a picture is drawn anew each time one more of so many parts of the batch is done.
const DRAWN: u32 = 20;
/// A piece of a full run: a fraction of a millisecond.
const PIECE_STEPS: u32 = 100;

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Leaks {
    /// What is asked for.
    pub plan: Plan,
    /// The batch, at work or done.
    pub batch: Arc<Batch>,
    /// Whether it rests before it is done.
    pub rest: Rest,
    /// What is shown of it.
    pub picture: Arc<Picture>,
    /// The marked leaks played in full.
    pub proof: Proof,
    /// The medians before the reader's guess was put to the test.
    pub before: Option<[u32; 2]>,
    /// What every demo has.
    pub common: Common,
    /// Whether the reader has touched the demo.
    pub touched: bool,
}

/// Why a batch does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// It goes on, or is done.
    None,
    /// The reader has stopped it for a while.
    Paused,
    /// The reader has given it up: what is done stands.
    Cancelled,
}

/// How many leaks are marked: for key and token, at two percentiles.
pub const MARKS: usize = Credential::BOTH.len() * MARKED.len();

/// Marked leaks, played in full by the provider.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// The one that is played.
    replay: Option<Box<Replay>>,
    /// What each came to, as far as they are played.
    pub records: Vec<u32>,
    /// How many requests the thief has sent in them.
    pub requests: u32,
    /// Whether the reader has asked for it.
    pub wanted: bool,
}

impl Default for Leaks {
    fn default() -> Self {
        let mut batch = Batch::new(FIRST);
        while batch.done() < FIRST.leaks {
            batch.work();
        }
        Self { touched: false, ..Self::of(batch) }
    }
}

impl Leaks {
    /// The demo with this plan, at the beginning of its work.
    pub fn new(plan: Plan) -> Self {
        Self::of(Batch::new(plan))
    }

    fn of(batch: Batch) -> Self {
        let picture = Arc::new(Picture::new(&batch));
        Self {
            plan: batch.plan,
            batch: Arc::new(batch),
            rest: Rest::None,
            picture,
            proof: Proof::default(),
            before: None,
            common: Common::default(),
            touched: true,
        }
    }

    /// Whether the batch goes on.
    pub fn batch_works(&self) -> bool {
        self.rest == Rest::None && !self.is_done()
    }

    /// Whether marked leaks are being played in full.
    pub fn proof_works(&self) -> bool {
        self.proof.wanted && self.proof.records.len() < MARKS
    }

    /// Whether all leaks of the plan are computed.
    pub fn is_done(&self) -> bool {
        self.batch.done() == self.plan.leaks
    }

    /// Does a small piece of the work.
    pub fn work(&mut self) {
        if self.batch_works() {
            let batch = Arc::make_mut(&mut self.batch);
            batch.work();
            // The old picture stays until there is enough for a new one.
            let shown = if self.picture.plan == self.plan { self.picture.leaks } else { 0 };
            let due = if shown == 0 { LEAKS.0 } else { shown + self.plan.leaks / DRAWN };
            if batch.done() >= due || batch.done() == self.plan.leaks {
                self.picture = Arc::new(Picture::new(batch));
            }
        } else if self.proof_works() {
            self.prove();
        }
    }

    /// Plays the next marked leak in full, a few steps of it. One that is marked twice is played once.
    fn prove(&mut self) {
        let next = self.proof.records.len();
        let Some(mark) = self.mark(next) else { return self.proof.wanted = false };
        let lane = next / MARKED.len();
        if !next.is_multiple_of(MARKED.len()) && self.mark(next - 1).is_some_and(|before| before.number == mark.number)
        {
            let same = self.proof.records[next - 1];
            return self.proof.records.push(same);
        }
        let leak = self.plan.leak(mark.number);
        let replay = self.proof.replay.get_or_insert_with(|| Box::new(Replay::new(leak, Credential::BOTH[lane])));
        if !replay.play(PIECE_STEPS) {
            self.proof.requests += replay.requests;
            self.proof.records.push(replay.records);
            self.proof.replay = None;
        }
    }

    /// What decides the picture: of which plan it is, and of how many leaks.
    pub fn shown(&self) -> (Plan, u32) {
        (self.picture.plan, self.picture.leaks)
    }

    /// The marked leaks in their order: the key's, then the token's.
    pub fn mark(&self, place: usize) -> Option<Mark> {
        self.picture.marks[place / MARKED.len()][place % MARKED.len()]
    }

    /// Changes the plan. What is at work starts over.
    pub fn set(&mut self, change: &dyn Fn(&mut Plan)) {
        let mut plan = self.plan;
        change(&mut plan);
        self.touched = true;
        if plan != self.plan {
            self.start(plan);
        }
    }

    /// Starts a batch. Until it has something to show, the old picture stays.
    fn start(&mut self, plan: Plan) {
        self.plan = plan;
        self.batch = Arc::new(Batch::new(plan));
        self.rest = Rest::None;
        self.proof = Proof::default();
        (self.common.guess, self.before) = (None, None);
    }

    /// Gives up what is at work; what is done stands.
    pub fn cancel(&mut self) {
        self.touched = true;
        if self.proof_works() {
            self.proof = Proof::default();
        } else if !self.is_done() {
            self.rest = Rest::Cancelled;
            self.picture = Arc::new(Picture::new(&self.batch));
        }
    }

    /// Asks the provider to play the marked leaks in full.
    pub fn ask_proof(&mut self) {
        self.touched = true;
        self.proof = Proof { wanted: !self.batch_works(), ..Proof::default() };
    }

    /// Takes from the token what sets it apart from the key.
    pub fn make_token_as_bad_as_key(&mut self) {
        self.set(&|plan| security::as_bad_as_key(&mut plan.settings));
    }

    /// A marked leak as the leak demo plays it.
    pub fn single(&self, mark: Mark) -> Settings {
        self.picture.plan.leak(mark.number)
    }
}

impl Model for Leaks {
    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// The work as a clock: it runs while there is work, and its keys are the demo's.
    fn common(&self) -> (Clock, &Common) {
        let mut clock = Clock::new(Duration::ZERO, Duration::seconds(1));
        (clock.playing, clock.touched) = (self.works(), self.touched);
        (clock, &self.common)
    }

    /// Whether there is work to go on with.
    fn works(&self) -> bool {
        self.batch_works() || self.proof_works()
    }

    fn reset(&mut self) {
        self.replace(Self { touched: true, ..Self::default() });
    }

    /// Moves the work on.
    fn move_to(&mut self, to: Move) {
        self.touched |= to != Move::Stop;
        let seed = self.plan.settings.seed;
        match to {
            Move::Tick(_) => self.work(),
            Move::Toggle if self.batch_works() => {
                self.rest = Rest::Paused;
                self.picture = Arc::new(Picture::new(&self.batch));
            }
            Move::Toggle if self.rest == Rest::Paused => self.rest = Rest::None,
            Move::Toggle => {
                let guess = (self.common.guess, self.before);
                self.start(self.plan);
                (self.common.guess, self.before) = guess;
                self.picture = Arc::new(Picture::new(&self.batch));
            }
            Move::Forward => self.set(&|plan| plan.settings.seed = (seed + 1) % SEEDS),
            Move::Back => self.set(&|plan| plan.settings.seed = (seed + SEEDS - 1) % SEEDS),
            Move::Go(to) if to == Duration::ZERO => self.set(&|plan| plan.leaks = LEAKS.0),
            Move::Go(_) => self.set(&|plan| plan.leaks = LEAKS.1),
            _ => {}
        }
    }

    /// Puts the reader's guess to the test.
    fn predict(&mut self, guess: usize) {
        let before = Self::default().picture.medians();
        self.start(SUPPOSED);
        (self.common.guess, self.before, self.touched) = (Some(guess), before, true);
    }
}

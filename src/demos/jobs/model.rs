//! The demo's state: which job, what the reader picked for each, the month's moment, and what is true at it. Pure; the
//! view calls these methods and shows what they say.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::stories::jobs::{END, Job, Month, Tally, Turn};
use sim::stories::world::{Credential, Exchange};
use sim::wire::time::Duration;

/// The job of the first picture.
pub const FIRST_JOB: Job = Job::Widget;
/// What is picked for it there.
pub const FIRST_PICK: Credential = Credential::Key;
/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;
/// A month is played so many times as fast as the shared clock would: in some seven seconds.
const PACE: u64 = 3;

/// A turning point of the months, as the list tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// When, from the start.
    pub at: Duration,
    /// What happened.
    pub turn: Turn,
    /// Whether in the key's month, and in the token's.
    pub lanes: [bool; 2],
    /// Which of its kind it is, in its lane: the second sign-in is another thing than the first.
    pub nth: usize,
}

/// What decides all but the moment: the job, the seed, and what is picked for each job.
pub type Choices = (Job, u64, [Option<Credential>; Job::ALL.len()]);

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Jobs {
    /// The job that is looked at.
    pub job: Job,
    /// What every secret and every chance comes from.
    pub seed: u64,
    /// What the reader picked for each job.
    pub picks: [Option<Credential>; Job::ALL.len()],
    /// Where the clock stands.
    pub clock: Clock,
    /// The months of the job, once something was picked for it.
    pub months: Arc<[Month; 2]>,
    /// Their turning points, in order.
    pub told: Arc<[Told]>,
    /// What every demo has.
    pub common: Common,
}

impl Default for Jobs {
    fn default() -> Self {
        Self::new(FIRST_JOB, Some(FIRST_PICK), END, FIRST_SEED)
    }
}

impl Jobs {
    /// The demo at this job, pick and moment.
    pub fn new(job: Job, pick: Option<Credential>, now: Duration, seed: u64) -> Self {
        let months = match pick {
            Some(_) => Credential::BOTH.map(|credential| Month::of(job, credential, seed)),
            None => [Month::default(), Month::default()],
        };
        let mut picks = [None; Job::ALL.len()];
        picks[job as usize] = pick;
        Self {
            job,
            seed,
            picks,
            clock: Clock::new(now, END),
            told: told(&months).into(),
            months: Arc::new(months),
            common: Common::default(),
        }
    }

    /// What is picked for this job.
    pub fn pick(&self) -> Option<Credential> {
        self.picks[self.job as usize]
    }

    /// What the reader has chosen.
    pub fn choices(&self) -> Choices {
        (self.job, self.seed, self.picks)
    }

    /// Another job, seed or pick, at this moment; what was picked for the others stays.
    fn renew(&mut self, job: Job, pick: Option<Credential>, now: Duration, seed: u64) {
        let mut picks = self.picks;
        picks[job as usize] = pick;
        let fresh = Self::new(job, pick, now, seed);
        *self = Self { picks, common: core::mem::take(&mut self.common), ..fresh };
        self.clock.touched = true;
    }

    /// Looks at a job. One that was played before is shown at its end.
    pub fn choose(&mut self, job: Job) {
        self.renew(job, self.picks[job as usize], END, self.seed);
    }

    /// Picks for the job, and plays its month.
    pub fn give(&mut self, pick: Credential) {
        self.renew(self.job, Some(pick), Duration::ZERO, self.seed);
        self.clock.playing = true;
    }

    /// Another seed.
    pub fn reseed(&mut self, seed: u64) {
        self.renew(self.job, self.pick(), self.clock.now, seed);
    }

    /// Whether the month is over.
    pub fn is_over(&self) -> bool {
        self.pick().is_some() && self.clock.now >= END
    }

    /// What the lane's month has come to by now.
    pub fn tally(&self, credential: Credential) -> Tally {
        self.months[credential as usize].tally(self.clock.now)
    }

    /// What was sent last in the lane, and when.
    pub fn last_exchange(&self, credential: Credential) -> Option<(Duration, &Exchange)> {
        self.months[credential as usize].last_exchange(self.clock.now)
    }

    /// How the lane's job fares now.
    pub fn fate(&self, credential: Credential) -> Fate {
        let (month, now) = (&self.months[credential as usize], self.clock.now);
        let within = |&(from, to): &(Duration, Duration)| from <= now && now < to;
        let shared = month.strangers_time().is_some_and(|span| within(&span));
        let over = month.moments.iter().any(|moment| moment.turn == Turn::ContractOver && moment.at <= now);
        match (over, shared) {
            (true, true) => Fate::OpenAfterTheEnd,
            (true, false) => Fate::Ended,
            _ if month.outages.iter().any(within) => Fate::StandsStill,
            (false, true) => Fate::Shared,
            (false, false) => Fate::Works,
        }
    }
}

impl Model for Jobs {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn reset(&mut self) {
        self.replace(Self::default());
        self.clock.touched = true;
    }

    fn predict(&mut self, guess: usize) {
        self.give(Credential::BOTH[guess]);
    }

    /// Before a pick there is no month to move in.
    fn move_to(&mut self, to: Move) {
        const DAY: Duration = Duration::days(1);
        if self.pick().is_none() {
            return;
        }
        let now = self.clock.now;
        let days = now.as_s() / DAY.as_s();
        match to {
            Move::Forward => self.clock.go(Duration::days(days + 1)),
            Move::Back if now == Duration::days(days) => self.clock.go(now - DAY),
            Move::Back => self.clock.go(Duration::days(days)),
            Move::NextTurn => self.clock.go_on(self.told.iter().map(|told| told.at)),
            Move::PreviousTurn => self.clock.go_back(self.told.iter().map(|told| told.at)),
            Move::Tick(real_ms) => self.clock.tick(real_ms * PACE),
            // The month has a pace of its own.
            Move::Pace(_) => {}
            _ => self.clock.act(to),
        }
    }
}

/// How a job fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It works.
    Works,
    /// It works, and a stranger uses the same credential.
    Shared,
    /// It stands still.
    StandsStill,
    /// Its contract is over, and it is still let in.
    OpenAfterTheEnd,
    /// Its contract is over.
    Ended,
}

/// The turning points of both months in order; what happens in both at once is told once.
fn told(months: &[Month; 2]) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for (lane, month) in months.iter().enumerate() {
        let mut before = None;
        for (i, moment) in month.moments.iter().enumerate().filter(|(_, moment)| moment.turn.is_told()) {
            let (at, turn) = (moment.at, moment.turn);
            // Two people who sign in at once are one line.
            if before.replace((at, turn)) == Some((at, turn)) {
                continue;
            }
            let nth = month.moments[..i].iter().filter(|other| other.turn == turn).count();
            if let Some(same) = all.iter_mut().find(|told| told.at == at && told.turn == turn && !told.lanes[lane]) {
                same.lanes[lane] = true;
                continue;
            }
            let lanes = [lane == 0, lane == 1];
            // Into its place: the library's sort weighs 4 KB.
            let place = all.partition_point(|told| told.at <= at);
            all.insert(place, Told { at, turn, lanes, nth });
        }
    }
    all
}

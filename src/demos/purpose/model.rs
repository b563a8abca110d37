//! The demo's state: what the reader composes, what was done so far, and how far the request in view has travelled.
//! Pure; the view calls these methods and shows what they say.
//!
//! A moment is computed, never remembered: the seed and the list of what was done decide everything. Each entry of
//! the list keeps the provider as it was afterwards, so that going back costs nothing.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::Stage;
use sim::stories::purpose::call::{Call, ME, With, paths};
use sim::stories::purpose::held::Held;
use sim::stories::purpose::run::{Act, Frame, METERS, MOST_ACTS, Meter, Moment, Sent, joined};
use sim::wire::http::Method;
use sim::wire::time::Duration;

/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;
/// What was done in the first picture: the same request three times, and three answers.
pub const FIRST: [Act; 3] = [
    Act::Send { with: With::Nobody, call: ME, times: 1 },
    Act::Send { with: With::Ada, call: ME, times: 1 },
    Act::Send { with: With::Bo, call: ME, times: 1 },
];

/// How long a request travels from one station to the next, in milliseconds of the reader's time: not less than the
/// steps in which time moves with reduced motion, so that then each step is a station.
pub const STATION_MS: u64 = 700;
/// How long it takes to arrive at the last one.
const SETTLE_MS: u64 = 500;

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// Every secret comes from it.
    pub seed: u64,
    /// What the developers hold.
    pub held: Arc<Held>,
    /// What the reader has composed: the credential,
    pub with: With,
    /// and the request.
    pub call: Call,
    /// How many of the acts have been done; the others were taken back.
    pub step: usize,
    /// How far the request in view has travelled.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
    /// The provider before anything was done, and after each act.
    frames: Vec<Arc<Frame>>,
}

impl Default for Purpose {
    fn default() -> Self {
        let mut state = Self::new(FIRST_SEED);
        state.redo(&FIRST);
        state
    }
}

impl Purpose {
    /// The demo with nothing done.
    pub fn new(seed: u64) -> Self {
        let (provider, held) = Held::begin(seed);
        Self {
            seed,
            held: Arc::new(held),
            with: With::Bo,
            call: ME,
            step: 0,
            clock: Clock::new(Duration::ZERO, Duration::ZERO),
            common: Common::default(),
            frames: vec![Arc::new(Frame::first(provider))],
        }
    }

    /// Does these, and stands at the end of the last one's path.
    pub fn redo(&mut self, acts: &[Act]) {
        for act in acts {
            self.append(*act);
        }
        self.stand_at(self.acts().len());
    }

    /// What was done, with what it led to.
    pub fn acts(&self) -> &[Arc<Frame>] {
        &self.frames[1..]
    }

    /// What was done and is known by now: what is still on its way is not told.
    pub fn told(&self) -> &[Arc<Frame>] {
        let told = if self.arrived() { self.step } else { self.step - 1 };
        &self.acts()[..told]
    }

    /// What is in view.
    pub fn frame(&self) -> &Frame {
        &self.frames[self.step]
    }

    /// What is in view, and how far it has come.
    pub fn moment(&self) -> Moment {
        Moment { frame: self.frames[self.step].clone(), reached: self.reached() }
    }

    /// The request in view, if there is one.
    pub fn sent(&self) -> Option<&Sent> {
        self.frame().sent.as_ref()
    }

    /// The last station that the request in view has reached.
    pub fn reached(&self) -> usize {
        let stop = self.sent().map_or(0, |sent| sent.stage as usize);
        stop.min((self.clock.now.as_ms() / STATION_MS) as usize)
    }

    /// Whether the request in view has been answered.
    pub fn arrived(&self) -> bool {
        self.sent().is_none_or(|sent| self.reached() == sent.stage as usize)
    }

    /// What the meters say: what they said before, until the request in view has been counted.
    pub fn meters(&self) -> [Meter; METERS] {
        let counted = self.arrived() || self.reached() >= Stage::Usage as usize;
        let frame = if counted { self.step } else { self.step - 1 };
        self.frames[frame].meters(&self.held)
    }

    /// Whether there is no room for more.
    pub fn is_full(&self) -> bool {
        self.step >= MOST_ACTS
    }

    /// Sends what is composed, so many times, and lets it travel.
    pub fn send(&mut self, times: u32) {
        let (with, call) = (self.with, self.call);
        if self.act_now(Act::Send { with, call, times }) {
            self.clock = Clock { now: Duration::ZERO, playing: true, ..self.clock };
        }
    }

    /// Lets time pass at the provider's.
    pub fn wait(&mut self, time: Duration) {
        self.act_now(Act::Wait(time));
    }

    /// Does this now, if there is room for it; what was taken back is gone.
    fn act_now(&mut self, act: Act) -> bool {
        let has_room = !self.is_full();
        if has_room {
            self.common.guess = None;
            self.frames.truncate(self.step + 1);
            self.append(act);
            self.look_at(self.acts().len());
        }
        has_room
    }

    /// Adds an act at the end: to the last one, if that was the same.
    fn append(&mut self, act: Act) {
        let joined = self.acts().last().and_then(|last| joined(last.act, act));
        if joined.is_some() {
            self.frames.pop();
        }
        if let (true, Some(last)) = (self.acts().len() < MOST_ACTS, self.frames.last()) {
            let frame = Frame::after(last, joined.unwrap_or(act), &self.held);
            self.frames.push(Arc::new(frame));
        }
    }

    /// The reader brings the act of that number into view, its path travelled.
    pub fn look_at(&mut self, step: usize) {
        self.stand_at(step);
        self.clock.touched = true;
    }

    fn stand_at(&mut self, step: usize) {
        self.step = step.min(self.acts().len());
        let length = self.sent().map_or(0, |sent| sent.stage as u64 * STATION_MS + SETTLE_MS);
        let length = Duration::milliseconds(length);
        self.clock = Clock { now: length, length, playing: false, ..self.clock };
    }

    /// Chooses what the request carries.
    pub fn choose(&mut self, with: With) {
        self.with = with;
        self.clock.touched = true;
    }

    /// Chooses a path of the API's, and a method that it takes.
    pub fn choose_path(&mut self, path: &str) {
        let Some(path) = paths().into_iter().find(|known| *known == path) else { return };
        self.clock.touched = true;
        self.call.path = path;
        let takes = |method| {
            let asked = if method == Method::Head { Method::Get } else { method };
            self.call.endpoints().any(|endpoint| endpoint.method == asked)
        };
        if !takes(self.call.method) {
            self.call.method = self.call.endpoints().next().map_or(Method::Get, |endpoint| endpoint.method);
        }
    }

    /// Makes everything anew from another seed.
    pub fn reseed(&mut self, seed: u64) {
        let acts: Vec<Act> = self.acts().iter().map(|frame| frame.act).collect();
        let (with, call, step, common) = (self.with, self.call, self.step, core::mem::take(&mut self.common));
        *self = Self { with, call, common, ..Self::new(seed) };
        self.redo(&acts);
        self.look_at(step);
    }
}

impl Model for Purpose {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Moves along the path, from act to act.
    fn move_to(&mut self, to: Move) {
        let reached = self.reached();
        let station = |number: usize| Duration::milliseconds(number as u64 * STATION_MS);
        match to {
            Move::Forward if self.arrived() => self.clock.go(self.clock.length),
            Move::Forward => self.clock.go(station(reached + 1)),
            Move::Back => self.clock.go(station(reached.saturating_sub(1))),
            Move::NextTurn => self.look_at(self.step + 1),
            Move::PreviousTurn => self.look_at(self.step.saturating_sub(1)),
            // The path has a pace of its own.
            Move::Tick(real_ms) => {
                self.clock.now = (self.clock.now + Duration::milliseconds(real_ms)).min(self.clock.length);
                self.clock.playing &= self.clock.now < self.clock.length;
            }
            Move::Pace(_) => {}
            _ => self.clock.act(to),
        }
        // The first picture's address says nothing; once touched, the demo's own is shown.
        self.clock.touched |= !matches!(to, Move::Tick(_) | Move::Stop);
    }

    /// Sends the key's request: the question.
    fn predict(&mut self, guess: usize) {
        self.replace(Self { with: With::Key, ..Self::default() });
        self.send(1);
        self.common.guess = Some(guess);
    }
}

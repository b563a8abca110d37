//! The demo's state: what decides the run, and which of its steps is in view. Pure; the view calls these methods and
//! shows what they say.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::scope::{Scope, Scopes};
use sim::stories::protocols::run::{ASKED, End, Flow, Protection, Run, Sabotage, Settings, Step};
use sim::wire::time::Duration;

/// How long a step stands while the demo plays, on its clock. How fast the clock runs, the clock itself says: the
/// whole picture in twenty seconds.
const STEP: u64 = 1000;

/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;
/// The step of the first picture: the app trades the code, and proves that it is who asked for it.
pub const FIRST_STEP: usize = 6;

/// What decides the run of the first picture.
pub const FIRST: Settings = Settings {
    seed: FIRST_SEED,
    flow: Flow::Code,
    granted: ASKED,
    denies: false,
    sabotage: None,
    off: [false; Protection::ALL.len()],
};

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Protocols {
    /// What decides the run.
    pub set: Settings,
    /// The run.
    pub run: Arc<Run>,
    /// What stands beside it: the key's one message, and beside that the code flow.
    pub beside: Arc<Run>,
    /// Which step is in view: [`Protocols::step`] reads it.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
}

impl Default for Protocols {
    fn default() -> Self {
        let mut state = Self::new(FIRST);
        state.look_at(FIRST_STEP);
        state.clock.touched = false;
        state
    }
}

impl Protocols {
    /// The run of these settings, at its first step.
    pub fn new(set: Settings) -> Self {
        let run = Arc::new(Run::of(&set));
        let clock = Clock::new(Duration::ZERO, length(&run));
        Self { set, run, beside: beside(&set), clock, common: Common::default() }
    }

    /// The number of the step in view, from 1.
    pub fn step(&self) -> usize {
        ((self.clock.now.as_ms() / STEP) as usize + 1).min(self.steps())
    }

    /// How many steps there are.
    pub fn steps(&self) -> usize {
        self.run.steps.len()
    }

    /// The step in view.
    pub fn now(&self) -> &Step {
        self.run.step(self.step())
    }

    /// Whether the step that decides the run has been reached.
    pub fn is_told(&self) -> bool {
        self.step() >= self.run.telling
    }

    /// How the run ends, once that is known.
    pub fn end(&self) -> Option<End> {
        self.is_told().then_some(self.run.end)
    }

    /// The protection that stopped the run, if it can be switched off.
    pub fn stopped_by(&self) -> Option<Protection> {
        let stop = self.run.step(self.run.telling).stop.as_ref();
        stop.filter(|_| self.end() == Some(End::Stopped)).and_then(|stop| Protection::behind(stop.check))
    }

    /// Shows a step, from 1.
    pub fn look_at(&mut self, step: usize) {
        self.clock.go(Duration::milliseconds(step.saturating_sub(1) as u64 * STEP));
    }

    /// Takes another flow, whole and from its start.
    pub fn choose(&mut self, flow: Flow) {
        self.replay(Settings { flow, sabotage: None, ..self.set }, |_| 1);
    }

    /// Breaks the flow so, and shows what comes of it; or mends it, if it was broken so.
    pub fn sabotage(&mut self, sabotage: Sabotage) {
        let mended = self.set.sabotage == Some(sabotage);
        let flow = sabotage.flow();
        let set = Settings { flow, sabotage: (!mended).then_some(sabotage), ..self.set };
        self.replay(set, |run| if mended { 1 } else { run.telling });
    }

    /// Switches a protection, and shows what comes of it.
    pub fn switch(&mut self, protection: Protection, on: bool) {
        let mut off = self.set.off;
        off[protection as usize] = !on;
        let broken = self.set.sabotage.is_some();
        let step = self.step();
        self.replay(Settings { off, ..self.set }, |run| if broken { run.telling } else { step });
    }

    /// Switches off what stopped the run, and shows what it was for.
    pub fn switch_off(&mut self) {
        if let Some(protection) = self.stopped_by() {
            self.switch(protection, false);
        }
    }

    /// Switches everything on again, and shows what comes of it.
    pub fn all_on(&mut self) {
        self.replay(Settings { off: FIRST.off, ..self.set }, |run| run.telling);
    }

    /// Ada ticks a scope, or takes the tick away.
    pub fn grant(&mut self, scope: Scope, granted: bool) {
        let step = self.step();
        let granted = self.set.granted.with(scope, granted).and(ASKED);
        self.replay(Settings { granted, denies: false, ..self.set }, |_| step);
    }

    /// Ada answers the page that she is shown, and the flow goes on from there.
    pub fn answer(&mut self, denies: bool) {
        let step = self.step();
        self.replay(Settings { denies, ..self.set }, |_| step + 1);
    }

    /// The same with other secrets.
    pub fn reseed(&mut self, seed: u64) {
        let step = self.step();
        self.replay(Settings { seed, ..self.set }, |_| step);
    }

    /// Plays anew, and shows a step of the new run.
    fn replay(&mut self, set: Settings, step: impl Fn(&Run) -> usize) {
        self.common.guess = None;
        self.set = set;
        self.run = Arc::new(Run::of(&set));
        self.beside = beside(&set);
        self.clock.resize(length(&self.run));
        self.look_at(step(&self.run));
    }
}

impl Model for Protocols {
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

    /// Moves from step to step.
    fn move_to(&mut self, to: Move) {
        let step = self.step();
        match to {
            Move::Forward => self.look_at(step + 1),
            Move::Back => self.look_at(step - 1),
            Move::NextTurn => self.look_at(if step < self.run.telling { self.run.telling } else { self.steps() }),
            Move::PreviousTurn => self.look_at(if step > self.run.telling { self.run.telling } else { 1 }),
            Move::Scrub(_) | Move::Pace(_) => {}
            _ => self.clock.act(to),
        }
    }

    /// Answers the demo's question, and plays what it asks about.
    fn predict(&mut self, guess: usize) {
        let set = Settings { sabotage: Some(Sabotage::Stolen), seed: self.set.seed, ..FIRST };
        self.replay(set, |run| run.telling);
        self.common.guess = Some(guess);
    }
}

/// What Ada's answer comes to.
pub fn answer_of(set: &Settings) -> Scopes {
    if set.denies { Scopes::NONE } else { set.granted }
}

/// The other way in, whole.
pub const fn other_way(flow: Flow) -> Flow {
    match flow {
        Flow::Key => Flow::Code,
        _ => Flow::Key,
    }
}

fn beside(set: &Settings) -> Arc<Run> {
    Arc::new(Run::of(&Settings { flow: other_way(set.flow), seed: set.seed, ..FIRST }))
}

fn length(run: &Run) -> Duration {
    Duration::milliseconds((run.steps.len() as u64 - 1) * STEP)
}

//! A scene's state, the same for all: what is played, and where the play stands. A scene's folder says what it plays
//! ([`Play`], in its model), what can be set in it ([`Linked`], in its fields), and how it is told and seen ([`Staged`],
//! in its view).

use std::sync::Arc;

use leptos::prelude::*;

use super::Said;
use crate::fields::{self, Field, Slot};
use crate::link::Complaint;
use crate::ui::handle::Handle;
use crate::ui::stage::stretch::Stretch;
use crate::ui::state::{Common, Model, State};
use crate::ui::timeline::{Clock, Move, SCRUB_STEPS};
use sim::wire::time::Duration;

/// The seed of a scene that no link has set.
pub const FIRST_SEED: u64 = 7;

/// How often words change while a scene plays, in microseconds. They cannot be read faster; and to lay them out costs more
/// of a frame than to move what moves.
const BEAT_US: u64 = 100_000;

/// What a scene plays: made from what the reader chooses and a seed, with all that comes of it.
pub trait Play: Send + Sync + Sized + 'static {
    /// What the reader chooses.
    type Choice: Copy + PartialEq + Send + Sync + 'static;
    /// What is chosen before the reader chooses.
    const FIRST: Self::Choice;
    /// A step of the keys, in thousandths of the play.
    const STEP: u64 = 40;

    /// The play of this choice.
    fn new(choice: Self::Choice, seed: u64) -> Self;
    /// How the clock runs over it.
    fn stretch(&self) -> &Stretch;

    /// Where acts end, but for the last: the play rests there.
    fn acts(&self) -> &[Duration] {
        &[]
    }
    /// Where it turns, in order: keys lead there.
    fn turns(&self) -> Vec<Duration> {
        self.acts().to_vec()
    }
    /// What a key's move is at this moment.
    fn by_key(&self, to: Move, now: Duration) -> Move {
        self.stretch().by_key(to, now, Self::STEP, &self.turns())
    }
    /// The moment that shows the answer: it is seen where nobody can play.
    fn told(&self) -> Duration {
        self.stretch().length()
    }
    /// The reader has chosen again, and the new play is at its start. `before` is the play that it replaces.
    fn chosen(scene: &mut Scene<Self>, before: &Scene<Self>) {
        let _ = (scene, before);
    }
    /// Computes what is seen up to this moment, where that is not done at once.
    fn reach(run: &mut Arc<Self>, now: Duration) {
        let _ = (run, now);
    }
}

/// A play that a link can lead to.
pub trait Linked: Play {
    /// The scene's name in a link.
    const NAME: &'static str;
    /// Its fields, in the order in which a link says them.
    const FIELDS: &'static [Field<Setup<Self>>];
}

/// A play with its words and its looks.
pub trait Staged: Linked {
    /// Its words.
    const WORDS: Words<Self>;
    /// The link to the same moment in its lab, `#name?settings`, if it has one.
    const LAB: Option<fn(&Scene<Self>) -> String> = None;

    /// Its view: a stage and what the reader does, in the frame of [`super::scene`].
    fn view(demo: Handle<Scene<Self>>) -> AnyView;
    /// The rows of its table; a row's first cell is its heading.
    fn rows(scene: &Scene<Self>) -> Vec<Vec<String>>;
    /// What the table and the stage's sentence look at while it plays: another number when they say something else. They
    /// wait until it rests, if this is always the same.
    fn news(scene: &Scene<Self>) -> u64 {
        let _ = scene;
        0
    }
}

/// What a scene says.
pub struct Words<P: Play> {
    /// Its title: the question.
    pub question: &'static str,
    /// What it is about, in a sentence.
    pub setup: &'static str,
    /// What its table shows.
    pub table: &'static str,
    /// The heads of the table's columns.
    pub head: &'static [&'static str],
    /// What is said below the stage.
    pub said: fn(&Scene<P>) -> Said,
    /// The stage, in a sentence for those who hear it.
    pub described: fn(&Scene<P>) -> String,
}

/// A scene: a play, and the moment.
pub struct Scene<P: Play> {
    /// What the reader has chosen.
    pub choice: P::Choice,
    /// Where all chance comes from.
    pub seed: u64,
    /// What is played.
    pub run: Arc<P>,
    /// The clock of the play.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
}

impl<P: Play> Clone for Scene<P> {
    fn clone(&self) -> Self {
        let Self { choice, seed, ref run, clock, ref common } = *self;
        Self { choice, seed, run: run.clone(), clock, common: common.clone() }
    }
}

impl<P: Play> Default for Scene<P> {
    fn default() -> Self {
        Self::new(P::FIRST, FIRST_SEED)
    }
}

impl<P: Play> Scene<P> {
    /// The play of this choice, at its start.
    pub fn new(choice: P::Choice, seed: u64) -> Self {
        let run = Arc::new(P::new(choice, seed));
        let clock = Clock::new(Duration::ZERO, run.stretch().length());
        Self { choice, seed, run, clock, common: Common::default() }
    }

    /// The same at this moment.
    pub fn at(choice: P::Choice, seed: u64, now: Duration) -> Self {
        let mut scene = Self::new(choice, seed);
        scene.go(now);
        scene
    }

    /// Stops, and goes to a moment.
    pub fn go(&mut self, to: Duration) {
        self.clock.go(to);
        P::reach(&mut self.run, self.clock.now);
    }

    /// Another choice.
    pub fn choose(&mut self, choice: P::Choice, seed: u64) {
        let before = self.clone();
        self.replace(Self::new(choice, seed));
        self.clock.touched = true;
        P::chosen(self, &before);
    }

    /// Goes where another play stands: as far along the line, and to the end if that one is over.
    pub fn stand_as(&mut self, other: &Self) {
        let far = if other.is_at_end() { SCRUB_STEPS } else { other.run.stretch().scrubbed(other.clock.now) };
        self.act(Move::Scrub(far));
    }

    /// What is another one when words may change: the play, and the moment, in beats while it plays.
    pub fn beat(&self) -> (P::Choice, u64, bool, u64) {
        let Clock { now, playing, .. } = self.clock;
        let moment = if playing { self.run.stretch().played_us(now) / BEAT_US } else { now.as_ms() };
        (self.choice, self.seed, playing, moment)
    }

    /// Whether the play is over.
    pub fn is_at_end(&self) -> bool {
        self.clock.now >= self.clock.length
    }
}

impl<P: Play> Model for Scene<P> {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn move_to(&mut self, to: Move) {
        let now = self.clock.now;
        let rest = self.run.acts().iter().copied().find(|end| *end > now).unwrap_or(self.clock.length);
        self.run.stretch().act(&mut self.clock, self.run.by_key(to, now), rest);
        P::reach(&mut self.run, self.clock.now);
    }
}

impl<P: Staged> State for Scene<P> {
    type Setup = Setup<P>;

    fn view(demo: Handle<Self>) -> AnyView {
        P::view(demo)
    }

    fn chosen(&mut self, _: &'static str, setup: Setup<P>) {
        self.choose(setup.choice, setup.seed);
    }

    fn still(&self) -> Self {
        let mut scene = self.clone();
        scene.go(scene.run.told());
        scene.clock.touched = self.clock.touched;
        scene
    }

    fn spoken(&self) -> String {
        (P::WORDS.said)(self).spoken(!self.clock.playing)
    }
}

/// What a link to a scene says.
pub struct Setup<P: Play> {
    /// What is chosen.
    pub choice: P::Choice,
    /// The moment, from the start of the play.
    pub now: Duration,
    /// The seed.
    pub seed: u64,
}

impl<P: Play> Clone for Setup<P> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<P: Play> Setup<P> {
    /// The field of the moment.
    pub const MOMENT: Field<Self> = Field::new("t", "", |s| Slot::Moment(&mut s.now));
    /// The field of the seed.
    pub const SEED: Field<Self> = Field::always("seed", "", |s| Slot::Seed(&mut s.seed));
}

impl<P: Linked> fields::Setup for Setup<P> {
    type State = Scene<P>;
    const DEMO: &'static str = P::NAME;
    const FIELDS: &'static [Field<Self>] = P::FIELDS;

    fn blank() -> Self {
        Self { choice: P::FIRST, now: Duration::ZERO, seed: FIRST_SEED }
    }

    fn of(scene: &Scene<P>) -> Self {
        Self { choice: scene.choice, now: scene.clock.now, seed: scene.seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Scene<P> {
        Scene::at(self.choice, self.seed, self.now)
    }
}

/// Plays on until the scene rests; gives how long that takes, in milliseconds.
#[cfg(test)]
pub fn play_on<P: Play>(scene: &mut Scene<P>) -> u64 {
    let mut ms = 0;
    scene.clock.playing = true;
    while scene.clock.playing {
        scene.act(Move::Tick(16));
        ms += 16;
    }
    ms
}

//! The demo's state: what lies on the bench, what the provider says to it, and the settings of the mint.
//! Pure; the view calls these methods and shows what they say.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::edit::Source;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move, after, before};
use sim::stories::workbench::bench::{Answered, CALLS, Held, MINTED_AFTER, Mint};
use sim::stories::workbench::reading::Reading;
use sim::stories::workbench::text::{pretty, value};
use sim::stories::workbench::tour::{self, Step};
use sim::wire::time::{Duration, Instant, START};

/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;

/// What the reader is at: a tab of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Reading the token.
    Read,
    /// Changing it, signing it, and sending it.
    Change,
    /// Trying forgeries.
    Forge,
}

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Workbench {
    /// Every secret comes from it.
    pub seed: u64,
    /// What the mint is set to.
    pub mint: Mint,
    /// Which of [`CALLS`] the token is sent with.
    pub call: usize,
    /// Whether the API asks about each token.
    pub asks: bool,
    /// Whether the minted tokens were revoked.
    pub revoked: bool,
    /// Whether the authorization server was asked about the opaque token.
    pub asked: bool,
    /// Whether the reader has asked just now.
    pub just_asked: bool,
    /// Where the provider's clock stands.
    pub clock: Clock,
    /// The text on the bench, as the reader left it.
    pub text: String,
    /// Where it came from.
    pub source: Source,
    /// What it was before it was changed, to show the change. Empty where nothing was.
    pub before: String,
    /// The same, read.
    pub before_reading: Arc<Reading>,
    /// The header as text, as the reader left it.
    pub header: String,
    /// The payload as text.
    pub payload: String,
    /// The secret in the field.
    pub secret: String,
    /// The reader's own text, while something else lies on the bench.
    pub kept: String,
    /// What the text is.
    pub reading: Arc<Reading>,
    /// What the API answers to it, now.
    pub answer: Arc<Answered>,
    /// What it answers to each step of the tour.
    pub verdicts: Arc<[Answered]>,
    /// Which steps of the tour the reader has tried: a bit each. How the others end is not told.
    pub tried: u32,
    /// Which tab is in sight.
    pub task: Task,
    /// The provider and what it minted.
    pub held: Arc<Held>,
    /// What every demo has.
    pub common: Common,
}

/// What a link sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// See [`Workbench::seed`].
    pub seed: u64,
    /// See [`Workbench::mint`].
    pub mint: Mint,
    /// See [`Workbench::call`].
    pub call: usize,
    /// See [`Workbench::asks`].
    pub asks: bool,
    /// See [`Workbench::revoked`].
    pub revoked: bool,
    /// See [`Workbench::asked`].
    pub asked: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: FIRST_SEED, mint: Mint::default(), call: 0, asks: false, revoked: false, asked: false }
    }
}

impl Default for Workbench {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Workbench {
    /// The bench with the token of these settings on it.
    pub fn new(settings: Settings) -> Self {
        let Settings { seed, mint, call, asks, revoked, asked } = settings;
        let held = Arc::new(Held::new(seed, mint, asks, revoked));
        let moment = moment_of(mint);
        let answer = Arc::new(held.send(&held.token, call, tour::at(moment)));
        let mut state = Self {
            seed,
            mint,
            call,
            asks,
            revoked,
            asked,
            just_asked: false,
            clock: Clock::new(moment, length_of(mint)),
            text: String::new(),
            source: Source::Minted,
            before: String::new(),
            before_reading: Arc::new(Reading::of("")),
            header: String::new(),
            payload: String::new(),
            secret: String::new(),
            kept: String::new(),
            reading: Arc::new(Reading::of("")),
            answer,
            verdicts: tour::verdicts(&held),
            tried: 0,
            task: Task::Read,
            held,
            common: Common::default(),
        };
        state.lay_minted();
        state
    }

    /// The reader has used a control, so that the demo has an address now.
    pub(super) fn touched(&mut self, has_asked: bool) {
        self.clock.touched = true;
        self.just_asked = has_asked;
    }

    /// The reader asks the authorization server about the opaque token.
    pub fn ask(&mut self) {
        self.asked = true;
        self.touched(true);
    }

    /// What the provider's clock says.
    pub fn now(&self) -> Instant {
        START + self.clock.now
    }

    /// What a link to this says.
    pub const fn settings(&self) -> Settings {
        let Self { seed, mint, call, asks, revoked, asked, .. } = *self;
        Settings { seed, mint, call, asks, revoked, asked }
    }

    /// Whether what lies on the bench is the reader's, and so in no link.
    pub const fn is_readers(&self) -> bool {
        matches!(self.source, Source::Edited | Source::Pasted)
    }

    /// Takes the reader's text aside before something else is laid on the bench. The last one is kept.
    pub(super) fn keep(&mut self) {
        if self.is_readers() && !self.text.trim().is_empty() {
            self.kept.clone_from(&self.text);
        }
        self.common.guess = None;
    }

    /// Lays a text on the bench, and fills the fields with what it says.
    pub(super) fn lay(&mut self, text: String, source: Source, before: String) {
        (self.text, self.source) = (text, source);
        self.compare_with(before);
        self.read();
        [self.header, self.payload] = [0, 1].map(|part| self.reading.says(part).map_or_else(String::new, pretty));
        // The signature's bytes are no text, and an encrypted token's second part is a key.
        if !self.reading.is_token() {
            self.payload.clear();
        }
    }

    pub(super) fn compare_with(&mut self, before: String) {
        self.before_reading = Arc::new(Reading::of(&before));
        self.before = before;
    }

    /// What the header (0) or the payload (1) said before it was changed, if it was.
    pub fn changed_from(&self, part: usize) -> Option<&str> {
        self.before_reading.says(part)
    }

    pub(super) fn read(&mut self) {
        self.reading = Arc::new(Reading::of(&self.text));
        self.weigh();
    }

    /// Asks the provider again: the text, the clock or the call is another one.
    fn weigh(&mut self) {
        self.answer = Arc::new(self.held.send(self.text.trim(), self.call, self.now()));
    }

    /// Lays the token of the settings on the bench, and the provider's secret in the field.
    fn lay_minted(&mut self) {
        self.secret = URL_SAFE_NO_PAD.encode(self.held.secret);
        self.lay(self.held.token.clone(), Source::Minted, String::new());
    }

    /// Lays the minted token on the bench; what the reader brought is kept aside.
    pub fn take_minted(&mut self) {
        self.keep();
        self.lay_minted();
    }

    /// Mints anew after a change of the settings, or of what the provider does.
    fn remint(&mut self) {
        self.held = Arc::new(Held::new(self.seed, self.mint, self.asks, self.revoked));
        self.verdicts = tour::verdicts(&self.held);
        self.clock.resize(length_of(self.mint));
    }

    /// Sets the mint.
    pub fn set_mint(&mut self, mint: Mint) {
        if mint != self.mint {
            self.mint = mint;
            self.remint();
            self.take_minted();
        }
    }

    /// Sets what the provider does: the token on the bench stays.
    pub fn set_policy(&mut self, asks: bool, revoked: bool) {
        (self.asks, self.revoked) = (asks, revoked);
        self.remint();
        self.weigh();
    }

    /// Makes every secret anew.
    pub fn reseed(&mut self, seed: u64) {
        self.seed = seed;
        self.remint();
        match self.source {
            Source::Minted => self.lay_minted(),
            Source::Tour(step) => {
                let task = self.task;
                self.look_at(step);
                self.task = task;
            }
            // The reader's text stays; whether it is good is asked anew.
            Source::Edited | Source::Pasted => self.weigh(),
        }
    }

    /// Lays a step of the tour on the bench, at its moment.
    pub fn look_at(&mut self, step: Step) {
        self.keep();
        self.call = step.call();
        self.clock.length = length_of(self.mint).max(length_of(tour::settings()));
        self.clock.go(step.moment());
        self.secret = URL_SAFE_NO_PAD.encode(self.held.secret);
        self.lay(step.token(&self.held), Source::Tour(step), self.held.base.clone());
        self.tried |= 1 << step.number();
        self.task = Task::Forge;
    }

    /// Whether the reader has tried this step of the tour.
    pub const fn has_tried(&self, step: u32) -> bool {
        self.tried >> step & 1 == 1
    }

    /// The step of the tour on the bench.
    pub const fn step(&self) -> Option<Step> {
        match self.source {
            Source::Tour(step) => Some(step),
            _ => None,
        }
    }

    /// The next step of the tour, or the one before; from elsewhere, its first.
    pub(super) fn turn(&mut self, on: bool) {
        let next = match self.step() {
            None => Step::all().next().filter(|_| on),
            Some(here) if on => Step::all().skip_while(|step| *step != here).nth(1),
            Some(here) => Step::all().take_while(|step| *step != here).last(),
        };
        match next {
            Some(step) => self.look_at(step),
            None if !on && self.step().is_some() => self.take_minted(),
            None => {}
        }
    }

    /// Chooses what is asked for.
    pub fn choose_call(&mut self, call: usize) {
        self.call = call.min(CALLS.len() - 1);
        self.weigh();
    }

    /// The moments at which something changes: the minting, the last second, the end, and those of the token on the
    /// bench. In no order.
    pub fn moments(&self) -> Vec<Duration> {
        let second = Duration::seconds(1);
        let end = MINTED_AFTER + self.mint.lifetime;
        let mut moments =
            vec![Duration::ZERO, MINTED_AFTER - second, MINTED_AFTER, end - second, end, self.clock.length];
        let payload = self.reading.says(1).unwrap_or_default();
        for name in ["iat", "nbf", "exp"] {
            let seconds = value(payload, name).and_then(|value| value.parse::<u64>().ok());
            let from_start = seconds.and_then(|seconds| seconds.checked_sub(START.unix_s()));
            let moment = from_start.filter(|seconds| *seconds <= self.clock.length.as_s()).map(Duration::seconds);
            moments.extend(moment.map(|moment| [moment - second, moment]).into_iter().flatten());
        }
        moments
    }
}

impl Model for Workbench {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// What the reader brought is forgotten. One who is changing a token stays at that; a step of the tour is gone.
    fn reset(&mut self) {
        let task = if self.task == Task::Forge { Task::Read } else { self.task };
        self.replace(Self { task, ..Self::default() });
    }

    /// Moves the clock, or turns the tour.
    fn move_to(&mut self, to: Move) {
        self.just_asked &= matches!(to, Move::Tick(_));
        let now = self.clock.now;
        match to {
            Move::Forward => self.clock.go(after(self.moments(), now).unwrap_or(now)),
            Move::Back => self.clock.go(before(self.moments(), now).unwrap_or(now)),
            Move::NextTurn => self.turn(true),
            Move::PreviousTurn => self.turn(false),
            Move::Pace(_) => {}
            _ => self.clock.act(to),
        }
        if self.clock.now != now {
            self.weigh();
        }
        // The first picture's address says nothing; once touched, the demo's own is shown.
        self.clock.touched |= !matches!(to, Move::Tick(_) | Move::Stop);
    }

    /// Lays the edited token on the bench: the question.
    fn predict(&mut self, guess: usize) {
        self.touched(false);
        self.look_at(tour::QUESTION);
        self.common.guess = Some(guess);
    }
}

/// Ten minutes after the minting, or half-way through a short life.
pub fn moment_of(mint: Mint) -> Duration {
    MINTED_AFTER + Duration::milliseconds(mint.lifetime.as_ms() / 2).min(Duration::minutes(10))
}

/// The time that the demo shows: the token's life, and as long again.
pub fn length_of(mint: Mint) -> Duration {
    MINTED_AFTER + mint.lifetime + mint.lifetime
}

//! The demo's state: what Ada's token may do, which cell is looked at, and what the provider answers in each. Pure;
//! the view calls these methods and shows what they say.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::ENDPOINTS;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::matrix::{COLUMNS, Credential, Desk, ROWS, is_answer, request};
use sim::stories::world::Exchange;
use sim::wire::time::Duration;

/// What Ada has granted in the first picture.
pub const FIRST_SCOPE: Scopes = Scopes::of(&[Scope::OrdersRead, Scope::Profile]);
/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;
/// The cell of the first picture: Ada's token at `POST /v1/orders`.
pub const FIRST_PLACE: Place = Place { row: 6, column: 3 };

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of [`ENDPOINTS`].
    pub row: usize,
    /// Which of [`sim::stories::matrix::CREDENTIALS`].
    pub column: usize,
}

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What every secret comes from.
    pub seed: u64,
    /// What Ada has granted the app.
    pub scope: Scopes,
    /// The cell that is looked at.
    pub place: Place,
    desk: Arc<Desk>,
    /// The statuses, row by row.
    pub statuses: Arc<[u16]>,
    /// The statuses before the last switch.
    pub before: Arc<[u16]>,
    /// How often the answers have been asked for anew: two changes in a row are marked as two.
    pub round: u32,
    /// Whether the reader's last act was to look at a cell.
    pub looked: bool,
    /// The exchange of the cell that is looked at.
    pub exchange: Arc<Exchange>,
    /// What every demo has.
    pub common: Common,
    /// Stands still. It knows whether the reader has touched the demo.
    pub clock: Clock,
}

impl Default for Matrix {
    fn default() -> Self {
        Self::new(FIRST_SEED, FIRST_SCOPE, FIRST_PLACE)
    }
}

impl Matrix {
    /// The demo with these settings.
    pub fn new(seed: u64, scope: Scopes, place: Place) -> Self {
        let desk = Desk::new(seed, scope);
        let statuses: Arc<[u16]> = desk.matrix(&ENDPOINTS.each_ref().map(request)).into();
        let exchange = desk.ask(request(&ENDPOINTS[place.row]), place.column);
        Self {
            seed,
            scope,
            place,
            desk: Arc::new(desk),
            before: statuses.clone(),
            statuses,
            round: 0,
            looked: false,
            exchange: Arc::new(exchange),
            common: Common::default(),
            clock: Clock::new(Duration::ZERO, Duration::ZERO),
        }
    }

    /// Asks all anew: Ada grants the app this scope instead, or another seed makes other secrets.
    pub fn renew(&mut self, seed: u64, scope: Scopes) {
        let fresh = Self::new(seed, scope, self.place);
        let old = core::mem::replace(self, fresh);
        self.before = old.statuses;
        self.round = old.round + 1;
        self.common = old.common;
        self.clock.touched = true;
    }

    /// Looks at a cell.
    pub fn look(&mut self, place: Place) {
        if place.row < ROWS && place.column < COLUMNS {
            (self.place, self.looked) = (place, true);
            self.exchange = Arc::new(self.desk.ask(request(&ENDPOINTS[place.row]), place.column));
            self.clock.touched = true;
        }
    }

    /// What was answered there.
    pub fn status(&self, place: Place) -> u16 {
        self.statuses[place.row * COLUMNS + place.column]
    }

    /// The status before the last switch, where it was another.
    pub fn was(&self, place: Place) -> Option<u16> {
        let before = self.before[place.row * COLUMNS + place.column];
        (before != self.status(place)).then_some(before)
    }

    /// Every cell, row by row.
    pub fn places() -> impl Iterator<Item = Place> {
        (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| Place { row, column }))
    }

    /// The cells that the last switch changed.
    pub fn changed(&self) -> impl Iterator<Item = Place> {
        Self::places().filter(|&place| self.was(place).is_some())
    }

    /// How many endpoints this credential opens.
    pub fn opens(&self, credential: Credential) -> usize {
        let column = credential as usize;
        (0..ROWS).filter(|&row| is_answer(self.status(Place { row, column }))).count()
    }
}

impl Model for Matrix {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Looks at the next cell or the one before. Time does not matter here.
    fn move_to(&mut self, to: Move) {
        let cell = self.place.row * COLUMNS + self.place.column;
        let to_cell = |cell: usize| Place { row: cell / COLUMNS, column: cell % COLUMNS };
        match to {
            Move::Forward => self.look(to_cell((cell + 1).min(ROWS * COLUMNS - 1))),
            Move::Back => self.look(to_cell(cell.saturating_sub(1))),
            _ => {}
        }
    }

    fn reset(&mut self) {
        let (round, before) = (self.round + 1, core::mem::take(&mut self.statuses));
        self.replace(Self::default());
        (self.round, self.before, self.clock.touched) = (round, before, true);
    }

    /// Grants all that there is: the question.
    fn predict(&mut self, guess: usize) {
        self.renew(self.seed, Scopes::ALL);
        self.common.guess = Some(guess);
    }
}

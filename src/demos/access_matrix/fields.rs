//! The demo's fields: what Ada has granted, and the cell that is looked at.

use super::model::{FIRST_PLACE, FIRST_SCOPE, FIRST_SEED, Matrix, Place};
use super::words;
use crate::fields::{self, Field, Slot, one_of};
use crate::link::Complaint;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::matrix::{COLUMNS, ROWS};

/// Each endpoint by its name in a link, in the order of the rows.
const ENDPOINTS: [&str; ROWS] = [
    "orders",
    "customers",
    "products",
    "reports",
    "settings",
    "me",
    "new-order",
    "geo",
    "test-orders",
    "keys",
    "new-key",
    "rotate-key",
    "delete-key",
];
/// Each credential by its name in a link, in the order of the columns.
const CREDENTIALS: [&str; COLUMNS] = ["key", "restricted", "publishable", "ada", "partner", "server"];

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What every secret comes from.
    pub seed: u64,
    /// What Ada has granted the app.
    pub scope: Scopes,
    /// The cell that is looked at.
    pub place: Place,
}

impl fields::Setup for Setup {
    type State = Matrix;
    const DEMO: &'static str = "access-matrix";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("scope", words::SCOPES, |s| Slot::Scopes(&mut s.scope, &Scope::ALL)),
        Field::always("ask", words::ENDPOINT, |s| one_of(&mut s.place.row, &ENDPOINTS, &[])),
        Field::always("with", words::CREDENTIAL, |s| one_of(&mut s.place.column, &CREDENTIALS, &words::COLUMN_HEADS)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { seed: FIRST_SEED, scope: FIRST_SCOPE, place: FIRST_PLACE }
    }

    fn of(state: &Matrix) -> Self {
        Self { seed: state.seed, scope: state.scope, place: state.place }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Matrix {
        let mut state = Matrix::new(self.seed, self.scope, self.place);
        state.clock.touched = true;
        state
    }
}

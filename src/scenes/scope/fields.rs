//! The scene's fields: how many doors the token opens, the moment, and the seed.

use super::model::{DOORS, Run};
use super::words;
use crate::fields::{Field, Range, Slot};
use crate::ui::scene::state::{Linked, Setup};

/// How many doors the token opens.
const OPENS: Range<u64> =
    Range { least: 1, most: DOORS as u64, stops: &[1, 2, 3, 4, 5, 6], say: |opens| words::opens(opens as usize) };

impl Linked for Run {
    const NAME: &'static str = "scope";
    const FIELDS: &'static [Field<Setup<Self>>] =
        &[Field::new("opens", words::OPENS, |s| Slot::Number(&mut s.choice, &OPENS)), Setup::MOMENT, Setup::SEED];
}

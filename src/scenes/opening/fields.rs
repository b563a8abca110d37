//! The scene's fields: the moment, and the seed that makes the pair.

use super::model::Run;
use crate::fields::Field;
use crate::ui::scene::state::{Linked, Setup};

impl Linked for Run {
    const NAME: &'static str = "opening";
    const FIELDS: &'static [Field<Setup<Self>>] = &[Setup::MOMENT, Setup::SEED];
}

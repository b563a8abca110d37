//! The scene's fields: what is changed, the moment, and the seed.

use super::model::{Change, Run};
use super::words;
use crate::fields::{Field, Named, one_of};
use crate::ui::scene::state::{Linked, Setup};

impl Named for Change {
    const ALL: &'static [Self] = &[Self::Bo, Self::Longer, Self::More];
    const NAMES: &'static [&'static str] = &["bo", "longer", "more"];
}

impl Linked for Run {
    const NAME: &'static str = "change-a-letter";
    const FIELDS: &'static [Field<Setup<Self>>] = &[
        Field::new("change", words::CHANGE, |s| one_of(&mut s.choice, Change::NAMES, &words::CHANGES)),
        Setup::MOMENT,
        Setup::SEED,
    ];
}

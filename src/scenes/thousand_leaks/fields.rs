//! The scene's fields: who notices the leaks, the moment, and the seed.

use super::model::{Notices, Run};
use super::words;
use crate::fields::{Field, Named, one_of};
use crate::ui::scene::state::{Linked, Setup};

impl Named for Notices {
    const ALL: &'static [Self] = &[Self::Scanner, Self::Day, Self::Owners];
    const NAMES: &'static [&'static str] = &["scanner", "day", "owners"];
}

impl Linked for Run {
    const NAME: &'static str = "thousand-leaks";
    const FIELDS: &'static [Field<Setup<Self>>] = &[
        Field::new("who", words::WHO, |s| one_of(&mut s.choice, Notices::NAMES, &words::NOTICES)),
        Setup::MOMENT,
        Setup::SEED,
    ];
}

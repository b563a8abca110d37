//! The scene's fields: which part is opened, the moment, and the seed.

use super::model::{Open, Run};
use super::words;
use crate::fields::{Field, Named, one_of};
use crate::ui::scene::state::{Linked, Setup};

impl Named for Open {
    const ALL: &'static [Self] = &[Self::All, Self::Header, Self::Payload, Self::Signature];
    const NAMES: &'static [&'static str] = &["all", "header", "payload", "signature"];
}

impl Linked for Run {
    const NAME: &'static str = "read-a-token";
    const FIELDS: &'static [Field<Setup<Self>>] = &[
        Field::new("open", words::OPEN, |s| one_of(&mut s.choice, Open::NAMES, &words::OPENS)),
        Setup::MOMENT,
        Setup::SEED,
    ];
}

//! The scene's fields: how long the token lives, when the owner notices, the moment, and the seed.

use super::model::Run;
use super::words;
use crate::fields::spans::{d, h, m};
use crate::fields::{Field, Range, Slot};
use crate::ui::format::span;
use crate::ui::scene::state::{Linked, Setup};
use sim::wire::time::Duration;

/// How long the token lives.
const LIFETIME: Range<Duration> =
    Range { least: m(1), most: d(365), stops: &[m(5), m(15), h(1), h(4), h(12), h(24), d(7)], say: span };
/// How long after the leak the owner notices.
const NOTICED: Range<Duration> =
    Range { least: m(1), most: d(31), stops: &[m(15), h(1), h(4), h(12), h(24), d(7)], say: span };

impl Linked for Run {
    const NAME: &'static str = "leak";
    const FIELDS: &'static [Field<Setup<Self>>] = &[
        Field::new("noticed", words::NOTICED, |s| Slot::Span(&mut s.choice.noticed, &NOTICED)),
        Field::new("ttl", words::LIVES, |s| Slot::Span(&mut s.choice.lifetime, &LIFETIME)),
        Setup::MOMENT,
        Setup::SEED,
    ];
}

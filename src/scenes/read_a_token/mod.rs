//! Reading a token: its three parts turn from letters into what they say, and no secret is needed for it.

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo =
    Demo { question: Some(words::WORDS.question), ..in_a_part!(reading, model::ReadAToken, words::TITLE) };

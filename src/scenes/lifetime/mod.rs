//! The lifetime: the same leak, and a slider. As long as a token lives, the thief has.

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo =
    Demo { question: Some(words::WORDS.question), ..in_a_part!(lifetime, model::Lifetime, words::TITLE) };

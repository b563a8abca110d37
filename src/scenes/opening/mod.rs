//! The opening: a key and a token open the same door, and both are stolen. Which one still lets the thief in two hours
//! later?

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo =
    Demo { question: Some(words::WORDS.question), ..in_a_part!(opening, model::Opening, words::TITLE) };

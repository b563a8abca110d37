//! Changing a letter: a token that somebody changes is refused, because its signature was made for other letters.

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo =
    Demo { question: Some(words::WORDS.question), ..in_a_part!(changing, model::ChangeALetter, words::TITLE) };

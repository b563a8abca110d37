//! A thousand leaks: one is an anecdote, a thousand are a forecast.

use crate::demos::{Demo, in_a_part};

mod draw;
mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo =
    Demo { question: Some(words::WORDS.question), ..in_a_part!(thousand, model::ThousandLeaks, words::TITLE) };

//! The scope: what a token may open is all that can be lost through it.

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo = Demo { question: Some(words::WORDS.question), ..in_a_part!(scope, model::Scope, words::TITLE) };

//! The leak: a key and a token are stolen at the same moment, and one thief uses both. One pile of loot stops growing.

use crate::demos::{Demo, in_a_part};

mod fields;
pub mod model;
mod view;
pub(super) mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo = Demo { question: Some(words::WORDS.question), ..in_a_part!(leak, model::Leak, words::TITLE) };

//! The leak: a key and a token are stolen at the same moment, and one thief uses both. One pile of loot stops growing.

use crate::demos::Demo;

mod fields;
pub mod model;
mod view;
pub(super) mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo = Demo { question: Some(words::QUESTION), ..Demo::of::<model::Leak>(words::TITLE) };

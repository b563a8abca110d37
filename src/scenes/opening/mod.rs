//! The opening: a key and a token open the same door, and both are stolen. Which one still lets the thief in two hours
//! later?

use crate::demos::Demo;

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo = Demo { question: Some(words::QUESTION), ..Demo::of::<model::Opening>(words::TITLE) };

//! The lifetime: the same leak, and a slider. As long as a token lives, the thief has.

use crate::demos::Demo;

mod fields;
pub mod model;
mod view;
mod words;

/// This scene, for the list of demos.
pub const DEMO: Demo = Demo { question: Some(words::QUESTION), ..Demo::of::<model::Lifetime>(words::TITLE) };

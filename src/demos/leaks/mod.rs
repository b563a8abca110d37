//! A thousand leaks: the leak of the leak demo, many times over. How do the losses spread, with the key and with the
//! token?

use super::Demo;

pub mod batch;
mod draw;
mod fields;
pub mod model;
pub mod picture;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(leaks, model::Leaks, words::TITLE);

//! The time machine: the life of a key and of a token on one clock that runs both ways. What ends them, who notices,
//! and when?

use super::Demo;

mod bands;
mod draw;
mod fields;
pub mod lessons;
pub mod log;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(lifecycle, model::Lifecycle, words::TITLE);

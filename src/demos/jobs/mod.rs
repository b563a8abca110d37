//! Six jobs, each played for a month with a key and with a token. Which one would you pick?

use super::Demo;

mod draw;
mod fields;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(jobs, model::Jobs, words::TITLE);

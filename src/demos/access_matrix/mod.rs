//! Who may do what: every endpoint, asked with every kind of credential. Which answers does a scope change?

use super::Demo;

mod fields;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(access, model::Matrix, words::TITLE);

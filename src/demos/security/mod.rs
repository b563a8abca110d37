//! The same leak, twice: a key and a token get out at the same moment, through the same hole, to
//! the same thief. Which one stops by itself?

use super::Demo;

mod draw;
pub(super) mod fields;
pub mod log;
pub mod model;
pub mod settings;
mod view;
pub(super) mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(security, model::Security, words::TITLE);

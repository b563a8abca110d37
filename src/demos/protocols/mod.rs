//! OAuth 2.0 step by step: each flow as a sequence of its true messages, to be walked, answered, and broken.

use super::Demo;

mod fields;
mod message;
pub mod model;
mod panel;
mod parts;
mod sequence;
mod stories;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(protocols, model::Protocols, words::TITLE);

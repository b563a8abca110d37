//! OAuth 2.0 step by step: each flow as a sequence of its true messages, to be walked, answered, and broken.

use super::Demo;

mod attacks;
mod fields;
mod flows;
mod message;
pub mod model;
mod panel;
mod parts;
pub mod run;
mod sequence;
mod stories;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(protocols, model::Protocols, words::TITLE);

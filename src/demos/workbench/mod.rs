//! The token workbench: a token taken apart, changed, signed again and sent, and what the API says to it.

use super::Demo;

mod claims;
pub mod edit;
mod fields;
mod kinds;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(workbench, model::Workbench, words::TITLE);

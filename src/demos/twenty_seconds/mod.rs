//! In twenty seconds: a key and a token side by side, made in this tab, and four buttons. Send, wait, leak: which of
//! the two ends by itself?

use super::Demo;

mod fields;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(twenty, model::TwentySeconds, words::TITLE);

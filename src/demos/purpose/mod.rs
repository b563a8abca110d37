//! Who is calling, and may they? The reader composes a request and watches it pass the API's checks, or stop at one.

use super::Demo;

mod fields;
mod list;
pub mod model;
mod view;
mod way;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = in_a_part!(purpose, model::Purpose, words::TITLE);

//! Who is calling, and may they? The reader composes a request and watches it pass the API's checks, or stop at one.

use super::Demo;

mod fields;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo::of::<model::Purpose>(words::TITLE);

//! OAuth 2.0 step by step: each flow as a sequence of its true messages, to be walked, answered, and broken.

use super::Demo;
use crate::ui::live::live;

mod address;
mod attacks;
mod draw;
mod flows;
mod message;
pub mod model;
mod parts;
pub mod run;
mod stories;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "protocols",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Protocols::default(), "protocols"),
};

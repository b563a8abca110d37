//! The token workbench: a token taken apart, changed, signed again and sent, and what the API says to it.

use super::Demo;
use crate::ui::live::live;

mod address;
pub mod bench;
mod claims;
pub mod model;
pub mod reading;
pub mod text;
mod token_view;
pub mod tour;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "workbench",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Workbench::default(), "workbench"),
};

//! The time machine: the life of a key and of a token on one clock that runs both ways. What ends them, who notices,
//! and when?

use super::Demo;
use crate::ui::live::live;

mod address;
mod bands;
mod controls;
mod draw;
pub mod lessons;
mod log;
pub mod model;
pub mod picture;
pub mod scene;
mod tree;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "lifecycle",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Lifecycle::default(), "lifecycle"),
};

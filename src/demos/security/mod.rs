//! The same leak, twice: a key and a token get out at the same moment, through the same hole, to
//! the same thief. Which one stops by itself?

use super::Demo;
use crate::ui::live::live;

pub mod address;
mod draw;
mod log;
pub mod model;
pub mod scene;
pub mod settings;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "security",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Security::default(), "security"),
};

//! A thousand leaks: the leak of the leak demo, many times over. How do the losses spread, with the key and with the
//! token?

use super::Demo;
use crate::ui::live::live;

mod address;
pub mod batch;
pub mod delay;
mod draw;
pub mod model;
pub mod picture;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "leaks",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Leaks::default(), "leaks"),
};

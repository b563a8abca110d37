//! Who may do what: every endpoint, asked with every kind of credential. Which answers does a scope change?

use super::Demo;
use crate::ui::live::live;

mod address;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "access-matrix",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Matrix::default(), "access-matrix"),
};

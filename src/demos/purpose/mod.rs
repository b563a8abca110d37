//! Who is calling, and may they? The reader composes a request and watches it pass the API's checks, or stop at one.

use super::Demo;
use crate::ui::live::live;

mod address;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo = Demo {
    name: "purpose",
    title: words::TITLE,
    fields: address::FIELDS,
    view: || live(model::Purpose::default(), "purpose"),
};

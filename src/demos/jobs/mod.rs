//! Six jobs, each played for a month with a key and with a token. Which one would you pick?

use super::Demo;
use crate::ui::live::live;

mod address;
mod draw;
pub mod model;
mod view;
mod words;

/// This demo, for the list of demos.
pub const DEMO: Demo =
    Demo { name: "jobs", title: words::TITLE, fields: address::FIELDS, view: || live(model::Jobs::default(), "jobs") };

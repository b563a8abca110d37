//! The demos: one folder each. A new one is a folder, a line here, and a mark in the Markdown.

use leptos::prelude::*;

use crate::fields::{Fields, Setup};
use crate::scenes;
use crate::ui::live;
use crate::ui::state::State;

pub mod access_matrix;
pub mod jobs;
pub mod leaks;
pub mod lifecycle;
pub mod protocols;
pub mod purpose;
pub mod security;
pub mod twenty_seconds;
pub mod workbench;

/// A figure on the page.
pub struct Demo {
    /// Its name in the Markdown's mark (`<!-- demo: NAME -->`), in `?demo=` and in the fragment.
    pub name: &'static str,
    /// Its title, in words.
    pub title: &'static str,
    /// Its fields: all that a link, an element's attribute or the link builder can set, as in a link that sets none.
    pub setup: fn() -> Box<dyn Fields>,
    /// Makes it, in its first picture.
    pub make: fn() -> Box<dyn live::Demo>,
    /// Its view: on the host its still picture, and in the browser the running demo.
    pub view: fn() -> AnyView,
}

impl Demo {
    /// The demo with this state, under this title.
    pub const fn of<S: State>(title: &'static str) -> Self {
        Self {
            name: S::Setup::DEMO,
            title,
            setup: || Box::new(S::Setup::blank()),
            make: || Box::new(S::default()),
            view: || live::view(if cfg!(feature = "ssr") { S::still() } else { S::default() }),
        }
    }

    /// The names of its fields.
    pub fn fields(&self) -> Vec<&'static str> {
        (self.setup)().rows().map(|row| row.name).collect()
    }
}

/// Every demo.
pub const ALL: &[Demo] = &[
    twenty_seconds::DEMO,
    purpose::DEMO,
    security::DEMO,
    leaks::DEMO,
    workbench::DEMO,
    access_matrix::DEMO,
    jobs::DEMO,
    lifecycle::DEMO,
    protocols::DEMO,
    scenes::opening::DEMO,
    scenes::leak::DEMO,
    scenes::lifetime::DEMO,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What `<api-key-vs-token>` takes for itself or leaves to the page; a setting of such a name could not be set.
    const TAKEN: &[&str] = &[
        "demo",
        "theme",
        "controls",
        "lang",
        "dir",
        "height",
        "loading",
        "sandbox",
        "src",
        "class",
        "id",
        "style",
        "title",
        "slot",
        "part",
        "hidden",
        "inert",
        "tabindex",
        "role",
        "translate",
        "nonce",
        "is",
        "srcdoc",
    ];

    #[test]
    fn a_setting_can_be_an_attribute() {
        for demo in ALL {
            let (fields, demo) = (demo.fields(), demo.name);
            for field in &fields {
                assert!(field.bytes().all(|byte| byte.is_ascii_lowercase()), "{demo}: {field}");
                assert!(!TAKEN.contains(field) && !field.starts_with("on"), "{demo}: {field}");
            }
            assert!((1..fields.len()).all(|i| !fields[..i].contains(&fields[i])), "{demo} names a field twice");
        }
    }
}

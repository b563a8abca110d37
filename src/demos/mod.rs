//! The demos: one folder each. A new one is a folder, a line here, and a mark in the Markdown.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::fields::Fields;
use crate::fields::Setup;
use crate::scenes;
use crate::ui::live;
use crate::ui::state::State;

/// A demo in a part of the program that comes when it is wanted; see [`crate::parts`].
macro_rules! in_a_part {
    ($part:ident, $state:ty, $title:expr) => {{
        let part = Some(stringify!($part));
        let begin = || crate::parts::in_part!($part, crate::demos::View, crate::demos::first::<$state>());
        crate::demos::Demo { part, begin, ..crate::demos::Demo::of::<$state>($title) }
    }};
}
pub(crate) use in_a_part;

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
    /// The part of the program that it is in, where that is not the first.
    pub part: Option<&'static str>,
    /// Its title, in words.
    pub title: &'static str,
    /// What it asks, if it is a scene.
    pub question: Option<&'static str>,
    /// Its fields: all that a link, an element's attribute or the link builder can set, as in a link that sets none. On
    /// the host alone, as is `make`: in the browser both would bring every demo into the program's first part.
    #[cfg(feature = "ssr")]
    pub setup: fn() -> Box<dyn Fields>,
    /// Makes it, in its first picture.
    #[cfg(feature = "ssr")]
    pub make: fn() -> Box<dyn live::Demo>,
    /// Makes its state, and gives what makes its view: on the host its still picture, in the browser the running demo.
    pub begin: fn() -> View,
}

impl Demo {
    /// The demo with this state, under this title, in the program's first part.
    pub const fn of<S: State>(title: &'static str) -> Self {
        Self {
            name: S::Setup::DEMO,
            part: None,
            title,
            question: None,
            #[cfg(feature = "ssr")]
            setup: || Box::new(S::Setup::blank()),
            #[cfg(feature = "ssr")]
            make: || Box::new(S::default()),
            begin: first::<S>,
        }
    }

    /// The names of its fields.
    #[cfg(feature = "ssr")]
    pub fn fields(&self) -> Vec<&'static str> {
        (self.setup)().rows().map(|row| row.name).collect()
    }
}

/// What makes a demo's view of its state.
pub type View = Box<dyn FnOnce() -> AnyView>;

/// A demo as it is first seen: on the host its still picture, in the browser the running demo.
pub(crate) fn first<S: State>() -> View {
    let state = if cfg!(feature = "ssr") { State::still(&S::default()) } else { S::default() };
    Box::new(|| live::view(state))
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
    scenes::scope::DEMO,
    scenes::read_a_token::DEMO,
    scenes::change_a_letter::DEMO,
    scenes::thousand_leaks::DEMO,
];

#[cfg(all(test, feature = "ssr"))]
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

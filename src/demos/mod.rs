//! The demos: one folder each. A new one is a folder, a line here, and a mark in the Markdown.

use leptos::prelude::*;

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
    /// Its view: the same on the host (the still picture) and in the browser (the running demo).
    pub view: fn() -> AnyView,
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
];

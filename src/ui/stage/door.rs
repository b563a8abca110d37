//! A door: what it answered last.

use leptos::prelude::*;

use crate::ui::signs::Sign;

/// What is seen of a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of the last answer; `None` before the first.
    pub status: Option<u16>,
    /// What that means, in two or three words.
    pub words: String,
}

impl Answer {
    const fn class(&self) -> &'static str {
        match self.status {
            None => "scene-door",
            Some(200..300) => "scene-door open",
            Some(_) => "scene-door shut",
        }
    }
}

/// A door.
#[component]
pub fn Door(
    /// Whose it is.
    name: &'static str,
    /// What it answered last.
    answer: Memo<Answer>,
) -> AnyView {
    let sign = Signal::derive(move || if answer.read().class().ends_with("shut") { "no" } else { "ok" });
    let status = move || answer.read().status.map_or_else(|| "\u{a0}".to_owned(), |status| status.to_string());
    view! {
        <span class=move || answer.read().class()>
            <small>{name}</small>
            <b><Sign name=sign/>{status}</b>
            <span>{move || answer.read().words.clone()}</span>
        </span>
    }
    .into_any()
}

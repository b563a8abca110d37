//! A door: what it answered last.

use leptos::prelude::*;

use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::provider::reject::Reject;
use sim::wire::time::Duration;

/// A try of the thief's at a door.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// When, from the start of the play.
    pub at: Duration,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused, if it was.
    pub reject: Option<Reject>,
}

impl Try {
    /// Whether the thief was let in.
    pub const fn is_let_in(&self) -> bool {
        self.status / 100 == 2
    }
}

/// What is seen of a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status of the last answer; `None` before the first.
    pub status: Option<u16>,
    /// What that means, in two or three words.
    pub words: &'static str,
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
    answer: Slice<Answer>,
) -> AnyView {
    let sign = Signal::derive(move || if answer.read().class().ends_with("shut") { "no" } else { "ok" });
    let status = move || answer.read().status.map_or_else(|| "\u{a0}".to_owned(), |status| status.to_string());
    view! {
        <span class=move || answer.read().class()>
            <small>{name}</small>
            <b><Sign name=sign/>{status}</b>
            <span>{move || answer.read().words}</span>
        </span>
    }
    .into_any()
}

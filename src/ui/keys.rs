//! The shortcuts, the same in every demo. They work while the focus is inside the demo, and leave
//! alone what a field, a slider or a button does with the same key.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::read::{Act, Read};
use super::timeline::{Move, Timeline};
use crate::sim::time::Duration;

/// Each shortcut and what it does, as the help lists them.
const HELP: [(&str, &str); 6] = [
    ("Space", "play or pause"),
    ("← →", "one request back or on"),
    ("Shift ← →", "one turning point back or on"),
    ("Home End", "start or end"),
    ("R", "reset everything"),
    ("?", "show or hide these keys"),
];

/// Does what a key asks for.
pub fn press(event: &KeyboardEvent, timeline: &Timeline, help: &Act<()>) {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let taken = Taken::by(&target);
    let to = match (event.key().as_str(), event.shift_key()) {
        (" ", _) if !taken.space => Move::Toggle,
        ("ArrowRight", false) if !taken.arrows => Move::Forward,
        ("ArrowLeft", false) if !taken.arrows => Move::Back,
        ("ArrowRight", true) if !taken.arrows => Move::NextTurn,
        ("ArrowLeft", true) if !taken.arrows => Move::PreviousTurn,
        ("Home", _) if !taken.arrows => Move::Go(Duration::ZERO),
        ("End", _) if !taken.arrows => Move::Go(untrack(|| (timeline.clock)().length)),
        ("r" | "R", _) if !taken.letters => Move::Reset,
        ("?", _) if !taken.letters => {
            event.prevent_default();
            return help(());
        }
        _ => return,
    };
    event.prevent_default();
    (timeline.act)(to);
}

/// Which keys an element has a use for itself.
struct Taken {
    space: bool,
    arrows: bool,
    letters: bool,
}

impl Taken {
    fn by(target: &Element) -> Self {
        let kind = target.get_attribute("type").unwrap_or_default();
        let (space, arrows, letters) = match (target.tag_name().as_str(), kind.as_str()) {
            // On the scrubber an arrow is a step, as everywhere else in the demo.
            ("INPUT", "range") if target.class_name() == "scrubber" => (false, false, false),
            ("INPUT", "range") => (false, true, false),
            ("INPUT", "checkbox") | ("BUTTON" | "SUMMARY" | "A", _) => (true, false, false),
            ("INPUT", "radio") => (true, true, false),
            // A scrolling region scrolls by its arrows.
            ("PRE", _) | ("DIV", _) if target.has_attribute("role") => (false, true, false),
            ("INPUT" | "TEXTAREA" | "SELECT", _) => (true, true, true),
            _ => (false, false, false),
        };
        Self { space, arrows, letters }
    }
}

/// The list of shortcuts, behind a button.
#[component]
pub fn KeyHelp(
    /// Whether it is shown.
    shown: Read<bool>,
    /// Shows or hides it.
    toggle: Act<()>,
) -> impl IntoView {
    let expanded = shown.clone();
    view! {
        <div class="key-help">
            <button type="button" class="button small" aria-expanded=move || expanded().to_string()
                inner_html="<kbd>?</kbd> Keys" on:click=move |_| toggle(())></button>
            <dl hidden=move || !shown() inner_html=help_html()></dl>
        </div>
    }
}

fn help_html() -> String {
    let row = |(keys, what): &(&str, &str)| {
        let keys: String = keys.split(' ').map(|key| ["<kbd>", key, "</kbd> "].concat()).collect();
        ["<div><dt>", &keys, "</dt><dd>", what, "</dd></div>"].concat()
    };
    HELP.iter().map(row).collect()
}

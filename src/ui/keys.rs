//! The shortcuts, the same in every demo. They work while the focus is inside the demo, and leave
//! alone what a field, a slider or a button does with the same key.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::handle::{AnyHandle, handler};
use super::seed::{SEED, SEED_NOTE};
use super::slice::Slice;
use super::timeline::{Clock, Move};
use sim::wire::time::Duration;

/// Each shortcut and what it does, as the help lists them.
pub const HELP: [(&str, &str); 6] = [
    ("Space", "play or pause"),
    ("← →", "one request back or on"),
    ("Shift ← →", "one turning point back or on"),
    ("Home End", "start or end"),
    ("R", "reset everything"),
    ("?", "show or hide this list"),
];

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// To move the clock.
    Move(Move),
    /// To show or hide the list of keys.
    Help,
}

/// What a key asks for; `None` if nothing of us.
pub fn meaning(event: &KeyboardEvent, clock: &Clock) -> Option<Meaning> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let taken = Taken::by(&event.target()?.dyn_into::<Element>().ok()?);
    Some(Meaning::Move(match (event.key().as_str(), event.shift_key()) {
        (" ", _) if !taken.space => Move::Toggle,
        ("ArrowRight", false) if !taken.arrows => Move::Forward,
        ("ArrowLeft", false) if !taken.arrows => Move::Back,
        ("ArrowRight", true) if !taken.arrows => Move::NextTurn,
        ("ArrowLeft", true) if !taken.arrows => Move::PreviousTurn,
        ("Home", _) if !taken.arrows => Move::Go(Duration::ZERO),
        ("End", _) if !taken.arrows => Move::Go(clock.length),
        ("r" | "R", _) if !taken.letters => Move::Reset,
        ("?", _) if !taken.letters => return Some(Meaning::Help),
        _ => return None,
    }))
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
            ("PRE" | "DIV", _) if target.has_attribute("role") => (false, true, false),
            ("INPUT" | "TEXTAREA" | "SELECT", _) => (true, true, true),
            _ => (false, false, false),
        };
        Self { space, arrows, letters }
    }
}

/// A list of shortcuts, behind a button.
#[component]
pub fn KeyHelp(
    /// Each shortcut and what it does: keys with spaces between.
    keys: &'static [(&'static str, &'static str)],
    /// Whether the seed is explained there.
    #[prop(default = true)]
    has_seed: bool,
) -> AnyView {
    let demo = AnyHandle::here();
    let shown = Slice::new(move || demo.with(|demo| demo.common().help));
    let row = |(keys, what): &(&'static str, &'static str)| {
        let key = |key: &'static str| view! { <kbd>{key}</kbd>" " };
        view! { <div><dt>{keys.split(' ').map(key).map(IntoAny::into_any).collect::<Vec<_>>()}</dt><dd>{*what}</dd></div> }
    };
    view! {
        <div class="key-help">
            <button
                type="button"
                class="button small"
                name="help"
                aria-expanded=move || if shown.get() { "true" } else { "false" }
                on:click=handler(move |_| demo.update(|demo| demo.help()))
            >
                <kbd>"?"</kbd>
                " Shortcuts"
            </button>
            <dl hidden=move || !shown.get()>
                {keys.iter().map(row).map(IntoAny::into_any).collect::<Vec<_>>()}
                {has_seed.then(|| view! { <div><dt>{SEED}</dt><dd>{SEED_NOTE}</dd></div> })}
            </dl>
        </div>
    }
    .into_any()
}

//! Sliders, chips and switches.

use leptos::prelude::*;

use super::read::{Act, Read, text};

/// A slider over a list of stops. A value between two stops (from a link) shows at the nearer
/// lower one, with its own words.
#[component]
pub fn Slider(
    /// What it sets.
    label: &'static str,
    /// How many stops it has.
    stops: usize,
    /// At which stop it stands.
    index: Read<usize>,
    /// Its value, in words.
    value: Read<String>,
    /// Moves it to a stop.
    set: Act<usize>,
) -> impl IntoView {
    let spoken = value.clone();
    let first = untrack(|| index()).to_string();
    view! {
        <label class="slider">
            <span class="slider-label">{label}</span>
            <output>{text(value)}</output>
            <input
                type="range"
                min="0"
                max=(stops - 1).to_string()
                aria-valuetext=move || spoken()
                value=first
                prop:value=move || index().to_string()
                on:input=move |event| set(event_target_value(&event).parse().unwrap_or_default())
            />
        </label>
    }
}

/// A tick box: on or off.
#[component]
pub fn Switch(
    /// What it says.
    label: &'static str,
    /// Whether it is on.
    on: Read<bool>,
    /// Turns it on or off.
    set: Act<bool>,
    /// Why it cannot be used now; empty if it can.
    off_because: Read<String>,
) -> impl IntoView {
    let reason = off_because.clone();
    let first = untrack(|| on());
    view! {
        <label class="switch">
            <input
                type="checkbox"
                disabled=move || !off_because().is_empty()
                checked=first
                prop:checked=move || on()
                on:change=move |event| set(event_target_checked(&event))
            />
            <span>{label}<small>{text(reason)}</small></span>
        </label>
    }
}

/// A few chips under one heading: tick boxes, or radio buttons of which one is chosen.
#[component]
pub fn Chips(
    /// What is chosen.
    label: &'static str,
    /// The name of the group of radio buttons, unlike any other on the page; none for tick boxes.
    #[prop(optional)]
    one_of: Option<&'static str>,
    /// The chips' words.
    options: Vec<&'static str>,
    /// Whether the chip of this index is on.
    on: Vec<Read<bool>>,
    /// The chip of this index was turned on or off.
    set: Act<(usize, bool)>,
) -> impl IntoView {
    let chips = options.into_iter().zip(on).enumerate().map(|(index, (words, on))| {
        let set = set.clone();
        let first = untrack(|| on());
        view! {
            <label class="chip">
                <input
                    type=if one_of.is_some() { "radio" } else { "checkbox" }
                    name=one_of
                    checked=first
                    prop:checked=move || on()
                    on:change=move |event| set((index, event_target_checked(&event)))
                />
                <span>{words}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="chips">
            <legend>{label}</legend>
            {chips.collect::<Vec<_>>()}
        </fieldset>
    }
}

//! Sliders, chips and switches.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use super::handle::{AnyHandle, handler};
use super::rich::escape;
use super::slice::Slice;
use crate::fields::{Fields, Range, Slot};

/// The control of a field of the demo's; nothing if it is of a kind that has none.
#[component]
pub fn Field(
    /// The field's name.
    name: &'static str,
) -> AnyView {
    let demo = AnyHandle::here();
    let mut setup = demo.with_untracked(|demo| demo.setup());
    let of = setup.demo();
    let Some((row, slot)) = setup.named(name) else { return ().into_any() };
    match slot {
        Slot::Number(..) | Slot::Span(..) | Slot::Offset(..) => {
            let Some((_, stops, _)) = at_stop(demo, name, false) else { return ().into_any() };
            let at = Slice::new(move || at_stop(demo, name, true));
            let words = move || at.get().map(|(_, _, words)| words);
            view! {
                <Slider label=row.label name=name stops=stops at=Signal::derive(move || at.get().map_or(0, |(at, ..)| at)) words=Signal::derive(move || words().unwrap_or_default())/>
            }
            .into_any()
        }
        Slot::Switch(_) => {
            let on = move || demo.with(|demo| matches!(demo.setup().named(name), Some((_, Slot::Switch(true)))));
            view! { <Switch label=row.label name=name on=Signal::derive(on)/> }.into_any()
        }
        Slot::OneOf { names, labels, .. } => {
            let at = Slice::new(move || demo.with(|demo| chosen(&mut *demo.setup(), name)));
            let group = [of, "-", name].concat();
            let chip = |(i, chip): (usize, &&'static str)| {
                let (words, chip) = (*labels.get(i).unwrap_or(chip), *chip);
                let on = Signal::derive(move || at.get() == Some(i));
                let choose = Callback::new(move |_| demo.update(|demo| _ = demo.control(name, chip)));
                view! { <Chip words=words kind="radio" name=group.clone() value=chip on=on choose=choose/> }
            };
            let chips = names.iter().enumerate().map(chip).map(IntoAny::into_any).collect::<Vec<_>>();
            view! { <fieldset class="chips"><legend>{row.label}</legend>{chips}</fieldset> }.into_any()
        }
        Slot::Scopes(_, offered) => {
            let chip = |scope: &'static sim::provider::scope::Scope| {
                let (words, control) = (scope.name(), [name, ".", scope.name()].concat());
                let holds = move || {
                    demo.with(|demo| match demo.setup().named(name) {
                        Some((_, Slot::Scopes(set, _))) => set.contains(*scope),
                        _ => false,
                    })
                };
                let named = control.clone();
                let choose = Callback::new(move |on| {
                    demo.update(|demo| _ = demo.control(&control, if on { "on" } else { "off" }))
                });
                view! { <Chip words=words kind="checkbox" name=named value="on" on=Signal::derive(holds) choose=choose/> }
            };
            let chips = offered.iter().map(chip).map(IntoAny::into_any).collect::<Vec<_>>();
            view! { <fieldset class="chips"><legend>{row.label}</legend>{chips}</fieldset> }.into_any()
        }
        Slot::Seed(_) | Slot::Moment(_) | Slot::Written(_) => ().into_any(),
    }
}

/// Where a field's slider stands, how many stops it has, and its value in words.
fn at_stop(demo: AnyHandle, name: &str, tracked: bool) -> Option<(usize, usize, String)> {
    fn of<T: Copy + PartialOrd>(at: Option<T>, range: &Range<T>) -> Option<(usize, usize, String)> {
        at.map(|value| (range.stop(value), range.stops.len(), (range.say)(value)))
    }
    let look = |demo: &dyn super::live::Demo| match demo.setup().named(name)?.1 {
        Slot::Number(at, range) => of(at.get(), range),
        Slot::Span(at, range) => of(at.get(), range),
        Slot::Offset(seconds, range) => of(Some(*seconds), range),
        _ => None,
    };
    if tracked { demo.with(look) } else { demo.with_untracked(look) }
}

fn chosen(setup: &mut dyn Fields, name: &str) -> Option<usize> {
    match setup.named(name)?.1 {
        Slot::OneOf { at, .. } => at.get(),
        _ => None,
    }
}

/// A slider over a list of stops. (Its words stand in a `span`: an `output` would take the label for itself, and speak
/// at every move. They are no part of the slider's name: it says them as its value.)
#[component]
pub fn Slider(
    /// What it sets.
    label: &'static str,
    /// The name of its field.
    name: &'static str,
    /// How many stops it has.
    stops: usize,
    /// At which it stands, from 0.
    at: Signal<usize>,
    /// Its value in words.
    words: Signal<String>,
) -> AnyView {
    let demo = AnyHandle::here();
    let moved = handler(move |event| {
        let value = event_target_value(&event);
        demo.drag(|demo| _ = demo.control(name, &value));
    });
    view! {
        <label class="slider">
            <span class="slider-label">{label}</span>
            <span aria-hidden="true">{move || words.get()}</span>
            <input
                type="range"
                name=name
                min="0"
                max=(stops - 1).to_string()
                aria-valuetext=move || words.get()
                value=at.get_untracked().to_string()
                prop:value=move || at.get().to_string()
                on:input=moved
                on:change=handler(move |_| demo.dropped())
            />
        </label>
    }
    .into_any()
}

/// A tick box.
#[component]
pub fn Switch(
    /// What it switches on.
    label: &'static str,
    /// Its name: its field's, if it has one.
    #[prop(into)]
    name: String,
    /// Whether it is on.
    on: Signal<bool>,
    /// Why it cannot be used now; empty if it can.
    #[prop(optional)]
    off_because: Signal<String>,
    /// What it does, if not set its field: it is told whether it is on now.
    #[prop(optional)]
    switch: Option<Callback<bool>>,
) -> AnyView {
    let (demo, field) = (AnyHandle::here(), name.clone());
    let ticked = handler(move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        match switch {
            Some(switch) => switch.run(on),
            None => demo.update(|demo| _ = demo.control(&field, if on { "on" } else { "off" })),
        }
    });
    view! {
        <label class="switch">
            <input
                type="checkbox"
                name=name
                checked=on.get_untracked()
                prop:checked=move || on.get()
                disabled=move || !off_because.read().is_empty()
                on:input=ticked
            />
            <span>{label}<small>{move || off_because.get()}</small></span>
        </label>
    }
    .into_any()
}

/// A chip: a box or a radio button with its words.
#[component]
pub fn Chip(
    /// What stands on it.
    words: &'static str,
    /// `radio` or `checkbox`.
    kind: &'static str,
    /// Its name; of radio buttons, their group's, unlike any other on the page.
    name: String,
    /// Its value.
    value: &'static str,
    /// Whether it is on.
    on: Signal<bool>,
    /// What it does: it is told whether it is on now.
    choose: Callback<bool>,
) -> AnyView {
    view! {
        <label class="chip">
            <input
                type=kind
                name=name
                value=value
                checked=on.get_untracked()
                prop:checked=move || on.get()
                on:input=handler(move |event| choose.run(event_target_checked(&event)))
            />
            <span>{words}</span>
        </label>
    }
    .into_any()
}

/// A field for a text of more than a line.
#[component]
pub fn TextArea(
    /// Its name.
    name: &'static str,
    /// How many lines of it are in sight.
    rows: &'static str,
    /// What it is called, where no label stands around it.
    #[prop(optional)]
    label: Option<&'static str>,
    /// What stands in it.
    text: Signal<String>,
    /// Whether it cannot be used now.
    #[prop(optional)]
    off: Signal<bool>,
    /// The element, for who wants to lead there.
    #[prop(optional)]
    node_ref: NodeRef<Textarea>,
    /// What is done with what was typed.
    typed: Callback<String>,
) -> AnyView {
    // On the host, Leptos writes what is in a text area as it stands.
    let first = text.get_untracked();
    let first = if cfg!(feature = "ssr") { escape(&first) } else { first };
    view! {
        <textarea
            name=name
            rows=rows
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            aria-label=label
            node_ref=node_ref
            prop:value=move || text.get()
            disabled=move || off.get()
            on:input=handler(move |event| typed.run(event_target_value(&event)))
        >
            {first}
        </textarea>
    }
    .into_any()
}

/// Puts into a text field what the state says, if the field shows another text: what was typed may not have been taken.
pub(super) fn restore(event: &leptos::ev::Event, value: &str) {
    if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        && field.value() != value
    {
        field.set_value(value);
    }
}

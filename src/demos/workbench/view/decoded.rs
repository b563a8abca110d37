//! What each part says, to be changed.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::super::edit::Sign;
use super::super::model::Workbench;
use super::super::words;
use super::{Demo, Outcome, PartFields, on_press, outcome};
use crate::ui::controls::TextArea;
use crate::ui::handle::handler;
use crate::ui::rich::Rich;
use crate::ui::slice::Slice;
use sim::stories::workbench::reading::wrong;

/// The three parts, each with what changes it.
#[component]
pub fn Decoded(demo: Demo, fields: PartFields) -> AnyView {
    view! {
        <div class="decoded">
            <Pane demo=demo part=0 title=words::HEADER label=words::HEADER_FIELD rows="5" field=fields.header/>
            <Pane demo=demo part=1 title=words::PAYLOAD label=words::PAYLOAD_FIELD rows="10" field=fields.payload/>
            <Signature demo=demo fields=fields/>
        </div>
    }
    .into_any()
}

/// The header (0) or the payload (1): its text in a field. How the token fares stands beside it: on a phone the verdict
/// is far above. (Those who hear the page are told anyway.)
#[component]
fn Pane(
    demo: Demo,
    part: usize,
    title: &'static str,
    label: &'static str,
    rows: &'static str,
    field: NodeRef<Textarea>,
) -> AnyView {
    let name = ["header", "payload"][part];
    let shown = move |s: &Workbench| if part == 0 { s.header.clone() } else { s.payload.clone() };
    let edited = Callback::new(move |text: String| {
        demo.update(|s| {
            s.touched(false);
            s.edit(part, &text);
        });
    });
    let wrong = Slice::new(move || demo.with(|s| what_is_wrong(s, part)));
    view! {
        <section class=["pane tied-", name].concat()>
            <h4>
                {words::PARTS[part]}
                <small>{title}</small>
                <Outcome answer=demo.slice(|s| outcome(&s.answer)) unheard=true/>
            </h4>
            <TextArea
                name=name
                rows=rows
                label=label
                node_ref=field
                text=Signal::derive(move || demo.with(shown))
                off=Signal::derive(move || demo.with(|s| !s.reading.is_token()))
                typed=edited
            />
            <p class="wrong" hidden=move || wrong.read().is_empty()>{move || wrong.get()}</p>
        </section>
    }
    .into_any()
}

/// What keeps a part from being read, or its text from being JSON.
fn what_is_wrong(state: &Workbench, part: usize) -> String {
    if !state.reading.is_token() {
        return String::new();
    }
    match state.reading.parts.get(part).map(|part| &part.says) {
        Some(Err(fault)) => words::fault(*fault).into(),
        Some(Ok(json)) => wrong(json).map(words::wrong).unwrap_or_default(),
        None => String::new(),
    }
}

/// The secret, and what it makes of the signature.
#[component]
fn Signature(demo: Demo, fields: PartFields) -> AnyView {
    let first = demo.with_untracked(|s| s.secret.clone());
    let typed = handler(move |event| {
        let secret = event_target_value(&event);
        demo.update(|s| {
            s.touched(false);
            s.edit_secret(&secret);
        });
    });
    let sign = |(name, how, label): (&'static str, Sign, &'static str)| {
        view! {
            <button
                type="button"
                class="button small"
                name="sign"
                value=name
                disabled=move || demo.with(|s| !s.reading.is_token())
                on:click=on_press(demo, move |s| s.sign(how))
            >
                {label}
            </button>
        }
    };
    view! {
        <section class="pane tied-signature">
            <h4>
                {words::PARTS[2]}
                <small>{words::SIGNATURE}</small>
                <Outcome answer=demo.slice(|s| outcome(&s.answer)) unheard=true/>
            </h4>
            <label>
                <span>{words::SECRET}</span>
                <input
                    type="text"
                    name="secret"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    node_ref=fields.secret
                    value=first
                    prop:value=move || demo.with(|s| s.secret.clone())
                    disabled=move || demo.with(|s| !s.reading.is_token())
                    on:input=typed
                />
            </label>
            <p class="compare"><Rich text=Signal::derive(move || demo.with(words::comparison))/></p>
            <p class="signs" role="group" aria-label=words::SIGN_AGAIN>
                <span>{words::SIGN_AGAIN}</span>
                {words::SIGNS.map(sign).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}
            </p>
        </section>
    }
    .into_any()
}

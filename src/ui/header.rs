//! The top of a demo: its title, its seed, its link, what to look for; and what in the reader's link could not be
//! read.

use leptos::prelude::*;

use super::controls::restore;
use super::copy::Share;
use super::handle::{AnyHandle, handler};
use super::rich::pieces;
use super::signs::Sign;
use crate::link::Complaint;

/// What the seed is called.
pub(super) const SEED: &str = "Seed";
/// What it is, where it stands and in the list of shortcuts.
pub(super) const SEED_NOTE: &str =
    "Everything random in this demo comes from this number. The same number gives the same run again.";
const NEXT_SEED: &str = "Next seed";
const UNDERSTOOD: &str = "Understood";

/// A demo's header.
#[component]
pub fn Header(
    /// Its title.
    title: &'static str,
    /// What the button says that copies the link.
    share: &'static str,
    /// What to look for.
    look_for: &'static str,
) -> AnyView {
    let demo = AnyHandle::here();
    let note = ["seed-note-", &title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")].concat();
    let seed = Memo::new(move |_| demo.with(|demo| demo.seed().to_string()));
    let typed = handler(move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        demo.update(|demo| _ = demo.control("seed", &value));
        restore(&event, &seed.get_untracked());
    });
    let next = handler(move |_| {
        demo.press(|demo| _ = demo.control("next-seed", ""));
        if let Some(stage) = demo.stage() {
            stage.reseeds();
        }
    });
    view! {
        <header class="demo-header">
            <h3>{title}</h3>
            <div class="demo-tools">
                <span class="gloss seed">
                    <label>
                        {SEED}
                        <input
                            type="number"
                            name="seed"
                            min="0"
                            max="999999"
                            inputmode="numeric"
                            aria-describedby=note.clone()
                            value=seed.get_untracked()
                            prop:value=move || seed.get()
                            on:input=typed
                        />
                    </label>
                    <span class="gloss-note" role="tooltip" id=note>{SEED_NOTE}</span>
                </span>
                <button type="button" class="button small icon" name="next-seed" title=NEXT_SEED on:click=next>
                    <Sign name="seed"/>
                </button>
                <Share><span>{share}</span></Share>
            </div>
            <p class="look-for">{pieces(look_for)}</p>
        </header>
    }
    .into_any()
}

/// What could not be read in a link, if anything.
#[component]
pub fn Complaints() -> AnyView {
    let demo = AnyHandle::here();
    let complaints = Memo::new(move |_| demo.with(|demo| demo.common().complaints.clone()));
    view! {
        <div class="complaints" role="alert" hidden=move || complaints.read().is_empty()>
            <ul>{move || complaints.get().iter().map(said).collect::<Vec<_>>()}</ul>
            <button type="button" class="button small" name="dismiss" on:click=handler(move |_| demo.update(|demo| demo.complaints().clear()))>
                {UNDERSTOOD}
            </button>
        </div>
    }
    .into_any()
}

/// What in a link could not be read, and what is used instead.
fn said(complaint: &Complaint) -> AnyView {
    let code = |text: String| view! { <code translate="no" class="code">{text}</code> };
    let sentence = match complaint {
        Complaint::TooLong => "The link is longer than any link to this demo. The first picture is shown.".into_any(),
        Complaint::Unknown { field } => {
            view! { "The link sets "{code(field.clone())}", which this demo does not have. It is left out." }.into_any()
        }
        Complaint::Value { field, given, takes } => {
            let both = [field, "=", given].concat();
            view! {
                "In the link, "{code(both)}" makes no sense: "{code((*field).to_owned())}" takes "{takes.clone()}
                ". Its first value is used."
            }
            .into_any()
        }
    };
    view! { <li>{sentence}</li> }.into_any()
}

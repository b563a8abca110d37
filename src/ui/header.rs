//! The top of a demo: its title, its seed, its link, what to look for; and what in the reader's link could not be
//! read.

use leptos::prelude::*;

use super::controls::restore;
use super::copy::Share;
use super::handle::{AnyHandle, handler};
use super::paint::{Paint, flag, value};
use super::rich::{escape, pieces, rich};
use super::signs::{Sign, sign_html};
use crate::link::Complaint;

/// What the seed is called.
pub(super) const SEED: &str = "Seed";
/// What it is, where it stands and in the list of shortcuts.
pub(super) const SEED_NOTE: &str =
    "Everything random in this demo comes from this number. The same number gives the same run again.";
const NEXT_SEED: &str = "Next seed";
const UNDERSTOOD: &str = "Understood";

/// Paints a demo's header. `share` is what the button says that copies the link.
pub fn header(paint: &mut Paint, title: &str, seed: u64, share: &str, look_for: &str) {
    let note = &seed_note_id(title);
    paint
        .put("<header class=\"demo-header\"><h3>")
        .put(title)
        .put("</h3><div class=\"demo-tools\"><span class=\"gloss seed\"><label>")
        .put(SEED)
        .start(
            &[
                "input type=\"number\" min=\"0\" max=\"999999\" inputmode=\"numeric\" name=\"seed\"",
                " aria-describedby=\"",
                note,
                "\"",
            ],
            &[value(seed.to_string())],
        )
        .put("</label><span class=\"gloss-note\" role=\"tooltip\" id=\"")
        .put(note)
        .put("\">")
        .put(SEED_NOTE)
        .put("</span></span>")
        .put("<button type=\"button\" class=\"button small icon\" name=\"next-seed\" title=\"")
        .put(NEXT_SEED)
        .put("\">")
        .put_with(|| sign_html("seed"))
        .put("</button><button type=\"button\" class=\"button small\" data-copy=\"link\">")
        .put_with(|| sign_html("link"))
        .put("<span>")
        .put(share)
        .put("</span></button></div><p class=\"look-for\">")
        .put_with(|| rich(look_for))
        .put("</p></header>");
}

/// The id of a demo's note on its seed: titles differ. It stands in the page already when the browser's program comes.
fn seed_note_id(title: &str) -> String {
    if cfg!(feature = "ssr") {
        ["seed-note-", &title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")].concat()
    } else {
        String::new()
    }
}

/// Paints what could not be read in a link, if anything.
pub fn complaints(paint: &mut Paint, complaints: &[Complaint]) {
    let item = |complaint| ["<li>", &complaint_html(complaint), "</li>"].concat();
    let list: String = complaints.iter().map(item).collect();
    paint
        .start(&["div class=\"complaints\" role=\"alert\""], &[flag("hidden", complaints.is_empty())])
        .live(&["ul"], &[], list)
        .put("<button type=\"button\" class=\"button small\" name=\"dismiss\">")
        .put(UNDERSTOOD)
        .put("</button></div>");
}

/// What in a link could not be read, and what is used instead. What the link gives is anybody's, so it is put in as
/// text: in a sentence with marks (see [`super::rich`]) a value could end its mark and begin another.
pub fn complaint_html(complaint: &Complaint) -> String {
    let code = |text: &str| ["<code translate=\"no\" class=\"code\">", &escape(text), "</code>"].concat();
    match complaint {
        Complaint::TooLong => "The link is longer than any link to this demo. The first picture is shown.".into(),
        Complaint::Unknown { field } => {
            format!("The link sets {}, which this demo does not have. It is left out.", code(field))
        }
        Complaint::Value { field, given, takes } => {
            let (both, field) = (code(&[field, "=", given].concat()), code(field));
            format!("In the link, {both} makes no sense: {field} takes {}. Its first value is used.", escape(takes))
        }
    }
}

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

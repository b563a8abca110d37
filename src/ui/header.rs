//! The top of a demo: its title, its seed, its link, what to look for; and what in the reader's link could not be
//! read.

use leptos::prelude::*;

use super::copy::Share;
use super::handle::{AnyHandle, handler};
use super::rich::pieces;
use super::seed::{Run, Seed, SeedAndRun};
use super::slice::Slice;
use crate::link::Complaint;

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
    /// Whether the seed is folded away.
    #[prop(optional)]
    folded: bool,
    /// The run that is told with the seed.
    #[prop(optional_no_strip)]
    run: Option<Run>,
) -> AnyView {
    let share = view! { <Share><span>{share}</span></Share> };
    let tools =
        if folded { view! { {share}<SeedAndRun run=run/> }.into_any() } else { view! { <Seed/>{share} }.into_any() };
    view! {
        <header class="demo-header">
            <h3>{title}</h3>
            <div class="demo-tools">{tools}</div>
            <p class="look-for">{pieces(look_for)}</p>
        </header>
    }
    .into_any()
}

/// What could not be read in a link, if anything.
#[component]
pub fn Complaints() -> AnyView {
    let demo = AnyHandle::here();
    let complaints = Slice::new(move || demo.with(|demo| demo.common().complaints.clone()));
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

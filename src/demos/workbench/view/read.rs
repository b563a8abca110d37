//! What each part says, to be read.

use leptos::prelude::*;

use super::super::claims::{meaning, said};
use super::super::model::Workbench;
use super::super::words;
use super::Demo;
use super::parts::{LINES, tie};
use crate::ui::clause::clause_link;
use crate::ui::credential::abbreviate_to;
use crate::ui::slice::Slice;
use sim::provider::reject::Clause;
use sim::stories::workbench::text::{members, value};
use sim::wire::json::Value;

/// The header's and the payload's members, a line each; and what a signature is.
#[component]
pub fn Said(demo: Demo) -> AnyView {
    view! {
        <Meaning demo=demo part=0 title=words::HEADER/>
        <Meaning demo=demo part=1 title=words::PAYLOAD/>
        <section class="meaning tied-signature">
            <h4>{words::PARTS[2]}<small>{words::SIGNATURE}</small></h4>
            <p class="hint">{words::SIGNATURE_NOTE}</p>
        </section>
    }
    .into_any()
}

/// The header (0) or the payload (1).
#[component]
fn Meaning(demo: Demo, part: usize, title: &'static str) -> AnyView {
    let name = ["header", "payload"][part];
    let lines = Slice::new(move || demo.with(|s| lines(s, part)));
    let more = move || demo.with(|s| found(s, part) > LINES[part]);
    view! {
        <section class=["meaning tied-", name].concat()>
            <h4>{words::PARTS[part]}<small>{title}</small></h4>
            <ul class="claims">{move || lines.get().into_iter().map(line).collect::<Vec<_>>()}</ul>
            <p class="hint" hidden=move || !more()>{words::MORE_CLAIMS}</p>
        </section>
    }
    .into_any()
}

/// A member of a part: what it is called, what that means, what it says here.
#[derive(Clone, PartialEq)]
struct Line {
    tie: String,
    name: String,
    is_changed: bool,
    means: &'static str,
    says: String,
    clause: Clause,
}

/// The text in which a part's members are looked for.
fn json(state: &Workbench, part: usize) -> &str {
    // An encrypted token's second part is a key.
    if state.payload.is_empty() && part == 1 { "" } else { state.reading.says(part).unwrap_or_default() }
}

/// How many members a part has.
fn found(state: &Workbench, part: usize) -> usize {
    members(json(state, part)).map_or(0, |members| members.len())
}

fn lines(state: &Workbench, part: usize) -> Vec<Line> {
    let json = json(state, part);
    let line = |(i, member): (usize, sim::stories::workbench::text::Member)| {
        let [quoted, shown] = [member.name, member.value].map(|range| json.get(range).unwrap_or_default());
        let parsed = Value::parse(quoted).ok();
        let name = parsed.as_ref().and_then(Value::as_text).unwrap_or_else(|| quoted.trim_matches('"'));
        let (means, clause) = meaning(part, name);
        let is_changed = state.changed_from(part).is_some_and(|before| value(before, name) != Some(shown));
        Line {
            tie: tie(part, i),
            name: abbreviate_to(name, 24, 4),
            is_changed: is_changed && !name.is_empty(),
            means,
            says: said(part, name, shown, state.now()),
            clause,
        }
    };
    members(json).unwrap_or_default().into_iter().take(LINES[part]).enumerate().map(line).collect()
}

fn line(Line { tie, name, is_changed, means, says, clause }: Line) -> AnyView {
    let name = if is_changed { view! { <mark>{name}</mark> }.into_any() } else { name.into_any() };
    let says = (!says.is_empty()).then(|| view! { ": "<b>{says}</b> });
    view! {
        <li class=tie>
            <code translate="no">{name}</code>
            <span>{means}{says}</span>
            {clause_link(clause)}
        </li>
    }
    .into_any()
}

//! The family tree: pairs of tokens in the order in which they were issued, each under or beside the one that it was
//! traded for; and two of them opened, side by side.

use leptos::html::Div;
use leptos::prelude::*;

use super::super::model::{Lifecycle, TREE_NODES};
use super::super::words;
use super::Demo;
use crate::ui::drawing::Drawing;
use crate::ui::format::{moment, percent};
use crate::ui::handle::{Part, handler};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::stories::lifecycle::picture::{Card, RefreshState, refresh_state};
use sim::stories::lifecycle::token_app::Issue;
use sim::wire::time::START;

/// The middles of the two lines, in pixels.
const LINES: [u32; 2] = [26, 86];

/// The tree, and what is opened.
#[component]
pub fn Tree(demo: Demo) -> AnyView {
    let nodes = NodeRef::<Div>::new();
    let part = demo.any().part(nodes);
    // Where the tree begins, and what is opened of it.
    let shown = demo.slice_in(part, |s| (s.tree_from(), s.cards()));
    let has_twins = demo.slice_in(part, |s| s.course.has_twins());
    let edges = demo.slice_in(part, edges);
    view! {
        <section class="lifecycle-tree">
            <div class="lifecycle-head">
                <h4><Sign name="token"/>{words::TREE}</h4>
                <div class="lifecycle-tools">
                    <button type="button" class="button small" name="tree-back" on:click=demo.on_press(|s| s.open_on(-4))>
                        <Sign name="back"/>
                        {words::EARLIER}
                    </button>
                    <button type="button" class="button small" name="tree-on" on:click=demo.on_press(|s| s.open_on(4))>
                        <Sign name="step"/>
                        {words::LATER}
                    </button>
                </div>
            </div>
            <div node_ref=nodes class=move || if has_twins.get() { "lifecycle-nodes twins" } else { "lifecycle-nodes" }>
                <svg aria-hidden="true" width="100%" height="112" inner_html=move || edges.get().html()></svg>
                <ol>{(0..TREE_NODES as u32).map(|place| node(demo, part, shown, place)).map(IntoAny::into_any).collect::<Vec<_>>()}</ol>
            </div>
            <p class="hint">{words::TREE_HINT}</p>
            <Compare demo=demo part=part/>
        </section>
    }
    .into_any()
}

/// What stands in a place of the tree.
#[derive(Clone, Default, PartialEq)]
struct Node {
    number: u32,
    class: String,
    is_open: bool,
    face: Option<Face>,
}

/// What stands on a node.
#[derive(Clone, PartialEq)]
struct Face {
    is_thief: bool,
    name: String,
    tick: String,
    spoken: String,
}

fn node_at(state: &Lifecycle, (from, cards): (u32, [Option<u32>; 2]), place: u32) -> Node {
    let number = from + place;
    let issue = state.course.issue(number);
    Node {
        number,
        class: issue.map_or_else(String::new, |issue| class(state, issue)),
        is_open: cards.contains(&Some(number)),
        face: issue.map(|issue| face(state, issue)),
    }
}

fn node(demo: Demo, part: Part, shown: Slice<(u32, [Option<u32>; 2])>, place: u32) -> AnyView {
    let node = demo.slice_in(part, move |s| node_at(s, shown.get(), place));
    let face = Slice::new(move || node.get().face);
    let open = handler(move |_| demo.update(|s| s.open(s.tree_from() + place)));
    view! {
        <li class=move || node.get().class hidden=move || node.read().face.is_none()>
            <button
                type="button"
                name="open"
                aria-pressed=move || if node.read().is_open { "true" } else { "false" }
                data-key=move || words::refresh_name(node.read().number)
                on:click=open
            >
                {move || face.get().map(|face| view! {
                    {face.is_thief.then(|| view! { <Sign name="thief"/> })}
                    <b>{face.name}</b>
                    <span class="when" aria-hidden="true">{face.tick}</span>
                    <span class="visually-hidden">{face.spoken}</span>
                }.into_any())}
            </button>
        </li>
    }
    .into_any()
}

fn class(state: &Lifecycle, issue: &Issue) -> String {
    let of = match refresh_state(&state.course, issue, START + state.clock.now) {
        RefreshState::Unborn => "unborn",
        RefreshState::Live => "live",
        RefreshState::Traded(..) => "traded",
        RefreshState::Ended(..) | RefreshState::Passed => "over",
    };
    let line = ["upper ", "lower "][state.course.lane(issue.number)];
    let who = if issue.who.is_thief() { " by-thief" } else { "" };
    [line, of, who].concat()
}

fn face(state: &Lifecycle, issue: &Issue) -> Face {
    let status = words::refresh_state(refresh_state(&state.course, issue, START + state.clock.now));
    let parent = issue.parent.map_or("Ada’s sign-in".into(), words::refresh_name);
    let at = issue.at.since(START);
    Face {
        is_thief: issue.who.is_thief(),
        name: words::refresh_name(issue.number),
        tick: words::tick(at, true),
        spoken: [", ", &moment(at), ", from ", &parent, "; ", &status].concat(),
    }
}

/// The lines between the nodes. A parent that stands too far left to be shown has its line begin at the edge.
fn edges(state: &Lifecycle) -> Drawing {
    let (course, from) = (&state.course, state.tree_from());
    let mut svg = String::new();
    let place = |number: u32| (2 * u64::from(number) + 1) * 10_000 / (2 * TREE_NODES as u64);
    for number in from..from + TREE_NODES as u32 {
        let Some(issue) = course.issue(number) else { break };
        let Some(parent) = issue.parent else { continue };
        let x1 = parent.checked_sub(from).map_or(0, place);
        svg += &format!(
            "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
            percent(x1),
            percent(place(number - from)),
            LINES[course.lane(parent)],
            LINES[course.lane(number)]
        );
    }
    Drawing::new(svg)
}

/// The two pairs that are opened, row by row.
#[component]
fn Compare(demo: Demo, part: Part) -> AnyView {
    let cells = demo.slice_in(part, |s| s.picture.cards.each_ref().map(|card| card.as_ref().map(words::card)));
    let name = |which: usize| {
        let name = demo.slice_in(part, move |s| {
            let named = |card: &Card| words::refresh_name(card.issue.number);
            s.picture.cards[which].as_ref().map_or_else(|| words::NONE_BEFORE.to_owned(), named)
        });
        view! { <th scope="col">{move || name.get()}</th> }
    };
    let cell = move |which: usize, row: usize| {
        cells.with(|cells| cells[which].as_ref().map_or_else(String::new, |cells| cells[row].clone()))
    };
    let row = |(row, title): (usize, &&'static str)| {
        let differs = Slice::new(move || !cell(1, row).is_empty() && cell(0, row) != cell(1, row));
        view! {
            <tr class=move || if differs.get() { "differs" } else { "" }>
                <th scope="row">{*title}</th>
                <td>{move || cell(0, row)}</td>
                <td>
                    {move || cell(1, row)}
                    {move || differs.get().then(|| view! {
                        <span class="visually-hidden">" ("{words::DIFFERS}")"</span>
                    }.into_any())}
                </td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=words::COMPARE>
            <table class="lifecycle-cards">
                <caption class="visually-hidden">{words::COMPARE}</caption>
                <thead><tr><td></td>{[0, 1].map(name).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</tr></thead>
                <tbody>{words::ROWS.iter().enumerate().map(row).map(IntoAny::into_any).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

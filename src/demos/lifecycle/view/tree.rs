//! The family tree: pairs of tokens in the order in which they were issued, each under or beside the one that it was
//! traded for; and two of them opened, side by side.

use super::model::{Lifecycle, TREE_NODES};
use super::picture::{RefreshState, refresh_state};
use super::scene::Scene;
use super::words;
use crate::ui::format::{moment, percent};
use crate::ui::paint::{Paint, flag, text};
use crate::ui::rich::escape;
use crate::ui::signs::sign_html;
use sim::stories::lifecycle::token_app::Issue;
use sim::wire::time::START;

/// The middles of the two lines, in pixels.
const LINES: [u32; 2] = [26, 86];

/// Paints the tree and what is opened.
pub fn tree(state: &Lifecycle, paint: &mut Paint) {
    let (scene, from) = (&*state.scene, state.tree_from());
    paint
        .put("<section class=\"lifecycle-tree\"><div class=\"lifecycle-head\"><h4>")
        .put_with(|| sign_html("token"))
        .put(words::TREE)
        .put("</h4><div class=\"lifecycle-tools\">");
    for (name, sign, words) in [("tree-back", "back", words::EARLIER), ("tree-on", "step", words::LATER)] {
        paint
            .put("<button type=\"button\" class=\"button small\" name=\"")
            .put(name)
            .put("\">")
            .put_with(|| sign_html(sign))
            .put(words)
            .put("</button>");
    }
    paint
        .put("</div></div>")
        .start(&["div"], &[text("class", ["lifecycle-nodes", if scene.has_twins() { " twins" } else { "" }].concat())]);
    paint.live(&["svg aria-hidden=\"true\" width=\"100%\" height=\"112\""], &[], edges(scene, from)).put("<ol>");
    let cards = state.cards();
    for place in 0..TREE_NODES as u32 {
        let number = from + place;
        let issue = scene.issue(number);
        let class = issue.map_or_else(String::new, |issue| class(state, issue));
        let pressed = if cards.contains(&Some(number)) { "true" } else { "false" };
        paint
            .start(&["li"], &[text("class", class), flag("hidden", issue.is_none())])
            .live(
                &["button type=\"button\" name=\"open\""],
                &[
                    text("value", number.to_string()),
                    text("aria-pressed", pressed),
                    text("data-key", words::refresh_name(number)),
                ],
                issue.map_or_else(String::new, |issue| face(state, issue)),
            )
            .put("</li>");
    }
    paint.put("</ol></div><p class=\"hint\">").put(words::TREE_HINT).put("</p>");
    compare(state, paint);
    paint.put("</section>");
}

fn class(state: &Lifecycle, issue: &Issue) -> String {
    let of = match refresh_state(&state.scene, issue, START + state.clock.now) {
        RefreshState::Unborn => "unborn",
        RefreshState::Live => "live",
        RefreshState::Traded(..) => "traded",
        RefreshState::Ended(..) | RefreshState::Passed => "over",
    };
    let line = ["upper ", "lower "][state.scene.lane(issue.number)];
    let who = if issue.who.is_thief() { " by-thief" } else { "" };
    [line, of, who].concat()
}

fn face(state: &Lifecycle, issue: &Issue) -> String {
    let scene = &state.scene;
    let status = words::refresh_state(refresh_state(scene, issue, START + state.clock.now));
    let parent = issue.parent.map_or("Ada’s sign-in".into(), words::refresh_name);
    [
        if issue.who.is_thief() { sign_html("thief") } else { String::new() }.as_str(),
        "<b>",
        &words::refresh_name(issue.number),
        "</b><span class=\"when\" aria-hidden=\"true\">",
        &words::tick(issue.at.since(START), true),
        "</span><span class=\"visually-hidden\">, ",
        &moment(issue.at.since(START)),
        ", from ",
        &parent,
        "; ",
        &escape(&status),
        "</span>",
    ]
    .concat()
}

/// The lines between the nodes. A parent that stands too far left to be shown has its line begin at the edge.
fn edges(scene: &Scene, from: u32) -> String {
    let mut svg = String::new();
    let place = |number: u32| (2 * u64::from(number) + 1) * 10_000 / (2 * TREE_NODES as u64);
    for number in from..from + TREE_NODES as u32 {
        let Some(issue) = scene.issue(number) else { break };
        let Some(parent) = issue.parent else { continue };
        let x1 = parent.checked_sub(from).map_or(0, place);
        svg += &format!(
            "<line x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
            percent(x1),
            percent(place(number - from)),
            LINES[scene.lane(parent)],
            LINES[scene.lane(number)]
        );
    }
    svg
}

fn compare(state: &Lifecycle, paint: &mut Paint) {
    let cards = state.picture.cards.each_ref().map(|card| card.as_ref());
    let names = cards
        .map(|card| card.map_or_else(|| words::NONE_BEFORE.to_owned(), |card| words::refresh_name(card.issue.number)));
    let cells = cards.map(|card| card.map(words::card));
    paint
        .put("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .put(words::COMPARE)
        .put("\"><table class=\"lifecycle-cards\"><caption class=\"visually-hidden\">")
        .put(words::COMPARE)
        .put("</caption><thead><tr><td></td>");
    for name in names {
        paint.live(&["th scope=\"col\""], &[], name);
    }
    paint.put("</tr></thead><tbody>");
    for (row, title) in words::ROWS.iter().enumerate() {
        let [first, second] = cells.each_ref().map(|cells| cells.as_ref().map_or("", |cells| cells[row].as_str()));
        let differs = !second.is_empty() && first != second;
        let class = if differs { "differs" } else { "" };
        paint.start(&["tr"], &[text("class", class)]).put("<th scope=\"row\">").put(title).put("</th>");
        paint.live(&["td"], &[], escape(first));
        let hidden = ["<span class=\"visually-hidden\"> (", words::DIFFERS, ")</span>"].concat();
        paint.live(&["td"], &[], escape(second) + if differs { &hidden } else { "" }).put("</tr>");
    }
    paint.put("</tbody></table></div>");
}

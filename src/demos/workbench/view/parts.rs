//! The token in its three parts and colours, each piece tied to what it says: what has the same class (`h0`, `c3`) is
//! marked together by the style sheet, whichever of the two the reader points at.

use core::ops::Range;

use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::super::model::{Task, Workbench};
use super::super::words;
use super::{Demo, PartFields};
use crate::ui::handle::handler;
use sim::stories::workbench::text::{Member, members};

/// How many members of the header, and of the payload, have a line of their own.
pub const LINES: [usize; 2] = [4, 12];
/// The classes' first letters.
const LETTERS: [&str; 2] = ["h", "c"];

/// The three parts, coloured. A click on one leads to the field that changes it.
#[component]
pub fn Parts(demo: Demo, fields: PartFields) -> AnyView {
    let drawn = demo.slice(|s| s.reading.parts.len());
    let text = demo.slice(|s| (s.text.clone(), s.before.clone()));
    let lead = move |part: usize| match part {
        0 => fields.header.get_untracked().map(HtmlElement::from),
        1 => fields.payload.get_untracked().map(HtmlElement::from),
        _ => fields.secret.get_untracked().map(HtmlElement::from),
    };
    let part = |i: usize| {
        let (class, to) = [("header", "header"), ("payload", "payload"), ("signature", "secret")][i];
        let focus = handler(move |_| {
            demo.update(|s| s.task = Task::Change);
            // Once its tab is in sight.
            request_animation_frame(move || {
                if let Some(field) = lead(i) {
                    let _ = field.focus();
                }
            });
        });
        // The part itself is no `button`: that is a box, and a token breaks wherever its line ends. And its text is no
        // name to be read out. So the button stands in it, unseen, and a click anywhere in the part does the same.
        view! {
            <span class=["part-", class, " tied-", class].concat() data-to=to on:click=focus>
                <button type="button" class="visually-hidden">{words::PARTS[i]}</button>
                <span>{move || demo.with_slice(text, |s| part_views(s, i))}</span>
            </span>
            <span class="dot">{move || if i < 2 && drawn.get() > i + 1 { "." } else { "" }}</span>
        }
        .into_any()
    };
    view! {
        <p class="parts" hidden=move || drawn.get() == 0>{[0, 1, 2].map(part).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</p>
        <p class="parts none" hidden=move || { drawn.get() > 0 }>{words::TOO_LONG_TO_DRAW}</p>
    }
    .into_any()
}

/// The class that ties a member's piece of the token to its line.
pub fn tie(part: usize, member: usize) -> String {
    [LETTERS[part], &member.to_string()].concat()
}

/// A part's text. The third stands for all that follow: an encrypted token has five.
fn part_views(state: &Workbench, part: usize) -> Vec<AnyView> {
    let mut views = pieces_of(state, part);
    for further in 3..state.reading.parts.len().max(3) {
        if part == 2 {
            views.push(".".into_any());
            views.extend(pieces_of(state, further));
        }
    }
    views
}

/// The pieces of a part, each tied to its line, and marked where it was changed.
fn pieces_of(state: &Workbench, part: usize) -> Vec<AnyView> {
    let Some(range) = state.reading.parts.get(part).map(|part| part.range.clone()) else { return Vec::new() };
    let text = state.text.get(range).unwrap_or_default();
    let ties = if part < 2 { places(state.reading.says(part).unwrap_or_default()) } else { Vec::new() };
    let before = state.before.split('.').nth(part).unwrap_or_default();
    let changed = if state.before.is_empty() { 0..0 } else { change(before, text) };
    let borders = || ties.iter().chain([&changed]).flat_map(|piece| [piece.start, piece.end]);
    let mut views = Vec::new();
    let mut run = 0..0;
    while run.end < text.len() {
        let next = borders().filter(|border| (run.end + 1..text.len()).contains(border)).min();
        run = run.end..next.unwrap_or(text.len());
        // A run of text that is cut in the middle of a character is no token's.
        let Some(words) = text.get(run.clone()) else { return vec![text.to_owned().into_any()] };
        let words = words.to_owned();
        let tie = ties.iter().position(|piece| piece.contains(&run.start)).filter(|member| *member < LINES[part]);
        let is_changed = changed.contains(&run.start);
        let words = if is_changed { view! { <mark>{words}</mark> }.into_any() } else { words.into_any() };
        views.push(match tie {
            Some(member) => view! { <span class=self::tie(part, member)>{words}</span> }.into_any(),
            None => view! { <span>{words}</span> }.into_any(),
        });
    }
    views
}

/// Where each member stands in the encoded part: three bytes are four characters, so neighbours may share one.
fn places(json: &str) -> Vec<Range<usize>> {
    let place = |byte: usize| (byte * 4).div_ceil(3);
    let range = |member: &Member| place(member.name.start)..place(member.value.end);
    members(json).unwrap_or_default().iter().map(range).collect()
}

/// The stretch of the new text that is not as in the old one.
fn change(old: &str, new: &str) -> Range<usize> {
    let same = |mut pairs: core::iter::Zip<core::str::Bytes<'_>, core::str::Bytes<'_>>| {
        let mut n = 0;
        while pairs.next().is_some_and(|(a, b)| a == b) {
            n += 1;
        }
        n
    };
    let start = same(old.bytes().zip(new.bytes()));
    let most = old.len().min(new.len()) - start;
    let end = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    start..new.len() - end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_lies_between_what_did_not() {
        assert_eq!(change("abcdef", "abXdef"), 2..3);
        assert_eq!(change("abc", "abc"), 3..3);
        assert_eq!(change("abc", "ab"), 2..2);
        assert_eq!(change("aa", "aaaa"), 2..4);
        assert_eq!(change("", "abc"), 0..3);
    }
}

//! The token in its three parts and colours, each piece tied to what it says: what has the same class (`h0`, `c3`) is
//! marked together by the style sheet, whichever of the two the reader points at.

use core::ops::Range;

use super::model::Workbench;
use super::text::{Member, members};
use crate::ui::rich::escape;

/// How many members of the header, and of the payload, have a line of their own.
pub const LINES: [usize; 2] = [4, 12];
/// The classes' first letters.
const LETTERS: [&str; 2] = ["h", "c"];

/// The class that ties a member's piece of the token to its line.
pub fn tie(part: usize, member: usize) -> String {
    [LETTERS[part], &member.to_string()].concat()
}

/// A part's text as HTML.
pub fn part_html(state: &Workbench, part: usize) -> String {
    let Some(range) = state.reading.parts.get(part).map(|part| part.range.clone()) else { return String::new() };
    let text = state.text.get(range).unwrap_or_default();
    let ties = if part < 2 { pieces(state.reading.says(part).unwrap_or_default()) } else { Vec::new() };
    let before = state.before.split('.').nth(part).unwrap_or_default();
    let changed = if state.before.is_empty() { 0..0 } else { change(before, text) };
    let borders = || ties.iter().chain([&changed]).flat_map(|piece| [piece.start, piece.end]);
    let mut html = String::new();
    let mut run = 0..0;
    while run.end < text.len() {
        let next = borders().filter(|border| (run.end + 1..text.len()).contains(border)).min();
        run = run.end..next.unwrap_or(text.len());
        // A run of text that is cut in the middle of a character is no token's.
        let Some(words) = text.get(run.clone()) else { return escape(text) };
        let tie = ties.iter().position(|piece| piece.contains(&run.start)).filter(|member| *member < LINES[part]);
        let class = tie.map_or_else(String::new, |member| [" class=\"", &self::tie(part, member), "\""].concat());
        let (open, close) = if changed.contains(&run.start) { ("<mark>", "</mark>") } else { ("", "") };
        html += &["<span", &class, ">", open, &escape(words), close, "</span>"].concat();
    }
    html
}

/// Where each member stands in the encoded part: three bytes are four characters, so neighbours may share one.
fn pieces(json: &str) -> Vec<Range<usize>> {
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

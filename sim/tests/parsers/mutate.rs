//! Strings that are almost right. A parser's faults sit next to what it accepts, where random bytes seldom get:
//! so take what is good, and spoil it a little.

use sim::wire::rng::Rng;

/// What has broken parsers before: separators where none belong, other alphabets' digits and look-alikes, characters
/// that grow or vanish when folded, numbers at the edge.
const PIECES: [&str; 44] = [
    "",
    " ",
    "=",
    "==",
    ".",
    "..",
    "&",
    "&&",
    "%",
    "%0",
    "%zz",
    "%00",
    "%ff",
    "%C3%A9",
    "+",
    "/",
    "?",
    "#",
    ":",
    ",",
    ";",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    "null",
    "-0",
    "1e400",
    "9223372036854775808",
    "18446744073709551616",
    "\0",
    "\r\n",
    "\u{7f}",
    "é",
    "K",
    "ſ",
    "٣",
    "０",
    "\u{feff}",
    "😀",
];

/// How long the long runs are: past every limit that a parser here has.
const LONG: u64 = 20_000;

/// One of these good strings, spoilt in one to four places; now and then left whole, so that "accepted" is tried too.
pub fn spoilt(good: &[String], rng: &mut Rng) -> String {
    let mut text: Vec<char> = pick(good, rng).chars().collect();
    if rng.below(50) == 0 {
        return text.into_iter().collect();
    }
    for _ in 0..=rng.below(4) {
        spoil(&mut text, good, rng);
    }
    text.into_iter().collect()
}

fn spoil(text: &mut Vec<char>, good: &[String], rng: &mut Rng) {
    let (start, end) = span(text.len(), rng);
    match rng.below(12) {
        // Flip: another character of the text, the neighbour in the code table, the other case, or any at all.
        0..=4 if start < text.len() => {
            let old = text[start];
            text[start] = match rng.below(4) {
                0 => text[rng.below(text.len() as u64) as usize],
                1 => char::from_u32(u32::from(old) ^ 1 << rng.below(7)).unwrap_or('?'),
                2 if old.is_ascii_lowercase() => old.to_ascii_uppercase(),
                2 => old.to_ascii_lowercase(),
                _ => char::from_u32(rng.below(0x11_0000) as u32).unwrap_or('\u{fffd}'),
            };
        }
        // Cut out, cut off, double.
        5 => drop(text.drain(start..end)),
        6 => text.truncate(start),
        7 => {
            let twice: Vec<char> = text[start..end].to_vec();
            text.splice(start..start, twice);
        }
        // Splice: the head of this one, the tail of another.
        8 => {
            let other: Vec<char> = pick(good, rng).chars().collect();
            let (from, _) = span(other.len(), rng);
            text.truncate(start);
            text.extend(&other[from..]);
        }
        // A long run, seldom: it costs as much as a thousand other cases.
        9 if rng.below(200) == 0 => {
            let c = text.get(start).copied().unwrap_or('A');
            text.splice(start..start, core::iter::repeat_n(c, rng.below(LONG) as usize));
        }
        _ => drop(text.splice(start..start, pick(&PIECES, rng).chars())),
    }
}

/// A stretch of a text, short more often than long.
fn span(length: usize, rng: &mut Rng) -> (usize, usize) {
    let start = rng.below(length as u64 + 1) as usize;
    let longest = if rng.below(2) == 0 { 3 } else { length as u64 + 1 };
    (start, length.min(start + rng.below(longest) as usize))
}

/// One of these.
pub fn pick<'a, T>(from: &'a [T], rng: &mut Rng) -> &'a T {
    &from[rng.below(from.len() as u64) as usize]
}

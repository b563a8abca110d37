//! What is done with the prose's words, a text at a time.

use pulldown_cmark::{Event, TagEnd};

/// The words alone.
pub fn plain(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph) => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Whose colour and sign the words take, if any.
pub fn term(text: &str) -> Option<&'static str> {
    match text.rsplit([' ', '\u{a0}', '-']).next()?.to_lowercase().as_str() {
        "key" | "keys" => Some("key"),
        "token" | "tokens" => Some("token"),
        "thief" => Some("thief"),
        _ => None,
    }
}

/// Puts no-break spaces where a line's end would part what is read as one. Within a number, whose digits stand in groups
/// of three, it is the narrow one, as [`key_vs_token::ui::format::count`] writes it.
pub fn keep_together(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            kept.push(if goes_on(&kept, word) { '\u{202f}' } else { ' ' });
        }
        kept += word;
    }
    kept.replace("RFC ", "RFC\u{a0}").replace("OAuth 2", "OAuth\u{a0}2").replace("§ ", "§\u{a0}")
}

/// Whether a number that ends the text goes on in the next word: `10` and `000`.
fn goes_on(text: &str, word: &str) -> bool {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let before = text.chars().rev().take_while(char::is_ascii_digit).count();
    (1..=3).contains(&before) && digits(word) == 3
}

/// The address of a heading with these words.
pub fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// The text as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The first sentence of a note, which is seen while the note is folded, and what follows it. A note is one HTML
/// paragraph or more.
pub fn first_sentence(note: &str) -> Result<(&str, &str), String> {
    let text = note.strip_prefix("<p>").unwrap_or(note);
    let words = text.split_once("</strong>").map_or(text, |(_, words)| words);
    let end = words.find(". ").into_iter().chain(words.find(".\n")).min();
    match end.map(|end| (&words[..=end], words[end + 1..].trim_start())) {
        Some((first, rest)) if !first.contains('<') => Ok((&text[..text.len() - words.len() + first.len()], rest)),
        _ => Err(format!("a note starts with a sentence without links, and then says more: {text:?}")),
    }
}

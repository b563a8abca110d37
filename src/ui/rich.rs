//! Sentences with marked words. A demo's words are plain strings; `[token|52 records]` in one puts
//! the words in the token's colour, `[b|…]` sets them off.

use leptos::prelude::*;

use super::slice::Slice;

const KINDS: [&str; 7] = ["key", "token", "thief", "ok", "no", "b", "code"];

/// A sentence with its marks as elements.
#[component]
pub fn Rich(
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
) -> AnyView {
    // Taken apart only when it is another one: where a clock runs, it is asked for in each frame.
    let text = Slice::new(move || text.get());
    (move || pieces(&text.read())).into_any()
}

/// The pieces of a sentence that does not change.
pub fn pieces(text: &str) -> Vec<AnyView> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, kind, words, after)) = next_mark(rest) {
        if !before.is_empty() {
            pieces.push(before.to_owned().into_any());
        }
        let (kind, words) = (kind.to_owned(), words.to_owned());
        // No translator is to touch a name of a protocol's.
        pieces.push(if kind == "code" {
            view! { <code translate="no" class="code">{words}</code> }.into_any()
        } else {
            view! { <b class=kind>{words}</b> }.into_any()
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(rest.to_owned().into_any());
    }
    pieces
}

/// The sentence without its marks, for a reader who hears it.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, _, words, after)) = next_mark(rest) {
        out += before;
        out += words;
        rest = after;
    }
    out + rest
}

fn next_mark(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (mark, after) = rest.split_once(']')?;
    let (kind, words) = mark.split_once('|')?;
    KINDS.contains(&kind).then_some((before, kind, words, after))
}

/// Text as it may stand in HTML and SVG.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_words_become_elements_and_nothing_else_does() {
        let text = "lost [token|52 <records>], not [a] & [x|y]";
        let html = Owner::new().with(|| pieces(text).to_html()).replace("<!>", "");
        assert_eq!(html, "lost <b class=\"token\">52 &lt;records&gt;</b>, not [a] &amp; [x|y]");
        assert_eq!(plain("lost [token|52 records] in [b|1 h]"), "lost 52 records in 1 h");
    }
}

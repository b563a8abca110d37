//! Credentials, drawn so that one sees what they are: a key with its prefix, body and checksum
//! apart; a token with its three parts apart.

use leptos::prelude::*;
use sim::provider::api_key::ApiKey;
use sim::stories::world::Credential;

/// How many characters of a long part are shown at its start, and at its end.
const HEAD: usize = 6;
const TAIL: usize = 4;

/// What there is of the key and of the token.
pub fn both<V: IntoAny>(view: impl Fn(Credential) -> V) -> Vec<AnyView> {
    Credential::BOTH.map(|credential| view(credential).into_any()).into()
}

/// A key, short.
pub fn key_parts(key: &ApiKey) -> Vec<AnyView> {
    key_parts_with(key, abbreviate)
}

/// A key, whole.
pub fn whole_key(key: &ApiKey) -> Vec<AnyView> {
    key_parts_with(key, str::to_owned)
}

fn key_parts_with(key: &ApiKey, body: fn(&str) -> String) -> Vec<AnyView> {
    let (prefix, middle, check) = key.parts();
    vec![part("part-prefix", prefix.to_owned()), part("part-body", body(middle)), part("part-check", check.to_owned())]
}

/// A token, short.
pub fn token_parts(token: &str) -> Vec<AnyView> {
    token_parts_to(token, [(HEAD, TAIL); 3])
}

/// A token, so many characters of the start and of the end of each part.
pub fn token_parts_to(token: &str, sizes: [(usize, usize); 3]) -> Vec<AnyView> {
    let mut views = Vec::new();
    let classes = ["part-header", "part-payload", "part-signature"];
    for ((text, class), (head, tail)) in token.split('.').zip(classes).zip(sizes) {
        if !views.is_empty() {
            views.push(".".into_any());
        }
        views.push(part(class, abbreviate_to(text, head, tail)));
    }
    views
}

/// A part of a credential, by its class.
pub fn part(class: &'static str, text: String) -> AnyView {
    view! { <span class=class>{text}</span> }.into_any()
}

/// The start and the end of a long text that has no spaces.
pub fn abbreviate(text: &str) -> String {
    abbreviate_to(text, HEAD, TAIL)
}

/// So many characters of its start, and of its end.
pub fn abbreviate_to(text: &str, head: usize, tail: usize) -> String {
    // Where the character of that number begins, from the start and from the end.
    let nth = |n| text.char_indices().nth(n).map(|(at, _)| at);
    let last = |n: usize| text.char_indices().rev().nth(n.checked_sub(1)?).map(|(at, _)| at);
    match (nth(head + tail + 1), nth(head), last(tail)) {
        (Some(_), Some(head), Some(tail)) => [&text[..head], "…", &text[tail..]].concat(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_keep_their_ends() {
        assert_eq!(abbreviate("abcdefghijklmnopqrstuvwxyz"), "abcdef…wxyz");
        assert_eq!(abbreviate("short"), "short");
        assert_eq!(
            (abbreviate("12345678901"), abbreviate("123456789012")),
            ("12345678901".into(), "123456…9012".into())
        );
    }

    /// A megabyte that a reader pastes must not stand in a message whole because its bytes are no ASCII.
    #[test]
    fn long_texts_in_any_script_are_short() {
        assert_eq!(
            abbreviate(&"\u{fffd}".repeat(100_000)),
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}…\u{fffd}\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(abbreviate("aé漢🔑-----🔑漢éa"), "aé漢🔑--…🔑漢éa");
        assert_eq!(abbreviate("é漢🔑é漢🔑é漢🔑é漢"), "é漢🔑é漢🔑é漢🔑é漢");
    }
}

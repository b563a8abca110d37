//! The glossary. Each of its words is explained where the prose first uses it, as `<dfn>`, and again wherever a later
//! section takes it up. There the word is a link to the glossary at the end of the page, and on focus or under a pointer
//! it opens.

use std::fmt::Write;

/// A word, the other forms that it stands in, and what it means.
struct Entry {
    word: &'static str,
    forms: &'static [&'static str],
    means: &'static str,
}

const ENTRIES: &[Entry] = &[
    Entry {
        word: "access token",
        forms: &["access tokens"],
        means: "A credential that says what its holder may do, and usually until when. This page calls it an API token.",
    },
    Entry {
        word: "authorization server",
        forms: &["authorization servers"],
        means: "The server that asks the user, and issues, refreshes and revokes tokens.",
    },
    Entry {
        word: "bearer",
        forms: &["bearers"],
        means: "A bearer credential works for whoever holds it, however they got it.",
    },
    Entry {
        word: "claim",
        forms: &[],
        means: "One statement in a token, for example who issued it, for whom, or until when.",
    },
    Entry { word: "client", forms: &[], means: "The program that calls an API: an app, a server, a device." },
    Entry {
        word: "credential",
        forms: &[],
        means: "What a caller shows to be let in, for example a key, a token or a password.",
    },
    Entry {
        word: "grant",
        forms: &[],
        means: "The proof that a user consents, for example a code. A client exchanges it for tokens.",
    },
    Entry {
        word: "introspection",
        forms: &[],
        means: "A request by which an API asks the authorization server whether a token still counts.",
    },
    Entry {
        word: "loss exceedance curve",
        forms: &[],
        means: "A plot of a risk: for each loss, how likely it is to be at least that large.",
    },
    Entry {
        word: "refresh token",
        forms: &["refresh tokens"],
        means: "A token that fetches new access tokens. It is sent to the authorization server only.",
    },
    Entry {
        word: "resource server",
        forms: &["resource servers"],
        means: "The server that holds the data and answers: the API.",
    },
    Entry { word: "revocation", forms: &[], means: "Declaring a credential invalid before its end." },
    Entry {
        word: "rotation",
        forms: &[],
        means: "Replacing a credential with a new one. A refresh token can be replaced at each use.",
    },
    Entry {
        word: "scope",
        forms: &["scopes"],
        means: "A named permission of a token. For example, orders:read lets an app read orders.",
    },
];

/// Which of the words a section has explained already: each opens once in each section.
#[derive(Default)]
pub struct Marked {
    /// The section's anchor makes the ids of its notes unlike any other's.
    pub anchor: &'static str,
    seen: Vec<&'static str>,
}

impl Marked {
    /// The words that this section defines itself need no opening in it.
    pub fn in_section(anchor: &'static str, markdown: &str) -> Self {
        let defines = |entry: &&Entry| {
            let word = |form| markdown.to_lowercase().contains(&format!("<dfn>{form}</dfn>"));
            word(entry.word) || entry.forms.iter().any(|form| word(form))
        };
        Self { anchor, seen: ENTRIES.iter().filter(defines).map(|entry| entry.word).collect() }
    }

    /// A stretch of prose as HTML, with the first of each word that opens marked. `None` if there is none in it.
    pub fn mark(&mut self, text: &str) -> Option<String> {
        let mut html = String::new();
        let mut rest = text;
        while let Some((at, length, entry)) = first(rest, &self.seen) {
            self.seen.push(entry.word);
            let (anchor, id, word) = (self.anchor, id(entry.word), &rest[at..at + length]);
            let _ = write!(
                html,
                "{}<span class=\"gloss\"><a href=\"#{id}\" aria-describedby=\"{id}-in-{anchor}\">{word}</a><span class=\"gloss-note\" role=\"tooltip\" id=\"{id}-in-{anchor}\">{}</span></span>",
                crate::article::text::escape(&rest[..at]),
                entry.means,
            );
            rest = &rest[at + length..];
        }
        (!html.is_empty()).then(|| html + &crate::article::text::escape(rest))
    }
}

/// Where the first word that opens stands, how long it is there, and what it is. The longest of those that start there.
fn first(text: &str, seen: &[&str]) -> Option<(usize, usize, &'static Entry)> {
    let lower = text.to_ascii_lowercase();
    let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let mut found: Option<(usize, usize, &'static Entry)> = None;
    // Single words that are everyday words too are in the list alone.
    for entry in ENTRIES.iter().filter(|entry| !seen.contains(&entry.word) && !is_everyday(entry.word)) {
        for form in entry.forms.iter().chain([&entry.word]) {
            for (at, _) in lower.match_indices(form) {
                let bytes = lower.as_bytes();
                let whole = !is_letter(bytes.get(at.wrapping_sub(1))) && !is_letter(bytes.get(at + form.len()));
                let is_first = |(other, length, _)| at < other || at == other && form.len() > length;
                if whole && found.is_none_or(is_first) {
                    found = Some((at, form.len(), entry));
                }
            }
        }
    }
    found
}

fn is_everyday(word: &str) -> bool {
    matches!(word, "claim" | "client" | "credential" | "grant")
}

fn id(word: &str) -> String {
    ["glossary-", &word.replace(' ', "-")].concat()
}

/// The whole list, as HTML.
pub fn glossary() -> String {
    let mut html = String::from("<dl class=\"glossary\">\n");
    for Entry { word, means, .. } in ENTRIES {
        let _ = writeln!(html, "<div id=\"{}\"><dt>{word}</dt><dd>{means}</dd></div>", id(word));
    }
    html + "</dl>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<String> {
        let html = Marked::in_section("security", "").mark(text).unwrap_or_default();
        html.split("aria-describedby=\"glossary-")
            .skip(1)
            .map(|rest| rest.split("-in-").next().unwrap().into())
            .collect()
    }

    #[test]
    fn a_word_opens_once_whole_and_in_its_longest_form() {
        assert_eq!(marked("A scope is a Scope; scopes are scopes."), ["scope"]);
        assert_eq!(marked("Microscope and scoped open nothing."), [""; 0]);
        assert_eq!(marked("By refresh token, to the authorization server."), ["refresh-token", "authorization-server"]);
        assert_eq!(marked("Clients grant claims."), [""; 0]);
    }

    #[test]
    fn what_a_section_defines_needs_no_opening_there() {
        let mut section = Marked::in_section("purpose", "each named by a <dfn>scope</dfn>");
        assert_eq!(section.mark("A scope, <again>"), None);
        let html = section.mark("<b>, rotation & more").unwrap();
        assert!(
            html.starts_with("&lt;b&gt;, <span class=\"gloss\"><a href=\"#glossary-rotation\"")
                && html.ends_with(" &amp; more")
        );
    }

    #[test]
    fn the_list_is_in_order_and_its_words_have_an_address() {
        assert!(ENTRIES.is_sorted_by_key(|entry| entry.word));
        assert!(glossary().contains("<div id=\"glossary-refresh-token\"><dt>refresh token</dt>"));
    }
}

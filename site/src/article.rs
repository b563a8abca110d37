//! The prose: one Markdown file a section, turned into HTML on the host and never shipped in WASM.
//!
//! What the Markdown may say beside CommonMark and tables:
//! - `# Title {#anchor}` opens the file; the anchor is the section's address, as [`SECTIONS`] lists it;
//! - `<!-- demo: NAME -->`, alone on a line, is where a demo stands;
//! - `<!-- lab: NAME -->`, alone on a line, is where a demo stands that opens over the page;
//! - `<!-- screen: ID -->`, alone on a line: in the classroom, the next block stands on the screen of that id;
//! - `<!-- lines: N -->` is room for N lines of handwriting, and `<!-- page: new -->` begins a sheet of paper;
//! - `<!-- claim: ID -->`, inside the paragraph, item or row that makes it, marks a claim of `claims.txt`;
//! - emphasis on words that end in *key*, *token* or *thief* takes the figure's colour and sign;
//! - a quotation that starts with **Precisely:** is a note on where a plain statement is loose.
//!
//! A word of [`crate::glossary`] that a section takes up opens on focus there.

use self::weaver::{Weaver, push};
use crate::glossary::Marked;
use pulldown_cmark::{Options, Parser};
use std::{cell::RefCell, env, fs, io, path::PathBuf};

pub(crate) mod text;
mod weaver;

/// A section of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its file in `site/article`.
    pub file: &'static str,
    /// Its address on the page.
    pub anchor: &'static str,
    /// Its name in the list of sections.
    pub label: &'static str,
    /// Its number, if it is one of the five comparisons.
    pub number: Option<u8>,
}

/// The sections, in the page's order.
pub const SECTIONS: [Section; 8] = [
    Section { file: "00-introduction.md", anchor: "introduction", label: "Introduction", number: None },
    Section { file: "10-purpose.md", anchor: "purpose", label: "Purpose", number: Some(1) },
    Section { file: "20-security.md", anchor: "security", label: "Security", number: Some(2) },
    Section { file: "30-use-cases.md", anchor: "use-cases", label: "Use cases", number: Some(3) },
    Section { file: "40-lifecycle.md", anchor: "lifecycle", label: "Lifecycle", number: Some(4) },
    Section { file: "50-protocols.md", anchor: "protocols", label: "Protocols", number: Some(5) },
    Section { file: "60-differences.md", anchor: "differences", label: "Key differences", number: None },
    Section { file: "70-conclusion.md", anchor: "conclusion", label: "Conclusion", number: None },
];

impl Section {
    /// The section's Markdown, read from its file.
    ///
    /// # Errors
    /// Where the file cannot be read; the message names it.
    pub fn markdown(&self) -> io::Result<String> {
        // Cargo says where the repository is now, which may not be where it was compiled.
        let root = env::var_os("CARGO_MANIFEST_DIR").map_or(env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let path = root.join("article").join(self.file);
        fs::read_to_string(&path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    /// The section as a `<section>` element; `figure` gives the element for a demo's name, or `None` for a
    /// name that no demo bears.
    ///
    /// # Errors
    /// A sentence, where the Markdown breaks a rule of this module.
    pub fn html(&self, markdown: &str, figure: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
        let in_file = |fault: String| format!("site/article/{}: {fault}", self.file);
        let events = Parser::new_ext(markdown, options()).collect();
        let words = RefCell::new(Marked::in_section(self.anchor, markdown));
        let events = Weaver { section: *self, figure, words }.weave_prose(events).map_err(in_file)?;
        let body = push(events);
        if !body.contains("<h1") && !body.contains("<h2") {
            return Err(in_file(format!("it has no `# Title {{#{}}}`", self.anchor)));
        }
        // Said here and not asked by the style, `:has(> .precisely)`: a browser would ask it anew with every element that
        // comes or goes in the section, and lay all of it out again.
        let kind = if body.contains("<aside class=\"precisely\"") { " class=\"annotated\"" } else { "" };
        Ok(format!("<section id=\"{}\"{kind}>\n{body}</section>\n", self.anchor))
    }
}

/// The names of the demos that open over the page, and so have no picture in it, each with its section's address.
///
/// # Errors
/// A sentence, where a section cannot be read.
pub fn labs() -> Result<Vec<(String, &'static str)>, String> {
    let mut labs = Vec::new();
    for section in SECTIONS {
        let markdown = section.markdown().map_err(|error| error.to_string())?;
        let marks = markdown.lines().filter_map(comment);
        labs.extend(marks.filter(|(kind, _)| *kind == "lab").map(|(_, name)| (name.to_owned(), section.anchor)));
    }
    Ok(labs)
}

/// The Markdown this page is written in.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_SMART_PUNCTUATION
}

/// What an HTML comment in the Markdown says: `<!-- kind: value -->`.
///
/// # Example
/// ```
/// use site::article::comment;
/// assert_eq!(comment("<!-- demo: security -->"), Some(("demo", "security")));
/// assert_eq!(comment("<b>"), None);
/// ```
pub fn comment(html: &str) -> Option<(&str, &str)> {
    let inside = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    let (kind, value) = inside.split_once(':')?;
    Some((kind.trim(), value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECURITY: Section = SECTIONS[2];

    fn html(markdown: &str) -> Result<String, String> {
        SECURITY.html(&format!("# Security {{#security}}\n\n{markdown}\n"), &|name| {
            (name == "security").then(|| "<figure></figure>".to_owned())
        })
    }

    #[track_caller]
    fn shows(markdown: &str, expected: &str) {
        let html = html(markdown).unwrap();
        assert!(html.contains(expected), "{expected:?} is not in {html:?}");
    }

    #[test]
    fn a_title_is_numbered_and_links_to_itself() {
        shows("", r##"<h2><span class="number" aria-hidden="true">2</span> <a href="#security">Security</a></h2>"##);
    }

    #[test]
    fn a_title_without_the_sections_address_is_refused() {
        assert!(SECURITY.html("# Security", &|_| None).unwrap_err().contains("{#security}"));
        assert!(SECURITY.html("words", &|_| None).unwrap_err().contains("no `# Title"));
    }

    #[test]
    fn a_subheading_gets_an_address() {
        shows(
            "## Why a leak lasts",
            r##"<h3 id="why-a-leak-lasts"><a href="#why-a-leak-lasts">Why a leak lasts</a></h3>"##,
        );
    }

    #[test]
    fn a_term_takes_its_sign_and_colour() {
        shows(
            "An *access token* ends.",
            r##"<em class="term token"><span class="whole"><svg class="sign" aria-hidden="true"><use href="#sign-token"></use></svg>access</span> token</em>"##,
        );
        shows("*Keys* stay.", r#"<em class="term key">"#);
        shows("The *thief* waits.", r#"<em class="term thief">"#);
        shows("*Never* mind.", "<em>Never</em>");
    }

    #[test]
    fn a_precise_note_is_an_aside_that_can_be_folded_to_its_first_sentence() {
        shows(
            "> **Precisely:** it depends. On *what*?",
            "<summary><strong>Precisely:</strong> it depends.</summary>\n<p>On <em>what</em>?</p>\n</details>\n</aside>",
        );
        shows("> Said somebody.", "<blockquote>");
    }

    #[test]
    fn a_demo_stands_where_its_mark_is() {
        shows("before\n\n<!-- demo: security -->\n\nafter", "<figure></figure>");
        assert!(html("<!-- demo: nobody -->").unwrap_err().contains("no demo is called"));
    }

    #[test]
    fn comments_stay_in_the_source() {
        assert!(!html("A key is static. <!-- claim: key-static -->").unwrap().contains("claim"));
        assert!(html("<!-- claim: key-static --> A key is static.").unwrap_err().contains("must not start with"));
    }

    #[test]
    fn a_link_elsewhere_hands_over_no_window() {
        shows("[RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)", "rel=\"noopener\">RFC\u{a0}6750</a>");
        shows("[see](#purpose)", "<a href=\"#purpose\">");
    }

    #[test]
    fn a_number_and_a_name_stay_in_one_line() {
        shows("Of 10 000 in RFC 6750, by OAuth 2.0.", "Of 10\u{202f}000 in RFC\u{a0}6750, by OAuth\u{a0}2.0.");
        shows("In 2024 143 990 went.", "In 2024 143\u{202f}990 went.");
        shows("At 9 30 or 1000.", "At 9 30 or 1000.");
    }

    #[test]
    fn code_is_not_translated_and_says_so_once() {
        shows("Send `GET <x>`.", "Send <code translate=\"no\">GET &lt;x&gt;</code>.");
        shows("```http\nX-API-Key: a scope\n```", "<pre><code translate=\"no\">X-API-Key: a scope\n</code></pre>");
        let with_figure = SECURITY.html("# Security {#security}\n\n<!-- demo: x -->\n", &|_| {
            Some("<code translate=\"no\">y</code>".to_owned())
        });
        assert_eq!(with_figure.unwrap().matches("translate").count(), 1);
    }

    #[test]
    fn a_table_knows_its_rows_and_columns() {
        let table = "| | API key | API token |\n|---|---|---|\n| Ends | never | soon |";
        shows(table, r#"<td></td><th scope="col" class="key">API key</th>"#);
        shows(table, r#"<th scope="row">Ends</th><td data-column="API key" class="key">never</td>"#);
    }
}

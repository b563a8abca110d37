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

use crate::{glossary::Marked, shell};
use key_vs_token::ui::signs::sign_html;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::fmt::Write;
use std::{cell::RefCell, env, fs, io, path::PathBuf, vec};

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
        Ok(format!("<section id=\"{}\">\n{body}</section>\n", self.anchor))
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

/// Rewrites a section's events into the page's own markup.
struct Weaver<'f> {
    section: Section,
    figure: &'f dyn Fn(&str) -> Option<String>,
    words: RefCell<Marked>,
}

impl Weaver<'_> {
    /// Headings, tables, links: where words of the glossary do not open.
    fn weave<'a>(&self, events: Vec<Event<'a>>) -> Result<Vec<Event<'a>>, String> {
        self.weave_as(events, false)
    }

    fn weave_prose<'a>(&self, events: Vec<Event<'a>>) -> Result<Vec<Event<'a>>, String> {
        self.weave_as(events, true)
    }

    fn weave_as<'a>(&self, events: Vec<Event<'a>>, is_prose: bool) -> Result<Vec<Event<'a>>, String> {
        let mut woven = Vec::with_capacity(events.len());
        let mut events = events.into_iter();
        // How deep in links and definitions, where a word is a link already or explained right there.
        let mut taken = 0;
        while let Some(event) = events.next() {
            match &event {
                Event::Start(Tag::Link { .. }) => taken += 1,
                Event::End(TagEnd::Link) => taken -= 1,
                Event::InlineHtml(html) if html.as_ref() == "<dfn>" => taken += 1,
                Event::InlineHtml(html) if html.as_ref() == "</dfn>" => taken -= 1,
                _ => {}
            }
            let html = match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let inside = self.weave(rest_of_element(&mut events))?;
                    self.heading(level, id.as_deref(), inside)?
                }
                Event::Start(Tag::BlockQuote(_)) => self.quotation(rest_of_element(&mut events))?,
                Event::Start(Tag::Emphasis) => self.emphasis(rest_of_element(&mut events))?,
                Event::Start(Tag::Table(_)) => self.table(rest_of_element(&mut events))?,
                Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => {
                    format!(r#"<a href="{}" rel="noopener">"#, escape(&dest_url))
                }
                // A name of a protocol has no other in another language. A demo's figure says so by itself.
                Event::Code(code) => format!("<code translate=\"no\">{}</code>", escape(&code)),
                Event::Start(Tag::CodeBlock(_)) => code_block(rest_of_element(&mut events)),
                Event::Html(html) | Event::InlineHtml(html) => self.raw(&html)?,
                Event::Text(text) => {
                    let text = keep_together(&text);
                    match (is_prose && taken == 0).then(|| self.words.borrow_mut().mark(&text)).flatten() {
                        Some(html) => html,
                        None => {
                            woven.push(Event::Text(text.into()));
                            continue;
                        }
                    }
                }
                other => {
                    woven.push(other);
                    continue;
                }
            };
            woven.push(Event::InlineHtml(html.into()));
        }
        Ok(woven)
    }

    /// A file's title is the page's title in the introduction and a section's elsewhere; what stands below
    /// it follows. Each but the page's own is a link to itself, so that its address can be taken.
    fn heading(&self, level: HeadingLevel, id: Option<&str>, inside: Vec<Event>) -> Result<String, String> {
        let introduction = self.section.anchor == SECTIONS[0].anchor;
        let level = level as usize + usize::from(!introduction);
        let text = plain(&inside);
        let inside = push(inside);
        if level == 1 || level == 2 && !introduction {
            if id != Some(self.section.anchor) {
                return Err(format!(
                    "its title must bear the section's address: `# {text} {{#{}}}`",
                    self.section.anchor
                ));
            }
        } else {
            let id = id.map_or_else(|| slug(&text), str::to_owned);
            return Ok(format!("<h{level} id=\"{id}\"><a href=\"#{id}\">{inside}</a></h{level}>\n"));
        }
        let anchor = self.section.anchor;
        Ok(match self.section.number {
            _ if level == 1 => format!("<h1>{inside}</h1>\n"),
            Some(number) => format!(
                "<h2><span class=\"number\" aria-hidden=\"true\">{number}</span> <a href=\"#{anchor}\">{inside}</a></h2>\n"
            ),
            None => format!("<h2><a href=\"#{anchor}\">{inside}</a></h2>\n"),
        })
    }

    fn quotation(&self, inside: Vec<Event>) -> Result<String, String> {
        let precisely = plain(&inside).starts_with("Precisely:");
        let inside = push(self.weave_prose(inside)?);
        Ok(if precisely {
            // A note, and no landmark: fifteen of them inside the text would be fifteen places to jump to. Open, for paper
            // and where no scripts run; `public/mode.js` folds it where there is no margin for it.
            let (first, rest) = first_sentence(&inside)?;
            format!(
                "<aside class=\"precisely\" role=\"note\">\n<details open>\n<summary>{first}</summary>\n<p>{rest}</details>\n</aside>\n"
            )
        } else {
            format!("<blockquote>\n{inside}</blockquote>\n")
        })
    }

    fn emphasis(&self, inside: Vec<Event>) -> Result<String, String> {
        let text = plain(&inside);
        let inside = push(self.weave(inside)?);
        let Some(term) = term(&text) else { return Ok(format!("<em>{inside}</em>")) };
        // The sign never parts from its first word at a line's end.
        let (first, rest) = inside.split_once(' ').map_or((&*inside, String::new()), |(a, b)| (a, format!(" {b}")));
        Ok(format!(r#"<em class="term {term}"><span class="whole">{}{first}</span>{rest}</em>"#, sign_html(term)))
    }

    /// A table whose first column names its rows. On a narrow screen the style lays cells out one under the other;
    /// each cell then says its column's name.
    fn table(&self, inside: Vec<Event>) -> Result<String, String> {
        let mut rows: Vec<Vec<(String, String)>> = Vec::new();
        let mut events = inside.into_iter();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = rest_of_element(&mut events);
                    let text = plain(&cell);
                    let html = push(self.weave(cell)?);
                    rows.last_mut().ok_or("a table's cell stands outside its rows")?.push((text, html));
                }
                _ => {}
            }
        }
        let mut rows = rows.into_iter();
        let head = rows.next().ok_or("a table has no head")?;
        let class = |text: &str| term(text).map_or(String::new(), |term| format!(" class=\"{term}\""));

        let mut html = String::from("<table>\n<thead><tr>");
        for (text, cell) in &head {
            let _ = match text.is_empty() {
                true => write!(html, "<td></td>"),
                false => write!(html, "<th scope=\"col\"{}>{cell}</th>", class(text)),
            };
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            html.push_str("<tr>");
            for (column, (_, cell)) in row.iter().enumerate() {
                let name = head.get(column).map_or("", |(text, _)| text);
                let _ = match column {
                    0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                    _ => write!(html, "<td data-column=\"{}\"{}>{cell}</td>", escape(name), class(name)),
                };
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table>\n");
        Ok(format!("<div class=\"prose-table\">{html}</div>\n"))
    }

    /// Raw HTML passes through, but for comments: marks do their work, others stay in the source.
    fn raw(&self, html: &str) -> Result<String, String> {
        match comment(html) {
            Some(("demo", name)) => (self.figure)(name).ok_or(format!("no demo is called {name:?}")),
            Some(("lab", name)) => shell::lab_for(name).ok_or(format!("no demo is called {name:?}")),
            // Not a class on the block itself: Markdown gives blocks no place for one.
            Some(("screen", id)) => Ok(format!("<template data-screen=\"{}\"></template>\n", escape(id))),
            Some(("lines", count)) => {
                let count = count.parse().map_err(|_| format!("lines wants a number, not {count:?}"))?;
                Ok(format!("<div class=\"writing-room\" aria-hidden=\"true\">{}</div>\n", "<i></i>".repeat(count)))
            }
            Some(("page", "new")) => Ok("<div class=\"new-sheet\"></div>\n".to_owned()),
            _ if html.trim_start().starts_with("<!--") => {
                let after = html.split_once("-->").map_or("", |(_, after)| after.trim());
                // CommonMark takes the rest of a line that starts with a comment as HTML.
                if after.is_empty() {
                    Ok(String::new())
                } else {
                    Err(format!("a line must not start with a comment: {html:?}"))
                }
            }
            _ => Ok(html.to_owned()),
        }
    }
}

/// Takes what stands inside an element whose start has just been taken, and its end.
fn rest_of_element<'a>(events: &mut vec::IntoIter<Event<'a>>) -> Vec<Event<'a>> {
    let mut depth = 0;
    let mut inside = Vec::new();
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => break,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        inside.push(event);
    }
    inside
}

fn push(events: Vec<Event>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

/// The words alone.
fn plain(events: &[Event]) -> String {
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
fn term(text: &str) -> Option<&'static str> {
    match text.rsplit([' ', '\u{a0}', '-']).next()?.to_lowercase().as_str() {
        "key" | "keys" => Some("key"),
        "token" | "tokens" => Some("token"),
        "thief" => Some("thief"),
        _ => None,
    }
}

fn code_block(inside: Vec<Event>) -> String {
    let mut code = String::new();
    for event in inside {
        if let Event::Text(text) = event {
            code += &escape(&text);
        }
    }
    format!("<pre><code translate=\"no\">{code}</code></pre>\n")
}

/// Puts no-break spaces where a line's end would part what is read as one. Within a number, whose digits stand in groups
/// of three, it is the narrow one, as [`key_vs_token::ui::format::count`] writes it.
fn keep_together(text: &str) -> String {
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

fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The first sentence of a note, which is seen while the note is folded, and what follows it. A note is one HTML
/// paragraph or more.
fn first_sentence(note: &str) -> Result<(&str, &str), String> {
    let text = note.strip_prefix("<p>").unwrap_or(note);
    let words = text.split_once("</strong>").map_or(text, |(_, words)| words);
    let end = words.find(". ").into_iter().chain(words.find(".\n")).min();
    match end.map(|end| (&words[..=end], words[end + 1..].trim_start())) {
        Some((first, rest)) if !first.contains('<') => Ok((&text[..text.len() - words.len() + first.len()], rest)),
        _ => Err(format!("a note starts with a sentence without links, and then says more: {text:?}")),
    }
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

//! A section's events, rewritten into the page's own markup.

use super::text::{escape, first_sentence, keep_together, plain, slug, term};
use super::{SECTIONS, Section, comment};
use crate::{glossary::Marked, shell};
use key_vs_token::ui::signs::sign_html;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd, html};
use std::fmt::Write;
use std::{cell::RefCell, vec};

/// Rewrites a section's events into the page's own markup.
pub struct Weaver<'f> {
    /// The section.
    pub section: Section,
    /// The element for a demo's name.
    pub figure: &'f dyn Fn(&str) -> Option<String>,
    /// The words of the glossary that are still to be marked in it.
    pub words: RefCell<Marked>,
}

impl Weaver<'_> {
    /// Headings, tables, links: where words of the glossary do not open.
    fn weave<'a>(&self, events: Vec<Event<'a>>) -> Result<Vec<Event<'a>>, String> {
        self.weave_as(events, false)
    }

    /// Prose, where words of the glossary open.
    pub fn weave_prose<'a>(&self, events: Vec<Event<'a>>) -> Result<Vec<Event<'a>>, String> {
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

/// The events as HTML.
pub fn push(events: Vec<Event>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
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

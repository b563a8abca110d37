//! The classroom's words: the screens of the deck with the teacher's notes, lesson plans, a worksheet. Markdown, turned
//! into one JSON text on the host, which the build hands to `public/classroom/`.
//!
//! Notes stand in a file for each section, under the name that the section's file has in `site/article`. In it:
//! - `## Headline {#id}` begins a screen; the deck shows screens in the order of the files;
//! - the screen whose id is the section's anchor shows the section's title and its first paragraph;
//! - `<!-- demo: NAME | SELECTOR -->` on the next line: the screen shows that demo, folded to the parts that the CSS
//!   selector names;
//! - any other screen shows the blocks of the article that stand under a mark `<!-- screen: id -->`;
//! - then the notes, each a paragraph or list that begins with one of [`NOTES`] in bold: `**Goal:**`;
//! - what the teacher is to do stands after `**Do:**`: each key as `<kbd>`, each control of the demo in italics, each
//!   value to choose or to type as code. A browser test does it, in this order;
//! - a quotation that starts with **Predict:** is a question to the class, the list in it the answers. Where no demo
//!   on the screen answers it, the right one is in bold, and a paragraph **Because:** says why.
//!
//! `lesson.md` has the lesson plans, each a table under a heading such as `## 20 minutes`. The screens that its second
//! column names are a route through the deck: `?classroom=20`.

use crate::article::{SECTIONS, Section, comment, labs};
use crate::shell;
use key_vs_token::demos;
use key_vs_token::ui::predict::Asks;
use key_vs_token::ui::rich::plain;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use sim::wire::json::Value;
use std::{env, fs, path::PathBuf};

/// What the notes to every screen say.
pub const NOTES: [&str; 4] = ["Goal:", "Ask:", "Often wrong:", "Minutes:"];

/// What `?classroom=` means besides a screen.
pub const VIEWS: [&str; 3] = ["notes", "lesson", "worksheet"];

/// A screen of the deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its address: `?classroom=ID`.
    pub id: String,
    /// The section that it is taken from.
    pub section: &'static str,
    /// Its headline, as Markdown.
    pub headline: String,
    /// The demo it shows, and the selector of the parts.
    pub demo: Option<(String, String)>,
    /// The notes, as Markdown.
    pub notes: String,
    /// How long it takes.
    pub minutes: u32,
    /// The question to the class.
    pub predict: Option<Question>,
}

/// A question to the class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What there is to choose from.
    pub answers: Vec<String>,
    /// Which of the answers is right, and why.
    pub right: Option<(usize, String)>,
}

/// A way through the deck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Its address, `?classroom=NAME`: the minutes that it takes.
    pub name: String,
    /// The ids of its screens, in their order.
    pub screens: Vec<String>,
}

/// The screens, in the deck's order.
///
/// # Errors
/// A sentence, where a file cannot be read or breaks a rule of this module.
pub fn screens() -> Result<Vec<Screen>, String> {
    let mut screens = Vec::new();
    for section in &SECTIONS {
        let markdown = markdown(section.file)?;
        for text in markdown.split("\n## ").skip(1) {
            let screen = screen(section, text).map_err(|fault| format!("site/classroom/{}: {fault}", section.file))?;
            screens.push(screen);
        }
    }
    Ok(screens)
}

fn screen(section: &Section, text: &str) -> Result<Screen, String> {
    let (head, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (headline, id) = head
        .strip_suffix('}')
        .and_then(|head| head.split_once(" {#"))
        .ok_or(format!("a screen begins with `## Headline {{#id}}`, and this one with {head:?}"))?;
    let mut demo = None;
    let mut notes = String::new();
    for line in rest.lines() {
        match comment(line) {
            Some(("demo", value)) => {
                let (name, parts) = value
                    .split_once('|')
                    .ok_or(format!("{id}: `<!-- demo: NAME | SELECTOR -->` lacks its selector"))?;
                demo = Some((name.trim().to_owned(), parts.trim().to_owned()));
            }
            _ => notes = notes + line + "\n",
        }
    }
    let minutes = notes
        .split("**Minutes:**")
        .nth(1)
        .and_then(|rest| rest.trim_start().split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
        .ok_or(format!("{id}: `**Minutes:**` lacks its number"))?;
    Ok(Screen {
        id: id.to_owned(),
        section: section.anchor,
        headline: headline.to_owned(),
        demo,
        minutes,
        predict: predict(&notes).map_err(|fault| format!("{id}: {fault}"))?,
        notes,
    })
}

/// The question in the quotation that starts with **Predict:**, the answers in its list, the right one of them.
fn predict(notes: &str) -> Result<Option<Question>, String> {
    let (mut before, mut after) = (String::new(), String::new());
    let mut answers: Vec<String> = Vec::new();
    let mut right = None;
    let (mut quoted, mut item) = (false, false);
    for event in Parser::new_ext(notes, crate::article::options()) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => quoted = true,
            Event::End(TagEnd::BlockQuote(_)) => quoted = false,
            Event::Start(Tag::Item) if quoted => {
                item = true;
                answers.push(String::new());
            }
            Event::End(TagEnd::Item) => item = false,
            Event::Start(Tag::Strong) if item => right = Some(answers.len() - 1),
            Event::Text(text) | Event::Code(text) if quoted => match answers.last_mut() {
                Some(answer) if item => answer.push_str(&text),
                Some(_) => after.push_str(&text),
                None => before.push_str(&text),
            },
            Event::SoftBreak if quoted && !item => {
                (if answers.is_empty() { &mut before } else { &mut after }).push(' ')
            }
            _ => {}
        }
    }
    let text = match before.strip_prefix("Predict:") {
        None if before.is_empty() => return Ok(None),
        None => return Err("a quotation in the notes starts with **Predict:**".to_owned()),
        Some(_) if answers.len() < 2 => return Err("a prediction needs a list of two answers at least".to_owned()),
        Some(text) => text.trim().to_owned(),
    };
    let right = match (right, after.strip_prefix("Because:")) {
        (None, None) if after.is_empty() => None,
        (Some(right), Some(why)) => Some((right, why.trim().to_owned())),
        _ => return Err("a right answer in bold and a paragraph **Because:** belong together".to_owned()),
    };
    Ok(Some(Question { text, answers, right }))
}

/// The routes of the lesson plans, in the order of `lesson.md`.
///
/// # Errors
/// A sentence, where the file cannot be read.
pub fn routes() -> Result<Vec<Route>, String> {
    let mut routes: Vec<Route> = Vec::new();
    let (mut heading, mut column) = (None, 0);
    for event in Parser::new_ext(&markdown("lesson.md")?, crate::article::options()) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) if heading.is_some() => heading.get_or_insert_default().push_str(&text),
            Event::End(TagEnd::Heading(_)) => {
                let name = heading.take().and_then(|text| text.strip_suffix(" minutes").map(str::to_owned));
                routes.extend(name.map(|name| Route { name, screens: Vec::new() }));
            }
            Event::Start(Tag::TableRow) => column = 0,
            Event::End(TagEnd::TableCell) => column += 1,
            Event::Code(id) if column == 1 => {
                if let Some(route) = routes.last_mut() {
                    route.screens.push(id.into_string());
                }
            }
            // Code in a text stands in no column.
            Event::End(TagEnd::Table) => column = 0,
            _ => {}
        }
    }
    Ok(routes)
}

impl Screen {
    /// Its headline and its notes, as HTML.
    fn html(&self) -> Result<(String, String), String> {
        let section = Section { file: "notes", anchor: "notes", label: "", number: None };
        let markdown = format!("# {} {{#notes}}\n\n{}", self.headline, self.notes);
        let html = section.html(&markdown, &|_| None)?;
        let (head, body) = html.split_once("</a></h2>\n").ok_or("the notes' headline is no heading")?;
        let headline = head.rsplit_once("<a href=\"#notes\">").map_or("", |(_, headline)| headline);
        // The lesson plans hold the notes to every screen, and each may open the same words.
        let body = body.replace("-in-notes\"", &format!("-in-notes-{}\"", self.id));
        Ok((headline.to_owned(), body.trim_end().trim_end_matches("</section>").to_owned()))
    }
}

/// A page for printing: `lesson.md` or `worksheet.md`, as HTML. A figure stands in it as a mark that the browser
/// replaces with the article's still picture.
///
/// # Errors
/// A sentence, where the file cannot be read or breaks the article's rules.
pub fn paper(name: &'static str, demos: &[&str]) -> Result<String, String> {
    let section = Section { file: name, anchor: name, label: "", number: None };
    let figure = |demo: &str| demos.contains(&demo).then(|| format!("<div data-figure=\"{demo}\"></div>\n"));
    let html = section.html(&markdown(&format!("{name}.md"))?, &figure)?;
    // A section's title is the second level of the article; here it is the first.
    Ok([("h2", "h1"), ("h3", "h2")].iter().fold(html, |html, (from, to)| {
        html.replace(&format!("<{from}"), &format!("<{to}")).replace(&format!("</{from}>"), &format!("</{to}>"))
    }))
}

/// All that `public/classroom/` is made of, as JSON.
///
/// # Errors
/// A sentence, as above.
pub fn content(demos: &[&str]) -> Result<String, String> {
    let screens = screens()?;
    let mut values = Vec::new();
    for screen in &screens {
        let (headline, notes) = screen.html().map_err(|fault| format!("{}: {fault}", screen.id))?;
        // A section's own title is the headline of its screen.
        let headline = if screen.id == screen.section { String::new() } else { headline };
        let mut members = vec![
            ("id".into(), screen.id.as_str().into()),
            ("section".into(), screen.section.into()),
            ("headline".into(), headline.into()),
            ("notes".into(), notes.into()),
            ("minutes".into(), u64::from(screen.minutes).into()),
        ];
        if let Some((demo, parts)) = &screen.demo {
            members.push(("demo".into(), demo.as_str().into()));
            members.push(("parts".into(), parts.as_str().into()));
        }
        if let Some(Question { text, answers, right }) = &screen.predict {
            let mut asked = vec![("question".into(), text.as_str().into()), ("answers".into(), strings(answers))];
            if let Some((right, why)) = right {
                asked.push(("right".into(), (*right as u64).into()));
                asked.push(("because".into(), why.as_str().into()));
            }
            members.push(("predict".into(), Value::Object(asked)));
        }
        values.push(Value::Object(members));
    }
    let asks = demos::ALL.iter().filter_map(|demo| {
        let Asks { question, answers } = (demo.make)().asks()?;
        let answers = answers.iter().map(|answer| plain(answer).into()).collect();
        let asked = [("question", capital(&plain(question)).into()), ("answers", Value::Array(answers))];
        Some((demo.name.into(), Value::object(asked)))
    });
    let asks = Value::Object(asks.collect());
    let routes = routes()?;
    let routes = routes.iter().map(|route| (route.name.as_str().into(), strings(&route.screens))).collect();
    let lesson = paper("lesson", demos)?;
    let worksheet = paper("worksheet", demos)?;
    // A lab has no picture in the article. The class is given those that it is shown.
    let mut labs = labs()?;
    let on_screen = |lab: &str| screens.iter().any(|screen| screen.demo.as_ref().is_some_and(|(demo, _)| demo == lab));
    let on_paper = |lab: &str| worksheet.contains(&format!("data-figure=\"{lab}\""));
    labs.retain(|(lab, _)| on_screen(lab) || on_paper(lab));
    let pictures =
        labs.iter().map(|(lab, _)| (lab.as_str().into(), shell::picture_for(lab).unwrap_or_default().into()));
    let content = Value::object([
        ("pictures", Value::Object(pictures.collect())),
        ("screens", Value::Array(values)),
        ("asks", asks),
        ("routes", Value::Object(routes)),
        ("lesson", lesson.as_str().into()),
        ("worksheet", worksheet.as_str().into()),
    ]);
    Ok(content.to_string())
}

/// The sentence with its first letter large: a demo's question follows other words.
fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn strings(list: &[String]) -> Value<'_> {
    Value::Array(list.iter().map(|text| text.as_str().into()).collect())
}

fn markdown(file: &str) -> Result<String, String> {
    // Cargo says where the repository is now, which may not be where it was compiled.
    let root = env::var_os("CARGO_MANIFEST_DIR").map_or(env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    let path = root.join("classroom").join(file);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

//! The article's page: its frame, its sections, and each demo's still picture, as HTML.

use crate::{article::SECTIONS, glossary, one_file};
use any_spawner::Executor;
use hydration_context::SsrSharedContext;
use key_vs_token::{
    demos::{self, Demo},
    ui::signs,
};
use leptos::prelude::*;
use std::{fmt::Write, sync::Arc};

/// What stands around a demo's still picture in its figure. A `fieldset` switches off all controls that are in it, and
/// leaves everything else to be read, found and selected.
pub const STILL: [&str; 2] =
    ["<fieldset role=\"none\" disabled><div class=\"demo-body\">", "</div></fieldset>\n</figure>"];

/// What a figure says where no script runs, and where the program is long in coming.
pub const STILL_ONLY: &str = "This is a still picture with the default settings. The demo itself needs JavaScript and \
                              WebAssembly, and its program has not loaded.";

/// Everything inside `<body>`.
///
/// # Errors
/// A sentence, where a section cannot be read or breaks the article's rules.
pub fn body() -> Result<String, String> {
    let mut sections = String::new();
    for section in SECTIONS {
        let markdown = section.markdown().map_err(|error| error.to_string())?;
        sections.push_str(&section.html(&markdown, &figure_for)?);
    }
    // Below the page's title and its first paragraph.
    let sections = sections.replacen("</p>\n", &["</p>\n", &for_teachers()].concat(), 1);
    Ok(format!(
        r##"{sprite}
<a class="skip" href="#main">Skip to the text</a>
{lost}
<div class="page">
<header class="side">
<p class="site"><a href="#introduction">API key <span>vs.</span> API token</a></p>
<nav aria-label="Sections">
{contents}</nav>
{theme}
</header>
<main id="main" tabindex="-1">
{sections}<aside id="glossary" aria-labelledby="glossary-title">
<h2 id="glossary-title"><a href="#glossary">Glossary</a></h2>
{glossary}</aside>
</main>
<footer>
<p>Everything here runs in your browser. Once this page has loaded it asks the network for nothing, and nothing you do in it leaves the tab: watch the network panel. It sets no cookies.</p>
<p>Code and text: MIT or Apache-2.0, as you like. Type: Atkinson Hyperlegible Next and Mono, under the SIL Open Font License.</p>
{words}
</footer>
</div>"##,
        sprite = signs::SPRITE,
        contents = contents(),
        glossary = glossary::glossary(),
        theme = theme_button(),
        lost = one_file::LOST,
        words = one_file::WORDS,
    ))
}

/// Where a teacher finds what is made for a class. The link builder is a page of its own, which the one file lacks.
fn for_teachers() -> String {
    format!(
        "<p class=\"for-teachers\"><b>For teachers:</b> <a href=\"?classroom\">slides for the class</a>, \
         <a href=\"?classroom=lesson\">lesson plans</a>, <a href=\"?classroom=worksheet\">worksheet</a>{}.\
         <noscript> All of these need JavaScript, which is off in this browser.</noscript></p>\n",
        one_file::BUILDER
    )
}

/// The button that chooses light or dark; `mode.js` makes it work, and shows it.
pub fn theme_button() -> String {
    let sign = signs::sign_html("theme");
    format!(r#"<button class="theme-button" type="button" hidden>{sign}<span>Theme: <b>auto</b></span></button>"#)
}

/// The list of sections.
fn contents() -> String {
    let mut html = String::from("<ol class=\"contents\">\n");
    for section in SECTIONS {
        let (class, number) =
            section.number.map_or(("number dot", "·".to_owned()), |number| ("number", number.to_string()));
        let _ = writeln!(
            html,
            r##"<li><a href="#{}"><span class="{class}" aria-hidden="true">{number}</span>{}</a></li>"##,
            section.anchor, section.label
        );
    }
    html.push_str("</ol>\n");
    html
}

/// The figure of the demo with this name.
pub fn figure_for(name: &str) -> Option<String> {
    demos::ALL.iter().find(|demo| demo.name == name).map(figure)
}

/// A demo's figure with its still picture, in which `boot.js` brings the demo to life. Until then its controls would
/// do nothing, so they are disabled, and the figure says why: which of the two sentences is shown, and when, is in
/// `style/modes/still.css`, because a script that says it might itself be what did not come.
pub fn figure(demo: &Demo) -> String {
    figure_with(demo, &still(demo))
}

/// A lab: a demo that a link opens over the page (`public/labs.js`). Its figure has no picture until then.
pub fn lab_for(name: &str) -> Option<String> {
    let demo = demos::ALL.iter().find(|demo| demo.name == name)?;
    Some(format!(
        "<dialog class=\"lab\" aria-label=\"{}\">\n<form class=\"lab-bar\" method=\"dialog\"><b>{}</b> <button class=\"button \
         small\">Back to the text</button></form>\n{}</dialog>\n",
        demo.title,
        demo.title,
        figure_with(demo, "")
    ))
}

/// The still picture of the demo with this name.
pub fn picture_for(name: &str) -> Option<String> {
    demos::ALL.iter().find(|demo| demo.name == name).map(still)
}

/// A demo's figure with this in it for a picture.
pub fn figure_with(demo: &Demo, still: &str) -> String {
    let Demo { name, title, .. } = demo;
    let part = demo.part.map_or(String::new(), |part| format!(" data-program=\"{part}\""));
    let [start, end] = STILL;
    format!(
        r#"<figure class="demo" id="{name}-demo" data-demo="{name}"{part} aria-label="{title}">
<div class="demo-notice" role="status"><p class="loading" hidden>Loading…</p><p>{STILL_ONLY}</p></div>
{start}{still}{end}
"#
    )
}

/// A demo's first picture.
pub fn still(demo: &Demo) -> String {
    // It fails only where an executor is there already, which serves as well.
    let _ = Executor::init_futures_executor();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(|| (demo.begin)()().to_html());
    // Marks for hydration: nothing is hydrated here.
    html.replace("<!>", "")
}

//! The article's page: its frame, its sections, and each demo's still picture, as HTML.

use crate::{
    article::{SECTIONS, glossary},
    demos,
    demos::Demo,
    ui::signs,
};
use any_spawner::Executor;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::{fmt::Write, sync::Arc};

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
    Ok(format!(
        r##"{sprite}
<a class="skip" href="#main">Skip to the text</a>
<div class="page">
<header class="side">
<p class="site"><a href="#introduction">API key <span>vs.</span> API token</a></p>
<nav aria-label="Sections">
{contents}</nav>
<button class="theme-button" type="button" hidden>{theme}<span>Theme: <b>auto</b></span></button>
</header>
<main id="main" tabindex="-1">
{sections}<aside id="glossary" aria-labelledby="glossary-title">
<h2 id="glossary-title"><a href="#glossary">The field’s words</a></h2>
{glossary}</aside>
</main>
<footer>
<p>Everything here runs in your browser. Once this page has loaded it asks the network for nothing, and nothing you do in it leaves the tab: watch the network panel. It sets no cookies.</p>
<p>Code and text: MIT or Apache-2.0, as you like. Type: Atkinson Hyperlegible Next and Mono, under the <a href="fonts/OFL.txt">SIL Open Font License</a>.</p>
</footer>
</div>"##,
        sprite = signs::SPRITE,
        contents = contents(),
        glossary = glossary::glossary(),
        theme = signs::sign_html("theme"),
    ))
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

/// A demo's figure with its still picture. `boot.js` mounts the running demo in the first child's place; until
/// then its controls would do nothing, so they are inert.
pub fn figure(demo: &Demo) -> String {
    let Demo { name, title, .. } = demo;
    let still = still(demo);
    format!(
        r#"<figure class="demo" id="{name}-demo" data-demo="{name}" aria-label="{title}">
<div class="demo-body" inert>{still}</div>
<noscript><p class="demo-notice">This is a still picture. The demo itself needs JavaScript and WebAssembly.</p></noscript>
</figure>
"#
    )
}

/// A demo's first picture.
fn still(demo: &Demo) -> String {
    // It fails only where an executor is there already, which serves as well.
    let _ = Executor::init_futures_executor();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(|| (demo.view)().to_html());
    // Marks for hydration: nothing is hydrated here.
    html.replace("<!>", "")
}

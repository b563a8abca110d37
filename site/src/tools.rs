//! The pages beside the article for whoever puts a demo into a page of their own: the link builder and the gallery.
//! Their frames hold the article's page in its mode for one demo.

use crate::shell;
use key_vs_token::{
    demos::{self, Demo},
    ui::signs,
};

/// A page of its own, beside `index.html`.
pub struct Tool {
    /// Its file in `dist/`.
    pub file: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it is, for those who find it in a search.
    pub description: &'static str,
    /// Its script in `public/`, where it has one beside `embed.js`.
    pub script: Option<&'static str>,
    /// Everything inside `<body>`.
    pub body: fn() -> String,
}

/// Every such page.
pub const TOOLS: [Tool; 2] = [
    Tool {
        file: "builder.html",
        title: "Link builder: a demo for your page or your class",
        description: "Choose a demo on API keys and API tokens, set it as your readers shall find it, and copy the \
                      snippet for your page or the link for your class.",
        script: Some("builder.js"),
        body: builder,
    },
    Tool {
        file: "gallery.html",
        title: "Gallery: every demo, as it stands in other people’s pages",
        description: "Each demo on API keys and API tokens, embedded as you would embed it.",
        script: None,
        body: gallery,
    },
];

fn page(here: &str, main: &str) -> String {
    let link = |file: &str, name: &str| {
        let current = if file == here { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"./{file}\"{current}>{name}</a>")
    };
    format!(
        r##"{sprite}
<a class="skip" href="#main">Skip to the text</a>
<header class="tool-bar">
<p class="site"><a href="./">API key <span>vs.</span> API token</a></p>
<nav aria-label="Tools">{builder} {gallery}</nav>
{theme}
</header>
<main id="main" class="tool" tabindex="-1">
{main}
</main>"##,
        sprite = signs::SPRITE,
        builder = link("builder.html", "Link builder"),
        gallery = link("gallery.html", "Gallery"),
        theme = shell::theme_button(),
    )
}

fn builder() -> String {
    let option = |demo: &Demo| {
        let (Demo { name, title, .. }, fields) = (demo, demo.fields().join(" "));
        format!("<option value=\"{name}\" data-fields=\"{fields}\">{title}</option>")
    };
    let options: String = demos::ALL.iter().map(option).collect();
    let radios = |name: &str, choices: &[(&str, &str)]| -> String {
        let chip = |(i, (value, words)): (usize, &(&str, &str))| {
            let checked = if i == 0 { " checked" } else { "" };
            format!(
                "<label class=\"chip\"><input type=\"radio\" name=\"{name}\" value=\"{value}\"{checked}>{words}</label>"
            )
        };
        choices.iter().enumerate().map(chip).collect()
    };
    let output = |name: &str, title: &str, what: &str| {
        format!(
            "<section class=\"output\"><div><h2 id=\"{name}-title\">{title}</h2><button type=\"button\" \
             class=\"button small\" data-copies=\"{name}\">Copy<span class=\"visually-hidden\">: {title}</span></button>\
             </div><p>{what}</p><textarea id=\"{name}\" aria-labelledby=\"{name}-title\" readonly spellcheck=\"false\" \
             rows=\"3\"></textarea></section>"
        )
    };
    let main = format!(
        r##"<h1>Link builder</h1>
<p class="lead">Choose a demo, set it as your readers shall find it, and copy: a snippet for your page, or a link for your class.</p>
<noscript><p class="mode-notice no-scripts">The link builder needs JavaScript, which is off in this browser: nothing below can be set or copied. By hand, a link is the page’s address with <code>?demo=</code> and a demo’s name behind it, such as <code>?demo=security</code>; <code>docs/embed.md</code> of the source lists the settings.</p></noscript>
<div class="builder">
<form class="choices" aria-label="What you get">
<label class="choice">Demo<select name="demo">{options}</select></label>
<fieldset class="chips"><legend>Light or dark</legend>{themes}</fieldset>
<fieldset class="chips"><legend>What is shown</legend>{controls}</fieldset>
<fieldset class="fixed"><legend>Fixed at the start</legend>
<p class="hint" id="nothing-fixed">Nothing yet: readers find the first picture. Set something in the demo, or go to a moment, and it is listed here.</p>
<p class="hint" id="left-out" role="status"></p>
<div class="fields"></div>
<template id="field"><label class="switch"><input type="checkbox"><code></code></label></template></fieldset>
</form>
<section class="preview" aria-labelledby="preview-title">
<h2 id="preview-title" class="visually-hidden">The demo, as your readers find it</h2>
<fieldset class="chips"><legend>As wide as</legend>{widths}</fieldset>
<div class="stand"><api-key-vs-token></api-key-vs-token></div>
</section>
<div class="outputs">
{snippet}{iframe}{link}
<p class="visually-hidden" role="status"></p>
</div>
</div>
<p class="fine">Nothing is stored, here or there: all that you set is in what you copy. The parameters, and the messages between a page and its frame, are in <code>docs/embed.md</code> of the source.</p>"##,
        themes = radios("theme", &[("auto", "as the page around"), ("light", "light"), ("dark", "dark")]),
        controls = radios("controls", &[("full", "everything"), ("min", "no settings: play and watch")]),
        widths = radios("width", &[("column", "a column of text"), ("phone", "a phone"), ("whole", "all there is")]),
        snippet = output(
            "snippet",
            "For a page: three lines",
            "The first line holds the demo’s space until its script has run, so that the text around stands still. Then \
             the frame is always as high as the demo, and follows the page’s light or dark theme. Where scripts are cut \
             out, as in a feed, a link remains.",
        ),
        iframe = output(
            "iframe",
            "For a page that takes no script",
            "A plain frame, as high as the demo is now, measured in a phone’s column, a column of text and a wide one. \
             It does not grow with what a reader opens in it, but scrolls. Its theme is the reader’s own, where none is \
             chosen here.",
        ),
        link =
            output("link", "For a class", "The demo alone, in a window of its own: every pupil finds the same state."),
    );
    page("builder.html", &main)
}

fn gallery() -> String {
    let exhibits: String = demos::ALL
        .iter()
        .map(|demo| {
            format!(
                r##"<section class="exhibit" aria-labelledby="{name}-title">
<div><h2 id="{name}-title">{title}</h2><a class="button small" href="./builder.html#{name}">Set it up and copy it</a></div>
<api-key-vs-token demo="{name}"><a href="./?demo={name}">{title}</a></api-key-vs-token>
</section>
"##,
                name = demo.name,
                title = demo.title,
            )
        })
        .collect();
    let main = format!(
        r##"<h1>Gallery</h1>
<p class="lead">Every demo, as it stands in other people’s pages: a frame of its own, as high as what is in it, light or dark as the text around. The <a href="./builder.html">link builder</a> makes one for yours.</p>
{exhibits}"##
    );
    page("gallery.html", &main)
}

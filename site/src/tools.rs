//! The pages beside the article for whoever puts a demo into a page of their own: the link builder and the gallery.
//! Their frames hold the article's page in its mode for one demo.

use crate::{builder, shell};
use key_vs_token::{demos, ui::signs};
use std::path::Path;

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
    /// Everything inside `<body>`, by what is staged already.
    pub body: fn(&Path) -> String,
}

/// Every such page.
pub const TOOLS: [Tool; 2] = [
    Tool {
        file: "builder.html",
        title: "Link builder: a scene for your page or your class",
        description: "Choose a scene on API keys and API tokens by its picture, set it, see it in a post, and copy it: \
                      for a page, for WordPress, Hugo or Markdown, as a link or as a QR code.",
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

fn builder(stage: &Path) -> String {
    page("builder.html", &builder::main(stage))
}

fn gallery(_: &Path) -> String {
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

//! A page for one demo, `dist/embed/NAME.html`: what a frame in somebody else's page holds. Without scripts it shows
//! that demo's picture and no article around it; with them it runs the demo, as the article's page does for
//! `?demo=NAME`, which stays for links that were made so.

use crate::{
    article,
    preview::{self, Page, Pictures},
    shell,
};
use key_vs_token::{demos::Demo, ui::signs};

/// Where these pages are, in `dist/`.
pub const FOLDER: &str = "embed";

/// The line under a demo that stands alone: what it is from, and where these two addresses lead.
pub fn origin(article: &str, alone: &str) -> String {
    let link = |href: &str, words: &str| format!(r#"<a href="{href}" target="_blank" rel="noopener">{words}</a>"#);
    format!(
        "<p class=\"origin\"><span>From <cite>“API key or API token?”</cite> Code and text: MIT or Apache-2.0.</span> \
         <span>{} {}</span></p>",
        link(article, "Read it in the article"),
        link(alone, "Full view"),
    )
}

/// The page of one demo, made of the article's finished page: the same head, one folder deeper. Gives what oEmbed answers
/// for it too, if the address of the site is known and the demo has a picture.
///
/// # Errors
/// A sentence, where the article's page is not as expected.
pub fn page(
    whole: &str,
    demo: &Demo,
    pictures: &Pictures,
    site: Option<&str>,
) -> Result<(String, Option<String>), String> {
    let Demo { name, title, .. } = demo;
    let head = whole.split_once("<body>").map(|(head, _)| head).ok_or("index.html has no <body>")?;
    let changes = [
        ("<html lang=\"en\">", format!("<html lang=\"en\" data-mode=\"embed\" data-demo=\"{name}\">")),
        ("<title>", format!("<title>{title}: ")),
        ("=\"./", "=\"../".to_owned()),
    ];
    let still = shell::still(demo);
    let (heading, sentence) = preview::told(&still, demo);
    let file = format!("{FOLDER}/{name}.html");
    let picture = pictures.get(*name).map(|picture| (*name, picture));
    let preview = Page { file: &file, title: heading, description: &sentence, picture };
    let head = changes.iter().try_fold(head.to_owned(), |head, (what, with)| {
        if head.contains(what) {
            Ok(head.replace(what, with))
        } else {
            Err(format!("the head of index.html lacks {what}"))
        }
    })?;
    // A lab has no place in the text but its section.
    let place = article::labs()?.into_iter().find(|(lab, _)| lab == name);
    let place = place.map_or_else(|| format!("{name}-demo"), |(_, section)| section.to_owned());
    let head = preview::described(&head, &sentence)?;
    let head = head.replacen("</head>", &[&preview.head(site), "</head>"].concat(), 1);
    let page = format!(
        r#"{head}<body>
{sprite}
<main class="alone">
<h1 class="visually-hidden">One demo of “API key or API token?”</h1>
<h2 class="visually-hidden">It stands alone here</h2>
{figure}{origin}
</main>
</body>
</html>
"#,
        sprite = signs::SPRITE,
        figure = shell::figure_with(demo, &still),
        origin = origin(&format!("../#{place}"), &format!("./{name}.html")),
    );
    Ok((page, site.and_then(|site| preview.oembed(site))))
}

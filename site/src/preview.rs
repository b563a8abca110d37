//! What a page says of itself to those who show a link to it: search engines, previews in a chat or a feed, and what
//! makes a frame of an address (oEmbed 1.0, <https://oembed.com>). Most of it needs the page's own address, which only
//! the build knows that is made for one (`cargo xtask build --site`).

use key_vs_token::{demos::Demo, ui::rich::escape};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

/// The whole page's name.
const SITE_NAME: &str = "API key or API token?";
/// The licence that previews and search engines are told: one of the two, for theirs is a single address.
const LICENCE: &str = "https://opensource.org/license/mit";
/// The size of a picture, in pixels: what previews ask for.
pub const SIZE: [u32; 2] = [1200, 630];
/// How wide a frame is that oEmbed asks for, in CSS pixels: a column of text. It is the second of [`Picture::heights`].
const COLUMN: u32 = 704;

/// A scene's picture, as `cargo xtask pictures` took it.
#[derive(Debug, Deserialize)]
pub struct Picture {
    /// What it shows, in words: the scene's verdict.
    pub shows: String,
    /// How high the scene's page stands in columns of 358, 704 and 960 CSS pixels.
    pub heights: [u32; 3],
}

/// The scenes' pictures by the scenes' names; the files are beside the list, `NAME.png`.
pub type Pictures = BTreeMap<String, Picture>;

/// Reads the list of pictures in `public/pictures`.
///
/// # Errors
/// A sentence, where there is none, or it is not as `cargo xtask pictures` writes it.
pub fn pictures(folder: &Path) -> Result<Pictures, String> {
    let path = folder.join("pictures.json");
    let list = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&list).map_err(|error| format!("{}: {error}", path.display()))
}

/// A page, as others are told of it.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its file in `dist/`; empty for the article.
    pub file: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What it is about, in a sentence.
    pub description: &'a str,
    /// Its picture, by the name of the scene that it shows.
    pub picture: Option<(&'a str, &'a Picture)>,
}

impl Page<'_> {
    /// What stands in its head. `site` is the address of the folder of `index.html`, with a slash at its end, if known.
    pub fn head(&self, site: Option<&str>) -> String {
        let Self { file, title, description, picture } = *self;
        let mut head = String::new();
        let mut property = |name: &str, content: &str| {
            let _ = writeln!(head, r#"<meta property="{name}" content="{}">"#, escape(content));
        };
        let kind = if file.is_empty() { "article" } else { "website" };
        for (name, content) in
            [("og:type", kind), ("og:site_name", SITE_NAME), ("og:title", title), ("og:description", description)]
        {
            property(name, content);
        }
        if let Some(site) = site {
            property("og:url", &[site, file].concat());
            if let Some((name, Picture { shows, .. })) = picture {
                property("og:image", &format!("{site}embed/{name}.png"));
                property("og:image:width", &SIZE[0].to_string());
                property("og:image:height", &SIZE[1].to_string());
                property("og:image:alt", shows);
                head += "<meta name=\"twitter:card\" content=\"summary_large_image\">\n";
            }
            let _ = writeln!(head, r#"<link rel="canonical" href="{site}{file}">"#);
            if let Some((name, _)) = picture.filter(|_| !file.is_empty()) {
                let _ = writeln!(
                    head,
                    r#"<link rel="alternate" type="application/json+oembed" href="{site}embed/{name}.json" title="{}">"#,
                    escape(title)
                );
            }
        }
        // A block of data: no browser runs it, so no policy blocks it.
        let data = self.learning_resource(site).replace('<', "\\u003c");
        let _ = writeln!(head, r#"<script type="application/ld+json">{data}</script>"#);
        head
    }

    /// The page as structured data, <https://schema.org/LearningResource>.
    fn learning_resource(&self, site: Option<&str>) -> String {
        let Self { file, title, description, picture } = *self;
        let kind = if file.is_empty() { ["article", "simulation"].as_slice() } else { &["simulation"] };
        let mut data = json!({
            "@context": "https://schema.org",
            "@type": "LearningResource",
            "name": title,
            "description": description,
            "learningResourceType": kind,
            "about": ["API key", "access token"],
            "inLanguage": "en",
            "isAccessibleForFree": true,
            "license": LICENCE,
        });
        if let Some(site) = site {
            data["url"] = [site, file].concat().into();
            if let Some((name, _)) = picture {
                data["image"] = format!("{site}embed/{name}.png").into();
            }
        }
        if !file.is_empty() {
            data["isPartOf"] = json!({ "@type": "LearningResource", "name": SITE_NAME });
            if let Some(site) = site {
                data["isPartOf"]["url"] = site.into();
            }
        }
        data.to_string()
    }

    /// Its answer to oEmbed, for a page with a picture: a frame as wide as a column of text.
    pub fn oembed(&self, site: &str) -> Option<String> {
        let (name, picture) = self.picture?;
        let height = picture.heights[1];
        let frame = format!(
            r#"<iframe src="{site}{}" title="{}" width="100%" height="{height}" loading="lazy" allow="clipboard-write" style="border:0"></iframe>"#,
            self.file,
            escape(self.title)
        );
        let answer = json!({
            "version": "1.0",
            "type": "rich",
            "title": self.title,
            "provider_name": SITE_NAME,
            "provider_url": site,
            "html": frame,
            "width": COLUMN,
            "height": height,
            "thumbnail_url": format!("{site}embed/{name}.png"),
            "thumbnail_width": SIZE[0],
            "thumbnail_height": SIZE[1],
        });
        Some(answer.to_string())
    }
}

/// The article, with the picture of its first scene.
///
/// # Errors
/// A sentence, where its page has no title or no description.
pub fn article<'a>(page: &'a str, pictures: &'a Pictures) -> Result<Page<'a>, String> {
    let of = |start: &str, end: &str| Some(page.split_once(start)?.1.split_once(end)?.0);
    let title = of("<title>", "</title>").ok_or("index.html has no title")?;
    let description = of(r#"<meta name="description" content=""#, "\"").ok_or("index.html has no description")?;
    Ok(Page {
        file: "",
        title,
        description,
        picture: pictures.get_key_value("opening").map(|(name, it)| (&**name, it)),
    })
}

/// A head with this description in place of the article's.
///
/// # Errors
/// A sentence, where the head has none.
pub fn described(head: &str, description: &str) -> Result<String, String> {
    let start = "<meta name=\"description\" content=\"";
    let (before, rest) = head.split_once(start).ok_or("the head of index.html has no description")?;
    let (_, after) = rest.split_once('"').ok_or("the description of index.html has no end")?;
    Ok([before, start, &escape(description), "\"", after].concat())
}

/// What a demo is called to others, and a sentence on it: that below its heading, or what a lab is.
pub fn told(still: &str, demo: &Demo) -> (&'static str, String) {
    let below = still.split_once("</h3>").and_then(|(_, rest)| rest.split_once("<p>")?.1.split_once("</p>"));
    let lab = || format!("{}: a lab with every setting, run by a real API provider inside the page.", demo.title);
    let sentence = if demo.question.is_some() { below.map(|(sentence, _)| text(sentence)) } else { None };
    let sentence = sentence.unwrap_or_else(lab);
    (demo.question.unwrap_or(demo.title), sentence)
}

/// The text of a piece of HTML as Leptos renders it.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text += before;
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    text += rest;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://demos.example/";

    fn picture() -> Picture {
        Picture { shows: "One \"stops\" <by> itself & the other not.".into(), heights: [611, 520, 480] }
    }

    fn page<'a>(picture: &'a Picture) -> Page<'a> {
        let picture = Some(("leak", picture));
        Page { file: "embed/leak.html", title: "Which one stops?", description: "Both are stolen.", picture }
    }

    #[test]
    fn without_an_address_nothing_is_said_that_needs_one() {
        let head = page(&picture()).head(None);
        for needs in ["og:url", "og:image", "canonical", "oembed", "http://"] {
            assert!(!head.contains(needs), "{needs} in {head}");
        }
        assert!(head.contains(r#"<meta property="og:title" content="Which one stops?">"#), "{head}");
        assert!(head.contains("\"@type\":\"LearningResource\""), "{head}");
    }

    #[test]
    fn with_an_address_previews_have_a_picture_and_frames_an_answer() {
        let picture = picture();
        let head = page(&picture).head(Some(SITE));
        for part in [
            r#"<meta property="og:image" content="https://demos.example/embed/leak.png">"#,
            r#"content="One &quot;stops&quot; &lt;by&gt; itself &amp; the other not.""#,
            r#"<link rel="canonical" href="https://demos.example/embed/leak.html">"#,
            r#"type="application/json+oembed" href="https://demos.example/embed/leak.json""#,
        ] {
            assert!(head.contains(part), "{part} in {head}");
        }
        let answer: serde_json::Value = serde_json::from_str(&page(&picture).oembed(SITE).unwrap()).unwrap();
        assert_eq!(
            (&answer["version"], &answer["type"], &answer["height"]),
            (&"1.0".into(), &"rich".into(), &520.into())
        );
        let html = answer["html"].as_str().unwrap();
        assert!(
            html.starts_with(r#"<iframe src="https://demos.example/embed/leak.html" title="Which one stops?""#),
            "{html}"
        );
    }

    #[test]
    fn data_end_no_script() {
        let picture = picture();
        let page = Page { title: "</script><script>alert(1)", ..page(&picture) };
        assert_eq!(page.head(Some(SITE)).matches("</script>").count(), 1);
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        assert_eq!(text("A <b class=\"x\">key</b> &amp; a\n  token &lt;b&gt;"), "A key & a token <b>");
    }
}

//! What the pages of a build that knows its address (`cargo xtask build --site`) say to previews, search engines and
//! oEmbed.

use key_vs_token::demos;
use serde_json::Value;
use site::{
    alone,
    preview::{self, Pictures},
};
use std::path::{Path, PathBuf};

const SITE: &str = "https://demos.example/a/";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/pictures")
}

fn pictures() -> Pictures {
    preview::pictures(&folder()).unwrap()
}

/// The article's page, as far as the others are made of it.
fn article() -> String {
    include_str!("../../index.html").replace("public/mode.js", "./mode.js")
}

/// Every value that begins there and ends with a quotation mark.
fn all<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    page.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

const CANONICAL: &str = r#"<link rel="canonical" href=""#;
const OEMBED: &str = r#"<link rel="alternate" type="application/json+oembed" href=""#;
const URL: &str = r#"<meta property="og:url" content=""#;
const IMAGE: &str = r#"<meta property="og:image" content=""#;

fn structured(page: &str) -> Value {
    let (_, data) = page.split_once(r#"<script type="application/ld+json">"#).unwrap();
    serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn each_page_names_its_address_and_a_scene_its_picture_and_its_frame() {
    let (article, pictures) = (article(), pictures());
    for demo in demos::ALL {
        let name = demo.name;
        let (page, answer) = alone::page(&article, demo, &pictures, Some(SITE)).unwrap();
        let address = format!("{SITE}embed/{name}.html");
        assert_eq!((all(&page, CANONICAL), all(&page, URL)), (vec![&*address], vec![&*address]));
        let data = structured(&page);
        assert_eq!(data["url"], *address);
        assert_eq!(data["isPartOf"]["url"], SITE);
        // A scene has a question.
        if demo.question.is_none() {
            assert_eq!((all(&page, IMAGE), all(&page, OEMBED), answer), (vec![], vec![], None), "{name}");
            continue;
        }
        let image = format!("{SITE}embed/{name}.png");
        assert!(folder().join(format!("{name}.png")).is_file(), "{name}");
        assert_eq!(all(&page, IMAGE), [&*image]);
        assert_eq!(data["image"], *image);
        assert_eq!(all(&page, OEMBED), [format!("{SITE}embed/{name}.json")]);
        let answer: Value = serde_json::from_str(&answer.expect(name)).unwrap();
        assert_eq!((&answer["version"], &answer["type"]), (&"1.0".into(), &"rich".into()));
        assert_eq!((&answer["provider_url"], &answer["thumbnail_url"]), (&SITE.into(), &(*image).into()));
        assert_eq!(answer["title"], demo.question.unwrap());
        assert_eq!(answer["height"], pictures[name].heights[1]);
        assert_eq!(all(answer["html"].as_str().unwrap(), "src=\""), [&*address]);
    }
}

#[test]
fn the_article_names_its_address_and_the_picture_of_its_first_scene() {
    let (article, pictures) = (article(), pictures());
    let head = preview::article(&article, &pictures).unwrap().head(Some(SITE));
    assert_eq!((all(&head, CANONICAL), all(&head, URL)), (vec![SITE], vec![SITE]));
    assert_eq!(all(&head, IMAGE), [format!("{SITE}embed/opening.png")]);
    assert_eq!(structured(&head)["url"], SITE);
    assert!(all(&head, OEMBED).is_empty());
}

#[test]
fn without_an_address_no_page_names_one() {
    let (article, pictures) = (article(), pictures());
    for demo in demos::ALL {
        let (page, answer) = alone::page(&article, demo, &pictures, None).unwrap();
        for place in [CANONICAL, URL, IMAGE, OEMBED] {
            assert!(all(&page, place).is_empty(), "{place} in {}", demo.name);
        }
        assert_eq!((&structured(&page)["url"], answer), (&Value::Null, None));
    }
}

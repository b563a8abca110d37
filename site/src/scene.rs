//! The head of a scene's own page (`dist/embed/NAME.html`): the article's with no more in it than a scene needs. Most
//! readers meet a scene in somebody's post and nothing else of this site. So its page takes eight files: itself, a
//! script before the first paint and one for all else, a stylesheet, two fonts, and two modules. Scenes in one post have
//! all of them in common but themselves and their second module, which holds the scene's part and what that one calls.

use crate::one_file::{PROGRAM, each, file};
use crate::parts::Part;

/// What a scene does without: labs, their messages, the deck, the page around them.
pub const WITHOUT: &[&str] = &[
    "base/page.css",
    "ui/lab.css",
    "ui/tabs.css",
    "ui/tool.css",
    "ui/glossary.css",
    "ui/wire.css",
    "labs",
    "modes/classroom.css",
    "modes/classroom-demos.css",
];

/// What a lab's own page does without: the text, scenes, the deck.
pub const LAB_WITHOUT: &[&str] =
    &["base/page.css", "ui/lab.css", "ui/scene.css", "scenes", "modes/classroom.css", "modes/classroom-demos.css"];

/// What boot.js uses of the program's glue. The rest is the console's, and a scene has no door.
pub const EXPORTS: &[&str] = &["default", "mount", "unmount", "enter", "at_work"];

/// What takes the place of the article's.
#[derive(Clone, Debug)]
pub struct Own {
    /// The element that takes its style.
    pub style: String,
    /// The element that takes a lab's.
    pub lab_style: String,
    /// The element that takes its script: `public/scene.js`, with the program's glue.
    pub script: String,
    /// What takes the place of parts that call others.
    pub wholes: Vec<Part>,
}

/// The name of the program's glue in the article's head.
///
/// # Errors
/// A sentence, where the head is not as expected.
pub fn glue(head: &str) -> Result<&str, String> {
    let (_, program) = head.split_once(PROGRAM).ok_or("the page names no program")?;
    let (_, script) = program.split_once("<script ").ok_or("the page names no glue")?;
    file(script, "src")
}

/// The article's head, for a lab.
///
/// # Errors
/// A sentence, where the head is not as expected.
pub fn lab_head(of_article: &str, own: &Own) -> Result<String, String> {
    each(of_article, "<link rel=\"stylesheet\"", ">", |_| Ok(own.lab_style.clone()))
}

/// The article's head, for a scene in this part of the program.
///
/// # Errors
/// A sentence, where the head is not as expected.
pub fn head(of_article: &str, own: &Own, part: &str) -> Result<String, String> {
    let parted = |part: &str| format!("<link data-part=\"{part}\"");
    if !of_article.contains(&parted(part)) {
        return Err(format!("the page names no part {part}"));
    }
    let nothing = |_: &str| Ok(String::new());
    let head = each(of_article, "<template data-", "</template>", nothing)?;
    let head = each(&head, "<script src=\"./door-", "</script>", nothing)?;
    let head = each(&head, "<script type=\"module\" src=\"./boot-", "</script>", |_| Ok(own.script.clone()))?;
    let head = each(&head, "<link rel=\"stylesheet\"", ">", |_| Ok(own.style.clone()))?;
    each(&head, PROGRAM, "</template>", |program| {
        let program = each(program, "<script ", "</script>", nothing)?;
        each(&program, "<link ", ">", |link| {
            let whole = own.wholes.iter().find(|whole| whole.name == part);
            let taken = || whole.map_or_else(|| link.to_owned(), Part::link);
            Ok(if link.starts_with(&parted(part)) { taken() } else { String::new() })
        })
    })
}

//! The heads of scenes' and labs' own pages (`dist/embed/NAME.html`): the article's with no more in it than each needs.
//! Most readers meet a scene in somebody's post and nothing else of this site. So its page takes eight files: itself, a
//! script before the first paint and one for all else, a stylesheet, two fonts, and two modules. Scenes in one post have
//! all of them in common but themselves and their second module, which holds the scene's part and what that one calls.

use crate::one_file::{PROGRAM, each};
use crate::parts::{Scenes, template};
use std::collections::BTreeMap;

/// What a scene does without: labs, their messages, the deck, the page around them.
pub const WITHOUT: &[&str] = &[
    "base/page.css",
    "base/prose.css",
    "ui/lab.css",
    "ui/lab-parts.css",
    "ui/pictures.css",
    "ui/tabs.css",
    "ui/tool.css",
    "ui/glossary.css",
    "ui/note.css",
    "ui/wire.css",
    "labs",
    "modes/classroom.css",
    "modes/classroom-demos.css",
    "modes/embed-page.css",
    "modes/paper.css",
];

/// What a lab's own page does without: the text, scenes, the deck.
pub const LAB_WITHOUT: &[&str] = &[
    "base/page.css",
    "ui/lab.css",
    "ui/scene.css",
    "ui/glossary.css",
    "scenes",
    "modes/classroom.css",
    "modes/classroom-demos.css",
];

/// What takes the place of the article's.
#[derive(Clone, Debug)]
pub struct Own {
    /// The element that takes its style.
    pub style: String,
    /// The element that takes a lab's.
    pub lab_style: String,
    /// The element that takes its script: `public/scene.js`, with the program's glue.
    pub script: String,
    /// The program.
    pub program: Scenes,
    /// The elements that take what a lab calls, by the lab's part.
    pub labs: BTreeMap<&'static str, String>,
}

/// The article's head, for a lab in this part of the program; one that is in none calls the first part alone.
///
/// # Errors
/// A sentence, where the head is not as expected.
pub fn lab_head(of_article: &str, own: &Own, part: Option<&str>) -> Result<String, String> {
    let head = each(of_article, "<link rel=\"stylesheet\"", ">", |_| Ok(own.lab_style.clone()))?;
    let Some(called) = part.and_then(|part| own.labs.get(part)) else { return Ok(head) };
    each(&head, PROGRAM, "</template>", |program| {
        let program = each(program, "<link ", ">", |_| Ok(String::new()))?;
        Ok(program.replace("</template>", &[called, "</template>"].concat()))
    })
}

/// The article's head, for a scene in this part of the program.
///
/// # Errors
/// A sentence, where the head is not as expected.
pub fn head(of_article: &str, own: &Own, part: &str) -> Result<String, String> {
    let Scenes { first, parts, .. } = &own.program;
    let part = parts.iter().find(|own| own.name == part).ok_or_else(|| format!("there is no part {part}"))?;
    let nothing = |_: &str| Ok(String::new());
    let head = each(of_article, "<template data-", "</template>", nothing)?;
    let head = each(&head, "<script src=\"./door-", "</script>", nothing)?;
    let head = each(&head, "<script type=\"module\" src=\"./boot-", "</script>", |_| Ok(own.script.clone()))?;
    let head = each(&head, "<link rel=\"stylesheet\"", ">", |_| Ok(own.style.clone()))?;
    each(&head, PROGRAM, "</template>", |_| Ok(template(first, &part.link())))
}

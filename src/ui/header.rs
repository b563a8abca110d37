//! The top of a demo: its title, its seed, its link, what to look for; and what in the reader's link could not be
//! read.

use super::paint::{Paint, flag, value};
use super::rich::{escape, rich};
use super::signs::sign_html;
use crate::link::Complaint;

/// What the seed is called.
pub(super) const SEED: &str = "Seed";
/// What it is, where it stands and in the list of shortcuts.
pub(super) const SEED_NOTE: &str =
    "Everything random in this demo comes from this number. The same number gives the same run again.";
const NEXT_SEED: &str = "Next seed";
const UNDERSTOOD: &str = "Understood";

/// Paints a demo's header. `share` is what the button says that copies the link.
pub fn header(paint: &mut Paint, title: &str, seed: u64, share: &str, look_for: &str) {
    let note = &seed_note_id(title);
    paint
        .put("<header class=\"demo-header\"><h3>")
        .put(title)
        .put("</h3><div class=\"demo-tools\"><span class=\"gloss seed\"><label>")
        .put(SEED)
        .start(
            &[
                "input type=\"number\" min=\"0\" max=\"999999\" inputmode=\"numeric\" data-do=\"seed\"",
                " aria-describedby=\"",
                note,
                "\"",
            ],
            &[value(seed.to_string())],
        )
        .put("</label><span class=\"gloss-note\" role=\"tooltip\" id=\"")
        .put(note)
        .put("\">")
        .put(SEED_NOTE)
        .put("</span></span>")
        .put("<button type=\"button\" class=\"button small icon\" data-do=\"next-seed\" title=\"")
        .put(NEXT_SEED)
        .put("\">")
        .put_with(|| sign_html("seed"))
        .put("</button><button type=\"button\" class=\"button small\" data-copy=\"link\">")
        .put_with(|| sign_html("link"))
        .put("<span>")
        .put(share)
        .put("</span></button></div><p class=\"look-for\">")
        .put_with(|| rich(look_for))
        .put("</p></header>");
}

/// The id of a demo's note on its seed: titles differ. It stands in the page already when the browser's program comes.
fn seed_note_id(title: &str) -> String {
    if cfg!(feature = "ssr") {
        ["seed-note-", &title.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")].concat()
    } else {
        String::new()
    }
}

/// Paints what could not be read in a link, if anything.
pub fn complaints(paint: &mut Paint, complaints: &[Complaint]) {
    let item = |complaint| ["<li>", &complaint_html(complaint), "</li>"].concat();
    let list: String = complaints.iter().map(item).collect();
    paint
        .start(&["div class=\"complaints\" role=\"alert\""], &[flag("hidden", complaints.is_empty())])
        .live(&["ul"], &[], list)
        .put("<button type=\"button\" class=\"button small\" data-do=\"dismiss\">")
        .put(UNDERSTOOD)
        .put("</button></div>");
}

/// What in a link could not be read, and what is used instead. What the link gives is anybody's, so it is put in as
/// text: in a sentence with marks (see [`super::rich`]) a value could end its mark and begin another.
pub fn complaint_html(complaint: &Complaint) -> String {
    let code = |text: &str| ["<code translate=\"no\" class=\"code\">", &escape(text), "</code>"].concat();
    match complaint {
        Complaint::TooLong => "The link is longer than any link to this demo. The first picture is shown.".into(),
        Complaint::Unknown { field } => {
            format!("The link sets {}, which this demo does not have. It is left out.", code(field))
        }
        Complaint::Value { field, given, takes } => {
            let (both, field) = (code(&[field, "=", given].concat()), code(field));
            format!("In the link, {both} makes no sense: {field} takes {}. Its first value is used.", escape(takes))
        }
    }
}

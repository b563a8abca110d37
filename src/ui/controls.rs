//! Sliders, chips and switches.

use super::paint::{Paint, checked, flag, text, value};

/// Paints a slider over a list of stops, standing at the stop `index`. A value between two stops
/// (from a link) shows at the lower one, with its own words. (The words stand in a `span`: an `output`
/// would take the label for itself, and speak at every move. They are no part of the slider's name: it says them as its
/// value.)
pub fn slider(paint: &mut Paint, label: &str, name: &str, stops: usize, index: usize, words: String) {
    let last = (stops - 1).to_string();
    let head = ["input type=\"range\" min=\"0\" max=\"", &last, "\" data-do=\"", name, "\""];
    paint
        .put("<label class=\"slider\"><span class=\"slider-label\">")
        .put(label)
        .put("</span>")
        .live(&["span aria-hidden=\"true\""], &[], words.as_str())
        .start(&head, &[text("aria-valuetext", words), value(index.to_string())])
        .put("</label>");
}

/// Paints a tick box. `off_because` says why it cannot be used now; empty if it can.
pub fn switch(paint: &mut Paint, label: &str, name: &str, on: bool, off_because: &str) {
    paint
        .put("<label class=\"switch\">")
        .start(
            &["input type=\"checkbox\" data-do=\"", name, "\""],
            &[checked(on), flag("disabled", !off_because.is_empty())],
        )
        .put("<span>")
        .put(label)
        .live(&["small"], &[], off_because)
        .put("</span></label>");
}

/// Paints a few chips under one heading; each has its words, its value and whether it is on. With
/// `one_of`, a name unlike any other on the page, only one can be on.
pub fn chips<'a>(
    paint: &mut Paint,
    label: &str,
    name: &str,
    one_of: Option<&str>,
    chips: &mut dyn Iterator<Item = (&'a str, &'a str, bool)>,
) {
    paint.put("<fieldset class=\"chips\"><legend>").put(label).put("</legend>");
    for (words, chip, on) in chips {
        let head: &[&str] = match one_of {
            Some(group) => &["input type=\"radio\" name=\"", group, "\" value=\"", chip, "\" data-do=\"", name, "\""],
            None => &["input type=\"checkbox\" data-do=\"", name, ".", chip, "\""],
        };
        paint.put("<label class=\"chip\">").start(head, &[checked(on)]).put("<span>").put(words).put("</span></label>");
    }
    paint.put("</fieldset>");
}

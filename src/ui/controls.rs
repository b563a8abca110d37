//! Sliders, chips and switches.

use super::paint::{Paint, checked, flag, text, value};
use super::state::State;
use crate::fields::{Fields, Range, Setup, Slot};

/// Paints the control of a field; nothing if it is of a kind that has none.
pub fn control<S: State>(paint: &mut Paint, state: &S, name: &str) {
    control_in(paint, &mut S::Setup::of(state), name);
}

/// The same for one in this setup.
pub fn control_in(paint: &mut Paint, setup: &mut dyn Fields, name: &str) {
    let demo = setup.demo();
    let Some((row, slot)) = setup.named(name) else { return };
    match slot {
        Slot::Number(at, range) => ranged(paint, row.label, name, at.get(), range),
        Slot::Span(at, range) => ranged(paint, row.label, name, at.get(), range),
        Slot::Offset(seconds, range) => ranged(paint, row.label, name, Some(*seconds), range),
        Slot::Switch(on) => switch(paint, row.label, name, *on, ""),
        Slot::OneOf { at, names, labels } => {
            let on = at.get();
            let chip = |(i, name): (usize, &&'static str)| (*labels.get(i).unwrap_or(name), *name, on == Some(i));
            chips(paint, row.label, name, Some(&[demo, "-", name].concat()), &mut names.iter().enumerate().map(chip));
        }
        Slot::Scopes(set, offered) => {
            let mut scopes = offered.iter().map(|scope| (scope.name(), scope.name(), set.contains(*scope)));
            chips(paint, row.label, name, None, &mut scopes);
        }
        Slot::Seed(_) | Slot::Moment(_) | Slot::Written(_) => {}
    }
}

fn ranged<T: Copy + PartialOrd>(paint: &mut Paint, label: &str, name: &str, at: Option<T>, range: &Range<T>) {
    if let Some(value) = at {
        slider(paint, label, name, range.stops.len(), range.stop(value), (range.say)(value));
    }
}

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

//! The settings that the reader moves.

use super::address::{FIRSTS, KINDS};
use super::model::{Lifecycle, stops};
use super::words;
use crate::ui::controls::{chips, slider};
use crate::ui::paint::Paint;
use sim::stories::lifecycle::plan::Settings;
use sim::wire::time::Duration;

/// A slider over spans: its name, its words, its stops, its place among the settings, how its value is said.
struct Span {
    name: &'static str,
    label: &'static str,
    stops: &'static [Duration],
    place: fn(&mut Settings) -> &mut Duration,
    say: fn(Duration) -> String,
}

const SPANS: [Span; 9] = [
    Span { name: "access", label: words::ACCESS, stops: &stops::ACCESS, place: |s| &mut s.access, say: words::setting },
    Span { name: "early", label: words::EARLY, stops: &stops::EARLY, place: |s| &mut s.early, say: words::early },
    Span { name: "family", label: words::FAMILY, stops: &stops::FAMILY, place: |s| &mut s.family, say: words::setting },
    Span { name: "idle", label: words::IDLE, stops: &stops::IDLE, place: |s| &mut s.idle, say: words::never_or },
    Span { name: "grace", label: words::GRACE, stops: &stops::GRACE, place: |s| &mut s.grace, say: words::none_or },
    Span {
        name: "signin",
        label: words::SIGN_IN,
        stops: &stops::SIGN_IN,
        place: |s| &mut s.sign_in,
        say: words::setting,
    },
    Span {
        name: "overlap",
        label: words::OVERLAP_LABEL,
        stops: &stops::OVERLAP,
        place: |s| &mut s.overlap,
        say: words::none_or,
    },
    Span { name: "deploy", label: words::DEPLOY, stops: &stops::DEPLOY, place: |s| &mut s.deploy, say: words::setting },
    Span { name: "leeway", label: words::LEEWAY, stops: &stops::LEEWAY, place: |s| &mut s.leeway, say: words::none_or },
];

/// Paints them.
pub fn controls(state: &Lifecycle, paint: &mut Paint) {
    let mut settings = state.settings();
    paint.put("<div class=\"controls\" role=\"group\" aria-label=\"").put(words::SETTINGS).put("\">");
    for span in &SPANS {
        let value = *(span.place)(&mut settings);
        slider(paint, span.label, span.name, span.stops.len(), stop_of(span.stops, value), (span.say)(value));
    }
    let ahead = settings.api_ahead_s;
    let stop = stops::AHEAD.iter().rposition(|stop| *stop <= ahead).unwrap_or_default();
    slider(paint, words::AHEAD, "ahead", stops::AHEAD.len(), stop, words::ahead(ahead));
    let kinds = KINDS.into_iter().zip(words::KINDS);
    let mut kinds = kinds.map(|((name, kind), words)| (words, name, kind == settings.kind));
    chips(paint, words::KIND, "kind", Some("lifecycle-kind"), &mut kinds);
    let firsts = FIRSTS.into_iter().zip(words::FIRSTS);
    let mut firsts = firsts.map(|((name, first), words)| (words, name, first == settings.first));
    chips(paint, words::FIRST, "first", Some("lifecycle-first"), &mut firsts);
    paint.put("</div>");
}

/// One of them was used.
pub fn used(state: &mut Lifecycle, name: &str, value: &str) {
    let index: usize = value.parse().unwrap_or(usize::MAX);
    let put = |state: &mut Lifecycle, stops: &[Duration], place: fn(&mut Settings) -> &mut Duration| {
        if let Some(&stop) = stops.get(index) {
            state.set(&|settings| *place(settings) = stop);
        }
    };
    if let Some(span) = SPANS.iter().find(|span| span.name == name) {
        return put(state, span.stops, span.place);
    }
    match name {
        "length" => put(state, &stops::LENGTH, |settings| &mut settings.length),
        "ahead" => {
            if let Some(&stop) = stops::AHEAD.get(index) {
                state.set(&|settings| settings.api_ahead_s = stop);
            }
        }
        "kind" => {
            if let Some((_, kind)) = KINDS.into_iter().find(|(other, _)| *other == value) {
                state.set(&|settings| settings.kind = kind);
            }
        }
        "first" => {
            if let Some((_, first)) = FIRSTS.into_iter().find(|(other, _)| *other == value) {
                state.set(&|settings| settings.first = first);
            }
        }
        _ => {}
    }
}

/// The last stop that is not past the value.
pub fn stop_of(stops: &[Duration], value: Duration) -> usize {
    stops.iter().rposition(|stop| *stop <= value).unwrap_or_default()
}

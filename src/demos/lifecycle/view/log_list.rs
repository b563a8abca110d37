//! The page of the log that holds this moment.

use leptos::prelude::*;

use super::super::log::{self, kind};
use super::super::model::{LOG_LINES, Lifecycle};
use super::super::words;
use super::Demo;
use crate::ui::controls::Field;
use crate::ui::copy::Copy;
use crate::ui::export::Save;
use crate::ui::format::moment;
use crate::ui::rich::Rich;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::Model;
use crate::ui::timeline::Move;
use sim::stories::lifecycle::history::Mark;

/// The list, and what takes it along.
#[component]
pub fn LogList(demo: Demo) -> AnyView {
    let page = demo.slice(Lifecycle::log_page);
    let text = Callback::new(move |()| demo.with_untracked(|s| log::text(&s.course, s.log())));
    let json = Callback::new(move |()| demo.with_untracked(|s| log::json(&s.course, s.log())));
    let label = |words: &str| [words::SAVE_LOG, words].concat();
    view! {
        <section class="lifecycle-log">
            <h4>{words::LOG}</h4>
            <Field name="log"/>
            <p class="hint" hidden=move || demo.with(|s| !s.lines.is_empty())>{words::NO_LINES}</p>
            <ol>{(0..LOG_LINES).map(|i| line(demo, page, i)).map(IntoAny::into_any).collect::<Vec<_>>()}</ol>
            <div class="lifecycle-tools">
                <Copy name="copy-log" label=words::COPY_LOG_LABEL.to_owned() text=text>{words::COPY_LOG}</Copy>
                <Save file="lifecycle-log.txt" label=label(words::TEXT) text=text><Sign name="save"/>{words::TEXT}</Save>
                <Save file="lifecycle-log.json" label=label(words::JSON) text=json><Sign name="save"/>{words::JSON}</Save>
            </div>
        </section>
    }
    .into_any()
}

fn line(demo: Demo, page: Slice<(usize, Option<usize>)>, i: usize) -> AnyView {
    let place = move || page.get().0 + i;
    // The line by its number, and the course that it is a line of.
    let shown = Slice::new(move || {
        let place = place();
        demo.with(|s| s.lines.get(place).map(|number| (*number, s.course.history.digest())))
    });
    let face = Slice::new(move || demo.with_slice(shown, |s| face(s, page.get_untracked().0 + i)));
    // Each by itself: of a line that follows another, most is as it was, and what is not written costs the browser nothing.
    let kind = Slice::new(move || face.read().as_ref().map_or("key", |face| face.kind));
    let when = move || face.read().as_ref().map_or_else(String::new, |face| face.when.clone());
    let words = Slice::new(move || face.read().as_ref().map_or_else(String::new, |face| face.words.clone()));
    let class = Slice::new(move || {
        let (place, current) = (place(), page.get().1);
        demo.with(|s| match s.line(place) {
            Some(_) if current == Some(place) => "now",
            Some(line) if line.at > s.clock.now => "ahead",
            _ => "",
        })
    });
    let go = demo.on_press(move |s| {
        let at = s.line(s.log_page().0 + i).map(|line| line.at);
        if let Some(at) = at {
            s.act(Move::Go(at));
        }
    });
    view! {
        <li class=move || class.get() hidden=move || shown.get().is_none()>
            <button
                type="button"
                name="go"
                aria-current=move || if class.get() == "now" { "true" } else { "false" }
                data-key=move || ["line", &shown.get().map_or_else(String::new, |(number, _)| number.to_string())].concat()
                on:click=go
            >
                <span class=move || kind.get()><Sign name=kind/></span>
                <span><span class="when">{when}</span>" "<Rich text=words/></span>
            </button>
        </li>
    }
    .into_any()
}

/// What stands on a line.
#[derive(Clone, PartialEq)]
struct Face {
    kind: &'static str,
    when: String,
    words: String,
}

fn face(state: &Lifecycle, place: usize) -> Option<Face> {
    let (course, line) = (&state.course, state.line(place)?);
    let kind = if course.mark(line).is_some_and(Mark::is_refused) { "no" } else { kind(course, line) };
    Some(Face { kind, when: moment(line.at), words: words::line(course, line) })
}

//! What happens because the reader wants it to: add, go there, move, remove.

use leptos::prelude::*;

use super::super::model::Lifecycle;
use super::super::words;
use super::{Demo, Select};
use crate::ui::format;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::timeline::Move;
use sim::stories::lifecycle::plan::{Happening, MOST_EVENTS};
use sim::wire::time::Duration;

/// The list of what the reader wanted, and what adds to it.
#[component]
pub fn Events(demo: Demo) -> AnyView {
    let count = demo.slice(|s| s.course.events.len());
    let kinds = Happening::ALL.into_iter().map(|(what, name)| (name.to_owned(), words::happening(what).to_owned()));
    let choose = Callback::new(move |name: String| {
        if let Some(what) = Happening::named(&name) {
            demo.update(|s| s.adding = what);
        }
    });
    view! {
        <section class="lifecycle-events">
            <h4>{words::YOURS}</h4>
            <div class="lifecycle-add" data-part="set">
                <Select
                    label=words::ADD_LABEL
                    name="what"
                    chosen=demo.slice(|s| s.adding.name().to_owned())
                    options=kinds.collect()
                    choose=choose
                />
                <button
                    type="button"
                    class="button"
                    name="add"
                    disabled=move || count.get() == MOST_EVENTS
                    on:click=demo.on_press(Lifecycle::add_here)
                >
                    {words::ADD}
                    <span class="when">{move || demo.with(|s| format::moment(s.clock.now))}</span>
                </button>
                <p class="hint" hidden=move || { count.get() < MOST_EVENTS }>{words::FULL}</p>
            </div>
            <p class="hint" hidden=move || { count.get() > 0 }>{words::NONE_YOURS}</p>
            <ol>{(0..MOST_EVENTS).map(|index| event(demo, index)).map(IntoAny::into_any).collect::<Vec<_>>()}</ol>
        </section>
    }
    .into_any()
}

/// What stands in a place of the list.
#[derive(Clone, Copy, Default, PartialEq)]
struct Entry {
    at: Duration,
    name: &'static str,
    /// The name in a link.
    short: &'static str,
    /// How many of its kind stand before it. What is moved past another one changes its place: it is known by this.
    same: usize,
}

fn entry(state: &Lifecycle, index: usize) -> Option<Entry> {
    let (at, what) = state.course.events.get(index)?;
    let before = state.course.events.iter().take(index);
    let same = before.filter(|(_, other)| other.name() == what.name()).count();
    Some(Entry { at, name: words::happening(what), short: what.name(), same })
}

fn event(demo: Demo, index: usize) -> AnyView {
    let entry = Slice::new(move || demo.with(|s| entry(s, index)));
    let of = move || entry.get().unwrap_or_default();
    let key = move |does: &str| {
        entry.get().map_or_else(|| does.to_owned(), |entry| [does, entry.short, &entry.same.to_string()].concat())
    };
    let go = demo.on_press(move |s| {
        let at = s.course.events.get(index).map_or(Duration::ZERO, |(at, _)| at);
        crate::ui::state::Model::act(s, Move::Go(at));
    });
    let button = |name: &'static str, words: &'static str, sign: &'static str, does: fn(&mut Lifecycle, usize)| {
        view! {
            <button
                type="button"
                class="button small icon"
                data-part="set"
                name=name
                title=move || [words, ": ", of().name].concat()
                data-key=move || key(name)
                on:click=demo.on_press(move |s| does(s, index))
            >
                <Sign name=sign/>
            </button>
        }
    };
    view! {
        <li
            class=move || if demo.with(|s| s.clock.now < of().at) { "ahead" } else { "" }
            hidden=move || entry.get().is_none()
        >
            <button type="button" name="go" data-key=move || key("go") on:click=go>
                {move || entry.get().map(|entry| view! {
                    <b class="badge">{(index + 1).to_string()}</b>
                    <span class="when">{format::moment(entry.at)}</span>
                    <span>{entry.name}</span>
                }.into_any())}
            </button>
            {button("move", words::MOVE_HERE, "step", Lifecycle::move_here)}
            {button("remove", words::REMOVE, "no", Lifecycle::remove)}
        </li>
    }
    .into_any()
}

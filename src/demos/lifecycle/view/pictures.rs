//! The bands along the clock, and the state diagrams under them.

use leptos::prelude::*;

use super::super::bands::y;
use super::super::model::Lifecycle;
use super::super::words;
use super::Demo;
use crate::ui::drawing::Drawing;
use crate::ui::format::percent;
use crate::ui::handle::handler;
use crate::ui::rich::Rich;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::stories::lifecycle::picture::{KeyState, TokenState};
use sim::wire::time::Duration;

/// Both credentials' lives and the family of refresh tokens, with the clock moving over them.
#[component]
pub fn Bands(demo: Demo) -> AnyView {
    let now = demo.slice(position);
    let fills = demo.slice(|s| s.page.bands[0].clone());
    let lines = demo.slice(|s| s.page.bands[1].clone());
    let flags = demo.slice(|s| s.page.flags.clone());
    let notes = demo.slice(notes);
    let title = |(place, (title, class)): (usize, (&'static str, &'static str))| {
        view! { <text class=["title ", class].concat() y=y::TITLES[place].to_string()>{title}</text> }
    };
    let titles = words::BANDS
        .into_iter()
        .zip(["key", "token", "token"])
        .enumerate()
        .map(title)
        .map(IntoAny::into_any)
        .collect::<Vec<_>>();
    let pointed = handler(move |event| {
        if let Ok(steps) = event_target_value(&event).parse() {
            demo.any().drags();
            demo.update(|s| s.go_in_window(steps));
        }
    });
    view! {
        <div class="lifecycle-time">
            <svg
                class="lifecycle-bands"
                width="100%"
                height=y::HEIGHT.to_string()
                role="img"
                aria-label=move || demo.with(|s| words::picture(&s.course, &s.picture))
            >
                <pattern id="lifecycle-overlap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <path d=HATCH></path>
                </pattern>
                <g inner_html=move || fills.get().html()></g>
                // It lies over what is filled alone: the lines and the words of what is to come must be seen as well.
                <rect
                    class="future"
                    y=y::TOP.to_string()
                    height=(y::BOTTOM - y::TOP).to_string()
                    x=move || percent(now.get())
                    width=move || percent(10_000 - now.get())
                ></rect>
                <g inner_html=move || lines.get().html()></g>
                {titles}
                <g inner_html=move || notes.get().html()></g>
                <g inner_html=move || flags.get().html()></g>
                <svg class="playhead" x=move || percent(now.get())>
                    <path d=format!("M0 {}V{}", y::TOP, y::BOTTOM)></path>
                </svg>
            </svg>
            // The pointer's way to the clock. The keyboard's is the scrubber above, which says the same.
            <input
                type="range"
                class="lifecycle-pointer"
                name="window"
                min="0"
                max="1000"
                tabindex="-1"
                aria-hidden="true"
                value=(now.get_untracked() / 10).to_string()
                prop:value=move || (now.get() / 10).to_string()
                on:input=pointed
                on:change=handler(move |_| demo.any().dropped())
            />
        </div>
        <ul class="lifecycle-legend">{words::LEGEND.map(legend).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</ul>
    }
    .into_any()
}

/// The stroke of the hatch where two keys overlap.
const HATCH: &str = "M0 0v6";

fn legend((class, words): (&'static str, &'static str)) -> AnyView {
    let drawing = Drawing::new(match class {
        "answered" => {
            "<circle class=\"key-call\" cx=\"6\" cy=\"8\" r=\"2.4\"/><circle class=\"token-call\" cx=\"14\" cy=\"8\" r=\"2.4\"/>"
        }
        "refused" => "<svg x=\"10\" y=\"8\" class=\"refused\"><path d=\"M-4-4l8 8m0-8l-8 8\"/></svg>",
        "late" => {
            "<rect class=\"late\" width=\"20\" height=\"16\"/><rect class=\"late rim\" width=\"20\" height=\"16\"/>"
        }
        _ => {
            "<rect class=\"thief-bar\" width=\"20\" height=\"16\"/><rect class=\"thief-bar rim\" width=\"20\" height=\"16\"/>"
        }
    });
    view! {
        <li>
            <svg class="lifecycle-bands" width="20" height="16" aria-hidden="true" inner_html=drawing.html()></svg>
            {words}
        </li>
    }
    .into_any()
}

/// What ended a family; what is still to come is faded.
fn notes(state: &Lifecycle) -> Drawing {
    let note = |(at, svg): &(Duration, String)| {
        let class = if *at > state.clock.now { "ahead" } else { "" };
        ["<g class=\"", class, "\">", svg, "</g>"].concat()
    };
    Drawing::new(state.page.notes.iter().map(note).collect::<String>())
}

/// Where the clock stands on the page, in hundredths of a percent.
fn position(state: &Lifecycle) -> u64 {
    state.page.window.place(state.clock.now)
}

/// Both state diagrams, the present state lit, and the same in words.
#[component]
pub fn States(demo: Demo) -> AnyView {
    let said = demo.slice(|s| words::state_words(&s.picture));
    view! {
        <div class="lifecycle-states">
            {diagram(demo, 0, &words::KEY_STATES, |s| Some(key_state(s)), said)}
            {diagram(demo, 1, &words::TOKEN_STATES, token_state, said)}
        </div>
    }
    .into_any()
}

fn diagram(
    demo: Demo,
    which: usize,
    states: &'static [&'static str],
    lit: fn(&Lifecycle) -> Option<usize>,
    said: Slice<[String; 2]>,
) -> AnyView {
    let kind = ["key", "token"][which];
    let lit = demo.slice(lit);
    let state = |(place, words): (usize, &&'static str)| {
        view! {
            <li
                class=["s", &place.to_string()].concat()
                aria-current=move || if lit.get() == Some(place) { "true" } else { "false" }
            >
                {*words}
            </li>
        }
    };
    view! {
        <section class=kind>
            <h4><Sign name=kind/>{words::STATES[which]}</h4>
            <ol>{states.iter().enumerate().map(state).map(IntoAny::into_any).collect::<Vec<_>>()}</ol>
            <p><Rich text=Signal::derive(move || said.read()[which].clone())/></p>
        </section>
    }
    .into_any()
}

fn key_state(state: &Lifecycle) -> usize {
    match state.picture.key.1 {
        KeyState::Active => 0,
        KeyState::Overlap(_) => 1,
        KeyState::Ended(_) => 2,
        KeyState::Revoked(_) => 3,
    }
}

fn token_state(state: &Lifecycle) -> Option<usize> {
    match state.picture.cards[0].as_ref()?.state {
        TokenState::Unborn => None,
        TokenState::Early => Some(0),
        TokenState::Active => Some(1),
        TokenState::Expired => Some(2),
        TokenState::Refreshed => Some(3),
        TokenState::Late => Some(4),
        TokenState::Revoked => Some(5),
    }
}

//! The transport bar: play, step, reset, speed, and a scrubber that goes back as well as forward.

use leptos::prelude::*;

use super::format;
use super::read::{read, text};
use super::signs::sign_html;
use super::timeline::{Move, PACES, Pace, Timeline};
use crate::sim::time::Duration;

/// The scrubber's steps.
const STEPS: u64 = 1000;

/// The bar that moves a demo's clock.
#[component]
pub fn Transport(
    /// The clock.
    timeline: Timeline,
    /// What one step is, in words: "request".
    step: &'static str,
) -> impl IntoView {
    let Timeline { clock, act } = timeline;
    let moment = {
        let clock = clock.clone();
        read(move || format::moment(clock().now))
    };
    let position = {
        let clock = clock.clone();
        read(move || (clock().now.as_ms() * STEPS / clock().length.as_ms().max(1)).to_string())
    };
    let button = |class: &'static str, label: String, sign: &'static str, words: &'static str, to: Move| {
        let act = act.clone();
        view! {
            <button type="button" class=class title=label.clone() aria-label=label
                inner_html=sign_html(sign) + words on:click=move |_| act(to)></button>
        }
    };
    let play = {
        let (clock, act) = (clock.clone(), act.clone());
        let face = move || match clock().playing {
            true => sign_html("pause") + "Pause",
            false => sign_html("play") + "Play",
        };
        view! { <button type="button" class="button primary play" inner_html=face on:click=move |_| act(Move::Toggle)></button> }
    };
    let scrub = {
        let (clock, act) = (clock.clone(), act.clone());
        move |event| {
            let position: u64 = event_target_value(&event).parse().unwrap_or_default();
            let length = untrack(|| clock().length);
            act(Move::Go(Duration::milliseconds(length.as_ms() * position / STEPS)));
        }
    };
    let set_pace = {
        let act = act.clone();
        move |event| act(Move::Pace(event_target_value(&event).parse().unwrap_or_default()))
    };
    let (spoken, attribute, property) = (moment.clone(), position.clone(), position);
    view! {
        <div class="transport" role="group" aria-label="Time">
            {play}
            {button("button icon", format!("Back to the {step} before"), "back", "", Move::Back)}
            {button("button icon", format!("On to the next {step}"), "step", "", Move::Forward)}
            {button("button", "Reset everything".into(), "reset", "Reset", Move::Reset)}
            <input
                type="range"
                class="scrubber"
                min="0"
                max=STEPS.to_string()
                aria-label="Moment"
                aria-valuetext=move || spoken()
                value=untrack(|| attribute())
                prop:value=move || property()
                on:input=scrub
            />
            <output class="clock">{text(moment)}</output>
            <label class="pace">
                <span class="visually-hidden">"Speed"</span>
                <select inner_html=options() prop:value=move || clock().pace.to_string() on:change=set_pace></select>
            </label>
        </div>
    }
}

fn options() -> String {
    let option = |(index, pace): (usize, &Pace)| {
        let words = match *pace {
            Pace::Whole => "all in 20\u{a0}s".into(),
            Pace::PerSecond(span) if span == Duration::days(1) => "1\u{a0}day\u{a0}/\u{a0}s".into(),
            Pace::PerSecond(span) => format::span(span) + "\u{a0}/\u{a0}s",
        };
        format!("<option value=\"{index}\">{words}</option>")
    };
    PACES.iter().enumerate().map(option).collect()
}

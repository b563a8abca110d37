//! The transport bar: play, step, reset, speed, and a scrubber that goes back as well as forward.

use leptos::prelude::*;

use super::format;
use super::handle::{AnyHandle, handler};
use super::signs::Sign;
use super::slice::Slice;
use super::timeline::{Clock, Move, PACES, Pace, SCRUB_STEPS};
use sim::wire::time::Duration;

fn words(pace: &Pace) -> String {
    match *pace {
        Pace::Whole => "all in 20\u{a0}s".into(),
        Pace::PerSecond(span) if span == Duration::days(1) => "1\u{a0}day\u{a0}/\u{a0}s".into(),
        Pace::PerSecond(span) => format::span(span) + "\u{a0}/\u{a0}s",
    }
}

/// The bar that moves the demo's clock.
#[component]
pub fn Transport(
    /// What one step is: "request".
    step: &'static str,
    /// Whether its reader chooses how fast time runs.
    #[prop(default = true)]
    paced: bool,
) -> AnyView {
    let demo = AnyHandle::here();
    let clock = Slice::new(move || demo.with(|demo| demo.clock()));
    let position = Slice::new(move || {
        let Clock { now, length, .. } = clock.get();
        (now.as_ms() * SCRUB_STEPS / length.as_ms().max(1)).to_string()
    });
    let scrubbed = handler(move |event| {
        let steps = event_target_value(&event).parse().unwrap_or_default();
        demo.drag(|demo| demo.act(Move::Scrub(steps)));
    });
    view! {
        <div class="transport" role="group" aria-label="Time">
            <Play/>
            <Steps step=step/>
            <Reset class="button"/>
            <input
                type="range"
                class="scrubber"
                name="scrub"
                min="0"
                max=SCRUB_STEPS.to_string()
                aria-label="Moment"
                aria-valuetext=move || format::moment(clock.get().now)
                value=position.get_untracked()
                prop:value=move || position.get()
                on:input=scrubbed
                on:change=handler(move |_| demo.dropped())
            />
            <span class="clock">{move || format::moment(clock.get().now)}</span>
            {paced.then(pace)}
        </div>
    }
    .into_any()
}

fn pace() -> AnyView {
    let demo = AnyHandle::here();
    let pace = Slice::new(move || demo.with(|demo| demo.clock().pace));
    let first = pace.get_untracked();
    let option = |(index, pace): (usize, &Pace)| {
        view! { <option value=index.to_string() selected=index == first>{words(pace)}</option> }
    };
    let chosen = handler(move |event| {
        if let Ok(pace) = event_target_value(&event).parse() {
            demo.update(|demo| demo.act(Move::Pace(pace)));
        }
    });
    view! {
        <label class="pace">
            <span class="visually-hidden">"Speed"</span>
            <select name="pace" prop:value=move || pace.get().to_string() on:input=chosen>
                {PACES.iter().enumerate().map(option).map(IntoAny::into_any).collect::<Vec<_>>()}
            </select>
        </label>
    }
    .into_any()
}

/// The button that plays and pauses.
#[component]
pub fn Play() -> AnyView {
    let demo = AnyHandle::here();
    let playing = Slice::new(move || demo.with(|demo| demo.clock().playing));
    let sign = Signal::derive(move || if playing.get() { "pause" } else { "play" });
    view! {
        <button type="button" class="button primary play" name="toggle" on:click=demo.on_move(Move::Toggle)>
            <Sign name=sign/>
            {move || if playing.get() { "Pause" } else { "Play" }}
        </button>
    }
    .into_any()
}

/// The buttons that go a step back and on.
#[component]
pub fn Steps(
    /// What one step is.
    step: &'static str,
) -> AnyView {
    let demo = AnyHandle::here();
    // The title is its name, too: a label beside it would be read out with it.
    view! {
        <button type="button" class="button icon" name="back" title=["Back to the ", step, " before"].concat() on:click=demo.on_move(Move::Back)>
            <Sign name="back"/>
        </button>
        <button type="button" class="button icon" name="forward" title=["On to the next ", step].concat() on:click=demo.on_move(Move::Forward)>
            <Sign name="step"/>
        </button>
    }
    .into_any()
}

/// The button that brings everything back.
#[component]
pub fn Reset(
    /// Its class.
    class: &'static str,
) -> AnyView {
    let demo = AnyHandle::here();
    view! {
        <button type="button" class=class name="reset" on:click=demo.on_move(Move::Reset)><Sign name="reset"/>"Reset"</button>
    }
    .into_any()
}

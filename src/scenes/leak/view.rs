//! The scene on the screen.

use leptos::prelude::*;

use super::model::{Choice, Leak, Run};
use super::words;
use crate::ui::credential::{both, key_parts, token_parts};
use crate::ui::format::{count, percent};
use crate::ui::handle::{Handle, handler};
use crate::ui::scene::state::{Play, Staged, Words};
use crate::ui::scene::{PlayButton, scene};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::door::{Answer, Door};
use crate::ui::stage::pile::Pile;
use crate::ui::stage::road::{self, PLACES, Place, Road};
use crate::ui::timeline::{Move, SCRUB_STEPS};
use sim::stories::thief::Loot;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How far apart two labels of the time line are at least, in hundredths of a percent.
const APART: u64 = 1100;
/// Where a tick may be, in hours.
const TICKS_H: [u64; 9] = [2, 6, 12, 24, 48, 120, 240, 480, 720];

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;
    const LAB: Option<fn(&Leak) -> String> = Some(|s| s.run.lab(s.clock.now));

    fn view(demo: Handle<Leak>) -> AnyView {
        let lanes = both(|credential| view! { <Lane demo=demo credential=credential/> });
        let stage = view! { <div class="leak-lanes">{lanes}</div> }.into_any();
        let acts = view! { <Time demo=demo/> }.into_any();
        scene(demo, stage, acts)
    }

    /// The table has what has happened, in whole hours.
    fn news(state: &Leak) -> u64 {
        state.clock.now.as_s() / 3600
    }

    fn rows(state: &Leak) -> Vec<Vec<String>> {
        let run = &state.run;
        let mut times: Vec<Duration> = vec![Duration::ZERO, Duration::minutes(30), Duration::hours(1)];
        times.extend(TICKS_H.map(Duration::hours));
        times.push(run.stretch().length());
        times.retain(|at| *at <= state.clock.now);
        let row = |at: Duration| {
            let cells = |credential| {
                let lane = run.lane(credential);
                [count(lane.copied(at).into()), words::answer(lane.status(at))]
            };
            let [[key, key_answer], [token, token_answer]] = Credential::BOTH.map(cells);
            vec![words::clock(at), key, key_answer, token, token_answer]
        };
        times.into_iter().map(row).collect()
    }
}

/// One of the two: the thief with it, what it has brought, its requests on their way, and the door.
#[component]
fn Lane(demo: Handle<Leak>, credential: Credential) -> AnyView {
    let leak = demo.slice(which);
    let beat = demo.slice(Leak::beat);
    let quarters = Slice::new(move || demo.with_slice(beat, |s| s.quarters(credential)));
    let answer = Slice::new(move || {
        demo.with(|s| Answer { status: s.run.lane(credential).status(s.clock.now), words: words::door(s, credential) })
    });
    let places = Slice::new(move || {
        demo.with(|s| match s.is_at_end() {
            // The door says what became of the last one.
            true => [Place::Off; PLACES],
            false => road::places(&s.run.lane(credential).shots, s.run.stretch().played_us(s.clock.now)),
        })
    });
    view! {
        <div class=["leak-lane ", credential.name()].concat()>
            <span class="who"><Sign name="thief"/></span>
            <span class="holds">
                {words::THIEF[credential as usize]}
                <code class="credential" translate="no">{move || demo.with_slice(leak, |s| leaked(s, credential))}</code>
            </span>
            <Pile quarters=quarters/>
            <p class="loot">
                <b>{move || demo.with_slice(beat, |s| count(s.copied(credential).into()))}</b>
                " "
                {words::RECORDS}
                <span>{move || demo.with_slice(beat, |s| words::pile(s, credential))}</span>
            </p>
            <Road places=places/>
            <Door name=words::SHOP answer=answer/>
        </div>
    }
    .into_any()
}

/// What makes it another leak.
const fn which(state: &Leak) -> (Choice, u64) {
    (state.choice, state.seed)
}

fn leaked(state: &Leak, credential: Credential) -> Vec<AnyView> {
    match &state.run.lane(credential).loot {
        Some(Loot::Key(key)) => key_parts(key),
        Some(Loot::Tokens { access, .. }) => token_parts(access.reveal()),
        None => Vec::new(),
    }
}

/// The time line, and the button that plays.
#[component]
fn Time(demo: Handle<Leak>) -> AnyView {
    let any = demo.any();
    let position = demo.slice(|s| s.position().to_string());
    let beat = demo.slice(Leak::beat);
    let clock = Slice::new(move || demo.with_slice(beat, |s| words::clock(s.clock.now)));
    let scrubbed = handler(move |event| {
        let steps = event_target_value(&event).parse().unwrap_or_default();
        any.drag(|demo| demo.act(Move::Scrub(steps)));
    });
    let leak = demo.slice(which);
    let ticks = move || {
        demo.with_slice(leak, |s| {
            ticks(&s.run).into_iter().map(|at| label(&s.run, "tick", at, words::tick(at))).collect::<Vec<_>>()
        })
    };
    let event = |credential: Credential| {
        let ended = Slice::new(move || demo.with(|s| s.ended(credential)));
        let class = ["event ", credential.name()].concat();
        move || ended.get().map(|at| demo.with_slice(leak, |s| label(&s.run, &class, at, words::event(credential, at))))
    };
    view! {
        <div class="leak-time">
            <input
                type="range"
                class="scrubber"
                name="scrub"
                min="0"
                max=SCRUB_STEPS.to_string()
                aria-label=words::MOMENT
                aria-valuetext=move || [&clock.get(), " ", words::SINCE].concat()
                value=position.get_untracked()
                prop:value=move || position.get()
                on:input=scrubbed
                on:change=handler(move |_| any.dropped())
            />
            <svg class="leak-ticks" aria-hidden="true" width="100%" height="34" data-part="answer">
                {ticks}
                {event(Credential::Token)}
                {event(Credential::Key)}
            </svg>
        </div>
        <PlayButton/>
        <p class="leak-note">{move || demo.with_slice(leak, |s| words::note(&s.run))}</p>
        <p class="scene-clock" data-part="answer"><b>{move || clock.get()}</b>" "{words::SINCE}</p>
    }
    .into_any()
}

/// A label of the time line, with its mark.
fn label(run: &Run, class: &str, at: Duration, words: String) -> AnyView {
    let position = run.stretch().position(at);
    // At the ends it would be cut off.
    let anchor = match position {
        0..600 => "start",
        9_400.. => "end",
        _ => "middle",
    };
    let x = percent(position);
    view! {
        <svg class=class.to_owned() x=x>
            <path d="M0 0v8"></path>
            <text y="23" text-anchor=anchor>{words}</text>
        </svg>
    }
    .into_any()
}

/// Where the time line has ticks: as many as have room beside one another and beside what happens.
fn ticks(run: &Run) -> Vec<Duration> {
    let mut ticks = vec![Duration::ZERO];
    let events: Vec<u64> = run.ends().map(|at| run.stretch().position(at)).collect();
    for at in TICKS_H.map(Duration::hours).into_iter().filter(|at| *at <= run.stretch().length()) {
        let position = run.stretch().position(at);
        let last = ticks.last().map_or(0, |last| run.stretch().position(*last));
        if position >= last + APART && events.iter().all(|event| event.abs_diff(position) > 2 * APART * 7 / 10) {
            ticks.push(at);
        }
    }
    ticks
}

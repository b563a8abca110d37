//! The request's way: the stations and what was found at each, what it came to, and what was counted.

use leptos::prelude::*;

use super::model::Purpose;
use super::view::Demo;
use super::words;
use crate::ui::format::percent;
use crate::ui::rich::{Rich, pieces};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::provider::api::Stage;
use sim::stories::purpose::run::{METERS, Moment};

/// The first so many stations are the checks; then comes the answer.
pub const CHECKS: usize = 5;
/// The stations, in their order.
pub const STATIONS: [Stage; 6] =
    [Stage::Endpoint, Stage::App, Stage::Usage, Stage::User, Stage::Permission, Stage::Answer];
/// How high a meter's bar is.
const HEIGHT: &str = "10";

/// The stations, one under the other, with what was found at each.
#[component]
pub fn Way(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let playing = demo.slice(|s| s.clock.playing);
    let station = |i: usize| {
        let (what, question) = words::STATIONS[i];
        let state = Slice::new(move || demo.with_slice(moment, |s| state_of(s, i)));
        view! {
            <li class=move || ["station ", state.get()].concat()>
                <span class="node" aria-hidden="true">
                    <b>{(i < CHECKS).then(|| (i + 1).to_string())}</b>
                    <Sign name="ok"/>
                    <Sign name="no"/>
                </span>
                <h4>{what}</h4>
                <p class="asks">{question}</p>
                <p class="found">
                    <span class="visually-hidden">{move || words::spoken_state(state.get())}</span>
                    <Rich text=Signal::derive(move || demo.with_slice(moment, |s| found(s, i)))/>
                </p>
            </li>
        }
        .into_any()
    };
    view! {
        <ol
            class=move || ["stations ", moment.read().frame.act.kind(), if playing.get() { " moving" } else { "" }].concat()
            aria-label=words::PATH_TITLE
        >
            {(0..STATIONS.len()).map(station).collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}

/// How far the request in view has come, seen from a station: a class.
fn state_of(state: &Purpose, station: usize) -> &'static str {
    let Some(sent) = state.sent() else { return "idle" };
    match station {
        _ if station > state.reached() && state.arrived() => "missed",
        _ if station > state.reached() => "idle",
        _ if station == sent.stage as usize && sent.exchange.reject.is_some() => "stopped",
        _ => "passed",
    }
}

fn found(state: &Purpose, station: usize) -> String {
    match (state.sent(), state_of(state, station)) {
        (Some(sent), "passed" | "stopped") => words::evidence(STATIONS[station], sent, state.frame()),
        (_, "missed") => words::NOT_REACHED.into(),
        _ => String::new(),
    }
}

/// What the request came to, in a figure and a sentence.
#[component]
pub fn Verdict(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let verdict = Slice::new(move || demo.with_slice(moment, words::verdict));
    let status = move || {
        let (status, class, _) = verdict.get();
        // A dash or dots hold the figure's place: nothing to read out.
        if class.is_empty() { view! { <span aria-hidden="true">{status}</span> }.into_any() } else { status.into_any() }
    };
    view! {
        <div class=move || ["verdict ", verdict.read().1].concat()>
            <b class="ratio">{status}</b>
            <p>
                <span><Rich text=Signal::derive(move || verdict.get().2)/></span>
                " "
                <span>{move || demo.with_slice(moment, why)}</span>
                " "
                <span class="aside">{move || demo.with_slice(moment, words::tally)}</span>
            </p>
        </div>
    }
    .into_any()
}

/// The refusal's sentence with the clause that it rests on, and what it shows.
fn why(state: &Purpose) -> Vec<AnyView> {
    let Some(sent) = state.sent().filter(|_| state.arrived()) else { return Vec::new() };
    let refusal = sent.exchange.reject.as_ref().map(|reject| {
        let clause = reject.clause();
        view! { {reject.sentence()}" "<a href=clause.url() rel="noopener">{clause.name()}</a>". " }.into_any()
    });
    refusal.into_iter().chain(pieces(words::aside(sent, &state.meters()))).collect()
}

/// What is counted, and how much of it is used up.
#[component]
pub fn Meters(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let meters = Slice::new(move || demo.with_slice(moment, Purpose::meters));
    let line = |i: usize| {
        let meter = move || meters.read()[i];
        let class = move || [words::METER_KINDS[i], if meter().left == 0 { " full" } else { "" }].concat();
        let used = move || {
            let meter = meter();
            percent(u64::from(meter.limit - meter.left) * 10_000 / u64::from(meter.limit.max(1)))
        };
        view! {
            <li class=class>
                <b>{words::METER_NAMES[i]}</b>
                <span>{move || words::used(meter())}</span>
                <svg width="100%" height=HEIGHT aria-hidden="true">
                    <rect class="room" width="100%" height=HEIGHT></rect>
                    <rect class="used" height=HEIGHT width=used></rect>
                </svg>
                <small>{move || words::restart(meter())}</small>
            </li>
        }
        .into_any()
    };
    view! {
        <div class="meters">
            <h4>{words::COUNTED}</h4>
            <ul>{(0..METERS).map(line).collect::<Vec<_>>()}</ul>
            <p class="hint">{words::COUNTED_NOTE}</p>
        </div>
    }
    .into_any()
}

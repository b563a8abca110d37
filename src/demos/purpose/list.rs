//! What was sent: a line each, the last answer in full, and all of it as a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::model::Purpose;
use super::view::Demo;
use super::way::{CHECKS, STATIONS};
use super::words;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::wire::{Carried, Wire};
use sim::stories::purpose::run::{Act, Frame, MOST_ACTS, Moment, Sent};

/// What was sent: a line each, and a way back to it. There are always as many places, so that a button which was
/// pressed keeps its focus.
#[component]
pub fn Log(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let (step, count) = (demo.slice(|s| s.step), demo.slice(|s| s.acts().len()));
    let place = |i: usize| {
        let line = move |s: &Purpose| s.acts().get(i - 1).map_or_else(Vec::new, |frame| line(s, frame, i));
        view! {
            <li class=move || if step.get() < i { "ahead" } else { "" } hidden=move || count.get() < i>
                <button
                    type="button"
                    name="look"
                    value=i.to_string()
                    aria-current=move || if i == step.get() { "true" } else { "false" }
                    on:click=demo.on_press(move |s| s.look_at(i))
                >
                    {move || demo.with_slice(moment, line)}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="wire log">
            <h4>{words::LOG}</h4>
            <p class="wire-empty" hidden=move || count.get() != 0>{words::LOG_EMPTY}</p>
            <ol>{(1..=MOST_ACTS).map(place).collect::<Vec<_>>()}</ol>
        </section>
    }
    .into_any()
}

fn line(state: &Purpose, frame: &Frame, i: usize) -> Vec<AnyView> {
    let number = view! { <b class="number">{i.to_string()}</b> }.into_any();
    let (with, call, times, sent) = match (frame.act, &frame.sent) {
        (Act::Send { with, call, times }, Some(sent)) => (with, call, times, sent),
        (Act::Wait(time), _) => {
            return vec![number, view! { <span class="who alone">{words::wait(time)}</span> }.into_any()];
        }
        _ => return vec![number],
    };
    let kind = with.kind();
    let sign = (!kind.is_empty()).then(|| view! { <Sign name=kind/> });
    let what = [call.method.name(), " ", &call.target()].concat();
    let many = (times > 1).then(|| [words::MANY, &times.to_string()].concat());
    // The request in view tells how it ended when it has arrived.
    let has_ended = i != state.step || state.arrived();
    let end = if has_ended { words::outcome(sent) } else { "…".into() };
    let class = if sent.exchange.reject.is_none() { "end ok" } else { "end no" };
    vec![
        number,
        view! { <span class=["who ", kind].concat().trim_end().to_owned()>{sign}{words::caller(with)}</span> }
            .into_any(),
        view! { <span class="what"><code translate="no">{what}</code>{many}</span> }.into_any(),
        has_ended.then(|| checks(sent)).into_any(),
        view! { <span class=class>{end}</span> }.into_any(),
    ]
}

/// The five checks of a request, small: which it passed, which stopped it, which it never saw.
fn checks(sent: &Sent) -> AnyView {
    let refused = sent.exchange.reject.is_some();
    let check = |i: usize| match STATIONS[i] {
        station if station == sent.stage && refused => view! { <i class="no"><Sign name="no"/></i> }.into_any(),
        station if station <= sent.stage => view! { <i class="ok"><Sign name="ok"/></i> }.into_any(),
        _ => view! { <i>{(i + 1).to_string()}</i> }.into_any(),
    };
    view! {
        <span class="checks">
            {(0..CHECKS).map(check).collect::<Vec<_>>()}
            <span class="visually-hidden">"stopped at: "{words::stopped_at(sent)}</span>
        </span>
    }
    .into_any()
}

/// The request in view and its answer, once it is there.
#[component]
pub fn Answer(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let message = Slice::new(move || {
        let carried = |sent: &Sent| Carried { exchange: sent.exchange.clone(), note: words::note(sent) };
        demo.with_slice(moment, |s| s.sent().filter(|_| s.arrived()).map(carried))
    });
    let title = Signal::derive(move || {
        let Moment { frame, .. } = moment.get();
        match frame.act {
            Act::Send { with, .. } => [&frame.now.time_of_day(), " · ", words::caller(with)].concat(),
            Act::Wait(_) => frame.now.time_of_day(),
        }
    });
    let empty =
        Signal::derive(
            move || {
                if moment.read().frame.sent.is_some() { words::WIRE_EMPTY } else { words::NOTHING_ON_THE_WIRE }
            },
        );
    view! {
        <div class=move || ["answer ", moment.read().frame.act.kind()].concat()>
            <Wire kind="request" title=title message=message empty=empty/>
        </div>
    }
    .into_any()
}

/// The table's rows.
pub fn rows(state: &Purpose) -> Vec<Vec<String>> {
    let row = |(i, frame): (usize, &Arc<Frame>)| {
        let mut row = vec![(i + 1).to_string(), frame.now.time_of_day()];
        match (frame.act, &frame.sent) {
            (Act::Send { with, call, times }, Some(sent)) => row.extend([
                words::caller(with).to_owned(),
                [call.method.name(), " ", &call.target()].concat(),
                times.to_string(),
                words::stopped_at(sent),
                words::outcome(sent),
            ]),
            (Act::Wait(waited), _) => row.push(words::wait(waited)),
            _ => {}
        }
        row.resize(words::TABLE_HEAD.len(), String::new());
        row
    };
    state.told().iter().enumerate().map(row).collect()
}

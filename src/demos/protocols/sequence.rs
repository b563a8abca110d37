//! The sequence: who talks to whom, message by message.

use core::cmp::Ordering;

use leptos::prelude::*;

use super::model::{Protocols, other_way};
use super::view::{Demo, Moment};
use super::words;
use crate::fields::Named;
use crate::ui::rich::Rich;
use crate::ui::signs::Sign;
use sim::stories::protocols::run::{Act, Flow, MOST_STEPS, Party, Run, Said, Step, WAITING};
use sim::wire::http::Response;

/// The lifelines and the steps between them. There are always as many places, so that a button which was pressed keeps
/// its focus.
#[component]
pub fn Sequence(demo: Demo, moment: Moment) -> AnyView {
    let flow = demo.slice(|s| s.set.flow);
    let place = |number: usize| {
        let face = move |s: &Protocols| s.run.steps.get(number - 1).map_or_else(Vec::new, |step| face(s, number, step));
        view! {
            <li
                class=move || demo.with_slice(moment, |s| class(s, number))
                hidden=move || demo.with_slice(moment, |s| s.steps() < number)
            >
                <button
                    type="button"
                    name="look"
                    value=number.to_string()
                    aria-current=move || if moment.read().1 == number { "step" } else { "false" }
                    on:click=demo.on_press(move |s| s.look_at(number))
                >
                    {move || demo.with_slice(moment, face)}
                </button>
            </li>
        }
        .into_any()
    };
    let kind = move || if flow.get() == Flow::Key { "token" } else { "key" };
    view! {
        <div class=move || demo.with_slice(moment, |s| ["sequence of-", &parties(&s.run).len().to_string()].concat())>
            <div class="parties" aria-hidden="true">
                {Party::ALL.into_iter().map(|party| lifeline(demo, moment, party)).collect::<Vec<_>>()}
            </div>
            <ol aria-label=words::STEPS>{(1..=MOST_STEPS).map(place).collect::<Vec<_>>()}</ol>
            <button
                type="button"
                class=move || ["beside ", kind()].concat()
                name="flow"
                value=move || other_way(flow.get()).name_in_link()
                on:click=demo.on_press(|s| s.choose(other_way(s.set.flow)))
            >
                <span><Sign name=Signal::derive(kind)/></span>
                <span><Rich text=Signal::derive(move || demo.with_slice(moment, words::beside))/></span>
            </button>
        </div>
    }
    .into_any()
}

/// The head of a party's lifeline.
fn lifeline(demo: Demo, moment: Moment, party: Party) -> AnyView {
    // A long word may be parted there.
    let name = move || words::party(moment.read().0.flow, party).replace("Authorization", "Authoriza\u{ad}tion");
    let sign = (party == Party::Thief).then(|| view! { <Sign name="thief"/> });
    view! { <span hidden=move || demo.with_slice(moment, |s| !s.run.has(party))>{sign}{name}</span> }.into_any()
}

fn parties(run: &Run) -> Vec<Party> {
    Party::ALL.into_iter().filter(|party| run.has(*party)).collect()
}

/// Where the arrow stands and which way it goes; whether the step is over, in view or ahead; how it was answered.
fn class(state: &Protocols, number: usize) -> String {
    let run = &*state.run;
    let Some(step) = run.steps.get(number - 1) else { return String::new() };
    let parties = parties(run);
    let place = |party| parties.iter().position(|known| *known == party).unwrap_or_default();
    let (from, to) = (place(step.from), place(step.to));
    let (left, span) = (from.min(to) + 1, from.abs_diff(to) + 1);
    let mut class = format!("at-{left} over-{span}");
    class += if from > to { " leftward" } else { "" };
    class += match number.cmp(&state.step()) {
        Ordering::Less => " over",
        Ordering::Equal => " now",
        Ordering::Greater => " ahead",
    };
    class += match &step.said {
        Said::Aside(_) => " aside",
        Said::Exchange(exchange) if is_hoped_for(step, &exchange.1) => " ok",
        Said::Exchange(_) => " no",
    };
    class += if step.act == Act::KeyCall { " keyed" } else { "" };
    class += if step.from == Party::Thief || matches!(step.said, Said::Aside(_)) { " thiefs" } else { "" };
    class + if number == run.telling && state.set.sabotage.is_some() { " telling" } else { "" }
}

/// Whether the answer is what was hoped for. A device that is told to wait is answered as it should be.
fn is_hoped_for(step: &Step, response: &Response) -> bool {
    let location = response.headers.value("Location").unwrap_or_default();
    let waits = step.stop.as_ref().is_some_and(|stop| stop.check == WAITING);
    waits || (response.status.0 < 400 && !location.contains("error="))
}

fn face(state: &Protocols, number: usize, step: &Step) -> Vec<AnyView> {
    let party = |party| words::party(state.set.flow, party);
    let is_thiefs = step.from == Party::Thief || matches!(step.said, Said::Aside(_));
    let thief = is_thiefs.then(|| view! { <Sign name="thief"/> });
    let refused = step.exchange().filter(|(_, response)| !is_hoped_for(step, response));
    let came_back = words::came_back(step);
    let come = (!came_back.is_empty()).then(|| {
        let no = refused.map(|_| view! { <Sign name="no"/> });
        view! { <span class="come"><b>{no}{came_back}</b></span> }
    });
    vec![
        view! { <span class="number">{number.to_string()}</span> }.into_any(),
        view! { <span class="ends"><span>{party(step.from)}</span>" → "<span>{party(step.to)}</span></span> }
            .into_any(),
        view! { <span class="arrows"><span class="go"><b>{thief}{words::sent(step)}</b></span>{come}</span> }
            .into_any(),
    ]
}

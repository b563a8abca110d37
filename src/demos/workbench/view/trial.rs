//! The API's checks, and the tour of forgeries: how the token on the bench fared, and how others do.

use leptos::prelude::*;

use super::super::model::Workbench;
use super::super::words;
use super::{Demo, Outcome, on_press, outcome};
use crate::ui::clause::clause_link;
use crate::ui::rich::pieces;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::provider::check::Check;
use sim::provider::reject::{Clause, Reject};
use sim::provider::scope::Scope;
use sim::stories::workbench::bench::{LOOKED_UP, PERMISSION};
use sim::stories::workbench::tour::{STEPS, Step};

/// Every check in the provider's order, and how this token fared.
#[component]
pub fn Checks(demo: Demo) -> AnyView {
    let check = |(i, question): (usize, &'static str)| {
        let (name, clause) = grounds(i);
        view! {
            <li class=move || demo.with(|s| state_of(s, i))>
                <span class="node" aria-hidden="true"><b>{i.to_string()}</b><Sign name="ok"/><Sign name="no"/></span>
                <span class="asks">{question}</span>
                <code translate="no">{name}</code>
                <span class="found">
                    <span class="visually-hidden">{move || demo.with(|s| words::result(state_of(s, i)))}": "</span>
                    {move || demo.with(|s| found(s, i))}
                </span>
                {clause_link(clause)}
            </li>
        }
    };
    let checks = words::QUESTIONS.into_iter().enumerate().map(check).map(IntoAny::into_any).collect::<Vec<_>>();
    view! { <section class="checks"><h4>{words::CHECKS}</h4><ol>{checks}</ol></section> }.into_any()
}

/// What a check found.
fn found(state: &Workbench, check: usize) -> Vec<AnyView> {
    match state_of(state, check) {
        "unasked" if (1..=LOOKED_UP).contains(&check) && state.answer.was_looked_up() => vec!["not made".into_any()],
        "passed" | "unasked" => pieces(&words::found(state, check)),
        "stopped" => state.answer.exchange.reject.iter().map(|reject| reject.sentence().into_any()).collect(),
        _ => Vec::new(),
    }
}

/// How the token fared at a check: a class.
fn state_of(state: &Workbench, check: usize) -> &'static str {
    let stop = state.answer.stopped_at().unwrap_or(usize::MAX);
    let is_of_the_text = (1..LOOKED_UP).contains(&check);
    match check {
        _ if check == stop => "stopped",
        _ if state.answer.was_looked_up() && is_of_the_text => "unasked",
        _ if check > stop => "missed",
        LOOKED_UP if !state.asks && !state.answer.was_looked_up() => "unasked",
        _ => "passed",
    }
}

/// What the provider calls a check of the list, and the clause that it rests on.
fn grounds(check: usize) -> (&'static str, Clause) {
    let reject = match check {
        0 => Reject::MalformedHeader,
        PERMISSION => Reject::InsufficientScope(Scope::OrdersRead),
        _ => Check::ALL[check - 1].refusal(),
    };
    (reject.check(), reject.clause())
}

/// The forgeries, a step a line.
#[component]
pub fn Tour(demo: Demo) -> AnyView {
    let forgery = |(forgery, steps): (usize, usize)| {
        let (title, changes) = words::FORGERIES[forgery];
        let step = |step: usize| tour_step(demo, Step(forgery, step), changes[step]);
        view! { <li><h5>{title}</h5><ol>{(0..steps).map(step).map(IntoAny::into_any).collect::<Vec<_>>()}</ol></li> }
    };
    view! {
        <section class="tour">
            <header>
                <h4>{words::TOUR}</h4>
                <p class="hint">{words::TOUR_NOTE}</p>
                <p class="tools">
                    <button type="button" class="button" name="tour-back" on:click=on_press(demo, |s| s.turn(false))>
                        <Sign name="back"/>
                        {words::TOUR_BACK}
                    </button>
                    <button type="button" class="button" name="tour-on" on:click=on_press(demo, |s| s.turn(true))>
                        <Sign name="step"/>
                        {words::TOUR_ON}
                    </button>
                </p>
            </header>
            <ol>{STEPS.into_iter().enumerate().map(forgery).map(IntoAny::into_any).collect::<Vec<_>>()}</ol>
        </section>
    }
    .into_any()
}

/// A step: what is changed in it, and how that ends.
fn tour_step(demo: Demo, here: Step, change: &'static str) -> AnyView {
    let number = here.number();
    let answer = Slice::new(move || demo.with(|s| outcome(&s.verdicts[number as usize])));
    let tried = Slice::new(move || demo.with(|s| s.has_tried(number)));
    let end = move || match tried.get() {
        true => view! { <Outcome answer=answer/> }.into_any(),
        false => view! { <span class="end untried">{words::NOT_TRIED}</span> }.into_any(),
    };
    view! {
        <li>
            <button
                type="button"
                name="tour"
                value=here.name()
                aria-current=move || if demo.with(|s| s.step() == Some(here)) { "true" } else { "false" }
                on:click=on_press(demo, move |s| s.look_at(here))
            >
                <span>{change}</span>
                {end}
            </button>
        </li>
    }
    .into_any()
}

//! The step in view: what it is about, the page that Ada is shown, and its messages in full.

use leptos::prelude::*;

use super::model::Protocols;
use super::view::{Demo, Moment};
use super::{message, words};
use crate::ui::controls::Switch;
use crate::ui::copy::Copy;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use sim::provider::oauth::APP;
use sim::provider::scope::Scope;
use sim::stories::flow::TV;
use sim::stories::protocols::run::{ASKED, Flow, Said, Step, WAITING};

/// The step in view.
#[component]
pub fn Panel(demo: Demo, moment: Moment) -> AnyView {
    let is_message = Slice::new(move || demo.with_slice(moment, |s| s.now().exchange().is_some()));
    view! {
        <section class="panel">
            <h4>
                <small>{move || demo.with_slice(moment, |s| [&words::place(s), " · ", &s.now().at.time_of_day()].concat())}</small>
                <span>{move || demo.with_slice(moment, |s| words::title(s.now()))}</span>
            </h4>
            <p class="about">{move || demo.with_slice(moment, |s| words::about(s.now()))}</p>
            <Screen demo=demo moment=moment/>
            <div class="panel-tools">
                <p class="hint">{move || if is_message.get() { words::POINT } else { words::NO_MESSAGE }}</p>
                <Copy name="curl-step" text=Callback::new(move |()| demo.with_untracked(|s| s.now().to_copy()))>
                    <span>{move || if is_message.get() { words::CURL } else { words::COPY }}</span>
                </Copy>
            </div>
            <Messages demo=demo moment=moment/>
        </section>
    }
    .into_any()
}

/// What was sent and what came back, line by line, and what stopped it.
#[component]
fn Messages(demo: Demo, moment: Moment) -> AnyView {
    let there = |s: &Protocols| words::ends(s.set.flow, s.now().from, s.now().to);
    let back = |s: &Protocols| words::ends(s.set.flow, s.now().to, s.now().from);
    let waits = |s: &Protocols| s.now().stop.as_ref().is_some_and(|stop| stop.check == WAITING);
    view! {
        <div class="messages">
            <h5><span>{move || demo.with_slice(moment, there)}</span></h5>
            <div class="lines">{move || demo.with_slice(moment, |s| sent(s.now()))}</div>
            <h5 hidden=move || demo.with_slice(moment, |s| s.now().exchange().is_none())>
                <span>{move || demo.with_slice(moment, back)}</span>
            </h5>
            <div class="lines">{move || demo.with_slice(moment, |s| came_back(s.now()))}</div>
            <p class=move || if demo.with_slice(moment, waits) { "why waits" } else { "why" }>
                {move || demo.with_slice(moment, |s| why(s.now()))}
            </p>
        </div>
    }
    .into_any()
}

fn sent(step: &Step) -> Vec<AnyView> {
    match &step.said {
        Said::Exchange(exchange) => message::request(&exchange.0),
        Said::Aside(what) => vec![view! { <code translate="no">{what.clone()}</code> }.into_any()],
    }
}

fn came_back(step: &Step) -> Vec<AnyView> {
    step.exchange().map_or_else(Vec::new, |(_, response)| message::response(response))
}

/// What stopped the step, and what that rests on.
fn why(step: &Step) -> Vec<AnyView> {
    let Some(stop) = &step.stop else { return Vec::new() };
    let sign = (stop.check != WAITING).then(|| view! { <Sign name="no"/> });
    let sentence = [" ", if stop.by_app { words::BY_APP } else { "" }, &stop.sentence, " "].concat();
    vec![
        view! {
            {sign}
            <code translate="no">{stop.check}</code>
            {sentence}
            <a href=stop.clause.url() rel="noopener">{stop.clause.name()}</a>
        }
        .into_any(),
    ]
}

/// The page that the authorization server shows, as a page.
#[component]
fn Screen(demo: Demo, moment: Moment) -> AnyView {
    let address = |s: &Protocols| {
        let exchange = s.now().exchange();
        exchange.map_or_else(String::new, |(request, _)| ["https://", request.host, &request.path].concat())
    };
    let scope = |scope: Scope| {
        let name = ["grant.", scope.name()].concat();
        let on = Signal::derive(move || moment.read().0.granted.contains(scope));
        let switch = Callback::new(move |on| demo.update(|s| s.grant(scope, on)));
        view! { <Switch label=scope.name() name=name on=on switch=switch/> }.into_any()
    };
    view! {
        <div class="screen" role="group" aria-label=words::SCREEN hidden=move || demo.with_slice(moment, |s| s.now().asks().is_none())>
            <p class="bar">{move || demo.with_slice(moment, address)}</p>
            <p><b>{move || if moment.read().0.flow == Flow::Device { TV } else { APP }}</b>" "{words::ASKS}</p>
            {ASKED.iter().map(scope).collect::<Vec<_>>()}
            <div class="screen-answer">
                <button type="button" class="button primary" name="allow" on:click=demo.on_press(|s| s.answer(false))>{words::ALLOW}</button>
                <button type="button" class="button" name="deny" on:click=demo.on_press(|s| s.answer(true))>{words::DENY}</button>
            </div>
            <p class="hint">{words::SCREEN_NOTE}</p>
        </div>
    }
    .into_any()
}

//! The demo on the screen: its parts, and what the reader sets and breaks. The messages are in `sequence` and `panel`.

use leptos::prelude::*;

use super::fields::Setup;
use super::model::Protocols;
use super::panel::Panel;
use super::sequence::Sequence;
use super::words;
use crate::fields::Named;
use crate::ui::controls::{Field, Switch};
use crate::ui::handle::Handle;
use crate::ui::lab::Lab;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, plain};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::table::DataTable;
use crate::ui::transport::{Play, Reset, Steps};
use sim::stories::protocols::run::{End, Flow, Protection, Sabotage, Settings, Step};

/// What the view holds of the state.
pub type Demo = Handle<Protocols>;
/// What decides all that is shown: the run, and the number of the step in view.
pub type Moment = Slice<(Settings, usize)>;

impl State for Protocols {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let moment = demo.slice(|s| (s.set, s.step()));
        let set = demo.slice(|s| s.set);
        let foot = view! { <DataTable caption=words::TABLE head=&words::TABLE_HEAD rows=Signal::derive(move || demo.with_slice(set, rows))/> }.into_any();
        view! {
            <Lab words=&words::LAB foot=foot>
                <div class="flows" data-part="set lead"><Field name="flow"/></div>
                <div class="walk">
                    <div class="transport" role="group" aria-label="Steps">
                        <Play/>
                        <Steps step="step"/>
                        <Reset class="button"/>
                        <span class="clock">{move || demo.with_slice(moment, words::place)}</span>
                    </div>
                    <Verdict demo=demo moment=moment/>
                    <Breaks demo=demo set=set/>
                    <Sequence demo=demo moment=moment/>
                    <Panel demo=demo moment=moment/>
                </div>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match (field, setup.set.sabotage) {
            ("flow", _) => self.choose(setup.set.flow),
            ("break", Some(sabotage)) => self.sabotage(sabotage),
            _ => self.reseed(setup.set.seed),
        }
    }

    fn spoken(&self) -> String {
        let step = self.now();
        let mut said = [&words::place(self), ". ", words::title(step), "."].concat();
        let came_back = words::came_back(step);
        if !came_back.is_empty() {
            said += &[" ", &came_back, "."].concat();
        }
        if let Some(stop) = &step.stop {
            said += &[" ", &stop.sentence].concat();
        }
        if self.is_told() {
            said += &[" ", &plain(&words::verdict(self))].concat();
        }
        said
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| words::prediction(guess, &self.run))
    }
}

/// How the run ends, once it has; and the switch to try next.
#[component]
fn Verdict(demo: Demo, moment: Moment) -> AnyView {
    let end = Slice::new(move || demo.with_slice(moment, Protocols::end));
    let class = move || match end.get() {
        None => "verdict",
        Some(End::Done) => "verdict ok",
        Some(End::Denied | End::Stopped) => "verdict no",
        Some(End::Taken) => "verdict thief",
    };
    let sign = move || match end.get() {
        None => "step",
        Some(End::Done) => "ok",
        Some(End::Denied | End::Stopped) => "no",
        Some(End::Taken) => "thief",
    };
    let off = Slice::new(move || demo.with_slice(moment, Protocols::stopped_by));
    let mended = move || end.get() != Some(End::Taken) || moment.read().0.off().next().is_none();
    view! {
        <div class=class>
            <b class="outcome"><Sign name=Signal::derive(sign)/></b>
            <p><span><Rich text=Signal::derive(move || demo.with_slice(moment, words::verdict))/></span></p>
            <button type="button" class="button small" name="switch-off" hidden=move || off.get().is_none() on:click=demo.on_press(Protocols::switch_off)>
                {move || off.get().map_or_else(String::new, words::switch_off)}
            </button>
            <button type="button" class="button small" name="all-on" hidden=mended on:click=demo.on_press(Protocols::all_on)>
                {words::ALL_ON}
            </button>
        </div>
    }
    .into_any()
}

/// The ways to break the flow, and what protects it.
#[component]
fn Breaks(demo: Demo, set: Slice<Settings>) -> AnyView {
    let way = |sabotage: Sabotage| {
        view! {
            <button
                type="button"
                class="button small"
                name="break"
                value=sabotage.name_in_link()
                aria-pressed=move || if set.read().sabotage == Some(sabotage) { "true" } else { "false" }
                on:click=demo.on_press(move |s| s.sabotage(sabotage))
            >
                {words::BREAKS[sabotage as usize]}
            </button>
        }
        .into_any()
    };
    let ways = |flow: Flow| {
        let ways: Vec<AnyView> = Sabotage::ALL.into_iter().filter(|way| way.flow() == flow).map(way).collect();
        view! { <div class="ways" role="group" aria-label=words::BREAK hidden=move || set.read().flow != flow>{ways}</div> }
            .into_any()
    };
    let protection = |protection: Protection| {
        let name = ["keep.", protection.name_in_link()].concat();
        let on = Signal::derive(move || set.read().has(protection));
        let switch = Callback::new(move |on| demo.update(|s| s.switch(protection, on)));
        view! { <Switch label=words::PROTECTIONS[protection as usize] name=name on=on switch=switch/> }.into_any()
    };
    let protections = |flow: Flow| {
        let of_flow = Protection::ALL.into_iter().filter(|protection| protection.flow() == flow);
        view! {
            <fieldset class="protections" hidden=move || set.read().flow != flow>
                <legend>{words::OFF}</legend>
                {of_flow.map(protection).collect::<Vec<_>>()}
                <p class="hint">{words::OFF_NOTE}</p>
            </fieldset>
        }
        .into_any()
    };
    view! {
        <section class="breaks" data-part="set">
            <h4>{words::BREAK}</h4>
            {Flow::ALL.into_iter().map(ways).collect::<Vec<_>>()}
            {[Flow::Code, Flow::Refresh].into_iter().map(protections).collect::<Vec<_>>()}
        </section>
    }
    .into_any()
}

/// The table's rows.
fn rows(state: &Protocols) -> Vec<Vec<String>> {
    let row = |(i, step): (usize, &Step)| {
        vec![
            (i + 1).to_string(),
            step.at.time_of_day(),
            words::ends(state.set.flow, step.from, step.to),
            words::sent(step),
            words::came_back(step),
            step.stop.as_ref().map_or_else(String::new, |stop| stop.check.to_owned()),
        ]
    };
    state.run.steps.iter().enumerate().map(row).collect()
}

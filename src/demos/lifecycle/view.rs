//! The demo on the screen.

use leptos::prelude::*;

use super::fields::{LENGTH, Setup, ZOOM};
use super::model::Lifecycle;
use super::words;
use crate::ui::controls::Field;
use crate::ui::format;
use crate::ui::handle::{Handle, Part, handler};
use crate::ui::header::{Complaints, Header};
use crate::ui::keys::KeyHelp;
use crate::ui::predict::{Asks, Predict};
use crate::ui::rich::{Rich, plain};
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::table::DataTable;
use crate::ui::transport::Transport;
use crate::ui::wire::{Carried, Wire};
use sim::stories::lifecycle::token_app::Who;
use sim::stories::lifecycle::world::What;
use sim::stories::world::Actor;
use sim::wire::time::Duration;

mod events;
mod log_list;
mod pictures;
mod tree;

use events::Events;
use log_list::LogList;
use pictures::{Bands, States};
use tree::Tree;

/// What the view holds of the state.
type Demo = Handle<Lifecycle>;

/// The fields that are moved beside the pictures, in their order there.
const CONTROLS: [&str; 12] =
    ["access", "early", "family", "idle", "grace", "signin", "overlap", "deploy", "leeway", "ahead", "kind", "first"];

impl State for Lifecycle {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let wires = NodeRef::new();
        let footer = NodeRef::new();
        view! {
            <Header title=words::TITLE share=words::SHARE look_for=words::LOOK_FOR/>
            <Complaints/>
            <Lessons demo=demo/>
            <Transport step="request"/>
            <div class="lifecycle-stage">
                <div class="lifecycle-pictures">
                    <Bands demo=demo/>
                    <Events demo=demo/>
                    <States demo=demo/>
                </div>
                <LogList demo=demo/>
            </div>
            <div class="lifecycle-verdict" data-part="sum">
                <p><Rich text=Signal::derive(move || demo.with(|s| words::verdict(&s.course, &s.picture)))/></p>
                <p class="lifecycle-tally">
                    <Rich text=Signal::derive(move || demo.with(|s| words::tallies(&s.picture)))/>
                </p>
            </div>
            <Tree demo=demo/>
            <div class="controls" role="group" aria-label=words::SETTINGS>
                {CONTROLS.map(|name| view! { <Field name=name/> }).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}
            </div>
            <div class="wires" node_ref=wires>{wires_of(demo, demo.any().part(wires))}</div>
            <Predict/>
            <div class="demo-footer" node_ref=footer>
                <Footer demo=demo part=demo.any().part(footer)/>
            </div>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match field {
            "zoom" => self.zoom_to(setup.zoom),
            "log" => self.show(setup.filter),
            _ => self.set(&|settings| *settings = setup.settings),
        }
    }

    fn spoken(&self) -> String {
        // The last line of the log, whatever the filter: it is another one when something has happened.
        let so_far = self.course.log.partition_point(|line| line.at <= self.clock.now);
        let now = format::moment(self.clock.now);
        let Some(line) = so_far.checked_sub(1).and_then(|last| self.course.log.get(last)) else { return now + "." };
        let (at, what) = (format::moment(line.at), plain(&words::line(&self.course, line)));
        if self.clock.playing || at == now {
            [&at, ". ", &what].concat()
        } else {
            [&now, words::LAST, &at, ": ", &what].concat()
        }
    }

    fn prediction(&self) -> String {
        match self.common.guess {
            None => String::new(),
            Some(_) if self.clock.now < self.clock.length => words::RUNNING.into(),
            Some(guess) => {
                let refused = |by: Who| {
                    let marks = self.course.history.uses();
                    marks.into_iter().any(|mark| mark.what == What::Refresh(by) && mark.status == 400)
                };
                words::prediction(guess, refused(Who::Thief), refused(Who::App))
            }
        }
    }
}

impl Lifecycle {
    fn zoom_stop(&self) -> usize {
        ZOOM.stops.iter().position(|stop| *stop == self.zoom).unwrap_or_default()
    }
}

/// A field to choose from a list: values, and what stands for each.
#[component]
fn Select(
    label: &'static str,
    name: &'static str,
    chosen: Slice<String>,
    options: Vec<(String, String)>,
    choose: Callback<String>,
) -> AnyView {
    let first = chosen.get_untracked();
    let option = |(value, words): (String, String)| {
        let selected = value == first;
        view! { <option value=value selected=selected>{words}</option> }
    };
    view! {
        <label class="lifecycle-select">
            <span>{label}</span>
            <select
                name=name
                prop:value=move || chosen.get()
                on:input=handler(move |event| choose.run(event_target_value(&event)))
            >
                {options.into_iter().map(option).map(IntoAny::into_any).collect::<Vec<_>>()}
            </select>
        </label>
    }
    .into_any()
}

/// The lesson, and how much of time.
#[component]
fn Lessons(demo: Demo) -> AnyView {
    let lesson = demo.slice(Lifecycle::lesson);
    let chosen = Slice::new(move || lesson.get().map_or_else(String::new, |lesson| lesson.to_string()));
    let titles = words::LESSONS.iter().enumerate().map(|(i, (title, _))| (i.to_string(), (*title).to_owned()));
    let titles = core::iter::once((String::new(), words::OWN_HISTORY.to_owned())).chain(titles).collect();
    let take = Callback::new(move |number: String| {
        if let Ok(number) = number.parse() {
            demo.update(|s| s.take_lesson(number));
        }
    });
    let set = move |name| Callback::new(move |stop: String| demo.any().update(|demo| _ = demo.control(name, &stop)));
    let spans = |stops: &[Duration], whole: &str| {
        let words = |stop: &Duration| if *stop == Duration::ZERO { whole.to_owned() } else { words::length(*stop) };
        stops.iter().map(words).enumerate().map(|(i, words)| (i.to_string(), words)).collect::<Vec<_>>()
    };
    view! {
        <div class="lifecycle-lessons" data-part="set">
            <Select label=words::LESSON name="lesson" chosen=chosen options=titles choose=take/>
            <Select
                label=words::LENGTH
                name="length"
                chosen=demo.slice(|s| LENGTH.stop(s.clock.length).to_string())
                options=spans(LENGTH.stops, "")
                choose=set("length")
            />
            <Select
                label=words::ZOOM
                name="zoom"
                chosen=demo.slice(|s| s.zoom_stop().to_string())
                options=spans(ZOOM.stops, words::ZOOM_ALL)
                choose=set("zoom")
            />
            <p class="hint">{move || lesson.get().map_or("", |lesson| words::LESSONS[lesson].1)}</p>
        </div>
    }
    .into_any()
}

/// The last request with the key, and the last with a token.
fn wires_of(demo: Demo, part: Part) -> Vec<AnyView> {
    let wire = |(of, kind): (usize, &'static str)| {
        let title = demo.slice_in(part, move |s| {
            let last = s.picture.last[of].as_ref();
            let actor = last.map_or(Actor::App, |(_, exchange)| exchange.actor);
            words::wire_title(of, last.map(|(at, _)| *at), words::ACTORS[actor as usize])
        });
        let message = demo.slice_in(part, move |s| {
            let last = s.picture.last[of].as_ref();
            last.map(|(_, exchange)| Carried { exchange: exchange.clone(), note: String::new() })
        });
        view! { <Wire kind=kind title=title message=message empty=words::WIRES_EMPTY/> }.into_any()
    };
    ["key", "token"].into_iter().enumerate().map(wire).collect()
}

#[component]
fn Footer(demo: Demo, part: Part) -> AnyView {
    let rows = demo.slice_in(part, |s| s.table.clone());
    let run = demo.slice_in(part, |s| format!("{:016x}", s.course.history.digest()));
    view! {
        <DataTable
            caption=words::TABLE
            head=&words::TABLE_HEAD
            rows=Signal::derive(move || rows.with(|rows| (**rows).clone()))
        />
        <KeyHelp keys=&words::HELP/>
        <p class="private">
            {words::PRIVATE}
            " "
            <span title=words::RUN_NOTE>
                {words::RUN}<code class="run" translate="no">{move || run.get()}</code>
            </span>
        </p>
    }
    .into_any()
}

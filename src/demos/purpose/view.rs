//! The demo on the screen: its parts, and what the reader composes and sends. What comes of it is in `way` and `list`.

use leptos::prelude::*;

use super::fields::Setup;
use super::list::{Answer, Log, rows};
use super::model::Purpose;
use super::way::{Meters, Verdict, Way};
use super::words;
use crate::fields::Named;
use crate::ui::controls::{Chip, Field};
use crate::ui::credential::{abbreviate, key_parts, token_parts};
use crate::ui::handle::{Handle, handler};
use crate::ui::lab::Lab;
use crate::ui::predict::Asks;
use crate::ui::rich::plain;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::table::DataTable;
use crate::ui::transport::{Reset, Steps};
use sim::provider::api::ENDPOINTS;
use sim::provider::api_key::ApiKey;
use sim::stories::purpose::call::{Call, With, paths};
use sim::stories::purpose::run::Moment;
use sim::wire::http::Method;
use sim::wire::time::Duration;

/// What the view holds of the state.
pub type Demo = Handle<Purpose>;

impl State for Purpose {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let moment = demo.slice(Self::moment);
        let foot = view! { <DataTable caption=words::TABLE head=&words::TABLE_HEAD rows=Signal::derive(move || demo.with_slice(moment, rows))/> }.into_any();
        view! {
            <Lab words=&words::LAB foot=foot>
                <div class="desk">
                    <Composer demo=demo/>
                    <div class="way">
                        <Bar demo=demo moment=moment/>
                        <Way demo=demo moment=moment/>
                        <Verdict demo=demo moment=moment/>
                    </div>
                </div>
                <Meters demo=demo moment=moment/>
                <div class="wires">
                    <Log demo=demo moment=moment/>
                    <Answer demo=demo moment=moment/>
                </div>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        // A demo that was touched has an address.
        self.clock.touched = true;
        match field {
            "with" => self.with = setup.with,
            "method" => self.call.method = setup.method,
            _ => self.reseed(setup.seed),
        }
    }

    fn spoken(&self) -> String {
        let (status, _, sentence) = words::verdict(self);
        match self.sent() {
            // What is on its way has brought nothing yet.
            Some(_) if !self.arrived() => String::new(),
            Some(sent) => {
                let why = sent.exchange.reject.as_ref().map_or_else(String::new, |reject| reject.sentence() + " ");
                let why = plain(&(why + words::aside(sent, &self.meters())));
                let gap = if why.is_empty() { "" } else { " " };
                [&status, ". ", plain(&sentence).as_str(), gap, why.trim_end()].concat()
            }
            None => plain(&sentence),
        }
    }

    fn prediction(&self) -> String {
        match (self.common.guess, self.sent()) {
            (Some(_), _) if !self.arrived() => words::RUNNING.into(),
            (Some(guess), Some(sent)) => words::prediction(guess, sent),
            _ => String::new(),
        }
    }
}

/// What the reader sends: the credential, the method, the path; and what that comes to on the wire.
#[component]
fn Composer(demo: Demo) -> AnyView {
    let chosen = demo.slice(|s| s.with);
    let asked = demo.slice(|s| (s.seed, s.with, s.call));
    let mut chips = With::ALL.into_iter().zip(With::NAMES).zip(words::WITH).map(|((with, name), words)| {
        let on = Signal::derive(move || chosen.get() == with);
        let choose = Callback::new(move |_| demo.update(|s| s.choose(with)));
        view! { <Chip words=words kind="radio" name="purpose-with".to_owned() value=name on=on choose=choose/> }
            .into_any()
    });
    let mut group = |(legend, size): (&'static str, usize)| {
        let chips: Vec<AnyView> = chips.by_ref().take(size).collect();
        view! { <fieldset class="chips"><legend>{legend}</legend>{chips}</fieldset> }.into_any()
    };
    let groups: Vec<AnyView> = words::GROUPS.into_iter().zip(words::GROUP_SIZES).map(&mut group).collect();
    view! {
        <div class="composer" role="group" aria-label=words::COMPOSE>
            {groups}
            <Field name="method"/>
            <PathChoice demo=demo/>
            <pre class="composed" translate="no">{move || demo.with_slice(asked, composed)}</pre>
        </div>
    }
    .into_any()
}

/// Every path of the API, gathered by what it gives.
#[component]
fn PathChoice(demo: Demo) -> AnyView {
    let chosen = demo.slice(|s| s.call.path);
    let first = chosen.get_untracked();
    let option = |path: &'static str| {
        let target = Call { method: Method::Get, path }.target();
        view! { <option value=path selected=path == first>{target}</option> }.into_any()
    };
    let group = |(group, label): (usize, &'static str)| {
        let is_here = |path: &&str| {
            let first = ENDPOINTS.iter().find(|endpoint| endpoint.path == *path);
            first.is_some_and(|endpoint| words::path_group(endpoint.resource) == group)
        };
        let options: Vec<AnyView> = paths().into_iter().filter(is_here).map(option).collect();
        view! { <optgroup label=label>{options}</optgroup> }.into_any()
    };
    let groups: Vec<AnyView> = words::PATH_GROUPS.into_iter().enumerate().map(group).collect();
    let choose = handler(move |event| {
        let path = event_target_value(&event);
        demo.update(|s| s.choose_path(&path));
    });
    view! {
        <label class="path">
            <span>{words::PATH}</span>
            <select name="to" prop:value=move || chosen.get() on:input=choose>{groups}</select>
        </label>
    }
    .into_any()
}

/// The composed request, its credential in its parts.
fn composed(state: &Purpose) -> Vec<AnyView> {
    let request = state.held.request(state.with, state.call);
    let mut views = vec![[request.method.name(), " ", &request.target()].concat().into_any()];
    if let Some(key) = request.headers.value("X-API-Key") {
        views.push("\nX-API-Key: ".into_any());
        views.extend(ApiKey::parse(key).map_or_else(|_| vec![abbreviate(key).into_any()], |key| key_parts(&key)));
    }
    if let Some(field) = request.headers.value("Authorization") {
        views.push("\nAuthorization: Bearer ".into_any());
        views.extend(token_parts(field.trim_start_matches("Bearer ")));
    }
    views
}

/// The bar that sends, and moves along the request's way.
#[component]
fn Bar(demo: Demo, moment: Slice<Moment>) -> AnyView {
    let full = demo.slice(Purpose::is_full);
    let wait = |(seconds, label): (u64, &'static str)| {
        let wait = demo.on_press(move |s| s.wait(Duration::seconds(seconds)));
        view! {
            <button type="button" class="button" name="wait" value=seconds.to_string() disabled=move || full.get() on:click=wait>
                {label}
            </button>
        }
    };
    view! {
        <div class="transport" role="group" aria-label="Send">
            <button type="button" class="button primary" name="send" value="1" disabled=move || full.get() on:click=demo.on_press(|s| s.send(1))>
                <Sign name="play"/>
                {words::SEND}
            </button>
            <button type="button" class="button" name="send" value="100" disabled=move || full.get() on:click=demo.on_press(|s| s.send(100))>
                {words::SEND_MANY}
            </button>
            {words::WAITS.map(wait).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}
            <span class="steps">
                <Steps step="check"/>
                <Reset class="button"/>
                <span class="clock">{move || demo.with_slice(moment, |s| s.frame().now.time_of_day())}</span>
            </span>
            <p class="hint">{move || full.get().then_some(words::FULL)}</p>
        </div>
    }
    .into_any()
}

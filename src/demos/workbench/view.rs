//! The demo on the screen.

use leptos::ev::MouseEvent;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;

use super::fields::Setup;
use super::model::{Task, Workbench};
use super::words;
use crate::fields::Setup as _;
use crate::ui::clause::clause_link;
use crate::ui::controls::Field;
use crate::ui::handle::{Handle, Handler};
use crate::ui::lab::Lab;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, plain};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::transport::Transport;
use crate::ui::wire::{Carried, Wire};
use sim::stories::workbench::bench::{Answered, CALLS};

mod decoded;
mod encoded;
mod parts;
mod read;
mod trial;

use decoded::Decoded;
use encoded::{Mint, OnBench, Paste};
use read::Said;
use trial::{Checks, Tour};

/// What the view holds of the state.
type Demo = Handle<Workbench>;

/// What the tabs are for, in their order.
const TASKS: [Task; 3] = [Task::Read, Task::Change, Task::Forge];

/// The fields in which a token's parts are changed: a click on a part leads to its own.
#[derive(Clone, Copy)]
struct PartFields {
    header: NodeRef<Textarea>,
    payload: NodeRef<Textarea>,
    secret: NodeRef<Input>,
}

impl State for Workbench {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let fields = PartFields { header: NodeRef::new(), payload: NodeRef::new(), secret: NodeRef::new() };
        let read = view! { <Said demo=demo/><Mint demo=demo/><Paste demo=demo/><Opaque demo=demo/> };
        let change = view! {
            <Decoded demo=demo fields=fields/>
            <div class="trial"><Checks demo=demo/><Reply demo=demo/></div>
        };
        let tabs = vec![
            Tab { name: "read", label: words::READ, panel: read.into_any() },
            Tab { name: "change", label: words::CHANGE, panel: change.into_any() },
            Tab { name: "forge", label: words::FORGE, panel: view! { <Tour demo=demo/> }.into_any() },
        ];
        let shown = demo.slice(|s| s.task as usize);
        let choose = Callback::new(move |tab: usize| demo.update(|s| s.task = TASKS[tab]));
        view! {
            <Lab words=&words::LAB folded=true>
                <div class="piece-side">
                    <div class="piece">
                        <OnBench demo=demo fields=fields/>
                        <Transport step="turning point" paced=false/>
                        <Verdict demo=demo/>
                    </div>
                </div>
                <Tabs of=Setup::DEMO label=words::TASKS tabs=tabs shown=shown choose=choose/>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        let Setup { settings, call, .. } = setup;
        self.touched(false);
        match field {
            "to" => self.choose_call(call.unwrap_or_default()),
            "check" | "revoked" => self.set_policy(settings.asks, settings.revoked),
            "asked" => self.asked = settings.asked,
            "seed" => self.reseed(settings.seed),
            _ => self.set_mint(settings.mint),
        }
    }

    fn keep(&mut self, replaced: Self) {
        // A link says nothing of what the reader brought, so it takes nothing of it away.
        self.kept = if replaced.is_readers() { replaced.text } else { replaced.kept };
        self.tried |= replaced.tried;
    }

    fn spoken(&self) -> String {
        if self.just_asked {
            return [words::ASKED_TITLE, ": ", words::asked_note(&self.held.ask(self.now())), "."].concat();
        }
        let (status, _, sentence) = words::verdict(self);
        let why = self.answer.exchange.reject.as_ref().map_or_else(String::new, |why| [" ", &why.sentence()].concat());
        [&plain(&words::news(self)), &status, ". ", &plain(&sentence), &why].concat()
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| words::prediction(guess, self))
    }
}

/// What a button does to the bench.
fn on_press(demo: Demo, change: impl Fn(&mut Workbench) + 'static) -> Handler<MouseEvent> {
    demo.on_press(move |s| {
        s.touched(false);
        change(s);
    })
}

/// What it comes to.
#[component]
fn Verdict(demo: Demo) -> AnyView {
    let verdict = demo.slice(words::verdict);
    let why = demo.slice(|s| s.answer.exchange.reject.clone());
    let why_view =
        move || why.get().map(|reject| view! { {reject.sentence()}" "{clause_link(reject.clause())} }.into_any());
    view! {
        <div class="standing">
            <div class=move || ["verdict ", verdict.get().1].concat()>
                <b class="ratio">{move || verdict.get().0}</b>
                <p>
                    <span><Rich text=Signal::derive(move || verdict.get().2)/></span>
                    " "
                    <span>{move || why_view()}</span>
                    " "
                    <span class="aside">{move || demo.with(words::aside)}</span>
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// The exchange, and what decides it besides the token.
#[component]
fn Reply(demo: Demo) -> AnyView {
    let message = demo.slice(|s| {
        let exchange = s.answer.exchange.clone();
        let note = if exchange.records == 0 {
            String::new()
        } else {
            [&exchange.records.to_string(), "\u{a0}records"].concat()
        };
        Some(Carried { exchange, note })
    });
    let title = move || demo.with(|s| [&s.now().time_of_day(), " · ", CALLS[s.call]].concat());
    view! {
        <section class="reply">
            <div class="sending" data-part="call">
                <Field name="to"/>
                <Field name="check"/>
                <Field name="revoked"/>
            </div>
            <Wire kind="bench" title=Signal::derive(title) message=message empty=""/>
        </section>
    }
    .into_any()
}

/// The opaque token, and what the authorization server says of it.
#[component]
fn Opaque(demo: Demo) -> AnyView {
    let asked = demo.slice(|s| s.asked.then(|| s.held.ask(s.now())));
    let message = Slice::new(move || {
        let carried = |asked: Answered| Carried { note: words::asked_note(&asked).into(), exchange: asked.exchange };
        asked.get().map(carried)
    });
    let verdict = demo.slice(|s| words::opaque_verdict(&s.held.send(s.held.opaque.reveal(), s.call, s.now())));
    let told = move || asked.get().map_or_else(String::new, |asked| asked.exchange.response.body.text().into_owned());
    view! {
        <section class="opaque">
            <div>
                <h4><Sign name="token"/>{words::OPAQUE}</h4>
                <p class="parts"><span>{move || demo.with(|s| s.held.opaque.reveal().to_owned())}</span></p>
                <p>{words::OPAQUE_NOTE}</p>
                <p><Rich text=Signal::derive(move || verdict.get())/></p>
                <button type="button" class="button" name="ask" on:click=demo.on_press(Workbench::ask)>{words::ASK}</button>
            </div>
            <div>
                <Wire kind="introspection" title=words::ASKED_TITLE.to_owned() message=message empty=words::ASK_EMPTY/>
                <pre class="told" translate="no" hidden=move || asked.read().is_none()>{move || told()}</pre>
            </div>
        </section>
    }
    .into_any()
}

/// How a token fared, beside what changes it.
#[component]
fn Outcome(
    /// What was answered to it.
    #[prop(into)]
    answer: Signal<(bool, String)>,
    /// Whether only the eye is to find it.
    #[prop(optional)]
    unheard: bool,
) -> AnyView {
    view! {
        <span
            aria-hidden=unheard.then_some("true")
            class=move || if answer.get().0 { "end ok" } else { "end no" }
        >
            <Sign name=Signal::derive(move || if answer.get().0 { "ok" } else { "no" })/>
            {move || answer.get().1}
        </span>
    }
    .into_any()
}

/// Whether it was let in, and in words how it fared.
fn outcome(answer: &Answered) -> (bool, String) {
    (answer.exchange.reject.is_none(), words::outcome(answer))
}

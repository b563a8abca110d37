//! The demo on the screen.

use leptos::prelude::*;

use super::fields::Setup;
use super::model::{Next, TwentySeconds};
use super::words;
use crate::ui::copy::Share;
use crate::ui::credential::{part, token_parts_to, whole_key};
use crate::ui::format::percent;
use crate::ui::handle::Handle;
use crate::ui::header::Complaints;
use crate::ui::keys::KeyHelp;
use crate::ui::predict::{Asks, Predict};
use crate::ui::rich::{Rich, pieces, plain};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::table::DataTable;
use crate::ui::timeline::Move;
use crate::ui::transport::Reset;
use crate::ui::wire::{Carried, Wire};
use sim::provider::api::READS;
use sim::provider::oauth::user::UserId;
use sim::stories::pair::{Act, Pair, Picture, SCOPE, Side};
use sim::stories::world::Credential;

/// What the view holds of the state.
type Demo = Handle<TwentySeconds>;

impl State for TwentySeconds {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        view! {
            <Complaints/>
            <h2 class="visually-hidden">{words::TITLE}</h2>
            <p class="look-for">{pieces(words::LOOK_FOR)}</p>
            <div class="pair" data-part="cards">
                <Card demo=demo credential=Credential::Key/>
                <Card demo=demo credential=Credential::Token/>
            </div>
            <div class="dock" data-part="sum">
                <Acts demo=demo/>
                <p class="happened">
                    <Rich text=Signal::derive(move || demo.with(|s| words::sentence(&s.picture)))/>
                    {move || demo.with(TwentySeconds::full)}
                </p>
            </div>
            <Predict/>
            <Footer demo=demo/>
        }
        .into_any()
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        self.begin(setup.seed, setup.acts);
    }

    fn spoken(&self) -> String {
        plain(&words::sentence(&self.picture)) + self.full()
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| words::prediction(guess, &self.supposed()))
    }
}

impl TwentySeconds {
    /// What is said when nothing more can be done to the pair.
    const fn full(&self) -> &'static str {
        if self.is_full() { words::FULL } else { "" }
    }
}

/// One of the two: what it is, how it is, how long it lives, what it opens.
#[component]
fn Card(demo: Demo, credential: Credential) -> AnyView {
    let kind = credential.name();
    let side = move |look: fn(&Side) -> bool| demo.with(|s| look(s.picture.side(credential)));
    let ended = Slice::new(move || side(|side| side.ended.is_some()));
    let leaked = demo.slice(|s| s.picture.leaked.is_some());
    let seed = demo.slice(|s| s.pair.seed);
    view! {
        <section class=move || ["card ", kind, if leaked.get() { " leaked" } else { "" }].concat()>
            <h3><Sign name=kind/>{words::NAMES[credential as usize]}</h3>
            <p class=move || if ended.get() { "badge no" } else { "badge ok" }>
                <Sign name=Signal::derive(move || if ended.get() { "no" } else { "ok" })/>
                {move || demo.with(|s| words::badge(s.picture.side(credential), s.picture.age))}
            </p>
            <code class="credential" translate="no">
                {move || demo.with_slice(seed, |s| shown(&s.pair, credential))}
            </code>
            <p class="parts">{move || demo.with_slice(seed, |s| parts(&s.pair, credential))}</p>
            <Life demo=demo credential=credential/>
            <p class="reach">
                {move || leaked.get().then(|| view! { <Sign name="thief"/> }.into_any())}
                <Rich text=Signal::derive(move || demo.with(|s| words::reach(credential, &s.picture)))/>
            </p>
            <ol class=move || demo.with(|s| tried(&s.picture))>
                {move || demo.with(|s| doors(s.picture.side(credential)))}
            </ol>
        </section>
    }
    .into_any()
}

/// The class of the doors. What was tried anew is lit anew: each time by another animation of the same looks.
fn tried(picture: &Picture) -> &'static str {
    match (picture.last, picture.count % 2) {
        (Some(Act::Send), 0) => "doors asked-a",
        (Some(Act::Send), _) => "doors asked-b",
        (Some(Act::Leak), 0) => "doors tried-a",
        (Some(Act::Leak), _) => "doors tried-b",
        _ => "doors",
    }
}

/// The end of a bar that goes on.
const ARROW: &str = "M-14 1L0 9l-14 8z";

/// The life bar: a key's runs on, a token's runs out.
#[component]
fn Life(demo: Demo, credential: Credential) -> AnyView {
    let left = demo.slice(|s| s.picture.left().as_ms() * 10_000 / s.picture.lifetime.as_ms().max(1));
    let bar = match credential {
        Credential::Key => view! {
            <rect class="left" y="4" width="98%" height="10" rx="5"></rect>
            <svg class="on" x="100%"><path d=ARROW></path></svg>
        }
        .into_any(),
        Credential::Token => view! {
            <rect class=move || if left.get() == 0 { "rail spent" } else { "rail" } y="4" width="100%" height="10" rx="5"></rect>
            <rect class="left" y="4" width=move || percent(left.get()) height="10" rx="5"></rect>
        }
        .into_any(),
    };
    view! {
        <div class="life">
            <svg width="100%" height="18" aria-hidden="true">{bar}</svg>
            <p><Rich text=Signal::derive(move || demo.with(|s| words::life(credential, &s.picture)))/></p>
        </div>
    }
    .into_any()
}

/// The four buttons. The one that would show most next stands out.
#[component]
fn Acts(demo: Demo) -> AnyView {
    let next = demo.slice(TwentySeconds::next);
    let class = move |of: Next| if next.get() == of { "button primary" } else { "button" };
    let button = |act: Act| {
        // Not `disabled`: that would take the focus away, and the keys with it.
        view! {
            <button
                type="button"
                name=act.name()
                class=move || class(Next::Act(act))
                aria-disabled=move || if demo.with(TwentySeconds::is_full) { "true" } else { "false" }
                on:click=demo.on_press(move |s| s.perform(act))
            >
                {words::button(act)}
            </button>
        }
    };
    view! {
        <div class="acts" role="group" aria-label=words::ACTS>
            {Act::ALL.map(button).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}
            <button type="button" name="new-pair" class=move || class(Next::NewPair) on:click=demo.on_press(TwentySeconds::another_pair)>
                <Sign name="seed"/>
                {words::NEW_PAIR}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Footer(demo: Demo) -> AnyView {
    let step = |name, sign: &'static str, title, to| {
        view! {
            <button type="button" class="button small icon" name=name title=title on:click=demo.any().on_move(to)>
                <Sign name=sign/>
            </button>
        }
    };
    let wire = |credential: Credential| {
        let message = Slice::new(move || {
            demo.with(|s| {
                let side = s.picture.side(credential);
                let carried = |exchange| Carried { exchange, note: words::wire_note(side) };
                side.sent.as_ref().map(|(_, exchange)| exchange.clone()).map(carried)
            })
        });
        let title = move || demo.with(|s| words::wire_title(s.picture.side(credential), credential));
        view! { <Wire kind=credential.name() title=Signal::derive(title) message=message empty=words::WIRE_EMPTY/> }
    };
    view! {
        <div class="demo-footer">
            <div class="steps" role="group" aria-label=words::STEPS>
                {step("back", "back", words::BACK, Move::Back)}
                {step("forward", "step", words::ON, Move::Forward)}
                <Reset class="button small"/>
            </div>
            <Share>{words::SHARE}</Share>
            <details class="fold">
                <summary>{words::WIRE}</summary>
                <div class="wires">{Credential::BOTH.map(wire).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</div>
            </details>
            <DataTable caption=words::TABLE head=&words::TABLE_HEAD rows=Signal::derive(move || demo.with(rows))/>
            <KeyHelp keys=&words::KEYS has_seed=false/>
        </div>
    }
    .into_any()
}

fn rows(state: &TwentySeconds) -> Vec<Vec<String>> {
    let (key, token) = (&state.picture.key.doors, &state.picture.token.doors);
    let rows = READS.iter().zip(key).zip(token);
    rows.map(|((read, key), token)| vec![read.path.to_owned(), words::answer(*key), words::answer(*token)]).collect()
}

/// In full where it fits; a token is shortened, and whole on the wire.
fn shown(pair: &Pair, credential: Credential) -> Vec<AnyView> {
    match credential {
        Credential::Key => whole_key(&pair.key),
        Credential::Token => token_parts_to(pair.tokens.access.reveal(), [(40, 6), (24, 6), (6, 6)]),
    }
}

fn parts(pair: &Pair, credential: Credential) -> Vec<AnyView> {
    let parts = match credential {
        Credential::Key => words::key_parts(pair.key.parts().1.len()),
        Credential::Token => words::token_parts(UserId::ADA.name(), SCOPE),
    };
    let mut views = Vec::new();
    for (class, words) in parts {
        if !views.is_empty() {
            views.push("\u{a0}· ".into_any());
        }
        views.push(part(class, words));
    }
    views
}

/// What each endpoint answers: a door each, open or shut, with the status on it.
fn doors(side: &Side) -> Vec<AnyView> {
    let door = |(read, status): (&sim::provider::api::Endpoint, &u16)| {
        let name = read.path.rsplit('/').next().unwrap_or_default();
        let (class, sign) = if status / 100 == 2 { ("open", "ok") } else { ("shut", "no") };
        view! { <li class=class><b><Sign name=sign/>{status.to_string()}</b>" "<span>{name}</span></li> }.into_any()
    };
    READS.iter().zip(&side.doors).map(door).collect()
}

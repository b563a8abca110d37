//! The scene on the screen.

use leptos::prelude::*;

use super::model::{Opening, Run};
use super::words;
use crate::ui::credential::{both, token_parts, whole_key};
use crate::ui::handle::Handle;
use crate::ui::scene::scene;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::bar::Bar;
use crate::ui::stage::door::Try;
use crate::ui::stage::marks::{Mark, Marks};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;

    fn view(demo: Handle<Opening>) -> AnyView {
        let cards = both(|credential| view! { <Card demo=demo credential=credential/> });
        let stage = view! { <div class="opening-cards">{cards}</div> }.into_any();
        let acts = view! { <Acts demo=demo/> }.into_any();
        view! {
            // It stands right below the page's title, and a scene's heading is one of the third level.
            <h2 class="visually-hidden">{words::TITLE}</h2>
            {scene(demo, stage, acts)}
        }
        .into_any()
    }

    /// The tries, and what has stopped.
    fn news(state: &Opening) -> u64 {
        let over = Credential::BOTH.into_iter().filter(|credential| state.is_over(*credential));
        (state.tried() + over.count()) as u64
    }

    fn rows(state: &Opening) -> Vec<Vec<String>> {
        let [key, token] = &state.run.tries;
        let tries = key.iter().zip(token).take(state.tried());
        tries
            .map(|(key, token)| vec![words::clock(key.at), words::answer(key.status), words::answer(token.status)])
            .collect()
    }
}

/// One of the two: what it is, whether it works, how much of its life is left, and how the thief fares with it.
#[component]
fn Card(demo: Handle<Opening>, credential: Credential) -> AnyView {
    let kind = credential.name();
    let seed = demo.slice(|s| s.seed);
    let beat = demo.slice(Opening::beat);
    let over = Slice::new(move || demo.with(|s| s.is_over(credential)));
    let marks = Slice::new(move || demo.with(|s| marks(s, credential)));
    let left = Slice::new(move || demo.with(|s| s.left(credential)));
    let life = Signal::derive(move || match (over.get(), credential, demo.with(|s| s.clock.now > Duration::ZERO)) {
        (false, Credential::Key, true) => "life endless",
        _ => "life",
    });
    view! {
        <div class=["opening-card ", kind].concat()>
            <p class="name"><Sign name=kind/>{words::NAMES[credential as usize]}</p>
            <p class=move || if over.get() { "badge no" } else { "badge ok" }>
                <Sign name=Signal::derive(move || if over.get() { "no" } else { "ok" })/>
                {move || words::badge(credential, over.get())}
            </p>
            <code class="credential" translate="no">{move || demo.with_slice(seed, |s| shown(s, credential))}</code>
            <Bar full=left class=life/>
            <p class="left"><span>{words::LIFE}</span>" "<b>{move || demo.with_slice(beat, |s| words::left(s, credential))}</b></p>
            <p class="tries">
                <Sign name="thief"/>
                <b>{words::THIEF}</b>
                <Marks marks=marks/>
                <span class="fares">{move || demo.with_slice(beat, |s| words::thief(s, credential))}</span>
            </p>
        </div>
    }
    .into_any()
}

fn marks(state: &Opening, credential: Credential) -> Vec<Mark> {
    let tried = state.tried();
    let mark = |(number, one): (usize, &Try)| match one.is_let_in() {
        _ if number >= tried => Mark::Ahead,
        true => Mark::LetIn,
        false => Mark::Refused,
    };
    state.run.tries(credential).iter().enumerate().map(mark).collect()
}

/// The two acts, a new pair, and how long ago the leak was.
#[component]
fn Acts(demo: Handle<Opening>) -> AnyView {
    let told = demo.slice(Opening::is_told);
    let beat = demo.slice(Opening::beat);
    let class = |primary: bool| if primary { "button primary" } else { "button" };
    view! {
        <button type="button" name="leak" class=move || class(!told.get()) on:click=demo.on_press(Opening::leak)>
            <Sign name="play"/>
            {words::LEAK}
        </button>
        // Not `disabled`: that would take the focus away, and the keys with it.
        <button
            type="button"
            name="notice"
            class=move || class(told.get())
            aria-disabled=move || if told.get() { "false" } else { "true" }
            on:click=demo.on_press(Opening::notice)
        >
            <Sign name="noticed"/>
            {words::NOTICE}
        </button>
        <button type="button" name="new-pair" class="button" on:click=demo.on_press(Opening::another_pair)>
            <Sign name="reset"/>
            {words::NEW_PAIR}
        </button>
        <p class="scene-clock"><b>{move || demo.with_slice(beat, |s| words::clock(s.clock.now))}</b>" "{words::SINCE}</p>
    }
    .into_any()
}

/// In one line: a key whole, a token shortened.
fn shown(state: &Opening, credential: Credential) -> Vec<AnyView> {
    match credential {
        Credential::Key => whole_key(&state.run.key),
        Credential::Token => token_parts(state.run.tokens.access.reveal()),
    }
}

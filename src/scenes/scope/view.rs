//! The scene on the screen.

use leptos::prelude::*;

use super::model::{DOORS, Run, Scope, behind};
use super::words;
use crate::ui::controls::Field;
use crate::ui::credential::token_parts;
use crate::ui::format::count;
use crate::ui::handle::Handle;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::scene::{PlayButton, scene, stops};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::door::Try;
use crate::ui::stage::pile::Pile;
use crate::ui::stage::road::Road;

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;

    fn view(demo: Handle<Scope>) -> AnyView {
        let doors: Vec<_> = (0..DOORS).map(|number| view! { <Door demo=demo number=number/> }).collect();
        let stage = view! {
            <div class="scope-stage token">
                <Thief demo=demo/>
                <div class="scope-doors">
                    <p class="scope-head" aria-hidden="true">{words::BEHIND}</p>
                    {doors}
                </div>
            </div>
        }
        .into_any();
        let acts = view! {
            <div class="scope-slider" data-part="set">
                <Field name="opens"/>
                {stops((1..=DOORS).map(words::stop))}
            </div>
            <PlayButton does=words::TRY/>
        }
        .into_any();
        scene(demo, stage, acts)
    }

    /// What has been tried.
    fn news(state: &Scope) -> u64 {
        (0..DOORS).filter(|number| state.tried(*number).is_some()).count() as u64
    }

    fn rows(state: &Scope) -> Vec<Vec<String>> {
        let row = |number: usize| {
            let one = state.tried(number)?;
            let answer = words::answer(one.status, one.reject.as_ref());
            Some(vec![words::NAMES[number].into(), count(behind(number).into()), words::needs(number).into(), answer])
        };
        (0..DOORS).filter_map(row).collect()
    }
}

/// The thief with the token, and what he can take.
#[component]
fn Thief(demo: Handle<Scope>) -> AnyView {
    let lost = demo.slice(Scope::lost);
    let quarters = Slice::new(move || Scope::quarters(lost.get()));
    let token = demo.slice(|s| (s.choice, s.seed));
    view! {
        <div class="scope-thief">
            <span class="who"><Sign name="thief"/></span>
            <p class="holds">
                {words::THIEF}
                " "
                <code class="credential" translate="no">{move || demo.with_slice(token, |s| token_parts(s.run.token.reveal()))}</code>
            </p>
            <Pile quarters=quarters/>
            <p class="loot">{words::HAS}" "<b>{move || count(lost.get().into())}</b>" "{words::RECORDS}</p>
        </div>
    }
    .into_any()
}

/// A door with the road to it and the pile behind it.
#[component]
fn Door(demo: Handle<Scope>, number: usize) -> AnyView {
    let status = Slice::new(move || demo.with(|s| s.tried(number).map(|one| one.status)));
    let on_road = Slice::new(move || demo.with(|s| s.places(number)));
    let taken = Slice::new(move || demo.with(|s| s.tried(number).is_some_and(Try::is_let_in)));
    let class = move || match status.get() {
        None => "scope-door",
        Some(200..300) => "scope-door open",
        Some(_) => "scope-door shut",
    };
    let sign = Signal::derive(move || if taken.get() { "ok" } else { "no" });
    let quarters = Slice::new(move || if taken.get() { 0 } else { Scope::quarters(behind(number)) });
    view! {
        <div class=class>
            <Road places=on_road/>
            <b class="scope-answer"><Sign name=sign/>{move || status.get().map_or_else(|| words::DOOR.to_owned(), |status| status.to_string())}</b>
            <span class="name">{words::NAMES[number]}</span>
            <Pile quarters=quarters/>
            <span class="taken">{words::TAKEN}</span>
            <span class="size">{count(behind(number).into())}</span>
        </div>
    }
    .into_any()
}

//! The scene on the screen.

use leptos::prelude::*;

use super::fields::Setup;
use super::model::{DOORS, Scope, Try, behind};
use super::words;
use crate::ui::controls::Field;
use crate::ui::credential::token_parts;
use crate::ui::format::count;
use crate::ui::handle::Handle;
use crate::ui::scene::{Play, Rows, Scene};
use crate::ui::signs::Sign;
use crate::ui::stage::pile::Pile;
use crate::ui::stage::road::{Road, places};
use crate::ui::state::Model;
use crate::ui::state::State;
use crate::ui::timeline::{Move, SCRUB_STEPS};

impl State for Scope {
    type Setup = Setup;

    fn view(demo: Handle<Self>) -> AnyView {
        let said = Memo::new(move |_| demo.with(words::said));
        // What has been tried; the table and the description say no more.
        let tried =
            demo.slice(|s| ((0..DOORS).filter(|number| s.tried(*number).is_some()).count(), s.run.opens, s.run.seed));
        let rows = Signal::derive(move || demo.with_slice(tried, rows));
        let table = Rows { caption: words::TABLE, head: &words::TABLE_HEAD, rows };
        let described = Signal::derive(move || demo.with_slice(tried, words::described));
        let doors: Vec<_> = (0..DOORS).map(|number| view! { <Door demo=demo number=number/> }).collect();
        let stage = view! {
            <div class="scope-stage token">
                <Thief demo=demo/>
                <div class="scope-doors">{doors}</div>
            </div>
        }
        .into_any();
        let acts = view! {
            <div class="scope-slider" data-part="set"><Field name="opens"/></div>
            <Play does=words::TRY/>
        }
        .into_any();
        view! {
            <Scene question=words::QUESTION setup=words::SETUP described=described stage=stage acts=acts said=said table=table/>
        }
        .into_any()
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        self.set(setup.opens as usize, setup.seed);
        self.clock.touched = true;
    }

    fn still(&self) -> Self {
        let mut state = self.clone();
        state.act(Move::Scrub(SCRUB_STEPS));
        state.clock.touched = self.clock.touched;
        state
    }

    fn spoken(&self) -> String {
        words::said(self).spoken(!self.clock.playing)
    }
}

/// The thief with the token, and what he can take.
#[component]
fn Thief(demo: Handle<Scope>) -> AnyView {
    let lost = demo.slice(Scope::lost);
    let quarters = Memo::new(move |_| Scope::quarters(lost.get()));
    let token = demo.slice(|s| (s.run.opens, s.run.seed));
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
    let status = Memo::new(move |_| demo.with(|s| s.tried(number).map(|one| one.status)));
    let on_road = Memo::new(move |_| demo.with(|s| places(&[s.run.tries[number].shot], s.played_us())));
    let taken = Memo::new(move |_| demo.with(|s| s.tried(number).is_some_and(Try::is_let_in)));
    let class = move || match status.get() {
        None => "scope-door",
        Some(200..300) => "scope-door open",
        Some(_) => "scope-door shut",
    };
    let sign = Signal::derive(move || if taken.get() { "ok" } else { "no" });
    let quarters = Memo::new(move |_| if taken.get() { 0 } else { Scope::quarters(behind(number)) });
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

fn rows(state: &Scope) -> Vec<Vec<String>> {
    let row = |number: usize| {
        let one = state.tried(number)?;
        let answer = words::answer(one.status, one.reject.as_ref());
        Some(vec![words::NAMES[number].into(), count(behind(number).into()), words::needs(number).into(), answer])
    };
    (0..DOORS).filter_map(row).collect()
}

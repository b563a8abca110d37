//! The scene on the screen.

use leptos::prelude::*;

use super::fields::{LIFETIME, Setup};
use super::model::Lifetime;
use super::words;
use crate::scenes::leak::words::clock;
use crate::ui::controls::Field;
use crate::ui::format::{count, span};
use crate::ui::handle::Handle;
use crate::ui::scene::{Play, Rows, Scene};
use crate::ui::signs::Sign;
use crate::ui::state::{Model, State};
use crate::ui::timeline::{Move, SCRUB_STEPS};
use sim::stories::world::Credential;

impl State for Lifetime {
    type Setup = Setup;

    fn view(demo: Handle<Self>) -> AnyView {
        let said = Memo::new(move |_| demo.with(words::said));
        // None of these is of use while it plays, and all would be another one in each frame.
        let rest = demo.slice(|s| (!s.clock.playing).then_some((s.clock.now, s.run.settings)));
        let rows = Signal::derive(move || demo.with_slice(rest, rows));
        let table = Rows { caption: words::TABLE, head: &words::TABLE_HEAD, rows };
        let described = Signal::derive(move || demo.with_slice(rest, words::described));
        let lab = Signal::derive(move || demo.with_slice(rest, |s| s.run.lab(s.clock.now)));
        let bars = Credential::BOTH.map(|credential| view! { <Bar demo=demo credential=credential/> });
        let stage = view! { <div class="lifetime-bars">{bars.into_iter().collect::<Vec<_>>()}</div> }.into_any();
        let acts = view! {
            <div class="lifetime-slider" data-part="set">
                <Field name="ttl"/>
                <p class="lifetime-stops" aria-hidden="true">{LIFETIME.stops.iter().map(|stop| view! { <span>{span(*stop)}</span> }).collect::<Vec<_>>()}</p>
            </div>
            <Play/>
            <p class="scene-clock" data-part="answer"><b>{move || demo.with(|s| clock(s.clock.now))}</b>" "{words::SINCE}</p>
        }
        .into_any();
        view! {
            <Scene
                question=words::QUESTION
                setup=words::SETUP
                described=described
                stage=stage
                acts=acts
                said=said
                lab=lab
                table=table
            />
        }
        .into_any()
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        if setup.seed == self.run.settings.seed {
            self.set(setup.lifetime);
        } else {
            *self = Self { common: self.common.anew(), ..Self::new(setup.lifetime, setup.seed) };
        }
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

/// What the thief has with one of the two.
#[component]
fn Bar(demo: Handle<Lifetime>, credential: Credential) -> AnyView {
    let kind = credential.name();
    let scale = move || {
        let bar = demo.with(|s| s.bar(credential));
        format!("scale({}.{:04} 1)", bar / 10_000, bar % 10_000)
    };
    view! {
        <div class=["lifetime-bar ", kind].concat()>
            <p>
                <b class="name"><Sign name=kind/>{words::NAMES[credential as usize]}</b>
                <span><b>{move || demo.with(|s| count(s.copied(credential).into()))}</b>" "{words::RECORDS}</span>
            </p>
            <svg aria-hidden="true"><rect width="100%" height="100%" transform=scale></rect></svg>
        </div>
    }
    .into_any()
}

fn rows(state: &Lifetime) -> Vec<Vec<String>> {
    let row = |credential: Credential| {
        vec![words::NAMES[credential as usize].into(), count(state.copied(credential).into()), clock(state.clock.now)]
    };
    Credential::BOTH.map(row).into()
}

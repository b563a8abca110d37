//! The scene on the screen.

use leptos::prelude::*;

use super::fields::LIFETIME;
use super::model::{Lifetime, Run};
use super::words;
use crate::scenes::leak::words::clock;
use crate::ui::controls::Field;
use crate::ui::credential::both;
use crate::ui::format::{count, span};
use crate::ui::handle::Handle;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::scene::{PlayButton, scene, stops};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::bar::Bar;
use sim::stories::world::Credential;

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;
    const LAB: Option<fn(&Lifetime) -> String> = Some(|s| s.run.leak.lab(s.clock.now));

    fn view(demo: Handle<Lifetime>) -> AnyView {
        let bars = both(|credential| view! { <Lane demo=demo credential=credential/> });
        let stage = view! { <div class="lifetime-bars">{bars}</div> }.into_any();
        let beat = demo.slice(Lifetime::beat);
        let acts = view! {
            <div class="lifetime-slider" data-part="set">
                <Field name="ttl"/>
                {stops(LIFETIME.stops.iter().map(|stop| span(*stop)))}
            </div>
            <PlayButton/>
            <p class="scene-clock" data-part="answer"><b>{move || demo.with_slice(beat, |s| clock(s.clock.now))}</b>" "{words::SINCE}</p>
        }
        .into_any();
        scene(demo, stage, acts)
    }

    fn rows(state: &Lifetime) -> Vec<Vec<String>> {
        let row = |credential: Credential| {
            vec![
                words::NAMES[credential as usize].into(),
                count(state.copied(credential).into()),
                clock(state.clock.now),
            ]
        };
        Credential::BOTH.map(row).into()
    }
}

/// What the thief has with one of the two.
#[component]
fn Lane(demo: Handle<Lifetime>, credential: Credential) -> AnyView {
    let kind = credential.name();
    let beat = demo.slice(Lifetime::beat);
    let full = Slice::new(move || demo.with(|s| s.bar(credential)));
    view! {
        <div class=["lifetime-bar ", kind].concat()>
            <p>
                <b class="name"><Sign name=kind/>{words::NAMES[credential as usize]}</b>
                <span><b>{move || demo.with_slice(beat, |s| count(s.copied(credential).into()))}</b>" "{words::records()}</span>
            </p>
            <Bar full=full/>
        </div>
    }
    .into_any()
}

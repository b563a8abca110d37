//! The scene on the screen.

use leptos::prelude::*;

use super::model::{ChangeALetter, GROUPS, Letters, Light, PARTS, Run};
use super::words;
use crate::ui::controls::Field;
use crate::ui::handle::Handle;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::scene::{PlayButton, scene};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::door::{Answer, Door};
use crate::ui::stage::road::{Road, alone};

/// What a part is coloured as.
const CLASSES: [&str; PARTS] = ["part-header", "part-payload", "part-signature"];

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;
    const LAB: Option<fn(&ChangeALetter) -> String> = Some(ChangeALetter::lab);

    fn view(demo: Handle<ChangeALetter>) -> AnyView {
        let button = demo.slice(words::button);
        let stage = view! { <Stage demo=demo/> }.into_any();
        let acts = view! {
            <div class="scene-choice" data-part="set"><Field name="change"/></div>
            <PlayButton does=button/>
        }
        .into_any();
        scene(demo, stage, acts)
    }

    fn rows(state: &ChangeALetter) -> Vec<Vec<String>> {
        let (act, _) = state.moment();
        let outcome = |of: usize, group: usize| {
            let light = match state.run.sent[of].stopped {
                _ if of == act => state.lights()[group],
                _ if of > act => Light::Off,
                Some(stopped) if group == stopped => Light::Failed,
                Some(stopped) if group > stopped => Light::Off,
                _ => Light::Passed,
            };
            words::light(light).to_owned()
        };
        (0..GROUPS).map(|group| vec![words::CHECKS[group].into(), outcome(0, group), outcome(1, group)]).collect()
    }
}

/// The thief's token on the one side, the door with its checks on the other.
#[component]
fn Stage(demo: Handle<ChangeALetter>) -> AnyView {
    let change = demo.slice(|s| s.choice);
    let changed = demo.slice(ChangeALetter::is_changed);
    let places = Slice::new(move || demo.with(|s| alone(s.place())));
    let answer = Slice::new(move || {
        demo.with(|s| Answer {
            status: s.is_refused().then(|| s.run.sent[s.moment().0].answer.exchange.response.status.0),
            words: words::door(s),
        })
    });
    let lights = demo.slice(ChangeALetter::lights);
    let check = |group: usize| {
        let light = Slice::new(move || lights.read()[group]);
        let class = move || match light.get() {
            Light::Off => "off",
            Light::Passed => "passed",
            Light::Failed => "failed",
        };
        let sign = Signal::derive(move || if light.get() == Light::Failed { "no" } else { "ok" });
        view! { <span class=class><Sign name=sign/>{words::CHECKS[group]}</span> }.into_any()
    };
    let seed = demo.slice(|s| s.seed);
    view! {
        <div class="change-stage token">
            <div class="change-token">
                <p class="holds"><Sign name="thief"/>{words::THIEF}</p>
                <code class="change-letters credential" translate="no">
                    {(0..PARTS).map(|part| view! { <Part demo=demo part=part/> }).collect::<Vec<_>>()}
                </code>
                <code class="change-room credential" aria-hidden="true" translate="no">{move || demo.with_slice(seed, |s| s.run.room.join("."))}</code>
                <p class="change-claim">
                    {move || words::claim(change.get())[0]}
                    ": "
                    <b class=move || if changed.get() { "was" } else { "is" }>{move || words::claim(change.get())[1]}</b>
                    <b class=move || if changed.get() { "now" } else { "later" }>" → "{move || words::claim(change.get())[2]}</b>
                </p>
            </div>
            <Road places=places/>
            <div class="change-checks"><p>{words::CHECKED}</p>{(0..GROUPS).map(check).collect::<Vec<_>>()}</div>
            <Door name=words::SHOP answer=answer/>
        </div>
    }
    .into_any()
}

/// A part's letters, those that were changed marked.
#[component]
fn Part(demo: Handle<ChangeALetter>, part: usize) -> AnyView {
    let letters = Slice::new(move || demo.with(|s| s.letters(part)));
    let piece = |Letters { text, is_changed }: Letters| {
        if is_changed { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    view! {
        {(part > 0).then_some(".")}
        <span class=CLASSES[part]>{move || letters.get().into_iter().map(piece).collect::<Vec<_>>()}</span>
    }
    .into_any()
}

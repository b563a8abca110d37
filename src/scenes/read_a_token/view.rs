//! The scene on the screen.

use leptos::prelude::*;

use super::model::{PARTS, ReadAToken, Run, Seen};
use super::words;
use crate::ui::controls::Field;
use crate::ui::handle::Handle;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::scene::{PlayButton, scene};
use crate::ui::slice::Slice;

/// What a part is coloured as.
const CLASSES: [&str; PARTS] = ["part-header", "part-payload", "part-signature"];

/// What the verdict is about: whose a token is, what it may do, and until when.
const TELLS: [&str; 3] = ["sub", "scope", "exp"];

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;
    const LAB: Option<fn(&ReadAToken) -> String> = Some(ReadAToken::lab);

    fn view(demo: Handle<ReadAToken>) -> AnyView {
        let parts: Vec<_> = (0..PARTS).map(|part| view! { <Part demo=demo part=part/> }).collect();
        let stage = view! { <div class="token-parts">{parts}</div> }.into_any();
        let acts = view! {
            <PlayButton does=words::READ/>
            <div class="scene-choice" data-part="set"><Field name="open"/></div>
        }
        .into_any();
        scene(demo, stage, acts)
    }

    fn rows(state: &ReadAToken) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for part in (0..PARTS).filter(|part| state.seen(*part) == Seen::Open) {
            let line =
                |line: words::Line| vec![words::NAMES[part].into(), line.name.into(), line.means.into(), line.says];
            rows.extend(words::lines(&state.run, part).into_iter().map(line));
        }
        rows
    }
}

/// A part: its letters, which turn into what it says.
#[component]
fn Part(demo: Handle<ReadAToken>, part: usize) -> AnyView {
    let seed = demo.slice(|s| s.seed);
    let seen = Slice::new(move || demo.with(|s| s.seen(part)));
    let class = move || {
        let seen = match seen.get() {
            Seen::Letters => " letters",
            Seen::Turning(_) => " turning",
            Seen::Open => " open",
        };
        ["token-part ", CLASSES[part], seen].concat()
    };
    let turned = move || {
        let groups = match seen.get() {
            Seen::Turning(groups) => groups,
            _ => 0,
        };
        demo.with_untracked(|s| {
            let (says, letters) = s.run.turned(part, groups);
            (says.to_owned(), letters.to_owned())
        })
    };
    let line = |words::Line { name, means, says }: words::Line| {
        let class = if TELLS.contains(&name) { "token-line tells" } else { "token-line" };
        let name = (!name.is_empty()).then(|| view! { <code translate="no">{name}</code> });
        view! { <span class=class><span>{means}{name}</span><b>{says}</b></span> }
    };
    view! {
        <div class=class>
            <b class="token-name">{words::NAMES[part]}</b>
            // Both have their room from the start: what is taller decides.
            <code class="token-letters" translate="no">
                <b>{move || { seed.track(); turned().0 }}</b>
                <span>{move || { seed.track(); turned().1 }}</span>
            </code>
            <code class="token-room" aria-hidden="true" translate="no">{move || demo.with_slice(seed, |s| longer(&s.run.letters[part], &s.run.says[part]))}</code>
            <span class="token-says">{move || demo.with_slice(seed, |s| words::lines(&s.run, part).into_iter().map(line).collect::<Vec<_>>())}</span>
        </div>
    }
    .into_any()
}

fn longer(letters: &str, says: &str) -> String {
    if letters.len() < says.len() { says } else { letters }.to_owned()
}

//! The scene on the screen.

use leptos::prelude::*;

use super::fields::Setup;
use super::model::{PARTS, ReadAToken, Seen};
use super::words;
use crate::ui::controls::Field;
use crate::ui::handle::Handle;
use crate::ui::scene::{Play, Rows, Scene};
use crate::ui::state::State;

/// What a part is coloured as.
const CLASSES: [&str; PARTS] = ["part-header", "part-payload", "part-signature"];

impl State for ReadAToken {
    type Setup = Setup;

    fn view(demo: Handle<Self>) -> AnyView {
        let said = Memo::new(move |_| demo.with(words::said));
        // None of these is of use while it plays, and all would be another one in each frame.
        let rest = demo.slice(|s| (!s.clock.playing).then_some((s.clock.now, s.open, s.run.seed)));
        let rows = Signal::derive(move || demo.with_slice(rest, rows));
        let table = Rows { caption: words::TABLE, head: &words::TABLE_HEAD, rows };
        let described = Signal::derive(move || demo.with_slice(rest, words::described));
        let lab = Signal::derive(move || demo.with_slice(rest, |s| s.run.lab()));
        let parts: Vec<_> = (0..PARTS).map(|part| view! { <Part demo=demo part=part/> }).collect();
        let stage = view! { <div class="token-parts">{parts}</div> }.into_any();
        let acts = view! {
            <Play does=words::READ/>
            <div class="scene-choice" data-part="set"><Field name="open"/></div>
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
        if setup.seed != self.run.seed {
            *self = Self { common: self.common.anew(), ..Self::new(setup.open, setup.seed) };
            self.clock.touched = true;
        } else {
            self.set(setup.open);
        }
    }

    fn still(&self) -> Self {
        let mut state = self.clone();
        state.clock.playing = false;
        state.clock.now = state.clock.length;
        state
    }

    fn spoken(&self) -> String {
        words::said(self).spoken(!self.clock.playing)
    }
}

/// A part: its letters, which turn into what it says.
#[component]
fn Part(demo: Handle<ReadAToken>, part: usize) -> AnyView {
    let seed = demo.slice(|s| s.run.seed);
    let seen = Memo::new(move |_| demo.with(|s| s.seen(part)));
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
        let name = (!name.is_empty()).then(|| view! { <code translate="no">{name}</code> });
        view! { <span class="token-line"><span>{means}{name}</span><b>{says}</b></span> }
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

fn rows(state: &ReadAToken) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for part in (0..PARTS).filter(|part| state.seen(*part) == Seen::Open) {
        let line = |line: words::Line| vec![words::NAMES[part].into(), line.name.into(), line.means.into(), line.says];
        rows.extend(words::lines(&state.run, part).into_iter().map(line));
    }
    rows
}

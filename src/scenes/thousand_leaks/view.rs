//! The scene on the screen.

use leptos::prelude::*;

use super::draw::{HEIGHT, WIDTH, above, dot, rest, rows};
use super::fields::Setup;
use super::model::{IN_AIR, PILES, ThousandLeaks};
use super::words;
use crate::ui::controls::Field;
use crate::ui::format::count;
use crate::ui::handle::Handle;
use crate::ui::scene::{Play, Rows, Scene};
use crate::ui::signs::Sign;
use crate::ui::state::{Model, State};
use crate::ui::timeline::{Move, SCRUB_STEPS};
use sim::stories::world::Credential;

impl State for ThousandLeaks {
    type Setup = Setup;

    fn view(demo: Handle<Self>) -> AnyView {
        let said = Memo::new(move |_| demo.with(words::said));
        // None of these is of use while it plays, and all would be another one in each frame.
        let rest = demo.slice(|s| (!s.clock.playing).then_some((s.clock.now, s.notices, s.seed())));
        let rows = Signal::derive(move || demo.with_slice(rest, table));
        let table = Rows { caption: words::TABLE, head: &words::TABLE_HEAD, rows };
        let described = Signal::derive(move || demo.with_slice(rest, words::described));
        let lab = Signal::derive(move || demo.with_slice(rest, Self::lab));
        let lanes = Credential::BOTH.map(|credential| view! { <Lane demo=demo credential=credential/> });
        let stage = view! { <div class="dots-lanes">{lanes.into_iter().collect::<Vec<_>>()}</div> }.into_any();
        let acts = view! {
            <div class="scene-choice" data-part="set"><Field name="who"/></div>
            <Play does=words::PLAY/>
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
        self.set(setup.notices, setup.seed);
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

/// One of the two: four piles, and the dots that fall onto them.
#[component]
fn Lane(demo: Handle<ThousandLeaks>, credential: Credential) -> AnyView {
    let kind = credential.name();
    let counts = Memo::new(move |_| demo.with(|s| s.counts(credential)));
    let piles = (0..PILES).map(|number| {
        let dots = Memo::new(move |_| counts.read()[number]);
        let whole = Memo::new(move |_| rows(number, dots.get()));
        view! {
            <path class="rows" d=move || whole.get()></path>
            <path d=move || rest(number, dots.get())></path>
        }
    });
    let in_air = Memo::new(move |_| demo.with(ThousandLeaks::in_air));
    let waves = (0..IN_AIR).map(|place| {
        let wave = Memo::new(move |_| in_air.read()[place]);
        view! { <Wave demo=demo credential=credential wave=wave/> }
    });
    let label = |number: usize| {
        let dots = Memo::new(move |_| counts.read()[number]);
        view! {
            <span>
                <b>{move || count(dots.get().into())}</b>
                {words::LOSES[number]}
                <small>{words::MEANS[number]}</small>
            </span>
        }
    };
    view! {
        <div class=["dots-lane ", kind].concat()>
            <b class="name"><Sign name=kind/>{words::LANES[credential as usize]}</b>
            <svg aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}")>
                {piles.collect::<Vec<_>>()}
                {waves.collect::<Vec<_>>()}
            </svg>
            <p class="dots-labels">{(0..PILES).map(label).collect::<Vec<_>>()}</p>
        </div>
    }
    .into_any()
}

/// Dots in the air: they are drawn where they will lie, and moved up from there.
#[component]
fn Wave(demo: Handle<ThousandLeaks>, credential: Credential, wave: Memo<Option<(u32, u64)>>) -> AnyView {
    let number = Memo::new(move |_| wave.get().map(|(number, _)| number));
    let drawn = move || {
        let Some(wave) = number.get() else { return String::new() };
        demo.with_untracked(|s| s.slots(credential, wave)).into_iter().map(|(pile, slot)| dot(pile, slot)).collect()
    };
    let up = move || format!("translate(0 -{})", wave.get().map_or(0, |(_, fallen_ms)| above(fallen_ms)));
    view! { <path d=drawn transform=up></path> }.into_any()
}

fn table(state: &ThousandLeaks) -> Vec<Vec<String>> {
    let [key, token] = Credential::BOTH.map(|credential| state.counts(credential));
    let row = |pile: usize| {
        let name = [words::LOSES[pile], " (", words::MEANS[pile], ")"].concat();
        vec![name, count(key[pile].into()), count(token[pile].into())]
    };
    (0..PILES).map(row).collect()
}

//! The scene on the screen.

use leptos::prelude::*;
use leptos::svg::Svg;

use super::draw::{HEIGHT, WIDTH, above, dot, rest, rows};
use super::model::{IN_AIR, PILES, Run, ThousandLeaks};
use super::words;
use crate::ui::controls::Field;
use crate::ui::format::count;
use crate::ui::handle::Handle;
use crate::ui::scene::state::{Staged, Words};
use crate::ui::scene::{PlayButton, scene};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::stage::transform::set_transform;
use sim::stories::world::Credential;

impl Staged for Run {
    const WORDS: Words<Self> = words::WORDS;
    const LAB: Option<fn(&ThousandLeaks) -> String> = Some(ThousandLeaks::lab);

    fn view(demo: Handle<ThousandLeaks>) -> AnyView {
        let lanes = Credential::BOTH.map(|credential| view! { <Lane demo=demo credential=credential/> });
        let stage = view! { <div class="dots-lanes">{lanes.into_iter().collect::<Vec<_>>()}</div> }.into_any();
        let acts = view! {
            <div class="scene-choice" data-part="set"><Field name="who"/></div>
            <PlayButton does=words::PLAY/>
        }
        .into_any();
        scene(demo, stage, acts)
    }

    fn rows(state: &ThousandLeaks) -> Vec<Vec<String>> {
        let [key, token] = Credential::BOTH.map(|credential| state.counts(credential));
        let row = |pile: usize| {
            let name = [words::LOSES[pile], " (", words::MEANS[pile], ")"].concat();
            vec![name, count(key[pile].into()), count(token[pile].into())]
        };
        (0..PILES).map(row).collect()
    }
}

/// One of the two: four piles, and the dots that fall onto them.
#[component]
fn Lane(demo: Handle<ThousandLeaks>, credential: Credential) -> AnyView {
    let kind = credential.name();
    let counts = Slice::new(move || demo.with(|s| s.counts(credential)));
    let piles = (0..PILES).map(|number| {
        let dots = Slice::new(move || counts.read()[number]);
        let whole = Slice::new(move || rows(number, dots.get()));
        view! {
            <path class="rows" d=move || whole.get()></path>
            <path d=move || rest(number, dots.get())></path>
        }
    });
    let in_air = Slice::new(move || demo.with(ThousandLeaks::in_air));
    let waves = (0..IN_AIR).map(|place| {
        let wave = Slice::new(move || in_air.read()[place]);
        view! { <Wave demo=demo credential=credential wave=wave/> }
    });
    let label = |number: usize| {
        let dots = Slice::new(move || counts.read()[number]);
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
            <div class="dots">
                <svg aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}")>{piles.collect::<Vec<_>>()}</svg>
                {waves.collect::<Vec<_>>()}
            </div>
            <p class="dots-labels">{(0..PILES).map(label).collect::<Vec<_>>()}</p>
        </div>
    }
    .into_any()
}

/// Dots in the air: they are drawn where they will lie, and moved up from there. A drawing of their own, since a part of
/// a drawing cannot be moved without laying it out anew.
#[component]
fn Wave(demo: Handle<ThousandLeaks>, credential: Credential, wave: Slice<Option<(u32, u64)>>) -> AnyView {
    let number = Slice::new(move || wave.get().map(|(number, _)| number));
    let drawn = move || {
        let Some(wave) = number.get() else { return String::new() };
        demo.with_untracked(|s| s.slots(credential, wave)).into_iter().map(|(pile, slot)| dot(pile, slot)).collect()
    };
    let root = NodeRef::<Svg>::new();
    Effect::new(move || {
        let to = wave.get().map_or_else(String::new, |(_, fallen_ms)| {
            let above = above(fallen_ms) * 10_000 / u64::from(HEIGHT);
            format!("translateY(-{}.{:02}%)", above / 100, above % 100)
        });
        if let Some(root) = root.get() {
            set_transform(&root, &to);
        }
    });
    view! {
        <svg class="wave" aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}") node_ref=root><path d=drawn></path></svg>
    }
    .into_any()
}

//! The seed, from which all chance in a demo comes; and which run it gives.

use leptos::prelude::*;

use super::controls::restore;
use super::handle::{AnyHandle, handler};
use super::signs::Sign;
use super::slice::Slice;

/// What the seed is called.
pub(super) const SEED: &str = "Seed";
/// What it is, where it stands and in the list of shortcuts.
pub(super) const SEED_NOTE: &str =
    "Everything random in this demo comes from this number. The same number gives the same run again.";
const NEXT_SEED: &str = "Next seed";
const SEED_AND_RUN: &str = "Seed and run";
const RUN: &str = "Run ";

/// Which run a demo shows: a checksum, and over what it is made.
#[derive(Clone, Copy)]
pub struct Run {
    /// The checksum, in hexadecimal.
    pub digest: Signal<String>,
    /// Over what it is made.
    pub note: &'static str,
}

/// The seed, to be seen and set.
#[component]
pub fn Seed(
    /// Whether what it is stands beside it, and not in a note that opens over it.
    #[prop(optional)]
    told: bool,
) -> AnyView {
    let demo = AnyHandle::here();
    let note = ["seed-note-", demo.with_untracked(|demo| demo.name())].concat();
    let seed = Slice::new(move || demo.with(|demo| demo.seed().to_string()));
    let typed = handler(move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        demo.update(|demo| _ = demo.control("seed", &value));
        restore(&event, &seed.get_untracked());
    });
    let next = handler(move |_| {
        demo.press(|demo| _ = demo.control("next-seed", ""));
        if let Some(keeper) = demo.keeper() {
            keeper.voice.reseeds();
        }
    });
    let field = view! {
        <label>
            {SEED}
            <input
                type="number"
                name="seed"
                min="0"
                max="999999"
                inputmode="numeric"
                aria-describedby=note.clone()
                value=seed.get_untracked()
                prop:value=move || seed.get()
                on:input=typed
            />
        </label>
    };
    let button = view! {
        <button type="button" class="button small icon" name="next-seed" title=NEXT_SEED on:click=next>
            <Sign name="seed"/>
        </button>
    };
    if told {
        return view! {
            <p class="seed">{field}{button}</p>
            <p class="hint" id=note>{SEED_NOTE}</p>
        }
        .into_any();
    }
    view! {
        <span class="gloss seed">{field}<span class="gloss-note" role="tooltip" id=note>{SEED_NOTE}</span></span>
        {button}
    }
    .into_any()
}

/// The seed and the run, folded away beside what shares the moment: who shares a run, or checks one, opens it.
#[component]
pub fn SeedAndRun(
    /// The run, where the demo tells it.
    run: Option<Run>,
) -> AnyView {
    let run = run.map(|Run { digest, note }| {
        view! {
            <p>{RUN}<code class="run" translate="no">{move || digest.get()}</code></p>
            <p class="hint">{note}</p>
        }
    });
    view! {
        <details class="seed-and-run">
            <summary>{SEED_AND_RUN}</summary>
            <div><Seed told=true/>{run}</div>
        </details>
    }
    .into_any()
}

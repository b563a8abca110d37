//! Predict first: a guess before the run, and what the run said to it.

use leptos::prelude::*;

use super::handle::{AnyHandle, handler};
use super::rich::{Rich, pieces};
use super::slice::Slice;

/// A question with a few answers.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// The question, with marks.
    pub question: &'static str,
    /// The answers to guess from.
    pub answers: &'static [&'static str],
}

/// What the demo asks. Choosing an answer runs the demo.
#[component]
pub fn Predict() -> AnyView {
    let demo = AnyHandle::here();
    let asks = demo.with_untracked(|demo| demo.asks());
    let verdict: Signal<String> = Slice::new(move || demo.with(|demo| demo.prediction())).into();
    let guess = Slice::new(move || demo.with(|demo| demo.common().guess));
    // A live region tells of changes alone: a guess that is made again changes the verdict by a no-break space.
    let again = RwSignal::new(false);
    let choose = move |index| {
        again.set(guess.get_untracked() == Some(index) && !again.get_untracked());
        demo.update(|demo| demo.guess(index));
    };
    let button = |(index, words): (usize, &&'static str)| {
        view! {
            <button type="button" class="button small" name="guess" value=index.to_string() aria-pressed=move || if guess.get() == Some(index) { "true" } else { "false" } on:click=handler(move |_| choose(index))>
                {*words}
            </button>
        }
    };
    let answers = asks.into_iter().flat_map(|asks| asks.answers).enumerate();
    view! {
        <div class="predict">
            <p><b>"Predict first: "</b>{asks.map(|asks| pieces(asks.question))}</p>
            <div class="predict-guesses">{answers.map(button).map(IntoAny::into_any).collect::<Vec<_>>()}</div>
            <p class="predict-verdict" role="status"><Rich text=verdict/>{move || if again.get() { "\u{a0}" } else { "" }}</p>
        </div>
    }
    .into_any()
}

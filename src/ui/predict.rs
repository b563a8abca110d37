//! Predict first: a guess before the run, and what the run said to it.

use leptos::prelude::*;

use super::handle::{AnyHandle, handler};
use super::rich::{Rich, pieces};

/// A question with a few answers. Choosing one runs the demo.
#[component]
pub fn Predict(
    /// The question.
    question: &'static str,
    /// The answers.
    guesses: &'static [&'static str],
    /// What the run says to the guess; empty before there is one.
    #[prop(into)]
    verdict: Signal<String>,
) -> AnyView {
    let demo = AnyHandle::here();
    let guess = Memo::new(move |_| demo.with(|demo| demo.common().guess));
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
    view! {
        <div class="predict">
            <p><b>"Predict first: "</b>{pieces(question)}</p>
            <div class="predict-guesses">{guesses.iter().enumerate().map(button).map(IntoAny::into_any).collect::<Vec<_>>()}</div>
            <p class="predict-verdict" role="status"><Rich text=verdict/>{move || if again.get() { "\u{a0}" } else { "" }}</p>
        </div>
    }
    .into_any()
}

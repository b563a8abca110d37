//! Predict first: a guess before the run, and what the run said to it.

use leptos::prelude::*;

use super::read::{Act, Read};

/// A question with a few answers. Choosing one runs the demo; the run gives the answer.
#[component]
pub fn Predict(
    /// The question.
    question: &'static str,
    /// The guesses to choose from.
    guesses: &'static [&'static str],
    /// Which one was chosen.
    guess: Read<Option<usize>>,
    /// Chooses one, and runs the demo.
    choose: Act<usize>,
    /// What the run says to the guess, as HTML; empty before a guess.
    verdict: Read<String>,
) -> impl IntoView {
    let buttons = guesses.iter().enumerate().map(|(index, &words)| {
        let (guess, choose) = (guess.clone(), choose.clone());
        view! {
            <button type="button" class="button small" aria-pressed=move || (guess() == Some(index)).to_string()
                on:click=move |_| choose(index)>
                {words}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="predict">
            <p><b>"Predict first: "</b>{question}</p>
            <div class="predict-guesses">{buttons.collect::<Vec<_>>()}</div>
            <p class="predict-verdict" role="status" inner_html=move || verdict()></p>
        </div>
    }
}

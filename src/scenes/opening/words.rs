//! The scene's words.

use super::model::{END, EVERY, LIFETIME, NOTICED, Opening, Run};
use crate::ui::format::span;
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

pub const TITLE: &str = "Both are stolen";

pub const WORDS: Words<Run> = Words {
    question: "Two strings open the same door. Then both are stolen.",
    setup: "A [key|key] and a [token|token], made in this tab a moment ago. Ada’s app reads her orders with either.",
    table: "What the thief’s requests came to",
    head: &["Time since the leak", "With the key", "With the token"],
    said,
    described,
};

pub const NAMES: [&str; 2] = ["API key", "API token"];
pub const LEAK: &str = "Leak both, let two hours pass";
pub const NOTICE: &str = "Now the owner notices";
pub const NEW_PAIR: &str = "New pair";
pub const LIFE: &str = "Life:";
pub const THIEF: &str = "Thief";
pub const SINCE: &str = "h since the leak";

/// `0:50`, in hours and minutes.
pub fn clock(since: Duration) -> String {
    let minutes = since.as_s() / 60;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Whether a credential works: the word on its card.
pub const fn badge(credential: Credential, is_over: bool) -> &'static str {
    match (credential, is_over) {
        (_, false) => "works",
        (Credential::Key, true) => "revoked",
        (Credential::Token, true) => "expired",
    }
}

/// How much of its life is left, in words.
pub fn left(state: &Opening, credential: Credential) -> String {
    let now = state.clock.now;
    match (credential, state.run.ended(credential)) {
        _ if now == Duration::ZERO => "just begun".into(),
        (_, Some(ended)) if state.is_over(credential) => ["ended after ", &span(ended)].concat(),
        (Credential::Key, _) => "no end date".into(),
        (Credential::Token, _) => [&*span(Duration::minutes((LIFETIME - now).as_s().div_ceil(60))), " left"].concat(),
    }
}

/// How the thief fares with a credential.
pub fn thief(state: &Opening, credential: Credential) -> String {
    match state.tried() {
        0 => "not here yet".into(),
        tried => format!("let in {} of {tried}", state.let_in(credential)),
    }
}

/// What is said below the stage.
fn said(state: &Opening) -> Said {
    let now = state.clock.now;
    if now == Duration::ZERO {
        return Said::Asks(
            "Which of the two still lets the [thief|thief] in after two hours? Press the button to see.".into(),
        );
    }
    if now < NOTICED {
        return Said::Asks(format!(
            "The [thief|thief] tries both every {}. A tick means let in, a cross means refused.",
            span(EVERY)
        ));
    }
    let [key, token] = Credential::BOTH.map(|credential| state.let_in(credential));
    let code = state.run.refusal(Credential::Token).and_then(|reject| reject.code()).unwrap_or_default();
    if now == NOTICED {
        return Said::Tells(format!(
            "Two hours later the [key|key] still lets the thief in: {key} of {key} requests. The [token|token] stopped by itself after {}, and request {} was refused: [no|401\u{a0}{code}].",
            span(LIFETIME),
            token + 1,
        ));
    }
    if now < END {
        return Said::Tells("Ada has noticed the leak and revokes both. The [thief|thief] tries again.".into());
    }
    Said::Tells(format!(
        "Ada noticed after {}, and the [key|key] stopped only because she revoked it. The [token|token] had stopped {} earlier, and Ada had to do nothing for that.",
        span(NOTICED),
        span(NOTICED - LIFETIME)
    ))
}

/// The stage, in a sentence.
fn described(state: &Opening) -> String {
    let card = |credential: Credential| {
        let name = NAMES[credential as usize];
        [name, " ", badge(credential, state.is_over(credential)), ", the thief ", &thief(state, credential)].concat()
    };
    [&card(Credential::Key), ". ", &card(Credential::Token), "."].concat()
}

/// An answer in the table.
pub fn answer(status: u16) -> String {
    match status {
        200..300 => format!("{status}, let in"),
        _ => format!("{status}, refused"),
    }
}

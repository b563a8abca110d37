//! The scene's words.

use super::model::{Change, ChangeALetter, GROUPS, Light, Run};
use crate::demos::workbench::edit::WRONG_SECRET;
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::provider::reject::Reject;

pub const TITLE: &str = "One letter changed";

pub const WORDS: Words<Run> = Words {
    question: "Can a thief change a token?",
    setup: "The [thief|thief] can read Ada’s [token|token]. Now he writes another one.",
    table: "What the shop checked",
    head: &["Check", "Changed", "Signed again with a guess"],
    said,
    described,
};

pub const CHANGE: &str = "What he changes";
pub const CHANGES: [&str; 3] = ["make it Bo’s", "make it last longer", "let it do more"];
pub const SEND: &str = "Change it and send it";
pub const GUESS: &str = "Sign it again with a guess";
pub const THIEF: &str = "Thief with Ada’s token";
pub const SHOP: &str = "Ada’s shop";
pub const CHECKED: &str = "The shop checks";
pub const CHECKS: [&str; GROUPS] = ["form", "algorithm", "kind", "signature", "issuer", "dates"];

/// The claim that is changed: what it means, what it said, and what it says now.
pub const fn claim(change: Change) -> [&'static str; 3] {
    match change {
        Change::Bo => ["for whom", "Ada", "Bo"],
        Change::Longer => ["until", "in an hour", "in ten years"],
        Change::More => ["may read", "orders", "orders and customers"],
    }
}

/// What a group of checks came to.
pub const fn light(light: Light) -> &'static str {
    match light {
        Light::Off => "not made",
        Light::Passed => "passed",
        Light::Failed => "failed",
    }
}

/// What the big button does next.
pub fn button(state: &ChangeALetter) -> &'static str {
    if state.is_told() { GUESS } else { SEND }
}

/// What the door says.
pub fn door(state: &ChangeALetter) -> &'static str {
    let (act, _) = state.moment();
    match state.run.sent[act].answer.exchange.reject {
        _ if state.lights() == [Light::Off; GROUPS] => "no request yet",
        Some(Reject::TokenSignature) if state.is_refused() => "wrong signature",
        Some(_) if state.is_refused() => "refused",
        _ => "checking",
    }
}

/// What is said below the stage.
fn said(state: &ChangeALetter) -> Said {
    let (act, ms) = state.moment();
    let run = &state.run;
    let reject = run.sent[act].answer.exchange.reject.as_ref();
    let (status, code) =
        (run.sent[act].answer.exchange.response.status.0, reject.and_then(Reject::code).unwrap_or_default());
    if act == 0 && ms == 0 {
        return Said::Asks("Each token is signed by its provider. Choose what the [thief|thief] changes, and see whether the shop finds out.".into());
    }
    if !state.is_told() {
        return Said::Asks(
            "The letters that he changed are marked. The signature stays as it was, since he has no secret to make another one.".into(),
        );
    }
    if act == 0 {
        let kept = match state.choice {
            Change::Bo => "The [thief|thief] is not Bo now, and Bo’s data are safe.",
            Change::Longer => "So Ada’s [token|token] ends after an hour, as the provider wrote.",
            Change::More => "So Ada’s customers are safe: the [token|token] opens her orders and no more.",
        };
        return Said::Tells(format!(
            "[no|{status}\u{a0}{code}]: the signature was made for the old letters, and the shop sees that it does not fit the new ones. {kept}"
        ));
    }
    if !state.is_at_end() {
        return Said::Asks(format!(
            "He signs the new letters himself, and guesses that the secret is [code|{WRONG_SECRET}]."
        ));
    }
    Said::Tells(format!(
        "A guessed secret makes another signature, so the answer is [no|{status}\u{a0}{code}] again. Only the provider has the right secret, so nobody else can write a [token|token] that Ada’s shop takes."
    ))
}

/// The stage, in a sentence.
fn described(state: &ChangeALetter) -> String {
    let [means, was, is] = claim(state.choice);
    let claim = if state.is_changed() { [was, ", changed to ", is].concat() } else { was.to_owned() };
    let lights: Vec<_> =
        CHECKS.iter().zip(state.lights()).map(|(check, made)| [check, " ", light(made)].concat()).collect();
    ["The token says ", means, ": ", &claim, ". The shop’s checks: ", &lights.join(", "), "."].concat()
}

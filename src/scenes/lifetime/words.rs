//! The scene's words.

use super::model::{Lifetime, NOTICED, Run, WHOLE};
use crate::ui::format::{count, span};
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

pub const TITLE: &str = "A token’s lifetime";

pub const WORDS: Words<Run> = Words {
    question: "How long should a token live?",
    setup: "The same leak and the same [thief|thief]. Ada notices after a day and revokes both. Only the token’s lifetime changes.",
    table: "What the thief has",
    head: &["With", "Records", "Time since the leak"],
    said,
    described,
};

pub const NAMES: [&str; 2] = ["key", "token"];
pub const LIVES: &str = "The token lives";
pub const SINCE: &str = "h since the leak";

/// What a bar's number counts.
pub fn records() -> String {
    ["of ", &count(WHOLE.into()), " records"].concat()
}

/// What is said below the stage.
fn said(state: &Lifetime) -> Said {
    let lifetime = state.choice;
    let [key, token] = Credential::BOTH.map(|credential| state.copied(credential));
    if state.clock.now == Duration::ZERO {
        return Said::Asks(
            "How much can the [thief|thief] take with each of the two? Choose a lifetime and press Play.".into(),
        );
    }
    if !state.is_at_end() {
        return Said::Asks("The bars count the records that the [thief|thief] has so far.".into());
    }
    let lived = ["[b|", &span(lifetime), "]"].concat();
    if lifetime < NOTICED {
        let time = span(lifetime - state.run.leak.settings.hole.found_after());
        let times = ((key + token / 2) / token.max(1)).max(1);
        return Said::Tells(format!(
            "A token that lives for {lived} gives the thief [token|{time}] and [token|{} records], {times} times less than the [key|key]. The standard for such tokens (RFC\u{a0}6750) recommends an hour or less.",
            count(token.into())
        ));
    }
    if lifetime == NOTICED {
        return Said::Tells(format!(
            "A token that lives for {lived} is as bad as the [key|key], since it ends no sooner than Ada notices. The thief has [token|{}] records with it and [key|{}] with the key.",
            count(token.into()),
            count(key.into())
        ));
    }
    let until =
        if token == WHOLE { ["he has all ", &count(WHOLE.into()), " orders"].concat() } else { "it ends".into() };
    Said::Tells(format!(
        "A token that lives for {lived} is worse than the [key|key]. Ada revokes both, but this API does not ask whether a token was revoked, so the thief goes on until {until}."
    ))
}

/// The stage, in a sentence.
fn described(state: &Lifetime) -> String {
    let [key, token] = Credential::BOTH.map(|credential| count(state.copied(credential).into()));
    ["Records stolen: ", &key, " with the key, ", &token, " with the token."].concat()
}

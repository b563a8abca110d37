//! The scene's words.

use super::model::{DOORS, Run, Scope, behind, door};
use crate::ui::format::count;
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::provider::reject::Reject;

pub const TITLE: &str = "What a token may open";

pub const WORDS: Words<Run> = Words {
    question: "How much can a thief take?",
    setup: "An app that prints Ada’s price tags needs her products. A [thief|thief] has its [token|token].",
    table: "What the thief’s tries came to",
    head: &["Door", "Records behind it", "Scope it needs", "Answer"],
    said,
    described,
};

pub const OPENS: &str = "The token may open";
pub const TRY: &str = "Try all six doors";
pub const DOOR: &str = "door";
pub const BEHIND: &str = "records behind it";
pub const TAKEN: &str = "taken";
pub const THIEF: &str = "The thief";
pub const HAS: &str = "can take";
pub const RECORDS: &str = "records";

/// What is behind each door, in the slider's order.
pub const NAMES: [&str; DOORS] = ["products", "settings", "reports", "customers", "orders", "Ada’s profile"];

/// What the token may open, at a stop of the slider.
pub fn opens(opens: usize) -> String {
    match opens {
        1 => NAMES[0].into(),
        DOORS => "all six doors".into(),
        _ => ["up to ", NAMES[opens - 1]].concat(),
    }
}

/// What stands below a stop of the slider.
pub fn stop(opens: usize) -> String {
    match opens {
        1 => "1 door".into(),
        DOORS => format!("{DOORS} doors"),
        _ => opens.to_string(),
    }
}

/// What a door says: its status, and in short why.
pub fn answer(status: u16, reject: Option<&Reject>) -> String {
    match reject.and_then(Reject::code) {
        None => format!("{status}, let in"),
        Some(code) => format!("{status} {code}"),
    }
}

/// What is said below the stage.
fn said(state: &Scope) -> Said {
    if state.clock.now.as_ms() == 0 {
        return Said::Asks(
            "Choose what the [token|token] may open. Then let the [thief|thief] try it at each of the six doors."
                .into(),
        );
    }
    if !state.is_at_end() {
        return Said::Asks(
            "The shop looks up in the [token|token] what it may open. Where a door opens, the [thief|thief] can take all that is behind it.".into(),
        );
    }
    let (opened, lost) = (state.opened().count(), state.lost());
    let (all, needed) = (Scope::all(), behind(0));
    let code = state.run.tries.iter().find_map(|one| one.reject.as_ref()?.code()).unwrap_or_default();
    Said::Tells(match opened {
        DOORS => format!(
            "All six doors opened, so the [thief|thief] can take all [token|{} records]. The app needed {} of them, and Ada gave its [token|token] the rest for nothing.",
            count(all.into()),
            count(needed.into())
        ),
        1 => format!(
            "One door of six opened, so the [thief|thief] can take [token|{} records]. The other {} stay safe, since the shop answers [no|403\u{a0}{code}]. The app never needed them.",
            count(lost.into()),
            count((all - lost).into())
        ),
        _ => format!(
            "{opened} doors of six opened, so the [thief|thief] can take [token|{} records], and {} stay safe. The app needed only {}: the others are lost because Ada allowed too much.",
            count(lost.into()),
            count((all - lost).into()),
            count(needed.into())
        ),
    })
}

/// The stage, in a sentence.
fn described(state: &Scope) -> String {
    let door = |number: usize| {
        let answer = state.tried(number).map_or("not tried yet".into(), |one| answer(one.status, one.reject.as_ref()));
        [NAMES[number], ", ", &count(behind(number).into()), " records: ", &answer].concat()
    };
    ["Six doors. ", &(0..DOORS).map(door).collect::<Vec<_>>().join(". "), "."].concat()
}

/// The scope that a door needs.
pub fn needs(number: usize) -> &'static str {
    door(number).scope.name()
}

//! The scene's words.

use super::model::{LEAKS, MUCH, Notices, PILES, Run, ThousandLeaks};
use crate::ui::format::count;
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

pub const TITLE: &str = "A thousand dots";

pub const WORDS: Words<Run> = Words {
    question: "How bad is a leak, usually?",
    setup: "One leak may be luck, so here are a thousand. Each dot is one leak.",
    table: "What a thousand leaks cost",
    head: &["Records stolen", "Leaks with the key", "Leaks with the token"],
    said,
    described,
};

pub const WHO: &str = "Who notices";
pub const NOTICES: [&str; 3] = ["a scanner, in a minute", "Ada, in about a day", "real owners, in months"];
pub const PLAY: &str = "Play a thousand";
pub const LANES: [&str; 2] = ["key", "token"];
pub const LOSES: [&str; PILES] = ["nothing", "some", "much", "everything"];
pub const MEANS: [&str; PILES] = ["0 records", "under 10\u{202f}000", "from 10\u{202f}000", "all it opens"];

/// What is said below the stage.
fn said(state: &ThousandLeaks) -> Said {
    if state.clock.now == Duration::ZERO {
        return Said::Asks("In how many of a thousand leaks does the [thief|thief] get everything? Choose who notices, and press Play.".into());
    }
    if !state.is_at_end() {
        let lost = count(MUCH.into());
        return Said::Asks(match state.choice {
            Notices::Scanner => "The provider searches public code, finds the leak after 67\u{a0}s, and revokes both at once.".into(),
            Notices::Day => format!("Ada finds half of the leaks within a day, and revokes both. In a day the [thief|thief] reads far more than {lost} records."),
            Notices::Owners => "Of 10\u{202f}000 leaked secrets, 74% still worked after a month (Truffle Security, 2024). Here owners are as slow.".into(),
        });
    }
    let [key, token] = Credential::BOTH.map(|credential| state.counts(credential));
    let of = |dots: u32| if dots == 0 { "none".to_owned() } else { count(dots.into()) };
    let all = count(LEAKS.into());
    Said::Tells(match state.choice {
        Notices::Owners => format!(
            "With the [key|key], the thief gets everything in [key|{} of {all}] leaks, since few owners notice in time. With the [token|token] in [token|{}]: it ends by itself, even if Ada never looks.",
            count(key[3].into()),
            of(token[3])
        ),
        Notices::Day => format!(
            "With the [key|key], [key|{} of {all}] leaks cost Ada much or everything, although she finds half within a day. With the [token|token] [token|{}] do, since it ends after an hour.",
            count((key[2] + key[3]).into()),
            of(token[2] + token[3])
        ),
        Notices::Scanner => {
            let [key, token] = Credential::BOTH.map(|credential| count(state.median(credential).into()));
            format!(
                "Now the [key|key] is better: half of the leaks cost at most [key|{key} records], and with the token [token|{token}]. It works on, because this API never asks whether it was revoked."
            )
        }
    })
}

/// The stage, in a sentence.
fn described(state: &ThousandLeaks) -> String {
    let lane = |credential: Credential| {
        let counts = state.counts(credential);
        let piles: Vec<_> =
            LOSES.iter().zip(counts).map(|(loses, dots)| [loses, " ", &count(dots.into())].concat()).collect();
        [LANES[credential as usize], ": ", &piles.join(", ")].concat()
    };
    [&lane(Credential::Key), ". ", &lane(Credential::Token), "."].concat()
}

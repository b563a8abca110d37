//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::{Leaks, Rest};
use super::picture::{Mark, Picture};
use crate::ui::format::{count, is_near, moment, ratio, span};
use crate::ui::lab::{PRIVATE, Words};
use crate::ui::predict::Asks;
use sim::stories::delay::Source;
use sim::stories::loss::FOLLOWED;
use sim::stories::world::{Hole, Settings};

pub const TITLE: &str = "A thousand leaks";

pub const PREDICT: Asks = Asks {
    question: "suppose half of the leaks were noticed within an hour, and all else stayed as it was at first. Which loss would shrink, in the median leak?",
    answers: &["The key’s", "The token’s", "Both"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "The same leak happens many times, at any moment of a day, and is noticed sooner or later. Watch how the losses spread. With the [key|key], the owner’s delay decides them. With the [token|token], mostly its lifetime does.",
    share: "Share these leaks",
    keys: &[
        ("Space", "run again, pause, or go on"),
        ("← →", "the seed before, or the next"),
        ("Home End", "fewest leaks, or most"),
        ("R", "reset everything"),
        ("?", "show or hide this list"),
    ],
    private: PRIVATE,
};
pub const RUN: &str = "Run again";
pub const PAUSE: &str = "Pause";
pub const CONTINUE: &str = "Continue";
pub const CANCEL: &str = "Cancel";
pub const PROGRESS: &str = "Progress";
pub const WORK: &str = "Work";

pub const LANES: [&str; 2] = ["API key", "API token"];
pub const NAMES: [&str; 2] = ["key", "token"];
pub const CHART: &str = "How many of the leaks lose at least so many records";
pub const AXIS: &str = "Records lost in one leak, each step ten times the one before";
pub const LEVELS: [&str; 3] = ["all leaks", "half", "1 in 20"];

pub const MARKS_HEAD: [[&str; 2]; 2] =
    [["Median", "half of the leaks lose at least this"], ["95th percentile", "one in twenty loses at least this"]];
pub const TABLE: &str = "Records lost: this percentage of the leaks loses at most so many";
pub const TABLE_HEAD: [&str; 3] = ["Of the leaks", "With the key", "With the token"];

pub const SETTINGS: &str = "Settings";
pub const DELAYS: &str = "How soon owners notice";
pub const SOURCES: [&str; 4] = ["owners who revoke", "owners who clean up", "a provider’s scanner", "your own figure"];
pub const HALF: &str = "Half are noticed within";
pub const LEAKS: &str = "Number of leaks";
pub const AS_BAD: &str = "Make the token as bad as the key";
pub const CSV: &str = "Download as CSV";
pub const CSV_FILE: &str = "leaks.csv";
pub const CSV_HEAD: &str = "leak,seed,leaked_after_s,noticed_after_s,records_with_key,records_with_token\n";

pub const WAIT: &str = "Running…";
const NOT_YET: &str = "No leak is computed yet.";

/// The tabs, and what their row is called.
pub const MORE: &str = "More of these leaks";
pub const MARKED: &str = "Marked leaks";
pub const TABLE_TAB: &str = "Table";
pub const HOW: &str = "Method";
pub const HOW_TEXT: [&str; 3] = [
    "Each leak has a seed, a moment in the first day and a delay of its own, drawn from the seed above. Its thief is followed for 31 days. If nobody has noticed by then, the loss of these 31 days counts.",
    "To send each request of so many thieves would take hours. There is a shortcut, because three things decide a loss: the credential decides what a request brings, the seed decides when it is sent, and the settings decide when the credential ends. So the thief’s waiting times are drawn one by one, and the requests before the end are counted.",
    "A test compares the shortcut with full runs of the provider for thousands of random leaks, and both give the same number of records. Here you can do the same for the marked leaks.",
];
pub const PROVE: &str = "Play the marked leaks in full";
pub const RUN_NOTE: &str =
    "A checksum over every leak: the same settings and seed give the same one, on every machine.";

/// A note with a link in it.
pub struct Note {
    /// Its words up to the link.
    pub before: &'static str,
    /// Where the link leads, and its words.
    pub link: Option<[&'static str; 2]>,
    /// What stands after it.
    pub after: &'static str,
}

/// What the delays come from, how they were made into a distribution, and where to look it up.
pub const fn source_note(source: Source) -> Note {
    let (before, link, after) = match source {
        Source::Revoked => (
            "Of 10\u{202f}000 secrets leaked on GitHub, 74% still worked after 31 days (",
            ["https://trufflesecurity.com/blog/most-publicly-leaked-keys-are-never-revoked", "Truffle Security, 2024"],
            "). Here every moment brings the same chance, so large that 26% are noticed by day 31. The study says that most of those who revoke do so in the first three days, so they are quicker than this.",
        ),
        Source::Removed => (
            "Of the secrets found in new commits, 81% were still there after 16 days (",
            [
                "https://www.ndss-symposium.org/ndss-paper/how-bad-can-it-git-characterizing-secret-leakage-in-public-github-repositories/",
                "Meli, McNiece and Reaves, NDSS 2019",
            ],
            "). Here whoever removes one also revokes it, which real owners often do not do. Every moment brings the same chance, so large that 19% are noticed by day 16.",
        ),
        Source::Scanner => (
            "A provider that watches public repositories acted 67 s after the push (",
            [
                "https://xebia.com/blog/what-happens-when-you-leak-aws-credentials-and-how-aws-minimizes-the-damage/",
                "Xebia, 2023",
            ],
            "). That is a single measurement, so here every leak is noticed after 67 s.",
        ),
        Source::Own => {
            let before = "Every moment brings the same chance, so large that half are noticed by then.";
            return Note { before, link: None, after: "" };
        }
    };
    Note { before, link: Some(link), after }
}

/// What is said where the delays were measured for another way to leak.
pub const fn elsewhere(source: Source, hole: Hole) -> &'static str {
    match (source, hole) {
        (Source::Own, _) | (_, Hole::Repository) => "",
        _ => " This was measured on public repositories. For this way to leak there is no such study.",
    }
}

pub fn leaks(n: u32) -> String {
    count(n.into())
}

/// How far the work is.
pub fn progress(state: &Leaks) -> String {
    if state.proof_works() {
        return format!("leak {} of 4 in full", state.proof.records.len() + 1);
    }
    let (done, all) = (count(state.batch.done().into()), count(state.plan.leaks.into()));
    match state.rest {
        _ if state.is_done() => format!("{all} leaks"),
        Rest::None => format!("{done} of {all}"),
        Rest::Paused => format!("{done} of {all}, paused"),
        Rest::Cancelled => format!("{done} of {all}, cancelled"),
    }
}

pub fn percentile(percent: u32) -> String {
    if percent == 100 { "100% (the worst)".into() } else { format!("{percent}%") }
}

fn records(n: u32) -> String {
    match n {
        1 => "1\u{a0}record".into(),
        _ => format!("{}\u{a0}records", count(n.into())),
    }
}

/// A mark's value.
pub fn mark(mark: Option<Mark>) -> String {
    mark.map_or_else(|| "…".into(), |mark| records(mark.records))
}

/// A marked leak's number, as the link to it.
pub fn single(mark: Mark) -> String {
    format!("Play leak {}", count(u64::from(mark.number) + 1))
}

/// When a marked leak happened, and when it was noticed.
pub fn story(leak: &Settings) -> String {
    let noticed = if leak.noticed_after == FOLLOWED {
        "not noticed within 31\u{a0}days".into()
    } else {
        format!("noticed after {}", span(leak.noticed_after))
    };
    format!("leaked at {}, {noticed}", moment(leak.leak_at))
}

/// What playing a marked leak in full came to.
pub fn proof(shortcut: Option<Mark>, in_full: Option<u32>) -> String {
    match (shortcut, in_full) {
        (Some(mark), Some(records)) if mark.records == records => "[ok|In full: the same]".into(),
        (Some(_), Some(other)) => format!("[no|In full: {}]", records(other)),
        _ => String::new(),
    }
}

/// What all that was played in full came to.
pub fn proofs(state: &Leaks) -> String {
    match state.proof.records.len() {
        super::model::MARKS => {
            format!("The provider has answered {} requests of the thief for it.", count(state.proof.requests.into()))
        }
        _ if state.proof_works() => WAIT.into(),
        _ => String::new(),
    }
}

/// The figure that sums it up, and the sentence beside it.
pub fn verdict(picture: &Picture) -> (String, String) {
    let [[Some(key), Some(key_worst)], [Some(token), Some(token_worst)]] = picture.marks else {
        return ("…".into(), NOT_YET.into());
    };
    let (key, token) = (key.records, token.records);
    let worst = if key_worst.records == token_worst.records {
        format!("One in twenty loses [b|{}] or more with either.", records(key_worst.records))
    } else {
        format!(
            "One in twenty loses [token|{}] or more with the token, [key|{}] with the key.",
            records(token_worst.records),
            count(key_worst.records.into())
        )
    };
    let (figure, median) = match key.cmp(&token) {
        core::cmp::Ordering::Equal => {
            ("1×".into(), format!("No difference in the median leak: [b|{}] with either.", records(key)))
        }
        _ if is_near(key, token) => (
            "1×".into(),
            format!(
                "Hardly a difference in the median leak: [token|{}] with the token, [key|{}] with the key.",
                records(token),
                count(key.into())
            ),
        ),
        core::cmp::Ordering::Greater if token == 0 => (
            "0".into(),
            format!(
                "In the median leak nothing is lost with the [token|token], and [key|{}] with the key.",
                records(key)
            ),
        ),
        core::cmp::Ordering::Greater => (
            ratio(key, token),
            format!(
                "less is lost with the token in the median leak: [token|{}], against [key|{}].",
                records(token),
                count(key.into())
            ),
        ),
        core::cmp::Ordering::Less if key == 0 => (
            "0".into(),
            format!(
                "In the median leak nothing is lost with the [key|key], and [token|{}] with the token.",
                records(token)
            ),
        ),
        core::cmp::Ordering::Less => (
            ratio(token, key),
            format!(
                "more is lost with the token in the median leak: [token|{}], against [key|{}]. It works until its own end, even if it is revoked.",
                records(token),
                count(key.into())
            ),
        ),
    };
    (figure, [&median, " ", &worst].concat())
}

/// Of how many leaks this is, and how many were unhurt.
pub fn aside(picture: &Picture) -> String {
    let of = count(picture.leaks.into());
    let so_far = if picture.is_whole() { "" } else { " so far" };
    let unhurt = |n: u32| if n == 0 { "none".into() } else { count(n.into()) };
    match picture.unhurt {
        _ if picture.leaks == 0 => String::new(),
        [0, 0] => format!("Of {of} leaks{so_far}, every one lost something."),
        [key, token] => {
            format!(
                "Of {of} leaks{so_far}, {} lost nothing with the token, {} with the key.",
                unhurt(token),
                unhurt(key)
            )
        }
    }
}

/// The plot in words.
pub fn chart(picture: &Picture) -> String {
    if picture.leaks == 0 {
        return NOT_YET.into();
    }
    let [key, token] = picture.marks.map(|marks| marks.map(mark));
    format!(
        "Of {} leaks, half lose at least {} with the key and {} with the token. One in twenty loses at least {} with the key and {} with the token.",
        count(picture.leaks.into()),
        key[0],
        token[0],
        key[1],
        token[1]
    )
}

/// What the runs say to a guess.
pub fn prediction(guess: usize, [key_before, token_before]: [u32; 2], [key, token]: [u32; 2]) -> String {
    let right = match (key < key_before, token < token_before) {
        (true, false) => 0,
        (false, true) => 1,
        _ => 2,
    };
    let opening = if guess == right { "[ok|You were right.]" } else { "[no|Not so.]" };
    let then = |before: u32, now: u32| {
        if before == now {
            format!("stays at {}", records(now))
        } else {
            format!("goes from {} to {}", count(before.into()), records(now))
        }
    };
    format!(
        "{opening} With the key, the median [key|{}]. With the token, it [token|{}]. This API never asks whether a token was revoked, so only its lifetime ends it. Switch on [b|The API asks on each call] and see.",
        then(key_before, key),
        then(token_before, token)
    )
}

//! The scene's words.

use super::model::{Open, PARTS, ReadAToken, Run, Seen};
use crate::ui::format::span;
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::provider::oauth::user::UserId;
use sim::wire::time::{Duration, Instant};

pub const TITLE: &str = "What a token says";

pub const WORDS: Words<Run> = Words {
    question: "What does a token give away?",
    setup: "The [thief|thief] has found Ada’s [token|token]. He has no password and no secret.",
    table: "What the token says",
    head: &["Part", "Name", "What it means", "What it says"],
    said,
    described,
};

pub const OPEN: &str = "Open";
pub const OPENS: [&str; 4] = ["all of it", "header", "payload", "signature"];
pub const READ: &str = "Read it";
pub const NAMES: [&str; PARTS] = ["Header", "Payload", "Signature"];

/// A line of what a part says: what it means, what it says, and that in other words.
pub struct Line {
    /// Its name in the token; empty where it has none.
    pub name: &'static str,
    /// What it means.
    pub means: &'static str,
    /// What it says.
    pub says: String,
}

/// What a part says, line by line.
pub fn lines(run: &Run, part: usize) -> Vec<Line> {
    let line = |(name, means): (&'static str, &'static str)| Line { name, means, says: says(run, part, name) };
    match part {
        0 => [("alg", "signed with"), ("typ", "what it is")].map(line).into(),
        1 => [
            ("sub", "for whom"),
            ("scope", "may do"),
            ("exp", "until"),
            ("client_id", "by which app"),
            ("iat", "made"),
            ("aud", "for which API"),
            ("iss", "made by"),
            ("jti", "its number"),
        ]
        .map(line)
        .into(),
        _ => {
            let bytes = run.says[2].len() / 2;
            let first: Vec<&str> = (0..4).filter_map(|byte| run.says[2].get(byte * 2..byte * 2 + 2)).collect();
            vec![
                Line { name: "", means: "is", says: format!("{bytes} bytes, {}\u{a0}…", first.join("\u{a0}")) },
                Line { name: "", means: "proves", says: "that nothing was changed".into() },
            ]
        }
    }
}

fn says(run: &Run, part: usize, name: &str) -> String {
    let value = run.member(part, name);
    match name {
        "alg" => [&value, ", by the provider’s secret"].concat(),
        "typ" => ["an access token (", &value, ")"].concat(),
        "sub" => {
            let user = UserId::of_subject(&value).map_or("", UserId::name);
            [user, " (", &value, ")"].concat()
        }
        "exp" => [&clock(run.date(name)), ", in ", &span(run.date(name).since(run.now))].concat(),
        "iat" => [&clock(run.date(name)), ", ", &span(run.now.since(run.date(name))), " ago"].concat(),
        "aud" | "iss" => value.trim_start_matches("https://").to_owned(),
        _ => value,
    }
}

/// `01:10`, in hours and minutes.
fn clock(at: Instant) -> String {
    at.time_of_day().get(..5).unwrap_or_default().to_owned()
}

/// What is said below the stage.
fn said(state: &ReadAToken) -> Said {
    if state.clock.now == Duration::ZERO {
        return Said::Asks(
            "It looks like a secret code. How much of it can he read? Open all of it, or one of its three parts."
                .into(),
        );
    }
    if !state.is_at_end() {
        return Said::Asks(
            "Four letters stand for three bytes, by a table that everybody knows (base64url). Nothing here is encrypted."
                .into(),
        );
    }
    let run = &state.run;
    let left = span(run.date("exp").since(run.now));
    Said::Tells(match state.choice {
        Open::All => format!(
            "All of it. The [thief|thief] knows now that it is Ada’s, what it may do, and that it works for {left} more. A [token|token] is signed, not encrypted, so nothing secret belongs in it."
        ),
        Open::Header => "The header says how the [token|token] is signed. It is the same in every token of this provider, so it gives nothing away.".into(),
        Open::Payload => format!(
            "The payload says who, what and until when. The [thief|thief] needs no secret to read that he has Ada’s [token|token], and {left} left to use it."
        ),
        Open::Signature => "The signature is for the shop alone: it proves that the provider wrote the other two parts. It hides nothing of them from the [thief|thief].".into(),
    })
}

/// The stage, in a sentence.
fn described(state: &ReadAToken) -> String {
    let part = |part: usize| match state.seen(part) {
        Seen::Letters => [NAMES[part], ": ", &state.run.letters[part].len().to_string(), " letters."].concat(),
        Seen::Turning(_) => [NAMES[part], ": being read."].concat(),
        Seen::Open => {
            let lines: Vec<_> =
                lines(&state.run, part).iter().map(|line| [line.means, " ", &line.says].concat()).collect();
            [NAMES[part], ": ", &lines.join(", "), "."].concat()
        }
    };
    (0..PARTS).map(part).collect::<Vec<_>>().join(" ")
}

//! The scene's words.

use super::model::{Leak, Run};
use crate::ui::format::{count, span};
use crate::ui::scene::Said;
use crate::ui::scene::state::Words;
use sim::provider::reject::Reject;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

pub const TITLE: &str = "Two piles of loot";

pub const WORDS: Words<Run> = Words {
    question: "Both are stolen. Which one stops by itself?",
    setup: "Ada’s app was published with a [key|key] and a [token|token] in it. A [thief|thief] finds both a minute later.",
    table: "Records copied, and the last answer to the thief",
    head: &["Time since the leak", "With the key", "Answer", "With the token", "Answer"],
    said,
    described,
};

pub const NAMES: [&str; 2] = ["With the key", "With the token"];
pub const THIEF: [&str; 2] = ["Thief with the key ", "Thief with the token "];
pub const SHOP: &str = "Ada’s shop";
pub const RECORDS: &str = "records";
pub const NOTICED: &str = "Ada notices after";
pub const LIVES: &str = "The token lives";
pub const MOMENT: &str = "Moment";
pub const SINCE: &str = "h since the leak";

/// `9:51`, in hours and minutes; `3 d 9:51` from the third day on.
pub fn clock(since: Duration) -> String {
    let minutes = since.as_s() / 60;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match hours {
        0..48 => format!("{hours}:{minutes:02}"),
        _ => format!("{}\u{a0}d {}:{minutes:02}", hours / 24, hours % 24),
    }
}

/// A tick of the time line.
pub fn tick(at: Duration) -> String {
    match at.as_s() / 3600 {
        0 => "0:00".into(),
        hours @ 1..48 => format!("{hours}\u{a0}h"),
        hours => format!("{}\u{a0}d", hours / 24),
    }
}

/// An event on the time line: when one of the two stopped.
pub fn event(credential: Credential, at: Duration) -> String {
    let what = match credential {
        Credential::Key => "Ada revokes",
        Credential::Token => "token ends",
    };
    [&clock(at), " ", what].concat()
}

/// How to read the stage: how the clock runs, and what a bar is worth.
pub fn note(run: &Run) -> String {
    let pace = if run.is_stretched() { "The first two hours run slowly, the rest fast. " } else { "" };
    [pace, "A bar is ", &count(run.worth.into()), " records."].concat()
}

/// What the pile's number counts.
pub fn pile(leak: &Leak, credential: Credential) -> String {
    match (leak.copied(credential), leak.ended(credential)) {
        (0, _) => "so far".into(),
        (_, None) => "and counting".into(),
        (_, Some(ended)) => ["none since ", &clock(ended)].concat(),
    }
}

/// What the door says.
pub fn door(leak: &Leak, credential: Credential) -> &'static str {
    let lane = leak.run.lane(credential);
    match (lane.status(leak.clock.now), lane.refused.as_ref().map(|(_, reject)| reject)) {
        (None, _) => "no request yet",
        (Some(200..300), _) => "let in",
        (_, Some(Reject::TokenExpired { .. })) => "token expired",
        (_, Some(Reject::TokenRevoked)) => "token revoked",
        (_, Some(Reject::KeyRevoked { .. })) => "key revoked",
        _ => "refused",
    }
}

/// What is said below the stage.
fn said(leak: &Leak) -> Said {
    let (now, settings) = (leak.clock.now, &leak.run.settings);
    let [key, token] = Credential::BOTH.map(|credential| leak.copied(credential));
    let (lifetime, noticed) = (span(settings.token_lifetime), span(settings.noticed_after));
    if now == Duration::ZERO {
        return Said::Asks(
            "Which pile of stolen records stops growing, although nobody has noticed the leak? Press Play to see."
                .into(),
        );
    }
    match (leak.ended(Credential::Key), leak.ended(Credential::Token)) {
        (None, None) => Said::Asks(format!(
            "The [thief|thief] reads Ada’s records with both, {} times a minute each. A request that is let in brings ten records.",
            settings.requests_per_minute
        )),
        (None, Some(_)) => Said::Tells(format!(
            "{} after the leak the [key|key] still opens the shop. The [token|token] stopped after {lifetime}, and nobody had to notice.",
            long(now)
        )),
        (Some(_), None) => Said::Tells(format!(
            "Ada noticed after {noticed} and revoked both. The [key|key] stopped at once. The [token|token] works on until its own end, {lifetime} after it was made, because this API does not ask whether a token was revoked."
        )),
        (Some(key_ended), Some(token_ended)) if token_ended < key_ended && token > 0 => Said::Tells(format!(
            "Ada noticed after {noticed} and revoked both. By then the thief had [key|{} records] with the key. The [token|token] had ended by itself after {lifetime}, at [token|{} records]{}.",
            count(key.into()),
            count(token.into()),
            fewer(key, token)
        )),
        (Some(_), Some(_)) => Said::Tells(format!(
            "Ada noticed after {noticed} and revoked both. The thief has [key|{} records] from the key and [token|{} records] from the token, which lived for {lifetime}.",
            count(key.into()),
            count(token.into())
        )),
    }
}

/// How many times fewer, where it is twice or more.
fn fewer(key: u32, token: u32) -> String {
    match (key + token / 2) / token {
        0 | 1 => String::new(),
        times => format!(", which is {times} times less"),
    }
}

/// So long, in whole hours from two hours on: it is read while it changes.
fn long(since: Duration) -> String {
    let hours = since.as_s() / 3600;
    if hours < 2 { span(Duration::minutes(since.as_s() / 60)) } else { span(Duration::hours(hours)) }
}

/// The stage, in a sentence.
fn described(leak: &Leak) -> String {
    let lane = |credential: Credential| {
        let copied = leak.copied(credential);
        let name = NAMES[credential as usize];
        [name, " the thief has ", &count(copied.into()), " records, and the door says: ", door(leak, credential)]
            .concat()
    };
    [&lane(Credential::Key), ". ", &lane(Credential::Token), "."].concat()
}

/// An answer in the table.
pub fn answer(status: Option<u16>) -> String {
    match status {
        None => "no request yet".into(),
        Some(status @ 200..300) => format!("{status}, let in"),
        Some(status) => format!("{status}, refused"),
    }
}

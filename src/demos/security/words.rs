//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::{Fate, LanePicture, Picture};
use crate::ui::format::{count, is_near, moment, ratio, span};
use crate::ui::keys::HELP;
use crate::ui::lab::{PRIVATE, Words};
use crate::ui::predict::Asks;
use sim::provider::reject::Reject;
use sim::stories::leak::{Course, Loser, Turn};
use sim::stories::world::{Credential, Hole, Settings};
use sim::wire::time::Duration;

pub const TITLE: &str = "The same leak, twice";

pub const PREDICT: Asks = Asks {
    question: "suppose the token lived for a week, and all else stayed as it was at first. Who would lose more?",
    answers: &["The key’s owner", "The token’s owner", "Both the same"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "A [key|key] and a [token|token] leak at the same moment, and one [thief|thief] uses both at the same rate. Watch which of the two stops by itself.",
    share: "Share this moment",
    keys: &HELP,
    private: PRIVATE,
};

pub const LANES: [&str; 2] = ["API key", "API token"];
pub const NAMES: [&str; 2] = ["key", "token"];
pub const CHART: &str = "Records the thief has copied";

pub const LEAKS_AT: &str = "Leaks after";
pub const NOTICED: &str = "Noticed after";
pub const LIFETIME: &str = "Token lives";
pub const SPEED: &str = "Thief’s speed";
pub const HOLE: &str = "Leaks through";
pub const HOLES: [&str; 3] = ["public repository", "URL in a log", "page source"];
pub const SCOPE: &str = "The token may read";
pub const REFRESH_LEAKS: &str = "The refresh token leaks too";
pub const NOT_IN_A_URL: &str = "This cannot happen here, because a refresh token never stands in a URL.";
pub const API_ASKS: &str = "The API asks on each call whether the token was revoked";
pub const UNTIL: &str = "Shown at least until";
pub const AS_BAD: &str = "Make the token as bad as the key";
pub const SETTINGS: &str = "Settings";
pub const TURNS: &str = "Turning points";
pub const RUNNING: &str = "Running…";

pub const WIRE_EMPTY: &str = "The thief has sent nothing yet.";
pub const TABLE: &str = "Records copied, and what the thief’s last request met";
pub const TABLE_HEAD: [&str; 5] = ["Time", "With the key", "Answer", "With the token", "Answer"];
/// The tabs, and what their row is called.
pub const MORE: &str = "More of this run";
pub const WIRE: &str = "Wire";
pub const LOG: &str = "Log";
pub const TABLE_TAB: &str = "Table";
pub const COPY_LOG: &str = "Copy as text";
pub const FILES: [&str; 3] = ["Save as text", "Save as JSON", "Save the wire as HAR"];
pub const ALONG_NOTE: &str = "The log has the turning points up to now. The wire has each lane’s last 100 requests with their answers, for a browser’s network panel.";
pub const RUN_NOTE: &str = "A checksum over every request and answer of this run: the same settings and seed give the same one, on every machine.";

/// How soon the leak is found, and on whose word.
pub const fn hole_note(hole: Hole) -> &'static str {
    match hole {
        Hole::Repository => "Found after a minute, as a bait key in a public repository was.",
        Hole::Log => "Found after 2 hours. This is a guess of this model.",
        Hole::PageSource => "Found after 15 minutes. This is a guess of this model.",
    }
}

pub fn speed(requests_per_minute: u32) -> String {
    format!("{requests_per_minute}\u{a0}/\u{a0}min")
}

/// A span that a slider is set to.
pub fn setting(span_of: Duration) -> String {
    if span_of == Duration::days(365) { "1\u{a0}year".into() } else { span(span_of) }
}

/// What a credential opens.
pub fn opens(settings: &Settings, credential: Credential) -> String {
    match credential {
        Credential::Key => "opens all but a user’s profile".into(),
        Credential::Token if settings.token_scope.is_empty() => "opens nothing".into(),
        Credential::Token => ["opens ", &settings.token_scope.to_string().replace(' ', ", ")].concat(),
    }
}

/// How a lane fares.
pub fn fate(fate: Fate, now: Duration) -> String {
    match fate {
        Fate::Safe => "not leaked yet".into(),
        Fate::Leaked => "leaked, not found yet".into(),
        Fate::Works => "works for the thief".into(),
        Fate::WorksThoughRevoked => "revoked, and still works".into(),
        Fate::Dead(since) if since == now => "dead from now on".into(),
        Fate::Dead(since) => format!("dead for {}", span(now - since)),
        Fate::OpensNothing => "opens nothing".into(),
        Fate::Emptied => "everything copied".into(),
    }
}

/// Good news for the owner or bad, as a class.
pub const fn fate_class(fate: Fate) -> &'static str {
    match fate {
        Fate::Safe => "calm",
        Fate::Leaked => "warn",
        Fate::Works | Fate::WorksThoughRevoked | Fate::Emptied => "no",
        Fate::Dead(_) | Fate::OpensNothing => "ok",
    }
}

/// A turning point, in words.
pub fn turn(what: Turn, settings: &Settings) -> String {
    match what {
        Turn::Leaked => match settings.hole {
            Hole::Repository => "Leaked: pushed to a public repository",
            Hole::Log => "Leaked: a URL with the credential in it is logged",
            Hole::PageSource => "Leaked: a page with the credential in its source goes out",
        },
        Turn::Found => "Found by the [thief|thief]",
        Turn::Expires => "The leaked [token|token] expires by itself",
        Turn::Reused => "The app’s refresh token was used already: the family ends",
        Turn::SignedIn => "Ada signs in again: new [token|tokens]",
        Turn::Noticed => "The owner notices, and revokes both",
        Turn::Redeployed => "The app is redeployed with a new [key|key]",
        Turn::Stopped => "The thief’s last [token|token] stops",
    }
    .into()
}

/// The figure that sums it up, and the sentence beside it.
pub fn verdict(picture: &Picture) -> (String, String) {
    let (key, token, settings) = (picture.key.copied, picture.token.copied, &picture.settings);
    match (&picture.key.fate, Loser::of(key, token)) {
        (Fate::Safe, _) => ("0".into(), format!("Nothing has leaked. At [b|{}] both leak.", moment(settings.leak_at))),
        (Fate::Leaked, _) => {
            let found = moment(settings.leak_at + settings.hole.found_after());
            ("0".into(), format!("Both have leaked. At [b|{found}] the [thief|thief] finds them."))
        }
        (_, Loser::Neither) => (
            "1×".into(),
            format!(
                "No difference. With either, the thief has copied [b|{}]{}.",
                records(key),
                and_counting(&picture.key)
            ),
        ),
        _ if is_near(key, token) => (
            "1×".into(),
            format!(
                "Hardly a difference: [token|{}]{} with the token, [key|{}]{} with the key.",
                records(token),
                and_counting(&picture.token),
                records(key),
                and_counting(&picture.key)
            ),
        ),
        (_, Loser::Key) if token == 0 => (
            "0".into(),
            format!(
                "Nothing was lost with the [token|token]: {}. With the [key|key], [key|{}]{}.",
                why_nothing(&picture.token),
                records(key),
                and_counting(&picture.key)
            ),
        ),
        (_, Loser::Key) => (
            ratio(key, token),
            format!(
                "less was lost with the token: [token|{}]{} from {}, against [key|{}]{} from {}.",
                records(token),
                within(&picture.token),
                endpoints(picture.token.doors),
                records(key),
                and_counting(&picture.key),
                endpoints(picture.key.doors),
            ),
        ),
        (_, Loser::Token) => (
            ratio(token, key),
            format!(
                "more was lost with the token: [token|{}]{}, against [key|{}].{}",
                records(token),
                and_counting(&picture.token),
                records(key),
                match picture.token.fate {
                    Fate::WorksThoughRevoked =>
                        " It was revoked with the key, but the API never asks, so it works until its own end.",
                    _ => "",
                }
            ),
        ),
    }
}

/// What it costs the honest app, if it costs it anything now.
pub fn aside(picture: &Picture) -> String {
    match (picture.key.app_locked_out, picture.token.app_locked_out) {
        (true, true) => "Meanwhile the honest app is locked out in both lanes.".into(),
        (true, false) => {
            "Meanwhile the honest app is locked out too: its [key|key] is the revoked one, until it is redeployed."
                .into()
        }
        (false, true) => "Meanwhile the honest app is locked out too, until Ada signs in again.".into(),
        (false, false) => String::new(),
    }
}

fn records(n: u32) -> String {
    match n {
        1 => "1\u{a0}record".into(),
        _ => format!("{}\u{a0}records", count(n.into())),
    }
}

fn endpoints(n: usize) -> String {
    match n {
        1 => "one endpoint".into(),
        _ => format!("{n}\u{a0}endpoints"),
    }
}

fn within(lane: &LanePicture) -> String {
    match lane.worked_for {
        Some(time) if !lane.still_works() => format!(" in {}", span(time)),
        _ => and_counting(lane).into(),
    }
}

fn and_counting(lane: &LanePicture) -> &'static str {
    if lane.still_works() { " and counting" } else { "" }
}

fn why_nothing(token: &LanePicture) -> &'static str {
    let reject = token.last.as_ref().and_then(|(_, exchange)| exchange.reject.as_ref());
    match (token.fate, reject) {
        (_, Some(Reject::TokenExpired { .. })) => "it had expired when the thief came",
        (_, Some(Reject::TokenRevoked)) => "it had been revoked when the thief came",
        (Fate::OpensNothing, _) => "its scope opens no endpoint",
        _ => "no request has come through yet",
    }
}

/// What the run says to a guess.
pub fn prediction(guess: usize, course: &Course) -> String {
    let (key, token) = (course.key.copied(course.length), course.token.copied(course.length));
    let loser = course.loser_at_end();
    let right = match loser {
        Loser::Key => 0,
        Loser::Token => 1,
        Loser::Neither => 2,
    };
    let opening = if guess == right { "[ok|You were right.]" } else { "[no|Not so.]" };
    let why = match loser {
        Loser::Token => {
            " Both were revoked when the owner noticed. The [key|key] stopped at once. The [token|token] worked on until its own end, because this API never asks. Switch on [b|The API asks on each call] and run it again."
        }
        Loser::Key => " The [token|token] stopped first.",
        Loser::Neither => " A token that lives as long as a key is as bad as a key.",
    };
    format!("{opening} With the token [token|{}], with the key [key|{}].{why}", records(token), records(key))
}

/// The title of a lane's last exchange.
pub fn wire_title(lane: &LanePicture, credential: Credential) -> String {
    let with = match credential {
        Credential::Key => "with the key",
        Credential::Token => "with the token",
    };
    match &lane.last {
        Some((at, exchange)) => {
            let to = if exchange.request.path == "/token" { "authorization server" } else { "API" };
            format!("{} · thief → {to}, {with}", moment(*at))
        }
        None => format!("The thief, {with}"),
    }
}

/// What an answer carried.
pub fn wire_note(lane: &LanePicture) -> String {
    match &lane.last {
        Some((_, exchange)) if exchange.request.path == "/token" && exchange.reject.is_none() => "new tokens".into(),
        Some((_, exchange)) if exchange.reject.is_none() => records(exchange.records),
        _ => String::new(),
    }
}

/// A lane in words.
pub fn strip(name: &str, lane: &LanePicture, now: Duration) -> String {
    format!("{name} at {}: {}, {} copied.", moment(now), fate(lane.fate, now), records(lane.copied))
}

/// The chart in words.
pub fn chart(picture: &Picture, length: Duration) -> String {
    format!(
        "Records copied from 0 to {}. At {}: {} with the key, {} with the token.",
        span(length),
        moment(picture.now),
        count(picture.key.copied.into()),
        count(picture.token.copied.into())
    )
}

/// One tick of the time axis.
pub fn tick(at: Duration) -> String {
    let hours = at.as_s() / 3600;
    match hours {
        0 => "0".into(),
        _ if hours.is_multiple_of(24) && hours >= 48 => format!("{}\u{a0}d", hours / 24),
        _ => format!("{hours}\u{a0}h"),
    }
}

/// An answer in the table.
pub fn answer(status: u16) -> String {
    match status {
        0 => "no request yet".into(),
        200..300 => format!("{status}, answered"),
        _ => format!("{status}, refused"),
    }
}

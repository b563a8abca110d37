//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use crate::ui::format::span;
use crate::ui::predict::Asks;
use sim::provider::scope::Scope;
use sim::stories::pair::{Act, Picture, Side};
use sim::stories::world::{Actor, Credential, Exchange};
use sim::wire::time::Duration;

pub const TITLE: &str = "In twenty seconds";
pub const LOOK_FOR: &str = "These two were made in this tab. They are real in form, but they unlock nothing outside this page. Break them: which one ends by itself?";

pub const NAMES: [&str; 2] = ["API key", "API token"];

pub const SEND: &str = "Send a request";
pub const WAIT: &str = "Wait an hour";
pub const LEAK: &str = "Leak both";
pub const NEW_PAIR: &str = "New pair";
pub const ACTS: &str = "What you can do";
pub const STEPS: &str = "What was done";
pub const BACK: &str = "Take the last act back";
pub const ON: &str = "One act on";
pub const SHARE: &str = "Share this moment";
pub const WIRE: &str = "Show the wire";

pub const WIRE_EMPTY: &str = "Nothing has been sent yet.";
pub const TABLE: &str = "What the API answers now, for each endpoint with data";
pub const TABLE_HEAD: [&str; 3] = ["Endpoint", "With the key", "With the token"];

pub const PREDICT: Asks = Asks {
    question: "both leak the moment they are made. An hour later, what still lets the thief in?",
    answers: &["The key", "The token", "Both"],
};

pub const KEYS: [(&str, &str); 5] = [
    ("Space", "do what stands out"),
    ("← →", "take the last act back, or go on"),
    ("Home End", "back to the new pair, on to the last act"),
    ("R", "reset everything"),
    ("?", "show or hide this list"),
];

/// The words on an act's button.
pub const fn button(act: Act) -> &'static str {
    match act {
        Act::Send => SEND,
        Act::Wait => WAIT,
        Act::Leak => LEAK,
    }
}

/// A key's parts: each with the class of its colour.
pub fn key_parts(random: usize) -> [(&'static str, String); 3] {
    [
        ("part-prefix", "prefix".into()),
        ("part-body", format!("{random}\u{a0}random characters")),
        ("part-check", "checksum".into()),
    ]
}

/// A token's parts.
pub fn token_parts(user: &str, scope: Scope) -> [(&'static str, String); 3] {
    let claims = format!("claims: {user}, may {}", may(scope));
    [("part-header", "header".into()), ("part-payload", claims), ("part-signature", "signature".into())]
}

/// What a scope lets do.
const fn may(scope: Scope) -> &'static str {
    match scope {
        Scope::OrdersRead => "read\u{a0}orders",
        other => other.name(),
    }
}

/// How one of the two is.
pub fn badge(side: &Side, age: Duration) -> String {
    match side.ended {
        Some((at, _)) if at == age => "expired just now".into(),
        Some((at, _)) => format!("expired {} ago", span(age - at)),
        None => "works".into(),
    }
}

/// How long it lives, beside its bar.
pub fn life(credential: Credential, picture: &Picture) -> String {
    match (credential, picture.token.ended) {
        (Credential::Key, _) if picture.age == Duration::ZERO => "[b|No end.] Made just now.".into(),
        (Credential::Key, _) => format!("[b|No end.] Made {} ago.", span(picture.age)),
        (Credential::Token, None) => format!("[b|Ends in {},] by itself.", span(picture.left())),
        (Credential::Token, Some(_)) => {
            format!("[b|Lived {}.] The app fetches the next one by itself.", span(picture.lifetime))
        }
    }
}

/// What it opens, and to whom.
pub fn reach(credential: Credential, picture: &Picture) -> String {
    let side = picture.side(credential);
    let opens = of_all(side);
    match (picture.leaked, side.works(), credential) {
        (None, ..) => format!("Opens [b|{opens}] endpoints"),
        (Some(_), true, Credential::Key) => format!("The thief opens [b|{opens}], until somebody revokes it"),
        (Some(_), true, Credential::Token) => format!("The thief opens [b|{opens}], for {}", span(picture.left())),
        (Some(_), false, _) => format!("The thief opens [b|{opens}]"),
    }
}

fn of_all(side: &Side) -> String {
    let (opens, all) = (side.opens(), side.doors.len());
    if opens == 0 { format!("none of\u{a0}{all}") } else { format!("{opens}\u{a0}of\u{a0}{all}") }
}

/// What happened, in a sentence.
pub fn sentence(picture: &Picture) -> String {
    let (key, token) = (&picture.key, &picture.token);
    let key_opens = format!("[key|{}] endpoints", of_all(key));
    let first = token.opened_at_first;
    let age = span(picture.age);
    match (picture.last, picture.leaked, token.ended) {
        (None, ..) => format!(
            "Both are new. The [key|key] opens {key_opens}, with no end. The [token|token] opens [token|{first}], for [b|{}].",
            span(picture.left())
        ),
        (Some(Act::Send), _, None) => {
            format!(
                "Both pass: {} with the [key|key], {} with the [token|token]. Now wait an hour.",
                status(key),
                status(token)
            )
        }
        (Some(Act::Send), _, Some((at, _))) => format!(
            "The same request twice. The [key|key] gets {}. The [token|token] gets {}: it ended by itself {}.",
            status(key),
            status(token),
            ago(picture.age - at)
        ),
        (Some(Act::Leak), _, None) => format!(
            "With the [key|key], the [thief|thief] opens {key_opens}, [b|until somebody revokes it]. With the [token|token], [token|{first}], for [b|{}] at most.",
            span(picture.left())
        ),
        (Some(Act::Leak), _, Some((at, _))) => format!(
            "With the [key|key], the [thief|thief] opens {key_opens}, [b|until somebody revokes it]. With the [token|token], [no|none]: it ended by itself {}.",
            ago(picture.age - at)
        ),
        (Some(Act::Wait), Some(leaked), Some((at, _))) if leaked < at => format!(
            "[b|{}] after the leak, the [thief|thief] still opens {key_opens} with the [key|key]. The [token|token] gave [token|{first}], for [b|{}], and now opens [no|none].",
            span(picture.age - leaked),
            span(at - leaked)
        ),
        (Some(Act::Wait), Some(leaked), _) => format!(
            "[b|{}] after the leak, the [thief|thief] still opens {key_opens} with the [key|key]. The [token|token] never opened any: it had ended before.",
            span(picture.age - leaked)
        ),
        (Some(Act::Wait), None, Some((at, code))) => format!(
            "[b|{age}] after both were made, the [key|key] still opens {key_opens}. The [token|token] gets [no|{}\u{a0}{code}]: it ended by itself {}, and had opened [token|{first}].",
            token.doors[0],
            ago(picture.age - at)
        ),
        (Some(Act::Wait), None, None) => format!("[b|{age}] after both were made, both still open the door."),
    }
}

/// What is said when nothing more can be done to this pair.
pub const FULL: &str = " This pair can show no more. Take a new one.";

fn ago(span_of: Duration) -> String {
    if span_of == Duration::ZERO { "just now".into() } else { format!("[b|{}] ago", span(span_of)) }
}

/// How a request was answered: its status, and what OAuth calls a refusal.
fn status(side: &Side) -> String {
    let Some((_, Exchange { response, reject, .. })) = &side.sent else { return String::new() };
    let (mark, code) = match reject {
        Some(reject) => ("no", reject.code().unwrap_or(response.status.phrase())),
        None => ("ok", response.status.phrase()),
    };
    format!("[{mark}|{}\u{a0}{code}]", response.status.0)
}

/// What the run says to a guess.
pub fn prediction(guess: usize, run: &Picture) -> String {
    let right = match (run.key.works(), run.token.works()) {
        (true, false) => 0,
        (false, _) => 1,
        (true, true) => 2,
    };
    let opening = if guess == right { "[ok|You were right.]" } else { "[no|Not so.]" };
    format!(
        "{opening} {} on, the [key|key] opens [key|{}] endpoints, the [token|token] [token|{}], because its end was written into it.",
        span(run.age),
        of_all(&run.key),
        of_all(&run.token)
    )
}

/// The title of a last exchange.
pub fn wire_title(side: &Side, credential: Credential) -> String {
    let with = ["with the key", "with the token"][credential as usize];
    match &side.sent {
        Some((age, exchange)) => {
            let who = if exchange.actor == Actor::Thief { "thief" } else { "you" };
            let when = if *age == Duration::ZERO { "at once".into() } else { format!("after {}", span(*age)) };
            format!("{who} → API, {with}, {when}")
        }
        None => ["You", with].join(", "),
    }
}

/// What an answer carried.
pub fn wire_note(side: &Side) -> String {
    match &side.sent {
        Some((_, exchange)) if exchange.reject.is_none() => format!("{}\u{a0}records", exchange.records),
        _ => String::new(),
    }
}

/// An answer in the table.
pub fn answer(status: u16) -> String {
    match status {
        200..300 => format!("{status}, answered"),
        _ => format!("{status}, refused"),
    }
}

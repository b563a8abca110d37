//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::Purpose;
use crate::ui::format::{count, span};
use crate::ui::lab::Words;
use crate::ui::predict::Asks;
use sim::provider::api::{Resource, Stage, Trail};
use sim::provider::api_key::Kind;
use sim::provider::reject::Reject;
use sim::stories::purpose::call::With;
use sim::stories::purpose::run::{Act, Frame, METERS, Meter, Sent};
use sim::wire::http::Method;
use sim::wire::time::Duration;

pub const TITLE: &str = "Who is calling, and may they?";

pub const PREDICT: Asks = Asks {
    question: "[code|GET /v1/me] told Ada’s token “Ada” and Bo’s token “Bo”. What will it say to the app’s [key|key]?",
    answers: &["The app’s name", "Ada, who owns the app", "“Which user?”", "“I do not know this key”"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "Every request goes through the same five checks. Send one with a [key|key] and one with a [token|token], and watch which check stops it.",
    share: "Share this moment",
    keys: &[
        ("Space", "travel the way again, or stop"),
        ("← →", "one check back or on"),
        ("Shift ← →", "one line of the list back or on"),
        ("Home End", "start or end of the way"),
        ("R", "reset everything"),
        ("?", "show or hide this list"),
    ],
    private: "The keys, the tokens and the provider are made in this tab. Nothing is sent anywhere.",
};

pub const COMPOSE: &str = "Request";
pub const GROUPS: [&str; 3] = ["Without, or with a key", "With a token", "With a token that should not pass"];
/// The names of the groups of radio buttons are one: of all of them, one is on.
pub const GROUP_SIZES: [usize; 3] = [4, 3, 3];
/// What stands on each credential's chip; in the order of [`With::ALL`].
pub const WITH: [&str; 10] = [
    "no credential",
    "the app’s key",
    "a restricted key",
    "a miscopied key",
    "Ada’s token",
    "Bo’s token",
    "a server’s own",
    "for another API",
    "expired",
    "cut short",
];
/// The same at the start of a sentence.
const CALLERS: [&str; 10] = [
    "No credential",
    "The app’s key",
    "The restricted key",
    "The miscopied key",
    "Ada’s token",
    "Bo’s token",
    "The server’s own token",
    "Ada’s token for another API",
    "Ada’s expired token",
    "Ada’s token, cut short",
];
pub const SENT_WITH: &str = "Sent with";
pub const DONE: &str = "What was done";
pub const STEP: &str = "The line in view";
pub const STATION: &str = "How far its request has come";
pub const METHOD: &str = "Method";
pub const PATH: &str = "Path";
/// What the paths are gathered under.
pub const PATH_GROUPS: [&str; 5] =
    ["What is one user’s", "The shop’s data", "Public data", "Test data", "The app’s keys"];

pub const SEND: &str = "Send";
pub const SEND_MANY: &str = "Send 100 times";
pub const WAITS: [(u64, &str); 2] = [(15, "Wait 15\u{a0}s"), (60, "Wait a minute")];

pub const PATH_TITLE: &str = "The request’s way";
/// Each station: what happens there, and the question.
pub const STATIONS: [(&str, &str); 6] = [
    ("Find the endpoint", "What is asked for?"),
    ("Identify the app", "Which app is calling?"),
    ("Count its usage", "May it send one more?"),
    ("Identify the user", "Which user is it for?"),
    ("Check the permission", "Is that allowed?"),
    ("Answer", "What comes back?"),
];

pub const COUNTED: &str = "What is counted, by the minute";
pub const METER_NAMES: [&str; METERS] =
    ["The app’s key", "The restricted key", "The app, in all", "The server, in all", "Wrong tries from here"];
/// How a meter looks, as a class.
pub const METER_KINDS: [&str; METERS] = ["key", "key", "app", "app", "none"];
pub const COUNTED_NOTE: &str = "This provider counts keys and apps. It does not count users, so Ada’s requests and Bo’s fill the meter of their app together.";

pub const LOG: &str = "What was sent, and how far it came";
pub const LOG_EMPTY: &str = "Nothing yet.";
pub const FULL: &str = "The list is full. Go back in it or reset.";
pub const WIRE_EMPTY: &str = "The answer comes when the request has travelled its way.";
pub const NOTHING_ON_THE_WIRE: &str = "Nothing was sent.";

/// Which of them the provider proves right, as the run decides.
const ASKS_FOR_USER: usize = 2;
pub const RUNNING: &str = "On its way…";

pub const TABLE: &str = "What was sent, and where it was stopped";
pub const TABLE_HEAD: [&str; 7] = ["No.", "Time", "Credential", "Request", "Times", "Stopped at", "Answer"];

/// Which of [`PATH_GROUPS`] a path stands in.
pub const fn path_group(resource: Resource) -> usize {
    match resource {
        Resource::Me => 0,
        Resource::Records(_) | Resource::NewOrder => 1,
        Resource::Geo => 2,
        Resource::TestRecords => 3,
        Resource::Order => 0,
        Resource::Keys | Resource::NewKey | Resource::Rotation | Resource::Key => 4,
    }
}

/// Who sends with it.
pub const fn caller(with: With) -> &'static str {
    CALLERS[with as usize]
}

/// What was found at a station that the request has passed, or why it was stopped there.
pub fn evidence(station: Stage, sent: &Sent, frame: &Frame) -> String {
    match &sent.exchange.reject {
        Some(reject) if station == sent.stage => refusal(reject),
        _ => found(station, sent, frame),
    }
}

fn refusal(reject: &Reject) -> String {
    match reject {
        Reject::QuotaSpent { wait_s } | Reject::TooManyFailures { wait_s } => {
            [&reject.sentence(), " [code|Retry-After: ", &wait_s.to_string(), "]"].concat()
        }
        _ => reject.sentence(),
    }
}

fn found(station: Stage, sent: &Sent, frame: &Frame) -> String {
    let Trail { endpoint, caller, left, .. } = &sent.trail;
    let scope = endpoint.map_or("", |endpoint| endpoint.scope.name());
    let request = &sent.exchange.request;
    let door = || {
        ["[code|", request.method.name(), " ", &request.path, "], which takes the permission [code|", scope, "]."]
            .concat()
    };
    let Some(caller) = caller else { return door() };
    let provider = frame.provider();
    let app = &provider.authorization().clients().client(caller.client).id;
    match station {
        Stage::Endpoint => door(),
        Stage::App => match caller.key {
            Some(key) => ["[code|X-API-Key] holds [code|", &key.name(), "], a key of [b|", app, "]."].concat(),
            None => [
                "The signature is good, [code|aud] is this API, [code|exp] is ahead, and [code|client_id] says [b|",
                app,
                "].",
            ]
            .concat(),
        },
        Stage::Usage => {
            let quota = provider.policy.quota;
            let of = |left: u32, limit: u32, whose| [&count(left.into()), " of ", &count(limit.into()), whose].concat();
            let Some(left) = left else { return String::new() };
            let app = of(left.of_client.0, quota.per_client, " left for the app. ");
            let key = left.of_key.map(|(left, _)| of(left, quota.per_key, " left for this key, "));
            let field = sent.exchange.response.headers.value("RateLimit");
            let field = field.map(|field| ["[code|RateLimit: ", field, "]"].concat());
            key.unwrap_or_default() + &app + &field.unwrap_or_default()
        }
        Stage::User => match (caller.key, caller.user) {
            (_, Some(user)) => ["[code|sub] says [code|", user.subject(), "]: [b|", user.name(), "]."].concat(),
            (Some(_), _) => "A key names no user, and this endpoint needs none.".into(),
            _ => "[code|sub] names the app itself, so there is no user.".into(),
        },
        Stage::Permission => match caller.key.map(|key| provider.keys().stored(key).kind) {
            None => ["The token’s [code|scope] holds [code|", scope, "]."].concat(),
            Some(Kind::Restricted) => ["The key’s own list holds [code|", scope, "]."].concat(),
            Some(_) => ["Every unrestricted key has [code|", scope, "]."].concat(),
        },
        Stage::Answer => {
            let status = sent.exchange.response.status;
            let (what, comma) = (note(sent), if note(sent).is_empty() { "" } else { ": " });
            ["[ok|", &status.0.to_string(), " ", status.phrase(), "]", comma, &what].concat()
        }
    }
}

/// What an answer carried.
pub fn note(sent: &Sent) -> String {
    let is_me = sent.trail.endpoint.is_some_and(|endpoint| endpoint.resource == Resource::Me);
    let user = sent.trail.caller.and_then(|caller| caller.user);
    match (sent.exchange.records, user) {
        _ if sent.exchange.reject.is_some() || sent.exchange.request.method == Method::Head => String::new(),
        (_, Some(user)) if is_me => user.name().into(),
        (0, _) => String::new(),
        (records, _) => [&count(records.into()), "\u{a0}records"].concat(),
    }
}

/// What a station is to those who hear the page.
pub fn spoken_state(class: &str) -> &'static str {
    match class {
        "passed" => "Passed: ",
        "stopped" => "Stopped here: ",
        _ => "",
    }
}

pub const NOT_REACHED: &str = "not reached";

/// The figure that sums it up, whether it is good news, and the sentence beside it.
pub fn verdict(state: &Purpose) -> (String, &'static str, String) {
    let none = || "–".to_owned();
    let Some(sent) = state.sent() else {
        return match state.frame().act {
            Act::Wait(Duration::ZERO) => {
                (none(), "", "Nothing has been sent yet. Compose a request and send it.".into())
            }
            Act::Wait(time) => (none(), "", waited(time, &state.meters())),
            Act::Send { .. } => (none(), "", String::new()),
        };
    };
    if !state.arrived() {
        let (what, _) = STATIONS[state.reached()];
        return ("…".into(), "", ["On its way: ", &what.to_ascii_lowercase(), "."].concat());
    }
    let (with, times) = match state.frame().act {
        Act::Send { with, times, .. } => (with, times),
        Act::Wait(_) => (With::Nobody, 0),
    };
    let status = sent.exchange.response.status.0.to_string();
    let who = [&many(times, sent), "[b|", caller(with), "]"].concat();
    let sentence = match (&sent.exchange.reject, sent.stage) {
        (None, _) => [&who, " passed [ok|all five checks].", &answered(sent)].concat(),
        (Some(_), Stage::Answer) => [&who, " passed all five checks, but [no|its content has a fault]."].concat(),
        (Some(_), stage) => {
            let (what, _) = STATIONS[stage as usize];
            let number = (stage as usize + 1).to_string();
            [&who, " was stopped at [no|check ", &number, ", ", &what.to_ascii_lowercase(), "]."].concat()
        }
    };
    (status, if sent.exchange.reject.is_none() { "ok" } else { "no" }, sentence)
}

fn many(times: u32, sent: &Sent) -> String {
    if times < 2 {
        return String::new();
    }
    let [all, answered] = [times, sent.answered].map(|n| ["[b|", &count(n.into()), "]"].concat());
    let opening = match sent.answered {
        0 => ["None of ", &all, " requests was answered."].concat(),
        n if n == times => ["All ", &all, " requests were answered."].concat(),
        1 => ["1 of ", &all, " requests was answered."].concat(),
        _ => [&answered, " of ", &all, " requests were answered."].concat(),
    };
    opening + " The last: "
}

fn answered(sent: &Sent) -> String {
    match note(sent) {
        note if note.is_empty() => String::new(),
        note => [" The answer: [b|", &note, "]."].concat(),
    }
}

fn waited(time: Duration, meters: &[Meter; METERS]) -> String {
    let full = meters.iter().zip(METER_NAMES).find(|(meter, _)| meter.left == 0);
    let state = match full {
        Some((meter, name)) => {
            [" Still full: ", &name.to_ascii_lowercase(), ", for ", &meter.seconds.to_string(), "\u{a0}s more."]
                .concat()
        }
        None => " Every meter has room.".into(),
    };
    ["[b|", &span(time), "] went by.", &state].concat()
}

/// What it shows, beyond the refusal's own sentence.
pub fn aside(sent: &Sent, meters: &[Meter; METERS]) -> &'static str {
    let caller = sent.trail.caller;
    let (is_key, user) = (caller.is_some_and(|caller| caller.key.is_some()), caller.and_then(|caller| caller.user));
    let is_me = sent.trail.endpoint.is_some_and(|endpoint| endpoint.resource == Resource::Me);
    match &sent.exchange.reject {
        Some(Reject::NoCredential) => {
            "The challenge carries no error code, because nothing is wrong. Something is missing."
        }
        Some(Reject::UserRequired) if is_key => {
            "A [key|key] can say which app is calling. Only a [token|token] can say for which user."
        }
        Some(Reject::UserRequired) => "Not every [token|token] is issued for a user.",
        Some(Reject::QuotaSpent { .. }) if is_key && meters[2].left > 0 => {
            "The [key|key] has spent its own minute. A [token|token] of the same app still gets through."
        }
        Some(Reject::QuotaSpent { .. }) => {
            "The app has one meter, and its [key|key], Ada’s [token|token] and Bo’s have filled it together."
        }
        Some(Reject::TooManyFailures { .. }) => {
            "A guess names no app, so guesses are counted by address. Until the wait is over, the API does not look at the credential."
        }
        Some(Reject::TokenAudience) => "Its signature is good. An API that did not look at [code|aud] would let it in.",
        Some(Reject::InsufficientScope(_)) => {
            "The API knows the app and the user, and still says no, because who you are and what you may do are two questions."
        }
        Some(Reject::KeyNotPermitted(_)) => {
            "Keys can be restricted, too. The provider keeps a list of what this one may do."
        }
        Some(Reject::KeyMode) => "Test keys open test data only, so that a mistake there harms nobody.",
        Some(Reject::KeyFormat) => {
            "No look-up was spent on it. What the caller is told is the same as for any wrong key."
        }
        Some(
            Reject::TokenExpired { .. } | Reject::TokenShape(_) | Reject::KeyRevoked { .. } | Reject::KeyEnded { .. },
        ) => "The caller is told less than you, because every refusal of this kind reads the same on the wire.",
        None if is_me && user.is_some() => {
            "The request names nobody. The name came with the [token|token], in its claim [code|sub]."
        }
        None if is_key => "This endpoint needs no user, so it is enough to know the app.",
        _ => "",
    }
}

/// How the run stands.
pub fn tally(state: &Purpose) -> String {
    let (mut sent, mut answered) = (0_u32, 0_u32);
    for frame in state.told() {
        if let (Act::Send { times, .. }, Some(last)) = (frame.act, &frame.sent) {
            sent += times;
            answered += last.answered;
        }
    }
    let [all, answered, refused] = [sent, answered, sent - answered].map(|n| count(n.into()));
    ["So far ", &all, " sent: ", &answered, " answered, ", &refused, " refused."].concat()
}

/// How full a meter is, as its bar shows it.
pub fn used(meter: Meter) -> String {
    [&count(u64::from(meter.limit - meter.left)), " of ", &count(meter.limit.into()), " used"].concat()
}

/// When it starts from 0 again.
pub fn restart(meter: Meter) -> String {
    if meter.seconds == 0 { String::new() } else { ["back to 0 in ", &meter.seconds.to_string(), "\u{a0}s"].concat() }
}

/// What the run says to a guess.
pub fn prediction(guess: usize, sent: &Sent) -> String {
    let right = sent.asks_for_user() == (guess == ASKS_FOR_USER);
    let opening = if right { "[ok|You were right.]" } else { "[no|Not so.]" };
    let status = sent.exchange.response.status.0.to_string();
    [
        opening,
        " The API answered [b|",
        &status,
        "]. ",
        &sent.exchange.reject.as_ref().map_or_else(String::new, Reject::sentence),
    ]
    .concat()
}

/// A wait in the list.
pub fn wait(time: Duration) -> String {
    ["Waited ", &span(time)].concat()
}

/// Where a request was stopped, for the list's readers.
pub fn stopped_at(sent: &Sent) -> String {
    match &sent.exchange.reject {
        None => "nowhere".into(),
        Some(_) => STATIONS[sent.stage as usize].0.to_ascii_lowercase(),
    }
}

/// What came back, in short.
pub fn outcome(sent: &Sent) -> String {
    let status = sent.exchange.response.status.0.to_string();
    let what = match &sent.exchange.reject {
        Some(reject) => reject.check().to_owned(),
        None => note(sent),
    };
    if what.is_empty() { status } else { [&status, " ", &what].concat() }
}

pub const MANY: &str = " × ";

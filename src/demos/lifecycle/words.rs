//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use crate::ui::format::{moment, span};
use crate::ui::predict::Asks;
use sim::stories::lifecycle::course::Course;
use sim::stories::lifecycle::history::{End, Mark};
use sim::stories::lifecycle::picture::{Card, KeyState, Picture, RefreshState, TokenState};
use sim::stories::lifecycle::plan::Happening;
use sim::stories::lifecycle::token_app::Who;
use sim::stories::lifecycle::world::What;
use sim::wire::time::{Duration, Instant, START};

mod told;
mod verdict;

pub use told::line;
pub use verdict::{prediction, tallies, verdict};

pub const TITLE: &str = "Time machine";
pub const LOOK_FOR: &str = "A [key|key] works until somebody ends it. A [token|token] ends by itself, and the app exchanges its refresh token for the next one. Move the clock back and forth, and watch when each of them ends.";

pub const EVENTS_LABEL: &str = "What happens";
pub const OPENED: &str = "Pair of tokens in view";
pub const BESIDE: &str = "Pair of tokens beside it";
pub const LESSON: &str = "Show";
pub const OWN_HISTORY: &str = "your own history";
/// What each of `lessons::LESSONS` shows, and what to watch in it.
pub const LESSONS: [(&str, &str); 13] = [
    ("a stolen refresh token, app first", "The app has used the refresh token already when the thief comes with it."),
    ("a stolen refresh token, thief first", "The thief is quicker, so it is the app that comes with a used token."),
    ("a quiet half day", "Nothing happens: one key, and a new token every hour."),
    ("a key rotated without overlap", "The old key ends before the new one has reached the app."),
    ("revoked: a self-contained token", "Key and token are revoked at the same moment. Which one still opens the API?"),
    ("revoked: a token that is looked up", "The same moment, with an opaque token."),
    ("two tabs refresh at once", "Nobody is a thief, but the family ends anyway."),
    ("two tabs, with a grace window", "The token just before still works for 30 seconds."),
    ("a token answer gets lost", "The server has rotated the token. The app does not know."),
    ("the token endpoint is down", "The app cannot refresh. How long does it go on?"),
    ("the API’s clock is behind", "A fresh token is too young for a clock that is five minutes slow."),
    ("the API’s clock is ahead, with leeway", "The clock is five minutes fast, and the API allows for five minutes."),
    (
        "a month: idle, absolute, overlap",
        "Ada is away for nine days. Twenty days after a sign-in the family ends anyway.",
    ),
];

pub const SHARE: &str = "Share this moment";
pub const LENGTH: &str = "History";
pub const ZOOM: &str = "Shown";
pub const ZOOM_ALL: &str = "all of it";
pub const BANDS: [&str; 3] = ["API key", "Access token", "Refresh tokens of a sign-in"];
pub const OVERLAP: &str = "overlap";
pub const LATE: &str = "revoked, still taken";
pub const MANY_TOKENS: &str = "one token after the other";
pub const FAMILY_ENDED: &str = "family ended";
pub const LEGEND: [(&str, &str); 4] = [
    ("answered", "a call that was answered"),
    ("refused", "refused"),
    ("late", "revoked, and the API still takes it"),
    ("thief", "a token of the thief"),
];

pub const YOURS: &str = "What happens";
pub const NONE_YOURS: &str = "Nothing yet. Choose what shall happen, move the clock, and add it.";
pub const ADD: &str = "Let it happen at ";
pub const ADD_LABEL: &str = "What shall happen";
pub const MOVE_HERE: &str = "Move to the clock";
pub const REMOVE: &str = "Remove";
pub const FULL: &str = "There is no room for more.";

pub const LOG: &str = "Log";
/// Between the moment and the last line of the log, to be heard.
pub const LAST: &str = ". Last, at ";
pub const FILTER: &str = "Lines";
pub const FILTERS: [&str; 6] = ["all", "key", "token", "refused", "thief", "yours"];
pub const COPY_LOG: &str = "Copy";
pub const COPY_LOG_LABEL: &str = "Copy the log";
pub const SAVE_LOG: &str = "Save the log as ";
pub const TEXT: &str = "Text";
pub const JSON: &str = "JSON";
pub const NO_LINES: &str = "No line of this kind.";

pub const TREE: &str = "Family tree of the refresh tokens";
pub const TREE_HINT: &str = "Open one. The one you opened before stands beside it.";
pub const EARLIER: &str = "Earlier";
pub const LATER: &str = "Later";
pub const COMPARE: &str = "Two generations side by side";
pub const ROWS: [&str; 10] = [
    "Traded for",
    "Issued to",
    "Issued at",
    "Access token",
    "jti",
    "iat",
    "exp",
    "Access token is",
    "Refresh token",
    "Refresh token is",
];
pub const NONE_BEFORE: &str = "none before";
pub const DIFFERS: &str = "differs";
pub const SAYS_NOTHING: &str = "says nothing";

pub const STATES: [&str; 2] = ["The key in the app", "The opened access token"];
pub const KEY_STATES: [&str; 4] = ["active", "replaced, in its overlap", "ended", "revoked"];
pub const TOKEN_STATES: [&str; 6] =
    ["not valid yet", "active", "expired", "refreshed, still good", "revoked, still taken", "revoked, refused"];

pub const SETTINGS: &str = "Settings";
pub const ACCESS: &str = "Access token lives";
pub const FAMILY: &str = "Refresh tokens end after";
pub const IDLE: &str = "… or without use after";
pub const EARLY: &str = "App refreshes";
pub const KIND: &str = "The access token";
pub const KINDS: [&str; 3] = ["is self-contained", "is self-contained, and the API asks", "is looked up (opaque)"];
pub const FIRST: &str = "A stolen refresh token is used first by";
pub const FIRSTS: [&str; 2] = ["the thief", "the app"];
pub const GRACE: &str = "Grace for a used one";
pub const AHEAD: &str = "The API’s clock is";
pub const LEEWAY: &str = "Leeway";
pub const OVERLAP_LABEL: &str = "Key overlap";
pub const DEPLOY: &str = "New key reaches the app after";
pub const SIGN_IN: &str = "Ada signs in again after";

pub const PREDICT: Asks = Asks {
    question: "a thief copies a refresh token, and uses it after the app does. Who has to sign in again?",
    answers: &["Only the thief is locked out", "Only Ada", "Both are locked out"],
};
pub const RUNNING: &str = "Running…";

pub const WIRES_EMPTY: &str = "Nothing was sent yet.";
pub const TABLE: &str = "The log as a table";
pub const TABLE_HEAD: [&str; 4] = ["Time", "Of", "Status", "What happened"];
pub const PRIVATE: &str = "All of this is made in this tab and sent nowhere.";
pub const RUN: &str = "Run ";
pub const RUN_NOTE: &str = "A checksum over every request and answer of this run: the same settings, events and seed give the same one, on every machine.";

pub const HELP: [(&str, &str); 7] = [
    ("Space", "play or pause"),
    ("← →", "one request back or on"),
    ("Shift ← →", "one line of the log back or on"),
    ("Home End", "start or end"),
    ("R", "reset everything"),
    ("?", "show or hide this list"),
    ("Tab Enter", "reach and use everything else"),
];

pub fn key_name(number: u32) -> String {
    format!("key\u{a0}{}", number + 1)
}

pub fn token_name(number: u32) -> String {
    format!("t{}", number + 1)
}

pub fn refresh_name(number: u32) -> String {
    format!("r{}", number + 1)
}

pub const fn who(who: Who) -> &'static str {
    match who {
        Who::KeyApp => "the app with the key",
        Who::App => "the app",
        Who::Tab => "its second tab",
        Who::Thief => "the [thief|thief]",
        Who::Owner => "the owner",
    }
}

const fn who_begins(who: Who) -> &'static str {
    match who {
        Who::Thief => "The [thief|thief]",
        Who::Tab => "The second tab",
        _ => "The app",
    }
}

pub const fn happening(what: Happening) -> &'static str {
    match what {
        Happening::KeyRotated => "Key rotated",
        Happening::KeyRevoked => "Key revoked",
        Happening::AccessRevoked => "Access token revoked",
        Happening::RefreshRevoked => "Refresh token revoked",
        Happening::RefreshStolen => "Refresh token stolen",
        Happening::TwoTabs => "Two tabs refresh at once",
        Happening::AnswerLost => "Next token answer gets lost",
        Happening::ServerDown => "Token endpoint goes down",
        Happening::ServerUp => "Token endpoint works again",
        Happening::AppClosed => "Ada closes the app",
        Happening::AppOpened => "Ada opens the app",
    }
}

/// A stop of a slider.
pub fn setting(value: Duration) -> String {
    span(value)
}

pub fn none_or(value: Duration) -> String {
    if value == Duration::ZERO { "none".into() } else { span(value) }
}

pub fn never_or(value: Duration) -> String {
    if value == Duration::ZERO { "never".into() } else { span(value) }
}

pub fn early(value: Duration) -> String {
    if value == Duration::ZERO { "when refused".into() } else { [&span(value), " early"].concat() }
}

pub fn ahead(seconds: i64) -> String {
    let by = span(Duration::seconds(seconds.unsigned_abs()));
    match seconds {
        0 => "right".into(),
        1.. => [&by, " ahead"].concat(),
        _ => [&by, " behind"].concat(),
    }
}

/// How long a history or a page is.
pub fn length(value: Duration) -> String {
    if value == Duration::days(1) { "1\u{a0}day".into() } else { span(value) }
}

/// How much of a history is shown.
pub fn zoom(value: Duration) -> String {
    if value == Duration::ZERO { ZOOM_ALL.into() } else { length(value) }
}

/// A tick of the time axis; with `hours`, the time of day matters.
pub fn tick(at: Duration, hours: bool) -> String {
    let (day, minutes) = (at.as_s() / 86_400 + 1, at.as_s() / 60 % 1440);
    match (hours, minutes) {
        (true, 0) if day > 1 => format!("day\u{a0}{day}"),
        (true, _) => format!("{:02}:{:02}", minutes / 60, minutes % 60),
        (false, _) => format!("day\u{a0}{day}"),
    }
}

/// What brought a family's end, under the picture.
pub fn replay(mark: &Mark, number: u32) -> String {
    let token = refresh_name(number);
    match mark.what {
        What::Refresh(Who::Thief) => format!("the thief plays {token}, already used"),
        What::Refresh(_) => format!("the app plays {token}, already used"),
        _ => format!("{token} revoked"),
    }
}

fn at(instant: Instant) -> String {
    moment(instant.since(START))
}

pub fn key_state(state: KeyState) -> String {
    match state {
        KeyState::Active => "active: it opens the API".into(),
        KeyState::Overlap(until) => format!("replaced, and opens the API until {}", moment(until)),
        KeyState::Ended(at) => format!("replaced, and refused since {}", moment(at)),
        KeyState::Revoked(at) => format!("revoked at {}, and refused since", moment(at)),
    }
}

pub const fn token_state(state: TokenState) -> &'static str {
    match state {
        TokenState::Unborn => "not issued yet",
        TokenState::Early => "not valid yet, for the API’s clock",
        TokenState::Active => "active: it opens the API",
        TokenState::Refreshed => "refreshed: there is a newer one, and this one still opens the API",
        TokenState::Expired => "expired, and refused",
        TokenState::Revoked => "revoked, and refused",
        TokenState::Late => "revoked, but the API does not ask, so it still takes it",
    }
}

pub fn refresh_state(state: RefreshState) -> String {
    match state {
        RefreshState::Unborn => "not issued yet".into(),
        RefreshState::Live => "good for one trade".into(),
        RefreshState::Traded(at, by, child) => {
            format!("used at {} by {}, for {}", moment(at), crate::ui::rich::plain(who(by)), refresh_name(child))
        }
        RefreshState::Ended(at, end) => format!("ended at {}: {}", moment(at), end_of(end)),
        RefreshState::Passed => "passed by: a twin was used".into(),
    }
}

const fn end_of(end: End) -> &'static str {
    match end {
        End::Reused => "a used token came back",
        End::Revoked => "revoked",
        End::Expired => "past the family’s end",
        End::Idle => "not refreshed for too long",
    }
}

/// What is written in a card, row by row.
pub fn card(card: &Card) -> [String; 10] {
    let date = |s: u64| at(Instant::from_unix_s(s));
    let claim = |read: fn(&(String, u64, u64)) -> String| card.claims.as_ref().map_or(SAYS_NOTHING.into(), read);
    let times = card.claims.as_ref().map(|(_, iat, exp)| (date(*iat), date(*exp)));
    let parent = card.issue.parent.map_or("Ada’s sign-in".into(), refresh_name);
    let holder = crate::ui::rich::plain(who(card.issue.who));
    let holder = if card.issue.lost { [&holder, ", but lost on the way"].concat() } else { holder };
    let short = |text: &str| crate::ui::credential::abbreviate_to(text, 8, 6);
    let (iat, exp) = times.unwrap_or((SAYS_NOTHING.into(), SAYS_NOTHING.into()));
    [
        parent,
        holder,
        at(card.issue.at),
        short(&card.access),
        claim(|(id, ..)| id.clone()),
        iat,
        exp,
        token_state(card.state).into(),
        short(&card.refresh),
        refresh_state(card.refresh_state),
    ]
}

/// The state diagrams in words.
pub fn state_words(picture: &Picture) -> [String; 2] {
    let (key, state) = picture.key;
    let coming = match picture.coming {
        0 => String::new(),
        _ => " A newer key is made, and is not in the app yet.".into(),
    };
    let key = format!("[key|{}] is {}.{coming}", key_name(key), key_state(state));
    let token = match &picture.cards[0] {
        Some(card) => format!("[token|{}] is {}.", token_name(card.issue.number), token_state(card.state)),
        None => "No token yet.".into(),
    };
    [key, token]
}

/// The title of an exchange.
pub fn wire_title(index: usize, when: Option<Duration>, actor: &str) -> String {
    let with = ["with the key", "with tokens"][index];
    when.map_or_else(|| ["Last request ", with].concat(), |when| format!("{} · {actor}, {with}", moment(when)))
}

pub const ACTORS: [&str; 3] = ["app", "thief", "owner"];

/// The picture in words.
pub fn picture(course: &Course, picture: &Picture) -> String {
    let [key, token] = state_words(picture).map(|text| crate::ui::rich::plain(&text));
    format!(
        "Both lives from 0 to {}. At {}: {key} {token} The log and the table say the same as the picture.",
        span(course.length()),
        moment(picture.now)
    )
}

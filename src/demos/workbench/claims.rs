//! What header members and claims mean, in a few words each.

use crate::ui::format::span;
use sim::provider::api::AUDIENCE;
use sim::provider::oauth::user::UserId;
use sim::provider::reject::Clause;
use sim::stories::workbench::reading::is_ours;
use sim::wire::json::Value;
use sim::wire::time::{Duration, Instant};

/// A name, what it says, and where that is laid down.
type Meaning = (&'static str, &'static str, Clause);

/// What may stand in a header.
const HEADER: [Meaning; 12] = [
    ("alg", "how it is signed", Clause(7515, "4.1.1")),
    ("typ", "what kind of token it is", Clause(9068, "2.1")),
    ("kid", "which of the issuer’s keys it is signed with", Clause(7515, "4.1.4")),
    ("jwk", "a key that the token brings along: never one to trust", Clause(7515, "4.1.3")),
    ("jku", "where a key is to be fetched: never a place to trust", Clause(7515, "4.1.2")),
    ("x5u", "where a certificate is to be fetched: never a place to trust", Clause(7515, "4.1.5")),
    ("x5c", "a certificate that the token brings along", Clause(7515, "4.1.6")),
    ("x5t", "the fingerprint of a certificate", Clause(7515, "4.1.7")),
    ("cty", "what the payload is, if not claims", Clause(7515, "4.1.10")),
    ("crit", "what a reader must understand or refuse", Clause(7515, "4.1.11")),
    ("enc", "how the content is encrypted", Clause(7516, "4.1.2")),
    ("zip", "how the content was compressed", Clause(7516, "4.1.3")),
];

/// What may stand in a payload.
const PAYLOAD: [Meaning; 18] = [
    ("iss", "who made it", Clause(7519, "4.1.1")),
    ("sub", "on whose behalf it acts", Clause(7519, "4.1.2")),
    ("aud", "which API it is for", Clause(7519, "4.1.3")),
    ("exp", "from when on it is refused", Clause(7519, "4.1.4")),
    ("nbf", "before when it is refused", Clause(7519, "4.1.5")),
    ("iat", "when it was made", Clause(7519, "4.1.6")),
    ("jti", "its own name, so that it can be told from others", Clause(7519, "4.1.7")),
    ("client_id", "which app it was given to", Clause(8693, "4.3")),
    ("scope", "what it may do", Clause(8693, "4.2")),
    ("act", "who acts for the subject", Clause(8693, "4.1")),
    ("cnf", "the key that its sender has to prove: not a bearer token", Clause(7800, "3")),
    ("auth_time", "when the user last signed in", Clause(9068, "2.2.1")),
    ("acr", "how well the user proved who it is", Clause(9068, "2.2.1")),
    ("amr", "by which means the user signed in", Clause(9068, "2.2.1")),
    ("roles", "the user’s roles", Clause(9068, "2.2.3.1")),
    ("groups", "the user’s groups", Clause(9068, "2.2.3.1")),
    ("entitlements", "what the user is entitled to", Clause(9068, "2.2.3.1")),
    ("nonce", "a value of the app’s, in an ID token", Clause(7519, "4.2")),
];

/// What a member of the header (0) or the payload (1) means, and the clause. Other names mean what their maker says.
pub fn meaning(part: usize, name: &str) -> (&'static str, Clause) {
    let (known, other) = if part == 0 {
        (HEADER.as_slice(), ("not a registered name here: its maker knows", Clause(7515, "4.3")))
    } else {
        (PAYLOAD.as_slice(), ("a private name: its maker knows what it means", Clause(7519, "4.3")))
    };
    known.iter().find(|(other, ..)| *other == name).map_or(other, |(_, means, clause)| (*means, *clause))
}

/// What this value says, now; empty where the value says it itself.
pub fn said(part: usize, name: &str, value: &str, now: Instant) -> String {
    let parsed = Value::parse(value).ok();
    let text = parsed.as_ref().and_then(Value::as_text);
    match (part, name, text) {
        (0, "alg", Some("HS256")) => "HMAC with SHA-256: one secret makes it and checks it".into(),
        (0, "alg", Some(none)) if none.eq_ignore_ascii_case("none") => "not signed at all".into(),
        (0, "typ", Some("at+jwt")) => "an access token".into(),
        (0, "typ", Some("JWT")) => "any JWT: it does not say that it is an access token".into(),
        (1, "iss", Some(issuer)) if is_ours(issuer) => "the authorization server here".into(),
        (1, "aud", Some(AUDIENCE)) => "this API".into(),
        (1, "aud", Some(_)) => "another API".into(),
        (1, "sub", Some(subject)) => {
            UserId::of_subject(subject).map_or_else(String::new, |user| user.name().to_owned())
        }
        (1, "exp" | "nbf" | "iat" | "auth_time" | "updated_at", None) => match parsed.as_ref().map(Value::as_integer) {
            Some(Some(seconds)) => date(name, seconds, now),
            Some(None) => "not a whole number, so no date".into(),
            None => String::new(),
        },
        (1, "exp" | "nbf" | "iat", Some(_)) => "text, so no date: dates are numbers".into(),
        _ => String::new(),
    }
}

/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

fn date(name: &str, seconds: i64, now: Instant) -> String {
    let Some(unix_s) = u64::try_from(seconds).ok().filter(|_| seconds <= LAST) else {
        return "no date before the year 10000: are these milliseconds?".into();
    };
    let at = Instant::from_unix_s(unix_s);
    let (ahead, ago) = (at.since(now), now.since(at));
    let ago_s = Duration::seconds(now.unix_s().saturating_sub(unix_s));
    let relation = match (name, ahead == Duration::ZERO) {
        ("exp", true) if ago < Duration::seconds(1) => "this very second: over".into(),
        ("exp", true) => ["over for ", &long(ago_s)].concat(),
        (_, true) if ago < Duration::seconds(1) => "now".into(),
        (_, true) => [&long(ago_s), " ago"].concat(),
        (_, false) => ["in ", &long(ahead)].concat(),
    };
    let (year, month, day) = at.date();
    let month = MONTHS[month as usize - 1];
    [&day.to_string(), "\u{a0}", month, "\u{a0}", &year.to_string(), ", ", &at.time_of_day(), " UTC: ", &relation]
        .concat()
}

/// A span in words; from two years on, in years.
fn long(time: Duration) -> String {
    let days = time.as_s() / 86_400;
    if days < 730 { span(time) } else { [&(days / 365).to_string(), "\u{a0}years"].concat() }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

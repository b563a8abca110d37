//! The demo's words. Values come in; a second language is a second file like this one.

use super::edit::{Sign, Source};
use super::kinds::what_it_is;
use super::model::Workbench;
use crate::ui::credential::abbreviate_to;
use crate::ui::format::{count, span};
use crate::ui::lab::Words;
use crate::ui::predict::Asks;
use sim::provider::reject::Reject;
use sim::stories::workbench::bench::{Answered, CALLS, LOOKED_UP, PERMISSION};
use sim::stories::workbench::reading::{Fault, Kind, Wrong};
use sim::stories::workbench::text::{members, value};
use sim::stories::workbench::tour::Step;
use sim::wire::json::JsonError;
use sim::wire::time::Duration;

pub const TITLE: &str = "Take a token apart";

pub const PREDICT: Asks = Asks {
    question: "Ada’s token may read orders. A thief adds [code|customers:read] to its [code|scope], in well-formed JSON, and asks for customers. Which check stops that?",
    answers: &["The claims: no such scope was granted", "The signature", "Allowed to do this?", "None: it passes"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "Whoever holds a signed [token|token] can read it, but a change without the secret is noticed. Change a letter in the header or the claims, and watch which check goes red.",
    share: "Share this moment",
    keys: &[
        ("Space", "let the clock run, or stop it"),
        ("← →", "one turning point back or on"),
        ("Shift ← →", "one step of the tour back or on"),
        ("Home End", "start or end of the time"),
        ("R", "reset everything, what you pasted too"),
        ("?", "show or hide this list"),
    ],
    private: "The provider runs in this tab. Nothing is sent anywhere.",
};

/// The tabs, and what their row is called.
pub const TASKS: &str = "What to do with the token";
pub const READ: &str = "Read";
pub const CHANGE: &str = "Change";
pub const FORGE: &str = "Forge";

pub const MINT: &str = "Mint another token";
pub const USER: &str = "For";
pub const SCOPES: &str = "It may";
pub const LIFETIME: &str = "It lives";
pub const AUDIENCE: &str = "At";
/// The audiences' names in a link, and on their buttons.
pub const USERS: [&str; 2] = ["Ada", "Bo"];
pub const AUDIENCE_LABELS: [&str; 2] = ["this API", "the billing API"];
pub const ASKED: &str = "The server was asked about the opaque token";
pub const TOUR_STEP: &str = "Step of the tour";
pub const TAB: &str = "Tab";
pub const TAKE_MINTED: &str = "Mint it";

pub const TOKEN: &str = "The token";
pub const PARTS: [&str; 3] = ["Header", "Payload", "Signature"];
pub const PASTE: &str = "Paste a token, or change this one";
pub const PASTE_NOTE: &str = "What you paste stays in this tab. It is not sent, not stored and not put in the address, which holds only the mint’s settings and the tour’s step. Reset forgets it.";
pub const TAKE_INSIDE: &str = "Take the token in it";
pub const COPY: &str = "Copy this";
pub const GIVE_BACK: &str = "Back to your text";
pub const TOO_LONG_TO_DRAW: &str = "This is no token that can be taken apart, so it is not drawn.";

pub const HEADER: &str = "What it is and how it is signed";
pub const PAYLOAD: &str = "What it claims";
pub const SIGNATURE: &str = "Who vouches for it";
/// What is to be read of the signature.
pub const SIGNATURE_NOTE: &str = "There is nothing in it to read. The issuer makes it from the two parts before it, with a key that it keeps. Whoever lacks the key cannot make one for other parts.";
pub const HEADER_FIELD: &str = "Header, as JSON";
pub const PAYLOAD_FIELD: &str = "Payload, as JSON";
pub const SECRET: &str = "Sign with this secret";
pub const SIGN_AGAIN: &str = "Sign again";
pub const SIGNS: [(&str, Sign, &str); 3] = [
    ("right", Sign::Right, "with the right secret"),
    ("wrong", Sign::Wrong, "with a wrong one"),
    ("none", Sign::None, "not at all: alg none"),
];
pub const MORE_CLAIMS: &str = "More members follow. The text above has them all.";

pub const CHECKS: &str = "The API’s checks, in its own order";
pub const CALL: &str = "Send it to";
pub const ASKS: &str = "The API asks about each token";
pub const REVOKED: &str = "Both tokens were revoked";
/// Each check's question.
pub const QUESTIONS: [&str; 18] = [
    "One well-formed token after Bearer?",
    "Short enough to look at?",
    "Three parts?",
    "Each in base64url?",
    "The header: one JSON object?",
    "Signed as this API expects?",
    "An access token?",
    "No rules or keys of the sender’s?",
    "Signed with our secret, just like this?",
    "The claims: one JSON object?",
    "Every claim there that must be?",
    "From our issuer?",
    "For this API?",
    "Not over?",
    "Begun?",
    "Not revoked?",
    "For an app that we know?",
    "Allowed to do this?",
];

pub const TOUR: &str = "Ten classic forgeries";
pub const TOUR_NOTE: &str =
    "Each step is made from Ada’s good token, laid on the bench and sent. The same checks give the API’s answer.";
/// What stands beside a step that was not tried.
pub const NOT_TRIED: &str = "not tried yet";
pub const TOUR_BACK: &str = "Step before";
pub const TOUR_ON: &str = "Next step";
/// Each forgery, and the steps of it: what is changed.
pub const FORGERIES: [(&str, &[&str]); 10] = [
    (
        "It says it needs no signature",
        &[
            "The header says alg none. The old signature stays.",
            "The signature is taken off as well: three parts, the last one empty.",
            "none is spelled nOnE, for readers that look for the word and not for their own algorithm.",
        ],
    ),
    (
        "Edit a claim",
        &[
            "The scope grows by customers:read. The old signature stays.",
            "The subject becomes Bo. The old signature stays.",
        ],
    ),
    (
        "Stretch its life",
        &[
            "Nothing is changed yet: the token is a minute past its end.",
            "Ten years are added to exp. The old signature stays.",
        ],
    ),
    (
        "Tear off the signature",
        &["The third part is empty.", "The dot goes too.", "The signature is cut short: its first 15 bytes are right."],
    ),
    (
        "Guess the secret",
        &[
            "The scope grows, and the token is signed with the word secret.",
            "It is signed with a string that everybody knows: the issuer’s name.",
            "It is signed with the true secret, stolen from a server that checks tokens.",
        ],
    ),
    (
        "Name another algorithm",
        &[
            "The header says HS512. The old signature stays.",
            "The header says RS256, which is checked with a public key.",
        ],
    ),
    (
        "Bring your own key",
        &[
            "The header brings a key along (jwk), and the token is signed with it.",
            "The header names a key file that is empty (kid), and the token is signed with nothing.",
            "The header says where to fetch the key (jku): at the thief’s.",
        ],
    ),
    (
        "Pass off another kind of token",
        &[
            "The header says typ JWT, as an ID token does. It is signed with the true secret.",
            "The header says no typ. It is signed with the true secret.",
        ],
    ),
    (
        "Bring one made elsewhere",
        &[
            "aud names the billing API. It is signed with the true secret.",
            "iss is a longer host that begins like ours. It is signed with the true secret.",
        ],
    ),
    (
        "Make two readers read two things",
        &[
            "The scope stands twice: which one counts? It is signed with the true secret.",
            "A padding sign, =, is added at the end: the same bytes, another string.",
            "The last character is swapped for one that decodes to the same bytes.",
        ],
    ),
];

pub const OPAQUE: &str = "The same grant as an opaque token";
pub const OPAQUE_NOTE: &str = "There is nothing to take apart, because it is 32 random bytes. Only the authorization server knows what it stands for, so the API asks there on each call, and learns of a revocation at once.";
pub const ASK: &str = "Ask what it stands for";
pub const ASKED_TITLE: &str = "The orders API asks the authorization server";
pub const ASK_EMPTY: &str = "Nobody has asked yet.";

const SIGNATURE_GUESS: usize = 1;

/// What is new about the text, for those who hear the page: a step of the tour, or something pasted that is no token.
/// Of a token, the verdict says all.
pub fn news(state: &Workbench) -> String {
    match (state.source, &state.reading.kind) {
        // (Its sentence stands in the page alone: the program does not carry it.)
        (Source::Tour(step), _) => ["Forgery ", &step.name(), ". "].concat(),
        (Source::Pasted, kind) if !matches!(kind, Kind::Token { .. }) => what_it_is(state) + " ",
        _ => String::new(),
    }
}

/// Text from a token in a sentence: short, and without the marks of sentences.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !"[]|".contains(*c)).take(60).collect()
}

/// Where the text came from.
pub fn source(state: &Workbench) -> String {
    match state.source {
        Source::Minted => ["Minted for ", state.mint.user.name(), ", for ", &span(state.mint.lifetime)].concat(),
        Source::Tour(step) => ["Forgery ", &step.name()].concat(),
        Source::Edited => "Changed by you".into(),
        Source::Pasted => "Yours".into(),
    }
}

pub const fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Encoding => "This part is not base64url without padding, so there is nothing to read.",
        Fault::Utf8 => "This part decodes to bytes that are no text.",
    }
}

pub fn wrong(wrong: Wrong) -> String {
    match wrong {
        Wrong::NoObject => "JSON, but not an object.".into(),
        Wrong::Json(JsonError::Syntax(at)) => ["Not JSON, from its byte ", &count(at as u64 + 1), " on."].concat(),
        Wrong::Json(JsonError::DuplicateName) => {
            "A name stands twice, and readers differ in which one they take.".into()
        }
        Wrong::Json(JsonError::TooDeep) => "Nested deeper than this API reads.".into(),
    }
}

/// What the signature in the token is, compared with what the secret in the field gives.
pub fn comparison(state: &Workbench) -> String {
    let (Some((_, signature)), Some(computed)) = (state.split(), state.signature()) else { return String::new() };
    let whose = if state.has_right_secret() { "The provider’s secret" } else { "This secret" };
    if signature == computed {
        [whose, " gives the first two parts [ok|this very signature]."].concat()
    } else {
        let (is, gives) = (abbreviate_to(signature, 6, 4), abbreviate_to(&computed, 6, 4));
        let is = if is.is_empty() { "none".into() } else { ["[no|", &short(&is), "]"].concat() };
        [whose, " gives the first two parts [code|", &gives, "], but the token has ", &is, "."].concat()
    }
}

/// What a check found, for one that was passed.
pub fn found(state: &Workbench, check: usize) -> String {
    let reading = &state.reading;
    let (header, payload) = (reading.says(0).unwrap_or_default(), reading.says(1).unwrap_or_default());
    let claim = |name| {
        value(payload, name).map_or_else(String::new, |value| ["[code|", &short(value.trim_matches('"')), "]"].concat())
    };
    let number = |json| count(members(json).map_or(0, |members| members.len() as u64));
    let date = |name| value(payload, name).and_then(|value| value.parse::<u64>().ok());
    let now_s = state.now().unix_s();
    match check {
        0 => "one".into(),
        1 => [&count(state.text.trim().len() as u64), " characters of 8\u{202f}192"].concat(),
        2 => "header, payload, signature".into(),
        3 => "all three".into(),
        4 => [&number(header), " members, each once"].concat(),
        5 => "[code|HS256], and no other".into(),
        6 => value(header, "typ")
            .map_or_else(String::new, |value| ["[code|", &short(value.trim_matches('"')), "]"].concat()),
        7 => "none".into(),
        8 => "the same 32 bytes".into(),
        9 => [&number(payload), " claims, each once"].concat(),
        10 => "all seven".into(),
        11 => claim("iss"),
        12 => claim("aud"),
        13 => date("exp")
            .map_or_else(String::new, |exp| [&span(Duration::seconds(exp.saturating_sub(now_s))), " left"].concat()),
        14 => date("iat").map_or_else(String::new, |iat| {
            ["made ", &span(Duration::seconds(now_s.saturating_sub(iat))), " ago"].concat()
        }),
        LOOKED_UP if state.answer.was_looked_up() => "looked up, and still good".into(),
        LOOKED_UP if state.asks => "asked: still good".into(),
        LOOKED_UP => "not asked".into(),
        16 => claim("client_id"),
        _ => ["yes, [code|GET ", CALLS[state.call], "]"].concat(),
    }
}

/// What a check is called whose name the provider has for its refusals.
pub fn result(class: &str) -> &'static str {
    match class {
        "passed" => "passed",
        "stopped" => "stopped here",
        "unasked" => "not made",
        _ => "not reached",
    }
}

/// The status, whether it is good news, and the sentence.
pub fn verdict(state: &Workbench) -> (String, &'static str, String) {
    let answer = &state.answer;
    let status = answer.exchange.response.status.0.to_string();
    let Some(stop) = answer.stopped_at() else {
        let passed = if answer.was_looked_up() { "was looked up, and is good" } else { "passed every check" };
        return (status, "ok", ["The [token|token] [ok|", passed, "]. ", &got(state)].concat());
    };
    let sentence = match stop {
        PERMISSION => "The [token|token] is valid, but [no|not allowed to do this].".to_owned(),
        _ if answer.was_looked_up() => "The [token|token] was looked up, and [no|is not good].".into(),
        _ => {
            let checks = count(stop as u64);
            let after =
                if stop == 0 { "before the first check of the token".into() } else { ["at check ", &checks].concat() };
            ["Stopped [no|", &after, "]: ", QUESTIONS[stop]].concat()
        }
    };
    (status, "no", sentence)
}

fn got(state: &Workbench) -> String {
    let records = state.answer.exchange.records;
    match CALLS[state.call] {
        "/v1/me" => "The answer names its user.".into(),
        _ => ["The answer: [b|", &count(records.into()), "\u{a0}records]."].concat(),
    }
}

/// What it shows, beyond the refusal's own sentence.
pub fn aside(state: &Workbench) -> &'static str {
    match (&state.answer.exchange.reject, state.source) {
        (None, Source::Tour(Step(4, 2))) => {
            "Whoever can check an HS256 token can also make one, so the API cannot tell the thief’s from the issuer’s."
        }
        (None, _) if state.revoked && !state.asks && !state.answer.was_looked_up() => {
            "It was revoked, but nothing in it shows that. An API that does not ask accepts it until its end."
        }
        (Some(Reject::TokenSignature), Source::Edited | Source::Tour(_)) => {
            "One changed bit is enough. The caller is told less than you, because on the wire every refused token reads the same."
        }
        (Some(Reject::TokenAlgorithm), _) => {
            "The API decides the algorithm, not the token. Readers that believed the token were fooled (RFC 8725 §2.1)."
        }
        (Some(Reject::TokenType | Reject::TokenAudience | Reject::TokenIssuer), _) => {
            "Its signature is good. An API that checks nothing else would let it in."
        }
        (Some(Reject::TokenClaims), Source::Tour(_)) => {
            "Its signature is good. One reader would take the first scope, another the last."
        }
        (Some(Reject::TokenEncoding), Source::Tour(_)) => {
            "The bytes are the same, but the string is not, so a list of bad strings would miss it."
        }
        (Some(Reject::TokenExtension(_)), _) => "Nothing is fetched and no key is taken from the token.",
        (Some(Reject::TokenExpired { .. } | Reject::TokenEarly), _) => {
            "Nobody has to do anything for that, because only the clock decides."
        }
        (Some(Reject::TokenRevoked), _) => "The API asked, so it knows at once.",
        (Some(Reject::InsufficientScope(_)), _) => "This is a 403 and not a 401, because the API knows who is calling.",
        _ => "",
    }
}

/// How a step of the tour ended.
pub fn outcome(answer: &Answered) -> String {
    let status = answer.exchange.response.status.0.to_string();
    match &answer.exchange.reject {
        None => [&status, " it passes"].concat(),
        Some(reject) => [&status, " ", reject.check()].concat(),
    }
}

/// What the opaque token opens now.
pub fn opaque_verdict(answer: &Answered) -> String {
    let status = answer.exchange.response.status.0.to_string();
    let what = ["[code|", answer.exchange.request.method.name(), " ", &answer.exchange.request.path, "]"].concat();
    match &answer.exchange.reject {
        None => [&what, " with it: [ok|", &status, "]"].concat(),
        Some(reject) => [&what, " with it: [no|", &status, "] ", &reject.sentence()].concat(),
    }
}

/// What introspection said.
pub fn asked_note(answer: &Answered) -> &'static str {
    if answer.exchange.response.body.text().starts_with("{\"active\":true") {
        "active"
    } else {
        "not active, and nothing more"
    }
}

/// What the run says to the guess.
pub fn prediction(guess: usize, state: &Workbench) -> String {
    let stopped_by = state.answer.exchange.reject.as_ref().map_or("none", Reject::check);
    let right = guess == SIGNATURE_GUESS && stopped_by == "token-signature";
    let start = if right { "Right. " } else { "Not quite. " };
    [start, "The provider says [code|", stopped_by, "]: the signature was made for the old claims. The scope exists and the JSON is in order, but the checks of the claims come later."].concat()
}

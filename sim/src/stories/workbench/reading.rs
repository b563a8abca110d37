//! What a text is, if it is a token at all, and what can be read in it. Whatever is pasted gets an answer.

use core::ops::Range;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::text;
use crate::provider::api_key::{ApiKey, Kind as KeyKind};
use crate::provider::jwt::MAX_LENGTH;
use crate::provider::oauth::{ISSUER, opaque};
use crate::wire::json::{JsonError, Value};

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Empty,
    /// A signed token. Its `alg`, and its issuer, if they can be read.
    Token {
        /// `alg`
        alg: String,
        /// `iss`
        issuer: String,
    },
    /// Three parts whose first is no header.
    NoHeader,
    /// An encrypted token (RFC 7516): five parts.
    Encrypted,
    /// So many parts.
    Parts(usize),
    /// An API key of this site, whole.
    Key(KeyKind),
    /// What begins like one, and is not.
    KeyTypo,
    /// A refresh token of this site.
    Refresh,
    /// An opaque access token of this site.
    Opaque,
    /// A client secret of this site.
    ClientSecret,
    /// `Bearer` and what follows.
    Bearer,
    /// A line of a request's header. Which.
    Field(&'static str),
    /// Cookies.
    Cookie,
    /// A URL.
    Url,
    /// HTML.
    Html,
    /// A key or a certificate in PEM; whether it is a private key.
    Pem(bool),
    /// A token endpoint's answer.
    TokenAnswer,
    /// A set of public keys, or one.
    Jwk,
    /// A signed token in JSON (RFC 7515 §7.2).
    JwsJson,
    /// Other JSON: claims, before they are encoded.
    Json,
    /// A command line.
    Command,
    /// So many lines.
    Lines(usize),
    /// Longer than any token that is looked at. So many characters.
    Long(usize),
    /// One word without dots.
    Word,
    /// Words.
    Words,
}

/// Why a part cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not base64url.
    Encoding,
    /// It is not text.
    Utf8,
}

/// One part of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it says, as text.
    pub says: Result<String, Fault>,
}

/// A text, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What it is.
    pub kind: Kind,
    /// Header, payload and signature, as far as they are there. Empty for what is no token.
    pub parts: Vec<Part>,
    /// A token that stands in it.
    pub inside: Option<String>,
}

impl Reading {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let trimmed = text.trim();
        let kind = kind(trimmed);
        let readable = matches!(kind, Kind::Token { .. } | Kind::NoHeader | Kind::Encrypted | Kind::Parts(2));
        let parts = if readable { parts(text, trimmed) } else { Vec::new() };
        let inside = if readable { None } else { token_in(trimmed) };
        Self { kind, parts, inside }
    }

    /// What the part of that number says, if it can be read.
    pub fn says(&self, part: usize) -> Option<&str> {
        self.parts.get(part)?.says.as_deref().ok()
    }

    /// Whether its first two parts can be read and changed.
    pub fn is_token(&self) -> bool {
        matches!(self.kind, Kind::Token { .. } | Kind::NoHeader | Kind::Parts(2))
    }
}

fn parts(text: &str, trimmed: &str) -> Vec<Part> {
    let mut start = text.len() - text.trim_start().len();
    let part = |part: &str| {
        let range = start..start + part.len();
        start = range.end + 1;
        let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| Fault::Encoding);
        let says = bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| Fault::Utf8));
        Part { range, says }
    };
    trimmed.split('.').map(part).collect()
}

/// The header of this part, if it is one.
fn header(part: &str) -> Option<String> {
    let json = String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
    text::members(&json).map(|_| json)
}

/// A member's string, without its quotes.
fn string(json: &str, name: &str) -> String {
    let value = text::value(json, name).and_then(|value| Value::parse(value).ok());
    value.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned()
}

fn kind(trimmed: &str) -> Kind {
    let starts = |prefix: &str| trimmed.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if trimmed.is_empty() {
        return Kind::Empty;
    }
    if starts("bearer ") || starts("bearer\t") {
        return Kind::Bearer;
    }
    for (prefix, name) in FIELDS {
        if starts(prefix) {
            return if name.is_empty() { Kind::Cookie } else { Kind::Field(name) };
        }
    }
    if trimmed.starts_with('<') {
        return Kind::Html;
    }
    if starts("-----begin") {
        return Kind::Pem(trimmed.contains("PRIVATE KEY"));
    }
    if trimmed.starts_with(['{', '[', '"']) {
        return json_kind(trimmed);
    }
    if starts("https://") || starts("http://") {
        return Kind::Url;
    }
    if starts("curl ") {
        return Kind::Command;
    }
    if trimmed.len() > MAX_LENGTH {
        return Kind::Long(trimmed.chars().count());
    }
    let lines = trimmed.lines().filter(|line| !line.trim().is_empty()).count();
    match trimmed.contains(char::is_whitespace) {
        true if lines > 1 => Kind::Lines(lines),
        true if trimmed.split("; ").all(|pair| pair.contains('=')) => Kind::Cookie,
        true => Kind::Words,
        false => word_kind(trimmed),
    }
}

/// Lines of a request's header, by their beginning; without a name, cookies.
const FIELDS: [(&str, &str); 4] =
    [("authorization:", "Authorization"), ("x-api-key:", "X-API-Key"), ("cookie:", ""), ("set-cookie:", "")];

/// The prefixes of this site's other secrets.
const SECRETS: [(&str, Kind); 3] = [("rt_", Kind::Refresh), ("at_", Kind::Opaque), ("cs_", Kind::ClientSecret)];

fn word_kind(word: &str) -> Kind {
    if let Ok(key) = ApiKey::parse(word) {
        return Kind::Key(key.kind());
    }
    if word.starts_with("ak_") {
        return Kind::KeyTypo;
    }
    for (prefix, kind) in SECRETS {
        if word.starts_with(prefix) && !word.contains('.') && (kind != Kind::Opaque || opaque::is_one(word)) {
            return kind;
        }
    }
    let mut parts = word.split('.');
    let first = header(parts.next().unwrap_or_default());
    match (1 + parts.count(), first) {
        (1, _) => Kind::Word,
        (3, Some(header)) => {
            let payload = word.split('.').nth(1).and_then(self::header).unwrap_or_default();
            Kind::Token { alg: string(&header, "alg"), issuer: string(&payload, "iss") }
        }
        (3, None) => Kind::NoHeader,
        (5, Some(_)) => Kind::Encrypted,
        (parts, _) => Kind::Parts(parts),
    }
}

fn json_kind(text: &str) -> Kind {
    let has = |name| text::value(text, name).is_some();
    match () {
        () if has("access_token") => Kind::TokenAnswer,
        () if has("keys") || has("kty") => Kind::Jwk,
        () if has("payload") && (has("signature") || has("signatures")) => Kind::JwsJson,
        () => Kind::Json,
    }
}

/// How many beginnings of a token are looked at.
const MOST_TRIES: usize = 50;

/// The first text in this one that has the shape of a signed or encrypted token. If lines were broken in one, it is
/// found when they are joined.
fn token_in(text: &str) -> Option<String> {
    let found = |text: &str| {
        text.match_indices("eyJ").take(MOST_TRIES).find_map(|(at, _)| {
            let may_be_in_one = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
            let rest = text.get(at..)?;
            let token = rest.split(|c| !may_be_in_one(c)).next()?.trim_end_matches('.');
            let dots = token.matches('.').count();
            let first = token.split('.').next().unwrap_or_default();
            ((dots == 2 || dots == 4) && header(first).is_some()).then(|| token.to_owned())
        })
    };
    let joined = || text.split_ascii_whitespace().collect::<Vec<_>>().concat();
    found(text).or_else(|| if text.contains('\n') { found(&joined()) } else { None })
}

/// Whether a token says that it is this provider's.
pub fn is_ours(issuer: &str) -> bool {
    issuer == ISSUER
}

/// What keeps a text from being the one JSON object that a header or a payload is. `None` if nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is JSON, and no object.
    NoObject,
    /// It is not JSON.
    Json(JsonError),
}

/// See [`Wrong`]: the provider's own reader says it.
pub fn wrong(json: &str) -> Option<Wrong> {
    match Value::parse(json) {
        Ok(Value::Object(_)) => None,
        Ok(_) => Some(Wrong::NoObject),
        Err(error) => Some(Wrong::Json(error)),
    }
}

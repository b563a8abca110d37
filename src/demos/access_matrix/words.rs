//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::{Matrix, Place};
use crate::ui::format::count;
use crate::ui::lab::{PRIVATE, Words};
use crate::ui::predict::Asks;
use sim::provider::api::ENDPOINTS;
use sim::stories::matrix::{COLUMNS, CREDENTIALS, Credential, ROWS, is_answer};

pub const TITLE: &str = "Who may do what?";

pub const PREDICT: Asks = Asks {
    question: "the app key opens 7 of these 13. Suppose Ada granted the app all nine scopes. What would her token open?",
    answers: &["Less than the key", "As much", "More than the key"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "Every endpoint was asked with every credential, and each answer is the provider’s own. Take a permission away from [token|Ada’s token] and watch which answers change. A [key|key] has no such switch, because no user grants it anything: its owner decides what it may do.",
    share: "Share this state",
    keys: &[
        ("← → ↑ ↓", "from cell to cell, in the matrix"),
        ("Enter", "show the exchange of a cell"),
        ("← →", "the cell before or the next, outside it"),
        ("R", "reset everything"),
        ("?", "show or hide this list"),
    ],
    private: PRIVATE,
};

pub const SCOPES: &str = "Ada’s token may";
pub const SCOPES_NOTE: &str =
    "A token cannot be changed. So with each switch Ada grants other scopes, and the app gets a new token.";
pub const MATRIX: &str = "Each endpoint’s answer to each credential";
pub const ENDPOINT: &str = "Endpoint, and the scope it needs";
pub const CREDENTIAL: &str = "Credential";
pub const GROUPS: [&str; 2] = ["API keys", "Access tokens"];
/// The columns' headings. A soft hyphen says where a narrow one may break.
pub const COLUMN_HEADS: [&str; COLUMNS] =
    ["App", "Restrict\u{ad}ed", "Publish\u{ad}able", "Ada’s", "Partner’s", "Server’s"];
pub const LEGEND: [(&str, &str); COLUMNS] = [
    ("App key", "the app’s own and unrestricted: it opens all but a user’s own data and the keys"),
    ("Restricted key", "made for one task, with products:read alone"),
    ("Publishable key", "meant to stand in a page: geo:read"),
    ("Ada’s token", "opens what she granted the app with the switches"),
    ("Partner’s token", "another company’s app, to which Bo granted orders:read"),
    ("Server’s token", "issued to the server itself, without a user: orders:read reports:read"),
];
pub const LEGEND_TITLE: &str = "Who is who";
pub const TESTS_SCOPE: &str = "a test key";

/// With what a request was sent.
pub const fn with(credential: Credential) -> &'static str {
    match credential {
        Credential::AppKey => "the app key",
        Credential::RestrictedKey => "the restricted key",
        Credential::PublishableKey => "the publishable key",
        Credential::Ada => "Ada’s token",
        Credential::Partner => "the partner’s token",
        Credential::Server => "the server’s token",
    }
}

/// The name of a row: `POST /v1/orders`.
pub fn endpoint(row: usize) -> String {
    [ENDPOINTS[row].method.name(), " ", ENDPOINTS[row].path].concat()
}

/// A request and its credential: `POST /v1/orders with Ada’s token`.
pub fn asked(place: Place) -> String {
    [&endpoint(place.row), " with ", with(CREDENTIALS[place.column])].concat()
}

/// A cell, for those who hear it.
pub fn cell(place: Place, status: u16, was: Option<u16>) -> String {
    let verdict = if is_answer(status) { ", answered" } else { ", refused" };
    let before = was.map_or_else(String::new, |was| [", before: ", &was.to_string()].concat());
    [&asked(place), ": ", &status.to_string(), verdict, &before].concat()
}

/// What the switches come to.
pub fn sum(matrix: &Matrix) -> String {
    let opens = |credential| count(matrix.opens(credential) as u64);
    format!(
        "[token|Ada’s token] opens [token|{} of {ROWS}] with {}. The [key|app key] opens [key|{}], whoever holds it, and no switch here changes that.",
        opens(Credential::Ada),
        match matrix.scope.len() {
            0 => "no scope at all".to_owned(),
            1 => "one scope".to_owned(),
            n => format!("{n}\u{a0}scopes"),
        },
        opens(Credential::AppKey),
    )
}

/// What the last switch changed; empty before the first.
pub fn changes(matrix: &Matrix) -> String {
    if matrix.round == 0 {
        return String::new();
    }
    let changed: Vec<Place> = matrix.changed().collect();
    let list = |text: String, place: &Place| {
        let was = matrix.was(*place).unwrap_or_default();
        let joint = if text.is_empty() { "" } else { ", " };
        format!("{text}{joint}{} {was}\u{a0}→\u{a0}{}", endpoint(place.row), matrix.status(*place))
    };
    match changed.len() {
        0 => "No answer changed.".into(),
        1 => format!("[b|1 answer changed]: {}.", changed.iter().fold(String::new(), list)),
        n @ 2..=3 => format!("[b|{n} answers changed]: {}.", changed.iter().fold(String::new(), list)),
        n => format!("[b|{n} answers changed]."),
    }
}

/// What the provider says to a guess.
pub fn prediction(guess: usize, matrix: &Matrix) -> String {
    let (key, token) = (matrix.opens(Credential::AppKey), matrix.opens(Credential::Ada));
    let right = match key {
        _ if token < key => 0,
        _ if token == key => 1,
        _ => 2,
    };
    let opening = if guess == right { "[ok|You were right.]" } else { "[no|Not so.]" };
    format!(
        "{opening} It opens [token|{token}], the key [key|{key}]: only a user can grant access to a profile and to the keys. So a token does not always open less than a key. It opens what was granted."
    )
}

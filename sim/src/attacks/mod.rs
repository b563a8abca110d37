//! Every attack that the provider is tested against, as text that a small interpreter runs: one table for the native
//! test, the browser test and the board on the page where a reader launches them.
//!
//! The texts are read like this:
//!
//! ```text
//! # What the attacker tries, in one sentence
//! 8 T token-encoding · RFC 7515 §2          row of the attack table (+ for one beyond it), answer, check, clause
//! each n: 1 to 31                           one variant for each; or `each alg: none | None`
//! header alg "⟦none→HS256⟧"                 the attack sends what stands left of the arrow, its control what stands right
//! GET api/v1/orders                         a request; its header fields, query (?) and form (>) follow it
//! Authorization: Bearer {token}
//! then                                      what must hold after the refusal
//! ```
//!
//! So one sees what was tampered with, and the control that must succeed differs from the attack in nothing else. The
//! steps are listed where they are interpreted, in `stage.rs`, and the variables in `variables.rs`.
//!
//! What a table cannot show:
//!
//! - Row 14: that nothing is fetched when a token says where to fetch a key. The provider has nothing to fetch with:
//!   requests go in, answers come out, and `sim/clippy.toml` keeps it so.
//! - Row 17: that all refused tokens are answered alike to the byte. `sim/tests/attacks.rs` compares the answers.
//! - Rows 41 and 42 are the client's to stop, not the provider's. `expects` is what a client does with a redirect; in
//!   the browser tests a real OAuth library does it.
//! - Row 44: that the consent page cannot be framed. It is in the page's fields, which `sim/tests/attacks.rs` looks at.
//! - Row 50: there is none.
//! - Row 68: that digests are compared in constant time. One function compares them all, and it looks at every byte:
//!   `equal_in_constant_time`.

mod stage;
mod variables;

pub use stage::{Exchange, Outcome, launch};

use crate::provider::reject::Clause;
use variables::number;

/// One attack and its control.
#[derive(Clone, Copy, Debug)]
pub struct Attack {
    /// Its part of the table: `Token forgery`.
    pub group: &'static str,
    /// Its row of the attack table; 0 if it is one more.
    pub row: u8,
    /// What is tried, in plain words. Unique.
    pub name: &'static str,
    /// The answer that must come back, in the table's code: `T`, `CB(invalid_scope)`, `404`, `400:slow_down`.
    pub expected: &'static str,
    /// The check that must have stopped it, as `Reject::check` names it; alternatives are joined by `|`. `none` where
    /// the answer itself is the refusal.
    pub check: &'static str,
    /// The clause that says so.
    pub clause: Clause,
    /// Its steps, with both sides of each mark.
    pub text: &'static str,
}

/// A group a file: its title, then its attacks.
const GROUPS: [&str; 7] = [
    include_str!("token-forgery.txt"),
    include_str!("claims.txt"),
    include_str!("transport.txt"),
    include_str!("authorize.txt"),
    include_str!("token-endpoint.txt"),
    include_str!("revoke-introspect.txt"),
    include_str!("keys.txt"),
];

/// The whole table, in its order.
pub fn all() -> Vec<Attack> {
    let mut all = Vec::new();
    for text in GROUPS {
        let mut pieces = text.split("\n# ");
        let group = pieces.next().unwrap_or_default().trim_end();
        for piece in pieces {
            all.extend(Attack::read(group, piece));
        }
    }
    all
}

impl Attack {
    fn read(group: &'static str, text: &'static str) -> Option<Self> {
        let (name, text) = text.split_once('\n')?;
        let (line, text) = text.split_once('\n')?;
        let (what, clause) = line.split_once(" · RFC ")?;
        let (rfc, section) = clause.split_once(" §")?;
        let mut words = what.split(' ');
        // What is beyond the table has a plus for a row.
        let row = words.next().and_then(number).unwrap_or(0) as u8;
        let (expected, check) = (words.next()?, words.next()?);
        Some(Self { group, row, name, expected, check, clause: Clause(number(rfc)? as u16, section), text })
    }

    /// The status code that must come back, and the error code: `Some("")` if there must be none, `None` if it does
    /// not matter. An expected status of 0 means that nothing is sent, because the client stops.
    pub fn answer(&self) -> (u16, Option<&'static str>) {
        match self.expected {
            "T" => (401, Some("invalid_token")),
            "F" => (403, Some("insufficient_scope")),
            "B" | "Q" => (400, Some("invalid_request")),
            "N" | "K" => (401, Some("")),
            "G" => (400, Some("invalid_grant")),
            "S" => (400, Some("invalid_scope")),
            "U" => (400, Some("unauthorized_client")),
            "C" => (401, Some("invalid_client")),
            "P" => (400, Some("")),
            "K3" => (403, Some("")),
            "R" => (429, None),
            "inactive" => (200, Some("")),
            other => match other.strip_prefix("CB(") {
                Some(code) => (303, code.strip_suffix(')')),
                None => {
                    let (status, code) =
                        other.split_once(':').map_or((other, None), |(status, code)| (status, Some(code)));
                    (number(status).unwrap_or(0) as u16, code)
                }
            },
        }
    }

    /// In how many variants it comes.
    pub fn variants(&self) -> usize {
        self.each().map_or(1, |each| each.count())
    }

    /// The steps of a variant, as they stand in the table without the marks' right sides.
    pub fn script(&self, variant: usize) -> String {
        self.side(variant, |(attack, _)| attack)
    }

    /// The steps of its control. Variants that differ in the attack alone share it.
    pub fn control_script(&self, variant: usize) -> String {
        self.side(variant, |(_, control)| control)
    }

    /// Launches a variant at a fresh provider, always the same one.
    pub fn run(&self, variant: usize) -> Outcome {
        launch(&self.script(variant))
    }

    /// The same without what was tampered with. It must succeed. What must hold after the refusal is left out.
    pub fn control(&self, variant: usize) -> Outcome {
        let script = self.control_script(variant);
        launch(script.split("\nthen\n").next().unwrap_or_default())
    }

    fn each(&self) -> Option<Each> {
        let (name, values) = self.text.strip_prefix("each ")?.split('\n').next()?.split_once(": ")?;
        Some(Each { name, values })
    }

    /// The steps of a variant, on one side of the marks.
    fn side(&self, variant: usize, pick: for<'a> fn((&'a str, &'a str)) -> &'a str) -> String {
        let mut text = self.text.to_owned();
        if let Some(each) = self.each() {
            text = text.replace(&["{", each.name, "}"].concat(), &each.value(variant));
        }
        let mut pieces = text.split('⟦');
        let mut script = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (marked, plain) = piece.split_once('⟧').unwrap_or((piece, ""));
            script += pick(marked.split_once('→').unwrap_or((marked, marked)));
            script += plain;
        }
        script
    }
}

/// The values of an `each` line: `1 to 31`, or `none | None | NoNe`.
struct Each {
    name: &'static str,
    values: &'static str,
}

impl Each {
    fn range(&self) -> Option<(usize, usize)> {
        let (first, last) = self.values.split_once(" to ")?;
        Some((number(first)? as usize, number(last)? as usize))
    }

    fn count(&self) -> usize {
        match self.range() {
            Some((first, last)) => last + 1 - first,
            None => self.values.split(" | ").count(),
        }
    }

    fn value(&self, variant: usize) -> String {
        match self.range() {
            Some((first, _)) => (first + variant).to_string(),
            None => self.values.split(" | ").nth(variant).unwrap_or_default().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_can_be_read() {
        let written: usize = GROUPS.into_iter().map(|text| text.matches("\n# ").count()).sum();
        assert_eq!(all().len(), written);
        for attack in all() {
            let marks = |mark: char| attack.text.matches(mark).count();
            assert!(marks('⟦') > 0 && marks('⟦') == marks('⟧') && marks('⟦') <= marks('→'), "{}", attack.name);
        }
    }

    #[test]
    fn a_mark_has_two_sides() {
        let text = "each x: a | b\nGET api/⟦{x}→c⟧\n⟦from 1.2.3.4→⟧";
        let attack = Attack { text, ..all()[0] };
        assert_eq!(attack.variants(), 2);
        assert_eq!(attack.script(1), "each x: a | b\nGET api/b\nfrom 1.2.3.4");
        assert_eq!(attack.control_script(0), "each x: a | b\nGET api/c\n");
    }
}

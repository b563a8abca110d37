//! What each line of a message is for, and where that is laid down.

use sim::provider::reject::Clause;

/// Where in a message a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Method and path.
    Line,
    /// A parameter in an address.
    Query,
    /// A header field.
    Head,
    /// A parameter in a form.
    Form,
    /// The status line.
    Status,
    /// A member of a JSON object.
    Json,
    /// A body that is no JSON object.
    Body,
}

/// Where something is laid down.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, for a link.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// A section for each kind of line, a line for each name.
const PARTS: &str = include_str!("parts.txt");

/// A line's name, what it is for, and where that is laid down.
type Part = (&'static str, &'static str, Clause);

/// The lines of a section, in order.
fn parts(section: &str) -> impl Iterator<Item = Part> {
    let (_, lines) = PARTS.split_once(&["[", section, "]\n"].concat()).unwrap_or_default();
    lines.lines().take_while(|line| !line.is_empty()).filter_map(|line| {
        let (name, rest) = line.split_once(" | ")?;
        let (source, words) = rest.split_once(" | ")?;
        let (rfc, section) = source.split_once(' ')?;
        Some((name, words, Clause(rfc.parse().ok()?, section)))
    })
}

/// What a line is for, and where that is laid down.
pub fn explained(place: Place, name: &str) -> (&'static str, Source) {
    let (words, clause) = match place {
        Place::Line if name.starts_with("/v1/") => (
            "What the API is asked for. GET means to read. This line is the same with a key and with a token.",
            Clause(9110, "9.3.1"),
        ),
        Place::Line => find("request", name),
        // What is not in the list is a ticked box, its last entry.
        Place::Query | Place::Form => find("parameter", name),
        Place::Head => find("header", name),
        Place::Status => find("status", name),
        Place::Json => find("member", name),
        Place::Body if name == "application/json" => {
            ("The records themselves. The key and the token get the same ones.", Clause(8259, "5"))
        }
        Place::Body => ("A page for a person. The app never sees it.", Clause(6749, "3.1")),
    };
    let other = match name {
        "Content-Security-Policy" => {
            Some(("CSP frame-ancestors", "https://www.w3.org/TR/CSP3/#directive-frame-ancestors"))
        }
        "Referrer-Policy" => {
            Some(("Referrer Policy", "https://www.w3.org/TR/referrer-policy/#referrer-policy-no-referrer"))
        }
        "Set-Cookie" => Some(("Cookies, draft", "https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/")),
        "RateLimit" | "RateLimit-Policy" => {
            Some(("RateLimit fields, draft", "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/"))
        }
        _ => None,
    };
    let source = match other {
        Some((name, url)) => Source { name: name.to_owned(), url: url.to_owned() },
        None => Source { name: clause.name(), url: clause.url() },
    };
    (words, source)
}

fn find(section: &str, name: &str) -> (&'static str, Clause) {
    let found = parts(section).find(|(known, ..)| known.eq_ignore_ascii_case(name)).or_else(|| parts(section).last());
    found.map_or(("", Clause(9110, "5")), |(_, words, clause)| (words, clause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demos::protocols::message::places;
    use crate::demos::protocols::model::FIRST;
    use sim::provider::scope::{Scope, Scopes};
    use sim::stories::protocols::run::{Flow, Protection, Run, Sabotage, Settings};

    /// Whether a line has words of its own.
    fn is_known(place: Place, name: &str) -> bool {
        let known = |section| parts(section).any(|(known, ..)| known.eq_ignore_ascii_case(name));
        match place {
            Place::Line => name.starts_with("/v1/") || known("request"),
            Place::Query | Place::Form => known("parameter") || Scope::parse(name).is_some(),
            Place::Head => known("header"),
            Place::Status => known("status"),
            Place::Json => known("member"),
            Place::Body => true,
        }
    }

    /// Every line that any run can show.
    fn shown() -> Vec<(Place, String)> {
        let mut runs: Vec<Settings> = Flow::ALL.into_iter().map(|flow| Settings { flow, ..FIRST }).collect();
        runs.push(Settings { denies: true, ..FIRST });
        runs.push(Settings { granted: Scopes::NONE.with(Scope::ProductsRead, true), ..FIRST });
        for sabotage in Sabotage::ALL {
            let set = Settings { flow: sabotage.flow(), sabotage: Some(sabotage), ..FIRST };
            runs.extend([set, Settings { off: [true; Protection::ALL.len()], ..set }]);
        }
        runs.iter()
            .flat_map(|set| Run::of(set).steps)
            .filter_map(|step| step.exchange().map(places))
            .flatten()
            .collect()
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = PARTS.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
        let read = ["request", "parameter", "header", "member", "status"].map(|section| parts(section).count());
        assert_eq!(read.iter().sum::<usize>(), lines.count());
    }

    #[test]
    fn every_line_of_every_run_has_words_of_its_own_and_a_link() {
        for (place, name) in shown() {
            assert!(is_known(place, &name), "{place:?} {name}");
            assert!(explained(place, &name).1.url.starts_with("https://"));
        }
    }

    #[test]
    fn no_words_are_kept_for_what_never_comes() {
        let shown = shown();
        for (section, places) in [
            ("request", &[Place::Line][..]),
            ("parameter", &[Place::Query, Place::Form]),
            ("header", &[Place::Head]),
            ("member", &[Place::Json]),
            ("status", &[Place::Status]),
        ] {
            let mut parts: Vec<Part> = parts(section).collect();
            // It stands for whatever has no words of its own.
            parts.pop();
            for (name, ..) in parts {
                let comes =
                    shown.iter().any(|(place, known)| places.contains(place) && known.eq_ignore_ascii_case(name));
                assert!(comes, "{name}");
            }
        }
    }
}

//! A demo's settings and moment ⇄ the page's fragment: `#security?ttl=1h&noticed=24h&t=09:51:12`.
//!
//! In the fragment, because a fragment is never sent to a server. Each field is read on its own:
//! one that makes no sense is named, keeps its default, and leaves the others alone.

use sim::provider::scope::{Scope, Scopes};
use sim::wire::form;
use sim::wire::time::Duration;

/// The longest fragment that is read, in bytes; ours stay under 300.
const MAX_LENGTH: usize = 2000;
/// How much of a bad value is shown back, in characters.
const SHOWN: usize = 24;
/// How many seeds a demo takes, from 0.
pub const SEEDS: u64 = 1_000_000;
/// What a link says of no scope at all, and of other lists without an item.
pub const NONE: &str = "none";

/// What a fragment says: which demo, and its fields as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The demo's name.
    pub demo: String,
    /// Name and value of each field, in order.
    pub fields: Vec<(String, String)>,
}

/// A field that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The link as a whole is longer than any that this page makes.
    TooLong,
    /// There is no such field.
    Unknown {
        /// What the link calls it.
        field: String,
    },
    /// The field cannot hold this value.
    Value {
        /// The field.
        field: &'static str,
        /// What the link gives, shortened.
        given: String,
        /// What the field may hold, in words.
        takes: String,
    },
}

impl Link {
    /// A link to this demo, without fields yet.
    pub fn to(demo: &str) -> Self {
        Self { demo: demo.to_owned(), fields: Vec::new() }
    }

    /// Reads a fragment, with or without its `#`. A bare anchor (`#security`) has no fields.
    ///
    /// # Errors
    /// [`Complaint::TooLong`].
    pub fn parse(fragment: &str) -> Result<Self, Complaint> {
        if fragment.len() > MAX_LENGTH {
            return Err(Complaint::TooLong);
        }
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (demo, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let decode = |part: &str| form::decode(part).unwrap_or_else(|_| part.to_owned());
        let fields = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        Ok(Self { demo: demo.to_owned(), fields })
    }

    /// Writes the fragment, `#` and all. Values are our own: letters, digits, `:` and `,`.
    pub fn fragment(&self) -> String {
        let mut text = ["#", &self.demo].concat();
        for (i, (name, value)) in self.fields.iter().enumerate() {
            text += if i == 0 { "?" } else { "&" };
            text += name;
            text += "=";
            text += value;
        }
        text
    }

    /// Adds a field.
    pub fn push(&mut self, name: &'static str, value: String) {
        self.fields.push((name.to_owned(), value));
    }
}

impl Complaint {
    /// A value that the field cannot hold.
    pub fn value(field: &'static str, given: &str, takes: String) -> Self {
        Self::Value { field, given: shorten(given), takes }
    }

    /// A field that does not exist.
    pub fn unknown(field: &str) -> Self {
        Self::Unknown { field: shorten(field) }
    }
}

fn shorten(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Reads some of these scopes: comma-separated, so that a link needs no escapes; [`NONE`] for no scope at all.
pub fn parse_scopes(value: &str, offered: &[Scope]) -> Option<Scopes> {
    if value == NONE {
        return Some(Scopes::NONE);
    }
    let one = |name| offered.iter().copied().find(|scope: &Scope| scope.name() == name);
    value.split(',').try_fold(Scopes::NONE, |set, name| Some(set.with(one(name)?, true)))
}

/// Scopes as [`parse_scopes`] reads them.
pub fn print_scopes(scopes: Scopes) -> String {
    if scopes.is_empty() { NONE.into() } else { scopes.to_string().replace(' ', ",") }
}

/// A moment as it stands in a link: `09:51:12`, and from the second day on `2d03:00:00`.
pub fn print_moment(since_start: Duration) -> String {
    let s = since_start.as_s();
    let clock = format!("{:02}:{:02}:{:02}", s / 3600 % 24, s / 60 % 60, s % 60);
    match s / 86_400 {
        0 => clock,
        days => format!("{days}d{clock}"),
    }
}

/// Reads a moment: `09:51:12`, `09:51`, `2d03:00:00`, or a span (`26h`).
pub fn parse_moment(text: &str) -> Option<Duration> {
    if !text.contains(':') {
        return Duration::parse(text);
    }
    let (days, clock) = text.split_once('d').unwrap_or(("0", text));
    let days = if days.len() <= 4 { days.parse::<u64>().ok()? } else { return None };
    let mut parts = clock.split(':').map(|part| match part.as_bytes() {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(u64::from(a - b'0') * 10 + u64::from(b - b'0')),
        _ => None,
    });
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    let in_range = parts.next().is_none() && hours < 24 && minutes < 60 && seconds < 60;
    in_range.then(|| Duration::days(days) + Duration::seconds(hours * 3600 + minutes * 60 + seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reads_what_it_writes() {
        let link = Link {
            demo: "security".into(),
            fields: vec![("ttl".into(), "1h".into()), ("scope".into(), "orders:read,profile".into())],
        };
        assert_eq!(link.fragment(), "#security?ttl=1h&scope=orders:read,profile");
        assert_eq!(Link::parse(&link.fragment()), Ok(link));
    }

    #[test]
    fn an_anchor_is_a_link_without_fields() {
        let link = Link::parse("#security").unwrap();
        assert_eq!((link.demo.as_str(), link.fields.len()), ("security", 0));
        assert_eq!(Link::parse("").unwrap(), Link::default());
    }

    #[test]
    fn garbage_is_read_without_harm() {
        for text in ["#?&&==&%", "#security?%zz=%ff&=1&a", "#security?t=\u{0}&😀=😀", "##??"] {
            let _ = Link::parse(text).unwrap();
        }
        assert_eq!(Link::parse(&"#".repeat(5000)), Err(Complaint::TooLong));
    }

    #[test]
    fn a_moment_is_written_as_it_is_read() {
        for text in ["00:00:00", "09:51:12", "23:59:59", "1d00:00:00", "30d07:30:01"] {
            assert_eq!(print_moment(parse_moment(text).expect(text)), text);
        }
        assert_eq!(parse_moment("09:51"), Some(Duration::minutes(591)));
        assert_eq!(parse_moment("26h"), Some(Duration::hours(26)));
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in [
            "",
            ":",
            "24:00:00",
            "09:60:00",
            "9:51:12",
            "09:51:12:00",
            "-1d00:00:00",
            "99999d00:00:00",
            "d00:00:00",
            "09:5a:00",
        ] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}

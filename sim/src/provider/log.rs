//! The sandbox's log: what was asked and how it was answered. Nothing stands in it that could be used, and no more of it
//! than fits: whoever keeps a page open and asks it a million times finds it as large as before.

use std::collections::VecDeque;

use crate::provider::Answer;
use crate::provider::redact::{cut_secrets, redacted};
use crate::provider::reject::Reject;
use crate::wire::http::{Method, Peer, Request};
use crate::wire::json::Value;
use crate::wire::time::Instant;

/// A line of the log: a request and how it was answered. Secrets stand in it by prefix and last four characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// From where.
    pub peer: Peer,
    /// The method.
    pub method: Method,
    /// The host.
    pub host: &'static str,
    /// Path and query, with what is secret in it cut short. Only the beginning of one that is long.
    pub target: String,
    /// The status code of the answer.
    pub status: u16,
    /// What stopped it, if something did.
    pub reject: Option<Reject>,
    /// A secret key that stood in the URL, cut short: a leak, whether the request was answered or not.
    pub leak: Option<String>,
}

impl Entry {
    fn of(at: Instant, request: &Request, answer: &Answer) -> Self {
        let (target, leak) = redacted(request);
        let reject = match &answer.reject {
            // The name is the sender's own, and as long as the sender likes.
            Some(Reject::TokenExtension(name)) => {
                let mut shown = String::new();
                cut_secrets(name, &mut shown, &mut None);
                Some(Reject::TokenExtension(beginning(shown, LONGEST_NAME)))
            }
            other => other.clone(),
        };
        Self {
            at,
            peer: request.peer,
            method: request.method,
            host: request.host,
            target: beginning(target, LONGEST_TARGET),
            status: answer.response.status.0,
            reject,
            leak,
        }
    }

    /// What it takes of the memory, in bytes.
    fn size(&self) -> usize {
        let name = if let Some(Reject::TokenExtension(name)) = &self.reject { name.capacity() } else { 0 };
        size_of::<Self>() + self.target.capacity() + self.leak.as_ref().map_or(0, String::capacity) + name
    }
}

/// The last that was asked and answered.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: VecDeque<Entry>,
    bytes: usize,
}

impl Log {
    /// The most entries. What is older goes.
    pub const MOST_ENTRIES: usize = 10_000;
    /// The most memory that they take together, in bytes. Ten thousand of the usual length take half of it.
    pub const MOST_BYTES: usize = 4 << 20;

    /// The entries, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The latest entry.
    pub fn last(&self) -> Option<&Entry> {
        self.entries.back()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was asked yet.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the entries take of the memory, in bytes: never more than [`Log::MOST_BYTES`].
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a request and its answer.
    pub(super) fn add(&mut self, at: Instant, request: &Request, answer: &Answer) {
        let entry = Entry::of(at, request, answer);
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > Self::MOST_ENTRIES || self.bytes > Self::MOST_BYTES {
            let Some(oldest) = self.entries.pop_front() else { return };
            self.bytes -= oldest.size();
        }
    }
}

/// How much of a path and query an entry keeps, and of a name that a token's header has, in bytes.
const LONGEST_TARGET: usize = 2048;
const LONGEST_NAME: usize = 64;

/// The beginning of a text, in no more memory than it needs.
fn beginning(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
        text.push('…');
    }
    text.shrink_to_fit();
    text
}

/// The log entry as JSON, for a developer to read.
impl From<&Entry> for Value<'_> {
    fn from(entry: &Entry) -> Self {
        let reject = entry.reject.as_ref();
        let or_null = |text: Option<String>| text.map_or(Self::Null, Self::from);
        Self::object([
            ("time", entry.at.to_string().into()),
            ("peer", entry.peer.to_string().into()),
            ("method", entry.method.name().into()),
            ("url", ["https://", entry.host, &entry.target].concat().into()),
            ("status", u64::from(entry.status).into()),
            ("check", or_null(reject.map(|reject| reject.check().to_owned()))),
            ("sentence", or_null(reject.map(Reject::sentence))),
            ("leak", or_null(entry.leak.clone())),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::api_key::Kind;
    use crate::provider::sandbox::{Sandbox, get};
    use crate::provider::{api, jwt, signing_secret};
    use crate::stories::app::with_token;
    use crate::wire::secret::Secret;

    #[test]
    fn what_a_tokens_header_says_is_no_secret_in_the_log_and_is_short() {
        let mut sandbox = Sandbox::new(7);
        let key = sandbox.credentials().key(Kind::Live).reveal().to_owned();
        let signing = jwt::SigningKey::new(&signing_secret(7)).unwrap();
        for name in [key.clone(), "x-".repeat(1000)] {
            let header = format!(r#"{{"typ":"at+jwt","alg":"HS256","{name}":1}}"#);
            let token = Secret::new(jwt::sign_parts(&header, "{}", &signing));
            sandbox.handle(&with_token(get(api::HOST, "/v1/orders"), &token));
            let entry = sandbox.log().last().unwrap();
            let Some(Reject::TokenExtension(shown)) = &entry.reject else { panic!("{entry:?}") };
            assert!(!shown.contains(&key) && shown.len() < 80, "{shown}");
        }
    }

    #[test]
    fn the_log_is_bounded_in_entries() {
        let mut sandbox = Sandbox::new(7);
        for page in 0..Log::MOST_ENTRIES + 100 {
            sandbox.handle(&get(api::HOST, &format!("/v1/nothing?page={page}")));
        }
        let log = sandbox.log();
        assert_eq!(log.len(), Log::MOST_ENTRIES);
        assert_eq!(log.iter().next().unwrap().target, "/v1/nothing?page=100");
        assert_eq!(log.last().unwrap().target, format!("/v1/nothing?page={}", Log::MOST_ENTRIES + 99));
        // Those of the usual length are bounded by their number.
        assert!(log.bytes() < Log::MOST_BYTES * 3 / 4, "{}", log.bytes());
    }

    #[test]
    fn the_log_is_bounded_in_bytes() {
        let mut sandbox = Sandbox::new(7);
        for (length, times) in [(100_000, 100), (1900, 10_000), (30, 100)] {
            for n in 0..times {
                sandbox.handle(&get(api::HOST, &format!("/{n}?{}", "a+".repeat(length / 2))));
                let log = sandbox.log();
                assert!(log.bytes() <= Log::MOST_BYTES && log.last().unwrap().target.len() < 2060);
            }
            let log = sandbox.log();
            assert_eq!(log.bytes(), log.iter().map(Entry::size).sum::<usize>());
        }
        assert!(sandbox.log().len() > 1500, "the bound leaves room for many");
    }
}

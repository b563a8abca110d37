//! The sandbox's log: what was asked and how it was answered. Nothing stands in it that could be used, and no more of it
//! than fits: whoever keeps a page open and asks it a million times finds it as large as before.

use std::collections::VecDeque;

use crate::provider::api_key::{ApiKey, Kind};
use crate::provider::oauth::device;
use crate::provider::reject::Reject;
use crate::provider::{self, Answer};
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

/// Parameters that hold something secret, whatever it looks like.
const SECRET_PARAMETERS: [&str; 15] = [
    "key",
    "api_key",
    "x-api-key",
    "access_token",
    "refresh_token",
    "id_token",
    "token",
    "client_secret",
    "client_assertion",
    "assertion",
    "password",
    "code",
    "code_verifier",
    "device_code",
    "user_code",
];

/// How the provider's secrets begin, wherever they stand: keys, refresh tokens, client secrets, opaque and signed
/// access tokens.
const SECRET_PREFIXES: [&str; 8] = ["ak_live_", "ak_test_", "ak_pub_", "ak_rk_", "rt_", "cs_", "at_", "eyJ"];

/// None of them is shorter than this.
const SHORTEST_SECRET: usize = 40;

/// Codes, tickets and verifiers have no prefix. None is shorter than this, and no word of the provider's paths, scopes
/// and grants is as long.
const SHORTEST_UNMARKED: usize = 32;

/// How often one text may be percent-encoded. What is encoded more often still is nothing that a log has to show.
const MOST_LAYERS: usize = 4;

/// The request's target as a careful log keeps it, and a secret key that stood in it.
fn redacted(request: &Request) -> (String, Option<String>) {
    let mut leak = None;
    let mut target = String::new();
    // What is longer than any that the provider reads is not looked through either: whole parameters from its
    // beginning are, so that none is cut where its secret would not be known for one.
    let most = provider::LONGEST_TARGET;
    let (path, query) = (request.path.as_ref(), request.query.as_str());
    let is_long = path.len() + query.len() > most;
    let query = match query.len() > most {
        true => query[..query.floor_char_boundary(most)].rsplit_once('&').map_or("", |(whole, _)| whole),
        false => query,
    };
    show(if path.len() > most { "/" } else { path }, &mut target, &mut leak);
    for (i, pair) in query.split('&').filter(|pair| !pair.is_empty()).enumerate() {
        target.push(if i == 0 { '?' } else { '&' });
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let known = decoded(name).unwrap_or_default().to_ascii_lowercase();
        if SECRET_PARAMETERS.contains(&known.as_str()) {
            target.extend([name, "="]);
            cut(&decoded(value).unwrap_or_default(), &mut target, &mut leak);
        } else {
            show(pair, &mut target, &mut leak);
        }
    }
    target.push_str(if is_long { "…" } else { "" });
    (target, leak)
}

/// Adds a part of an address: as it stands, or decoded and with what is secret cut short. What is secret is so in every
/// spelling: whoever finds `ak%5Flive%5F…` in a log decodes it.
fn show(part: &str, into: &mut String, leak: &mut Option<String>) {
    let Some(read) = decoded(part) else { return into.push('…') };
    let before = into.len();
    if cut_secrets(&read, into, leak) == 0 {
        into.truncate(before);
        into.push_str(part);
    }
}

/// The text behind all layers of percent-encoding. Escapes that are none stay as they stand. `None` if there are more
/// than [`MOST_LAYERS`].
fn decoded(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..=MOST_LAYERS {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.as_bytes();
        let mut escapes = 0;
        while let [first, tail @ ..] = rest {
            let digit = |byte: &u8| char::from(*byte).to_digit(16);
            if let (b'%', [high, low, after @ ..]) = (first, tail)
                && let (Some(high), Some(low)) = (digit(high), digit(low))
            {
                bytes.push((high * 16 + low) as u8);
                (rest, escapes) = (after, escapes + 1);
            } else {
                bytes.push(*first);
                rest = tail;
            }
        }
        if escapes == 0 {
            return Some(text);
        }
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    None
}

/// Copies a text, and cuts short what looks like a secret in it: people paste them where no parameter's name warns.
/// Gives how many there were.
fn cut_secrets(text: &str, into: &mut String, leak: &mut Option<String>) -> usize {
    let may_be_in_one = |c: char| c.is_ascii_alphanumeric() || "_-.~".contains(c);
    let mut found = 0;
    for part in text.split_inclusive(|c| !may_be_in_one(c)) {
        let word = part.trim_end_matches(|c| !may_be_in_one(c));
        let is_long = word.len() >= SHORTEST_SECRET;
        let start = SECRET_PREFIXES.iter().filter(|_| is_long).filter_map(|prefix| word.find(prefix)).min();
        if let Some((before, secret)) =
            start.map(|at| word.split_at(at)).filter(|(_, secret)| secret.len() >= SHORTEST_SECRET)
        {
            into.push_str(before);
            cut(secret, into, leak);
            found += 1;
        } else {
            for (i, piece) in word.split('.').enumerate() {
                into.push_str(if i > 0 { "." } else { "" });
                if piece.len() >= SHORTEST_UNMARKED || device::is_user_code(piece) {
                    cut(piece, into, leak);
                    found += 1;
                } else {
                    into.push_str(piece);
                }
            }
        }
        into.push_str(&part[word.len()..]);
    }
    found
}

/// Adds a secret, cut short. A secret key among them is a leak.
fn cut(secret: &str, into: &mut String, leak: &mut Option<String>) {
    let short = short(secret);
    into.push_str(&short);
    if ApiKey::parse(secret).is_ok_and(|key| key.kind() != Kind::Publishable) {
        *leak = Some(short);
    }
}

/// A secret as a log may show it: its prefix, if it has one, and its last four characters.
fn short(secret: &str) -> String {
    let kind = Kind::ALL.into_iter().find(|kind| secret.starts_with(kind.prefix()));
    let prefix = kind.map_or("", Kind::prefix);
    let rest = secret.get(prefix.len()..).unwrap_or_default();
    let last = if rest.len() < 12 { "" } else { rest.get(rest.len() - 4..).unwrap_or_default() };
    [prefix, "…", last].concat()
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
    use crate::provider::sandbox::{Sandbox, get};
    use crate::provider::scope::Scopes;
    use crate::provider::{api, jwt, oauth, signing_secret};
    use crate::stories::app::with_token;
    use crate::wire::form;
    use crate::wire::secret::Secret;
    use crate::wire::time::START;

    /// The same letters, each as an escape; and that once more.
    fn escaped(text: &str) -> [String; 2] {
        let once: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let twice = once.replace('%', "%25");
        [once, twice]
    }

    #[test]
    fn the_log_keeps_no_secret() {
        let mut sandbox = Sandbox::new(7);
        let key = sandbox.credentials().key(Kind::Live).reveal().to_owned();
        let publishable = sandbox.credentials().key(Kind::Publishable).reveal().to_owned();
        sandbox.handle(&get(api::HOST, &format!("/v1/orders?page=2&api_key={key}")));
        sandbox.handle(&get(api::HOST, &format!("/v1/geo?ip=192.0.2.1&key={publishable}")));
        let [first, second] = sandbox.log().iter().collect::<Vec<_>>()[..] else { panic!("two entries") };
        let last_four = &key[key.len() - 4..];
        assert_eq!(first.target, format!("/v1/orders?page=2&api_key=ak_live_…{last_four}"));
        assert_eq!(first.leak, Some(format!("ak_live_…{last_four}")));
        assert_eq!((first.status, second.status, second.leak.as_ref()), (401, 200, None));
        assert!(!second.target.contains(&publishable));
    }

    #[test]
    fn the_log_keeps_no_secret_that_stands_where_nobody_expects_it() {
        let mut sandbox = Sandbox::new(7);
        let key = sandbox.credentials().key(Kind::Live).reveal().to_owned();
        let tokens = sandbox.owner().sign_in(Scopes::ALL, START);
        let (access, refresh) = (tokens.access.reveal(), tokens.refresh.unwrap().reveal().to_owned());
        for target in [
            format!("/v1/keys/{key}"),
            format!("/v1/orders?page=2&key%zz={key}"),
            format!("/v1/orders?next=https://shop.example/?k={key}"),
            format!("/v1/orders?jwt={access}"),
            format!("/v1/orders/{access}"),
            format!("/v1/orders?{refresh}"),
        ] {
            sandbox.handle(&get(api::HOST, &target));
            let entry = sandbox.log().last().unwrap();
            for secret in [&key, access, &refresh] {
                assert!(!entry.target.contains(secret), "{}", entry.target);
            }
            assert_eq!(entry.leak.is_some(), target.contains(&key), "{target}");
        }
    }

    /// Every secret that goes over the wire, under its own name and others, as it is and percent-encoded.
    #[test]
    fn the_log_keeps_no_secret_in_any_spelling() {
        let mut sandbox = Sandbox::new(7);
        let key = sandbox.credentials().key(Kind::Live).reveal().to_owned();
        let client_secret = sandbox.credentials().secret("shop-server").unwrap().reveal().to_owned();
        let tokens = sandbox.owner().sign_in(Scopes::ALL, START);
        let begun =
            sandbox.handle(&Request::post_form(oauth::HOST, "/device_authorization", &[("client_id", "shop-tv")]));
        let begun = begun.response.body.text();
        let begun = Value::parse(&begun).unwrap();
        let told = |name| begun.member(name).and_then(Value::as_text).unwrap().to_owned();
        let code = "https://auth.demo.example/authorize?response_type=code&client_id=shop-app&redirect_uri=\
            https%3A%2F%2Fshop.example%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&\
            code_challenge_method=S256";
        let code = sandbox.approve(code, "ada", None).unwrap();
        let code = form::Form::parse(code.split_once('?').unwrap().1).unwrap().value("code").unwrap().to_owned();
        let secrets = [
            ("key", key.clone()),
            ("access_token", tokens.access.reveal().to_owned()),
            ("refresh_token", tokens.refresh.unwrap().reveal().to_owned()),
            ("client_secret", client_secret),
            ("code", code),
            ("device_code", told("device_code")),
            ("user_code", told("user_code")),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()),
        ];
        for (own, secret) in &secrets {
            let [once, twice] = escaped(secret);
            for spelling in [secret.as_str(), &once, &twice] {
                for target in [
                    format!("/x?{own}={spelling}"),
                    format!("/x?{}={spelling}", escaped(own)[0]),
                    format!("/x?{}={spelling}", own.to_uppercase()),
                    format!("/x?next={spelling}"),
                    format!("/x?next=https%3A%2F%2Fshop.example%2F%3Fa%3D{spelling}%26b%3D1"),
                    format!("/x?{spelling}"),
                    format!("/x/{spelling}/y"),
                ] {
                    sandbox.handle(&get(oauth::HOST, &target));
                    let entry = sandbox.log().last().unwrap();
                    let shown = Value::from(entry).to_string();
                    let read = decoded(&shown).expect("it was not encoded");
                    assert!(!read.contains(secret.as_str()), "{target}: {shown}");
                    // Whoever has all but four characters of it has it all.
                    assert!(!read.contains(&secret[..secret.len() - 4]), "{target}: {shown}");
                    assert_eq!(entry.leak.is_some(), *own == "key", "{target}: {shown}");
                }
            }
        }
        let deep = (0..9).fold(escaped(&key)[0].clone(), |text, _| text.replace('%', "%25"));
        sandbox.handle(&get(api::HOST, &format!("/v1/orders?a={deep}")));
        assert_eq!(sandbox.log().last().unwrap().target, "/v1/orders?…");
    }

    /// A log that cut everything short would be safe, and of no use.
    #[test]
    fn the_log_shows_what_is_no_secret_as_it_stands() {
        let mut sandbox = Sandbox::new(7);
        for target in [
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-protected-resource",
            "/v1/keys/key_3/rotate?page=2&ip=203.0.113.7&a=%e4%25&b=%zz",
            "/authorize?response_type=code&client_id=shop-app&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&\
             scope=orders%3Aread+profile&state=af0ifjsldkj&code_challenge_method=S256&resource=https://api.demo.example",
        ] {
            sandbox.handle(&get(oauth::HOST, target));
            assert_eq!(sandbox.log().last().unwrap().target, target);
        }
    }

    #[test]
    fn of_an_address_that_nobody_reads_the_log_keeps_whole_parameters_from_its_beginning() {
        let mut sandbox = Sandbox::new(7);
        let key = sandbox.credentials().key(Kind::Live).reveal().to_owned();
        // The key lies across the end of what is looked at.
        for before in (8192 - 60..8192).step_by(7) {
            let filler = "a+".repeat(before / 2 - 20);
            sandbox.handle(&get(api::HOST, &format!("/v1/orders?page=2&b=x&key={key}&x={filler}&c=1&y={key}{filler}")));
            let entry = sandbox.log().last().unwrap();
            assert_eq!(entry.status, 414);
            assert!(entry.target.starts_with("/v1/orders?page=2&b=x&key=ak_live_…"), "{}", entry.target);
            assert!(entry.leak.is_some() && !entry.target.contains(&key[..20]), "{}", entry.target);
        }
        sandbox.handle(&get(api::HOST, &format!("/{}?a=1", key.repeat(300))));
        assert_eq!(sandbox.log().last().unwrap().target, "/?a=1…");
        sandbox.handle(&get(api::HOST, &format!("/v1/orders?a={}", key.repeat(300))));
        assert_eq!(sandbox.log().last().unwrap().target, "/v1/orders…");
    }

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

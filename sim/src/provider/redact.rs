//! What a log may show of a request: secrets are cut short to their prefix and last four characters, in every spelling.

use crate::provider;
use crate::provider::api_key::{ApiKey, Kind};
use crate::provider::oauth::device;
use crate::wire::http::Request;

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
pub(super) fn redacted(request: &Request) -> (String, Option<String>) {
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
pub(super) fn cut_secrets(text: &str, into: &mut String, leak: &mut Option<String>) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::sandbox::{Sandbox, get};
    use crate::provider::scope::Scopes;
    use crate::provider::{api, oauth};
    use crate::wire::form;
    use crate::wire::json::Value;
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
}

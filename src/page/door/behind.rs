//! What stands behind the door: a provider with a log, and a clock that stands still until somebody moves it. It is in a
//! part of the program of its own, since few readers open the console.

use crate::parts::in_part;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sim::provider::api_key::Kind;
use sim::provider::oauth::client::Client;
use sim::provider::oauth::user::UserId;
use sim::provider::sandbox::{Sandbox, get, split_url};
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, api, oauth};
use sim::wire::http::{Method, Response};
use sim::wire::json::Value;
use sim::wire::time::{Duration, Instant, START};
use std::cell::Cell;

/// Any seed would do; always the same, so that two who follow the same lines see the same secrets.
const SEED: u64 = 7;

/// What can be done there: the functions of the part. A refusal is a sentence.
pub struct Behind {
    pub send: fn(&str, &str, &str, String) -> Result<String, String>,
    pub now: fn() -> Result<f64, String>,
    pub advance: fn(f64) -> Result<f64, String>,
    pub reset: fn(Option<f64>, Option<f64>),
    pub approve: fn(&str, &str, Option<&str>) -> Result<String, String>,
    pub deny: fn(&str) -> Result<String, String>,
    pub log: fn() -> Result<String, String>,
    pub credentials: fn() -> Result<String, String>,
}

/// All of it.
pub fn behind() -> &'static Behind {
    in_part!(console, &'static Behind, &Behind { send, now, advance, reset, approve, deny, log, credentials })
}

thread_local! {
    static SANDBOX: Cell<Option<Box<Sandbox>>> = Cell::new(Some(Box::new(Sandbox::new(SEED))));
}

/// Works with the sandbox. It is taken out for as long: after a trap there is none, rather than one half changed.
fn with<T>(work: impl FnOnce(&mut Sandbox) -> Result<T, String>) -> Result<T, String> {
    let mut sandbox =
        SANDBOX.take().ok_or("The provider stopped at a fault of its own: demo.reset() makes a new one.")?;
    let done = work(&mut sandbox);
    SANDBOX.set(Some(sandbox));
    done
}

fn send(method: &str, url: &str, fields: &str, body: String) -> Result<String, String> {
    with(|sandbox| {
        let method = Method::parse(method).ok_or("No such method.")?;
        let (host, target) = split_url(url).ok_or("No such host.")?;
        let mut request = get(host, target).body(body);
        request.method = method;
        for (name, value) in fields.lines().filter_map(|line| line.split_once(": ")) {
            request = request.header(name.to_owned(), value.to_owned());
        }
        Ok(message(&sandbox.handle(&request).response))
    })
}

fn message(response: &Response) -> String {
    let mut text = [&response.status.0.to_string(), " ", response.status.phrase(), "\n"].concat();
    for (name, value) in response.headers.iter() {
        text.extend([name, ": ", value, "\n"]);
    }
    text + "\n" + &response.body.text()
}

fn now() -> Result<f64, String> {
    with(|sandbox| Ok(sandbox.now().unix_ms() as f64))
}

fn advance(ms: f64) -> Result<f64, String> {
    with(|sandbox| {
        sandbox.advance(Duration::milliseconds(ms as u64));
        Ok(sandbox.now().unix_ms() as f64)
    })
}

/// The memory of the old provider is free before the new one is made; a module's memory never shrinks, so what it can
/// give back is room for what comes.
fn reset(seed: Option<f64>, start_ms: Option<f64>) {
    let seed = seed.map_or(SEED, |seed| seed as u64);
    let start = start_ms.map_or(START, |ms| Instant::from_unix_s(0) + Duration::milliseconds(ms as u64));
    SANDBOX.take();
    SANDBOX.set(Some(Box::new(Sandbox::with(seed, start, Policy::default()))));
}

fn approve(url: &str, user: &str, scopes: Option<&str>) -> Result<String, String> {
    with(|sandbox| sandbox.approve(url, user, scopes.map(Scopes::granting)))
}

fn deny(url: &str) -> Result<String, String> {
    with(|sandbox| sandbox.deny(url))
}

fn log() -> Result<String, String> {
    with(|sandbox| {
        // An entry at a time: all of them as values would be several times the log.
        let mut text = "[".to_owned();
        for entry in sandbox.log().iter() {
            text += if text.len() > 1 { "," } else { "" };
            text += &Value::from(entry).to_string();
        }
        Ok(text + "]")
    })
}

fn credentials() -> Result<String, String> {
    with(|sandbox| {
        let credentials = sandbox.credentials();
        let keys = [Kind::Live, Kind::Restricted, Kind::Test, Kind::Publishable]
            .map(|kind| (kind.name(), credentials.key(kind).reveal().into()));
        let clients = sandbox.clients().map(|client| {
            let secret = credentials.secret(&client.id);
            (client.id.as_str().into(), registration(client, secret.map(|secret| secret.reveal())))
        });
        let users = UserId::ALL
            .map(|user| (user.login(), Value::object([("sub", user.subject().into()), ("name", user.name().into())])));
        let note = "Both sides of HS256 need it, and whoever can check a token can make one. A real provider shows it \
                    to nobody but its own APIs.";
        let signing_secret = BASE64_URL_SAFE_NO_PAD.encode(credentials.signing_secret);
        let all = Value::object([
            ("issuer", oauth::ISSUER.into()),
            ("api", api::AUDIENCE.into()),
            ("keys", Value::object(keys)),
            ("clients", Value::Object(clients.collect())),
            ("users", Value::object(users)),
            ("scopes", list(Scope::ALL.iter().map(|scope| scope.name()))),
            ("signingSecret", Value::object([("value", signing_secret.into()), ("note", note.into())])),
        ]);
        Ok(all.to_string())
    })
}

fn registration<'a>(client: &'a Client, secret: Option<&'a str>) -> Value<'a> {
    let method = if secret.is_some() { "client_secret_basic" } else { "none" };
    let mut members = vec![
        ("client_id".into(), client.id.as_str().into()),
        ("token_endpoint_auth_method".into(), method.into()),
        ("redirect_uris".into(), list(client.redirect_uris.iter().copied())),
        ("grant_types".into(), list(client.grants.iter().map(|grant| grant.name()))),
        ("scope".into(), client.scope.to_string().into()),
    ];
    if let Some(secret) = secret {
        members.insert(1, ("client_secret".into(), secret.into()));
    }
    Value::Object(members)
}

fn list(texts: impl Iterator<Item = &'static str>) -> Value<'static> {
    Value::Array(texts.map(Value::from).collect())
}

//! The door for developers: what `public/door.js` calls. Messages pass as they would stand on the wire, everything
//! else as plain values or JSON; the script makes genuine `Request`s and `Response`s of them, and checks what is
//! easier to check there. A refusal is thrown as a sentence.

use crate::parts::brought;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use sim::attacks::{self, Outcome};
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
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Any seed would do; always the same, so that two who follow the same lines see the same secrets.
const SEED: u64 = 7;

thread_local! {
    static SANDBOX: Cell<Option<Box<Sandbox>>> = Cell::new(Some(Box::new(Sandbox::new(SEED))));
}

/// Works with the sandbox. It is taken out for as long: after a trap there is none, rather than one half changed.
fn with<T>(work: impl FnOnce(&mut Sandbox) -> Result<T, String>) -> Result<T, JsValue> {
    let stopped = "The provider stopped at a fault of its own: demo.reset() makes a new one.";
    let mut sandbox = SANDBOX.take().ok_or(JsValue::from_str(stopped))?;
    let done = work(&mut sandbox);
    SANDBOX.set(Some(sandbox));
    done.map_err(|sentence| JsValue::from_str(&sentence))
}

/// Answers a request to a URL of the provider's. `fields` holds the header, `name: value` on a line; the answer is
/// the status line without the protocol, the header in the same form, an empty line, and the body.
#[wasm_bindgen]
pub fn send(method: &str, url: &str, fields: &str, body: String) -> Result<String, JsValue> {
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

/// What the provider's clock says, in milliseconds since the Unix epoch.
#[wasm_bindgen]
pub fn now() -> Result<f64, JsValue> {
    with(|sandbox| Ok(sandbox.now().unix_ms() as f64))
}

/// Moves the clock on by whole milliseconds; gives what it says then.
#[wasm_bindgen]
pub fn advance(ms: f64) -> Result<f64, JsValue> {
    with(|sandbox| {
        sandbox.advance(Duration::milliseconds(ms as u64));
        Ok(sandbox.now().unix_ms() as f64)
    })
}

/// A new provider in the old one's place, at that moment in milliseconds since the Unix epoch. The memory of the old one
/// is free before the new one is made; a module's memory never shrinks, so what it can give back is room for what comes.
#[wasm_bindgen]
pub fn reset(seed: Option<f64>, start_ms: Option<f64>) {
    let seed = seed.map_or(SEED, |seed| seed as u64);
    let start = start_ms.map_or(START, |ms| Instant::from_unix_s(0) + Duration::milliseconds(ms as u64));
    SANDBOX.take();
    SANDBOX.set(Some(Box::new(Sandbox::with(seed, start, Policy::default()))));
}

/// The browser of a user who says yes, to all scopes or to these; gives where it is sent.
#[wasm_bindgen]
pub fn approve(url: &str, user: &str, scopes: Option<String>) -> Result<String, JsValue> {
    with(|sandbox| sandbox.approve(url, user, scopes.as_deref().map(Scopes::granting)))
}

/// The browser of a user who says no.
#[wasm_bindgen]
pub fn deny(url: &str) -> Result<String, JsValue> {
    with(|sandbox| sandbox.deny(url))
}

/// The log as JSON.
#[wasm_bindgen]
pub fn log() -> Result<String, JsValue> {
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

/// The table of attacks as JSON: what each tries, in how many variants, and what has to stop it. It is in a part of the
/// program of its own.
#[wasm_bindgen]
pub fn attacks() -> String {
    brought(all_attacks())
}

/// Launches a variant of the attack at that place in the table, and its control, each at a provider of its own; as
/// JSON.
#[wasm_bindgen]
pub fn attack(index: usize, variant: usize) -> Result<String, JsValue> {
    brought(launched(index, variant)).ok_or(JsValue::from_str("There is no such attack."))
}

#[cfg_attr(parted, wasm_split_helpers::wasm_split(attacks))]
fn all_attacks() -> String {
    let attack = |attack: attacks::Attack| {
        let (status, code) = attack.answer();
        Value::object([
            ("row", u64::from(attack.row).into()),
            ("group", attack.group.into()),
            ("name", attack.name.into()),
            ("variants", (attack.variants() as u64).into()),
            ("status", u64::from(status).into()),
            ("code", code.map_or(Value::Null, Value::from)),
            ("check", attack.check.into()),
            ("clause", attack.clause.name().into()),
            ("url", attack.clause.url().into()),
        ])
    };
    Value::Array(attacks::all().into_iter().map(attack).collect()).to_string()
}

#[cfg_attr(parted, wasm_split_helpers::wasm_split(attacks))]
fn launched(index: usize, variant: usize) -> Option<String> {
    let table = attacks::all();
    let attack = table.get(index).filter(|attack| variant < attack.variants())?;
    let told = |outcome: Outcome| {
        let exchange = |exchange: &attacks::Exchange| {
            let or_null = |text: Option<String>| text.map_or(Value::Null, Value::from);
            Value::object([
                ("times", exchange.times.into()),
                ("request", exchange.request.message().into()),
                ("response", exchange.response.message().into()),
                ("check", or_null(exchange.check.map(str::to_owned))),
                ("sentence", or_null(exchange.sentence.clone())),
            ])
        };
        Value::object([
            ("status", u64::from(outcome.status).into()),
            ("code", outcome.code.into()),
            ("check", outcome.check.into()),
            ("fault", outcome.fault.map_or(Value::Null, Value::from)),
            ("exchanges", Value::Array(outcome.exchanges.iter().map(exchange).collect())),
        ])
    };
    let both = Value::object([
        ("script", attack.script(variant).into()),
        ("attack", told(attack.run(variant))),
        ("control", told(attack.control(variant))),
    ]);
    Some(both.to_string())
}

/// Where the provider answers, and all that it knows to try, as JSON. Clients stand as RFC 7591 §2 would register
/// them, which is the form that client libraries take.
#[wasm_bindgen]
pub fn credentials() -> Result<String, JsValue> {
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

//! The door for developers: what `public/door.js` calls. Messages pass as they would stand on the wire, everything
//! else as plain values or JSON; the script makes genuine `Request`s and `Response`s of them, and checks what is
//! easier to check there. A refusal is thrown as a sentence. The script brings the parts that this needs.

use crate::parts::in_part;
use behind::behind;
use sim::attacks::{self, Outcome};
use sim::wire::json::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

mod behind;

fn thrown<T>(done: Result<T, String>) -> Result<T, JsValue> {
    done.map_err(|sentence| JsValue::from_str(&sentence))
}

/// Answers a request to a URL of the provider's. `fields` holds the header, `name: value` on a line; the answer is
/// the status line without the protocol, the header in the same form, an empty line, and the body.
#[wasm_bindgen]
pub fn send(method: &str, url: &str, fields: &str, body: String) -> Result<String, JsValue> {
    thrown((behind().send)(method, url, fields, body))
}

/// What the provider's clock says, in milliseconds since the Unix epoch.
#[wasm_bindgen]
pub fn now() -> Result<f64, JsValue> {
    thrown((behind().now)())
}

/// Moves the clock on by whole milliseconds; gives what it says then.
#[wasm_bindgen]
pub fn advance(ms: f64) -> Result<f64, JsValue> {
    thrown((behind().advance)(ms))
}

/// A new provider in the old one's place, at that moment in milliseconds since the Unix epoch.
#[wasm_bindgen]
pub fn reset(seed: Option<f64>, start_ms: Option<f64>) {
    (behind().reset)(seed, start_ms);
}

/// The browser of a user who says yes, to all scopes or to these; gives where it is sent.
#[wasm_bindgen]
pub fn approve(url: &str, user: &str, scopes: Option<String>) -> Result<String, JsValue> {
    thrown((behind().approve)(url, user, scopes.as_deref()))
}

/// The browser of a user who says no.
#[wasm_bindgen]
pub fn deny(url: &str) -> Result<String, JsValue> {
    thrown((behind().deny)(url))
}

/// The log as JSON.
#[wasm_bindgen]
pub fn log() -> Result<String, JsValue> {
    thrown((behind().log)())
}

/// Where the provider answers, and all that it knows to try, as JSON. Clients stand as RFC 7591 §2 would register
/// them, which is the form that client libraries take.
#[wasm_bindgen]
pub fn credentials() -> Result<String, JsValue> {
    thrown((behind().credentials)())
}

/// The table of attacks as JSON: what each tries, in how many variants, and what has to stop it. It is in a part of the
/// program of its own.
#[wasm_bindgen]
pub fn attacks() -> String {
    (table().all)()
}

/// Launches a variant of the attack at that place in the table, and its control, each at a provider of its own; as
/// JSON.
#[wasm_bindgen]
pub fn attack(index: usize, variant: usize) -> Result<String, JsValue> {
    (table().launched)(index, variant).ok_or(JsValue::from_str("There is no such attack."))
}

/// What can be done with the table.
struct Table {
    all: fn() -> String,
    launched: fn(usize, usize) -> Option<String>,
}

fn table() -> &'static Table {
    in_part!(attacks, &'static Table, &Table { all: all_attacks, launched })
}

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

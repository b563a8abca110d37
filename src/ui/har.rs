//! Exchanges as an HTTP Archive (HAR 1.2), the form that browsers' own network panels read and write.

use sim::stories::world::Exchange;
use sim::wire::json::Value;
use sim::wire::time::Instant;

/// The archive of these exchanges, as JSON. With each stands when it happened, and a word on it.
pub fn har(exchanges: &[(Instant, Exchange, &str)]) -> String {
    let entries = exchanges.iter().map(|(at, exchange, comment)| entry(*at, exchange, comment));
    let version = env!("CARGO_PKG_VERSION").into();
    let creator = Value::object([("name", env!("CARGO_PKG_NAME").into()), ("version", version)]);
    let log = [("version", "1.2".into()), ("creator", creator), ("entries", Value::Array(entries.collect()))];
    Value::object([("log", Value::object(log))]).to_string()
}

fn entry<'a>(at: Instant, Exchange { request, response, .. }: &'a Exchange, comment: &'a str) -> Value<'a> {
    let none = || Value::Array(Vec::new());
    let zero = || Value::Integer(0);
    // What does not apply is -1.
    let unknown = || Value::Integer(-1);
    let pair = |name: &'a str, value: &'a str| Value::object([("name", name.into()), ("value", value.into())]);
    let query = request.query.split('&').filter(|pair| !pair.is_empty());
    let query = query.map(|field| field.split_once('=').unwrap_or((field, ""))).map(|(name, value)| pair(name, value));
    let mut sent = vec![
        ("method".into(), request.method.name().into()),
        ("url".into(), ["https://", request.host, &request.target()].concat().into()),
        ("httpVersion".into(), "HTTP/1.1".into()),
        ("cookies".into(), none()),
        ("headers".into(), Value::Array(request.headers.iter().map(|(name, value)| pair(name, value)).collect())),
        ("queryString".into(), Value::Array(query.collect())),
        ("headersSize".into(), unknown()),
        ("bodySize".into(), (request.body.len() as u64).into()),
    ];
    if !request.body.is_empty() {
        let data = [("mimeType", request.media_type().into()), ("text", request.body.as_str().into())];
        sent.push(("postData".into(), Value::object(data)));
    }
    let body = response.body.text();
    let size = body.len() as u64;
    let content = Value::object([
        ("size", size.into()),
        ("mimeType", response.headers.value("Content-Type").unwrap_or_default().into()),
        ("text", body.into()),
    ]);
    let received = Value::object([
        ("status", u64::from(response.status.0).into()),
        ("statusText", response.status.phrase().into()),
        ("httpVersion", "HTTP/1.1".into()),
        ("cookies", none()),
        ("headers", Value::Array(response.headers.iter().map(|(name, value)| pair(name, value)).collect())),
        ("content", content),
        ("redirectURL", response.headers.value("Location").unwrap_or_default().into()),
        ("headersSize", unknown()),
        ("bodySize", size.into()),
    ]);
    // In this world an answer takes no time.
    let timings = Value::object([("send", zero()), ("wait", zero()), ("receive", zero())]);
    Value::object([
        ("startedDateTime", at.to_string().into()),
        ("time", zero()),
        ("request", Value::Object(sent)),
        ("response", received),
        ("cache", Value::object([])),
        ("timings", timings),
        ("comment", comment.into()),
    ])
}

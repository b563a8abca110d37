//! The app's keys, managed over the API. No standard governs this; it does what good providers do: a key is shown
//! once, known by its prefix and last four characters after, and replaced with an overlap.

use super::{Desk, json_body};
use crate::provider::api_key::{ApiKey, KeyId, Kind, StoredKey};
use crate::provider::meter::Usage;
use crate::provider::oauth::client::ClientId;
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::http::{Request, Response};
use crate::wire::json::Value;
use crate::wire::time::{Duration, Instant};

/// The longest life or overlap that can be asked for.
const LONGEST: Duration = Duration::days(3660);

/// `GET /v1/keys`: all that is known of each key, which is not the key.
pub(super) fn list(app: ClientId, desk: &Desk<'_>) -> Response {
    let keys = desk.keys.of_app(app).map(|(id, key)| describe(id, key, desk.meters.usage(id)));
    Response::json(200, &Value::Array(keys.collect()))
}

/// `POST /v1/keys` with `kind`, and for a restricted key `scope`; `expires_in` in seconds, if it is to end.
pub(super) fn create(request: &Request, app: ClientId, desk: &mut Desk<'_>) -> Result<Response, Reject> {
    let body = json_body(request)?;
    let kind = body.member("kind").and_then(Value::as_text);
    let kind = Kind::ALL.into_iter().find(|known| Some(known.name()) == kind).ok_or(Reject::BadBody("kind"))?;
    let scope = body.member("scope").map(|list| list.as_text().and_then(Scopes::asked).ok_or(Reject::BadBody("scope")));
    let scope = scope.transpose()?;
    // A restricted key without a restriction is a mistake, and so is a restriction that another kind would ignore.
    if (kind == Kind::Restricted) != scope.is_some() {
        return Err(Reject::BadBody("scope"));
    }
    if scope.is_some_and(|scope| !kind.reach().covers(scope)) {
        return Err(Reject::BadBody("scope"));
    }
    let ends = span(&body, "expires_in")?.map(|life| desk.now + life);
    let (id, key) = desk.keys.create(app, kind, scope, ends, desk.now, desk.rng);
    Ok(shown_once(id, &key, desk, None))
}

/// `POST /v1/keys/{id}/rotate` with `overlap` in seconds: a new key now, and the old one's end.
pub(super) fn rotate(request: &Request, app: ClientId, desk: &mut Desk<'_>) -> Result<Response, Reject> {
    let old = find(request, app, desk)?;
    let overlap = if request.body.is_empty() { None } else { span(&json_body(request)?, "overlap")? };
    // A key that has ended already cannot be brought back by replacing it.
    if desk.keys.stored(old).revoked.is_some() || desk.keys.stored(old).ends.is_some_and(|ends| desk.now >= ends) {
        return Err(Reject::NotFound);
    }
    let (id, key) = desk.keys.rotate(old, overlap.unwrap_or(Duration::ZERO), desk.now, desk.rng);
    Ok(shown_once(id, &key, desk, Some(old)))
}

/// `DELETE /v1/keys/{id}`: it is refused from now on.
pub(super) fn delete(request: &Request, app: ClientId, desk: &mut Desk<'_>) -> Result<Response, Reject> {
    let id = find(request, app, desk)?;
    desk.keys.revoke(id, desk.now);
    Ok(Response::empty(204))
}

/// The key that the path names, if it is the app's. Another app's is not there.
fn find(request: &Request, app: ClientId, desk: &Desk<'_>) -> Result<KeyId, Reject> {
    let name = request.path.split('/').nth(3).unwrap_or_default();
    desk.keys.of_app(app).map(|(id, _)| id).find(|id| id.name() == name).ok_or(Reject::NotFound)
}

/// The answer to whoever made a key: the only time that it is seen.
fn shown_once(id: KeyId, key: &ApiKey, desk: &Desk<'_>, previous: Option<KeyId>) -> Response {
    let Value::Object(mut members) = describe(id, desk.keys.stored(id), None) else { return Response::empty(201) };
    members.insert(1, ("key".into(), key.reveal().into()));
    if let Some(previous) = previous {
        let ends = desk.keys.stored(previous).ends.map(moment);
        let previous = Value::object([("id", previous.name().into()), ("ends", ends.unwrap_or(Value::Null))]);
        members.push(("previous".into(), previous));
    }
    Response::json(201, &Value::Object(members)).header("Location", ["/v1/keys/", &id.name()].concat()).not_stored()
}

fn describe(id: KeyId, key: &StoredKey, usage: Option<Usage>) -> Value<'_> {
    let or_null = |at: Option<Instant>| at.map_or(Value::Null, moment);
    Value::object([
        ("id", id.name().into()),
        ("kind", key.kind.name().into()),
        ("prefix", key.kind.prefix().into()),
        ("last_four", key.last_four.as_str().into()),
        ("scope", key.scopes.map_or(Value::Null, |scopes| scopes.to_string().into())),
        ("created", moment(key.created)),
        ("expires", or_null(key.ends)),
        ("revoked", or_null(key.revoked)),
        ("last_used", or_null(usage.map(|usage| usage.last))),
        ("uses", usage.map_or(0, |usage| usage.total).into()),
    ])
}

fn moment(at: Instant) -> Value<'static> {
    at.to_string().into()
}

/// A member with a number of seconds, if it is there.
fn span(body: &Value, name: &'static str) -> Result<Option<Duration>, Reject> {
    let Some(seconds) = body.member(name) else { return Ok(None) };
    let seconds = seconds.as_integer().and_then(|seconds| u64::try_from(seconds).ok()).ok_or(Reject::BadBody(name))?;
    if seconds > LONGEST.as_s() { Err(Reject::BadBody(name)) } else { Ok(Some(Duration::seconds(seconds))) }
}

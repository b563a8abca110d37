//! The resource server: the shop's API. It takes keys and access tokens, and says no in the words
//! of RFC 6750 §3.1 and RFC 9457.

mod credential;
mod endpoints;
mod keys;
mod leaks;

pub use endpoints::{ENDPOINTS, Endpoint, KEY_SCOPES, READS, Resource};

use self::credential::{KEY_PARAMETERS, Presented, presented};
use self::endpoints::route;
use crate::provider::Policy;
use crate::provider::api_key::{KeyId, KeyRing, Kind};
use crate::provider::check::Check;
use crate::provider::jwt::{Signed, Verified, Verifier};
use crate::provider::meter::{Left, Meters, Quota};
use crate::provider::oauth::client::ClientId;
use crate::provider::oauth::user::UserId;
use crate::provider::oauth::{self, AuthorizationServer, opaque};
use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};
use crate::provider::shop::Collection;
use crate::wire::form::Form;
use crate::wire::http::{Body, Method, Request, Response};
use crate::wire::json::Value;
use crate::wire::rng::Rng;
use crate::wire::time::Instant;

/// The API's host; with `https://` before it, the audience of its tokens.
pub const HOST: &str = "api.demo.example";
/// The `aud` that it answers to.
pub const AUDIENCE: &str = "https://api.demo.example";

/// The resource server.
#[derive(Clone, Debug)]
pub struct Api {
    verifier: Verifier,
    /// The last token whose signature was good, by its exact string. Gateways do the same: a
    /// signature does not go bad, so it is checked once; time, revocation and scope are asked on
    /// every call.
    opened: Option<(String, Signed)>,
    /// How many orders were made here.
    orders: u32,
    /// The last of them, as they are answered.
    made: Vec<String>,
}

/// What the API needs of the rest of the provider to answer.
pub(super) struct Desk<'a> {
    pub keys: &'a mut KeyRing,
    pub authorization: &'a AuthorizationServer,
    pub meters: &'a mut Meters,
    pub rng: &'a mut Rng,
    pub policy: &'a Policy,
    pub now: Instant,
    /// Filled in on the way.
    pub trail: Trail,
}

/// An answer, and how many of the shop's records it gave away.
#[derive(Debug)]
pub struct Served {
    /// The response.
    pub response: Response,
    /// How many records its body holds.
    pub records: u32,
}

impl From<Response> for Served {
    fn from(response: Response) -> Self {
        Self { response, records: 0 }
    }
}

/// Who calls, once it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The app.
    pub client: ClientId,
    /// The key it came with, if it came with one.
    pub key: Option<KeyId>,
    /// The user behind it, if there is one.
    pub user: Option<UserId>,
    /// What its token may do, if it came with one.
    pub scope: Scopes,
}

/// What the API found out about a request, as far as the request came. The checks themselves fill it in as they
/// are passed, so whoever shows them needs no second copy of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// What is asked for, once path and method are found.
    pub endpoint: Option<&'static Endpoint>,
    /// Which of a signed token's checks was made last: the one that stopped it, or the last of all.
    pub check: Option<Check>,
    /// Who asks, once the credential is believed.
    pub caller: Option<Caller>,
    /// What is left of the quota, once the request is counted.
    pub left: Option<Left>,
    /// Whether the caller may do this.
    pub permitted: bool,
}

/// The stations on a request's way through the API, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Is there such an endpoint?
    Endpoint,
    /// Which app is calling?
    App,
    /// May it send one more?
    Usage,
    /// Which user is it for?
    User,
    /// Is that allowed?
    Permission,
    /// The answer.
    Answer,
}

impl Trail {
    /// Where a request with this trail was stopped, by this; without a refusal it came through to its answer.
    pub fn stage(&self, reject: Option<&Reject>) -> Stage {
        match (reject, self) {
            (None, _) => Stage::Answer,
            (_, Self { endpoint: None, .. }) => Stage::Endpoint,
            (_, Self { caller: None, .. }) => Stage::App,
            (_, Self { left: None, .. }) => Stage::Usage,
            (Some(Reject::UserRequired), _) => Stage::User,
            (_, Self { permitted: false, .. }) => Stage::Permission,
            _ => Stage::Answer,
        }
    }
}

impl Api {
    /// An API that takes the tokens which this verifier passes.
    pub const fn new(verifier: Verifier) -> Self {
        Self { verifier, opened: None, orders: 0, made: Vec::new() }
    }

    /// Whether both hold the same. What was verified before makes no difference.
    pub fn same_holdings(&self, other: &Self) -> bool {
        self.orders == other.orders
    }

    /// Answers a request to this host: the path, the credential, who that is, the quota, the permission, the answer.
    pub(super) fn handle(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<Served, Reject> {
        match (request.path.as_ref(), request.method.answered_as()) {
            ("/.well-known/oauth-protected-resource", Method::Get) => return Ok(metadata().into()),
            ("/.well-known/oauth-protected-resource", _) => return Err(Reject::MethodNotAllowed("GET, HEAD")),
            ("/v1/leaks", Method::Post) => return leaks::report(request, desk).map(Served::from),
            ("/v1/leaks", _) => return Err(Reject::MethodNotAllowed("POST")),
            _ => {}
        }
        let endpoint = route(request)?;
        let query = Form::parse(&request.query).map_err(|_| Reject::BadParameter("query"))?;
        desk.trail.endpoint = Some(endpoint);
        let presented = presented(request, &query, endpoint)?;
        let quota = desk.policy.quota;
        desk.meters.may_try(request.peer, quota, desk.now)?;
        let mut check = None;
        let identified = self.identify(presented, desk, &mut check);
        desk.trail.check = check;
        let caller = identified.inspect_err(|reject| {
            if reject.is_bad_credential() {
                desk.meters.failed(request.peer, quota, desk.now);
            }
        })?;
        desk.trail.caller = Some(caller);
        desk.trail.left = Some(desk.meters.count(caller.key, caller.client, quota, desk.now)?);
        permit(&caller, endpoint, desk.keys)?;
        desk.trail.permitted = true;
        self.serve(endpoint, request, &query, &caller, desk)
    }

    /// Finds out who calls. Leaves in `check` how far a signed token came.
    fn identify(
        &mut self,
        presented: Presented<'_>,
        desk: &Desk<'_>,
        check: &mut Option<Check>,
    ) -> Result<Caller, Reject> {
        match presented {
            Presented::Key(text) => {
                let key = desk.keys.check(text, desk.now)?;
                let client = desk.keys.stored(key).app;
                if desk.authorization.clients().client(client).disabled {
                    return Err(Reject::KeyOwnerDisabled);
                }
                Ok(Caller { client, key: Some(key), user: None, scope: Scopes::NONE })
            }
            Presented::Token(text) => {
                let claims = self.verify(text, desk, check)?;
                if let Some(at) = check {
                    *at = Check::Client;
                }
                // A token that was made for a client which nobody knows is not ours, whatever its signature says.
                let client = desk.authorization.clients().find(&claims.client_id);
                let client = client.ok_or(Reject::TokenClaim("client_id"))?;
                let user = UserId::of_subject(&claims.subject);
                Ok(Caller { client, key: None, user, scope: claims.scope })
            }
        }
    }

    /// Every check of a token, in order: those of its string, those of the clock, and, if the API
    /// asks, the authorization server's word. An opaque token has that word alone.
    fn verify<'a>(
        &'a mut self,
        token: &str,
        desk: &Desk<'a>,
        check: &mut Option<Check>,
    ) -> Result<Verified<'a>, Reject> {
        if opaque::is_one(token) {
            return desk.authorization.look_up(token, &self.verifier, desk.now);
        }
        let at = check.insert(Check::Length);
        if self.opened.as_ref().is_none_or(|(known, _)| known != token) {
            self.opened = Some((token.to_owned(), self.verifier.open_at(token, at)?));
        }
        let Some((_, signed)) = &self.opened else { return Err(Reject::NoCredential) };
        let now = desk.policy.api_clock(desk.now);
        let claims = self.verifier.current_at(signed, now, desk.policy.leeway, at)?;
        *at = Check::Revocation;
        if desk.policy.asks_on_each_call && !desk.authorization.is_active(&claims.id, desk.now) {
            return Err(Reject::TokenRevoked);
        }
        Ok(claims)
    }

    fn serve(
        &mut self,
        endpoint: &Endpoint,
        request: &Request,
        query: &Form,
        caller: &Caller,
        desk: &mut Desk<'_>,
    ) -> Result<Served, Reject> {
        Ok(match endpoint.resource {
            Resource::Records(collection) => return records(collection, query),
            Resource::TestRecords => return records(Collection::Orders, query),
            Resource::Me => {
                let user = caller.user.ok_or(Reject::UserRequired)?;
                let body = Value::object([("sub", user.subject().into()), ("name", user.name().into())]);
                Served { response: Response::json(200, &body), records: 1 }
            }
            Resource::NewOrder => self.create_order(request)?.into(),
            Resource::Order => Served { response: self.order(request)?, records: 1 },
            Resource::Geo => geo(query)?.into(),
            Resource::Keys => keys::list(caller.client, desk).into(),
            Resource::NewKey => keys::create(request, caller.client, desk)?.into(),
            Resource::Rotation => keys::rotate(request, caller.client, desk)?.into(),
            Resource::Key => keys::delete(request, caller.client, desk)?.into(),
        })
    }

    fn create_order(&mut self, request: &Request) -> Result<Response, Reject> {
        let body = json_body(request)?;
        let text = |name| body.member(name).and_then(Value::as_text).ok_or(Reject::BadBody(name));
        let (customer, total) = (text("customer")?, text("total")?);
        // What is kept is bounded, each of it and all of it.
        if let Some((name, _)) = [("customer", customer), ("total", total)].iter().find(|(_, text)| text.len() > 64) {
            return Err(Reject::BadBody(name));
        }
        self.orders += 1;
        let id = ["ord_", &(Collection::Orders.size() + self.orders).to_string()].concat();
        let order = Value::object([("id", id.as_str().into()), ("customer", customer.into()), ("total", total.into())]);
        let order = order.to_string();
        oauth::remember(&mut self.made, order.clone());
        let response = Response::new(201, "application/json", Body::Text(order));
        Ok(response.header("Location", ["/v1/orders/", &id].concat()))
    }

    /// One order: of those that the shop began with, or made here and still remembered.
    fn order(&self, request: &Request) -> Result<Response, Reject> {
        let name = request.path.rsplit('/').next().and_then(|id| id.strip_prefix("ord_")).unwrap_or_default();
        // One order has one address: `ord_7`, `ord_+00007` and `ord_0000007` are no other names of `ord_000007`.
        let number: u32 = name.parse().ok().filter(|n| format!("{n:06}") == name).ok_or(Reject::NotFound)?;
        let text = match number.checked_sub(Collection::Orders.size() + 1) {
            None => Collection::Orders.one(number),
            Some(place) => {
                let forgotten = self.orders as usize - self.made.len();
                (place as usize).checked_sub(forgotten).and_then(|place| self.made.get(place)).cloned()
            }
        };
        Ok(Response::new(200, "application/json", Body::Text(text.ok_or(Reject::NotFound)?)))
    }
}

/// Whether this caller may do this.
fn permit(caller: &Caller, endpoint: &Endpoint, keys: &KeyRing) -> Result<(), Reject> {
    let is_test = endpoint.resource == Resource::TestRecords;
    let Some(key) = caller.key.map(|key| keys.stored(key)) else {
        if is_test {
            return Err(Reject::KeyMode);
        }
        return if caller.scope.contains(endpoint.scope) {
            Ok(())
        } else {
            Err(Reject::InsufficientScope(endpoint.scope))
        };
    };
    if (key.kind == Kind::Test) != is_test {
        return Err(Reject::KeyMode);
    }
    match endpoint.resource {
        Resource::Me => Err(Reject::UserRequired),
        _ if key.permits(endpoint.scope) => Ok(()),
        _ => Err(Reject::KeyNotPermitted(endpoint.scope)),
    }
}

fn records(collection: Collection, query: &Form) -> Result<Served, Reject> {
    let page = match query.value("page") {
        None => 1,
        Some(text) => text.parse().ok().filter(|&page| page > 0).ok_or(Reject::BadParameter("page"))?,
    };
    let body = Body::Page { write: collection.writer(), number: u64::from(page) };
    Ok(Served { response: Response::new(200, "application/json", body), records: collection.records_on(page) })
}

/// Where an address is. The map is made up; the answer depends on the address alone.
fn geo(query: &Form) -> Result<Response, Reject> {
    const CITIES: [(&str, &str); 6] =
        [("Lagos", "NG"), ("Lima", "PE"), ("Lisbon", "PT"), ("Osaka", "JP"), ("Oslo", "NO"), ("Ottawa", "CA")];
    let ip = query.value("ip").ok_or(Reject::BadParameter("ip"))?;
    let address: core::net::Ipv4Addr = ip.parse().map_err(|_| Reject::BadParameter("ip"))?;
    let (city, country) = CITIES[(address.to_bits() % 6) as usize];
    let body = Value::object([("ip", ip.into()), ("city", city.into()), ("country", country.into())]);
    Ok(Response::json(200, &body))
}

/// What a client can learn about the API before it begins (RFC 9728 §2).
fn metadata() -> Response {
    let scopes = Scope::ALL.map(|scope| scope.name().into());
    let body = Value::object([
        ("resource", AUDIENCE.into()),
        ("authorization_servers", Value::Array(vec![oauth::ISSUER.into()])),
        ("scopes_supported", Value::Array(scopes.into())),
        ("bearer_methods_supported", Value::Array(vec!["header".into()])),
        ("resource_name", "The shop".into()),
    ]);
    Response::json(200, &body)
}

/// The quota's fields, after draft-ietf-httpapi-ratelimit-headers-10. A draft: names and form may still change.
pub(super) fn with_limits(response: Response, left: Left, quota: Quota) -> Response {
    let window_s = quota.window.as_s();
    let (remaining, reset_s) = left.of_client;
    let mut policy = format!("\"client\";q={};w={window_s}", quota.per_client);
    let mut limit = format!("\"client\";r={remaining};t={reset_s}");
    if let Some((remaining, reset_s)) = left.of_key {
        policy = format!("\"key\";q={};w={window_s}, {policy}", quota.per_key);
        limit = format!("\"key\";r={remaining};t={reset_s}, {limit}");
    }
    response.header("RateLimit-Policy", policy).header("RateLimit", limit)
}

/// Reads a JSON body.
fn json_body(request: &Request) -> Result<Value<'_>, Reject> {
    // RFC 9110 §15.5.16 and §15.5.14: what is wrong is the kind of the body, or its size; not yet what it says.
    if request.media_type() != "application/json" {
        return Err(Reject::MediaType);
    }
    if request.body.len() > MOST_BODY {
        return Err(Reject::BodyTooLong);
    }
    Value::parse(&request.body).map_err(|_| Reject::BadBody("body"))
}

/// The header fields that keep one caller's answer from another. RFC 9111 §3.5 keeps shared caches from what was asked
/// with `Authorization`, and knows nothing of `X-API-Key`: without these fields a cache between could hand a key's data
/// to whoever asks next. `Vary` (RFC 9110 §12.5.5) names what the answer depends on, for those that store it all the
/// same.
pub(super) fn kept_apart(response: Response, request: &Request) -> Response {
    let query = || request.query.split('&').filter_map(|pair| pair.split_once('='));
    if request.headers.value("X-API-Key").is_none() && !query().any(|(name, _)| KEY_PARAMETERS.contains(&name)) {
        return response;
    }
    let kept = response.headers.value("Cache-Control").is_some();
    let response = if kept { response } else { response.header("Cache-Control", "no-store") };
    response.header("Vary", "Authorization, X-API-Key")
}

/// The longest body that is read, in bytes.
const MOST_BODY: usize = 65_536;

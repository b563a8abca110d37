//! The resource server: the shop's API. It takes keys and access tokens, and says no in the words
//! of RFC 6750 §3.1 and RFC 9457.

use super::api_key::KeyRing;
use super::form::Form;
use super::http::{Body, Method, Request, Response};
use super::json::Value;
use super::jwt::{Signed, Verified, Verifier};
use super::oauth::AuthorizationServer;
use super::reject::Reject;
use super::scope::{Scope, Scopes};
use super::shop::Collection;
use super::time::Instant;

/// The API's host; with `https://` before it, the audience of its tokens.
pub const HOST: &str = "api.demo.example";
/// The `aud` that it answers to.
pub const AUDIENCE: &str = "https://api.demo.example";

/// A resource of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A collection of the shop's records.
    Records(Collection),
    /// The signed-in user.
    Me,
}

/// A path of the API and what it takes to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The path.
    pub path: &'static str,
    /// The scope that a token, or a restricted key, needs.
    pub scope: Scope,
    /// What it answers with.
    pub resource: Resource,
}

/// Every endpoint of the API. All are read with GET.
pub const ENDPOINTS: [Endpoint; 6] = [
    Endpoint { path: "/v1/orders", scope: Scope::OrdersRead, resource: Resource::Records(Collection::Orders) },
    Endpoint { path: "/v1/customers", scope: Scope::CustomersRead, resource: Resource::Records(Collection::Customers) },
    Endpoint { path: "/v1/products", scope: Scope::ProductsRead, resource: Resource::Records(Collection::Products) },
    Endpoint { path: "/v1/reports", scope: Scope::ReportsRead, resource: Resource::Records(Collection::Reports) },
    Endpoint { path: "/v1/settings", scope: Scope::SettingsRead, resource: Resource::Records(Collection::Settings) },
    Endpoint { path: "/v1/me", scope: Scope::Profile, resource: Resource::Me },
];

/// What a key that is not restricted may do: everything but what belongs to one user.
pub const KEY_SCOPES: Scopes = Scopes::of(&[
    Scope::OrdersRead,
    Scope::CustomersRead,
    Scope::ProductsRead,
    Scope::ReportsRead,
    Scope::SettingsRead,
]);

/// A user that the provider knows: the `sub` of tokens and the name of the person.
const USERS: [(&str, &str); 2] = [("user:ada", "Ada"), ("user:bo", "Bo")];

/// The resource server.
#[derive(Clone, Debug)]
pub struct Api {
    verifier: Verifier,
    /// Whether it asks the authorization server about each token on each call (RFC 7662). If not,
    /// a self-contained token is believed until its `exp`, revoked or not.
    pub asks_on_each_call: bool,
    /// The last token whose signature was good, by its exact string. Gateways do the same: a
    /// signature does not go bad, so it is checked once; time, revocation and scope are asked on
    /// every call.
    opened: Option<(String, Signed)>,
}

/// An answer, and how many of the shop's records it gave away.
#[derive(Debug)]
pub struct Served {
    /// The response.
    pub response: Response,
    /// How many records its body holds.
    pub records: u32,
}

enum Presented<'a> {
    Key(&'a str),
    Token(&'a str),
}

impl Api {
    /// An API that takes the tokens which this verifier passes.
    pub const fn new(verifier: Verifier, asks_on_each_call: bool) -> Self {
        Self { verifier, asks_on_each_call, opened: None }
    }

    /// Answers a request to this host: the path, the credential, the permission, the records.
    ///
    /// # Errors
    /// The [`Reject`] that stopped it; its response is the answer.
    pub fn handle(
        &mut self,
        request: &Request,
        keys: &mut KeyRing,
        authorization: &AuthorizationServer,
        now: Instant,
    ) -> Result<Served, Reject> {
        let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.path == request.path).ok_or(Reject::NotFound)?;
        if request.method != Method::Get {
            return Err(Reject::MethodNotAllowed("GET"));
        }
        let query = Form::parse(&request.query).map_err(|_| Reject::BadParameter("query"))?;
        match presented(request, &query)? {
            Presented::Key(text) => {
                let id = keys.check(text, now)?;
                keys.count(id, now);
                if keys.stored(id).scopes.is_some_and(|scopes| !scopes.contains(endpoint.scope)) {
                    return Err(Reject::KeyNotPermitted(endpoint.scope));
                }
                serve(endpoint, &query, None)
            }
            Presented::Token(text) => {
                let claims = self.verify(text, authorization, now)?;
                if !claims.scope.contains(endpoint.scope) {
                    return Err(Reject::InsufficientScope(endpoint.scope));
                }
                serve(endpoint, &query, Some(&claims.subject))
            }
        }
    }

    /// Every check of a token, in order: those of its string, those of the clock, and, if the API
    /// asks, the authorization server's word.
    fn verify(
        &mut self,
        token: &str,
        authorization: &AuthorizationServer,
        now: Instant,
    ) -> Result<Verified<'_>, Reject> {
        if self.opened.as_ref().is_none_or(|(known, _)| known != token) {
            self.opened = Some((token.to_owned(), self.verifier.open(token)?));
        }
        let Some((_, signed)) = &self.opened else { return Err(Reject::NoCredential) };
        let claims = self.verifier.current(signed, now)?;
        if self.asks_on_each_call && !authorization.is_active(&claims.id, now) {
            return Err(Reject::TokenRevoked);
        }
        Ok(claims)
    }
}

/// Finds the one credential of a request (RFC 6750 §2: never more than one).
fn presented<'a>(request: &'a Request, query: &Form) -> Result<Presented<'a>, Reject> {
    let mut authorization = request.headers.values("Authorization");
    let mut key = request.headers.values("X-API-Key");
    let in_query = query.value("access_token").is_some();
    match (authorization.next(), key.next()) {
        (Some(_), Some(_)) => Err(Reject::TwoCredentials),
        (Some(_), _) if authorization.next().is_some() || in_query => Err(Reject::TwoCredentials),
        (_, Some(_)) if key.next().is_some() || in_query => Err(Reject::TwoCredentials),
        (Some(field), None) => bearer(field).map(Presented::Token),
        (None, Some(field)) => Ok(Presented::Key(field)),
        // RFC 9700 §4.3.2: a token in a URL ends up in logs, so the API does not look there.
        (None, None) if in_query => Err(Reject::TokenInQuery),
        (None, None) => Err(Reject::NoCredential),
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1); the scheme's case does not matter.
fn bearer(field: &str) -> Result<&str, Reject> {
    let (scheme, token) = field.split_once(' ').unwrap_or((field, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(Reject::NoCredential);
    }
    let well_formed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(well_formed) {
        return Err(Reject::MalformedHeader);
    }
    Ok(token)
}

fn serve(endpoint: &Endpoint, query: &Form, subject: Option<&str>) -> Result<Served, Reject> {
    match endpoint.resource {
        Resource::Records(collection) => {
            let page = match query.value("page") {
                None => 1,
                Some(text) => text.parse().ok().filter(|&page| page > 0).ok_or(Reject::BadParameter("page"))?,
            };
            let body = Body::Page { write: collection.writer(), number: u64::from(page) };
            let response = Response::new(200, "application/json", body);
            Ok(Served { response, records: collection.records_on(page) })
        }
        Resource::Me => {
            let user = USERS.iter().find(|(sub, _)| Some(*sub) == subject).ok_or(Reject::UserRequired)?;
            let body = Value::object([("sub", user.0.into()), ("name", user.1.into())]);
            let response = Response::new(200, "application/json", Body::Text(body.to_string()));
            Ok(Served { response, records: 1 })
        }
    }
}

//! The authorization server (RFC 6749): it knows the users, the clients and what was granted.

pub mod refresh_token;
mod revocation;
mod token;

use refresh_token::RefreshToken;

use super::http::{Body, Method, Request, Response};
use super::json::Value;
use super::jwt::{self, Claims, SigningKey, Verifier};
use super::reject::Reject;
use super::rng::Rng;
use super::scope::Scopes;
use super::secret::Secret;
use super::time::{Duration, Instant};

/// The authorization server's host; with `https://` before it, the issuer's name.
pub const HOST: &str = "auth.demo.example";
/// The `iss` of its tokens.
pub const ISSUER: &str = "https://auth.demo.example";

/// How long what it issues lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// An access token, from its issue.
    pub access: Duration,
    /// A family of refresh tokens, from the sign-in: an absolute bound that no refresh extends.
    pub family: Duration,
}

/// One sign-in's permission for one client, and the family of refresh tokens that carries it on.
#[derive(Clone, Debug)]
struct Grant {
    client_id: &'static str,
    subject: &'static str,
    scope: Scopes,
    /// Which refresh token of the family is the live one. Rotation counts it up.
    generation: u32,
    expires: Instant,
    ended: Option<Instant>,
}

/// An access token that was issued and has not expired: what introspection has to know.
#[derive(Clone, Debug)]
struct Issued {
    id: String,
    grant: usize,
    expires_at_s: u64,
    revoked: bool,
}

/// What a client gets (RFC 6749 §5.1).
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token, for the API.
    pub access: Secret,
    /// The refresh token, for the authorization server alone.
    pub refresh: Secret,
    /// How long the access token lives, in seconds.
    pub expires_in_s: u64,
    /// What it may do.
    pub scope: Scopes,
}

/// The authorization server.
#[derive(Clone, Debug)]
pub struct AuthorizationServer {
    /// How long its tokens live.
    pub lifetimes: Lifetimes,
    verifier: Verifier,
    refresh_key: SigningKey,
    clients: Vec<&'static str>,
    grants: Vec<Grant>,
    issued: Vec<Issued>,
    rng: Rng,
}

impl AuthorizationServer {
    /// A server whose access tokens `verifier` will check, with one public client registered.
    pub fn new(
        verifier: Verifier,
        refresh_key: SigningKey,
        client_id: &'static str,
        lifetimes: Lifetimes,
        rng: Rng,
    ) -> Self {
        Self { lifetimes, verifier, refresh_key, clients: vec![client_id], grants: Vec::new(), issued: Vec::new(), rng }
    }

    /// A user signs in and grants a client these scopes: the first tokens of a new family.
    pub fn grant(&mut self, client_id: &'static str, subject: &'static str, scope: Scopes, now: Instant) -> Tokens {
        self.grants.push(Grant {
            client_id,
            subject,
            scope,
            generation: 0,
            expires: now + self.lifetimes.family,
            ended: None,
        });
        self.issue(self.grants.len() - 1, scope, now)
    }

    /// Answers a request to this host.
    ///
    /// # Errors
    /// The [`Reject`] that stopped it; its response is the answer.
    pub fn handle(&mut self, request: &Request, now: Instant) -> Result<Response, Reject> {
        let endpoint = match request.path.as_ref() {
            "/token" => Self::token,
            "/revoke" => Self::revoke,
            _ => return Err(Reject::NotFound),
        };
        if request.method != Method::Post {
            return Err(Reject::MethodNotAllowed("POST"));
        }
        endpoint(self, request, now)
    }

    /// Whether an access token still counts: the question of RFC 7662, by the token's `jti`.
    pub fn is_active(&self, token_id: &str, now: Instant) -> bool {
        self.issued.iter().any(|issued| {
            issued.id == token_id
                && !issued.revoked
                && now.unix_s() < issued.expires_at_s
                && self.grants[issued.grant].ended.is_none()
        })
    }

    fn issue(&mut self, grant: usize, scope: Scopes, now: Instant) -> Tokens {
        let Grant { client_id, subject, generation, .. } = self.grants[grant];
        let id = self.rng.base62(12);
        let expires_at_s = (now + self.lifetimes.access).unix_s();
        let claims = Claims {
            issuer: ISSUER.into(),
            subject: subject.into(),
            audience: vec![self.verifier.audience.into()],
            client_id: client_id.into(),
            scope,
            issued_at_s: now.unix_s(),
            expires_at_s,
            not_before_s: None,
            id: id.clone(),
        };
        // What has expired needs no memory: its `exp` refuses it.
        self.issued.retain(|issued| now.unix_s() < issued.expires_at_s);
        self.issued.push(Issued { id, grant, expires_at_s, revoked: false });
        let nonce = self.rng.bytes();
        Tokens {
            access: jwt::mint(&claims, &self.verifier.key),
            refresh: RefreshToken { family: grant as u32, generation, nonce }.seal(&self.refresh_key),
            expires_in_s: self.lifetimes.access.as_s(),
            scope,
        }
    }

    fn client(&self, client_id: Option<&str>) -> Result<&'static str, Reject> {
        let client_id = client_id.ok_or(Reject::ParameterMissing("client_id"))?;
        self.clients.iter().copied().find(|client| *client == client_id).ok_or(Reject::ClientUnknown)
    }
}

/// A successful OAuth answer (RFC 6749 §5.1): never stored by a cache.
fn oauth_ok(body: Option<Value>) -> Response {
    let text = body.map_or_else(String::new, |body| body.to_string());
    Response::new(200, "application/json", Body::Text(text))
        .header("Cache-Control", "no-store")
        .header("Pragma", "no-cache")
}

/// Reads an OAuth endpoint's form: a POST body of the right type, and no parameters in the URL.
fn read_form(request: &Request) -> Result<super::form::Form, Reject> {
    use super::form::{Form, FormError};
    let media_type = request.headers.value("Content-Type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") || !request.query.is_empty() {
        return Err(Reject::FormBroken);
    }
    Form::parse(&request.body).map_err(|error| match error {
        FormError::Encoding => Reject::FormBroken,
        FormError::Duplicate => Reject::ParameterTwice,
    })
}

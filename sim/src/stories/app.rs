//! The honest app: it calls the API every few minutes, refreshes its token before it ends, and
//! stops when it is locked out.

use crate::provider::api::{HOST, READS};
use crate::provider::api_key::ApiKey;
use crate::provider::oauth::{self, APP, Tokens};
use crate::wire::http::Request;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant};

/// What the app calls with.
#[derive(Clone, Debug)]
pub enum Held {
    /// An API key from its configuration.
    Key(ApiKey),
    /// The tokens of a signed-in user.
    Tokens {
        /// For the API.
        access: Secret,
        /// For the authorization server, if there is one.
        refresh: Option<Secret>,
        /// When the access token was issued.
        issued: Instant,
        /// When it ends, by the `expires_in` that came with it.
        expires: Instant,
    },
    /// Nothing: the user has to sign in again.
    Nothing,
}

impl Held {
    /// What the app holds after a token answer.
    pub fn tokens(tokens: Tokens, now: Instant) -> Self {
        let expires = now + Duration::seconds(tokens.expires_in_s);
        Self::Tokens { access: tokens.access, refresh: tokens.refresh, issued: now, expires }
    }

    /// The app's usual call, as far as it has something to call with. It reads what its token was
    /// made for.
    pub fn call(&self) -> Option<Request> {
        match self {
            Self::Key(key) => Some(with_key(Request::get(HOST, READS[0].path), key)),
            Self::Tokens { access, .. } => Some(with_token(Request::get(HOST, READS[0].path), access)),
            Self::Nothing => None,
        }
    }

    /// Whether the access token is about to end.
    pub fn should_refresh(&self, now: Instant) -> bool {
        match self {
            Self::Tokens { issued, expires, .. } => now + refresh_margin(expires.since(*issued)) >= *expires,
            Self::Key(_) | Self::Nothing => false,
        }
    }

    /// The request for the next tokens.
    pub fn refresh(&self) -> Option<Request> {
        match self {
            Self::Tokens { refresh, .. } => refresh.as_ref().map(refresh_request),
            Self::Key(_) | Self::Nothing => None,
        }
    }
}

/// How long before its end an access token is replaced: a minute, or a quarter of a short life.
pub fn refresh_margin(lifetime: Duration) -> Duration {
    Duration::milliseconds((lifetime.as_ms() / 4).min(60_000))
}

/// The request with a key in its header.
pub fn with_key(request: Request, key: &ApiKey) -> Request {
    request.header("X-API-Key", key.reveal().to_owned())
}

/// The request with a bearer token in its header (RFC 6750 §2.1).
pub fn with_token(request: Request, token: &Secret) -> Request {
    request.header("Authorization", ["Bearer ", token.reveal()].concat())
}

/// The request for new tokens (RFC 6749 §6), as a public client sends it.
pub fn refresh_request(refresh: &Secret) -> Request {
    let parameters = [("grant_type", "refresh_token"), ("refresh_token", refresh.reveal()), ("client_id", APP)];
    Request::post_form(oauth::HOST, "/token", &parameters)
}

/// The request that ends a refresh token's whole family (RFC 7009 §2.1).
pub fn revocation_request(refresh: &Secret) -> Request {
    let parameters = [("token", refresh.reveal()), ("token_type_hint", "refresh_token"), ("client_id", APP)];
    Request::post_form(oauth::HOST, "/revoke", &parameters)
}

/// Reads a token answer (RFC 6749 §5.1), as any client does. `None` if it is not one.
pub fn read_tokens(body: &str) -> Option<Tokens> {
    let answer = crate::wire::json::Value::parse(body).ok()?;
    let text = |name| answer.member(name)?.as_text().map(str::to_owned);
    Some(Tokens {
        access: Secret::new(text("access_token")?),
        refresh: text("refresh_token").map(Secret::new),
        expires_in_s: u64::try_from(answer.member("expires_in")?.as_integer()?).ok()?,
        scope: crate::provider::scope::Scopes::granting(&text("scope")?),
    })
}

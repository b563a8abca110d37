//! What the workbench works on: a provider, the tokens it minted, and ways to ask it about any other.

use crate::provider::api::{HOST, Trail};
use crate::provider::jwt::SigningKey;
use crate::provider::oauth::user::UserId;
use crate::provider::oauth::{self, APP, AUDIENCES};
use crate::provider::reject::Reject;
use crate::provider::sandbox::{Sandbox, get};
use crate::provider::scope::{Scope, Scopes};
use crate::provider::{Policy, Provider};
use crate::stories::app::with_token;
use crate::stories::world::{Actor, Exchange};
use crate::wire::http::Request;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// How long after the beginning the tokens are minted: the time before shows one that is not valid
/// yet.
pub const MINTED_AFTER: Duration = Duration::minutes(10);
/// When that is.
pub const MINTED: Instant = Instant::from_unix_s(START.unix_s() + MINTED_AFTER.as_s());

/// What can be asked for with the token.
pub const CALLS: [&str; 3] = ["/v1/orders", "/v1/customers", "/v1/me"];

/// What a token is minted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mint {
    /// Whose.
    pub user: UserId,
    /// What it may do.
    pub scope: Scopes,
    /// How long it lives.
    pub lifetime: Duration,
    /// Which of [`AUDIENCES`] it is for.
    pub audience: usize,
}

impl Default for Mint {
    fn default() -> Self {
        Self {
            user: UserId::ADA,
            scope: Scopes::of(&[Scope::OrdersRead, Scope::Profile]),
            lifetime: Duration::hours(1),
            audience: 0,
        }
    }
}

/// The provider, and what it minted.
#[derive(Clone, Debug)]
pub struct Held {
    provider: Provider,
    /// The token of the settings.
    pub token: String,
    /// The same grant as an opaque token.
    pub opaque: Secret,
    /// The token that the forgeries begin with: the one of the first settings.
    pub base: String,
    /// What the provider signs with.
    pub secret: [u8; 32],
    /// The secret with which the orders API proves who asks.
    asker: String,
}

/// The API that asks about tokens.
const ASKER: &str = "orders-api";

impl Held {
    /// A provider of this seed that has minted these.
    pub fn new(seed: u64, mint: Mint, asks: bool, revoked: bool) -> Self {
        let mut sandbox = Sandbox::with(seed, START, Policy { asks_on_each_call: asks, ..Policy::default() });
        let secret = sandbox.credentials().signing_secret;
        let asker = sandbox.credentials().secret(ASKER).map_or("", Secret::reveal).to_owned();
        let owner = sandbox.owner();
        let mut sign = |mint: Mint, opaque: bool| {
            (owner.policy.access, owner.policy.opaque) = (mint.lifetime, opaque);
            owner.sign_in_for(mint.user, mint.scope, AUDIENCES[mint.audience], MINTED).access
        };
        let first = Mint::default();
        let base = sign(first, false);
        let token = if mint == first { base.clone() } else { sign(mint, false) };
        let opaque = sign(mint, true);
        let mut provider = sandbox.provider().clone();
        for token in [&token, &opaque].into_iter().filter(|_| revoked) {
            let form = [("token", token.reveal()), ("client_id", APP)];
            provider.handle(&Request::post_form(oauth::HOST, "/revoke", &form), MINTED);
        }
        let [token, base] = [token, base].map(|token| token.reveal().to_owned());
        Self { provider, token, opaque, base, secret, asker }
    }

    /// Sends a request with this token, to a provider that has seen no other.
    pub fn send(&self, token: &str, call: usize, now: Instant) -> Answered {
        let request = with_token(get(HOST, CALLS[call]), &Secret::new(token.to_owned()));
        self.exchange(request, now)
    }

    /// Asks the authorization server about the opaque token, as the orders API (RFC 7662).
    pub fn ask(&self, now: Instant) -> Answered {
        let form = [("token", self.opaque.reveal()), ("client_id", ASKER), ("client_secret", &self.asker)];
        self.exchange(Request::post_form(oauth::HOST, "/introspect", &form), now)
    }

    fn exchange(&self, request: Request, now: Instant) -> Answered {
        let answer = self.provider.clone().handle(&request, now);
        let (response, reject, records) = (answer.response, answer.reject, answer.records);
        Answered { exchange: Exchange { actor: Actor::App, request, response, reject, records }, trail: answer.trail }
    }
}

/// An exchange with the provider, and what it found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The request and its answer.
    pub exchange: Exchange,
    /// How far it came.
    pub trail: Trail,
}

impl Answered {
    /// Which of the list of checks stopped it: [`BEARER`], those of [`crate::provider::check::Check::ALL`] from 1,
    /// [`PERMISSION`].
    pub fn stopped_at(&self) -> Option<usize> {
        let reject = self.exchange.reject.as_ref()?;
        Some(match (reject, self.trail.check) {
            (Reject::MalformedHeader | Reject::NoCredential, _) => BEARER,
            _ if self.trail.caller.is_some() => PERMISSION,
            (_, Some(check)) => 1 + check as usize,
            // An opaque token is looked up: the authorization server's word is all there is.
            (_, None) => LOOKED_UP,
        })
    }

    /// Whether the token was looked up instead of being read.
    pub const fn was_looked_up(&self) -> bool {
        self.trail.check.is_none() && !matches!(self.exchange.reject, Some(Reject::MalformedHeader))
    }
}

/// The first of the list of checks: one well-formed token behind `Bearer`.
pub const BEARER: usize = 0;
/// The one at which the authorization server is asked.
pub const LOOKED_UP: usize = 1 + crate::provider::check::Check::Revocation as usize;
/// The last: may it do this?
pub const PERMISSION: usize = 1 + crate::provider::check::Check::ALL.len();

/// The key of any bytes. HMAC fills a short key up with zeros itself (RFC 2104 §2), so one that is filled up here signs
/// the same; a provider would not take it (RFC 7518 §3.2), a forger does.
pub fn key_of(secret: &[u8]) -> Option<SigningKey> {
    let mut bytes = secret.to_vec();
    bytes.resize(bytes.len().max(32), 0);
    SigningKey::new(&bytes)
}

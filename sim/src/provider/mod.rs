//! The provider: two hosts, the authorization server and the API, over one set of keys.

pub mod api;
pub mod api_key;
pub mod check;
pub mod jwt;
pub mod log;
pub mod meter;
pub mod oauth;
mod redact;
pub mod reject;
pub mod sandbox;
pub mod scope;
pub mod shop;

use self::api::{Api, Served, Trail};
use self::api_key::{ApiKey, KeyId, KeyRing, Kind};
use self::jwt::{SigningKey, Verifier};
use self::meter::{Left, Meters, Quota};
use self::oauth::client::ClientId;
use self::oauth::user::UserId;
use self::oauth::{AUDIENCES, AuthorizationServer, Outage, Tokens};
use self::reject::Reject;
use self::scope::Scopes;
use crate::wire::http::{Body, Method, Peer, Request, Response};
use crate::wire::rng::Rng;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant};

/// What a provider decides for itself. The switches are off where a careful one has them off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long an access token lives (RFC 6750 §5.3: an hour or less).
    pub access: Duration,
    /// How long a family of refresh tokens lives, from the sign-in: an absolute bound that no refresh extends.
    pub family: Duration,
    /// How long an authorization code lives (RFC 6749 §4.1.2: ten minutes at most).
    pub code: Duration,
    /// How long a device waits for its user.
    pub device: Duration,
    /// How long a family lives without a refresh: a sliding bound that each refresh extends. Zero is off.
    pub idle: Duration,
    /// For how long the refresh token just before is borne with. Zero is off.
    pub refresh_grace: Duration,
    /// Whether a code is given only for a PKCE challenge.
    pub requires_pkce: bool,
    /// Whether a redirect URI has to be a registered one to the letter, or only to begin like one.
    pub exact_redirect: bool,
    /// Whether access tokens are random strings that say nothing (RFC 6749 §1.4), which the API looks up at the
    /// authorization server on each call (RFC 7662). If not, they carry their claims, signed.
    pub opaque: bool,
    /// Whether the API asks the authorization server about each token on each call (RFC 7662). If not, a
    /// self-contained token is believed until its `exp`, revoked or not.
    pub asks_on_each_call: bool,
    /// How many seconds the API's clock is ahead of the authorization server's; behind it, if negative. Only a token
    /// notices: it carries one clock's times to the other. A key is looked up where its end was written down.
    pub api_ahead_s: i64,
    /// How far past `exp`, and how long before `iat` and `nbf`, the API still takes a token (RFC 7519 §4.1.4: "no more
    /// than a few minutes").
    pub leeway: Duration,
    /// How much fits a window.
    pub quota: Quota,
}

impl Policy {
    /// What the API's own clock says.
    pub const fn api_clock(&self, now: Instant) -> Instant {
        let off_ms = now.unix_ms().saturating_add_signed(self.api_ahead_s.saturating_mul(1000));
        Instant::from_unix_ms(off_ms)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            access: Duration::hours(1),
            family: Duration::days(90),
            code: Duration::minutes(1),
            device: Duration::minutes(15),
            idle: Duration::ZERO,
            refresh_grace: Duration::ZERO,
            requires_pkce: true,
            exact_redirect: true,
            opaque: false,
            asks_on_each_call: false,
            api_ahead_s: 0,
            leeway: Duration::ZERO,
            quota: Quota::default(),
        }
    }
}

/// A provider, whole. `handle` changes it and nothing else does but the owner's own acts.
#[derive(Clone, Debug)]
pub struct Provider {
    /// What it decides for itself; the owner may change it at any time.
    pub policy: Policy,
    keys: KeyRing,
    authorization: AuthorizationServer,
    api: Api,
    meters: Meters,
    rng: Rng,
}

/// The longest path and query that are read, in bytes. RFC 9110 §4.1 wants 8,000 at least; what is longer is refused
/// before anything of it is kept (§15.5.15).
pub(super) const LONGEST_TARGET: usize = 8192;

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// What goes back on the wire.
    pub response: Response,
    /// What stopped the request, if something did. The wire tells less.
    pub reject: Option<Reject>,
    /// How many of the shop's records the answer gave away.
    pub records: u32,
    /// What the API found out about the request. Empty where the authorization server answered.
    pub trail: Trail,
}

/// The secret that tokens are signed with, and the one for refresh tokens.
fn signing_secrets(rng: &mut Rng) -> [[u8; 32]; 2] {
    [rng.bytes(), rng.bytes()]
}

/// What the access tokens of a provider with this seed are signed with. Both sides of HS256 need it: whoever can
/// check a token can make one, which is why this is for demonstrations.
pub fn signing_secret(seed: u64) -> [u8; 32] {
    signing_secrets(&mut Rng::stream(seed, "provider"))[0]
}

impl Provider {
    /// A new provider. Its secrets come from the seed.
    pub fn new(seed: u64, policy: Policy) -> Self {
        Self::with_secrets(seed, policy).0
    }

    /// A new provider and the secrets of its confidential clients, in the order of their registration.
    pub fn with_secrets(seed: u64, policy: Policy) -> (Self, Vec<Secret>) {
        let mut rng = Rng::stream(seed, "provider");
        let [access, refresh] =
            signing_secrets(&mut rng).map(|secret| SigningKey::new(&secret).expect("32 bytes are 256 bits"));
        let verifier = Verifier { key: access, issuer: oauth::ISSUER, audience: api::AUDIENCE };
        let (authorization, secrets) = AuthorizationServer::new(verifier.clone(), refresh, seed);
        let api = Api::new(verifier);
        let provider = Self { policy, keys: KeyRing::default(), authorization, api, meters: Meters::default(), rng };
        (provider, secrets)
    }

    /// Answers a request. The host decides which of the two servers does.
    pub fn handle(&mut self, request: &Request, now: Instant) -> Answer {
        let Self { policy, keys, authorization, api, meters, rng } = self;
        let too_long = request.path.len() + request.query.len() > LONGEST_TARGET;
        let answer = match request.host {
            _ if too_long => refused(Reject::TargetTooLong, request, Trail::default()),
            oauth::HOST => {
                let served = authorization.handle(request, &mut oauth::Desk { policy, meters, now });
                match served {
                    Ok(response) => Answer { response, reject: None, records: 0, trail: Trail::default() },
                    Err(refusal) => Answer {
                        response: refusal.response(request),
                        reject: Some(refusal.reject),
                        records: 0,
                        trail: Trail::default(),
                    },
                }
            }
            api::HOST => {
                let trail = Trail::default();
                let mut desk = api::Desk { keys, authorization, meters, rng, policy, now, trail };
                let served = api.handle(request, &mut desk);
                let trail = desk.trail;
                let answer = match served {
                    Ok(Served { response, records }) => Answer { response, reject: None, records, trail },
                    Err(reject) => refused(reject, request, trail),
                };
                // A counted request learns what is left of the quota, whatever the answer is; and so does one that was
                // not counted because nothing was left: that is when a client needs it (draft 10 of the RateLimit
                // fields, §4; RFC 6585 §4).
                let spent = trail.caller.filter(|_| matches!(answer.reject, Some(Reject::QuotaSpent { .. })));
                let left = spent.map(|caller| meters.left(caller.key, caller.client, policy.quota, now));
                let mut response = answer.response;
                if let Some(left) = trail.left.or(left) {
                    response = api::with_limits(response, left, policy.quota);
                }
                Answer { response: api::kept_apart(response, request), ..answer }
            }
            _ => refused(Reject::NotFound, request, Trail::default()),
        };
        if request.method == Method::Head {
            let response = Response { body: Body::Text(String::new()), ..answer.response };
            return Answer { response, records: 0, ..answer };
        }
        answer
    }

    /// Whether both hold the same: credentials, grants, clients, users, orders. What is only counted does not count.
    pub fn same_holdings(&self, other: &Self) -> bool {
        self.keys == other.keys
            && self.authorization == other.authorization
            && self.api.same_holdings(&other.api)
            && self.rng == other.rng
    }

    /// The owner makes an unrestricted key for the app.
    pub fn create_key(&mut self, now: Instant) -> (KeyId, ApiKey) {
        self.create_key_of(Kind::Live, None, now)
    }

    /// The owner makes a key of this kind for the app.
    pub fn create_key_of(&mut self, kind: Kind, scopes: Option<Scopes>, now: Instant) -> (KeyId, ApiKey) {
        self.keys.create(ClientId::first(), kind, scopes, None, now, &mut self.rng)
    }

    /// The owner replaces a key; the old one goes on for `overlap`.
    pub fn rotate_key(&mut self, id: KeyId, overlap: Duration, now: Instant) -> (KeyId, ApiKey) {
        self.keys.rotate(id, overlap, now, &mut self.rng)
    }

    /// The owner ends a key at once.
    pub fn revoke_key(&mut self, id: KeyId, now: Instant) {
        self.keys.revoke(id, now);
    }

    /// The provider's keys, to look at.
    pub const fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// The provider's authorization server, to look at.
    pub const fn authorization(&self) -> &AuthorizationServer {
        &self.authorization
    }

    /// Ada signs in to the app and grants it these scopes.
    pub fn sign_in(&mut self, scope: Scopes, now: Instant) -> Tokens {
        self.sign_in_for(UserId::ADA, scope, AUDIENCES[0], now)
    }

    /// A user signs in to the app and grants it these scopes at one of the [`AUDIENCES`].
    pub fn sign_in_for(&mut self, user: UserId, scope: Scopes, audience: &str, now: Instant) -> Tokens {
        self.authorization.grant(ClientId::first(), user, scope, audience, &self.policy, now)
    }

    /// What is left in the windows of a client, and of a key if there is one, without counting anything.
    pub fn left(&self, key: Option<KeyId>, client: ClientId, now: Instant) -> Left {
        self.meters.left(key, client, self.policy.quota, now)
    }

    /// How many credentials that are none this address may still present in its window, and for how many seconds.
    pub fn failures_left(&self, peer: Peer, now: Instant) -> (u32, u64) {
        self.meters.failures_left(peer, self.policy.quota, now)
    }

    /// A client is registered.
    ///
    /// # Errors
    /// [`Reject::ClientName`].
    pub fn register_client(&mut self, name: &str) -> Result<ClientId, Reject> {
        self.authorization.register(name)
    }

    /// A client and all that was granted to it end.
    pub fn disable_client(&mut self, client: ClientId, now: Instant) {
        self.authorization.disable_client(client, now);
    }

    /// A user leaves, and all that the user granted ends.
    pub fn delete_user(&mut self, user: UserId, now: Instant) {
        self.authorization.delete_user(user, now);
    }

    /// The authorization server fails from now on, or works again.
    pub const fn set_outage(&mut self, outage: Option<Outage>) {
        self.authorization.set_outage(outage);
    }
}

fn refused(reject: Reject, request: &Request, trail: Trail) -> Answer {
    Answer { response: reject.response(request), reject: Some(reject), records: 0, trail }
}

//! The authorization server (RFC 6749): it knows the users, the clients and what was granted. One file an endpoint
//! or grant.

pub mod authorize;
pub mod client;
mod client_credentials;
mod code;
pub mod device;
mod introspection;
mod metadata;
pub mod opaque;
mod refresh;
pub mod refresh_token;
mod resource;
mod revocation;
mod token;
pub mod user;

use authorize::{Pending, Redirect};
use client::{ClientId, Clients};
use code::Code;
pub use code::s256;
use device::Device;
use opaque::Kept;
use refresh_token::RefreshToken;
use resource::Resources;
use user::UserId;

use crate::provider::Policy;
use crate::provider::jwt::{self, Claims, SigningKey, Verifier};
use crate::provider::meter::Meters;
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::form::{self, Form};
use crate::wire::http::{Method, Request, Response};
use crate::wire::rng::Rng;
use crate::wire::secret::Secret;
use crate::wire::time::Instant;

/// The authorization server's host; with `https://` before it, the issuer's name.
pub const HOST: &str = "auth.demo.example";
/// The `iss` of its tokens.
pub const ISSUER: &str = "https://auth.demo.example";
/// The app that this page is about: its `client_id`, and whose keys the API's keys are.
pub const APP: &str = "shop-app";
/// The APIs that it makes tokens for (RFC 8707): ours, and another one that does not answer here.
pub const AUDIENCES: [&str; 2] = [crate::provider::api::AUDIENCE, "https://billing.demo.example"];

/// One permission for one client, and the family of refresh tokens that carries it on.
#[derive(Clone, Debug, PartialEq)]
struct Grant {
    client: ClientId,
    /// Who granted it. A client that acts for itself has nobody's grant but its own.
    user: Option<UserId>,
    scope: Scopes,
    resources: Resources,
    /// Which refresh token of the family is the live one. Rotation counts it up.
    generation: u32,
    /// When the user granted it.
    begun: Instant,
    /// When it was last rotated.
    rotated: Option<Instant>,
    expires: Instant,
    ended: Option<Instant>,
}

/// An access token that was issued and has not expired: what introspection has to know.
#[derive(Clone, Debug, PartialEq)]
struct Issued {
    id: String,
    grant: usize,
    expires_at_s: u64,
    revoked: bool,
    /// What the server keeps of a token that does not carry its claims.
    kept: Option<Kept>,
}

/// What a client gets (RFC 6749 §5.1).
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token, for the API.
    pub access: Secret,
    /// The refresh token, for the authorization server alone; `None` for a client that can always ask again.
    pub refresh: Option<Secret>,
    /// How long the access token lives, in seconds.
    pub expires_in_s: u64,
    /// What it may do.
    pub scope: Scopes,
}

/// What the owner can let the server suffer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outage {
    /// It fails.
    Error,
    /// It is down for a while.
    Unavailable,
}

impl Outage {
    const fn reject(self) -> Reject {
        match self {
            Self::Error => Reject::ServerError,
            Self::Unavailable => Reject::Unavailable,
        }
    }
}

/// A refusal, and where the browser is sent with it if that is safe (RFC 6749 §4.1.2.1).
#[derive(Debug)]
pub struct Refusal {
    /// What stopped the request.
    pub reject: Reject,
    redirect: Option<Redirect>,
}

impl Refusal {
    /// The answer on the wire.
    pub fn response(&self, request: &Request) -> Response {
        match &self.redirect {
            Some(redirect) => redirect.error(&self.reject),
            None => self.reject.response(request),
        }
    }
}

impl From<Reject> for Refusal {
    fn from(reject: Reject) -> Self {
        Self { reject, redirect: None }
    }
}

/// The authorization server.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthorizationServer {
    verifier: Verifier,
    refresh_key: SigningKey,
    clients: Clients,
    /// Which of the users have left.
    gone: Vec<UserId>,
    pending: Vec<Pending>,
    codes: Vec<Code>,
    devices: Vec<Device>,
    grants: Vec<Grant>,
    issued: Vec<Issued>,
    outage: Option<Outage>,
    rng: Rng,
}

/// What a request meets besides the server itself.
pub(super) struct Desk<'a> {
    pub policy: &'a Policy,
    pub meters: &'a mut Meters,
    pub now: Instant,
}

/// What a client asks for that has proven who it is.
#[derive(Clone, Copy)]
struct Ask<'a> {
    client: ClientId,
    form: &'a Form,
    policy: &'a Policy,
    now: Instant,
}

impl AuthorizationServer {
    /// A server whose access tokens `verifier` will check, and the secrets of its confidential clients.
    pub fn new(verifier: Verifier, refresh_key: SigningKey, seed: u64) -> (Self, Vec<Secret>) {
        let (clients, secrets) = Clients::begin(&mut Rng::stream(seed, "clients"));
        let server = Self {
            verifier,
            refresh_key,
            clients,
            gone: Vec::new(),
            pending: Vec::new(),
            codes: Vec::new(),
            devices: Vec::new(),
            grants: Vec::new(),
            issued: Vec::new(),
            outage: None,
            rng: Rng::stream(seed, "tokens"),
        };
        (server, secrets)
    }

    /// Answers a request to this host.
    pub(super) fn handle(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<Response, Refusal> {
        match (request.path.as_ref(), request.method.answered_as()) {
            ("/authorize", Method::Get) => self.authorize(request, desk),
            ("/authorize", _) => Err(Reject::MethodNotAllowed("GET, HEAD").into()),
            ("/consent", Method::Post) => self.consent(request, desk),
            ("/device", Method::Get) => Ok(self.device_page(request, desk)?),
            ("/device", Method::Post) => Ok(self.device_answer(request, desk)?),
            ("/device", _) => Err(Reject::MethodNotAllowed("GET, HEAD, POST").into()),
            ("/.well-known/oauth-authorization-server", Method::Get) => Ok(metadata::answer()),
            ("/.well-known/oauth-authorization-server", _) => Err(Reject::MethodNotAllowed("GET, HEAD").into()),
            ("/token" | "/revoke" | "/introspect" | "/device_authorization", Method::Post) => {
                Ok(self.answer_client(request, desk)?)
            }
            ("/consent" | "/token" | "/revoke" | "/introspect" | "/device_authorization", _) => {
                Err(Reject::MethodNotAllowed("POST").into())
            }
            _ => Err(Reject::NotFound.into()),
        }
    }

    /// The endpoints that a client calls by itself, once it has proven who it is.
    fn answer_client(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<Response, Reject> {
        let (policy, now) = (desk.policy, desk.now);
        desk.meters.may_try(request.peer, policy.quota, now)?;
        let form = read_form(request, resource::PARAMETER)?;
        let client = self.clients.authenticate(request, &form).inspect_err(|reject| {
            if reject.is_bad_credential() {
                desk.meters.failed(request.peer, policy.quota, now);
            }
        })?;
        if let Some(outage) = self.outage {
            return Err(outage.reject());
        }
        let ask = Ask { client, form: &form, policy, now };
        match request.path.as_ref() {
            "/token" => self.token(ask),
            "/revoke" => self.revoke(client, &form, now),
            "/introspect" => self.introspect(client, &form, now),
            _ => self.device_authorization(ask),
        }
    }

    /// A user grants a client these scopes: the first tokens of a new family.
    pub(super) fn grant(
        &mut self,
        client: ClientId,
        user: UserId,
        scope: Scopes,
        audience: &str,
        policy: &Policy,
        now: Instant,
    ) -> Tokens {
        let resources = Resources::of(audience).unwrap_or(Resources::DEFAULT);
        let grant = self.add_grant(client, Some(user), scope, resources, policy, now);
        self.issue(grant, scope, resources, policy, now)
    }

    fn add_grant(
        &mut self,
        client: ClientId,
        user: Option<UserId>,
        scope: Scopes,
        resources: Resources,
        policy: &Policy,
        now: Instant,
    ) -> usize {
        let expires = now + policy.family;
        self.grants.push(Grant {
            client,
            user,
            scope,
            resources,
            generation: 0,
            begun: now,
            rotated: None,
            expires,
            ended: None,
        });
        self.grants.len() - 1
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

    /// The registered clients.
    pub const fn clients(&self) -> &Clients {
        &self.clients
    }

    /// See [`Clients::register`].
    ///
    /// # Errors
    /// [`Reject::ClientName`].
    pub fn register(&mut self, name: &str) -> Result<ClientId, Reject> {
        self.clients.register(name)
    }

    /// Ends a client and all that was granted to it.
    pub fn disable_client(&mut self, client: ClientId, now: Instant) {
        self.clients.disable(client);
        self.end_grants(|grant| grant.client == client, now);
    }

    /// Removes a user, and all that the user granted.
    pub fn delete_user(&mut self, user: UserId, now: Instant) {
        self.gone.push(user);
        self.codes.retain(|code| code.user != user);
        self.devices.iter_mut().for_each(|device| device.forget(user));
        self.end_grants(|grant| grant.user == Some(user), now);
    }

    /// Lets the server fail, or stops that.
    pub const fn set_outage(&mut self, outage: Option<Outage>) {
        self.outage = outage;
    }

    /// Whether this user can sign in.
    fn user(&self, login: &str) -> Option<UserId> {
        UserId::of_login(login).filter(|user| !self.gone.contains(user))
    }

    fn end_grants(&mut self, which: impl Fn(&Grant) -> bool, now: Instant) {
        for grant in self.grants.iter_mut().filter(|grant| which(grant)) {
            grant.ended.get_or_insert(now);
        }
    }

    /// Mints an access token for a grant or a part of it, and a refresh token for the whole if a user stands behind it
    /// (RFC 6749 §4.4.3).
    fn issue(&mut self, grant: usize, scope: Scopes, resources: Resources, policy: &Policy, now: Instant) -> Tokens {
        let Grant { client, user, generation, .. } = self.grants[grant];
        let client = self.clients.client(client);
        let refreshes = user.is_some() && client.may_use(client::GrantType::RefreshToken);
        let id = self.rng.base62(12);
        let expires_at_s = (now + policy.access).unix_s();
        let claims = Claims {
            issuer: ISSUER.into(),
            // RFC 9068 §2.2: without a user, the client is the subject.
            subject: user.map_or_else(|| client.id.clone(), |user| user.subject().into()),
            audience: resources.names(),
            client_id: client.id.clone(),
            scope,
            issued_at_s: now.unix_s(),
            expires_at_s,
            not_before_s: None,
            id: id.clone(),
        };
        // What has expired needs no memory, or not for long: its `exp` refuses it. The oldest one tells when there is
        // some to clear.
        let expired = |issued: &Issued| {
            issued.expires_at_s + issued.kept.as_ref().map_or(0, |_| opaque::REMEMBERED_S) <= now.unix_s()
        };
        if self.issued.first().is_some_and(expired) {
            self.issued.retain(|issued| !expired(issued));
        }
        let (access, kept) = if policy.opaque {
            let token = opaque::mint(&mut self.rng);
            let kept = Kept::new(&token, claims);
            (token, Some(kept))
        } else {
            (jwt::mint(&claims, &self.verifier.key), None)
        };
        self.issued.push(Issued { id, grant, expires_at_s, revoked: false, kept });
        let nonce = self.rng.bytes();
        let refresh = RefreshToken { family: grant as u32, generation, nonce };
        Tokens {
            access,
            refresh: refreshes.then(|| refresh.seal(&self.refresh_key)),
            expires_in_s: policy.access.as_s(),
            scope,
        }
    }
}

/// Reads an OAuth endpoint's form: a POST body of the right type, and no parameters in the URL. None may stand twice
/// (RFC 6749 §3.2), but for this one.
fn read_form(request: &Request, may_repeat: &str) -> Result<Form, Reject> {
    if request.media_type() != form::MEDIA_TYPE || !request.query.is_empty() {
        return Err(Reject::FormBroken);
    }
    let form = Form::read(&request.body).map_err(|_| Reject::FormBroken)?;
    if form.repeats_any_but(may_repeat) { Err(Reject::ParameterTwice) } else { Ok(form) }
}

/// How many codes, pages, devices and orders are remembered, so that nobody can fill the server's memory.
const MOST_REMEMBERED: usize = 1000;

/// Adds to a list that never grows past [`MOST_REMEMBERED`]: the oldest goes.
pub(super) fn remember<T>(list: &mut Vec<T>, one: T) {
    if list.len() >= MOST_REMEMBERED {
        list.remove(0);
    }
    list.push(one);
}

//! What developers hold: keys and tokens, good and bad, and the requests that carry them.

use super::call::{Call, With};
use crate::provider::api::{HOST, Resource};
use crate::provider::api_key::{ApiKey, Kind};
use crate::provider::oauth::client::ClientId;
use crate::provider::oauth::user::UserId;
use crate::provider::oauth::{self, AUDIENCES};
use crate::provider::sandbox::Sandbox;
use crate::provider::scope::{Scope, Scopes};
use crate::provider::{Policy, Provider};
use crate::stories::app::{read_tokens, with_key, with_token};
use crate::wire::http::Request;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// When the first request is sent.
pub const BEGINS: Instant = Instant::from_unix_s(START.unix_s() + 9 * 3600);
/// How long before that the expired token was made: its hour is long over.
const OLD: Duration = Duration::hours(2);

/// What a developer holds: made by the provider, once a seed.
#[derive(Clone, Debug)]
pub struct Held {
    key: ApiKey,
    restricted: ApiKey,
    ada: Secret,
    bo: Secret,
    server: Secret,
    other: Secret,
    expired: Secret,
    /// The client whose key and users' tokens these are, and the one that calls for itself.
    pub apps: [ClientId; 2],
}

/// The name of the client that calls for itself.
pub const SERVER: &str = "shop-server";

const ADA: Scopes = Scopes::of(&[Scope::Profile, Scope::OrdersRead, Scope::OrdersWrite, Scope::KeysManage]);
const BO: Scopes = Scopes::of(&[Scope::Profile, Scope::ProductsRead]);

impl Held {
    /// A provider at [`BEGINS`], and what its developers hold.
    pub fn begin(seed: u64) -> (Provider, Self) {
        let mut sandbox = Sandbox::with(seed, BEGINS - OLD, Policy::default());
        let expired = sandbox.owner().sign_in(ADA, BEGINS - OLD).access;
        sandbox.advance(OLD);
        let owner = sandbox.owner();
        let ada = owner.sign_in(ADA, BEGINS).access;
        let bo = owner.sign_in_for(UserId::BO, BO, AUDIENCES[0], BEGINS).access;
        let other = owner.sign_in_for(UserId::ADA, ADA, AUDIENCES[1], BEGINS).access;
        let server = Self::server(&mut sandbox);
        let clients = sandbox.provider().authorization().clients();
        let apps = [ClientId::first(), clients.find(SERVER).unwrap_or(ClientId::first())];
        let [key, restricted] = [Kind::Live, Kind::Restricted].map(|kind| sandbox.credentials().key(kind).clone());
        (sandbox.provider().clone(), Self { key, restricted, ada, bo, server, other, expired, apps })
    }

    /// The token that a client gets for itself (RFC 6749 §4.4).
    fn server(sandbox: &mut Sandbox) -> Secret {
        let secret = sandbox.credentials().secret(SERVER).map_or("", Secret::reveal);
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", "orders:read products:read"),
            ("client_id", SERVER),
            ("client_secret", secret),
        ];
        let request = Request::post_form(oauth::HOST, "/token", &form);
        let answer = sandbox.handle(&request).response.body.text();
        read_tokens(&answer).map_or_else(|| Secret::new(String::new()), |tokens| tokens.access)
    }

    /// The request that was composed.
    pub fn request(&self, with: With, call: Call) -> Request {
        let mut request = Request::new(call.method, HOST, call.target());
        request = match with {
            With::Nobody => request,
            With::Key => with_key(request, &self.key),
            With::Restricted => with_key(request, &self.restricted),
            With::Typo => request.header("X-API-Key", typo(self.key.reveal())),
            With::Ada => with_token(request, &self.ada),
            With::Bo => with_token(request, &self.bo),
            With::Server => with_token(request, &self.server),
            With::Other => with_token(request, &self.other),
            With::Expired => with_token(request, &self.expired),
            With::Cut => {
                let (cut, _) = self.ada.reveal().rsplit_once('.').unwrap_or_default();
                request.header("Authorization", ["Bearer ", cut].concat())
            }
        };
        let json = match call.endpoints().find(|endpoint| endpoint.method == call.method).map(|found| found.resource) {
            Some(Resource::Geo) => return request.query("ip=203.0.113.10".to_owned()),
            Some(Resource::NewOrder) => "{\"customer\":\"cus_1\",\"total\":\"12.00\"}",
            Some(Resource::NewKey) => "{\"kind\":\"test\"}",
            Some(Resource::Rotation) => "{\"overlap\":60}",
            _ => return request,
        };
        request.header("Content-Type", "application/json").body(json.to_owned())
    }
}

/// The text with its last character but six changed: what a hand that copies gets wrong.
fn typo(key: &str) -> String {
    let at = key.len().saturating_sub(7);
    let (head, rest) = key.split_at_checked(at).unwrap_or_default();
    let mut rest = rest.chars();
    let wrong = if rest.next() == Some('x') { "y" } else { "x" };
    [head, wrong, rest.as_str()].concat()
}

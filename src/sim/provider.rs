//! The provider: two hosts, the authorization server and the API, over one set of keys.

use super::api::{self, Api};
use super::api_key::{ApiKey, KeyId, KeyRing, Kind};
use super::http::{Request, Response};
use super::jwt::{SigningKey, Verifier};
use super::oauth::{self, AuthorizationServer, Lifetimes, Tokens};
use super::reject::Reject;
use super::rng::Rng;
use super::scope::Scopes;
use super::time::Instant;

/// The app that is registered with the provider: its `client_id`, and whose key it is.
pub const CLIENT: &str = "shop-app";
/// The user who signs in to it.
pub const ADA: &str = "user:ada";

/// A provider, whole. `handle` changes it and nothing else does but the owner's own acts.
#[derive(Clone, Debug)]
pub struct Provider {
    keys: KeyRing,
    authorization: AuthorizationServer,
    api: Api,
    rng: Rng,
}

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// What goes back on the wire.
    pub response: Response,
    /// What stopped the request, if something did. The wire tells less.
    pub reject: Option<Reject>,
    /// How many of the shop's records the answer gave away.
    pub records: u32,
}

impl Provider {
    /// A new provider. Its secrets come from the seed.
    pub fn new(seed: u64, lifetimes: Lifetimes, asks_on_each_call: bool) -> Self {
        let mut rng = Rng::stream(seed, "provider");
        let mut secret = || SigningKey::new(&rng.bytes::<32>()).expect("32 bytes are 256 bits");
        let (access_key, refresh_key) = (secret(), secret());
        let verifier = Verifier { key: access_key, issuer: oauth::ISSUER, audience: api::AUDIENCE };
        let tokens_rng = Rng::stream(seed, "tokens");
        Self {
            keys: KeyRing::default(),
            authorization: AuthorizationServer::new(verifier.clone(), refresh_key, CLIENT, lifetimes, tokens_rng),
            api: Api::new(verifier, asks_on_each_call),
            rng,
        }
    }

    /// Answers a request. The host decides which of the two servers does.
    pub fn handle(&mut self, request: &Request, now: Instant) -> Answer {
        let served = match request.host {
            oauth::HOST => self.authorization.handle(request, now).map(|response| (response, 0)),
            api::HOST => self
                .api
                .handle(request, &mut self.keys, &self.authorization, now)
                .map(|served| (served.response, served.records)),
            _ => Err(Reject::NotFound),
        };
        match served {
            Ok((response, records)) => Answer { response, reject: None, records },
            Err(reject) => Answer { response: reject.response(&request.path), reject: Some(reject), records: 0 },
        }
    }

    /// The owner makes a key for the app.
    pub fn create_key(&mut self, now: Instant) -> (KeyId, ApiKey) {
        self.keys.create(CLIENT, Kind::Live, None, now, &mut self.rng)
    }

    /// The owner ends a key at once.
    pub fn revoke_key(&mut self, id: KeyId, now: Instant) {
        self.keys.revoke(id, now);
    }

    /// The provider's keys, to look at.
    pub const fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Ada signs in to the app and grants it these scopes.
    pub fn sign_in(&mut self, scope: Scopes, now: Instant) -> Tokens {
        self.authorization.grant(CLIENT, ADA, scope, now)
    }
}

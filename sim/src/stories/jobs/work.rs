//! What each job does, day by day. How long people and strangers take is this model's guess, and the same for both.

use super::{Job, Pair, Play, Turn, Who};
use crate::provider::Policy;
use crate::provider::api_key::{ApiKey, KeyId, Kind};
use crate::provider::meter::Quota;
use crate::provider::scope::{Scope, Scopes};
use crate::stories::app::{with_key, with_token};
use crate::stories::flow;
use crate::stories::thief::Loot;
use crate::stories::world::Actor;
use crate::wire::http::Request;
use crate::wire::time::Duration;

mod batch;
mod deploy;
mod mobile;
mod partner;
mod sensor;
mod widget;

pub(super) use batch::batch;
pub(super) use deploy::deploy;
pub(super) use mobile::mobile;
pub(super) use partner::partner;
pub(super) use sensor::sensor;
pub(super) use widget::widget;

/// How long until a new key is in every copy of a server's configuration.
const REDEPLOY: Duration = Duration::minutes(30);
/// How long until an update has reached every phone.
const APP_UPDATE: Duration = Duration::days(3);
/// How long until a technician has driven out to a device.
const DRIVE: Duration = Duration::days(2);

const fn at(day: u64, hour: u64, minute: u64) -> Duration {
    Duration::minutes((day * 24 + hour) * 60 + minute)
}

/// What the provider of this job decides for itself.
pub(super) fn policy(job: Job) -> Policy {
    let usual = Policy::default();
    match job {
        // Public data, so the limit is on its use: 60 look-ups an hour.
        Job::Widget => {
            let quota = Quota { per_key: 60, per_client: 60, window: Duration::hours(1), ..usual.quota };
            Policy { quota, ..usual }
        }
        // Ten days, then the partner has to be asked in again.
        Job::Partner => Policy { family: Duration::days(10), ..usual },
        Job::Deploy => Policy { access: Duration::minutes(10), ..usual },
        Job::Batch | Job::Mobile | Job::Sensor => usual,
    }
}

/// What a job calls with.
enum Held {
    Key(ApiKey),
    Token(Option<Pair>),
}

impl Held {
    /// The request with the credential in its header; `None` where there is none.
    fn with(&self, request: Request) -> Option<Request> {
        match self {
            Self::Key(key) => Some(with_key(request, key)),
            Self::Token(pair) => pair.as_ref().map(|pair| with_token(request, &pair.access)),
        }
    }

    /// What a stranger has who sees one request of it.
    fn leaked(&self) -> Option<Loot> {
        match self {
            Self::Key(key) => Some(Loot::Key(key.clone())),
            Self::Token(pair) => pair.as_ref().map(|pair| Loot::Tokens { access: pair.access.clone(), refresh: None }),
        }
    }
}

impl Play {
    /// The owner makes a key that can do no more than the job needs.
    fn restricted(&mut self, scopes: &[Scope]) -> (KeyId, ApiKey) {
        let now = self.sandbox.now();
        self.sandbox.owner().create_key_of(Kind::Restricted, Some(Scopes::of(scopes)), now)
    }

    fn revoke(&mut self, key: KeyId) {
        let now = self.sandbox.now();
        self.sandbox.owner().revoke_key(key, now);
        self.turn(Turn::Revoked);
    }

    /// The server asks for a token in its own name.
    fn fetch(&mut self, scopes: &[Scope]) -> Option<Pair> {
        let request = flow::client_credentials(&self.sandbox, Scopes::of(scopes));
        self.send(Who::JobForToken, request);
        self.tokens()
    }

    /// A person says yes in the browser.
    fn consent(&mut self, client: &str, user: &str, scopes: &[Scope], turn: Turn) -> Option<Pair> {
        self.last = flow::consent(&mut self.sandbox, client, user, Scopes::of(scopes));
        self.shown(turn, Actor::App);
        self.tokens()
    }
}

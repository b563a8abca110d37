//! A key and a token of one provider, what is done to both alike, and what is true after that.

use crate::provider::api::{HOST, READS};
use crate::provider::api_key::ApiKey;
use crate::provider::oauth::Tokens;
use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};
use crate::provider::{Policy, Provider};
use crate::stories::app::{with_key, with_token};
use crate::stories::world::{Actor, Credential, Exchange};
use crate::wire::http::{Peer, Request};
use crate::wire::time::{Duration, START};

/// How long a wait is. A token lives as long.
pub const WAIT: Duration = Duration::hours(1);
/// What Ada lets the app do with her token.
pub const SCOPE: Scope = Scope::OrdersRead;
/// Which of the thief's attempts stands on the wire: the first that tells the two apart.
const SHOWN_THEFT: usize = 1;

/// What can be done to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Send the same request with each.
    Send,
    /// Let an hour pass.
    Wait,
    /// Let both get out: a thief tries every endpoint with each.
    Leak,
}

impl Act {
    /// Every act, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Send, Self::Wait, Self::Leak];

    /// Its name in a link, and of its button.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Leak => "leak",
        }
    }

    /// The act of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// A key and a token, and the provider that made them, at the moment when it had.
#[derive(Debug)]
pub struct Pair {
    /// What they were made from.
    pub seed: u64,
    /// The key.
    pub key: ApiKey,
    /// The token, and the refresh token that came with it.
    pub tokens: Tokens,
    provider: Provider,
}

impl Pair {
    /// The provider makes a key for the app, and a token for it when Ada signs in.
    pub fn new(seed: u64) -> Self {
        let mut provider = Provider::new(seed, Policy { access: WAIT, ..Policy::default() });
        let (_, key) = provider.create_key(START);
        let tokens = provider.sign_in(Scopes::of(&[SCOPE]), START);
        Self { seed, key, tokens, provider }
    }

    /// How long the token lives.
    pub const fn lifetime(&self) -> Duration {
        Duration::seconds(self.tokens.expires_in_s)
    }

    /// Sends a request for this resource with one of the two, so long after they were made.
    ///
    /// Each look asks a copy of the provider: quotas and counts of failures are another story, and nobody
    /// should have to wait for a window to pass.
    pub fn ask(&self, credential: Credential, read: usize, age: Duration, actor: Actor) -> Exchange {
        let peer = if actor == Actor::Thief { Peer::THIEF } else { Peer::CLIENT };
        let request = Request::get(HOST, READS[read].path).from(peer);
        let request = match credential {
            Credential::Key => with_key(request, &self.key),
            Credential::Token => with_token(request, &self.tokens.access),
        };
        let answer = self.provider.clone().handle(&request, START + age);
        Exchange { actor, request, response: answer.response, reject: answer.reject, records: answer.records }
    }
}

/// What is true after some acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// How old the pair is.
    pub age: Duration,
    /// How old it was when it leaked, if it has.
    pub leaked: Option<Duration>,
    /// The last act.
    pub last: Option<Act>,
    /// How many acts there were: what is done twice is shown twice.
    pub count: usize,
    /// How long a token lives.
    pub lifetime: Duration,
    /// The key.
    pub key: Side,
    /// The token.
    pub token: Side,
}

/// What is true of one of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What each of [`READS`] answers to it now, as a status.
    pub doors: [u16; READS.len()],
    /// How many of them opened when it was new.
    pub opened_at_first: usize,
    /// Since when it is expired, and the error code that tells so, if it is.
    pub ended: Option<(Duration, &'static str)>,
    /// The last request with it, and how old the pair was then.
    pub sent: Option<(Duration, Exchange)>,
}

impl Picture {
    /// What is true of this pair after these acts.
    pub fn new(pair: &Pair, acts: &[Act]) -> Self {
        let age_after = |n: usize| {
            let waits = acts[..n].iter().filter(|act| **act == Act::Wait).count();
            Duration::milliseconds(WAIT.as_ms() * waits as u64)
        };
        let age = age_after(acts.len());
        let sent = acts.iter().rposition(|act| *act != Act::Wait);
        let side = |credential| {
            let doors = |age| core::array::from_fn(|read| pair.ask(credential, read, age, Actor::App));
            let now: [Exchange; READS.len()] = doors(age);
            let ended = match &now[0].reject {
                Some(reject @ Reject::TokenExpired { at }) => {
                    Some((at.since(START), reject.code().unwrap_or_default()))
                }
                _ => None,
            };
            let sent = sent.map(|n| {
                let (read, actor) = if acts[n] == Act::Leak { (SHOWN_THEFT, Actor::Thief) } else { (0, Actor::App) };
                (age_after(n), pair.ask(credential, read, age_after(n), actor))
            });
            let statuses = |exchanges: [Exchange; READS.len()]| exchanges.map(|exchange| exchange.response.status.0);
            let opened_at_first = opened(&statuses(doors(Duration::ZERO)));
            Side { doors: statuses(now), opened_at_first, ended, sent }
        };
        Self {
            age,
            leaked: acts.iter().position(|act| *act == Act::Leak).map(age_after),
            last: acts.last().copied(),
            count: acts.len(),
            lifetime: pair.lifetime(),
            key: side(Credential::Key),
            token: side(Credential::Token),
        }
    }

    /// One of the two.
    pub const fn side(&self, credential: Credential) -> &Side {
        match credential {
            Credential::Key => &self.key,
            Credential::Token => &self.token,
        }
    }

    /// How much of its life the token has left.
    pub fn left(&self) -> Duration {
        self.lifetime - self.age
    }
}

impl Side {
    /// How many endpoints it opens now.
    pub fn opens(&self) -> usize {
        opened(&self.doors)
    }

    /// Whether it opens anything now.
    pub fn works(&self) -> bool {
        self.opens() > 0
    }
}

fn opened(doors: &[u16]) -> usize {
    doors.iter().filter(|status| **status / 100 == 2).count()
}

//! One lane of the world: a provider, an app, its owner and a thief under one clock. Settings and
//! a seed decide all that happens in it.

use crate::provider::api_key::KeyId;
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::provider::{Answer, Policy, Provider};
use crate::stories::app::{self, Held, read_tokens};
use crate::stories::thief::{Loot, Thief};
use crate::wire::http::{Peer, Request, Response};
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// How often the app calls the API.
pub const APP_INTERVAL: Duration = Duration::minutes(10);
/// How long it takes to get a new key into every copy of the app.
const REDEPLOY: Duration = Duration::minutes(30);
/// How long it takes Ada to sign in again.
const SIGN_IN: Duration = Duration::minutes(3);

/// Which credential the app of this lane uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key.
    Key,
    /// An access token, with a refresh token behind it.
    Token,
}

impl Credential {
    /// Both, the key first.
    pub const BOTH: [Self; 2] = [Self::Key, Self::Token];

    /// `key` or `token`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Token => "token",
        }
    }
}

/// Where the credential gets out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// Pushed to a public repository.
    Repository,
    /// In the URL of a request, and so in a log.
    Log,
    /// In the source of a page that others can read.
    PageSource,
}

impl Hole {
    /// How long until the thief finds it. The repository's minute was measured (see the article);
    /// the other two are this model's assumption.
    pub const fn found_after(self) -> Duration {
        match self {
            Self::Repository => Duration::minutes(1),
            Self::Log => Duration::hours(2),
            Self::PageSource => Duration::minutes(15),
        }
    }

    /// Whether a refresh token can get out this way. It travels to the authorization server only,
    /// in a body (RFC 6749 §6), so it never stands in a URL.
    pub const fn shows_refresh_token(self) -> bool {
        !matches!(self, Self::Log)
    }
}

/// What decides a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Every secret and every jitter comes from it.
    pub seed: u64,
    /// When the credential leaks, after the start.
    pub leak_at: Duration,
    /// How it leaks.
    pub hole: Hole,
    /// How long after the leak the owner notices.
    pub noticed_after: Duration,
    /// How long an access token lives.
    pub token_lifetime: Duration,
    /// What the token may do.
    pub token_scope: Scopes,
    /// How many requests the thief sends in a minute.
    pub requests_per_minute: u32,
    /// Whether the refresh token leaks with the access token.
    pub refresh_leaks: bool,
    /// Whether the API asks the authorization server about each token on each call.
    pub api_asks: bool,
}

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The honest app.
    App,
    /// The thief.
    Thief,
    /// The app's owner.
    Owner,
}

/// A request and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// Who sent it.
    pub actor: Actor,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub response: Response,
    /// What stopped it, if something did.
    pub reject: Option<Reject>,
    /// How many of the shop's records came back.
    pub records: u32,
}

/// A kind of thing that happens. At the same instant, the earlier in this list comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The credential gets out.
    Leaked,
    /// The thief finds it.
    Found,
    /// The owner notices, and ends it.
    Noticed,
    /// The new key is in every copy of the app.
    Redeployed,
    /// Ada signs in again.
    SignedIn,
    /// The app calls the API, or refreshes its token.
    AppCalled,
    /// The thief sends a request.
    ThiefCalled,
}

const EVENTS: [Event; 7] = [
    Event::Leaked,
    Event::Found,
    Event::Noticed,
    Event::Redeployed,
    Event::SignedIn,
    Event::AppCalled,
    Event::ThiefCalled,
];

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// What.
    pub event: Event,
    /// The request it came with, if it came with one.
    pub exchange: Option<Exchange>,
}

/// A lane of the world, at a moment. Cloning it is taking a snapshot.
#[derive(Clone, Debug)]
pub struct World {
    settings: Settings,
    provider: Provider,
    held: Held,
    /// The key in use, if this is the key's lane.
    key: Option<KeyId>,
    thief: Option<Thief>,
    loot: Option<Loot>,
    /// A refresh token of the leaked family: what the owner revokes.
    leaked_family: Option<Secret>,
    agenda: [Option<Instant>; EVENTS.len()],
}

impl World {
    /// The lane's first moment.
    pub fn new(settings: Settings, credential: Credential) -> Self {
        let policy =
            Policy { access: settings.token_lifetime, asks_on_each_call: settings.api_asks, ..Policy::default() };
        let mut provider = Provider::new(settings.seed, policy);
        let (held, key) = match credential {
            Credential::Key => {
                let (id, key) = provider.create_key(START);
                (Held::Key(key), Some(id))
            }
            Credential::Token => (Held::tokens(provider.sign_in(settings.token_scope, START), START), None),
        };
        let mut world = Self {
            settings,
            provider,
            held,
            key,
            thief: None,
            loot: None,
            leaked_family: None,
            agenda: [None; EVENTS.len()],
        };
        world.plan(Event::AppCalled, START);
        world.plan(Event::Leaked, START + settings.leak_at);
        world
    }

    /// What the app holds.
    pub const fn held(&self) -> &Held {
        &self.held
    }

    /// What leaked, once it has.
    pub const fn loot(&self) -> Option<&Loot> {
        self.loot.as_ref()
    }

    /// The thief, once it has found the leak.
    pub const fn thief(&self) -> Option<&Thief> {
        self.thief.as_ref()
    }

    /// The provider.
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }

    /// When the next thing happens.
    pub fn next_at(&self) -> Option<Instant> {
        self.agenda.iter().flatten().min().copied()
    }

    /// Lets the next thing happen. `None` if nothing is left to happen.
    pub fn step(&mut self) -> Option<Step> {
        let (at, index) = self.agenda.iter().enumerate().filter_map(|(i, at)| Some((((*at)?), i))).min()?;
        self.agenda[index] = None;
        let event = EVENTS[index];
        let exchange = match event {
            Event::Leaked => self.leak(at),
            Event::Found => self.find(at),
            Event::Noticed => self.notice(at),
            Event::Redeployed => {
                self.plan(Event::AppCalled, at);
                self.redeploy(at)
            }
            Event::SignedIn => {
                self.plan(Event::AppCalled, at);
                self.held = Held::tokens(self.provider.sign_in(self.settings.token_scope, at), at);
                None
            }
            Event::AppCalled => self.app_calls(at),
            Event::ThiefCalled => self.thief_calls(at),
        };
        Some(Step { at, event, exchange })
    }

    /// What would stop the thief if it tried now, with all that it has; `None` if it would get on,
    /// or has nothing left to try. The attempt happens in this copy of the world.
    pub fn would_stop_thief(mut self, now: Instant) -> Option<Reject> {
        let thief = self.thief.as_mut()?;
        let mut stopped_by = None;
        // At most: a refused call, a refused refresh, and a call again.
        for _ in 0..3 {
            let answer = self.provider.handle(&thief.request()?.from(Peer::THIEF), now);
            stopped_by = Some(answer.reject.clone()?);
            thief.learn(&answer, now);
        }
        stopped_by
    }

    fn plan(&mut self, event: Event, at: Instant) {
        self.agenda[event as usize] = Some(at);
    }

    fn leak(&mut self, now: Instant) -> Option<Exchange> {
        self.loot = match &self.held {
            Held::Key(key) => Some(Loot::Key(key.clone())),
            Held::Tokens { access, refresh, .. } => {
                self.leaked_family = refresh.clone();
                let leaks = self.settings.refresh_leaks && self.settings.hole.shows_refresh_token();
                Some(Loot::Tokens { access: access.clone(), refresh: refresh.clone().filter(|_| leaks) })
            }
            Held::Nothing => None,
        };
        self.plan(Event::Found, now + self.settings.hole.found_after());
        self.plan(Event::Noticed, now + self.settings.noticed_after);
        None
    }

    fn find(&mut self, now: Instant) -> Option<Exchange> {
        let loot = self.loot.clone()?;
        self.thief = Some(Thief::new(loot, self.settings.requests_per_minute, self.settings.seed));
        self.plan(Event::ThiefCalled, now);
        None
    }

    /// The owner ends the credential: a key is revoked, and a token's whole grant is (RFC 7009).
    fn notice(&mut self, now: Instant) -> Option<Exchange> {
        if let Some(id) = self.key {
            self.provider.revoke_key(id, now);
            self.plan(Event::Redeployed, now + REDEPLOY);
        }
        let request = app::revocation_request(self.leaked_family.as_ref()?);
        Some(self.send(Actor::Owner, request, now).0)
    }

    fn redeploy(&mut self, now: Instant) -> Option<Exchange> {
        let (id, key) = self.provider.create_key(now);
        (self.key, self.held) = (Some(id), Held::Key(key));
        None
    }

    fn app_calls(&mut self, now: Instant) -> Option<Exchange> {
        if self.held.should_refresh(now) {
            return self.app_refreshes(now);
        }
        let (exchange, answer) = self.send(Actor::App, self.held.call()?, now);
        let just_refreshed = matches!(self.held, Held::Tokens { issued, .. } if issued == now);
        let token_died = answer.response.status.0 == 401 && matches!(self.held, Held::Tokens { .. });
        if token_died && !just_refreshed {
            // The usual client: a 401 is a reason to refresh, at once, and once.
            return self.then_refresh(exchange, now);
        }
        self.plan(Event::AppCalled, now + APP_INTERVAL);
        Some(exchange)
    }

    /// Marks the token as ended, so that the app's next act, now, is to refresh it.
    fn then_refresh(&mut self, exchange: Exchange, now: Instant) -> Option<Exchange> {
        if let Held::Tokens { expires, .. } = &mut self.held {
            *expires = now;
        }
        self.plan(Event::AppCalled, now);
        Some(exchange)
    }

    fn app_refreshes(&mut self, now: Instant) -> Option<Exchange> {
        let (exchange, answer) = self.send(Actor::App, self.held.refresh()?, now);
        match read_tokens(&answer.response.body.text()) {
            Some(tokens) => {
                self.held = Held::tokens(tokens, now);
                self.plan(Event::AppCalled, now);
            }
            None => {
                self.held = Held::Nothing;
                self.plan(Event::SignedIn, now + SIGN_IN);
            }
        }
        Some(exchange)
    }

    fn thief_calls(&mut self, now: Instant) -> Option<Exchange> {
        let request = self.thief.as_ref()?.request()?;
        let (exchange, answer) = self.send(Actor::Thief, request, now);
        let next = self.thief.as_mut()?.learn(&answer, now);
        self.plan(Event::ThiefCalled, next);
        Some(exchange)
    }

    fn send(&mut self, actor: Actor, request: Request, now: Instant) -> (Exchange, Answer) {
        let peer = if actor == Actor::Thief { Peer::THIEF } else { Peer::CLIENT };
        let request = request.from(peer);
        let answer = self.provider.handle(&request, now);
        let exchange = Exchange {
            actor,
            request,
            response: answer.response.clone(),
            reject: answer.reject.clone(),
            records: answer.records,
        };
        (exchange, answer)
    }
}

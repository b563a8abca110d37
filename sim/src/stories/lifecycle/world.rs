//! A moment of a history, and the step to the next. One request or one turn of fate a step.

use super::plan::{Events, First, Happening, Settings};
use super::token_app::{Act, Held, Holder, INTERVAL, Issue, Outcome, Who};
use crate::provider::Provider;
use crate::provider::api::{HOST, READS};
use crate::provider::api_key::{ApiKey, KeyId};
use crate::provider::oauth::{self, APP, Outage, Tokens};
use crate::provider::scope::{Scope, Scopes};
use crate::stories::app::{read_tokens, refresh_request, revocation_request, with_key, with_token};
use crate::stories::world::{Actor, Exchange};
use crate::wire::http::{Peer, Request};
use crate::wire::rng::Rng;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// How long a thief takes to use what it has copied.
const THIEF_TAKES: Duration = Duration::minutes(1);
/// How long after the app a thief comes who lets the app go first.
const THIEF_FOLLOWS: Duration = Duration::minutes(5);
/// How much later the second of two tabs asks.
const TAB_LAG: Duration = Duration::seconds(2);
/// Ada tries again to sign in after so long, where the server is down.
const SIGN_IN_AGAIN: Duration = Duration::minutes(5);
/// Where the thief's requests come from.
const THIEF_PEER: Peer = Peer([198, 51, 100, 66]);

/// A kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What the reader wanted to happen.
    Happens(Happening),
    /// A new key is in the app.
    Deployed,
    /// Ada signs in: a new family.
    SignedIn,
    /// Somebody refreshes.
    Refresh(Who),
    /// Somebody calls the API.
    Call(Who),
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// What.
    pub what: What,
    /// The request that it came with, if it came with one.
    pub exchange: Option<Exchange>,
    /// Which pair of tokens was presented, copied or revoked.
    pub token: Option<u32>,
    /// Which was issued.
    pub issued: Option<Issue>,
}

/// The app with the key.
#[derive(Clone, Debug)]
struct KeyApp {
    id: KeyId,
    key: ApiKey,
    call_at: Instant,
    /// The key that is on its way into the app.
    coming: Option<(Instant, KeyId, ApiKey)>,
}

/// A thief with a copy of a refresh token.
#[derive(Clone, Debug)]
struct Thief {
    holder: Holder,
    /// The pair it copied from.
    copied: u32,
    /// Its refresh token was refused: what it still has is the access token.
    cut_off: Option<(Secret, u32)>,
    cut_off_call: Instant,
}

/// A moment. Cloning it is taking a snapshot.
#[derive(Clone, Debug)]
pub struct World {
    settings: Settings,
    events: Events,
    next_event: usize,
    now: Instant,
    provider: Provider,
    key_app: KeyApp,
    app: Holder,
    open: bool,
    sign_in_at: Option<Instant>,
    tab: Option<(Instant, Held)>,
    thief: Option<Thief>,
    issued: u32,
    families: u32,
    down: bool,
    lose_next: bool,
}

/// Whose turn it is; of two at the same instant, the earlier in this list.
#[derive(Clone, Copy)]
enum Turn {
    Happening(Happening),
    Deploy,
    SignIn,
    App(Act),
    Tab,
    Thief(Act),
    ThiefsLast,
    KeyApp,
}

impl World {
    /// The first moment: the key is made, and Ada is about to sign in.
    pub fn new(settings: Settings, events: Events) -> Self {
        let mut provider = Provider::new(settings.seed, settings.policy());
        let (id, key) = provider.create_key(START);
        let mut rng = Rng::stream(settings.seed, "lifecycle");
        let mut offset = || START + Duration::seconds(60 + rng.below(INTERVAL.as_s() - 120));
        let key_app = KeyApp { id, key, call_at: offset(), coming: None };
        let app = Holder::new(settings.early, Some(offset()));
        Self {
            settings,
            events,
            next_event: 0,
            now: START,
            provider,
            key_app,
            app,
            open: true,
            sign_in_at: Some(START),
            tab: None,
            thief: None,
            issued: 0,
            families: 0,
            down: false,
            lose_next: false,
        }
    }

    /// The provider, as it stands.
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The provider, to be asked on the side. What it counts for that stays in this copy of the moment.
    pub const fn provider_to_ask(&mut self) -> &mut Provider {
        &mut self.provider
    }

    /// The key in the app, and its place among the keys.
    pub const fn key(&self) -> (KeyId, &ApiKey) {
        (self.key_app.id, &self.key_app.key)
    }

    /// What the app that Ada signed in to holds.
    pub const fn held(&self) -> Option<&Held> {
        self.app.held.as_ref()
    }

    /// Whether the app is open.
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Whether the token endpoint is down.
    pub const fn is_down(&self) -> bool {
        self.down
    }

    /// When the next step is due.
    pub fn next_at(&self) -> Option<Instant> {
        self.next().map(|(at, _)| at)
    }

    fn next(&self) -> Option<(Instant, Turn)> {
        let (app, thief) = (self.app.next().filter(|_| self.open), self.thief.as_ref());
        let turns = [
            self.events.get(self.next_event).map(|(at, what)| (START + at, Turn::Happening(what))),
            self.key_app.coming.as_ref().map(|(at, ..)| (*at, Turn::Deploy)),
            self.sign_in_at.filter(|_| self.open).map(|at| (at, Turn::SignIn)),
            app.map(|(at, act)| (at, Turn::App(act))),
            self.tab.as_ref().map(|(at, _)| (*at, Turn::Tab)),
            thief.and_then(|thief| thief.holder.next()).map(|(at, act)| (at, Turn::Thief(act))),
            thief.filter(|thief| thief.cut_off.is_some()).map(|thief| (thief.cut_off_call, Turn::ThiefsLast)),
            Some((self.key_app.call_at, Turn::KeyApp)),
        ];
        // What was due while the app was closed is due when it opens.
        turns.into_iter().flatten().map(|(at, turn)| (at.max(self.now), turn)).min_by_key(|(at, _)| *at)
    }

    /// Takes the next step.
    pub fn step(&mut self) -> Option<Step> {
        let (at, turn) = self.next()?;
        self.now = at;
        match turn {
            Turn::Happening(what) => {
                self.next_event += 1;
                Some(self.happen(what))
            }
            Turn::Deploy => Some(self.deploy()),
            Turn::SignIn => Some(self.sign_in()),
            Turn::App(Act::Refresh) => self.refresh(Who::App),
            Turn::Tab => self.refresh(Who::Tab),
            Turn::Thief(Act::Refresh) => self.refresh(Who::Thief),
            Turn::App(Act::Call { again }) => self.call(Who::App, again),
            Turn::Thief(Act::Call { again }) => self.call(Who::Thief, again),
            Turn::ThiefsLast => self.thiefs_last(),
            Turn::KeyApp => {
                self.key_app.call_at = at + INTERVAL;
                let request = with_key(Request::get(HOST, READS[0].path), &self.key_app.key);
                let exchange = self.ask(Actor::App, request);
                Some(self.with(What::Call(Who::KeyApp), exchange, None))
            }
        }
    }

    /// A request to the provider, and its answer.
    fn ask(&mut self, actor: Actor, request: Request) -> Exchange {
        let request = if actor == Actor::Thief { request.from(THIEF_PEER) } else { request };
        let answer = self.provider.handle(&request, self.now);
        Exchange { actor, request, response: answer.response, reject: answer.reject, records: answer.records }
    }

    const fn with(&self, what: What, exchange: Exchange, token: Option<u32>) -> Step {
        Step { at: self.now, what, exchange: Some(exchange), token, issued: None }
    }

    fn happen(&mut self, what: Happening) -> Step {
        let (now, held) = (self.now, self.app.held.clone().filter(|_| self.open));
        let token = held.as_ref().filter(|_| what.is_to_tokens()).map(|held| held.issue.number);
        let mut exchange = None;
        match what {
            Happening::KeyRotated => {
                let newest = self.key_app.coming.as_ref().map_or(self.key_app.id, |(_, id, _)| *id);
                let (id, key) = self.provider.rotate_key(newest, self.settings.overlap, now);
                self.key_app.coming = Some((now + self.settings.deploy, id, key));
            }
            Happening::KeyRevoked => {
                self.provider.revoke_key(self.key_app.id, now);
                if self.key_app.coming.is_none() {
                    let (id, key) = self.provider.create_key(now);
                    self.key_app.coming = Some((now + self.settings.deploy, id, key));
                }
            }
            Happening::AccessRevoked => {
                exchange = held.as_ref().and_then(|held| held.access.as_ref()).map(access_revocation);
            }
            Happening::RefreshRevoked => exchange = held.as_ref().map(|held| revocation_request(&held.refresh)),
            Happening::RefreshStolen => self.steal(held),
            Happening::TwoTabs => {
                if let Some(held) = held {
                    self.app.refresh_at(now);
                    self.tab = Some((now + TAB_LAG, held));
                }
            }
            Happening::AnswerLost => self.lose_next = true,
            Happening::ServerDown | Happening::ServerUp => {
                self.down = what == Happening::ServerDown;
                self.provider.set_outage(self.down.then_some(Outage::Unavailable));
            }
            Happening::AppClosed | Happening::AppOpened => self.open = what == Happening::AppOpened,
        }
        let exchange = exchange.map(|request| self.ask(Actor::Owner, request));
        Step { at: now, what: What::Happens(what), exchange, token, issued: None }
    }

    fn steal(&mut self, held: Option<Held>) {
        let Some(held) = held else { return };
        let mut holder = Holder::new(THIEF_TAKES, None);
        let copied = held.issue.number;
        holder.held = Some(Held { access: None, ..held });
        if self.settings.first == First::Thief {
            holder.refresh_at(self.now + THIEF_TAKES);
        }
        self.thief = Some(Thief { holder, copied, cut_off: None, cut_off_call: self.now });
    }

    fn deploy(&mut self) -> Step {
        if let Some((_, id, key)) = self.key_app.coming.take() {
            (self.key_app.id, self.key_app.key) = (id, key);
        }
        Step { at: self.now, what: What::Deployed, exchange: None, token: None, issued: None }
    }

    fn sign_in(&mut self) -> Step {
        let mut step = Step { at: self.now, what: What::SignedIn, exchange: None, token: None, issued: None };
        if self.down {
            self.sign_in_at = Some(self.now + SIGN_IN_AGAIN);
            return step;
        }
        self.sign_in_at = None;
        let tokens = self.provider.sign_in(Scopes::of(&[Scope::OrdersRead]), self.now);
        let held = self.issue(tokens, None, Who::App);
        if let Some(held) = held {
            step.issued = Some(held.issue);
            self.app.take(held, self.now);
        }
        self.families += 1;
        step
    }

    /// Notes a new pair of tokens.
    fn issue(&mut self, tokens: Tokens, parent: Option<Issue>, who: Who) -> Option<Held> {
        let issue = Issue {
            number: self.issued,
            parent: parent.map(|parent| parent.number),
            family: parent.map_or(self.families, |parent| parent.family),
            generation: parent.map_or(0, |parent| parent.generation + 1),
            at: self.now,
            expires: self.now + Duration::seconds(tokens.expires_in_s),
            who,
            lost: false,
        };
        self.issued += 1;
        Some(Held { issue, access: Some(tokens.access), refresh: tokens.refresh? })
    }

    fn refresh(&mut self, who: Who) -> Option<Step> {
        let held = match who {
            Who::Tab => self.tab.take().map(|(_, held)| held),
            Who::Thief => self.thief.as_ref().and_then(|thief| thief.holder.held.clone()),
            _ => self.app.held.clone(),
        };
        let held = held?;
        let exchange = self.ask(actor(who), refresh_request(&held.refresh));
        let tokens = read_tokens(&exchange.response.body.text()).filter(|_| exchange.reject.is_none());
        let mut new = tokens.and_then(|tokens| self.issue(tokens, Some(held.issue), who));
        let lost = who == Who::App && new.is_some() && core::mem::take(&mut self.lose_next);
        if let Some(new) = &mut new {
            new.issue.lost = lost;
        }
        let mut step = self.with(What::Refresh(who), exchange, Some(held.issue.number));
        step.issued = new.as_ref().map(|held| held.issue);
        let refused = step.exchange.as_ref().is_some_and(|exchange| exchange.response.status.0 == 400);
        let outcome = match new {
            Some(_) if lost => Outcome::Lost,
            Some(held) => Outcome::New(held),
            None if refused => Outcome::Refused,
            None => Outcome::Failed,
        };
        self.hear(who, outcome, held.issue.number);
        Some(step)
    }

    /// How a refresh went, to whom it matters.
    fn hear(&mut self, who: Who, outcome: Outcome, presented: u32) {
        let now = self.now;
        if who == Who::Thief {
            let Some(thief) = &mut self.thief else { return };
            if matches!(outcome, Outcome::Refused) {
                // A token that the API has just refused is of no more use.
                let held = thief.holder.held.take().filter(|_| !thief.holder.owes_call());
                thief.cut_off = held.and_then(|held| Some((held.access?, held.issue.number)));
                thief.cut_off_call = thief.holder.call_at().unwrap_or(now + INTERVAL);
                if thief.cut_off.is_none() {
                    self.thief = None;
                    return;
                }
            }
            thief.holder.refreshed(outcome, now);
            return;
        }
        let refused = matches!(outcome, Outcome::Refused);
        if matches!(outcome, Outcome::New(_))
            && let Some(thief) = self.thief.as_mut().filter(|thief| thief.copied == presented)
            && thief.holder.next().is_none()
            && thief.cut_off.is_none()
        {
            thief.holder.refresh_at(now + THIEF_FOLLOWS);
        }
        // Both tabs keep their tokens in one place, so the last answer is what the app has. A second tab that the
        // server failed leaves things as they are.
        if who == Who::App || !matches!(outcome, Outcome::Failed) {
            self.app.refreshed(outcome, now);
        }
        if refused {
            self.sign_in_at = Some(now + self.settings.sign_in);
        }
    }

    fn call(&mut self, who: Who, again: bool) -> Option<Step> {
        let held = match who {
            Who::Thief => self.thief.as_ref().and_then(|thief| thief.holder.held.as_ref()),
            _ => self.app.held.as_ref(),
        };
        let request = held.and_then(|held| Some((held.access.as_ref()?.clone(), held.issue.number)));
        let (access, number) = request?;
        let exchange = self.ask(actor(who), with_token(Request::get(HOST, READS[0].path), &access));
        let refused = exchange.response.status.0 == 401;
        let holder = if who == Who::Thief { self.thief.as_mut().map(|thief| &mut thief.holder) } else { None };
        holder.unwrap_or(&mut self.app).called(again, refused, self.now);
        Some(self.with(What::Call(who), exchange, Some(number)))
    }

    /// A thief that gets no new tokens uses up the one it has.
    fn thiefs_last(&mut self) -> Option<Step> {
        let last = self.thief.as_ref().and_then(|thief| thief.cut_off.clone());
        let (access, number) = last?;
        let exchange = self.ask(Actor::Thief, with_token(Request::get(HOST, READS[0].path), &access));
        match &mut self.thief {
            Some(thief) if exchange.response.status.is_success() => thief.cut_off_call = self.now + INTERVAL,
            _ => self.thief = None,
        }
        Some(self.with(What::Call(Who::Thief), exchange, Some(number)))
    }
}

const fn actor(who: Who) -> Actor {
    match who {
        Who::Thief => Actor::Thief,
        _ => Actor::App,
    }
}

/// The request that ends one access token (RFC 7009 §2.1).
fn access_revocation(access: &Secret) -> Request {
    let parameters = [("token", access.reveal()), ("token_type_hint", "access_token"), ("client_id", APP)];
    Request::post_form(oauth::HOST, "/revoke", &parameters)
}

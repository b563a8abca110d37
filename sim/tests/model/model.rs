//! The reference: what the provider has to answer, told as plainly as can be. It knows no wire format, no signature
//! and no hash; a credential is the number of the step that made it. What may be asked of it is [`Model::answer`].

mod api;
mod authorization;
mod shown;

use super::step::{
    Act, Door, FIRST, Held, Kind, LIVE, Name, PUBLISHABLE, Place, Proof, RESTRICTED, Set, Step, TEST, User, Who,
};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::time::{Duration, Instant};
use std::collections::BTreeMap;

/// How a history's provider is set up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    pub seed: u64,
    /// Whether the API asks about each token on each call.
    pub asks: bool,
    /// How long the refresh token before the last is borne with.
    pub grace_s: u64,
    /// Whether a code needs a PKCE challenge.
    pub pkce: bool,
    /// Whether quotas and failure limits are near; if not, they are out of reach.
    pub limits: bool,
    /// The life of an access token.
    pub access_s: u64,
    /// The life of a family.
    pub family_s: u64,
}

/// Limits that a history reaches.
pub const PER_KEY: u32 = 4;
pub const PER_CLIENT: u32 = 9;
pub const FAILURES: u32 = 5;
pub const GUESSES: u32 = 2;
const WINDOW: Duration = Duration::seconds(60);
const CODE: Duration = Duration::minutes(1);
const DEVICE: Duration = Duration::minutes(15);
const PAGE: Duration = Duration::minutes(10);
const INTERVAL: Duration = Duration::seconds(5);

/// What an answer must show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub status: u16,
    /// The error code of OAuth, in the body, the redirect or the challenge; else the last part of the problem's type.
    pub error: String,
    /// What was issued.
    pub tokens: Option<Issue>,
    /// What introspection says: the scope of an active token.
    pub active: Option<Option<Scopes>>,
    /// Whether a reported key was one.
    pub was_a_key: Option<bool>,
    /// How many keys are listed.
    pub listed: Option<usize>,
    /// What the `RateLimit` field says of a request that was counted.
    pub limit: Option<String>,
}

/// A token answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub scope: Scopes,
    pub refresh: bool,
    pub expires_in_s: u64,
}

/// What the model says to a step.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub answer: Answer,
    /// Whether the provider must hold exactly what it held before.
    pub unchanged: bool,
}

#[derive(Clone, Debug)]
pub struct Ticket {
    pub client: Who,
    pub asked: Scopes,
    audience: &'static [&'static str],
    challenge: bool,
    expires: Instant,
    pub answered: bool,
}

#[derive(Clone, Debug)]
pub struct Code {
    /// The step that asked for it.
    ticket: Name,
    pub client: Who,
    user: User,
    scope: Scopes,
    audience: &'static [&'static str],
    pub challenge: bool,
    expires: Instant,
    /// The step that exchanged it.
    pub used: Option<Name>,
}

#[derive(Clone, Debug)]
pub struct Device {
    pub asked: Scopes,
    expires: Instant,
    interval: Duration,
    polled: Option<Instant>,
    /// The page that was opened last.
    page: Option<Name>,
    pub state: DeviceState,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DeviceState {
    Waiting,
    Granted(User, Scopes),
    Denied,
    Done,
}

#[derive(Clone, Debug)]
pub struct DevicePage {
    pub device: Name,
    expires: Instant,
}

#[derive(Clone, Debug)]
struct Grant {
    client: Who,
    user: Option<User>,
    scope: Scopes,
    audience: &'static [&'static str],
    expires: Instant,
    over: bool,
    /// How many refreshes there were, and when the last one was.
    refreshes: u32,
    refreshed: Option<Instant>,
}

#[derive(Clone, Debug)]
pub struct Access {
    grant: Name,
    pub scope: Scopes,
    expires_s: u64,
    revoked: bool,
}

#[derive(Clone, Debug)]
pub struct Refresh {
    grant: Name,
    /// How many refreshes came before it.
    place: u32,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub client: Who,
    kind: Kind,
    scope: Scopes,
    /// From when on it is refused: replaced or made to end then.
    ends: Option<Instant>,
    revoked: bool,
}

/// A window in which something is counted.
#[derive(Clone, Copy, Debug)]
struct Window {
    began: Instant,
    count: u32,
}

impl Window {
    /// How many requests are left, and in how many seconds (begun ones count) there are as many as ever.
    fn left(self, name: &str, limit: u32, now: Instant) -> String {
        let seconds = (self.began + WINDOW).since(now).as_ms().div_ceil(1000);
        format!("\"{name}\";r={};t={seconds}", limit - self.count)
    }
}

/// Everything that has happened, as far as it matters.
#[derive(Clone, Debug)]
pub struct Model {
    pub setup: Setup,
    pub now: Instant,
    pub gone: Vec<User>,
    pub disabled: Vec<Who>,
    pub tickets: BTreeMap<Name, Ticket>,
    pub codes: BTreeMap<Name, Code>,
    pub devices: BTreeMap<Name, Device>,
    pub pages: BTreeMap<Name, DevicePage>,
    grants: BTreeMap<Name, Grant>,
    pub access: BTreeMap<Name, Access>,
    pub refresh: BTreeMap<Name, Refresh>,
    pub keys: BTreeMap<Name, Key>,
    failures: BTreeMap<&'static str, Window>,
    guesses: BTreeMap<&'static str, Window>,
    key_requests: BTreeMap<Name, Window>,
    client_requests: BTreeMap<&'static str, Window>,
    /// What is left of the windows that this step was counted in.
    left: Option<String>,
}

/// What a key opens that is not restricted: what belongs to no user and gives no power over keys.
pub const OPENED_BY_KEYS: Scopes = Scopes::of(&[
    Scope::OrdersRead,
    Scope::CustomersRead,
    Scope::ProductsRead,
    Scope::ReportsRead,
    Scope::SettingsRead,
    Scope::OrdersWrite,
    Scope::GeoRead,
]);

impl Model {
    pub fn new(setup: Setup, now: Instant) -> Self {
        let key = |kind, scope| Key { client: Who::ShopApp, kind, scope, ends: None, revoked: false };
        let products = Scopes::of(&[Scope::ProductsRead]);
        let geo = Scopes::of(&[Scope::GeoRead]);
        Self {
            setup,
            now,
            gone: Vec::new(),
            disabled: Vec::new(),
            tickets: BTreeMap::new(),
            codes: BTreeMap::new(),
            devices: BTreeMap::new(),
            pages: BTreeMap::new(),
            grants: BTreeMap::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
            keys: BTreeMap::from([
                (LIVE, key(Kind::Live, OPENED_BY_KEYS)),
                (RESTRICTED, key(Kind::Restricted, products)),
                (TEST, key(Kind::Test, OPENED_BY_KEYS)),
                (PUBLISHABLE, key(Kind::Publishable, geo)),
            ]),
            failures: BTreeMap::new(),
            guesses: BTreeMap::new(),
            key_requests: BTreeMap::new(),
            client_requests: BTreeMap::new(),
            left: None,
        }
    }

    /// What the provider has to answer to this step; and the model remembers that it happened. `None` if the step
    /// makes no sense, because what it speaks of does not exist (any more, after steps were taken out).
    pub fn answer(&mut self, step: &Step) -> Option<Verdict> {
        self.left = None;
        let mut verdict = self.verdict(step)?;
        verdict.answer.limit = self.left.take();
        Some(verdict)
    }

    fn verdict(&mut self, step: &Step) -> Option<Verdict> {
        let Step { number, from, act } = *step;
        Some(match act {
            Act::Authorize { client, scope, resource, with } => self.authorize(number, client, scope, resource, with),
            Act::Consent { ticket, user, approve, granted, cookie } => {
                self.consent(number, ticket, user, if approve { granted.0 } else { Scopes::NONE }, cookie, granted.0)?
            }
            Act::Exchange { code, by, proof, with } => {
                self.known(code)?;
                self.client(by, proof, from).unwrap_or_else(|| self.exchange(number, code, by, with))
            }
            Act::Refresh { token, by, proof, scope } => {
                self.known(token)?;
                self.client(by, proof, from).unwrap_or_else(|| self.refresh(number, token, by, scope))
            }
            Act::ClientCredentials { by, proof, scope, resource } => {
                self.client(by, proof, from).unwrap_or_else(|| self.client_credentials(number, by, scope, resource))
            }
            Act::StartDevice { by, proof, scope } => {
                self.client(by, proof, from).unwrap_or_else(|| self.start_device(number, by, scope))
            }
            Act::DevicePage { device } => self.device_page(number, device, from)?,
            Act::GuessUserCode => self.guess(from),
            Act::DeviceAnswer { ticket, user, approve, granted, cookie } => {
                self.device_answer(ticket, user, approve, granted.0, cookie, from)?
            }
            Act::Poll { device, by } => {
                self.known(device)?;
                self.client(by, Proof::Own, from).unwrap_or_else(|| self.poll(number, device, by))
            }
            Act::Revoke { token, by, proof } => {
                self.known(token)?;
                self.client(by, proof, from).unwrap_or_else(|| self.revoke(token, by))
            }
            Act::Introspect { token, by, proof } => {
                self.known(token)?;
                self.client(by, proof, from).unwrap_or_else(|| self.introspect(token, by))
            }
            Act::Call { with, sent, door } => {
                self.known(with)?;
                without_body(door, self.call(Some((with, sent)), door, from))
            }
            Act::CallBare { door } => without_body(door, self.call(None, door, from)),
            Act::CreateKey { with, kind, scope, expires_in_s } => {
                self.known(with)?;
                match self.manage(with, from) {
                    Ok(client) => self.create_key(number, client, kind, scope.0, expires_in_s),
                    Err(refusal) => refusal,
                }
            }
            Act::RotateKey { with, key, overlap_s } => {
                self.known(with)?;
                self.keys.get(&key)?;
                match self.manage(with, from) {
                    // A key that is over is not brought back, and another client's is not there.
                    Ok(client) if self.keys[&key].client != client || self.is_over(key) => refused(404, "not-found"),
                    Ok(_) => self.rotate_key(number, key, overlap_s.unwrap_or(0)),
                    Err(refusal) => refusal,
                }
            }
            Act::DeleteKey { with, key } => {
                self.known(with)?;
                self.keys.get(&key)?;
                match self.manage(with, from) {
                    Ok(client) if self.keys[&key].client != client => refused(404, "not-found"),
                    Ok(_) => {
                        self.end_key(key);
                        done(204)
                    }
                    Err(refusal) => refusal,
                }
            }
            Act::ListKeys { with } => {
                self.known(with)?;
                match self.manage(with, from) {
                    Ok(client) => {
                        let listed = self.keys.values().filter(|key| key.client == client).count();
                        read(Answer { status: 200, listed: Some(listed), ..Answer::default() })
                    }
                    Err(refusal) => refusal,
                }
            }
            Act::Report { found } => {
                self.known(found)?;
                self.report(found, from)
            }
            Act::OwnerRevokesKey { key } => {
                self.keys.get(&key)?;
                self.end_key(key);
                done(0)
            }
            Act::OwnerRotatesKey { key, overlap_s } => {
                self.keys.get(&key)?;
                self.rotate_key(number, key, overlap_s);
                done(0)
            }
            Act::DeleteUser { user } => {
                self.gone.push(user);
                self.codes.retain(|_, code| code.user != user);
                for device in self.devices.values_mut() {
                    if matches!(device.state, DeviceState::Granted(by, _) if by == user) {
                        device.state = DeviceState::Denied;
                    }
                }
                self.end_grants(|grant| grant.user == Some(user));
                done(0)
            }
            Act::DisableClient { client } => {
                self.disabled.push(client);
                self.end_grants(|grant| grant.client == client);
                done(0)
            }
            Act::Wait { ms } => {
                self.now += Duration::milliseconds(ms);
                done(0)
            }
            Act::Keep | Act::GoBack | Act::Restart => done(0),
        })
    }

    /// Whether this credential was ever issued in this history.
    fn known(&self, held: Held) -> Option<()> {
        let known = match held {
            Held::Access(name) => self.access.contains_key(&name),
            Held::Refresh(name) => self.refresh.contains_key(&name),
            // A user who was deleted took the codes along, but they were issued.
            Held::Code(name) => name >= FIRST,
            Held::DeviceCode(name) => self.devices.contains_key(&name),
            Held::Key(name) => self.keys.contains_key(&name),
            Held::Nonsense => true,
        };
        known.then_some(())
    }

    // What is granted

    fn grant(
        &mut self,
        number: Name,
        client: Who,
        user: Option<User>,
        scope: Scopes,
        audience: &'static [&'static str],
    ) {
        let expires = self.now + Duration::seconds(self.setup.family_s);
        let grant = Grant { client, user, scope, audience, expires, over: false, refreshes: 0, refreshed: None };
        self.grants.insert(number, grant);
    }

    fn issue(&mut self, number: Name, grant: Name, scope: Scopes) -> Verdict {
        let expires_s = (self.now + Duration::seconds(self.setup.access_s)).unix_s();
        self.access.insert(number, Access { grant, scope, expires_s, revoked: false });
        let Grant { user, refreshes, .. } = self.grants[&grant];
        if user.is_some() {
            self.refresh.insert(number, Refresh { grant, place: refreshes });
        }
        let tokens = Issue { scope, refresh: user.is_some(), expires_in_s: self.setup.access_s };
        Verdict { answer: Answer { status: 200, tokens: Some(tokens), ..Answer::default() }, unchanged: false }
    }

    fn end_grant(&mut self, name: Name) {
        self.grants.get_mut(&name).expect("it is known").over = true;
    }

    fn end_grants(&mut self, which: impl Fn(&Grant) -> bool) {
        self.grants.values_mut().filter(|grant| which(grant)).for_each(|grant| grant.over = true);
    }

    // What is counted

    fn left_in<K: Ord>(&self, windows: &BTreeMap<K, Window>, of: &K, name: &str, limit: u32) -> String {
        let open = windows.get(of).filter(|window| self.now < window.began + WINDOW);
        open.map_or_else(|| format!("\"{name}\";r={limit};t=0"), |window| window.left(name, limit, self.now))
    }

    fn is_full<K: Ord>(&self, windows: &BTreeMap<K, Window>, of: &K, limit: u32) -> bool {
        let open = windows.get(of).filter(|window| self.now < window.began + WINDOW);
        self.setup.limits && open.is_some_and(|window| window.count >= limit)
    }

    fn fail(&mut self, from: Place) {
        count(&mut self.failures, from.name(), self.now);
    }
}

/// An empty parameter is an absent one (RFC 6749 §3.1).
pub fn given(scope: Option<Set>) -> Option<Set> {
    scope.filter(|scope| !scope.0.is_empty())
}

/// RFC 6749 §3.3: who asks for nothing in particular gets all it may have, here without the power over keys.
fn asked_for(client: Who, scope: Option<Set>) -> Option<Scopes> {
    let asked = given(scope).map_or(client.scope().with(Scope::KeysManage, false), |scope| scope.0);
    client.scope().covers(asked).then_some(asked)
}

/// The answer to a HEAD has no body; what a challenge says is in the header.
fn without_body(door: Door, mut verdict: Verdict) -> Verdict {
    let in_challenge = ["invalid_token", "invalid_request", "insufficient_scope"];
    if door == Door::HeadOrders && !in_challenge.contains(&verdict.answer.error.as_str()) {
        verdict.answer.error.clear();
    }
    verdict
}

fn count<K: Ord>(windows: &mut BTreeMap<K, Window>, of: K, now: Instant) -> Window {
    let window = windows.entry(of).or_insert(Window { began: now, count: 0 });
    if now >= window.began + WINDOW {
        *window = Window { began: now, count: 0 };
    }
    window.count += 1;
    *window
}

fn done(status: u16) -> Verdict {
    Verdict { answer: Answer { status, ..Answer::default() }, unchanged: false }
}

fn read(answer: Answer) -> Verdict {
    Verdict { answer, unchanged: true }
}

fn refused(status: u16, error: &str) -> Verdict {
    Verdict { answer: Answer { status, error: error.to_owned(), ..Answer::default() }, unchanged: true }
}

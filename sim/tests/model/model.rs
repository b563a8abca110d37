//! The reference: what the provider has to answer, told as plainly as can be. It knows no wire format, no signature
//! and no hash; a credential is the number of the step that made it. What may be asked of it is [`Model::answer`].

use super::facts::API;
use super::step::{
    Act, AskedWith, Cookie, Door, ExchangedWith, FIRST, Held, Kind, LIVE, Name, PUBLISHABLE, Place, Proof, RESTRICTED,
    Resource, Sent, Set, Step, TEST, User, Who,
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

    // The authorization endpoint

    /// RFC 6749 §4.1.1. Where client or redirect URI are in doubt the error stays on a page, else it is redirected.
    fn authorize(
        &mut self,
        number: Name,
        client: Who,
        scope: Option<Set>,
        resource: Resource,
        with: AskedWith,
    ) -> Verdict {
        if self.disabled.contains(&client) || !client.signs_users_in() || with == AskedWith::OtherRedirect {
            return refused(400, "");
        }
        let challenge = with != AskedWith::NoChallenge;
        match with {
            AskedWith::OtherResponseType => return refused(303, "unsupported_response_type"),
            AskedWith::PlainChallenge => return refused(303, "invalid_request"),
            AskedWith::NoChallenge if self.setup.pkce => return refused(303, "invalid_request"),
            _ => {}
        }
        let Some(asked) = asked_for(client, scope) else { return refused(303, "invalid_scope") };
        let Some(audience) = resource.audience() else { return refused(303, "invalid_target") };
        let expires = self.now + PAGE;
        self.tickets.insert(number, Ticket { client, asked, audience, challenge, expires, answered: false });
        done(200)
    }

    /// A form counts only with the ticket in it and the cookie of the browser that was shown the page, once.
    fn consent(
        &mut self,
        number: Name,
        ticket: Name,
        user: User,
        granted: Scopes,
        cookie: Cookie,
        ticked: Scopes,
    ) -> Option<Verdict> {
        let (now, gone) = (self.now, self.gone.contains(&user));
        let asked = self.tickets.get_mut(&ticket)?;
        if asked.answered || !cookie.is_of(ticket) {
            return Some(refused(403, ""));
        }
        if now >= asked.expires || gone || !asked.asked.covers(ticked) {
            return Some(refused(400, ""));
        }
        asked.answered = true;
        if granted.is_empty() {
            return Some(Verdict { unchanged: false, ..refused(303, "access_denied") });
        }
        let Ticket { client, audience, challenge, .. } = *asked;
        let expires = now + CODE;
        let code = Code { ticket, client, user, scope: granted, audience, challenge, expires, used: None };
        self.codes.insert(number, code);
        Some(done(303))
    }

    // The endpoints that clients call

    /// Whether the client is who it says: `None` if so. A failure counts against the address.
    fn client(&mut self, by: Who, proof: Proof, from: Place) -> Option<Verdict> {
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return Some(refused(429, "temporarily_unavailable"));
        }
        let proven = match proof {
            Proof::Own | Proof::InBody => true,
            Proof::WrongSecret => false,
            Proof::NameOnly | Proof::NameInBasic => !by.is_confidential(),
        };
        if proven && !self.disabled.contains(&by) {
            return None;
        }
        self.fail(from);
        Some(refused(401, "invalid_client"))
    }

    /// RFC 6749 §4.1.3, RFC 7636 §4.6. A code that comes twice ends what it brought (§4.1.2).
    fn exchange(&mut self, number: Name, code: Held, by: Who, with: ExchangedWith) -> Verdict {
        if !by.signs_users_in() {
            return refused(400, "unauthorized_client");
        }
        let Held::Code(name) = code else { return refused(400, "invalid_grant") };
        let now = self.now;
        let Some(code) = self.codes.get_mut(&name).filter(|code| code.client == by) else {
            return refused(400, "invalid_grant");
        };
        if let Some(grant) = code.used {
            self.end_grant(grant);
            return Verdict { unchanged: false, ..refused(400, "invalid_grant") };
        }
        let proven = match with {
            ExchangedWith::ItsVerifier => code.challenge,
            ExchangedWith::NoVerifier => !code.challenge,
            ExchangedWith::OtherVerifier | ExchangedWith::TheChallenge | ExchangedWith::OtherRedirect => false,
        };
        if now >= code.expires || !proven {
            return refused(400, "invalid_grant");
        }
        code.used = Some(number);
        let Code { client, user, scope, audience, .. } = *code;
        self.grant(number, client, Some(user), scope, audience);
        self.issue(number, number, scope)
    }

    /// RFC 6749 §6, RFC 9700 §4.14.2: a refresh token works once; an old one ends the family.
    fn refresh(&mut self, number: Name, token: Held, by: Who, scope: Option<Set>) -> Verdict {
        if !by.refreshes() {
            return refused(400, "unauthorized_client");
        }
        let Held::Refresh(token) = token else { return refused(400, "invalid_grant") };
        let Refresh { grant: name, place } = self.refresh[&token];
        let (now, grace) = (self.now, Duration::seconds(self.setup.grace_s));
        let grant = self.grants.get_mut(&name).expect("a refresh token has a grant");
        if grant.client != by || grant.over {
            return refused(400, "invalid_grant");
        }
        let newest = place == grant.refreshes;
        let borne = place + 1 == grant.refreshes && grant.refreshed.is_some_and(|at| now < at + grace);
        if !newest && !borne {
            grant.over = true;
            return Verdict { unchanged: false, ..refused(400, "invalid_grant") };
        }
        if now >= grant.expires {
            return refused(400, "invalid_grant");
        }
        let scope = given(scope).map_or(grant.scope, |scope| scope.0);
        if !grant.scope.covers(scope) {
            return refused(400, "invalid_scope");
        }
        if newest {
            grant.refreshes += 1;
            grant.refreshed = Some(now);
        }
        self.issue(number, name, scope)
    }

    /// RFC 6749 §4.4: no user, so nothing that is a user's, and no refresh token.
    fn client_credentials(&mut self, number: Name, by: Who, scope: Option<Set>, resource: Resource) -> Verdict {
        if by != Who::ShopServer {
            return refused(400, "unauthorized_client");
        }
        let Some(audience) = resource.audience() else { return refused(400, "invalid_target") };
        let own = by.scope().with(Scope::Profile, false).with(Scope::KeysManage, false);
        let scope = given(scope).map_or(own, |scope| scope.0);
        if !own.covers(scope) {
            return refused(400, "invalid_scope");
        }
        self.grant(number, by, None, scope, audience);
        self.issue(number, number, scope)
    }

    /// RFC 8628 §3.1.
    fn start_device(&mut self, number: Name, by: Who, scope: Option<Set>) -> Verdict {
        if by != Who::ShopTv {
            return refused(400, "unauthorized_client");
        }
        let Some(asked) = asked_for(by, scope) else { return refused(400, "invalid_scope") };
        let expires = self.now + DEVICE;
        let state = DeviceState::Waiting;
        self.devices.insert(number, Device { asked, expires, interval: INTERVAL, polled: None, page: None, state });
        done(200)
    }

    /// RFC 8628 §3.5.
    fn poll(&mut self, number: Name, device: Held, by: Who) -> Verdict {
        if by != Who::ShopTv {
            return refused(400, "unauthorized_client");
        }
        let Held::DeviceCode(name) = device else { return refused(400, "invalid_grant") };
        let now = self.now;
        let device = self.devices.get_mut(&name).expect("it is known");
        if device.state == DeviceState::Done {
            return refused(400, "invalid_grant");
        }
        if now >= device.expires {
            return refused(400, "expired_token");
        }
        let too_soon = device.polled.is_some_and(|at| now < at + device.interval);
        device.polled = Some(now);
        if too_soon {
            device.interval = device.interval + INTERVAL;
            return Verdict { unchanged: false, ..refused(400, "slow_down") };
        }
        match device.state {
            // That it asked is remembered.
            DeviceState::Waiting => Verdict { unchanged: false, ..refused(400, "authorization_pending") },
            DeviceState::Denied => Verdict { unchanged: false, ..refused(400, "access_denied") },
            DeviceState::Done => refused(400, "invalid_grant"),
            DeviceState::Granted(user, scope) => {
                device.state = DeviceState::Done;
                self.grant(number, by, Some(user), scope, &[API]);
                self.issue(number, number, scope)
            }
        }
    }

    // The device page

    /// Whether a device waits for this code to be entered. Wrong codes count against the address (RFC 8628 §5.1).
    fn waiting(&mut self, device: Option<Name>, from: Place) -> Option<Verdict> {
        if self.is_full(&self.guesses, &from.name(), GUESSES) {
            return Some(refused(429, ""));
        }
        let device = device.map(|name| &self.devices[&name]);
        if device.is_some_and(|device| device.state == DeviceState::Waiting && self.now < device.expires) {
            return None;
        }
        count(&mut self.guesses, from.name(), self.now);
        Some(refused(400, ""))
    }

    fn guess(&mut self, from: Place) -> Verdict {
        self.waiting(None, from).expect("nobody was given this code")
    }

    fn device_page(&mut self, number: Name, name: Name, from: Place) -> Option<Verdict> {
        self.devices.get(&name)?;
        Some(self.waiting(Some(name), from).unwrap_or_else(|| {
            self.pages.insert(number, DevicePage { device: name, expires: self.now + PAGE });
            self.devices.get_mut(&name).expect("it is known").page = Some(number);
            done(200)
        }))
    }

    fn device_answer(
        &mut self,
        ticket: Name,
        user: User,
        approve: bool,
        granted: Scopes,
        cookie: Cookie,
        from: Place,
    ) -> Option<Verdict> {
        let DevicePage { device: name, expires } = *self.pages.get(&ticket)?;
        if let Some(refusal) = self.waiting(Some(name), from) {
            return Some(refusal);
        }
        let device = self.devices.get_mut(&name).expect("a page has a device");
        if device.page != Some(ticket) || !cookie.is_of(ticket) {
            return Some(refused(403, ""));
        }
        if self.now >= expires || self.gone.contains(&user) || !device.asked.covers(granted) {
            return Some(refused(400, ""));
        }
        device.state =
            if approve && !granted.is_empty() { DeviceState::Granted(user, granted) } else { DeviceState::Denied };
        Some(done(200))
    }

    // Revocation and introspection

    /// RFC 7009 §2.1, §2.2: a refresh token takes its grant along, an access token goes alone; what does not work
    /// anyway is no error.
    fn revoke(&mut self, token: Held, by: Who) -> Verdict {
        let grant = match token {
            Held::Refresh(name) => self.refresh[&name].grant,
            Held::Access(name) if self.now.unix_s() < self.access[&name].expires_s => self.access[&name].grant,
            _ => return read(Answer { status: 200, ..Answer::default() }),
        };
        if self.grants[&grant].client != by {
            return refused(400, "invalid_grant");
        }
        match token {
            Held::Access(name) => self.access.get_mut(&name).expect("it is known").revoked = true,
            _ => self.end_grant(grant),
        }
        done(200)
    }

    /// RFC 7662 §2: the truth for the API that the token is for, or the confidential client that holds it.
    fn introspect(&self, token: Held, by: Who) -> Verdict {
        if !by.is_confidential() {
            return refused(401, "invalid_client");
        }
        let scope = match token {
            Held::Access(name) if self.is_active(name) => {
                let grant = &self.grants[&self.access[&name].grant];
                let may_know = by.is_api().map_or(grant.client == by, |api| grant.audience.contains(&api));
                may_know.then_some(self.access[&name].scope)
            }
            _ => None,
        };
        read(Answer { status: 200, active: Some(scope), ..Answer::default() })
    }

    /// Whether an access token is in time, not revoked, and its grant not over.
    fn is_active(&self, name: Name) -> bool {
        let access = &self.access[&name];
        self.now.unix_s() < access.expires_s && !access.revoked && !self.grants[&access.grant].over
    }

    // The API

    /// The order is: path, method, credential there, flood, credential good, quota, permission.
    fn call(&mut self, with: Option<(Held, Sent)>, door: Door, from: Place) -> Verdict {
        match door {
            Door::Nowhere => return refused(404, "not-found"),
            Door::DeleteOrders => return refused(405, "method"),
            _ => {}
        }
        let (caller, permission) = match self.caller(with, door == Door::Geo, from) {
            Ok(caller) => (caller, door.needs()),
            Err(refusal) => return refusal,
        };
        let refusal = match caller {
            Caller::Key(name) => {
                let key = &self.keys[&name];
                if (key.kind == Kind::Test) != (door == Door::TestOrders) {
                    Some(refused(403, "key-mode"))
                } else if door == Door::Me {
                    Some(refused(403, "user-required"))
                } else if !key.scope.contains(permission) {
                    Some(refused(403, "key-permission"))
                } else {
                    None
                }
            }
            Caller::Token(name) => {
                let access = &self.access[&name];
                if door == Door::TestOrders {
                    Some(refused(403, "key-mode"))
                } else if !access.scope.contains(permission) {
                    Some(refused(403, "insufficient_scope"))
                } else {
                    None
                }
            }
        };
        refusal.unwrap_or_else(|| match door {
            Door::NewOrder => done(201),
            _ => read(Answer { status: 200, ..Answer::default() }),
        })
    }

    /// Who calls, once the credential was found good and the request was counted.
    fn caller(&mut self, with: Option<(Held, Sent)>, takes_key_in_query: bool, from: Place) -> Result<Caller, Verdict> {
        let Some((held, sent)) = with else { return Err(refused(401, "no-credential")) };
        let is_key = matches!(held, Held::Key(_));
        let as_key = match sent {
            Sent::Right => is_key,
            Sent::Swapped => !is_key,
            Sent::InQuery if is_key && takes_key_in_query => true,
            Sent::InQuery if is_key => return Err(refused(401, "key-in-query")),
            Sent::InQuery => return Err(refused(401, "token-in-query")),
            Sent::Twice => return Err(refused(400, "invalid_request")),
        };
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return Err(refused(429, "failures"));
        }
        let caller = if as_key { self.good_key(held) } else { self.good_token(held) };
        let Some(caller) = caller else {
            self.fail(from);
            return Err(if as_key { refused(401, "invalid-key") } else { refused(401, "invalid_token") });
        };
        self.count_request(caller)?;
        Ok(caller)
    }

    /// A key works until it is revoked or its end is reached.
    fn good_key(&self, held: Held) -> Option<Caller> {
        let Held::Key(name) = held else { return None };
        let owner_may = !self.disabled.contains(&self.keys[&name].client);
        (owner_may && !self.is_over(name)).then_some(Caller::Key(name))
    }

    fn is_over(&self, key: Name) -> bool {
        let key = &self.keys[&key];
        key.revoked || key.ends.is_some_and(|ends| self.now >= ends)
    }

    /// A token works until its `exp`. An API that asks on each call knows of all that ends it before.
    fn good_token(&self, held: Held) -> Option<Caller> {
        let Held::Access(name) = held else { return None };
        let access = &self.access[&name];
        let in_time = self.now.unix_s() < access.expires_s && self.grants[&access.grant].audience.contains(&API);
        (in_time && (!self.setup.asks || self.is_active(name))).then_some(Caller::Token(name))
    }

    fn count_request(&mut self, caller: Caller) -> Result<(), Verdict> {
        let client = self.client_of(caller).id();
        let key_is_full = matches!(caller, Caller::Key(name) if self.is_full(&self.key_requests, &name, PER_KEY));
        if key_is_full || self.is_full(&self.client_requests, &client, PER_CLIENT) {
            // It is not counted, and told all the same what is left; of a window that is not open, all.
            let of_key = match caller {
                Caller::Key(name) => Some(self.left_in(&self.key_requests, &name, "key", PER_KEY)),
                Caller::Token(_) => None,
            };
            let of_client = self.left_in(&self.client_requests, &client, "client", PER_CLIENT);
            self.left = Some(of_key.into_iter().chain([of_client]).collect::<Vec<_>>().join(", "));
            return Err(refused(429, "quota"));
        }
        let [per_key, per_client] = if self.setup.limits { [PER_KEY, PER_CLIENT] } else { [u32::MAX; 2] };
        let mut left = Vec::new();
        if let Caller::Key(name) = caller {
            let window = count(&mut self.key_requests, name, self.now);
            left.push(window.left("key", per_key, self.now));
        }
        let window = count(&mut self.client_requests, client, self.now);
        left.push(window.left("client", per_client, self.now));
        self.left = Some(left.join(", "));
        Ok(())
    }

    fn client_of(&self, caller: Caller) -> Who {
        match caller {
            Caller::Key(name) => self.keys[&name].client,
            Caller::Token(name) => self.grants[&self.access[&name].grant].client,
        }
    }

    // Keys

    /// Whose keys are managed: it takes a token with that scope, and no key has it.
    fn manage(&mut self, with: Held, from: Place) -> Result<Who, Verdict> {
        let caller = self.caller(Some((with, Sent::Right)), false, from)?;
        match caller {
            Caller::Key(name) if self.keys[&name].kind == Kind::Test => Err(refused(403, "key-mode")),
            Caller::Key(_) => Err(refused(403, "key-permission")),
            Caller::Token(name) if self.access[&name].scope.contains(Scope::KeysManage) => Ok(self.client_of(caller)),
            Caller::Token(_) => Err(refused(403, "insufficient_scope")),
        }
    }

    fn create_key(&mut self, number: Name, client: Who, kind: Kind, scope: Scopes, life_s: Option<u64>) -> Verdict {
        let scope = match kind {
            Kind::Live | Kind::Test => OPENED_BY_KEYS,
            Kind::Publishable => Scopes::of(&[Scope::GeoRead]),
            // No key has what is a user's, or power over keys; and one that may do nothing is a mistake.
            Kind::Restricted if scope.is_empty() || !OPENED_BY_KEYS.covers(scope) => return refused(400, "body"),
            Kind::Restricted => scope,
        };
        let ends = life_s.map(|s| self.now + Duration::seconds(s));
        self.keys.insert(number, Key { client, kind, scope, ends, revoked: false });
        done(201)
    }

    /// The new key may what the old one may; the old one ends with the overlap, or before if it was to.
    fn rotate_key(&mut self, number: Name, key: Name, overlap_s: u64) -> Verdict {
        let end = self.now + Duration::seconds(overlap_s);
        let old = self.keys.get_mut(&key).expect("it is known");
        old.ends = Some(old.ends.map_or(end, |ends| ends.min(end)));
        let new = Key { ends: None, revoked: false, ..old.clone() };
        self.keys.insert(number, new);
        done(201)
    }

    fn end_key(&mut self, key: Name) {
        self.keys.get_mut(&key).expect("it is known").revoked = true;
    }

    /// A key that was found in public ends, whoever found it; not one that is meant for public pages.
    fn report(&mut self, found: Held, from: Place) -> Verdict {
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return refused(429, "failures");
        }
        let is_public = |name| self.keys[&name].kind == Kind::Publishable;
        let works = matches!(found, Held::Key(name) if !self.is_over(name) && !is_public(name));
        if let Held::Key(name) = found
            && works
        {
            self.end_key(name);
        }
        Verdict { answer: Answer { status: 200, was_a_key: Some(works), ..Answer::default() }, unchanged: !works }
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

    // For whoever makes steps

    /// Every moment to come at which something ends.
    pub fn deadlines(&self) -> Vec<Instant> {
        let windows = self.failures.values().chain(self.guesses.values()).chain(self.client_requests.values());
        let mut all: Vec<Instant> = windows.map(|window| window.began + WINDOW).collect();
        all.extend(self.codes.values().filter(|code| code.used.is_none()).map(|code| code.expires));
        all.extend(self.access.values().map(|access| Instant::from_unix_s(access.expires_s)));
        all.extend(self.grants.values().filter(|grant| !grant.over).map(|grant| grant.expires));
        let grace = Duration::seconds(self.setup.grace_s);
        all.extend(self.grants.values().filter_map(|grant| grant.refreshed).map(|at| at + grace));
        all.extend(self.keys.values().filter_map(|key| key.ends));
        all.extend(self.devices.values().map(|device| device.expires));
        all.extend(self.devices.values().filter_map(|device| Some(device.polled? + device.interval)));
        all.extend(self.tickets.values().filter(|ticket| !ticket.answered).map(|ticket| ticket.expires));
        all.extend(self.pages.values().map(|page| page.expires));
        all.retain(|at| *at > self.now);
        all.sort();
        all.dedup();
        all
    }

    /// Who holds this credential by right.
    pub fn holder(&self, held: Held) -> Option<Who> {
        match held {
            Held::Access(name) => Some(self.grants[&self.access.get(&name)?.grant].client),
            Held::Refresh(name) => Some(self.grants[&self.refresh.get(&name)?.grant].client),
            Held::Code(name) => Some(self.codes.get(&name)?.client),
            Held::DeviceCode(_) => Some(Who::ShopTv),
            Held::Key(name) => Some(self.keys.get(&name)?.client),
            Held::Nonsense => None,
        }
    }

    /// The authorization request that a code answers; a number that no step has for anything else.
    pub fn request_of(&self, code: Held) -> Name {
        match code {
            Held::Code(name) => self.codes.get(&name).map_or(0, |code| code.ticket),
            _ => 0,
        }
    }

    /// What was granted where this refresh token comes from.
    pub fn granted(&self, refresh: Name) -> Scopes {
        self.grants[&self.refresh[&refresh].grant].scope
    }

    /// The refresh tokens that would work now.
    pub fn live_refresh_tokens(&self) -> Vec<Name> {
        let live = |refresh: &Refresh| {
            let grant = &self.grants[&refresh.grant];
            !grant.over && refresh.place == grant.refreshes && self.now < grant.expires
        };
        self.refresh.iter().filter(|(_, refresh)| live(refresh)).map(|(name, _)| *name).collect()
    }

    /// The refresh tokens whose use would end a family that lives.
    pub fn stale_refresh_tokens(&self) -> Vec<Name> {
        let stale = |refresh: &Refresh| {
            let grant = &self.grants[&refresh.grant];
            !grant.over && refresh.place < grant.refreshes
        };
        self.refresh.iter().filter(|(_, refresh)| stale(refresh)).map(|(name, _)| *name).collect()
    }

    /// The access tokens that hold this scope and are in time.
    pub fn access_tokens_with(&self, scope: Scope) -> Vec<Name> {
        let fits = |access: &Access| access.scope.contains(scope) && self.now.unix_s() < access.expires_s;
        self.access.iter().filter(|(_, access)| fits(access)).map(|(name, _)| *name).collect()
    }
}

/// Who calls the API.
#[derive(Clone, Copy, Debug)]
enum Caller {
    Key(Name),
    Token(Name),
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

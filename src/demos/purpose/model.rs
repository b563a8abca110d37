//! The demo's state: what the reader composes, what was done so far, and how far the request in view has travelled.
//! Pure; the view calls these methods and shows what they say.
//!
//! A moment is computed, never remembered: the seed and the list of what was done decide everything. Each entry of
//! the list keeps the provider as it was afterwards, so that going back costs nothing.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::{AUDIENCE, ENDPOINTS, Endpoint, HOST, Resource, Stage, Trail};
use sim::provider::api_key::{ApiKey, KeyId, Kind};
use sim::provider::oauth::client::ClientId;
use sim::provider::oauth::user::UserId;
use sim::provider::oauth::{self, AUDIENCES};
use sim::provider::reject::Reject;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider};
use sim::stories::app::{read_tokens, with_key, with_token};
use sim::stories::world::{Actor, Exchange};
use sim::wire::http::{Method, Peer, Request};
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, Instant, START};

/// When the reader's first request is sent.
pub const BEGINS: Instant = Instant::from_unix_s(START.unix_s() + 9 * 3600);
/// How long before that the expired token was made: its hour is long over.
const OLD: Duration = Duration::hours(2);

/// What the request may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// Nothing.
    Nobody,
    /// The app's key.
    Key,
    /// A key that may read products only.
    Restricted,
    /// The app's key with one character wrong.
    Typo,
    /// Ada's token.
    Ada,
    /// Bo's token.
    Bo,
    /// The token that a server got for itself.
    Server,
    /// Ada's token for another API.
    Other,
    /// Ada's token of two hours ago.
    Expired,
    /// Ada's token without its signature.
    Cut,
}

impl With {
    /// All, in the order of `words::WITH`.
    pub const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Key,
        Self::Restricted,
        Self::Typo,
        Self::Ada,
        Self::Bo,
        Self::Server,
        Self::Other,
        Self::Expired,
        Self::Cut,
    ];

    /// `key` or `token`: the sign, the colour, the class. Empty for no credential.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Nobody => "",
            Self::Key | Self::Restricted | Self::Typo => "key",
            _ => "token",
        }
    }
}

/// The method and the path of a request; the path as [`ENDPOINTS`] have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path; `*` in it stands for the app's key.
    pub path: &'static str,
}

/// The methods that the reader can choose. (OPTIONS, which browsers send by themselves, would only confuse.)
pub const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

impl Call {
    /// The endpoints at this path.
    pub fn endpoints(self) -> impl Iterator<Item = &'static Endpoint> {
        ENDPOINTS.iter().filter(move |endpoint| endpoint.path == self.path)
    }

    /// The path as it is sent.
    pub fn target(self) -> String {
        self.path.replace('*', &KeyId::first().name())
    }
}

/// Every path of the API, in order.
pub fn paths() -> Vec<&'static str> {
    let mut paths: Vec<&str> = ENDPOINTS.iter().map(|endpoint| endpoint.path).collect();
    // Methods of one path stand together or apart in the list: each path once, where it first stands.
    let mut i = 0;
    paths.retain(|path| {
        i += 1;
        !ENDPOINTS[..i - 1].iter().any(|earlier| earlier.path == *path)
    });
    paths
}

/// What the reader does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Sends a request so many times in a row.
    Send {
        /// With this.
        with: With,
        /// To there.
        call: Call,
        /// So many times.
        times: u32,
    },
    /// Lets time pass.
    Wait(Duration),
}

/// How many acts the list holds: a link to them stays readable.
pub const MOST_ACTS: usize = 24;
/// The most of one request in a row, and the longest wait.
pub const MOST_TIMES: u32 = 999;
/// See [`MOST_TIMES`].
pub const LONGEST_WAIT: Duration = Duration::hours(2);

const ME: Call = Call { method: Method::Get, path: "/v1/me" };

/// What was done in the first picture: the same request three times, and three answers.
pub const FIRST: [Act; 3] = [
    Act::Send { with: With::Nobody, call: ME, times: 1 },
    Act::Send { with: With::Ada, call: ME, times: 1 },
    Act::Send { with: With::Bo, call: ME, times: 1 },
];
/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;

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
    fn begin(seed: u64) -> (Provider, Self) {
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

    /// The request that the reader composed.
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

/// How the last request of an act was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The request and its answer.
    pub exchange: Exchange,
    /// What the API found out.
    pub trail: Trail,
    /// Where it was stopped, or the answer.
    pub stage: Stage,
    /// How many of the act's requests were answered with a 2xx.
    pub answered: u32,
}

/// An act, and what it led to.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The act.
    pub act: Act,
    /// When it was over.
    pub now: Instant,
    /// Its last request, if it sent one.
    pub sent: Option<Sent>,
    provider: Provider,
}

impl Frame {
    /// Does this after that.
    fn after(before: &Self, act: Act, held: &Held) -> Self {
        let mut frame = Self { act, sent: None, ..before.clone() };
        match act {
            Act::Wait(time) => frame.now += time,
            Act::Send { with, call, times } => {
                let request = held.request(with, call);
                let mut answered = 0;
                for i in 1..=times {
                    let answer = frame.provider.handle(&request, frame.now);
                    answered += u32::from(answer.response.status.is_success());
                    if i == times {
                        let stage = answer.trail.stage(answer.reject.as_ref());
                        let (response, reject, records) = (answer.response, answer.reject, answer.records);
                        let exchange =
                            Exchange { actor: Actor::App, request: request.clone(), response, reject, records };
                        frame.sent = Some(Sent { exchange, trail: answer.trail, stage, answered });
                    }
                }
            }
        }
        frame
    }

    /// What the meters say, in the order of `words::METERS`.
    pub fn meters(&self, held: &Held) -> [Meter; METERS] {
        let quota = self.provider.policy.quota;
        let meter = |limit, (left, seconds)| Meter { limit, left, seconds };
        let of_key = |kind| {
            let key = self.provider.keys().of_app(held.apps[0]).find(|(_, key)| key.kind == kind);
            let left = key.and_then(|(id, _)| self.provider.left(Some(id), held.apps[0], self.now).of_key);
            meter(quota.per_key, left.unwrap_or_default())
        };
        let of_app = |app| meter(quota.per_client, self.provider.left(None, app, self.now).of_client);
        [
            of_key(Kind::Live),
            of_key(Kind::Restricted),
            of_app(held.apps[0]),
            of_app(held.apps[1]),
            meter(quota.failures, self.provider.failures_left(Peer::CLIENT, self.now)),
        ]
    }

    /// The provider as it was then, to look at.
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }
}

/// How many meters there are.
pub const METERS: usize = 5;

/// A meter's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// What fits.
    pub limit: u32,
    /// What is left of it.
    pub left: u32,
    /// Until the window ends, in seconds; 0 if none is open.
    pub seconds: u64,
}

/// How long a request travels from one station to the next, in milliseconds of the reader's time: not less than the
/// steps in which time moves with reduced motion, so that then each step is a station.
pub const STATION_MS: u64 = 700;
/// How long it takes to arrive at the last one.
const SETTLE_MS: u64 = 500;

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// Every secret comes from it.
    pub seed: u64,
    /// What the developers hold.
    pub held: Arc<Held>,
    /// What the reader has composed: the credential,
    pub with: With,
    /// and the request.
    pub call: Call,
    /// How many of the acts have been done; the others were taken back.
    pub step: usize,
    /// How far the request in view has travelled.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
    /// The provider before anything was done, and after each act.
    frames: Vec<Arc<Frame>>,
}

impl Default for Purpose {
    fn default() -> Self {
        let mut state = Self::new(FIRST_SEED);
        state.redo(&FIRST);
        state
    }
}

impl Purpose {
    /// The demo with nothing done.
    pub fn new(seed: u64) -> Self {
        let (provider, held) = Held::begin(seed);
        let begin = Frame { act: Act::Wait(Duration::ZERO), now: BEGINS, sent: None, provider };
        Self {
            seed,
            held: Arc::new(held),
            with: With::Bo,
            call: ME,
            step: 0,
            clock: Clock::new(Duration::ZERO, Duration::ZERO),
            common: Common::default(),
            frames: vec![Arc::new(begin)],
        }
    }

    /// Does these, and stands at the end of the last one's path.
    pub fn redo(&mut self, acts: &[Act]) {
        for act in acts {
            self.append(*act);
        }
        self.look_at(self.acts().len());
    }

    /// What was done, with what it led to.
    pub fn acts(&self) -> &[Arc<Frame>] {
        &self.frames[1..]
    }

    /// What was done and is known by now: what is still on its way is not told.
    pub fn told(&self) -> &[Arc<Frame>] {
        let told = if self.arrived() { self.step } else { self.step - 1 };
        &self.acts()[..told]
    }

    /// What is in view.
    pub fn frame(&self) -> &Frame {
        &self.frames[self.step]
    }

    /// The request in view, if there is one.
    pub fn sent(&self) -> Option<&Sent> {
        self.frame().sent.as_ref()
    }

    /// The last station that the request in view has reached.
    pub fn reached(&self) -> usize {
        let stop = self.sent().map_or(0, |sent| sent.stage as usize);
        stop.min((self.clock.now.as_ms() / STATION_MS) as usize)
    }

    /// Whether the request in view has been answered.
    pub fn arrived(&self) -> bool {
        self.sent().is_none_or(|sent| self.reached() == sent.stage as usize)
    }

    /// What the meters say: what they said before, until the request in view has been counted.
    pub fn meters(&self) -> [Meter; METERS] {
        let counted = self.arrived() || self.reached() >= Stage::Usage as usize;
        let frame = if counted { self.step } else { self.step - 1 };
        self.frames[frame].meters(&self.held)
    }

    /// Whether there is no room for more.
    pub fn is_full(&self) -> bool {
        self.step >= MOST_ACTS
    }

    /// Sends what is composed, so many times, and lets it travel.
    pub fn send(&mut self, times: u32) {
        let (with, call) = (self.with, self.call);
        self.act_now(Act::Send { with, call, times });
        self.clock = Clock { now: Duration::ZERO, playing: true, ..self.clock };
    }

    /// Lets time pass at the provider's.
    pub fn wait(&mut self, time: Duration) {
        self.act_now(Act::Wait(time));
    }

    /// Does this now; what was taken back is gone.
    fn act_now(&mut self, act: Act) {
        self.common.guess = None;
        self.clock.touched = true;
        self.frames.truncate(self.step + 1);
        self.append(act);
        self.look_at(self.acts().len());
    }

    /// Adds an act at the end: to the last one, if that was the same.
    fn append(&mut self, act: Act) {
        let joined = self.acts().last().and_then(|last| joined(last.act, act));
        if joined.is_some() {
            self.frames.pop();
        }
        if let (true, Some(last)) = (self.acts().len() < MOST_ACTS, self.frames.last()) {
            let frame = Frame::after(last, joined.unwrap_or(act), &self.held);
            self.frames.push(Arc::new(frame));
        }
    }

    /// Brings the act of that number into view, its path travelled.
    pub fn look_at(&mut self, step: usize) {
        self.step = step.min(self.acts().len());
        let length = self.sent().map_or(0, |sent| sent.stage as u64 * STATION_MS + SETTLE_MS);
        let length = Duration::milliseconds(length);
        self.clock = Clock { now: length, length, playing: false, ..self.clock };
    }

    /// Chooses a path, and a method that it takes.
    pub fn choose_path(&mut self, path: &'static str) {
        self.call.path = path;
        let takes = |method| {
            let asked = if method == Method::Head { Method::Get } else { method };
            self.call.endpoints().any(|endpoint| endpoint.method == asked)
        };
        if !takes(self.call.method) {
            self.call.method = self.call.endpoints().next().map_or(Method::Get, |endpoint| endpoint.method);
        }
    }

    /// Makes everything anew from another seed.
    pub fn reseed(&mut self, seed: u64) {
        let acts: Vec<Act> = self.acts().iter().map(|frame| frame.act).collect();
        let (with, call, step, common) = (self.with, self.call, self.step, core::mem::take(&mut self.common));
        *self = Self { with, call, common, ..Self::new(seed) };
        self.redo(&acts);
        self.look_at(step);
        self.clock.touched = true;
    }
}

impl Model for Purpose {
    fn common(&self) -> &Common {
        &self.common
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn clock(&self) -> Clock {
        self.clock
    }

    /// Moves along the path, from act to act, or brings everything back.
    fn act(&mut self, to: Move) {
        let reached = self.reached();
        let station = |number: usize| Duration::milliseconds(number as u64 * STATION_MS);
        match to {
            Move::Forward if self.arrived() => self.clock.go(self.clock.length),
            Move::Forward => self.clock.go(station(reached + 1)),
            Move::Back => self.clock.go(station(reached.saturating_sub(1))),
            Move::NextTurn => self.look_at(self.step + 1),
            Move::PreviousTurn => self.look_at(self.step.saturating_sub(1)),
            // The path has a pace of its own.
            Move::Tick(real_ms) => {
                self.clock.now = (self.clock.now + Duration::milliseconds(real_ms)).min(self.clock.length);
                self.clock.playing &= self.clock.now < self.clock.length;
            }
            Move::Pace(_) => {}
            Move::Reset => *self = Self { common: self.common.anew(), ..Self::default() },
            _ => self.clock.act(to),
        }
        // The first picture's address says nothing; once touched, the demo's own is shown.
        self.clock.touched |= !matches!(to, Move::Tick(_) | Move::Stop | Move::Reset);
    }

    /// Sends the key's request: the question.
    fn predict(&mut self, guess: usize) {
        *self = Self { common: self.common.anew(), with: With::Key, ..Self::default() };
        self.send(1);
        self.common.guess = Some(guess);
    }
}

/// Two acts as one, if the second only goes on with the first.
fn joined(first: Act, second: Act) -> Option<Act> {
    match (first, second) {
        (Act::Wait(first), Act::Wait(second)) if first + second <= LONGEST_WAIT => Some(Act::Wait(first + second)),
        (Act::Send { with, call, times }, Act::Send { with: with2, call: call2, times: times2 })
            if (with, call) == (with2, call2) && times + times2 <= MOST_TIMES =>
        {
            Some(Act::Send { with, call, times: times + times2 })
        }
        _ => None,
    }
}

/// The API that the tokens in this demo are meant for, all but one.
pub const FOR: &str = AUDIENCE;

/// Whether the provider asked the key for a user: the answer to the question.
pub fn asks_for_user(sent: &Sent) -> bool {
    sent.exchange.reject == Some(Reject::UserRequired)
}

//! A run: one flow, played on the sandbox from its first message to its last, with what the reader granted, broke and
//! switched off. What the demo shows is the log of this, and nothing else.

use crate::sim::app::{read_tokens, with_key, with_token};
use crate::sim::form::{self, Form};
use crate::sim::http::{Peer, Request, Response};
use crate::sim::oauth::{AUDIENCES, ISSUER, Tokens};
use crate::sim::provider::Policy;
use crate::sim::reject::{Clause, Reject};
use crate::sim::sandbox::{Sandbox, answer_to, asked_on, get, split_url};
use crate::sim::scope::{Scope, Scopes};
use crate::sim::secret::Secret;
use crate::sim::sign_in::{Care, Doubt, HOST as SHOP, REDIRECT_URI, WebApp};
use crate::sim::time::{Duration, Instant};
use crate::sim::world::START;
use crate::sim::{api, api_key::Kind, flow, oauth};

/// When a run begins.
const BEGINS: Instant = Instant::from_unix_s(START.unix_s() + 9 * 3600);
/// What the app asks the user for.
pub const ASKED: Scopes = Scopes::of(&[Scope::OrdersRead, Scope::ProductsRead, Scope::Profile]);
/// No run is longer.
pub const MOST_STEPS: usize = 12;

/// A way to get at the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// An API key: there is nothing to get.
    Key,
    /// The client in its own name (RFC 6749 §4.4).
    Client,
    /// A user's code, with PKCE (RFC 6749 §4.1, RFC 7636).
    Code,
    /// New tokens for a refresh token (RFC 6749 §6).
    Refresh,
    /// A screen without a keyboard (RFC 8628).
    Device,
}

impl Flow {
    /// All, in the order of [`super::words::FLOWS`].
    pub const ALL: [Self; 5] = [Self::Key, Self::Client, Self::Code, Self::Refresh, Self::Device];
}

/// Who takes part, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The user's browser.
    Browser,
    /// The client.
    App,
    /// The authorization server.
    Server,
    /// The API.
    Api,
    /// The thief.
    Thief,
}

impl Party {
    /// All, from left to right.
    pub const ALL: [Self; 5] = [Self::Browser, Self::App, Self::Server, Self::Api, Self::Thief];

    const fn peer(self) -> Peer {
        match self {
            Self::Browser => Peer([192, 0, 2, 44]),
            Self::Thief => Peer::THIEF,
            _ => Peer::CLIENT,
        }
    }
}

/// A way to break a flow; in the order of [`super::words::SABOTAGES`], which says of which flow it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each has its words there
pub enum Sabotage {
    KeyCopied,
    KeyInUrl,
    KeyAsUser,
    SecretWrong,
    SecretMissing,
    ServerAsUser,
    Stolen,
    VerifierGuessed,
    ChallengeDropped,
    ChallengePlain,
    CodeTwice,
    CodeLate,
    CodeOfAnother,
    RedirectChanged,
    RedirectLate,
    StateDropped,
    StateForged,
    MixUp,
    ConsentForged,
    OtherAudience,
    TokenCopied,
    RefreshReplayed,
    RefreshWidened,
    RefreshOfAnother,
    PollTooSoon,
    DeviceCodeAgain,
    UserCodeGuessed,
    DevicePhished,
}

impl Sabotage {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::KeyCopied,
        Self::KeyInUrl,
        Self::KeyAsUser,
        Self::SecretWrong,
        Self::SecretMissing,
        Self::ServerAsUser,
        Self::Stolen,
        Self::VerifierGuessed,
        Self::ChallengeDropped,
        Self::ChallengePlain,
        Self::CodeTwice,
        Self::CodeLate,
        Self::CodeOfAnother,
        Self::RedirectChanged,
        Self::RedirectLate,
        Self::StateDropped,
        Self::StateForged,
        Self::MixUp,
        Self::ConsentForged,
        Self::OtherAudience,
        Self::TokenCopied,
        Self::RefreshReplayed,
        Self::RefreshWidened,
        Self::RefreshOfAnother,
        Self::PollTooSoon,
        Self::DeviceCodeAgain,
        Self::UserCodeGuessed,
        Self::DevicePhished,
    ];
}

/// What can be switched off; in the order of [`super::words::PROTECTIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The app proves that it is who asked (RFC 7636).
    Pkce,
    /// The app knows its own sign-in again (RFC 6749 §10.12).
    State,
    /// Redirect URIs are compared as strings (RFC 9700 §2.1).
    ExactRedirect,
    /// The app knows which server answered (RFC 9207).
    Issuer,
    /// A used refresh token is an alarm (RFC 9700 §4.14.2).
    Reuse,
}

impl Protection {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pkce, Self::State, Self::ExactRedirect, Self::Issuer, Self::Reuse];

    /// The protection that a check belongs to, if it can be switched off.
    pub fn behind(check: &str) -> Option<Self> {
        Some(match check {
            "challenge-missing" | "verifier-missing" | "verifier-wrong" => Self::Pkce,
            "client-state" => Self::State,
            "client-iss" => Self::Issuer,
            "redirect-uri" => Self::ExactRedirect,
            "refresh-reused" => Self::Reuse,
            _ => return None,
        })
    }
}

/// What decides a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Every secret comes from it.
    pub seed: u64,
    /// The flow.
    pub flow: Flow,
    /// What Ada ticks of [`ASKED`].
    pub granted: Scopes,
    /// Whether she says no altogether.
    pub denies: bool,
    /// How the flow is broken, if it is.
    pub sabotage: Option<Sabotage>,
    /// Which protections are off, by their place.
    pub off: [bool; Protection::ALL.len()],
}

impl Settings {
    /// Whether this protection is on.
    pub const fn has(&self, protection: Protection) -> bool {
        !self.off[protection as usize]
    }
}

/// What a step is about; in the order of [`super::words::ACTS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each has its words there
pub enum Act {
    KeyCall,
    KeyCopied,
    ClientToken,
    Discover,
    Connect,
    Authorize,
    Consent,
    Callback,
    Exchange,
    Orders,
    Me,
    CodeSeen,
    ThiefExchange,
    ThiefOrders,
    LinkChanged,
    LinkSent,
    PassedOn,
    CodeArrives,
    ThiefConnects,
    ThiefConsents,
    CallbackForced,
    WrongServer,
    GivenAway,
    FormForced,
    TokenCopied,
    RefreshCopied,
    Expired,
    Refresh,
    ThiefRefresh,
    DeviceStart,
    Poll,
    UserCode,
    Guess,
    ThiefDevice,
    ThiefPoll,
}

/// What stopped a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The check.
    pub check: &'static str,
    /// What happened, for the learner.
    pub sentence: String,
    /// What it rests on.
    pub clause: Clause,
    /// Whether the app itself stopped, and not the provider.
    pub by_app: bool,
}

impl From<Reject> for Stop {
    fn from(reject: Reject) -> Self {
        Self { check: reject.check(), sentence: reject.sentence(), clause: reject.clause(), by_app: false }
    }
}

impl From<Doubt> for Stop {
    fn from(doubt: Doubt) -> Self {
        Self { check: doubt.check(), sentence: doubt.sentence(), clause: doubt.clause(), by_app: true }
    }
}

/// What passed between two parties.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A request and its answer.
    Exchange(Box<(Request, Response)>),
    /// No message of the protocol: what the thief copied, changed or sent by mail.
    Aside(String),
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is about.
    pub act: Act,
    /// Who begins.
    pub from: Party,
    /// With whom.
    pub to: Party,
    /// When.
    pub at: Instant,
    /// What passed.
    pub said: Said,
    /// What stopped it, if something did.
    pub stop: Option<Stop>,
    /// How many of the shop's records came back.
    pub records: u32,
}

impl Step {
    /// The request and the answer, if the step has them.
    pub fn exchange(&self) -> Option<&(Request, Response)> {
        match &self.said {
            Said::Exchange(exchange) => Some(exchange),
            Said::Aside(_) => None,
        }
    }

    /// The question that its answer puts to the user: what is asked for.
    pub fn asks(&self) -> Option<Scopes> {
        let (_, response) = self.exchange().filter(|_| self.from == Party::Browser && self.stop.is_none())?;
        asked_on(response)
    }
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Done,
    /// The user said no.
    Denied,
    /// What should not pass was stopped.
    Stopped,
    /// The thief has what he wanted.
    Taken,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its log.
    pub steps: Vec<Step>,
    /// How it ends.
    pub end: End,
    /// The step that decides it, from 1.
    pub telling: usize,
}

impl Run {
    /// Plays the flow.
    pub fn of(settings: &Settings) -> Self {
        let mut stage = Stage::new(*settings);
        // A flow that stops before its end is a run like any other.
        let _ = match settings.flow {
            Flow::Key => stage.key(),
            Flow::Client => stage.client(),
            Flow::Code => stage.code(),
            Flow::Refresh => stage.refresh(),
            Flow::Device => stage.device(),
        };
        stage.done()
    }

    /// The step of that number, from 1.
    pub fn step(&self, number: usize) -> &Step {
        &self.steps[number.clamp(1, self.steps.len()) - 1]
    }

    /// Whether this party takes part.
    pub fn has(&self, party: Party) -> bool {
        self.steps.iter().any(|step| step.from == party || step.to == party)
    }
}

/// A run in the making.
pub(super) struct Stage {
    pub set: Settings,
    pub sandbox: Sandbox,
    pub app: WebApp,
    steps: Vec<Step>,
    end: Option<(End, usize)>,
}

impl Stage {
    fn new(set: Settings) -> Self {
        let policy = Policy {
            requires_pkce: set.has(Protection::Pkce),
            exact_redirect: set.has(Protection::ExactRedirect),
            refresh_grace: if set.has(Protection::Reuse) { Duration::ZERO } else { Duration::hours(1) },
            ..Policy::default()
        };
        let care = Care {
            pkce: set.has(Protection::Pkce),
            state: set.has(Protection::State),
            issuer: set.has(Protection::Issuer),
        };
        let sandbox = Sandbox::with(set.seed, BEGINS, policy);
        Self { set, sandbox, app: WebApp::new(set.seed, care), steps: Vec::new(), end: None }
    }

    pub fn is(&self, sabotage: Sabotage) -> bool {
        self.set.sabotage == Some(sabotage)
    }

    /// The step just made decides the run.
    pub fn decides(&mut self, end: End) {
        self.end = Some((end, self.steps.len()));
    }

    fn done(self) -> Run {
        let stop =
            |check: &str| self.steps.iter().position(|step| step.stop.as_ref().is_some_and(|stop| stop.check == check));
        let denied = stop("user-denied").or_else(|| stop("device-denied")).map(|at| (End::Denied, at + 1));
        let refused = |step: &Step| step.stop.as_ref().is_some_and(|stop| stop.check != "device-pending");
        let stopped = self.steps.iter().position(refused).filter(|_| self.set.sabotage.is_some());
        let (end, telling) = self
            .end
            .or(denied)
            .or_else(|| stopped.map(|at| (End::Stopped, at + 1)))
            .unwrap_or((End::Done, self.steps.len()));
        Run { steps: self.steps, end, telling }
    }

    /// A request to the provider. Between two messages a second passes.
    pub fn ask(&mut self, act: Act, from: Party, request: Request) -> Response {
        self.sandbox.advance(Duration::seconds(1));
        let request = request.from(from.peer());
        let answer = self.sandbox.handle(&request);
        let to = if request.host == api::HOST { Party::Api } else { Party::Server };
        let (said, stop) =
            (Said::Exchange(Box::new((request, answer.response.clone()))), answer.reject.map(Stop::from));
        self.push(act, from, to, said, stop);
        if let Some(step) = self.steps.last_mut() {
            step.records = answer.records;
        }
        answer.response
    }

    /// A message to somebody else than the provider.
    pub fn tell(&mut self, act: Act, from: Party, to: Party, request: Request, response: Response, stop: Option<Stop>) {
        self.sandbox.advance(Duration::seconds(1));
        self.push(act, from, to, Said::Exchange(Box::new((request.from(from.peer()), response))), stop);
    }

    /// What is no message of the protocol.
    pub fn aside(&mut self, act: Act, from: Party, to: Party, what: &str) {
        self.push(act, from, to, Said::Aside(what.to_owned()), None);
    }

    fn push(&mut self, act: Act, from: Party, to: Party, said: Said, stop: Option<Stop>) {
        self.steps.push(Step { act, from, to, at: self.sandbox.now(), said, stop, records: 0 });
    }

    // The flows

    fn key(&mut self) -> Option<()> {
        let key = self.sandbox.credentials().key(Kind::Live).clone();
        let request = match self.set.sabotage {
            Some(Sabotage::KeyInUrl) => {
                Request::get(api::HOST, "/v1/orders").query(form::encode(&[("key", key.reveal())]))
            }
            Some(Sabotage::KeyAsUser) => with_key(Request::get(api::HOST, "/v1/me"), &key),
            _ => with_key(Request::get(api::HOST, "/v1/orders"), &key),
        };
        self.ask(Act::KeyCall, Party::App, request.clone());
        if self.is(Sabotage::KeyCopied) {
            self.aside(Act::KeyCopied, Party::App, Party::Thief, key.reveal());
            self.ask(Act::ThiefOrders, Party::Thief, request);
            self.decides(End::Taken);
        }
        Some(())
    }

    fn client(&mut self) -> Option<()> {
        let scope = if self.is(Sabotage::ServerAsUser) { "orders:read profile" } else { "orders:read products:read" };
        let wrong = ["cs_", &"x".repeat(40)].concat();
        let secret = match self.set.sabotage {
            Some(Sabotage::SecretMissing) => None,
            Some(Sabotage::SecretWrong) => Some(wrong.as_str()),
            _ => self.sandbox.credentials().secret(flow::SERVER).map(Secret::reveal),
        };
        let request = flow::client_credentials_by_basic(secret, scope);
        let tokens = self.tokens(Act::ClientToken, Party::App, request)?;
        self.orders(Act::Orders, Party::App, &tokens.access);
        Some(())
    }

    fn code(&mut self) -> Option<()> {
        if self.is(Sabotage::RedirectChanged) {
            return self.changed_redirect();
        }
        let issuer = if self.is(Sabotage::MixUp) { super::attacks::THIEFS_SERVER } else { ISSUER };
        self.discover(issuer);
        let link = self.connect(issuer)?;
        if self.is(Sabotage::StateForged) {
            return self.forged_callback();
        }
        let link = self.link_on_its_way(link);
        let page = self.ask(Act::Authorize, Party::Browser, get(oauth::HOST, split_url(&link)?.1));
        let location = self.consent(&page)?;
        self.code_on_its_way(&location);
        let code = self.bring(&location)?;
        let tokens = self.exchange(&code)?;
        self.call(&tokens);
        if self.is(Sabotage::TokenCopied) {
            self.aside(Act::TokenCopied, Party::App, Party::Thief, tokens.access.reveal());
            self.orders(Act::ThiefOrders, Party::Thief, &tokens.access);
            self.decides(End::Taken);
        }
        Some(())
    }

    fn refresh(&mut self) -> Option<()> {
        let now = self.sandbox.now();
        let tokens = self.sandbox.owner().sign_in(ASKED, now);
        let refresh = tokens.refresh?;
        let request = flow::refresh(oauth::APP, &refresh);
        match self.set.sabotage {
            Some(Sabotage::RefreshReplayed) => return self.replayed(&refresh),
            Some(Sabotage::RefreshOfAnother) => {
                self.aside(Act::RefreshCopied, Party::App, Party::Thief, refresh.reveal());
                self.ask(Act::ThiefRefresh, Party::Thief, flow::refresh(flow::PARTNER, &refresh));
            }
            Some(Sabotage::RefreshWidened) => {
                let more = ASKED.with(Scope::CustomersRead, true).to_string();
                self.ask(Act::Refresh, Party::App, changed(&request, "scope", Some(&more)));
            }
            _ => {
                self.sandbox.advance(Duration::hours(1));
                self.orders(Act::Expired, Party::App, &tokens.access);
            }
        }
        let tokens = self.tokens(Act::Refresh, Party::App, request)?;
        self.orders(Act::Orders, Party::App, &tokens.access);
        Some(())
    }

    fn device(&mut self) -> Option<()> {
        let thiefs = self.is(Sabotage::DevicePhished);
        let (from, start, poll) = match thiefs {
            true => (Party::Thief, Act::ThiefDevice, Act::ThiefPoll),
            false => (Party::App, Act::DeviceStart, Act::Poll),
        };
        let scope = ASKED.to_string();
        let begun = self.ask(start, from, flow::device_start(&scope));
        let member = |name: &str| super::message::member(&begun, name);
        let (device, page) = (member("device_code")?, member("verification_uri_complete")?);
        if thiefs {
            self.aside(Act::LinkSent, Party::Thief, Party::Browser, &page);
        } else {
            self.sandbox.advance(Duration::seconds(5));
            self.ask(poll, from, flow::poll(&device));
        }
        match self.set.sabotage {
            Some(Sabotage::PollTooSoon) => drop(self.ask(poll, from, flow::poll(&device))),
            Some(Sabotage::UserCodeGuessed) => self.guesses(),
            _ => {}
        }
        let page = self.ask(Act::UserCode, Party::Browser, get(oauth::HOST, split_url(&page)?.1));
        self.consent(&page);
        self.sandbox.advance(Duration::seconds(10));
        let tokens = self.tokens(poll, from, flow::poll(&device))?;
        let call = if thiefs { Act::ThiefOrders } else { Act::Orders };
        self.orders(call, from, &tokens.access);
        if thiefs {
            self.decides(End::Taken);
        }
        if self.is(Sabotage::DeviceCodeAgain) {
            self.sandbox.advance(Duration::seconds(5));
            self.ask(poll, from, flow::poll(&device));
            self.decides(End::Stopped);
        }
        Some(())
    }

    // The stations of the code flow

    fn discover(&mut self, issuer: &'static str) {
        let host = issuer.trim_start_matches("https://");
        let request = Request::get(host, "/.well-known/oauth-authorization-server");
        if issuer == ISSUER {
            self.ask(Act::Discover, Party::App, request);
        } else {
            let answer = super::attacks::thiefs_metadata();
            self.tell(Act::Discover, Party::App, Party::Thief, request, answer, None);
        }
    }

    /// Ada presses the button; gives where the app sends her browser.
    fn connect(&mut self, issuer: &'static str) -> Option<String> {
        let resource = self.is(Sabotage::OtherAudience).then_some(AUDIENCES[1]);
        let answer = self.app.connect(issuer, &ASKED.to_string(), resource);
        let link = location(&answer);
        self.tell(Act::Connect, Party::Browser, Party::App, Request::get(SHOP, "/connect"), answer, None);
        link
    }

    /// Ada answers the page; gives where her browser is sent. A page that asks nothing sends it on, or nowhere.
    pub fn consent(&mut self, page: &Response) -> Option<String> {
        let Some(asked) = asked_on(page) else { return location(page) };
        if self.is(Sabotage::ConsentForged) {
            self.forged_consent(asked);
        }
        // She reads first.
        self.sandbox.advance(Duration::seconds(8));
        let decision = if self.set.denies { "deny" } else { "approve" };
        let request = answer_to(page, "ada", decision, self.set.granted.and(asked))?;
        let answer = self.ask(Act::Consent, Party::Browser, request);
        location(&answer)
    }

    /// Her browser goes back to the app; gives the code, if the app believes the answer.
    fn bring(&mut self, location: &str) -> Option<String> {
        let (_, query) = location.split_once('?')?;
        let request = Request::get(SHOP, "/callback").query(query.to_owned());
        let request = if self.is(Sabotage::StateDropped) { without_state(request) } else { request };
        self.callback(request)
    }

    /// The app is called back by Ada's browser.
    pub fn callback(&mut self, request: Request) -> Option<String> {
        let request = request.header("Cookie", self.app.cookie());
        let (code, answer) = self.app.callback(&request);
        let (code, stop) = match code {
            Ok(code) => (Some(code), None),
            Err(doubt) => (None, Some(Stop::from(doubt))),
        };
        self.tell(Act::Callback, Party::Browser, Party::App, request, answer, stop);
        code
    }

    /// The app trades the code for tokens.
    fn exchange(&mut self, code: &str) -> Option<Tokens> {
        let request = self.app.exchange(code);
        match self.set.sabotage {
            Some(Sabotage::MixUp) => return self.given_away(request),
            Some(Sabotage::CodeLate) => self.sandbox.advance(self.sandbox.provider().policy.code),
            Some(Sabotage::RedirectLate) => {
                let request = changed(&request, "redirect_uri", Some("https://shop.example/other"));
                return self.tokens(Act::Exchange, Party::App, request);
            }
            _ => {}
        }
        let tokens = self.tokens(Act::Exchange, Party::App, request.clone())?;
        if self.is(Sabotage::CodeTwice) {
            self.ask(Act::Exchange, Party::App, request);
            self.decides(End::Stopped);
            self.ask(Act::Refresh, Party::App, flow::refresh(oauth::APP, tokens.refresh.as_ref()?));
        }
        Some(tokens)
    }

    /// The app calls the API: for the orders, and for who Ada is.
    fn call(&mut self, tokens: &Tokens) {
        self.orders(Act::Orders, Party::App, &tokens.access);
        self.me(&tokens.access);
    }

    pub fn orders(&mut self, act: Act, from: Party, token: &Secret) {
        self.ask(act, from, with_token(Request::get(api::HOST, "/v1/orders"), token));
    }

    pub fn me(&mut self, token: &Secret) {
        self.ask(Act::Me, Party::App, with_token(Request::get(api::HOST, "/v1/me"), token));
    }

    /// A request for tokens.
    pub fn tokens(&mut self, act: Act, from: Party, request: Request) -> Option<Tokens> {
        read_tokens(&self.ask(act, from, request).body.text())
    }
}

/// The redirect URI that the app registered, and its host.
pub(super) const REGISTERED: &str = REDIRECT_URI;

/// Where an answer sends a browser.
pub(super) fn location(answer: &Response) -> Option<String> {
    answer.headers.value("Location").map(str::to_owned)
}

fn without_state(request: Request) -> Request {
    let query = with_parameter(&request.query, "state", None);
    request.query(query)
}

/// The request with a parameter of its form set anew, or taken out.
pub(super) fn changed(request: &Request, name: &str, value: Option<&str>) -> Request {
    let body = with_parameter(&request.body, name, value);
    request.clone().body(body)
}

/// A form with a parameter set anew where it stands (or added), or taken out.
pub(super) fn with_parameter(text: &str, name: &str, value: Option<&str>) -> String {
    let form = Form::parse(text).unwrap_or_default();
    let mut parameters: Vec<(&str, &str)> = Vec::new();
    for (known, old) in form.iter() {
        match value {
            _ if known != name => parameters.push((known, old)),
            Some(new) => parameters.push((known, new)),
            None => {}
        }
    }
    if let Some(new) = value
        && form.value(name).is_none()
    {
        parameters.push((name, new));
    }
    form::encode(&parameters)
}

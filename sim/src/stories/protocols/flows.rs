//! The flows, each played as its parties play it: on the sandbox, with an app of our own, request by request.

use super::attacks::{THIEFS_SERVER, thiefs_metadata};
use super::run::{
    ASKED, Act, End, Flow, Party, Protection, Run, Sabotage, Said, Settings, Step, Stop, WAITING, member,
};
use crate::provider::api_key::Kind;
use crate::provider::oauth::{AUDIENCES, ISSUER, Tokens};
use crate::provider::sandbox::{Sandbox, answer_to, asked_on, get, split_url};
use crate::provider::scope::Scope;
use crate::provider::{Policy, api, oauth};
use crate::stories::app::{read_tokens, with_key, with_token};
use crate::stories::flow;
use crate::stories::sign_in::{Care, HOST as SHOP, WebApp};
use crate::wire::form::{self, Form};
use crate::wire::http::{Request, Response};
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// When a run begins.
const BEGINS: Instant = Instant::from_unix_s(START.unix_s() + 9 * 3600);
/// Plays the flow.
pub fn play(settings: &Settings) -> Run {
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
        let refused = |step: &Step| step.stop.as_ref().is_some_and(|stop| stop.check != WAITING);
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
        let issuer = if self.is(Sabotage::MixUp) { THIEFS_SERVER } else { ISSUER };
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
        let member = |name: &str| member(&begun, name);
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
            let answer = thiefs_metadata();
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

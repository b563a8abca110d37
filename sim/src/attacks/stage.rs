//! The interpreter: runs the steps of one attack at a fresh provider.
//!
//! Steps, a line each:
//!
//! | | |
//! |---|---|
//! | `GET api/v1/orders`, `20 times GET …` | a request to `api` or `auth`, and what belongs to it on the next lines: |
//! | `Name: value` | a header field |
//! | `? a=b & c=d`, `> a=b & c=d` | query and form parameters, which are percent-encoded; `body …` is sent as it stands |
//! | `let name text` | sets a variable |
//! | `header alg "none"`, `payload exp` | sets a member of the JSON text in the variable `header` or `payload`, or takes it out |
//! | `secret text` | signs `{token}` with this instead of the provider's own secret |
//! | `wait 60s`, `from 198.51.100.66` | moves the clock; the network address that later requests come from |
//! | `owner …` | an act of the provider's owner |
//! | `arrives URL`, `expects state x` | a redirect reaches the client; the client stops if that parameter is not so |
//! | `refused check` | the last answer was this refusal, and that was meant |
//! | `@name` | the steps of that name in `steps.txt` |
//! | `then` | the attack is over; what follows must hold |

use super::variables::{Variables, append, number, with_member};
use crate::provider::api_key::KeyId;
use crate::provider::oauth::user::UserId;
use crate::provider::oauth::{self, Outage};
use crate::provider::sandbox::Sandbox;
use crate::provider::{Provider, api};
use crate::wire::form;
use crate::wire::http::{Method, Peer, Request, Response};
use crate::wire::json::Value;
use crate::wire::time::{Duration, Instant};

/// The seed of every launch: the same secrets each time.
const SEED: u64 = 7;

/// What came of an attack.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The status of the answer that counts; 0 if nothing was sent, because the client or the owner's console stopped.
    pub status: u16,
    /// The error code in it: of the redirect, the JSON body or the challenge. Empty if there is none.
    pub code: String,
    /// The check that stopped it; `none` if nothing did.
    pub check: &'static str,
    /// The provider before the request that counts. (Comparing the two is left to the tests: it weighs 4 KB of WASM.)
    pub before: Provider,
    /// The provider after it.
    pub after: Provider,
    /// Everything that was sent and what came back, the aftermath too.
    pub exchanges: Vec<Exchange>,
    /// How many of the exchanges came before the aftermath; the last of them is the answer that counts.
    pub until: usize,
    /// What is wrong with the text, or with a step on the way, if something is.
    pub fault: Option<String>,
    /// The sandbox at the end, with its log.
    pub sandbox: Sandbox,
}

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// How many times it was sent; the answer is the last one.
    pub times: u64,
    /// When.
    pub at: Instant,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub response: Response,
    /// The check that refused it.
    pub check: Option<&'static str>,
    /// Why, in a sentence.
    pub sentence: Option<String>,
}

/// Runs a script at a fresh provider.
pub fn launch(script: &str) -> Outcome {
    let (attack, aftermath) = script.split_once("\nthen\n").unwrap_or((script, ""));
    let mut stage = Stage::new();
    stage.steps(attack);
    let mut outcome = stage.conclude();
    stage.steps(aftermath);
    stage.foresee(None);
    outcome.exchanges = stage.exchanges;
    outcome.fault = stage.fault;
    outcome.sandbox = stage.sandbox;
    outcome
}

struct Stage {
    sandbox: Sandbox,
    variables: Variables,
    peer: Peer,
    /// The request that is being written, and how many times it is to be sent.
    pending: Option<(u64, Request)>,
    /// The provider before the last request or act.
    before: Provider,
    /// The refusal that the last answer was, until the text says that it was meant.
    refusal: Option<&'static str>,
    /// The check by which the client or the owner's console stopped: steps are skipped from then on.
    stopped: Option<&'static str>,
    exchanges: Vec<Exchange>,
    fault: Option<String>,
}

impl Stage {
    /// A fresh provider, at which Ada is signed in to shop-app with orders:read.
    fn new() -> Self {
        let sandbox = Sandbox::new(SEED);
        let mut stage = Self {
            variables: Variables::of(sandbox.credentials()),
            peer: Peer::CLIENT,
            pending: None,
            before: sandbox.provider().clone(),
            refusal: None,
            stopped: None,
            exchanges: Vec::new(),
            fault: None,
            sandbox,
        };
        stage.steps("@start");
        stage.exchanges.clear();
        stage
    }

    fn steps(&mut self, text: &str) {
        for line in text.split('\n') {
            if self.stopped.is_none() && !line.is_empty() && !line.starts_with("each ") {
                self.step(line);
            }
        }
        self.send();
    }

    fn step(&mut self, line: &str) {
        let continues = self.pending.is_some() && belongs_to_request(line);
        if !continues {
            // It goes out before the next step, which may need what it brings.
            self.send();
        }
        self.variables.set("now", self.sandbox.now().unix_s().to_string());
        let expanded = self.variables.expanded(line);
        let understood = expanded.as_ref().ok().and_then(|line| {
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            match line.strip_prefix('@') {
                Some(name) => block(name).map(|steps| self.steps(steps)),
                None if continues => self.extend(verb, rest, line),
                None => self.act(verb, rest).or_else(|| self.request(line)),
            }
        });
        if understood.is_none() {
            self.wrong("not understood", expanded.as_ref().err().map_or(line, String::as_str));
        }
    }

    /// Does a step that is no request. `None` if it is not one of these.
    fn act(&mut self, verb: &str, rest: &str) -> Option<()> {
        let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
        match verb {
            "let" => self.variables.set(name, value.to_owned()),
            "header" | "payload" => {
                let json = with_member(&self.variables.value(verb)?, name, value);
                self.variables.set(verb, json);
            }
            // HMAC fills a short key up with zeros, so this is the key of exactly that text.
            "secret" => self.variables.secret = [rest.as_bytes(), &[0; 32]].concat(),
            "wait" => self.sandbox.advance(Duration::parse(rest)?),
            "from" => self.peer = peer(rest)?,
            "owner" => {
                self.before = self.sandbox.provider().clone();
                self.owner(name, value)?;
            }
            "arrives" => self.arrives(rest),
            "expects" if self.variables.value(name)? != value => {
                self.before = self.sandbox.provider().clone();
                self.stopped = Some(if name == "iss" { "client-iss" } else { "client-state" });
            }
            "expects" => {}
            "refused" => self.foresee(Some(rest)),
            _ => return None,
        }
        Some(())
    }

    /// An act of the provider's owner.
    fn owner(&mut self, act: &str, of: &str) -> Option<()> {
        let now = self.sandbox.now();
        let owner = self.sandbox.owner();
        match act {
            "asks-on-each-call" => owner.policy.asks_on_each_call = true,
            "pkce-off" => owner.policy.requires_pkce = false,
            "outage" => owner.set_outage(Some(Outage::Unavailable)),
            "revoke-key" => owner.revoke_key(KeyId::first(), now),
            "delete-user" => owner.delete_user(UserId::of_login(of)?, now),
            "disable-client" => owner.disable_client(owner.authorization().clients().find(of)?, now),
            // Nothing is sent: it is the owner's console that says no.
            "register-client" => self.stopped = owner.register_client(of).err().map(|reject| reject.check()),
            _ => return None,
        }
        Some(())
    }

    /// Begins a request: `GET api/v1/orders` or `20 times GET api/v1/orders`.
    fn request(&mut self, line: &str) -> Option<()> {
        let (times, line) = line.split_once(" times ").unwrap_or(("1", line));
        let (method, url) = line.split_once(' ')?;
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = match url.split_once('/')? {
            ("api", path) => (api::HOST, path),
            ("auth", path) => (oauth::HOST, path),
            _ => return None,
        };
        let request = Request::new(Method::parse(method)?, host, ["/", path].concat());
        self.pending = Some((number(times)?, request.query(query.to_owned()).from(self.peer)));
        Some(())
    }

    /// Adds a line to the request that is being written.
    fn extend(&mut self, verb: &str, rest: &str, line: &str) -> Option<()> {
        let (_, request) = self.pending.as_mut()?;
        let mut field = None;
        match verb {
            "?" => append(&mut request.query, rest),
            "body" => request.body = rest.to_owned(),
            ">" => {
                append(&mut request.body, rest);
                if request.headers.value("Content-Type").is_none() {
                    field = Some(("Content-Type", form::MEDIA_TYPE));
                }
            }
            _ => field = Some(line.split_once(": ")?),
        }
        if let Some((name, value)) = field {
            request.headers = core::mem::take(&mut request.headers).with(name.to_owned(), value.to_owned());
        }
        Some(())
    }

    /// Sends the request that was written, if one was.
    fn send(&mut self) {
        let Some((times, request)) = self.pending.take() else { return };
        self.foresee(None);
        for _ in 1..times {
            self.sandbox.handle(&request);
        }
        self.before = self.sandbox.provider().clone();
        let at = self.sandbox.now();
        let answer = self.sandbox.handle(&request);
        self.learn(&answer.response);
        self.refusal = answer.reject.as_ref().map(|reject| reject.check());
        let sentence = answer.reject.as_ref().map(|reject| reject.sentence());
        self.exchanges.push(Exchange { times, at, request, response: answer.response, check: self.refusal, sentence });
    }

    /// Whether the last answer was what the text expects: this refusal, or none.
    fn foresee(&mut self, check: Option<&str>) {
        let came = self.refusal.take();
        if came != check {
            self.wrong("an answer on the way was", came.unwrap_or("no refusal"));
        }
    }

    /// The attack is over: the last answer counts, or that the client stopped.
    fn conclude(&mut self) -> Outcome {
        let stopped = self.stopped.take();
        let counts = self.exchanges.last().filter(|_| stopped.is_none()).map(|exchange| &exchange.response);
        Outcome {
            status: counts.map_or(0, |response| response.status.0),
            code: counts.and_then(error_code).unwrap_or_default(),
            check: stopped.or(self.refusal.take()).unwrap_or("none"),
            before: self.before.clone(),
            after: self.sandbox.provider().clone(),
            exchanges: Vec::new(),
            until: self.exchanges.len(),
            fault: None,
            sandbox: self.sandbox.clone(),
        }
    }

    /// Keeps what an answer brought, by name.
    fn learn(&mut self, response: &Response) {
        if let Some(url) = response.headers.value("Location") {
            self.arrives(url);
        }
        let cookie = response.headers.value("Set-Cookie").and_then(|field| field.split_once(';'));
        let text = response.body.text();
        let ticket = text.split_once("name=\"ticket\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        for (name, found) in [("cookie", cookie), ("ticket", ticket)] {
            if let Some((value, _)) = found {
                self.variables.set(name, value.to_owned());
            }
        }
        if let Ok(Value::Object(members)) = Value::parse(&text) {
            for (name, value) in members {
                if let Value::Text(text) = value {
                    self.variables.set(&name, text.into_owned());
                }
            }
        }
    }

    /// A redirect reaches the client: what its query says are `code`, `state` and `iss` from now on.
    fn arrives(&mut self, url: &str) {
        for name in ["code", "state", "iss"] {
            self.variables.set(name, in_query(url, name).unwrap_or_default());
        }
    }

    /// Notes the first thing that is wrong with the text, or with how it went.
    fn wrong(&mut self, what: &str, which: &str) {
        self.fault.get_or_insert_with(|| [what, ": ", which].concat());
    }
}

/// The steps that several attacks share, by name.
fn block(name: &str) -> Option<&'static str> {
    let (_, rest) = include_str!("steps.txt").split_once(&["\n@ ", name, "\n"].concat())?;
    rest.split("\n@ ").next()
}

/// Whether a line goes on with a request: a header field, query, form or body.
fn belongs_to_request(line: &str) -> bool {
    let is_field = line.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains(": ");
    is_field || line.starts_with(['?', '>']) || line.starts_with("body ")
}

/// An address written as `198.51.100.66`.
fn peer(text: &str) -> Option<Peer> {
    let mut numbers = text.split('.').map(|part| Some(number(part)? as u8));
    Some(Peer([numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??]))
}

/// A parameter of a URL's query.
fn in_query(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    form::Form::parse(query).ok()?.value(name).map(str::to_owned)
}

/// The error code of an answer, wherever it stands.
fn error_code(response: &Response) -> Option<String> {
    if let Some(url) = response.headers.value("Location") {
        return in_query(url, "error");
    }
    if let Ok(body) = Value::parse(&response.body.text())
        && let Some(code) = body.member("error")
    {
        return code.as_text().map(str::to_owned);
    }
    let (_, rest) = response.headers.value("WWW-Authenticate")?.split_once("error=\"")?;
    rest.split_once('"').map(|(code, _)| code.to_owned())
}

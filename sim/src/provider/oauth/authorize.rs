//! The authorization endpoint (RFC 6749 §3.1) and the consent page that it shows.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::client::{ClientId, GrantType};
use super::code::Code;
use super::resource::{self, Resources};
use super::user::UserId;
use super::{AuthorizationServer, Desk, ISSUER, Refusal, read_form, remember};
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::form::{self, Form};
use crate::wire::html;
use crate::wire::http::{Request, Response};
use crate::wire::secret::{Secret, equal_in_constant_time};
use crate::wire::time::{Duration, Instant};

/// How long a consent page may be left open.
const PAGE_LIFETIME: Duration = Duration::minutes(10);
/// The cookie that ties a consent form to the browser that was shown it.
const COOKIE: &str = "__Host-consent";

/// Where a browser is sent back to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Redirect {
    uri: String,
    /// What the client asked to hear again, to the letter.
    state: Option<String>,
}

impl Redirect {
    fn with(&self, parameters: &[(&str, &str)]) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        // RFC 9207: the issuer names itself, so that a client with two of them is not mixed up.
        let all: Vec<_> = parameters.iter().copied().chain(state).chain([("iss", ISSUER)]).collect();
        // RFC 6749 §3.1.2: the query that a redirect URI may have is kept.
        let mark = if self.uri.contains('?') { "&" } else { "?" };
        // 303, so that the browser does not post the consent form to the client (RFC 9700 §4.12).
        Response::empty(303).header("Location", [&self.uri, mark, &form::encode(&all)].concat()).not_stored()
    }

    /// RFC 6749 §4.1.2.1.
    pub(super) fn error(&self, reject: &Reject) -> Response {
        let code = reject.code().unwrap_or("invalid_request");
        self.with(&[("error", code), ("error_description", reject.detail())])
    }
}

/// A browser and the page it was shown: a form that comes back belongs to it only with both secrets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticket {
    in_form: Secret,
    in_cookie: Secret,
    expires: Instant,
}

impl Ticket {
    /// Checks a form that comes back (RFC 9700 §4.7: nobody else can send it in the user's name).
    pub(super) fn admits(&self, request: &Request, form: &Form) -> bool {
        let cookies = request.headers.values("Cookie").flat_map(|field| field.split("; "));
        let cookie = cookies.filter_map(|cookie| cookie.split_once('=')).find(|(name, _)| *name == COOKIE);
        let is = |secret: &Secret, text: Option<&str>| {
            equal_in_constant_time(secret.reveal().as_bytes(), text.unwrap_or_default().as_bytes())
        };
        is(&self.in_form, form.value("ticket")) && is(&self.in_cookie, cookie.map(|(_, value)| value))
    }

    pub(super) fn is_over(&self, now: Instant) -> bool {
        now >= self.expires
    }
}

/// A request that waits for the user's answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pending {
    ticket: Ticket,
    client: ClientId,
    redirect: Redirect,
    scope: Scopes,
    challenge: Option<String>,
    resources: Resources,
}

/// What the user answered on a page.
pub(super) struct Decision {
    pub user: UserId,
    /// What is granted; nothing, if the user said no.
    pub scope: Scopes,
}

impl AuthorizationServer {
    /// Checks the request and shows the consent page.
    pub(super) fn authorize(&mut self, request: &Request, desk: &Desk<'_>) -> Result<Response, Refusal> {
        let form = Form::read(&request.query).map_err(|_| Reject::AuthorizeClient)?;
        let (client, redirect) = self.return_address(&form, desk.policy.exact_redirect)?;
        let back = |reject| Refusal { reject, redirect: Some(redirect.clone()) };
        let (scope, challenge, resources) = self.asked_for(client, &form, desk.policy.requires_pkce).map_err(back)?;
        let ticket = self.ticket(desk.now);
        let name = self.clients.client(client).id.clone();
        let page = consent_page(&name, scope, &ticket, "/consent", "");
        remember(&mut self.pending, Pending { ticket, client, redirect, scope, challenge, resources });
        Ok(page)
    }

    /// The client and the address to send the browser back to. Until both are sure, errors stay on a page: a redirect
    /// would make this server a tool to send people anywhere (RFC 6749 §4.1.2.1, RFC 9700 §4.11.2).
    fn return_address(&self, form: &Form, exact: bool) -> Result<(ClientId, Redirect), Reject> {
        if form.repeats("client_id") || form.repeats("redirect_uri") {
            return Err(Reject::AuthorizeTwice);
        }
        let client = form.value("client_id").and_then(|name| self.clients.find(name));
        let client = client.filter(|id| !self.clients.client(*id).disabled).ok_or(Reject::AuthorizeClient)?;
        let uri = form.value("redirect_uri").ok_or(Reject::RedirectUri)?;
        // RFC 9700 §2.1: compared as strings. Anything cleverer has been got around.
        let fits = |known: &&&str| if exact { **known == uri } else { uri.starts_with(**known) };
        self.clients.client(client).redirect_uris.iter().find(fits).ok_or(Reject::RedirectUri)?;
        let state = form.value("state").filter(|_| !form.repeats("state")).map(str::to_owned);
        Ok((client, Redirect { uri: uri.to_owned(), state }))
    }

    /// The rest of the request: what is asked for, and the PKCE challenge.
    fn asked_for(
        &self,
        client: ClientId,
        form: &Form,
        requires_pkce: bool,
    ) -> Result<(Scopes, Option<String>, Resources), Reject> {
        if form.repeats_any_but(resource::PARAMETER) {
            return Err(Reject::ParameterTwice);
        }
        match form.value("response_type") {
            Some("code") => {}
            Some(_) => return Err(Reject::ResponseTypeUnsupported),
            None => return Err(Reject::ParameterMissing("response_type")),
        }
        // OAuth 2.0 Multiple Response Types §2.1: a client may say how the answer is to reach it. Another way than the
        // one that the metadata offers would be an answer that the client does not look for: it is told so, by
        // `invalid_request` (RFC 6749 §4.1.2.1: a parameter with a bad value).
        if form.value("response_mode").is_some_and(|mode| mode != "query") {
            return Err(Reject::ResponseMode);
        }
        let client = self.clients.client(client);
        if !client.may_use(GrantType::AuthorizationCode) {
            return Err(Reject::GrantTypeNotAllowed);
        }
        if let Some(outage) = self.outage {
            return Err(outage.reject());
        }
        let challenge = challenge(form)?;
        if challenge.is_none() && requires_pkce {
            return Err(Reject::ChallengeMissing);
        }
        let scope = client.scope_of(form.value("scope"))?;
        Ok((scope, challenge, Resources::asked(form)?.unwrap_or(Resources::DEFAULT)))
    }

    /// Takes the user's answer, and sends the browser back with a code or with the refusal.
    pub(super) fn consent(&mut self, request: &Request, desk: &Desk<'_>) -> Result<Response, Refusal> {
        let form = read_form(request, "").map_err(|_| Reject::ConsentForm)?;
        let index = self.pending.iter().position(|pending| pending.ticket.admits(request, &form));
        let index = index.ok_or(Reject::ConsentForged)?;
        if self.pending[index].ticket.is_over(desk.now) {
            return Err(Reject::ConsentExpired.into());
        }
        let decision = self.decision(&form, self.pending[index].scope)?;
        let Pending { client, redirect, challenge, resources, .. } = self.pending.remove(index);
        if decision.scope.is_empty() {
            return Err(Refusal { reject: Reject::UserDenied, redirect: Some(redirect) });
        }
        let code = Secret::new(self.rng.base62(32));
        let answer = redirect.with(&[("code", code.reveal())]);
        let expires = desk.now + desk.policy.code;
        let Decision { user, scope } = decision;
        let redirect_uri = redirect.uri;
        remember(
            &mut self.codes,
            Code { code, client, user, redirect_uri, challenge, scope, resources, expires, grant: None },
        );
        Ok(answer)
    }

    /// Reads a consent form: who answered, and which of the asked-for scopes are granted.
    pub(super) fn decision(&self, form: &Form, asked: Scopes) -> Result<Decision, Reject> {
        let user = form.value("user").and_then(|login| self.user(login)).ok_or(Reject::ConsentForm)?;
        let granted = form.iter().filter(|(_, value)| *value == "yes").map(|(name, _)| name);
        let granted: Vec<&str> = granted.collect();
        let scope = Scopes::parse(&granted.join(" ")).filter(|scope| asked.covers(*scope));
        let scope = scope.ok_or(Reject::ConsentForm)?;
        match form.value("decision") {
            Some("approve") => Ok(Decision { user, scope }),
            Some("deny") => Ok(Decision { user, scope: Scopes::NONE }),
            _ => Err(Reject::ConsentForm),
        }
    }

    pub(super) fn ticket(&mut self, now: Instant) -> Ticket {
        let (in_form, in_cookie) = (Secret::new(self.rng.base62(32)), Secret::new(self.rng.base62(32)));
        Ticket { in_form, in_cookie, expires: now + PAGE_LIFETIME }
    }
}

/// The PKCE challenge (RFC 7636 §4.3): the SHA-256 of a secret, in base64url. Without a method it would be `plain`.
fn challenge(form: &Form) -> Result<Option<String>, Reject> {
    let method = form.value("code_challenge_method");
    let Some(challenge) = form.value("code_challenge") else {
        return if method.is_none() { Ok(None) } else { Err(Reject::ChallengeMissing) };
    };
    if method != Some("S256") {
        return Err(Reject::ChallengeMethod);
    }
    let is_digest = URL_SAFE_NO_PAD.decode(challenge).is_ok_and(|digest| digest.len() == 32);
    if is_digest { Ok(Some(challenge.to_owned())) } else { Err(Reject::ChallengeMalformed) }
}

/// The page that asks a user whether an app may have these scopes.
pub(super) fn consent_page(client: &str, scope: Scopes, ticket: &Ticket, action: &str, hidden: &str) -> Response {
    let client = html::escape(client);
    let mut body = ["<p><strong>", &client, "</strong> asks for:</p>\n"].concat();
    body += &["<form method=\"post\" action=\"", action, "\">\n", hidden].concat();
    body += &html::hidden("ticket", ticket.in_form.reveal());
    for scope in scope.iter() {
        let name = scope.name();
        body += &["<label><input type=\"checkbox\" name=\"", name, "\" value=\"yes\" checked> ", name, "</label>\n"]
            .concat();
    }
    body += "<label>I am <select name=\"user\">";
    for user in UserId::ALL {
        body += &["<option value=\"", user.login(), "\">", user.name(), "</option>"].concat();
    }
    body += "</select></label>\n<button name=\"decision\" value=\"approve\">Allow</button>\n";
    body += "<button name=\"decision\" value=\"deny\">Deny</button>\n</form>";
    let cookie = [COOKIE, "=", ticket.in_cookie.reveal(), "; Path=/; Secure; HttpOnly; SameSite=Strict"].concat();
    html::response(200, "May this app act for you?", &body).header("Set-Cookie", cookie)
}

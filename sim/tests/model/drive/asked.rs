//! A step as the request that goes over the wire.

use super::Scene;
use crate::step::{
    Act, AskedWith, Cookie, Door, ExchangedWith, Held, Kind, Name, Proof, Resource, Sent, Set, Step, User, Who,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};
use sim::provider::{api, oauth};
use sim::wire::http::{Method, Request};
use sim::wire::json::Value;

impl Scene {
    /// The request of a step; `None` for what happens without one.
    pub(super) fn request(&self, step: &Step) -> Option<Request> {
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

pub(super) fn state(number: Name) -> String {
    format!("state {number}&=é")
}

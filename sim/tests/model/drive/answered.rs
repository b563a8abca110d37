//! What came over the wire, in the model's words.

use super::asked::state;
use super::{Fault, Scene};
use crate::model::{Answer, Issue};
use crate::step::{Act, Name, Step};
use sim::provider::oauth;
use sim::provider::scope::Scopes;
use sim::wire::form::Form;
use sim::wire::http::Response;
use sim::wire::json::Value;

impl Scene {
    /// What an answer says, in the model's words; and what it brings goes into the wallet.
    pub(super) fn read(&mut self, step: &Step, response: &Response) -> Result<Answer, Fault> {
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

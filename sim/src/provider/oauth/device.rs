//! The device flow (RFC 8628): a screen without a keyboard shows a code, and the user answers on another device.

use super::authorize::{Ticket, consent_page};
use super::client::{ClientId, GrantType};
use super::resource::Resources;
use super::user::UserId;
use super::{Ask, AuthorizationServer, Desk, HOST, Tokens, read_form, remember};
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::form::Form;
use crate::wire::html;
use crate::wire::http::{Request, Response};
use crate::wire::json::Value;
use crate::wire::rng::Rng;
use crate::wire::secret::{Secret, equal_in_constant_time};
use crate::wire::time::{Duration, Instant};

/// How long a device waits between two questions, at first; and how much longer after each one that came too soon.
const INTERVAL: Duration = Duration::seconds(5);

/// A device that waits for its user.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Device {
    device_code: Secret,
    user_code: String,
    client: ClientId,
    scope: Scopes,
    resources: Resources,
    expires: Instant,
    interval: Duration,
    last_poll: Option<Instant>,
    /// The page on which the user is asked, once it was opened.
    ticket: Option<Ticket>,
    answer: Answer,
}

#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Awaited,
    Granted(UserId, Scopes),
    Denied,
    /// The device has its tokens.
    Used,
}

impl Device {
    /// A user who has left has granted nothing.
    pub(super) fn forget(&mut self, user: UserId) {
        if matches!(self.answer, Answer::Granted(granted_by, _) if granted_by == user) {
            self.answer = Answer::Denied;
        }
    }
}

impl AuthorizationServer {
    /// A device begins (RFC 8628 §3.1).
    pub(super) fn device_authorization(&mut self, ask: Ask) -> Result<Response, Reject> {
        let Ask { client, form, policy, now } = ask;
        if !self.clients.client(client).may_use(GrantType::DeviceCode) {
            return Err(Reject::GrantTypeNotAllowed);
        }
        let scope = self.clients.client(client).scope_of(form.value("scope"))?;
        let resources = Resources::asked(form)?.unwrap_or(Resources::DEFAULT);
        let device = Device {
            device_code: Secret::new(self.rng.base62(32)),
            user_code: user_code(&mut self.rng),
            client,
            scope,
            resources,
            expires: now + policy.device,
            interval: INTERVAL,
            last_poll: None,
            ticket: None,
            answer: Answer::Awaited,
        };
        let page = ["https://", HOST, "/device"].concat();
        let body = Value::object([
            ("device_code", device.device_code.reveal().into()),
            ("user_code", device.user_code.as_str().into()),
            ("verification_uri", page.as_str().into()),
            ("verification_uri_complete", [&page, "?user_code=", &device.user_code].concat().into()),
            ("expires_in", policy.device.as_s().into()),
            ("interval", INTERVAL.as_s().into()),
        ]);
        let response = Response::json(200, &body).not_stored();
        remember(&mut self.devices, device);
        Ok(response)
    }

    /// The page where the user enters the code, or, with the code in the address, is asked (RFC 8628 §3.3).
    pub(super) fn device_page(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<Response, Reject> {
        let form = Form::parse(&request.query).map_err(|_| Reject::UserCodeUnknown)?;
        let Some(code) = form.value("user_code") else {
            let body = "<form method=\"get\" action=\"/device\"><label>The code on your device \
                        <input name=\"user_code\" autocomplete=\"off\"></label> <button>Go on</button></form>";
            return Ok(html::response(200, "Connect a device", body));
        };
        let index = self.waiting_device(request, code, desk)?;
        let ticket = self.ticket(desk.now);
        let device = &mut self.devices[index];
        let client = &self.clients.client(device.client).id;
        let hidden = html::hidden("user_code", &device.user_code);
        let page = consent_page(client, device.scope, &ticket, "/device", &hidden);
        device.ticket = Some(ticket);
        Ok(page)
    }

    /// The user's answer.
    pub(super) fn device_answer(&mut self, request: &Request, desk: &mut Desk<'_>) -> Result<Response, Reject> {
        let form = read_form(request, "").map_err(|_| Reject::ConsentForm)?;
        let code = form.value("user_code").ok_or(Reject::UserCodeUnknown)?;
        let index = self.waiting_device(request, code, desk)?;
        let ticket = self.devices[index].ticket.as_ref();
        let ticket = ticket.filter(|ticket| ticket.admits(request, &form)).ok_or(Reject::ConsentForged)?;
        if ticket.is_over(desk.now) {
            return Err(Reject::ConsentExpired);
        }
        let decision = self.decision(&form, self.devices[index].scope)?;
        let device = &mut self.devices[index];
        if decision.scope.is_empty() {
            device.answer = Answer::Denied;
            return Ok(html::response(
                200,
                "Denied",
                &html::paragraph("The device gets nothing. You can close this page."),
            ));
        }
        device.answer = Answer::Granted(decision.user, decision.scope);
        Ok(html::response(200, "Done", &html::paragraph("Your device is connected. You can close this page.")))
    }

    /// The device that shows this code. Codes are short, so guessing is limited (RFC 8628 §5.1).
    fn waiting_device(&self, request: &Request, code: &str, desk: &mut Desk<'_>) -> Result<usize, Reject> {
        let (quota, now) = (desk.policy.quota, desk.now);
        desk.meters.may_guess(request.peer, quota, now)?;
        let waits = |device: &Device| {
            device.user_code == normalised(code) && device.answer == Answer::Awaited && now < device.expires
        };
        self.devices.iter().position(waits).ok_or_else(|| {
            desk.meters.guessed(request.peer, quota, now);
            Reject::UserCodeUnknown
        })
    }

    /// The device asks whether the user has answered (RFC 8628 §3.4).
    pub(super) fn poll(&mut self, ask: Ask) -> Result<Tokens, Reject> {
        let Ask { client, form, policy, now } = ask;
        let presented = form.value("device_code").ok_or(Reject::ParameterMissing("device_code"))?;
        let is =
            |device: &&mut Device| equal_in_constant_time(device.device_code.reveal().as_bytes(), presented.as_bytes());
        let device = self.devices.iter_mut().find(is).filter(|device| device.client == client);
        let device = device.filter(|device| device.answer != Answer::Used).ok_or(Reject::DeviceCodeUnknown)?;
        if now >= device.expires {
            return Err(Reject::DeviceExpired);
        }
        let asked = device.resources.asked_of(form)?;
        let too_soon = device.last_poll.is_some_and(|last| now < last + device.interval);
        device.last_poll = Some(now);
        if too_soon {
            device.interval = device.interval + INTERVAL;
            return Err(Reject::DeviceSlowDown);
        }
        match device.answer {
            Answer::Awaited => Err(Reject::DevicePending),
            Answer::Denied => Err(Reject::DeviceDenied),
            Answer::Used => Err(Reject::DeviceCodeUnknown),
            Answer::Granted(user, scope) => {
                device.answer = Answer::Used;
                let resources = device.resources;
                let grant = self.add_grant(client, Some(user), scope, resources, policy, now);
                Ok(self.issue(grant, scope, asked, policy, now))
            }
        }
    }
}

/// Eight letters that cannot be mixed up and spell no word (RFC 8628 §6.1): `WDJB-MJHT`.
fn user_code(rng: &mut Rng) -> String {
    let mut code: String = (0..8).map(|_| char::from(LETTERS[rng.below(20) as usize])).collect();
    code.insert(4, '-');
    code
}

const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// Whether a word has the shape of a user code.
pub fn is_user_code(word: &str) -> bool {
    let letters = || word.bytes().filter(|byte| *byte != b'-');
    matches!(word.len(), 8 | 9)
        && letters().count() == 8
        && letters().all(|c| LETTERS.contains(&c.to_ascii_uppercase()))
}

/// A code as a person may type it: small letters, without the dash, with spaces.
fn normalised(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphabetic).take(9);
    let mut code: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
    if code.len() == 8 {
        code.insert(4, '-');
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = user_code(&mut Rng::new(1));
        assert_eq!(code.len(), 9);
        for typed in [code.clone(), code.to_lowercase(), code.replace('-', ""), code.replace('-', " ")] {
            assert_eq!(normalised(&typed), code, "{typed}");
        }
        assert_ne!(normalised(&code[1..]), code);
    }
}

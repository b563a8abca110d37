//! The authorization server: sign-in, codes, refresh, devices, revocation, introspection.

use super::{
    Answer, CODE, Code, DEVICE, Device, DevicePage, DeviceState, FAILURES, GUESSES, INTERVAL, Model, PAGE, Refresh,
    Ticket, Verdict, asked_for, count, done, given, read, refused,
};
use crate::facts::API;
use crate::step::{AskedWith, Cookie, ExchangedWith, Held, Name, Place, Proof, Resource, Set, User, Who};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::time::Duration;

impl Model {
    // The authorization endpoint

    /// RFC 6749 §4.1.1. Where client or redirect URI are in doubt the error stays on a page, else it is redirected.
    pub(super) fn authorize(
        &mut self,
        number: Name,
        client: Who,
        scope: Option<Set>,
        resource: Resource,
        with: AskedWith,
    ) -> Verdict {
        if self.disabled.contains(&client) || !client.signs_users_in() || with == AskedWith::OtherRedirect {
            return refused(400, "");
        }
        let challenge = with != AskedWith::NoChallenge;
        match with {
            AskedWith::OtherResponseType => return refused(303, "unsupported_response_type"),
            AskedWith::PlainChallenge => return refused(303, "invalid_request"),
            AskedWith::NoChallenge if self.setup.pkce => return refused(303, "invalid_request"),
            _ => {}
        }
        let Some(asked) = asked_for(client, scope) else { return refused(303, "invalid_scope") };
        let Some(audience) = resource.audience() else { return refused(303, "invalid_target") };
        let expires = self.now + PAGE;
        self.tickets.insert(number, Ticket { client, asked, audience, challenge, expires, answered: false });
        done(200)
    }

    /// A form counts only with the ticket in it and the cookie of the browser that was shown the page, once.
    pub(super) fn consent(
        &mut self,
        number: Name,
        ticket: Name,
        user: User,
        granted: Scopes,
        cookie: Cookie,
        ticked: Scopes,
    ) -> Option<Verdict> {
        let (now, gone) = (self.now, self.gone.contains(&user));
        let asked = self.tickets.get_mut(&ticket)?;
        if asked.answered || !cookie.is_of(ticket) {
            return Some(refused(403, ""));
        }
        if now >= asked.expires || gone || !asked.asked.covers(ticked) {
            return Some(refused(400, ""));
        }
        asked.answered = true;
        if granted.is_empty() {
            return Some(Verdict { unchanged: false, ..refused(303, "access_denied") });
        }
        let Ticket { client, audience, challenge, .. } = *asked;
        let expires = now + CODE;
        let code = Code { ticket, client, user, scope: granted, audience, challenge, expires, used: None };
        self.codes.insert(number, code);
        Some(done(303))
    }

    // The endpoints that clients call

    /// Whether the client is who it says: `None` if so. A failure counts against the address.
    pub(super) fn client(&mut self, by: Who, proof: Proof, from: Place) -> Option<Verdict> {
        if self.is_full(&self.failures, &from.name(), FAILURES) {
            return Some(refused(429, "temporarily_unavailable"));
        }
        let proven = match proof {
            Proof::Own | Proof::InBody => true,
            Proof::WrongSecret => false,
            Proof::NameOnly | Proof::NameInBasic => !by.is_confidential(),
        };
        if proven && !self.disabled.contains(&by) {
            return None;
        }
        self.fail(from);
        Some(refused(401, "invalid_client"))
    }

    /// RFC 6749 §4.1.3, RFC 7636 §4.6. A code that comes twice ends what it brought (§4.1.2).
    pub(super) fn exchange(&mut self, number: Name, code: Held, by: Who, with: ExchangedWith) -> Verdict {
        if !by.signs_users_in() {
            return refused(400, "unauthorized_client");
        }
        let Held::Code(name) = code else { return refused(400, "invalid_grant") };
        let now = self.now;
        let Some(code) = self.codes.get_mut(&name).filter(|code| code.client == by) else {
            return refused(400, "invalid_grant");
        };
        if let Some(grant) = code.used {
            self.end_grant(grant);
            return Verdict { unchanged: false, ..refused(400, "invalid_grant") };
        }
        let proven = match with {
            ExchangedWith::ItsVerifier => code.challenge,
            ExchangedWith::NoVerifier => !code.challenge,
            ExchangedWith::OtherVerifier | ExchangedWith::TheChallenge | ExchangedWith::OtherRedirect => false,
        };
        if now >= code.expires || !proven {
            return refused(400, "invalid_grant");
        }
        code.used = Some(number);
        let Code { client, user, scope, audience, .. } = *code;
        self.grant(number, client, Some(user), scope, audience);
        self.issue(number, number, scope)
    }

    /// RFC 6749 §6, RFC 9700 §4.14.2: a refresh token works once; an old one ends the family.
    pub(super) fn refresh(&mut self, number: Name, token: Held, by: Who, scope: Option<Set>) -> Verdict {
        if !by.refreshes() {
            return refused(400, "unauthorized_client");
        }
        let Held::Refresh(token) = token else { return refused(400, "invalid_grant") };
        let Refresh { grant: name, place } = self.refresh[&token];
        let (now, grace) = (self.now, Duration::seconds(self.setup.grace_s));
        let grant = self.grants.get_mut(&name).expect("a refresh token has a grant");
        if grant.client != by || grant.over {
            return refused(400, "invalid_grant");
        }
        let newest = place == grant.refreshes;
        let borne = place + 1 == grant.refreshes && grant.refreshed.is_some_and(|at| now < at + grace);
        if !newest && !borne {
            grant.over = true;
            return Verdict { unchanged: false, ..refused(400, "invalid_grant") };
        }
        if now >= grant.expires {
            return refused(400, "invalid_grant");
        }
        let scope = given(scope).map_or(grant.scope, |scope| scope.0);
        if !grant.scope.covers(scope) {
            return refused(400, "invalid_scope");
        }
        if newest {
            grant.refreshes += 1;
            grant.refreshed = Some(now);
        }
        self.issue(number, name, scope)
    }

    /// RFC 6749 §4.4: no user, so nothing that is a user's, and no refresh token.
    pub(super) fn client_credentials(
        &mut self,
        number: Name,
        by: Who,
        scope: Option<Set>,
        resource: Resource,
    ) -> Verdict {
        if by != Who::ShopServer {
            return refused(400, "unauthorized_client");
        }
        let Some(audience) = resource.audience() else { return refused(400, "invalid_target") };
        let own = by.scope().with(Scope::Profile, false).with(Scope::KeysManage, false);
        let scope = given(scope).map_or(own, |scope| scope.0);
        if !own.covers(scope) {
            return refused(400, "invalid_scope");
        }
        self.grant(number, by, None, scope, audience);
        self.issue(number, number, scope)
    }

    /// RFC 8628 §3.1.
    pub(super) fn start_device(&mut self, number: Name, by: Who, scope: Option<Set>) -> Verdict {
        if by != Who::ShopTv {
            return refused(400, "unauthorized_client");
        }
        let Some(asked) = asked_for(by, scope) else { return refused(400, "invalid_scope") };
        let expires = self.now + DEVICE;
        let state = DeviceState::Waiting;
        self.devices.insert(number, Device { asked, expires, interval: INTERVAL, polled: None, page: None, state });
        done(200)
    }

    /// RFC 8628 §3.5.
    pub(super) fn poll(&mut self, number: Name, device: Held, by: Who) -> Verdict {
        if by != Who::ShopTv {
            return refused(400, "unauthorized_client");
        }
        let Held::DeviceCode(name) = device else { return refused(400, "invalid_grant") };
        let now = self.now;
        let device = self.devices.get_mut(&name).expect("it is known");
        if device.state == DeviceState::Done {
            return refused(400, "invalid_grant");
        }
        if now >= device.expires {
            return refused(400, "expired_token");
        }
        let too_soon = device.polled.is_some_and(|at| now < at + device.interval);
        device.polled = Some(now);
        if too_soon {
            device.interval = device.interval + INTERVAL;
            return Verdict { unchanged: false, ..refused(400, "slow_down") };
        }
        match device.state {
            // That it asked is remembered.
            DeviceState::Waiting => Verdict { unchanged: false, ..refused(400, "authorization_pending") },
            DeviceState::Denied => Verdict { unchanged: false, ..refused(400, "access_denied") },
            DeviceState::Done => refused(400, "invalid_grant"),
            DeviceState::Granted(user, scope) => {
                device.state = DeviceState::Done;
                self.grant(number, by, Some(user), scope, &[API]);
                self.issue(number, number, scope)
            }
        }
    }

    // The device page

    /// Whether a device waits for this code to be entered. Wrong codes count against the address (RFC 8628 §5.1).
    fn waiting(&mut self, device: Option<Name>, from: Place) -> Option<Verdict> {
        if self.is_full(&self.guesses, &from.name(), GUESSES) {
            return Some(refused(429, ""));
        }
        let device = device.map(|name| &self.devices[&name]);
        if device.is_some_and(|device| device.state == DeviceState::Waiting && self.now < device.expires) {
            return None;
        }
        count(&mut self.guesses, from.name(), self.now);
        Some(refused(400, ""))
    }

    pub(super) fn guess(&mut self, from: Place) -> Verdict {
        self.waiting(None, from).expect("nobody was given this code")
    }

    pub(super) fn device_page(&mut self, number: Name, name: Name, from: Place) -> Option<Verdict> {
        self.devices.get(&name)?;
        Some(self.waiting(Some(name), from).unwrap_or_else(|| {
            self.pages.insert(number, DevicePage { device: name, expires: self.now + PAGE });
            self.devices.get_mut(&name).expect("it is known").page = Some(number);
            done(200)
        }))
    }

    pub(super) fn device_answer(
        &mut self,
        ticket: Name,
        user: User,
        approve: bool,
        granted: Scopes,
        cookie: Cookie,
        from: Place,
    ) -> Option<Verdict> {
        let DevicePage { device: name, expires } = *self.pages.get(&ticket)?;
        if let Some(refusal) = self.waiting(Some(name), from) {
            return Some(refusal);
        }
        let device = self.devices.get_mut(&name).expect("a page has a device");
        if device.page != Some(ticket) || !cookie.is_of(ticket) {
            return Some(refused(403, ""));
        }
        if self.now >= expires || self.gone.contains(&user) || !device.asked.covers(granted) {
            return Some(refused(400, ""));
        }
        device.state =
            if approve && !granted.is_empty() { DeviceState::Granted(user, granted) } else { DeviceState::Denied };
        Some(done(200))
    }

    // Revocation and introspection

    /// RFC 7009 §2.1, §2.2: a refresh token takes its grant along, an access token goes alone; what does not work
    /// anyway is no error.
    pub(super) fn revoke(&mut self, token: Held, by: Who) -> Verdict {
        let grant = match token {
            Held::Refresh(name) => self.refresh[&name].grant,
            Held::Access(name) if self.now.unix_s() < self.access[&name].expires_s => self.access[&name].grant,
            _ => return read(Answer { status: 200, ..Answer::default() }),
        };
        if self.grants[&grant].client != by {
            return refused(400, "invalid_grant");
        }
        match token {
            Held::Access(name) => self.access.get_mut(&name).expect("it is known").revoked = true,
            _ => self.end_grant(grant),
        }
        done(200)
    }

    /// RFC 7662 §2: the truth for the API that the token is for, or the confidential client that holds it.
    pub(super) fn introspect(&self, token: Held, by: Who) -> Verdict {
        if !by.is_confidential() {
            return refused(401, "invalid_client");
        }
        let scope = match token {
            Held::Access(name) if self.is_active(name) => {
                let grant = &self.grants[&self.access[&name].grant];
                let may_know = by.is_api().map_or(grant.client == by, |api| grant.audience.contains(&api));
                may_know.then_some(self.access[&name].scope)
            }
            _ => None,
        };
        read(Answer { status: 200, active: Some(scope), ..Answer::default() })
    }

    /// Whether an access token is in time, not revoked, and its grant not over.
    pub(super) fn is_active(&self, name: Name) -> bool {
        let access = &self.access[&name];
        self.now.unix_s() < access.expires_s && !access.revoked && !self.grants[&access.grant].over
    }
}

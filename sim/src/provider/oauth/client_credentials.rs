//! The client acts for itself (RFC 6749 §4.4): an access token, and no refresh token, since it can always ask again.

use super::resource::Resources;
use super::{Ask, AuthorizationServer, Tokens};
use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};

/// What belongs to a user, or to an owner's hand: no client gets it for itself.
const NOT_ITS_OWN: Scopes = Scopes::of(&[Scope::Profile, Scope::KeysManage]);

impl AuthorizationServer {
    pub(super) fn client_credentials(&mut self, ask: Ask) -> Result<Tokens, Reject> {
        let Ask { client, form, policy, now } = ask;
        let resources = Resources::asked(form)?.unwrap_or(Resources::DEFAULT);
        let asked = form.value("scope");
        let mut scope = self.clients.client(client).scope_of(asked)?;
        if asked.is_none() {
            scope = scope.with(Scope::Profile, false);
        } else if !scope.and(NOT_ITS_OWN).is_empty() {
            return Err(Reject::ScopeUnknown);
        }
        let grant = self.add_grant(client, None, scope, resources, policy, now);
        Ok(self.issue(grant, scope, resources, policy, now))
    }
}

//! New tokens for a refresh token (RFC 6749 §6).

use super::{Ask, AuthorizationServer, RefreshToken, Tokens};
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::time::Duration;

impl AuthorizationServer {
    /// With rotation and reuse detection, as RFC 9700 §4.14.2 asks: each refresh token works once, and one that
    /// comes back ends its whole family, since the server cannot tell which of its two holders is the thief.
    pub(super) fn refresh(&mut self, ask: Ask) -> Result<Tokens, Reject> {
        let Ask { client, form, policy, now } = ask;
        let presented = form.value("refresh_token").ok_or(Reject::ParameterMissing("refresh_token"))?;
        let token = RefreshToken::open(presented, &self.refresh_key).ok_or(Reject::RefreshUnknown)?;
        let family = token.family as usize;
        let grant = self.grants.get_mut(family).ok_or(Reject::RefreshUnknown)?;
        if grant.client != client {
            return Err(Reject::RefreshOtherClient);
        }
        if grant.ended.is_some() {
            return Err(Reject::RefreshRevoked);
        }
        let is_live = token.generation == grant.generation;
        // Two tabs, or a lost answer, bring the token just before by mistake. A provider may bear with that for a
        // few seconds; a thief who is as quick is borne with too.
        let in_grace = token.generation + 1 == grant.generation
            && grant.rotated.is_some_and(|rotated| now < rotated + policy.refresh_grace);
        if !is_live && !in_grace {
            grant.ended = Some(now);
            return Err(Reject::RefreshReused);
        }
        if now >= grant.expires {
            return Err(Reject::RefreshExpired);
        }
        let idle_since = grant.rotated.unwrap_or(grant.begun);
        if policy.idle > Duration::ZERO && now >= idle_since + policy.idle {
            return Err(Reject::RefreshIdle);
        }
        let resources = grant.resources.asked_of(form)?;
        let scope = match form.value("scope") {
            None => grant.scope,
            Some(list) => narrowed(grant.scope, list)?,
        };
        if is_live {
            grant.generation += 1;
            grant.rotated = Some(now);
        }
        Ok(self.issue(family, scope, resources, policy, now))
    }
}

/// The asked-for part of what was granted (RFC 6749 §6: never more).
fn narrowed(granted: Scopes, list: &str) -> Result<Scopes, Reject> {
    Scopes::asked(list).filter(|asked| granted.covers(*asked)).ok_or(Reject::ScopeExceeded)
}

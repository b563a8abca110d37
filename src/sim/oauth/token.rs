//! The token endpoint (RFC 6749 §3.2), with the one grant that the page needs so far: refresh.

use super::{AuthorizationServer, RefreshToken, oauth_ok, read_form};
use crate::sim::http::{Request, Response};
use crate::sim::json::Value;
use crate::sim::reject::Reject;
use crate::sim::scope::Scopes;
use crate::sim::time::Instant;

impl AuthorizationServer {
    pub(super) fn token(&mut self, request: &Request, now: Instant) -> Result<Response, Reject> {
        let form = read_form(request)?;
        match form.value("grant_type").ok_or(Reject::ParameterMissing("grant_type"))? {
            "refresh_token" => {}
            _ => return Err(Reject::GrantTypeUnsupported),
        }
        let client_id = self.client(form.value("client_id"))?;
        let presented = form.value("refresh_token").ok_or(Reject::ParameterMissing("refresh_token"))?;
        let tokens = self.refresh(client_id, presented, form.value("scope"), now)?;
        Ok(oauth_ok(Some(Value::object([
            ("access_token", tokens.access.reveal().into()),
            ("token_type", "Bearer".into()),
            ("expires_in", tokens.expires_in_s.into()),
            ("refresh_token", tokens.refresh.reveal().into()),
            ("scope", tokens.scope.to_string().into()),
        ]))))
    }

    /// RFC 6749 §6, with rotation and reuse detection as RFC 9700 §4.14.2 asks of public clients:
    /// each refresh token works once, and one that comes back ends its whole family, since the
    /// server cannot tell which of its two holders is the thief.
    fn refresh(
        &mut self,
        client_id: &str,
        presented: &str,
        scope: Option<&str>,
        now: Instant,
    ) -> Result<super::Tokens, Reject> {
        let token = RefreshToken::open(presented, &self.refresh_key).ok_or(Reject::RefreshUnknown)?;
        let family = token.family as usize;
        let grant = self.grants.get_mut(family).ok_or(Reject::RefreshUnknown)?;
        if grant.client_id != client_id {
            return Err(Reject::RefreshOtherClient);
        }
        if grant.ended.is_some() {
            return Err(Reject::RefreshRevoked);
        }
        if token.generation != grant.generation {
            grant.ended = Some(now);
            return Err(Reject::RefreshReused);
        }
        if now >= grant.expires {
            return Err(Reject::RefreshExpired);
        }
        let scope = match scope {
            None => grant.scope,
            Some(list) => narrowed(grant.scope, list)?,
        };
        grant.generation += 1;
        Ok(self.issue(family, scope, now))
    }
}

/// The asked-for part of what was granted (RFC 6749 §6: never more).
fn narrowed(granted: Scopes, list: &str) -> Result<Scopes, Reject> {
    let asked = Scopes::granting(list);
    let all_known = asked.len() == list.split(' ').filter(|name| !name.is_empty()).count();
    if all_known && granted.covers(asked) { Ok(asked) } else { Err(Reject::ScopeExceeded) }
}

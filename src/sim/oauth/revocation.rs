//! The revocation endpoint (RFC 7009).

use super::{AuthorizationServer, RefreshToken, oauth_ok, read_form};
use crate::sim::http::{Request, Response};
use crate::sim::reject::Reject;
use crate::sim::time::Instant;

impl AuthorizationServer {
    /// A refresh token takes its grant along, access tokens and all (RFC 7009 §2.1); an access
    /// token goes alone. A token that nobody knows is no error (§2.2): it does not work anyway.
    pub(super) fn revoke(&mut self, request: &Request, now: Instant) -> Result<Response, Reject> {
        let form = read_form(request)?;
        let client_id = self.client(form.value("client_id"))?;
        let presented = form.value("token").ok_or(Reject::ParameterMissing("token"))?;
        if let Some(token) = RefreshToken::open(presented, &self.refresh_key) {
            if let Some(grant) = self.grants.get_mut(token.family as usize) {
                if grant.client_id != client_id {
                    return Err(Reject::RefreshOtherClient);
                }
                grant.ended.get_or_insert(now);
            }
        } else if let Ok(signed) = self.verifier.open(presented)
            && let Ok(claims) = self.verifier.current(&signed, now)
        {
            if claims.client_id != client_id {
                return Err(Reject::RefreshOtherClient);
            }
            for issued in self.issued.iter_mut().filter(|issued| issued.id == claims.id) {
                issued.revoked = true;
            }
        }
        Ok(oauth_ok(None))
    }
}

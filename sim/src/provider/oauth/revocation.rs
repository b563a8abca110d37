//! The revocation endpoint (RFC 7009).

use super::client::ClientId;
use super::{AuthorizationServer, RefreshToken};
use crate::provider::reject::Reject;
use crate::wire::form::Form;
use crate::wire::http::Response;
use crate::wire::time::Instant;

impl AuthorizationServer {
    /// A refresh token takes its grant along, access tokens and all (RFC 7009 §2.1); an access token goes alone. A
    /// token that nobody knows is no error (§2.2): it does not work anyway. The hint is not needed: the two kinds
    /// look different.
    pub(super) fn revoke(&mut self, client: ClientId, form: &Form, now: Instant) -> Result<Response, Reject> {
        let presented = form.value("token").ok_or(Reject::ParameterMissing("token"))?;
        if let Some(token) = RefreshToken::open(presented, &self.refresh_key) {
            if let Some(grant) = self.grants.get_mut(token.family as usize) {
                if grant.client != client {
                    return Err(Reject::RevokeOtherClient);
                }
                grant.ended.get_or_insert(now);
            }
        } else if let Some(claims) = self.read_access_token(presented, None, now) {
            if claims.client_id != self.clients.client(client).id {
                return Err(Reject::RevokeOtherClient);
            }
            for issued in self.issued.iter_mut().filter(|issued| issued.id == claims.id) {
                issued.revoked = true;
            }
        }
        Ok(Response::empty(200).not_stored())
    }
}

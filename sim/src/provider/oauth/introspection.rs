//! The introspection endpoint (RFC 7662): an API asks whether a token counts, and what it says.

use super::client::ClientId;
use super::{AUDIENCES, AuthorizationServer, opaque};
use crate::provider::jwt::{Claims, Verifier, audience};
use crate::provider::reject::Reject;
use crate::wire::form::Form;
use crate::wire::http::Response;
use crate::wire::json::Value;
use crate::wire::time::Instant;

impl AuthorizationServer {
    /// Answers an API about its own tokens, and a confidential client about those that were given to it. Whoever
    /// else asks, and whatever else is asked about, the answer is `{"active":false}` and nothing more (§2.2).
    pub(super) fn introspect(&self, client: ClientId, form: &Form, now: Instant) -> Result<Response, Reject> {
        let asker = self.clients.client(client);
        if !asker.is_confidential() {
            // RFC 7662 §2.1: who asks is authenticated, or anybody could try tokens here.
            return Err(Reject::ClientSecretMissing);
        }
        let presented = form.value("token").ok_or(Reject::ParameterMissing("token"))?;
        let claims = self
            .read_access_token(presented, asker.api, now)
            .filter(|claims| self.is_active(&claims.id, now))
            .filter(|claims| asker.api.is_some() || claims.client_id == asker.id);
        let body = match claims {
            None => Value::object([("active", Value::Bool(false))]),
            Some(claims) => Value::object([
                ("active", Value::Bool(true)),
                ("scope", claims.scope.to_string().into()),
                ("client_id", claims.client_id.into()),
                ("token_type", "Bearer".into()),
                ("exp", claims.expires_at_s.into()),
                ("iat", claims.issued_at_s.into()),
                ("nbf", claims.not_before_s.unwrap_or(claims.issued_at_s).into()),
                ("sub", claims.subject.into()),
                ("aud", audience(&claims.audience).into_owned()),
                ("iss", claims.issuer.into()),
                ("jti", claims.id.into()),
            ]),
        };
        Ok(Response::json(200, &body).not_stored())
    }

    /// What an access token of ours says, if it is one and in time; for this API, or for any.
    pub(super) fn read_access_token(&self, token: &str, api: Option<&'static str>, now: Instant) -> Option<Claims> {
        let audiences = AUDIENCES.into_iter().filter(|audience| api.is_none_or(|api| api == *audience));
        audiences.into_iter().find_map(|audience| {
            let verifier = Verifier { audience, ..self.verifier.clone() };
            if opaque::is_one(token) {
                return self.look_up(token, &verifier, now).ok().map(|verified| verified.claims().clone());
            }
            let signed = verifier.open(token).ok()?;
            verifier.current(&signed, now).ok().map(|verified| verified.claims().clone())
        })
    }
}

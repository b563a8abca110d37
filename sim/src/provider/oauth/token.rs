//! The token endpoint (RFC 6749 §3.2): one door, four grants.

use super::client::GrantType;
use super::{Ask, AuthorizationServer, Tokens};
use crate::provider::reject::Reject;
use crate::wire::http::Response;
use crate::wire::json::Value;

impl AuthorizationServer {
    pub(super) fn token(&mut self, ask: Ask) -> Result<Response, Reject> {
        let Ask { client, form, .. } = ask;
        let name = form.value("grant_type").ok_or(Reject::ParameterMissing("grant_type"))?;
        let grant = GrantType::parse(name).ok_or(Reject::GrantTypeUnsupported)?;
        if !self.clients.client(client).may_use(grant) {
            return Err(Reject::GrantTypeNotAllowed);
        }
        let tokens = match grant {
            GrantType::AuthorizationCode => self.exchange_code(ask)?,
            GrantType::RefreshToken => self.refresh(ask)?,
            GrantType::ClientCredentials => self.client_credentials(ask)?,
            GrantType::DeviceCode => self.poll(ask)?,
        };
        Ok(answer(&tokens))
    }
}

/// RFC 6749 §5.1. The scope is always said, and a refresh token that is not given is absent, not null.
fn answer(tokens: &Tokens) -> Response {
    let mut members = vec![
        ("access_token".into(), tokens.access.reveal().into()),
        ("token_type".into(), "Bearer".into()),
        ("expires_in".into(), tokens.expires_in_s.into()),
    ];
    if let Some(refresh) = &tokens.refresh {
        members.push(("refresh_token".into(), refresh.reveal().into()));
    }
    members.push(("scope".into(), tokens.scope.to_string().into()));
    Response::json(200, &Value::Object(members)).not_stored()
}

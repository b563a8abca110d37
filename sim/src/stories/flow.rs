//! How clients get their tokens, in requests as they send them.

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::provider::oauth::client::GrantType;
use crate::provider::sandbox::Sandbox;
use crate::provider::scope::Scopes;
use crate::provider::{Answer, oauth};
use crate::wire::form::{self, Form};
use crate::wire::http::Request;
use crate::wire::secret::Secret;

/// The client that can keep a secret.
pub const SERVER: &str = "shop-server";
/// The client that belongs to somebody else.
pub const PARTNER: &str = "partner-app";
/// The client on a screen without a keyboard.
pub const TV: &str = "shop-tv";

/// The verifier and the challenge that RFC 7636 gives as its example (appendix B). A real client makes new ones each
/// time; ours opens nothing.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The server asks for a token in its own name (RFC 6749 §4.4.2).
pub fn client_credentials(sandbox: &Sandbox, scope: Scopes) -> Request {
    let secret = sandbox.credentials().secret(SERVER).map_or("", Secret::reveal);
    let scope = scope.to_string();
    let parameters = [
        ("grant_type", "client_credentials"),
        ("client_id", SERVER),
        ("client_secret", secret),
        ("scope", scope.as_str()),
    ];
    Request::post_form(oauth::HOST, "/token", &parameters)
}

/// The same with the secret where RFC 6749 §2.3.1 would have it, in an `Authorization` field; or with none at all.
pub fn client_credentials_by_basic(secret: Option<&str>, scope: &str) -> Request {
    let grant = ("grant_type", "client_credentials");
    match secret {
        Some(secret) => {
            let credentials = STANDARD.encode([SERVER, ":", secret].concat());
            Request::post_form(oauth::HOST, "/token", &[grant, ("scope", scope)])
                .header("Authorization", ["Basic ", &credentials].concat())
        }
        None => Request::post_form(oauth::HOST, "/token", &[grant, ("client_id", SERVER), ("scope", scope)]),
    }
}

/// A device begins (RFC 8628 §3.1).
pub fn device_start(scope: &str) -> Request {
    Request::post_form(oauth::HOST, "/device_authorization", &[("client_id", TV), ("scope", scope)])
}

/// A device asks whether its user has answered (RFC 8628 §3.4).
pub fn poll(device_code: &str) -> Request {
    let grant = GrantType::DeviceCode.name();
    let parameters = [("grant_type", grant), ("device_code", device_code), ("client_id", TV)];
    Request::post_form(oauth::HOST, "/token", &parameters)
}

/// A public client asks for new tokens (RFC 6749 §6).
pub fn refresh(client: &str, token: &Secret) -> Request {
    let parameters = [("grant_type", "refresh_token"), ("refresh_token", token.reveal()), ("client_id", client)];
    Request::post_form(oauth::HOST, "/token", &parameters)
}

/// A user says yes to an app, which exchanges the code that comes back: the authorization code flow with PKCE. Gives
/// its last request and the answer; `None` if no code came back.
pub fn consent(sandbox: &mut Sandbox, client: &str, user: &str, scope: Scopes) -> Option<(Request, Answer)> {
    let redirect_uri = *sandbox.clients().find(|known| known.id == client)?.redirect_uris.first()?;
    let scope = scope.to_string();
    let question = form::encode(&[
        ("response_type", "code"),
        ("client_id", client),
        ("redirect_uri", redirect_uri),
        ("scope", &scope),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let page = ["https://", oauth::HOST, "/authorize?", &question].concat();
    let location = sandbox.approve(&page, user, None).ok()?;
    let query = Form::parse(location.split_once('?')?.1).ok()?;
    let request = Request::post_form(
        oauth::HOST,
        "/token",
        &[
            ("grant_type", "authorization_code"),
            ("code", query.value("code")?),
            ("redirect_uri", redirect_uri),
            ("code_verifier", VERIFIER),
            ("client_id", client),
        ],
    );
    let answer = sandbox.handle(&request);
    Some((request, answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::scope::Scope;
    use crate::stories::app::read_tokens;

    #[test]
    fn each_way_brings_a_token_of_the_scope_that_was_asked_for() {
        let mut sandbox = Sandbox::new(7);
        let orders = Scopes::of(&[Scope::OrdersRead]);
        let request = client_credentials(&sandbox, orders);
        let own = read_tokens(&sandbox.handle(&request).response.body.text()).unwrap();
        assert_eq!((own.scope, own.refresh.is_none()), (orders, true));
        let (_, answer) = consent(&mut sandbox, PARTNER, "bo", orders).unwrap();
        let partners = read_tokens(&answer.response.body.text()).unwrap();
        assert_eq!(partners.scope, orders);
        let again = sandbox.handle(&refresh(PARTNER, &partners.refresh.unwrap()));
        assert!(read_tokens(&again.response.body.text()).is_some());
    }

    #[test]
    fn a_partner_gets_no_code_for_what_it_is_not_registered_for() {
        assert!(consent(&mut Sandbox::new(7), PARTNER, "bo", Scopes::of(&[Scope::CustomersRead])).is_none());
    }
}

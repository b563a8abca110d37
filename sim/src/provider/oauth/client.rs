//! The clients that are registered with the authorization server (RFC 6749 §2).

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::user::UserId;
use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};
use crate::wire::form::{self, Form};
use crate::wire::http::Request;
use crate::wire::rng::Rng;
use crate::wire::secret::{Secret, equal_in_constant_time};

/// A client's place in its registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientId(u16);

impl ClientId {
    /// The app that was registered first, [`super::APP`].
    pub const fn first() -> Self {
        Self(0)
    }
}

/// A way to get tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantType {
    /// A user's code, from a redirect (RFC 6749 §4.1).
    AuthorizationCode,
    /// A refresh token (RFC 6749 §6).
    RefreshToken,
    /// The client's own credentials (RFC 6749 §4.4).
    ClientCredentials,
    /// A user's answer on another device (RFC 8628).
    DeviceCode,
}

impl GrantType {
    /// Every grant type on offer.
    pub const ALL: [Self; 4] = [Self::AuthorizationCode, Self::RefreshToken, Self::ClientCredentials, Self::DeviceCode];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
        }
    }

    /// The grant type of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }
}

/// A registered client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its `client_id`.
    pub id: String,
    /// The SHA-256 of its secret, if it can keep one: a confidential client. Without one it is public (RFC 6749 §2.1).
    secret: Option<[u8; 32]>,
    /// Where its codes may be sent, to the letter.
    pub redirect_uris: &'static [&'static str],
    /// How it may get tokens.
    pub grants: &'static [GrantType],
    /// What it may ask for.
    pub scope: Scopes,
    /// The API that it is, if it is one: it may ask about that API's tokens (RFC 7662).
    pub api: Option<&'static str>,
    /// Whether its owner or the provider has put an end to it.
    pub disabled: bool,
}

impl Client {
    /// Whether it may use this grant type.
    pub fn may_use(&self, grant: GrantType) -> bool {
        self.grants.contains(&grant)
    }

    /// Whether it has a secret.
    pub const fn is_confidential(&self) -> bool {
        self.secret.is_some()
    }

    /// What it gets when it asks for no scope in particular (RFC 6749 §3.3): all it may have, but for the power over keys.
    pub const fn default_scope(&self) -> Scopes {
        self.scope.with(Scope::KeysManage, false)
    }

    /// Reads the `scope` parameter of a request of this client.
    ///
    /// # Errors
    /// [`Reject::ScopeUnknown`] for a list without a name, a scope that does not exist or that the client may not ask
    /// for.
    pub fn scope_of(&self, list: Option<&str>) -> Result<Scopes, Reject> {
        let Some(list) = list else { return Ok(self.default_scope()) };
        Scopes::asked(list).filter(|asked| self.scope.covers(*asked)).ok_or(Reject::ScopeUnknown)
    }
}

const CODE: &[GrantType] = &[GrantType::AuthorizationCode, GrantType::RefreshToken];
const SERVER: &[GrantType] = &[GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::ClientCredentials];
const DEVICE: &[GrantType] = &[GrantType::DeviceCode, GrantType::RefreshToken];

/// The registered clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clients(Vec<Client>);

impl Clients {
    /// The clients that every provider of this page begins with, and the secrets of the confidential ones, in order.
    pub fn begin(rng: &mut Rng) -> (Self, Vec<Secret>) {
        let public = |id: &str, redirect_uris, grants, scope| Client {
            id: id.to_owned(),
            secret: None,
            redirect_uris,
            grants,
            scope,
            api: None,
            disabled: false,
        };
        let reads = Scopes::of(&[Scope::OrdersRead, Scope::ProductsRead]);
        let mut clients = vec![
            public(super::APP, &["https://shop.example/callback"], CODE, Scopes::ALL),
            public("shop-server", &["https://server.example/callback"], SERVER, Scopes::ALL),
            // It has an address and may not use it: what is asked for there is refused with unauthorized_client.
            public("shop-tv", &["https://tv.example/callback"], DEVICE, reads.with(Scope::Profile, true)),
            public("partner-app", &["https://partner.example/callback"], CODE, reads),
            Client { api: Some(super::AUDIENCES[0]), ..public("orders-api", &[], &[], Scopes::NONE) },
            Client { api: Some(super::AUDIENCES[1]), ..public("billing-api", &[], &[], Scopes::NONE) },
        ];
        let mut secrets = Vec::new();
        for client in clients.iter_mut().filter(|client| client.api.is_some() || client.grants == SERVER) {
            // RFC 6749 §2.3.1 has ids and secrets form-encoded in Basic credentials, and many clients do not. Of
            // these characters both make the same.
            let secret = Secret::new(["cs_", &rng.base62(40)].concat());
            client.secret = Some(Sha256::digest(secret.reveal()).into());
            secrets.push(secret);
        }
        (Self(clients), secrets)
    }

    /// Registers a public client that may send users to sign in.
    ///
    /// # Errors
    /// [`Reject::ClientName`] if the name is taken, empty, holds other characters than `A–Z a–z 0–9 . _ ~ -`, or is the
    /// `sub` of a user: an API that reads `sub` could take the client's token for the user's (RFC 9700 §4.15).
    pub fn register(&mut self, id: &str) -> Result<ClientId, Reject> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte);
        let taken = self.0.iter().any(|client| client.id == id) || UserId::of_subject(id).is_some();
        if id.is_empty() || id.len() > 64 || taken || !id.bytes().all(plain) {
            return Err(Reject::ClientName);
        }
        self.0.push(Client { id: id.to_owned(), ..self.0[0].clone() });
        Ok(ClientId((self.0.len() - 1) as u16))
    }

    /// The client of that place.
    pub fn client(&self, id: ClientId) -> &Client {
        &self.0[usize::from(id.0)]
    }

    /// The client of that name.
    pub fn find(&self, name: &str) -> Option<ClientId> {
        self.0.iter().position(|client| client.id == name).map(|i| ClientId(i as u16))
    }

    /// Every client, in order of registration.
    pub fn iter(&self) -> impl Iterator<Item = &Client> {
        self.0.iter()
    }

    /// Puts an end to a client.
    pub fn disable(&mut self, id: ClientId) {
        self.0[usize::from(id.0)].disabled = true;
    }

    /// Finds out which client sent a request to an OAuth endpoint (RFC 6749 §2.3): by HTTP Basic, by `client_id` and
    /// `client_secret` in the body, or, for a public one, by `client_id` alone.
    ///
    /// # Errors
    /// [`Reject::ClientTwice`] for two ways or two names; else one of the `Client…` variants, all answered 401
    /// `invalid_client`.
    pub fn authenticate(&self, request: &Request, form: &Form) -> Result<ClientId, Reject> {
        let in_body = (form.value("client_id"), form.value("client_secret"));
        let mut fields = request.headers.values("Authorization");
        let basic = match (fields.next(), fields.next()) {
            (None, _) => None,
            (Some(field), None) => Some(basic(field)?),
            (Some(_), Some(_)) => return Err(Reject::ClientTwice),
        };
        let (name, secret) = match (&basic, in_body) {
            (Some(_), (_, Some(_))) => return Err(Reject::ClientTwice),
            (Some((name, _)), (Some(other), None)) if name != other => return Err(Reject::ClientTwice),
            // RFC 6749 §2.3.1 lets a client leave its secret out where that is the empty string, and RFC 7617 §2 has a
            // colon behind the name all the same. So an empty secret is none, here as in the body: a public client has
            // named itself, and a confidential one has not proven itself.
            (Some((name, secret)), _) => (name.as_str(), Some(secret.reveal()).filter(|secret| !secret.is_empty())),
            (None, (Some(name), secret)) => (name, secret),
            (None, (None, _)) => return Err(Reject::ClientMissing),
        };
        let id = self.find(name).ok_or(Reject::ClientUnknown)?;
        let client = self.client(id);
        match (client.secret, secret) {
            (Some(_), None) => return Err(Reject::ClientSecretMissing),
            (Some(digest), Some(secret)) if !equal_in_constant_time(&digest, &Sha256::digest(secret)) => {
                return Err(Reject::ClientSecretWrong);
            }
            (None, Some(_)) => return Err(Reject::ClientSecretWrong),
            (Some(_), Some(_)) | (None, None) => {}
        }
        if client.disabled { Err(Reject::ClientDisabled) } else { Ok(id) }
    }
}

/// Reads HTTP Basic credentials (RFC 7617 §2) whose parts are form-encoded (RFC 6749 §2.3.1).
fn basic(field: &str) -> Result<(String, Secret), Reject> {
    let (scheme, encoded) = field.split_once(' ').ok_or(Reject::ClientHeader)?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return Err(Reject::ClientHeader);
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| Reject::ClientHeader)?;
    let text = String::from_utf8(bytes).map_err(|_| Reject::ClientHeader)?;
    let (name, secret) = text.split_once(':').ok_or(Reject::ClientHeader)?;
    let decode = |part| form::decode(part).map_err(|_| Reject::ClientHeader);
    Ok((decode(name)?, Secret::new(decode(secret)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_cannot_be_named_like_a_user_or_like_another() {
        let (mut clients, _) = Clients::begin(&mut Rng::new(1));
        for name in ["user:ada", "shop-app", "", "two words", "ä", &"a".repeat(65)] {
            assert_eq!(clients.register(name), Err(Reject::ClientName), "{name}");
        }
        let id = clients.register("new-app").unwrap();
        assert_eq!(clients.find("new-app"), Some(id));
    }

    #[test]
    fn basic_credentials_are_form_decoded() {
        let field = |text: &str| ["Basic ", &STANDARD.encode(text)].concat();
        let (name, secret) = basic(&field("shop%2Dserver:cs%5Fabc")).unwrap();
        assert_eq!((name.as_str(), secret.reveal()), ("shop-server", "cs_abc"));
        for bad in ["Basic", "Basic !", "Bearer abc", &field("no colon"), &field("%zz:a")] {
            assert!(basic(bad).is_err(), "{bad}");
        }
    }
}

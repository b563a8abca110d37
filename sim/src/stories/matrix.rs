//! Every endpoint, asked with each of six credentials.

use crate::provider::api::{ENDPOINTS, Endpoint, HOST, Resource};
use crate::provider::api_key::{ApiKey, Kind};
use crate::provider::sandbox::Sandbox;
use crate::provider::scope::{Scope, Scopes};
use crate::stories::app::{read_tokens, with_key, with_token};
use crate::stories::flow;
use crate::stories::world::{Actor, Exchange};
use crate::wire::http::Request;
use crate::wire::secret::Secret;

/// How many endpoints there are.
pub const ROWS: usize = ENDPOINTS.len();
/// How many credentials there are.
pub const COLUMNS: usize = CREDENTIALS.len();

/// A credential of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The app's unrestricted key.
    AppKey,
    /// A key that may read products.
    RestrictedKey,
    /// A key that is meant to stand in a page.
    PublishableKey,
    /// The token of Ada, who has granted the app what the switches say.
    Ada,
    /// The token of a partner's app, which Bo has granted orders.
    Partner,
    /// The token that a server got in its own name.
    Server,
}

/// The credentials, in the order of the columns.
pub const CREDENTIALS: [Credential; 6] = [
    Credential::AppKey,
    Credential::RestrictedKey,
    Credential::PublishableKey,
    Credential::Ada,
    Credential::Partner,
    Credential::Server,
];

/// What the partner's app asks for.
pub const PARTNERS_SCOPE: Scopes = Scopes::of(&[Scope::OrdersRead]);
/// What the server asks for.
pub const SERVERS_SCOPE: Scopes = Scopes::of(&[Scope::OrdersRead, Scope::ReportsRead]);

/// A credential in hand: puts itself on a request.
#[derive(Clone, Debug)]
enum Held {
    Key(ApiKey),
    Token(Secret),
}

/// The provider and the six credentials, before anybody asks.
#[derive(Clone, Debug)]
pub struct Desk {
    sandbox: Sandbox,
    held: Vec<Held>,
}

impl Desk {
    /// A provider of this seed, where Ada has granted the app this scope.
    pub fn new(seed: u64, scope: Scopes) -> Self {
        let mut sandbox = Sandbox::new(seed);
        let now = sandbox.now();
        let ada = sandbox.owner().sign_in(scope, now).access;
        let partners = flow::consent(&mut sandbox, flow::PARTNER, "bo", PARTNERS_SCOPE);
        let request = flow::client_credentials(&sandbox, SERVERS_SCOPE);
        let servers = sandbox.handle(&request);
        // The provider gives both, or the tests of `sim::flow` fail; an empty token would be refused, in sight.
        let token =
            |body: String| read_tokens(&body).map_or_else(|| Secret::new(String::new()), |tokens| tokens.access);
        let partners = token(partners.map_or_else(String::new, |(_, answer)| answer.response.body.text()));
        let servers = token(servers.response.body.text());
        let key = |kind| Held::Key(sandbox.credentials().key(kind).clone());
        let held = vec![
            key(Kind::Live),
            key(Kind::Restricted),
            key(Kind::Publishable),
            Held::Token(ada),
            Held::Token(partners),
            Held::Token(servers),
        ];
        Self { sandbox, held }
    }

    /// Asks this with the credential of that column, on a copy of the provider: asking changes nothing, and no quota is
    /// spent.
    pub fn ask(&self, request: Request, column: usize) -> Exchange {
        let request = match &self.held[column] {
            Held::Key(key) => with_key(request, key),
            Held::Token(token) => with_token(request, token),
        };
        let answer = self.sandbox.clone().handle(&request);
        let (response, reject, records) = (answer.response, answer.reject, answer.records);
        Exchange { actor: Actor::App, request, response, reject, records }
    }

    /// The status of each request's answer with each credential, row by row.
    pub fn matrix(&self, requests: &[Request]) -> Vec<u16> {
        let row = |request: &Request| {
            let request = request.clone();
            (0..self.held.len()).map(move |column| self.ask(request.clone(), column).response.status.0)
        };
        requests.iter().flat_map(row).collect()
    }

    /// Whether the column is a key's.
    pub fn is_key(column: usize) -> bool {
        column < 3
    }
}

/// A request that this endpoint takes, without a credential.
pub fn request(endpoint: &Endpoint) -> Request {
    let path = endpoint.path.replace('*', "key_3");
    match endpoint.resource {
        Resource::NewOrder => Request::post_json(HOST, path, r#"{"customer":"cus_000007","total":"12.50"}"#),
        Resource::NewKey => Request::post_json(HOST, path, r#"{"kind":"test"}"#),
        Resource::Geo => Request::get(HOST, path).query("ip=192.0.2.1".into()),
        _ => Request::new(endpoint.method, HOST, path),
    }
}

/// Whether a status is that of a request that was answered.
pub const fn is_answer(status: u16) -> bool {
    status / 100 == 2
}

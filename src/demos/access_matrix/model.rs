//! The demo's state: what Ada's token may do, which cell is looked at, and what the provider answers in each. Pure;
//! the view calls these methods and shows what they say.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::{ENDPOINTS, Endpoint, HOST, Resource};
use sim::provider::api_key::Kind;
use sim::provider::sandbox::Sandbox;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::app::{read_tokens, with_key, with_token};
use sim::stories::flow;
use sim::stories::world::{Actor, Exchange};
use sim::wire::http::Request;
use sim::wire::secret::Secret;
use sim::wire::time::Duration;

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

/// What Ada has granted in the first picture.
pub const FIRST_SCOPE: Scopes = Scopes::of(&[Scope::OrdersRead, Scope::Profile]);
/// The seed of the first picture.
pub const FIRST_SEED: u64 = 7;
/// The cell of the first picture: Ada's token at `POST /v1/orders`.
pub const FIRST_PLACE: Place = Place { row: 6, column: 3 };

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of [`ENDPOINTS`].
    pub row: usize,
    /// Which of [`CREDENTIALS`].
    pub column: usize,
}

/// A credential in hand: puts itself on a request.
#[derive(Clone, Debug)]
enum Held {
    Key(sim::provider::api_key::ApiKey),
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

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What every secret comes from.
    pub seed: u64,
    /// What Ada has granted the app.
    pub scope: Scopes,
    /// The cell that is looked at.
    pub place: Place,
    desk: Arc<Desk>,
    /// The statuses, row by row.
    pub statuses: Arc<[u16]>,
    /// The statuses before the last switch.
    pub before: Arc<[u16]>,
    /// How often the answers have been asked for anew: two changes in a row are marked as two.
    pub round: u32,
    /// Whether the reader's last act was to look at a cell.
    pub looked: bool,
    /// The exchange of the cell that is looked at.
    pub exchange: Arc<Exchange>,
    /// What every demo has.
    pub common: Common,
    /// Stands still. It knows whether the reader has touched the demo.
    pub clock: Clock,
}

impl Default for Matrix {
    fn default() -> Self {
        Self::new(FIRST_SEED, FIRST_SCOPE, FIRST_PLACE)
    }
}

impl Matrix {
    /// The demo with these settings.
    pub fn new(seed: u64, scope: Scopes, place: Place) -> Self {
        let desk = Desk::new(seed, scope);
        let statuses: Arc<[u16]> = desk.matrix(&ENDPOINTS.each_ref().map(request)).into();
        let exchange = desk.ask(request(&ENDPOINTS[place.row]), place.column);
        Self {
            seed,
            scope,
            place,
            desk: Arc::new(desk),
            before: statuses.clone(),
            statuses,
            round: 0,
            looked: false,
            exchange: Arc::new(exchange),
            common: Common::default(),
            clock: Clock::new(Duration::ZERO, Duration::ZERO),
        }
    }

    /// Asks all anew: Ada grants the app this scope instead, or another seed makes other secrets.
    pub fn renew(&mut self, seed: u64, scope: Scopes) {
        let fresh = Self::new(seed, scope, self.place);
        let old = core::mem::replace(self, fresh);
        self.before = old.statuses;
        self.round = old.round + 1;
        self.common = old.common;
        self.clock.touched = true;
    }

    /// Looks at a cell.
    pub fn look(&mut self, place: Place) {
        if place.row < ROWS && place.column < COLUMNS {
            (self.place, self.looked) = (place, true);
            self.exchange = Arc::new(self.desk.ask(request(&ENDPOINTS[place.row]), place.column));
            self.clock.touched = true;
        }
    }

    /// What was answered there.
    pub fn status(&self, place: Place) -> u16 {
        self.statuses[place.row * COLUMNS + place.column]
    }

    /// The status before the last switch, where it was another.
    pub fn was(&self, place: Place) -> Option<u16> {
        let before = self.before[place.row * COLUMNS + place.column];
        (before != self.status(place)).then_some(before)
    }

    /// Every cell, row by row.
    pub fn places() -> impl Iterator<Item = Place> {
        (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| Place { row, column }))
    }

    /// The cells that the last switch changed.
    pub fn changed(&self) -> impl Iterator<Item = Place> {
        Self::places().filter(|&place| self.was(place).is_some())
    }

    /// How many endpoints this credential opens.
    pub fn opens(&self, credential: Credential) -> usize {
        let column = credential as usize;
        (0..ROWS).filter(|&row| is_answer(self.status(Place { row, column }))).count()
    }
}

impl Model for Matrix {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Looks at the next cell or the one before. Time does not matter here.
    fn move_to(&mut self, to: Move) {
        let cell = self.place.row * COLUMNS + self.place.column;
        let to_cell = |cell: usize| Place { row: cell / COLUMNS, column: cell % COLUMNS };
        match to {
            Move::Forward => self.look(to_cell((cell + 1).min(ROWS * COLUMNS - 1))),
            Move::Back => self.look(to_cell(cell.saturating_sub(1))),
            _ => {}
        }
    }

    fn reset(&mut self) {
        let (round, before) = (self.round + 1, core::mem::take(&mut self.statuses));
        self.replace(Self::default());
        (self.round, self.before, self.clock.touched) = (round, before, true);
    }

    /// Grants all that there is: the question.
    fn predict(&mut self, guess: usize) {
        self.renew(self.seed, Scopes::ALL);
        self.common.guess = Some(guess);
    }
}

/// Whether a status is that of a request that was answered.
pub const fn is_answer(status: u16) -> bool {
    status / 100 == 2
}

//! The demo's state: a pair of credentials, what was done to them, and what is true after that. Pure; the view calls
//! these methods and shows what they say.
//!
//! Time is not run but stepped: a moment is the list of acts that led to it. So going back is leaving out the last
//! act, and it is exact, because everything is asked anew of the provider as it was made.

use std::sync::Arc;

use crate::link::SEEDS;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::{HOST, READS};
use sim::provider::api_key::ApiKey;
use sim::provider::oauth::Tokens;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider};
use sim::stories::app::{with_key, with_token};
use sim::stories::world::{Actor, Credential, Exchange};
use sim::wire::http::{Peer, Request};
use sim::wire::rng::Rng;
use sim::wire::time::{Duration, START};

/// What a reader can do to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Send the same request with each.
    Send,
    /// Let an hour pass.
    Wait,
    /// Let both get out: a thief tries every endpoint with each.
    Leak,
}

impl Act {
    /// Every act, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Send, Self::Wait, Self::Leak];

    /// Its name in a link, and of its button.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Leak => "leak",
        }
    }

    /// The act of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}

/// What would show most next: the button that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// This act.
    Act(Act),
    /// A new pair: this one has shown what it can.
    NewPair,
}

/// How long a wait is. A token lives as long.
pub const WAIT: Duration = Duration::hours(1);
/// The most that can be done to one pair: a day of waiting.
pub const MOST_ACTS: usize = 24;
/// What Ada lets the app do with her token.
pub const SCOPE: Scope = Scope::OrdersRead;
/// The first picture's seed.
pub const FIRST_SEED: u64 = 7;
/// What has been done in the first picture: enough to tell the two apart.
pub const FIRST_ACTS: [Act; 2] = [Act::Wait, Act::Wait];
/// What the question supposes.
const SUPPOSED: [Act; 2] = [Act::Leak, Act::Wait];
/// Which of the thief's attempts stands on the wire: the first that tells the two apart.
const SHOWN_THEFT: usize = 1;

/// The demo's state.
#[derive(Clone, Debug)]
pub struct TwentySeconds {
    /// The key and the token.
    pub pair: Arc<Pair>,
    /// What was done to them, and what was taken back and can be done again.
    pub acts: Vec<Act>,
    /// How many of the acts count now.
    pub at: usize,
    /// What is true after them.
    pub picture: Arc<Picture>,
    /// Whether the reader has touched the demo.
    pub touched: bool,
    /// What every demo has.
    pub common: Common,
}

impl Default for TwentySeconds {
    fn default() -> Self {
        Self::new(FIRST_SEED, FIRST_ACTS.into())
    }
}

impl TwentySeconds {
    /// A pair from this seed, to which this was done.
    pub fn new(seed: u64, acts: Vec<Act>) -> Self {
        let pair = Arc::new(Pair::new(seed));
        let picture = Arc::new(Picture::new(&pair, &acts));
        let at = acts.len();
        Self { pair, acts, at, picture, touched: false, common: Common::default() }
    }

    /// What was done, up to this moment.
    pub fn done(&self) -> &[Act] {
        &self.acts[..self.at]
    }

    /// Whether nothing more can be done to this pair.
    pub const fn is_full(&self) -> bool {
        self.at >= MOST_ACTS
    }

    /// Does one thing more. What was taken back before is forgotten.
    pub fn perform(&mut self, act: Act) {
        self.touched = true;
        if !self.is_full() {
            self.acts.truncate(self.at);
            self.acts.push(act);
            self.go(self.at + 1);
        }
    }

    /// Another pair, to which nothing was done. Its seed follows from this one's, and does not look it.
    pub fn another_pair(&mut self) {
        self.begin(Rng::stream(self.pair.seed, "next pair").below(SEEDS), Vec::new());
    }

    /// Begins anew with a pair from this seed, to which this was done.
    pub fn begin(&mut self, seed: u64, acts: Vec<Act>) {
        self.replace(Self { touched: true, ..Self::new(seed, acts) });
    }

    /// What the run says to the question: whether the key, and whether the token, still opens something.
    pub fn supposed(&self) -> Picture {
        Picture::new(&self.pair, &SUPPOSED)
    }

    /// What would show most next.
    pub fn next(&self) -> Next {
        let since_wait = self.done().rsplit(|act| *act == Act::Wait).next().unwrap_or_default();
        let dead = !self.picture.token.works();
        match (self.picture.leaked, dead) {
            _ if self.is_full() => Next::NewPair,
            (Some(_), true) => Next::NewPair,
            (Some(_), false) => Next::Act(Act::Wait),
            (None, _) if !since_wait.contains(&Act::Send) => Next::Act(Act::Send),
            (None, true) => Next::Act(Act::Leak),
            (None, false) => Next::Act(Act::Wait),
        }
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.acts.len());
        self.picture = Arc::new(Picture::new(&self.pair, self.done()));
    }
}

impl Model for TwentySeconds {
    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Where the demo stands among its acts, as a clock: a millisecond an act.
    fn common(&self) -> (Clock, &Common) {
        let at = |n: usize| Duration::milliseconds(n as u64);
        let clock =
            Clock { now: at(self.at), length: at(self.acts.len()), playing: false, pace: 0, touched: self.touched };
        (clock, &self.common)
    }

    /// The keys' moves, and the small buttons'. There is no time to run: Space and the step forward do what is next.
    fn move_to(&mut self, to: Move) {
        self.touched = true;
        match to {
            Move::Forward | Move::NextTurn if self.at < self.acts.len() => self.go(self.at + 1),
            // A new pair could not be taken back, so a step alone does not make one.
            Move::Forward => {
                if let Next::Act(act) = self.next() {
                    self.perform(act);
                }
            }
            Move::Toggle => match self.next() {
                Next::Act(act) => self.perform(act),
                Next::NewPair => self.another_pair(),
            },
            Move::Back | Move::PreviousTurn => self.go(self.at.saturating_sub(1)),
            Move::Go(moment) => self.go(moment.as_ms() as usize),
            _ => {}
        }
    }

    /// Lets both leak and an hour pass: the question.
    fn predict(&mut self, guess: usize) {
        self.begin(self.pair.seed, SUPPOSED.into());
        self.common.guess = Some(guess);
    }
}

/// A key and a token, and the provider that made them, at the moment when it had.
#[derive(Debug)]
pub struct Pair {
    /// What they were made from.
    pub seed: u64,
    /// The key.
    pub key: ApiKey,
    /// The token, and the refresh token that came with it.
    pub tokens: Tokens,
    provider: Provider,
}

impl Pair {
    /// The provider makes a key for the app, and a token for it when Ada signs in.
    pub fn new(seed: u64) -> Self {
        let mut provider = Provider::new(seed, Policy { access: WAIT, ..Policy::default() });
        let (_, key) = provider.create_key(START);
        let tokens = provider.sign_in(Scopes::of(&[SCOPE]), START);
        Self { seed, key, tokens, provider }
    }

    /// How long the token lives.
    pub const fn lifetime(&self) -> Duration {
        Duration::seconds(self.tokens.expires_in_s)
    }

    /// Sends a request for this resource with one of the two, so long after they were made.
    ///
    /// Each look asks a copy of the provider: quotas and counts of failures are another demo's subject, and here
    /// nobody should have to wait for a window to pass.
    pub fn ask(&self, credential: Credential, read: usize, age: Duration, actor: Actor) -> Exchange {
        let peer = if actor == Actor::Thief { Peer::THIEF } else { Peer::CLIENT };
        let request = Request::get(HOST, READS[read].path).from(peer);
        let request = match credential {
            Credential::Key => with_key(request, &self.key),
            Credential::Token => with_token(request, &self.tokens.access),
        };
        let answer = self.provider.clone().handle(&request, START + age);
        Exchange { actor, request, response: answer.response, reject: answer.reject, records: answer.records }
    }
}

/// What is true after some acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// How old the pair is.
    pub age: Duration,
    /// How old it was when it leaked, if it has.
    pub leaked: Option<Duration>,
    /// The last act.
    pub last: Option<Act>,
    /// How many acts there were: what is done twice is shown twice.
    pub count: usize,
    /// How long a token lives.
    pub lifetime: Duration,
    /// The key.
    pub key: Side,
    /// The token.
    pub token: Side,
}

/// What is true of one of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// What each of [`READS`] answers to it now, as a status.
    pub doors: [u16; READS.len()],
    /// How many of them opened when it was new.
    pub opened_at_first: usize,
    /// Since when it is expired, and the error code that tells so, if it is.
    pub ended: Option<(Duration, &'static str)>,
    /// The last request with it, and how old the pair was then.
    pub sent: Option<(Duration, Exchange)>,
}

impl Picture {
    /// What is true of this pair after these acts.
    pub fn new(pair: &Pair, acts: &[Act]) -> Self {
        let age_after = |n: usize| {
            let waits = acts[..n].iter().filter(|act| **act == Act::Wait).count();
            Duration::milliseconds(WAIT.as_ms() * waits as u64)
        };
        let age = age_after(acts.len());
        let sent = acts.iter().rposition(|act| *act != Act::Wait);
        let side = |credential| {
            let doors = |age| core::array::from_fn(|read| pair.ask(credential, read, age, Actor::App));
            let now: [Exchange; READS.len()] = doors(age);
            let ended = match &now[0].reject {
                Some(reject @ Reject::TokenExpired { at }) => {
                    Some((at.since(START), reject.code().unwrap_or_default()))
                }
                _ => None,
            };
            let sent = sent.map(|n| {
                let (read, actor) = if acts[n] == Act::Leak { (SHOWN_THEFT, Actor::Thief) } else { (0, Actor::App) };
                (age_after(n), pair.ask(credential, read, age_after(n), actor))
            });
            let statuses = |exchanges: [Exchange; READS.len()]| exchanges.map(|exchange| exchange.response.status.0);
            let opened_at_first = opened(&statuses(doors(Duration::ZERO)));
            Side { doors: statuses(now), opened_at_first, ended, sent }
        };
        Self {
            age,
            leaked: acts.iter().position(|act| *act == Act::Leak).map(age_after),
            last: acts.last().copied(),
            count: acts.len(),
            lifetime: pair.lifetime(),
            key: side(Credential::Key),
            token: side(Credential::Token),
        }
    }

    /// One of the two.
    pub const fn side(&self, credential: Credential) -> &Side {
        match credential {
            Credential::Key => &self.key,
            Credential::Token => &self.token,
        }
    }

    /// How much of its life the token has left.
    pub fn left(&self) -> Duration {
        self.lifetime - self.age
    }
}

impl Side {
    /// How many endpoints it opens now.
    pub fn opens(&self) -> usize {
        opened(&self.doors)
    }

    /// Whether it opens anything now.
    pub fn works(&self) -> bool {
        self.opens() > 0
    }
}

fn opened(doors: &[u16]) -> usize {
    doors.iter().filter(|status| **status / 100 == 2).count()
}

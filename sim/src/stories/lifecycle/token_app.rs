//! Whoever holds tokens and calls with them: the app that Ada signed in to, and a thief with a copy of its refresh token.
//! It knows what it holds and when it acts next; what comes of it, the world tells it.

use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant};

/// How often the API is called.
pub const INTERVAL: Duration = Duration::minutes(10);
/// How long after a refusal the next request goes out that is to mend it.
const AT_ONCE: Duration = Duration::seconds(1);
/// How long to wait before a server that failed is asked again.
const PATIENCE: Duration = Duration::minutes(5);
/// How long a client waits for an answer before it asks again.
const TIMEOUT: Duration = Duration::seconds(10);

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The app with the key.
    KeyApp,
    /// The app that Ada signed in to.
    App,
    /// A second tab of it.
    Tab,
    /// The thief.
    Thief,
    /// The owner, or Ada.
    Owner,
}

/// A pair of tokens that was issued, and where it stands in its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its number in the history, from 0.
    pub number: u32,
    /// The pair that it was traded for; `None` for the first after a sign-in.
    pub parent: Option<u32>,
    /// Which sign-in it comes from, from 0.
    pub family: u32,
    /// How many refreshes lie between.
    pub generation: u32,
    /// When it was issued.
    pub at: Instant,
    /// When its access token ends, by `expires_in`.
    pub expires: Instant,
    /// To whom.
    pub who: Who,
    /// Whether the answer that carried it got lost.
    pub lost: bool,
}

/// A pair of tokens in somebody's hands.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which.
    pub issue: Issue,
    /// For the API. A thief who copied a refresh token has none yet.
    pub access: Option<Secret>,
    /// For the authorization server.
    pub refresh: Secret,
}

/// What a holder does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Calls the API; `again` if that is the second try after a refusal.
    Call {
        /// Whether it is the second try.
        again: bool,
    },
    /// Asks for new tokens.
    Refresh,
}

/// How a refresh went.
#[derive(Debug)]
pub enum Outcome {
    /// New tokens.
    New(Held),
    /// No answer came.
    Lost,
    /// The server failed; it may work later.
    Failed,
    /// The token is good no more.
    Refused,
}

/// A holder of tokens.
#[derive(Clone, Debug)]
pub struct Holder {
    /// What it holds.
    pub held: Option<Held>,
    early: Duration,
    call_at: Option<Instant>,
    again_at: Option<Instant>,
    refresh_at: Option<Instant>,
    /// It waits for a server that failed.
    waits: bool,
    /// A call was refused and is tried again once there are new tokens.
    owes_call: bool,
}

impl Holder {
    /// A holder with nothing in its hands, whose first call is due then. It refreshes so long before the end.
    pub const fn new(early: Duration, call_at: Option<Instant>) -> Self {
        Self { held: None, early, call_at, again_at: None, refresh_at: None, waits: false, owes_call: false }
    }

    /// What it does next, and when. Nothing while its hands are empty.
    pub fn next(&self) -> Option<(Instant, Act)> {
        let held = self.held.as_ref()?;
        let refresh = self.refresh_at.map(|at| (at, Act::Refresh));
        let again = self.again_at.map(|at| (at, Act::Call { again: true }));
        let call = self.call_at.map(|at| (at, Act::Call { again: false }));
        let calls = [again, call].into_iter().flatten().filter(|_| held.access.is_some());
        refresh.into_iter().chain(calls).min_by_key(|(at, _)| *at)
    }

    /// It has new tokens.
    pub fn take(&mut self, held: Held, now: Instant) {
        let life = held.issue.expires.since(held.issue.at);
        // A refresh before half of the life is over would be no refresh but a habit.
        let early = self.early.min(Duration::milliseconds(life.as_ms() / 2));
        self.refresh_at = (self.early > Duration::ZERO).then(|| held.issue.expires - early);
        self.again_at = self.owes_call.then(|| now + AT_ONCE);
        self.call_at.get_or_insert(now + AT_ONCE);
        (self.waits, self.owes_call) = (false, false);
        self.held = Some(held);
    }

    /// When its next call is due.
    pub const fn call_at(&self) -> Option<Instant> {
        self.call_at
    }

    /// Whether its last call was refused and waits for new tokens.
    pub const fn owes_call(&self) -> bool {
        self.owes_call
    }

    /// It will ask for new tokens then.
    pub const fn refresh_at(&mut self, at: Instant) {
        self.refresh_at = Some(at);
    }

    /// It has called; `refused` if with a 401. Says whether there is any use in new tokens.
    pub fn called(&mut self, again: bool, refused: bool, now: Instant) {
        if again {
            self.again_at = None;
        } else {
            self.call_at = Some(now + INTERVAL);
        }
        if refused && !again && !self.waits {
            (self.refresh_at, self.owes_call) = (Some(now + AT_ONCE), true);
        }
    }

    /// It has asked for new tokens.
    pub fn refreshed(&mut self, outcome: Outcome, now: Instant) {
        match outcome {
            Outcome::New(held) => self.take(held, now),
            Outcome::Lost => self.refresh_at = Some(now + TIMEOUT),
            Outcome::Failed => (self.refresh_at, self.waits, self.owes_call) = (Some(now + PATIENCE), true, false),
            Outcome::Refused => {
                (self.refresh_at, self.waits, self.owes_call) = (None, false, false);
                self.held = None;
            }
        }
    }
}

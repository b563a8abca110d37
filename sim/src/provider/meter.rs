//! What is counted: usage and quota for each key and each client, failures for each network address.
//!
//! Counters are kept apart from what the provider holds, because they may change on a refusal and nothing else may.

use crate::provider::api_key::KeyId;
use crate::provider::oauth::client::ClientId;
use crate::provider::reject::Reject;
use crate::wire::http::Peer;
use crate::wire::time::{Duration, Instant};

/// How much of what fits a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Requests with one key.
    pub per_key: u32,
    /// Requests of one client, with all its keys and tokens together.
    pub per_client: u32,
    /// Credentials from one network address that were none.
    pub failures: u32,
    /// Wrong user codes from one network address (RFC 8628 §5.1).
    pub guesses: u32,
    /// How long a window is.
    pub window: Duration,
}

impl Default for Quota {
    fn default() -> Self {
        Self { per_key: 100, per_client: 300, failures: 20, guesses: 5, window: Duration::seconds(60) }
    }
}

/// Whose requests are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Key(KeyId),
    Client(ClientId),
    Failures(Peer),
    Guesses(Peer),
}

/// A counter: its present window, and its whole life.
#[derive(Clone, Copy, Debug)]
struct Counter {
    of: Counted,
    window_began: Instant,
    in_window: u32,
    total: u64,
    last: Instant,
}

/// How a key has been used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// How many requests it has made.
    pub total: u64,
    /// When it made the last one.
    pub last: Instant,
}

/// Every counter of a provider. They are few: one a key, a client and a troublesome address.
#[derive(Clone, Debug, Default)]
pub struct Meters(Vec<Counter>);

/// What is left after a counted request, for the `RateLimit` fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Requests left with this key in its window, and the seconds to the window's end. `None` for a token.
    pub of_key: Option<(u32, u64)>,
    /// The same for the client.
    pub of_client: (u32, u64),
}

impl Meters {
    /// Counts a request of a client, with a key if it came with one.
    ///
    /// # Errors
    /// [`Reject::QuotaSpent`] if the key's or the client's window is full; the request is not counted then.
    pub fn count(&mut self, key: Option<KeyId>, client: ClientId, quota: Quota, now: Instant) -> Result<Left, Reject> {
        let of_key = key.map(Counted::Key);
        for (of, limit) in
            of_key.into_iter().map(|of| (of, quota.per_key)).chain([(Counted::Client(client), quota.per_client)])
        {
            if let Some(wait) = self.wait(of, limit, quota.window, now) {
                return Err(Reject::QuotaSpent { wait_s: wait.as_s_up() });
            }
        }
        Ok(Left {
            of_key: of_key.map(|of| self.add(of, quota.per_key, quota.window, now)),
            of_client: self.add(Counted::Client(client), quota.per_client, quota.window, now),
        })
    }

    /// Whether this address may present a credential now.
    ///
    /// # Errors
    /// [`Reject::TooManyFailures`] if it has presented too many that were none.
    pub fn may_try(&self, peer: Peer, quota: Quota, now: Instant) -> Result<(), Reject> {
        match self.wait(Counted::Failures(peer), quota.failures, quota.window, now) {
            Some(wait) => Err(Reject::TooManyFailures { wait_s: wait.as_s_up() }),
            None => Ok(()),
        }
    }

    /// Counts a credential that was none.
    pub fn failed(&mut self, peer: Peer, quota: Quota, now: Instant) {
        self.add(Counted::Failures(peer), quota.failures, quota.window, now);
    }

    /// Whether this address may enter a user code now.
    ///
    /// # Errors
    /// [`Reject::TooManyGuesses`] if it has entered too many that were none.
    pub fn may_guess(&self, peer: Peer, quota: Quota, now: Instant) -> Result<(), Reject> {
        match self.wait(Counted::Guesses(peer), quota.guesses, quota.window, now) {
            Some(wait) => Err(Reject::TooManyGuesses { wait_s: wait.as_s_up() }),
            None => Ok(()),
        }
    }

    /// Counts a user code that was none.
    pub fn guessed(&mut self, peer: Peer, quota: Quota, now: Instant) {
        self.add(Counted::Guesses(peer), quota.guesses, quota.window, now);
    }

    /// What is left in the windows, without counting anything: all of it, for no seconds, where no window is open.
    pub fn left(&self, key: Option<KeyId>, client: ClientId, quota: Quota, now: Instant) -> Left {
        let look = |of, limit| self.look(of, limit, quota.window, now);
        Left {
            of_key: key.map(|key| look(Counted::Key(key), quota.per_key)),
            of_client: look(Counted::Client(client), quota.per_client),
        }
    }

    /// The same for the credentials from this address that are none.
    pub fn failures_left(&self, peer: Peer, quota: Quota, now: Instant) -> (u32, u64) {
        self.look(Counted::Failures(peer), quota.failures, quota.window, now)
    }

    /// How a key has been used, if it has.
    pub fn usage(&self, key: KeyId) -> Option<Usage> {
        let counter = self.0.iter().find(|counter| counter.of == Counted::Key(key))?;
        Some(Usage { total: counter.total, last: counter.last })
    }

    /// How long until the next one is let through, if the window is full.
    fn wait(&self, of: Counted, limit: u32, window: Duration, now: Instant) -> Option<Duration> {
        let counter = self.0.iter().find(|counter| counter.of == of)?;
        let ends = counter.window_began + window;
        (now < ends && counter.in_window >= limit).then(|| ends.since(now))
    }

    fn look(&self, of: Counted, limit: u32, window: Duration, now: Instant) -> (u32, u64) {
        let counter = self.0.iter().find(|counter| counter.of == of && now < counter.window_began + window);
        counter.map_or((limit, 0), |counter| {
            (limit.saturating_sub(counter.in_window), (counter.window_began + window).since(now).as_s_up())
        })
    }

    /// Counts one, and says how many are left and for how many seconds.
    fn add(&mut self, of: Counted, limit: u32, window: Duration, now: Instant) -> (u32, u64) {
        let index = self.0.iter().position(|counter| counter.of == of).unwrap_or_else(|| {
            self.0.push(Counter { of, window_began: now, in_window: 0, total: 0, last: now });
            self.0.len() - 1
        });
        let counter = &mut self.0[index];
        if now >= counter.window_began + window {
            (counter.window_began, counter.in_window) = (now, 0);
        }
        counter.in_window += 1;
        counter.total += 1;
        counter.last = now;
        let left_s = (counter.window_began + window).since(now).as_s_up();
        (limit.saturating_sub(counter.in_window), left_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_unix_s(1_000_000);
    const QUOTA: Quota = Quota { per_key: 2, per_client: 3, failures: 1, guesses: 1, window: Duration::seconds(60) };

    #[test]
    fn a_keys_window_fills_and_opens_again_at_its_end() {
        let (mut meters, key, client) = (Meters::default(), KeyId::first(), ClientId::first());
        let mut count = |after| meters.count(Some(key), client, QUOTA, NOW + Duration::seconds(after));
        assert_eq!(count(0), Ok(Left { of_key: Some((1, 60)), of_client: (2, 60) }));
        assert_eq!(count(10), Ok(Left { of_key: Some((0, 50)), of_client: (1, 50) }));
        assert_eq!(count(59), Err(Reject::QuotaSpent { wait_s: 1 }));
        assert_eq!(count(60), Ok(Left { of_key: Some((1, 60)), of_client: (2, 60) }));
        assert_eq!(meters.usage(key), Some(Usage { total: 3, last: NOW + Duration::seconds(60) }));
    }

    #[test]
    fn sibling_credentials_share_their_clients_window() {
        let (mut meters, client) = (Meters::default(), ClientId::first());
        for _ in 0..3 {
            assert!(meters.count(None, client, QUOTA, NOW).is_ok());
        }
        assert_eq!(meters.count(Some(KeyId::first()), client, QUOTA, NOW), Err(Reject::QuotaSpent { wait_s: 60 }));
        assert_eq!(meters.usage(KeyId::first()), None);
    }

    #[test]
    fn looking_counts_nothing_and_sees_what_counting_said() {
        let (mut meters, key, client) = (Meters::default(), KeyId::first(), ClientId::first());
        let full = Left { of_key: Some((2, 0)), of_client: (3, 0) };
        assert_eq!(meters.left(Some(key), client, QUOTA, NOW), full);
        let counted = meters.count(Some(key), client, QUOTA, NOW);
        assert_eq!(counted, Ok(meters.left(Some(key), client, QUOTA, NOW)));
        assert_eq!(meters.left(Some(key), client, QUOTA, NOW + Duration::seconds(60)), full);
        meters.failed(Peer::THIEF, QUOTA, NOW);
        let later = NOW + Duration::seconds(20);
        assert_eq!(meters.failures_left(Peer::THIEF, QUOTA, later), (0, 40));
        assert_eq!(meters.failures_left(Peer::CLIENT, QUOTA, later), (1, 0));
    }

    #[test]
    fn failures_are_counted_an_address() {
        let mut meters = Meters::default();
        meters.failed(Peer::THIEF, QUOTA, NOW);
        assert_eq!(meters.may_try(Peer::THIEF, QUOTA, NOW), Err(Reject::TooManyFailures { wait_s: 60 }));
        assert_eq!(meters.may_try(Peer::CLIENT, QUOTA, NOW), Ok(()));
        assert_eq!(meters.may_guess(Peer::THIEF, QUOTA, NOW), Ok(()));
        assert_eq!(meters.may_try(Peer::THIEF, QUOTA, NOW + Duration::seconds(60)), Ok(()));
    }
}

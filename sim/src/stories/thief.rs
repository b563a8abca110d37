//! The thief: uses what leaked, as fast as it was told to, on everything that opens.

use crate::provider::Answer;
use crate::provider::api::{HOST, READS};
use crate::provider::api_key::ApiKey;
use crate::provider::shop::PAGE_SIZE;
use crate::stories::app::{read_tokens, refresh_request, with_key, with_token};
use crate::wire::http::Request;
use crate::wire::rng::Rng;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant};

/// What leaked.
#[derive(Clone, Debug)]
pub enum Loot {
    /// An API key.
    Key(ApiKey),
    /// An access token, and perhaps the refresh token with it.
    Tokens {
        /// For the API.
        access: Secret,
        /// For the authorization server: worth more than the access token.
        refresh: Option<Secret>,
    },
}

/// What the thief knows of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Untried,
    Open {
        next_page: u32,
    },
    /// Refused for good: it answered 403.
    Shut,
    /// All of it is copied.
    Emptied,
}

/// A thief at work.
#[derive(Clone, Debug)]
pub struct Thief {
    loot: Loot,
    doors: [Door; READS.len()],
    at_door: usize,
    /// It asks for new tokens first: before it has been noticed, and when a token has died.
    refresh_next: bool,
    pace: Pace,
    /// How long it waits after a refusal: twice as long each time, up to an hour.
    wait: Duration,
}

const LONGEST_WAIT: Duration = Duration::hours(1);

/// The times from one request of a thief to the next: its interval, give or take a quarter. The seed alone decides
/// them; answers do not.
#[derive(Clone, Debug)]
pub struct Pace {
    interval: Duration,
    rng: Rng,
}

impl Pace {
    /// The pace of a thief who sends so many requests a minute.
    pub fn new(requests_per_minute: u32, seed: u64) -> Self {
        let interval = Duration::milliseconds(60_000 / u64::from(requests_per_minute.max(1)));
        Self { interval, rng: Rng::stream(seed, "thief") }
    }

    /// The time to the next request.
    #[allow(clippy::should_implement_trait)] // an endless stream has no `None`
    pub fn next(&mut self) -> Duration {
        let ms = self.interval.as_ms();
        Duration::milliseconds((ms * 3 / 4 + self.rng.below(ms / 2 + 1)).max(1))
    }

    /// The longest time there can be to the next request.
    pub const fn longest(&self) -> Duration {
        Duration::milliseconds(self.interval.as_ms() * 3 / 4 + self.interval.as_ms() / 2 + 1)
    }
}

impl Thief {
    /// A thief with this loot who sends so many requests a minute.
    pub fn new(loot: Loot, requests_per_minute: u32, seed: u64) -> Self {
        let pace = Pace::new(requests_per_minute, seed);
        let refresh_next = matches!(&loot, Loot::Tokens { refresh: Some(_), .. });
        Self { loot, doors: [Door::Untried; READS.len()], at_door: 0, refresh_next, wait: pace.interval, pace }
    }

    /// How many endpoints have opened so far.
    pub fn doors_opened(&self) -> usize {
        self.doors.iter().filter(|door| matches!(door, Door::Open { .. } | Door::Emptied)).count()
    }

    /// What it sends next; `None` once nothing is left to try.
    pub fn request(&self) -> Option<Request> {
        if let Loot::Tokens { refresh: Some(refresh), .. } = &self.loot
            && self.refresh_next
        {
            return Some(refresh_request(refresh));
        }
        let page = match self.doors[self.at_door] {
            Door::Untried => 1,
            Door::Open { next_page } => next_page,
            Door::Shut | Door::Emptied => return None,
        };
        let request = Request::get(HOST, READS[self.at_door].path).query(["page=", &page.to_string()].concat());
        Some(match &self.loot {
            Loot::Key(key) => with_key(request, key),
            Loot::Tokens { access, .. } => with_token(request, access),
        })
    }

    /// Takes in the answer to [`Thief::request`], and says when it tries again.
    pub fn learn(&mut self, answer: &Answer, now: Instant) -> Instant {
        if self.refresh_next {
            self.learn_refresh(answer);
            return now + self.pace.next();
        }
        let status = answer.response.status;
        if status.is_success() {
            let page = match self.doors[self.at_door] {
                Door::Open { next_page } => next_page,
                _ => 1,
            };
            let more = answer.records == PAGE_SIZE;
            self.doors[self.at_door] = if more { Door::Open { next_page: page + 1 } } else { Door::Emptied };
            self.next_door();
        } else if status.0 == 401 {
            // The credential is dead. A refresh token may bring a new one; else it knocks on.
            self.refresh_next = matches!(&self.loot, Loot::Tokens { refresh: Some(_), .. });
            if !self.refresh_next {
                self.wait = (self.wait + self.wait).min(LONGEST_WAIT);
                return now + self.wait;
            }
        } else {
            self.doors[self.at_door] = Door::Shut;
            self.next_door();
        }
        self.wait = self.pace.interval;
        now + self.pace.next()
    }

    fn learn_refresh(&mut self, answer: &Answer) {
        self.refresh_next = false;
        if let Loot::Tokens { access, refresh } = &mut self.loot {
            match read_tokens(&answer.response.body.text()) {
                Some(tokens) => (*access, *refresh) = (tokens.access, tokens.refresh),
                None => *refresh = None,
            }
        }
    }

    /// The next endpoint that may have something left, in turn.
    fn next_door(&mut self) {
        let count = self.doors.len();
        let next = (1..=count)
            .map(|step| (self.at_door + step) % count)
            .find(|&door| matches!(self.doors[door], Door::Untried | Door::Open { .. }));
        self.at_door = next.unwrap_or(self.at_door);
    }
}

//! What a leak costs: how many records the thief has in the end.
//!
//! [`Replay`] plays a leak in full, request by request. That is up to 50,000 requests, too many for a hundred thousand
//! leaks, so [`Costs`] has a shortcut to the same number. It rests on this: what a thief's requests bring, in their
//! order, depends on what the credential opens alone ([`Haul`]); when they are sent, on the seed alone ([`Pace`]); and
//! when the credential dies, on the settings alone. `tests/demos/leaks.rs` holds the one against the other.

use crate::provider::api::{KEY_SCOPES, READS, Resource};
use crate::provider::scope::Scopes;
use crate::stories::app::refresh_margin;
use crate::stories::thief::Pace;
use crate::stories::world::{APP_INTERVAL, Actor, Credential, Settings, World};
use crate::wire::time::{Duration, Instant, START};

/// For how long after a leak its thief is followed.
pub const FOLLOWED: Duration = Duration::days(31);

/// What the requests of a thief bring, in their order, as long as its credential is good.
#[derive(Clone, Debug)]
pub struct Haul {
    /// How many it sends until nothing is left to try.
    requests: u32,
    /// Those that do not bring a whole page: which, counted from 0, and how many records less they bring.
    short: Vec<(u32, u32)>,
}

/// A whole page.
const PAGE: u32 = crate::provider::shop::PAGE_SIZE;

impl Haul {
    /// What a credential of this kind and scope opens.
    fn new(credential: Credential, scope: Scopes) -> Self {
        let opens = match credential {
            Credential::Key => KEY_SCOPES,
            Credential::Token => scope,
        };
        // What is left behind each door; the thief learns that a door is emptied by a page that is not whole.
        let mut doors = READS.map(|endpoint| match endpoint.resource {
            _ if !opens.contains(endpoint.scope) => Some(0),
            Resource::Records(collection) => Some(collection.size()),
            _ => Some(1),
        });
        let (mut requests, mut short) = (0, Vec::new());
        while doors.iter().any(Option::is_some) {
            for door in &mut doors {
                let Some(left) = *door else { continue };
                let brings = left.min(PAGE);
                *door = (brings == PAGE).then(|| left - PAGE);
                if brings < PAGE {
                    short.push((requests, PAGE - brings));
                }
                requests += 1;
            }
        }
        Self { requests, short }
    }

    /// How many records the first so many requests bring.
    fn brought_by(&self, requests: u32) -> u32 {
        let short = self.short.iter().take_while(|(request, _)| *request < requests);
        requests * PAGE - short.map(|(_, less)| less).sum::<u32>()
    }
}

/// What is the same for all leaks of the same credential: all but when it leaks, when that is noticed, and the seed.
#[derive(Clone, Debug)]
pub struct Costs {
    hauls: [Haul; 2],
}

/// What a leak costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The records the thief has in the end.
    pub records: u32,
    /// How many waiting times had to be drawn to find out: what it took.
    pub draws: u32,
}

impl Costs {
    /// For tokens of this scope, and keys.
    pub fn new(token_scope: Scopes) -> Self {
        Self { hauls: Credential::BOTH.map(|credential| Haul::new(credential, token_scope)) }
    }

    /// What this leak costs. The settings' scope has to be the one that this was made for.
    pub fn of(&self, leak: &Settings, credential: Credential) -> Loss {
        let haul = &self.hauls[credential as usize];
        let found = leak.leak_at + leak.hole.found_after();
        let noticed = leak.leak_at + leak.noticed_after;
        // The last request that counts may come at that very moment.
        let followed = leak.leak_at + FOLLOWED + Duration::milliseconds(1);
        let mut thief = Caller { pace: Pace::new(leak.requests_per_minute, leak.seed), at: found, sent: 0, draws: 0 };
        match credential {
            // A key is looked up on each call, so it dies at once.
            Credential::Key => thief.calls_until(noticed.min(followed), haul),
            Credential::Token => thief.uses_token(leak, noticed, followed, haul),
        }
        Loss { records: haul.brought_by(thief.sent), draws: thief.draws }
    }
}

/// A thief of whom only the times of its requests are known.
struct Caller {
    pace: Pace,
    /// When it sends its next request.
    at: Duration,
    /// How many it has sent for records that were not refused for a dead credential.
    sent: u32,
    draws: u32,
}

impl Caller {
    fn waits(&mut self) {
        self.at = self.at + self.pace.next();
        self.draws += 1;
    }

    /// Its credential is good before this moment, and dead from then on.
    fn calls_until(&mut self, end: Duration, haul: &Haul) {
        let left = u64::from(haul.requests - self.sent);
        if self.at + Duration::milliseconds(self.pace.longest().as_ms() * left) <= end {
            // However it waits, it comes to the end of what there is.
            self.sent = haul.requests;
        }
        while self.at < end && self.sent < haul.requests {
            self.sent += 1;
            self.waits();
        }
    }

    fn uses_token(&mut self, leak: &Settings, noticed: Duration, followed: Duration, haul: &Haul) {
        let app = Refreshes::around(leak);
        // What the API asks about is the grant; what it can see for itself is the end in the token.
        let dies = |token_ends: Duration, grant_ends: Duration| {
            let asked = if leak.api_asks { grant_ends } else { followed };
            token_ends.min(asked).min(followed)
        };
        let has_refresh_token = leak.refresh_leaks && leak.hole.shows_refresh_token();
        if !has_refresh_token {
            return self.calls_until(dies(app.leaked_ends, noticed), haul);
        }
        // It asks for tokens of its own at once. Once the app has refreshed, the leaked token is a used one, and using it
        // again ends the family. If the thief comes first, it is the app whose token is a used one.
        let came_first = self.at < app.next.min(noticed);
        let grant_ends = if came_first { app.next.min(noticed) } else { self.at };
        let mut token_ends = if came_first { whole_seconds(self.at + leak.token_lifetime) } else { app.leaked_ends };
        self.waits();
        loop {
            self.calls_until(dies(token_ends, grant_ends), haul);
            // Refused, it waits, and asks for new tokens once more.
            if !came_first || self.sent == haul.requests {
                return;
            }
            self.waits();
            if self.at >= grant_ends.min(followed) {
                return;
            }
            token_ends = whole_seconds(self.at + leak.token_lifetime);
            self.waits();
        }
    }
}

/// A token's end is told in whole seconds (RFC 7519 §2).
const fn whole_seconds(at: Duration) -> Duration {
    Duration::seconds(at.as_s())
}

/// The honest app's refreshes before and after a leak. It calls at even intervals, and refreshes when it calls.
struct Refreshes {
    /// When the token that leaks ends.
    leaked_ends: Duration,
    /// When the app refreshes next; at the moment of the leak itself, it has not done so yet.
    next: Duration,
}

impl Refreshes {
    fn around(leak: &Settings) -> Self {
        let needed = leak.token_lifetime - refresh_margin(leak.token_lifetime);
        let interval = APP_INTERVAL.as_ms();
        let every = needed.as_ms().div_ceil(interval).max(1) * interval;
        let before = leak.leak_at.as_ms().div_ceil(every).saturating_sub(1);
        let issued = Duration::milliseconds(before * every);
        Self { leaked_ends: issued + leak.token_lifetime, next: issued + Duration::milliseconds(every) }
    }
}

/// A leak played in full, a few steps at a time.
#[derive(Clone, Debug)]
pub struct Replay {
    world: World,
    end: Instant,
    /// The records that the thief has so far.
    pub records: u32,
    /// How many requests it has sent.
    pub requests: u32,
}

impl Replay {
    /// At its beginning.
    pub fn new(leak: Settings, credential: Credential) -> Self {
        let end = START + leak.leak_at + FOLLOWED;
        Self { world: World::new(leak, credential), end, records: 0, requests: 0 }
    }

    /// Plays so many steps. Gives whether there are more.
    pub fn play(&mut self, steps: u32) -> bool {
        for _ in 0..steps {
            if self.world.next_at().is_none_or(|at| at > self.end) {
                return false;
            }
            let step = self.world.step();
            if let Some(exchange) = step.and_then(|step| step.exchange)
                && exchange.actor == Actor::Thief
            {
                self.records += exchange.records;
                self.requests += 1;
            }
        }
        true
    }
}

/// The most records that there are to take with a credential of this kind and scope.
pub fn most(credential: Credential, scope: Scopes) -> u32 {
    let haul = Haul::new(credential, scope);
    haul.brought_by(haul.requests)
}

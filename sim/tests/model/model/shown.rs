//! What whoever makes steps may look up, so that a step meets what is there.

use super::{Access, Model, Refresh, WINDOW};
use crate::step::{Held, Name, Who};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::time::{Duration, Instant};

impl Model {
    /// Every moment to come at which something ends.
    pub fn deadlines(&self) -> Vec<Instant> {
        let windows = self.failures.values().chain(self.guesses.values()).chain(self.client_requests.values());
        let mut all: Vec<Instant> = windows.map(|window| window.began + WINDOW).collect();
        all.extend(self.codes.values().filter(|code| code.used.is_none()).map(|code| code.expires));
        all.extend(self.access.values().map(|access| Instant::from_unix_s(access.expires_s)));
        all.extend(self.grants.values().filter(|grant| !grant.over).map(|grant| grant.expires));
        let grace = Duration::seconds(self.setup.grace_s);
        all.extend(self.grants.values().filter_map(|grant| grant.refreshed).map(|at| at + grace));
        all.extend(self.keys.values().filter_map(|key| key.ends));
        all.extend(self.devices.values().map(|device| device.expires));
        all.extend(self.devices.values().filter_map(|device| Some(device.polled? + device.interval)));
        all.extend(self.tickets.values().filter(|ticket| !ticket.answered).map(|ticket| ticket.expires));
        all.extend(self.pages.values().map(|page| page.expires));
        all.retain(|at| *at > self.now);
        all.sort();
        all.dedup();
        all
    }

    /// Who holds this credential by right.
    pub fn holder(&self, held: Held) -> Option<Who> {
        match held {
            Held::Access(name) => Some(self.grants[&self.access.get(&name)?.grant].client),
            Held::Refresh(name) => Some(self.grants[&self.refresh.get(&name)?.grant].client),
            Held::Code(name) => Some(self.codes.get(&name)?.client),
            Held::DeviceCode(_) => Some(Who::ShopTv),
            Held::Key(name) => Some(self.keys.get(&name)?.client),
            Held::Nonsense => None,
        }
    }

    /// The authorization request that a code answers; a number that no step has for anything else.
    pub fn request_of(&self, code: Held) -> Name {
        match code {
            Held::Code(name) => self.codes.get(&name).map_or(0, |code| code.ticket),
            _ => 0,
        }
    }

    /// What was granted where this refresh token comes from.
    pub fn granted(&self, refresh: Name) -> Scopes {
        self.grants[&self.refresh[&refresh].grant].scope
    }

    /// The refresh tokens that would work now.
    pub fn live_refresh_tokens(&self) -> Vec<Name> {
        let live = |refresh: &Refresh| {
            let grant = &self.grants[&refresh.grant];
            !grant.over && refresh.place == grant.refreshes && self.now < grant.expires
        };
        self.refresh.iter().filter(|(_, refresh)| live(refresh)).map(|(name, _)| *name).collect()
    }

    /// The refresh tokens whose use would end a family that lives.
    pub fn stale_refresh_tokens(&self) -> Vec<Name> {
        let stale = |refresh: &Refresh| {
            let grant = &self.grants[&refresh.grant];
            !grant.over && refresh.place < grant.refreshes
        };
        self.refresh.iter().filter(|(_, refresh)| stale(refresh)).map(|(name, _)| *name).collect()
    }

    /// The access tokens that hold this scope and are in time.
    pub fn access_tokens_with(&self, scope: Scope) -> Vec<Name> {
        let fits = |access: &Access| access.scope.contains(scope) && self.now.unix_s() < access.expires_s;
        self.access.iter().filter(|(_, access)| fits(access)).map(|(name, _)| *name).collect()
    }
}

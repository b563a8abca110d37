//! The scene's state: a leak whose token lives as long as the reader says, and the moment. Pure; the view shows what it
//! says.

use std::sync::Arc;

use crate::scenes::leak::model::Run;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move, SCRUB_STEPS};
use sim::provider::shop::Collection;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// When Ada notices, from the leak on.
pub const NOTICED: Duration = Duration::hours(24);
/// A whole bar, in records: all of Ada's orders, which are all that the token opens.
pub const WHOLE: u32 = Collection::Orders.size();
/// The least of a bar that is seen, in hundredths of a percent.
const LEAST: u64 = 25;
/// A step of the keys, in thousandths of the play.
const STEP: u64 = 50;

/// The scene's state.
#[derive(Clone, Debug)]
pub struct Lifetime {
    /// The leak.
    pub run: Arc<Run>,
    /// The clock; it counts from the leak.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
}

impl Default for Lifetime {
    fn default() -> Self {
        Self::new(Duration::hours(1), 7)
    }
}

impl Lifetime {
    /// A leak at its beginning, of a token that lives so long.
    pub fn new(lifetime: Duration, seed: u64) -> Self {
        let run = Arc::new(Run::new(lifetime, NOTICED, seed));
        let clock = Clock::new(Duration::ZERO, run.stretch.length());
        Self { run, clock, common: Common::default() }
    }

    /// Sets how long the token lives. Who has seen the end sees the end of the other run.
    pub fn set(&mut self, lifetime: Duration) {
        let position = if self.is_at_end() { SCRUB_STEPS } else { self.run.stretch.scrubbed(self.clock.now) };
        let mut other = Self::new(lifetime, self.run.settings.seed);
        other.act(Move::Scrub(position));
        other.common = self.common.anew();
        *self = other;
    }

    /// Whether the play is over.
    pub fn is_at_end(&self) -> bool {
        self.clock.now >= self.clock.length
    }

    /// How many records the thief has with one of the two.
    pub fn copied(&self, credential: Credential) -> u32 {
        self.run.lane(credential).copied(self.clock.now)
    }

    /// How long the bar of one of the two is, in hundredths of a percent.
    pub fn bar(&self, credential: Credential) -> u64 {
        match u64::from(self.copied(credential)) * 10_000 / u64::from(WHOLE) {
            0 if self.copied(credential) == 0 => 0,
            part => part.clamp(LEAST, 10_000),
        }
    }
}

impl Model for Lifetime {
    fn common(&self) -> &Common {
        &self.common
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn clock(&self) -> Clock {
        self.clock
    }

    fn act(&mut self, to: Move) {
        if to == Move::Reset {
            return *self = Self { common: self.common.anew(), ..Self::default() };
        }
        let stretch = &self.run.stretch;
        let to = stretch.by_key(to, self.clock.now, STEP, &[]);
        stretch.act(&mut self.clock, to, stretch.length());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::provider::scope::{Scope, Scopes};
    use sim::stories::loss::Costs;

    fn at_end(lifetime: Duration) -> Lifetime {
        let mut state = Lifetime::new(lifetime, 7);
        state.act(Move::Scrub(SCRUB_STEPS));
        state
    }

    #[test]
    fn the_longer_the_token_lives_the_more_is_lost_and_the_key_s_loss_stays() {
        let m = Duration::minutes;
        let lost: Vec<_> = [5, 15, 60, 240, 720, 1440]
            .map(|minutes| Credential::BOTH.map(|credential| at_end(m(minutes)).copied(credential)))
            .into();
        assert!(lost.windows(2).all(|pair| pair[0][1] < pair[1][1] && pair[0][0] == pair[1][0]), "{lost:?}");
        // A token that lives as long as the leak goes unnoticed is as bad as the key, to a request or two.
        assert!(lost[5][0].abs_diff(lost[5][1]) <= 20, "{lost:?}");
        let costs = Costs::new(Scopes::of(&[Scope::OrdersRead]));
        let settings = at_end(m(60)).run.settings;
        assert_eq!(Credential::BOTH.map(|credential| costs.of(&settings, credential).records)[..], lost[2]);
    }

    #[test]
    fn a_week_is_worse_than_a_key() {
        let week = at_end(Duration::days(7));
        assert!(week.copied(Credential::Token) > week.copied(Credential::Key));
        assert_eq!((week.copied(Credential::Token), week.bar(Credential::Token)), (WHOLE, 10_000));
    }

    #[test]
    fn another_lifetime_is_seen_where_the_play_stands() {
        let mut state = Lifetime::default();
        state.set(Duration::hours(4));
        assert_eq!(state.clock.now, Duration::ZERO);
        let mut state = at_end(Duration::hours(1));
        state.set(Duration::days(7));
        assert!(state.is_at_end());
    }
}

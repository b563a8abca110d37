//! The scene's state: a leak whose token lives as long as the reader says, and the moment. Pure; the view shows what it
//! says.

use std::sync::Arc;

use crate::scenes::leak::model::{self as leak, Choice};
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::stretch::Stretch;
use sim::provider::shop::Collection;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// When Ada notices, from the leak on.
pub const NOTICED: Duration = Duration::hours(24);
/// A whole bar, in records: all of Ada's orders, which are all that the token opens.
pub const WHOLE: u32 = Collection::Orders.size();
/// The least of a bar that is seen, in hundredths of a percent.
const LEAST: u64 = 25;

/// The scene's state. Its clock counts from the leak.
pub type Lifetime = Scene<Run>;

/// What is played: the leak that the reader's lifetime makes.
#[derive(Clone)]
pub struct Run {
    /// The leak.
    pub leak: leak::Run,
}

impl Play for Run {
    type Choice = Duration;
    const FIRST: Duration = Duration::hours(1);
    const STEP: u64 = 50;

    fn new(lifetime: Duration, seed: u64) -> Self {
        Self { leak: leak::Run::new(Choice { lifetime, noticed: NOTICED }, seed) }
    }

    fn stretch(&self) -> &Stretch {
        self.leak.stretch()
    }

    fn reach(run: &mut Arc<Self>, now: Duration) {
        Arc::make_mut(run).leak.run_to(now);
    }

    /// Who has seen the end sees the end of the other run.
    fn chosen(scene: &mut Lifetime, before: &Lifetime) {
        scene.stand_as(before);
    }
}

impl Lifetime {
    /// How many records the thief has with one of the two.
    pub fn copied(&self, credential: Credential) -> u32 {
        self.run.leak.lane(credential).copied(self.clock.now)
    }

    /// How long the bar of one of the two is, in hundredths of a percent.
    pub fn bar(&self, credential: Credential) -> u64 {
        match u64::from(self.copied(credential)) * 10_000 / u64::from(WHOLE) {
            0 if self.copied(credential) == 0 => 0,
            part => part.clamp(LEAST, 10_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::provider::scope::{Scope, Scopes};
    use sim::stories::loss::Costs;

    fn at_end(lifetime: Duration) -> Lifetime {
        Lifetime::at(lifetime, 7, Duration::days(99))
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
        let settings = at_end(m(60)).run.leak.settings;
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
        state.choose(Duration::hours(4), 7);
        assert_eq!(state.clock.now, Duration::ZERO);
        let mut state = at_end(Duration::hours(1));
        state.choose(Duration::days(7), 7);
        assert!(state.is_at_end());
    }
}

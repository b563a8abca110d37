//! The scene's state: a token that opens so many doors, a thief who tries all six, and the moment. Pure; the view shows
//! what it says.

use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::door::Try;
use crate::ui::stage::pile;
use crate::ui::stage::road::{self, PLACES, Place, Shot};
use crate::ui::stage::stretch::{Leg, Stretch};
use sim::provider::api::{Endpoint, HOST, READS, Resource};
use sim::provider::scope::Scopes;
use sim::provider::{Policy, Provider};
use sim::stories::app::with_token;
use sim::stories::thief::Pace;
use sim::wire::http::{Peer, Request};
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, START};

/// How many doors there are.
pub const DOORS: usize = READS.len();
/// The doors, in the order in which the slider opens them: what the app needs comes first.
const ORDER: [usize; DOORS] = [2, 4, 3, 1, 0, 5];
/// How many requests a minute the thief sends.
const SPEED: u32 = 10;
/// How long the play takes, in milliseconds.
const PLAY_MS: u64 = 5400;

/// The door of that number, from 0.
pub const fn door(number: usize) -> &'static Endpoint {
    &READS[ORDER[number]]
}

/// How many records are behind a door.
pub const fn behind(number: usize) -> u32 {
    match door(number).resource {
        Resource::Records(collection) => collection.size(),
        _ => 1,
    }
}

/// A token, and what the thief's tries with it come to.
#[derive(Debug)]
pub struct Run {
    /// The token.
    pub token: Secret,
    /// The tries, a door each.
    pub tries: [Try; DOORS],
    stretch: Stretch,
}

/// The scene's state. Its clock counts from the thief's first step.
pub type Scope = Scene<Run>;

impl Play for Run {
    /// How many doors the token opens.
    type Choice = u32;
    const FIRST: u32 = 1;

    /// A provider of this seed makes a token for the first so many doors. The thief asks for a page behind each of the
    /// six, as fast as in the other scenes.
    fn new(opens: u32, seed: u64) -> Self {
        let mut provider = Provider::new(seed, Policy::default());
        let scope = (0..opens as usize).fold(Scopes::NONE, |scopes, number| scopes.with(door(number).scope, true));
        let token = provider.sign_in(scope, START).access;
        let mut pace = Pace::new(SPEED, seed);
        let mut at = Duration::ZERO;
        let tries = core::array::from_fn(|number| {
            at = at + pace.next();
            let request = with_token(Request::get(HOST, door(number).path), &token).from(Peer::THIEF);
            let answer = provider.handle(&request, START + at);
            Try { at, status: answer.response.status.0, reject: answer.reject }
        });
        // A little longer than the last try, so that its answer is seen; and whole seconds, as a link says its moment in.
        let stretch = Stretch::new([Leg { until: Duration::seconds(at.as_s() + 8), takes_ms: PLAY_MS }]);
        Self { token, tries, stretch }
    }

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    fn turns(&self) -> Vec<Duration> {
        self.tries.iter().map(|one| one.at).collect()
    }

    /// Who has seen the end sees the end of the other run.
    fn chosen(scene: &mut Scope, before: &Scope) {
        scene.stand_as(before);
    }
}

impl Scope {
    /// The try at a door, if it has been made.
    pub fn tried(&self, number: usize) -> Option<&Try> {
        Some(&self.run.tries[number]).filter(|one| one.at <= self.clock.now)
    }

    /// Where the request to a door is on its way.
    pub fn places(&self, number: usize) -> [Place; PLACES] {
        let (Run { tries, stretch, .. }, now) = (&*self.run, self.clock.now);
        let shot = Shot { arrives_us: stretch.played_us(tries[number].at), is_let_in: tries[number].is_let_in() };
        road::places(&[shot], stretch.played_us(now))
    }

    /// The doors that have opened.
    pub fn opened(&self) -> impl Iterator<Item = usize> {
        (0..DOORS).filter(|number| self.tried(*number).is_some_and(Try::is_let_in))
    }

    /// How many records the thief can take with what has opened.
    pub fn lost(&self) -> u32 {
        self.opened().map(behind).sum()
    }

    /// How many records there are in all.
    pub fn all() -> u32 {
        (0..DOORS).map(behind).sum()
    }

    /// How many bars so many records are. All of them fill a pile.
    pub fn quarters(records: u32) -> u32 {
        pile::quarters(records, Self::all().div_ceil(pile::MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::state::play_on;
    use crate::ui::state::Model;
    use crate::ui::timeline::Move;
    use sim::provider::reject::Reject;
    use sim::stories::loss::most;
    use sim::stories::world::Credential;

    fn at_end(opens: usize) -> Scope {
        Scope::at(opens as u32, 7, Duration::days(1))
    }

    #[test]
    fn each_door_opens_if_the_token_has_its_scope_and_else_says_which_it_lacks() {
        for opens in 1..=DOORS {
            let state = at_end(opens);
            for number in 0..DOORS {
                let one = state.tried(number).unwrap();
                let expected = if number < opens {
                    (200, None)
                } else {
                    (403, Some(Reject::InsufficientScope(door(number).scope)))
                };
                assert_eq!((one.status, one.reject.clone()), expected, "door {number} of {opens}");
            }
        }
    }

    /// The lab's engine says how much a thief gets who has the time to take all.
    #[test]
    fn what_can_be_lost_is_what_the_lab_s_thief_takes() {
        for opens in 1..=DOORS {
            let scope = (0..opens).fold(Scopes::NONE, |scopes, number| scopes.with(door(number).scope, true));
            assert_eq!(at_end(opens).lost(), most(Credential::Token, scope));
        }
        assert_eq!(at_end(DOORS).lost(), Scope::all());
        assert!((0..DOORS).all(|number| (1..=4 * pile::MOST).contains(&Scope::quarters(behind(number)))));
    }

    #[test]
    fn nothing_is_lost_before_its_door_has_opened() {
        let mut state = Scope::new(DOORS as u32, 7);
        assert_eq!(state.lost(), 0);
        for number in 0..DOORS {
            state.act(Move::NextTurn);
            assert_eq!(state.opened().count(), number + 1);
        }
    }

    #[test]
    fn the_play_takes_two_to_six_seconds() {
        let ms = play_on(&mut Scope::default());
        assert!((2000..6000).contains(&ms), "{ms}");
    }

    #[test]
    fn another_token_is_seen_where_the_play_stands() {
        let mut state = Scope::default();
        state.choose(4, 7);
        assert_eq!(state.lost(), 0);
        let mut state = at_end(1);
        state.choose(4, 7);
        assert_eq!((state.is_at_end(), state.opened().count()), (true, 4));
    }
}

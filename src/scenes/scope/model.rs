//! The scene's state: a token that opens so many doors, a thief who tries all six, and the moment. Pure; the view shows
//! what it says.

use std::sync::Arc;

use crate::ui::stage::pile;
use crate::ui::stage::road::Shot;
use crate::ui::stage::stretch::{Leg, Stretch};
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move, SCRUB_STEPS};
use sim::provider::api::{Endpoint, HOST, READS, Resource};
use sim::provider::reject::Reject;
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
/// A step of the keys, in thousandths of the play.
const STEP: u64 = 40;

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
    /// Where all chance comes from.
    pub seed: u64,
    /// How many doors the token opens.
    pub opens: usize,
    /// The token.
    pub token: Secret,
    /// The tries, a door each.
    pub tries: [Try; DOORS],
    stretch: Stretch,
}

/// A try at a door.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// When, from the thief's first step on.
    pub at: Duration,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused, if it was.
    pub reject: Option<Reject>,
    /// The request as it is seen on its way.
    pub shot: Shot,
}

impl Try {
    /// Whether the thief was let in.
    pub const fn is_let_in(&self) -> bool {
        self.status / 100 == 2
    }
}

impl Run {
    /// A provider of this seed makes a token for the first so many doors. The thief asks for a page behind each of the
    /// six, as fast as in the other scenes.
    pub fn new(opens: usize, seed: u64) -> Self {
        let mut provider = Provider::new(seed, Policy::default());
        let scope = (0..opens).fold(Scopes::NONE, |scopes, number| scopes.with(door(number).scope, true));
        let token = provider.sign_in(scope, START).access;
        let mut pace = Pace::new(SPEED, seed);
        let mut at = Duration::ZERO;
        let answers = [(); DOORS].map(|()| {
            at = at + pace.next();
            at
        });
        // A little longer than the last try, so that its answer is seen; and whole seconds, as a link says its moment in.
        let stretch = Stretch::new([Leg { until: Duration::seconds(at.as_s() + 8), takes_ms: PLAY_MS }]);
        let tries = core::array::from_fn(|number| {
            let at = answers[number];
            let request = with_token(Request::get(HOST, door(number).path), &token).from(Peer::THIEF);
            let answer = provider.handle(&request, START + at);
            let status = answer.response.status.0;
            let shot = Shot { arrives_us: stretch.played_us(at), is_let_in: status < 300 };
            Try { at, status, reject: answer.reject, shot }
        });
        Self { seed, opens, token, tries, stretch }
    }
}

/// The scene's state.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The token and the tries.
    pub run: Arc<Run>,
    /// The clock; it counts from the thief's first step.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
}

impl Default for Scope {
    fn default() -> Self {
        Self::new(1, 7)
    }
}

impl Scope {
    /// A token that opens so many doors, before the thief tries one.
    pub fn new(opens: usize, seed: u64) -> Self {
        let run = Arc::new(Run::new(opens, seed));
        let clock = Clock::new(Duration::ZERO, run.stretch.length());
        Self { run, clock, common: Common::default() }
    }

    /// Another token. Who has seen the end sees the end of the other run.
    pub fn set(&mut self, opens: usize, seed: u64) {
        let position = if self.is_at_end() { SCRUB_STEPS } else { self.run.stretch.scrubbed(self.clock.now) };
        let mut other = Self::new(opens, seed);
        other.act(Move::Scrub(position));
        other.common = self.common.anew();
        *self = other;
    }

    /// Whether the play is over.
    pub fn is_at_end(&self) -> bool {
        self.clock.now >= self.clock.length
    }

    /// The try at a door, if it has been made.
    pub fn tried(&self, number: usize) -> Option<&Try> {
        Some(&self.run.tries[number]).filter(|one| one.at <= self.clock.now)
    }

    /// How much of the play has been played, in microseconds.
    pub fn played_us(&self) -> u64 {
        self.run.stretch.played_us(self.clock.now)
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

impl Model for Scope {
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
        let turns = self.run.tries.each_ref().map(|one| one.at);
        let to = stretch.by_key(to, self.clock.now, STEP, &turns);
        stretch.act(&mut self.clock, to, stretch.length());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::stories::loss::most;
    use sim::stories::world::Credential;

    fn at_end(opens: usize) -> Scope {
        let mut state = Scope::new(opens, 7);
        state.act(Move::Scrub(SCRUB_STEPS));
        state
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
        let mut state = Scope::new(DOORS, 7);
        assert_eq!(state.lost(), 0);
        for number in 0..DOORS {
            state.act(Move::NextTurn);
            assert_eq!(state.opened().count(), number + 1);
        }
    }

    #[test]
    fn the_play_takes_two_to_six_seconds() {
        let mut state = Scope::default();
        state.act(Move::Toggle);
        let mut ms = 0;
        while state.clock.playing {
            state.act(Move::Tick(16));
            ms += 16;
        }
        assert!((2000..6000).contains(&ms), "{ms}");
    }

    #[test]
    fn another_token_is_seen_where_the_play_stands() {
        let mut state = Scope::default();
        state.set(4, 7);
        assert_eq!(state.lost(), 0);
        let mut state = at_end(1);
        state.set(4, 7);
        assert_eq!((state.is_at_end(), state.opened().count()), (true, 4));
    }
}

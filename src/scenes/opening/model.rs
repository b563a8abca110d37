//! The scene's state: a pair of credentials, what the thief got with them, and the moment. Pure; the view shows what it
//! says.

use crate::link::SEEDS;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::door::Try;
use crate::ui::stage::stretch::{Leg, Stretch};
use crate::ui::timeline::Move;
use sim::provider::api::{HOST, READS};
use sim::provider::api_key::ApiKey;
use sim::provider::oauth::Tokens;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Policy, Provider};
use sim::stories::app::{revocation_request, with_key, with_token};
use sim::stories::world::Credential;
use sim::wire::http::{Peer, Request};
use sim::wire::rng::Rng;
use sim::wire::time::{Duration, Instant, START};

/// How long the token lives.
pub const LIFETIME: Duration = Duration::hours(1);
/// When Ada notices, from the leak on. The first act ends here.
pub const NOTICED: Duration = Duration::hours(2);
/// The end, from the leak on.
pub const END: Duration = Duration::minutes(150);
/// How often the thief tries.
pub const EVERY: Duration = Duration::minutes(10);
/// How often in all, and how often before Ada notices.
pub const TRIES: usize = 15;
/// How often before Ada notices.
pub const TRIES_BEFORE: usize = 12;
/// How long each of the two acts is played, in milliseconds.
const ACTS_MS: [u64; 2] = [4800, 1500];

/// A key and a token, and what came of them: made in one run of a provider.
#[derive(Debug)]
pub struct Run {
    /// The key.
    pub key: ApiKey,
    /// The token, and the refresh token that came with it.
    pub tokens: Tokens,
    /// The app's call with each, when they were new: its status.
    pub fresh: [u16; 2],
    /// What the thief's tries with each came to, in order.
    pub tries: [[Try; TRIES]; 2],
    stretch: Stretch,
}

/// The scene's state. Its clock counts from the leak.
pub type Opening = Scene<Run>;

impl Play for Run {
    type Choice = ();
    const FIRST: () = ();

    /// Both are made and leak at once. The thief tries each of them every ten minutes, Ada revokes both after two hours,
    /// and the thief goes on trying.
    fn new((): (), seed: u64) -> Self {
        let mut provider = Provider::new(seed, Policy { access: LIFETIME, ..Policy::default() });
        let (id, key) = provider.create_key(START);
        let tokens = provider.sign_in(Scopes::of(&[Scope::OrdersRead]), START);
        let read = |peer| Request::get(HOST, READS[0].path).from(peer);
        let with = |peer, credential| match credential {
            Credential::Key => with_key(read(peer), &key),
            Credential::Token => with_token(read(peer), &tokens.access),
        };
        let fresh = Credential::BOTH
            .map(|credential| provider.handle(&with(Peer::CLIENT, credential), START).response.status.0);
        let mut tries = [const { Vec::new() }; 2];
        for number in 0..TRIES {
            let at = Duration::milliseconds(EVERY.as_ms() * number as u64 + EVERY.as_ms() / 2);
            if number == TRIES_BEFORE {
                provider.revoke_key(id, START + NOTICED);
                if let Some(refresh) = &tokens.refresh {
                    provider.handle(&revocation_request(refresh), START + NOTICED);
                }
            }
            for credential in Credential::BOTH {
                let answer = provider.handle(&with(Peer::THIEF, credential), START + at);
                let status = answer.response.status.0;
                tries[credential as usize].push(Try { at, status, reject: answer.reject });
            }
        }
        let tries = tries.map(|tries: Vec<Try>| core::array::from_fn(|number| tries[number].clone()));
        let legs = [NOTICED, END].into_iter().zip(ACTS_MS).map(|(until, takes_ms)| Leg { until, takes_ms });
        Self { fresh, tries, key, tokens, stretch: Stretch::new(legs.collect::<Vec<_>>()) }
    }

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    fn acts(&self) -> &[Duration] {
        &[NOTICED]
    }

    /// A step leads from try to try.
    fn by_key(&self, to: Move, now: Duration) -> Move {
        let tries = self.tries[0].each_ref().map(|one| one.at);
        match to {
            Move::Forward => self.stretch.by_key(Move::NextTurn, now, Self::STEP, &tries),
            Move::Back => self.stretch.by_key(Move::PreviousTurn, now, Self::STEP, &tries),
            _ => self.stretch.by_key(to, now, Self::STEP, self.acts()),
        }
    }

    fn told(&self) -> Duration {
        NOTICED
    }
}

impl Run {
    /// The tries with one of the two.
    pub const fn tries(&self, credential: Credential) -> &[Try; TRIES] {
        &self.tries[credential as usize]
    }

    /// When one of the two stopped, from the leak on, by the word of the first refusal.
    pub fn ended(&self, credential: Credential) -> Option<Duration> {
        let since = |at: &Instant| at.since(START);
        match self.refusal(credential)? {
            Reject::TokenExpired { at } | Reject::KeyRevoked { at } => Some(since(at)),
            _ => None,
        }
    }

    /// Why one of the two was refused first.
    pub fn refusal(&self, credential: Credential) -> Option<&Reject> {
        self.tries(credential).iter().find_map(|one| one.reject.as_ref())
    }
}

impl Opening {
    /// Lets both leak, and plays until Ada notices.
    pub fn leak(&mut self) {
        self.play_from(Duration::ZERO);
    }

    /// Ada notices, and the rest is played.
    pub fn notice(&mut self) {
        if self.is_told() {
            self.play_from(NOTICED);
        }
    }

    /// Another pair, before its leak. Its seed follows from this one's, and does not look it.
    pub fn another_pair(&mut self) {
        let seed = Rng::stream(self.seed, "next pair").below(SEEDS);
        self.choose((), seed);
    }

    /// Whether the first act is over.
    pub fn is_told(&self) -> bool {
        self.clock.now >= NOTICED
    }

    /// How often the thief has tried each.
    pub fn tried(&self) -> usize {
        self.run.tries[0].iter().filter(|one| one.at <= self.clock.now).count()
    }

    /// How often the thief was let in with one of the two.
    pub fn let_in(&self, credential: Credential) -> usize {
        self.run.tries(credential)[..self.tried()].iter().filter(|one| one.is_let_in()).count()
    }

    /// Whether one of the two has stopped.
    pub fn is_over(&self, credential: Credential) -> bool {
        // Whoever stops it at the end of the first act has the second for that.
        let is_seen = credential == Credential::Token || self.clock.now > NOTICED;
        is_seen && self.run.ended(credential).is_some_and(|ended| ended <= self.clock.now)
    }

    /// How much of one of the two is left, in hundredths of a percent of its life. A key has no end of its own: it has
    /// all of it until it is revoked.
    pub fn left(&self, credential: Credential) -> u64 {
        match credential {
            Credential::Key if self.is_over(credential) => 0,
            Credential::Key => 10_000,
            Credential::Token => (LIFETIME - self.clock.now).as_ms() * 10_000 / LIFETIME.as_ms(),
        }
    }

    fn play_from(&mut self, from: Duration) {
        self.clock.go(from);
        self.clock.playing = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::state::play_on;
    use crate::ui::state::Model;

    fn let_in(state: &Opening) -> [usize; 2] {
        Credential::BOTH.map(|credential| state.let_in(credential))
    }

    #[test]
    fn both_work_when_they_are_new() {
        let state = Opening::default();
        assert_eq!((state.run.fresh, state.tried(), let_in(&state)), ([200; 2], 0, [0; 2]));
        assert!(Credential::BOTH.into_iter().all(|credential| !state.is_over(credential)));
    }

    #[test]
    fn the_token_stops_by_itself_and_the_key_when_ada_acts() {
        for seed in [7, 0, 999_999] {
            let mut state = Opening::at((), seed, NOTICED);
            assert_eq!((state.tried(), let_in(&state)), (12, [12, 6]));
            let refused: Vec<_> = Credential::BOTH.map(|of| state.run.refusal(of).and_then(Reject::code)).into();
            assert_eq!(refused, [None, Some("invalid_token")]);
            state.clock.go(END);
            assert_eq!((state.tried(), let_in(&state)), (15, [12, 6]));
            assert_eq!(Credential::BOTH.map(|of| state.run.ended(of)), [Some(NOTICED), Some(LIFETIME)]);
        }
    }

    #[test]
    fn each_act_is_played_in_two_to_six_seconds_and_then_rests() {
        let mut state = Opening::default();
        let mut play = |start: fn(&mut Opening)| {
            start(&mut state);
            (play_on(&mut state), state.clock.now)
        };
        let (first_ms, first) = play(Opening::leak);
        let (second_ms, second) = play(Opening::notice);
        assert_eq!((first, second), (NOTICED, END));
        assert!((2000..6000).contains(&first_ms) && (1000..6000).contains(&second_ms), "{first_ms}, {second_ms}");
    }

    #[test]
    fn nobody_notices_before_the_leak_has_been_played() {
        let mut state = Opening::default();
        state.notice();
        assert_eq!((state.clock.now, state.clock.playing), (Duration::ZERO, false));
    }

    #[test]
    fn steps_lead_from_try_to_try_and_back() {
        let mut state = Opening::default();
        for number in 1..=TRIES {
            state.act(Move::Forward);
            assert_eq!(state.tried(), number);
        }
        state.act(Move::Back);
        assert_eq!(state.tried(), TRIES - 1);
        state.act(Move::PreviousTurn);
        assert_eq!(state.clock.now, NOTICED);
    }
}

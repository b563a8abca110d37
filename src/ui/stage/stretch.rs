//! A clock that stretches: time runs slowly where much happens, and fast where little does.

use crate::ui::timeline::{Clock, Move, SCRUB_STEPS, after, before};
use sim::wire::time::Duration;

/// How much of a clock's time is a millisecond of a play that has no time of its own: its clock counts hundredths of a
/// second as seconds, because a link says moments in whole seconds.
pub const CLOCK: u64 = 100;

/// A stretch of virtual time that is played at one pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The moment at which it ends, from the start. It begins where the leg before it ends.
    pub until: Duration,
    /// How long it takes to play, in milliseconds of the reader's time.
    pub takes_ms: u64,
}

/// The legs of a clock, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch(Vec<Leg>);

impl Stretch {
    /// A clock with these legs. Each ends later than the one before.
    pub fn new(legs: impl Into<Vec<Leg>>) -> Self {
        Self(legs.into())
    }

    /// A clock of a play without a time of its own: each leg takes so many milliseconds. It counts them by [`CLOCK`].
    pub fn of_play(legs_ms: impl IntoIterator<Item = u64>) -> Self {
        let mut until_ms = 0;
        let leg = |takes_ms| {
            until_ms += takes_ms;
            Leg { until: Duration::milliseconds(until_ms * CLOCK), takes_ms }
        };
        Self(legs_ms.into_iter().map(leg).collect())
    }

    /// The legs, in order.
    pub fn legs(&self) -> &[Leg] {
        &self.0
    }

    /// The moment at which the last leg ends.
    pub fn length(&self) -> Duration {
        self.0.last().map_or(Duration::ZERO, |leg| leg.until)
    }

    /// How long it takes to play from the start to this moment, in microseconds of the reader's time.
    pub fn played_us(&self, at: Duration) -> u64 {
        let (mut from_ms, mut played_us) = (0, 0);
        for leg in &self.0 {
            let until_ms = leg.until.as_ms();
            let within_ms = at.as_ms().clamp(from_ms, until_ms) - from_ms;
            played_us += within_ms * leg.takes_ms * 1000 / (until_ms - from_ms).max(1);
            from_ms = until_ms;
        }
        played_us
    }

    /// The moment that is reached after so many microseconds of playing; past the end is the end.
    pub fn reached(&self, mut played_us: u64) -> Duration {
        let mut from_ms = 0;
        for leg in &self.0 {
            let takes_us = leg.takes_ms * 1000;
            if played_us < takes_us {
                return Duration::milliseconds(from_ms + (leg.until.as_ms() - from_ms) * played_us / takes_us);
            }
            played_us -= takes_us;
            from_ms = leg.until.as_ms();
        }
        Duration::milliseconds(from_ms)
    }

    /// How far along the clock's line a moment is, in hundredths of a percent. The line is as long as the play.
    pub fn position(&self, at: Duration) -> u64 {
        self.played_us(at) * 10_000 / self.played_us(self.length()).max(1)
    }

    /// The same in [`SCRUB_STEPS`]th parts of the play.
    pub fn scrubbed(&self, at: Duration) -> u64 {
        self.position(at) * SCRUB_STEPS / 10_000
    }

    /// What a key's move is for a clock that stands at `now`: a step of so many [`SCRUB_STEPS`]th parts of the play, or
    /// the way to the next of these turning points. Any other move stays what it is.
    pub fn by_key(&self, to: Move, now: Duration, step: u64, turns: &[Duration]) -> Move {
        match to {
            // What rounding took off is less than half a step.
            Move::Forward => Move::Scrub((self.scrubbed(now) + step * 3 / 2) / step * step),
            Move::Back => Move::Scrub(self.scrubbed(now).saturating_sub(step / 2) / step * step),
            Move::NextTurn => Move::Go(after(turns.iter().copied(), now).unwrap_or(self.length())),
            Move::PreviousTurn => Move::Go(before(turns.iter().copied(), now).unwrap_or_default()),
            _ => to,
        }
    }

    /// Does with a clock what its own [`Clock::act`] does, at this pace: it plays up to `rest`, and a scrubber's steps
    /// are steps of playing time.
    pub fn act(&self, clock: &mut Clock, to: Move, rest: Duration) {
        match to {
            Move::Tick(real_ms) => {
                clock.now = self.reached(self.played_us(clock.now) + real_ms * 1000).min(rest);
                clock.playing &= clock.now < rest;
            }
            Move::Scrub(steps) => {
                let whole_us = self.played_us(self.length());
                clock.go(self.reached(whole_us * steps.min(SCRUB_STEPS) / SCRUB_STEPS));
            }
            _ => clock.act(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch() -> Stretch {
        let leg = |hours, takes_ms| Leg { until: Duration::hours(hours), takes_ms };
        Stretch::new([leg(2, 3000), leg(24, 2000)])
    }

    #[test]
    fn each_leg_has_its_pace() {
        for (hours, ms) in [(0, 0), (1, 1500), (2, 3000), (13, 4000), (24, 5000), (99, 5000)] {
            assert_eq!(stretch().played_us(Duration::hours(hours)), ms * 1000, "{hours} h");
        }
        assert_eq!(stretch().position(Duration::hours(2)), 6000);
    }

    #[test]
    fn what_was_played_leads_back_to_the_moment() {
        for us in (0..=5_000_000).step_by(997) {
            let at = stretch().reached(us);
            assert!(us - stretch().played_us(at) <= 1, "{us}");
        }
        assert_eq!(stretch().reached(u64::MAX / 2), Duration::hours(24));
    }

    #[test]
    fn keys_lead_step_by_step_and_from_turn_to_turn_and_back() {
        let (stretch, turns) = (stretch(), [Duration::ZERO, Duration::hours(2), Duration::hours(24)]);
        let mut clock = Clock::new(Duration::ZERO, stretch.length());
        let mut press = |to| {
            let to = stretch.by_key(to, clock.now, 40, &turns);
            stretch.act(&mut clock, to, stretch.length());
            clock.now
        };
        let moments: Vec<_> = (0..SCRUB_STEPS / 40).map(|_| press(Move::Forward)).collect();
        assert_eq!(moments.last(), Some(&Duration::hours(24)));
        for moment in moments.iter().rev().skip(1) {
            assert_eq!(press(Move::Back), *moment);
        }
        assert_eq!(
            [press(Move::NextTurn), press(Move::NextTurn), press(Move::NextTurn)],
            [turns[1], turns[2], turns[2]]
        );
        assert_eq!([press(Move::PreviousTurn), press(Move::PreviousTurn)], [turns[1], turns[0]]);
    }

    #[test]
    fn frames_of_any_length_end_at_the_rest() {
        for frame_ms in [1, 16, 100, 700] {
            let mut clock = Clock { playing: true, ..Clock::new(Duration::ZERO, Duration::hours(24)) };
            let mut frames = 0;
            while clock.playing {
                stretch().act(&mut clock, Move::Tick(frame_ms), Duration::hours(2));
                frames += 1;
            }
            assert_eq!(clock.now, Duration::hours(2));
            assert!((3000..=3000 + 4 * frame_ms).contains(&(frames * frame_ms)), "{frames} of {frame_ms} ms");
        }
    }
}

//! The scene's state: a leak, played in full by the provider, and the moment. Pure; the view shows what it says.

use std::sync::Arc;

use crate::link::print_moment;
use crate::ui::stage::pile;
use crate::ui::stage::road::{self, Shot};
use crate::ui::stage::stretch::{Leg, Stretch};
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::history::{History, Mark};
use sim::stories::thief::Loot;
use sim::stories::world::{Credential, Event, Hole, Settings};
use sim::wire::time::{Duration, START};

/// How much of the beginning runs slowly.
const SLOW: Duration = Duration::hours(2);
/// For a token that lives longer its end is not waited for.
const LONGEST: Duration = Duration::days(31);
/// How long each leg of the clock is played, in milliseconds: the slow beginning, until the owner notices, what follows.
const LEGS_MS: [u64; 3] = [2600, 2000, 900];
/// A step of the keys, in thousandths of the play.
const STEP: u64 = 25;

/// How often words change while it plays, in microseconds. They cannot be read faster; and to lay them out costs more of
/// a frame than to move what moves.
const BEAT_US: u64 = 100_000;

/// What is another one when words may change: the leak, and the moment, in beats while it plays.
pub type Beat = (Settings, bool, u64);

/// A leak, as the two settings and the seed decide it.
#[derive(Debug)]
pub struct Run {
    /// What decides it.
    pub settings: Settings,
    /// How the clock runs over it.
    pub stretch: Stretch,
    /// What a bar of the piles is worth, in records.
    pub worth: u32,
    lanes: [Lane; 2],
}

/// What became of one of the two.
#[derive(Debug)]
pub struct Lane {
    history: History,
    /// What leaked.
    pub loot: Option<Loot>,
    /// Which of the thief's requests are seen.
    pub shots: Vec<Shot>,
    /// When the thief was first refused, from the leak on, and why.
    pub refused: Option<(Duration, Reject)>,
}

impl Run {
    /// Runs both lanes.
    pub fn new(lifetime: Duration, noticed: Duration, seed: u64) -> Self {
        let settings = Settings {
            seed,
            // The token is new when it leaks: the thief has all of its life.
            leak_at: Duration::ZERO,
            hole: Hole::Repository,
            noticed_after: noticed,
            token_lifetime: lifetime,
            token_scope: Scopes::of(&[Scope::OrdersRead]),
            requests_per_minute: 10,
            refresh_leaks: false,
            api_asks: false,
        };
        // Until both have ended, where that is not too far off, and a little longer.
        let ended = noticed.max(lifetime.min(LONGEST));
        let after = Duration::milliseconds(ended.as_ms() / 12).max(Duration::hours(1));
        let stretch = stretch(noticed, ended + after);
        let lanes = Credential::BOTH.map(|credential| Lane::new(settings, credential, &stretch));
        let largest = lanes.iter().map(|lane| lane.copied(stretch.length())).max().unwrap_or_default();
        Self { settings, worth: pile::worth(largest), stretch, lanes }
    }

    /// What became of one of the two.
    pub const fn lane(&self, credential: Credential) -> &Lane {
        &self.lanes[credential as usize]
    }

    /// The link to this moment of the same leak in its lab.
    pub fn lab(&self, now: Duration) -> String {
        let Settings { noticed_after: noticed, token_lifetime: lifetime, seed, .. } = self.settings;
        let now = print_moment(now);
        format!("#security?leak=0s&noticed={noticed}&ttl={lifetime}&t={now}&seed={seed}")
    }

    /// Whether time runs slowly at first, and then fast.
    pub fn is_stretched(&self) -> bool {
        self.stretch.length() > SLOW
    }
}

/// The first two hours take half of the play. What comes when the owner notices has time to be seen.
fn stretch(noticed: Duration, length: Duration) -> Stretch {
    let [slow_ms, fast_ms, last_ms] = LEGS_MS;
    let leg = |until, takes_ms| Leg { until, takes_ms };
    if length <= SLOW {
        Stretch::new([leg(length, slow_ms)])
    } else if noticed < SLOW + SLOW {
        Stretch::new([leg(SLOW, slow_ms), leg(length, last_ms)])
    } else {
        Stretch::new([leg(SLOW, slow_ms), leg(noticed, fast_ms), leg(length, last_ms)])
    }
}

impl Lane {
    fn new(settings: Settings, credential: Credential, stretch: &Stretch) -> Self {
        let history = History::run(settings, credential, START + stretch.length());
        let leaked = history.marks().iter().position(|mark| mark.event == Event::Leaked);
        let loot = leaked.and_then(|number| history.world_after(number + 1).loot().cloned());
        let refused = history.marks().iter().position(|mark| is_theft(mark) && mark.status == 401);
        let refused = refused.and_then(|number| {
            let step = history.step(number)?;
            Some((step.at.since(START), step.exchange?.reject?))
        });
        let shots =
            road::seen(history.marks().iter().filter(|mark| is_theft(mark)).map(|mark| Shot {
                arrives_us: stretch.played_us(mark.at.since(START)),
                is_let_in: mark.status < 300,
            }));
        Self { history, loot, shots, refused }
    }

    /// How many records the thief has at this moment.
    pub fn copied(&self, at: Duration) -> u32 {
        self.history.mark_at(START + at).map_or(0, |mark| mark.copied)
    }

    /// The status of the last answer to the thief up to this moment.
    pub fn status(&self, at: Duration) -> Option<u16> {
        let steps = self.history.mark_at(START + at)?.thief_steps as usize;
        Some(self.history.marks()[steps.checked_sub(1)?].status)
    }

    /// When the credential stopped, by the word of the refusal, if it has by this moment: the thief has been refused.
    pub fn ended(&self, at: Duration) -> Option<Duration> {
        let (refused, reject) = self.refused.as_ref().filter(|(refused, _)| *refused <= at)?;
        Some(match reject {
            Reject::TokenExpired { at } | Reject::KeyRevoked { at } => at.since(START),
            _ => *refused,
        })
    }
}

fn is_theft(mark: &Mark) -> bool {
    mark.event == Event::ThiefCalled && mark.status != 0
}

/// The scene's state.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The leak.
    pub run: Arc<Run>,
    /// The clock; it counts from the leak.
    pub clock: Clock,
    /// What every demo has.
    pub common: Common,
}

impl Default for Leak {
    fn default() -> Self {
        Self::new(Duration::hours(1), Duration::hours(24), 7)
    }
}

impl Leak {
    /// A leak, at its beginning.
    pub fn new(lifetime: Duration, noticed: Duration, seed: u64) -> Self {
        let run = Arc::new(Run::new(lifetime, noticed, seed));
        let clock = Clock::new(Duration::ZERO, run.stretch.length());
        Self { run, clock, common: Common::default() }
    }

    /// When words may change.
    pub fn beat(&self) -> Beat {
        let Clock { now, playing, .. } = self.clock;
        let moment = if playing { self.run.stretch.played_us(now) / BEAT_US } else { now.as_ms() };
        (self.run.settings, playing, moment)
    }

    /// How many records the thief has with one of the two.
    pub fn copied(&self, credential: Credential) -> u32 {
        self.run.lane(credential).copied(self.clock.now)
    }

    /// How many quarters of a bar its pile has.
    pub fn quarters(&self, credential: Credential) -> u32 {
        pile::quarters(self.copied(credential), self.run.worth)
    }

    /// When one of the two stopped, if it has.
    pub fn ended(&self, credential: Credential) -> Option<Duration> {
        self.run.lane(credential).ended(self.clock.now)
    }

    /// How far the play is, in thousandths.
    pub fn position(&self) -> u64 {
        self.run.stretch.scrubbed(self.clock.now)
    }
}

impl Model for Leak {
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
        let Run { stretch, settings, .. } = &*self.run;
        let to = stretch.by_key(to, self.clock.now, STEP, &[settings.noticed_after]);
        stretch.act(&mut self.clock, to, stretch.length());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::timeline::SCRUB_STEPS;

    fn at(now: Duration) -> Leak {
        let mut leak = Leak::default();
        leak.clock.go(now);
        leak
    }

    #[test]
    fn one_pile_stops_growing_by_itself_and_the_other_when_the_owner_acts() {
        let grows =
            |credential, from, to| at(to).run.lane(credential).copied(to) > at(from).run.lane(credential).copied(from);
        let h = Duration::hours;
        for (from, to, key, token) in [
            (h(0), h(1), true, true),
            (h(1), h(2), true, false),
            (h(2), h(24), true, false),
            (h(24), h(26), false, false),
        ] {
            let grown = Credential::BOTH.map(|credential| grows(credential, from, to));
            assert_eq!(grown, [key, token], "from {from} to {to}");
        }
    }

    #[test]
    fn the_refusals_say_when_it_ended() {
        let [key, token] = Credential::BOTH.map(|credential| at(Duration::hours(26)).ended(credential));
        assert_eq!((key, token), (Some(Duration::hours(24)), Some(Duration::hours(1))));
        assert_eq!(Credential::BOTH.map(|credential| at(Duration::hours(1)).ended(credential)), [None, None]);
    }

    #[test]
    fn the_play_takes_two_to_six_seconds_whatever_is_set() {
        for minutes in [1, 30, 60, 119, 239, 240, 1440, 44_640] {
            let mut leak = Leak::new(Duration::hours(1), Duration::minutes(minutes), 7);
            leak.act(Move::Toggle);
            let mut ms = 0;
            while leak.clock.playing {
                leak.act(Move::Tick(16));
                ms += 16;
            }
            assert!((2000..6000).contains(&ms), "noticed after {minutes} min: {ms}");
        }
    }

    #[test]
    fn back_leads_where_forward_came_from() {
        let mut leak = Leak::default();
        let mut moments = vec![leak.clock.now];
        while leak.clock.now < leak.clock.length {
            leak.act(Move::Forward);
            moments.push(leak.clock.now);
        }
        assert_eq!(moments.len() as u64, SCRUB_STEPS / STEP + 1);
        for moment in moments.iter().rev().skip(1) {
            leak.act(Move::Back);
            assert_eq!(leak.clock.now, *moment);
        }
    }

    #[test]
    fn the_lab_opens_on_the_same_leak() {
        use crate::demos::security::model::Security;
        use crate::ui::live::Demo;
        let mut leak = Leak::new(Duration::minutes(15), Duration::hours(8), 41);
        leak.clock.go(Duration::hours(3));
        let mut lab = Security::default();
        assert!(lab.follow(&leak.run.lab(leak.clock.now)));
        assert_eq!((lab.settings(), lab.clock.now), (leak.run.settings, leak.clock.now));
        assert!(lab.common.complaints.is_empty());
        let copied = Credential::BOTH.map(|credential| lab.picture.lane(credential).copied);
        assert_eq!(copied, Credential::BOTH.map(|credential| leak.copied(credential)));
    }
}

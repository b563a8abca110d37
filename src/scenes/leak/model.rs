//! The scene's state: a leak, played in full by the provider, and the moment. Pure; the view shows what it says.

use crate::link::print_moment;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::pile;
use crate::ui::stage::road::{self, Shot};
use crate::ui::stage::stretch::{Leg, Stretch};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::history::History;
use sim::stories::thief::Loot;
use sim::stories::world::{Credential, Event, Hole, Settings};
use sim::wire::time::{Duration, START};

/// How much of the beginning runs slowly.
const SLOW: Duration = Duration::hours(2);
/// For a token that lives longer its end is not waited for.
const LONGEST: Duration = Duration::days(31);
/// How long each leg of the clock is played, in milliseconds: the slow beginning, until the owner notices, what follows.
const LEGS_MS: [u64; 3] = [2600, 2000, 900];

/// What decides a leak.
#[derive(Clone, Copy, PartialEq)]
pub struct Choice {
    /// How long the token lives.
    pub lifetime: Duration,
    /// How long after the leak the owner notices.
    pub noticed: Duration,
}

/// A leak, as the two settings and the seed decide it.
#[derive(Debug)]
pub struct Run {
    /// What decides it.
    pub settings: Settings,
    stretch: Stretch,
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

/// The scene's state. Its clock counts from the leak.
pub type Leak = Scene<Run>;

impl Play for Run {
    type Choice = Choice;
    const FIRST: Choice = Choice { lifetime: Duration::hours(1), noticed: Duration::hours(24) };
    const STEP: u64 = 25;

    /// Runs both lanes.
    fn new(Choice { lifetime, noticed }: Choice, seed: u64) -> Self {
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

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    fn turns(&self) -> Vec<Duration> {
        vec![self.settings.noticed_after]
    }

    fn told(&self) -> Duration {
        Duration::milliseconds(self.settings.noticed_after.as_ms() / 2)
    }
}

impl Run {
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
        let refused = history.marks().iter().position(|mark| mark.is_theft() && mark.status == 401);
        let refused = refused.and_then(|number| {
            let step = history.step(number)?;
            Some((step.at.since(START), step.exchange?.reject?))
        });
        let shots =
            road::seen(history.marks().iter().filter(|mark| mark.is_theft()).map(|mark| Shot {
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

impl Leak {
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
        self.run.stretch().scrubbed(self.clock.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::state::{FIRST_SEED, play_on};
    use crate::ui::state::Model;
    use crate::ui::timeline::{Move, SCRUB_STEPS};

    fn at(now: Duration) -> Leak {
        Leak::at(Run::FIRST, FIRST_SEED, now)
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
            let ms = play_on(&mut Leak::new(Choice { noticed: Duration::minutes(minutes), ..Run::FIRST }, 7));
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
        assert_eq!(moments.len() as u64, SCRUB_STEPS / Run::STEP + 1);
        for moment in moments.iter().rev().skip(1) {
            leak.act(Move::Back);
            assert_eq!(leak.clock.now, *moment);
        }
    }

    #[test]
    fn the_lab_opens_on_the_same_leak() {
        use crate::demos::security::model::Security;
        use crate::ui::live::Demo;
        let choice = Choice { lifetime: Duration::minutes(15), noticed: Duration::hours(8) };
        let leak = Leak::at(choice, 41, Duration::hours(3));
        let mut lab = Security::default();
        assert!(lab.follow(&leak.run.lab(leak.clock.now)));
        assert_eq!((lab.settings(), lab.clock.now), (leak.run.settings, leak.clock.now));
        assert!(lab.common.complaints.is_empty());
        let copied = Credential::BOTH.map(|credential| lab.picture.lane(credential).copied);
        assert_eq!(copied, Credential::BOTH.map(|credential| leak.run.lane(credential).copied(leak.clock.now)));
    }
}

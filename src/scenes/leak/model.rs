//! The scene's state: a leak, played in full by the provider, and the moment. Pure; the view shows what it says.

use std::sync::Arc;

use crate::link::print_moment;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::pile;
use crate::ui::stage::road::{self, AHEAD_US, Shot};
use crate::ui::stage::stretch::{Leg, Stretch};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::provider::shop::PAGE_SIZE;
use sim::stories::history::History;
use sim::stories::loss::most;
use sim::stories::thief::Loot;
use sim::stories::world::{Credential, Event, Hole, Settings};
use sim::wire::time::{Duration, Instant, START};

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

/// A leak, as the two settings and the seed decide it. It is run as far as it is seen: all of it at once would hold up
/// the page that the scene comes to life in.
#[derive(Clone, Debug)]
pub struct Run {
    /// What decides it.
    pub settings: Settings,
    stretch: Stretch,
    /// What a bar of the piles is worth, in records.
    pub worth: u32,
    lanes: [Lane; 2],
}

/// What has become of one of the two, as far as it was run.
#[derive(Clone, Debug)]
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

    /// Both lanes, run as far as their start shows.
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
        let lanes = Credential::BOTH.map(|credential| Lane::new(settings, credential));
        let mut run = Self { settings, worth: pile::worth(largest(&settings)), stretch, lanes };
        run.run_to(Duration::ZERO);
        run
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

    fn reach(run: &mut Arc<Self>, now: Duration) {
        Arc::make_mut(run).run_to(now);
    }
}

impl Run {
    /// What became of one of the two.
    pub const fn lane(&self, credential: Credential) -> &Lane {
        &self.lanes[credential as usize]
    }

    /// Runs both lanes as far as this moment shows.
    pub fn run_to(&mut self, now: Duration) {
        // Before the play nothing is on the road.
        let ahead_us = if now > Duration::ZERO { AHEAD_US } else { 0 };
        let seen = self.stretch.reached(self.stretch.played_us(now) + ahead_us);
        for lane in &mut self.lanes {
            lane.run_to(now.max(seen), &self.stretch);
        }
    }

    /// When each of the two stops, from the leak on, if the play shows it: the thief goes on until nothing is left to take.
    pub fn ends(&self) -> impl Iterator<Item = Duration> {
        let refused = |credential: &&Credential| asked(&self.settings, **credential).is_some();
        let ends = Credential::BOTH.iter().filter(refused).map(|credential| end(&self.settings, *credential));
        ends.filter(|end| *end < self.stretch.length())
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

/// When one of the two stops, from the leak on: a key when it is revoked, and a token by itself, since nobody asks whether
/// it was.
const fn end(settings: &Settings, credential: Credential) -> Duration {
    match credential {
        Credential::Key => settings.noticed_after,
        Credential::Token => settings.token_lifetime,
    }
}

/// For about how many records the thief has asked by then, a page a request; `None` if there are no more.
fn asked(settings: &Settings, credential: Credential) -> Option<u32> {
    let requests = u64::from(settings.requests_per_minute) * end(settings, credential).as_s() / 60;
    let records = u32::try_from(requests * u64::from(PAGE_SIZE)).ok()?;
    (records < most(credential, settings.token_scope)).then_some(records)
}

/// About how many records the larger pile will have.
fn largest(settings: &Settings) -> u32 {
    let records = |credential| asked(settings, credential).unwrap_or_else(|| most(credential, settings.token_scope));
    Credential::BOTH.map(records).into_iter().max().unwrap_or_default()
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
    fn new(settings: Settings, credential: Credential) -> Self {
        let history = History::new(settings, credential);
        Self { history, loot: None, shots: Vec::new(), refused: None }
    }

    fn run_to(&mut self, end: Duration, stretch: &Stretch) {
        let before = self.history.marks().len();
        self.history.reach(START + end);
        let (marks, since) = (self.history.marks(), |at: Instant| at.since(START));
        for (number, mark) in marks.iter().enumerate().skip(before) {
            if mark.event == Event::Leaked {
                self.loot = self.history.world_after(number + 1).loot().cloned();
            }
            if !mark.is_theft() {
                continue;
            }
            if mark.status == 401 && self.refused.is_none() {
                let step = self.history.step(number);
                self.refused = step.and_then(|step| Some((since(step.at), step.exchange?.reject?)));
            }
            let shot = Shot { arrives_us: stretch.played_us(since(mark.at)), is_let_in: mark.status < 300 };
            road::see(&mut self.shots, shot);
        }
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
    use crate::ui::stage::pile::MOST;
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

    /// All moments of some leaks, in steps of the keys.
    fn leaks() -> impl Iterator<Item = Leak> {
        let minutes = [(60, 1440), (5, 30), (1440, 60), (10_080, 1440), (60, 44_640), (60_000, 1)];
        minutes.into_iter().map(|(lifetime, noticed)| {
            let [lifetime, noticed] = [lifetime, noticed].map(Duration::minutes);
            Leak::new(Choice { lifetime, noticed }, 41)
        })
    }

    #[test]
    fn what_is_run_as_it_is_seen_is_what_is_run_at_once() {
        for mut leak in leaks() {
            let mut whole = leak.clone();
            whole.go(whole.clock.length);
            loop {
                let (now, played_us) = (leak.clock.now, leak.run.stretch().played_us(leak.clock.now));
                for credential in Credential::BOTH {
                    let [seen, whole] = [&leak, &whole].map(|leak| leak.run.lane(credential));
                    let told = |lane: &Lane| (lane.copied(now), lane.status(now), lane.ended(now));
                    assert_eq!(told(seen), told(whole), "{now}");
                    assert_eq!(road::places(&seen.shots, played_us), road::places(&whole.shots, played_us), "{now}");
                    assert!(seen.loot.is_some());
                }
                if leak.is_at_end() {
                    break;
                }
                leak.act(Move::Forward);
            }
        }
    }

    #[test]
    fn the_larger_pile_fills_its_place_and_has_room_in_it() {
        for mut leak in leaks() {
            let ends: Vec<_> = leak.run.ends().collect();
            leak.go(leak.clock.length);
            let ended: Vec<_> = Credential::BOTH.iter().filter_map(|credential| leak.ended(*credential)).collect();
            assert_eq!(ends, ended);
            // A bar's worth is a round number, so that half of the place may be left; and how often the thief asks
            // varies, so that a hundredth may have no room.
            let largest = Credential::BOTH.map(|credential| leak.quarters(credential)).into_iter().max();
            assert!(
                largest.is_some_and(|quarters| (2 * MOST - 4..=4 * MOST + MOST / 25).contains(&quarters)),
                "{largest:?}"
            );
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

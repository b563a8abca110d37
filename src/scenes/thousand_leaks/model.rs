//! The scene's state: a thousand leaks, of which as many are computed as the moment shows. Pure; the view shows what it
//! says.
//!
//! Nothing is computed ahead: each frame of the play computes the few leaks that it shows first, in a part of a
//! millisecond, so the first dot falls at once.

use std::sync::Arc;

use crate::demos::leaks::batch::{Batch, Plan};
use crate::demos::leaks::model::FIRST;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::stretch::{CLOCK, Stretch};
use sim::provider::api::KEY_SCOPES;
use sim::stories::delay::Source;
use sim::stories::loss::most;
use sim::stories::world::{Credential, Settings};
use sim::wire::time::Duration;

/// How many leaks there are.
pub const LEAKS: u32 = FIRST.leaks;
/// How long a dot falls, in milliseconds.
pub const FALL_MS: u64 = 700;
/// Dots fall in waves, so far apart.
const WAVE_MS: u64 = 100;
/// The first so many waves have a single dot each.
const SINGLE: u32 = 12;
/// How many waves there are.
pub const WAVES: u32 = 42;
/// How many of them are in the air at once at most.
pub const IN_AIR: usize = (FALL_MS / WAVE_MS) as usize + 1;

/// How many piles there are: *nothing*, *some*, *much*, *everything*.
pub const PILES: usize = 4;
/// From how many records on it is *much*.
pub const MUCH: u32 = 10_000;

/// Who notices the leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notices {
    /// A provider's scanner, after a minute.
    Scanner,
    /// Ada: half of them within a day.
    Day,
    /// Owners as they were measured: three of four leaks still open after a month.
    Owners,
}

impl Notices {
    /// The same in the lab's words.
    fn plan(self, seed: u64) -> Plan {
        let source = match self {
            Self::Scanner => Source::Scanner,
            Self::Day => Source::Own,
            Self::Owners => Source::Revoked,
        };
        Plan { source, half_within: Duration::days(1), settings: Settings { seed, ..FIRST.settings }, ..FIRST }
    }
}

/// How many leaks fall before the wave of that number, from 0.
pub fn before(wave: u32) -> u32 {
    match wave.checked_sub(SINGLE) {
        None => wave,
        Some(wave) => SINGLE + wave.min(WAVES - SINGLE) * (LEAKS - SINGLE) / (WAVES - SINGLE),
    }
}

/// The leaks, as far as they are computed.
#[derive(Clone)]
pub struct Run {
    batch: Batch,
    /// How many records there are to take, with the key and with the token. To count them takes a while.
    everything: [u32; 2],
    stretch: Stretch,
}

/// The scene's state.
pub type ThousandLeaks = Scene<Run>;

impl Play for Run {
    /// Who notices the leaks.
    type Choice = Notices;
    const FIRST: Notices = Notices::Owners;

    /// A thousand leaks, before the first.
    fn new(notices: Notices, seed: u64) -> Self {
        let plan = notices.plan(seed);
        let everything = [(Credential::Key, KEY_SCOPES), (Credential::Token, plan.settings.token_scope)];
        Self {
            batch: Batch::new(plan),
            everything: everything.map(|(credential, scope)| most(credential, scope)),
            stretch: Stretch::of_play([FALL_MS + u64::from(WAVES) * WAVE_MS]),
        }
    }

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    /// Who has begun sees the other leaks fall at once.
    fn chosen(scene: &mut ThousandLeaks, before: &ThousandLeaks) {
        scene.clock.playing = before.clock.now > Duration::ZERO;
    }

    fn reach(run: &mut Arc<Self>, now: Duration) {
        let seen = before(begun(now));
        while run.batch.done() < seen {
            Arc::make_mut(run).batch.work();
        }
    }
}

/// How many waves have begun to fall.
fn begun(now: Duration) -> u32 {
    WAVES.min((now.as_ms() / CLOCK / WAVE_MS) as u32)
}

impl ThousandLeaks {
    fn played_ms(&self) -> u64 {
        self.clock.now.as_ms() / CLOCK
    }

    /// How many waves have landed.
    pub fn landed(&self) -> u32 {
        (self.played_ms().saturating_sub(FALL_MS) / WAVE_MS) as u32
    }

    /// The waves in the air, each at a place that it keeps, with for how long it has fallen, in milliseconds.
    pub fn in_air(&self) -> [Option<(u32, u64)>; IN_AIR] {
        let mut places = [None; IN_AIR];
        for wave in self.landed()..begun(self.clock.now) {
            places[wave as usize % IN_AIR] = Some((wave, self.played_ms() - (u64::from(wave) + 1) * WAVE_MS));
        }
        places
    }

    /// Onto which piles the leaks of these numbers fall.
    fn piles(&self, credential: Credential, leaks: core::ops::Range<u32>) -> impl Iterator<Item = usize> {
        let all = self.run.everything[credential as usize];
        let records = &self.run.batch.records[credential as usize];
        let records = records.get(leaks.start as usize..leaks.end as usize).unwrap_or_default();
        records.iter().map(move |records| match *records {
            0 => 0,
            records if records >= all => 3,
            MUCH.. => 2,
            _ => 1,
        })
    }

    /// How high the piles are when the waves before this one have landed.
    pub fn heights(&self, credential: Credential, wave: u32) -> [u32; PILES] {
        let mut heights = [0; PILES];
        for pile in self.piles(credential, 0..before(wave)) {
            heights[pile] += 1;
        }
        heights
    }

    /// Where the leaks of a wave land: the pile, and how many are on it already.
    pub fn slots(&self, credential: Credential, wave: u32) -> Vec<(usize, u32)> {
        let mut heights = self.heights(credential, wave);
        let piles = self.piles(credential, before(wave)..before(wave + 1));
        piles
            .map(|pile| {
                heights[pile] += 1;
                (pile, heights[pile] - 1)
            })
            .collect()
    }

    /// How many leaks are on each pile.
    pub fn counts(&self, credential: Credential) -> [u32; PILES] {
        self.heights(credential, self.landed())
    }

    /// What the leak in the middle costs, of all.
    pub fn median(&self, credential: Credential) -> u32 {
        let records = &self.run.batch.records[credential as usize];
        // Not sorted: the library's sort weighs 5 KB.
        let is_reached =
            |most: &u32| records.iter().filter(|records| *records <= most).count() >= records.len().div_ceil(2);
        records.iter().copied().filter(is_reached).min().unwrap_or_default()
    }

    /// The same leaks in their lab.
    pub fn lab(&self) -> String {
        let source = match self.choice {
            Notices::Scanner => "source=scanner&",
            Notices::Day => "source=own&",
            Notices::Owners => "",
        };
        format!("#leaks?{source}seed={}", self.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::state::Model;
    use crate::ui::timeline::{Move, SCRUB_STEPS};

    const ALL: [Notices; 3] = [Notices::Scanner, Notices::Day, Notices::Owners];

    fn at(notices: Notices, steps: u64) -> ThousandLeaks {
        let mut state = ThousandLeaks::new(notices, 7);
        state.act(Move::Scrub(steps));
        state
    }

    #[test]
    fn every_leak_falls_once_and_lands_where_its_wave_says() {
        assert_eq!(
            (before(0), before(1), before(SINGLE), before(WAVES), before(WAVES + 9)),
            (0, 1, SINGLE, LEAKS, LEAKS)
        );
        for credential in Credential::BOTH {
            let state = at(Notices::Day, SCRUB_STEPS);
            let mut heights = [0; PILES];
            for wave in 0..WAVES {
                assert_eq!(state.heights(credential, wave), heights);
                for (pile, slot) in state.slots(credential, wave) {
                    assert_eq!(slot, heights[pile]);
                    heights[pile] += 1;
                }
            }
            assert_eq!((state.counts(credential), heights.iter().sum()), (heights, LEAKS));
        }
    }

    #[test]
    fn the_play_shows_what_a_jump_shows_and_computes_no_more_than_it_shows() {
        let mut played = ThousandLeaks::default();
        played.act(Move::Toggle);
        let mut ms = 0;
        while played.clock.playing {
            assert!(played.run.batch.done() <= before(begun(played.clock.now)) + 100);
            played.act(Move::Tick(16));
            ms += 16;
            let mut jumped = ThousandLeaks::default();
            if ms % 480 == 0 {
                jumped.go(played.clock.now);
                for credential in Credential::BOTH {
                    assert_eq!(played.counts(credential), jumped.counts(credential));
                    assert_eq!(played.in_air(), jumped.in_air());
                }
            }
        }
        assert!((2000..6000).contains(&ms), "{ms}");
    }

    #[test]
    fn no_two_waves_in_the_air_have_one_place() {
        for steps in 0..=SCRUB_STEPS {
            let state = at(Notices::Scanner, steps);
            let seen = state.in_air().iter().flatten().count();
            assert_eq!(seen as u32, begun(state.clock.now) - state.landed());
        }
    }

    /// The idea of the scene, in numbers.
    #[test]
    fn who_notices_decides_for_the_key_and_hardly_for_the_token() {
        let counts = ALL.map(|notices| Credential::BOTH.map(|credential| at(notices, SCRUB_STEPS).counts(credential)));
        let [[scanned, token_scanned], [day, token_day], [owners, token_owners]] = counts;
        assert_eq!((scanned[1], day[2] > 700, owners[3] > 900), (LEAKS, true, true), "{counts:?}");
        for token in [token_scanned, token_day, token_owners] {
            assert_eq!((token[1] > 900, token[2] + token[3]), (true, 0), "{counts:?}");
        }
    }

    #[test]
    fn the_lab_opens_on_the_same_leaks() {
        use crate::demos::leaks::model::Leaks;
        use crate::ui::live::Demo;
        for notices in ALL {
            let mut state = ThousandLeaks::new(notices, 41);
            state.go(state.clock.length);
            let mut lab = Leaks::default();
            assert!(lab.follow(&state.lab()));
            assert_eq!(lab.plan, state.run.batch.plan);
            while Demo::works(&lab) {
                Demo::act(&mut lab, Move::Tick(0));
            }
            assert_eq!(lab.picture.medians(), Some(Credential::BOTH.map(|credential| state.median(credential))));
        }
    }
}

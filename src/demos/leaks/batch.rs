//! A batch of leaks: each drawn from the seed and its number, each computed by [`Costs`], some at a time.

use super::words;
use crate::link::SEEDS;
use sim::stories::delay::Source;
use sim::stories::loss::Costs;
use sim::stories::world::{Credential, Settings};
use sim::wire::rng::Rng;
use sim::wire::time::Duration;

/// A leak happens within so many seconds from the start: at any moment of a day.
const DAY_S: u64 = 86_400;
/// A piece of work: about so many waiting times, at most so many leaks. A fraction of a millisecond.
const PIECE_DRAWS: u32 = 20_000;
const PIECE_LEAKS: usize = 100;

/// What decides a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What all its leaks have in common. The seed is the batch's; each leak draws its own, and its own moments.
    pub settings: Settings,
    /// Where the delays until it is noticed come from.
    pub source: Source,
    /// How long until half of the leaks are noticed, where the source is the reader's own figure.
    pub half_within: Duration,
    /// How many leaks.
    pub leaks: u32,
}

impl Plan {
    /// A leak of the batch, by its number from 0.
    pub fn leak(&self, number: u32) -> Settings {
        // A stream of its own for each leak: any of them is there without those before it.
        let mut rng = Rng::stream((self.settings.seed << 32) | u64::from(number), "leaks");
        let seed = rng.below(SEEDS);
        let leak_at = Duration::seconds(rng.below(DAY_S));
        let noticed_after = self.source.figure(self.half_within).draw(&mut rng);
        Settings { seed, leak_at, noticed_after, ..self.settings }
    }
}

/// A batch at work, or done.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What decides it.
    pub plan: Plan,
    costs: Costs,
    /// What each leak costs so far, by its number: with the key, and with the token.
    pub records: [Vec<u32>; 2],
}

impl Batch {
    /// At its beginning.
    pub fn new(plan: Plan) -> Self {
        Self { plan, costs: Costs::new(plan.settings.token_scope), records: [Vec::new(), Vec::new()] }
    }

    /// How many leaks it has computed.
    pub const fn done(&self) -> u32 {
        self.records[0].len() as u32
    }

    /// Computes some leaks. Where one piece ends and the next begins makes no difference to them.
    pub fn work(&mut self) {
        let mut draws = 0;
        for _ in 0..PIECE_LEAKS {
            if self.done() == self.plan.leaks || draws > PIECE_DRAWS {
                return;
            }
            let leak = self.plan.leak(self.done());
            for (records, lane) in self.records.iter_mut().zip(Credential::BOTH) {
                let loss = self.costs.of(&leak, lane);
                draws += loss.draws;
                records.push(loss.records);
            }
        }
    }

    /// Every leak that is computed, one a line.
    pub fn csv(&self) -> String {
        let mut text = words::CSV_HEAD.to_owned();
        let both = self.records[0].iter().zip(&self.records[1]);
        for (number, (&key, &token)) in (0..).zip(both) {
            let leak = self.plan.leak(number);
            let fields = [
                u64::from(number) + 1,
                leak.seed,
                leak.leak_at.as_s(),
                leak.noticed_after.as_s(),
                key.into(),
                token.into(),
            ];
            text += &fields.map(|field| field.to_string()).join(",");
            text.push('\n');
        }
        text
    }

    /// A number that depends on every leak (FNV-1a by words, against accident and not against malice).
    pub fn digest(&self) -> u64 {
        let both = self.records[0].iter().zip(&self.records[1]);
        both.fold(0xcbf2_9ce4_8422_2325, |digest, (&key, &token)| {
            (digest ^ (u64::from(key) << 32 | u64::from(token))).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

//! A lane's history: run once, as far as it is wanted, then any moment of it is recomputed exactly, backwards as
//! well. Along the way it keeps a small mark for every step and, now and then, a snapshot, so
//! that a jump to any moment replays a few hundred steps at most.

use crate::stories::world::{Actor, Credential, Event, Exchange, Settings, Step, World};
use crate::wire::time::Instant;

/// A snapshot is kept every so many steps.
const SNAPSHOT_INTERVAL: usize = 128;
/// No history is longer. The thief runs out of records long before.
const MAX_STEPS: usize = 400_000;

/// What is kept of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub event: Event,
    /// The status of its answer; 0 if it came with no request.
    pub status: u16,
    /// How many records the thief has copied, this step included.
    pub copied: u32,
    /// How many steps were taken up to and with the thief's last request; 0 before its first.
    pub thief_steps: u32,
}

impl Mark {
    /// Whether it is a request of the thief's.
    pub fn is_theft(&self) -> bool {
        self.event == Event::ThiefCalled && self.status != 0
    }
}

/// A lane's history.
#[derive(Clone, Debug)]
pub struct History {
    marks: Vec<Mark>,
    /// One before the first step, and one after each so many.
    snapshots: Vec<World>,
    digest: u64,
    /// After the last step.
    world: World,
}

impl History {
    /// A lane's history before its first step.
    pub fn new(settings: Settings, credential: Credential) -> Self {
        let world = World::new(settings, credential);
        Self { marks: Vec::new(), snapshots: vec![world.clone()], digest: FNV_OFFSET, world }
    }

    /// Runs a lane from its start up to and with `end`.
    pub fn run(settings: Settings, credential: Credential, end: Instant) -> Self {
        let mut history = Self::new(settings, credential);
        history.reach(end);
        history
    }

    /// Runs on up to and with `end`, if it is not that far yet.
    pub fn reach(&mut self, end: Instant) {
        let (mut copied, mut thief_steps) = self.marks.last().map_or((0, 0), |mark| (mark.copied, mark.thief_steps));
        while self.marks.len() < MAX_STEPS && self.world.next_at().is_some_and(|at| at <= end) {
            let Some(step) = self.world.step() else { break };
            let status = step.exchange.as_ref().map_or(0, |exchange| exchange.response.status.0);
            if let Some(exchange) = step.exchange.as_ref().filter(|exchange| exchange.actor == Actor::Thief) {
                copied += exchange.records;
                thief_steps = self.marks.len() as u32 + 1;
            }
            self.digest = fold(self.digest, step.at, step.event as u8, step.exchange.as_ref());
            self.marks.push(Mark { at: step.at, event: step.event, status, copied, thief_steps });
            if self.marks.len().is_multiple_of(SNAPSHOT_INTERVAL) {
                self.snapshots.push(self.world.clone());
            }
        }
    }

    /// A mark for every step, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// A number that depends on every request and answer: two runs that agree in it agree in all.
    /// (FNV-1a by words over what went on the wire; it guards against accident, not against malice.)
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// How many steps were taken up to and with this moment.
    pub fn steps_at(&self, moment: Instant) -> usize {
        self.marks.partition_point(|mark| mark.at <= moment)
    }

    /// The mark of the last step up to and with this moment.
    pub fn mark_at(&self, moment: Instant) -> Option<&Mark> {
        self.steps_at(moment).checked_sub(1).map(|last| &self.marks[last])
    }

    /// The world after so many steps, recomputed from the last snapshot before.
    pub fn world_after(&self, steps: usize) -> World {
        let steps = steps.min(self.marks.len());
        let mut world = self.snapshots[steps / SNAPSHOT_INTERVAL].clone();
        for _ in 0..steps % SNAPSHOT_INTERVAL {
            world.step();
        }
        world
    }

    /// The step of that number, counted from 0, recomputed in full.
    pub fn step(&self, number: usize) -> Option<Step> {
        if number < self.marks.len() { self.world_after(number).step() } else { None }
    }
}

/// The digest of a run without steps.
pub(super) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// The digest of a run with one step more.
pub(super) fn fold(digest: u64, at: Instant, event: u8, exchange: Option<&Exchange>) -> u64 {
    // Eight bytes at a time: a token comes along with every request, and there are many.
    let add = |digest: u64, bytes: &[u8]| {
        bytes.chunks(8).fold(digest, |digest, chunk| {
            let word = chunk.iter().fold(0, |word, &byte| (word << 8) | u64::from(byte));
            (digest ^ word).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let mut digest = add(digest, &at.since(crate::wire::time::START).as_ms().to_le_bytes());
    digest = add(digest, &[event]);
    let Some(exchange) = exchange else { return digest };
    digest = add(digest, exchange.request.path.as_bytes());
    digest = add(digest, exchange.request.query.as_bytes());
    digest = add(digest, exchange.request.body.as_bytes());
    digest = add(digest, &exchange.response.status.0.to_le_bytes());
    for (_, value) in exchange.request.headers.iter().chain(exchange.response.headers.iter()) {
        digest = add(digest, value.as_bytes());
    }
    digest
}

//! A whole history: run once; then any moment of it is recomputed exactly, backwards as well, from the last snapshot
//! before it.

use super::plan::{Events, Happening, Settings};
use super::token_app::{Issue, Who};
use super::world::{Step, What, World};
use crate::stories::history::{FNV_OFFSET, fold};
use crate::wire::time::{Instant, START};

/// A snapshot is kept every so many steps.
const SNAPSHOT_INTERVAL: usize = 64;
/// No history is longer.
const MAX_STEPS: usize = 200_000;

/// What is kept of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// What.
    pub what: What,
    /// The status of its answer; 0 if it came with no request.
    pub status: u16,
    /// What stopped it, if something did.
    pub check: Option<&'static str>,
    /// Which pair of tokens was presented, copied or revoked.
    pub token: Option<u32>,
    /// Which was issued.
    pub issued: Option<u32>,
}

impl Mark {
    /// Whether it is about a key.
    pub const fn is_of_key(&self) -> bool {
        let to_key = matches!(self.what, What::Happens(Happening::KeyRevoked | Happening::KeyRotated));
        to_key || matches!(self.what, What::Call(Who::KeyApp) | What::Deployed)
    }

    /// Whether the thief has a hand in it.
    pub const fn is_of_thief(&self) -> bool {
        let theft = matches!(self.what, What::Happens(Happening::RefreshStolen));
        theft || matches!(self.what, What::Call(Who::Thief) | What::Refresh(Who::Thief))
    }
}

/// A history.
#[derive(Debug)]
pub struct History {
    marks: Vec<Mark>,
    issues: Vec<(Issue, u32)>,
    uses: Vec<u32>,
    ends: Vec<Option<(Instant, End)>>,
    snapshots: Vec<World>,
    last: World,
    digest: u64,
}

/// What ended a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A used refresh token came back.
    Reused,
    /// It was revoked.
    Revoked,
    /// It came to the end of its life.
    Expired,
    /// It was not refreshed for too long.
    Idle,
}

impl History {
    /// Runs it.
    pub fn run(settings: Settings, events: Events) -> Self {
        let mut world = World::new(settings, events);
        let end = START + settings.length;
        let (mut marks, mut issues, mut uses, mut ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut snapshots, mut digest) = (Vec::new(), FNV_OFFSET);
        while marks.len() < MAX_STEPS && world.next_at().is_some_and(|at| at <= end) {
            if marks.len().is_multiple_of(SNAPSHOT_INTERVAL) {
                snapshots.push(world.clone());
            }
            let Some(step) = world.step() else { break };
            let mark = Mark::new(&step);
            let number = marks.len() as u32;
            if let Some(issue) = step.issued {
                issues.push((issue, number));
                if issue.parent.is_none() {
                    ends.push(None);
                }
            }
            if let (What::Refresh(_), Some(token)) | (What::Happens(Happening::RefreshRevoked), Some(token)) =
                (mark.what, mark.token)
            {
                uses.push(number);
                let family = issues.get(token as usize).map_or(0, |(issue, _)| issue.family);
                if let (Some(end), Some(place)) = (mark.ends_family(), ends.get_mut(family as usize)) {
                    place.get_or_insert((mark.at, end));
                }
            }
            digest = fold(digest, step.at, mark.what.code(), step.exchange.as_ref());
            marks.push(mark);
        }
        if marks.len().is_multiple_of(SNAPSHOT_INTERVAL) {
            snapshots.push(world.clone());
        }
        Self { marks, issues, uses, ends, snapshots, last: world, digest }
    }

    /// A mark for every step, in order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Every pair of tokens that was issued, by its number, with the number of the step that issued it.
    pub fn issues(&self) -> &[(Issue, u32)] {
        &self.issues
    }

    /// Every mark of a refresh token that was presented to be traded or ended.
    pub fn uses(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.uses.iter().map(|&number| &self.marks[number as usize])
    }

    /// When each family ended, and how, if it did.
    pub fn ends(&self) -> &[Option<(Instant, End)>] {
        &self.ends
    }

    /// The last moment: what it knows of the keys, it knows of all of them.
    pub const fn last(&self) -> &World {
        &self.last
    }

    /// See [`crate::stories::history::History::digest`].
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// How many steps were taken up to and with this moment.
    pub fn steps_at(&self, moment: Instant) -> usize {
        self.marks.partition_point(|mark| mark.at <= moment)
    }

    /// The world after so many steps.
    pub fn world_after(&self, steps: usize) -> World {
        let steps = steps.min(self.marks.len());
        let mut world = self.snapshots[steps / SNAPSHOT_INTERVAL].clone();
        for _ in 0..steps % SNAPSHOT_INTERVAL {
            world.step();
        }
        world
    }

    /// The world after so many steps, and of those the ones of these numbers in full. What lies on the way is picked up
    /// on the way: a moment's last requests come right before it.
    pub fn moment<const N: usize>(&self, steps: usize, wanted: [Option<usize>; N]) -> (World, [Option<Step>; N]) {
        let steps = steps.min(self.marks.len());
        let first = steps / SNAPSHOT_INTERVAL * SNAPSHOT_INTERVAL;
        let mut world = self.snapshots[steps / SNAPSHOT_INTERVAL].clone();
        let mut found = wanted.map(|number| self.step(number.filter(|number| *number < first)?));
        for number in first..steps {
            let Some(step) = world.step() else { break };
            for (place, _) in wanted.iter().enumerate().filter(|(_, wanted)| **wanted == Some(number)) {
                found[place] = Some(step.clone());
            }
        }
        (world, found)
    }

    /// The step of that number, counted from 0, in full.
    pub fn step(&self, number: usize) -> Option<Step> {
        if number < self.marks.len() { self.world_after(number).step() } else { None }
    }
}

impl Mark {
    fn new(step: &Step) -> Self {
        let exchange = step.exchange.as_ref();
        Self {
            at: step.at,
            what: step.what,
            status: exchange.map_or(0, |exchange| exchange.response.status.0),
            check: exchange.and_then(|exchange| Some(exchange.reject.as_ref()?.check())),
            token: step.token,
            issued: step.issued.map(|issue| issue.number),
        }
    }

    /// Whether its request was refused.
    pub const fn is_refused(&self) -> bool {
        self.status >= 400
    }

    fn ends_family(&self) -> Option<End> {
        match (self.what, self.check) {
            (What::Happens(Happening::RefreshRevoked), None) if self.status == 200 => Some(End::Revoked),
            (_, Some("refresh-reused")) => Some(End::Reused),
            (_, Some("refresh-expired")) => Some(End::Expired),
            (_, Some("refresh-idle")) => Some(End::Idle),
            _ => None,
        }
    }
}

impl What {
    /// A number for the digest.
    const fn code(self) -> u8 {
        match self {
            Self::Happens(happening) => happening as u8,
            Self::Deployed => 32,
            Self::SignedIn => 33,
            Self::Refresh(who) => 40 + who as u8,
            Self::Call(who) => 50 + who as u8,
        }
    }
}

impl Who {
    /// Whether it is the thief.
    pub const fn is_thief(self) -> bool {
        matches!(self, Self::Thief)
    }
}

//! All that settings and events decide: the history, the keys in it, its log. Made once a change, then only read.

use crate::provider::oauth::client::ClientId;
use crate::stories::lifecycle::history::{End, History, Mark};
use crate::stories::lifecycle::plan::{Events, Happening, Settings};
use crate::stories::lifecycle::token_app::{Issue, Who};
use crate::stories::lifecycle::world::What;
use crate::wire::time::{Duration, Instant, START};

/// A history and what is read off it.
#[derive(Debug)]
pub struct Course {
    /// What it was made from.
    pub settings: Settings,
    /// What it was made from.
    pub events: Events,
    /// The history.
    pub history: History,
    /// The keys, in the order in which they were made.
    pub keys: Vec<KeyLife>,
    /// What is worth telling, in order of time.
    pub log: Vec<Line>,
    tallies: Vec<Tally>,
    /// For each pair of tokens, the number of the step that first traded it.
    trades: Vec<Option<u32>>,
    /// For each pair of tokens, its line in the family's picture.
    lanes: Vec<bool>,
    /// Access tokens that were revoked alone.
    revoked: Vec<(u32, Instant)>,
}

/// A key's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyLife {
    /// When it was made.
    pub made: Duration,
    /// When it was replaced, if it was.
    pub replaced: Option<Duration>,
    /// When it ends for that.
    pub ends: Option<Duration>,
    /// When it was revoked, if it was.
    pub revoked: Option<Duration>,
}

/// How many requests there were up to a step, and which came last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The app's calls with the key, answered and refused.
    pub key: [u32; 2],
    /// The app's calls with a token, answered and refused.
    pub token: [u32; 2],
    /// Refreshes of the app that brought new tokens.
    pub refreshed: u32,
    /// Refreshes, whoever's, that the authorization server refused.
    pub not_refreshed: u32,
    /// The thief's calls that were answered.
    pub stolen: u32,
    /// How many steps there were up to and with the last request of the key's side, and of the token's; 0 before it.
    pub last: [u32; 2],
}

/// A line of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// When, from the start.
    pub at: Duration,
    /// What.
    pub told: Told,
}

/// What a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The step of that number.
    Step(u32),
    /// The key of that number, from 0, ends: it was replaced.
    KeyEnded(u32),
}

/// Which lines of the log are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// What is done to keys or with them.
    Key,
    /// What is done to tokens or with them.
    Token,
    /// What was refused.
    Refused,
    /// What the thief does.
    Thief,
    /// What the reader wanted to happen.
    Yours,
}

impl Filter {
    /// Every one.
    pub const ALL: [Self; 6] = [Self::All, Self::Key, Self::Token, Self::Refused, Self::Thief, Self::Yours];
}

impl Course {
    /// The moments of its steps.
    pub fn steps(&self) -> impl Iterator<Item = Duration> {
        self.history.marks().iter().map(|mark| mark.at.since(START))
    }

    /// Runs the history.
    pub fn new(settings: Settings, events: Events) -> Self {
        let history = History::run(settings, events);
        let keys = keys(&history, settings.length);
        let mut course = Self {
            settings,
            events,
            history,
            keys,
            log: Vec::new(),
            tallies: Vec::new(),
            trades: Vec::new(),
            lanes: Vec::new(),
            revoked: Vec::new(),
        };
        course.tally();
        course.tell();
        course
    }

    fn tally(&mut self) {
        let mut tally = Tally::default();
        let mut revoked = Vec::new();
        let mut trades = vec![None; self.history.issues().len()];
        let mut tallies = Vec::with_capacity(self.history.marks().len() + 1);
        tallies.push(tally);
        for (i, mark) in self.history.marks().iter().enumerate() {
            let refused = usize::from(mark.is_refused());
            match mark.what {
                What::Call(Who::KeyApp) => tally.key[refused] += 1,
                What::Call(Who::Thief) => tally.stolen += 1 - refused as u32,
                What::Call(_) => tally.token[refused] += 1,
                What::Refresh(_) if mark.is_refused() => tally.not_refreshed += 1,
                What::Refresh(Who::App) => tally.refreshed += 1,
                _ => {}
            }
            if let (What::Refresh(_), Some(token), Some(_)) = (mark.what, mark.token, mark.issued) {
                trades[token as usize].get_or_insert(i as u32);
            }
            if let (What::Happens(Happening::AccessRevoked), 200, Some(token)) = (mark.what, mark.status, mark.token) {
                revoked.push((token, mark.at));
            }
            if mark.status > 0 {
                tally.last[usize::from(!mark.is_of_key())] = i as u32 + 1;
            }
            tallies.push(tally);
        }
        let mut lanes: Vec<bool> = Vec::with_capacity(trades.len());
        for (issue, _) in self.history.issues() {
            let is_twin = issue.parent.is_some_and(|parent| {
                let first = trades[parent as usize].and_then(|step: u32| self.history.marks()[step as usize].issued);
                lanes[parent as usize] != (first != Some(issue.number))
            });
            lanes.push(is_twin || issue.who.is_thief());
        }
        (self.tallies, self.trades, self.lanes, self.revoked) = (tallies, trades, lanes, revoked);
    }

    fn tell(&mut self) {
        let mut ends = self.keys.iter().enumerate().filter_map(|(i, key)| {
            let end = key.ends.filter(|&end| end <= self.settings.length && key.revoked.is_none_or(|at| at > end))?;
            Some(Line { at: end, told: Told::KeyEnded(i as u32) })
        });
        let mut end = ends.next();
        let (mut log, mut thief_had) = (Vec::new(), None);
        for (i, mark) in self.history.marks().iter().enumerate() {
            let is_told = match mark.what {
                // What goes well goes without saying; but that a thief is in, is news.
                What::Call(Who::Thief) if !mark.is_refused() => thief_had.replace(mark.token) != Some(mark.token),
                What::Call(_) => mark.is_refused(),
                _ => true,
            };
            let at = mark.at.since(START);
            while let Some(line) = end.filter(|line| line.at <= at) {
                log.push(line);
                end = ends.next();
            }
            if is_told {
                log.push(Line { at, told: Told::Step(i as u32) });
            }
        }
        log.extend(end.into_iter().chain(ends));
        self.log = log;
    }

    /// How long the history is.
    pub const fn length(&self) -> Duration {
        self.settings.length
    }

    /// The mark that a line tells of; `None` if it came with no step.
    pub fn mark(&self, line: &Line) -> Option<&Mark> {
        match line.told {
            Told::Step(number) => self.history.marks().get(number as usize),
            Told::KeyEnded(_) => None,
        }
    }

    /// Whether a line passes a filter.
    pub fn passes(&self, line: &Line, filter: Filter) -> bool {
        let mark = self.mark(line);
        let of_key = mark.is_none_or(Mark::is_of_key);
        match filter {
            Filter::All => true,
            Filter::Key => of_key,
            Filter::Token => !of_key,
            Filter::Refused => mark.is_some_and(Mark::is_refused),
            Filter::Thief => mark.is_some_and(Mark::is_of_thief),
            Filter::Yours => mark.is_some_and(|mark| matches!(mark.what, What::Happens(_))),
        }
    }

    /// How much there was up to and with a moment.
    pub fn tally_at(&self, now: Duration) -> Tally {
        self.tallies[self.history.steps_at(START + now)]
    }

    /// The pair of tokens of that number.
    pub fn issue(&self, number: u32) -> Option<&Issue> {
        self.history.issues().get(number as usize).map(|(issue, _)| issue)
    }

    /// When and how a pair's refresh token was traded, first of all.
    pub fn traded(&self, number: u32) -> Option<&Mark> {
        let step = self.trades.get(number as usize).copied().flatten()?;
        self.history.marks().get(step as usize)
    }

    /// The number of the key that was in the app at a moment, from 0.
    pub fn key_in_app(&self, at: Duration) -> u32 {
        let deployed = self.history.marks()[..self.history.steps_at(START + at)].iter();
        let deployed = deployed.rev().find(|mark| mark.what == What::Deployed).map(|mark| mark.at.since(START));
        let made = |by: Duration| self.keys.iter().filter(|key| key.made <= by).count() as u32;
        deployed.map_or(0, |at| made(at) - 1)
    }

    /// The steps from one moment to another, both included.
    pub fn marks_between(&self, from: Duration, to: Duration) -> &[Mark] {
        let marks = self.history.marks();
        let first = marks.partition_point(|mark| mark.at < START + from);
        &marks[first..marks.partition_point(|mark| mark.at <= START + to).max(first)]
    }

    /// The pairs that were issued from one moment to another, both included.
    pub fn issues_between(&self, from: Duration, to: Duration) -> &[(Issue, u32)] {
        let issues = self.history.issues();
        let first = issues.partition_point(|(issue, _)| issue.at < START + from);
        &issues[first..issues.partition_point(|(issue, _)| issue.at <= START + to).max(first)]
    }

    /// When a pair's access token was revoked alone, if it was.
    pub fn revoked(&self, number: u32) -> Option<Instant> {
        self.revoked.iter().find(|(of, _)| *of == number).map(|(_, at)| *at)
    }

    /// On which of two lines a pair stands in the family's picture: its parent's, or the other one if a twin stands
    /// there. What the thief has stands below.
    pub fn lane(&self, number: u32) -> usize {
        usize::from(self.lanes.get(number as usize).copied().unwrap_or_default())
    }

    /// Whether any pair has a twin.
    pub fn has_twins(&self) -> bool {
        self.lanes.contains(&true)
    }

    /// When and how a pair's family ended.
    pub fn family_end(&self, issue: &Issue) -> Option<(Instant, End)> {
        self.history.ends().get(issue.family as usize).copied().flatten()
    }
}

fn keys(history: &History, length: Duration) -> Vec<KeyLife> {
    let stored = history.last().provider().keys();
    let life = |(_, key): (_, &crate::provider::api_key::StoredKey)| KeyLife {
        made: key.created.since(START),
        replaced: None,
        ends: key.ends.map(|at| at.since(START)),
        revoked: key.revoked.map(|at| at.since(START)).filter(|at| *at <= length),
    };
    let mut keys: Vec<KeyLife> = stored.of_app(ClientId::first()).map(life).collect();
    // A key that has an end was replaced, when the next was made.
    for i in 1..keys.len() {
        let made = keys[i].made;
        let before = &mut keys[i - 1];
        before.replaced = before.ends.map(|_| made);
    }
    keys
}

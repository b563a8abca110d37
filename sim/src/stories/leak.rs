//! Everything that the settings decide: both lanes' histories, the turning points in them, and
//! what the pictures need of them. Made once a change of settings, then only read.

use crate::provider::reject::Reject;
use crate::stories::app::Held;
use crate::stories::history::History;
use crate::stories::thief::Loot;
use crate::stories::world::{Credential, Event, Exchange, Settings, World};
use crate::wire::time::{Duration, Instant, START};

/// How many points a curve has, and how many marks of use fit along a lane.
pub const COLUMNS: u64 = 240;
const DOTS: u64 = 60;

/// Both histories and what is read off them.
#[derive(Debug)]
pub struct Course {
    /// What it was made from.
    pub settings: Settings,
    /// How long the picture is at least.
    pub until: Duration,
    /// How long the picture is, from the start.
    pub length: Duration,
    /// The key's lane.
    pub key: Lane,
    /// The token's lane.
    pub token: Lane,
    /// What happens that matters, in order of time.
    pub moments: Vec<Moment>,
}

/// One lane.
#[derive(Debug)]
pub struct Lane {
    /// Its history.
    pub history: History,
    /// Records copied at each of `COLUMNS + 1` evenly spaced moments, the first and last included.
    pub curve: Vec<u32>,
    /// What the thief's requests met, in evenly spaced slices.
    pub dots: Vec<Dot>,
    /// When the thief's use began and ended, if any of it succeeded.
    pub use_span: Option<(Duration, Duration)>,
    /// When the honest app was refused, from its first refusal to its next success.
    pub outages: Vec<(Duration, Duration)>,
    /// What leaked.
    pub loot: Option<Loot>,
}

/// What the thief's requests met in a slice of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// It sent none.
    Quiet,
    /// Some were answered.
    Answered,
    /// All were refused.
    Refused,
}

/// A turning point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When, from the start.
    pub at: Duration,
    /// What.
    pub what: Turn,
}

/// A kind of turning point. At the same moment, the earlier in this list comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Both credentials get out.
    Leaked,
    /// The thief finds them.
    Found,
    /// The leaked access token reaches its end.
    Expires,
    /// The app shows a refresh token that the thief has used already: the family ends.
    Reused,
    /// Ada signs in again.
    SignedIn,
    /// The owner notices: the key is revoked, and so is the token's grant.
    Noticed,
    /// The new key is in every copy of the app.
    Redeployed,
    /// The thief's last token stops working.
    Stopped,
}

impl Turn {
    /// Whether it concerns the key's lane, and the token's.
    pub const fn lanes(self) -> (bool, bool) {
        match self {
            Self::Leaked | Self::Found | Self::Noticed => (true, true),
            Self::Redeployed => (true, false),
            Self::Expires | Self::Reused | Self::SignedIn | Self::Stopped => (false, true),
        }
    }
}

/// The settings decide the rest.
impl PartialEq for Course {
    fn eq(&self, other: &Self) -> bool {
        (self.settings, self.until) == (other.settings, other.until)
    }
}

impl Course {
    /// The moments of the thief's requests, in either lane.
    pub fn thefts(&self) -> impl Iterator<Item = Duration> {
        let marks = [&self.key, &self.token].into_iter().flat_map(|lane| lane.history.marks());
        marks.filter(|mark| mark.is_theft()).map(|mark| mark.at.since(START))
    }

    /// Runs both lanes. The picture is at least as long as `until`.
    pub fn new(settings: Settings, until: Duration) -> Self {
        let length = length(&settings, until);
        let key = Lane::new(settings, Credential::Key, length);
        let token = Lane::new(settings, Credential::Token, length);
        let moments = moments(&settings, length, &key, &token);
        Self { settings, until, length, key, token, moments }
    }

    /// A number that depends on every request and answer in both lanes.
    pub const fn digest(&self) -> u64 {
        self.key.history.digest() ^ self.token.history.digest().rotate_left(32)
    }

    /// How far along the picture a moment is, in hundredths of a percent.
    pub const fn position(&self, at: Duration) -> u64 {
        let position = at.as_ms() * 10_000 / self.length.as_ms();
        if position < 10_000 { position } else { 10_000 }
    }

    /// Who has lost more at the end of the picture.
    pub fn loser_at_end(&self) -> Loser {
        Loser::of(self.key.copied(self.length), self.token.copied(self.length))
    }

    /// The lane of this credential.
    pub const fn lane(&self, credential: Credential) -> &Lane {
        match credential {
            Credential::Key => &self.key,
            Credential::Token => &self.token,
        }
    }
}

/// Who loses more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loser {
    /// The key's owner.
    Key,
    /// The token's owner.
    Token,
    /// Both the same.
    Neither,
}

impl Loser {
    /// Who loses more, by records.
    pub const fn of(key: u32, token: u32) -> Self {
        if key > token {
            Self::Key
        } else if token > key {
            Self::Token
        } else {
            Self::Neither
        }
    }
}

/// Up to the notice and a quarter more, at least two hours more: enough to see what follows it.
/// Rounded up to a whole tick of the axis.
fn length(settings: &Settings, until: Duration) -> Duration {
    let after = Duration::milliseconds(settings.noticed_after.as_ms() / 4).max(Duration::hours(2));
    let needed = (settings.leak_at + settings.noticed_after + after).max(until);
    let tick_ms = tick(needed).as_ms();
    Duration::milliseconds(needed.as_ms().div_ceil(tick_ms) * tick_ms)
}

/// The distance between ticks for an axis of this length: a round span, six ticks at most.
pub fn tick(length: Duration) -> Duration {
    const ROUND_H: [u64; 9] = [1, 2, 3, 6, 12, 24, 48, 120, 168];
    let fits = |hours: &&u64| length.as_ms() <= Duration::hours(**hours).as_ms() * 6;
    Duration::hours(*ROUND_H.iter().find(fits).unwrap_or(&240))
}

impl Lane {
    fn new(settings: Settings, credential: Credential, length: Duration) -> Self {
        let history = History::run(settings, credential, START + length);
        let at_column = |i| START + Duration::milliseconds(length.as_ms() * i / COLUMNS);
        let curve = (0..=COLUMNS).map(|i| history.mark_at(at_column(i)).map_or(0, |mark| mark.copied)).collect();
        let leaked = history.marks().iter().position(|mark| mark.event == Event::Leaked);
        let loot = leaked.and_then(|i| history.world_after(i + 1).loot().cloned());
        Self {
            curve,
            dots: dots(&history, length),
            use_span: use_span(&history),
            outages: outages(&history, length),
            loot,
            history,
        }
    }

    /// How many records were copied up to and with this moment.
    pub fn copied(&self, at: Duration) -> u32 {
        self.history.mark_at(START + at).map_or(0, |mark| mark.copied)
    }

    /// The status of the thief's last answer up to and with this moment; 0 before its first.
    pub fn last_status(&self, at: Duration) -> u16 {
        let thief_steps = self.history.mark_at(START + at).map_or(0, |mark| mark.thief_steps as usize);
        thief_steps.checked_sub(1).map_or(0, |last| self.history.marks()[last].status)
    }

    /// The thief's last request up to and with this moment.
    pub fn last_theft(&self, at: Duration) -> Option<(Duration, Exchange)> {
        let steps = self.history.mark_at(START + at)?.thief_steps as usize;
        let step = self.history.step(steps.checked_sub(1)?)?;
        Some((step.at.since(START), step.exchange?))
    }

    /// The lane at this moment.
    pub fn world(&self, at: Duration) -> World {
        self.history.world_after(self.history.steps_at(START + at))
    }
}

fn dots(history: &History, length: Duration) -> Vec<Dot> {
    let mut dots = vec![Dot::Quiet; DOTS as usize];
    for mark in history.marks().iter().filter(|mark| mark.event == Event::ThiefCalled && mark.status != 0) {
        let slice = mark.at.since(START).as_ms() * DOTS / length.as_ms();
        let dot = &mut dots[slice.min(DOTS - 1) as usize];
        if mark.status < 300 {
            *dot = Dot::Answered;
        } else if *dot == Dot::Quiet {
            *dot = Dot::Refused;
        }
    }
    dots
}

fn use_span(history: &History) -> Option<(Duration, Duration)> {
    let mut gains =
        history.marks().iter().filter(|mark| mark.event == Event::ThiefCalled && (200..300).contains(&mark.status));
    let first = gains.next()?;
    let last = gains.next_back().unwrap_or(first);
    Some((first.at.since(START), last.at.since(START)))
}

fn outages(history: &History, length: Duration) -> Vec<(Duration, Duration)> {
    let mut outages = Vec::new();
    let mut since: Option<Instant> = None;
    for mark in history.marks().iter().filter(|mark| mark.event == Event::AppCalled) {
        match mark.status {
            0 => {}
            200 => outages.extend(since.take().map(|from| (from.since(START), mark.at.since(START)))),
            // A token that is merely not allowed here is no outage: it is what was granted.
            403 => {}
            _ => since = since.or(Some(mark.at)),
        }
    }
    outages.extend(since.map(|from| (from.since(START), length)));
    outages
}

fn moments(settings: &Settings, length: Duration, key: &Lane, token: &Lane) -> Vec<Moment> {
    let first =
        |lane: &Lane, event: Event| lane.history.marks().iter().find(|mark| mark.event == event).map(|mark| mark.at);
    let mut moments: Vec<(Option<Instant>, Turn)> = vec![
        (first(key, Event::Leaked), Turn::Leaked),
        (first(key, Event::Found), Turn::Found),
        (first(key, Event::Noticed), Turn::Noticed),
        (first(key, Event::Redeployed), Turn::Redeployed),
        (first(token, Event::SignedIn), Turn::SignedIn),
        (reused(token), Turn::Reused),
    ];
    let expires = leaked_token_end(settings, token);
    moments.push((expires, Turn::Expires));
    // With the refresh token in hand, the thief's last token outlives the one that leaked.
    let stopped = token.use_span.map(|(_, last)| START + last).filter(|&last| {
        let refused_after = token
            .history
            .marks()
            .iter()
            .any(|mark| mark.at > last && mark.event == Event::ThiefCalled && mark.status == 401);
        refused_after && expires.is_some_and(|expires| last > expires)
    });
    moments.push((stopped, Turn::Stopped));
    let mut in_order: Vec<Moment> = Vec::new();
    for (at, what) in moments {
        let Some(at) = at.map(|at| at.since(START)).filter(|&at| at <= length) else { continue };
        // Into its place: the library's sort weighs 5 KB.
        let place = in_order.partition_point(|other| (other.at, other.what) < (at, what));
        in_order.insert(place, Moment { at, what });
    }
    in_order
}

/// When the access token that leaked ends by itself.
fn leaked_token_end(settings: &Settings, token: &Lane) -> Option<Instant> {
    let steps = token.history.steps_at(START + settings.leak_at);
    match token.history.world_after(steps).held() {
        Held::Tokens { expires, .. } => Some(*expires),
        Held::Key(_) | Held::Nothing => None,
    }
}

/// When the authorization server saw a used refresh token again.
fn reused(token: &Lane) -> Option<Instant> {
    let refused = token.history.marks().iter().enumerate().filter(|(_, mark)| mark.status == 400);
    refused
        .filter_map(|(number, _)| token.history.step(number))
        .find(|step| step.exchange.as_ref().is_some_and(|exchange| exchange.reject == Some(Reject::RefreshReused)))
        .map(|step| step.at)
}

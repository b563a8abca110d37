//! The demo's state: its settings, its moment, and what is true at that moment. Pure; the view
//! calls these methods and shows what they say.

use std::sync::Arc;

use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::provider::api::{KEY_SCOPES, READS};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::leak::{Course, Lane};
use sim::stories::world::{Credential, Exchange, Hole, Settings};
use sim::wire::time::{Duration, START};

/// What the demo's token may be given: what there is to steal, and no more.
pub const TOKEN_SCOPES: [Scope; 6] = {
    let mut scopes = [Scope::Profile; 6];
    let mut i = 0;
    while i < scopes.len() {
        scopes[i] = READS[i].scope;
        i += 1;
    }
    scopes
};

/// The settings of the first picture.
pub const DEFAULT: Settings = Settings {
    seed: 7,
    leak_at: Duration::minutes(34),
    hole: Hole::Repository,
    noticed_after: Duration::hours(24),
    token_lifetime: Duration::hours(1),
    token_scope: Scopes::of(&[Scope::OrdersRead]),
    requests_per_minute: 10,
    refresh_leaks: false,
    api_asks: false,
};

/// The moment of the first picture: a telling one, long after the token's end.
pub const FIRST_MOMENT: Duration = Duration::seconds(9 * 3600 + 51 * 60 + 12);

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Security {
    /// What the settings decide.
    pub course: Arc<Course>,
    /// Where the clock stands.
    pub clock: Clock,
    /// What is true at that moment.
    pub picture: Arc<Picture>,
    /// What every demo has.
    pub common: Common,
}

impl Default for Security {
    fn default() -> Self {
        Self::new(DEFAULT, FIRST_MOMENT)
    }
}

impl Security {
    /// The demo with these settings at this moment; a moment past the picture's end is its end.
    pub fn new(settings: Settings, now: Duration) -> Self {
        Self::until(settings, now, Duration::ZERO)
    }

    /// The same in a picture that is at least so long.
    pub fn until(settings: Settings, now: Duration, until: Duration) -> Self {
        let course = Arc::new(Course::new(settings, until));
        let clock = Clock::new(now, course.length);
        let picture = Arc::new(Picture::new(&course, clock.now));
        Self { course, clock, picture, common: Common::default() }
    }

    /// Its settings.
    pub fn settings(&self) -> Settings {
        self.course.settings
    }

    /// Changes the settings; the moment stays, if the new picture reaches that far.
    pub fn set(&mut self, change: &dyn Fn(&mut Settings)) {
        let mut settings = self.settings();
        change(&mut settings);
        self.clock.touched = true;
        if settings != self.settings() {
            self.course = Arc::new(Course::new(settings, self.course.until));
            self.clock.resize(self.course.length);
            self.look();
        }
    }

    fn look(&mut self) {
        if self.picture.now != self.clock.now || self.picture.settings != self.settings() {
            self.picture = Arc::new(Picture::new(&self.course, self.clock.now));
        }
    }

    /// Takes from the token what sets it apart: it may do all that the key may, lives for a year,
    /// and is looked up on each call, as the key is. What is left is the name.
    pub fn make_token_as_bad_as_key(&mut self) {
        self.set(&as_bad_as_key);
    }
}

impl Model for Security {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn move_to(&mut self, to: Move) {
        let turns = self.course.moments.iter().map(|moment| moment.at);
        match to {
            Move::Forward => self.clock.go_on(self.course.thefts()),
            Move::Back => self.clock.go_back(self.course.thefts()),
            Move::NextTurn => self.clock.go_on(turns),
            Move::PreviousTurn => self.clock.go_back(turns),
            _ => self.clock.act(to),
        }
        self.look();
    }

    /// Runs the first picture's settings with a token that lives for a week: the question.
    fn predict(&mut self, guess: usize) {
        self.replace(Self::new(Settings { token_lifetime: Duration::days(7), ..DEFAULT }, Duration::ZERO));
        self.common.guess = Some(guess);
        (self.clock.touched, self.clock.playing) = (true, true);
    }
}

/// Takes from the settings' token what sets it apart from a key.
pub fn as_bad_as_key(settings: &mut Settings) {
    settings.token_scope = KEY_SCOPES;
    settings.token_lifetime = Duration::days(365);
    settings.api_asks = true;
    settings.refresh_leaks = false;
}

/// What is true at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Under these settings.
    pub settings: Settings,
    /// The moment, from the start.
    pub now: Duration,
    /// In the key's lane.
    pub key: LanePicture,
    /// In the token's lane.
    pub token: LanePicture,
}

impl Picture {
    fn new(course: &Course, now: Duration) -> Self {
        let lane = |lane| LanePicture::new(lane, course, now);
        Self { settings: course.settings, now, key: lane(&course.key), token: lane(&course.token) }
    }

    /// The lane of this credential.
    pub const fn lane(&self, credential: Credential) -> &LanePicture {
        match credential {
            Credential::Key => &self.key,
            Credential::Token => &self.token,
        }
    }
}

/// What is true of a lane at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct LanePicture {
    /// How the leaked credential fares.
    pub fate: Fate,
    /// How many records the thief has copied.
    pub copied: u32,
    /// How many endpoints have opened to the thief.
    pub doors: usize,
    /// From the thief's first success to its last so far.
    pub worked_for: Option<Duration>,
    /// The thief's last request, when it was sent and how it was answered.
    pub last: Option<(Duration, Exchange)>,
    /// Whether the honest app is locked out.
    pub app_locked_out: bool,
}

/// How a leaked credential fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has not leaked.
    Safe,
    /// It has leaked, and the thief has not found it.
    Leaked,
    /// It works for the thief.
    Works,
    /// It was revoked, and works all the same: the API does not ask.
    WorksThoughRevoked,
    /// It is refused, since that moment.
    Dead(Duration),
    /// It is good, but opens nothing.
    OpensNothing,
    /// The thief has all that it opens.
    Emptied,
}

impl LanePicture {
    fn new(lane: &Lane, course: &Course, now: Duration) -> Self {
        let leaked = now >= course.settings.leak_at;
        let noticed = now >= course.settings.leak_at + course.settings.noticed_after;
        let app_locked_out = lane.outages.iter().any(|&(from, to)| from <= now && now < to);
        let copied = lane.copied(now);
        let Some((at, exchange)) = lane.last_theft(now) else {
            let fate = if leaked { Fate::Leaked } else { Fate::Safe };
            return Self { fate, copied, doors: 0, worked_for: None, last: None, app_locked_out };
        };
        let world = lane.world(now);
        let doors = world.thief().map_or(0, |thief| thief.doors_opened());
        let at_rest = world.thief().is_some_and(|thief| thief.request().is_none());
        // Asked of the provider, and not read off the last answer: a credential may have died since.
        let fate = match world.would_stop_thief(START + now) {
            Some(reject) if reject.status() == 401 => Fate::Dead(died(&reject, course, now)),
            _ if at_rest && doors == 0 => Fate::OpensNothing,
            _ if at_rest => Fate::Emptied,
            _ if noticed => Fate::WorksThoughRevoked,
            _ => Fate::Works,
        };
        let worked_for = lane.use_span.map(|(first, last)| last.min(now) - first).filter(|_| copied > 0);
        Self { fate, copied, doors, worked_for, last: Some((at, exchange)), app_locked_out }
    }

    /// Whether the thief can still gain by it.
    pub const fn still_works(&self) -> bool {
        matches!(self.fate, Fate::Works | Fate::WorksThoughRevoked)
    }
}

/// Since when a refused credential has been dead, by the refusal's own word.
fn died(reject: &Reject, course: &Course, now: Duration) -> Duration {
    match reject {
        Reject::TokenExpired { at } | Reject::KeyRevoked { at } | Reject::KeyEnded { at } => at.since(START),
        // Revoked with its grant: when the family ended, or when the owner noticed.
        _ => {
            use sim::stories::leak::Turn::{Noticed, Reused};
            let ends = course.moments.iter().filter(|moment| matches!(moment.what, Reused | Noticed));
            ends.map(|moment| moment.at).filter(|&at| at <= now).min().unwrap_or(now)
        }
    }
}

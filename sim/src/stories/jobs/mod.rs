//! Six jobs, each done for a month: once with a key and once with a token, on a provider of its own each time.
//!
//! The schedule of each job is this model's; what its requests meet is the provider's own answer. Both months of a job
//! see the same mishaps at the same moments.

mod work;

use crate::provider::Answer;
use crate::provider::oauth::Tokens;
use crate::provider::sandbox::Sandbox;
use crate::stories::thief::{Loot, Thief};
use crate::stories::world::{Actor, Credential, Exchange};
use crate::stories::{app, flow};
use crate::wire::http::{Peer, Request};
use crate::wire::rng::Rng;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// How long a job is watched.
pub const MONTH: Duration = Duration::days(30);
/// Its last second.
pub const END: Duration = Duration::milliseconds(MONTH.as_ms() - 1000);
/// A stranger whose credential is dead knocks so often, and gives up.
const KNOCKS: u32 = 12;
/// How many requests a stranger sends a minute.
const STRANGERS_PACE: u32 = 2;

/// Work that needs an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// A widget on a public page, which shows each visitor where their address is.
    Widget,
    /// A server that reads the day's orders each night, and belongs to who owns the API.
    Batch,
    /// An app on people's phones that acts for who holds the phone.
    Mobile,
    /// Another company's server, which may read orders and nothing else.
    Partner,
    /// A device far from people, which asks for its limits once an hour.
    Sensor,
    /// A build job that deploys, four times a day, with a log that anybody can read.
    Deploy,
}

impl Job {
    /// Every job.
    pub const ALL: [Self; 6] = [Self::Widget, Self::Batch, Self::Mobile, Self::Partner, Self::Sensor, Self::Deploy];

    /// What serves it better: this page's judgement, which the months bear out (tests/demos/jobs.rs).
    pub const fn better(self) -> Credential {
        match self {
            Self::Widget | Self::Batch | Self::Sensor => Credential::Key,
            Self::Mobile | Self::Partner | Self::Deploy => Credential::Token,
        }
    }

    /// Whether the other will do as well: with one owner at both ends, both do the work and lose nothing.
    pub const fn takes_either(self) -> bool {
        matches!(self, Self::Batch)
    }
}

/// Something that changes the course of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The owner makes the key, or puts the client's secret where the job finds it.
    Issued,
    /// A person signs in.
    SignedIn,
    /// A person agrees that another company's app may read.
    Consented,
    /// The job is to be allowed more, and somebody sees to it.
    Widened,
    /// Its first request that was answered. It is no turning point, only what the wire shows until there is one.
    First,
    /// The app asks who is signed in.
    Asked,
    /// The partner tries what it was not given.
    Tried,
    /// The credential gets to where others can read it.
    Leaked,
    /// A stranger gets something by it for the first time, or finds it dead.
    Found,
    /// The stranger is refused from now on.
    Stopped,
    /// The stranger has lost interest.
    LostInterest,
    /// The job's own visitors are turned away for the first time.
    TurnedAway,
    /// A page that was left open calls with a token that has ended.
    Stale,
    /// A scanner finds the credential and reports it to the provider.
    Scanned,
    /// Somebody notices, and ends the credential.
    Revoked,
    /// A new credential is in place.
    Replaced,
    /// The authorization server is down.
    Down,
    /// The authorization server works again.
    Up,
    /// The same request again, which does no harm.
    Replayed,
    /// An answer is lost on the way.
    AnswerLost,
    /// The job is locked out.
    LockedOut,
    /// The partner's contract is over.
    ContractOver,
}

impl Turn {
    /// Whether it stands in the list of turning points.
    pub const fn is_told(self) -> bool {
        !matches!(self, Self::First)
    }

    /// Whether a person had to do it.
    pub const fn is_act(self) -> bool {
        matches!(self, Self::Issued | Self::SignedIn | Self::Consented | Self::Widened | Self::Revoked | Self::Replaced)
    }
}

/// Who sent a request, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The job, to do what it is there for.
    Job,
    /// The job, for a token.
    JobForToken,
    /// Somebody else, or a partner after the contract.
    Stranger,
}

/// What is kept of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When, from the month's start.
    pub at: Duration,
    /// Whose it was.
    pub who: Who,
    /// The status of the answer; 0 for a request that was due and could not be sent, for want of a credential.
    pub status: u16,
    /// How many records it brought.
    pub records: u32,
}

impl Mark {
    /// Whether it was answered.
    pub const fn is_answered(self) -> bool {
        self.status / 100 == 2
    }
}

/// A turning point, with the exchange that shows it, if one does.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When, from the month's start.
    pub at: Duration,
    /// What happened.
    pub turn: Turn,
    /// The request and its answer.
    pub exchange: Option<Exchange>,
}

/// A job's month with one of the two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Month {
    /// Every request, in order.
    pub marks: Vec<Mark>,
    /// Every turning point, in order.
    pub moments: Vec<Moment>,
    /// When the job stood still: from the first request that failed to the next that was answered.
    pub outages: Vec<(Duration, Duration)>,
}

/// What a month came to, up to some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests of the job that were answered.
    pub answered: u32,
    /// Requests of the job that were refused, or were due and could not be sent.
    pub failed: u32,
    /// Requests for tokens.
    pub for_tokens: u32,
    /// A stranger's requests that were answered.
    pub strangers: u32,
    /// Records that a stranger got.
    pub records: u32,
    /// For how long the job stood still.
    pub outage: Duration,
    /// Requests of the job that met a spent quota; they are among those that failed.
    pub over_quota: u32,
    /// What people had to do.
    pub acts: u32,
}

impl Month {
    /// Lives through the month.
    pub fn of(job: Job, credential: Credential, seed: u64) -> Self {
        let mut play = Play::new(job, seed);
        match job {
            Job::Widget => work::widget(&mut play, credential),
            Job::Batch => work::batch(&mut play, credential),
            Job::Mobile => work::mobile(&mut play, credential),
            Job::Partner => work::partner(&mut play, credential),
            Job::Sensor => work::sensor(&mut play, credential),
            Job::Deploy => work::deploy(&mut play, credential),
        }
        play.go(MONTH);
        if let Some(since) = play.down_since {
            play.month.outages.push((since, MONTH));
        }
        play.month
    }

    /// What it has come to at this moment.
    pub fn tally(&self, now: Duration) -> Tally {
        let mut tally = Tally::default();
        for mark in self.marks.iter().take_while(|mark| mark.at <= now) {
            match mark.who {
                Who::Job if mark.is_answered() => tally.answered += 1,
                Who::Job => {
                    tally.failed += 1;
                    tally.over_quota += u32::from(mark.status == 429);
                }
                Who::JobForToken => tally.for_tokens += 1,
                Who::Stranger if mark.is_answered() => {
                    tally.strangers += 1;
                    tally.records += mark.records;
                }
                Who::Stranger => {}
            }
        }
        for &(from, to) in self.outages.iter().take_while(|(from, _)| *from <= now) {
            tally.outage = tally.outage + (to.min(now) - from);
        }
        tally.acts = self.moments.iter().filter(|moment| moment.at <= now && moment.turn.is_act()).count() as u32;
        tally
    }

    /// The last exchange that was kept up to this moment, and when it took place.
    pub fn last_exchange(&self, now: Duration) -> Option<(Duration, &Exchange)> {
        let past = self.moments.iter().rev().filter(|moment| moment.at <= now);
        past.filter_map(|moment| Some((moment.at, moment.exchange.as_ref()?))).next()
    }

    /// From a stranger's first success to the last.
    pub fn strangers_time(&self) -> Option<(Duration, Duration)> {
        let mut of = self.marks.iter().filter(|mark| mark.who == Who::Stranger && mark.is_answered());
        let first = of.next()?.at;
        Some((first, of.next_back().map_or(first, |last| last.at)))
    }
}

/// The month as it is lived.
struct Play {
    sandbox: Sandbox,
    rng: Rng,
    month: Month,
    last: Option<(Request, Answer)>,
    /// A stranger, when it acts next, and how often it has been refused in a row.
    stranger: Option<(Thief, Instant, u32)>,
    down_since: Option<Duration>,
}

/// What a client holds after a token answer.
struct Pair {
    access: Secret,
    refresh: Option<Secret>,
    ends: Instant,
}

impl Play {
    fn new(job: Job, seed: u64) -> Self {
        let sandbox = Sandbox::with(seed, START, work::policy(job));
        let rng = Rng::stream(seed, "jobs");
        Self { sandbox, rng, month: Month::default(), last: None, stranger: None, down_since: None }
    }

    fn now(&self) -> Duration {
        self.sandbox.now().since(START)
    }

    /// Lets time pass, and the stranger act.
    fn go(&mut self, to: Duration) {
        while let Some((mut thief, at, refused)) = self.stranger.take() {
            if at > START + to {
                self.stranger = Some((thief, at, refused));
                break;
            }
            let Some(request) = thief.request() else { continue };
            self.sandbox.advance(at.since(self.sandbox.now()));
            let status = self.send(Who::Stranger, request);
            let Some((_, answer)) = &self.last else { continue };
            let next = thief.learn(answer, at);
            let refused = if status == 401 { refused + 1 } else { 0 };
            if refused < KNOCKS {
                self.stranger = Some((thief, next, refused));
            }
        }
        let by = (START + to).since(self.sandbox.now());
        self.sandbox.advance(by);
    }

    /// From then on a stranger uses what leaked.
    fn let_loose(&mut self, loot: Loot, after: Duration) {
        let thief = Thief::new(loot, STRANGERS_PACE, self.sandbox.seed());
        self.stranger = Some((thief, self.sandbox.now() + after, 0));
    }

    /// Sends a request now, and keeps what is to be kept of it. Returns the status of the answer.
    fn send(&mut self, who: Who, request: Request) -> u16 {
        let request = request.from(if who == Who::Stranger { Peer::THIEF } else { Peer::CLIENT });
        let now = self.sandbox.now();
        let answer = self.sandbox.owner().handle(&request, now);
        let (status, records) = (answer.response.status.0, answer.records);
        self.last = Some((request, answer));
        self.mark(who, status, records);
        status
    }

    fn mark(&mut self, who: Who, status: u16, records: u32) {
        let at = self.now();
        let mark = Mark { at, who, status, records };
        self.month.marks.push(mark);
        match (who, mark.is_answered()) {
            (Who::Stranger, answered) => {
                // A 403 shuts one door; a 400 for a refresh and a 401 shut all.
                let is_over = matches!(status, 400 | 401);
                let found = self.month.moments.iter().find(|moment| moment.turn == Turn::Found);
                let was_in = found.and_then(|moment| moment.exchange.as_ref());
                let was_in = was_in.is_some_and(|exchange| exchange.reject.is_none());
                if answered || (is_over && !was_in) {
                    self.once(Turn::Found, Actor::Thief);
                } else if is_over {
                    self.once(Turn::Stopped, Actor::Thief);
                }
            }
            (Who::Job, true) => {
                self.once(Turn::First, Actor::App);
                if let Some(since) = self.down_since.take().filter(|since| *since < at) {
                    self.month.outages.push((since, at));
                }
            }
            (Who::JobForToken, true) => {}
            // The credential is good and this is not its to do: nothing stands still.
            (_, false) if status == 403 => {}
            (_, false) => drop(self.down_since.get_or_insert(at)),
        }
    }

    /// The job does what it is there for, if it has something to do it with.
    fn work(&mut self, request: Option<Request>) -> u16 {
        match request {
            Some(request) => self.send(Who::Job, request),
            None => {
                self.mark(Who::Job, 0, 0);
                0
            }
        }
    }

    /// A turning point that no request shows.
    fn turn(&mut self, turn: Turn) {
        self.month.moments.push(Moment { at: self.now(), turn, exchange: None });
    }

    /// A turning point that the last request shows.
    fn shown(&mut self, turn: Turn, actor: Actor) {
        let exchange = self.last.as_ref().map(|(request, answer)| Exchange {
            actor,
            request: request.clone(),
            response: answer.response.clone(),
            reject: answer.reject.clone(),
            records: answer.records,
        });
        self.month.moments.push(Moment { at: self.now(), turn, exchange });
    }

    /// A turning point that the last request shows, if there was none of its kind before. Says whether.
    fn once(&mut self, turn: Turn, actor: Actor) -> bool {
        let is_first = !self.month.moments.iter().any(|moment| moment.turn == turn);
        if is_first {
            self.shown(turn, actor);
        }
        is_first
    }

    /// The tokens that the last answer brought.
    fn tokens(&self) -> Option<Pair> {
        let (_, answer) = self.last.as_ref()?;
        let Tokens { access, refresh, expires_in_s, .. } = app::read_tokens(&answer.response.body.text())?;
        Some(Pair { access, refresh, ends: self.sandbox.now() + Duration::seconds(expires_in_s) })
    }

    /// Asks for a new token if there is one to ask with and the old one has ended.
    fn renew(&mut self, client: &str, held: &mut Option<Pair>) {
        let over = held.as_ref().filter(|pair| self.sandbox.now() >= pair.ends);
        if let Some(refresh) = over.and_then(|pair| pair.refresh.clone()) {
            self.send(Who::JobForToken, flow::refresh(client, &refresh));
            *held = self.tokens();
        }
    }
}

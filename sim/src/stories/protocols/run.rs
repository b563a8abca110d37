//! A run: one flow, played on the sandbox from its first message to its last, with what the user granted, and
//! what was broken and switched off. Its log is all that a lab shows of it.

use crate::provider::reject::{Clause, Reject};
use crate::provider::sandbox::asked_on;
use crate::provider::scope::{Scope, Scopes};
use crate::stories::sign_in::Doubt;
use crate::wire::http::{Peer, Request, Response};
use crate::wire::json::Value;
use crate::wire::time::Instant;

/// What the app asks the user for.
pub const ASKED: Scopes = Scopes::of(&[Scope::OrdersRead, Scope::ProductsRead, Scope::Profile]);
/// What a device is told while its user has not answered: a refusal in form, and no fault.
pub const WAITING: &str = "device-pending";
/// No run is longer.
pub const MOST_STEPS: usize = 12;

/// A way to get at the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// An API key: there is nothing to get.
    Key,
    /// The client in its own name (RFC 6749 §4.4).
    Client,
    /// A user's code, with PKCE (RFC 6749 §4.1, RFC 7636).
    Code,
    /// New tokens for a refresh token (RFC 6749 §6).
    Refresh,
    /// A screen without a keyboard (RFC 8628).
    Device,
}

impl Flow {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Key, Self::Client, Self::Code, Self::Refresh, Self::Device];
}

/// Who takes part, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The user's browser.
    Browser,
    /// The client.
    App,
    /// The authorization server.
    Server,
    /// The API.
    Api,
    /// The thief.
    Thief,
}

impl Party {
    /// All, from left to right.
    pub const ALL: [Self; 5] = [Self::Browser, Self::App, Self::Server, Self::Api, Self::Thief];

    /// The address that it calls from.
    pub const fn peer(self) -> Peer {
        match self {
            Self::Browser => Peer([192, 0, 2, 44]),
            Self::Thief => Peer::THIEF,
            _ => Peer::CLIENT,
        }
    }
}

/// A way to break a flow. A lab's words for them are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each has its words in the lab
pub enum Sabotage {
    KeyCopied,
    KeyInUrl,
    KeyAsUser,
    SecretWrong,
    SecretMissing,
    ServerAsUser,
    Stolen,
    VerifierGuessed,
    ChallengeDropped,
    ChallengePlain,
    CodeTwice,
    CodeLate,
    CodeOfAnother,
    RedirectChanged,
    RedirectLate,
    StateDropped,
    StateForged,
    MixUp,
    ConsentForged,
    OtherAudience,
    TokenCopied,
    RefreshReplayed,
    RefreshWidened,
    RefreshOfAnother,
    PollTooSoon,
    DeviceCodeAgain,
    UserCodeGuessed,
    DevicePhished,
}

impl Sabotage {
    /// All of them.
    pub const ALL: [Self; 28] = [
        Self::KeyCopied,
        Self::KeyInUrl,
        Self::KeyAsUser,
        Self::SecretWrong,
        Self::SecretMissing,
        Self::ServerAsUser,
        Self::Stolen,
        Self::VerifierGuessed,
        Self::ChallengeDropped,
        Self::ChallengePlain,
        Self::CodeTwice,
        Self::CodeLate,
        Self::CodeOfAnother,
        Self::RedirectChanged,
        Self::RedirectLate,
        Self::StateDropped,
        Self::StateForged,
        Self::MixUp,
        Self::ConsentForged,
        Self::OtherAudience,
        Self::TokenCopied,
        Self::RefreshReplayed,
        Self::RefreshWidened,
        Self::RefreshOfAnother,
        Self::PollTooSoon,
        Self::DeviceCodeAgain,
        Self::UserCodeGuessed,
        Self::DevicePhished,
    ];

    /// The flow that it breaks.
    pub const fn flow(self) -> Flow {
        match self {
            Self::KeyCopied | Self::KeyInUrl | Self::KeyAsUser => Flow::Key,
            Self::SecretWrong | Self::SecretMissing | Self::ServerAsUser => Flow::Client,
            Self::Stolen
            | Self::VerifierGuessed
            | Self::ChallengeDropped
            | Self::ChallengePlain
            | Self::CodeTwice
            | Self::CodeLate
            | Self::CodeOfAnother
            | Self::RedirectChanged
            | Self::RedirectLate
            | Self::StateDropped
            | Self::StateForged
            | Self::MixUp
            | Self::ConsentForged
            | Self::OtherAudience
            | Self::TokenCopied => Flow::Code,
            Self::RefreshReplayed | Self::RefreshWidened | Self::RefreshOfAnother => Flow::Refresh,
            Self::PollTooSoon | Self::DeviceCodeAgain | Self::UserCodeGuessed | Self::DevicePhished => Flow::Device,
        }
    }
}

/// What can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The app proves that it is who asked (RFC 7636).
    Pkce,
    /// The app knows its own sign-in again (RFC 6749 §10.12).
    State,
    /// Redirect URIs are compared as strings (RFC 9700 §2.1).
    ExactRedirect,
    /// The app knows which server answered (RFC 9207).
    Issuer,
    /// A used refresh token is an alarm (RFC 9700 §4.14.2).
    Reuse,
}

impl Protection {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pkce, Self::State, Self::ExactRedirect, Self::Issuer, Self::Reuse];

    /// The flow that it protects.
    pub const fn flow(self) -> Flow {
        if matches!(self, Self::Reuse) { Flow::Refresh } else { Flow::Code }
    }

    /// The protection that a check belongs to, if it can be switched off.
    pub fn behind(check: &str) -> Option<Self> {
        Some(match check {
            "challenge-missing" | "verifier-missing" | "verifier-wrong" => Self::Pkce,
            "client-state" => Self::State,
            "client-iss" => Self::Issuer,
            "redirect-uri" => Self::ExactRedirect,
            "refresh-reused" => Self::Reuse,
            _ => return None,
        })
    }
}

/// What decides a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Every secret comes from it.
    pub seed: u64,
    /// The flow.
    pub flow: Flow,
    /// What Ada ticks of [`ASKED`].
    pub granted: Scopes,
    /// Whether she says no altogether.
    pub denies: bool,
    /// How the flow is broken, if it is.
    pub sabotage: Option<Sabotage>,
    /// Which protections are off, by their place.
    pub off: [bool; Protection::ALL.len()],
}

impl Settings {
    /// The protections that are off.
    pub fn off(&self) -> impl Iterator<Item = Protection> {
        Protection::ALL.into_iter().filter(|protection| !self.has(*protection))
    }

    /// Whether this protection is on.
    pub const fn has(&self, protection: Protection) -> bool {
        !self.off[protection as usize]
    }
}

/// What a step is about. A lab's words for them are in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each has its words in the lab
pub enum Act {
    KeyCall,
    KeyCopied,
    ClientToken,
    Discover,
    Connect,
    Authorize,
    Consent,
    Callback,
    Exchange,
    Orders,
    Me,
    CodeSeen,
    ThiefExchange,
    ThiefOrders,
    LinkChanged,
    LinkSent,
    PassedOn,
    CodeArrives,
    ThiefConnects,
    ThiefConsents,
    CallbackForced,
    WrongServer,
    GivenAway,
    FormForced,
    TokenCopied,
    RefreshCopied,
    Expired,
    Refresh,
    ThiefRefresh,
    DeviceStart,
    Poll,
    UserCode,
    Guess,
    ThiefDevice,
    ThiefPoll,
}

/// What stopped a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The check.
    pub check: &'static str,
    /// What happened, for the learner.
    pub sentence: String,
    /// What it rests on.
    pub clause: Clause,
    /// Whether the app itself stopped, and not the provider.
    pub by_app: bool,
}

impl From<Reject> for Stop {
    fn from(reject: Reject) -> Self {
        Self { check: reject.check(), sentence: reject.sentence(), clause: reject.clause(), by_app: false }
    }
}

impl From<Doubt> for Stop {
    fn from(doubt: Doubt) -> Self {
        Self { check: doubt.check(), sentence: doubt.sentence(), clause: doubt.clause(), by_app: true }
    }
}

/// What passed between two parties.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// A request and its answer.
    Exchange(Box<(Request, Response)>),
    /// No message of the protocol: what the thief copied, changed or sent by mail.
    Aside(String),
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is about.
    pub act: Act,
    /// Who begins.
    pub from: Party,
    /// With whom.
    pub to: Party,
    /// When.
    pub at: Instant,
    /// What passed.
    pub said: Said,
    /// What stopped it, if something did.
    pub stop: Option<Stop>,
    /// How many of the shop's records came back.
    pub records: u32,
}

impl Step {
    /// The request and the answer, if the step has them.
    pub fn exchange(&self) -> Option<&(Request, Response)> {
        match &self.said {
            Said::Exchange(exchange) => Some(exchange),
            Said::Aside(_) => None,
        }
    }

    /// What can be taken along of it: its request as a curl command, or what the thief has.
    pub fn to_copy(&self) -> String {
        match &self.said {
            Said::Exchange(exchange) => exchange.0.curl(),
            Said::Aside(text) => text.clone(),
        }
    }

    /// The question that its answer puts to the user: what is asked for.
    pub fn asks(&self) -> Option<Scopes> {
        let (_, response) = self.exchange().filter(|_| self.from == Party::Browser && self.stop.is_none())?;
        asked_on(response)
    }
}

/// A member of a JSON answer, as text.
pub fn member(response: &Response, name: &str) -> Option<String> {
    let text = response.body.text();
    let body = Value::parse(&text).ok()?;
    body.member(name)?.as_text().map(str::to_owned)
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Done,
    /// The user said no.
    Denied,
    /// What should not pass was stopped.
    Stopped,
    /// The thief has what he wanted.
    Taken,
}

/// A run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its log.
    pub steps: Vec<Step>,
    /// How it ends.
    pub end: End,
    /// The step that decides it, from 1.
    pub telling: usize,
}

impl Run {
    /// Plays the flow.
    pub fn of(settings: &Settings) -> Self {
        super::flows::play(settings)
    }

    /// The step of that number, from 1.
    pub fn step(&self, number: usize) -> &Step {
        &self.steps[number.clamp(1, self.steps.len()) - 1]
    }

    /// Whether this party takes part.
    pub fn has(&self, party: Party) -> bool {
        self.steps.iter().any(|step| step.from == party || step.to == party)
    }
}

//! What was done so far, act by act, and what each led to: the last request and its answer, the provider's meters.

use std::sync::Arc;

use super::call::{Call, With};
use super::held::{BEGINS, Held};
use crate::provider::Provider;
use crate::provider::api::{Stage, Trail};
use crate::provider::api_key::Kind;
use crate::provider::reject::Reject;
use crate::stories::world::{Actor, Exchange};
use crate::wire::http::Peer;
use crate::wire::time::{Duration, Instant};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Sends a request so many times in a row.
    Send {
        /// With this.
        with: With,
        /// To there.
        call: Call,
        /// So many times.
        times: u32,
    },
    /// Lets time pass.
    Wait(Duration),
}

impl Act {
    /// `key` or `token`, by what it carries; else empty.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Send { with, .. } => with.kind(),
            Self::Wait(_) => "",
        }
    }
}

/// How many acts the list holds: a link to them stays readable.
pub const MOST_ACTS: usize = 24;
/// The most of one request in a row, and the longest wait.
pub const MOST_TIMES: u32 = 999;
/// See [`MOST_TIMES`].
pub const LONGEST_WAIT: Duration = Duration::hours(2);

/// Two acts as one, if the second only goes on with the first.
pub fn joined(first: Act, second: Act) -> Option<Act> {
    match (first, second) {
        (Act::Wait(first), Act::Wait(second)) if first + second <= LONGEST_WAIT => Some(Act::Wait(first + second)),
        (Act::Send { with, call, times }, Act::Send { with: with2, call: call2, times: times2 })
            if (with, call) == (with2, call2) && times + times2 <= MOST_TIMES =>
        {
            Some(Act::Send { with, call, times: times + times2 })
        }
        _ => None,
    }
}

/// How the last request of an act was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// The request and its answer.
    pub exchange: Exchange,
    /// What the API found out.
    pub trail: Trail,
    /// Where it was stopped, or the answer.
    pub stage: Stage,
    /// How many of the act's requests were answered with a 2xx.
    pub answered: u32,
}

impl Sent {
    /// Whether the provider asked for a user: the answer to the question.
    pub fn asks_for_user(&self) -> bool {
        self.exchange.reject == Some(Reject::UserRequired)
    }
}

/// An act, and what it led to.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The act.
    pub act: Act,
    /// When it was over.
    pub now: Instant,
    /// Its last request, if it sent one.
    pub sent: Option<Sent>,
    provider: Provider,
}

impl Frame {
    /// Before anything was done.
    pub const fn first(provider: Provider) -> Self {
        Self { act: Act::Wait(Duration::ZERO), now: BEGINS, sent: None, provider }
    }

    /// Does this after that.
    pub fn after(before: &Self, act: Act, held: &Held) -> Self {
        let mut frame = Self { act, sent: None, ..before.clone() };
        match act {
            Act::Wait(time) => frame.now += time,
            Act::Send { with, call, times } => {
                let request = held.request(with, call);
                let mut answered = 0;
                for i in 1..=times {
                    let answer = frame.provider.handle(&request, frame.now);
                    answered += u32::from(answer.response.status.is_success());
                    if i == times {
                        let stage = answer.trail.stage(answer.reject.as_ref());
                        let (response, reject, records) = (answer.response, answer.reject, answer.records);
                        let exchange =
                            Exchange { actor: Actor::App, request: request.clone(), response, reject, records };
                        frame.sent = Some(Sent { exchange, trail: answer.trail, stage, answered });
                    }
                }
            }
        }
        frame
    }

    /// What the meters say.
    pub fn meters(&self, held: &Held) -> [Meter; METERS] {
        let quota = self.provider.policy.quota;
        let meter = |limit, (left, seconds)| Meter { limit, left, seconds };
        let of_key = |kind| {
            let key = self.provider.keys().of_app(held.apps[0]).find(|(_, key)| key.kind == kind);
            let left = key.and_then(|(id, _)| self.provider.left(Some(id), held.apps[0], self.now).of_key);
            meter(quota.per_key, left.unwrap_or_default())
        };
        let of_app = |app| meter(quota.per_client, self.provider.left(None, app, self.now).of_client);
        [
            of_key(Kind::Live),
            of_key(Kind::Restricted),
            of_app(held.apps[0]),
            of_app(held.apps[1]),
            meter(quota.failures, self.provider.failures_left(Peer::CLIENT, self.now)),
        ]
    }

    /// The provider as it was then, to look at.
    pub const fn provider(&self) -> &Provider {
        &self.provider
    }
}

/// How many meters there are.
pub const METERS: usize = 5;

/// A meter's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// What fits.
    pub limit: u32,
    /// What is left of it.
    pub left: u32,
    /// Until the window ends, in seconds; 0 if none is open.
    pub seconds: u64,
}

/// A moment: the act in view, and how far its request has come. All that a lab shows follows from it, but for what
/// is composed.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The act, and what it led to.
    pub frame: Arc<Frame>,
    /// The last station that its request has reached.
    pub reached: usize,
}

impl PartialEq for Moment {
    /// What an act led to never changes: it is made anew.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.frame, &other.frame) && self.reached == other.reached
    }
}

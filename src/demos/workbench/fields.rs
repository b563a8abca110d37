//! The demo's fields: the mint, what the provider does, the tour's step and the moment. No text that the reader typed or
//! pasted is ever among them.

use super::bench::{CALLS, LIFETIMES, OFFERED, SHORTEST};
use super::model::{Settings, Workbench, moment_of};
use super::tour::Step;
use super::words;
use crate::fields::{self, Field, Named, Range, Slot, Written, one_of};
use crate::link::Complaint;
use crate::ui::format::span;
use sim::provider::oauth::user::UserId;
use sim::wire::time::Duration;

/// The audiences by their names in a link, in the order of the mint's.
const AUDIENCES: [&str; 2] = ["api", "billing"];
/// How long the token lives.
const LIFETIME: Range<Duration> =
    Range { least: SHORTEST, most: LIFETIMES[LIFETIMES.len() - 1], stops: &LIFETIMES, say: span };

impl Named for UserId {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &["ada", "bo"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What decides all but what lies on the bench.
    pub settings: Settings,
    /// Which call the token is sent with, where it is not the step's.
    pub call: Option<usize>,
    /// The step of the tour on the bench.
    pub step: Option<Step>,
    /// The moment, from the start.
    pub now: Option<Duration>,
}

impl fields::Setup for Setup {
    type State = Workbench;
    const DEMO: &'static str = "workbench";
    const FIELDS: &'static [Field<Self>] = &[
        Field::always("user", words::USER, |s| one_of(&mut s.settings.mint.user, UserId::NAMES, &words::USERS)),
        Field::always("scope", words::SCOPES, |s| Slot::Scopes(&mut s.settings.mint.scope, &OFFERED)),
        Field::always("ttl", words::LIFETIME, |s| Slot::Span(&mut s.settings.mint.lifetime, &LIFETIME)),
        Field::always("aud", words::AUDIENCE, |s| {
            one_of(&mut s.settings.mint.audience, &AUDIENCES, &words::AUDIENCE_LABELS)
        }),
        Field::always("to", words::CALL, |s| one_of(&mut s.call, &CALLS, &[])),
        Field::new("check", words::ASKS, |s| Slot::Switch(&mut s.settings.asks)),
        Field::new("revoked", words::REVOKED, |s| Slot::Switch(&mut s.settings.revoked)),
        Field::new("asked", "", |s| Slot::Switch(&mut s.settings.asked)),
        Field::new("tour", "", |s| Slot::Written(&mut s.step)),
        Field::always("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.settings.seed)),
    ];

    fn blank() -> Self {
        Self { settings: Settings::default(), call: None, step: None, now: None }
    }

    fn of(state: &Workbench) -> Self {
        let settings = state.settings();
        Self { settings, call: Some(settings.call), step: state.step(), now: Some(state.clock.now) }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Workbench {
        let mut state = Workbench::new(self.settings);
        if let Some(step) = self.step {
            state.look_at(step);
        }
        let first = self.step.map_or_else(|| moment_of(state.mint), Step::moment);
        state.clock.go(self.now.unwrap_or(first));
        state.choose_call(self.call.unwrap_or(state.call));
        state
    }
}

/// `2.1`, from 1.
impl Written for Option<Step> {
    fn read(&mut self, text: &str) -> bool {
        let step = Step::named(text);
        step.map(|step| *self = Some(step)).is_some()
    }

    fn write(&self) -> Option<String> {
        self.map(Step::name)
    }

    fn takes(&self) -> String {
        "a step of the tour, from 1.1 to 10.3".into()
    }
}

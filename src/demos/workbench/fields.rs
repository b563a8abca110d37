//! The demo's fields: the mint, what the provider does, the tour's step and the moment. No text that the reader typed or
//! pasted is ever among them.

use super::model::{Settings, Task, Workbench, moment_of};
use super::words;
use crate::fields::{self, Field, Named, Range, Slot, Written, one_of};
use crate::link::Complaint;
use crate::ui::format::span;
use sim::provider::oauth::user::UserId;
use sim::provider::scope::Scope;
use sim::stories::workbench::bench::CALLS;
use sim::stories::workbench::tour::Step;
use sim::wire::time::Duration;

/// The scopes that the mint offers.
const OFFERED: [Scope; 5] =
    [Scope::OrdersRead, Scope::CustomersRead, Scope::ProductsRead, Scope::Profile, Scope::OrdersWrite];
/// The lifetimes that the slider stops at.
const LIFETIMES: [Duration; 8] = [
    Duration::minutes(5),
    Duration::minutes(15),
    Duration::hours(1),
    Duration::hours(8),
    Duration::hours(24),
    Duration::days(7),
    Duration::days(30),
    Duration::days(365),
];
/// The shortest that a link may ask for.
const SHORTEST: Duration = Duration::minutes(1);

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
    /// The tab, where it is not the one that the rest leads to.
    pub task: Option<Task>,
    /// The moment, from the start.
    pub now: Option<Duration>,
}

impl Setup {
    /// The tab in which a reader sees what the link is about: a step of the tour, the answer about the opaque token, or
    /// what the API is set to do.
    const fn leads_to(&self) -> Task {
        match self.settings {
            _ if self.step.is_some() => Task::Forge,
            Settings { asked: true, .. } => Task::Read,
            Settings { asks, revoked, .. } if asks || revoked => Task::Change,
            _ => Task::Read,
        }
    }
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
        Field::new("asked", words::ASKED, |s| Slot::Switch(&mut s.settings.asked)),
        Field::new("tour", words::TOUR_STEP, |s| Slot::Written(&mut s.step)),
        Field::new("tab", words::TAB, |s| Slot::Written(&mut s.task)),
        Field::always("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.settings.seed)),
    ];

    fn blank() -> Self {
        Self { settings: Settings::default(), call: None, step: None, task: None, now: None }
    }

    fn of(state: &Workbench) -> Self {
        let settings = state.settings();
        let call = Some(settings.call);
        let mut setup = Self { settings, call, step: state.step(), task: None, now: Some(state.clock.now) };
        if setup.leads_to() != state.task {
            setup.task = Some(state.task);
        }
        setup
    }

    fn state(self, _: &mut Vec<Complaint>) -> Workbench {
        let task = self.task.unwrap_or(self.leads_to());
        let mut state = Workbench::new(self.settings);
        if let Some(step) = self.step {
            state.look_at(step);
        }
        let first = self.step.map_or_else(|| moment_of(state.mint), Step::moment);
        state.clock.go(self.now.unwrap_or(first));
        state.choose_call(self.call.unwrap_or(state.call));
        state.task = task;
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

impl Named for Task {
    const ALL: &'static [Self] = &[Self::Read, Self::Change, Self::Forge];
    const NAMES: &'static [&'static str] = &["read", "change", "forge"];
}

impl Written for Option<Task> {
    fn read(&mut self, text: &str) -> bool {
        let task = Task::of_name(text);
        task.map(|task| *self = Some(task)).is_some()
    }

    fn write(&self) -> Option<String> {
        self.map(|task| task.name_in_link().to_owned())
    }

    fn takes(&self) -> String {
        "read, change or forge".into()
    }
}

//! The demo's fields: what decides the run, and the step in view.

use super::model::{FIRST, FIRST_STEP, Protocols};
use super::words;
use crate::fields::{self, Field, Named, Range, Slot, Written, one_of};
use crate::link::{Complaint, NONE};
use sim::provider::scope::{Scope, Scopes};
use sim::stories::protocols::run::{ASKED, Flow, MOST_STEPS, Protection, Sabotage, Settings};

/// What a link says of an answer that is no.
const REFUSED: &str = "refused";
/// The step in view, from 1.
const STEP: Range<u64> = Range::between(1, MOST_STEPS as u64);

impl Named for Flow {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &["key", "client", "code", "refresh", "device"];
}

impl Named for Protection {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &["pkce", "state", "exact", "iss", "reuse"];
}

impl Named for Sabotage {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &[
        "copied",
        "url",
        "user",
        "secret",
        "no-secret",
        "profile",
        "stolen",
        "guess",
        "drop",
        "plain",
        "twice",
        "late",
        "other-app",
        "redirect",
        "redirect-late",
        "no-state",
        "forged",
        "mix-up",
        "consent",
        "audience",
        "bearer",
        "replay",
        "widen",
        "wrong-app",
        "hasty",
        "again",
        "guesses",
        "phish",
    ];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What Ada answers.
    pub answer: Answer,
    /// Which protections are off.
    pub off: Off,
    /// The rest of what decides the run.
    pub set: Settings,
    /// The step in view, from 1.
    pub step: Option<u64>,
}

/// What Ada ticks, and whether she says no all the same.
#[derive(Clone, Debug)]
pub struct Answer(Scopes, bool);

/// Which protections are off, by their place.
#[derive(Clone, Debug)]
pub struct Off([bool; Protection::ALL.len()]);

impl fields::Setup for Setup {
    type State = Protocols;
    const DEMO: &'static str = "protocols";
    const FIELDS: &'static [Field<Self>] = &[
        Field::always("flow", words::FLOW, |s| one_of(&mut s.set.flow, Flow::NAMES, &words::FLOWS)),
        Field::new("step", words::STEP, |s| Slot::Number(&mut s.step, &STEP)),
        Field::new("grant", words::ANSWER, |s| Slot::Written(&mut s.answer)),
        Field::new("break", words::BREAK, |s| one_of(&mut s.set.sabotage, Sabotage::NAMES, &words::BREAKS)),
        Field::new("off", words::OFF, |s| Slot::Written(&mut s.off)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.set.seed)),
    ];

    fn blank() -> Self {
        Self { answer: Answer(FIRST.granted, FIRST.denies), off: Off(FIRST.off), set: FIRST, step: None }
    }

    fn of(state: &Protocols) -> Self {
        let set = state.set;
        let step = Some(state.step() as u64);
        Self { answer: Answer(set.granted, set.denies), off: Off(set.off), set, step }
    }

    fn state(self, complaints: &mut Vec<Complaint>) -> Protocols {
        let Self { answer: Answer(granted, denies), off: Off(off), set, step } = self;
        let mut set = Settings { granted, denies, off, ..set };
        let ways = || {
            let of_flow = Sabotage::ALL.into_iter().filter(|sabotage| sabotage.flow() == set.flow);
            let names: Vec<&str> = of_flow.map(Named::name_in_link).collect();
            ["a way to break this flow: ", &names.join(", ")].concat()
        };
        for complaint in complaints.iter_mut() {
            if let Complaint::Value { field: "break", takes, .. } = complaint {
                *takes = ways();
            }
        }
        // A flow is broken in its own ways only.
        if let Some(sabotage) = set.sabotage.filter(|sabotage| sabotage.flow() != set.flow) {
            complaints.push(Complaint::value("break", sabotage.name_in_link(), ways()));
            set.sabotage = None;
        }
        let mut state = Protocols::new(set);
        let last = state.steps() as u64;
        if let Some(step) = step.filter(|step| *step > last) {
            let takes = ["a step of this run, from 1 to ", &last.to_string()].concat();
            complaints.push(Complaint::value("step", &step.to_string(), takes));
        }
        let first = if set == FIRST { FIRST_STEP } else { state.run.telling };
        state.look_at(step.filter(|step| *step <= last).map_or(first, |step| step as usize));
        state
    }
}

/// `orders:read,profile`; nothing for all that is asked for.
impl Written for Answer {
    fn read(&mut self, text: &str) -> bool {
        let (ticked, denies) = match text.strip_suffix(REFUSED) {
            Some(before) => (before.strip_suffix(',').unwrap_or(before), true),
            None => (text, false),
        };
        let granted = match ticked {
            "" => denies.then_some(ASKED),
            NONE => Some(Scopes::NONE),
            list => {
                Scopes::parse(&list.replace(',', " ")).filter(|granted| ASKED.covers(*granted) && !granted.is_empty())
            }
        };
        granted.map(|granted| *self = Self(granted, denies)).is_some()
    }

    fn write(&self) -> Option<String> {
        let Self(granted, denies) = *self;
        let mut names: Vec<&str> =
            if granted == ASKED { Vec::new() } else { granted.iter().map(Scope::name).collect() };
        if granted.is_empty() {
            names.push(NONE);
        }
        if denies {
            names.push(REFUSED);
        }
        Some(names.join(",")).filter(|names| !names.is_empty())
    }

    fn takes(&self) -> String {
        let names: Vec<&str> = ASKED.iter().map(Scope::name).collect();
        ["any of ", &names.join(", "), " with commas between, or none, or refused"].concat()
    }
}

/// `pkce,state`.
impl Written for Off {
    fn read(&mut self, text: &str) -> bool {
        let off = text.split(',').try_fold([false; Protection::ALL.len()], |mut off, name| {
            off[Protection::of_name(name)? as usize] = true;
            Some(off)
        });
        off.map(|off| self.0 = off).is_some()
    }

    fn write(&self) -> Option<String> {
        let off = Protection::ALL.into_iter().filter(|protection| self.0[*protection as usize]);
        let names: Vec<&str> = off.map(Named::name_in_link).collect();
        Some(names.join(",")).filter(|names| !names.is_empty())
    }

    fn takes(&self) -> String {
        ["any of ", &Protection::NAMES.join(", "), " with commas between"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::live::Demo;

    #[test]
    fn every_answer_survives_the_trip() {
        for grant in ["orders:read,profile", "refused", "none", "profile,refused", "none,refused"] {
            let fragment = ["#protocols?flow=code&step=3&grant=", grant, "&seed=7"].concat();
            let mut state = Protocols::default();
            state.follow(&fragment);
            assert_eq!((state.fragment(), &*state.common.complaints), (fragment, &[][..]));
        }
    }

    #[test]
    fn a_flow_is_not_broken_in_another_ones_way_and_has_no_more_steps_than_it_has() {
        let mut state = Protocols::default();
        state.follow("#protocols?flow=key&break=stolen&step=9");
        assert_eq!((state.set.sabotage, state.step(), state.common.complaints.len()), (None, 1, 2));
        state.follow("#protocols?break=force&flow=key");
        let takes = "a way to break this flow: copied, url, user";
        assert_eq!(*state.common.complaints, [Complaint::value("break", "force", takes.into())]);
    }
}

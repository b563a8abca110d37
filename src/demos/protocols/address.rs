//! The demo's settings and step ⇄ its link: `#protocols?flow=code&step=6&grant=orders:read,profile&break=stolen&off=pkce&seed=7`.

use super::model::{FIRST, Protocols};
use super::run::{ASKED, Flow, Protection, Sabotage, Settings};
use super::words;
use crate::link::{self, Complaint, Link, NONE, number, place};
use sim::provider::scope::{Scope, Scopes};

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["flow", "grant", "break", "off", "step", "seed"];

/// What a link says of an answer that is no.
const REFUSED: &str = "refused";

/// The link to this step. What is as it should be goes without saying.
pub fn link(state: &Protocols) -> Link {
    let mut link = Link::to(super::DEMO.name);
    let set = &state.set;
    link.push("flow", words::FLOWS[set.flow as usize].0.to_owned());
    link.push("step", state.step().to_string());
    let mut names: Vec<&str> = set.granted.iter().map(Scope::name).collect();
    if set.granted.is_empty() {
        names.push(NONE);
    } else if set.granted == ASKED {
        names.clear();
    }
    if set.denies {
        names.push(REFUSED);
    }
    if !names.is_empty() {
        link.push("grant", names.join(","));
    }
    if let Some(sabotage) = set.sabotage {
        link.push("break", words::SABOTAGES[sabotage as usize].name.to_owned());
    }
    let off: Vec<&str> = off(set).map(|protection| words::PROTECTIONS[protection as usize].0).collect();
    if !off.is_empty() {
        link.push("off", off.join(","));
    }
    link.push("seed", set.seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Protocols {
    let (mut set, mut step) = (FIRST, None);
    let mut complaints = link.read(FIELDS, |name, value| read_field(&mut set, &mut step, name, value));
    // A flow is broken in its own ways only.
    if let Some(sabotage) = set.sabotage.filter(|sabotage| words::flow_of(*sabotage) != set.flow) {
        let takes = ways(set.flow);
        complaints.push(Complaint::value("break", words::SABOTAGES[sabotage as usize].name, takes));
        set.sabotage = None;
    }
    let mut state = Protocols::new(set);
    let first = if set == FIRST { super::model::FIRST_STEP } else { state.run.telling };
    match step {
        Some(step) if step as usize > state.steps() => {
            let takes = ["a step of this run, from 1 to ", &state.steps().to_string()].concat();
            complaints.push(Complaint::value("step", &step.to_string(), takes));
            state.look_at(first);
        }
        Some(step) => state.look_at(step as usize),
        None => state.look_at(first),
    }
    state.complaints = complaints;
    state
}

fn read_field(set: &mut Settings, step: &mut Option<u64>, name: &str, value: &str) -> Result<(), Complaint> {
    match name {
        "flow" => set.flow = Flow::ALL[place("flow", value, &words::FLOWS.map(|(name, _)| name))?],
        "step" => *step = Some(number("step", value, 1, super::run::MOST_STEPS as u64)?),
        "grant" => {
            let names = ASKED.iter().map(Scope::name).collect::<Vec<_>>().join(", ");
            let takes = || ["any of ", &names, " with commas between, or none, or refused"].concat();
            (set.granted, set.denies) = answer(value).ok_or_else(|| Complaint::value("grant", value, takes()))?;
        }
        "break" => {
            let found = sabotage(value).ok_or_else(|| Complaint::value("break", value, ways(set.flow)))?;
            set.sabotage = Some(found);
        }
        "off" => {
            let mut off = [false; Protection::ALL.len()];
            for name in value.split(',') {
                let found = protection(name);
                let names = words::PROTECTIONS.map(|(name, ..)| name);
                let takes = || ["any of ", &names.join(", "), " with commas between"].concat();
                off[found.ok_or_else(|| Complaint::value("off", value, takes()))? as usize] = true;
            }
            set.off = off;
        }
        "seed" => set.seed = link::seed(value)?,
        _ => return Err(Complaint::unknown(name)),
    }
    Ok(())
}

/// What is ticked, and whether the answer is no all the same.
fn answer(value: &str) -> Option<(Scopes, bool)> {
    let (ticked, denies) = match value.strip_suffix(REFUSED) {
        Some(before) => (before.strip_suffix(',').unwrap_or(before), true),
        None => (value, false),
    };
    match ticked {
        "" => denies.then_some((ASKED, true)),
        NONE => Some((Scopes::NONE, denies)),
        list => {
            let granted = Scopes::parse(&list.replace(',', " ")).filter(|granted| ASKED.covers(*granted));
            granted.filter(|granted| !granted.is_empty()).map(|granted| (granted, denies))
        }
    }
}

fn ways(flow: Flow) -> String {
    let names: Vec<&str> =
        words::SABOTAGES.iter().filter(|sabotage| sabotage.flow == flow).map(|sabotage| sabotage.name).collect();
    ["a way to break this flow: ", &names.join(", ")].concat()
}

/// The protections that are off.
pub fn off(set: &Settings) -> impl Iterator<Item = Protection> {
    Protection::ALL.into_iter().filter(|protection| !set.has(*protection))
}

/// The flow of that name.
pub fn flow(name: &str) -> Option<Flow> {
    Flow::ALL.into_iter().find(|flow| words::FLOWS[*flow as usize].0 == name)
}

/// The way to break a flow of that name.
pub fn sabotage(name: &str) -> Option<Sabotage> {
    Sabotage::ALL.into_iter().find(|sabotage| words::SABOTAGES[*sabotage as usize].name == name)
}

/// The protection of that name.
pub fn protection(name: &str) -> Option<Protection> {
    Protection::ALL.into_iter().find(|protection| words::PROTECTIONS[*protection as usize].0 == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(fragment: &str) -> String {
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(state.complaints, [], "{fragment}");
        super::link(&state).fragment()
    }

    #[test]
    fn every_field_survives_the_trip() {
        for fragment in [
            "#protocols?flow=code&step=6&seed=7",
            "#protocols?flow=key&step=1&seed=0",
            "#protocols?flow=code&step=8&grant=orders:read,profile&seed=999999",
            "#protocols?flow=code&step=5&grant=refused&seed=7",
            "#protocols?flow=device&step=4&grant=none&seed=7",
            "#protocols?flow=code&step=3&grant=profile,refused&seed=7",
            "#protocols?flow=code&step=3&grant=none,refused&seed=7",
            "#protocols?flow=code&step=7&grant=profile&break=stolen&off=pkce,state,exact,iss&seed=3",
            "#protocols?flow=refresh&step=4&break=replay&off=reuse&seed=7",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let fragment = "#protocols?flow=saml&step=0&grant=admin&break=force&off=tls&seed=x&colour=red";
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(super::link(&state).fragment(), super::link(&Protocols::default()).fragment());
        let named: Vec<&str> = state
            .complaints
            .iter()
            .map(|complaint| match complaint {
                Complaint::Value { field, .. } => field,
                Complaint::Unknown { field } => field.as_str(),
                Complaint::TooLong => "",
            })
            .collect();
        assert_eq!(named, ["flow", "step", "grant", "break", "off", "seed", "colour"]);
    }

    #[test]
    fn a_flow_is_not_broken_in_another_ones_way_and_has_no_more_steps_than_it_has() {
        let state = read(&Link::parse("#protocols?flow=key&break=stolen&step=9").unwrap());
        assert_eq!((state.set.sabotage, state.step(), state.complaints.len()), (None, 1, 2));
    }
}

//! The demo's settings and moment ⇄ its link: `#purpose?with=key&method=GET&to=/v1/me&did=ada:GET:/v1/me:100,wait:60s&seed=7`.

use super::model::{
    Act, Call, FIRST, FIRST_SEED, LONGEST_WAIT, METHODS, MOST_ACTS, MOST_TIMES, Purpose, STATION_MS, With, paths,
    with_named,
};
use super::words;
use crate::link::{self, Complaint, Link, number, place};
use sim::wire::http::Method;
use sim::wire::time::Duration;

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["with", "method", "to", "did", "step", "check", "seed"];

/// The link to this moment. What is as in the first picture goes without saying; what is composed, what was done and
/// the seed are always said.
pub fn link(state: &Purpose) -> Link {
    let mut link = Link::to(super::DEMO.name);
    link.push("with", with_name(state.with).to_owned());
    link.push("method", state.call.method.name().to_owned());
    link.push("to", state.call.path.to_owned());
    let acts: Vec<String> = state.acts().iter().map(|frame| act_name(frame.act)).collect();
    link.push("did", if acts.is_empty() { "nothing".to_owned() } else { acts.join(",") });
    if state.step < acts.len() {
        link.push("step", state.step.to_string());
    }
    if !state.arrived() {
        link.push("check", state.reached().to_string());
    }
    link.push("seed", state.seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Purpose {
    let mut fields = Fields {
        with: With::Bo,
        method: Method::Get,
        to: "/v1/me",
        did: None,
        step: None,
        check: None,
        seed: FIRST_SEED,
    };
    let complaints = link.read(FIELDS, |name, value| fields.read(name, value));
    let mut state = Purpose::new(fields.seed);
    state.redo(fields.did.as_deref().unwrap_or(&FIRST));
    (state.with, state.call) = (fields.with, Call { method: fields.method, path: fields.to });
    if let Some(step) = fields.step {
        state.look_at(step);
    }
    if let Some(check) = fields.check {
        state.clock.go(Duration::milliseconds(check * STATION_MS));
    }
    state.clock.touched = true;
    state.complaints = complaints;
    state
}

struct Fields {
    with: With,
    method: Method,
    to: &'static str,
    did: Option<Vec<Act>>,
    step: Option<usize>,
    check: Option<u64>,
    seed: u64,
}

impl Fields {
    fn read(&mut self, name: &str, value: &str) -> Result<(), Complaint> {
        let bad = |field, takes: &str| Complaint::value(field, value, takes.to_owned());
        match name {
            "with" => self.with = With::ALL[place("with", value, &words::WITH.map(|(name, _)| name))?],
            "method" => self.method = METHODS[place("method", value, &METHODS.map(Method::name))?],
            "to" => self.to = path(value).ok_or_else(|| bad("to", "a path of this API, like /v1/orders"))?,
            "did" => {
                let takes = "requests and waits with commas between, like ada:GET:/v1/me:100,wait:60s, or nothing";
                self.did = Some(acts(value).ok_or_else(|| bad("did", takes))?);
            }
            "step" => {
                let step = number("step", value, 0, MOST_ACTS as u64);
                self.step = Some(step.map_err(|_| bad("step", "a line of the list, from 0"))? as usize);
            }
            "check" => {
                self.check = Some(number("check", value, 0, 5).map_err(|_| bad("check", "a check, from 0 to 5"))?)
            }
            "seed" => self.seed = link::seed(value)?,
            _ => return Err(Complaint::unknown(name)),
        }
        Ok(())
    }
}

/// The method of that name, if the demo offers it.
pub fn method(name: &str) -> Option<Method> {
    METHODS.into_iter().find(|method| method.name() == name)
}

/// The path, if the API has it.
pub fn path(value: &str) -> Option<&'static str> {
    paths().into_iter().find(|path| *path == value)
}

const fn with_name(with: With) -> &'static str {
    words::WITH[with as usize].0
}

fn act_name(act: Act) -> String {
    match act {
        Act::Wait(time) => ["wait:", &time.to_string()].concat(),
        Act::Send { with, call, times } => {
            [with_name(with), call.method.name(), call.path, &times.to_string()].join(":")
        }
    }
}

fn acts(value: &str) -> Option<Vec<Act>> {
    if value == "nothing" {
        return Some(Vec::new());
    }
    if value.split(',').count() > MOST_ACTS {
        return None;
    }
    value.split(',').map(act).collect()
}

fn act(text: &str) -> Option<Act> {
    let mut parts = text.split(':');
    let (first, second) = (parts.next()?, parts.next()?);
    let act = if first == "wait" {
        let time = Duration::parse(second).filter(|time| (Duration::seconds(1)..=LONGEST_WAIT).contains(time))?;
        Act::Wait(time)
    } else {
        let call = Call { method: method(second)?, path: path(parts.next()?)? };
        let times = number("did", parts.next()?, 1, MOST_TIMES.into()).ok()? as u32;
        Act::Send { with: with_named(first)?, call, times }
    };
    parts.next().is_none().then_some(act)
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
            "#purpose?with=bo&method=GET&to=/v1/me&did=none:GET:/v1/me:1,ada:GET:/v1/me:1,bo:GET:/v1/me:1&seed=7",
            "#purpose?with=key&method=POST&to=/v1/orders&did=key:POST:/v1/orders:101,wait:15s&seed=999999",
            "#purpose?with=cut&method=DELETE&to=/v1/keys/*&did=ada:DELETE:/v1/keys/*:1,key:GET:/v1/geo:2,key:HEAD:/v1/geo:2&step=1&check=1&seed=0",
            "#purpose?with=none&method=PATCH&to=/v1/keys/*/rotate&did=nothing&seed=1",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
    }

    #[test]
    fn the_longest_list_still_fits_a_link() {
        let longest = vec!["restricted:DELETE:/v1/keys/*/rotate:998"; MOST_ACTS];
        let other = longest.join(",").replacen("restricted", "expired", 1);
        assert!(["#purpose?did=", &other].concat().len() < 1200);
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let state = read(
            &Link::parse(
                "#purpose?with=thief&method=GIVE&to=/v2&did=ada:GET:/v1/me:1000&step=x&check=9&seed=1e9&colour=red",
            )
            .unwrap(),
        );
        assert_eq!(super::link(&state).fragment(), super::link(&Purpose::default()).fragment());
        let named: Vec<&str> = state
            .complaints
            .iter()
            .map(|complaint| match complaint {
                Complaint::Value { field, .. } => field,
                Complaint::Unknown { field } => field.as_str(),
                Complaint::TooLong => "",
            })
            .collect();
        assert_eq!(named, ["with", "method", "to", "did", "step", "check", "seed", "colour"]);
    }

    #[test]
    fn no_list_of_acts_is_read_that_would_not_be_written() {
        for did in [
            "",
            "ada",
            "ada:GET",
            "ada:GET:/v1/me",
            "ada:GET:/v1/me:0",
            "ada:GET:/v1/me:1:1",
            "wait:3h",
            "wait:0s",
            ",",
            "ada:get:/v1/me:1",
        ] {
            assert_eq!(acts(did), None, "{did}");
        }
    }
}

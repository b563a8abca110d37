//! The demo's job, pick and moment ⇄ its link.

use super::model::{FIRST_JOB, FIRST_PICK, FIRST_SEED, Jobs};
use crate::link::{Complaint, Link, number, parse_moment, print_moment};
use crate::sim::jobs::{END, Job};
use crate::sim::time::Duration;
use crate::sim::world::Credential;

/// Each job by its name in a link.
pub const JOBS: [(&str, Job); 6] = [
    ("widget", Job::Widget),
    ("batch", Job::Batch),
    ("mobile", Job::Mobile),
    ("partner", Job::Partner),
    ("sensor", Job::Sensor),
    ("deploy", Job::Deploy),
];
/// Each pick by its name in a link.
pub const PICKS: [(&str, Credential); 2] = [("key", Credential::Key), ("token", Credential::Token)];

/// The link to this moment. A job for which nothing was picked has no moment yet.
pub fn link(state: &Jobs) -> Link {
    let mut link = Link { demo: super::DEMO.name.to_owned(), fields: Vec::new() };
    link.push("job", name_of(&JOBS, state.job).to_owned());
    if let Some(pick) = state.pick() {
        link.push("pick", name_of(&PICKS, pick).to_owned());
        link.push("t", print_moment(state.clock.now));
    }
    link.push("seed", state.seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Jobs {
    let mut read = Read { job: None, pick: None, now: END, seed: FIRST_SEED };
    let mut complaints = Vec::new();
    for (name, value) in &link.fields {
        if let Err(complaint) = read.field(name, value) {
            complaints.push(complaint);
        }
    }
    // A link that names no job is for the first picture's, and what is picked there.
    let pick = read.pick.or_else(|| read.job.is_none().then_some(FIRST_PICK));
    let mut state = Jobs::new(read.job.unwrap_or(FIRST_JOB), pick, read.now, read.seed);
    state.clock.touched = true;
    state.complaints = complaints;
    state
}

struct Read {
    job: Option<Job>,
    pick: Option<Credential>,
    now: Duration,
    seed: u64,
}

impl Read {
    fn field(&mut self, name: &str, value: &str) -> Result<(), Complaint> {
        match name {
            "job" => self.job = Some(one_of("job", value, &JOBS)?),
            "pick" => self.pick = Some(one_of("pick", value, &PICKS)?),
            "seed" => self.seed = number("seed", value, 0, 999_999)?,
            "t" => {
                self.now = parse_moment(value)
                    .ok_or_else(|| Complaint::value("t", value, "a time in the month like 9d14:30:00".into()))?;
            }
            _ => return Err(Complaint::unknown(name)),
        }
        Ok(())
    }
}

fn one_of<T: Copy>(field: &'static str, value: &str, names: &[(&str, T)]) -> Result<T, Complaint> {
    named(names, value).ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        Complaint::value(field, value, ["one of ", &names.join(", ")].concat())
    })
}

/// What has that name.
pub fn named<T: Copy>(names: &[(&str, T)], name: &str) -> Option<T> {
    names.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
}

fn name_of<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| name)
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
    fn every_setting_survives_the_trip() {
        for fragment in [
            "#jobs?job=widget&pick=key&t=29d23:59:59&seed=7",
            "#jobs?job=sensor&seed=0",
            "#jobs?job=deploy&pick=token&t=9d14:03:09&seed=999999",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
    }

    #[test]
    fn a_bare_anchor_is_the_first_picture() {
        assert_eq!(there_and_back("#jobs"), "#jobs?job=widget&pick=key&t=29d23:59:59&seed=7");
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let state = read(&Link::parse("#jobs?job=batch&pick=both&t=soon&seed=x&colour=red").unwrap());
        assert_eq!((state.job, state.pick(), state.seed, state.complaints.len()), (Job::Batch, None, FIRST_SEED, 4));
    }

    #[test]
    fn a_moment_past_the_end_is_the_end() {
        assert!(read(&Link::parse("#jobs?job=batch&pick=key&t=900d00:00:00").unwrap()).is_over());
    }
}

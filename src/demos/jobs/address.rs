//! The demo's job, pick and moment ⇄ its link.

use super::model::{FIRST_JOB, FIRST_PICK, FIRST_SEED, Jobs};
use crate::link::{self, Complaint, Link, name_of, parse_moment, place, print_moment};
use sim::stories::jobs::{END, Job};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["job", "pick", "t", "seed"];

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
    let mut link = Link::to(super::DEMO.name);
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
    let complaints = link.read(FIELDS, |name, value| read.field(name, value));
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
            "job" => self.job = Some(JOBS[place("job", value, &JOBS.map(|(name, _)| name))?].1),
            "pick" => self.pick = Some(PICKS[place("pick", value, &PICKS.map(|(name, _)| name))?].1),
            "seed" => self.seed = link::seed(value)?,
            "t" => {
                self.now = parse_moment(value)
                    .ok_or_else(|| Complaint::value("t", value, "a time in the month like 9d14:30:00".into()))?;
            }
            _ => return Err(Complaint::unknown(name)),
        }
        Ok(())
    }
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

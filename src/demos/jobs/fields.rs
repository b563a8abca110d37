//! The demo's fields: the job, the pick and the moment.

use super::model::{FIRST_JOB, FIRST_PICK, FIRST_SEED, Jobs};
use super::words;
use crate::fields::{self, Field, Named, Slot, one_of};
use crate::link::Complaint;
use sim::stories::jobs::{END, Job};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

impl Named for Job {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &["widget", "batch", "mobile", "partner", "sensor", "deploy"];
}

impl Named for Credential {
    const ALL: &'static [Self] = &Self::BOTH;
    const NAMES: &'static [&'static str] = &["key", "token"];
}

/// What a link says. A job for which nothing was picked has no moment yet.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The job.
    pub job: Option<Job>,
    /// What is picked for it.
    pub pick: Option<Credential>,
    /// The moment, from the start of the month.
    pub now: Option<Duration>,
    /// What every secret and every chance comes from.
    pub seed: u64,
}

impl fields::Setup for Setup {
    type State = Jobs;
    const DEMO: &'static str = "jobs";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("job", words::JOBS, |s| one_of(&mut s.job, Job::NAMES, &[])),
        Field::new("pick", words::PICK, |s| one_of(&mut s.pick, Credential::NAMES, &words::PICKS)),
        Field::new("t", "", |s| Slot::Moment(&mut s.now)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self { job: None, pick: None, now: None, seed: FIRST_SEED }
    }

    fn of(state: &Jobs) -> Self {
        let (job, pick, seed) = (Some(state.job), state.pick(), state.seed);
        Self { job, pick, now: pick.map(|_| state.clock.now), seed }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Jobs {
        // A link that names no job is for the first picture's, and what is picked there.
        let pick = self.pick.or_else(|| self.job.is_none().then_some(FIRST_PICK));
        let mut state = Jobs::new(self.job.unwrap_or(FIRST_JOB), pick, self.now.unwrap_or(END), self.seed);
        state.clock.touched = true;
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::live::Demo;

    #[test]
    fn a_job_without_a_pick_has_no_moment() {
        let mut state = Jobs::default();
        state.follow("#jobs?job=sensor&t=9d14:03:09&seed=0");
        assert_eq!(state.fragment(), "#jobs?job=sensor&seed=0");
    }

    #[test]
    fn a_moment_past_the_end_is_the_end() {
        let mut state = Jobs::default();
        state.follow("#jobs?job=batch&pick=key&t=900d00:00:00");
        assert!(state.is_over());
    }
}

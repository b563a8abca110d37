//! The demo's plan ⇄ its link, and the link to a single leak.

use super::batch::Plan;
use super::delay::{SOURCES, Source};
use super::model::{FIRST, HALF, LEAKS, Leaks};
use crate::demos::security::address::{read_setting, say_settings};
use crate::demos::security::{self, model::DEFAULT};
use crate::link::{Complaint, Link, number, print_moment, span};
use sim::stories::loss::FOLLOWED;
use sim::stories::world::Settings;

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["leaks", "source", "half", "hole", "ttl", "speed", "scope", "refresh", "check", "seed"];

/// Each source by its name in a link.
pub const NAMES: [&str; 4] = ["revoked", "removed", "scanner", "own"];

/// The link to this plan. What is as in the first picture goes without saying; the seed is always said.
pub fn link(plan: &Plan) -> Link {
    let mut link = Link::to(super::DEMO.name);
    if plan.leaks != FIRST.leaks {
        link.push("leaks", plan.leaks.to_string());
    }
    if plan.source != FIRST.source {
        link.push("source", NAMES[plan.source as usize].to_owned());
    }
    if plan.half_within != FIRST.half_within {
        link.push("half", plan.half_within.to_string());
    }
    say_settings(&mut link, &plan.settings, &FIRST.settings);
    link.push("seed", plan.settings.seed.to_string());
    link
}

/// The demo as the link says, with its work before it; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Leaks {
    let mut plan = FIRST;
    let complaints = link.read(FIELDS, |name, value| read_field(name, value, &mut plan));
    Leaks { complaints, ..Leaks::new(plan) }
}

fn read_field(name: &str, value: &str, plan: &mut Plan) -> Result<(), Complaint> {
    match name {
        "leaks" => plan.leaks = number("leaks", value, LEAKS.0.into(), LEAKS.1.into())? as u32,
        "source" => {
            plan.source = source_named(value)
                .ok_or_else(|| Complaint::value("source", value, "revoked, removed, scanner or own".into()))?;
        }
        "half" => plan.half_within = span("half", value, HALF)?,
        _ => return read_setting(name, value, &mut plan.settings),
    }
    Ok(())
}

/// The source of that name.
pub fn source_named(name: &str) -> Option<Source> {
    NAMES.iter().position(|other| *other == name).map(|i| SOURCES[i])
}

/// The link to a single leak in the demo that plays one, at the last moment that counts here.
pub fn single(leak: &Settings) -> String {
    let end = leak.leak_at + FOLLOWED;
    let mut link = Link::to(security::DEMO.name);
    say_settings(&mut link, leak, &DEFAULT);
    link.push("until", end.to_string());
    link.push("t", print_moment(end));
    link.push("seed", leak.seed.to_string());
    link.fragment()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::wire::time::Duration;

    #[test]
    fn the_link_to_a_single_leak_says_each_field_once_and_leads_to_it() {
        let leak = Settings { seed: 408, leak_at: Duration::hours(5), noticed_after: Duration::days(31), ..DEFAULT };
        for leak in [leak, DEFAULT] {
            let link = Link::parse(&single(&leak)).unwrap();
            let mut names: Vec<_> = link.fields.iter().map(|(name, _)| name.as_str()).collect();
            let said = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), said, "{names:?}");
            assert_eq!(security::address::read(&link).settings(), leak);
        }
    }

    fn there_and_back(fragment: &str) -> String {
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(state.complaints, [], "{fragment}");
        super::link(&state.plan).fragment()
    }

    #[test]
    fn every_setting_survives_the_trip() {
        for fragment in [
            "#leaks?seed=7",
            "#leaks?leaks=100000&source=own&half=4h&hole=log&ttl=5m&speed=60&scope=orders:read,profile&refresh=on&check=on&seed=999999",
            "#leaks?leaks=1001&source=removed&half=365d&hole=page&ttl=365d&speed=1&scope=none&seed=0",
            "#leaks?source=scanner&seed=1",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
        assert_eq!(there_and_back("#leaks"), "#leaks?seed=7");
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let fragment = "#leaks?ttl=4h&leaks=999&source=guess&half=0s&noticed=24h&t=1h&seed=-1&colour=red";
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(Plan { settings: DEFAULT, ..state.plan }, FIRST);
        assert_eq!(state.plan.settings.token_lifetime, Duration::hours(4));
        assert_eq!(state.complaints.len(), 7);
    }
}

//! The demo's fields: the plan. And the link to a single leak.

use super::batch::Plan;
use super::model::{FIRST, HALF_STOPS, LEAKS, LEAKS_STOPS, Leaks};
use super::words;
use crate::demos::security;
use crate::demos::security::fields::{hole, scope, speed, ttl};
use crate::demos::security::words as settings;
use crate::fields::{self, Field, Named, Range, Slot, one_of};
use crate::link::Complaint;
use sim::stories::delay::{SOURCES, Source};
use sim::stories::loss::FOLLOWED;
use sim::stories::world::Settings;
use sim::wire::time::Duration;

/// How many leaks.
const NUMBER: Range<u64> =
    Range { least: LEAKS.0 as u64, most: LEAKS.1 as u64, stops: &LEAKS_STOPS, say: |leaks| words::leaks(leaks as u32) };
/// The reader's own figure.
const HALF: Range<Duration> =
    Range { least: Duration::minutes(1), most: Duration::days(365), stops: &HALF_STOPS, say: settings::setting };

impl Named for Source {
    const ALL: &'static [Self] = &SOURCES;
    const NAMES: &'static [&'static str] = &["revoked", "removed", "scanner", "own"];
}

impl fields::Setup for Plan {
    type State = Leaks;
    const DEMO: &'static str = "leaks";
    const FIELDS: &'static [Field<Self>] = &[
        Field::new("leaks", words::LEAKS, |s| Slot::Number(&mut s.leaks, &NUMBER)),
        Field::new("source", words::DELAYS, |s| one_of(&mut s.source, Source::NAMES, &words::SOURCES)),
        Field::new("half", words::HALF, |s| Slot::Span(&mut s.half_within, &HALF)),
        Field::new("hole", settings::HOLE, |s| hole(&mut s.settings)),
        Field::new("ttl", settings::LIFETIME, |s| ttl(&mut s.settings)),
        Field::new("speed", settings::SPEED, |s| speed(&mut s.settings)),
        Field::new("scope", settings::SCOPE, |s| scope(&mut s.settings)),
        Field::new("refresh", settings::REFRESH_LEAKS, |s| Slot::Switch(&mut s.settings.refresh_leaks)),
        Field::new("check", settings::API_ASKS, |s| Slot::Switch(&mut s.settings.api_asks)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.settings.seed)),
    ];

    fn blank() -> Self {
        FIRST
    }

    fn of(state: &Leaks) -> Self {
        state.plan
    }

    fn state(self, _: &mut Vec<Complaint>) -> Leaks {
        Leaks::new(self)
    }
}

/// The link to a single leak in the demo that plays one, at the last moment that counts here.
pub fn single(leak: &Settings) -> String {
    let end = leak.leak_at + FOLLOWED;
    fields::link(security::fields::Setup { settings: *leak, until: end, now: end }).fragment()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demos::security::model::{DEFAULT, Security};
    use crate::link::Link;
    use crate::ui::live::Demo;

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
            let mut state = Security::default();
            state.read(&link);
            assert_eq!(state.settings(), leak);
        }
    }
}

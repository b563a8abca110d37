//! The demo's settings and moment ⇄ its link.

use super::model::{DEFAULT, FIRST_MOMENT, Security, TOKEN_SCOPES, bounds};
use crate::link::{self, Complaint, Link, name_of, named, number, parse_moment, print_moment, span, switch};
use sim::stories::world::{Hole, Settings};
use sim::wire::time::Duration;

/// The fields of its link, by name.
pub const FIELDS: &[&str] =
    &["hole", "leak", "noticed", "ttl", "speed", "scope", "refresh", "check", "until", "t", "seed"];

/// Each way to leak by its name in a link.
pub const HOLES: [(&str, Hole); 3] = [("repo", Hole::Repository), ("log", Hole::Log), ("page", Hole::PageSource)];

/// The link to this moment. What is as in the first picture goes without saying; the moment and
/// the seed are always said.
pub fn link(state: &Security) -> Link {
    let (settings, until) = (state.settings(), state.scene.until);
    let mut link = Link::to(super::DEMO.name);
    say_settings(&mut link, &settings, &DEFAULT);
    if until > Duration::ZERO {
        link.push("until", until.to_string());
    }
    link.push("t", print_moment(state.clock.now));
    link.push("seed", settings.seed.to_string());
    link
}

/// Adds the settings that are not as they are at first.
pub fn say_settings(link: &mut Link, settings: &Settings, first: &Settings) {
    let mut say = |name, differs: bool, value: &dyn Fn() -> String| {
        if differs {
            link.push(name, value());
        }
    };
    say("hole", settings.hole != first.hole, &|| name_of(&HOLES, settings.hole).to_owned());
    say("leak", settings.leak_at != first.leak_at, &|| settings.leak_at.to_string());
    say("noticed", settings.noticed_after != first.noticed_after, &|| settings.noticed_after.to_string());
    say("ttl", settings.token_lifetime != first.token_lifetime, &|| settings.token_lifetime.to_string());
    say("speed", settings.requests_per_minute != first.requests_per_minute, &|| {
        settings.requests_per_minute.to_string()
    });
    say("scope", settings.token_scope != first.token_scope, &|| link::print_scopes(settings.token_scope));
    say("refresh", settings.refresh_leaks != first.refresh_leaks, &|| on_off(settings.refresh_leaks));
    say("check", settings.api_asks != first.api_asks, &|| on_off(settings.api_asks));
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Security {
    let mut settings = DEFAULT;
    let (mut now, mut until) = (FIRST_MOMENT, Duration::ZERO);
    let complaints = link.read(FIELDS, |name, value| read_field(name, value, &mut settings, &mut now, &mut until));
    let mut state = Security::until(settings, now, until);
    state.clock.touched = true;
    state.complaints = complaints;
    state
}

fn read_field(
    name: &str,
    value: &str,
    settings: &mut Settings,
    now: &mut Duration,
    until: &mut Duration,
) -> Result<(), Complaint> {
    match name {
        "leak" => settings.leak_at = span("leak", value, bounds::LEAK)?,
        "noticed" => settings.noticed_after = span("noticed", value, bounds::NOTICED)?,
        "until" => *until = span("until", value, bounds::UNTIL)?,
        "t" => {
            *now = parse_moment(value).ok_or_else(|| {
                Complaint::value("t", value, "a time like 09:51:12, or 2d03:00:00 from the second day on".into())
            })?;
        }
        _ => return read_setting(name, value, settings),
    }
    Ok(())
}

/// Reads a setting that a leak has whenever it happens.
///
/// # Errors
/// What the setting may hold, or that there is none of that name.
pub fn read_setting(name: &str, value: &str, settings: &mut Settings) -> Result<(), Complaint> {
    match name {
        "hole" => {
            settings.hole =
                named(&HOLES, value).ok_or_else(|| Complaint::value("hole", value, "repo, log or page".into()))?;
        }
        "ttl" => settings.token_lifetime = span("ttl", value, bounds::LIFETIME)?,
        "speed" => {
            settings.requests_per_minute =
                number("speed", value, bounds::SPEED.0.into(), bounds::SPEED.1.into())? as u32
        }
        "scope" => settings.token_scope = link::scopes(value, &TOKEN_SCOPES)?,
        "refresh" => settings.refresh_leaks = switch("refresh", value)?,
        "check" => settings.api_asks = switch("check", value)?,
        "seed" => settings.seed = link::seed(value)?,
        _ => return Err(Complaint::unknown(name)),
    }
    Ok(())
}

fn on_off(on: bool) -> String {
    if on { "on".into() } else { "off".into() }
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
            "#security?t=09:51:12&seed=7",
            "#security?hole=log&leak=2h&noticed=3d&ttl=5m&speed=60&scope=orders:read,profile&refresh=on&check=on&t=1d02:03:04&seed=999999",
            "#security?hole=page&leak=0s&noticed=1m30s&ttl=365d&speed=1&scope=none&t=00:00:00&seed=0",
            "#security?noticed=1m7s&ttl=7d&until=31d34m&t=31d00:34:00&seed=7",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
    }

    #[test]
    fn a_bare_anchor_is_the_first_picture() {
        assert_eq!(there_and_back("#security"), "#security?t=09:51:12&seed=7");
    }

    #[test]
    fn a_moment_past_the_end_is_the_end() {
        let state = read(&Link::parse("#security?t=900d00:00:00").unwrap());
        assert_eq!(state.clock.now, state.scene.length);
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let state = read(
            &Link::parse("#security?ttl=4h&noticed=soon&speed=61&colour=red&seed=-1&t=25:00:00&scope=admin").unwrap(),
        );
        assert_eq!(state.settings().token_lifetime, Duration::hours(4));
        assert_eq!(state.settings().noticed_after, DEFAULT.noticed_after);
        assert_eq!(state.clock.now, FIRST_MOMENT);
        let named: Vec<&str> = state
            .complaints
            .iter()
            .map(|complaint| match complaint {
                Complaint::Value { field, .. } => field,
                Complaint::Unknown { field } => field.as_str(),
                Complaint::TooLong => "",
            })
            .collect();
        assert_eq!(named, ["noticed", "speed", "colour", "seed", "t", "scope"]);
    }
}

//! The demo's settings and moment ⇄ its link: `#workbench?user=ada&scope=orders:read,profile&ttl=1h&aud=api&t=00:20:00`.
//! No text that the reader typed or pasted is ever in it.

use super::bench::{CALLS, LIFETIMES, OFFERED, SHORTEST};
use super::model::{FIRST_SEED, Settings, Workbench, moment_of};
use super::tour::Step;
use super::words;
use crate::link::{self, Complaint, Link, SEEDS, parse_moment, place, print_moment, switch};
use sim::provider::oauth::user::UserId;
use sim::wire::time::Duration;

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["user", "scope", "ttl", "aud", "to", "check", "revoked", "asked", "tour", "t", "seed"];

/// The link to this moment, without what the reader brought.
pub fn link(state: &Workbench) -> Link {
    let mut link = Link::to(super::DEMO.name);
    let Settings { mint, call, asks, revoked, asked, seed } = state.settings();
    link.push("user", mint.user.login().to_owned());
    link.push("scope", link::print_scopes(mint.scope));
    link.push("ttl", mint.lifetime.to_string());
    link.push("aud", words::AUDIENCE_NAMES[mint.audience].to_owned());
    link.push("to", CALLS[call].to_owned());
    for (name, _) in [("check", asks), ("revoked", revoked), ("asked", asked)].into_iter().filter(|(_, on)| *on) {
        link.push(name, "on".to_owned());
    }
    if let Some(step) = state.step() {
        link.push("tour", step.name());
    }
    link.push("t", print_moment(state.clock.now));
    link.push("seed", seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Workbench {
    let mut fields = Fields { settings: Settings::default(), call: None, step: None, moment: None };
    let complaints = link.read(FIELDS, |name, value| fields.read(name, value));
    let mut state = Workbench::new(fields.settings);
    if let Some(step) = fields.step {
        state.look_at(step);
    }
    let first = fields.step.map_or_else(|| moment_of(state.mint), Step::moment);
    state.clock.go(fields.moment.unwrap_or(first));
    state.choose_call(fields.call.unwrap_or(state.call));
    state.complaints = complaints;
    state
}

struct Fields {
    settings: Settings,
    call: Option<usize>,
    step: Option<Step>,
    moment: Option<Duration>,
}

impl Fields {
    fn read(&mut self, name: &str, value: &str) -> Result<(), Complaint> {
        let bad = |field, takes: &str| Complaint::value(field, value, takes.to_owned());
        let Settings { mint, .. } = &mut self.settings;
        match name {
            "user" => mint.user = UserId::of_login(value).ok_or_else(|| bad("user", "ada or bo"))?,
            "scope" => mint.scope = link::scopes(value, &OFFERED)?,
            "ttl" => {
                let longest = LIFETIMES[LIFETIMES.len() - 1];
                let lifetime = Duration::parse(value).filter(|span| (SHORTEST..=longest).contains(span));
                mint.lifetime = lifetime.ok_or_else(|| bad("ttl", "a time from 1m to 365d, like 15m or 8h"))?;
            }
            "aud" => {
                let place = words::AUDIENCE_NAMES.iter().position(|name| *name == value);
                mint.audience = place.ok_or_else(|| bad("aud", "api or billing"))?;
            }
            "to" => self.call = Some(place("to", value, &CALLS)?),
            "check" => self.settings.asks = switch("check", value)?,
            "revoked" => self.settings.revoked = switch("revoked", value)?,
            "asked" => self.settings.asked = switch("asked", value)?,
            "tour" => {
                let step = Step::named(value).ok_or_else(|| bad("tour", "a step of the tour, from 1.1 to 10.3"))?;
                self.step = Some(step);
            }
            "t" => {
                let moment = parse_moment(value).ok_or_else(|| bad("t", "a moment, like 00:20:00 or 1d06:00:00"))?;
                self.moment = Some(moment);
            }
            "seed" => self.settings.seed = link::seed(value)?,
            _ => return Err(Complaint::unknown(name)),
        }
        Ok(())
    }
}

/// The seed that a field's text says.
pub fn seed(text: &str) -> u64 {
    text.parse().map_or(FIRST_SEED, |seed: u64| seed % SEEDS)
}

//! What the demo lets its reader take along: the turning points so far, and the requests and answers before now.

use super::model::Security;
use super::words;
use crate::ui::format::moment;
use crate::ui::har;
use crate::ui::live::Demo;
use crate::ui::rich::plain;
use sim::stories::leak::Lane;
use sim::stories::world::{Actor, Exchange};
use sim::wire::json::Value;
use sim::wire::time::{Instant, START};

/// What writes a file.
pub type Write = fn(&Security) -> String;

/// The files: their names, and what is in them.
pub const FILES: [(&str, Write); 3] = [("leak-log.txt", text), ("leak-log.json", json), ("leak-wire.har", wire)];
/// How many requests of each lane the archive holds at most: the last ones.
pub const ARCHIVED: usize = 100;

/// The turning points so far, a line each, and what has been copied.
pub fn text(state: &Security) -> String {
    let mut text = String::new();
    for moment_of in state.course.moments.iter().filter(|moment| moment.at <= state.clock.now) {
        text += &[&moment(moment_of.at), "  ", &plain(&words::turn(moment_of.what, &state.settings())), "\n"].concat();
    }
    let (figure, sentence) = words::verdict(&state.picture);
    text + &[&moment(state.clock.now), "  ", &figure, " ", &plain(&sentence), "\n"].concat()
}

/// The same as JSON, with the link to this moment.
pub fn json(state: &Security) -> String {
    let settings = state.settings();
    let moments = state.course.moments.iter().filter(|moment| moment.at <= state.clock.now);
    let moments = moments.map(|moment| {
        let what = plain(&words::turn(moment.what, &settings));
        Value::object([("at", (START + moment.at).to_string().into()), ("what", what.into())])
    });
    let copied = |records: u32| u64::from(records).into();
    let all = Value::object([
        ("link", state.fragment().into()),
        ("now", (START + state.clock.now).to_string().into()),
        ("turning_points", Value::Array(moments.collect())),
        ("records_copied_with_key", copied(state.picture.key.copied)),
        ("records_copied_with_token", copied(state.picture.token.copied)),
    ]);
    all.to_string()
}

/// The last requests of both lanes up to now, in order of time, as an HTTP archive.
pub fn wire(state: &Security) -> String {
    let now = START + state.clock.now;
    let lanes = [last(&state.course.key, now), last(&state.course.token, now)];
    let mut all = Vec::new();
    for ((at, exchange), in_lane) in
        lanes.into_iter().zip(words::LANES).flat_map(|(lane, name)| lane.into_iter().map(move |one| (one, name)))
    {
        // Into its place: the library's sort weighs 4 KB.
        let place = all.partition_point(|(other, ..): &(Instant, Exchange, &str)| *other <= at);
        let comment = match (exchange.actor, in_lane == words::LANES[0]) {
            (Actor::App, true) => "the app, with the key",
            (Actor::App, false) => "the app, with the token",
            (Actor::Thief, true) => "the thief, with the key",
            (Actor::Thief, false) => "the thief, with the token",
            (Actor::Owner, _) => "the owner",
        };
        all.insert(place, (at, exchange, comment));
    }
    har::har(&all)
}

fn last(lane: &Lane, now: Instant) -> Vec<(Instant, Exchange)> {
    let steps = lane.history.steps_at(now);
    let sent = lane.history.marks()[..steps].iter().enumerate().rev().filter(|(_, mark)| mark.status != 0);
    let Some((first, _)) = sent.take(ARCHIVED).last() else { return Vec::new() };
    let mut world = lane.history.world_after(first);
    (first..steps).filter_map(|_| world.step()).filter_map(|step| Some((step.at, step.exchange?))).collect()
}

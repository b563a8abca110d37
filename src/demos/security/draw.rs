//! The pictures that the settings alone decide: drawn once a change of settings, while the clock only moves over them.

use super::words;
use crate::ui::chart::{Curves, Plot};
use crate::ui::drawing::Drawing;
use crate::ui::format;
use crate::ui::lane::{Strip, drawn};
use sim::stories::leak::{Course, Dot, Lane, Turn, tick};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How many evenly spaced rows the table has, beside those of the turning points.
const TABLE_ROWS: u64 = 10;

/// A lane's strip: what fills it, and its lines.
pub fn lane(course: &Course, credential: Credential) -> [Drawing; 2] {
    let lane = course.lane(credential);
    let place = |(from, to)| (course.position(from), course.position(to));
    let slices = lane.dots.len() as u64;
    let dots = lane.dots.iter().enumerate().filter(|(_, dot)| **dot != Dot::Quiet);
    let badges = course.moments.iter().zip('A'..).filter(|(moment, _)| concerns(moment.what, credential));
    drawn(&Strip {
        used: lane.use_span.map(place),
        dots: dots
            .map(|(slice, dot)| ((2 * slice as u64 + 1) * 10_000 / (2 * slices), *dot == Dot::Answered))
            .collect(),
        outages: lane.outages.iter().copied().map(place).collect(),
        badges: badges.map(|(moment, letter)| (course.position(moment.at), letter)).collect(),
    })
}

const fn concerns(what: Turn, credential: Credential) -> bool {
    let (key, token) = what.lanes();
    match credential {
        Credential::Key => key,
        Credential::Token => token,
    }
}

/// The records copied, along the clock.
pub fn plot(course: &Course) -> Plot {
    let tick_ms = tick(course.length).as_ms();
    let ticks = (0..=course.length.as_ms() / tick_ms).map(|i| {
        let at = Duration::milliseconds(i * tick_ms);
        (course.position(at), words::tick(at))
    });
    Plot::new(&Curves { values: [course.key.curve.clone(), course.token.curve.clone()], ticks: ticks.collect() })
}

/// The table's rows.
pub fn table(course: &Course) -> Vec<Vec<String>> {
    let mut times: Vec<Duration> =
        (0..=TABLE_ROWS).map(|i| Duration::milliseconds(course.length.as_ms() * i / TABLE_ROWS)).collect();
    for moment in &course.moments {
        // Into its place: the library's sort weighs 4 KB.
        let place = times.partition_point(|&at| at < moment.at);
        if times.get(place) != Some(&moment.at) {
            times.insert(place, moment.at);
        }
    }
    let row = |at: Duration| {
        let cells = |lane: &Lane| [format::count(lane.copied(at).into()), words::answer(lane.last_status(at))];
        let [key, key_answer] = cells(&course.key);
        let [token, token_answer] = cells(&course.token);
        vec![format::moment(at), key, key_answer, token, token_answer]
    };
    times.into_iter().map(row).collect()
}

//! The pictures that the settings alone decide, as SVG and HTML: drawn once a change of settings,
//! while the clock only moves over them.

use std::sync::Arc;

use super::scene::{Dot, Lane, Scene, Turn, tick};
use super::words;
use crate::ui::chart::{self, Curves};
use crate::ui::credential::{key_html, token_html};
use crate::ui::format;
use crate::ui::lane::{Strip, marks_svg, strip_svg};
use crate::ui::table::row_html;
use sim::stories::thief::Loot;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// The pictures.
#[derive(Debug)]
pub struct Drawings {
    /// Of the key's lane, and of the token's.
    pub lanes: [LaneDrawing; 2],
    /// The chart's grid and areas, and its axes and curves.
    pub chart: [Arc<str>; 2],
    /// The value at the top of the chart.
    pub chart_top: u32,
    /// The table's rows.
    pub table: Arc<str>,
}

/// The pictures of a lane.
#[derive(Debug)]
pub struct LaneDrawing {
    /// What leaked.
    pub credential: Arc<str>,
    /// What fills the strip.
    pub strip: Arc<str>,
    /// The marks on it.
    pub marks: Arc<str>,
}

/// How many evenly spaced rows the table has, beside those of the turning points.
const TABLE_ROWS: u64 = 10;

impl Drawings {
    /// Draws them.
    pub fn new(scene: &Scene) -> Self {
        let chart_top = chart::scale(scene.most_copied());
        Self {
            lanes: [lane(scene, &scene.key, Credential::Key), lane(scene, &scene.token, Credential::Token)],
            chart: chart::chart_svg(&curves(scene), chart_top).map(Arc::from),
            chart_top,
            table: table(scene).into(),
        }
    }
}

fn lane(scene: &Scene, lane: &Lane, credential: Credential) -> LaneDrawing {
    let strip = strip(scene, lane, credential);
    let secret = match &lane.loot {
        Some(Loot::Key(key)) => key_html(key),
        Some(Loot::Tokens { access, .. }) => token_html(access.reveal()),
        None => String::new(),
    };
    LaneDrawing { credential: secret.into(), strip: strip_svg(&strip).into(), marks: marks_svg(&strip).into() }
}

fn strip(scene: &Scene, lane: &Lane, credential: Credential) -> Strip {
    let place = |(from, to)| (scene.position(from), scene.position(to));
    let slices = lane.dots.len() as u64;
    let dots = lane.dots.iter().enumerate().filter(|(_, dot)| **dot != Dot::Quiet);
    let badges = scene.moments.iter().zip('A'..).filter(|(moment, _)| concerns(moment.what, credential));
    Strip {
        used: lane.use_span.map(place),
        dots: dots
            .map(|(slice, dot)| ((2 * slice as u64 + 1) * 10_000 / (2 * slices), *dot == Dot::Answered))
            .collect(),
        outages: lane.outages.iter().copied().map(place).collect(),
        badges: badges.map(|(moment, letter)| (scene.position(moment.at), letter)).collect(),
    }
}

const fn concerns(what: Turn, credential: Credential) -> bool {
    let (key, token) = what.lanes();
    match credential {
        Credential::Key => key,
        Credential::Token => token,
    }
}

fn curves(scene: &Scene) -> Curves {
    let tick_ms = tick(scene.length).as_ms();
    let ticks = (0..=scene.length.as_ms() / tick_ms).map(|i| {
        let at = Duration::milliseconds(i * tick_ms);
        (scene.position(at), words::tick(at))
    });
    Curves { values: [scene.key.curve.clone(), scene.token.curve.clone()], ticks: ticks.collect() }
}

fn table(scene: &Scene) -> String {
    let mut times: Vec<Duration> =
        (0..=TABLE_ROWS).map(|i| Duration::milliseconds(scene.length.as_ms() * i / TABLE_ROWS)).collect();
    for moment in &scene.moments {
        // Into its place: the library's sort weighs 4 KB.
        let place = times.partition_point(|&at| at < moment.at);
        if times.get(place) != Some(&moment.at) {
            times.insert(place, moment.at);
        }
    }
    let row = |at: Duration| {
        let cells = |lane: &Lane| [format::count(lane.copied(at).into()), words::answer(lane.last_status(at))];
        let [key, key_answer] = cells(&scene.key);
        let [token, token_answer] = cells(&scene.token);
        row_html(&[format::moment(at), key, key_answer, token, token_answer])
    };
    times.into_iter().map(row).collect()
}

//! The pictures that job and seed alone decide: drawn once, while the clock only moves over them.

use std::sync::Arc;

use super::model::Told;
use super::words;
use crate::ui::format;
use crate::ui::lane::{Strip, marks_svg, strip_svg};
use crate::ui::rich::plain;
use crate::ui::table::row_html;
use sim::stories::jobs::{Job, MONTH, Month, Who};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How many dots a strip has: one a day.
const DOTS: u64 = 30;

/// The pictures.
#[derive(Debug)]
pub struct Drawings {
    /// Of the key's lane, and of the token's: what fills the strip, and the marks on it.
    pub lanes: [(Arc<str>, Arc<str>); 2],
    /// The table's rows.
    pub table: Arc<str>,
}

impl Drawings {
    /// Draws them.
    pub fn new(job: Job, months: &[Month; 2], told: &[Told]) -> Self {
        let lane = |credential| {
            let lane = credential as usize;
            let badges = told.iter().zip('A'..).filter(|(told, _)| told.lanes[lane]);
            let strip = Strip {
                used: months[lane].strangers_time().map(|(from, to)| (position(from), position(to))),
                dots: dots(&months[lane]),
                outages: months[lane].outages.iter().map(|&(from, to)| (position(from), position(to))).collect(),
                badges: badges.map(|(told, letter)| (position(told.at), letter)).collect(),
            };
            (strip_svg(&strip).into(), marks_svg(&strip).into())
        };
        Self { lanes: Credential::BOTH.map(lane), table: table(job, months, told).into() }
    }
}

/// Where a moment stands in the month, in hundredths of a percent.
pub fn position(at: Duration) -> u64 {
    at.as_ms() * 10_000 / MONTH.as_ms()
}

/// A dot for each day on which the job did something: a cross, if one request in ten or more of it failed.
fn dots(month: &Month) -> Vec<(u64, bool)> {
    let mut days = [(0_u32, 0_u32); DOTS as usize];
    for mark in month.marks.iter().filter(|mark| mark.who == Who::Job) {
        if let Some((all, failed)) = days.get_mut((mark.at.as_ms() * DOTS / MONTH.as_ms()) as usize) {
            *all += 1;
            *failed += u32::from(!mark.is_answered());
        }
    }
    let busy = (0..).zip(days).filter(|(_, (all, _))| *all > 0);
    busy.map(|(day, (all, failed))| ((2 * day + 1) * 10_000 / (2 * DOTS), failed * 10 < all)).collect()
}

fn table(job: Job, months: &[Month; 2], told: &[Told]) -> String {
    let row = |told: &Told| {
        let cells = |lane: usize| match told.lanes[lane] {
            false => ["".to_owned(), "".to_owned()],
            true => {
                let tally = months[lane].tally(told.at);
                [format::count(tally.answered.into()), format::count(tally.records.into())]
            }
        };
        let [key, key_records] = cells(0);
        let [token, token_records] = cells(1);
        row_html(&[format::moment(told.at), plain(&words::turn(job, told)), key, key_records, token, token_records])
    };
    told.iter().map(row).collect()
}

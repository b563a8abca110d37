//! The pictures that job and seed alone decide: drawn once, while the clock only moves over them.

use super::model::Jobs;
use crate::ui::drawing::Drawing;
use crate::ui::lane::{Strip, drawn};
use sim::stories::jobs::{MONTH, Month, Who};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How many dots a strip has: one a day.
const DOTS: u64 = 30;

/// Draws a lane's month.
pub fn lane(state: &Jobs, credential: Credential) -> [Drawing; 2] {
    let (lane, month) = (credential as usize, &state.months[credential as usize]);
    let badges = state.told.iter().zip('A'..).filter(|(told, _)| told.lanes[lane]);
    drawn(&Strip {
        used: month.strangers_time().map(|(from, to)| (position(from), position(to))),
        dots: dots(month),
        outages: month.outages.iter().map(|&(from, to)| (position(from), position(to))).collect(),
        badges: badges.map(|(told, letter)| (position(told.at), letter)).collect(),
    })
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

//! What is read off a batch: the loss exceedance curves, the marks on them, the table. All of it whole numbers.

use std::sync::Arc;

use super::batch::{Batch, Plan, ranked};
use super::delay::log2;
use super::{draw, words};
use crate::ui::format;
use crate::ui::table::row_html;

/// How many columns a curve has.
pub const COLUMNS: usize = 320;
/// The axis: its first part is for nothing at all, the rest reaches from here to there, by logarithm. In hundredths of
/// a percent of its length.
const NOTHING: u64 = 600;
const LEAST: u64 = 10;
const MOST: u64 = 500_000;

/// The percentiles that are marked: the median, and what one leak in twenty exceeds.
pub const MARKED: [u32; 2] = [50, 95];
/// Those in the table.
const LISTED: [u32; 10] = [1, 5, 10, 25, 50, 75, 90, 95, 99, 100];

/// What a batch shows.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What decided it.
    pub plan: Plan,
    /// Of how many leaks this is the picture.
    pub leaks: u32,
    /// For key and token: at the median and at the 95th percentile, which leak, and what it costs.
    pub marks: [[Option<Mark>; 2]; 2],
    /// For key and token: how many leaks lost nothing.
    pub unhurt: [u32; 2],
    /// A number that depends on every leak.
    pub digest: u64,
    /// The plot.
    pub chart: Arc<str>,
    /// The table's rows.
    pub table: Arc<str>,
}

/// A leak that is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its number, from 0.
    pub number: u32,
    /// What it costs.
    pub records: u32,
}

impl Picture {
    /// Of what the batch has done so far.
    pub fn new(batch: &Batch) -> Self {
        let leaks = batch.done();
        let at = |lane: usize, percent| {
            let (number, records) = ranked(&batch.records[lane], rank(leaks, percent))?;
            Some(Mark { number: number as u32, records })
        };
        let marks = [0, 1].map(|lane| MARKED.map(|percent| at(lane, percent)));
        let curves = [0, 1].map(|lane| curve(&batch.records[lane]));
        let unhurt = [0, 1].map(|lane| batch.records[lane].iter().filter(|&&records| records == 0).count() as u32);
        let row = |percent| {
            let cell = |lane| at(lane, percent).map_or_else(String::new, |mark| format::count(mark.records.into()));
            row_html(&[words::percentile(percent), cell(0), cell(1)])
        };
        let table: String = LISTED.into_iter().map(row).collect();
        let chart = draw::chart_svg(&curves, leaks, &marks).into();
        Self { plan: batch.plan, leaks, marks, unhurt, digest: batch.digest(), chart, table: table.into() }
    }

    /// The medians, with the key and with the token.
    pub fn medians(&self) -> Option<[u32; 2]> {
        Some([self.marks[0][0]?.records, self.marks[1][0]?.records])
    }

    /// Whether all leaks of the plan are in it.
    pub const fn is_whole(&self) -> bool {
        self.leaks == self.plan.leaks
    }
}

/// The rank that so many percent of all reach, at least: of a thousand, the median is the 500th.
const fn rank(of: u32, percent: u32) -> usize {
    (of as u64 * percent as u64).div_ceil(100) as usize
}

/// How far along the axis so many records stand, in hundredths of a percent.
pub const fn position(records: u32) -> u64 {
    match records as u64 {
        0 => 0,
        few @ 1..LEAST => few * NOTHING / LEAST,
        many => {
            let from = log2(LEAST);
            NOTHING + (10_000 - NOTHING) * (log2(many) - from) / (log2(MOST) - from)
        }
    }
}

/// For each column, how many leaks lose at least what stands there.
fn curve(records: &[u32]) -> Vec<u32> {
    let mut at_least = vec![0; COLUMNS + 1];
    for &records in records {
        at_least[position(records) as usize * COLUMNS / 10_000] += 1;
    }
    for column in (0..COLUMNS).rev() {
        at_least[column] += at_least[column + 1];
    }
    at_least
}

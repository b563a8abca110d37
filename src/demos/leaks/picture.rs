//! What is read off a batch: the loss exceedance curves, the marks on them, the table. All of it whole numbers.

use super::batch::{Batch, Plan};
use super::{draw, words};
use crate::ui::drawing::Drawing;
use crate::ui::format;
use sim::stories::delay::log2;

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
    pub chart: Drawing,
    /// The table's rows.
    pub table: Vec<Vec<String>>,
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
        let spreads = [0, 1].map(|lane| Spread::new(&batch.records[lane]));
        let mark = |lane: usize, percent| {
            let listed = LISTED.iter().position(|&listed| listed == percent)?;
            let records = *spreads[lane].listed.get(listed)?;
            let number = batch.records[lane].iter().position(|&other| other == records)?;
            Some(Mark { number: number as u32, records })
        };
        let marks = [0, 1].map(|lane| MARKED.map(|percent| mark(lane, percent)));
        let unhurt = [0, 1].map(|lane| batch.records[lane].iter().filter(|&&records| records == 0).count() as u32);
        let both = spreads[0].listed.iter().zip(&spreads[1].listed);
        let row = |(percent, (&key, &token)): (u32, (&u32, &u32))| {
            vec![words::percentile(percent), format::count(key.into()), format::count(token.into())]
        };
        let table = LISTED.into_iter().zip(both).map(row).collect();
        let chart = draw::chart(&spreads.map(|spread| spread.curve), leaks, &marks);
        Self { plan: batch.plan, leaks, marks, unhurt, digest: batch.digest(), chart, table }
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

/// How losses spread.
struct Spread {
    /// The losses at the percentiles of [`LISTED`]; none where there are no leaks.
    listed: Vec<u32>,
    /// For each column, how many leaks lose at least what stands there.
    curve: Vec<u32>,
}

impl Spread {
    /// By counting, once through all: the library's sort weighs 5 KB, and this is done while the page has to stay
    /// smooth.
    fn new(records: &[u32]) -> Self {
        let mut counts = vec![0_u32; records.iter().max().map_or(0, |&most| most as usize + 1)];
        for &records in records {
            counts[records as usize] += 1;
        }
        let (mut listed, mut curve) = (Vec::new(), vec![0; COLUMNS + 1]);
        let mut ranks = LISTED.into_iter().map(|percent| rank(records.len() as u32, percent)).peekable();
        let mut up_to_here = 0;
        for (records, &count) in (0..).zip(&counts).filter(|(_, count)| **count > 0) {
            up_to_here += count as usize;
            while ranks.next_if(|&rank| rank <= up_to_here).is_some() {
                listed.push(records);
            }
            curve[position(records) as usize * COLUMNS / 10_000] += count;
        }
        for column in (0..COLUMNS).rev() {
            curve[column] += curve[column + 1];
        }
        Self { listed, curve }
    }
}

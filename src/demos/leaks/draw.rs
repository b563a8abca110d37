//! The plot as SVG: how large a share of the leaks loses at least so much.

use core::fmt::Write;

use super::picture::{COLUMNS, MARKED, Mark, position};
use super::words;
use crate::ui::drawing::Drawing;
use crate::ui::format::{count, percent};

/// The plot's top and bottom, and the picture's height, in pixels.
const TOP: u32 = 20;
const BOTTOM: u32 = 302;
/// The picture's height.
pub const HEIGHT: u32 = 330;
/// Two labels of a line that stand nearer than this, in hundredths of a percent, go one above the other.
const NEAR: u64 = 7_000;
/// From here on a label stands left of its dot.
const RIGHT: u64 = 6_400;

const KINDS: [&str; 2] = ["key", "token"];
const TICKS: [u32; 6] = [0, 10, 100, 1_000, 10_000, 100_000];

fn height(share: u32, of: u32) -> u32 {
    BOTTOM - (u64::from(BOTTOM - TOP) * u64::from(share) / u64::from(of.max(1))) as u32
}

/// Axes, curves and marks. A curve says for each column how many of the leaks lose at least as much.
pub fn chart(curves: &[Vec<u32>; 2], leaks: u32, marks: &[[Option<Mark>; 2]; 2]) -> Drawing {
    let mut svg = String::new();
    for (i, &records) in TICKS.iter().enumerate() {
        let (x, anchor) = (percent(position(records)), if i == 0 { "start" } else { "middle" });
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{TOP}\" y2=\"{BOTTOM}\"/><text class=\"tick\" x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            HEIGHT - 8,
            count(records.into()),
        );
    }
    // Upright, because the box that it fills is stretched.
    svg += "<pattern id=\"leaks-hatch\" class=\"hatch\" width=\"4\" height=\"1000\" patternUnits=\"userSpaceOnUse\"><path d=\"M2 0v1000\"/></pattern>";
    // Curves live in a box of their own whose units stretch with the width; strokes do not.
    let _ = write!(
        svg,
        "<svg y=\"{TOP}\" height=\"{}\" viewBox=\"0 0 {COLUMNS} 1000\" preserveAspectRatio=\"none\">",
        BOTTOM - TOP
    );
    for (curve, kind) in curves.iter().zip(KINDS).filter(|_| leaks > 0) {
        let line = steps(curve, leaks);
        let _ = write!(
            svg,
            "<path class=\"area {kind}\" d=\"{line}V1000H0Z\"/><path class=\"curve {kind}\" d=\"{line}\" vector-effect=\"non-scaling-stroke\"/>",
        );
    }
    svg += "</svg>";
    for (level, name) in [0].into_iter().chain(MARKED).zip(words::LEVELS) {
        let y = height(100 - level, 100);
        let _ = write!(
            svg,
            "<line class=\"level\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/><text class=\"level\" x=\"4\" y=\"{}\">{name}</text>",
            y - 5
        );
    }
    for (i, level) in MARKED.into_iter().enumerate() {
        marks_svg(&mut svg, [marks[0][i], marks[1][i]], height(100 - level, 100));
    }
    Drawing::new(svg)
}

/// A curve in steps: it falls where leaks stand, and is level between.
fn steps(curve: &[u32], leaks: u32) -> String {
    let share = |at_least: u32| 1000 - u64::from(at_least) * 1000 / u64::from(leaks);
    let mut line = "M0 0".to_owned();
    for (column, pair) in curve.windows(2).enumerate() {
        if pair[0] != pair[1] {
            let _ = write!(line, "H{column}V{}", share(pair[1]));
        }
    }
    let _ = write!(line, "H{COLUMNS}");
    line
}

/// The dots of one level, and at each its value with the curve's name.
fn marks_svg(svg: &mut String, marks: [Option<Mark>; 2], y: u32) {
    let [Some(key), Some(token)] = marks else { return };
    let near = position(key.records).abs_diff(position(token.records)) < NEAR;
    for (i, mark) in [(1, token), (0, key)] {
        let x = position(mark.records);
        let (shift, anchor) = if x > RIGHT { ("-9", "end") } else { ("9", "start") };
        let up = if near && i == 0 { 24 } else { 6 };
        let _ = write!(
            svg,
            "<svg class=\"now\" x=\"{}\"><circle class=\"{3}\" cy=\"{y}\" r=\"5\"/><text class=\"{3}\" x=\"{shift}\" y=\"{1}\" text-anchor=\"{anchor}\">{2} {4}</text></svg>",
            percent(x),
            y - up,
            words::NAMES[i],
            KINDS[i],
            count(mark.records.into()),
        );
    }
}

//! A line chart over the clock: two curves that only grow, one axis in time, one in a unit.

use core::fmt::Write;

use std::sync::Arc;

use super::format::{count, percent};
use super::paint::{Paint, text};

/// The plot's top and bottom, and the picture's height, in pixels.
const TOP: u32 = 14;
const BOTTOM: u32 = 178;
const HEIGHT: u32 = 204;
/// Two labels at the playhead are at least this far apart, in pixels.
const LABEL_GAP: u32 = 19;

/// What a chart shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Values at evenly spaced moments, first and last included: the key's, then the token's.
    pub values: [Vec<u32>; 2],
    /// Ticks of the time axis: where, in hundredths of a percent, and in words.
    pub ticks: Vec<(u64, String)>,
}

const KINDS: [&str; 2] = ["key", "token"];

/// Paints the chart. What has not happened yet is pale: a veil lies over the areas, and under the curves and the words,
/// which must be seen as well. `areas` and `curves` are drawn by [`chart_svg`] and `labels` by [`labels_svg`]; `now` is
/// where the clock stands, in hundredths of a percent; `words` say the same.
pub fn chart(paint: &mut Paint, [areas, curves]: [Arc<str>; 2], labels: String, now: u64, words: String) {
    let [height, y, tall] = [HEIGHT, TOP - 4, BOTTOM - TOP + 3].map(|pixels| pixels.to_string());
    let head = ["svg class=\"chart\" width=\"100%\" height=\"", &height, "\" role=\"img\""];
    let future = ["rect class=\"future\" y=\"", &y, "\" height=\"", &tall, "\""];
    paint
        .start(&head, &[text("aria-label", words)])
        .live(&["g"], &[], areas)
        .live(&future, &[text("x", percent(now)), text("width", percent(10_000 - now))], "")
        .live(&["g"], &[], curves)
        .live(&["g"], &[], labels)
        .put("</svg>");
}

/// The value at the top of the plot: the most there is, rounded up to one, two or five times a power of ten
/// that leaves three gridlines or so.
pub fn scale(most: u32) -> u32 {
    let most = most.max(10);
    let step = grid_step(most);
    most.div_ceil(step) * step
}

fn grid_step(most: u32) -> u32 {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if step * 4 >= most {
                return step;
            }
        }
        power *= 10;
    }
}

fn height(value: u32, top: u32) -> u32 {
    let span = u64::from(BOTTOM - TOP);
    BOTTOM - (span * u64::from(value.min(top)) / u64::from(top)) as u32
}

/// Draws the grid and the areas, and both axes and both curves, on a plot that reaches up to `top`.
pub fn chart_svg(curves: &Curves, top: u32) -> [String; 2] {
    let [mut areas, mut svg] = [const { String::new() }; 2];
    let step = grid_step(top);
    for value in (0..=top).step_by(step as usize) {
        let y = height(value, top);
        let _ = write!(areas, "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>");
        if value > 0 {
            let _ = write!(svg, "<text class=\"tick\" x=\"2\" y=\"{}\">{}</text>", y - 4, count(value.into()));
        }
    }
    let (mut left, last) = (true, curves.ticks.len().saturating_sub(1));
    for (i, (x, words)) in curves.ticks.iter().enumerate() {
        let anchor = if left {
            "start"
        } else if i == last && *x > 9_700 {
            "end"
        } else {
            "middle"
        };
        left = false;
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{words}</text>",
            percent(*x),
            HEIGHT - 8
        );
    }
    // Curves live in a box of their own whose units stretch with the width; strokes do not.
    let head = format!(
        "<svg y=\"{TOP}\" height=\"{}\" viewBox=\"0 0 {} 1000\" preserveAspectRatio=\"none\">",
        BOTTOM - TOP,
        curves.values[0].len().saturating_sub(1)
    );
    areas += &head;
    svg += &head;
    for (values, kind) in curves.values.iter().zip(KINDS) {
        let mut line = String::new();
        for (x, &value) in values.iter().enumerate() {
            let y = 1000 - u64::from(value) * 1000 / u64::from(top);
            let _ = write!(line, "{}{x} {y}", if x == 0 { 'M' } else { 'L' });
        }
        let _ = write!(areas, "<path class=\"area {kind}\" d=\"{line}V1000H0Z\"/>");
        let _ = write!(svg, "<path class=\"curve {kind}\" d=\"{line}\" vector-effect=\"non-scaling-stroke\"/>",);
    }
    [areas + "</svg>", svg + "</svg>"]
}

/// Draws the playhead, and at it both values with the curves' names.
pub fn labels_svg(values: [u32; 2], top: u32, now: u64, names: [&str; 2]) -> String {
    let dots = values.map(|value| height(value, top));
    let labels = apart(dots);
    // Near the right edge the labels stand left of the playhead.
    let (shift, anchor) = if now > 6_800 { (-9, "end") } else { (9, "start") };
    let mut svg =
        format!("<svg x=\"{}\" class=\"now\"><path class=\"playhead\" d=\"M0 {TOP}V{BOTTOM}\"/>", percent(now));
    for i in [1, 0] {
        let _ = write!(
            svg,
            "<circle class=\"{0}\" cy=\"{1}\" r=\"5\"/><text class=\"{0}\" x=\"{shift}\" y=\"{2}\" text-anchor=\"{anchor}\">{3} {4}</text>",
            KINDS[i],
            dots[i],
            labels[i] - 4,
            names[i],
            count(values[i].into()),
        );
    }
    svg + "</svg>"
}

/// Where two labels stand so that they do not touch: the higher value's goes up.
fn apart(dots: [u32; 2]) -> [u32; 2] {
    let [key, token] = dots;
    if key.abs_diff(token) >= LABEL_GAP {
        return dots;
    }
    let low = key.max(token);
    if key <= token { [low.saturating_sub(LABEL_GAP), low] } else { [low, low.saturating_sub(LABEL_GAP)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_round_and_holds_the_most() {
        for (most, top) in [(0, 10), (7, 10), (52, 60), (143_990, 150_000), (400_000, 400_000)] {
            assert_eq!(scale(most), top, "{most}");
        }
    }

    #[test]
    fn labels_never_touch() {
        for (key, token) in [(178, 178), (170, 178), (178, 170), (20, 178)] {
            let [a, b] = apart([key, token]);
            assert!(a.abs_diff(b) >= LABEL_GAP);
        }
    }
}

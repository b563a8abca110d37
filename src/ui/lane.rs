//! A lane: one credential's life along the clock, as a strip.
//!
//! SVG in percentages, so that it is as wide as its place; the drawing is a string made by a pure
//! function, and only the playhead moves with the clock.

use std::sync::Arc;

use super::format::percent;
use super::paint::{Paint, text};

/// How wide a lettered badge is, in hundredths of a percent of the narrowest lane: closer ones
/// are set on different rows.
const BADGE: u64 = 700;
/// The strip's height and where its parts are, in pixels.
const TOP: u32 = 24;
const HEIGHT: u32 = 40;
const FOOT: u32 = 10;

/// What a strip shows. Positions are hundredths of a percent of its length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// From the first to the last success of its misuse.
    pub used: Option<(u64, u64)>,
    /// Dots: where, and whether it was answered or refused.
    pub dots: Vec<(u64, bool)>,
    /// When the honest app was locked out.
    pub outages: Vec<(u64, u64)>,
    /// Lettered turning points: where, and its letter.
    pub badges: Vec<(u64, char)>,
}

/// Paints a strip, with the part that has not happened yet faded. `strip` is drawn by
/// [`strip_svg`] and `badges` by [`badges_svg`]; `now` is where the clock stands, in hundredths of
/// a percent; `words` say the same.
pub fn lane_strip(paint: &mut Paint, kind: &str, strip: Arc<str>, badges: Arc<str>, now: u64, words: String) {
    let height = (TOP + HEIGHT + FOOT).to_string();
    let head = ["svg class=\"lane-strip ", kind, "\" width=\"100%\" height=\"", &height, "\" role=\"img\""];
    let (y, tall) = ((TOP - 1).to_string(), (HEIGHT + FOOT + 1).to_string());
    let future = ["rect class=\"future\" y=\"", &y, "\" height=\"", &tall, "\""];
    paint
        .start(&head, &[text("aria-label", words)])
        .live(&["g"], &[], strip)
        .live(&future, &[text("x", percent(now)), text("width", percent(10_000 - now))], "")
        .live(&["g"], &[], badges)
        .start(&["svg class=\"playhead\""], &[text("x", percent(now))])
        .put_with(|| format!("<path d=\"M0 {}V{height}\"/></svg></svg>", TOP - 6));
}

/// Draws a strip without its turning points.
pub fn strip_svg(strip: &Strip) -> String {
    let mut svg = rect("wash", 0, 10_000, TOP, HEIGHT);
    if let Some((from, to)) = strip.used {
        // A short use is still a use: it gets a sliver of width.
        svg += &rect("used", from, (to - from).max(30), TOP, HEIGHT);
    }
    for &(from, to) in &strip.outages {
        svg += &rect("outage", from, (to - from).max(30), TOP + HEIGHT + 3, FOOT - 4);
    }
    let middle = TOP + HEIGHT / 2;
    for &(x, answered) in &strip.dots {
        svg += &if answered {
            format!("<circle class=\"answered\" cx=\"{}\" cy=\"{middle}\" r=\"2.6\"/>", percent(x))
        } else {
            format!("<svg x=\"{}\" y=\"{middle}\" class=\"refused\"><path d=\"M-3-3l6 6m0-6l-6 6\"/></svg>", percent(x))
        };
    }
    svg
}

/// Draws a strip's turning points.
pub fn badges_svg(strip: &Strip) -> String {
    let mut svg = String::new();
    let mut right_of_badge = [None::<u64>; 2];
    for &(x, letter) in &strip.badges {
        // The upper row, unless the badge there is too close.
        let low = right_of_badge[0].is_some_and(|right| x < right);
        right_of_badge[usize::from(low)] = Some(x + BADGE);
        let (y, end) = if low { (TOP + 9, TOP + HEIGHT) } else { (9, TOP + HEIGHT) };
        svg += &format!(
            "<svg x=\"{}\" class=\"badge\"><path d=\"M0 {y}V{end}\"/><circle cy=\"{y}\" r=\"8.5\"/><text y=\"{}\">{letter}</text></svg>",
            percent(x),
            y + 4
        );
    }
    svg
}

fn rect(class: &str, x: u64, width: u64, y: u32, height: u32) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" width=\"{}\" y=\"{y}\" height=\"{height}\"/>",
        percent(x),
        percent(width.min(10_000 - x))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_badges_stand_on_two_rows() {
        let strip = Strip { badges: vec![(100, 'A'), (200, 'B'), (5000, 'C')], ..Strip::default() };
        let svg = badges_svg(&strip);
        let heights: Vec<&str> = svg.split("circle cy=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(heights, ["9", "33", "9"]);
    }

    #[test]
    fn nothing_is_drawn_past_the_end() {
        let strip = Strip { used: Some((9_990, 10_000)), ..Strip::default() };
        assert!(strip_svg(&strip).contains("x=\"99.90%\" width=\"0.10%\""));
    }
}

//! A lane: one credential's life along the clock, as a strip.
//!
//! SVG in percentages, so that it is as wide as its place; the drawing is a string made by a pure
//! function, and only the playhead moves with the clock.

use std::sync::Arc;

use leptos::prelude::*;

use super::format::percent;
use super::read::Read;

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

/// A strip, with the part that has not happened yet faded.
#[component]
pub fn LaneStrip(
    /// `key` or `token`.
    kind: &'static str,
    /// What it shows, drawn by [`strip_svg`].
    strip: Read<Arc<str>>,
    /// Its turning points, drawn by [`badges_svg`].
    badges: Read<Arc<str>>,
    /// Where the clock stands, in hundredths of a percent.
    now: Read<u64>,
    /// The same in words.
    words: Read<String>,
) -> impl IntoView {
    let height = TOP + HEIGHT + FOOT;
    let (cover_start, cover_width) = (now.clone(), now.clone());
    view! {
        <svg class=["lane-strip ", kind].concat() width="100%" height=height.to_string() role="img"
            aria-label=move || words()>
            <g inner_html=move || strip()></g>
            <rect class="future" y=(TOP - 1).to_string() height=(HEIGHT + FOOT + 1).to_string()
                x=move || percent(cover_start()) width=move || percent(10_000 - cover_width())></rect>
            <g inner_html=move || badges()></g>
            <svg class="playhead" x=move || percent(now())>
                <path d=format!("M0 {}V{height}", TOP - 6)></path>
            </svg>
        </svg>
    }
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

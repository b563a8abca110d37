//! A lane: one credential's life along the clock, as a strip.
//!
//! SVG in percentages, so that it is as wide as its place; the drawing is a string made by a pure
//! function, and only the playhead moves with the clock.

use leptos::prelude::*;

use super::drawing::Drawing;
use super::format::percent;
use super::slice::Slice;

/// How far apart two letters stand at least, in hundredths of a percent: a letter's width on the
/// narrowest lane.
const BADGE: u64 = 640;
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

/// A strip. What has not happened yet is pale: a veil lies over what fills it, and under its lines, which must be seen
/// as well.
#[component]
pub fn LaneStrip(
    /// Whose it is: `key` or `token`.
    kind: &'static str,
    /// What fills it, and its lines: see [`drawn`].
    drawn: Slice<[Drawing; 2]>,
    /// Where the clock stands, in hundredths of a percent.
    now: Slice<u64>,
    /// The same in words.
    words: Signal<String>,
) -> AnyView {
    let height = TOP + HEIGHT + FOOT;
    view! {
        <svg
            class=["lane-strip ", kind].concat()
            width="100%"
            height=height.to_string()
            role="img"
            aria-label=move || words.get()
        >
            <g inner_html=move || drawn.read()[0].html()></g>
            <rect
                class="future"
                y=(TOP - 1).to_string()
                height=(HEIGHT + FOOT + 1).to_string()
                x=move || percent(now.get())
                width=move || percent(10_000 - now.get())
            ></rect>
            <g inner_html=move || drawn.read()[1].html()></g>
            <svg class="playhead" x=move || percent(now.get())>
                <path d=format!("M0 {}V{height}", TOP - 6)></path>
            </svg>
        </svg>
    }
    .into_any()
}

/// What fills a strip, and its lines.
pub fn drawn(strip: &Strip) -> [Drawing; 2] {
    [Drawing::new(strip_svg(strip)), Drawing::new(marks_svg(strip))]
}

/// Draws what fills a strip.
pub fn strip_svg(strip: &Strip) -> String {
    rect("wash", 0, 10_000, TOP, HEIGHT) + &used("used", strip)
}

/// The time of its misuse. A short use is still a use: it gets a sliver of width.
fn used(class: &str, strip: &Strip) -> String {
    strip.used.map_or_else(String::new, |(from, to)| rect(class, from, (to - from).max(30), TOP, HEIGHT))
}

/// Draws a strip's lines, dots and turning points: of these a stem at each, and its letter above, moved aside where
/// letters would touch.
pub fn marks_svg(strip: &Strip) -> String {
    let mut svg = used("used rim", strip);
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
    let places: Vec<u64> = strip.badges.iter().map(|&(x, _)| x).collect();
    for (&(x, letter), aside) in strip.badges.iter().zip(apart(places)) {
        let (x, aside) = (percent(x), percent(aside));
        svg += &format!(
            "<line class=\"stem\" x1=\"{aside}\" x2=\"{x}\" y1=\"9\" y2=\"{TOP}\"/>\
             <line class=\"stem\" x1=\"{x}\" x2=\"{x}\" y1=\"{TOP}\" y2=\"{}\"/>\
             <svg x=\"{aside}\" class=\"badge\"><circle cy=\"9\" r=\"8.5\"/><text y=\"13\">{letter}</text></svg>",
            TOP + HEIGHT
        );
    }
    svg
}

/// Moves ascending places apart until none is closer to the next than [`BADGE`]: to the right, and
/// back to the left where they would leave the strip.
fn apart(mut places: Vec<u64>) -> Vec<u64> {
    for i in 1..places.len() {
        places[i] = places[i].max(places[i - 1] + BADGE);
    }
    let mut end = 10_000;
    for place in places.iter_mut().rev() {
        *place = (*place).min(end);
        end = place.saturating_sub(BADGE);
    }
    places
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
    fn close_letters_are_moved_apart_and_stay_on_the_strip() {
        assert_eq!(apart(vec![100, 200, 5000]), [100, 100 + BADGE, 5000]);
        assert_eq!(apart(vec![9_900, 9_950]), [10_000 - BADGE, 10_000]);
    }

    #[test]
    fn nothing_is_drawn_past_the_end() {
        let strip = Strip { used: Some((9_990, 10_000)), ..Strip::default() };
        assert!(strip_svg(&strip).contains("x=\"99.90%\" width=\"0.10%\""));
    }
}

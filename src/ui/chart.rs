//! A line chart over the clock: two curves that only grow, one axis in time, one in a unit.

use core::fmt::Write;

use leptos::prelude::*;

use super::drawing::Drawing;
use super::format::{count, percent};
use super::slice::Slice;

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

/// What a chart shows, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The grid and the areas.
    areas: Drawing,
    /// Both axes and both curves.
    lines: Drawing,
    /// The value at its top.
    top: u32,
}

impl Plot {
    /// Draws it.
    pub fn new(curves: &Curves) -> Self {
        let top = scale(curves.values.iter().flatten().copied().max().unwrap_or_default());
        let [areas, lines] = chart_svg(curves, top).map(Drawing::new);
        Self { areas, lines, top }
    }
}

/// A chart. What has not happened yet is pale: a veil lies over the areas, and under the curves and the words, which
/// must be seen as well.
#[component]
pub fn Chart(
    /// What it shows.
    plot: Slice<Plot>,
    /// Both values now.
    values: Slice<[u32; 2]>,
    /// What the two are called.
    names: [&'static str; 2],
    /// Where the clock stands, in hundredths of a percent.
    now: Slice<u64>,
    /// The same in words.
    words: Signal<String>,
) -> AnyView {
    // Where the dots are, and their labels, from the top.
    let places = Slice::new(move || {
        let dots = values.get().map(|value| height(value, plot.read().top));
        (dots, apart(dots))
    });
    // Near the right edge the labels stand left of the playhead.
    let left = Slice::new(move || now.get() > 6_800);
    let label = |i: usize| {
        view! {
            <circle class=KINDS[i] cy=move || places.get().0[i].to_string() r="5"></circle>
            <text
                class=KINDS[i]
                x=move || if left.get() { "-9" } else { "9" }
                y=move || (places.get().1[i] - 4).to_string()
                text-anchor=move || if left.get() { "end" } else { "start" }
            >
                {names[i]}
                " "
                {move || count(values.get()[i].into())}
            </text>
        }
    };
    view! {
        <svg class="chart" width="100%" height=HEIGHT.to_string() role="img" aria-label=move || words.get()>
            <g inner_html=move || plot.read().areas.html()></g>
            <rect
                class="future"
                y=(TOP - 4).to_string()
                height=(BOTTOM - TOP + 3).to_string()
                x=move || percent(now.get())
                width=move || percent(10_000 - now.get())
            ></rect>
            <g inner_html=move || plot.read().lines.html()></g>
            <svg x=move || percent(now.get()) class="now">
                <path class="playhead" d=["M0 ", &TOP.to_string(), "V", &BOTTOM.to_string()].concat()></path>
                {[label(1), label(0)].into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}
            </svg>
        </svg>
    }
    .into_any()
}

/// The value at the top of the plot: the most there is, rounded up to one, two or five times a power of ten
/// that leaves three gridlines or so.
fn scale(most: u32) -> u32 {
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
fn chart_svg(curves: &Curves, top: u32) -> [String; 2] {
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

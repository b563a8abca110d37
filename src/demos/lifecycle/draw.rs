//! The pieces that the picture is drawn of. Places along it are hundredths of a percent of its width, so that it is as
//! wide as its place.

use crate::ui::format::percent;
use crate::ui::rich::escape;
use sim::wire::time::Duration;

/// The stretch of time that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first moment, from the start.
    pub from: Duration,
    /// Its length.
    pub span: Duration,
}

impl Window {
    /// The page that holds this moment, where the history is cut into pages of this length. A moment always lies on the
    /// same page, by whatever way it was reached.
    pub fn at(now: Duration, length: Duration, page: Duration) -> Self {
        let span = if page == Duration::ZERO { length } else { page.min(length) };
        let (now, length_ms, span_ms) = (now.as_ms(), length.as_ms(), span.as_ms().max(1));
        let from_ms = (now / span_ms * span_ms).min(length_ms - span_ms);
        Self { from: Duration::milliseconds(from_ms), span }
    }

    /// Its last moment.
    pub fn end(&self) -> Duration {
        self.from + self.span
    }

    /// Where a moment stands; what is outside stands at the edge.
    pub fn place(&self, at: Duration) -> u64 {
        let in_ms = at.as_ms().saturating_sub(self.from.as_ms()).min(self.span.as_ms());
        in_ms * 10_000 / self.span.as_ms().max(1)
    }

    /// Whether it holds a moment.
    pub fn holds(&self, at: Duration) -> bool {
        (self.from..=self.end()).contains(&at)
    }

    /// The places of both ends of a stretch, if any of it is inside.
    pub fn stretch(&self, from: Duration, to: Duration) -> Option<(u64, u64)> {
        (from < self.end() && to > self.from && from < to).then(|| (self.place(from), self.place(to)))
    }
}

/// What a picture is drawn of: what is filled, and over it lines and words. What has not happened yet is pale: a veil
/// lies between the two.
#[derive(Debug, Default)]
pub struct Layers {
    /// What is filled.
    pub fills: String,
    /// The lines and the words.
    pub lines: String,
}

impl Layers {
    /// Draws a bar with a name in it, which is cut off where it does not fit.
    pub fn bar(&mut self, class: &str, stretch: (u64, u64), y: u32, height: u32, name: &str) {
        self.fills += &rect(class, stretch, y, height);
        self.lines += &(rect(&[class, " rim"].concat(), stretch, y, height) + &name_in(stretch, y, height, name));
    }
}

fn width((from, to): (u64, u64)) -> u64 {
    (to - from).max(12)
}

fn rect(class: &str, stretch: (u64, u64), y: u32, height: u32) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" width=\"{}\" y=\"{y}\" height=\"{height}\"/>",
        percent(stretch.0),
        percent(width(stretch))
    )
}

fn name_in(stretch: (u64, u64), y: u32, height: u32, name: &str) -> String {
    let (from, width) = (stretch.0, width(stretch));
    // A letter takes six hundredths of a percent or so, where there is room.
    if !name.is_empty() && width > 60 * name.chars().count() as u64 + 100 {
        format!(
            "<svg x=\"{}\" width=\"{}\" y=\"{y}\" height=\"{height}\" class=\"in-bar\"><text x=\"5\" y=\"{}\">{}</text></svg>",
            percent(from),
            percent(width),
            height / 2 + 5,
            escape(name)
        )
    } else {
        String::new()
    }
}

/// A request that was answered, or one that was refused.
pub fn request(class: &str, x: u64, y: u32, answered: bool) -> String {
    if answered {
        format!("<circle class=\"{class}\" cx=\"{}\" cy=\"{y}\" r=\"2.4\"/>", percent(x))
    } else {
        cross(x, y)
    }
}

/// A cross.
pub fn cross(x: u64, y: u32) -> String {
    format!("<svg x=\"{}\" y=\"{y}\" class=\"refused\"><path d=\"M-4-4l8 8m0-8l-8 8\"/></svg>", percent(x))
}

/// A line of words at a place: right of it, or left of it where there is no room to the right. In the middle there may be
/// room on neither side: on a narrow screen they stand below it.
pub fn words(class: &str, x: u64, y: u32, text: &str) -> String {
    let (shift, anchor) = if x > 5_200 { (-8, "end") } else { (8, "start") };
    let middle = if (3_000..7_000).contains(&x) { " middle" } else { "" };
    format!(
        "<svg x=\"{}\" class=\"note {class}{middle}\"><text x=\"{shift}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text></svg>",
        percent(x),
        escape(text)
    )
}

/// A curve that hangs from one place to another.
pub fn hanging(class: &str, from: u64, to: u64, y: u32, depth: u32) -> String {
    format!(
        "<svg y=\"{y}\" width=\"100%\" height=\"{depth}\" viewBox=\"0 0 10000 100\" preserveAspectRatio=\"none\" class=\"hanging\"><path class=\"{class}\" vector-effect=\"non-scaling-stroke\" d=\"M{from} 0C{from} 130 {to} 130 {to} 0\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_lies_on_one_page() {
        let page = |now| Window::at(Duration::hours(now), Duration::hours(30), Duration::hours(12)).from.as_s() / 3600;
        assert_eq!([0, 11, 12, 23, 24, 30].map(page), [0, 0, 12, 12, 18, 18]);
        let whole = Window::at(Duration::hours(7), Duration::hours(30), Duration::ZERO);
        assert_eq!((whole.from, whole.span), (Duration::ZERO, Duration::hours(30)));
    }

    #[test]
    fn what_is_outside_is_not_drawn() {
        let window = Window { from: Duration::hours(2), span: Duration::hours(2) };
        let stretch = |from, to| window.stretch(Duration::hours(from), Duration::hours(to));
        assert_eq!(stretch(0, 2), None);
        assert_eq!(stretch(4, 5), None);
        assert_eq!(stretch(0, 3), Some((0, 5_000)));
        assert_eq!(stretch(3, 9), Some((5_000, 10_000)));
    }
}

//! The bands: both credentials' lives over time, the calls on them, the family of refresh tokens. Drawn once a page,
//! while the clock only moves over it.

use super::draw::{Layers, Window, cross, hanging, request, words as note};
use super::words;
use crate::ui::format::percent;
use sim::stories::lifecycle::course::Course;
use sim::stories::lifecycle::history::{End, Mark};
use sim::stories::lifecycle::plan::TokenKind;
use sim::stories::lifecycle::token_app::{Issue, Who};
use sim::stories::lifecycle::world::What;
use sim::wire::time::{Duration, Instant, START};

/// Where things stand, in pixels from the top.
pub mod y {
    /// The picture's height.
    pub const HEIGHT: u32 = 362;
    /// The top and the bottom of what the clock moves over.
    pub const TOP: u32 = 22;
    /// See [`TOP`].
    pub const BOTTOM: u32 = 344;
    /// The three headings.
    pub const TITLES: [u32; 3] = [42, 146, 242];
    /// The flags of what the reader wanted to happen.
    pub const FLAG: u32 = 10;
    /// Keys, in turn above and below.
    pub const KEYS: [u32; 2] = [50, 76];
    /// Calls with a key.
    pub const KEY_CALLS: u32 = 112;
    /// The app's access tokens, and the thief's.
    pub const TOKENS: [u32; 2] = [154, 182];
    /// Calls with the app's token.
    pub const CALLS: u32 = 214;
    /// The family, and its twins.
    pub const FAMILY: [u32; 2] = [264, 288];
    /// How tall a bar is, and how tall the thief's.
    pub const BAR: u32 = 24;
    /// See [`BAR`].
    pub const THIEFS_BAR: u32 = 20;
}

/// More calls than this in a page are drawn in slices.
const SLICES: u64 = 120;
/// More tokens than this in a page are drawn as one.
const MOST_BARS: usize = 200;
/// Nodes of the family that stand closer than this, on the whole, have no room for names; closer than that, not even
/// for rings.
const NAMED: u64 = 640;
const RINGED: u64 = 300;

/// Draws a page.
pub fn layers(course: &Course, window: Window) -> Layers {
    let mut layers = Layers::default();
    ticks(window, &mut layers.lines);
    keys(course, window, &mut layers);
    tokens(course, window, &mut layers);
    calls(course, window, &mut layers.lines);
    family(course, window, &mut layers.lines);
    layers
}

/// Draws the flags of what the reader wanted to happen.
pub fn flags(course: &Course, window: Window) -> String {
    let mut svg = String::new();
    for (i, (at, _)) in course.events.iter().enumerate().filter(|(_, (at, _))| window.holds(*at)) {
        let x = percent(window.place(at));
        svg += &format!(
            "<line class=\"stem\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/><svg x=\"{x}\" class=\"badge\"><circle cy=\"{}\" r=\"9\"/><text y=\"{}\">{}</text></svg>",
            y::TOP,
            y::BOTTOM,
            y::FLAG,
            y::FLAG + 4,
            i + 1
        );
    }
    svg
}

fn keys(course: &Course, window: Window, svg: &mut Layers) {
    for (i, key) in course.keys.iter().enumerate() {
        let top = y::KEYS[i % 2];
        let over = key.revoked.into_iter().chain(key.ends).min().unwrap_or(course.length()).min(course.length());
        let overlap = key.replaced.filter(|at| *at < over);
        if let Some(stretch) = window.stretch(key.made, overlap.unwrap_or(over)) {
            svg.bar("key-bar", stretch, top, y::BAR, &words::key_name(i as u32));
        }
        if let Some(stretch) = overlap.and_then(|from| window.stretch(from, over)) {
            svg.bar("key-bar", stretch, top, y::BAR, "");
            svg.bar("overlap", stretch, top, y::BAR, words::OVERLAP);
        }
        if over < course.length() && window.holds(over) {
            svg.lines += &cross(window.place(over), top + y::BAR / 2);
        }
    }
}

/// Until when an access token opens the API, as far as it is not the clock's doing: the moment that it, or its family,
/// was ended where the API asks; and then the stretch in which it was ended and opens the API all the same.
fn lives(course: &Course, issue: &Issue) -> (Instant, Option<(Instant, Instant)>) {
    let revoked = course.revoked(issue.number);
    let family =
        course.family_end(issue).filter(|(_, end)| matches!(end, End::Reused | End::Revoked)).map(|(at, _)| at);
    let ended = revoked.into_iter().chain(family).min().filter(|at| *at < issue.expires).map(|at| at.max(issue.at));
    match ended {
        None => (issue.expires, None),
        Some(at) if course.settings.kind == TokenKind::SelfContained => (at, Some((at, issue.expires))),
        Some(at) => (at, None),
    }
}

fn tokens(course: &Course, window: Window, svg: &mut Layers) {
    let since_start = |at: Instant| at.since(START);
    let issues = course.issues_between(window.from - course.settings.access, window.end());
    let many = issues.len() > MOST_BARS;
    let mut run: Option<(Duration, Duration)> = None;
    let mut in_turn = 0;
    for (i, (issue, _)) in issues.iter().enumerate() {
        let lane = usize::from(issue.who.is_thief());
        let (until, late) = lives(course, issue);
        // A bar gives way to the next in the same hands, though its token is good for a while longer.
        let next = issues[i + 1..].iter().find(|(next, _)| next.who.is_thief() == issue.who.is_thief() && !next.lost);
        let next = next.map_or(until, |(next, _)| next.at.min(until));
        let stretch = (since_start(issue.at), since_start(next));
        if issue.lost {
            continue;
        }
        if many && lane == 0 && late.is_none() {
            run = match run {
                Some((from, to)) if to >= stretch.0 => Some((from, stretch.1)),
                _ => {
                    close(run, window, svg);
                    Some(stretch)
                }
            };
        } else if let Some(place) = window.stretch(stretch.0, stretch.1) {
            let class = match (lane, in_turn % 2) {
                (1, _) => "thief-bar",
                (_, 0) => "token-bar",
                _ => "token-bar other",
            };
            let height = if lane == 1 { y::THIEFS_BAR } else { y::BAR };
            let name = if lane == 1 { String::new() } else { words::token_name(issue.number) };
            svg.bar(class, place, y::TOKENS[lane], height, &name);
        }
        in_turn += 1 - lane;
        if let Some(place) = late.and_then(|(from, to)| window.stretch(since_start(from), since_start(to))) {
            let height = if lane == 1 { y::THIEFS_BAR } else { y::BAR };
            svg.bar("late", place, y::TOKENS[lane], height, words::LATE);
        }
    }
    close(run, window, svg);
}

fn close(run: Option<(Duration, Duration)>, window: Window, svg: &mut Layers) {
    if let Some(place) = run.and_then(|(from, to)| window.stretch(from, to)) {
        svg.bar("token-bar", place, y::TOKENS[0], y::BAR, words::MANY_TOKENS);
    }
}

fn calls(course: &Course, window: Window, svg: &mut String) {
    let marks = course.marks_between(window.from, window.end());
    for (who, class, y) in [
        (Who::KeyApp, "key-call", y::KEY_CALLS),
        (Who::App, "token-call", y::CALLS),
        (Who::Thief, "thief-call", y::TOKENS[1] + y::THIEFS_BAR / 2),
    ] {
        let of_this = || marks.iter().filter(|mark| mark.what == What::Call(who));
        if of_this().count() as u64 <= SLICES {
            for mark in of_this() {
                *svg += &request(class, window.place(mark.at.since(START)), y, !mark.is_refused());
            }
            continue;
        }
        // In each slice, what was refused is seen; and whether all was.
        let mut slices = [(false, false); SLICES as usize + 1];
        for mark in of_this() {
            let slice = &mut slices[(window.place(mark.at.since(START)) * SLICES / 10_000) as usize];
            if mark.is_refused() { slice.1 = true } else { slice.0 = true }
        }
        for (i, (answered, refused)) in slices.into_iter().enumerate().filter(|(_, (a, r))| *a || *r) {
            let x = (2 * i as u64 + 1) * 10_000 / (2 * SLICES);
            if answered {
                *svg += &request(class, x.min(10_000), y, true);
            }
            if refused {
                *svg += &cross(x.min(10_000), if answered { y + 8 } else { y });
            }
        }
    }
}

fn family(course: &Course, window: Window, svg: &mut String) {
    let place = |at: Instant| window.place(at.since(START));
    let issues = course.issues_between(window.from, window.end());
    let first_and_last = issues.first().zip(issues.last());
    let spread = first_and_last.map_or(0, |(first, last)| place(last.0.at) - place(first.0.at));
    let apart = spread / (issues.len().max(2) as u64 - 1);
    let mut drawn = None;
    for (issue, _) in issues {
        let (x, lane) = (place(issue.at), course.lane(issue.number));
        if apart < RINGED {
            // Too many for rings: a line with a dot here and there.
            if drawn.is_none_or(|last| x >= last + 60) {
                *svg += &format!("<circle class=\"bead\" cx=\"{}\" cy=\"{}\" r=\"2.5\"/>", percent(x), y::FAMILY[lane]);
                drawn = Some(x);
            }
            continue;
        }
        if let Some(parent) = issue.parent.and_then(|parent| course.issue(parent)) {
            *svg += &format!(
                "<line class=\"edge\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
                percent(place(parent.at)),
                percent(x),
                y::FAMILY[course.lane(parent.number)],
                y::FAMILY[lane]
            );
        }
    }
    if apart >= RINGED {
        for (issue, _) in issues {
            node(course, issue, place(issue.at), apart, svg);
        }
    }
    for mark in course.history.uses().filter(|mark| window.holds(mark.at.since(START))) {
        replay(course, window, mark, svg);
    }
}

fn node(course: &Course, issue: &Issue, x: u64, apart: u64, svg: &mut String) {
    let room = if apart >= NAMED { "named" } else { "tight" };
    let who = if issue.who.is_thief() { "thief" } else { "app" };
    let lost = if issue.lost { " lost" } else { "" };
    *svg += &format!(
        "<svg x=\"{}\" y=\"{}\" class=\"node {who} {room}{lost}\"><circle r=\"11\"/><text y=\"4\">{}</text></svg>",
        percent(x),
        y::FAMILY[course.lane(issue.number)],
        words::refresh_name(issue.number)
    );
}

/// A refresh token that was presented and refused, or revoked: a cross where that was, and a line from where it came.
fn replay(course: &Course, window: Window, mark: &Mark, svg: &mut String) {
    let Some(issue) = mark.token.and_then(|number| course.issue(number)) else { return };
    let x = window.place(mark.at.since(START));
    let ends = match mark.what {
        What::Happens(_) => mark.status == 200,
        _ => mark.check == Some("refresh-reused"),
    };
    if !ends {
        if mark.status == 400 {
            *svg += &cross(x, y::FAMILY[0]);
        }
        return;
    }
    let who = if mark.is_of_thief() { "by-thief" } else { "by-app" };
    let lane = y::FAMILY[course.lane(issue.number)];
    if matches!(mark.what, What::Refresh(_)) && window.holds(issue.at.since(START)) {
        *svg += &hanging(who, window.place(issue.at.since(START)), x, lane + 12, y::BOTTOM - lane - 40);
    }
    *svg += &cross(x, y::FAMILY[0]);
}

/// What ended a family, in words under its picture, each with its moment.
pub fn notes(course: &Course, window: Window) -> Vec<(Duration, String)> {
    let ending = |mark: &&Mark| match mark.what {
        What::Happens(_) => mark.status == 200,
        _ => mark.check == Some("refresh-reused"),
    };
    let in_page = course.history.uses().filter(|mark| window.holds(mark.at.since(START))).filter(ending);
    let mut notes: Vec<(Duration, String)> = Vec::new();
    for mark in in_page {
        let (at, number) = (mark.at.since(START), mark.token.unwrap_or_default());
        let x = window.place(at);
        // Where two would touch, the log tells the second.
        if notes.last().is_some_and(|(before, _)| x < window.place(*before) + 3_000) {
            continue;
        }
        let why = words::replay(mark, number);
        notes.push((at, note("no", x, y::BOTTOM - 20, words::FAMILY_ENDED) + &note("", x, y::BOTTOM - 4, &why)));
    }
    notes
}

fn ticks(window: Window, svg: &mut String) {
    let step_ms = tick(window.span).as_ms();
    let first = window.from.as_ms().div_ceil(step_ms);
    for i in first..=window.end().as_ms() / step_ms {
        let at = Duration::milliseconds(i * step_ms);
        let x = window.place(at);
        let anchor = if x < 300 {
            "start"
        } else if x > 9_700 {
            "end"
        } else {
            "middle"
        };
        *svg += &format!(
            "<line class=\"grid\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/><text class=\"tick{5}\" x=\"{0}\" y=\"{3}\" text-anchor=\"{anchor}\">{4}</text>",
            percent(x),
            y::TOP,
            y::BOTTOM,
            y::HEIGHT - 2,
            words::tick(at, step_ms < 86_400_000),
            if i.is_multiple_of(2) { "" } else { " odd" }
        );
    }
}

/// The step of the time axis: so that there are five ticks or a few more.
fn tick(span: Duration) -> Duration {
    const STEPS: [Duration; 9] = [
        Duration::minutes(10),
        Duration::minutes(30),
        Duration::hours(1),
        Duration::hours(2),
        Duration::hours(6),
        Duration::days(1),
        Duration::days(2),
        Duration::days(7),
        Duration::days(30),
    ];
    STEPS.into_iter().find(|step| span.as_ms() / step.as_ms() <= 7).unwrap_or(Duration::days(30))
}

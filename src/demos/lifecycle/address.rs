//! The demo's settings, events and moment ⇄ its link.

use super::lessons::{LESSONS, PLAIN};
use super::model::{Lifecycle, bounds};
use super::scene::Filter;
use crate::link::{self, Complaint, Link, NONE, name_of, number, parse_moment, print_moment, span};
use sim::stories::lifecycle::plan::{Events, First, Happening, MOST_EVENTS, Settings, TokenKind};
use sim::wire::time::Duration;

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &[
    "length", "access", "family", "idle", "early", "grace", "leeway", "overlap", "deploy", "signin", "ahead", "kind",
    "first", "events", "zoom", "log", "open", "beside", "t", "seed",
];

/// The ways in which the API finds out, by their names in a link.
pub const KINDS: [(&str, TokenKind); 3] =
    [("self", TokenKind::SelfContained), ("asked", TokenKind::Asked), ("opaque", TokenKind::Opaque)];
/// Who is first, by their names in a link.
pub const FIRSTS: [(&str, First); 2] = [("thief", First::Thief), ("app", First::App)];

/// A setting that is a span: its name, its place, and what it may hold.
type Span = (&'static str, fn(&mut Settings) -> &mut Duration, (Duration, Duration));

const SPANS: [Span; 10] = [
    ("length", |settings| &mut settings.length, bounds::LENGTH),
    ("access", |settings| &mut settings.access, bounds::ACCESS),
    ("family", |settings| &mut settings.family, bounds::FAMILY),
    ("idle", |settings| &mut settings.idle, bounds::ANY),
    ("early", |settings| &mut settings.early, bounds::SHORT),
    ("grace", |settings| &mut settings.grace, bounds::SHORT),
    ("leeway", |settings| &mut settings.leeway, bounds::SHORT),
    ("overlap", |settings| &mut settings.overlap, bounds::ANY),
    ("deploy", |settings| &mut settings.deploy, bounds::ANY),
    ("signin", |settings| &mut settings.sign_in, bounds::ANY),
];

/// The link to this moment. What is as in the first picture goes without saying; the events, the moment and the seed
/// are always said.
pub fn link(state: &Lifecycle) -> Link {
    let mut link = Link::to(super::DEMO.name);
    let (mut settings, mut plain) = (state.settings(), PLAIN);
    for (name, place, _) in SPANS {
        let value = *place(&mut settings);
        if value != *place(&mut plain) {
            link.push(name, value.to_string());
        }
    }
    if settings.api_ahead_s != PLAIN.api_ahead_s {
        link.push("ahead", ahead_value(settings.api_ahead_s));
    }
    if settings.kind != PLAIN.kind {
        link.push("kind", name_of(&KINDS, settings.kind).to_owned());
    }
    if settings.first != PLAIN.first {
        link.push("first", name_of(&FIRSTS, settings.first).to_owned());
    }
    link.push("events", events_value(&state.scene.events));
    if state.zoom > Duration::ZERO {
        link.push("zoom", state.zoom.to_string());
    }
    if state.filter != Filter::All {
        link.push("log", Filter::ALL[state.filter as usize].1.to_owned());
    }
    for (name, number) in ["open", "beside"].into_iter().zip(state.opened) {
        if let Some(number) = number {
            link.push(name, (number + 1).to_string());
        }
    }
    link.push("t", print_moment(state.clock.now));
    link.push("seed", settings.seed.to_string());
    link
}

/// What a link says, before a history is made of it.
struct Read {
    settings: Settings,
    events: Events,
    now: Duration,
    zoom: Duration,
    filter: Filter,
    opened: [Option<u32>; 2],
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Lifecycle {
    let first = &LESSONS[0];
    let mut read = Read {
        settings: first.settings,
        events: first.plan(),
        now: first.moment,
        zoom: Duration::ZERO,
        filter: Filter::All,
        opened: [None; 2],
    };
    let complaints = link.read(FIELDS, |name, value| read_field(name, value, &mut read));
    let Read { settings, events, now, zoom, filter, opened } = read;
    let mut state = Lifecycle::new(settings, events, now);
    state.complaints = complaints;
    state.filter = filter;
    for number in opened.into_iter().rev().flatten() {
        state.open(number);
    }
    state.zoom_to(zoom);
    state
}

fn read_field(name: &str, value: &str, read: &mut Read) -> Result<(), Complaint> {
    if let Some((name, place, bounds)) = SPANS.into_iter().find(|(other, ..)| *other == name) {
        *place(&mut read.settings) = span(name, value, bounds)?;
        return Ok(());
    }
    match name {
        "ahead" => read.settings.api_ahead_s = ahead(value)?,
        "kind" => read.settings.kind = named("kind", value, &KINDS, "self, asked or opaque")?,
        "first" => read.settings.first = named("first", value, &FIRSTS, "thief or app")?,
        "events" => read.events = events(value)?,
        "zoom" => read.zoom = span("zoom", value, (Duration::minutes(10), Duration::days(90)))?,
        "log" => {
            let filters = Filter::ALL.map(|(filter, name)| (name, filter));
            read.filter = named("log", value, &filters, "all, key, token, refused, thief or yours")?;
        }
        "open" => read.opened[0] = Some(number("open", value, 1, 100_000)? as u32 - 1),
        "beside" => read.opened[1] = Some(number("beside", value, 1, 100_000)? as u32 - 1),
        "t" => {
            read.now = parse_moment(value).ok_or_else(|| {
                Complaint::value("t", value, "a time like 06:12:00, or 2d03:00:00 from the second day on".into())
            })?;
        }
        "seed" => read.settings.seed = link::seed(value)?,
        _ => return Err(Complaint::unknown(name)),
    }
    Ok(())
}

fn named<T: Copy>(field: &'static str, value: &str, names: &[(&str, T)], takes: &str) -> Result<T, Complaint> {
    link::named(names, value).ok_or_else(|| Complaint::value(field, value, takes.into()))
}

/// `5m` is ahead, `-5m` behind.
fn ahead(value: &str) -> Result<i64, Complaint> {
    let (sign, digits) = value.strip_prefix('-').map_or((1, value), |digits| (-1, digits));
    let span = Duration::parse(digits).filter(|span| *span <= bounds::AHEAD);
    let span =
        span.ok_or_else(|| Complaint::value("ahead", value, "a span up to 24h, like 5m, or -5m for behind".into()));
    Ok(sign * span?.as_s() as i64)
}

fn ahead_value(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    [sign, &Duration::seconds(seconds.unsigned_abs()).to_string()].concat()
}

/// `refresh-stolen@3h,key-rotated@24h`; `none` for nothing.
fn events(value: &str) -> Result<Events, Complaint> {
    let mut events = Events::default();
    if value == NONE {
        return Ok(events);
    }
    let complaint = || {
        let names = Happening::ALL.map(|(_, name)| name).join(", ");
        let takes = format!("none, or up to {MOST_EVENTS} like key-rotated@24h with commas between, of {names}");
        Complaint::value("events", value, takes)
    };
    for event in value.split(',') {
        let (name, at) = event.split_once('@').ok_or_else(complaint)?;
        let what = Happening::named(name).ok_or_else(complaint)?;
        let at = Duration::parse(at).filter(|at| *at <= bounds::LENGTH.1).ok_or_else(complaint)?;
        events.add(at, what).ok_or_else(complaint)?;
    }
    Ok(events)
}

fn events_value(events: &Events) -> String {
    let list: Vec<String> = events.iter().map(|(at, what)| [what.name(), "@", &at.to_string()].concat()).collect();
    if list.is_empty() { NONE.into() } else { list.join(",") }
}

//! What a field may hold, and what can be done with that: read it, write it, say what it takes, set it by a control.

use crate::link::{SEEDS, parse_moment, parse_scopes, print_moment, print_scopes};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::time::Duration;

/// A field's place in a setup, and what may stand there.
pub enum Slot<'a> {
    /// Where all chance comes from.
    Seed(&'a mut u64),
    /// A whole number.
    Number(&'a mut dyn Place<u64>, &'static Range<u64>),
    /// A span of time.
    Span(&'a mut dyn Place<Duration>, &'static Range<Duration>),
    /// How far a clock is off, in seconds; behind where it is less than none.
    Offset(&'a mut i64, &'static Range<i64>),
    /// A moment, from the start.
    Moment(&'a mut dyn Place<Duration>),
    /// Whether something is on.
    Switch(&'a mut bool),
    /// One of some.
    OneOf {
        /// Which.
        at: &'a mut dyn Choice,
        /// Their names in a link.
        names: &'static [&'static str],
        /// What stands on their chips; empty where their names do.
        labels: &'static [&'static str],
    },
    /// Any of these scopes.
    Scopes(&'a mut Scopes, &'static [Scope]),
    /// Something that is written in a way of its own.
    Written(&'a mut dyn Written),
}

/// What a number or a span may be.
pub struct Range<T: 'static> {
    /// At least.
    pub least: T,
    /// At most.
    pub most: T,
    /// What its slider stops at; empty where it has none.
    pub stops: &'static [T],
    /// How it is said.
    pub say: fn(T) -> String,
}

impl Range<u64> {
    /// A number between these, without a slider.
    pub const fn between(least: u64, most: u64) -> Self {
        Self { least, most, stops: &[], say: |number| number.to_string() }
    }
}

impl<T: Copy + PartialOrd> Range<T> {
    /// The last stop that is not past the value: a value between two stops, from a link, shows at the lower one.
    pub fn stop(&self, value: T) -> usize {
        self.stops.iter().rposition(|stop| *stop <= value).unwrap_or_default()
    }

    fn holds(&self, value: T) -> bool {
        self.least <= value && value <= self.most
    }
}

/// A place for a value that may be left open.
pub trait Place<T> {
    /// What stands there.
    fn get(&self) -> Option<T>;
    /// Puts this there.
    fn put(&mut self, value: T);
}

impl Place<Duration> for Duration {
    fn get(&self) -> Option<Duration> {
        Some(*self)
    }

    fn put(&mut self, value: Duration) {
        *self = value;
    }
}

impl Place<Duration> for Option<Duration> {
    fn get(&self) -> Option<Duration> {
        *self
    }

    fn put(&mut self, value: Duration) {
        *self = Some(value);
    }
}

impl Place<u64> for u32 {
    fn get(&self) -> Option<u64> {
        Some((*self).into())
    }

    fn put(&mut self, value: u64) {
        *self = value as Self;
    }
}

impl Place<u64> for Option<u64> {
    fn get(&self) -> Option<u64> {
        *self
    }

    fn put(&mut self, value: u64) {
        *self = Some(value);
    }
}

/// What has a name in a link.
pub trait Named: Copy + PartialEq + 'static {
    /// All of the kind.
    const ALL: &'static [Self];
    /// Their names in a link, in the same order.
    const NAMES: &'static [&'static str];

    /// Its name.
    fn name_in_link(self) -> &'static str {
        Self::ALL.iter().zip(Self::NAMES).find(|(other, _)| **other == self).map_or("", |(_, name)| name)
    }

    /// The one of that name.
    fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().zip(Self::NAMES).find(|(_, other)| **other == name).map(|(one, _)| *one)
    }
}

/// A place for one of some, by its number among them.
pub trait Choice {
    /// Which.
    fn get(&self) -> Option<usize>;
    /// Chooses the one of that number.
    fn put(&mut self, index: usize);
}

impl<T: Named> Choice for T {
    fn get(&self) -> Option<usize> {
        T::ALL.iter().position(|one| one == self)
    }

    fn put(&mut self, index: usize) {
        if let Some(one) = T::ALL.get(index) {
            *self = *one;
        }
    }
}

impl<T: Named> Choice for Option<T> {
    fn get(&self) -> Option<usize> {
        self.and_then(|one| Choice::get(&one))
    }

    fn put(&mut self, index: usize) {
        if let Some(one) = T::ALL.get(index) {
            *self = Some(*one);
        }
    }
}

impl Choice for usize {
    fn get(&self) -> Option<usize> {
        Some(*self)
    }

    fn put(&mut self, index: usize) {
        *self = index;
    }
}

impl Choice for Option<usize> {
    fn get(&self) -> Option<usize> {
        *self
    }

    fn put(&mut self, index: usize) {
        *self = Some(index);
    }
}

/// What is written in a link in a way of its own.
pub trait Written {
    /// Becomes what the text says; gives whether it could.
    fn read(&mut self, text: &str) -> bool;
    /// The text; `None` if there is nothing to say.
    fn write(&self) -> Option<String>;
    /// What it may hold, in words.
    fn takes(&self) -> String;
}

/// One of some that have these names in a link; where their chips say something else, these labels.
pub fn one_of<'a>(at: &'a mut dyn Choice, names: &'static [&'static str], labels: &'static [&'static str]) -> Slot<'a> {
    Slot::OneOf { at, names, labels }
}

impl Slot<'_> {
    /// Reads what a link says; gives whether the field can hold that.
    pub fn read(&mut self, text: &str) -> bool {
        match self {
            Self::Seed(seed) => whole(text).filter(|number| *number < SEEDS).map(|number| **seed = number).is_some(),
            Self::Number(at, range) => {
                whole(text).filter(|number| range.holds(*number)).map(|number| at.put(number)).is_some()
            }
            Self::Span(at, range) => {
                Duration::parse(text).filter(|span| range.holds(*span)).map(|span| at.put(span)).is_some()
            }
            Self::Offset(seconds, range) => {
                offset(text).filter(|offset| range.holds(*offset)).map(|offset| **seconds = offset).is_some()
            }
            Self::Moment(at) => parse_moment(text).map(|moment| at.put(moment)).is_some(),
            Self::Switch(on) => switch(text).map(|now| **on = now).is_some(),
            Self::OneOf { at, names, .. } => {
                names.iter().position(|name| *name == text).map(|index| at.put(index)).is_some()
            }
            Self::Scopes(set, offered) => parse_scopes(text, offered).map(|scopes| **set = scopes).is_some(),
            Self::Written(text_field) => text_field.read(text),
        }
    }

    /// What a link says; `None` if there is nothing to say.
    pub fn write(&self) -> Option<String> {
        Some(match self {
            Self::Seed(seed) => seed.to_string(),
            Self::Number(at, _) => at.get()?.to_string(),
            Self::Span(at, _) => at.get()?.to_string(),
            Self::Offset(seconds, _) => {
                let sign = if **seconds < 0 { "-" } else { "" };
                [sign, &Duration::seconds(seconds.unsigned_abs()).to_string()].concat()
            }
            Self::Moment(at) => print_moment(at.get()?),
            Self::Switch(on) => if **on { "on" } else { "off" }.to_owned(),
            Self::OneOf { at, names, .. } => (*names.get(at.get()?)?).to_owned(),
            Self::Scopes(set, _) => print_scopes(**set),
            Self::Written(text) => text.write()?,
        })
    }

    /// What it may hold, in words.
    pub fn takes(&self) -> String {
        match self {
            Self::Seed(_) => ["a whole number from 0 to ", &(SEEDS - 1).to_string()].concat(),
            Self::Number(_, range) => {
                ["a whole number from ", &range.least.to_string(), " to ", &range.most.to_string()].concat()
            }
            Self::Span(_, range) => {
                let (least, most) = (range.least.to_string(), range.most.to_string());
                ["a span from ", &least, " to ", &most, ", like 90m or 24h"].concat()
            }
            Self::Offset(_, range) => {
                let most = Duration::seconds(range.most.unsigned_abs()).to_string();
                ["a span up to ", &most, ", like 5m, or -5m for behind"].concat()
            }
            Self::Moment(_) => "a time like 09:51:12, or 2d03:00:00 from the second day on".into(),
            Self::Switch(_) => "on or off".into(),
            Self::OneOf { names, .. } => {
                let (before, last) = names.split_at(names.len().saturating_sub(1));
                [&before.join(", "), " or ", &last.concat()].concat()
            }
            Self::Scopes(_, offered) => {
                let names: Vec<&str> = offered.iter().map(|scope| scope.name()).collect();
                ["some of ", &names.join(", "), " with commas between, or none"].concat()
            }
            Self::Written(text) => text.takes(),
        }
    }

    /// Takes over what a control is set to: a slider the number of its stop, a box `on` or `off`, chips what a link
    /// says. A box for one of several has that one's name as its `part`.
    pub fn choose(&mut self, part: &str, value: &str) -> bool {
        match self {
            Self::Scopes(set, offered) => {
                let scope = offered.iter().find(|scope| scope.name() == part);
                scope.zip(switch(value)).map(|(scope, on)| **set = set.with(*scope, on)).is_some()
            }
            _ if !part.is_empty() => false,
            // One can be typed that is longer than a seed.
            Self::Seed(seed) => whole(value).map(|number| **seed = number % SEEDS).is_some(),
            Self::Number(at, range) => stop(range.stops, value).map(|number| at.put(number)).is_some(),
            Self::Span(at, range) => stop(range.stops, value).map(|span| at.put(span)).is_some(),
            Self::Offset(seconds, range) => stop(range.stops, value).map(|offset| **seconds = offset).is_some(),
            Self::Switch(_) | Self::OneOf { .. } => self.read(value),
            // What moves the clock, and what a demo has controls of its own for.
            Self::Moment(_) | Self::Written(_) => false,
        }
    }
}

/// A whole number without a sign.
pub fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// `5m` is ahead, `-5m` behind.
fn offset(text: &str) -> Option<i64> {
    let (sign, span) = text.strip_prefix('-').map_or((1, text), |span| (-1, span));
    Some(sign * Duration::parse(span)?.as_s() as i64)
}

fn switch(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

fn stop<T: Copy>(stops: &[T], index: &str) -> Option<T> {
    stops.get(index.parse::<usize>().ok()?).copied()
}

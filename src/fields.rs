//! A demo's fields: what can be set in it. Each is one row of a table, with its name in a link, its label, and its
//! place in the demo's setup together with what may stand there. From the rows come the link both ways with its
//! complaints, what a control does, what is needed to paint one, and the link builder's form.
//!
//! The table is typed by the setup. All that works on it is compiled once, for [`Fields`].

use crate::link::{Complaint, Link, SEEDS};

#[cfg(feature = "ssr")]
pub mod form;
mod slot;
pub mod spans;

pub use slot::{Choice, Named, Place, Range, Slot, Written, one_of, whole};

/// A row: a field of the setup `S`.
pub struct Field<S: 'static> {
    row: Row,
    slot: fn(&mut S) -> Slot<'_>,
}

/// What is known of a field without a setup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name in a link, and of its control. Lower-case letters alone: it can be an attribute.
    pub name: &'static str,
    /// What it is called beside its control, and in the link builder. Empty for the moment and the seed alone.
    pub label: &'static str,
    /// Whether a link says it even where it is as in a link that says nothing.
    pub is_always_said: bool,
}

impl<S> Field<S> {
    /// The field of that name and label, and where it stands.
    pub const fn new(name: &'static str, label: &'static str, slot: fn(&mut S) -> Slot<'_>) -> Self {
        Self { row: Row { name, label, is_always_said: false }, slot }
    }

    /// The same of one that every link says.
    pub const fn always(name: &'static str, label: &'static str, slot: fn(&mut S) -> Slot<'_>) -> Self {
        Self { row: Row { name, label, is_always_said: true }, slot }
    }
}

/// All that a link to a demo says: what decides the demo's state before the reader does anything.
pub trait Setup: Clone + 'static {
    /// The demo's state.
    type State;
    /// The demo's name in a link.
    const DEMO: &'static str;
    /// Its fields, in the order in which a link says them.
    const FIELDS: &'static [Field<Self>];

    /// What a link without fields says.
    fn blank() -> Self;
    /// What a link to this state says.
    fn of(state: &Self::State) -> Self;
    /// The state that it decides. Fields that do not go together are complained of, and the later gives way.
    fn state(self, complaints: &mut Vec<Complaint>) -> Self::State;
}

/// A setup, whatever its type.
pub trait Fields {
    /// The demo's name in a link.
    fn demo(&self) -> &'static str;
    /// The row of that number, from 0.
    fn row(&self, index: usize) -> Option<&'static Row>;
    /// The place of that row's field.
    fn slot(&mut self, index: usize) -> Option<Slot<'_>>;
}

impl<S: Setup> Fields for S {
    fn demo(&self) -> &'static str {
        S::DEMO
    }

    fn row(&self, index: usize) -> Option<&'static Row> {
        S::FIELDS.get(index).map(|field| &field.row)
    }

    fn slot(&mut self, index: usize) -> Option<Slot<'_>> {
        S::FIELDS.get(index).map(|field| (field.slot)(self))
    }
}

impl dyn Fields + '_ {
    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> {
        (0..).map_while(|index| self.row(index))
    }

    /// The field of that name: its row, and its place.
    pub fn named(&mut self, name: &str) -> Option<(&'static Row, Slot<'_>)> {
        let index = self.rows().position(|row| row.name == name)?;
        Some((self.row(index)?, self.slot(index)?))
    }
}

/// The link to a demo in this setup.
pub fn link<S: Setup>(mut setup: S) -> Link {
    link_but_for(&mut setup, &mut S::blank())
}

/// The same. What is as in the setup `blank` goes without saying.
fn link_but_for(setup: &mut dyn Fields, blank: &mut dyn Fields) -> Link {
    let mut link = Link::to(setup.demo());
    let mut index = 0;
    while let (Some(row), Some(slot), Some(first)) = (setup.row(index), setup.slot(index), blank.slot(index)) {
        if let Some(value) = slot.write()
            && (row.is_always_said || first.write().as_ref() != Some(&value))
        {
            link.push(row.name, value);
        }
        index += 1;
    }
    link
}

/// Takes over what a link says, field by field; gives what could not be read. A field that makes no sense keeps what it
/// holds.
pub fn read(link: &Link, setup: &mut dyn Fields) -> Vec<Complaint> {
    let read = |(name, value): &(String, String)| match setup.named(name) {
        None => Some(Complaint::unknown(name)),
        Some((row, mut slot)) => {
            if slot.read(value) {
                None
            } else {
                Some(Complaint::value(row.name, value, slot.takes()))
            }
        }
    };
    link.fields.iter().filter_map(read).collect()
}

/// Takes over what a control is set to; gives the name of its field. `None`, and nothing has changed, if it is no
/// field's, or the field cannot be that.
pub fn choose(setup: &mut dyn Fields, control: &str, value: &str) -> Option<&'static str> {
    if control == "next-seed" {
        let (row, slot) = setup.named("seed")?;
        if let Slot::Seed(seed) = slot {
            *seed = (*seed + 1) % SEEDS;
        }
        return Some(row.name);
    }
    let (name, part) = control.split_once('.').unwrap_or((control, ""));
    let (row, mut slot) = setup.named(name)?;
    slot.choose(part, value).then_some(row.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim::provider::scope::{Scope, Scopes};
    use sim::wire::time::Duration;

    const HOURS: Range<Duration> = Range {
        least: Duration::hours(1),
        most: Duration::days(2),
        stops: &[Duration::hours(1), Duration::hours(4), Duration::days(1)],
        say: |span| span.to_string(),
    };
    const FEW: Range<u64> = Range::between(1, 9);

    #[derive(Clone, Debug, PartialEq)]
    struct Example {
        seed: u64,
        lives: Duration,
        step: Option<u64>,
        at: Duration,
        asks: bool,
        which: usize,
        scope: Scopes,
    }

    impl Setup for Example {
        type State = Self;
        const DEMO: &'static str = "example";
        const FIELDS: &'static [Field<Self>] = &[
            Field::new("lives", "", |s| Slot::Span(&mut s.lives, &HOURS)),
            Field::new("step", "", |s| Slot::Number(&mut s.step, &FEW)),
            Field::new("asks", "", |s| Slot::Switch(&mut s.asks)),
            Field::new("which", "", |s| one_of(&mut s.which, &["first", "second"], &[])),
            Field::new("scope", "", |s| Slot::Scopes(&mut s.scope, &[Scope::Profile, Scope::OrdersRead])),
            Field::new("t", "", |s| Slot::Moment(&mut s.at)),
            Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
        ];

        fn blank() -> Self {
            Self {
                seed: 7,
                lives: Duration::hours(4),
                step: None,
                at: Duration::ZERO,
                asks: false,
                which: 0,
                scope: Scopes::NONE,
            }
        }

        fn of(state: &Self) -> Self {
            state.clone()
        }

        fn state(self, _: &mut Vec<Complaint>) -> Self {
            self
        }
    }

    fn of_link(fragment: &str) -> (Example, Vec<Complaint>) {
        let mut example = Example::blank();
        let complaints = read(&Link::parse(fragment).unwrap(), &mut example);
        (example, complaints)
    }

    fn link_to(example: &Example) -> String {
        link(example.clone()).fragment()
    }

    #[test]
    fn a_link_says_what_is_not_as_in_one_that_says_nothing() {
        for fragment in [
            "#example?seed=7",
            "#example?lives=2d&step=9&asks=on&which=second&scope=orders:read,profile&t=1d00:00:01&seed=0",
        ] {
            let (example, complaints) = of_link(fragment);
            assert_eq!((link_to(&example).as_str(), &*complaints), (fragment, &[][..]));
        }
    }

    #[test]
    fn what_a_field_cannot_hold_is_named_and_leaves_the_others_alone() {
        for (bad, takes) in [
            ("lives=59m", "a span from 1h to 2d, like 90m or 24h"),
            ("lives=49h", "a span from 1h to 2d, like 90m or 24h"),
            ("step=0", "a whole number from 1 to 9"),
            ("step=-1", "a whole number from 1 to 9"),
            ("asks=yes", "on or off"),
            ("which=third", "first or second"),
            ("scope=admin", "some of profile, orders:read with commas between, or none"),
            ("t=25:00:00", "a time like 09:51:12, or 2d03:00:00 from the second day on"),
            ("seed=1000000", "a whole number from 0 to 999999"),
        ] {
            let (example, complaints) = of_link(&["#example?asks=on&", bad].concat());
            let (field, given) = bad.split_once('=').unwrap();
            let expected = Complaint::Value { field: named(field), given: given.into(), takes: takes.into() };
            assert_eq!((example, complaints), (Example { asks: true, ..Example::blank() }, vec![expected]));
        }
        assert_eq!(of_link("#example?colour=red").1, [Complaint::unknown("colour")]);
    }

    fn named(name: &str) -> &'static str {
        Example::FIELDS.iter().find(|field| field.row.name == name).unwrap().row.name
    }

    #[test]
    fn a_control_sets_its_field() {
        let mut example = Example::blank();
        for (control, value) in [
            ("lives", "2"),
            ("asks", "on"),
            ("which", "second"),
            ("scope.profile", "on"),
            ("scope.orders:read", "on"),
            ("scope.profile", "off"),
            ("seed", "1000041"),
            ("next-seed", ""),
        ] {
            assert!(choose(&mut example, control, value).is_some(), "{control}");
        }
        assert_eq!(link_to(&example), "#example?lives=24h&asks=on&which=second&scope=orders:read&seed=42");
    }

    #[test]
    fn after_the_last_seed_comes_the_first() {
        let mut example = Example { seed: SEEDS - 1, ..Example::blank() };
        assert_eq!((choose(&mut example, "next-seed", ""), example.seed), (Some("seed"), 0));
    }

    #[test]
    fn no_other_control_and_no_other_value_changes_anything() {
        for (control, value) in [
            ("colour", "red"),
            ("lives", "3"),
            ("lives", "2d"),
            ("lives.1", "on"),
            ("step", "3"),
            ("t", "00:00:01"),
            ("asks", "1"),
            ("which", ""),
            ("which.second", "on"),
            ("scope", "profile"),
            ("scope.products:read", "on"),
            ("scope.profile", "1"),
            ("seed", ""),
            ("", ""),
        ] {
            let mut example = Example::blank();
            assert_eq!((choose(&mut example, control, value), example), (None, Example::blank()), "{control}={value}");
        }
    }

    #[test]
    fn a_value_between_two_stops_shows_at_the_lower_one() {
        for (hours, stop) in [(1, 0), (3, 0), (4, 1), (23, 1), (48, 2)] {
            assert_eq!(HOURS.stop(Duration::hours(hours)), stop);
        }
    }
}

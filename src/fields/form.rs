//! What a form asks: each field of a demo in the demo's own words. The link builder's form is made of it, on the host.

use super::{Fields, Row, Slot};
use sim::provider::scope::Scope;

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its row.
    pub row: &'static Row,
    /// What a link says that leaves it as it comes; `None` if the demo decides it by the rest of the link.
    pub default: Option<String>,
    /// How it is asked.
    pub ask: Ask,
}

/// How a field is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Which one of these.
    OneOf(Vec<Offer>),
    /// Which of these, in the order in which a link says them.
    AnyOf(Vec<Offer>),
    /// Whether it is on.
    Switch,
    /// Which run of chance.
    Seed,
    /// Which moment.
    Moment,
    /// Nothing: only the demo itself can be brought to it.
    Shown,
}

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As a link says it.
    pub value: String,
    /// In words.
    pub words: String,
}

/// The fields of a demo, in order. `blank` makes its setup as in a link that says nothing.
pub fn items(blank: fn() -> Box<dyn Fields>) -> Vec<Item> {
    let item = |(index, row)| {
        let mut setup = blank();
        let slot = setup.slot(index)?;
        let (default, ask) = (slot.write(), ask(&slot));
        // What a slider stops at is what it sets there.
        let ask = ask.unwrap_or_else(|stops| {
            let stop = |stop: usize| {
                let mut setup = blank();
                let mut slot = setup.slot(index)?;
                slot.choose("", &stop.to_string());
                Some(Offer { value: slot.write()?, words: said(&slot)? })
            };
            Ask::OneOf((0..stops).filter_map(stop).collect())
        });
        Some(Item { row, default, ask })
    };
    blank().rows().enumerate().filter_map(item).collect()
}

/// How the field there is asked; for a slider's, the number of its stops.
fn ask(slot: &Slot<'_>) -> Result<Ask, usize> {
    let stops = match slot {
        Slot::Number(_, range) => range.stops.len(),
        Slot::Span(_, range) => range.stops.len(),
        Slot::Offset(_, range) => range.stops.len(),
        Slot::Seed(_) => return Ok(Ask::Seed),
        Slot::Moment(_) => return Ok(Ask::Moment),
        Slot::Switch(_) => return Ok(Ask::Switch),
        Slot::OneOf { names, labels, .. } => {
            let offer = |(i, name): (usize, &&str)| {
                // A word may say where a narrow table breaks it.
                let words = labels.get(i).unwrap_or(name).replace('\u{ad}', "");
                Offer { value: (*name).to_owned(), words }
            };
            return Ok(Ask::OneOf(names.iter().enumerate().map(offer).collect()));
        }
        Slot::Scopes(_, offered) => {
            let name = |scope: Scope| scope.name().to_owned();
            let scopes = Scope::ALL.into_iter().filter(|scope| offered.contains(scope));
            return Ok(Ask::AnyOf(scopes.map(|scope| Offer { value: name(scope), words: name(scope) }).collect()));
        }
        Slot::Written(_) => 0,
    };
    if stops == 0 { Ok(Ask::Shown) } else { Err(stops) }
}

/// What a slider says where it stands.
fn said(slot: &Slot<'_>) -> Option<String> {
    match slot {
        Slot::Number(at, range) => Some((range.say)(at.get()?)),
        Slot::Span(at, range) => Some((range.say)(at.get()?)),
        Slot::Offset(seconds, range) => Some((range.say)(**seconds)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demos;

    #[test]
    fn every_field_has_words_and_offers_its_default() {
        for demo in demos::ALL {
            for Item { row, default, ask } in items(demo.setup) {
                let field = [demo.name, " ", row.name].concat();
                // Of moment and seed the form says itself what they are.
                assert_eq!(row.label.is_empty(), matches!(ask, Ask::Moment | Ask::Seed), "{field}");
                if let (Ask::OneOf(offers), Some(default)) = (ask, default) {
                    assert!(
                        offers.iter().any(|offer| offer.value == default),
                        "{field}: {default} is not among {offers:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_offered_can_be_read() {
        for demo in demos::ALL {
            for Item { row, default, ask } in items(demo.setup) {
                let (Ask::OneOf(offers) | Ask::AnyOf(offers)) = ask else { continue };
                for Offer { value, words } in offers {
                    let mut setup = (demo.setup)();
                    let read = setup.named(row.name).is_some_and(|(_, mut slot)| slot.read(&value));
                    assert!(read || default.as_ref() == Some(&value), "{} {}: {value}", demo.name, row.name);
                    assert!(!words.is_empty());
                }
            }
        }
    }
}

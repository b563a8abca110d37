//! The demo's settings and the cell that is looked at ⇄ its link.

use super::model::{COLUMNS, FIRST_PLACE, FIRST_SCOPE, FIRST_SEED, Matrix, Place, ROWS};
use crate::link::{self, Complaint, Link, place};
use sim::provider::scope::{Scope, Scopes};

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["scope", "ask", "with", "seed"];

/// Each endpoint by its name in a link, in the order of the rows.
const ENDPOINTS: [&str; ROWS] = [
    "orders",
    "customers",
    "products",
    "reports",
    "settings",
    "me",
    "new-order",
    "geo",
    "test-orders",
    "keys",
    "new-key",
    "rotate-key",
    "delete-key",
];
/// Each credential by its name in a link, in the order of the columns.
const CREDENTIALS: [&str; COLUMNS] = ["key", "restricted", "publishable", "ada", "partner", "server"];

/// The link to this state. What is as in the first picture goes without saying; the cell and the seed are always said.
pub fn link(state: &Matrix) -> Link {
    let mut link = Link::to(super::DEMO.name);
    if state.scope != FIRST_SCOPE {
        link.push("scope", link::print_scopes(state.scope));
    }
    link.push("ask", ENDPOINTS[state.place.row].to_owned());
    link.push("with", CREDENTIALS[state.place.column].to_owned());
    link.push("seed", state.seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> Matrix {
    let (mut seed, mut scope, mut cell) = (FIRST_SEED, FIRST_SCOPE, FIRST_PLACE);
    let complaints = link.read(FIELDS, |name, value| read_field(name, value, &mut seed, &mut scope, &mut cell));
    let mut state = Matrix::new(seed, scope, cell);
    state.clock.touched = true;
    state.complaints = complaints;
    state
}

fn read_field(name: &str, value: &str, seed: &mut u64, scope: &mut Scopes, cell: &mut Place) -> Result<(), Complaint> {
    match name {
        "seed" => *seed = link::seed(value)?,
        "scope" => *scope = link::scopes(value, &Scope::ALL)?,
        "ask" => cell.row = place("ask", value, &ENDPOINTS)?,
        "with" => cell.column = place("with", value, &CREDENTIALS)?,
        _ => return Err(Complaint::unknown(name)),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(fragment: &str) -> String {
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(state.complaints, [], "{fragment}");
        super::link(&state).fragment()
    }

    #[test]
    fn every_setting_survives_the_trip() {
        for fragment in [
            "#access-matrix?ask=new-order&with=ada&seed=7",
            "#access-matrix?scope=none&ask=me&with=key&seed=0",
            "#access-matrix?scope=orders:read,orders:write,keys:manage&ask=delete-key&with=server&seed=999999",
        ] {
            assert_eq!(there_and_back(fragment), fragment);
        }
        for (ask, with) in ENDPOINTS.iter().flat_map(|ask| CREDENTIALS.iter().map(move |with| (ask, with))) {
            let fragment = format!("#access-matrix?ask={ask}&with={with}&seed=7");
            assert_eq!(there_and_back(&fragment), fragment);
        }
    }

    #[test]
    fn a_bare_anchor_is_the_first_picture() {
        assert_eq!(there_and_back("#access-matrix"), "#access-matrix?ask=new-order&with=ada&seed=7");
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let state = read(&Link::parse("#access-matrix?scope=admin&ask=&with=bo&seed=-1&colour=red").unwrap());
        assert_eq!((state.scope, state.place, state.seed), (FIRST_SCOPE, FIRST_PLACE, FIRST_SEED));
        assert_eq!(state.complaints.len(), 5);
        let state = read(&Link::parse("#access-matrix?scope=,&ask=me&with=bo").unwrap());
        assert_eq!((state.scope, state.place.row, state.complaints.len()), (FIRST_SCOPE, 5, 2));
    }
}

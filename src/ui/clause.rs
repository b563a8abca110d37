//! A clause of a standard, as a link to where it can be read.

use leptos::prelude::*;
use sim::provider::reject::Clause;

/// The link to a clause.
pub fn clause_link(clause: Clause) -> AnyView {
    view! { <a href=clause.url() rel="noopener">{clause.name()}</a> }.into_any()
}

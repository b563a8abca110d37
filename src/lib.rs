//! *API key or API token?* A page that explains the difference by letting you break both: its program.
//!
//! `page` mounts `demos` and `scenes`, which are made of `ui` and run the world of the crate [`sim`].

#![recursion_limit = "256"] // a view is one type, as deep as its markup

pub mod demos;
pub mod fields;
pub mod link;
#[cfg(feature = "csr")]
pub mod page;
mod parts;
pub mod scenes;
pub mod ui;

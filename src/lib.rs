//! *API key or API token?* A page that explains the difference by letting you break both.
//!
//! The rooms, and who knows whom: `page` → `demos` → `ui` and `sim`. `sim` knows nobody.

#![recursion_limit = "256"] // a view is one type, as deep as its markup

#[cfg(feature = "ssr")]
pub mod article;
#[cfg(feature = "ssr")]
pub mod classroom;
pub mod demos;
pub mod link;
pub mod page;
pub mod sim;
pub mod ui;

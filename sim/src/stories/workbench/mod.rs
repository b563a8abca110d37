//! A token on the bench: minted, read, changed and sent.
//!
//! [`mod@bench`] is the provider and what it minted, [`reading`] what a pasted text is, [`text`] the token's JSON as one edits
//! it, [`tour`] ways to change a token that do not help.

pub mod bench;
pub mod reading;
pub mod text;
pub mod tour;

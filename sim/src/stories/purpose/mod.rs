//! Requests to the API, one after the other, with credentials of every kind, good and bad.
//!
//! [`call`] is a request as it is composed, [`held`] what it may carry, [`run`] what came of all of them.

pub mod call;
pub mod held;
pub mod run;

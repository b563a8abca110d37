//! A key's one request, and the flows of OAuth 2.0 beside it: request by request, as their parties play them, whole or
//! broken.
//!
//! [`run`] says what decides a run and what is in its log; `flows` plays it, and `attacks` what the thief does in it.

mod attacks;
mod flows;
pub mod run;

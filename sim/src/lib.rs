//! The simulated world: an API provider in miniature, the apps that use it, a thief, one clock.
//!
//! Sans-IO: time and randomness are handed in, requests go in, responses come out, and nothing
//! else happens. So the same code answers a demo, a test and a real OAuth client, going back in
//! time is a recomputation, and the browser and the host agree to the byte.
//!
//! Integers only. No clock, no randomness and no document of its own.
//!
//! Four rooms, each of which knows those before it: [`wire`], [`provider`], [`stories`], [`attacks`].
#![forbid(unsafe_code)]

pub mod attacks;
pub mod provider;
pub mod stories;
pub mod wire;

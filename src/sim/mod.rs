//! The simulated world: an API provider in miniature, an app that uses it, a thief, one clock.
//!
//! Sans-IO: time and randomness are handed in, requests go in, responses come out, and nothing
//! else happens. So the same code answers a demo, a test and a real OAuth client, going back in
//! time is a recomputation, and the browser and the host agree to the byte.
//!
//! Integers only. No clock, no randomness and no document of its own.
#![forbid(unsafe_code)]

pub mod api;
pub mod api_key;
pub mod app;
pub mod attacks;
pub mod check;
pub mod flow;
pub mod form;
pub mod history;
mod html;
pub mod http;
pub mod jobs;
pub mod json;
pub mod jwt;
pub mod lifecycle;
pub mod log;
pub mod loss;
pub mod meter;
pub mod oauth;
pub mod provider;
pub mod reject;
pub mod rng;
pub mod sandbox;
pub mod scope;
pub mod secret;
pub mod shop;
pub mod sign_in;
pub mod thief;
pub mod time;
pub mod world;

//! The life of a key and of a token, side by side: one provider, one clock, two honest apps that call it every ten
//! minutes, and what the reader lets happen to them.
//!
//! [`plan`] says what decides a history, [`world`] is a moment of it, [`history`] the whole, [`course`] what is read off it;
//! [`picture`] is what is true at a moment.

pub mod course;
pub mod history;
pub mod picture;
pub mod plan;
pub mod token_app;
pub mod world;

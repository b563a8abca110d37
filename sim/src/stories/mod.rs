//! Who uses the provider, under one clock: an honest app, its owner, a thief. [`world`] tells of a leak, [`lifecycle`] of
//! a key's and a token's life, [`jobs`] of six jobs in a month.

pub mod app;
pub mod flow;
pub mod history;
pub mod jobs;
pub mod lifecycle;
pub mod loss;
pub mod sign_in;
pub mod thief;
pub mod world;

//! Who uses the provider, under one clock: an honest app, its owner, a thief. [`world`] tells of a leak, and [`leak`]
//! reads off it what a key and a token lose; [`lifecycle`] tells of a key's and a token's life, [`jobs`] of six jobs in a
//! month, [`protocols`] of the flows of OAuth 2.0. [`pair`], [`matrix`], [`purpose`] and [`workbench`] ask the provider
//! about a credential without much of a story.

pub mod app;
pub mod delay;
pub mod flow;
pub mod history;
pub mod jobs;
pub mod leak;
pub mod lifecycle;
pub mod loss;
pub mod matrix;
pub mod pair;
pub mod protocols;
pub mod purpose;
pub mod sign_in;
pub mod thief;
pub mod workbench;
pub mod world;

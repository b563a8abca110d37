//! What each demo does, as its model says it and as its view paints it. One binary, because linking takes longer than
//! testing.

mod access_matrix;
mod complaints;
mod contract;
mod digests;
mod jobs;
mod leaks;
mod lifecycle;
mod links;
mod protocols;
mod purpose;
mod security;
mod twenty_seconds;
mod workbench;

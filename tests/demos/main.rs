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

use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;

/// The moves of the keys that every demo knows.
fn by_key() -> impl Strategy<Value = Move> {
    prop_oneof![
        Just(Move::Toggle),
        Just(Move::Forward),
        Just(Move::Back),
        Just(Move::NextTurn),
        Just(Move::PreviousTurn),
    ]
}

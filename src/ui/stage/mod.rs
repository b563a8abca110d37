//! What scenes are played with: a clock that stretches, the thief, doors, marks, piles of loot, and requests that
//! travel.
//!
//! Each part shows what it is told, so a stage is a pure function of the run and the moment. Nothing here keeps time of
//! its own, and going back shows what was shown before.

pub mod bar;
pub mod door;
pub mod marks;
pub mod pile;
pub mod road;
pub mod stretch;
pub mod transform;

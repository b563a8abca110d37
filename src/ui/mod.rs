//! What demos share.

pub mod address;
pub mod chart;
pub mod clause;
pub mod controls;
pub mod copy;
pub mod credential;
pub mod drawing;
pub mod export;
pub mod figure;
pub mod format;
pub mod grid;
pub mod handle;
pub mod har;
pub mod header;
pub mod keys;
pub mod lane;
pub mod live;
pub mod predict;
pub mod rich;
pub mod signs;
pub mod state;
pub mod table;
pub mod timeline;
pub mod transport;
pub mod wire;

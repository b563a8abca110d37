//! Makes the page's fonts.

use crate::run::{Result, command, run};
use crate::setup;

/// Subsets the packages' fonts to the characters the page uses.
pub fn fonts() -> Result {
    setup::for_fonts()?;
    run(command("node").args(["xtask/fonts.mjs"]))
}

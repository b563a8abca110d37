//! Takes the scenes' pictures.

use crate::{
    build,
    run::{Result, command, run},
    setup,
};

/// Builds the page, and takes a picture of each scene's answer for previews, feeds and mails, with how high it stands.
pub fn pictures() -> Result {
    let browsers = setup::for_browser_tests()?;
    build::build(None)?;
    run(command("node").args(["xtask/pictures.mjs"]).envs(browsers))
}

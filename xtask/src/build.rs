//! The release page.

use crate::{
    run::{Result, command, root, run, say},
    setup, sizes,
};
use std::process::Command;

/// Sets up, builds, and prints what the page weighs; too heavy a page is a fault.
pub fn build_and_weigh() -> Result {
    build()?;
    sizes::weigh(&root().join("dist"))
}

/// Sets up and builds `dist/`.
pub fn build() -> Result {
    setup::for_build()?;
    say("building the release page");
    run(trunk("build").args(["--release", "--quiet"]))
}

/// Trunk, kept from asking the network whether there is a newer Trunk.
pub fn trunk(subcommand: &str) -> Command {
    let mut trunk = command("trunk");
    trunk.arg(subcommand).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // It takes a NO_COLOR other than true or false for a fault, and follows its error with a backtrace.
    trunk.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    trunk
}

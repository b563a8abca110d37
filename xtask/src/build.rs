//! The release page.

use crate::{
    licences,
    run::{Result, command, root, run, say},
    setup, sizes,
};
use std::{env, path::PathBuf, process::Command};

/// Sets up, builds, and prints what the page weighs; too heavy a page is a fault.
pub fn build_and_weigh() -> Result {
    build()?;
    sizes::weigh(&root().join("dist"))
}

/// Sets up and builds `dist/`.
pub fn build() -> Result {
    setup::for_build()?;
    say("building the release page");
    run(trunk("build").args(["--release", "--quiet"]).env("THIRD_PARTY", licences::gather()?))
}

/// Trunk, kept from asking the network whether there is a newer Trunk.
pub fn trunk(subcommand: &str) -> Command {
    let mut trunk = command("trunk");
    trunk.arg(subcommand).env("TRUNK_SKIP_VERSION_CHECK", "true");
    // It takes a NO_COLOR other than true or false for a fault, and follows its error with a backtrace.
    trunk.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    // Panic messages name source files; the page must not carry this machine's folders, nor their weight.
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", short_paths());
    trunk
}

/// Compiler flags that cut the folders of fetched crates off their files' names.
fn short_paths() -> String {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))
        .unwrap_or_default();
    let indexes = std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let flags = indexes.map(|index| format!("--remap-path-prefix={}/=", index.path().display()));
    flags.collect::<Vec<_>>().join(" ")
}

//! The release page.

use crate::{
    licences,
    run::{Result, command, root, run, say},
    setup, sizes, stamp,
};
use std::{env, path::PathBuf, process::Command};

/// Where the page will be: the address of a folder on the web, with a slash at its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Site(String);

impl Site {
    /// `None` where that is no such address.
    pub fn new(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
        (rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(plain))
            .then(|| Self([address.trim_end_matches('/'), "/"].concat()))
    }
}

/// Sets up, builds, and prints what the page weighs; too heavy a page is a fault.
pub fn build_and_weigh(site: Option<&Site>) -> Result {
    build(site)?;
    sizes::weigh(&root().join("dist"))
}

/// Sets up and builds `dist/`, unless it is made of the sources as they stand already.
pub fn build(site: Option<&Site>) -> Result {
    let of_dist = |error: std::io::Error| format!("what dist/ is made of cannot be told: {error}");
    let sources = stamp::of_sources(&root(), site.map(|Site(address)| address.as_str())).map_err(of_dist)?;
    if stamp::holds(&root(), sources) {
        say("dist/ is the release page of these sources");
        return Ok(());
    }
    setup::for_build()?;
    say("building the release page");
    let mut trunk = trunk("build");
    trunk.args(["--release", "--quiet"]).env("THIRD_PARTY", licences::gather()?);
    if let Some(Site(address)) = site {
        trunk.env("SITE_ADDRESS", address);
    }
    run(&mut trunk)?;
    stamp::leave(&root(), sources).map_err(of_dist)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_folder_on_the_web() {
        for address in ["https://demos.example", "https://demos.example/", "https://demos.example//"] {
            assert_eq!(Site::new(address), Some(Site("https://demos.example/".into())), "{address}");
        }
        assert_eq!(Site::new("http://127.0.0.1:4173/a/b"), Some(Site("http://127.0.0.1:4173/a/b/".into())));
        for address in ["", "demos.example", "https://", "ftp://a.example/", "https://a.example/?q", "https://a\"b/"] {
            assert_eq!(Site::new(address), None, "{address}");
        }
    }
}

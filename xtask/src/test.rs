//! Everything that decides pass or fail, in the order in which it fails fastest.

use crate::{
    build,
    run::{Result, command, root, run, say},
    serve, setup,
};
use std::{
    env,
    ffi::OsString,
    net::{Ipv4Addr, TcpListener},
    path::Path,
    time::Instant,
};

#[derive(Default)]
pub struct Options {
    pub native_only: bool,
    pub browser_only: bool,
    pub built: bool,
    pub playwright: Vec<OsString>,
}

/// A folder, because `dist/` must work in any.
const PREFIX: &str = "/some/folder/";

pub fn test(options: &Options) -> Result {
    let mut report = Report::default();
    if !options.browser_only {
        setup::for_native_tests()?;
        report.step("formatting", || run(command("cargo").args(["fmt", "--all", "--check"])));
        report.step("lints, native", || {
            run(command("cargo").args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
        });
        report.step("lints, browser", || {
            let target =
                ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "csr", "--lib", "--bins"];
            run(command("cargo").arg("clippy").args(target).args(["--", "-D", "warnings"]))
        });
        report.step("native tests", || run(command("cargo").args(["test", "--workspace", "--no-fail-fast"])));
    }
    if !options.native_only {
        if !options.built {
            report.step("release build and its weight", build::build_and_weigh);
        }
        if report.failed_last() {
            report.skip("browser tests");
        } else {
            let java = setup::java();
            report.step("browser tests", || browser(options, java.as_deref()));
            if java.is_none() {
                report.without_java();
            }
        }
    }
    report.close()
}

fn browser(options: &Options, java: Option<&Path>) -> Result {
    let chromium = setup::for_browser_tests()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("no free port: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let dist = root().join("dist");
    if !dist.join("index.html").is_file() {
        return Err("dist/ is empty: leave out `--built`, or run `cargo xtask build` first.".to_owned());
    }
    serve::start(listener, dist, PREFIX);
    let mut node = command("node");
    node.current_dir(root().join("tests/browser"))
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .args(&options.playwright)
        .env("BASE_URL", format!("http://{address}{PREFIX}"))
        .env("CHROMIUM_PATH", chromium)
        .env_remove("JAVA");
    if let Some(java) = java {
        node.env("JAVA", java);
    }
    run(&mut node)
}

enum Outcome {
    Passed,
    Failed(String),
    Skipped,
}

#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Outcome, u64)>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result) {
        say(name);
        let start = Instant::now();
        let outcome = work().map_or_else(Outcome::Failed, |()| Outcome::Passed);
        self.steps.push((name, outcome, start.elapsed().as_secs()));
    }

    fn skip(&mut self, name: &'static str) {
        self.steps.push((name, Outcome::Skipped, 0));
    }

    /// The Nu checker of the pages' markup runs where Java is; in CI it must.
    fn without_java(&mut self) {
        let name = "markup, by the Nu checker";
        say("tests/browser/markup.spec.ts is not run: it needs Java. On Debian and Ubuntu `sudo apt-get install \
             default-jre-headless` brings it, on Fedora `sudo dnf install java-latest-openjdk-headless`, on macOS \
             `brew install openjdk`.");
        if env::var_os("CI").is_some() {
            self.step(name, || Err("Java is missing, and in CI nothing is left out.".to_owned()));
        } else {
            self.skip(name);
        }
    }

    fn failed_last(&self) -> bool {
        matches!(self.steps.last(), Some((_, Outcome::Failed(_), _)))
    }

    /// Says what ran and how it went. The last line is plain, for machines that read it.
    fn close(self) -> Result {
        let (mut passed, mut failed, mut skipped) = (0, 0, 0);
        println!();
        for (name, outcome, seconds) in &self.steps {
            match outcome {
                Outcome::Passed => {
                    passed += 1;
                    println!("ok      {name} ({seconds} s)");
                }
                Outcome::Failed(fault) => {
                    failed += 1;
                    println!("FAILED  {name} ({seconds} s): {fault}");
                }
                Outcome::Skipped => {
                    skipped += 1;
                    println!("skipped {name}");
                }
            }
        }
        let skips = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
        println!("\nsteps: {passed} passed, {failed} failed{skips}");
        if failed > 0 { Err("not everything passed.".to_owned()) } else { Ok(()) }
    }
}

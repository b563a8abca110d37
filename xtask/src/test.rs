//! Everything that decides pass or fail, in the order in which it fails fastest.

use crate::{
    build,
    run::{Result, command, root, run, run_reading, say},
    serve, setup,
};
use serde_json::Value;
use std::{
    env,
    ffi::OsString,
    fs,
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

/// Has Playwright try a test that failed once more, in CI. One that passes then is named at the end, since it hides a race
/// that is to be mended; but one of seven hundred does not keep the others from landing.
const TRIES_AGAIN_IN_CI: &str = "--retries=1";

/// As many failed tests of a step are named at the end: the end of a log is what people see of it.
const MOST_NAMED: usize = 20;

/// A folder, because `dist/` must work in any.
const PREFIX: &str = "/some/folder/";

/// What is compiled for the host: everything, with Leptos rendering (`ssr`, which `site` asks for) and not mounting.
const NATIVE: [&str; 2] = ["--workspace", "--no-default-features"];

const NO_WINDOWS: &str = "A Chromium with windows is not found; the headless shell keeps no page in its memory. On Debian \
                          `sudo apt-get install chromium` brings it.";

const NO_JAVA: &str = "Java is not found, which the checker of the pages' markup needs. On Debian and Ubuntu `sudo apt-get \
                       install default-jre-headless` brings it, on Fedora `sudo dnf install java-latest-openjdk-headless`, \
                       on macOS `brew install openjdk`.";

pub fn test(options: &Options) -> Result {
    let mut report = Report::default();
    if !options.browser_only {
        setup::for_native_tests()?;
        report.step("formatting", || run(command("cargo").args(["fmt", "--all", "--check"])));
        report.step("lints, native", || {
            run(command("cargo").arg("clippy").args(NATIVE).args(["--all-targets", "--", "-D", "warnings"]))
        });
        report.step("lints, browser", || {
            let target = ["--target", "wasm32-unknown-unknown", "--features", "bench", "--lib", "--bins"];
            // Macros are compiled for the host, and have been for the release page.
            run(command("cargo").args(["clippy", "--release"]).args(target).args(["--", "-D", "warnings"]))
        });
        report.step("documentation", || {
            let doc = ["doc", "--no-deps", "--document-private-items"];
            run(command("cargo").args(doc).args(NATIVE).env("RUSTDOCFLAGS", "-D warnings"))
        });
        if !options.native_only {
            report.step("types of scripts and browser tests", types);
        }
        report.step("native tests", native);
    }
    if !options.native_only {
        if !options.built {
            report.step("release build and its weight", || build::build_and_weigh(None));
        }
        if report.failed_last() {
            report.skip("browser tests", "there is no build");
        } else if !options.playwright.is_empty() {
            // Whatever browser has what is asked for.
            report.browser_step("browser tests", || browser(&[], options));
        } else {
            report.browser_step("browser tests, Chromium", || browser(&["--project=Chromium*"], options));
            if setup::windowed_chromium().is_none() {
                report.without("pages from the browser's memory", NO_WINDOWS);
            }
            if setup::java().is_none() {
                report.without("markup, by the Nu checker", NO_JAVA);
            }
            for other in setup::OTHERS {
                match other.found() {
                    Ok(Some(_)) => report.browser_step(other.step, || browser(&[other.project], options)),
                    Ok(None) => report.without(other.step, other.missing),
                    Err(fault) => report.step(other.step, || Err(fault)),
                }
            }
        }
    }
    report.close()
}

/// TypeScript reads the types of `public/`, which are in comments, and of the browser tests; it makes nothing.
fn types() -> Result {
    setup::for_types()?;
    let tests = root().join("tests/browser");
    ["../../public", "."].iter().try_for_each(|project| {
        run(command("node").current_dir(&tests).args(["node_modules/typescript/bin/tsc", "--project", project]))
    })
}

fn native() -> Result {
    let mut failed = Vec::new();
    run_reading(command("cargo").arg("test").args(NATIVE).arg("--no-fail-fast"), |line| {
        failed.extend(failed_native(line).map(str::to_owned));
    })
    .map_err(|fault| naming(fault, &failed))
}

/// The test of which a line of libtest says that it failed.
fn failed_native(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// Runs browser tests. It answers with the names of those that passed at a second try only.
fn browser(arguments: &[&str], options: &Options) -> Result<Vec<String>> {
    let found = setup::for_browser_tests()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("no free port: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let dist = root().join("dist");
    if !dist.join("index.html").is_file() {
        return Err("dist/ is empty: leave out `--built`, or run `cargo xtask build` first.".to_owned());
    }
    serve::start(listener, dist, PREFIX);
    let tests = root().join("tests/browser");
    let outcomes = tests.join("results/outcomes.json");
    // What an earlier run left says nothing about this one.
    let _ = fs::remove_file(&outcomes);
    run(command("node")
        .current_dir(tests)
        .args(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &outcomes)
        .args(arguments)
        .args(env::var_os("CI").map(|_| TRIES_AGAIN_IN_CI))
        .args(&options.playwright)
        .env("BASE_URL", format!("http://{address}{PREFIX}"))
        .env_remove("JAVA")
        .envs(found))
    .map_err(|fault| naming(fault, &of_outcome("unexpected", &outcomes)))?;
    Ok(of_outcome("flaky", &outcomes))
}

/// The tests with an outcome, by Playwright's report; none where it wrote none.
fn of_outcome(outcome: &str, outcomes: &Path) -> Vec<String> {
    let report = fs::read_to_string(outcomes).ok().and_then(|text| serde_json::from_str(&text).ok());
    let mut named = Vec::new();
    note_outcome(outcome, &report.unwrap_or(Value::Null), "", &mut named);
    named
}

/// Notes the tests of a suite (a file, a group, or the whole report) with an outcome, in Playwright's words
/// (`expected`, `unexpected`, `flaky`, `skipped`), each with the titles above it.
fn note_outcome(outcome: &str, suite: &Value, above: &str, named: &mut Vec<String>) {
    let list = |name: &str| suite[name].as_array().into_iter().flatten();
    let titled = |item: &Value| {
        let title = item["title"].as_str().unwrap_or_default();
        if above.is_empty() { title.to_owned() } else { format!("{above} › {title}") }
    };
    let has_it = |spec: &&Value| spec["tests"].as_array().into_iter().flatten().any(|test| test["status"] == outcome);
    named.extend(list("specs").filter(has_it).map(titled));
    for inner in list("suites") {
        note_outcome(outcome, inner, &titled(inner), named);
    }
}

/// The fault of a step, and below it the names of the tests that failed.
fn naming(fault: String, failed: &[String]) -> String {
    let more = failed.len().saturating_sub(MOST_NAMED);
    let named = failed.iter().take(MOST_NAMED).map(|name| format!("\n          {name}"));
    let rest = (more > 0).then(|| format!("\n          and {more} more"));
    std::iter::once(fault).chain(named).chain(rest).collect()
}

enum Outcome {
    /// Everything passed; these tests at a second try only.
    Passed(Vec<String>),
    Failed(String),
    Skipped(&'static str),
}

#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Outcome, u64)>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result) {
        self.browser_step(name, || work().map(|()| Vec::new()));
    }

    fn browser_step(&mut self, name: &'static str, work: impl FnOnce() -> Result<Vec<String>>) {
        say(name);
        let start = Instant::now();
        let outcome = work().map_or_else(Outcome::Failed, Outcome::Passed);
        self.steps.push((name, outcome, start.elapsed().as_secs()));
    }

    fn skip(&mut self, name: &'static str, reason: &'static str) {
        self.steps.push((name, Outcome::Skipped(reason), 0));
    }

    /// A step whose tools are not on this machine: left out, with the reason. In CI that is a fault.
    fn without(&mut self, name: &'static str, reason: &'static str) {
        match env::var_os("CI") {
            Some(_) => self.step(name, || Err(reason.to_owned())),
            None => self.skip(name, reason),
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
                Outcome::Passed(second_try) => {
                    passed += 1;
                    println!("ok      {name} ({seconds} s)");
                    if !second_try.is_empty() {
                        println!("{}", naming("        at the second try only:".to_owned(), second_try));
                    }
                }
                Outcome::Failed(fault) => {
                    failed += 1;
                    println!("FAILED  {name} ({seconds} s): {fault}");
                }
                Outcome::Skipped(reason) => {
                    skipped += 1;
                    println!("skipped {name}: {reason}");
                }
            }
        }
        let skips = if skipped > 0 { format!(", {skipped} skipped") } else { String::new() };
        println!("\nsteps: {passed} passed, {failed} failed{skips}");
        if failed > 0 { Err("not everything passed.".to_owned()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_native_test_is_named() {
        assert_eq!(failed_native("test keys::a_key_works ... FAILED"), Some("keys::a_key_works"));
        for other in
            ["test keys::a_key_works ... ok", "test result: FAILED. 3 passed; 1 failed", "---- keys stdout ----"]
        {
            assert_eq!(failed_native(other), None, "{other}");
        }
    }

    #[test]
    fn a_browser_test_is_named_by_its_outcome_with_its_file_and_group() {
        let spec = |title, status| serde_json::json!({ "title": title, "tests": [{ "status": status }] });
        let report = serde_json::json!({ "suites": [{
            "title": "door.spec.ts",
            "specs": [spec("it opens", "expected"), spec("it shuts", "unexpected"), spec("it creaks", "flaky")],
            "suites": [{ "title": "by night", "specs": [spec("it is locked", "unexpected")] }],
        }] });
        let named = |outcome| {
            let mut named = Vec::new();
            note_outcome(outcome, &report, "", &mut named);
            named
        };
        assert_eq!(named("unexpected"), ["door.spec.ts › it shuts", "door.spec.ts › by night › it is locked"]);
        assert_eq!(named("flaky"), ["door.spec.ts › it creaks"]);
    }

    #[test]
    fn only_so_many_are_named() {
        let failed: Vec<_> = (0..MOST_NAMED + 3).map(|i| format!("test {i}")).collect();
        let told = naming("It failed.".to_owned(), &failed);
        assert!(told.starts_with("It failed.\n          test 0\n"), "{told}");
        assert!(told.ends_with("\n          test 19\n          and 3 more"), "{told}");
    }
}

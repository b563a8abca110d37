//! Brings what the build and the tests need, at pinned versions; what is there already is left alone.

use crate::run::{Result, command, find, output, root, run, say, tools};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";
const NODE_AT_LEAST: u32 = 20;
const BUILD_PACKAGES: &str = "wasm-opt, esbuild, fflate and the font tools";
/// Chromium's engine without windows, profiles and extensions: tests are over a fifth earlier.
const HEADLESS: &str = "chromium-headless-shell";
const TEST_PACKAGES: &str =
    "Playwright, Puppeteer, Selenium's WebDriver, TypeScript, axe, the Nu checker and OAuth clients";

/// What the release build needs.
pub fn for_build() -> Result {
    let mut setup = Setup::default();
    setup.wasm_target()?;
    // Without its update check, which would look for a newer Trunk on the network. It has to have some TLS.
    setup.cargo_tool("trunk", "trunk", TRUNK, &["--locked", "--no-default-features", "--features", "rustls"])?;
    setup.cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &wasm_bindgen_version()?, &[])?;
    setup.npm("xtask", BUILD_PACKAGES)?;
    setup.done();
    Ok(())
}

/// What native tests and lints need.
pub fn for_native_tests() -> Result {
    let mut setup = Setup::default();
    setup.wasm_target()?;
    setup.component("rustfmt")?;
    setup.component("clippy")?;
    setup.done();
    Ok(())
}

/// What the types of scripts and of browser tests need: TypeScript, and the packages that they name.
pub fn for_types() -> Result {
    let mut setup = Setup::default();
    setup.npm("xtask", BUILD_PACKAGES)?;
    setup.npm("tests/browser", TEST_PACKAGES)?;
    setup.done();
    Ok(())
}

/// What browser tests need beside the build: gives the browsers that are there, and Java, each by the variable in which
/// the tests look for it.
pub fn for_browser_tests() -> Result<Vec<(&'static str, PathBuf)>> {
    let mut setup = Setup::default();
    setup.npm("tests/browser", TEST_PACKAGES)?;
    let mut found = vec![("CHROMIUM_PATH", setup.chromium()?)];
    found.extend(windowed_chromium().map(|path| ("WINDOWED_CHROMIUM_PATH", path)));
    found.extend(java().map(|java| ("JAVA", java)));
    for other in OTHERS {
        if let Some(path) = other.found()? {
            setup.have(path.display().to_string());
            found.push((other.variable, path));
        }
    }
    setup.done();
    Ok(found)
}

/// A browser in which the main paths are tested where it is found.
pub struct Other {
    /// Its tests, in the report.
    pub step: &'static str,
    /// Its tests, for Playwright.
    pub project: &'static str,
    /// What to say where it is missing.
    pub missing: &'static str,
    /// The variable by which a developer names another.
    named: &'static str,
    /// The variable by which the tests are told where it is.
    variable: &'static str,
    /// What it is called; the first that is found is taken.
    programs: &'static [&'static str],
    /// What else its tests need.
    needs: &'static [&'static str],
}

/// Any Firefox will do that speaks WebDriver BiDi; of WebKit, the one whose driver a system ships.
pub const OTHERS: &[Other] = &[
    Other {
        step: "browser tests, Firefox",
        project: "--project=Firefox",
        missing: "Firefox is not found. On Debian `sudo apt-get install firefox-esr` brings it, or FIREFOX=/path/to/it \
                  says where it is.",
        named: "FIREFOX",
        variable: "FIREFOX_PATH",
        programs: &["firefox-esr", "firefox"],
        needs: &[],
    },
    Other {
        step: "browser tests, WebKit",
        project: "--project=WebKit",
        missing: "WebKitWebDriver or Xvfb is not found. On Debian and Ubuntu `sudo apt-get install webkit2gtk-driver xvfb` \
                  brings both, or WEBKIT=/path/to/WebKitWebDriver says where the first is.",
        named: "WEBKIT",
        variable: "WEBKIT_PATH",
        programs: &["WebKitWebDriver"],
        needs: &["Xvfb"],
    },
];

impl Other {
    /// Where it is; `None` where it, or what else its tests need, is missing.
    pub fn found(&self) -> Result<Option<PathBuf>> {
        let path = match env::var_os(self.named).map(PathBuf::from) {
            Some(path) if path.is_file() => Some(path),
            Some(path) => return Err(format!("{} says {}, and there is no such file.", self.named, path.display())),
            None => self.programs.iter().find_map(|name| find(name)),
        };
        Ok(path.filter(|_| self.needs.iter().all(|name| find(name).is_some())))
    }
}

/// What Chromium is called where systems install it.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A Chromium with windows, where it is installed: it keeps pages that are left in its memory, as a reader's does.
pub fn windowed_chromium() -> Option<PathBuf> {
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| !path.ends_with(HEADLESS));
    named.or_else(|| CHROMIUM.iter().find_map(|name| find(name))).or(Some(mac)).filter(|path| path.is_file())
}

/// Java, where it is installed and runs: macOS has a `java` that only says where to get one.
pub fn java() -> Option<PathBuf> {
    let java = find("java")?;
    output(command(java.to_str()?).arg("-version"))?;
    Some(java)
}

pub fn for_fonts() -> Result {
    let mut setup = Setup::default();
    setup.npm("xtask", BUILD_PACKAGES)?;
    setup.done();
    Ok(())
}

#[derive(Default)]
struct Setup {
    present: Vec<String>,
    brought: bool,
}

impl Setup {
    fn have(&mut self, what: impl Into<String>) {
        self.present.push(what.into());
    }

    fn done(self) {
        let words = if self.brought { "set up" } else { "nothing to install" };
        say(&format!("{words}: {}", self.present.join(", ")));
    }

    fn wasm_target(&mut self) -> Result {
        let libraries = output(command("rustc").args(["--print", "target-libdir", "--target", WASM]));
        if !libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
            say(&format!("adding Rust's target {WASM}"));
            run(command("rustup").args(["target", "add", WASM])).map_err(|fault| {
                format!("{fault} The page is WebAssembly; `rustup target add {WASM}` brings what compiles to it.")
            })?;
            self.brought = true;
        }
        self.have(WASM);
        Ok(())
    }

    fn component(&mut self, name: &str) -> Result {
        let subcommand = if name == "rustfmt" { "fmt" } else { name };
        if output(command("cargo").args([subcommand, "--version"])).is_none() {
            say(&format!("adding Rust's {name}"));
            run(command("rustup").args(["component", "add", name]))?;
            self.brought = true;
        }
        self.have(name);
        Ok(())
    }

    /// A program from the package registry: the one in `target/tools` or on PATH where it is of this version, else
    /// built into `target/tools`. Unoptimized and without debug information, which is a third of the work; what the
    /// program then does here takes a second or two longer.
    fn cargo_tool(&mut self, package: &str, program: &str, version: &str, flags: &[&str]) -> Result {
        let ours = tools().join(program).with_extension(env::consts::EXE_EXTENSION);
        if version_of(&ours).as_deref() != Some(version) {
            // One of another version would be found before any on PATH.
            let _ = fs::remove_file(&ours);
            if find(program).and_then(|found| version_of(&found)).as_deref() != Some(version) {
                say(&format!("building {package} {version}: some minutes, this once"));
                run(command("cargo")
                    .args(["install", package, "--version", version, "--root", "target/tools", "--force", "--debug"])
                    .args(flags)
                    .env("CARGO_PROFILE_DEV_DEBUG", "false")
                    .env("CARGO_PROFILE_DEV_INCREMENTAL", "false"))?;
                self.brought = true;
            }
        }
        self.have(format!("{program} {version}"));
        Ok(())
    }

    /// The packages of a folder's `package-lock.json`. The file's copy beside them tells what is installed.
    fn npm(&mut self, folder: &str, what: &str) -> Result {
        need_node()?;
        let folder = root().join(folder);
        let lock = fs::read(folder.join("package-lock.json"))
            .map_err(|error| format!("{}/package-lock.json: {error}", folder.display()))?;
        let stamp = folder.join("node_modules/.installed-lock.json");
        if fs::read(&stamp).ok().as_ref() != Some(&lock) {
            say(&format!("npm ci in {}: {what}", folder.display()));
            run(command("npm")
                .current_dir(&folder)
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
            fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))?;
            self.brought = true;
        }
        self.have(what);
        Ok(())
    }

    /// Any Chromium will do; the one without windows is taken first. Playwright's own download is not used: a system's
    /// package is kept up to date, and is there where downloads are not.
    fn chromium(&mut self) -> Result<PathBuf> {
        if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
            if !path.is_file() {
                return Err(format!("CHROMIUM says {}, and there is no such file.", path.display()));
            }
            self.have(path.display().to_string());
            return Ok(path);
        }
        let installed = || find(HEADLESS).or_else(windowed_chromium);
        if installed().is_none() && may_apt() {
            say("installing Chromium with apt-get");
            let apt = || {
                let mut apt = command("apt-get");
                apt.env("DEBIAN_FRONTEND", "noninteractive");
                apt
            };
            run(apt().args(["update", "--quiet"]))?;
            let has_headless = output(command("apt-cache").args(["show", HEADLESS])).is_some();
            let package = if has_headless { HEADLESS } else { "chromium" };
            run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends", package]))?;
            self.brought = true;
        }
        let path = installed().ok_or(
            "no Chromium found, which the browser tests need. On Debian and Ubuntu `sudo apt-get install chromium` \
             brings it, on Fedora `sudo dnf install chromium`, on macOS `brew install --cask chromium`; or say where \
             yours is: `CHROMIUM=/path/to/it cargo xtask test`.",
        )?;
        self.have(path.display().to_string());
        Ok(path)
    }
}

fn need_node() -> Result {
    let bring = "wasm-opt, esbuild and the browser tests come as npm packages. On Debian and Ubuntu \
                 `sudo apt-get install nodejs npm` brings both, on Fedora `sudo dnf install nodejs`, on macOS \
                 `brew install node`.";
    let version = output(command("node").arg("--version")).ok_or(format!("Node.js is missing: {bring}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_AT_LEAST) {
        return Err(format!("Node.js here is {version}, and {NODE_AT_LEAST} is the least: {bring}"));
    }
    output(command("npm").arg("--version")).map(drop).ok_or(format!("npm is missing: {bring}"))
}

fn may_apt() -> bool {
    find("apt-get").is_some() && output(command("id").arg("-u")).as_deref() == Some("0")
}

/// The version that a program says it has: the second word of what it prints.
fn version_of(program: &Path) -> Option<String> {
    let printed = output(command(program.to_str()?).arg("--version"))?;
    printed.split(' ').nth(1).map(str::to_owned)
}

/// The version the page is compiled with; the program that makes its glue must be exactly the same.
fn wasm_bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let after = lock.split("name = \"wasm-bindgen\"\nversion = \"").nth(1);
    let version = after.and_then(|rest| rest.split('"').next());
    version.map(str::to_owned).ok_or("Cargo.lock names no wasm-bindgen.".to_owned())
}

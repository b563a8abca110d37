//! Running other programs from the repository's root, with the project's own tools before any others.

use std::{
    env,
    ffi::OsString,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

/// A fault is a sentence for the reader.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The repository. Cargo says where it is now; where it was when this was compiled serves for a direct call.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or(env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_owned)
}

pub fn say(words: &str) {
    eprintln!("→ {words}");
}

/// A command that runs at the root, finds the project's tools first, and reads nothing from the terminal.
pub fn command(program: &str) -> Command {
    // On Windows npm is a script, which needs its full name.
    let program = if cfg!(windows) && program == "npm" { "npm.cmd" } else { program };
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", path()).stdin(Stdio::null());
    command
}

/// Runs to the end, showing what it prints.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

/// The same, and each line of what it prints is also given to `read`.
pub fn run_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Result {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).split(b'\n')) {
        // Not all that a test prints need be text.
        let line = line.map_err(|error| error.to_string())?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        read(&line);
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    judge(command, status)
}

fn not_started(command: &Command, error: &io::Error) -> String {
    format!("`{}` could not be started: {error}", shown(command))
}

fn judge(command: &Command, status: ExitStatus) -> Result {
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status}).", shown(command))) }
}

/// Runs to the end and gives what it printed, trimmed; `None` where it is missing or failed.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program is found, with the project's tools first.
pub fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&path()).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Where the project keeps the programs that it has built for itself.
pub fn tools() -> PathBuf {
    root().join("target/tools/bin")
}

fn path() -> OsString {
    let ours = [tools(), root().join("xtask/node_modules/.bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    // A folder whose name cannot stand in PATH leaves us with the others.
    env::join_paths(ours.into_iter().chain(env::split_paths(&theirs))).unwrap_or(theirs)
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

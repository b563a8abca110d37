//! The project's commands. `cargo xtask --help` lists them.

mod build;
mod fonts;
mod licences;
mod package;
mod pictures;
mod run;
mod serve;
mod setup;
mod sizes;
mod stamp;
mod test;

use build::Site;
use lexopt::prelude::*;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--port N] [--open] [--dev]
    Builds the release page and serves it on 127.0.0.1.
    --port N   the port (4173 where none is given; the next free one where that is taken)
    --open     opens the page in your browser
    --dev      a debug build that rebuilds and reloads as you edit
cargo xtask build [--site ADDRESS]
    Leaves the release page in dist/, for any static host and any sub-folder, and beside it the same page as one
    file, api-key-vs-token.html; prints what they weigh.
    --site ADDRESS  where the page will be, such as https://demos.example/: its pages then say so to search engines,
                    to what shows a preview of a link, and to what makes a frame of one (oEmbed)
cargo xtask package [--site ADDRESS]
    Builds, and leaves dist/ with its licences as an archive in target/package/.
cargo xtask test [--native | --browser] [--built] [-- PLAYWRIGHT ARGUMENTS]
    Runs everything that decides pass or fail: formatting, lints, types, tests, release build, real
    browsers.
    --native   only what needs no browser
    --browser  only the release build and the browsers
    --built    takes dist/ as it stands
cargo xtask pictures
    Takes public/pictures/ anew: each scene's answer, for previews, feeds and mails.
cargo xtask fonts
    Makes public/fonts/ anew from the npm packages and xtask/characters.txt.

Each brings what it needs by itself, at pinned versions, into target/tools and the node_modules folders.
CHROMIUM=/path/to/a/browser says which Chromium the browser tests take, FIREFOX which Firefox, and
WEBKIT=/path/to/WebKitWebDriver which WebKit. Firefox and WebKit are tested where they are found.";

enum Command {
    Help,
    Serve(serve::Options),
    Build(Option<Site>),
    Package(Option<Site>),
    Test(test::Options),
    Fonts,
    Pictures,
}

fn main() -> ExitCode {
    let done = parse(lexopt::Parser::from_env()).and_then(|command| match command {
        Command::Help => {
            println!("{HELP}");
            Ok(())
        }
        Command::Serve(options) => serve::serve(&options),
        Command::Build(site) => build::build_and_weigh(site.as_ref()),
        Command::Package(site) => package::package(site.as_ref()),
        Command::Test(options) => test::test(&options),
        Command::Fonts => fonts::fonts(),
        Command::Pictures => pictures::pictures(),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("xtask: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: lexopt::Parser) -> run::Result<Command> {
    let mut command = None;
    let unknown = |what: &str| format!("{what} means nothing here. `cargo xtask --help` lists what does.");
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        match (argument, &mut command) {
            (Short('h') | Long("help"), _) => return Ok(Command::Help),
            (Value(name), None) => {
                command = Some(match name.to_str() {
                    Some("serve") => Command::Serve(serve::Options::default()),
                    Some("build") => Command::Build(None),
                    Some("package") => Command::Package(None),
                    Some("test") => Command::Test(test::Options::default()),
                    Some("fonts") => Command::Fonts,
                    Some("pictures") => Command::Pictures,
                    Some("help") => Command::Help,
                    _ => return Err(unknown(&format!("{name:?}"))),
                });
            }
            (Long("site"), Some(Command::Build(site) | Command::Package(site))) => {
                let address = arguments.value().ok().and_then(|address| Site::new(address.to_str()?));
                *site =
                    Some(address.ok_or("--site wants an address on the web, as in `--site https://demos.example/`.")?);
            }
            (Long("port"), Some(Command::Serve(options))) => {
                let port = arguments.value().and_then(|value| value.parse()).ok().filter(|port| *port > 0);
                options.port = Some(port.ok_or("--port wants a number from 1 to 65535, as in `--port 8000`.")?);
            }
            (Long("open"), Some(Command::Serve(options))) => options.open = true,
            (Long("dev"), Some(Command::Serve(options))) => options.dev = true,
            (Long("native"), Some(Command::Test(options))) => options.native_only = true,
            (Long("browser"), Some(Command::Test(options))) => options.browser_only = true,
            (Long("built"), Some(Command::Test(options))) => options.built = true,
            // Positional words come after `--`; lexopt has taken the `--` itself.
            (Value(word), Some(Command::Test(options))) => options.playwright.push(word),
            (Short(letter), _) => return Err(unknown(&format!("-{letter}"))),
            (Long(name), _) => return Err(unknown(&format!("--{name}"))),
            (Value(word), _) => return Err(unknown(&format!("{word:?}"))),
        }
    }
    Ok(command.unwrap_or(Command::Help))
}

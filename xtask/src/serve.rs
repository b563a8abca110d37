//! Serves `dist/` on this machine alone.

use crate::{
    build,
    run::{Result, command, root, run, say},
    setup,
};
use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Stdio,
    thread::{self, JoinHandle},
    time::Duration,
};

const PORT: u16 = 4173;

/// A request's head in bytes: more than any browser sends, and a bound.
const LONGEST_HEAD: u64 = 64 * 1024;

#[derive(Default)]
pub struct Options {
    pub port: Option<u16>,
    pub open: bool,
    pub dev: bool,
}

pub fn serve(options: &Options) -> Result {
    let listener = listen(options.port)?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let address = format!("http://127.0.0.1:{port}/");
    if options.dev {
        setup::for_build()?;
        // Trunk binds the port itself.
        drop(listener);
        say(&format!("live reload at {address} (Ctrl+C ends it)"));
        let mut trunk = build::trunk("serve");
        // A folder of its own: dist/ holds releases only.
        trunk.args(["--port", &port.to_string(), "--dist", "target/dev-dist"]);
        if options.open {
            trunk.arg("--open");
        }
        return run(&mut trunk);
    }
    build::build(None)?;
    let server = start(listener, root().join("dist"), "/");
    say(&format!("the page is at {address} (Ctrl+C ends it)"));
    if options.open {
        open(&address);
    }
    server.join().map_err(|_| "the server stopped.".to_owned())
}

/// The port that was asked for, or the usual one, or the next that is free.
fn listen(wanted: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = wanted {
        return bind(port).map_err(|error| {
            format!(
                "port {port} cannot be had ({error}). Another may be free: `cargo xtask serve --port {}`.",
                port.checked_add(1).unwrap_or(PORT)
            )
        });
    }
    for port in PORT..PORT + 100 {
        if let Ok(listener) = bind(port) {
            if port != PORT {
                say(&format!("port {PORT} is taken, so this is {port}; `--port N` picks another"));
            }
            return Ok(listener);
        }
    }
    Err(format!("no port from {PORT} to {} is free; `--port N` picks another.", PORT + 99))
}

/// Serves a folder under a prefix such as `/` or `/some/folder/`, for as long as the process lives.
///
/// A thread for each connection and one request on each: a browser's idle spare connections hold nobody up.
pub fn start(listener: TcpListener, folder: PathBuf, prefix: &'static str) -> JoinHandle<()> {
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            // A reader who leaves in the middle is no fault of ours.
            thread::spawn(move || answer(&stream, &folder, prefix));
        }
    })
}

fn answer(mut stream: &TcpStream, folder: &Path, prefix: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.take(LONGEST_HEAD));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    // The headers say nothing that matters here, but must be taken before the answer.
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }

    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let response = if matches!(method, "GET" | "HEAD") {
        Response::to(target, folder, prefix)
    } else {
        Response::words("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "Only GET and HEAD.\n")
    };
    let Response { status, headers, content } = response;
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", content.len())?;
    if method != "HEAD" {
        stream.write_all(&content)?;
    }
    Ok(())
}

struct Response {
    status: &'static str,
    headers: String,
    content: Vec<u8>,
}

impl Response {
    fn to(target: &str, folder: &Path, prefix: &str) -> Self {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        // The folder without its slash: relative addresses in the page would miss it.
        if format!("{path}/") == prefix {
            return Self::words("301 Moved Permanently", &format!("Location: {prefix}\r\n"), "");
        }
        let file = path.strip_prefix(prefix).filter(|inside| safe(inside)).map(|inside| match inside {
            "" => folder.join("index.html"),
            _ => folder.join(inside),
        });
        let Some((file, content)) = file.and_then(|file| fs::read(&file).ok().map(|content| (file, content))) else {
            return Self::words("404 Not Found", "", "Not found.\n");
        };
        // A frame in a sandbox is of no origin, and may take the page's files only from a host that lets anyone: what
        // is served here is public anyway.
        let headers = format!(
            "Content-Type: {}\r\nCache-Control: no-cache\r\nAccess-Control-Allow-Origin: *\r\n",
            content_type(&file)
        );
        Self { status: "200 OK", headers, content }
    }

    fn words(status: &'static str, headers: &str, words: &str) -> Self {
        let headers = format!("Content-Type: text/plain; charset=utf-8\r\n{headers}");
        Self { status, headers, content: words.into() }
    }
}

/// Names below the folder, and nothing else. (A name with an escape in it is simply not found.)
fn safe(inside: &str) -> bool {
    inside.is_empty()
        || inside.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn open(address: &str) {
    let (program, arguments): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start"]),
        _ => ("xdg-open", &[]),
    };
    let opened = command(program).args(arguments).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.is_err() {
        say(&format!("no browser could be opened ({program} is missing): open {address} yourself"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_under_its_prefix() {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let status = |target| Response::to(target, &src, "/some/folder/").status;
        assert_eq!(status("/some/folder/serve.rs?x#y"), "200 OK");
        assert_eq!(status("/some/folder"), "301 Moved Permanently");
        assert_eq!(status("/some/folder/nothing.rs"), "404 Not Found");
        assert_eq!(status("/some/folder/../Cargo.toml"), "404 Not Found");
        assert_eq!(status("/serve.rs"), "404 Not Found");
    }

    #[test]
    fn only_names_below_the_folder_are_served() {
        for inside in ["", "index.html", "fonts/next.woff2"] {
            assert!(safe(inside), "{inside}");
        }
        for outside in ["../Cargo.toml", "/etc/passwd", "fonts/../../x", "..", ".git/config", "c:/x", "a\\..\\b"] {
            assert!(!safe(outside), "{outside}");
        }
    }
}

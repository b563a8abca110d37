//! Which way the arrows go: `sim` knows nobody, `ui` knows `sim`, `demos` know both, `page` knows `demos`.
//! Nothing points back.

use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn sim_names_no_browser_and_no_clock() {
    forbid("sim", &["leptos", "web_sys", "js_sys", "gloo", "wasm_bindgen", "std::time"]);
}

#[test]
fn sim_knows_nobody() {
    forbid_rooms("sim", &["ui", "demos", "page", "article", "link"]);
}

#[test]
fn ui_knows_neither_demos_nor_page() {
    forbid_rooms("ui", &["demos", "page", "article"]);
}

#[test]
fn demos_do_not_know_the_page() {
    forbid_rooms("demos", &["page", "article"]);
}

#[test]
fn the_article_knows_neither_demos_nor_page() {
    forbid_rooms("article", &["demos", "page", "sim"]);
}

#[test]
fn the_classroom_knows_neither_demos_nor_page() {
    forbid_rooms("classroom", &["demos", "page", "ui"]);
}

#[track_caller]
fn forbid_rooms(room: &str, others: &[&str]) {
    let paths: Vec<String> = others.iter().map(|other| format!("crate::{other}")).collect();
    forbid(room, &paths.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Fails where a file of the room names one of these in code. Words in comments are free.
#[track_caller]
fn forbid(room: &str, names: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let mut faults = Vec::new();
    let files = rust_files(&folder);
    assert!(!files.is_empty(), "{} holds no Rust file", folder.display());
    for file in files {
        let code = flattened(&fs::read_to_string(&file).unwrap());
        for name in names.iter().filter(|name| names_it(&code, name)) {
            faults.push(format!("{} names {name}", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code without comments and needless spaces, and with `use crate::{a, b::c}` written out as `crate::a crate::b::c`,
/// and likewise for `std`.
fn flattened(source: &str) -> String {
    let code: Vec<&str> = source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut code = code.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["::", "{", "}", ","] {
        code = code.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    let mut out = code.clone();
    let groups = ["crate::", "std::"].into_iter().flat_map(|from| {
        let groups = code.split(&format!("{from}{{")).skip(1).map(str::to_owned).collect::<Vec<_>>();
        groups.into_iter().map(move |group| (from, group))
    });
    for (from, group) in groups {
        let mut depth = 0;
        let mut name = String::new();
        for c in group.chars() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => name.clear(),
                _ if depth == 0 => {
                    if name.is_empty() {
                        out.push(' ');
                        out.push_str(from);
                    }
                    name.push(c);
                    out.push(c);
                }
                _ => {}
            }
        }
    }
    out
}

/// Whether the code has the name as a word, or as the start of one that goes on with `_` (`gloo_timers`).
fn names_it(code: &str, name: &str) -> bool {
    let before = |at| code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
    let after = |at| code[at..].starts_with(char::is_alphanumeric);
    code.match_indices(name).any(|(at, _)| !before(at) && !after(at + name.len()))
}

#[test]
fn the_rule_sees_what_it_forbids() {
    let sees = |source, name| names_it(&flattened(source), name);
    assert!(sees("use leptos::prelude::*;", "leptos"));
    assert!(sees("use crate::{sim::time, ui::{lane, chart}};", "crate::ui"));
    assert!(sees("use crate::{\n    demos,\n};", "crate::demos"));
    assert!(sees("let now = std :: time :: Instant::now();", "std::time"));
    assert!(sees("use std::{fmt, time::Instant};", "std::time"));
    assert!(!sees("use crate::sim::time::Instant;", "std::time"));
    assert!(!sees("// leptos is not named here", "leptos"));
    assert!(sees("use gloo_timers::callback;", "gloo"));
    assert!(!sees("use crate::{sim::ui, guide};", "crate::ui"));
    assert!(!sees("struct Uleptos;", "leptos"));
}

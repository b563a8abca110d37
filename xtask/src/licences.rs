//! The licences of the libraries inside the page: `third-party.txt`.
//!
//! Most are under the same few texts, each with a line of copyright of its own; so a text stands there once, after
//! the lines of all whose it is.

use crate::run::{Result, command, output, root};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const HEAD: &str =
    "Libraries inside the page, and their licences. Where a library offers several, one is named here.\n";

/// The packages of `xtask/package.json` of which nothing is in the page but what they make. The fonts bring their
/// licence themselves.
const TOOLS: &[&str] = &["@fontsource-variable/", "binaryen", "esbuild", "subset-font"];

/// Rust's own library is in the page too, and in no list of packages.
const RUST: &str = "std, core and alloc of Rust: Copyright (c) The Rust Project Contributors";

/// The licences we take, best first: as SPDX names them, and how their texts begin, titles aside.
const TAKEN: &[(&str, &str)] = &[
    ("MIT", "Permission is hereby granted, free of charge, to any person obtaining"),
    ("Zlib", "This software is provided"),
    ("BSL-1.0", "Boost Software License"),
    ("Unicode-3.0", "UNICODE LICENSE V3"),
];

/// A package as its registry describes it.
struct Package {
    name: String,
    licence: String,
    authors: String,
    folder: PathBuf,
}

/// Gathers the licences in a file, for the page's hook to take; gives where it is.
pub fn gather() -> Result<PathBuf> {
    let mut packages = crates()?;
    let tools = json(&root().join("xtask/package.json"))?;
    for name in tools["dependencies"].as_object().into_iter().flat_map(|all| all.keys()) {
        if !TOOLS.iter().any(|tool| name.starts_with(tool)) {
            packages.push(from_npm(&root().join("xtask/node_modules").join(name))?);
        }
    }
    let path = root().join("target/third-party.txt");
    fs::write(&path, notice(&packages)?).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// The text for these packages.
fn notice(packages: &[Package]) -> Result<String> {
    // By licence and text (its words, as lines break differently): the text, and whose it is.
    let mut texts: BTreeMap<(&str, String), (String, BTreeSet<String>)> = BTreeMap::new();
    let mut without_text = Vec::new();
    for package in packages {
        let files = licence_files(&package.folder)?;
        let taken = taken(&package.licence);
        if taken.is_empty() {
            return Err(format!(
                "{} is under {}, which xtask/src/licences.rs does not know: may it be in the page?",
                package.name, package.licence
            ));
        }
        for (licence, beginning) in taken {
            match files.iter().find_map(|file| split(file, beginning)) {
                Some((holders, text)) => {
                    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    let (_, all) = texts.entry((licence, words)).or_insert((text, BTreeSet::new()));
                    all.insert(line(&package.name, &holders));
                }
                None => without_text.push((licence, line(&package.name, &package.authors))),
            }
        }
    }
    for (licence, line) in without_text.into_iter().chain([("MIT", RUST.to_owned())]) {
        // Some packages name their licence and bring no text: it is the one that most others bring.
        let usual = texts.iter_mut().filter(|((name, _), _)| *name == licence).max_by_key(|(_, (_, all))| all.len());
        usual.ok_or(format!("No package brings the text of {licence}, which {line} is under."))?.1.1.insert(line);
    }
    let mut notice = HEAD.to_owned();
    for ((licence, _), (text, all)) in &texts {
        let lines = all.iter().map(String::as_str).collect::<Vec<_>>().join("\n");
        notice += &format!("\n\n=== {licence} ===\n\n{lines}\n\n{text}\n");
    }
    Ok(notice)
}

fn line(name: &str, holders: &str) -> String {
    if holders.is_empty() { name.to_owned() } else { format!("{name}: {holders}") }
}

/// Those of our licences that an SPDX expression makes us take: the first that it offers, or all that it demands.
fn taken(expression: &str) -> Vec<(&'static str, &'static str)> {
    let named: Vec<_> = expression.split(|c: char| !c.is_alphanumeric() && !"-.".contains(c)).collect();
    let all = TAKEN.iter().filter(|(licence, _)| named.contains(licence)).copied();
    all.take(if named.contains(&"AND") { TAKEN.len() } else { 1 }).collect()
}

/// A licence file's lines of copyright, and its text from where it begins; `None` if it is another licence's.
fn split(file: &str, beginning: &str) -> Option<(String, String)> {
    let is_holder = |line: &&str| {
        let line = line.trim().to_lowercase();
        ["copyright (c)", "copyright ©", "copyright 1", "copyright 2"].iter().any(|start| line.starts_with(start))
    };
    let holders = file.lines().filter(is_holder).map(str::trim).collect::<Vec<_>>().join("; ");
    let text = file.lines().filter(|line| !is_holder(line)).collect::<Vec<_>>().join("\n");
    // Its first words may be broken into lines anywhere.
    let words: Vec<_> = beginning.split(' ').collect();
    let begins = |at: &usize| text[*at..].split_whitespace().take(words.len()).eq(words.iter().copied());
    let start = text.match_indices(words[0]).map(|(at, _)| at).find(begins)?;
    Some((holders, text[start..].trim_end().to_owned()))
}

/// What stands in a package's files about its licence.
fn licence_files(folder: &Path) -> Result<Vec<String>> {
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths: Vec<_> = fs::read_dir(folder).map_err(fault)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let says = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        path.is_file() && (name.contains("LICEN") || name.starts_with("COPYING"))
    };
    paths.into_iter().filter(says).map(|path| fs::read_to_string(&path).map_err(fault)).collect()
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn from_npm(folder: &Path) -> Result<Package> {
    let about = json(&folder.join("package.json"))?;
    let word = |name: &str| about[name].as_str().unwrap_or_default().to_owned();
    Ok(Package {
        name: format!("{} {}", word("name"), word("version")),
        licence: word("license"),
        authors: word("author"),
        folder: folder.to_owned(),
    })
}

/// Every crate that the WASM module may have something of: what it depends on, but for what only runs while it is
/// compiled.
fn crates() -> Result<Vec<Package>> {
    let target = ["--filter-platform", "wasm32-unknown-unknown"];
    let printed = output(command("cargo").args(["metadata", "--format-version", "1", "--locked"]).args(target));
    let printed = printed.ok_or("`cargo metadata` failed: is Cargo.lock up to date?")?;
    let metadata: Value = serde_json::from_str(&printed).map_err(|error| format!("cargo metadata: {error}"))?;
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let by_id = |list: Vec<Value>| -> BTreeMap<String, Value> {
        list.into_iter().map(|value| (value["id"].as_str().unwrap_or_default().to_owned(), value)).collect()
    };
    let packages = by_id(list(&metadata["packages"]));
    let nodes = by_id(list(&metadata["resolve"]["nodes"]));
    let ours = |package: &Value| package["source"].is_null();
    let compiles_only = |package: &Value| {
        list(&package["targets"]).iter().any(|target| list(&target["kind"]).contains(&"proc-macro".into()))
    };

    let mut waiting: Vec<&str> =
        packages.iter().filter(|(_, package)| package["name"] == "key-vs-token").map(|(id, _)| id.as_str()).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let (Some(package), Some(node)) = (packages.get(id), nodes.get(id)) else { continue };
        if compiles_only(package) || !seen.insert(id) {
            continue;
        }
        let dependencies = node["deps"].as_array().into_iter().flatten();
        let needed =
            dependencies.filter(|dependency| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()));
        waiting.extend(needed.filter_map(|dependency| dependency["pkg"].as_str()));
    }
    let package = |value: &Value| {
        let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let authors = list(&value["authors"]);
        // Without their addresses.
        let names = authors.iter().filter_map(|author| author.as_str()?.split(" <").next());
        Package {
            name: format!("{} {}", word("name"), word("version")),
            licence: word("license"),
            authors: names.collect::<Vec<_>>().join(", "),
            folder: PathBuf::from(word("manifest_path")).parent().map(Path::to_owned).unwrap_or_default(),
        }
    };
    Ok(seen.into_iter().filter_map(|id| packages.get(id)).filter(|value| !ours(value)).map(package).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_offered_is_taken_and_all_that_are_demanded() {
        let names = |expression| taken(expression).iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names("MIT OR Apache-2.0"), ["MIT"]);
        assert_eq!(names("Unlicense/MIT"), ["MIT"]);
        assert_eq!(names("(MIT OR Apache-2.0) AND Unicode-3.0"), ["MIT", "Unicode-3.0"]);
        assert_eq!(names("GPL-3.0-only"), [""; 0]);
    }

    #[test]
    fn a_licence_file_is_split_into_whose_and_what() {
        let file = "MIT License\n\nCopyright (c) 2020 Ada\n\nPermission is hereby granted, free of\ncharge, to any person \
                    obtaining\na copy\n";
        let (holders, text) = split(file, TAKEN[0].1).unwrap();
        assert_eq!(holders, "Copyright (c) 2020 Ada");
        assert_eq!(text, "Permission is hereby granted, free of\ncharge, to any person obtaining\na copy");
        assert!(split("Apache License", TAKEN[0].1).is_none());
    }
}

//! What the page weighs, for those who load it.

use crate::run::Result;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

/// What somebody loads, by its files' names in `dist/` with a star for a hash, and what all of it may weigh on the wire
/// (brotli), in bytes.
struct Load {
    what: &'static str,
    files: &'static [&'static [&'static str]],
    most: usize,
}

/// What comes with every page.
const ALWAYS: &[&str] = &["mode-*.js", "fonts/next-*.woff2", "fonts/mono-*.woff2"];
/// What comes with every page but a scene's own.
const BOOT: &[&str] = &["boot-*.js", "door-*.js", "browser-*.js", "browser-*.wasm"];
/// What comes with the article and the deck.
const PAGE: &[&str] = &["page-*.css", "fonts/next-italic-*.woff2"];
/// What comes with a lab's own page, beside what it calls.
const LAB: &[&str] = &["lab-*.css", "embed-*.js"];
/// What comes with a scene's own page, beside its part.
const SCENE: &[&str] = &["scene-*.css", "scene-*.js", "scene-*.wasm"];
/// What comes with the deck, and once the article is idle.
const REST: &[&str] = &["opening-*.wasm", "thousand-*.wasm", "settings-*.wasm", "rest-*.wasm", "classroom-*.js"];

/// The design asks for 240 KB until the article can be played and 600 KB for everything, for 180 KB for a scene that
/// stands alone and 300 KB for a lab.
const LOADS: [Load; 7] = [
    Load {
        what: "the article, until its first scene can be played",
        files: &[ALWAYS, BOOT, PAGE, &["index.html", "opening-*.wasm"]],
        most: 234_500,
    },
    Load {
        what: "a scene in somebody's post, two piles of loot",
        files: &[ALWAYS, SCENE, &["embed/leak.html", "leak-whole-*.wasm"]],
        most: 172_500,
    },
    Load {
        what: "the largest, a change in a token",
        files: &[ALWAYS, SCENE, &["embed/change-a-letter.html", "changing-whole-*.wasm"]],
        most: 174_500,
    },
    Load {
        what: "a small lab in somebody's post, the access matrix",
        files: &[ALWAYS, BOOT, LAB, &["embed/access-matrix.html", "access-lab-*.wasm"]],
        most: 244_500,
    },
    Load {
        what: "a large one, the workbench",
        files: &[ALWAYS, BOOT, LAB, &["embed/workbench.html", "workbench-lab-*.wasm"]],
        most: 281_000,
    },
    Load {
        what: "the largest, the time machine",
        files: &[ALWAYS, BOOT, LAB, &["embed/lifecycle.html", "lifecycle-lab-*.wasm"]],
        most: 281_000,
    },
    Load {
        what: "everything: article, scenes, labs, deck",
        files: &[ALWAYS, BOOT, PAGE, REST, &["index.html"]],
        most: 595_000,
    },
];

/// The page as one file, and what it may weigh as it lies on a disk, in bytes.
const ONE_FILE: &str = "api-key-vs-token.html";
const ONE_FILE_MOST: usize = 1_000_000;

/// What the lists below are made of.
const KINDS: [(&str, &[&str]); 8] = [
    ("program, its first part", &["browser-*.wasm"]),
    ("program, what scenes have in common", &["scene-*.wasm"]),
    ("style", &["page-*.css"]),
    ("style of a scene's own page", &["scene-*.css"]),
    ("style of a lab's own page", &["lab-*.css"]),
    ("fonts", &["fonts/next-*.woff2", "fonts/mono-*.woff2", "fonts/next-italic-*.woff2"]),
    ("article", &["index.html"]),
    ("deck", &["classroom-*.js"]),
];

/// Prints what is loaded and what it weighs, and fails where that is over its budget.
pub fn weigh(dist: &Path) -> Result {
    let weights = weights(dist)?;
    let sum = |names: &[&str]| names.iter().map(|name| weights[name]).sum::<usize>();
    println!("\ncompressed with brotli, in KB of 1,000 bytes:");
    for (kind, names) in KINDS {
        println!("  {:>6}  {kind}", kilobytes(sum(names)));
    }
    println!("and for those who load it:");
    let mut faults = Vec::new();
    let mut hold = |what: &str, weight: usize, most: usize| {
        println!("  {:>6}  {what}; {} allowed", kilobytes(weight), kilobytes(most));
        if weight > most {
            faults.push(format!("{what} weighs {} KB, over its budget of {} KB.", kilobytes(weight), kilobytes(most)));
        }
    };
    for Load { what, files, most } in LOADS {
        let files = files.concat();
        hold(&format!("{what}, in {} files", files.len()), sum(&files), most);
    }
    let one_file = dist.join(ONE_FILE).metadata().map_err(|error| format!("{ONE_FILE}: {error}"))?.len() as usize;
    hold("the one file, as it lies on a disk", one_file, ONE_FILE_MOST);
    if faults.is_empty() { Ok(()) } else { Err(faults.join(" ")) }
}

/// What each file of the lists weighs on the wire, in bytes. They are compressed at the same time.
fn weights(dist: &Path) -> Result<BTreeMap<&'static str, usize>> {
    let mut files = BTreeMap::new();
    list(dist, "", &mut files).map_err(|error| format!("{}: {error}", dist.display()))?;
    let loaded = LOADS.iter().flat_map(|load| load.files.iter().copied());
    let names: BTreeSet<_> = KINDS.iter().map(|(_, names)| *names).chain(loaded).flatten().copied().collect();
    let weigh = |name: &str| {
        let path = files.get(name).ok_or_else(|| format!("dist/ has no {name}"))?;
        weigh_file(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    thread::scope(|scope| {
        let begun: Vec<_> = names.into_iter().map(|name| (name, scope.spawn(move || weigh(name)))).collect();
        begun.into_iter().map(|(name, weight)| Ok((name, weight.join().expect("nothing in it panics")?))).collect()
    })
}

/// Where each file below the folder is, by its name from there on, with a star for a hash.
fn list(folder: &Path, before: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = before.to_owned() + &entry.file_name().to_string_lossy();
        if entry.path().is_dir() {
            list(&entry.path(), &(name + "/"), files)?;
        } else {
            files.insert(without_hash(&name), entry.path());
        }
    }
    Ok(())
}

fn weigh_file(path: &Path) -> io::Result<usize> {
    let content = fs::read(path)?;
    // WOFF2 is brotli inside already.
    if path.extension().is_some_and(|kind| kind == "woff2") { Ok(content.len()) } else { compressed(&content) }
}

fn without_hash(name: &str) -> String {
    let parts = name.rsplit_once('-').and_then(|(before, rest)| Some((before, rest.split_once('.')?)));
    match parts {
        Some((before, (hash, kind))) if hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            format!("{before}-*.{kind}")
        }
        _ => name.to_owned(),
    }
}

fn compressed(content: &[u8]) -> io::Result<usize> {
    let mut out = Vec::new();
    let mut compressor = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    compressor.write_all(content)?;
    drop(compressor);
    Ok(out.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

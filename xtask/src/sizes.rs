//! What the page weighs, for those who load it.

use crate::run::Result;
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

/// What somebody loads, by the beginnings of its files' names in `dist/`, and what all of it may weigh on the wire
/// (brotli), in bytes.
struct Load {
    what: &'static str,
    files: &'static [&'static str],
    most: usize,
}

/// What comes with whatever is loaded first: the program's first part, the style and the fonts.
const SHARED: &[&str] = &["page-", "fonts/", "mode-", "boot-", "browser-", "door-"];

/// The design asks for 240 KB until the article can be played and 600 KB for everything, where the article still has all
/// demos' pictures in it; and for 180 KB (six demos) and 300 KB (three) for one that stands alone.
const LOADS: [Load; 4] = [
    Load { what: "the article, until its first demo can be played", files: &["index.html"], most: 292_000 },
    Load {
        what: "a small demo in somebody's post, the access matrix",
        files: &["embed-", "embed/access-matrix.html", "shared-", "access-"],
        most: 314_000,
    },
    Load {
        what: "the largest, the lifecycle",
        files: &["embed-", "embed/lifecycle.html", "shared-", "lifecycle-"],
        most: 355_000,
    },
    Load {
        what: "everything: article, demos, deck",
        files: &[
            "index.html",
            "classroom-",
            "shared-",
            "attacks-",
            "purpose-",
            "security-",
            "scope-",
            "workbench-",
            "access-",
            "jobs-",
            "lifecycle-",
            "protocols-",
        ],
        most: 672_000,
    },
];

/// The page as one file, and what it may weigh as it lies on a disk, in bytes.
const ONE_FILE: &str = "api-key-vs-token.html";
const ONE_FILE_MOST: usize = 1_000_000;

/// Prints what is loaded and what it weighs, and fails where that is over its budget.
pub fn weigh(dist: &Path) -> Result {
    let mut files = Vec::new();
    weigh_folder(dist, "", &mut files).map_err(|error| format!("{}: {error}", dist.display()))?;
    let weight_of = |beginnings: &[&str]| -> usize {
        let of = |name: &str| beginnings.iter().any(|beginning| name.starts_with(beginning));
        files.iter().filter(|(name, _)| of(name)).map(|(_, weight)| weight).sum()
    };

    println!("\ncompressed with brotli, in KB of 1,000 bytes:");
    for (kind, beginnings) in [
        ("program, its first part", &["browser-", "boot-", "mode-", "door-"][..]),
        ("style", &["page-"]),
        ("fonts", &["fonts/"]),
        ("article", &["index.html"]),
        ("deck", &["classroom-"]),
    ] {
        println!("  {:>6}  {kind}", kilobytes(weight_of(beginnings)));
    }
    println!("and for those who load it:");
    let mut faults = Vec::new();
    let loads = LOADS.iter().map(|Load { what, files, most }| (*what, weight_of(SHARED) + weight_of(files), *most));
    let one_file = dist.join(ONE_FILE).metadata().map_err(|error| format!("{ONE_FILE}: {error}"))?.len() as usize;
    for (what, weight, most) in loads.chain([("the one file, as it lies on a disk", one_file, ONE_FILE_MOST)]) {
        println!("  {:>6}  {what}; {} allowed", kilobytes(weight), kilobytes(most));
        if weight > most {
            faults.push(format!("{what} weighs {} KB, over its budget of {} KB.", kilobytes(weight), kilobytes(most)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join(" ")) }
}

/// The weight of each file below the folder, compressed, by its name from there on.
fn weigh_folder(folder: &Path, before: &str, files: &mut Vec<(String, usize)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = before.to_owned() + &entry.file_name().to_string_lossy();
        if entry.path().is_dir() {
            weigh_folder(&entry.path(), &(name + "/"), files)?;
        } else if name != ONE_FILE {
            let content = fs::read(entry.path())?;
            // WOFF2 is brotli inside already.
            let weight = if name.ends_with(".woff2") { content.len() } else { compressed(&content)? };
            files.push((name, weight));
        }
    }
    Ok(())
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

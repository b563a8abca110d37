//! What the page weighs on the wire.

use crate::run::Result;
use std::{fs, io::Write, path::Path};

/// What the article loads of WASM and JavaScript, compressed, in bytes. A whole provider is in it, and the door to it.
const BUDGET: usize = 290_000;

/// The page as one file, and what it may weigh as it lies on a disk, in bytes.
const ONE_FILE: &str = "api-key-vs-token.html";
const ONE_FILE_BUDGET: usize = 600_000;

/// What a file is counted under, by the end of its name.
const KINDS: [(&str, &[&str]); 7] = [
    ("HTML", &["html"]),
    ("CSS", &["css"]),
    ("fonts", &["woff2"]),
    ("JS", &["js"]),
    ("WASM", &["wasm"]),
    ("other", &[]),
    ("aside", &[]),
];
const OTHER: usize = 5;
const ASIDE: usize = 6;
/// The scripts that only the deck, a blog's page and the link builder load.
const SCRIPTS_ASIDE: [&str; 3] = ["classroom-", "embed", "builder-"];

/// Prints each kind's weight, and fails where the program is over its budget.
pub fn weigh(dist: &Path) -> Result {
    let mut weights = [0; KINDS.len()];
    weigh_folder(dist, &mut weights).map_err(|error| format!("{}: {error}", dist.display()))?;

    println!("\ndist/, compressed with brotli, in KB of 1,000 bytes:");
    for ((kind, _), weight) in KINDS.iter().zip(weights) {
        println!("  {kind:<9} {:>6}", kilobytes(weight));
    }
    println!(
        "  (aside: the scripts of the deck, of embed.js and of the link builder, which the article does not load)"
    );
    let program = weights[3] + weights[4];
    println!("  {:<9} {:>6}  of {} allowed", "WASM + JS", kilobytes(program), kilobytes(BUDGET));
    hold("WASM and JS weigh", program, BUDGET)?;
    let one_file = dist.join(ONE_FILE).metadata().map_err(|error| format!("{ONE_FILE}: {error}"))?.len() as usize;
    println!("\n{ONE_FILE}, as it is: {} of {} allowed", kilobytes(one_file), kilobytes(ONE_FILE_BUDGET));
    hold(&format!("{ONE_FILE} weighs"), one_file, ONE_FILE_BUDGET)
}

/// Fails where something weighs more than it may.
fn hold(what: &str, weight: usize, budget: usize) -> Result {
    match weight > budget {
        true => Err(format!("{what} {} KB, over the budget of {} KB.", kilobytes(weight), kilobytes(budget))),
        false => Ok(()),
    }
}

fn weigh_folder(folder: &Path, weights: &mut [usize; KINDS.len()]) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            weigh_folder(&path, weights)?;
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // Nobody loads it with the page.
        if name == ONE_FILE {
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let of_its_end = KINDS.iter().position(|(_, extensions)| extensions.contains(&extension));
        let kind = match of_its_end {
            Some(_) if extension == "js" && SCRIPTS_ASIDE.iter().any(|aside| name.starts_with(aside)) => ASIDE,
            Some(kind) => kind,
            None => OTHER,
        };
        let content = fs::read(&path)?;
        // WOFF2 is brotli inside already.
        let weight = if extension == "woff2" { content.len() } else { compressed(&content)? };
        weights[kind] += weight;
    }
    Ok(())
}

fn compressed(content: &[u8]) -> std::io::Result<usize> {
    let mut out = Vec::new();
    let mut compressor = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    compressor.write_all(content)?;
    drop(compressor);
    Ok(out.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

//! What the page weighs on the wire.

use crate::run::Result;
use std::{fs, io::Write, path::Path};

/// WASM and JavaScript together, compressed, in bytes. A whole provider is in it, and the door to it.
const BUDGET: usize = 280_000;

const KINDS: [(&str, &[&str]); 6] = [
    ("HTML", &["html"]),
    ("CSS", &["css"]),
    ("fonts", &["woff2"]),
    ("JS", &["js"]),
    ("WASM", &["wasm"]),
    ("other", &[]),
];

/// Prints each kind's weight, and fails where the program is over its budget.
pub fn weigh(dist: &Path) -> Result {
    let mut weights = [0; KINDS.len()];
    weigh_folder(dist, &mut weights).map_err(|error| format!("{}: {error}", dist.display()))?;

    println!("\ndist/, compressed with brotli, in KB of 1,000 bytes:");
    for ((kind, _), weight) in KINDS.iter().zip(weights) {
        println!("  {kind:<9} {:>6}", kilobytes(weight));
    }
    let program = weights[3] + weights[4];
    println!("  {:<9} {:>6}  of {} allowed", "WASM + JS", kilobytes(program), kilobytes(BUDGET));
    if program > BUDGET {
        return Err(format!(
            "WASM and JS weigh {} KB, over the budget of {} KB.",
            kilobytes(program),
            kilobytes(BUDGET)
        ));
    }
    Ok(())
}

fn weigh_folder(folder: &Path, weights: &mut [usize; KINDS.len()]) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            weigh_folder(&path, weights)?;
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let kind = KINDS.iter().position(|(_, extensions)| extensions.contains(&extension));
        let content = fs::read(&path)?;
        // WOFF2 is brotli inside already.
        let weight = if extension == "woff2" { content.len() } else { compressed(&content)? };
        weights[kind.unwrap_or(KINDS.len() - 1)] += weight;
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

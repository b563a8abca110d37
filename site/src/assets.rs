//! What the page loads: one stylesheet out of the files in `style/`, minified in a release as the scripts are,
//! under names that change with what a file holds.

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha384};
use std::{
    ffi::OsStr,
    fs,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

/// The layers of the style, each a folder of `style/`: what a later one says goes before what an earlier one says,
/// however its selectors are made. A scene or a lab so overrides a component without a longer selector, and a mode both.
const LAYERS: [&str; 6] = ["tokens", "base", "ui", "scenes", "labs", "modes"];

/// A folder's layers as one style, without some layers, and files of others (`ui/lab.css`). Within a layer its files follow
/// one another by name.
///
/// # Errors
/// Where a folder or a file in it cannot be read.
pub fn stylesheet(folder: &Path, without: &[&str]) -> io::Result<String> {
    let mut sheet = format!("@layer {};\n", LAYERS.join(", "));
    for layer in LAYERS.into_iter().filter(|layer| !without.contains(layer)) {
        let within = folder.join(layer);
        let mut files = Vec::new();
        if within.is_dir() {
            for entry in fs::read_dir(&within)? {
                files.push(entry?.path());
            }
        }
        files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
        files.retain(|file| !without.iter().any(|without| file.ends_with(without)));
        files.sort();
        for file in files {
            sheet += &format!("@layer {layer} {{\n{}}}\n", fs::read_to_string(file)?);
        }
    }
    Ok(sheet)
}

/// What is minified, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// A stylesheet.
    Css,
    /// A script that stands for itself.
    Script,
    /// A module with all that it imports, as one script. It may import npm packages of `xtask/`, and by the names
    /// here files that the build has made. The program's glue, unless it is among them, is left for the page to find.
    Program(&'a [(&'a str, &'a Path)]),
    /// A module of which only these exports are used; what they do not need goes. (Leptos brings
    /// wasm-streams along, whose classes weigh 0.4 KB in the glue.)
    Module(&'a [&'a str]),
}

/// Minifies with esbuild, which `cargo xtask` brings. `tool` is its program, run by Node.
///
/// # Errors
/// A sentence, where esbuild cannot be run or refuses the source.
pub fn minified(tool: &Path, path: &Path, source: Source) -> Result<String, String> {
    let read = || fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let here = Path::new(".");
    match source {
        Source::Css => esbuild(tool, here, &["--loader=css"], &read()?),
        Source::Script => esbuild(tool, here, &["--loader=js"], &read()?),
        Source::Program(_) | Source::Module(_) => {
            let folder = path.parent().unwrap_or(here);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let mut options = vec!["--bundle".to_owned(), "--format=esm".to_owned()];
            let input = match source {
                Source::Module(exports) => format!("export {{ {} }} from './{name}'", exports.join(", ")),
                Source::Program(made) => {
                    options.extend(made.iter().map(|(name, file)| format!("--alias:{name}={}", file.display())));
                    if made.iter().all(|(name, _)| *name != "glue") {
                        options.push("--external:glue".to_owned());
                    }
                    format!("import './{name}'")
                }
                Source::Css | Source::Script => unreachable!("these are read whole"),
            };
            esbuild(tool, folder, &options, &input)
        }
    }
    .map_err(|fault| format!("{}: {fault}", path.display()))
}

/// Runs esbuild in a folder, minifying; gives what it makes of the input, which may import npm packages of `xtask/`.
///
/// # Errors
/// A sentence, where it cannot be run or refuses the input. (It has said why.)
pub fn esbuild(tool: &Path, folder: &Path, options: &[impl AsRef<OsStr>], input: &str) -> Result<String, String> {
    let mut esbuild = Command::new("node");
    // Without public/tsconfig.json, which says where the types are; esbuild would look there for what is to be run.
    esbuild.arg(tool).args(["--minify", "--log-level=warning", "--tsconfig-raw={}"]).args(options).current_dir(folder);
    esbuild.env("NODE_PATH", tool.ancestors().nth(3).unwrap_or(folder));
    let fault = |error: io::Error| format!("esbuild could not be run ({error}); `cargo xtask build` brings it");
    let mut child = esbuild.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(fault)?;
    child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes())).transpose().map_err(fault)?;
    let output = child.wait_with_output().map_err(fault)?;
    if !output.status.success() {
        return Err("esbuild refused it".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// `name.ext` with a part of the content's hash in it, so that a cache never answers with an old file.
pub fn hashed_name(name: &str, content: &[u8]) -> String {
    let hash: String = Sha384::digest(content)[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{hash}.{extension}")
}

/// The content's hash as an `integrity` attribute holds it.
pub fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        assert_ne!(hashed_name("page.css", b"a"), hashed_name("page.css", b"b"));
        assert!(hashed_name("page.css", b"a").starts_with("page-"));
    }
}

//! `dist/` as an archive, ready to be put on a site or handed on: with its licences, and what hosts want beside it. And
//! the element of `embed.js` as a package for npm, with its types. Nothing is published.

use crate::{
    build::{self, Site},
    run::{Result, command, root, run, say},
};
use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// What goes beside the files of `dist/`: from where in the repository, and under which name.
const BESIDE: &[(&str, &str)] = &[
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
    ("docs/hosting/htaccess", ".htaccess"),
    ("docs/hosting/nginx.conf", "nginx.conf.example"),
];

/// What is in the package for npm: from where in the repository, and under which name.
const ELEMENT: &[(&str, &str)] = &[
    ("dist/embed.js", "embed.js"),
    ("public/npm/index.d.ts", "index.d.ts"),
    ("public/npm/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Builds, and leaves the archive and the package in `target/package/`.
pub fn package(site: Option<&Site>) -> Result {
    build::build_and_weigh(site)?;
    let version = version()?;
    let archive = archive(&root(), &version)?;
    let folder = root().join("target/package");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let path = folder.join(format!("{}.zip", name(&version)));
    fs::write(&path, &archive).map_err(|error| format!("{}: {error}", path.display()))?;
    say(&format!("{}, {} KB", path.display(), archive.len().div_ceil(1000)));
    element(&root(), &folder, &version)
}

/// The package for npm.
fn element(root: &Path, folder: &Path, version: &str) -> Result {
    let staged = folder.join("npm");
    fs::create_dir_all(&staged).map_err(|error| format!("{}: {error}", staged.display()))?;
    let manifest = root.join("public/npm/package.json");
    let manifest = fs::read_to_string(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
    let manifest = manifest.replace(r#""version": "0.0.0""#, &format!(r#""version": "{version}""#));
    fs::write(staged.join("package.json"), manifest).map_err(|error| format!("package.json: {error}"))?;
    for (from, to) in ELEMENT {
        fs::copy(root.join(from), staged.join(to)).map_err(|error| format!("{from}: {error}"))?;
    }
    run(command("npm").current_dir(&staged).args(["pack", "--silent", "--pack-destination", ".."]))
}

fn name(version: &str) -> String {
    format!("api-key-vs-token-{version}")
}

/// The page's version, as Cargo.toml has it.
fn version() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    line.and_then(|rest| rest.split('"').next()).map(str::to_owned).ok_or("Cargo.toml names no version.".to_owned())
}

/// The archive's bytes: the same for the same files, whenever and wherever it is made, so that anyone can check
/// what they were given. So the names are in order, and no file has a date or an owner.
fn archive(root: &Path, version: &str) -> Result<Vec<u8>> {
    let dist = root.join("dist");
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    list(&dist, "", &mut files).map_err(|error| format!("{}: {error}", dist.display()))?;
    files.extend(BESIDE.iter().map(|(from, to)| ((*to).to_owned(), root.join(from))));
    let path = root.join("docs/hosting/_headers");
    let headers = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let headers = headers + &caching(files.iter().map(|(name, _)| name.as_str()));

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut contents = vec![("_headers".to_owned(), headers.into_bytes())];
    for (inside, path) in files {
        contents.push((inside, fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?));
    }
    contents.sort();
    for (inside, content) in contents {
        let fault = |error: zip::result::ZipError| format!("{inside}: {error}");
        zip.start_file(format!("{}/{inside}", name(version)), options).map_err(fault)?;
        zip.write_all(&content).map_err(|error| format!("{inside}: {error}"))?;
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

/// Rules for `_headers` that let files with a hash in their name be kept for good. Each is named in full: where
/// rules overlap, hosts join what they say with a comma.
fn caching<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<_> = names.filter(|name| hashed(name)).collect();
    names.sort_unstable();
    let rule = |name| format!("\n/{name}\n  Cache-Control: public, max-age=31536000, immutable\n");
    names.into_iter().map(rule).collect()
}

/// Whether a name ends in a hash, as Trunk and the page's hook write it.
fn hashed(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_end_matches("_bg");
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        matches!(hash.len(), 12..=16) && hash.chars().all(|c| c.is_ascii_digit() || matches!(c, 'a'..='f'))
    })
}

/// Every file below a folder, with its name inside.
fn list(folder: &Path, inside: &str, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{inside}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => list(&entry.path(), &format!("{name}/"), files)?,
            false => files.push((name, entry.path())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// A repository with a page of a few files, written in this order.
    fn repository(name: &str, order: &[&str]) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-package-{name}-{}", std::process::id()));
        for file in order.iter().copied().chain(BESIDE.iter().map(|(from, _)| *from)).chain(["docs/hosting/_headers"]) {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("this is {file}")).unwrap();
        }
        root
    }

    #[test]
    fn the_same_files_make_the_same_bytes() {
        let one = repository("one", &["dist/index.html", "dist/fonts/a.woff2", "dist/b.js"]);
        let other = repository("other", &["dist/b.js", "dist/fonts/a.woff2", "dist/index.html"]);
        fs::File::open(other.join("dist/b.js")).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        assert_eq!(archive(&one, "1.2.3").unwrap(), archive(&other, "1.2.3").unwrap());
        for root in [one, other] {
            fs::remove_dir_all(root).unwrap();
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_good() {
        let names = ["boot-d22a8a4dd1d4e662.js", "browser-bd5d7d699c6c64bb_bg.wasm", "fonts/mono-9adb6490c5c2.woff2"];
        for name in names {
            assert!(hashed(name), "{name}");
        }
        for name in ["index.html", "embed.js", "api-key-vs-token.html", "LICENSE-APACHE", "fonts/OFL.txt"] {
            assert!(!hashed(name), "{name}");
        }
        let rules = caching(["index.html", names[1], names[0]].into_iter());
        assert!(rules.starts_with("\n/boot-d22a8a4dd1d4e662.js\n  Cache-Control: "), "{rules}");
        assert_eq!(rules.matches("immutable").count(), 2);
    }

    #[test]
    fn all_is_in_it_under_one_versioned_folder() {
        let root = repository("whole", &["dist/index.html", "dist/fonts/a.woff2"]);
        let archive = archive(&root, "1.2.3").unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["index.html", "fonts/a.woff2", "LICENSE-MIT", "LICENSE-APACHE", "_headers", ".htaccess"] {
            assert!(names.contains(&format!("api-key-vs-token-1.2.3/{name}")), "{name} in {names:?}");
        }
        let mut text = String::new();
        zip.by_name("api-key-vs-token-1.2.3/fonts/a.woff2").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "this is dist/fonts/a.woff2");
        fs::remove_dir_all(root).unwrap();
    }
}

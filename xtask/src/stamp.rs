//! Whether `dist/` is what a build of the sources as they stand would leave there. Then there is nothing to build.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

/// Folders that no build of the page reads, at any depth. Nor does it read hidden ones but Cargo's.
const NOT_READ: &[&str] = &["benches", "dist", "node_modules", "target", "tests"];
const CARGO: &str = ".cargo";

/// A number for all that a build reads, files by name and content, and for the address that is built for. Whoever edits
/// while a page is being built has to have it taken before.
///
/// # Errors
///
/// A file cannot be read.
pub fn of_sources(root: &Path, site: Option<&str>) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    site.hash(&mut hasher);
    add(root, &|name| (name == CARGO || !name.starts_with('.')) && !NOT_READ.contains(&name), &mut hasher)?;
    Ok(hasher.finish())
}

/// Whether what lies in `dist/` was made of these sources, and is as the build left it.
pub fn holds(root: &Path, sources: u64) -> bool {
    fs::read_to_string(root.join(STAMP)).is_ok_and(|stamp| of_build(root, sources).is_ok_and(|built| stamp == built))
}

/// Notes that `dist/`, as it lies there, was made of these sources.
///
/// # Errors
///
/// A file of it cannot be read, or the note not be written.
pub fn leave(root: &Path, sources: u64) -> io::Result<()> {
    fs::write(root.join(STAMP), of_build(root, sources)?)
}

const STAMP: &str = "target/dist.stamp";

fn of_build(root: &Path, sources: u64) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    add(&root.join("dist"), &|_| true, &mut hasher)?;
    Ok(format!("{sources:016x} {:016x}", hasher.finish()))
}

/// Adds the files of a folder, and of those in it, in the order of their names.
fn add(folder: &Path, is_read: &dyn Fn(&str) -> bool, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        if !is_read(&name.to_string_lossy()) {
            continue;
        }
        name.hash(hasher);
        if entry.file_type()?.is_dir() {
            add(&entry.path(), is_read, hasher)?;
        } else {
            fs::read(entry.path())?.hash(hasher);
        }
    }
    // Where it ends is part of it: a file that is moved out of the folder is another tree.
    "".hash(hasher);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, path::PathBuf, process};

    /// A repository in a folder of its own, built once.
    fn built(name: &str) -> PathBuf {
        let root = env::temp_dir().join(format!("stamp-{name}-{}", process::id()));
        for (file, content) in
            [("src/lib.rs", "fn main() {}"), ("sim/src/lib.rs", ""), ("dist/index.html", "<p>"), ("target/notes", "")]
        {
            write(&root, file, content);
        }
        leave(&root, of_sources(&root, None).unwrap()).unwrap();
        root
    }

    fn write(root: &Path, file: &str, content: &str) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn is_fresh(root: &Path, site: Option<&str>) -> bool {
        holds(root, of_sources(root, site).unwrap())
    }

    #[test]
    fn a_page_is_fresh_until_what_it_is_made_of_changes() {
        let root = built("sources");
        assert!(is_fresh(&root, None));
        for (file, content) in [("tests/a.rs", "1"), ("sim/tests/a.rs", "1"), ("target/b", "1"), (".git/HEAD", "1")] {
            write(&root, file, content);
            assert!(is_fresh(&root, None), "{file}");
        }
        assert!(!is_fresh(&root, Some("https://demos.example/")), "it says where it is");
        for (file, content) in [("src/lib.rs", "fn other() {}"), ("style/a.css", ""), (".cargo/config.toml", "")] {
            let root = built("changed");
            write(&root, file, content);
            assert!(!is_fresh(&root, None), "{file}");
            fs::remove_dir_all(root).unwrap();
        }
        fs::remove_dir_all(root).unwrap();
        for (file, moved) in [("src/lib.rs", "src/main.rs"), ("src/lib.rs", "lib.rs")] {
            let root = built("moved");
            fs::rename(root.join(file), root.join(moved)).unwrap();
            assert!(!is_fresh(&root, None), "{moved}");
            fs::remove_dir_all(root).unwrap();
        }
    }

    #[test]
    fn a_page_that_is_not_as_it_was_built_is_not_fresh() {
        let root = built("page");
        write(&root, "dist/index.html", "<p>other");
        assert!(!is_fresh(&root, None));
        fs::remove_dir_all(root.join("dist")).unwrap();
        assert!(!is_fresh(&root, None));
        fs::remove_dir_all(root).unwrap();
    }
}

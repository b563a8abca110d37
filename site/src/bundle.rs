//! Several of the program's parts in one file: what a lab on its own page calls, and what the article lacks once it is
//! idle. Parts are much alike, so together they weigh a fifth less than one by one, compressed, and are one request. The
//! file is a WASM module without code. Each part is a custom section of it, by the part's name:
//! `WebAssembly.Module.customSections` takes it out.

use crate::assets::hashed_name;
use crate::parts::{File, Part};
use std::{collections::BTreeMap, fs, path::Path};
use wasm_encoder::{CustomSection, Module};

/// The part that the console's door is in: every page but a scene's own has the door.
const CONSOLE: &str = "console";
/// The part that the door asks for when somebody asks it for attacks.
const ATTACKS: &str = "attacks";
/// The parts of the scenes that stand near the article's top. They come before it is idle.
const EARLY: [&str; 2] = ["opening", "thousand"];

/// All that the article brings once it is idle. Gives the element that `boot.js` takes it from.
///
/// # Errors
/// A sentence, where a file cannot be read or written.
pub fn rest(parts: &[Part], stage: &Path) -> Result<String, String> {
    let early = called(&EARLY, parts)?;
    let rest: Vec<_> = parts.iter().filter(|part| !early.iter().any(|early| early.name == part.name)).collect();
    bundled("rest", &rest, stage)
}

/// What each lab calls, by the lab's part: the elements that its own page takes it from.
///
/// # Errors
/// A sentence, where a file cannot be read or written.
pub fn of_labs<'a>(
    labs: impl Iterator<Item = &'a str>,
    parts: &[Part],
    stage: &Path,
) -> Result<BTreeMap<&'a str, String>, String> {
    let attacks: String = parts.iter().filter(|part| part.name == ATTACKS).map(Part::link).collect();
    let one = |lab| {
        let called = called(&[CONSOLE, lab], parts)?;
        Ok((lab, bundled(&format!("{lab}-lab"), &called, stage)? + &attacks))
    };
    labs.map(one).collect()
}

/// These parts, each behind those that it calls.
fn called<'a>(names: &[&str], parts: &'a [Part]) -> Result<Vec<&'a Part>, String> {
    let mut all = Vec::new();
    for name in names {
        call(name, parts, &mut all)?;
    }
    Ok(all)
}

/// Puts a part behind those that it calls, as far as they are not there.
fn call<'a>(name: &str, parts: &'a [Part], all: &mut Vec<&'a Part>) -> Result<(), String> {
    if all.iter().any(|part| part.name == name) {
        return Ok(());
    }
    let part = parts.iter().find(|part| part.name == name).ok_or_else(|| format!("there is no part {name}"))?;
    for needed in &part.needs {
        call(needed, parts, all)?;
    }
    all.push(part);
    Ok(())
}

fn bundled(name: &str, parts: &[&Part], stage: &Path) -> Result<String, String> {
    let mut module = Module::new();
    for Part { name, file, .. } in parts {
        let content = fs::read(stage.join(&file.name)).map_err(|error| format!("{}: {error}", file.name))?;
        module.section(&CustomSection { name: name.into(), data: content.into() });
    }
    let module = module.finish();
    let File { name, integrity } = File::staged(stage, &hashed_name(&format!("{name}.wasm"), &module), &module)?;
    let parts: Vec<_> = parts.iter().map(|part| part.name.as_str()).collect();
    Ok(format!(r#"<link data-parts="{}" href="./{name}" integrity="{integrity}">"#, parts.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, needs: &[&str]) -> Part {
        let file = File { name: format!("{name}.wasm"), integrity: String::new() };
        Part { name: name.to_owned(), file, needs: needs.iter().map(|need| (*need).to_owned()).collect() }
    }

    #[test]
    fn what_a_part_calls_stands_before_it_and_once() {
        let parts = [
            part("lab", &["scene", "shared"]),
            part("scene", &["settings"]),
            part("settings", &[]),
            part("shared", &[]),
        ];
        let names = |parts: Vec<&Part>| parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(called(&["lab", "settings"], &parts).unwrap()), ["settings", "scene", "shared", "lab"]);
        assert_eq!(called(&["other"], &parts).unwrap_err(), "there is no part other");
    }
}

//! The program in parts. Cargo compiles it as one module, with marks where it may be parted (`src/parts.rs`). Here it is
//! taken apart, before `wasm-bindgen` sees it: a first part with all that any page needs, a part for each scene, for each
//! lab, for the console's door and for the table of attacks. `public/boot.js` fetches them.
//!
//! The splitter makes a module for each set of parts that shares code, two hundred of 1 KB. Merged they are few requests
//! and a third smaller: what the plainest scenes need is in the first part, what a scene shares with its lab alone is in
//! that scene's part, what other scenes share is a part of its own, and what only labs share is one that comes with the
//! first of them. A scene on its own page is two modules: its part is there in one module with what it calls.

use crate::assets::{hashed_name, integrity};
use crate::panics;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
};
use wasm_encoder::{Encode, ExportKind, Module, RawSection};
use wasm_split_cli_support::{Options, transform};
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload, TypeRef};

/// The part with what labs share. It comes with the first of them.
pub const SHARED: &str = "shared";

/// The part with what scenes share that have settings, and labs with them.
const SETTINGS: &str = "settings";

/// The parts of scenes without settings. What these do not need is not in the first part.
const PLAIN: [&str; 2] = ["opening", "leak"];

/// The policy under which the program makes HTML.
const POLICY: &str = "key-vs-token";

/// What the compiler may use, as browsers have it since 2023.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];
/// The length of a hash in a name.
const HASH: usize = 16;

/// How large a module is, in bytes, for which a lab fetches its scene's part too. A quarter of it is what any module has.
const WORTH_A_REQUEST: usize = 4_000;

/// What `wasm-opt` does to each part. The first 1,024 bytes of memory, which it takes for unused, are the far end of the
/// stack: who gets there has overflown it anyway (1.1 KB less with brotli). `-Oz` is smaller before compression, and larger
/// after it. In the order of their names, functions made of one generic function stand together (1.2 KB less).
const SMALLEST: &[&str] = &[
    "--strip-debug",
    "--strip-producers",
    "--low-memory-unused",
    "-Os",
    "--flatten",
    "--rereloop",
    "-Os",
    "--always-inline-max-function-size=4",
    "--reorder-functions-by-name",
];
/// Exports that nothing uses: those of wasm-streams, which comes with Leptos, and those that only kept functions in the
/// first part.
const UNUSED: [&str; 2] = ["--remove-exports=*intounderlying*", "--remove-exports=first:*"];

/// A file in the staged page.
#[derive(Clone, Debug)]
pub struct File {
    /// What a page names it by.
    pub name: String,
    /// Its hash, as an `integrity` attribute holds it.
    pub integrity: String,
}

/// The program, as it is staged.
#[derive(Clone, Debug)]
pub struct Program {
    /// The script that starts it.
    pub glue: File,
    /// Its first part.
    pub first: File,
    /// The others.
    pub parts: Vec<Part>,
    /// The parts of scenes that call others, each in one module with what it calls.
    pub wholes: Vec<Part>,
}

/// A part of the program that is not the first.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// Its module.
    pub file: File,
    /// What it calls, beside the first part.
    pub needs: Vec<String>,
}

impl Part {
    /// What `boot.js` takes it from.
    pub fn link(&self) -> String {
        let Self { name, file: File { name: address, integrity }, needs } = self;
        let needs = if needs.is_empty() { String::new() } else { format!(" data-needs=\"{}\"", needs.join(" ")) };
        format!(r#"<link data-part="{name}"{needs} href="./{address}" integrity="{integrity}">"#)
    }
}

/// What is needed to take the program apart.
#[derive(Clone, Copy, Debug)]
pub struct Workshop<'a> {
    /// The module, as the linker left it.
    pub module: &'a Path,
    /// A folder for what is made on the way.
    pub bench: &'a Path,
    /// The folder of the staged page.
    pub stage: &'a Path,
    /// The folder with the tools from npm.
    pub tools: &'a Path,
    /// The parts that scenes are in.
    pub scenes: &'a [&'a str],
}

impl Workshop<'_> {
    /// Takes the program apart and stages its parts.
    ///
    /// # Errors
    /// A sentence, where a tool is missing or refuses the module.
    pub fn part(&self) -> Result<Program, String> {
        let whole = fs::read(self.module).map_err(|error| fault(self.module, error))?;
        // What the whole module exports is in the first part. So it is parted once to learn what scenes share, and once
        // more when it exports that.
        let mut first = BTreeSet::new();
        let modules_of = self.split(&whole)?;
        for (chunk, users) in users_of(&modules_of) {
            let path = self.made(chunk);
            let content = fs::read(&path).map_err(|error| fault(&path, error))?;
            if self.home(&users, content.len()).is_none() {
                first.extend(function_names(&content)?.into_values());
            }
        }
        let modules_of = self.split(&exporting(&whole, &first)?)?;

        let main = self.main();
        run("wasm-bindgen", |bindgen| {
            bindgen.args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name=browser"]);
            bindgen.arg("--out-dir").arg(self.bench).arg(&main)
        })?;
        let (first, glue) = (self.made("browser_bg"), self.bench.join("browser.js"));
        let hashes = hashes(&fs::read_to_string(&glue).map_err(|error| fault(&glue, error))?);
        for file in [&first, &glue] {
            let content = fs::read(file).map_err(|error| fault(file, error))?;
            fs::write(file, numbered(content, &hashes)).map_err(|error| fault(file, error))?;
        }

        // What the splitter has made for several parts, by the part that takes it in.
        let mut shared: BTreeMap<Option<&str>, BTreeSet<&str>> = BTreeMap::new();
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (chunk, users) in &users_of(&modules_of) {
            let home = self.home(users, fs::metadata(self.made(chunk)).map_or(0, |made| made.len() as usize));
            shared.entry(home).or_default().insert(chunk);
            for user in users {
                needs.entry(user).or_default().extend(home.filter(|home| home != user));
            }
        }

        // Each module that is to be, with the parts in it; in the first there is none.
        let mut modules = vec![("browser".to_owned(), Vec::new())];
        for part in modules_of.keys().map(String::as_str).chain([SHARED, SETTINGS]) {
            modules.push((part.to_owned(), vec![part]));
            let called = needs.get(part).filter(|needs| self.scenes.contains(&part) && !needs.is_empty());
            modules
                .extend(called.map(|called| (format!("{part}-whole"), called.iter().copied().chain([part]).collect())));
        }
        for (name, of) in &modules {
            let into = self.made(name);
            let chunks = |part| shared.get(&part).into_iter().flatten().map(|chunk| self.made(chunk));
            if of.is_empty() {
                self.merge(&first, &chunks(None).collect::<Vec<_>>(), &into)?;
                continue;
            }
            let own = of.iter().map(|part| self.made(&format!("split_{part}"))).filter(|own| own.is_file());
            let pieces: Vec<_> = of.iter().flat_map(|part| chunks(Some(*part))).chain(own).collect();
            let common = self.bench.join("common.wat");
            let one = pieces.first().ok_or_else(|| format!("the part {name} is empty"))?;
            let one = fs::read(one).map_err(|error| fault(one, error))?;
            fs::write(&common, taken_once(&one)?).map_err(|error| fault(&common, error))?;
            self.merge(&common, &pieces, &into)?;
        }
        self.optimize(&modules)?;

        let (mut first, mut parts, mut wholes) = (None, Vec::new(), Vec::new());
        for (name, of) in modules {
            let path = self.made(&name);
            let content = fs::read(&path).map_err(|error| fault(&path, error))?;
            let file = self.stage(&hashed_name(&format!("{name}.wasm"), &content), &content)?;
            match of[..] {
                [] => first = Some(file),
                [part] => {
                    let needs = needs.remove(part).into_iter().flatten().map(str::to_owned).collect();
                    parts.push(Part { name, file, needs });
                }
                [.., part] => wholes.push(Part { name: part.to_owned(), file, needs: Vec::new() }),
            }
        }
        parts.sort_by(|one, other| one.name.cmp(&other.name));
        let first = first.ok_or("the program has no first part")?;

        let glue = trusted(&fs::read_to_string(&glue).map_err(|error| fault(&glue, error))?)?;
        let glue = self.stage(&first.name.replace(".wasm", ".js"), glue.as_bytes())?;
        Ok(Program { glue, first, parts, wholes })
    }

    /// Parts a module; gives what the splitter has made for each part.
    fn split(&self, module: &[u8]) -> Result<HashMap<String, Vec<String>>, String> {
        // What was left here would count as a part of this one.
        let _ = fs::remove_dir_all(self.bench);
        let main = self.main();
        let mut options = Options::new(module);
        (options.output_dir, options.main_out_path) = (self.bench, &main);
        let split = transform(options).map_err(|error| format!("the program could not be parted: {error:#}"))?;
        Ok(split.prefetch_map)
    }

    /// The first part, as the splitter makes it.
    fn main(&self) -> PathBuf {
        self.bench.join("main.wasm")
    }

    /// Which part takes in a module of that many bytes that these share; none is the first.
    fn home<'a>(&self, users: &BTreeSet<&'a str>, bytes: usize) -> Option<&'a str> {
        let scenes: Vec<_> = users.iter().copied().filter(|user| self.scenes.contains(user)).collect();
        match scenes[..] {
            [] => Some(SHARED),
            [scene] if users.len() == 2 && bytes >= WORTH_A_REQUEST => Some(scene),
            _ if scenes.iter().any(|scene| PLAIN.contains(scene)) => None,
            _ => Some(SETTINGS),
        }
    }

    /// A module that the splitter has made.
    fn made(&self, name: &str) -> PathBuf {
        self.bench.join(name).with_extension("wasm")
    }

    /// Merges modules with the one that they take everything from. They take nothing from one another.
    fn merge(&self, from: &Path, modules: &[PathBuf], into: &Path) -> Result<(), String> {
        self.binaryen("wasm-merge", |merge| {
            merge.arg(from).arg("__wasm_split");
            for (i, module) in modules.iter().enumerate() {
                merge.arg(module).arg(format!("piece{i}"));
            }
            // With names, by which functions are found and put in order later.
            merge.args(FEATURES).args(["-g", "-o"]).arg(into)
        })
    }

    /// Two at a time, as most machines that build this can: the largest takes as long as all others together.
    fn optimize(&self, modules: &[(String, Vec<&str>)]) -> Result<(), String> {
        let one = |(name, of): &(String, Vec<&str>)| {
            let path = &self.made(name);
            let content = fs::read(path).map_err(|error| fault(path, error))?;
            fs::write(path, panics::silent(content)?).map_err(|error| fault(path, error))?;
            self.binaryen("wasm-opt", |opt| {
                opt.arg(path)
                    .args(FEATURES)
                    .args(UNUSED.iter().filter(|_| of.is_empty()))
                    .args(SMALLEST)
                    .arg("-o")
                    .arg(path)
            })
        };
        let next = std::sync::Mutex::new(modules.iter());
        let work = || loop {
            let module = next.lock().map_err(|_| "a wasm-opt stopped at a fault")?.next();
            match module {
                Some(module) => one(module)?,
                None => return Ok(()),
            }
        };
        thread::scope(|scope| {
            let other = scope.spawn(work);
            work().and(other.join().unwrap_or_else(|_| Err("a wasm-opt stopped at a fault".to_owned())))
        })
    }

    fn binaryen(&self, tool: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), String> {
        let path = self.tools.join("node_modules/binaryen/bin").join(tool);
        run("node", |node| with(node.arg(path)))
    }

    fn stage(&self, name: &str, content: &[u8]) -> Result<File, String> {
        let path = self.stage.join(name);
        fs::write(&path, content).map_err(|error| fault(&path, error))?;
        Ok(File { name: name.to_owned(), integrity: integrity(content) })
    }
}

/// The hashes in the names that `wasm-bindgen` gives to what the program takes from the browser: `__wbg_now_0123456789abcdef`.
fn hashes(glue: &str) -> BTreeSet<[u8; HASH]> {
    let names =
        glue.split("__wbg_").skip(1).filter_map(|rest| rest.split(|c: char| c != '_' && !c.is_alphanumeric()).next());
    names.filter_map(|name| name.rsplit_once('_')?.1.as_bytes().try_into().ok()).collect()
}

/// The module, or its glue, with a number in place of each of these hashes, as long as it: a hash cannot be compressed
/// (2.4 KB less in both).
fn numbered(mut content: Vec<u8>, hashes: &BTreeSet<[u8; HASH]>) -> Vec<u8> {
    let numbers: HashMap<_, _> = hashes.iter().enumerate().map(|(i, hash)| (hash, format!("{i:0HASH$}"))).collect();
    for at in 0..content.len().saturating_sub(HASH) {
        if let Some(number) = content[at..].first_chunk().and_then(|piece| numbers.get(piece)) {
            content[at..at + HASH].copy_from_slice(number.as_bytes());
        }
    }
    content
}

/// The glue, with what the program makes into HTML sent through a policy of its own (Trusted Types): a page under
/// `require-trusted-types-for 'script'` takes no other HTML. Nobody else can reach the policy, so nothing passes it but
/// what comes out of the program's memory.
fn trusted(glue: &str) -> Result<String, String> {
    let sink = ".innerHTML = getStringFromWasm0(arg1, arg2)";
    let [before, after] = glue.split(sink).collect::<Vec<_>>()[..] else {
        return Err(format!("the glue was expected to have `{sink}` once"));
    };
    Ok(format!(
        "const policy = globalThis.trustedTypes?.createPolicy('{POLICY}', {{ createHTML: (html) => html }});\n\
         const made = (html) => policy?.createHTML(html) ?? html;\n\
         {before}.innerHTML = made(getStringFromWasm0(arg1, arg2)){after}"
    ))
}

/// The names of a module's functions.
pub(crate) fn function_names(module: &[u8]) -> Result<BTreeMap<u32, String>, String> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(section) = payload.map_err(unreadable)? else { continue };
        let KnownCustom::Name(subsections) = section.as_known() else { continue };
        for subsection in subsections {
            if let Name::Function(functions) = subsection.map_err(unreadable)? {
                for function in functions {
                    let function = function.map_err(unreadable)?;
                    names.insert(function.index, function.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

/// The module, with the functions of these names among its exports.
fn exporting(module: &[u8], names: &BTreeSet<String>) -> Result<Vec<u8>, String> {
    let mut functions = function_names(module)?;
    functions.retain(|_, name| names.contains(name));
    let mut with = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else { continue };
        let range = range.start as usize..range.end as usize;
        let mut data = Vec::new();
        if let Payload::ExportSection(exports) = &payload {
            (exports.count() + functions.len() as u32).encode(&mut data);
            data.extend(&module[exports.original_position() as usize..range.end]);
            for index in functions.keys() {
                format!("first:{index}").as_str().encode(&mut data);
                ExportKind::Func.encode(&mut data);
                index.encode(&mut data);
            }
        } else {
            data.extend(&module[range]);
        }
        with.section(&RawSection { id, data: &data });
    }
    Ok(with.finish())
}

pub(crate) fn unreadable(error: BinaryReaderError) -> String {
    format!("the program cannot be read: {error}")
}

/// A module, as text, that takes from the first part what each of the merged ones takes (memory, table, globals; all of
/// them take the same), and hands it on: one after the other they would leave as many memories in one module, which
/// browsers do not allow.
fn taken_once(one_of_them: &[u8]) -> Result<String, String> {
    let mut text = "(module\n".to_owned();
    for payload in Parser::new(0).parse_all(one_of_them) {
        let Payload::ImportSection(imports) = payload.map_err(unreadable)? else { continue };
        for import in imports.into_imports() {
            let import = import.map_err(unreadable)?;
            let (what, kind) = match import.ty {
                TypeRef::Memory(memory) => (format!("memory $m {}", memory.initial), "memory $m"),
                TypeRef::Table(table) => (format!("table $t {} funcref", table.initial), "table $t"),
                TypeRef::Global(_) => ("global $g (mut i32)".to_owned(), "global $g"),
                _ => {
                    return Err(format!(
                        "a part takes {} from the first, which is neither memory nor table",
                        import.name
                    ));
                }
            };
            text += &format!("(import \"first\" {:?} ({what}))\n(export {:?} ({kind}))\n", import.name, import.name);
        }
    }
    Ok(text + ")\n")
}

/// The modules that the splitter has made for several parts, each with those.
fn users_of(modules_of: &HashMap<String, Vec<String>>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut users: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (part, modules) in modules_of {
        for chunk in modules.iter().filter(|module| module.starts_with("chunk_")) {
            users.entry(chunk.as_str()).or_default().insert(part.as_str());
        }
    }
    users
}

fn run(program: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), String> {
    let mut command = Command::new(program);
    let missing = |error: io::Error| format!("{program} could not be run ({error}); `cargo xtask build` brings it");
    let output = with(&mut command).output().map_err(missing)?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{program} refused the module: {}", String::from_utf8_lossy(&output.stderr)))
}

fn fault(path: &Path, error: io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_where_a_hash_stood_and_nothing_else_has_changed() {
        let glue =
            "{ __wbg_now_00ff00ff00ff00ff: 1, __wbg_log_0123456789abcdef() {}, __wbg_set_wasm: 2, x_0123456789abcdee }";
        let hashes = hashes(glue);
        let numbered = String::from_utf8(numbered(glue.into(), &hashes)).unwrap();
        assert_eq!(
            numbered,
            "{ __wbg_now_0000000000000000: 1, __wbg_log_0000000000000001() {}, __wbg_set_wasm: 2, x_0123456789abcdee }"
        );
    }
}

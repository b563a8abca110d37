//! The program in parts. Cargo compiles it as one module, with marks where it may be parted (`src/parts.rs`). Here it is
//! taken apart, before `wasm-bindgen` sees it: a first part with all that any page needs, a part for each demo and for
//! the table of attacks, and one that holds what several of these have in common. `public/boot.js` fetches them.
//!
//! The splitter makes a module for each set of parts that shares code, a hundred of 1 KB; merged into one, they are
//! one request and a third smaller.

use crate::assets::{hashed_name, integrity};
use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
};
use wasm_split_cli_support::{Options, transform};
use wasmparser::{BinaryReaderError, Parser, Payload, TypeRef};

/// The part with what others share. It comes with the first of them.
pub const SHARED: &str = "shared";

/// The policy under which the program makes HTML.
const POLICY: &str = "key-vs-token";

/// The script from which the first part takes what asks for another, until it is bundled into the glue.
pub const LOADER: &str = "parts.js";

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
/// What `wasm-opt` does to each part. The first 1,024 bytes of memory, which it takes for unused, are the far end of the
/// stack: who gets there has overflown it anyway (1.1 KB less with brotli).
const SMALLEST: &[&str] =
    &["--strip-debug", "--strip-producers", "--low-memory-unused", "--flatten", "--rereloop", "-Oz", "--converge"];
/// Exports of wasm-streams, which comes with Leptos and which nothing here uses.
const UNUSED: &str = "--remove-exports=*intounderlying*";

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
    /// The others, with what each is called.
    pub parts: Vec<(String, File)>,
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
}

impl Workshop<'_> {
    /// Takes the program apart and stages its parts.
    ///
    /// # Errors
    /// A sentence, where a tool is missing or refuses the module.
    pub fn part(&self) -> Result<Program, String> {
        let whole = fs::read(self.module).map_err(|error| fault(self.module, error))?;
        // What an earlier build left would count as a part of this one.
        let _ = fs::remove_dir_all(self.bench);
        let mut options = Options::new(&whole);
        let main = self.bench.join("main.wasm");
        let link_name = format!("./{LOADER}");
        (options.output_dir, options.main_out_path, options.link_name) = (self.bench, &main, &link_name);
        let split = transform(options).map_err(|error| format!("the program could not be parted: {error:#}"))?;

        run("wasm-bindgen", |bindgen| {
            bindgen.args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name=browser"]);
            bindgen.arg("--out-dir").arg(self.bench).arg(&main)
        })?;

        let (chunks, own): (Vec<_>, Vec<_>) =
            split.split_modules.into_iter().partition(|path| named(path, "chunk_").is_some());
        let shared = self.bench.join("shared.wasm");
        let common = self.bench.join("common.wat");
        let chunk = chunks.first().ok_or("no parts share anything")?;
        let chunk = fs::read(chunk).map_err(|error| fault(chunk, error))?;
        fs::write(&common, taken_once(&chunk)?).map_err(|error| fault(&common, error))?;
        self.binaryen("wasm-merge", |merge| {
            merge.arg(&common).arg("__wasm_split");
            // Each under a name of its own: they take nothing from one another.
            for (i, chunk) in chunks.iter().enumerate() {
                merge.arg(chunk).arg(format!("chunk{i}"));
            }
            merge.args(FEATURES).arg("-o").arg(&shared)
        })?;

        let mut modules = vec![(None, self.bench.join("browser_bg.wasm")), (Some(SHARED.to_owned()), shared)];
        for path in own {
            let part = named(&path, "split_").ok_or_else(|| format!("{}: what part is this?", path.display()))?;
            modules.push((Some(part), path));
        }
        self.optimize(&modules)?;

        let mut parts = Vec::new();
        let mut first = None;
        for (part, path) in modules {
            let content = fs::read(&path).map_err(|error| fault(&path, error))?;
            let file = match &part {
                Some(part) => hashed_name(&format!("{part}.wasm"), &content),
                None => hashed_name("browser.wasm", &content),
            };
            let file = self.stage(&file, &content)?;
            match part {
                Some(part) => parts.push((part, file)),
                None => first = Some(file),
            }
        }
        parts.sort_by(|(one, _), (other, _)| one.cmp(other));
        let first = first.ok_or("the program has no first part")?;

        let glue = self.bench.join("browser.js");
        let glue = trusted(&fs::read_to_string(&glue).map_err(|error| fault(&glue, error))?)?;
        let glue = self.stage(&first.name.replace(".wasm", ".js"), glue.as_bytes())?;
        self.stage(LOADER, loader(&glue.name, &parts).as_bytes())?;
        Ok(Program { glue, first, parts })
    }

    /// Two at a time, as most machines that build this can: the largest takes as long as all others together.
    fn optimize(&self, modules: &[(Option<String>, PathBuf)]) -> Result<(), String> {
        let one = |(part, path): &(Option<String>, PathBuf)| {
            self.binaryen("wasm-opt", |opt| {
                opt.arg(path).args(FEATURES).args(part.is_none().then_some(UNUSED)).args(SMALLEST).arg("-o").arg(path)
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

/// What the first part asks for a part, in the splitter's terms: a function for each, which calls back when the part is
/// there. It always is, since `boot.js` brings a part before anything in it is called.
fn loader(glue: &str, parts: &[(String, File)]) -> String {
    let names = parts.iter().filter(|(part, _)| part != SHARED);
    let exports: Vec<_> = names.map(|(part, _)| format!("there as __wasm_split_load_{part}")).collect();
    format!(
        "import {{ initSync }} from './{glue}';\n\
         const there = (callback, data) => initSync().__indirect_function_table.get(callback)(data, 1);\n\
         export {{ {} }};\n",
        exports.join(", ")
    )
}

/// A module, as text, that takes from the first part what each of the merged ones takes (memory, table, globals; all of
/// them take the same), and hands it on: one after the other they would leave as many memories in one module, which
/// browsers do not allow.
fn taken_once(one_of_them: &[u8]) -> Result<String, String> {
    let fault = |error: BinaryReaderError| format!("a part of the program cannot be read: {error}");
    let mut text = "(module\n".to_owned();
    for payload in Parser::new(0).parse_all(one_of_them) {
        let Payload::ImportSection(imports) = payload.map_err(fault)? else { continue };
        for import in imports.into_imports() {
            let import = import.map_err(fault)?;
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

/// What follows in a file's name.
fn named(path: &Path, before: &str) -> Option<String> {
    path.file_stem().and_then(OsStr::to_str)?.strip_prefix(before).map(str::to_owned)
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

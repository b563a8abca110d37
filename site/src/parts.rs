//! The program in parts. Cargo compiles it as one module, with marks where it may be parted (`src/parts.rs`). Here it is
//! taken apart, before `wasm-bindgen` sees it: a first part with all that any page needs, a part for each scene, for each
//! lab, for the console's door and for the table of attacks. `public/boot.js` fetches them.
//!
//! The splitter makes a module for each set of parts that shares code, two hundred of 1 KB. Merged they are few requests
//! and a third smaller: what the plainest scenes need is in the first part, what a scene shares with its lab alone is in
//! that scene's part, what other scenes share is a part of its own, and what only labs share is one that comes with the
//! first of them. A scene on its own page is two modules: one with what scenes have in common, and one with what else it
//! uses itself.

use crate::assets::{hashed_name, integrity};
use crate::module::{exporting, function_names, in_one_table, numbered, taken_once};
use crate::one_file::PROGRAM;
use crate::panics;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
};
use wasm_split_cli_support::{Options, transform};

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
/// Exports that only kept functions in the first part.
const UNUSED: &str = "--remove-exports=first:*";

/// What any page uses of the program's glue.
pub const EXPORTS: &[&str] = &["default", "begin", "make", "build", "mount", "unmount", "enter", "at_work"];

/// What else `public/door.js` uses of it. A scene on its own page has no door.
pub const DOOR: &[&str] =
    &["send", "now", "advance", "reset", "credentials", "approve", "deny", "log", "attacks", "attack"];

/// What wasm-streams exports, which comes with Leptos: nothing uses it.
const STREAMS: &str = "intounderlying";

/// A file in the staged page.
#[derive(Clone, Debug)]
pub struct File {
    /// What a page names it by.
    pub name: String,
    /// Its hash, as an `integrity` attribute holds it.
    pub integrity: String,
}

impl File {
    /// Puts this content into the staged page, under this name.
    pub(crate) fn staged(stage: &Path, name: &str, content: &[u8]) -> Result<Self, String> {
        let path = stage.join(name);
        fs::write(&path, content).map_err(|error| fault(&path, error))?;
        Ok(Self { name: name.to_owned(), integrity: integrity(content) })
    }
}

/// The program of the article, as it is staged.
#[derive(Clone, Debug)]
pub struct Program {
    /// The script that starts it.
    pub glue: File,
    /// Its first part.
    pub first: File,
    /// The others.
    pub parts: Vec<Part>,
}

/// The program of scenes on their own pages, as it is staged.
#[derive(Clone, Debug)]
pub struct Scenes {
    /// The script that starts it: it becomes a part of theirs.
    pub glue: String,
    /// What scenes have in common.
    pub first: File,
    /// A part for each scene, with all else that it calls.
    pub parts: Vec<Part>,
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

/// The template that names the program: its first part, and in elements the rest.
pub fn template(first: &File, rest: &str) -> String {
    let File { name, integrity } = first;
    format!("{PROGRAM} data-wasm=\"./{name}\" data-integrity=\"{integrity}\">{rest}</template>")
}

/// Modules that the splitter has made for several parts, each with those.
type Users<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Which of the splitter's modules go into which.
struct Plan {
    first: Vec<PathBuf>,
    parts: Vec<Planned>,
}

/// A part that is to be.
struct Planned {
    name: String,
    /// How its module is called.
    file: String,
    needs: Vec<String>,
    pieces: Vec<PathBuf>,
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
    /// Takes the program apart and stages its parts, for the article and for scenes on their own pages.
    ///
    /// # Errors
    /// A sentence, where a tool is missing or refuses the module.
    pub fn part(&self) -> Result<(Program, Scenes), String> {
        let whole = fs::read(self.module).map_err(|error| fault(self.module, error))?;
        let whole = exporting(&panics::silent(whole)?, &BTreeSet::new(), |name| !name.contains(STREAMS))?;
        // What the whole module exports is in the first part. So it is parted once to learn what scenes share, and then
        // once more for each of the two, when it exports that.
        let (mut of_article, mut of_scenes) = (BTreeSet::new(), BTreeSet::new());
        for (chunk, users) in users_of(&self.split(&whole)?) {
            let content = self.read(chunk)?;
            let functions = function_names(&content)?;
            if self.home(&users, content.len()).is_none() {
                of_article.extend(functions.values().cloned());
            }
            if self.is_common(&users) {
                of_scenes.extend(functions.into_values());
            }
        }
        let modules_of = self.split(&exporting(&whole, &of_scenes, |name| !is_of_door(name))?)?;
        let (glue, first, parts) = self.made_of("scene", self.planned_for_scenes(&users_of(&modules_of)))?;
        let scenes = Scenes { glue, first, parts };

        let modules_of = self.split(&exporting(&whole, &of_article, |_| true)?)?;
        let names = modules_of.keys().map(String::as_str);
        let (glue, first, parts) = self.made_of("browser", self.planned_for_article(names, &users_of(&modules_of)))?;
        let glue = self.stage(&first.name.replace(".wasm", ".js"), glue.as_bytes())?;
        Ok((Program { glue, first, parts }, scenes))
    }

    /// The article comes in parts that it has once each, and that call one another.
    fn planned_for_article<'a>(&self, names: impl Iterator<Item = &'a str>, users: &Users<'a>) -> Plan {
        // What the splitter has made for several parts, by the part that takes it in.
        let mut shared: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (chunk, users) in users {
            let home = self.home(users, fs::metadata(self.made(chunk)).map_or(0, |made| made.len() as usize));
            shared.entry(home).or_default().push(chunk);
            for user in users {
                needs.entry(user).or_default().extend(home.filter(|home| home != user));
            }
        }
        let part = |name: &str| Planned {
            name: name.to_owned(),
            file: name.to_owned(),
            needs: needs.get(name).into_iter().flatten().map(|part| (*part).to_owned()).collect(),
            pieces: self.pieces(shared.get(&Some(name)).into_iter().flatten().copied(), name),
        };
        let parts = names.chain([SHARED, SETTINGS]).map(part).collect();
        Plan { first: self.pieces(shared.get(&None).into_iter().flatten().copied(), ""), parts }
    }

    /// A scene on its own page comes in two modules: what scenes have in common, and what else it uses itself.
    fn planned_for_scenes(&self, users: &Users) -> Plan {
        let part = |scene: &&str| {
            let is_its = |(_, users): &(&&str, &BTreeSet<&str>)| users.contains(scene) && !self.is_common(users);
            let chunks = users.iter().filter(is_its).map(|(chunk, _)| *chunk);
            let file = format!("{scene}-whole");
            Planned { name: (*scene).to_owned(), file, needs: Vec::new(), pieces: self.pieces(chunks, scene) }
        };
        let common = users.iter().filter(|(_, users)| self.is_common(users)).map(|(chunk, _)| *chunk);
        Plan { first: self.pieces(common, ""), parts: self.scenes.iter().map(part).collect() }
    }

    /// Whether scenes have in common what these use: all of them do, or all but one. (With all but two,
    /// Two piles of loot is 6 KB heavier and One letter changed 2 KB lighter; with all, both are 3 KB heavier.)
    fn is_common(&self, users: &BTreeSet<&str>) -> bool {
        self.scenes.iter().filter(|scene| !users.contains(*scene)).count() <= 1
    }

    /// Where these modules of the splitter's are, and that of the part itself, if it has one.
    fn pieces<'a>(&self, chunks: impl Iterator<Item = &'a str>, part: &str) -> Vec<PathBuf> {
        let own = Some(self.made(&format!("split_{part}"))).filter(|own| own.is_file());
        chunks.map(|chunk| self.made(chunk)).chain(own).collect()
    }

    /// Merges what the splitter has made, makes it small, and stages it. Gives the glue, the first part and the others.
    fn made_of(&self, name: &str, plan: Plan) -> Result<(String, File, Vec<Part>), String> {
        run("wasm-bindgen", |bindgen| {
            bindgen.args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name=bound"]);
            bindgen.arg("--out-dir").arg(self.bench).arg(self.main())
        })?;
        let glue = self.bench.join("bound.js");
        let glue = fs::read_to_string(&glue).map_err(|error| fault(&glue, error))?;

        self.merge(&self.made("bound_bg"), &plan.first, &self.made(name))?;
        for Planned { file, pieces, .. } in &plan.parts {
            let common = self.bench.join("common.wat");
            let one = pieces.first().ok_or_else(|| format!("the part {file} is empty"))?;
            let one = fs::read(one).map_err(|error| fault(one, error))?;
            fs::write(&common, taken_once(&one)?).map_err(|error| fault(&common, error))?;
            self.merge(&common, pieces, &self.made(file))?;
        }
        self.optimize(name, &plan.parts)?;

        let (first, glue) = numbered(&in_one_table(&self.read(name)?)?, &glue)?;
        let stage = |name: &str, content: &[u8]| self.stage(&hashed_name(&format!("{name}.wasm"), content), content);
        let mut parts = Vec::new();
        for Planned { name, file, needs, .. } in plan.parts {
            let file = stage(&file, &self.read(&file)?)?;
            parts.push(Part { name, file, needs });
        }
        parts.sort_by(|one, other| one.name.cmp(&other.name));
        Ok((trusted(&glue)?, stage(name, &first)?, parts))
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

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.made(name);
        fs::read(&path).map_err(|error| fault(&path, error))
    }

    /// A module that is made on the way.
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
    fn optimize(&self, first: &str, parts: &[Planned]) -> Result<(), String> {
        let one = |name: &str| {
            let path = &self.made(name);
            self.binaryen("wasm-opt", |opt| {
                let unused = (name == first).then_some(UNUSED);
                opt.arg(path).args(FEATURES).args(unused).args(SMALLEST).arg("-o").arg(path)
            })
        };
        let names = std::iter::once(first).chain(parts.iter().map(|part| part.file.as_str()));
        let next = std::sync::Mutex::new(names);
        let work = || loop {
            let name = next.lock().map_err(|_| "a wasm-opt stopped at a fault")?.next();
            match name {
                Some(name) => one(name)?,
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
        File::staged(self.stage, name, content)
    }
}

/// Whether it is an export of the door's, or says of one what it takes: the compiler puts a hash after the names.
fn is_of_door(export: &str) -> bool {
    let export = export.strip_prefix("__wbindgen_describe_").unwrap_or(export);
    export.rsplit_once('_').is_some_and(|(name, _)| DOOR.contains(&name))
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

fn users_of(modules_of: &HashMap<String, Vec<String>>) -> Users<'_> {
    let mut users = Users::new();
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

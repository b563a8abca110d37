//! Build time only: Trunk's `post_build` hook. Fills the staged `index.html` with the article, every demo's
//! still picture, the stylesheet and the fonts, and closes a release page with its CSP.

use base64::prelude::{BASE64_STANDARD, Engine};
use key_vs_token::demos;
use site::{
    alone,
    assets::{Source, esbuild, hashed_name, integrity, minified, stylesheet},
    bundle, classroom,
    one_file::{self, Site},
    parts::{self, File, Part, Program, Scenes, Workshop, template},
    preview::{self, Pictures},
    scene, shell,
    tools::{TOOLS, Tool},
};
use std::{
    borrow::Cow,
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// No inline script or style, no other origin, nothing the page does not use. WASM is compiled under
/// `wasm-unsafe-eval`, which allows just that.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; \
                      font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

fn main() -> ExitCode {
    match prerender() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("prerender: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn prerender() -> Result<(), String> {
    let stage = PathBuf::from(variable("TRUNK_STAGING_DIR")?);
    let source = PathBuf::from(variable("TRUNK_SOURCE_DIR")?);
    // Trunk's own server adds an inline script for live reload, so only a release is closed.
    let release = variable("TRUNK_PROFILE")? == "release";

    let fonts = copy_fonts(&source.join("public/fonts"), &stage.join("fonts"))?;
    let esbuild = source.join("xtask/node_modules/esbuild/bin/esbuild");
    let styled = |name: &str, without: &[&str]| -> Result<String, String> {
        let mut css = stylesheet(&source.join("style"), without).map_err(|error| format!("style/: {error}"))?;
        for (name, hashed) in &fonts {
            css = css.replace(name.as_str(), hashed);
        }
        if release {
            let whole = stage.join(name);
            write(&whole, css.as_bytes())?;
            css = minified(&esbuild, &whole, Source::Css)?;
            fs::remove_file(&whole).map_err(|error| format!("{}: {error}", whole.display()))?;
        }
        staged_style(name, css.as_bytes(), &stage)
    };
    let style = styled("page.css", &[])?;

    // In the page itself: a browser takes an icon anew at each change of the fragment.
    let icon = source.join("public/favicon.svg");
    let icon = fs::read(&icon).map_err(|error| format!("{}: {error}", icon.display()))?;
    let icon = BASE64_STANDARD.encode(icon);
    let mut assets = format!("<link rel=\"icon\" type=\"image/svg+xml\" href=\"data:image/svg+xml;base64,{icon}\">\n");
    for (_, hashed) in fonts.iter().filter(|(name, _)| !name.contains("italic")) {
        assets += &format!(r#"<link rel="preload" href="./fonts/{hashed}" as="font" type="font/woff2" crossorigin>"#);
        assets.push('\n');
    }
    assets += &style;

    let policy = |more: &str| {
        let policy = format!(r#"<meta http-equiv="Content-Security-Policy" content="{POLICY}{more}">"#);
        if release { policy } else { String::new() }
    };

    let path = stage.join("index.html");
    let mut page = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    for (mark, text) in [("policy", policy("")), ("assets", assets.clone()), ("page", shell::body()?)] {
        page = replaced(&page, mark, &text)?;
    }
    let (with_program, of_release) = with_program_waiting(&page, release.then_some((&source, &stage)))?;
    page = with_program;
    if release {
        page = minify_scripts(&esbuild, &stage, page)?;
    }
    let boot = minified(&esbuild, &source.join("public/boot.js"), Source::Program(&[]))?;
    page = replaced(&page, "boot", &staged_script("boot.js", &boot, &stage)?)?;
    page = replaced(&page, "modes", &modes(&esbuild, &source, &stage)?)?;
    let notices = notices(&source, &stage)?;
    let mut size = None;
    if release {
        let tools = source.join("xtask");
        let site = Site { page: &page, policy: POLICY, stage: &stage, tools: &tools, notices: &notices };
        let file = site.one_file()?;
        write(&stage.join(one_file::NAME), file.as_bytes())?;
        size = Some(file.len());
    }
    page = page.replace(one_file::HEAD, "").replace(one_file::WORDS, &one_file::words(size));

    let site = env::var("SITE_ADDRESS").ok();
    let scenes = preview::pictures(&source.join("public/pictures"))?;
    let own = of_release.map(|Release { scenes: program, parts }| {
        let style = styled("scene.css", scene::WITHOUT)?;
        let lab_style = styled("lab.css", scene::LAB_WITHOUT)?;
        let script = scene_script(&program.glue, &esbuild, &source, &stage)?;
        let labs = demos::ALL.iter().filter(|demo| demo.question.is_none()).filter_map(|demo| demo.part);
        let labs = bundle::of_labs(labs, &parts, &stage)?;
        Ok::<_, String>(scene::Own { style, lab_style, script, program, labs })
    });
    let own = own.transpose()?;
    alone_pages(&page, &scenes, own.as_ref(), site.as_deref(), &source, &stage)?;
    let article = preview::article(&page, &scenes)?.head(site.as_deref());
    let page = page.replacen("</head>", &[&article, "</head>"].concat(), 1);
    write(&path, page.as_bytes())?;

    // Under the same names for good: other people's pages name them. A page that names a version keeps the element as it
    // was; the demos in it are those of the site.
    for (file, home) in
        [("embed.js", "./"), ("latest/embed.js", "../"), (concat!(env!("CARGO_PKG_VERSION"), "/embed.js"), "../")]
    {
        let path = stage.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&stage)).map_err(|error| format!("{file}: {error}"))?;
        write(&path, embed_script(&esbuild, &source.join("public/embed.js"), &scenes, home)?.as_bytes())?;
    }

    let mode = page.lines().find(|line| line.contains("src=\"./mode-")).ok_or("index.html lacks mode.js")?;
    let css = minified(&esbuild, &source.join("style/tools/tools.css"), Source::Css)?;
    let style = staged_style("tools.css", css.as_bytes(), &stage)?;
    for tool in &TOOLS {
        // Their frames hold demos, and the builder shows the scenes' pictures.
        let policy = policy("; frame-src 'self'").replace("img-src data:", "img-src 'self' data:");
        let head = [&policy, mode, &assets, &style].join("\n");
        write(&stage.join(tool.file), document(tool, &head, &esbuild, &source, &stage)?.as_bytes())?;
    }
    Ok(())
}

/// Stages the one script of a scene's own page, with the program's glue in it; gives the element that takes it.
fn scene_script(glue: &str, esbuild: &Path, source: &Path, stage: &Path) -> Result<String, String> {
    let of_scene = stage.join("glue.js");
    write(&of_scene, glue.as_bytes())?;
    let glue = minified(esbuild, &of_scene, Source::Module(parts::EXPORTS))?;
    write(&of_scene, glue.as_bytes())?;
    let script = minified(esbuild, &source.join("public/scene.js"), Source::Program(&[("glue", &of_scene)]))?;
    fs::remove_file(&of_scene).map_err(|error| format!("{}: {error}", of_scene.display()))?;
    // `async`: a module that waits for the page to be parsed runs in the task that also lays it out for the first time,
    // and the post's thread is held up for both together (tests/bench/embeds.mjs).
    Ok(staged_script("scene.js", &script, stage)?.replacen("<script", "<script async", 1))
}

/// Stages a page for each demo, and beside a scene's its picture and, where the site's address is known, what it answers
/// to oEmbed. `own` is what scenes have in place of the article's style and scripts.
fn alone_pages(
    page: &str,
    scenes: &Pictures,
    own: Option<&scene::Own>,
    site: Option<&str>,
    source: &Path,
    stage: &Path,
) -> Result<(), String> {
    let folder = stage.join(alone::FOLDER);
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (head, _) = page.split_once("<body>").ok_or("index.html has no <body>")?;
    for demo in demos::ALL {
        let name = demo.name;
        let whole = match (own, demo.part) {
            (Some(own), Some(part)) if demo.question.is_some() => Cow::Owned(scene::head(head, own, part)? + "<body>"),
            (Some(own), part) => Cow::Owned(scene::lab_head(head, own, part)? + "<body>"),
            (None, _) => Cow::Borrowed(page),
        };
        let (alone, oembed) = alone::page(&whole, demo, scenes, site)?;
        write(&folder.join(format!("{name}.html")), alone.as_bytes())?;
        if let Some(oembed) = oembed {
            write(&folder.join(format!("{name}.json")), oembed.as_bytes())?;
        }
        if scenes.contains_key(name) {
            let picture = format!("{name}.png");
            fs::copy(source.join("public/pictures").join(&picture), folder.join(&picture))
                .map_err(|error| format!("{picture}: {error}"))?;
        }
    }
    Ok(())
}

/// `embed.js`, which is told the names of all demos and of their settings, how high scenes stand, and the way to the page.
fn embed_script(tool: &Path, path: &Path, scenes: &Pictures, home: &str) -> Result<String, String> {
    let script = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut names: Vec<_> = demos::ALL.iter().flat_map(demos::Demo::fields).collect();
    names.sort();
    names.dedup();
    let demos: Vec<_> = demos::ALL.iter().map(|demo| demo.name).collect();
    let heights: Vec<_> = scenes.iter().map(|(name, picture)| format!("{name:?}:{:?}", picture.heights)).collect();
    let options = [
        "--loader=js".to_owned(),
        format!("--define:SETTINGS={names:?}"),
        format!("--define:DEMOS={demos:?}"),
        format!("--define:HEIGHTS={{{}}}", heights.join(",")),
        format!("--define:HOME={home:?}"),
    ];
    esbuild(tool, Path::new("."), &options, &script)
}

/// What a release has beside the page with the program.
struct Release {
    /// The program of scenes on their own pages.
    scenes: Scenes,
    /// The article's parts.
    parts: Vec<Part>,
}

/// Trunk has the program fetched ahead of all that is seen. Here the links that do that give way to a template, which
/// a browser reads and does not act on: `boot.js` takes the program from it when the page has been painted, and a part
/// of it when it is wanted. A link that preloads the module would not do in any case: Chromium checks no integrity on
/// it, and `WebKit` never used what it had brought. In a release, where it is given the folders of source and staged
/// page, the program in parts takes the place of Trunk's. Gives the page, and what a release has.
fn with_program_waiting(
    page: &str,
    release: Option<(&PathBuf, &PathBuf)>,
) -> Result<(String, Option<Release>), String> {
    let mut files = Vec::new();
    let mut rest = page.to_owned();
    for mark in [r#"rel="modulepreload""#, r#"as="fetch""#] {
        let link = page.split_inclusive('>').map(str::trim).find(|tag| tag.starts_with("<link ") && tag.contains(mark));
        let link = link.ok_or("Trunk's links for the WASM module no longer look as this hook expects")?;
        let value = |name| link.split_once(name).and_then(|(_, rest)| rest.split('"').next());
        let (Some(address), Some(hash)) = (value("href=\"./"), value("integrity=\"")) else {
            return Err(format!("{link} names no file, or no hash of it"));
        };
        files.push(File { name: address.to_owned(), integrity: hash.to_owned() });
        rest = rest.replace(link, "");
    }
    let [glue, first] = <[File; 2]>::try_from(files).expect("one for each mark");
    let mut program = Program { glue, first, parts: Vec::new() };
    let mut of_scenes = None;
    if let Some((source, stage)) = release {
        for File { name, .. } in [&program.glue, &program.first] {
            fs::remove_file(stage.join(name)).map_err(|error| format!("{name}: {error}"))?;
        }
        let target = env::current_exe().map_err(|error| format!("where is target/? {error}"))?;
        let target = target.ancestors().nth(2).ok_or("this hook is not in target/")?;
        let module = &target.join("wasm32-unknown-unknown/release/browser.wasm");
        let (bench, tools) = (&target.join("parts"), &source.join("xtask"));
        let (of_article, of_scene) = Workshop { module, bench, stage, tools, scenes: &scenes() }.part()?;
        (program, of_scenes) = (of_article, Some(of_scene));
    }
    let Program { glue, first, parts } = program;
    let mut links: String = parts.iter().map(Part::link).collect();
    if let Some((_, stage)) = release {
        links += &bundle::rest(&parts, stage)?;
    }
    let script = format!(
        "<script type=\"module\" src=\"./{}\" integrity=\"{}\" crossorigin fetchpriority=\"low\"></script>",
        glue.name, glue.integrity
    );
    let template = template(&first, &(script + &links));
    Ok((rest.replacen("</head>", &(template + "\n</head>"), 1), of_scenes.map(|scenes| Release { scenes, parts })))
}

/// The parts of the program that scenes are in.
fn scenes() -> Vec<&'static str> {
    demos::ALL.iter().filter(|demo| demo.question.is_some()).filter_map(|demo| demo.part).collect()
}

/// A page beside the article, whole. What the article has in its head, it has too.
fn document(tool: &Tool, head: &str, esbuild: &Path, source: &Path, stage: &Path) -> Result<String, String> {
    let Tool { title, description, script, body, .. } = tool;
    let staged = |name| {
        let script = minified(esbuild, &source.join("public").join(name), Source::Program(&[]))?;
        staged_script(name, &script, stage)
    };
    let script = script.map(staged).transpose()?.unwrap_or_default();
    Ok(format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
{head}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<script src="./embed.js" defer></script>
{script}
</head>
<body>
{body}
</body>
</html>
"#,
        body = body(stage),
    ))
}

/// Stages a stylesheet under a hashed name; gives the element that takes it. `crossorigin`, here and elsewhere,
/// because in a sandboxed frame the page is of no origin, and its own files are another's.
fn staged_style(name: &str, css: &[u8], stage: &Path) -> Result<String, String> {
    let (hashed, integrity) = (hashed_name(name, css), integrity(css));
    write(&stage.join(&hashed), css)?;
    Ok(format!(r#"<link rel="stylesheet" href="./{hashed}" integrity="{integrity}" crossorigin>"#))
}

/// Stages a module under a hashed name; gives the element that takes it.
fn staged_script(name: &str, script: &str, stage: &Path) -> Result<String, String> {
    let (hashed, integrity) = (hashed_name(name, script.as_bytes()), integrity(script.as_bytes()));
    write(&stage.join(&hashed), script.as_bytes())?;
    Ok(format!(r#"<script type="module" src="./{hashed}" integrity="{integrity}"></script>"#))
}

/// Stages the licences of the libraries that are in the page, which `cargo xtask build` has gathered; gives them
/// and the fonts'.
fn notices(source: &Path, stage: &Path) -> Result<String, String> {
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    let libraries = env::var_os("THIRD_PARTY").map(|path| read(path.into())).transpose()?.unwrap_or_default();
    write(&stage.join("third-party.txt"), libraries.as_bytes())?;
    Ok(format!("{libraries}\n{}", read(source.join("public/fonts/OFL.txt"))?))
}

/// What a mode needs beside the page, by the mode's name: a script in public/, with all that it imports.
const MODES: &[(&str, &str)] = &[("embed", "frame.js"), ("classroom", "classroom/main.js")];

/// Stages each mode's script. Gives them as templates, which a browser reads and does not run: mode.js takes out
/// what its mode needs, and nobody else fetches it.
fn modes(esbuild: &Path, source: &Path, stage: &Path) -> Result<String, String> {
    let mut templates = String::new();
    let content = stage.join("classroom.json");
    let demos: Vec<_> = demos::ALL.iter().map(|demo| demo.name).collect();
    write(&content, classroom::content(&demos)?.as_bytes())?;
    for (mode, name) in MODES {
        let made = [("classroom-content", content.as_path())];
        let script = minified(esbuild, &source.join("public").join(name), Source::Program(&made))?;
        let script = staged_script(&format!("{mode}.js"), &script, stage)?;
        templates += &format!("<template data-mode=\"{mode}\">{script}</template>\n");
    }
    // mode.js puts the addresses in.
    templates += &format!("<template data-origin>{}</template>\n", alone::origin("./", "./"));
    fs::remove_file(&content).map_err(|error| format!("{}: {error}", content.display()))?;
    Ok(templates)
}

/// The page with a text in its mark's place.
fn replaced(page: &str, mark: &str, text: &str) -> Result<String, String> {
    let mark = format!("<!-- prerender: {mark} -->");
    if page.contains(&mark) { Ok(page.replace(&mark, text)) } else { Err(format!("index.html lacks the mark {mark}")) }
}

/// Minifies the staged scripts; gives the page with their new hashes.
fn minify_scripts(esbuild: &Path, stage: &Path, mut page: String) -> Result<String, String> {
    let fault = |error: std::io::Error| format!("{}: {error}", stage.display());
    let names = fs::read_dir(stage).map_err(fault)?.collect::<Result<Vec<_>, _>>().map_err(fault)?;
    let exports = [parts::EXPORTS, parts::DOOR].concat();
    for path in names.into_iter().map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "js") {
            let whole = fs::read(&path).map_err(fault)?;
            let glue = path.file_stem().is_some_and(|stem| stage.join(stem).with_extension("wasm").is_file());
            let lean = minified(esbuild, &path, if glue { Source::Module(&exports) } else { Source::Script })?;
            write(&path, lean.as_bytes())?;
            page = page.replace(&integrity(&whole), &integrity(lean.as_bytes()));
        }
    }
    Ok(page)
}

/// Copies the fonts under hashed names, and their licence; gives each name as `style/` has it and as it is now.
fn copy_fonts(from: &Path, to: &Path) -> Result<Vec<(String, String)>, String> {
    let fault = |error: std::io::Error| format!("public/fonts: {error}");
    fs::create_dir_all(to).map_err(fault)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(from).map_err(fault)? {
        let name = entry.map_err(fault)?.file_name().to_string_lossy().into_owned();
        let content = fs::read(from.join(&name)).map_err(fault)?;
        if name.ends_with(".woff2") {
            let hashed = hashed_name(&name, &content);
            write(&to.join(&hashed), &content)?;
            names.push((name, hashed));
        } else {
            write(&to.join(&name), &content)?;
        }
    }
    names.sort();
    Ok(names)
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set; `cargo xtask build` runs this through Trunk"))
}

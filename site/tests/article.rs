//! The article, whole: each of its claims is made, in a paragraph that makes it, and each demo has its place.

use key_vs_token::demos;
use pulldown_cmark::{Event, Parser, Tag};
use site::{
    article::{SECTIONS, Section, comment, options},
    assets::stylesheet,
    classroom, shell,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// A claim of the article that the page explains, and words that a block making it must hold.
struct Claim {
    id: String,
    words: Vec<String>,
}

/// A paragraph, heading, item or table row, in plain words, with the claims marked in it.
#[derive(Default)]
struct Block {
    words: String,
    claims: Vec<String>,
}

#[test]
fn every_claim_is_made_where_it_is_marked() {
    let claims = claims();
    assert!(claims.len() >= 20, "claims.txt lists only {} claims", claims.len());
    let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in SECTIONS {
        for block in blocks(&markdown(&section)) {
            for id in block.claims {
                made.entry(id).or_default().push(block.words.replace('’', "'").to_lowercase());
            }
        }
    }

    let mut faults = Vec::new();
    for Claim { id, words } in &claims {
        let Some(blocks) = made.remove(id) else {
            faults.push(format!("{id}: nowhere marked in the prose"));
            continue;
        };
        let lacking = |block: &String| words.iter().filter(|word| !block.contains(*word)).cloned().collect::<Vec<_>>();
        // Where a claim is marked in several places, one of them must make it.
        if let Some(least) = blocks.iter().map(lacking).min_by_key(Vec::len).filter(|lacking| !lacking.is_empty()) {
            faults.push(format!("{id}: its block lacks {least:?}: {:?}", blocks[0]));
        }
    }
    faults.extend(made.keys().map(|id| format!("{id}: marked in the prose, and not in claims.txt")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_sections_stand_in_order() {
    let body = shell::body().unwrap();
    let mut rest = body.as_str();
    for section in SECTIONS {
        let start = format!("<section id=\"{}\"", section.anchor);
        rest = rest.split_once(&start).unwrap_or_else(|| panic!("{start} is missing or out of order")).1;
        let (class, inside) = rest.split_once('>').unwrap();
        let (inside, _) = inside.split_once("\n</section>\n").unwrap();
        let has_notes = inside.contains("<aside class=\"precisely\"");
        assert_eq!(class, if has_notes { " class=\"annotated\"" } else { "" }, "{start}");
        assert!(body.contains(&format!("<a href=\"#{}\">", section.anchor)), "{} is not in the list", section.anchor);
    }
    assert_eq!(body.matches("<section id=").count(), SECTIONS.len());
    assert_eq!(body.matches("<h1>").count(), 1);
}

#[test]
fn no_file_is_left_out() {
    let on_disk: BTreeSet<String> = fs::read_dir(root().join("site/article"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md"))
        .collect();
    let listed: BTreeSet<String> = SECTIONS.iter().map(|section| section.file.to_owned()).collect();
    assert_eq!(on_disk, listed);
}

#[test]
fn every_demo_stands_once_in_the_article() {
    let mut marked = Vec::new();
    for section in SECTIONS {
        for event in Parser::new_ext(&markdown(&section), options()) {
            if let Event::Html(html) | Event::InlineHtml(html) = event
                && let Some(("demo" | "lab", name)) = comment(&html)
            {
                marked.push(name.to_owned());
            }
        }
    }
    marked.sort();
    let mut demos: Vec<_> = demos::ALL.iter().map(|demo| demo.name).collect();
    demos.sort_unstable();
    assert_eq!(marked, demos);
}

#[test]
fn addresses_on_the_page_are_unique_and_links_find_them() {
    let body = shell::body().unwrap();
    let mut ids = BTreeSet::new();
    for id in attributes(&body, " id=\"") {
        assert!(ids.insert(id.clone()), "two elements are called {id}");
    }
    for link in attributes(&body, " href=\"#") {
        // `#demo?settings` addresses a demo's moment.
        let is_there = match link.split_once('?') {
            Some((demo, _)) => demos::ALL.iter().any(|one| one.name == demo),
            None => ids.contains(&link),
        };
        assert!(is_there, "#{link} leads nowhere");
    }
}

/// What the fonts have, what the reader's fonts draw, and nothing else: neither in the page nor in the words
/// that styles and demos put there.
#[test]
fn every_character_on_the_page_can_be_drawn_as_meant() {
    let allowed = characters();
    let sources = [
        ("the page", shell::body().unwrap()),
        ("style/", stylesheet(&root().join("style"), &[]).unwrap()),
        ("index.html", fs::read_to_string(root().join("index.html")).unwrap()),
        ("public/boot/", uncommented(&fs::read_to_string(root().join("public/boot/figures.js")).unwrap())),
        ("src/demos", rust_strings(&root().join("src/demos"))),
        ("src/scenes", rust_strings(&root().join("src/scenes"))),
        ("src/ui", rust_strings(&root().join("src/ui"))),
    ];
    for (name, text) in sources {
        let strange: BTreeSet<String> = text
            .chars()
            .filter(|c| !allowed.contains(c) && *c != '\n')
            .map(|c| format!("{c} (U+{:04X})", c as u32))
            .collect();
        assert!(strange.is_empty(), "{name} holds {strange:?}, which xtask/characters.txt does not list");
    }
}

/// In a release `Debug` writes nothing (`site/src/panics.rs`), so nothing that is read may be written with it.
#[test]
fn nothing_is_written_for_developers() {
    for folder in ["src", "sim/src"] {
        let strings = rust_strings(&root().join(folder));
        let written: Vec<_> = strings.lines().filter(|line| line.contains(":?}") || line.contains(":#?}")).collect();
        assert!(written.is_empty(), "{folder}: {written:?}");
    }
}

/// A sentence says one thing and why. Two that a semicolon joins are two.
#[test]
fn no_sentence_hangs_on_a_semicolon() {
    let section = |section: &Section| words_of(&section.html(&markdown(section), &|_| Some(String::new())).unwrap());
    let prose = SECTIONS.iter().map(|of| (of.file, section(of)));
    let strings = |folder: &str| {
        let code = rust_strings(&root().join(folder)).replace("\\\"", "'").replace("'\"'", "' '");
        code.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("\n")
    };
    let code = ["src/demos", "src/scenes"].map(|folder| (folder, strings(folder)));
    for (name, text) in prose.chain(code) {
        for (at, _) in text.match_indices("; ") {
            let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
            let joins = before.is_some_and(|c| c.is_alphabetic() || "’”)]}".contains(c))
                && after.is_some_and(|c| c.is_lowercase() || "[{".contains(c));
            let around: String = text[at..].chars().take(60).collect();
            assert!(!joins, "{name}: …{around}");
        }
    }
}

/// As `ui::format::count` writes it: digits in groups of three, apart by a narrow space. A comma would be the sign of a
/// fraction to half of the readers, and a plain space lets a line end inside the number.
#[test]
fn numbers_are_written_in_one_way() {
    for (name, text) in texts() {
        let c: Vec<char> = text.chars().collect();
        let digit = |i: usize| c.get(i).is_some_and(char::is_ascii_digit);
        for i in 1..c.len() {
            let group = digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4);
            let short = (1..=3).find(|n| !digit(i.wrapping_sub(n + 1))).is_some_and(|n| (1..=n).all(|n| digit(i - n)));
            let number: String = c[i.saturating_sub(3)..(i + 4).min(c.len())].iter().collect();
            assert!(!(short && group && matches!(c[i], ',' | ' ')), "{name}: {number:?}");
        }
    }
}

/// The standard calls itself OAuth 2.0 (RFC 6749). The other spelling is told of once, where the name comes first.
#[test]
fn the_standard_has_one_name() {
    for (name, text) in texts() {
        let others = text.matches("OAuth2").count() + text.matches("OAuth 2 ").count();
        assert_eq!(others, usize::from(name == "the page"), "{name} says OAuth2");
    }
}

/// The words of the page and of the class as they are read, and those that demos put there.
fn texts() -> [(&'static str, String); 4] {
    let demos: Vec<_> = demos::ALL.iter().map(|demo| demo.name).collect();
    [
        ("the page", words_of(&shell::body().unwrap())),
        ("the class", words_of(&classroom::content(&demos).unwrap().replace("\\n", " "))),
        ("src/demos", rust_strings(&root().join("src/demos"))),
        ("src/scenes", rust_strings(&root().join("src/scenes"))),
    ]
}

/// What is read of a page: no tags, no code, no pictures.
fn words_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('<') {
        text += before;
        let name = from.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let end = match name {
            "svg" | "pre" | "code" | "style" | "textarea" => format!("</{name}>"),
            _ => ">".to_owned(),
        };
        rest = from.split_once(&end).map_or("", |(_, after)| after);
        text.push(' ');
    }
    text + rest
}

/// Parses `id | claim | word, word`; empty lines and those that start with `#` are for people.
fn claims() -> Vec<Claim> {
    let text = fs::read_to_string(root().join("site/article/claims.txt")).unwrap();
    let mut claims: Vec<Claim> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, claim, words] = parts[..] else { panic!("claims.txt: not `id | claim | words`: {line}") };
        assert!(!claim.is_empty(), "claims.txt: {id} says nothing");
        assert!(claims.iter().all(|other| other.id != id), "claims.txt: two claims are called {id}");
        let words: Vec<_> = words.split(',').map(|word| word.trim().to_lowercase()).collect();
        assert!(words.iter().all(|word| !word.is_empty()), "claims.txt: {id} asks for no words");
        claims.push(Claim { id: id.to_owned(), words });
    }
    claims
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for event in Parser::new_ext(markdown, options()) {
        let block = blocks.last_mut().unwrap();
        match event {
            Event::Start(
                Tag::Paragraph | Tag::Item | Tag::Heading { .. } | Tag::TableRow | Tag::TableHead | Tag::HtmlBlock,
            ) => blocks.push(Block::default()),
            Event::Text(text) | Event::Code(text) => block.words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::TableCell) => block.words.push(' '),
            Event::Html(html) | Event::InlineHtml(html) => {
                if let Some(("claim", id)) = comment(&html) {
                    block.claims.push(id.to_owned());
                }
            }
            _ => {}
        }
    }
    blocks
}

fn characters() -> BTreeSet<char> {
    let text = fs::read_to_string(root().join("xtask/characters.txt")).unwrap();
    let lists = text.lines().filter_map(|line| line.strip_prefix("font:").or(line.strip_prefix("system:")));
    let named = lists.flat_map(str::split_whitespace).map(|word| {
        let code = word.strip_prefix("U+").and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        code.or(word.chars().next()).unwrap()
    });
    (' '..='~').chain(['\u{a0}']).chain(named).collect()
}

fn attributes(html: &str, start: &str) -> Vec<String> {
    html.split(start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn uncommented(code: &str) -> String {
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The string literals in a folder's Rust files, with `\u{…}` read; tests and comments may hold what they like.
fn rust_strings(folder: &Path) -> String {
    let mut out = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.push_str(&rust_strings(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let code = uncommented(source.split("#[cfg(test)]").next().unwrap_or_default());
            for (i, piece) in code.split("\\u{").enumerate() {
                let (escape, rest) = if i == 0 { ("", piece) } else { piece.split_once('}').unwrap_or(("", piece)) };
                out.extend(u32::from_str_radix(escape, 16).ok().and_then(char::from_u32));
                out.push_str(rest);
            }
        }
    }
    out
}

fn markdown(section: &Section) -> String {
    section.markdown().unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

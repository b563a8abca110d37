//! The page as one file, `api-key-vs-token.html`: for a stick, and a class without a network. A double click opens
//! it; it fetches nothing, so it also runs where a page may fetch nothing (a sandboxed frame of no origin).
//!
//! Its prose stands in it as it is. All else (the style with the fonts in it, the figures' pictures, the licences,
//! the scripts, the WASM module) is compressed as one, for `unpack.js` to unpack: a file that held each of them in
//! base64 would be half as large again. By deflate, which takes 4 KB of script to undo; what
//! browsers have for it works only while the page goes on without its style. And as a text of 6.74 bits a byte, where
//! base64 has six: `text_of` takes every character that HTML allows and UTF-8 writes in one byte or two.
//!
//! Its policy allows the scripts and styles that are in it, by their hashes, and no other origin.

use crate::{
    assets::{esbuild, integrity},
    shell,
};
use base64::prelude::{BASE64_STANDARD, Engine};
use sim::wire::json::Value;
use std::fs;
use std::io;
use std::num::NonZeroU64;
use std::path::Path;
use zopfli::{Format, Options};

/// The file's name, in `dist/`.
pub const NAME: &str = "api-key-vs-token.html";

/// The mark, before the page's first script, of what unpacks the one file.
pub const HEAD: &str = "<!-- one-file: head -->";

/// The mark of words that the page and the one file have each their own of.
pub const WORDS: &str = "<!-- one-file: words -->";

/// How the template begins that names the program: its WASM module, and in it the glue.
pub const PROGRAM: &str = "<template id=\"program\"";

/// A sentence of the page's that its style hides. It shows where a browser would not load the style, as it will not
/// from a disk.
pub const LOST: &str = "<p class=\"lost\">Only the bare text of this page has come. If it was opened from a disk: \
    <a href=\"api-key-vs-token.html\">the file beside it</a> is the whole page, and opens anywhere.</p>";

/// The link to the link builder, at the end of the line for teachers.
pub const BUILDER: &str = ", <a href=\"./builder.html\">link builder</a>";

const OF_ONE_FILE: &str = "<p>This is the page as one file: it needs no network, and may be passed on.</p>\n\
    <details><summary>Licences of the fonts and libraries inside</summary><pre></pre></details>";
const PACKED_ONLY: &str = "A demo stands here, packed. It unpacks where JavaScript may run.";

/// The page's own words at [`WORDS`]; without a size, there is no one file beside it.
pub fn words(size: Option<usize>) -> String {
    let offer = size.map_or(String::new(), |bytes| {
        // Rounded up to a tenth of a megabyte: it is a promise.
        let tenths = bytes.div_ceil(100_000);
        let (whole, tenth) = (tenths / 10, tenths % 10);
        format!(
            "<p class=\"take-along\"><a class=\"button\" href=\"{NAME}\" download>Download this page as one file</a> \
             {whole}.{tenth} MB. A double click opens it, with no network.</p>\n"
        )
    });
    let tools = "<p>A demo for your own page or your class: the <a href=\"./builder.html\">link builder</a> makes the \
                 snippet or the link, the <a href=\"./gallery.html\">gallery</a> shows them all.</p>\n";
    let licences = "<p>Licences of what is inside: <a href=\"fonts/OFL.txt\">the fonts</a>, \
                    <a href=\"third-party.txt\">the libraries</a>.</p>";
    tools.to_owned() + &offer + licences
}

/// The finished page and what it takes to make one file of it.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The page, with its marks.
    pub page: &'a str,
    /// Its policy, as it stands in it.
    pub policy: &'a str,
    /// The folder of what it loads.
    pub stage: &'a Path,
    /// The folder with the tools from npm.
    pub tools: &'a Path,
    /// The licences of what is inside.
    pub notices: &'a str,
}

/// What was taken off the page.
#[derive(Default)]
struct Parts {
    style: String,
    /// A script that imports all modules, in their order.
    modules: String,
    /// The file that brings the WASM module to the page: in the modules it is called `glue`.
    glue: String,
    /// The program's first part.
    first: Vec<u8>,
    /// Its others, by what each is called.
    others: Vec<(String, Vec<u8>)>,
    /// What goes into elements that are marked with its place in here.
    insides: Vec<String>,
    /// The hashes of what may run, and of what may dress the page.
    scripts: Vec<String>,
    styles: Vec<String>,
}

impl Parts {
    /// Keeps an element's inside; gives the mark for the element.
    fn pack(&mut self, inside: &str) -> String {
        self.insides.push(inside.to_owned());
        format!(" data-packed=\"{}\"", self.insides.len() - 1)
    }
}

impl Site<'_> {
    /// Makes the one file.
    ///
    /// # Errors
    /// A sentence, where the page or a file is not as expected.
    pub fn one_file(&self) -> Result<String, String> {
        let mut parts = Parts::default();
        let page = self.take_modes(self.page, &mut parts)?;
        let page = self.take_links(&page, &mut parts)?;
        let page = self.take_scripts(&page, &mut parts)?;
        let [start, end] = shell::STILL;
        let page = each(&page, start, end, |still| {
            let inside = &still[start.len()..still.len() - end.len()];
            Ok([start.trim_end_matches('>'), &parts.pack(inside), ">", end].concat())
        })?;
        let notices = parts.pack(&escaped(self.notices));

        let tool = self.tools.join("node_modules/esbuild/bin/esbuild");
        let glue = format!("--alias:glue=./{}", parts.glue);
        let script = esbuild(&tool, self.stage, &["--bundle", "--format=esm", &glue], &parts.modules)?;
        let style = self.with_fonts(&parts.style)?;
        let unpack = esbuild(&tool, self.tools, &["--bundle", "--format=iife"], include_str!("unpack.js"))?;
        let plain = esbuild(&tool, self.tools, &["--loader=css"], include_str!("plain.css"))?;
        parts.scripts.extend([&script, &unpack].map(|script| integrity(script.as_bytes())));
        parts.styles.extend([&plain, &style].map(|style| integrity(style.as_bytes())));

        let policy = policy(self.policy, &parts.scripts, &parts.styles);
        let texts = Value::object([
            ("style", style.into()),
            ("insides", Value::Array(parts.insides.into_iter().map(Value::from).collect())),
            ("script", script.into()),
            ("first", (parts.first.len() as u64).into()),
            (
                "others",
                Value::Object(
                    parts
                        .others
                        .iter()
                        .map(|(part, content)| (part.as_str().into(), (content.len() as u64).into()))
                        .collect(),
                ),
            ),
        ]);
        let others: Vec<_> = parts.others.iter().map(|(_, content)| content.as_slice()).collect();
        let content = [texts.to_string().as_bytes(), b"\n", &parts.first, &others.concat()].concat();
        let packed = text_of(&compressed(&content).map_err(|error| error.to_string())?);
        let head = format!(
            "<noscript><style>{plain}</style></noscript>\n\
             <script type=\"application/octet-stream\" id=\"packed\">{packed}</script>\n\
             <script>{unpack}</script>\n"
        );
        let changes = [
            (self.policy, policy),
            (HEAD, head),
            (WORDS, OF_ONE_FILE.replace("<pre>", &format!("<pre{notices}>"))),
            (LOST, String::new()),
            (BUILDER, String::new()),
            (shell::STILL_ONLY, PACKED_ONLY.to_owned()),
        ];
        changes.iter().try_fold(page, |page, (what, with)| {
            if page.contains(what) { Ok(page.replace(what, with)) } else { Err(format!("the page lacks {what}")) }
        })
    }

    /// What a mode needs beside the page stands in a template, and is packed with it.
    fn take_modes(&self, page: &str, parts: &mut Parts) -> Result<String, String> {
        each(page, "<template data-mode=", "</template>", |template| {
            let template = each(template, "<link rel=\"stylesheet\"", ">", |tag| {
                let style = self.with_fonts(&self.text(file(tag, "href")?)?)?;
                parts.styles.push(integrity(style.as_bytes()));
                Ok(format!("<style>{style}</style>"))
            })?;
            let template = each(&template, "<script ", "</script>", |tag| {
                let script = self.text(file(tag, "src")?)?;
                parts.scripts.push(integrity(script.as_bytes()));
                Ok(format!("<script type=\"module\">{script}</script>"))
            })?;
            let (start, rest) = template.split_once('>').unwrap_or_default();
            let inside = rest.trim_end_matches("</template>");
            Ok([start, &parts.pack(inside), "></template>"].concat())
        })
    }

    /// Style and program, and what would load the fonts early.
    fn take_links(&self, page: &str, parts: &mut Parts) -> Result<String, String> {
        let page = each(page, PROGRAM, "</template>", |template| {
            parts.first = self.read(file(template, "data-wasm")?)?;
            file(template, "src")?.clone_into(&mut parts.glue);
            each(template, "<link ", ">", |part| {
                let name = attribute(part, "data-part");
                // What holds several of them would bring each once more.
                if !name.is_empty() {
                    parts.others.push((name.to_owned(), self.read(file(part, "href")?)?));
                }
                Ok(String::new())
            })?;
            Ok(String::new())
        })?;
        if parts.first.is_empty() {
            return Err("the page names no WASM module".to_owned());
        }
        each(&page, "<link ", ">", |tag| {
            match attribute(tag, "rel") {
                "stylesheet" => parts.style += &self.text(file(tag, "href")?)?,
                "preload" => {}
                _ => return Ok(tag.to_owned()),
            }
            Ok(String::new())
        })
    }

    /// Modules become one; any other script is small, works before anything is painted, and so stays where it is.
    fn take_scripts(&self, page: &str, parts: &mut Parts) -> Result<String, String> {
        each(page, "<script ", "</script>", |tag| {
            let name = file(tag, "src")?;
            if attribute(tag, "type") == "module" {
                parts.modules += &format!("import './{name}';\n");
                return Ok(String::new());
            }
            let script = self.text(name)?;
            parts.scripts.push(integrity(script.as_bytes()));
            Ok(format!("<script>{script}</script>"))
        })
    }

    /// The style with the fonts it names in it.
    fn with_fonts(&self, style: &str) -> Result<String, String> {
        each(style, "url(", ")", |url| {
            let name = url[4..url.len() - 1].trim_matches(['"', '\'']);
            if !name.ends_with(".woff2") {
                return Ok(url.to_owned());
            }
            Ok(format!("url(data:font/woff2;base64,{})", BASE64_STANDARD.encode(self.read(name)?)))
        })
    }

    fn text(&self, name: &str) -> Result<String, String> {
        String::from_utf8(self.read(name)?).map_err(|error| format!("{name}: {error}"))
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        fs::read(self.stage.join(name)).map_err(|error| format!("{name}: {error}"))
    }
}

/// The text with each piece from `start` to the next `end` changed.
pub(crate) fn each(
    text: &str,
    start: &str,
    end: &str,
    mut change: impl FnMut(&str) -> Result<String, String>,
) -> Result<String, String> {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let (before, from) = rest.split_at(at);
        let length = from[start.len()..].find(end).ok_or_else(|| format!("`{start}` without `{end}`"))?;
        let (piece, after) = from.split_at(start.len() + length + end.len());
        changed += before;
        changed += &change(piece)?;
        rest = after;
    }
    Ok(changed + rest)
}

/// An attribute's value; empty where there is none.
fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let value = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
    value.split('"').next().unwrap_or_default()
}

/// The file beside the page that an attribute names.
pub(crate) fn file<'a>(tag: &'a str, name: &str) -> Result<&'a str, String> {
    attribute(tag, name).strip_prefix("./").ok_or_else(|| format!("`{tag}` names no file beside the page"))
}

/// The page's policy with hashes in place of files of its own.
fn policy(of_page: &str, scripts: &[String], styles: &[String]) -> String {
    let list = |hashes: &[String]| hashes.iter().map(|hash| format!("'{hash}'")).collect::<Vec<_>>().join(" ");
    of_page
        .replace("script-src 'self'", &format!("script-src {}", list(scripts)))
        .replace("style-src 'self'", &format!("style-src {}", list(styles)))
        .replace("font-src 'self'", "font-src data:")
        .replace("connect-src 'self'", "connect-src 'none'")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// By deflate (RFC 1951), the same bytes each time: 4% fewer than zlib's best, for some seconds of work.
fn compressed(content: &[u8]) -> io::Result<Vec<u8>> {
    // More rounds save less than a thousandth more.
    const ROUNDS: NonZeroU64 = NonZeroU64::new(3).unwrap();
    let mut packed = Vec::new();
    zopfli::compress(Options { iteration_count: ROUNDS, ..Options::default() }, Format::Deflate, content, &mut packed)?;
    Ok(packed)
}

/// The characters of one byte stand for themselves, as seven bits; but for these, which HTML forbids or reads as its
/// own. The three white ones take their places.
const INSTEAD: [(u32, char); 3] = [(31, '\t'), ('<' as u32, '\n'), (127, '\u{c}')];

/// Seven bits below this would be a control character. With the next six they make one of two bytes.
const WIDE: u32 = 31;

/// The first character after those that HTML forbids as controls.
const FIRST_WIDE: u32 = 0xa0;

/// Bytes as text, of characters that stand in HTML as they are. Up to a byte of zeros follows: deflate knows its end.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 6 / 5);
    // What is still to be written stands in the lowest bits.
    let (mut bits, mut held) = (0_u32, 0);
    let mut bytes = bytes.iter();
    loop {
        while held < 13 {
            let Some(byte) = bytes.next() else { break };
            bits = bits << 8 | u32::from(*byte);
            held += 8;
        }
        if held == 0 {
            return text;
        }
        let next = |count: u32| if held < count { bits << (count - held) } else { bits >> (held - count) };
        let (count, code) = match next(7) & 127 {
            ..WIDE => (13, FIRST_WIDE + (next(13) & 0x1fff)),
            seven => (7, INSTEAD.iter().find(|(code, _)| *code == seven).map_or(seven, |(_, white)| *white as u32)),
        };
        text.extend(char::from_u32(code));
        held = held.saturating_sub(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `unpack.js` does.
    fn unpacked(text: &str) -> Vec<u8> {
        let (mut bits, mut held) = (0_u32, 0);
        let mut bytes = Vec::new();
        for character in text.chars() {
            let code = character as u32;
            let (count, value) = match INSTEAD.iter().find(|(_, white)| *white == character) {
                _ if code >= FIRST_WIDE => (13, code - FIRST_WIDE),
                Some((seven, _)) => (7, *seven),
                None => (7, code),
            };
            bits = bits << count | value;
            held += count;
            while held >= 8 {
                held -= 8;
                bytes.push((bits >> held) as u8);
            }
        }
        bytes
    }

    #[track_caller]
    fn survives(bytes: &[u8]) {
        let again = unpacked(&text_of(bytes));
        let (same, after) = again.split_at(bytes.len());
        assert_eq!(same, bytes);
        assert!(after.len() <= 1 && after.iter().all(|byte| *byte == 0), "{after:?} after {bytes:?}");
    }

    #[test]
    fn any_bytes_survive_as_text() {
        for length in 0..40_usize {
            survives(&(0..length).map(|i| (i * 151 + length * 7) as u8).collect::<Vec<_>>());
            survives(&vec![0; length]);
            survives(&vec![255; length]);
        }
    }

    /// The input stream of HTML has no controls but white space, and reads `<` and the carriage return its own way.
    #[test]
    fn nothing_that_html_forbids_or_would_change_is_in_it() {
        let all: Vec<u8> = (0..=255).flat_map(|a| (0..=255).flat_map(move |b| [a, b, 0x3c, 0x0d, a])).collect();
        let text = text_of(&all);
        let wrong = |c: char| c == '<' || c == '\r' || c.is_control() && !"\t\n\u{c}".contains(c);
        assert_eq!(text.chars().find(|c| wrong(*c)), None);
        survives(&all);
    }

    #[test]
    fn a_text_is_not_much_longer_than_its_bytes() {
        // What deflate gives looks like chance.
        let mut state = 1_u64;
        let chance = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        });
        let bytes: Vec<u8> = chance.take(100_000).collect();
        let length = text_of(&bytes).len();
        assert!(length < 119_000, "{length}");
    }

    #[test]
    fn what_is_packed_is_the_same_each_time() {
        let text = "what a page is made of, ".repeat(50);
        let packed = compressed(text.as_bytes()).unwrap();
        assert_eq!(compressed(text.as_bytes()).unwrap(), packed);
        assert!(packed.len() < 60, "{}", packed.len());
    }

    #[test]
    fn pieces_are_changed_and_the_rest_stays() {
        let doubled = each("a<b>c<d>", "<", ">", |piece| Ok(piece.repeat(2)));
        assert_eq!(doubled.as_deref(), Ok("a<b><b>c<d><d>"));
        assert!(each("a<b", "<", ">", |piece| Ok(piece.to_owned())).is_err());
    }

    #[test]
    fn the_policy_names_hashes_and_nothing_of_its_own_origin() {
        let policy = policy(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'",
            &["sha384-a".to_owned(), "sha384-b".to_owned()],
            &["sha384-c".to_owned()],
        );
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'sha384-a' 'sha384-b' 'wasm-unsafe-eval'; style-src 'sha384-c'; \
             connect-src 'none'"
        );
    }
}

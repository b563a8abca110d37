//! What the page loads: one stylesheet out of the files in `style/`, scripts without their comments, and names
//! that change with what a file holds.

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha384};
use std::{fs, io, path::Path};

/// The files that come first, in this order; any other follows by its name.
const FIRST: [&str; 3] = ["tokens.css", "base.css", "article.css"];

/// All of a folder's styles as one, without comments and needless space.
///
/// # Errors
/// Where the folder or a file in it cannot be read.
pub fn stylesheet(folder: &Path) -> io::Result<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".css") {
            names.push((FIRST.iter().position(|first| **first == name).unwrap_or(FIRST.len()), name));
        }
    }
    names.sort();
    let mut css = String::new();
    for (_, name) in names {
        css.push_str(&minified(&fs::read_to_string(folder.join(name))?));
    }
    Ok(css)
}

/// Takes comments out and puts one space or line's end where there were several. Strings stay as they are.
/// No more: what else a minifier saves is little once the file is compressed, and may go wrong.
fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => {
                let end = rest[1..].find(c).map_or(rest.len(), |end| end + 2);
                out.push_str(&rest[..end]);
                end
            }
            _ if c.is_ascii_whitespace() => {
                let end = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
                let space = if rest[..end].contains('\n') { '\n' } else { ' ' };
                if !out.ends_with(['\n', ' ']) && !out.is_empty() {
                    out.push(space);
                }
                end
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// A script without the lines that are comments and without indents; what stands on a line with code stays. A
/// script with a template literal over several lines comes back as it is: its indents may mean something.
pub fn script(js: &str) -> String {
    if js.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return js.to_owned();
    }
    let mut out = String::with_capacity(js.len());
    let (mut in_comment, mut in_unused) = (false, false);
    for line in js.lines() {
        // Leptos brings wasm-streams along, whose exports index.html has wasm-opt remove; their
        // classes in the glue go with them, up to the brace that closes each.
        in_unused |= line.starts_with("export class IntoUnderlying") || line.starts_with("const IntoUnderlying");
        if in_unused {
            in_unused = line != "}" && !line.ends_with("));");
            continue;
        }
        if line.starts_with("if (Symbol.dispose) IntoUnderlying") {
            continue;
        }
        let line = line.trim();
        in_comment |= line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    out
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
    fn comments_and_indents_go_and_strings_stay() {
        let css = "/* a */\np {\n    color: red; /* b */\n\n    content: \"/* c */  d\";\n}\n";
        assert_eq!(minified(css), "p {\ncolor: red; content: \"/* c */  d\";\n}\n");
    }

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let js = "// a\nlet x = 1; // b\n\n  /** c\n   * d\n   */\n  f(`e`, '// g');\n/* h */\n";
        assert_eq!(script(js), "let x = 1; // b\nf(`e`, '// g');\n");
        assert_eq!(script("`\n  // i\n`"), "`\n  // i\n`");
    }

    #[test]
    fn a_name_changes_with_the_content() {
        assert_ne!(hashed_name("page.css", b"a"), hashed_name("page.css", b"b"));
        assert!(hashed_name("page.css", b"a").starts_with("page-"));
    }
}

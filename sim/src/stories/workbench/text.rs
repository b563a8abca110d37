//! JSON as text. A reader's JSON may be wrong in ways that matter here (a claim that stands twice, a number that no
//! reader takes), and reading it into values would mend them; so it is cut up where it stands.

use core::ops::Range;

/// Where a member of an object stands: its name, quotes and all, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name.
    pub name: Range<usize>,
    /// The value.
    pub value: Range<usize>,
}

/// The members of the object that this text is. `None` if it is none, or if something stands before or after it.
/// What the values hold is not looked at.
pub fn members(json: &str) -> Option<Vec<Member>> {
    let bytes = json.as_bytes();
    let mut at = space(bytes, 0);
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut list = Vec::new();
    at = space(bytes, at + 1);
    if bytes.get(at) == Some(&b'}') {
        return (space(bytes, at + 1) == bytes.len()).then_some(list);
    }
    loop {
        let name = at..string_end(bytes, at)?;
        at = space(bytes, name.end);
        if bytes.get(at) != Some(&b':') {
            return None;
        }
        let start = space(bytes, at + 1);
        at = value_end(bytes, start)?;
        let length = json.get(start..at)?.trim_ascii_end().len();
        if length == 0 {
            return None;
        }
        list.push(Member { name, value: start..start + length });
        if bytes[at] == b'}' {
            return (space(bytes, at + 1) == bytes.len()).then_some(list);
        }
        at = space(bytes, at + 1);
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
        at += 1;
    }
    at
}

/// The end of the string that begins here.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes.get(start) != Some(&b'"') {
        return None;
    }
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The comma or brace that ends the value which begins here.
fn value_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = string_end(bytes, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b',' | b'}' if depth == 0 => return Some(at),
            b'}' | b']' if depth > 0 => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// The text without the space between its words: as it goes into a token.
pub fn compact(json: &str) -> String {
    let mut out = String::new();
    let (mut in_string, mut escaped) = (false, false);
    for c in json.chars() {
        if in_string || !(c.is_ascii() && is_space(c as u8)) {
            out.push(c);
        }
        in_string = if escaped { in_string } else { in_string != (c == '"') };
        escaped = in_string && !escaped && c == '\\';
    }
    out
}

/// The object with a line for each member, for people to read; any other text as it is.
pub fn pretty(json: &str) -> String {
    let Some(members) = members(json).filter(|members| !members.is_empty()) else { return json.to_owned() };
    let line = |member: &Member| {
        let [name, value] = [&member.name, &member.value].map(|range| json.get(range.clone()).unwrap_or_default());
        ["  ", name, ": ", value].concat()
    };
    let lines: Vec<String> = members.iter().map(line).collect();
    ["{\n", &lines.join(",\n"), "\n}"].concat()
}

/// The value of the first member of that name, as it stands.
pub fn value<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    let found = find(json, name)?;
    json.get(found.value)
}

/// The object with this value for that member: in the place of its own, or at the end.
pub fn with(json: &str, name: &str, value: &str) -> String {
    let Some(Member { value: Range { start, end }, .. }) = find(json, name) else {
        let (before, comma) = match json.rsplit_once('}') {
            Some((before, _)) if before.trim_ascii_end().ends_with('{') => (before, ""),
            Some((before, _)) => (before, ","),
            None => return json.to_owned(),
        };
        return [before, comma, "\"", name, "\":", value, "}"].concat();
    };
    [&json[..start], value, &json[end..]].concat()
}

fn find(json: &str, name: &str) -> Option<Member> {
    let quoted = ["\"", name, "\""].concat();
    members(json)?.into_iter().find(|member| json.get(member.name.clone()) == Some(quoted.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"a":"x,}\"","b":[1,{"c":2}],"a" : -1.50e3 }"#;

    #[test]
    fn members_are_found_where_they_stand_twice_too() {
        let found: Vec<_> =
            members(TEXT).unwrap().into_iter().map(|member| (&TEXT[member.name], &TEXT[member.value])).collect();
        assert_eq!(found, [("\"a\"", r#""x,}\"""#), ("\"b\"", r#"[1,{"c":2}]"#), ("\"a\"", "-1.50e3")]);
        assert_eq!(members(" {} "), Some(vec![]));
    }

    #[test]
    fn what_is_no_object_has_none() {
        for text in
            ["", "[]", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":\"", "null", "{\"a\":1"]
        {
            assert_eq!(members(text), None, "{text}");
        }
    }

    #[test]
    fn a_pretty_text_compacts_to_what_it_was() {
        let text = r#"{"a":"x, }\"","b":[1,{"c":2}],"a":"\\"}"#;
        assert_eq!(pretty(text), "{\n  \"a\": \"x, }\\\"\",\n  \"b\": [1,{\"c\":2}],\n  \"a\": \"\\\\\"\n}");
        assert_eq!(compact(&pretty(text)), text);
        assert_eq!((pretty("junk é"), compact("a \" b\" ü")), ("junk é".into(), "a\" b\"ü".into()));
    }

    #[test]
    fn a_member_is_replaced_or_added() {
        assert_eq!(with(TEXT, "a", "0"), TEXT.replacen(r#""x,}\"""#, "0", 1));
        assert_eq!(with("{\"a\":1}", "b", "[]"), "{\"a\":1,\"b\":[]}");
        assert_eq!(with("{}", "b", "[]"), "{\"b\":[]}");
        assert_eq!(with("junk", "b", "[]"), "junk");
        assert_eq!((value(TEXT, "b"), value(TEXT, "c")), (Some(r#"[1,{"c":2}]"#), None));
    }
}

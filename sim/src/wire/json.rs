//! A small, strict JSON reader and writer (RFC 8259), for claims and bodies.
//!
//! Strict where laxness has cost others dearly: a member name may appear once only, nesting is
//! bounded, nothing may follow the value, and only whole numbers are taken as numbers.

use core::fmt;
use std::borrow::Cow;

/// A JSON value. Objects keep their members' order. Strings are borrowed from the text that was read, unless
/// they were escaped there: a token is read for every request, and copying was half of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number that fits 64 bits.
    Integer(i64),
    /// A number of any other shape (`1.5`, `1e3`, `-0`, 2⁶⁴): known to be there, of no use as a date.
    OtherNumber,
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object, its names unique.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// Why a text is not JSON that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON at this byte.
    Syntax(usize),
    /// A member name appears twice in one object.
    DuplicateName,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 8;

impl<'a> Value<'a> {
    /// Reads one value and nothing after it.
    ///
    /// # Errors
    /// See [`JsonError`].
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at == text.len() { Ok(value) } else { Err(JsonError::Syntax(reader.at)) }
    }

    /// An object of these members.
    pub fn object<const N: usize>(members: [(&'a str, Self); N]) -> Self {
        Self::Object(members.map(|(name, value)| (name.into(), value)).into())
    }

    /// The member of that name, if this is an object that has it.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(n, _)| n == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same, borrowed from nowhere.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(b) => Value::Bool(b),
            Self::Integer(n) => Value::Integer(n),
            Self::OtherNumber => Value::OtherNumber,
            Self::Text(text) => Value::Text(text.into_owned().into()),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(members) => {
                let owned = |(name, value): (Cow<'_, str>, Value<'_>)| (name.into_owned().into(), value.into_owned());
                Value::Object(members.into_iter().map(owned).collect())
            }
        }
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(*n),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u64> for Value<'_> {
    fn from(n: u64) -> Self {
        Self::Integer(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

/// Compact JSON, as it goes on the wire.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null | Self::OtherNumber => f.write_str("null"),
            Self::Bool(b) => f.write_str(if *b { "true" } else { "false" }),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Text(text) => write_text(f, text),
            Self::Array(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    f.write_str(if i > 0 { "," } else { "" })?;
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (i, (name, value)) in members.iter().enumerate() {
                    f.write_str(if i > 0 { "," } else { "" })?;
                    write_text(f, name)?;
                    f.write_str(":")?;
                    value.fmt(f)?;
                }
                f.write_str("}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for run in text.split_inclusive(needs_escape) {
        let last = run.chars().next_back().filter(|&c| needs_escape(c));
        f.write_str(last.and_then(|c| run.strip_suffix(c)).unwrap_or(run))?;
        match last {
            None => {}
            Some(c @ ('"' | '\\')) => write!(f, "\\{c}")?,
            Some(c) => write!(f, "\\u{:04x}", c as u32)?,
        }
    }
    f.write_str("\"")
}

fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | '\0'..='\x1f')
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        if depth > MAX_DEPTH {
            return Err(JsonError::TooDeep);
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => self.fail(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(8);
        self.at += 1;
        self.space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let name = self.string()?;
            if members.iter().any(|(other, _)| *other == name) {
                return Err(JsonError::DuplicateName);
            }
            self.space();
            self.expect(b':')?;
            members.push((name, self.value(depth + 1)?));
            self.space();
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            self.expect(b',')?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        let mut items = Vec::new();
        self.at += 1;
        self.space();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.expect(b'"')?;
        let mut text = Cow::Borrowed(self.run());
        while self.take(b'\\') {
            let c = self.escape()?;
            let whole = text.to_mut();
            whole.push(c);
            whole.push_str(self.run());
        }
        // What ends a run is a quotation mark, a backslash, or what may not be in a string.
        self.expect(b'"')?;
        Ok(text)
    }

    /// The characters of a string up to the next one that means something.
    fn run(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.bytes().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len());
        self.at += length;
        // It begins and ends beside ASCII, so there is no half a character.
        rest.get(..length).unwrap_or_default()
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let Some(kind) = self.peek() else { return self.fail() };
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex4()?;
                let code = if (0xd800..0xdc00).contains(&high) {
                    self.expect(b'\\')?;
                    self.expect(b'u')?;
                    let low = self.hex4()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return self.fail();
                    }
                    0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
                } else {
                    high
                };
                match char::from_u32(code) {
                    Some(c) => c,
                    None => return self.fail(),
                }
            }
            _ => return self.fail(),
        })
    }

    fn hex4(&mut self) -> Result<u32, JsonError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|b| char::from(b).to_digit(16));
            let Some(digit) = digit else { return self.fail() };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    fn number(&mut self) -> Result<Value<'a>, JsonError> {
        let start = self.at;
        self.take(b'-');
        let digits = self.digits()?;
        let leading_zero = digits > 1 && self.text.as_bytes()[self.at - digits] == b'0';
        if leading_zero {
            return self.fail();
        }
        let mut whole = true;
        if self.take(b'.') {
            whole = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            whole = false;
            let _ = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        // `-0` is a float's zero: what other readers make of it as a date differs.
        let integer = if whole && text != "-0" { text.parse().ok() } else { None };
        Ok(integer.map_or(Value::OtherNumber, Value::Integer))
    }

    fn digits(&mut self) -> Result<usize, JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.fail() } else { Ok(self.at - start) }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, JsonError> {
        if self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            self.at += word.len();
            Ok(value)
        } else {
            self.fail()
        }
    }

    #[inline(always)]
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    #[inline(always)] // for speed where the rest is built small: these two are asked at every byte
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline(always)]
    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.take(byte) { Ok(()) } else { self.fail() }
    }

    fn fail<T>(&self) -> Result<T, JsonError> {
        Err(JsonError::Syntax(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_what_it_writes() {
        let text = r#"{"a":[1,-2,null,true],"b":"\"\\é\u0007","c":{}}"#;
        let value = Value::parse(text).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(Value::parse(&value.to_string()), Ok(value));
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(Value::parse(r#""\u00e9\n\ud83d\ude00\/""#), Ok("é\n😀/".into()));
    }

    #[test]
    fn a_name_may_appear_once() {
        assert_eq!(Value::parse(r#"{"alg":"HS256","\u0061lg":"none"}"#), Err(JsonError::DuplicateName));
    }

    #[test]
    fn only_whole_numbers_count_as_integers() {
        for text in ["1.5", "1e3", "1e400", "18446744073709551616", "-0"] {
            assert_eq!(Value::parse(text), Ok(Value::OtherNumber), "{text}");
        }
        assert_eq!(Value::parse("-7"), Ok(Value::Integer(-7)));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "01",
            "NaN",
            "+1",
            "'a'",
            "\"\u{1}\"",
            "nul",
            "1 2",
            "\u{feff}{}",
            r#""\ud800""#,
            r#""\x""#,
            "1.",
            "-",
            "{\"a\" 1}",
        ] {
            assert!(matches!(Value::parse(text), Err(JsonError::Syntax(_))), "{text}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        assert!(Value::parse(&("[".repeat(8) + &"]".repeat(8))).is_ok());
        assert_eq!(Value::parse(&"[".repeat(100_000)), Err(JsonError::TooDeep));
    }
}

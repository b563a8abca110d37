//! `application/x-www-form-urlencoded`, as OAuth endpoints read it (RFC 6749 §3.1, §3.2, app. B).

/// The media type of a form body.
pub const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The longest form that is read, in bytes, and the most parameters in it.
const MAX_LENGTH: usize = 65_536;
const MAX_PARAMETERS: usize = 64;

/// The parameters of a form body or a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    parameters: Vec<(String, String)>,
    repeated: Vec<String>,
}

/// Why a form cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormError {
    /// A broken percent escape, or bytes that are not UTF-8.
    Encoding,
    /// A parameter appears more than once (RFC 6749 §3.2: it must not).
    Duplicate,
    /// Over 64 KiB, or more than 64 parameters.
    TooLong,
}

impl Form {
    /// Reads a form whose parameters appear once each. One with an empty value counts as absent (RFC 6749 §3.2).
    ///
    /// # Errors
    /// See [`FormError`].
    pub fn parse(text: &str) -> Result<Self, FormError> {
        let form = Self::read(text)?;
        if form.repeated.is_empty() { Ok(form) } else { Err(FormError::Duplicate) }
    }

    /// Reads a form and notes which parameters appear twice, for the endpoints that have to tell them apart: at the
    /// authorization endpoint it depends on the parameter where the error goes (RFC 6749 §4.1.2.1), and `resource` may
    /// stand more than once (RFC 8707 §2).
    ///
    /// # Errors
    /// [`FormError::Encoding`], [`FormError::TooLong`].
    pub fn read(text: &str) -> Result<Self, FormError> {
        if text.len() > MAX_LENGTH {
            return Err(FormError::TooLong);
        }
        let mut form = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            if form.parameters.len() == MAX_PARAMETERS {
                return Err(FormError::TooLong);
            }
            if form.parameters.iter().any(|(other, _)| *other == name) {
                form.repeated.push(name.clone());
            }
            form.parameters.push((name, value));
        }
        form.parameters.retain(|(_, value)| !value.is_empty());
        Ok(form)
    }

    /// The value of a parameter that is there and not empty; the first, if it appears twice.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a parameter, in order.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.parameters.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether this parameter appears more than once.
    pub fn repeats(&self, name: &str) -> bool {
        self.repeated.iter().any(|repeated| repeated == name)
    }

    /// Whether any parameter but this one appears more than once.
    pub fn repeats_any_but(&self, name: &str) -> bool {
        self.repeated.iter().any(|repeated| repeated != name)
    }

    /// The parameters that are there and not empty, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Writes a form of these parameters.
pub fn encode(parameters: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (i, (name, value)) in parameters.iter().enumerate() {
        if i > 0 {
            text.push('&');
        }
        encode_part(name, &mut text);
        text.push('=');
        encode_part(value, &mut text);
    }
    text
}

fn encode_part(part: &str, into: &mut String) {
    for byte in part.bytes() {
        match byte {
            b' ' => into.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => into.push(char::from(byte)),
            _ => {
                into.push('%');
                for nibble in [byte >> 4, byte & 15] {
                    into.push(char::from(b"0123456789ABCDEF"[usize::from(nibble)]));
                }
            }
        }
    }
}

/// Decodes one name or value: `+` is a space, `%41` a byte of UTF-8.
///
/// # Errors
/// [`FormError::Encoding`].
pub fn decode(part: &str) -> Result<String, FormError> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let [high, low, tail @ ..] = rest else { return Err(FormError::Encoding) };
                let digit = |b: &u8| char::from(*b).to_digit(16).ok_or(FormError::Encoding);
                bytes.push((digit(high)? * 16 + digit(low)?) as u8);
                rest = tail;
            }
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).map_err(|_| FormError::Encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_what_it_writes() {
        let text = encode(&[("scope", "orders:read profile"), ("state", "a&b=c%+é")]);
        let form = Form::parse(&text).unwrap();
        assert_eq!(form.value("scope"), Some("orders:read profile"));
        assert_eq!(form.value("state"), Some("a&b=c%+é"));
    }

    #[test]
    fn empty_is_absent_and_twice_is_refused() {
        assert_eq!(Form::parse("a=&b").unwrap(), Form::default());
        assert_eq!(Form::parse("a=1&%61=2"), Err(FormError::Duplicate));
    }

    #[test]
    fn what_may_stand_twice_is_read_twice() {
        let form = Form::read("a=1&b=2&%61=3&a=").unwrap();
        assert_eq!(form.values("a").collect::<Vec<_>>(), ["1", "3"]);
        assert!(form.repeats("a") && !form.repeats_any_but("a") && form.repeats_any_but("b"));
        assert_eq!(Form::read(&"a=1&".repeat(65)), Err(FormError::TooLong));
    }

    #[test]
    fn broken_escapes_are_refused() {
        for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "%=1"] {
            assert_eq!(Form::parse(text), Err(FormError::Encoding), "{text}");
        }
    }
}

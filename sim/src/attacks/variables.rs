//! The variables of a script, in braces: every text that an answer brought (JSON members, the redirect's parameters,
//! `ticket`, `cookie`), the sandbox's credentials, `{now}` and `{now+60}`, `{token}` with its parts `{h}.{p}.{s}`,
//! made anew from `header`, `payload` and the secret at each use, and `{9*x}`, a text nine times. `{name|sign}` passes
//! through a function: see [`Variables::piped`].

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

use crate::provider::jwt::SigningKey;
use crate::provider::sandbox::Credentials;
use crate::wire::form;

/// What a script has set and learned.
pub(super) struct Variables {
    list: Vec<(String, String)>,
    /// What tokens made by hand are signed with.
    pub secret: Vec<u8>,
}

impl Variables {
    /// The sandbox's keys (`live-key`) and its clients' secrets (`shop-server-secret`, and as Basic credentials
    /// `shop-server-basic`).
    pub fn of(credentials: &Credentials) -> Self {
        let mut new = Self { list: Vec::new(), secret: credentials.signing_secret.to_vec() };
        for (kind, key) in &credentials.keys {
            new.set(&[kind.name(), "-key"].concat(), key.reveal().to_owned());
        }
        for (client, secret) in &credentials.secrets {
            new.set(&[client, "-secret"].concat(), secret.reveal().to_owned());
            new.set(&[client, "-basic"].concat(), STANDARD.encode([client, ":", secret.reveal()].concat()));
        }
        for (name, text) in [("cr", "\r"), ("lf", "\n"), ("nul", "\0"), ("tab", "\t"), ("sp", " "), ("bom", "\u{feff}")]
        {
            new.set(name, text.to_owned());
        }
        new
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: String) {
        self.list.retain(|(other, _)| other != name);
        self.list.push((name.to_owned(), value));
    }

    /// The text with every variable in braces replaced by what it holds. Other braces are JSON's.
    ///
    /// # Errors
    /// The name of a variable that is none.
    pub fn expanded(&self, text: &str) -> Result<String, String> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out += before;
            rest = after;
            match after.split_once('}').filter(|(name, _)| is_name(name)) {
                Some((name, tail)) => {
                    out += &self.value(name).ok_or_else(|| name.to_owned())?;
                    rest = tail;
                }
                None => out.push('{'),
            }
        }
        Ok(out + rest)
    }

    /// What a variable holds.
    pub fn value(&self, name: &str) -> Option<String> {
        if let Some((variable, function)) = name.rsplit_once('|') {
            return self.piped(&self.value(variable)?, function);
        }
        if let Some((times, text)) = name.split_once('*') {
            return Some(text.repeat(number(times)? as usize));
        }
        if let Some((_, value)) = self.list.iter().find(|(other, _)| other == name) {
            return Some(value.clone());
        }
        if let Some((number_in, by)) = name.split_once('+') {
            return Some((number(&self.value(number_in)?)? + number(by)?).to_string());
        }
        if let Some((number_in, by)) = name.split_once('-') {
            return Some((number(&self.value(number_in)?)? - number(by)?).to_string());
        }
        match name {
            "h" => self.value("header|b64"),
            "p" => self.value("payload|b64"),
            "s" => self.piped(&self.expanded("{h}.{p}").ok()?, "sign"),
            "token" => self.expanded("{h}.{p}.{s}").ok(),
            _ => None,
        }
    }

    /// A text passed through a function.
    fn piped(&self, text: &str, function: &str) -> Option<String> {
        let (function, n) = function.split_once(' ').unwrap_or((function, ""));
        let n = number(n).map(|n| n as usize);
        Some(match function {
            // In base64url; in the base64 of Basic credentials; from the one alphabet in the other.
            "b64" => URL_SAFE_NO_PAD.encode(text),
            "basic" => STANDARD.encode(text),
            "standard" => text.replace('-', "+").replace('_', "/"),
            // The base64url of its MAC, under the present secret.
            "sign" => URL_SAFE_NO_PAD.encode(SigningKey::new(&self.secret)?.sign(text.as_bytes())),
            // Of base64url: cut or filled up to so many bytes; the bit of that number flipped; the last character's
            // unused bits set, which leaves the bytes as they were.
            "bytes" | "flip" => {
                let mut bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
                if function == "bytes" {
                    bytes.resize(n?, 0);
                } else {
                    *bytes.get_mut(n? / 8)? ^= 0x80 >> (n? % 8);
                }
                URL_SAFE_NO_PAD.encode(bytes)
            }
            "loose" => {
                let (last, rest) = text.as_bytes().split_last()?;
                [core::str::from_utf8(rest).ok()?, core::str::from_utf8(&[last + 1]).ok()?].concat()
            }
            "sha256" => {
                let digits = Sha256::digest(text).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
                digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
            }
            "upper" => text.to_ascii_uppercase(),
            "lower" => text.to_ascii_lowercase(),
            "cut" => text.get(..text.len().checked_sub(n?)?)?.to_owned(),
            "last" => text.get(text.len().checked_sub(n?)?..)?.to_owned(),
            // One character changed for another.
            "swap" => mapped(text, |i, c| if Some(i) == n { if c == 'x' { 'y' } else { 'x' } } else { c }),
            // Digits as wide as a Chinese character: they look like digits and are none.
            "wide" => {
                mapped(text, |_, c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
            }
            _ => return None,
        })
    }
}

fn mapped(text: &str, change: impl Fn(usize, char) -> char) -> String {
    text.chars().enumerate().map(|(i, c)| change(i, c)).collect()
}

/// Whether what stands in braces is meant as a variable.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()) && !text.contains([':', ','])
}

/// A number, as the scripts have them.
pub(super) fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

/// Appends parameters, written `a=b & c=d`, to a query or a form.
pub(super) fn append(to: &mut String, parameters: &str) {
    for parameter in parameters.split(" & ") {
        if !to.is_empty() {
            to.push('&');
        }
        *to += &form::encode(&[parameter.split_once('=').unwrap_or((parameter, ""))]);
    }
}

/// The flat JSON object with this member's value (raw JSON) in place of its own, or behind the others if it had none;
/// without it if the value is empty.
pub(super) fn with_member(json: &str, name: &str, value: &str) -> String {
    let member = [name, "\":", value].concat();
    let inner = json.strip_prefix("{\"").and_then(|inner| inner.strip_suffix('}')).unwrap_or_default();
    let mut members: Vec<&str> = inner.split(",\"").collect();
    let known = members.iter_mut().find(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with("\":")));
    match known {
        Some(known) => *known = &member,
        None => members.push(&member),
    }
    members.retain(|member| !member.ends_with("\":"));
    ["{\"", &members.join(",\""), "}"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_set_added_or_taken_out() {
        let json = r#"{"a":1,"b":"x"}"#;
        assert_eq!(with_member(json, "a", "[2]"), r#"{"a":[2],"b":"x"}"#);
        assert_eq!(with_member(json, "c", "{}"), r#"{"a":1,"b":"x","c":{}}"#);
        assert_eq!(with_member(json, "b", ""), r#"{"a":1}"#);
    }

    #[test]
    fn braces_that_are_json_stay() {
        let mut variables = Variables { list: Vec::new(), secret: Vec::new() };
        variables.set("now", "100".into());
        assert_eq!(variables.expanded(r#"{"exp":{now+60},"a":{}}{3*{}"#).unwrap(), r#"{"exp":160,"a":{}}{{{"#);
        assert_eq!(variables.expanded("{nobody}"), Err("nobody".into()));
        assert_eq!(variables.expanded("{now-1} {now|b64} {now|cut 1}").unwrap(), "99 MTAw 10");
    }
}

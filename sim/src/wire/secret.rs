//! A string that must not be shown by accident.

use core::fmt;
use core::hint::black_box;

/// A secret string. It has no `Display`, its `Debug` hides it, and showing it takes the one
/// method whose name says so.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself. Right in two places: where it is handed to its owner once, and where a
    /// demo shows what travels on the wire.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whether two byte strings are equal, in a time that depends on their lengths alone, so that an
/// answer's delay does not tell how many bytes were right.
pub fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let difference = a.iter().zip(b).fold(0u8, |acc, (x, y)| black_box(acc | (x ^ y)));
    black_box(difference) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_stays_hidden_in_debug_output() {
        let secret = Secret::new("ak_live_hunter2".into());
        assert!(!format!("{secret:?}").contains("hunter2"));
    }

    #[test]
    fn comparison_sees_every_byte() {
        assert!(equal_in_constant_time(b"same", b"same"));
        assert!(!equal_in_constant_time(b"same", b"Same"));
        assert!(!equal_in_constant_time(b"same", b"samE"));
        assert!(!equal_in_constant_time(b"same", b"sam"));
    }
}

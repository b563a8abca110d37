//! Refresh tokens: opaque to the client, sealed by the server.
//!
//! A token names its family and its place in it, under a MAC. So the server remembers one number
//! a family instead of every token it ever made, and still knows an old one when it comes back.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::provider::jwt::SigningKey;
use crate::wire::secret::Secret;

/// What a refresh token says to its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Which grant it belongs to.
    pub family: u32,
    /// How many rotations came before it.
    pub generation: u32,
    /// Random bytes: no two tokens are the same.
    pub nonce: [u8; 8],
}

const PREFIX: &str = "rt_";

impl RefreshToken {
    /// Its text: `rt_`, 16 bytes of content and 32 of MAC in base64url.
    pub fn seal(&self, key: &SigningKey) -> Secret {
        let mut bytes = Vec::with_capacity(48);
        bytes.extend(self.family.to_be_bytes());
        bytes.extend(self.generation.to_be_bytes());
        bytes.extend(self.nonce);
        let tag = key.sign(&bytes);
        bytes.extend(tag);
        Secret::new([PREFIX, &URL_SAFE_NO_PAD.encode(bytes)].concat())
    }

    /// Reads a token that this server sealed. `None` for any other string.
    pub fn open(text: &str, key: &SigningKey) -> Option<Self> {
        // Its length is known: anything longer is not worth decoding.
        let encoded = text.strip_prefix(PREFIX).filter(|encoded| encoded.len() == 64)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
        let (content, tag) = bytes.split_at_checked(16)?;
        if !key.verifies(content, tag) {
            return None;
        }
        Some(Self {
            family: u32::from_be_bytes(content[..4].try_into().ok()?),
            generation: u32::from_be_bytes(content[4..8].try_into().ok()?),
            nonce: content[8..].try_into().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_tokens_open() {
        let (ours, theirs) = (SigningKey::new(&[1; 32]).unwrap(), SigningKey::new(&[2; 32]).unwrap());
        let token = RefreshToken { family: 3, generation: 9, nonce: [7; 8] };
        let sealed = token.seal(&ours);
        assert_eq!(RefreshToken::open(sealed.reveal(), &ours), Some(token));
        assert_eq!(RefreshToken::open(sealed.reveal(), &theirs), None);
        for bad in ["", "rt_", "rt_AAAA", &sealed.reveal()[3..], &[sealed.reveal(), "A"].concat()] {
            assert_eq!(RefreshToken::open(bad, &ours), None, "{bad}");
        }
    }
}

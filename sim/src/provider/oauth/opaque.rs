//! Opaque access tokens: random strings that say nothing (RFC 6749 §1.4). What they stand for is kept by the server,
//! and whoever wants to know has to ask it (RFC 7662), so a revocation is seen at the next call.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::AuthorizationServer;
use crate::provider::jwt::{Claims, Verified, Verifier};
use crate::provider::reject::Reject;
use crate::wire::rng::Rng;
use crate::wire::secret::{Secret, equal_in_constant_time};
use crate::wire::time::Instant;

const PREFIX: &str = "at_";
/// 32 bytes in base64url.
const LENGTH: usize = PREFIX.len() + 43;

/// For how long a token that has expired is still known, in seconds: within a day it is refused as expired, after that
/// as unknown. The caller is told the same either way.
pub(super) const REMEMBERED_S: u64 = 86_400;

/// What the server keeps of an opaque token: not the token, so whoever reads its memory has nothing to call with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    digest: [u8; 32],
    claims: Claims,
}

impl Kept {
    pub(super) fn new(token: &Secret, claims: Claims) -> Self {
        Self { digest: Sha256::digest(token.reveal()).into(), claims }
    }
}

/// A new token: `at_` and 32 random bytes in base64url. Nothing of it depends on what it stands for.
pub(super) fn mint(rng: &mut Rng) -> Secret {
    let bytes: [u8; 32] = rng.bytes();
    Secret::new([PREFIX, &URL_SAFE_NO_PAD.encode(bytes)].concat())
}

/// Whether a text has the shape of an opaque token, and so is looked up and not decoded.
pub fn is_one(text: &str) -> bool {
    let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() == LENGTH && text.starts_with(PREFIX) && text.bytes().all(in_alphabet)
}

impl AuthorizationServer {
    /// Looks an opaque token up, for an API that has this verifier: is it known, for that API, in time, not revoked?
    ///
    /// # Errors
    /// [`Reject::TokenUnknown`], [`Reject::TokenAudience`], [`Reject::TokenExpired`], [`Reject::TokenRevoked`].
    pub fn look_up(&self, token: &str, verifier: &Verifier, now: Instant) -> Result<Verified<'_>, Reject> {
        let digest = Sha256::digest(token);
        let kept = self.issued.iter().filter_map(|issued| issued.kept.as_ref());
        let kept = kept.rev().find(|kept| equal_in_constant_time(&kept.digest, &digest)).ok_or(Reject::TokenUnknown)?;
        let verified = verifier.kept(&kept.claims, now)?;
        if self.is_active(&kept.claims.id, now) { Ok(verified) } else { Err(Reject::TokenRevoked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_a_shape_of_its_own() {
        let token = mint(&mut Rng::new(7));
        assert_eq!(token.reveal().len(), 46);
        assert!(is_one(token.reveal()));
        for other in
            ["", "at_", &token.reveal()[1..], &[token.reveal(), "A"].concat(), &token.reveal().replace("at_", "rt_")]
        {
            assert!(!is_one(other), "{other}");
        }
    }
}

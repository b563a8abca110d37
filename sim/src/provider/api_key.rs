//! API keys: their format, their storage, their life.
//!
//! No RFC governs keys. The format follows what GitHub published in 2021: a prefix that says whose
//! it is, random characters, and a checksum that lets a scanner tell a real key from noise and
//! spares the provider a look-up. The checksum is no security.

use sha2::{Digest, Sha256};

use crate::provider::oauth::client::ClientId;
use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};
use crate::wire::rng::{BASE62, Rng};
use crate::wire::secret::{Secret, equal_in_constant_time};
use crate::wire::time::{Duration, Instant};

/// What a key is for; its prefix says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Opens the real data: `ak_live_`.
    Live,
    /// Opens the test data: `ak_test_`.
    Test,
    /// Meant to stand in public pages: `ak_pub_`.
    Publishable,
    /// Opens only what it was given: `ak_rk_`.
    Restricted,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Live, Self::Test, Self::Publishable, Self::Restricted];

    /// Its name, as the keys endpoint calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
            Self::Publishable => "publishable",
            Self::Restricted => "restricted",
        }
    }

    /// The most that a key of this kind may do. What is a user's, and power over keys, takes a user's hand: a key that
    /// could make keys would outlive its own end in them.
    pub const fn reach(self) -> Scopes {
        match self {
            Self::Live | Self::Test | Self::Restricted => {
                Scopes::ALL.with(Scope::Profile, false).with(Scope::KeysManage, false)
            }
            Self::Publishable => Scopes::of(&[Scope::GeoRead]),
        }
    }

    /// The first characters of every key of this kind.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Live => "ak_live_",
            Self::Test => "ak_test_",
            Self::Publishable => "ak_pub_",
            Self::Restricted => "ak_rk_",
        }
    }
}

const BODY_LENGTH: usize = 30;
const CHECKSUM_LENGTH: usize = 6;

/// A well-formed key: known prefix, 30 letters and digits, 6 of checksum. Whether it opens
/// anything is for the [`KeyRing`] to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    kind: Kind,
    text: Secret,
}

impl ApiKey {
    /// Makes a new key.
    pub fn mint(kind: Kind, rng: &mut Rng) -> Self {
        let body = rng.base62(BODY_LENGTH);
        let text = [kind.prefix(), &body, &checksum(&body)].concat();
        Self { kind, text: Secret::new(text) }
    }

    /// Reads a key.
    ///
    /// # Errors
    /// [`Reject::KeyFormat`] if prefix, length, alphabet or checksum is wrong. No look-up is spent
    /// on such a string.
    pub fn parse(text: &str) -> Result<Self, Reject> {
        let split = |kind: Kind| Some((kind, text.strip_prefix(kind.prefix())?));
        let (kind, rest) = Kind::ALL.into_iter().find_map(split).ok_or(Reject::KeyFormat)?;
        if rest.len() != BODY_LENGTH + CHECKSUM_LENGTH || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Reject::KeyFormat);
        }
        let key = Self { kind, text: Secret::new(text.to_owned()) };
        let (_, body, check) = key.parts();
        if checksum(body) == check { Ok(key) } else { Err(Reject::KeyFormat) }
    }

    /// The key in full, for its owner and for the wire.
    pub fn reveal(&self) -> &str {
        self.text.reveal()
    }

    /// What it is for.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Prefix, random body and checksum, for a reader to see apart.
    pub fn parts(&self) -> (&str, &str, &str) {
        let (prefix, rest) = self.reveal().split_at_checked(self.kind.prefix().len()).unwrap_or_default();
        let (body, check) = rest.split_at_checked(BODY_LENGTH).unwrap_or_default();
        (prefix, body, check)
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.reveal()).into()
    }
}

/// The six base62 digits of the CRC-32 over a key's body.
fn checksum(body: &str) -> String {
    let mut rest = crc32(body.as_bytes());
    let mut digits = [b'0'; CHECKSUM_LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|&digit| char::from(digit)).collect()
}

/// CRC-32 (ISO-HDLC), bit by bit: keys are short, and a table would weigh more than it saves.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// What the provider keeps of a key: never the key itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// The app it identifies.
    pub app: ClientId,
    /// Its kind, and so its prefix.
    pub kind: Kind,
    /// Its last four characters, so that its owner can tell it from others.
    pub last_four: String,
    /// What a restricted key may do. Other kinds may do all that a key can.
    pub scopes: Option<Scopes>,
    /// When it was made.
    pub created: Instant,
    /// From when on it is refused, if it was made to end or has been replaced.
    pub ends: Option<Instant>,
    /// When it was revoked.
    pub revoked: Option<Instant>,
    digest: [u8; 32],
}

impl StoredKey {
    /// Whether it may do this.
    pub fn permits(&self, scope: Scope) -> bool {
        let restricted = self.kind == Kind::Restricted;
        self.kind.reach().contains(scope) && self.scopes.map_or(!restricted, |scopes| scopes.contains(scope))
    }
}

/// The provider's keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyRing(Vec<StoredKey>);

/// A key's place in its ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyId(usize);

impl KeyId {
    /// The ring's first key.
    pub const fn first() -> Self {
        Self(0)
    }

    /// Its public name: `key_1`.
    pub fn name(self) -> String {
        ["key_", &(self.0 + 1).to_string()].concat()
    }
}

impl KeyRing {
    /// Makes a key for an app, with an end to its life if `ends` says so. The answer is the only time that the key
    /// itself is seen.
    pub fn create(
        &mut self,
        app: ClientId,
        kind: Kind,
        scopes: Option<Scopes>,
        ends: Option<Instant>,
        now: Instant,
        rng: &mut Rng,
    ) -> (KeyId, ApiKey) {
        let key = ApiKey::mint(kind, rng);
        let (_, _, check) = key.parts();
        self.0.push(StoredKey {
            app,
            kind,
            last_four: check.get(CHECKSUM_LENGTH - 4..).unwrap_or_default().to_owned(),
            scopes,
            created: now,
            ends,
            revoked: None,
            digest: key.digest(),
        });
        (KeyId(self.0.len() - 1), key)
    }

    /// Replaces a key: a new one from now on, while the old one goes on for `overlap`, so that no
    /// client breaks before it has the new one.
    pub fn rotate(&mut self, id: KeyId, overlap: Duration, now: Instant, rng: &mut Rng) -> (KeyId, ApiKey) {
        let old = &mut self.0[id.0];
        let end = now + overlap;
        old.ends = Some(old.ends.map_or(end, |ends| ends.min(end)));
        let (app, kind, scopes) = (old.app, old.kind, old.scopes);
        self.create(app, kind, scopes, None, now, rng)
    }

    /// Ends a key at once. The first revocation counts.
    pub fn revoke(&mut self, id: KeyId, now: Instant) {
        self.0[id.0].revoked.get_or_insert(now);
    }

    /// What the provider knows of a key.
    pub fn stored(&self, id: KeyId) -> &StoredKey {
        &self.0[id.0]
    }

    /// Checks what a caller presents: shape, then owner, then whether it still counts.
    ///
    /// # Errors
    /// [`Reject::KeyFormat`], [`Reject::KeyUnknown`], [`Reject::KeyRevoked`], [`Reject::KeyEnded`];
    /// all with the same answer on the wire.
    pub fn check(&self, presented: &str, now: Instant) -> Result<KeyId, Reject> {
        let digest = ApiKey::parse(presented)?.digest();
        // All are compared, each in constant time: an answer's delay tells nothing.
        let owner =
            self.0.iter().enumerate().fold(None, |found, (i, key)| {
                if equal_in_constant_time(&key.digest, &digest) { Some(i) } else { found }
            });
        let id = owner.ok_or(Reject::KeyUnknown)?;
        let key = &self.0[id];
        if let Some(at) = key.revoked.filter(|&at| now >= at) {
            return Err(Reject::KeyRevoked { at });
        }
        if let Some(at) = key.ends.filter(|&at| now >= at) {
            return Err(Reject::KeyEnded { at });
        }
        Ok(KeyId(id))
    }

    /// The app's keys, in the order in which they were made.
    pub fn of_app(&self, app: ClientId) -> impl Iterator<Item = (KeyId, &StoredKey)> {
        self.0.iter().enumerate().filter(move |(_, key)| key.app == app).map(|(i, key)| (KeyId(i), key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_unix_s(1_000_000);

    fn ring() -> (KeyRing, KeyId, ApiKey, Rng) {
        let (mut ring, mut rng) = (KeyRing::default(), Rng::new(7));
        let (id, key) = ring.create(ClientId::first(), Kind::Live, None, None, NOW, &mut rng);
        (ring, id, key, rng)
    }

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"), "0mLq17");
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_minted_key_reads_back_in_its_parts() {
        for kind in Kind::ALL {
            let key = ApiKey::mint(kind, &mut Rng::new(1));
            assert_eq!(ApiKey::parse(key.reveal()).as_ref(), Ok(&key));
            let (prefix, body, check) = key.parts();
            assert_eq!((prefix, body.len(), check.len()), (kind.prefix(), 30, 6));
        }
    }

    #[test]
    fn a_key_of_the_wrong_shape_is_refused_before_any_look_up() {
        let (ring, _, key, _) = ring();
        let good = key.reveal();
        let swapped = good.replace("ak_live_", "ak_test_"); // the checksum covers the body alone
        assert_eq!(ring.check(&swapped, NOW), Err(Reject::KeyUnknown));
        for bad in [
            String::new(),
            "ak_live_".into(),
            good.to_lowercase(),
            format!(" {good}"),
            format!("{good}\0"),
            good[..good.len() - 1].into(),
            good.replace("ak_", "AK_"),
            good.replace('_', "-"),
            format!("ak_live_{}", "０".repeat(12)),
        ] {
            assert_eq!(ring.check(&bad, NOW), Err(Reject::KeyFormat), "{bad}");
        }
    }

    #[test]
    fn one_changed_character_breaks_the_checksum() {
        let (ring, _, key, _) = ring();
        let good = key.reveal();
        for i in 8..good.len() {
            let mut bytes = good.as_bytes().to_vec();
            bytes[i] = if bytes[i] == b'x' { b'y' } else { b'x' };
            let bad = String::from_utf8(bytes).unwrap();
            assert_eq!(ring.check(&bad, NOW), Err(Reject::KeyFormat), "{bad}");
        }
    }

    #[test]
    fn the_key_itself_is_not_stored() {
        let (ring, id, key, _) = ring();
        let kept = format!("{:?}", ring.stored(id));
        assert!(!kept.contains(key.parts().1));
        assert!(key.reveal().ends_with(&ring.stored(id).last_four));
        assert_eq!(ring.check(&format!("{:02x?}", key.digest()), NOW), Err(Reject::KeyFormat));
    }

    #[test]
    fn a_revoked_key_is_refused_from_that_moment_on() {
        let (mut ring, id, key, _) = ring();
        let later = NOW + Duration::hours(1);
        ring.revoke(id, later);
        assert_eq!(ring.check(key.reveal(), later - Duration::milliseconds(1)), Ok(id));
        assert_eq!(ring.check(key.reveal(), later), Err(Reject::KeyRevoked { at: later }));
    }

    #[test]
    fn a_rotated_key_works_until_its_overlap_ends_and_not_a_moment_longer() {
        let (mut ring, old, key, mut rng) = ring();
        let (new, new_key) = ring.rotate(old, Duration::hours(2), NOW, &mut rng);
        let end = NOW + Duration::hours(2);
        assert_eq!(ring.check(key.reveal(), end - Duration::milliseconds(1)), Ok(old));
        assert_eq!(ring.check(key.reveal(), end), Err(Reject::KeyEnded { at: end }));
        assert_eq!(ring.check(new_key.reveal(), end), Ok(new));
    }

    #[test]
    fn each_kind_permits_its_own() {
        let stored = |kind, scopes| {
            let mut ring = KeyRing::default();
            let (id, _) = ring.create(ClientId::first(), kind, scopes, None, NOW, &mut Rng::new(1));
            ring.stored(id).clone()
        };
        let permitted = |key: StoredKey| Scope::ALL.into_iter().filter(|scope| key.permits(*scope)).count();
        assert_eq!(permitted(stored(Kind::Live, None)), Scope::ALL.len() - 2);
        assert_eq!(permitted(stored(Kind::Publishable, None)), 1);
        assert_eq!(permitted(stored(Kind::Restricted, Some(Scopes::of(&[Scope::ProductsRead])))), 1);
        assert_eq!(permitted(stored(Kind::Restricted, None)), 0);
        assert_eq!(permitted(stored(Kind::Restricted, Some(Scopes::ALL))), Scope::ALL.len() - 2);
    }
}

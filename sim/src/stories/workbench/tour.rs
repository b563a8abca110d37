//! Ten classic forgeries, a step at a time. Each step is a token, made from a good one as a forger would make it.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::bench::{Answered, Held, MINTED, Mint, key_of};
use super::text;
use crate::provider::jwt::sign_parts;
use crate::wire::time::{Duration, Instant};

/// How many steps each forgery has.
pub const STEPS: [usize; 10] = [3, 2, 2, 3, 3, 2, 3, 2, 2, 3];

/// A step: which forgery, and which step of it, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(pub usize, pub usize);

impl Step {
    /// Every step, in order.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        STEPS.into_iter().enumerate().flat_map(|(forgery, steps)| (0..steps).map(move |step| Self(forgery, step)))
    }

    /// Its number among all steps, from 0.
    pub fn number(self) -> u32 {
        STEPS[..self.0].iter().sum::<usize>() as u32 + self.1 as u32
    }

    /// The step as a link has it, from 1: `2.1`.
    pub fn name(self) -> String {
        [(self.0 + 1).to_string(), (self.1 + 1).to_string()].join(".")
    }

    /// The step of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|step| step.name() == name)
    }

    /// When the forged token is sent: while the good one is good, but for the one that is to be stretched.
    pub const fn moment(self) -> Duration {
        Duration::minutes(if self.0 == STRETCH { 71 } else { 20 })
    }

    /// Which of the bench's calls it is sent with.
    pub const fn call(self) -> usize {
        match self {
            Self(EDIT, 0) | Self(GUESS, _) => 1,
            Self(EDIT, _) => 2,
            _ => 0,
        }
    }

    /// The token.
    pub fn token(self, held: &Held) -> String {
        let mut parts = held.base.split('.');
        let [h, p, s] = core::array::from_fn(|_| parts.next().unwrap_or_default());
        let [header, claims] = [h, p].map(|part| {
            let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        });
        let with_header = |name: &str, value: &str| text::with(&header, name, value);
        let with_claim = |name: &str, value: &str| text::with(&claims, name, value);
        // What who has no secret can do: write, and keep a signature that belongs to something else.
        let unsigned = |header: &str, claims: &str, signature: &str| {
            [URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims), signature.to_owned()].join(".")
        };
        let signed = |secret: &[u8], header: &str, claims: &str| {
            key_of(secret).map_or_else(String::new, |key| sign_parts(header, claims, &key))
        };
        let own = |header: &str, claims: &str| signed(&held.secret, header, claims);
        let richer = || with_claim("scope", "\"orders:read profile customers:read\"");
        let later = || with_claim("exp", &(MINTED + Duration::days(3652)).unix_s().to_string());
        match self {
            Self(0, 0) => unsigned(&with_header("alg", "\"none\""), &claims, s),
            Self(0, 1) => unsigned(&with_header("alg", "\"none\""), &claims, ""),
            Self(0, _) => unsigned(&with_header("alg", "\"nOnE\""), &claims, ""),
            Self(EDIT, 0) => unsigned(&header, &richer(), s),
            Self(EDIT, _) => unsigned(&header, &with_claim("sub", "\"user:bo\""), s),
            Self(STRETCH, 0) => held.base.clone(),
            Self(STRETCH, _) => unsigned(&header, &later(), s),
            Self(3, 0) => [h, ".", p, "."].concat(),
            Self(3, 1) => [h, ".", p].concat(),
            // 20 of its 43 characters are 15 of its 32 bytes.
            Self(3, _) => [h, ".", p, ".", s.get(..20).unwrap_or_default()].concat(),
            Self(GUESS, 0) => signed(b"secret", &header, &richer()),
            Self(GUESS, 1) => signed(b"https://auth.demo.example", &header, &richer()),
            Self(GUESS, _) => own(&header, &richer()),
            Self(5, 0) => unsigned(&with_header("alg", "\"HS512\""), &claims, s),
            Self(5, _) => unsigned(&with_header("alg", "\"RS256\""), &claims, s),
            Self(6, 0) => {
                let jwk = r#"{"kty":"oct","k":"bXkgb3duIGtleSwgYnkgbWUsIG9mIHRoaXJ0eS10d28"}"#;
                signed(b"my own key, by me, of thirty-two", &with_header("jwk", jwk), &claims)
            }
            Self(6, 1) => signed(b"", &with_header("kid", "\"../../dev/null\""), &claims),
            Self(6, _) => {
                let jku = "\"https://thief.example/keys\"";
                signed(b"my own key, by me, of thirty-two", &with_header("jku", jku), &claims)
            }
            Self(7, 0) => own(&with_header("typ", "\"JWT\""), &claims),
            Self(7, _) => own(r#"{"alg":"HS256"}"#, &claims),
            Self(8, 0) => own(&header, &with_claim("aud", "\"https://billing.demo.example\"")),
            Self(8, _) => own(&header, &with_claim("iss", "\"https://auth.demo.example.thief.example\"")),
            Self(_, 0) => {
                let claims = claims.strip_suffix('}').unwrap_or_default();
                own(&header, &[claims, ",\"scope\":\"orders:read customers:read\"}"].concat())
            }
            Self(_, 1) => [&held.base, "="].concat(),
            Self(_, _) => loose(&held.base),
        }
    }

    /// How the provider answers it, at its moment.
    pub fn sent(self, held: &Held) -> Answered {
        held.send(&self.token(held), self.call(), at(self.moment()))
    }
}

/// The forgery that edits a claim.
const EDIT: usize = 1;
/// The forgery that stretches a life.
const STRETCH: usize = 2;
/// The forgery that guesses the secret.
const GUESS: usize = 4;

/// The step that the question is about.
pub const QUESTION: Step = Step(EDIT, 0);

/// How the provider answers each step.
pub fn verdicts(held: &Held) -> Arc<[Answered]> {
    Step::all().map(|step| step.sent(held)).collect()
}

/// The moment on the clock, from the beginning.
pub fn at(moment: Duration) -> Instant {
    crate::wire::time::START + moment
}

/// The same bytes in another spelling: a signature of 32 bytes fills its last character but for two bits, and a lax
/// reader does not look at those.
fn loose(token: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = token.to_owned();
    let last = out.pop().and_then(|last| ALPHABET.iter().position(|c| char::from(*c) == last));
    out.push(char::from(ALPHABET[last.unwrap_or_default() | 1]));
    out
}

/// The settings that the tour's token was minted with.
pub fn settings() -> Mint {
    Mint::default()
}

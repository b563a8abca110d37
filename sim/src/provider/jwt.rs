//! Signed access tokens: JWTs (RFC 7519) in compact form (RFC 7515), signed with HS256 (RFC 7518
//! §3.2), shaped after the JWT profile for access tokens (RFC 9068).
//!
//! *Shaped after*, not conformant: RFC 9068 asks for RS256. With a shared secret, whoever can
//! check a token can also make one.

use core::ops::Deref;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::provider::check::Check;
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::json::Value;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant};

/// The longest token that is looked at, in bytes. Longer ones are refused before any work.
pub const MAX_LENGTH: usize = 8192;

/// The header of every token we make, `{"typ":"at+jwt","alg":"HS256"}`, as it stands in the token.
const ENCODED_HEADER: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9";

/// A secret to sign with and to check against. The key's two HMAC blocks are hashed once.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha256>);

/// Keys are the same if they sign the same.
impl PartialEq for SigningKey {
    fn eq(&self, other: &Self) -> bool {
        self.sign(b"") == other.sign(b"")
    }
}

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// The key of these bytes. `None` under 256 bits: RFC 7518 §3.2 asks for as many as the hash.
    pub fn new(secret: &[u8]) -> Option<Self> {
        if secret.len() < 32 {
            return None;
        }
        Hmac::new_from_slice(secret).ok().map(Self)
    }

    /// The 32-byte tag of a message (RFC 2104).
    pub fn sign(&self, message: &[u8]) -> [u8; 32] {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }

    /// Whether the tag is the message's, whole, compared in constant time.
    pub fn verifies(&self, message: &[u8], tag: &[u8]) -> bool {
        self.0.clone().chain_update(message).verify_slice(tag).is_ok()
    }
}

/// What a token says (RFC 7519 §4.1, RFC 9068 §2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: who made it.
    pub issuer: String,
    /// `sub`: on whose behalf it acts.
    pub subject: String,
    /// `aud`: the APIs it is meant for.
    pub audience: Vec<String>,
    /// `client_id`: the app it was given to.
    pub client_id: String,
    /// `scope`: what it may do here.
    pub scope: Scopes,
    /// `iat`: when it was made, in seconds since the Unix epoch.
    pub issued_at_s: u64,
    /// `exp`: from when on it is refused, in seconds since the Unix epoch.
    pub expires_at_s: u64,
    /// `nbf`: before when it is refused, if it says so.
    pub not_before_s: Option<u64>,
    /// `jti`: its name.
    pub id: String,
}

/// Claims whose signature was checked. Only [`Verifier::open`] makes one.
#[derive(Clone, Debug)]
pub struct Signed(Claims);

/// Claims that passed every check of signature and issuer, or came from the issuer itself, and every check of audience
/// and time. Only [`Verifier`] makes one, so what is not verified cannot be used as if it were.
#[derive(Clone, Debug)]
pub struct Verified<'a>(&'a Claims);

impl<'a> Verified<'a> {
    /// The claims, for as long as what they were read from.
    pub const fn claims(&self) -> &'a Claims {
        self.0
    }
}

impl Deref for Verified<'_> {
    type Target = Claims;
    fn deref(&self) -> &Claims {
        self.0
    }
}

/// Makes the token of these claims.
pub fn mint(claims: &Claims, key: &SigningKey) -> Secret {
    let payload = Value::object([
        ("iss", claims.issuer.as_str().into()),
        ("sub", claims.subject.as_str().into()),
        ("aud", audience(&claims.audience)),
        ("client_id", claims.client_id.as_str().into()),
        ("scope", claims.scope.to_string().into()),
        ("iat", claims.issued_at_s.into()),
        ("exp", claims.expires_at_s.into()),
        ("jti", claims.id.as_str().into()),
    ]);
    Secret::new(sign_payload(ENCODED_HEADER.to_owned(), &payload.to_string(), key))
}

/// The `aud` of these: a string for one, an array for several (RFC 7519 §4.1.3, and RFC 7662 §2.2 for introspection).
pub fn audience(names: &[String]) -> Value<'_> {
    match names {
        [one] => one.as_str().into(),
        many => Value::Array(many.iter().map(|name| name.as_str().into()).collect()),
    }
}

/// Signs any header and payload, sensible or not: tests and forgers need the other kind.
pub fn sign_parts(header: &str, payload: &str, key: &SigningKey) -> String {
    sign_payload(URL_SAFE_NO_PAD.encode(header), payload, key)
}

fn sign_payload(encoded_header: String, payload: &str, key: &SigningKey) -> String {
    let mut token = encoded_header;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut token);
    let tag = key.sign(token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(tag, &mut token);
    token
}

/// What an API knows about the tokens it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Verifier {
    /// The secret it shares with the issuer.
    pub key: SigningKey,
    /// The issuer it trusts.
    pub issuer: &'static str,
    /// Its own name.
    pub audience: &'static str,
}

impl Verifier {
    /// The checks that depend on the token's string alone, in this order: length, three parts,
    /// encoding, header, algorithm, type, extensions, signature, claims, issuer, audience. Passed
    /// once, they are passed for good.
    ///
    /// # Errors
    /// The first check that fails, as one of the `Token…` variants of [`Reject`].
    pub fn open(&self, token: &str) -> Result<Signed, Reject> {
        self.open_at(token, &mut Check::Length)
    }

    /// The same, and leaves in `at` the check that it came to: the one that failed, or the last.
    ///
    /// # Errors
    /// As for [`Verifier::open`].
    pub fn open_at(&self, token: &str, at: &mut Check) -> Result<Signed, Reject> {
        *at = Check::Length;
        if token.len() > MAX_LENGTH {
            return Err(Reject::TokenTooLong);
        }
        // RFC 7515 §7.1: header, payload and signature, joined by dots.
        *at = Check::Shape;
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Reject::TokenShape(token.split('.').count()));
        };
        *at = Check::Encoding;
        let (payload_json, tag) = (decode(payload)?, decode(signature)?);

        // A header that is ours to the letter has passed once and for all, and nearly all are.
        if header != ENCODED_HEADER {
            check_header(&decode(header)?, at)?;
        }
        *at = Check::Signature;
        let signed_length = header.len() + 1 + payload.len();
        if !self.key.verifies(&token.as_bytes()[..signed_length], &tag) {
            return Err(Reject::TokenSignature);
        }

        *at = Check::Claims;
        let payload = object(&payload_json).ok_or(Reject::TokenClaims)?;
        *at = Check::Claim;
        let claims = read_claims(&payload)?;
        *at = Check::Issuer;
        if claims.issuer != self.issuer {
            return Err(Reject::TokenIssuer);
        }
        *at = Check::Audience;
        self.for_us(&claims)?;
        Ok(Signed(claims))
    }

    /// The checks that depend on the clock: refused on or after `exp`, before `nbf`, before `iat`
    /// (RFC 7519 §4.1.4 to §4.1.6). No leeway: for whoever made the token there is one clock.
    ///
    /// # Errors
    /// [`Reject::TokenExpired`], [`Reject::TokenEarly`].
    pub fn current<'a>(&self, signed: &'a Signed, now: Instant) -> Result<Verified<'a>, Reject> {
        self.current_at(signed, now, Duration::ZERO, &mut Check::Expiry)
    }

    /// The same checks for whoever has another clock than the token's maker, and allows for it; leaves in `at` the
    /// check that it came to.
    ///
    /// # Errors
    /// As for [`Verifier::current`].
    pub fn current_at<'a>(
        &self,
        signed: &'a Signed,
        now: Instant,
        leeway: Duration,
        at: &mut Check,
    ) -> Result<Verified<'a>, Reject> {
        in_time(&signed.0, now, leeway, at)
    }

    /// The checks of claims that the issuer keeps for an opaque token. There is nothing to decode and nothing signed:
    /// audience and clock are all that is left to ask.
    ///
    /// # Errors
    /// [`Reject::TokenAudience`], [`Reject::TokenExpired`], [`Reject::TokenEarly`].
    pub fn kept<'a>(&self, claims: &'a Claims, now: Instant) -> Result<Verified<'a>, Reject> {
        self.for_us(claims)?;
        in_time(claims, now, Duration::ZERO, &mut Check::Expiry)
    }

    fn for_us(&self, claims: &Claims) -> Result<(), Reject> {
        let named = claims.audience.iter().any(|audience| audience == self.audience);
        if named { Ok(()) } else { Err(Reject::TokenAudience) }
    }
}

fn in_time<'a>(claims: &'a Claims, now: Instant, leeway: Duration, at: &mut Check) -> Result<Verified<'a>, Reject> {
    let (latest_s, earliest_s) = ((now + leeway).unix_s(), (now - leeway).unix_s());
    *at = Check::Expiry;
    if earliest_s >= claims.expires_at_s {
        return Err(Reject::TokenExpired { at: Instant::from_unix_s(claims.expires_at_s) });
    }
    *at = Check::Beginning;
    if claims.issued_at_s > latest_s || claims.not_before_s.is_some_and(|not_before_s| not_before_s > latest_s) {
        return Err(Reject::TokenEarly);
    }
    Ok(Verified(claims))
}

fn decode(part: &str) -> Result<Vec<u8>, Reject> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Reject::TokenEncoding)
}

fn check_header(json: &[u8], at: &mut Check) -> Result<(), Reject> {
    *at = Check::Header;
    let header = object(json).ok_or(Reject::TokenHeader)?;
    *at = Check::Algorithm;
    // RFC 8725 §3.1: the API decides the algorithm, the token does not.
    if header.member("alg").and_then(Value::as_text) != Some("HS256") {
        return Err(Reject::TokenAlgorithm);
    }
    *at = Check::Type;
    // RFC 9068 §4: `at+jwt`, so that no other kind of JWT passes for an access token.
    let kind = header.member("typ").and_then(Value::as_text).unwrap_or_default();
    if !["at+jwt", "application/at+jwt"].iter().any(|name| name.eq_ignore_ascii_case(kind)) {
        return Err(Reject::TokenType);
    }
    *at = Check::Extension;
    // RFC 7515 §4.1.11 and RFC 8725 §3.10: no `crit` that we do not know, no key of the
    // sender's choice (`kid`, `jwk`, `jku`, `x5u`). Our tokens carry nothing else at all.
    match &header {
        Value::Object(members) => match members.iter().find(|(name, _)| name != "alg" && name != "typ") {
            Some((name, _)) => Err(Reject::TokenExtension(name.clone().into_owned())),
            None => Ok(()),
        },
        _ => Err(Reject::TokenHeader),
    }
}

fn object(bytes: &[u8]) -> Option<Value<'_>> {
    let value = Value::parse(core::str::from_utf8(bytes).ok()?).ok()?;
    matches!(value, Value::Object(_)).then_some(value)
}

/// Every claim that RFC 9068 §2.2 requires, each of its one type.
fn read_claims(payload: &Value<'_>) -> Result<Claims, Reject> {
    let text = |name| match payload.member(name).and_then(Value::as_text) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(Reject::TokenClaim(name)),
    };
    // Up to the year 9999: later dates would overflow the clock that they are compared with.
    let date = |name| match payload.member(name).and_then(Value::as_integer) {
        Some(seconds @ 0..=253_402_300_799) => Ok(seconds as u64),
        _ => Err(Reject::TokenClaim(name)),
    };
    let audience = match payload.member("aud") {
        Some(Value::Text(one)) => vec![one.clone().into_owned()],
        Some(Value::Array(many)) => many
            .iter()
            .map(|one| one.as_text().map(str::to_owned).ok_or(Reject::TokenClaim("aud")))
            .collect::<Result<_, _>>()?,
        _ => return Err(Reject::TokenClaim("aud")),
    };
    let scope = match payload.member("scope") {
        None => Scopes::NONE,
        Some(Value::Text(list)) => Scopes::granting(list),
        Some(_) => return Err(Reject::TokenClaim("scope")),
    };
    Ok(Claims {
        issuer: text("iss")?,
        subject: text("sub")?,
        audience,
        client_id: text("client_id")?,
        scope,
        issued_at_s: date("iat")?,
        expires_at_s: date("exp")?,
        not_before_s: if payload.member("nbf").is_some() { Some(date("nbf")?) } else { None },
        id: text("jti")?,
    })
}

//! Tokens for an authorization code (RFC 6749 §4.1.3), with PKCE (RFC 7636 §4.6).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::client::ClientId;
use super::resource::Resources;
use super::user::UserId;
use super::{Ask, AuthorizationServer, Tokens};
use crate::provider::reject::Reject;
use crate::provider::scope::Scopes;
use crate::wire::form::Form;
use crate::wire::secret::{Secret, equal_in_constant_time};
use crate::wire::time::Instant;

/// A code on its way, or used: a used one is remembered, to be known when it comes again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Code {
    pub code: Secret,
    pub client: ClientId,
    pub user: UserId,
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub scope: Scopes,
    pub resources: Resources,
    pub expires: Instant,
    /// The grant that it was exchanged for.
    pub grant: Option<usize>,
}

impl AuthorizationServer {
    pub(super) fn exchange_code(&mut self, ask: Ask) -> Result<Tokens, Reject> {
        let Ask { client, form, policy, now } = ask;
        let presented = form.value("code").ok_or(Reject::ParameterMissing("code"))?;
        let redirect_uri = form.value("redirect_uri").ok_or(Reject::ParameterMissing("redirect_uri"))?;
        let verifier = verifier(form)?;
        let index = self.find_code(presented).ok_or(Reject::CodeUnknown)?;
        let code = &self.codes[index];
        if code.client != client {
            return Err(Reject::CodeOtherClient);
        }
        // RFC 6749 §4.1.2: a code that comes twice was seen by two. What the first one got ends.
        if let Some(grant) = code.grant {
            self.grants[grant].ended.get_or_insert(now);
            return Err(Reject::CodeUsed);
        }
        if now >= code.expires {
            return Err(Reject::CodeExpired);
        }
        if code.redirect_uri != redirect_uri {
            return Err(Reject::CodeRedirectUri);
        }
        match (&code.challenge, verifier) {
            (Some(challenge), Some(verifier)) if !answers(challenge, verifier) => return Err(Reject::VerifierWrong),
            (Some(_), None) => return Err(Reject::VerifierMissing),
            // RFC 9700 §4.8.2: somebody took the challenge out of the request, or this is another's code.
            (None, Some(_)) => return Err(Reject::VerifierUnexpected),
            (Some(_), Some(_)) | (None, None) => {}
        }
        let asked = code.resources.asked_of(form)?;
        let Code { user, scope, resources, .. } = *code;
        let grant = self.add_grant(client, Some(user), scope, resources, policy, now);
        self.codes[index].grant = Some(grant);
        Ok(self.issue(grant, scope, asked, policy, now))
    }

    /// All are compared, each in constant time: an answer's delay tells nothing.
    fn find_code(&self, presented: &str) -> Option<usize> {
        let is = |code: &Code| equal_in_constant_time(code.code.reveal().as_bytes(), presented.as_bytes());
        self.codes.iter().enumerate().fold(None, |found, (i, code)| if is(code) { Some(i) } else { found })
    }
}

/// Reads the verifier: 43 to 128 unreserved characters (RFC 7636 §4.1).
fn verifier(form: &Form) -> Result<Option<&str>, Reject> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    match form.value("code_verifier") {
        None => Ok(None),
        Some(text) if (43..=128).contains(&text.len()) && text.bytes().all(unreserved) => Ok(Some(text)),
        Some(_) => Err(Reject::ParameterMalformed("code_verifier")),
    }
}

/// Whether the challenge is the verifier's SHA-256.
fn answers(challenge: &str, verifier: &str) -> bool {
    equal_in_constant_time(s256(verifier).as_bytes(), challenge.as_bytes())
}

/// The challenge for a verifier, as a client makes it (RFC 7636 §4.2).
pub fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert!(answers("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", verifier));
        assert!(!answers(verifier, verifier));
    }
}

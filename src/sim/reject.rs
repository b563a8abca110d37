//! Every refusal in one place: what stopped it, the answer on the wire, a sentence for the
//! learner, the clause it rests on.
//!
//! What the caller is told and what the learner is told differ on purpose. All refusals of a
//! token answer with the same bytes, and so do all refusals of a key: an attacker who could tell
//! "expired" from "bad signature" would have an oracle.

use super::http::{Body, Response};
use super::json::Value;
use super::scope::Scope;
use super::time::Instant;

/// Why the provider refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reject {
    // The request as such
    /// The API has no such path.
    NotFound,
    /// The path exists; the method does not. Carries the allowed one.
    MethodNotAllowed(&'static str),
    /// A query parameter with a value that it cannot have. Carries its name.
    BadParameter(&'static str),
    /// No credential came along.
    NoCredential,
    /// A token came in the query, where it would end up in logs.
    TokenInQuery,
    /// More than one credential came along.
    TwoCredentials,
    /// `Authorization: Bearer` without one well-formed token behind it.
    MalformedHeader,

    // The token, in the order of the checks
    /// Longer than any token of ours.
    TokenTooLong,
    /// Not three parts joined by dots. Carries how many there are.
    TokenShape(usize),
    /// A part that is not unpadded base64url.
    TokenEncoding,
    /// A header that is not one JSON object with unique names.
    TokenHeader,
    /// `alg` is missing or is not the one we sign with.
    TokenAlgorithm,
    /// `typ` is missing or says that this is not an access token.
    TokenType,
    /// A header member that asks for an extension or points to a key of the sender's choice.
    TokenExtension(String),
    /// The signature does not match.
    TokenSignature,
    /// Claims that are not one JSON object with unique names.
    TokenClaims,
    /// A claim that must be there is missing or of the wrong type.
    TokenClaim(&'static str),
    /// Another issuer.
    TokenIssuer,
    /// Meant for another API.
    TokenAudience,
    /// Past its end.
    TokenExpired {
        /// The moment from which on it is refused.
        at: Instant,
    },
    /// Not valid yet, or issued in the future.
    TokenEarly,
    /// Its grant was revoked, and the API asked.
    TokenRevoked,
    /// Valid, but not allowed to do this.
    InsufficientScope(Scope),

    // The key
    /// Not the shape of a key of ours: prefix, length, alphabet or checksum.
    KeyFormat,
    /// The right shape, and nobody's.
    KeyUnknown,
    /// Revoked.
    KeyRevoked {
        /// When.
        at: Instant,
    },
    /// Replaced in a rotation, its overlap over.
    KeyEnded {
        /// From when on.
        at: Instant,
    },
    /// A restricted key without this permission.
    KeyNotPermitted(Scope),
    /// A key says which app is calling; this resource belongs to a user.
    UserRequired,

    // The authorization server
    /// A body that is not a form, or a form that is broken.
    FormBroken,
    /// A parameter given twice.
    ParameterTwice,
    /// A parameter that must be there is missing. Carries its name.
    ParameterMissing(&'static str),
    /// No client of that name.
    ClientUnknown,
    /// A grant type that the server does not offer.
    GrantTypeUnsupported,
    /// Not a refresh token of ours.
    RefreshUnknown,
    /// Another client's refresh token.
    RefreshOtherClient,
    /// An old refresh token came back: one of its two holders is a thief. The family ends.
    RefreshReused,
    /// The family was ended before.
    RefreshRevoked,
    /// Past the absolute lifetime of its family.
    RefreshExpired,
    /// More scope was asked for than was granted.
    ScopeExceeded,
}

/// What goes on the wire: one entry a kind of answer.
struct Wire {
    status: u16,
    /// The error code of RFC 6750 §3.1 or RFC 6749 §5.2, where there is one.
    code: Option<&'static str>,
    /// The last part of the problem type's address, and its title (RFC 9457 §3.1).
    problem: (&'static str, &'static str),
    /// What the caller is told.
    detail: &'static str,
    plane: Plane,
}

/// Which of the provider's two faces answers.
#[derive(PartialEq)]
enum Plane {
    /// The API, to a token or to nobody in particular: Bearer challenges, problem bodies.
    Bearer,
    /// The API, to a key: problem bodies.
    Key,
    /// The authorization server: OAuth error bodies.
    OAuth,
}

impl Reject {
    fn wire(&self) -> Wire {
        use Plane::{Bearer, Key, OAuth};
        let wire = |status, code, problem, detail, plane| Wire { status, code, problem, detail, plane };
        match self {
            Self::NotFound => wire(404, None, ("not-found", "No such resource"), "There is nothing at this path.", Key),
            Self::MethodNotAllowed(_) => {
                wire(405, None, ("method", "Method not allowed"), "This path does not take this method.", Key)
            }
            Self::BadParameter(_) => {
                wire(400, None, ("parameter", "Bad parameter"), "A query parameter has a value it cannot have.", Key)
            }
            Self::NoCredential | Self::TokenInQuery => {
                wire(401, None, ("no-credential", "Credential needed"), "Send a key or a token in a header.", Bearer)
            }
            Self::TwoCredentials | Self::MalformedHeader => wire(
                400,
                Some("invalid_request"),
                ("invalid-request", "Malformed request"),
                "Send one credential, once, in one header.",
                Bearer,
            ),
            Self::TokenTooLong
            | Self::TokenShape(_)
            | Self::TokenEncoding
            | Self::TokenHeader
            | Self::TokenAlgorithm
            | Self::TokenType
            | Self::TokenExtension(_)
            | Self::TokenSignature
            | Self::TokenClaims
            | Self::TokenClaim(_)
            | Self::TokenIssuer
            | Self::TokenAudience
            | Self::TokenExpired { .. }
            | Self::TokenEarly
            | Self::TokenRevoked => wire(
                401,
                Some("invalid_token"),
                ("invalid-token", "Token not accepted"),
                "The access token is malformed, expired, revoked or not for this API.",
                Bearer,
            ),
            Self::InsufficientScope(_) => wire(
                403,
                Some("insufficient_scope"),
                ("insufficient-scope", "Not permitted"),
                "The access token does not carry the scope that this needs.",
                Bearer,
            ),
            Self::KeyFormat | Self::KeyUnknown | Self::KeyRevoked { .. } | Self::KeyEnded { .. } => {
                wire(401, None, ("invalid-key", "Key not accepted"), "The API key is not valid.", Key)
            }
            Self::KeyNotPermitted(_) => {
                wire(403, None, ("key-permission", "Not permitted"), "The API key is not allowed to do this.", Key)
            }
            Self::UserRequired => wire(
                403,
                None,
                ("user-required", "Which user?"),
                "This belongs to a user, and a key names none. Send a user's access token.",
                Key,
            ),
            Self::FormBroken | Self::ParameterTwice | Self::ParameterMissing(_) => wire(
                400,
                Some("invalid_request"),
                ("", ""),
                "The request lacks a parameter, repeats one or is not a form.",
                OAuth,
            ),
            Self::ClientUnknown => wire(401, Some("invalid_client"), ("", ""), "There is no such client.", OAuth),
            Self::GrantTypeUnsupported => {
                wire(400, Some("unsupported_grant_type"), ("", ""), "This grant type is not offered here.", OAuth)
            }
            Self::RefreshUnknown
            | Self::RefreshOtherClient
            | Self::RefreshReused
            | Self::RefreshRevoked
            | Self::RefreshExpired => wire(
                400,
                Some("invalid_grant"),
                ("", ""),
                "The refresh token is unknown, used, expired, revoked or not this client's.",
                OAuth,
            ),
            Self::ScopeExceeded => {
                wire(400, Some("invalid_scope"), ("", ""), "More scope was asked for than was granted.", OAuth)
            }
        }
    }

    /// The status code of the answer.
    pub fn status(&self) -> u16 {
        self.wire().status
    }

    /// The error code in the answer (RFC 6750 §3.1, RFC 6749 §5.2), where there is one.
    pub fn code(&self) -> Option<&'static str> {
        self.wire().code
    }

    /// What happened, for the learner: the cause that the wire keeps to itself.
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => "The API has nothing at this path.".into(),
            Self::MethodNotAllowed(allowed) => format!("This path takes {allowed} only."),
            Self::BadParameter(name) => format!("The parameter {name} has a value it cannot have."),
            Self::NoCredential => "The request carried no credential.".into(),
            Self::TokenInQuery => "The token came in the URL, where logs keep it. The API does not look there.".into(),
            Self::TwoCredentials => {
                "The request carried more than one credential; which one counts is nobody's guess.".into()
            }
            Self::MalformedHeader => "What follows Bearer is not one well-formed token.".into(),
            Self::TokenTooLong => "The token is longer than any that this provider makes.".into(),
            Self::TokenShape(parts) => format!("A signed token has 3 parts joined by dots; this has {parts}."),
            Self::TokenEncoding => "A part of the token is not base64url without padding.".into(),
            Self::TokenHeader => "The token's header is not one JSON object with unique names.".into(),
            Self::TokenAlgorithm => "The token names another algorithm than HS256, the only one used here.".into(),
            Self::TokenType => "The token does not say that it is an access token (typ at+jwt).".into(),
            Self::TokenExtension(name) => {
                format!("The header carries {name}: the sender does not choose the key or the rules.")
            }
            Self::TokenSignature => "The signature does not match: somebody else made or changed this token.".into(),
            Self::TokenClaims => "The token's claims are not one JSON object with unique names.".into(),
            Self::TokenClaim(name) => format!("The claim {name} is missing or has the wrong type."),
            Self::TokenIssuer => "Another issuer made this token.".into(),
            Self::TokenAudience => "The token is meant for another API.".into(),
            Self::TokenExpired { at } => format!("The token expired at {}.", at.time_of_day()),
            Self::TokenEarly => "The token is not valid yet.".into(),
            Self::TokenRevoked => "The token's grant was revoked, and the API asked.".into(),
            Self::InsufficientScope(scope) => format!("The token is good, but its scope lacks {}.", scope.name()),
            Self::KeyFormat => "This is not the shape of a key: the checksum alone rules it out.".into(),
            Self::KeyUnknown => "The shape is right, but no app has this key.".into(),
            Self::KeyRevoked { at } => format!("The key was revoked at {}.", at.time_of_day()),
            Self::KeyEnded { at } => format!("The key was replaced, and its overlap ended at {}.", at.time_of_day()),
            Self::KeyNotPermitted(scope) => format!("The key is restricted and lacks {}.", scope.name()),
            Self::UserRequired => "A key says which app is calling. This needs to know which user.".into(),
            Self::FormBroken => "The body is not a form.".into(),
            Self::ParameterTwice => "A parameter came twice.".into(),
            Self::ParameterMissing(name) => format!("The parameter {name} is missing."),
            Self::ClientUnknown => "No client of that name is registered.".into(),
            Self::GrantTypeUnsupported => "The server does not offer this grant type.".into(),
            Self::RefreshUnknown => "This server never made that refresh token.".into(),
            Self::RefreshOtherClient => "The refresh token belongs to another client.".into(),
            Self::RefreshReused => {
                "A used refresh token came back: one of its two holders is a thief. The whole family ends.".into()
            }
            Self::RefreshRevoked => "The refresh token's family was ended before.".into(),
            Self::RefreshExpired => "The refresh token is past the end of its family's life.".into(),
            Self::ScopeExceeded => "A refresh may narrow the scope, never widen it.".into(),
        }
    }

    /// The clause it rests on, as `RFC number §section`.
    pub const fn clause(&self) -> Clause {
        match self {
            Self::NotFound => Clause(9110, "15.5.5"),
            Self::MethodNotAllowed(_) => Clause(9110, "15.5.6"),
            Self::BadParameter(_) => Clause(9110, "15.5.1"),
            Self::NoCredential => Clause(6750, "3.1"),
            Self::TokenInQuery => Clause(9700, "4.3.2"),
            Self::TwoCredentials => Clause(6750, "2"),
            Self::MalformedHeader => Clause(6750, "2.1"),
            Self::TokenTooLong | Self::TokenShape(_) | Self::TokenEncoding | Self::TokenClaims => Clause(7519, "7.2"),
            Self::TokenHeader => Clause(7515, "5.2"),
            Self::TokenAlgorithm => Clause(8725, "3.1"),
            Self::TokenType => Clause(9068, "4"),
            Self::TokenExtension(_) => Clause(8725, "3.10"),
            Self::TokenSignature => Clause(7515, "5.2"),
            Self::TokenClaim(_) => Clause(9068, "2.2"),
            Self::TokenIssuer => Clause(7519, "4.1.1"),
            Self::TokenAudience => Clause(7519, "4.1.3"),
            Self::TokenExpired { .. } => Clause(7519, "4.1.4"),
            Self::TokenEarly => Clause(7519, "4.1.5"),
            Self::TokenRevoked => Clause(7662, "2.2"),
            Self::InsufficientScope(_) => Clause(6750, "3.1"),
            Self::KeyFormat | Self::KeyUnknown | Self::KeyRevoked { .. } | Self::KeyEnded { .. } => {
                Clause(9110, "15.5.2")
            }
            Self::KeyNotPermitted(_) | Self::UserRequired => Clause(9110, "15.5.4"),
            Self::FormBroken | Self::ParameterTwice | Self::ParameterMissing(_) => Clause(6749, "3.2"),
            Self::ClientUnknown | Self::GrantTypeUnsupported => Clause(6749, "5.2"),
            Self::RefreshUnknown | Self::RefreshOtherClient => Clause(6749, "6"),
            Self::RefreshReused => Clause(9700, "4.14.2"),
            Self::RefreshRevoked => Clause(7009, "2"),
            Self::RefreshExpired => Clause(6749, "5.2"),
            Self::ScopeExceeded => Clause(6749, "6"),
        }
    }

    /// The answer on the wire to a request for `instance`, the path that was asked for.
    pub fn response(&self, instance: &str) -> Response {
        let wire = self.wire();
        let mut response = match wire.plane {
            Plane::OAuth => oauth_error(&wire),
            Plane::Bearer | Plane::Key => problem(&wire, instance),
        };
        if wire.status == 401 && wire.plane == Plane::Key {
            // RFC 9110 §15.5.2: a 401 names a way in. Bearer is the registered one we have.
            response = response.header("WWW-Authenticate", CHALLENGE);
        }
        if wire.plane == Plane::Bearer {
            response = response.header("WWW-Authenticate", self.challenge(&wire));
        }
        if let Self::MethodNotAllowed(allowed) = self {
            response = response.header("Allow", *allowed);
        }
        response
    }

    /// The challenge of RFC 6750 §3: without an error code if no credential came along.
    fn challenge(&self, wire: &Wire) -> String {
        let Some(code) = wire.code else { return CHALLENGE.into() };
        let mut challenge = format!("{CHALLENGE}, error=\"{code}\", error_description=\"{}\"", wire.detail);
        if let Self::InsufficientScope(scope) = self {
            challenge += &format!(", scope=\"{}\"", scope.name());
        }
        challenge
    }
}

const CHALLENGE: &str = "Bearer realm=\"api\"";

/// A problem body (RFC 9457 §3).
fn problem(wire: &Wire, instance: &str) -> Response {
    let (slug, title) = wire.problem;
    let body = Value::object([
        ("type", ["https://api.demo.example/problems/", slug].concat().into()),
        ("title", title.into()),
        ("status", u64::from(wire.status).into()),
        ("detail", wire.detail.into()),
        ("instance", instance.into()),
    ]);
    Response::new(wire.status, "application/problem+json", Body::Text(body.to_string()))
}

/// An OAuth error body (RFC 6749 §5.2). Not a problem body: clients would lose the code.
fn oauth_error(wire: &Wire) -> Response {
    let body = Value::object([
        ("error", wire.code.unwrap_or("server_error").into()),
        ("error_description", wire.detail.into()),
    ]);
    Response::new(wire.status, "application/json", Body::Text(body.to_string()))
        .header("Cache-Control", "no-store")
        .header("Pragma", "no-cache")
}

/// A section of an RFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clause(pub u16, pub &'static str);

impl Clause {
    /// As it is cited: `RFC 6750 §3.1`.
    pub fn name(self) -> String {
        format!("RFC {} §{}", self.0, self.1)
    }

    /// Where it can be read.
    pub fn url(self) -> String {
        format!("https://www.rfc-editor.org/rfc/rfc{}.html#section-{}", self.0, self.1)
    }
}

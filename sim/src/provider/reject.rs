//! Every refusal in one place: what stopped it, the answer on the wire, a sentence for the
//! learner, the clause it rests on.
//!
//! What the caller is told and what the learner is told differ on purpose. All refusals of a
//! token answer with the same bytes, and so do all refusals of a key: an attacker who could tell
//! "expired" from "bad signature" would have an oracle.

use crate::provider::scope::Scope;
use crate::wire::html;
use crate::wire::http::{Body, Request, Response};
use crate::wire::json::Value;
use crate::wire::time::Instant;

/// Why the provider refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reject {
    // The request as such
    /// Nothing is at this path.
    NotFound,
    /// The path exists; the method does not. Carries the allowed ones.
    MethodNotAllowed(&'static str),
    /// A query parameter with a value that it cannot have. Carries its name.
    BadParameter(&'static str),
    /// A body that is not the JSON this needs. Carries the member at fault, or `body`.
    BadBody(&'static str),
    /// A body of another kind than the JSON this needs.
    MediaType,
    /// A body longer than any that is read.
    BodyTooLong,
    /// A path and query longer than any that are read.
    TargetTooLong,
    /// No credential came along.
    NoCredential,
    /// A token came in the query, where it would end up in logs.
    TokenInQuery,
    /// A token came in a form body, which this API does not read for credentials.
    TokenInBody,
    /// A key came in the query of an endpoint that asks for it in a header.
    KeyInQuery,
    /// More than one credential came along.
    TwoCredentials,
    /// `Authorization: Bearer` without one well-formed token behind it.
    MalformedHeader,

    // What is counted
    /// The key's or the client's window is full.
    QuotaSpent {
        /// Until it opens again, in seconds.
        wait_s: u64,
    },
    /// Too many credentials from this address were none.
    TooManyFailures {
        /// Until it may try again, in seconds.
        wait_s: u64,
    },
    /// Too many user codes from this address were none.
    TooManyGuesses {
        /// Until it may try again, in seconds.
        wait_s: u64,
    },

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
    /// The shape of an opaque token, and nobody's.
    TokenUnknown,
    /// Its grant was ended, and the API asked.
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
    /// Past its end: replaced in a rotation, its overlap over, or made to end then.
    KeyEnded {
        /// From when on.
        at: Instant,
    },
    /// Its app was disabled.
    KeyOwnerDisabled,
    /// A test key on live data, or a live key on test data.
    KeyMode,
    /// A key whose kind or restriction does not include this permission.
    KeyNotPermitted(Scope),
    /// A key says which app is calling; this resource belongs to a user. So it is with a token that an app got for itself.
    UserRequired,

    // The authorization server: forms and clients
    /// A body that is not a form, or a form that is broken.
    FormBroken,
    /// A parameter given twice.
    ParameterTwice,
    /// A parameter that must be there is missing. Carries its name.
    ParameterMissing(&'static str),
    /// A parameter with a value that it cannot have. Carries its name.
    ParameterMalformed(&'static str),
    /// The client does not say who it is.
    ClientMissing,
    /// No client of that name.
    ClientUnknown,
    /// The client was disabled.
    ClientDisabled,
    /// A confidential client without its secret.
    ClientSecretMissing,
    /// The wrong secret, or a secret where the client has none.
    ClientSecretWrong,
    /// Basic credentials that cannot be read.
    ClientHeader,
    /// Two ways of client authentication, or two client names, in one request.
    ClientTwice,
    /// A grant type that the server does not offer.
    GrantTypeUnsupported,
    /// A grant type that this client may not use.
    GrantTypeNotAllowed,
    /// A scope that does not exist, or that the client may not ask for.
    ScopeUnknown,
    /// More scope was asked for than was granted.
    ScopeExceeded,
    /// A resource that this server makes no tokens for.
    AudienceUnknown,
    /// A name that a new client cannot have: taken, malformed, or a user's.
    ClientName,

    // The authorization endpoint: on a page, because there is no safe place to redirect to
    /// No usable client.
    AuthorizeClient,
    /// A redirect URI that is missing or is not exactly one that the client registered.
    RedirectUri,
    /// Two client names or redirect URIs.
    AuthorizeTwice,
    /// A consent form without the ticket of a page that this browser was shown.
    ConsentForged,
    /// A consent form that came too late.
    ConsentExpired,
    /// A consent form that names a user who does not exist or a scope that was not asked for.
    ConsentForm,

    // The authorization endpoint: by redirect
    /// A response type other than `code`.
    ResponseTypeUnsupported,
    /// A response mode other than `query`.
    ResponseMode,
    /// No PKCE challenge.
    ChallengeMissing,
    /// A PKCE method other than S256.
    ChallengeMethod,
    /// A PKCE challenge that is no SHA-256 in base64url.
    ChallengeMalformed,
    /// The user said no, or granted nothing.
    UserDenied,
    /// The server failed. The owner can make it so.
    ServerError,
    /// The server is down for a while. The owner can make it so.
    Unavailable,

    // The token endpoint
    /// Not an authorization code of ours.
    CodeUnknown,
    /// Another client's code.
    CodeOtherClient,
    /// A code that was used before. What it brought then ends.
    CodeUsed,
    /// A code past its end.
    CodeExpired,
    /// Another redirect URI than the one that the code was sent to.
    CodeRedirectUri,
    /// No verifier for a code that was asked for with a challenge.
    VerifierMissing,
    /// A verifier that does not hash to the challenge.
    VerifierWrong,
    /// A verifier for a code that was asked for without a challenge.
    VerifierUnexpected,
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
    /// Its family was not refreshed for too long.
    RefreshIdle,
    /// A token that another client holds was to be revoked.
    RevokeOtherClient,

    // The device flow
    /// Not a device code of ours, or another client's, or one that was used.
    DeviceCodeUnknown,
    /// Nobody has entered the user code yet.
    DevicePending,
    /// The device asks more often than it was told to. From now on it has to wait longer.
    DeviceSlowDown,
    /// The user said no.
    DeviceDenied,
    /// Nobody entered the user code in time.
    DeviceExpired,
    /// Not a user code that is waiting.
    UserCodeUnknown,
}

/// What goes on the wire: one entry a kind of answer.
struct Wire {
    status: u16,
    /// The error code of RFC 6750 §3.1, RFC 6749 §5.2 and §4.1.2.1, RFC 8628 §3.5, where there is one.
    code: Option<&'static str>,
    /// The last part of the problem type's address (RFC 9457 §3.1.1).
    problem: &'static str,
    /// The title of the problem, or of the page.
    title: &'static str,
    /// What the caller is told.
    detail: &'static str,
    plane: Plane,
}

/// Which of the provider's faces answers.
#[derive(Clone, Copy, PartialEq)]
enum Plane {
    /// The API, to a token or to nobody in particular: Bearer challenges, problem bodies.
    Bearer,
    /// The API, to a key: problem bodies.
    Key,
    /// The authorization server, to a client: OAuth error bodies.
    OAuth,
    /// The authorization server, to a person: a page. Also the code of the redirect, where one is safe.
    Page,
}

impl Reject {
    fn wire(&self) -> Wire {
        use Plane::{Bearer, Key, OAuth, Page};
        let api = |status, problem, title, detail| Wire { status, code: None, problem, title, detail, plane: Key };
        let bearer =
            |status, code, problem, title, detail| Wire { status, code, problem, title, detail, plane: Bearer };
        let oauth =
            |status, code, detail| Wire { status, code: Some(code), problem: "", title: "", detail, plane: OAuth };
        let page = |status, title, detail| Wire { status, code: None, problem: "", title, detail, plane: Page };
        match self {
            Self::NotFound => api(404, "not-found", "No such resource", "There is nothing at this path."),
            Self::MethodNotAllowed(_) => {
                api(405, "method", "Method not allowed", "This path does not take this method.")
            }
            Self::BadParameter(_) => {
                api(400, "parameter", "Bad parameter", "A query parameter has a value it cannot have.")
            }
            Self::BadBody(_) => api(400, "body", "Bad body", "The body is not the JSON that this path takes."),
            Self::MediaType => api(415, "media-type", "Wrong kind of body", "This path takes application/json."),
            Self::BodyTooLong => api(413, "body-length", "Body too long", "This path reads 64 KiB at most."),
            Self::TargetTooLong => api(414, "url-length", "URL too long", "Path and query may be 8 KiB at most."),
            Self::NoCredential => {
                bearer(401, None, "no-credential", "Credential needed", "Send a key or a token in a header.")
            }
            Self::TokenInQuery => bearer(
                401,
                None,
                "token-in-query",
                "Credential needed",
                "A token in a URL ends up in logs, so this API does not look there. Send it in a header.",
            ),
            Self::TokenInBody => bearer(
                401,
                None,
                "token-in-body",
                "Credential needed",
                "This API does not look for a token in the body. Send it in a header.",
            ),
            Self::KeyInQuery => api(
                401,
                "key-in-query",
                "Credential needed",
                "A key in a URL ends up in logs, so this path does not look there. Send it in a header, and rotate it.",
            ),
            Self::TwoCredentials | Self::MalformedHeader => bearer(
                400,
                Some("invalid_request"),
                "invalid-request",
                "Malformed request",
                "Send one credential, once, in one header.",
            ),
            Self::QuotaSpent { .. } => {
                api(429, "quota", "Quota spent", "This key or this app has made all its requests for now.")
            }
            Self::TooManyFailures { .. } => api(
                429,
                "failures",
                "Too many bad credentials",
                "Too many credentials from this address were none. Wait before the next.",
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
            | Self::TokenUnknown
            | Self::TokenRevoked => bearer(
                401,
                Some("invalid_token"),
                "invalid-token",
                "Token not accepted",
                "The access token is malformed, expired, revoked or not for this API.",
            ),
            Self::InsufficientScope(_) => bearer(
                403,
                Some("insufficient_scope"),
                "insufficient-scope",
                "Not permitted",
                "The access token does not carry the scope that this needs.",
            ),
            Self::KeyFormat
            | Self::KeyUnknown
            | Self::KeyRevoked { .. }
            | Self::KeyEnded { .. }
            | Self::KeyOwnerDisabled => api(401, "invalid-key", "Key not accepted", "The API key is not valid."),
            Self::KeyMode => api(403, "key-mode", "Not permitted", "Test keys open test data, and no other key does."),
            Self::KeyNotPermitted(_) => {
                api(403, "key-permission", "Not permitted", "The API key is not allowed to do this.")
            }
            Self::UserRequired => api(
                403,
                "user-required",
                "Which user?",
                "This belongs to a user, and the credential names none. Send a user's access token.",
            ),
            Self::FormBroken | Self::ParameterTwice | Self::ParameterMissing(_) | Self::ParameterMalformed(_) => oauth(
                400,
                "invalid_request",
                "The request lacks a parameter, repeats one, has one with a bad value or is not a form.",
            ),
            Self::ClientTwice => oauth(
                400,
                "invalid_request",
                "The request names its client twice. Authenticate one client, in one way.",
            ),
            Self::ClientMissing
            | Self::ClientUnknown
            | Self::ClientDisabled
            | Self::ClientSecretMissing
            | Self::ClientSecretWrong
            | Self::ClientHeader => {
                oauth(401, "invalid_client", "The client is not known, or did not prove who it is.")
            }
            Self::GrantTypeUnsupported => oauth(400, "unsupported_grant_type", "This grant type is not offered here."),
            Self::GrantTypeNotAllowed => oauth(400, "unauthorized_client", "This client may not use this grant type."),
            Self::ScopeUnknown => {
                oauth(400, "invalid_scope", "A scope does not exist, or this client may not ask for it.")
            }
            Self::ScopeExceeded => oauth(400, "invalid_scope", "More scope was asked for than was granted."),
            Self::AudienceUnknown => oauth(400, "invalid_target", "This server makes no tokens for that resource."),
            Self::ClientName => oauth(400, "invalid_client_metadata", "A client cannot have this name."),
            Self::AuthorizeClient => {
                page(400, "Unknown app", "The link that brought you here names no app that is known here.")
            }
            Self::RedirectUri => page(
                400,
                "Wrong address",
                "The link that brought you here wants to send you on to an address that the app did not register.",
            ),
            Self::AuthorizeTwice => {
                page(400, "Ambiguous link", "The link that brought you here names its app or its address twice.")
            }
            Self::ConsentForged => {
                page(403, "Not your answer", "This answer did not come from the page that asked you.")
            }
            Self::ConsentExpired => {
                page(400, "Too late", "The question has expired. Go back to the app and start again.")
            }
            Self::ConsentForm => page(400, "Not an answer", "The form holds an answer that it did not offer."),
            Self::ResponseTypeUnsupported => {
                oauth(400, "unsupported_response_type", "The only response type here is code.")
            }
            Self::ResponseMode => oauth(400, "invalid_request", "The only response mode here is query."),
            Self::ChallengeMissing | Self::ChallengeMethod | Self::ChallengeMalformed => {
                oauth(400, "invalid_request", "A code is given only for a PKCE challenge with the method S256.")
            }
            Self::UserDenied => oauth(400, "access_denied", "The user did not grant this."),
            Self::ServerError => oauth(500, "server_error", "The server failed."),
            Self::Unavailable => oauth(503, "temporarily_unavailable", "The server is down for a while."),
            // RFC 6749 has no code for this; the nearest one that clients know says the same.
            Self::TooManyGuesses { .. } => {
                page(429, "Too many codes", "Too many codes from this address were none. Wait before the next.")
            }
            Self::CodeUnknown
            | Self::CodeOtherClient
            | Self::CodeUsed
            | Self::CodeExpired
            | Self::CodeRedirectUri
            | Self::VerifierMissing
            | Self::VerifierWrong
            | Self::VerifierUnexpected => oauth(
                400,
                "invalid_grant",
                "The authorization code is unknown, used, expired, not this client's or not proven to be.",
            ),
            Self::RefreshUnknown
            | Self::RefreshOtherClient
            | Self::RefreshReused
            | Self::RefreshRevoked
            | Self::RefreshExpired
            | Self::RefreshIdle => oauth(
                400,
                "invalid_grant",
                "The refresh token is unknown, used, expired, revoked or not this client's.",
            ),
            Self::RevokeOtherClient => oauth(400, "invalid_grant", "This token is not this client's to revoke."),
            Self::DeviceCodeUnknown => {
                oauth(400, "invalid_grant", "The device code is unknown, used or not this client's.")
            }
            Self::DevicePending => oauth(400, "authorization_pending", "The user has not answered yet."),
            Self::DeviceSlowDown => oauth(400, "slow_down", "Ask less often: five more seconds between two questions."),
            Self::DeviceDenied => oauth(400, "access_denied", "The user did not grant this."),
            Self::DeviceExpired => oauth(400, "expired_token", "Nobody entered the code in time. Start again."),
            Self::UserCodeUnknown => page(400, "Unknown code", "No device is waiting for this code. Look at it again."),
        }
    }

    /// The check that stopped the request, as it is called in tests, logs and lists of attacks.
    pub const fn check(&self) -> &'static str {
        self.grounds().0
    }

    /// The clause it rests on.
    pub const fn clause(&self) -> Clause {
        self.grounds().1
    }

    const fn grounds(&self) -> (&'static str, Clause) {
        match self {
            Self::NotFound => ("not-found", Clause(9110, "15.5.5")),
            Self::MethodNotAllowed(_) => ("method", Clause(9110, "15.5.6")),
            Self::BadParameter(_) => ("parameter", Clause(9110, "15.5.1")),
            Self::BadBody(_) => ("body", Clause(9110, "15.5.1")),
            Self::MediaType => ("media-type", Clause(9110, "15.5.16")),
            Self::BodyTooLong => ("body-length", Clause(9110, "15.5.14")),
            Self::TargetTooLong => ("url-length", Clause(9110, "15.5.15")),
            Self::NoCredential => ("no-credential", Clause(6750, "3.1")),
            Self::TokenInQuery => ("token-in-query", Clause(9700, "4.3.2")),
            Self::TokenInBody => ("token-in-body", Clause(6750, "2.2")),
            Self::KeyInQuery => ("key-in-query", Clause(9110, "17.9")),
            Self::TwoCredentials => ("two-credentials", Clause(6750, "2")),
            Self::MalformedHeader => ("malformed-header", Clause(6750, "2.1")),
            Self::QuotaSpent { .. } => ("quota", Clause(6585, "4")),
            Self::TooManyFailures { .. } => ("failures", Clause(6585, "4")),
            Self::TooManyGuesses { .. } => ("guesses", Clause(8628, "5.1")),
            Self::TokenTooLong => ("token-length", Clause(7519, "7.2")),
            Self::TokenShape(_) => ("token-shape", Clause(7515, "7.1")),
            Self::TokenEncoding => ("token-encoding", Clause(7515, "2")),
            Self::TokenHeader => ("token-header", Clause(7515, "5.2")),
            Self::TokenAlgorithm => ("token-algorithm", Clause(8725, "3.1")),
            Self::TokenType => ("token-type", Clause(9068, "4")),
            Self::TokenExtension(_) => ("token-extension", Clause(8725, "3.10")),
            Self::TokenSignature => ("token-signature", Clause(7515, "5.2")),
            Self::TokenClaims => ("token-claims", Clause(7519, "7.2")),
            Self::TokenClaim(_) => ("token-claim", Clause(9068, "2.2")),
            Self::TokenIssuer => ("token-issuer", Clause(7519, "4.1.1")),
            Self::TokenAudience => ("token-audience", Clause(7519, "4.1.3")),
            Self::TokenExpired { .. } => ("token-expired", Clause(7519, "4.1.4")),
            Self::TokenEarly => ("token-early", Clause(7519, "4.1.5")),
            Self::TokenUnknown => ("token-unknown", Clause(7662, "2.2")),
            Self::TokenRevoked => ("token-revoked", Clause(7662, "2.2")),
            Self::InsufficientScope(_) => ("scope", Clause(6750, "3.1")),
            Self::KeyFormat => ("key-format", Clause(9110, "15.5.2")),
            Self::KeyUnknown => ("key-unknown", Clause(9110, "15.5.2")),
            Self::KeyRevoked { .. } => ("key-revoked", Clause(9110, "15.5.2")),
            Self::KeyEnded { .. } => ("key-ended", Clause(9110, "15.5.2")),
            Self::KeyOwnerDisabled => ("key-owner-disabled", Clause(9110, "15.5.2")),
            Self::KeyMode => ("key-mode", Clause(9110, "15.5.4")),
            Self::KeyNotPermitted(_) => ("key-permission", Clause(9110, "15.5.4")),
            Self::UserRequired => ("user-required", Clause(9110, "15.5.4")),
            Self::FormBroken => ("form", Clause(6749, "3.2")),
            Self::ParameterTwice => ("parameter-twice", Clause(6749, "3.2")),
            Self::ParameterMissing(_) => ("parameter-missing", Clause(6749, "5.2")),
            Self::ParameterMalformed(_) => ("parameter-malformed", Clause(6749, "5.2")),
            Self::ClientMissing => ("client-missing", Clause(6749, "5.2")),
            Self::ClientUnknown => ("client-unknown", Clause(6749, "5.2")),
            Self::ClientDisabled => ("client-disabled", Clause(6749, "5.2")),
            Self::ClientSecretMissing => ("client-secret-missing", Clause(6749, "3.2.1")),
            Self::ClientSecretWrong => ("client-secret-wrong", Clause(6749, "2.3.1")),
            Self::ClientHeader => ("client-header", Clause(7617, "2")),
            Self::ClientTwice => ("client-twice", Clause(6749, "2.3")),
            Self::GrantTypeUnsupported => ("grant-type", Clause(6749, "5.2")),
            Self::GrantTypeNotAllowed => ("grant-not-allowed", Clause(6749, "5.2")),
            Self::ScopeUnknown => ("scope-unknown", Clause(6749, "3.3")),
            Self::ScopeExceeded => ("scope-exceeded", Clause(6749, "6")),
            Self::AudienceUnknown => ("audience-unknown", Clause(8707, "2")),
            Self::ClientName => ("client-name", Clause(9700, "4.15.1")),
            Self::AuthorizeClient => ("authorize-client", Clause(6749, "4.1.2.1")),
            Self::RedirectUri => ("redirect-uri", Clause(9700, "2.1")),
            Self::AuthorizeTwice => ("authorize-twice", Clause(6749, "3.1")),
            Self::ConsentForged => ("consent-forged", Clause(9700, "4.7")),
            Self::ConsentExpired => ("consent-expired", Clause(6749, "4.1.1")),
            Self::ConsentForm => ("consent-form", Clause(6749, "3.3")),
            Self::ResponseTypeUnsupported => ("response-type", Clause(6749, "4.1.2.1")),
            Self::ResponseMode => ("response-mode", Clause(6749, "4.1.2.1")),
            Self::ChallengeMissing => ("challenge-missing", Clause(7636, "4.4.1")),
            Self::ChallengeMethod => ("challenge-method", Clause(9700, "2.1.1")),
            Self::ChallengeMalformed => ("challenge-malformed", Clause(7636, "4.2")),
            Self::UserDenied => ("user-denied", Clause(6749, "4.1.2.1")),
            Self::ServerError => ("server-error", Clause(6749, "4.1.2.1")),
            Self::Unavailable => ("unavailable", Clause(6749, "4.1.2.1")),
            Self::CodeUnknown => ("code-unknown", Clause(6749, "5.2")),
            Self::CodeOtherClient => ("code-other-client", Clause(6749, "4.1.3")),
            Self::CodeUsed => ("code-used", Clause(6749, "4.1.2")),
            Self::CodeExpired => ("code-expired", Clause(6749, "4.1.2")),
            Self::CodeRedirectUri => ("code-redirect-uri", Clause(6749, "4.1.3")),
            Self::VerifierMissing => ("verifier-missing", Clause(7636, "4.6")),
            Self::VerifierWrong => ("verifier-wrong", Clause(7636, "4.6")),
            Self::VerifierUnexpected => ("verifier-unexpected", Clause(9700, "4.8.2")),
            Self::RefreshUnknown => ("refresh-unknown", Clause(6749, "6")),
            Self::RefreshOtherClient => ("refresh-other-client", Clause(6749, "6")),
            Self::RefreshReused => ("refresh-reused", Clause(9700, "4.14.2")),
            // RFC 7009 says how a token is revoked; that a revoked one is `invalid_grant`, RFC 6749 does.
            Self::RefreshRevoked => ("refresh-revoked", Clause(6749, "5.2")),
            Self::RefreshExpired => ("refresh-expired", Clause(6749, "5.2")),
            Self::RefreshIdle => ("refresh-idle", Clause(9700, "4.14.2")),
            Self::RevokeOtherClient => ("revoke-other-client", Clause(7009, "2.1")),
            Self::DeviceCodeUnknown => ("device-code-unknown", Clause(8628, "3.5")),
            Self::DevicePending => ("device-pending", Clause(8628, "3.5")),
            Self::DeviceSlowDown => ("device-slow-down", Clause(8628, "3.5")),
            Self::DeviceDenied => ("device-denied", Clause(8628, "3.5")),
            Self::DeviceExpired => ("device-expired", Clause(8628, "3.5")),
            Self::UserCodeUnknown => ("user-code-unknown", Clause(8628, "3.3")),
        }
    }

    /// The status code of the answer.
    pub fn status(&self) -> u16 {
        self.wire().status
    }

    /// The error code in the answer, where there is one.
    pub fn code(&self) -> Option<&'static str> {
        self.wire().code
    }

    /// What the caller is told.
    pub fn detail(&self) -> &'static str {
        self.wire().detail
    }

    /// Whether a credential was presented that is none: what is counted against the address it came from.
    pub const fn is_bad_credential(&self) -> bool {
        matches!(
            self,
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
                | Self::TokenUnknown
                | Self::TokenRevoked
                | Self::KeyFormat
                | Self::KeyUnknown
                | Self::KeyRevoked { .. }
                | Self::KeyEnded { .. }
                | Self::KeyOwnerDisabled
                | Self::ClientUnknown
                | Self::ClientDisabled
                | Self::ClientSecretMissing
                | Self::ClientSecretWrong
                | Self::ClientHeader
        )
    }

    /// What happened, for the learner: the cause that the wire keeps to itself.
    pub fn sentence(&self) -> String {
        let text = match self {
            Self::MethodNotAllowed(allowed) => return format!("This path takes {allowed} only."),
            Self::BadParameter(name) | Self::ParameterMalformed(name) => {
                return format!("The parameter {name} has a value it cannot have.");
            }
            Self::BadBody(name) => return format!("The JSON of the body is not what this path takes: look at {name}."),
            Self::QuotaSpent { wait_s } => {
                return format!("The quota is spent. The next window begins in {wait_s} s.");
            }
            Self::TooManyFailures { wait_s } => {
                return format!(
                    "Too many credentials from this address were none. It may try again in {wait_s} s; others go on."
                );
            }
            Self::TooManyGuesses { wait_s } => {
                return format!("Too many codes from this address were guesses. It may try again in {wait_s} s.");
            }
            Self::TokenShape(parts) => {
                return format!("A signed token has 3 parts joined by dots; this has {parts}.");
            }
            Self::TokenExtension(name) => {
                return format!("The header carries {name}: the sender does not choose the key or the rules.");
            }
            Self::TokenClaim(name) => return format!("The claim {name} is missing or has the wrong type."),
            Self::TokenExpired { at } => return format!("The token expired at {}.", at.time_of_day()),
            Self::InsufficientScope(scope) => {
                return format!("The token is good, but its scope lacks {}.", scope.name());
            }
            Self::KeyRevoked { at } => return format!("The key was revoked at {}.", at.time_of_day()),
            Self::KeyEnded { at } => return format!("The key's life ended at {}.", at.time_of_day()),
            Self::KeyNotPermitted(scope) => {
                return format!("The key is good, but its permissions lack {}.", scope.name());
            }
            Self::ParameterMissing(name) => return format!("The parameter {name} is missing."),
            Self::NotFound => "There is nothing at this path.",
            Self::MediaType => "The body is not called application/json, and this path reads nothing else.",
            Self::BodyTooLong => "The body is longer than any that this API reads.",
            Self::TargetTooLong => "Path and query are longer than any that this server reads.",
            Self::NoCredential => "The request carried no credential.",
            Self::TokenInQuery => "The token came in the URL, where logs keep it. The API does not look there.",
            Self::TokenInBody => "The token came in the body. The API looks in the header alone.",
            Self::KeyInQuery => "The key came in the URL, where logs keep it: it counts as leaked from now on.",
            Self::TwoCredentials => "The request carried more than one credential; which one counts is nobody's guess.",
            Self::MalformedHeader => "What follows Bearer is not one well-formed token.",
            Self::TokenTooLong => "The token is longer than any that this provider makes.",
            Self::TokenEncoding => "A part of the token is not base64url without padding.",
            Self::TokenHeader => "The token's header is not one JSON object with unique names.",
            Self::TokenAlgorithm => "The token names another algorithm than HS256, the only one used here.",
            Self::TokenType => "The token does not say that it is an access token (typ at+jwt).",
            Self::TokenSignature => "The signature does not match: somebody else made or changed this token.",
            Self::TokenClaims => "The token's claims are not one JSON object with unique names.",
            Self::TokenIssuer => "Another issuer made this token.",
            Self::TokenAudience => "The token is meant for another API.",
            Self::TokenEarly => "The token is not valid yet.",
            Self::TokenUnknown => "The shape is right, but this provider never made such a token, or has forgotten it.",
            Self::TokenRevoked => "The token's grant was ended, and the API asked.",
            Self::KeyFormat => "This is not the shape of a key: the checksum alone rules it out.",
            Self::KeyUnknown => "The shape is right, but no app has this key.",
            Self::KeyOwnerDisabled => "The app that this key belongs to was disabled.",
            Self::KeyMode => "A test key opens test data only, and no other key opens that.",
            Self::UserRequired => "The credential says which app is calling. This needs to know which user.",
            Self::FormBroken => "The body is not a form.",
            Self::ParameterTwice => "A parameter came twice.",
            Self::ClientMissing => "The client does not say who it is.",
            Self::ClientUnknown => "No client of that name is registered.",
            Self::ClientDisabled => "The client was disabled.",
            Self::ClientSecretMissing => "This client has a secret and did not show it.",
            Self::ClientSecretWrong => "That is not the client's secret.",
            Self::ClientHeader => "The Basic credentials cannot be read.",
            Self::ClientTwice => "The request authenticates its client in two ways, or names two.",
            Self::GrantTypeUnsupported => "The server does not offer this grant type.",
            Self::GrantTypeNotAllowed => "The client is not registered for this grant type.",
            Self::ScopeUnknown => "A scope does not exist, or the client may not ask for it.",
            Self::ScopeExceeded => "A refresh may narrow the scope, never widen it.",
            Self::AudienceUnknown => {
                "No token for that resource: the server does not know it, or it is not what was granted."
            }
            Self::ClientName => "A client's name must be new, plain, and no user's.",
            Self::AuthorizeClient => {
                "No client of that name is registered, so there is no safe address to redirect to."
            }
            Self::RedirectUri => {
                "The redirect URI is not exactly one that the client registered: a code sent there would be a gift."
            }
            Self::AuthorizeTwice => "Two clients or two redirect URIs: the server does not choose between them.",
            Self::ConsentForged => {
                "The form lacks the ticket of the page that this browser was shown: somebody else sent it."
            }
            Self::ConsentExpired => "The consent page was left open too long.",
            Self::ConsentForm => "The form names a user who does not exist, or a scope that was not asked for.",
            Self::ResponseTypeUnsupported => {
                "A token in the address bar is what response_type=token would bring. Only code is offered."
            }
            Self::ResponseMode => {
                "The answer was to come another way than in the query. The server offers that one alone."
            }
            Self::ChallengeMissing => "Without a PKCE challenge, whoever catches the code can use it.",
            Self::ChallengeMethod => {
                "The only PKCE method is S256: plain would show the verifier to whoever sees the request."
            }
            Self::ChallengeMalformed => "The PKCE challenge is not a SHA-256 in base64url: 43 characters.",
            Self::UserDenied => "The user said no.",
            Self::ServerError => "The server failed.",
            Self::Unavailable => "The server is down for a while.",
            Self::CodeUnknown => "This server never made that code.",
            Self::CodeOtherClient => "The code was given to another client.",
            Self::CodeUsed => "The code was used before: one of its two holders is a thief. What it brought ends.",
            Self::CodeExpired => "The code came too late.",
            Self::CodeRedirectUri => "The redirect URI is not the one that the code was sent to.",
            Self::VerifierMissing => "The code was asked for with a PKCE challenge, and no verifier answers it.",
            Self::VerifierWrong => {
                "The verifier does not hash to the challenge: who uses the code is not who asked for it."
            }
            Self::VerifierUnexpected => {
                "A verifier came for a code that was asked for without a challenge: somebody took the challenge away."
            }
            Self::RefreshUnknown => "This server never made that refresh token.",
            Self::RefreshOtherClient => "The refresh token belongs to another client.",
            Self::RefreshReused => {
                "A used refresh token came back: one of its two holders is a thief. The whole family ends."
            }
            Self::RefreshRevoked => "The refresh token's family was ended before.",
            Self::RefreshExpired => "The refresh token is past the end of its family's life.",
            Self::RefreshIdle => "The refresh token's family was not refreshed for too long.",
            Self::RevokeOtherClient => "The token belongs to another client, and stays valid.",
            Self::DeviceCodeUnknown => "The device code is unknown, used, or another client's.",
            Self::DevicePending => "The user has not answered yet.",
            Self::DeviceSlowDown => "The device asked too soon. It has to wait 5 s longer from now on.",
            Self::DeviceDenied => "The user said no.",
            Self::DeviceExpired => "Nobody entered the user code in time.",
            Self::UserCodeUnknown => "No device is waiting for this code.",
        };
        text.to_owned()
    }

    /// The answer on the wire.
    pub fn response(&self, request: &Request) -> Response {
        let wire = self.wire();
        // The authorization server answers its clients in OAuth's way, whatever went wrong (RFC 6749 §5.2).
        let to_client = wire.plane == Plane::Key && request.host == crate::provider::oauth::HOST;
        let mut response = match wire.plane {
            _ if to_client => oauth_error(
                wire.status,
                if wire.status == 429 { "temporarily_unavailable" } else { "invalid_request" },
                wire.detail,
            ),
            Plane::OAuth => oauth_error(wire.status, wire.code.unwrap_or("server_error"), wire.detail),
            Plane::Page => html::response(wire.status, wire.title, &html::paragraph(wire.detail)),
            Plane::Bearer | Plane::Key => problem(&wire, &request.path),
        };
        // RFC 9110 §15.5.2: a 401 names a way in that applies here.
        if wire.plane == Plane::Bearer {
            response = response.header("WWW-Authenticate", self.challenge(&wire));
        } else if wire.status == 401 && wire.plane == Plane::Key {
            response = response.header("WWW-Authenticate", KEY_CHALLENGE);
        }
        // RFC 6749 §5.2: the challenge of the scheme that was tried. Without an Authorization field there must be
        // none: real clients then read the challenge and lose the error code.
        if wire.status == 401 && wire.plane == Plane::OAuth && request.headers.value("Authorization").is_some() {
            response = response.header("WWW-Authenticate", "Basic realm=\"auth\", error=\"invalid_client\"");
        }
        match self {
            Self::MethodNotAllowed(allowed) => response.header("Allow", *allowed),
            // RFC 9110 §15.5.16: what would have been taken.
            Self::MediaType => response.header("Accept", "application/json"),
            Self::QuotaSpent { wait_s } | Self::TooManyFailures { wait_s } | Self::TooManyGuesses { wait_s } => {
                response.header("Retry-After", wait_s.to_string())
            }
            _ => response,
        }
    }

    /// The challenge of RFC 6750 §3: without an error code if no credential came along. It says where to learn who
    /// gives tokens out (RFC 9728 §5.1).
    fn challenge(&self, wire: &Wire) -> String {
        let mut challenge = CHALLENGE.to_owned();
        if let Some(code) = wire.code {
            challenge += &format!(", error=\"{code}\", error_description=\"{}\"", wire.detail);
        }
        if let Self::InsufficientScope(scope) = self {
            challenge += &format!(", scope=\"{}\"", scope.name());
        }
        challenge + METADATA
    }
}

/// What whoever comes with a key is told. Bearer (RFC 6750) is the scheme of tokens: a client that was refused with a
/// key would learn from it to send the key as a token, or to go and get one. No registered scheme carries a key; that
/// this one is not registered is what RFC 9110 §11.1 allows, and clients pass over a scheme that they do not know.
const KEY_CHALLENGE: &str = "ApiKey realm=\"api\"";
const CHALLENGE: &str = "Bearer realm=\"api\"";
const METADATA: &str = ", resource_metadata=\"https://api.demo.example/.well-known/oauth-protected-resource\"";

/// A problem body (RFC 9457 §3).
fn problem(wire: &Wire, instance: &str) -> Response {
    let body = Value::object([
        ("type", ["https://api.demo.example/problems/", wire.problem].concat().into()),
        ("title", wire.title.into()),
        ("status", u64::from(wire.status).into()),
        ("detail", wire.detail.into()),
        ("instance", instance.into()),
    ]);
    Response::new(wire.status, "application/problem+json", Body::Text(body.to_string()))
}

/// An OAuth error body (RFC 6749 §5.2). Not a problem body: clients would lose the code.
fn oauth_error(status: u16, code: &'static str, detail: &'static str) -> Response {
    let body = Value::object([("error", code.into()), ("error_description", detail.into())]);
    Response::json(status, &body).not_stored()
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

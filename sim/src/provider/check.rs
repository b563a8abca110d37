//! The checks of a signed access token, in the order in which the API makes them.

use crate::provider::reject::Reject;
use crate::wire::time::Instant;

/// A check of a token. The verifier says which one it is at before it makes it, so whoever shows the checks needs no
/// second copy of them: those before the last were passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Is it short enough to be looked at?
    Length,
    /// Has it three parts?
    Shape,
    /// Are they base64url?
    Encoding,
    /// Is the header one JSON object?
    Header,
    /// Is the algorithm ours?
    Algorithm,
    /// Is it an access token?
    Type,
    /// Does the header ask for nothing else?
    Extension,
    /// Was it signed with our secret, just as it is?
    Signature,
    /// Are the claims one JSON object?
    Claims,
    /// Is every claim there that must be?
    Claim,
    /// Did our issuer make it?
    Issuer,
    /// Is it meant for us?
    Audience,
    /// Is its end still ahead?
    Expiry,
    /// Has it begun?
    Beginning,
    /// Does the authorization server still stand by it? Only if the API asks.
    Revocation,
    /// Do we know the app that it was made for?
    Client,
}

impl Check {
    /// All, in their order.
    pub const ALL: [Self; 16] = [
        Self::Length,
        Self::Shape,
        Self::Encoding,
        Self::Header,
        Self::Algorithm,
        Self::Type,
        Self::Extension,
        Self::Signature,
        Self::Claims,
        Self::Claim,
        Self::Issuer,
        Self::Audience,
        Self::Expiry,
        Self::Beginning,
        Self::Revocation,
        Self::Client,
    ];

    /// What it refuses with, for its name and its clause: what in particular was wrong, only a token can tell.
    pub const fn refusal(self) -> Reject {
        match self {
            Self::Length => Reject::TokenTooLong,
            Self::Shape => Reject::TokenShape(0),
            Self::Encoding => Reject::TokenEncoding,
            Self::Header => Reject::TokenHeader,
            Self::Algorithm => Reject::TokenAlgorithm,
            Self::Type => Reject::TokenType,
            Self::Extension => Reject::TokenExtension(String::new()),
            Self::Signature => Reject::TokenSignature,
            Self::Claims => Reject::TokenClaims,
            Self::Claim => Reject::TokenClaim(""),
            Self::Issuer => Reject::TokenIssuer,
            Self::Audience => Reject::TokenAudience,
            Self::Expiry => Reject::TokenExpired { at: Instant::from_unix_s(0) },
            Self::Beginning => Reject::TokenEarly,
            Self::Revocation => Reject::TokenRevoked,
            Self::Client => Reject::TokenClaim("client_id"),
        }
    }
}

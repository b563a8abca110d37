//! A request as it is composed: what it carries, its method and its path.

use crate::provider::api::{ENDPOINTS, Endpoint};
use crate::provider::api_key::KeyId;
use crate::wire::http::Method;

/// What the request may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// Nothing.
    Nobody,
    /// The app's key.
    Key,
    /// A key that may read products only.
    Restricted,
    /// The app's key with one character wrong.
    Typo,
    /// Ada's token.
    Ada,
    /// Bo's token.
    Bo,
    /// The token that a server got for itself.
    Server,
    /// Ada's token for another API.
    Other,
    /// Ada's token of two hours ago.
    Expired,
    /// Ada's token without its signature.
    Cut,
}

impl With {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Nobody,
        Self::Key,
        Self::Restricted,
        Self::Typo,
        Self::Ada,
        Self::Bo,
        Self::Server,
        Self::Other,
        Self::Expired,
        Self::Cut,
    ];

    /// `key` or `token`: the sign, the colour, the class. Empty for no credential.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Nobody => "",
            Self::Key | Self::Restricted | Self::Typo => "key",
            _ => "token",
        }
    }
}

/// The method and the path of a request; the path as [`ENDPOINTS`] have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path; `*` in it stands for the app's key.
    pub path: &'static str,
}

/// The methods to choose from. (OPTIONS, which browsers send by themselves, would only confuse.)
pub const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete];

impl Call {
    /// The endpoints at this path.
    pub fn endpoints(self) -> impl Iterator<Item = &'static Endpoint> {
        ENDPOINTS.iter().filter(move |endpoint| endpoint.path == self.path)
    }

    /// The path as it is sent.
    pub fn target(self) -> String {
        self.path.replace('*', &KeyId::first().name())
    }
}

/// Every path of the API, in order.
pub fn paths() -> Vec<&'static str> {
    let mut paths = Vec::new();
    // Methods of one path stand together or apart in the list: each path once, where it first stands.
    for endpoint in ENDPOINTS {
        if !paths.contains(&endpoint.path) {
            paths.push(endpoint.path);
        }
    }
    paths
}

/// Who am I?
pub const ME: Call = Call { method: Method::Get, path: "/v1/me" };

//! What a client can learn about the server before it begins (RFC 8414).

use super::client::GrantType;
use super::{HOST, ISSUER};
use crate::provider::scope::Scope;
use crate::wire::http::Response;
use crate::wire::json::Value;

/// The server's metadata. All that has a default is said all the same, so that nobody has to know the defaults.
pub(super) fn answer() -> Response {
    let url = |path: &str| Value::from(["https://", HOST, path].concat());
    let list = |items: &[&'static str]| Value::Array(items.iter().map(|&item| item.into()).collect());
    let scopes = Scope::ALL.map(Scope::name);
    let confidential = list(&["client_secret_basic", "client_secret_post"]);
    let any = list(&["client_secret_basic", "client_secret_post", "none"]);
    let body = Value::object([
        ("issuer", ISSUER.into()),
        ("authorization_endpoint", url("/authorize")),
        ("token_endpoint", url("/token")),
        ("device_authorization_endpoint", url("/device_authorization")),
        ("revocation_endpoint", url("/revoke")),
        ("introspection_endpoint", url("/introspect")),
        ("scopes_supported", list(&scopes)),
        ("response_types_supported", list(&["code"])),
        ("response_modes_supported", list(&["query"])),
        ("grant_types_supported", list(&GrantType::ALL.map(GrantType::name))),
        ("token_endpoint_auth_methods_supported", any.clone()),
        ("revocation_endpoint_auth_methods_supported", any),
        ("introspection_endpoint_auth_methods_supported", confidential),
        ("code_challenge_methods_supported", list(&["S256"])),
        ("authorization_response_iss_parameter_supported", Value::Bool(true)),
    ]);
    Response::json(200, &body)
}

//! The credential that a request carries, wherever it carries it.

use super::endpoints::{Endpoint, Resource};
use crate::provider::reject::Reject;
use crate::wire::form::{self, Form};
use crate::wire::http::Request;

/// The one credential of a request.
pub(super) enum Presented<'a> {
    Key(&'a str),
    Token(&'a str),
}

/// The query parameter that holds a key, at the one endpoint that looks there.
const KEY_PARAMETER: &str = "key";
/// Names under which clients elsewhere put a key into a URL.
pub(super) const KEY_PARAMETERS: [&str; 3] = [KEY_PARAMETER, "api_key", "x-api-key"];

/// Finds the one credential of a request (RFC 6750 §2: never more than one).
pub(super) fn presented<'a>(
    request: &'a Request,
    query: &'a Form,
    endpoint: &Endpoint,
) -> Result<Presented<'a>, Reject> {
    let mut tokens = request.headers.values("Authorization");
    let mut keys = request.headers.values("X-API-Key");
    let (token, key) = (tokens.next(), keys.next());
    let token_in_query = query.value("access_token").is_some();
    let token_in_body = request.media_type() == form::MEDIA_TYPE
        && Form::read(&request.body).is_ok_and(|form| form.value("access_token").is_some());
    let key_in_query = KEY_PARAMETERS.into_iter().find_map(|name| query.value(name));
    let found = [token.is_some(), tokens.next().is_some(), key.is_some(), keys.next().is_some()];
    let elsewhere = [token_in_query, token_in_body, key_in_query.is_some()];
    if found.into_iter().chain(elsewhere).filter(|found| *found).count() > 1 {
        return Err(Reject::TwoCredentials);
    }
    match (token, key, key_in_query) {
        (Some(field), ..) => bearer(field).map(Presented::Token),
        (_, Some(field), _) => Ok(Presented::Key(field)),
        // What stands in a URL ends up in logs. For data that anybody may see that is bearable, and handy.
        (.., Some(key)) if endpoint.resource == Resource::Geo && query.value(KEY_PARAMETER).is_some() => {
            Ok(Presented::Key(key))
        }
        (.., Some(_)) => Err(Reject::KeyInQuery),
        // RFC 9700 §4.3.2: a token in a URL ends up in logs, so the API does not look there.
        _ if token_in_query => Err(Reject::TokenInQuery),
        _ if token_in_body => Err(Reject::TokenInBody),
        _ => Err(Reject::NoCredential),
    }
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1): the scheme in any case, then one space or more (RFC 9110
/// §11.4: `1*SP`), then the token and nothing else.
fn bearer(field: &str) -> Result<&str, Reject> {
    let (scheme, token) = field.split_once(' ').unwrap_or((field, ""));
    let token = token.trim_start_matches(' ');
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(Reject::NoCredential);
    }
    let well_formed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(well_formed) {
        return Err(Reject::MalformedHeader);
    }
    Ok(token)
}

//! RFC 8414 and 9728: metadata.

use super::*;

#[test]
fn the_servers_metadata_lists_what_it_does_and_no_empty_list() {
    let answer = Client::new().0.handle(&get(oauth::HOST, "/.well-known/oauth-authorization-server")).response;
    assert_eq!(answer.headers.value("Content-Type"), Some("application/json"));
    let metadata = json(&answer);
    assert_eq!(text(&metadata, "issuer"), oauth::ISSUER);
    assert_eq!(list(&metadata, "code_challenge_methods_supported"), ["S256"]);
    assert_eq!(list(&metadata, "response_types_supported"), ["code"]);
    assert_eq!(list(&metadata, "grant_types_supported").len(), 4);
    assert_eq!(metadata.member("authorization_response_iss_parameter_supported"), Some(&Value::Bool(true)));
    let Value::Object(members) = &metadata else { panic!("an object") };
    for (name, value) in members {
        assert!(!matches!(value, Value::Array(items) if items.is_empty()), "{name}");
        if name.ends_with("_endpoint") {
            let (host, path) = split_url(value.as_text().unwrap()).unwrap();
            assert_ne!(Client::new().0.handle(&get(host, path)).response.status.0, 404, "{name}");
        }
    }
}

#[test]
fn the_apis_metadata_is_where_its_challenges_say() {
    let mut client = Client::new();
    let challenge = client.0.handle(&get(api::HOST, "/v1/orders")).response;
    let challenge = challenge.headers.value("WWW-Authenticate").unwrap();
    let (_, url) = challenge.split_once("resource_metadata=\"").unwrap();
    let (host, path) = split_url(url.trim_end_matches('"')).unwrap();
    let metadata = json(&client.0.handle(&get(host, path)).response);
    assert_eq!(text(&metadata, "resource"), api::AUDIENCE);
    assert_eq!(list(&metadata, "authorization_servers"), [oauth::ISSUER]);
    assert_eq!(list(&metadata, "bearer_methods_supported"), ["header"]);
}

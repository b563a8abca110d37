//! RFC 7009 and 7662: revocation and introspection.

use super::*;

#[test]
fn revocation_answers_200_with_nothing_for_unknown_tokens_too() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    for token in [text(&tokens, "access_token"), text(&tokens, "refresh_token"), "never seen", "rt_guess"] {
        let answer = client.post("/revoke", &[("token", token), ("client_id", "shop-app")]);
        assert_eq!((answer.response.status.0, answer.response.body.text().as_str()), (200, ""), "{token}");
    }
}

#[test]
fn a_revoked_refresh_token_takes_the_grants_access_tokens_along() {
    let mut client = Client::with(Policy { asks_on_each_call: true, ..Policy::default() });
    let first = client.tokens("orders:read");
    let second = json(&client.refresh(text(&first, "refresh_token")).response);
    let token = text(&second, "refresh_token").to_owned();
    client.post("/revoke", &[("token", &token), ("client_id", "shop-app")]);
    for access in [text(&first, "access_token"), text(&second, "access_token")] {
        assert_eq!(client.call(get(api::HOST, "/v1/orders"), access).reject, Some(Reject::TokenRevoked));
    }
}

#[test]
fn a_revoked_access_token_goes_alone() {
    let mut client = Client::with(Policy { asks_on_each_call: true, ..Policy::default() });
    let tokens = client.tokens("orders:read");
    client.post("/revoke", &[("token", text(&tokens, "access_token")), ("client_id", "shop-app")]);
    let call = client.call(get(api::HOST, "/v1/orders"), text(&tokens, "access_token"));
    assert_eq!(call.reject, Some(Reject::TokenRevoked));
    assert_eq!(client.refresh(text(&tokens, "refresh_token")).reject, None);
}

#[test]
fn revocation_is_seen_at_once_by_an_api_that_asks_and_at_exp_by_one_that_does_not() {
    for (asks, after_revocation) in [(true, 401), (false, 200)] {
        let mut client = Client::with(Policy { asks_on_each_call: asks, ..Policy::default() });
        let tokens = client.tokens("orders:read");
        client.post("/revoke", &[("token", text(&tokens, "refresh_token")), ("client_id", "shop-app")]);
        let access = text(&tokens, "access_token");
        assert_eq!(client.call(get(api::HOST, "/v1/orders"), access).response.status.0, after_revocation);
        client.0.advance(Duration::hours(1));
        assert_eq!(client.call(get(api::HOST, "/v1/orders"), access).response.status.0, 401);
    }
}

#[test]
fn introspection_says_all_of_an_active_token_and_nothing_of_another() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    let token = text(&tokens, "access_token");
    let active = json(&client.as_confidential("orders-api", "/introspect", &[("token", token)]).response);
    let members = ["active", "scope", "client_id", "token_type", "exp", "iat", "nbf", "sub", "aud", "iss", "jti"];
    assert_eq!(names(&active), members);
    assert_eq!((text(&active, "sub"), text(&active, "aud")), ("user:ada", api::AUDIENCE));
    for token in ["nonsense", text(&tokens, "refresh_token"), &token[..token.len() - 1]] {
        let answer = client.as_confidential("orders-api", "/introspect", &[("token", token)]);
        assert_eq!(answer.response.body.text(), r#"{"active":false}"#, "{token}");
    }
    client.0.advance(Duration::hours(1));
    let answer = client.as_confidential("orders-api", "/introspect", &[("token", token)]);
    assert_eq!(answer.response.body.text(), r#"{"active":false}"#);
}

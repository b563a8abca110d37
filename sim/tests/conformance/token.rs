//! RFC 6749, the token endpoint.

use super::*;

#[test]
fn a_token_answer_says_all_that_a_client_needs_and_stays_out_of_caches() {
    let mut client = Client::new();
    let code = client.granted("orders:read profile", None).value("code").unwrap().to_owned();
    let answer = client.exchange(&code);
    assert_eq!(answer.response.status.0, 200);
    assert_eq!(answer.response.headers.value("Content-Type"), Some("application/json"));
    assert_eq!(answer.response.headers.value("Cache-Control"), Some("no-store"));
    assert_eq!(answer.response.headers.value("Pragma"), Some("no-cache"));
    let body = json(&answer.response);
    assert_eq!(names(&body), ["access_token", "token_type", "expires_in", "refresh_token", "scope"]);
    assert_eq!((text(&body, "token_type"), text(&body, "scope")), ("Bearer", "orders:read profile"));
    assert_eq!(body.member("expires_in").and_then(Value::as_integer), Some(3600));
}

#[test]
fn unknown_parameters_are_ignored_and_empty_ones_absent() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    let parameters = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&tokens, "refresh_token")),
        ("client_id", "shop-app"),
        ("scope", ""),
        ("hello", "world"),
    ];
    let answer = client.post("/token", &parameters);
    assert_eq!(text(&json(&answer.response), "scope"), "orders:read");
}

#[test]
fn error_descriptions_hold_no_quote_and_no_backslash() {
    let mut client = Client::new();
    for answer in [client.post("/token", &[]), client.as_server("/token", &[("grant_type", "password")])] {
        let body = json(&answer.response);
        assert!(!text(&body, "error_description").contains(['"', '\\']));
    }
}

#[test]
fn client_credentials_bring_a_token_for_the_client_and_no_refresh_token() {
    let mut client = Client::new();
    let answer = client.as_server("/token", &[("grant_type", "client_credentials"), ("scope", "orders:read")]);
    let body = json(&answer.response);
    assert_eq!(names(&body), ["access_token", "token_type", "expires_in", "scope"]);
    let call = client.call(get(api::HOST, "/v1/orders"), text(&body, "access_token"));
    assert_eq!(call.response.status.0, 200);
    let asked = client.as_confidential("orders-api", "/introspect", &[("token", text(&body, "access_token"))]);
    assert_eq!(text(&json(&asked.response), "sub"), "shop-server");
}

#[test]
fn a_confidential_client_may_use_basic_form_encoded_or_plain() {
    let mut client = Client::new();
    let secret = client.0.credentials().secret("shop-server").unwrap().reveal().to_owned();
    for pair in [format!("shop-server:{secret}"), format!("shop%2Dserver:{}", secret.replace('_', "%5F"))] {
        let request = Request::post_form(oauth::HOST, "/token", &[("grant_type", "client_credentials")])
            .header("Authorization", format!("Basic {}", STANDARD.encode(pair)));
        assert_eq!(client.0.handle(&request).response.status.0, 200);
    }
}

/// Libraries that know Basic alone send a public client's name with an empty secret.
#[test]
fn a_public_client_may_name_itself_in_basic_with_an_empty_secret() {
    let mut client = Client::new();
    let code = client.granted("orders:read", None).value("code").unwrap().to_owned();
    let by_basic = |path: &'static str, id: &str, parameters: &[(&str, &str)]| {
        let field = format!("Basic {}", STANDARD.encode(format!("{id}:")));
        Request::post_form(oauth::HOST, path, parameters).header("Authorization", field)
    };
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_secret", ""),
    ];
    let tokens = json(&client.0.handle(&by_basic("/token", "shop-app", &parameters)).response);
    let parameters = [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token"))];
    assert_eq!(client.0.handle(&by_basic("/token", "shop-app", &parameters)).response.status.0, 200);
    // For a client that has a secret the empty one proves nothing; and who asks about tokens has to prove it.
    for request in [
        by_basic("/token", "shop-server", &[("grant_type", "client_credentials")]),
        by_basic("/introspect", "shop-app", &[("token", "x")]),
    ] {
        let answer = client.0.handle(&request);
        assert_eq!(answer.reject, Some(Reject::ClientSecretMissing));
        assert!(answer.response.headers.value("WWW-Authenticate").unwrap().starts_with("Basic realm="));
    }
}

/// RFC 6749 §3.3: a scope is one name or more.
#[test]
fn a_scope_without_a_name_is_no_scope() {
    for blank in ["%20", "+", "++%20"] {
        let mut client = Client::new();
        let url = authorize(&[("scope", "SCOPE")]).replace("SCOPE", blank);
        let answer = answer_of(&client.0.approve(&url, "ada", None).unwrap());
        assert_eq!(answer.value("error"), Some("invalid_scope"), "{blank}");
        let tokens = client.tokens("orders:read");
        let spaces = form::decode(blank).unwrap();
        let refresh =
            [("grant_type", "refresh_token"), ("refresh_token", text(&tokens, "refresh_token")), ("scope", &spaces)];
        for answer in [
            client.as_server("/token", &[("grant_type", "client_credentials"), ("scope", &spaces)]),
            client.post("/token", &[&refresh[..], &[("client_id", "shop-app")]].concat()),
            client.post("/device_authorization", &[("client_id", "shop-tv"), ("scope", &spaces)]),
        ] {
            assert_eq!(text(&json(&answer.response), "error"), "invalid_scope", "{blank}");
        }
        let token = manager(&mut client);
        let body = format!(r#"{{"kind":"restricted","scope":"{spaces}"}}"#);
        let key = client.call(Request::post_json(api::HOST, "/v1/keys", body), &token);
        assert_eq!(key.reject, Some(Reject::BadBody("scope")), "a key that may do nothing");
    }
}

#[test]
fn invalid_client_carries_a_basic_challenge_only_when_basic_was_tried() {
    let mut client = Client::new();
    let in_body = client.post("/token", &[("client_id", "nobody"), ("grant_type", "client_credentials")]);
    assert_eq!((in_body.response.status.0, in_body.response.headers.value("WWW-Authenticate")), (401, None));
    let request = Request::post_form(oauth::HOST, "/token", &[]).header("Authorization", "Basic bm9ib2R5Ong=");
    let by_basic = client.0.handle(&request).response;
    let challenge = by_basic.headers.value("WWW-Authenticate").unwrap();
    assert_eq!(challenge, "Basic realm=\"auth\", error=\"invalid_client\"");
    assert_eq!(text(&json(&by_basic), "error"), "invalid_client");
}

#[test]
fn a_refresh_rotates_and_keeps_the_scope_or_narrows_it() {
    let mut client = Client::new();
    let first = client.tokens("orders:read profile");
    let second = json(&client.refresh(text(&first, "refresh_token")).response);
    assert_ne!(text(&first, "refresh_token"), text(&second, "refresh_token"));
    assert_eq!(text(&second, "scope"), "orders:read profile");
    let parameters = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&second, "refresh_token")),
        ("client_id", "shop-app"),
        ("scope", "profile"),
    ];
    assert_eq!(text(&json(&client.post("/token", &parameters).response), "scope"), "profile");
}

#[test]
fn the_grace_window_is_off_and_when_on_bears_with_the_token_just_before_and_no_older_one() {
    let mut strict = Client::new();
    let tokens = strict.tokens("orders:read");
    strict.refresh(text(&tokens, "refresh_token"));
    assert_eq!(strict.refresh(text(&tokens, "refresh_token")).reject, Some(Reject::RefreshReused));

    let grace = Policy { refresh_grace: Duration::seconds(10), ..Policy::default() };
    let mut lenient = Client::with(grace);
    let first = lenient.tokens("orders:read");
    let second = json(&lenient.refresh(text(&first, "refresh_token")).response);
    lenient.0.advance(Duration::milliseconds(9_999));
    assert_eq!(lenient.refresh(text(&first, "refresh_token")).reject, None);
    assert_eq!(lenient.refresh(text(&second, "refresh_token")).reject, None);
    assert_eq!(lenient.refresh(text(&first, "refresh_token")).reject, Some(Reject::RefreshReused));

    let mut late = Client::with(grace);
    let first = late.tokens("orders:read");
    late.refresh(text(&first, "refresh_token"));
    late.0.advance(Duration::seconds(10));
    assert_eq!(late.refresh(text(&first, "refresh_token")).reject, Some(Reject::RefreshReused));
}

//! RFC 8707 and 9700: for which API a token is.

use super::*;

#[test]
fn a_token_for_another_api_is_refused_here() {
    let mut client = Client::new();
    let asked = [("grant_type", "client_credentials"), ("resource", "https://billing.demo.example")];
    let body = json(&client.as_server("/token", &asked).response);
    let token = text(&body, "access_token").to_owned();
    assert_eq!(client.call(get(api::HOST, "/v1/orders"), &token).reject, Some(Reject::TokenAudience));
    let active = |answer: Answer| json(&answer.response).member("active") == Some(&Value::Bool(true));
    assert!(active(client.as_confidential("billing-api", "/introspect", &[("token", &token)])));
    assert!(!active(client.as_confidential("orders-api", "/introspect", &[("token", &token)])));
}

#[test]
fn with_a_protection_off_the_attack_that_it_stops_succeeds() {
    let mut client = Client::with(Policy { exact_redirect: false, ..Policy::default() });
    let stolen =
        client.0.approve(&authorize(&[("redirect_uri", "https://shop.example/callback.evil.example/")]), "ada", None);
    assert!(stolen.unwrap().starts_with("https://shop.example/callback.evil.example/?code="));

    let mut client = Client::with(Policy { requires_pkce: false, ..Policy::default() });
    let url = authorize(&[("code_challenge", ""), ("code_challenge_method", "")]);
    let answer = answer_of(&client.0.approve(&url, "ada", None).unwrap());
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", answer.value("code").unwrap()),
        ("redirect_uri", CALLBACK),
        ("client_id", "shop-app"),
    ];
    assert_eq!(client.post("/token", &parameters).response.status.0, 200, "whoever has the code has the tokens");
}

const BILLING: &str = "https://billing.demo.example";

/// The `aud` of an access token, as it stands in it.
fn aud(token: &str) -> String {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    Value::parse(std::str::from_utf8(&claims).unwrap()).unwrap().member("aud").unwrap().to_string()
}

/// An address that asks for a code with these resources, each in a parameter of its own.
fn authorize_for(resources: &[&str]) -> String {
    resources.iter().fold(authorize(&[]), |url, name| format!("{url}&{}", form::encode(&[("resource", name)])))
}

/// RFC 8707 §2: `resource` may be repeated, and the token is for all that it names.
#[test]
fn a_token_is_for_every_api_that_was_asked_for() {
    let one = format!("\"{}\"", api::AUDIENCE);
    let both = format!(r#"["{}","{BILLING}"]"#, api::AUDIENCE);
    for (resources, expected) in [
        (&[][..], &one),
        (&[api::AUDIENCE], &one),
        (&[api::AUDIENCE, api::AUDIENCE], &one),
        (&[api::AUDIENCE, ""], &one),
        (&[BILLING, api::AUDIENCE], &both),
        (&[api::AUDIENCE, BILLING, BILLING], &both),
    ] {
        let mut client = Client::new();
        let named: Vec<_> = resources.iter().map(|name| ("resource", *name)).collect();
        let asked = [&[("grant_type", "client_credentials")], &named[..]].concat();
        let own = json(&client.as_server("/token", &asked).response);
        assert_eq!(&aud(text(&own, "access_token")), expected, "{resources:?}");
        let back = answer_of(&client.0.approve(&authorize_for(resources), "ada", None).unwrap());
        let tokens = json(&client.exchange(back.value("code").unwrap()).response);
        assert_eq!(&aud(text(&tokens, "access_token")), expected, "{resources:?}");
        assert_eq!(client.call(get(api::HOST, "/v1/orders"), text(&tokens, "access_token")).response.status.0, 200);
        let again = json(&client.refresh(text(&tokens, "refresh_token")).response);
        assert_eq!(&aud(text(&again, "access_token")), expected, "{resources:?}");
    }
}

/// RFC 8707 §2.2.
#[test]
fn a_token_may_be_for_a_part_of_what_was_granted_and_never_for_more() {
    let mut client = Client::new();
    let back = answer_of(&client.0.approve(&authorize_for(&[api::AUDIENCE, BILLING]), "ada", None).unwrap());
    let exchange = |resources: &[&'static str]| {
        let mut parameters = vec![
            ("grant_type", "authorization_code"),
            ("code", back.value("code").unwrap()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_id", "shop-app"),
        ];
        parameters.extend(resources.iter().map(|name| ("resource", *name)));
        Request::post_form(oauth::HOST, "/token", &parameters)
    };
    let stranger = client.0.handle(&exchange(&[BILLING, "https://evil.example"])).response;
    assert_eq!(text(&json(&stranger), "error"), "invalid_target");
    let tokens = json(&client.0.handle(&exchange(&[BILLING])).response);
    assert_eq!(aud(text(&tokens, "access_token")), format!("\"{BILLING}\""));
    let call = client.call(get(api::HOST, "/v1/orders"), text(&tokens, "access_token"));
    assert_eq!(call.reject, Some(Reject::TokenAudience));
    // What was granted is still all of it: the refresh token is not bound to the part.
    let again = json(&client.refresh(text(&tokens, "refresh_token")).response);
    assert_eq!(aud(text(&again, "access_token")), format!(r#"["{}","{BILLING}"]"#, api::AUDIENCE));

    let narrow = client.tokens("orders:read");
    let more = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&narrow, "refresh_token")),
        ("client_id", "shop-app"),
        ("resource", api::AUDIENCE),
        ("resource", BILLING),
    ];
    assert_eq!(text(&json(&client.post("/token", &more).response), "error"), "invalid_target");
}

#[test]
fn a_device_may_ask_for_a_token_for_two_apis() {
    let mut client = Client::new();
    let begin = [("client_id", "shop-tv"), ("resource", api::AUDIENCE), ("resource", BILLING)];
    let device = json(&client.post("/device_authorization", &begin).response);
    client.0.approve(text(&device, "verification_uri_complete"), "bo", None).unwrap();
    let tokens = json(&poll(&mut client, &device).response);
    assert_eq!(aud(text(&tokens, "access_token")), format!(r#"["{}","{BILLING}"]"#, api::AUDIENCE));
}

/// RFC 7662 §2.2: `aud` is a string, or a list of strings.
#[test]
fn introspection_says_each_audience_by_itself() {
    for opaque in [false, true] {
        let mut client = Client::with(Policy { opaque, ..Policy::default() });
        let asked = [("grant_type", "client_credentials"), ("resource", api::AUDIENCE), ("resource", BILLING)];
        let token = text(&json(&client.as_server("/token", &asked).response), "access_token").to_owned();
        for asker in ["orders-api", "billing-api"] {
            let answer = json(&client.as_confidential(asker, "/introspect", &[("token", &token)]).response);
            assert_eq!(list(&answer, "aud"), [api::AUDIENCE, BILLING], "{asker}");
        }
    }
}

//! RFC 6749 and 9207, the authorization endpoint.

use super::*;

#[test]
fn state_comes_back_to_the_letter_and_the_issuer_names_itself() {
    let mut client = Client::new();
    let state = "a&b=c%+é\"<>";
    let location = client.0.approve(&authorize(&[("state", state)]), "ada", None).unwrap();
    let answer = answer_of(&location);
    assert_eq!((answer.value("state"), answer.value("iss")), (Some(state), Some(oauth::ISSUER)));
    assert!(location.starts_with("https://shop.example/callback?code="));
    let refused = answer_of(&client.0.deny(&authorize(&[("state", state)])).unwrap());
    assert_eq!(refused.value("error"), Some("access_denied"));
    assert_eq!((refused.value("state"), refused.value("iss")), (Some(state), Some(oauth::ISSUER)));
}

#[test]
fn consent_grants_all_some_or_none() {
    let mut client = Client::new();
    let mut scope_of = |grant| {
        let answer = client.granted("orders:read products:read", grant);
        let code = answer.value("code").map(str::to_owned);
        code.map(|code| text(&json(&client.exchange(&code).response), "scope").to_owned())
    };
    assert_eq!(scope_of(None).as_deref(), Some("orders:read products:read"));
    assert_eq!(scope_of(Some(Scopes::of(&[Scope::ProductsRead]))).as_deref(), Some("products:read"));
    assert_eq!(scope_of(Some(Scopes::NONE)), None);
}

#[test]
fn the_consent_page_can_be_framed_by_nobody_and_cached_by_nobody() {
    let mut client = Client::new();
    let url = authorize(&[]);
    let (host, target) = split_url(&url).unwrap();
    let page = client.0.handle(&get(host, target)).response;
    assert_eq!(page.status.0, 200);
    assert_eq!(page.headers.value("X-Frame-Options"), Some("DENY"));
    assert!(page.headers.value("Content-Security-Policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(page.headers.value("Cache-Control"), Some("no-store"));
    let cookie = page.headers.value("Set-Cookie").unwrap();
    assert!(cookie.starts_with("__Host-") && cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict"));
    assert!(page.body.text().contains("shop-app") && page.body.text().contains("orders:read"));
}

#[test]
fn the_browser_is_sent_back_with_303_so_that_the_form_is_not_posted_on() {
    let mut client = Client::new();
    client.granted("orders:read", None);
    assert_eq!(client.0.log().last().map(|entry| entry.status), Some(303));
}

#[test]
fn every_error_of_the_authorization_endpoint_goes_back_with_state_and_issuer() {
    use sim::provider::oauth::Outage;
    type Case = (&'static str, &'static [(&'static str, &'static str)], Option<Outage>);
    let cases: [Case; 10] = [
        ("invalid_request", &[("response_type", "")], None),
        ("invalid_request", &[("response_mode", "fragment")], None),
        ("invalid_request", &[("code_challenge", "")], None),
        ("unsupported_response_type", &[("response_type", "token")], None),
        ("invalid_scope", &[("scope", "everything")], None),
        ("invalid_target", &[("resource", "https://other.example")], None),
        (
            "invalid_scope",
            &[
                ("client_id", "partner-app"),
                ("redirect_uri", "https://partner.example/callback"),
                ("scope", "customers:read"),
            ],
            None,
        ),
        ("unauthorized_client", &[("client_id", "shop-tv"), ("redirect_uri", "https://tv.example/callback")], None),
        ("server_error", &[], Some(Outage::Error)),
        ("temporarily_unavailable", &[], Some(Outage::Unavailable)),
    ];
    for (error, changes, outage) in cases {
        let mut client = Client::new();
        client.0.owner().set_outage(outage);
        let answer = answer_of(&client.0.approve(&authorize(changes), "ada", None).unwrap());
        assert_eq!(answer.value("error"), Some(error), "{changes:?}");
        assert_eq!((answer.value("state"), answer.value("iss")), (Some("xyz"), Some(oauth::ISSUER)), "{changes:?}");
    }
}

#[test]
fn where_the_client_or_its_address_is_unsure_nobody_is_redirected() {
    for changes in [
        [("client_id", "nobody")],
        [("redirect_uri", "https://shop.example/callback/")],
        [("redirect_uri", "https://shop.example.evil/callback")],
        [("redirect_uri", "")],
    ] {
        let url = authorize(&changes);
        let (host, target) = split_url(&url).unwrap();
        let answer = Client::new().0.handle(&get(host, target)).response;
        assert_eq!((answer.status.0, answer.headers.value("Location")), (400, None), "{changes:?}");
        assert_eq!(answer.headers.value("Content-Type"), Some("text/html; charset=utf-8"));
    }
}

#[test]
fn a_code_lives_a_minute_and_not_a_moment_longer() {
    for (after, reject) in [(Duration::milliseconds(59_999), None), (Duration::seconds(60), Some(Reject::CodeExpired))]
    {
        let mut client = Client::new();
        let code = client.granted("orders:read", None).value("code").unwrap().to_owned();
        client.0.advance(after);
        assert_eq!(client.exchange(&code).reject, reject);
    }
}

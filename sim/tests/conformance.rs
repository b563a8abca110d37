//! What the standards ask of the provider, seen as a client sees it: one test a requirement, named after it.
//! docs/conformance.md lists them. What has to be refused stands in the attack table (sim/tests/attacks.rs).

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sim::provider::api_key::{ApiKey, Kind};
use sim::provider::reject::Reject;
use sim::provider::sandbox::{Sandbox, get, split_url};
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Answer, Policy, api, oauth};
use sim::stories::app;
use sim::wire::form::{self, Form};
use sim::wire::http::{Method, Peer, Request, Response};
use sim::wire::json::Value;
use sim::wire::secret::Secret;
use sim::wire::time::Duration;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://shop.example/callback";

/// A sandbox, and the requests that a client makes of it.
struct Client(Sandbox);

impl Client {
    fn new() -> Self {
        Self(Sandbox::new(7))
    }

    fn with(policy: Policy) -> Self {
        Self(Sandbox::with(7, sim::wire::time::START, policy))
    }

    fn post(&mut self, path: &'static str, parameters: &[(&str, &str)]) -> Answer {
        self.0.handle(&Request::post_form(oauth::HOST, path, parameters))
    }

    /// The shop server's request, with its secret in the body.
    fn as_server(&mut self, path: &'static str, parameters: &[(&str, &str)]) -> Answer {
        self.as_confidential("shop-server", path, parameters)
    }

    fn as_confidential(&mut self, id: &str, path: &'static str, parameters: &[(&str, &str)]) -> Answer {
        let secret = self.0.credentials().secret(id).unwrap().reveal().to_owned();
        let own = [("client_id", id), ("client_secret", secret.as_str())];
        self.post(path, &[&own, parameters].concat())
    }

    /// The query of the address that a user is sent back to.
    fn granted(&mut self, scope: &str, grant: Option<Scopes>) -> Form {
        let url = authorize(&[("scope", scope)]);
        answer_of(&self.0.approve(&url, "ada", grant).unwrap())
    }

    fn exchange(&mut self, code: &str) -> Answer {
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_id", "shop-app"),
        ];
        self.post("/token", &parameters)
    }

    /// Ada's tokens with this scope.
    fn tokens(&mut self, scope: &str) -> Value<'static> {
        let code = self.granted(scope, None).value("code").unwrap().to_owned();
        json(&self.exchange(&code).response)
    }

    fn refresh(&mut self, token: &str) -> Answer {
        let parameters = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "shop-app")];
        self.post("/token", &parameters)
    }

    fn call(&mut self, request: Request, token: &str) -> Answer {
        self.0.handle(&app::with_token(request, &Secret::new(token.to_owned())))
    }

    fn with_key(&mut self, kind: Kind, target: &str) -> Answer {
        let key = self.0.credentials().key(kind).clone();
        self.0.handle(&app::with_key(get(api::HOST, target), &key))
    }
}

/// An address that asks for a code, with these parameters in place of its own.
fn authorize(changes: &[(&str, &str)]) -> String {
    let own = [
        ("response_type", "code"),
        ("client_id", "shop-app"),
        ("redirect_uri", CALLBACK),
        ("scope", "orders:read"),
        ("state", "xyz"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let changed = |name: &str| changes.iter().find(|(other, _)| *other == name).map(|(_, value)| *value);
    let mut all: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, changed(name).unwrap_or(value))).collect();
    all.extend(changes.iter().filter(|(name, _)| !own.iter().any(|(other, _)| other == name)));
    format!("https://{}/authorize?{}", oauth::HOST, form::encode(&all))
}

fn answer_of(location: &str) -> Form {
    Form::parse(location.split_once('?').unwrap().1).unwrap()
}

fn json(response: &Response) -> Value<'static> {
    Value::parse(&response.body.text()).unwrap().into_owned()
}

fn text<'a>(value: &'a Value<'_>, name: &str) -> &'a str {
    value.member(name).and_then(Value::as_text).unwrap_or_else(|| panic!("{name} in {value}"))
}

fn names<'a>(value: &'a Value<'_>) -> Vec<&'a str> {
    let Value::Object(members) = value else { panic!("{value} is no object") };
    members.iter().map(|(name, _)| name.as_ref()).collect()
}

fn list<'a>(value: &'a Value<'_>, name: &str) -> Vec<&'a str> {
    let Some(Value::Array(items)) = value.member(name) else { panic!("{name} in {value}") };
    items.iter().filter_map(Value::as_text).collect()
}

// RFC 6749, the token endpoint

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

// RFC 6749 and 9207, the authorization endpoint

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

// RFC 8707 and 9700

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

// RFC 7009, 7662

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

// RFC 8414, 9728

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

// RFC 8628

fn device(client: &mut Client) -> Value<'static> {
    json(&client.post("/device_authorization", &[("client_id", "shop-tv"), ("scope", "orders:read")]).response)
}

fn poll(client: &mut Client, device: &Value) -> Answer {
    let parameters = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", text(device, "device_code")),
        ("client_id", "shop-tv"),
    ];
    client.post("/token", &parameters)
}

#[test]
fn a_device_gets_its_tokens_once_the_user_has_entered_the_code() {
    let mut client = Client::new();
    let device = device(&mut client);
    assert_eq!(device.member("interval").and_then(Value::as_integer), Some(5));
    assert_eq!(device.member("expires_in").and_then(Value::as_integer), Some(900));
    let code = text(&device, "user_code");
    assert!(code.bytes().all(|byte| b"BCDFGHJKLMNPQRSTVWXZ-".contains(&byte)), "{code}");
    assert_eq!(poll(&mut client, &device).reject, Some(Reject::DevicePending));
    client.0.approve(text(&device, "verification_uri_complete"), "bo", None).unwrap();
    client.0.advance(Duration::seconds(5));
    let tokens = json(&poll(&mut client, &device).response);
    assert_eq!(text(&tokens, "scope"), "orders:read");
    assert_eq!(poll(&mut client, &device).reject, Some(Reject::DeviceCodeUnknown), "once");
}

#[test]
fn a_device_that_asks_too_soon_has_to_wait_five_seconds_longer_for_good() {
    let mut client = Client::new();
    let device = device(&mut client);
    let mut after = |seconds| {
        client.0.advance(Duration::seconds(seconds));
        poll(&mut client, &device).reject.unwrap().check()
    };
    assert_eq!(after(0), "device-pending");
    assert_eq!(after(4), "device-slow-down");
    assert_eq!(after(9), "device-slow-down");
    assert_eq!(after(15), "device-pending");
    assert_eq!(after(14), "device-slow-down");
}

#[test]
fn a_device_learns_of_the_users_no_and_of_the_codes_end() {
    let mut client = Client::new();
    let denied = device(&mut client);
    client.0.deny(text(&denied, "verification_uri_complete")).unwrap();
    assert_eq!(text(&json(&poll(&mut client, &denied).response), "error"), "access_denied");
    let forgotten = device(&mut client);
    client.0.advance(Duration::minutes(15));
    assert_eq!(text(&json(&poll(&mut client, &forgotten).response), "error"), "expired_token");
}

// RFC 6750, 9110, 6585, 9457 and the RateLimit draft, the API

#[test]
fn the_bearer_scheme_has_no_case() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    for scheme in ["bearer", "BEARER", "Bearer"] {
        let field = format!("{scheme} {}", text(&tokens, "access_token"));
        let answer = client.0.handle(&get(api::HOST, "/v1/orders").header("Authorization", field));
        assert_eq!(answer.response.status.0, 200, "{scheme}");
    }
}

/// RFC 9110 §11.4: `1*SP`.
#[test]
fn any_number_of_spaces_may_stand_behind_the_bearer_scheme() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    for spaces in [1, 2, 30] {
        let field = format!("Bearer{}{}", " ".repeat(spaces), text(&tokens, "access_token"));
        let answer = client.0.handle(&get(api::HOST, "/v1/orders").header("Authorization", field));
        assert_eq!(answer.response.status.0, 200, "{spaces}");
    }
}

/// RFC 6750 is the tokens': who is refused with a key is not told to send it as a token.
#[test]
fn a_refused_key_is_challenged_as_a_key() {
    let mut client = Client::new();
    let key = client.0.credentials().key(Kind::Live).reveal().to_owned();
    for request in [
        get(api::HOST, "/v1/orders").header("X-API-Key", "ak_live_guess"),
        get(api::HOST, &format!("/v1/orders?api_key={key}")),
    ] {
        let answer = client.0.handle(&request).response;
        let challenges: Vec<_> = answer.headers.values("WWW-Authenticate").collect();
        assert_eq!((answer.status.0, &challenges[..]), (401, &["ApiKey realm=\"api\""][..]));
    }
}

/// RFC 9111 §3.5 keeps shared caches from what was asked with `Authorization`, and knows nothing of `X-API-Key`.
#[test]
fn an_answer_to_a_key_is_kept_by_no_cache_and_from_other_callers() {
    let mut client = Client::new();
    let key = client.0.credentials().key(Kind::Publishable).reveal().to_owned();
    for answer in [
        client.with_key(Kind::Live, "/v1/orders"),
        client.with_key(Kind::Live, "/v1/me"),
        client.with_key(Kind::Live, "/v1/nothing"),
        client.0.handle(&get(api::HOST, "/v1/orders").header("X-API-Key", "guess")),
        client.0.handle(&get(api::HOST, &format!("/v1/geo?ip=192.0.2.1&key={key}"))),
    ] {
        let headers = &answer.response.headers;
        let fields = |name| headers.values(name).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(fields("Cache-Control"), ["no-store"], "{:?}", answer.reject);
        assert_eq!(fields("Vary"), ["Authorization, X-API-Key"], "{:?}", answer.reject);
    }
}

#[test]
fn a_body_of_the_wrong_kind_or_size_is_told_so() {
    let mut client = Client::new();
    let token = client.tokens("orders:write");
    let token = text(&token, "access_token");
    let order = r#"{"customer":"cus_000001","total":"12.50"}"#;
    let typed = |kind: &'static str| {
        Request::new(Method::Post, api::HOST, "/v1/orders").header("Content-Type", kind).body(order.into())
    };
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
        let answer = client.call(typed(kind), token).response;
        assert_eq!((answer.status.0, answer.headers.value("Accept")), (415, Some("application/json")), "{kind}");
    }
    assert_eq!(client.call(typed("Application/JSON; charset=utf-8"), token).response.status.0, 201);
    let long = |length: usize| {
        let filler = " ".repeat(length - order.len());
        Request::post_json(api::HOST, "/v1/orders", [order, &filler].concat())
    };
    assert_eq!(client.call(long(65_536), token).response.status.0, 201);
    let answer = client.call(long(65_537), token).response;
    assert_eq!((answer.status.0, answer.status.phrase()), (413, "Content Too Large"));
    let target = |length: usize| get(api::HOST, &format!("/v1/orders?{}", "x".repeat(length - "/v1/orders".len())));
    assert_eq!(client.0.handle(&target(8192)).response.status.0, 401);
    for host in [api::HOST, oauth::HOST] {
        assert_eq!(client.0.handle(&Request { host, ..target(8193) }).response.status.0, 414, "{host}");
    }
}

#[test]
fn insufficient_scope_names_the_scope_that_would_do() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    let answer = client.call(get(api::HOST, "/v1/customers"), text(&tokens, "access_token"));
    let challenge = answer.response.headers.value("WWW-Authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_scope\"") && challenge.contains("scope=\"customers:read\""));
}

#[test]
fn refusals_of_the_api_are_problem_bodies() {
    let mut client = Client::new();
    let answer = client.with_key(Kind::Restricted, "/v1/orders").response;
    assert_eq!(answer.headers.value("Content-Type"), Some("application/problem+json"));
    let body = json(&answer);
    assert_eq!(names(&body), ["type", "title", "status", "detail", "instance"]);
    assert_eq!((text(&body, "instance"), body.member("status").and_then(Value::as_integer)), ("/v1/orders", Some(403)));
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let mut client = Client::new();
    for (host, path, allow) in [
        (api::HOST, "/v1/orders", "GET, HEAD, POST"),
        (api::HOST, "/v1/me", "GET, HEAD"),
        (api::HOST, "/v1/keys/key_1", "DELETE"),
        (oauth::HOST, "/token", "POST"),
        (api::HOST, "/v1/orders/ord_000001", "GET, HEAD"),
        (oauth::HOST, "/authorize", "GET, HEAD"),
        (oauth::HOST, "/device", "GET, HEAD, POST"),
    ] {
        let answer = client.0.handle(&Request::new(Method::Patch, host, path)).response;
        assert_eq!((answer.status.0, answer.headers.value("Allow")), (405, Some(allow)), "{path}");
    }
}

#[test]
fn head_answers_like_get_without_the_body_and_counts_like_it() {
    let mut client = Client::new();
    let key = client.0.credentials().key(Kind::Live).clone();
    let head = app::with_key(Request::new(Method::Head, api::HOST, "/v1/orders"), &key);
    let answer = client.0.handle(&head);
    assert_eq!((answer.response.status.0, answer.response.body.text().as_str()), (200, ""));
    assert_eq!(answer.response.headers.value("RateLimit"), Some("\"key\";r=99;t=60, \"client\";r=299;t=60"));
}

/// RFC 9110 §9.1 and §9.3.2: where GET is answered, so is HEAD, with the same fields and no content.
#[test]
fn head_is_answered_wherever_get_is() {
    let authorize = authorize(&[]);
    let refused = authorize.replace("response_type=code", "response_type=token");
    let (mut by_get, mut by_head) = (Client::new(), Client::new());
    let codes = [&mut by_get, &mut by_head].map(|client| text(&device(client), "user_code").to_owned());
    assert_eq!(codes[0], codes[1]);
    let device = format!("https://{}/device?user_code={}", oauth::HOST, codes[0]);
    for url in [
        authorize.as_str(),
        &refused,
        &device,
        "https://auth.demo.example/device",
        "https://auth.demo.example/.well-known/oauth-authorization-server",
        "https://auth.demo.example/nothing",
        "https://api.demo.example/.well-known/oauth-protected-resource",
        "https://api.demo.example/v1/orders",
    ] {
        let (host, target) = split_url(url).unwrap();
        let request = get(host, target);
        let got = by_get.0.handle(&request).response;
        let head = by_head.0.handle(&Request { method: Method::Head, ..request }).response;
        assert_eq!((head.status, &head.headers, head.body.text().as_str()), (got.status, &got.headers, ""), "{url}");
    }
}

#[test]
fn the_quota_is_told_spent_and_refilled() {
    let mut client = Client::new();
    for left in (0..100).rev() {
        let answer = client.with_key(Kind::Live, "/v1/orders").response;
        let limit = answer.headers.value("RateLimit").unwrap();
        assert!(limit.starts_with(&format!("\"key\";r={left};t=60")), "{limit}");
        let policy = answer.headers.value("RateLimit-Policy");
        assert_eq!(policy, Some("\"key\";q=100;w=60, \"client\";q=300;w=60"));
    }
    client.0.advance(Duration::milliseconds(12_500));
    let spent = client.with_key(Kind::Live, "/v1/orders").response;
    assert_eq!((spent.status.0, spent.headers.value("Retry-After")), (429, Some("48")));
    // When it is spent is when a client needs to know which of the two it was.
    assert_eq!(spent.headers.value("RateLimit"), Some("\"key\";r=0;t=48, \"client\";r=200;t=48"));
    assert_eq!(spent.headers.value("RateLimit-Policy"), Some("\"key\";q=100;w=60, \"client\";q=300;w=60"));
    assert_eq!(client.with_key(Kind::Restricted, "/v1/products").response.status.0, 200, "another key's is its own");
    client.0.advance(Duration::seconds(48));
    assert_eq!(client.with_key(Kind::Live, "/v1/orders").response.status.0, 200);
}

#[test]
fn a_refusal_that_was_counted_says_so() {
    let mut client = Client::new();
    let answer = client.with_key(Kind::Restricted, "/v1/orders").response;
    assert_eq!(answer.status.0, 403);
    assert_eq!(answer.headers.value("RateLimit"), Some("\"key\";r=99;t=60, \"client\";r=299;t=60"));
}

#[test]
fn all_credentials_of_a_client_share_its_quota() {
    let mut client = Client::new();
    let tokens = client.tokens("orders:read");
    for _ in 0..300 {
        let answer = client.call(get(api::HOST, "/v1/orders"), text(&tokens, "access_token"));
        assert_eq!(answer.response.status.0, 200);
    }
    assert_eq!(client.with_key(Kind::Live, "/v1/orders").response.status.0, 429);
    let server = json(&client.as_server("/token", &[("grant_type", "client_credentials")]).response);
    let other = client.call(get(api::HOST, "/v1/orders"), text(&server, "access_token"));
    assert_eq!(other.response.status.0, 200, "another client's is its own");
}

#[test]
fn a_flood_of_bad_credentials_is_stopped_and_nobody_else_is() {
    let mut client = Client::new();
    let bad = get(api::HOST, "/v1/orders").header("X-API-Key", "ak_live_guess").from(Peer::THIEF);
    for _ in 0..20 {
        assert_eq!(client.0.handle(&bad).response.status.0, 401);
    }
    let stopped = client.0.handle(&bad).response;
    assert_eq!((stopped.status.0, stopped.headers.value("Retry-After")), (429, Some("60")));
    assert_eq!(client.with_key(Kind::Live, "/v1/orders").response.status.0, 200);
    let token = Request::post_form(oauth::HOST, "/token", &[("client_id", "shop-app")]).from(Peer::THIEF);
    let answer = client.0.handle(&token).response;
    assert_eq!((answer.status.0, answer.headers.value("Content-Type")), (429, Some("application/json")));
}

// Keys

/// The manager's requests: JSON, with a token that may manage keys.
fn manage(client: &mut Client, token: &str, method: Method, path: String, body: Option<&str>) -> Response {
    let mut request = Request::new(method, api::HOST, path);
    if let Some(body) = body {
        request = request.header("Content-Type", "application/json").body(body.to_owned());
    }
    client.call(request, token).response
}

fn manager(client: &mut Client) -> String {
    text(&client.tokens("keys:manage"), "access_token").to_owned()
}

fn try_key(client: &mut Client, key: &str, target: &str) -> Answer {
    client.0.handle(&app::with_key(get(api::HOST, target), &ApiKey::parse(key).unwrap()))
}

#[test]
fn a_key_is_shown_once_and_listed_by_its_prefix_and_last_four() {
    let mut client = Client::new();
    let token = manager(&mut client);
    let body = r#"{"kind":"restricted","scope":"orders:read products:read"}"#;
    let created = manage(&mut client, &token, Method::Post, "/v1/keys".into(), Some(body));
    assert_eq!((created.status.0, created.headers.value("Cache-Control")), (201, Some("no-store")));
    let created = json(&created);
    let key = text(&created, "key").to_owned();
    assert_eq!(try_key(&mut client, &key, "/v1/orders").response.status.0, 200);
    assert_eq!(try_key(&mut client, &key, "/v1/reports").reject, Some(Reject::KeyNotPermitted(Scope::ReportsRead)));

    let listed = manage(&mut client, &token, Method::Get, "/v1/keys".into(), None);
    assert!(!listed.body.text().contains(&key));
    let Value::Array(keys) = json(&listed) else { panic!("a list") };
    let last = keys.last().unwrap();
    assert_eq!(
        names(last),
        ["id", "kind", "prefix", "last_four", "scope", "created", "expires", "revoked", "last_used", "uses"]
    );
    assert_eq!((text(last, "prefix"), text(last, "last_four")), ("ak_rk_", &key[key.len() - 4..]));
    assert_eq!(last.member("uses").and_then(Value::as_integer), Some(2));
    assert_eq!(text(last, "last_used"), client.0.now().to_string());
}

#[test]
fn a_rotated_key_goes_on_for_its_overlap_and_a_deleted_one_ends_at_once() {
    let mut client = Client::new();
    let token = manager(&mut client);
    let created = json(&manage(&mut client, &token, Method::Post, "/v1/keys".into(), Some(r#"{"kind":"live"}"#)));
    let (id, old) = (text(&created, "id").to_owned(), text(&created, "key").to_owned());
    let path = format!("/v1/keys/{id}/rotate");
    let rotated = json(&manage(&mut client, &token, Method::Post, path.clone(), Some(r#"{"overlap":600}"#)));
    let new = text(&rotated, "key").to_owned();
    assert_eq!(text(rotated.member("previous").unwrap(), "id"), id);
    for key in [&old, &new] {
        assert_eq!(try_key(&mut client, key, "/v1/orders").response.status.0, 200);
    }
    client.0.advance(Duration::seconds(600));
    assert_eq!(try_key(&mut client, &old, "/v1/orders").reject.unwrap().check(), "key-ended");
    assert_eq!(try_key(&mut client, &new, "/v1/orders").response.status.0, 200);
    assert_eq!(manage(&mut client, &token, Method::Post, path, None).status.0, 404, "an ended key is not brought back");
    let path = format!("/v1/keys/{}", text(&rotated, "id"));
    assert_eq!(manage(&mut client, &token, Method::Delete, path, None).status.0, 204);
    assert_eq!(try_key(&mut client, &new, "/v1/orders").reject.unwrap().check(), "key-revoked");
}

#[test]
fn a_key_can_be_made_to_expire() {
    let mut client = Client::new();
    let token = manager(&mut client);
    let body = r#"{"kind":"live","expires_in":60}"#;
    let created = json(&manage(&mut client, &token, Method::Post, "/v1/keys".into(), Some(body)));
    let key = text(&created, "key").to_owned();
    assert_eq!(try_key(&mut client, &key, "/v1/orders").response.status.0, 200);
    client.0.advance(Duration::seconds(60));
    assert_eq!(try_key(&mut client, &key, "/v1/orders").reject.unwrap().check(), "key-ended");
}

#[test]
fn an_apps_keys_are_nobody_elses() {
    let mut client = Client::new();
    let url = authorize(&[
        ("client_id", "shop-server"),
        ("redirect_uri", "https://server.example/callback"),
        ("scope", "keys:manage"),
    ]);
    let answer = answer_of(&client.0.approve(&url, "ada", None).unwrap());
    let parameters = [
        ("grant_type", "authorization_code"),
        ("code", answer.value("code").unwrap()),
        ("redirect_uri", "https://server.example/callback"),
        ("code_verifier", VERIFIER),
    ];
    let tokens = json(&client.as_server("/token", &parameters).response);
    let token = text(&tokens, "access_token").to_owned();
    assert_eq!(manage(&mut client, &token, Method::Get, "/v1/keys".into(), None).body.text(), "[]");
    assert_eq!(manage(&mut client, &token, Method::Delete, "/v1/keys/key_1".into(), None).status.0, 404);
    assert_eq!(client.with_key(Kind::Live, "/v1/orders").response.status.0, 200);
}

#[test]
fn what_is_no_key_request_is_told_which_member_is_wrong() {
    let mut client = Client::new();
    let token = manager(&mut client);
    for (body, member) in [
        ("", "body"),
        ("{", "body"),
        ("[]", "kind"),
        (r#"{"kind":"golden"}"#, "kind"),
        (r#"{"kind":"restricted"}"#, "scope"),
        (r#"{"kind":"restricted","scope":"everything"}"#, "scope"),
        (r#"{"kind":"live","scope":"orders:read"}"#, "scope"),
        (r#"{"kind":"live","expires_in":-1}"#, "expires_in"),
        (r#"{"kind":"live","expires_in":"soon"}"#, "expires_in"),
        (r#"{"kind":"live","expires_in":99999999999}"#, "expires_in"),
    ] {
        let request = Request::post_json(api::HOST, "/v1/keys", body);
        assert_eq!(client.call(request, &token).reject, Some(Reject::BadBody(member)), "{body}");
    }
}

#[test]
fn a_key_that_a_scanner_reports_ends_at_once() {
    let mut client = Client::new();
    let key = client.0.credentials().key(Kind::Live).reveal().to_owned();
    let stranger = "ak_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
    let report = format!(
        r#"[{{"token":"{key}","type":"api_key","url":"https://code.example/a"}},{{"token":"{stranger}"}},{{"token":"?"}}]"#
    );
    let answer = client.0.handle(&Request::post_json(api::HOST, "/v1/leaks", report)).response;
    let labels = r#"[{"label":"true_positive"},{"label":"false_positive"},{"label":"false_positive"}]"#;
    assert_eq!((answer.status.0, answer.body.text().as_str()), (200, labels));
    assert_eq!(client.with_key(Kind::Live, "/v1/orders").reject.unwrap().check(), "key-revoked");
}

#[test]
fn one_endpoint_takes_a_key_in_the_query_and_a_secret_one_there_is_logged_as_a_leak() {
    let mut client = Client::new();
    for (kind, leak) in [(Kind::Publishable, false), (Kind::Live, true)] {
        let key = client.0.credentials().key(kind).reveal().to_owned();
        let answer = client.0.handle(&get(api::HOST, &format!("/v1/geo?ip=192.0.2.9&key={key}")));
        assert_eq!(answer.response.status.0, 200);
        assert_eq!(client.0.log().last().unwrap().leak.is_some(), leak, "{}", kind.name());
    }
}

#[test]
fn test_keys_open_test_data_and_nothing_else() {
    let mut client = Client::new();
    assert_eq!(client.with_key(Kind::Test, "/v1/test/orders").response.status.0, 200);
    assert_eq!(client.with_key(Kind::Test, "/v1/orders").reject, Some(Reject::KeyMode));
    assert_eq!(client.with_key(Kind::Live, "/v1/test/orders").reject, Some(Reject::KeyMode));
}

#[test]
fn an_order_is_made_with_the_write_scope_and_not_with_the_read_scope() {
    let mut client = Client::new();
    let order = || Request::post_json(api::HOST, "/v1/orders", r#"{"customer":"cus_000001","total":"12.50"}"#);
    let (reader, writer) = (client.tokens("orders:read"), client.tokens("orders:write"));
    let refused = client.call(order(), text(&reader, "access_token")).reject;
    assert_eq!(refused, Some(Reject::InsufficientScope(Scope::OrdersWrite)));
    let made = client.call(order(), text(&writer, "access_token")).response;
    assert_eq!((made.status.0, made.headers.value("Location")), (201, Some("/v1/orders/ord_360001")));
}

/// RFC 9110 §15.3.2: what was made is where `Location` says.
#[test]
fn an_order_is_where_its_location_says() {
    let mut client = Client::new();
    let token = text(&client.tokens("orders:read orders:write"), "access_token").to_owned();
    let mut made = Vec::new();
    for total in ["1.00", "2.00"] {
        let order = format!(r#"{{"customer":"cus_000001","total":"{total}"}}"#);
        made.push(client.call(Request::post_json(api::HOST, "/v1/orders", order), &token).response);
    }
    for made in &made {
        let location = made.headers.value("Location").unwrap();
        let found = client.call(get(api::HOST, location), &token);
        assert_eq!((found.response.status.0, found.records), (200, 1));
        assert_eq!(found.response.body.text(), made.body.text());
        assert_eq!(client.with_key(Kind::Live, location).response.status.0, 200);
        assert_eq!(client.with_key(Kind::Test, location).reject, Some(Reject::KeyMode));
        let reports = text(&client.tokens("reports:read"), "access_token").to_owned();
        let refused = client.call(get(api::HOST, location), &reports).reject;
        assert_eq!(refused, Some(Reject::InsufficientScope(Scope::OrdersRead)));
    }
    // The orders that the shop began with stand in the list and by themselves.
    let page = client.call(get(api::HOST, "/v1/orders?page=3"), &token).response;
    let Value::Array(listed) = json(&page) else { panic!("{page:?}") };
    let target = format!("/v1/orders/{}", text(&listed[4], "id"));
    assert_eq!(json(&client.call(get(api::HOST, &target), &token).response), listed[4]);
    for other in
        ["ord_360003", "ord_0", "ord_000000", "ord_1", "ord_+00001", "ord_0000001", "ord_", "360001", "ord_99999999999"]
    {
        let answer = client.call(get(api::HOST, &format!("/v1/orders/{other}")), &token);
        assert_eq!(answer.reject, Some(Reject::NotFound), "{other}");
    }
}

/// The memory of a page that is left open has an end, so orders are remembered for a while.
#[test]
fn what_is_remembered_of_orders_is_bounded() {
    let quota = sim::provider::meter::Quota { per_client: u32::MAX, ..Default::default() };
    let mut client = Client::with(Policy { quota, ..Policy::default() });
    let token = text(&client.tokens("orders:read orders:write"), "access_token").to_owned();
    let order = |customer: &str| {
        Request::post_json(api::HOST, "/v1/orders", format!(r#"{{"customer":"{customer}","total":"1"}}"#))
    };
    assert_eq!(client.call(order(&"x".repeat(65)), &token).reject, Some(Reject::BadBody("customer")));
    for _ in 0..1001 {
        assert_eq!(client.call(order("cus_000001"), &token).response.status.0, 201);
    }
    for (id, status) in [(360_001, 404), (360_002, 200), (361_001, 200), (361_002, 404)] {
        let answer = client.call(get(api::HOST, &format!("/v1/orders/ord_{id}")), &token);
        assert_eq!(answer.response.status.0, status, "{id}");
    }
}

// Decisions

#[test]
fn the_clock_starts_where_it_is_told() {
    let start = sim::wire::time::Instant::from_unix_s(2_000_000_000);
    let mut client = Client(Sandbox::with(7, start, Policy::default()));
    let tokens = client.tokens("orders:read");
    let asked = client.as_confidential("orders-api", "/introspect", &[("token", text(&tokens, "access_token"))]);
    assert_eq!(json(&asked.response).member("iat").and_then(Value::as_integer), Some(2_000_000_000));
}

#[test]
fn scope_left_out_is_the_clients_own_without_the_power_over_keys() {
    let mut client = Client::new();
    let code = client.granted("", None).value("code").unwrap().to_owned();
    let granted = json(&client.exchange(&code).response);
    let every = Scopes::ALL.with(Scope::KeysManage, false);
    assert_eq!(text(&granted, "scope"), every.to_string());
    let own = json(&client.as_server("/token", &[("grant_type", "client_credentials")]).response);
    assert_eq!(text(&own, "scope"), every.with(Scope::Profile, false).to_string());
}

// The list itself

/// The names in backticks in the last column of the tables of docs/conformance.md.
fn listed_tests(list: &str) -> Vec<&str> {
    let rows = list.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let last = rows.map(|row| row.rsplit(" | ").next().unwrap_or_default());
    last.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

fn source_of_tests(folder: &std::path::Path) -> String {
    let mut source = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            source += &source_of_tests(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            source += &std::fs::read_to_string(path).unwrap();
        }
    }
    source
}

#[test]
fn the_list_names_tests_that_exist() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = source_of_tests(&root.join("src")) + &source_of_tests(&root.join("tests"));
    let list = std::fs::read_to_string(root.join("../docs/conformance.md")).unwrap();
    let names = listed_tests(&list);
    assert!(names.len() > 50, "the list is too short to say much");
    let missing: Vec<_> = names.iter().filter(|name| !source.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "docs/conformance.md names tests that are not there: {missing:?}");
}

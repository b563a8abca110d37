//! RFC 6750, 9110, 6585, 9457 and the RateLimit draft: the endpoints of the API.

use super::*;

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

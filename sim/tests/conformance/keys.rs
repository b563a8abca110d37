//! Keys, and the orders that are made with them.

use super::*;

/// The manager's requests: JSON, with a token that may manage keys.
fn manage(client: &mut Client, token: &str, method: Method, path: String, body: Option<&str>) -> Response {
    let mut request = Request::new(method, api::HOST, path);
    if let Some(body) = body {
        request = request.header("Content-Type", "application/json").body(body.to_owned());
    }
    client.call(request, token).response
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

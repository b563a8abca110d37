//! Requests that are almost right, and the header fields and addresses in them.

use super::mutate::{pick, spoilt};
use super::{Verdict, cases, feed, feed_made};
use base64::{Engine, engine::general_purpose::STANDARD};
use sim::provider::api_key::Kind;
use sim::provider::meter::Quota;
use sim::provider::sandbox::{Sandbox, split_url};
use sim::provider::scope::Scopes;
use sim::provider::{Policy, api, oauth};
use sim::wire::http::{Method, Request, Response};
use sim::wire::json::Value;
use sim::wire::rng::Rng;
use sim::wire::time::START;

/// A sandbox where nobody is stopped for trying often.
fn patient() -> Sandbox {
    let quota =
        Quota { per_key: u32::MAX, per_client: u32::MAX, failures: u32::MAX, guesses: u32::MAX, ..Quota::default() };
    Sandbox::with(7, START, Policy { quota, ..Policy::default() })
}

/// A sandbox, an access token for everything, and its refresh token.
fn signed_in() -> (Sandbox, String, String) {
    let mut sandbox = patient();
    let tokens = sandbox.owner().sign_in(Scopes::ALL, START);
    let refresh = tokens.refresh.expect("a user's token is refreshed").reveal().to_owned();
    (sandbox, tokens.access.reveal().to_owned(), refresh)
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// An independent reader of URLs must find the same host, and nothing before or behind it.
#[test]
fn only_the_providers_own_urls_are_its() {
    let good = [
        "https://api.demo.example/v1/orders?page=2#top",
        "https://auth.demo.example",
        "https://auth.demo.example/authorize?redirect_uri=https%3A%2F%2Fshop.example%2Fcallback",
        "https://evil.example/@api.demo.example/",
        "https://user@api.demo.example:443/",
    ]
    .map(str::to_owned);
    feed("urls", cases::URLS, &good, |text| {
        let Some((host, target)) = split_url(text) else { return Verdict::Refused };
        assert!(target.starts_with('/') && !target.contains('#'), "{target}");
        let theirs = url::Url::parse(text).expect("it is a URL to others too");
        assert_eq!((theirs.scheme(), theirs.host_str(), theirs.port()), ("https", Some(host), None));
        assert_eq!((theirs.username(), theirs.password()), ("", None));
        Verdict::Accepted
    });
}

#[test]
fn a_bearer_field_holds_one_token_to_the_letter_or_is_refused() {
    let (mut sandbox, access, refresh) = signed_in();
    let good = [format!("Bearer {access}"), format!("bEARER {access}"), format!("Bearer {refresh}")];
    feed("bearer", cases::BEARER, &good, |field| {
        let request = Request::get(api::HOST, "/v1/orders").header("Authorization", field.to_owned());
        let answer = ask(&mut sandbox, &request);
        // RFC 9110 §11.4: the scheme in any case, spaces, and the token.
        let right = field.split_once(' ').is_some_and(|(scheme, rest)| {
            scheme.eq_ignore_ascii_case("bearer") && rest.trim_start_matches(' ') == access
        });
        assert_eq!(answer.status.is_success(), right, "{}", answer.body.text());
        right.into()
    });
}

#[test]
fn basic_credentials_are_read_as_they_were_written_or_refused() {
    let mut sandbox = patient();
    let secret = sandbox.credentials().secret("orders-api").unwrap().reveal().to_owned();
    let other = sandbox.credentials().secret("billing-api").unwrap().reveal().to_owned();
    let pair = format!("orders-api:{secret}");
    let escaped = pair.replace('-', "%2D").replace("cs_", "cs%5F");
    let good =
        [basic("orders-api", &secret), format!("bAsIc {}", STANDARD.encode(&escaped)), basic("orders-api", &other)];
    // The pairs too are spoilt, before they are encoded: a flip in base64 seldom leaves text.
    let pairs = [pair.clone(), escaped, format!("billing-api:{other}")];
    let make = |rng: &mut Rng| match rng.below(2) {
        0 => spoilt(&good, rng),
        _ => format!("Basic {}", STANDARD.encode(spoilt(&pairs, rng))),
    };
    feed_made("basic", cases::BASIC, make, &mut |field| {
        let request = Request::post_form(oauth::HOST, "/introspect", &[("token", "x")]);
        let answer = ask(&mut sandbox, &request.header("Authorization", field.to_owned()));
        if answer.status.is_success() {
            let (scheme, encoded) = field.split_once(' ').unwrap();
            let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).unwrap()).unwrap();
            let (id, secret_sent) = decoded.split_once(':').unwrap();
            // RFC 6749 §2.3.1: both are form-encoded.
            let read = |part: &str| {
                form_urlencoded::parse(format!("x={}", part.replace('&', "%26")).as_bytes())
                    .next()
                    .unwrap()
                    .1
                    .into_owned()
            };
            assert!(scheme.eq_ignore_ascii_case("basic"));
            let known = [("orders-api", &secret), ("billing-api", &other)];
            assert!(known.contains(&(read(id).as_str(), &read(secret_sent))), "{decoded}");
        } else {
            assert_eq!(answer.status.0, 401);
            assert!(answer.headers.value("WWW-Authenticate").is_some_and(|field| field.starts_with("Basic realm=")));
        }
        answer.status.is_success().into()
    });
}

/// Requests in parts, so that each part can be spoilt by itself.
#[derive(Clone)]
struct Parts {
    method: Method,
    host: &'static str,
    path: String,
    query: String,
    fields: Vec<(String, String)>,
    body: String,
}

impl Parts {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method,
            host: request.host,
            path: request.path.to_string(),
            query: request.query.clone(),
            fields: request.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: request.body.clone(),
        }
    }

    fn request(self) -> Request {
        let request = Request::new(self.method, self.host, self.path).query(self.query).body(self.body);
        self.fields.into_iter().fold(request, |request, (name, value)| request.header(name, value))
    }
}

/// One good request to every endpoint.
fn good_requests(sandbox: &Sandbox, access: &str, refresh: &str) -> Vec<Request> {
    let key = |kind| sandbox.credentials().key(kind).reveal().to_owned();
    let secret = |client| sandbox.credentials().secret(client).unwrap().reveal();
    let with_token = |request: Request| request.header("Authorization", format!("Bearer {access}"));
    let form = |path, parameters: &[(&str, &str)]| Request::post_form(oauth::HOST, path, parameters);
    let device = ("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    let redirect = ("redirect_uri", "https://shop.example/callback");
    let verifier = ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    vec![
        with_token(Request::get(api::HOST, "/v1/orders").query("page=2".into())),
        Request::get(api::HOST, "/v1/settings").header("X-API-Key", key(Kind::Live)),
        Request::get(api::HOST, "/v1/geo").query(format!("ip=203.0.113.7&key={}", key(Kind::Publishable))),
        Request::get(api::HOST, "/v1/test/orders").header("X-API-Key", key(Kind::Test)),
        with_token(Request::get(api::HOST, "/v1/me")),
        with_token(Request::post_json(api::HOST, "/v1/orders", r#"{"customer":"Cleo","total":"12.50"}"#)),
        with_token(Request::get(api::HOST, "/v1/keys")),
        with_token(Request::post_json(
            api::HOST,
            "/v1/keys",
            r#"{"kind":"restricted","scope":"orders:read","expires_in":60}"#,
        )),
        with_token(Request::post_json(api::HOST, "/v1/keys/key_2/rotate", r#"{"overlap":3600}"#)),
        with_token(Request::new(Method::Delete, api::HOST, "/v1/keys/key_3")),
        Request::post_json(api::HOST, "/v1/leaks", format!(r#"[{{"token":"{}","type":"api_key"}}]"#, key(Kind::Live))),
        Request::get(api::HOST, "/.well-known/oauth-protected-resource"),
        Request::get(oauth::HOST, "/.well-known/oauth-authorization-server"),
        Request::get(oauth::HOST, "/authorize").query(
            "response_type=code&client_id=shop-app&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&state=s&\
             scope=orders%3Aread+profile&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&\
             code_challenge_method=S256"
                .into(),
        ),
        form("/consent", &[("ticket", "0123456789"), ("user", "ada"), ("decision", "approve"), ("profile", "yes")])
            .header("Cookie", "theme=dark; __Host-consent=0123456789"),
        form("/token", &[("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", "shop-app")]),
        form(
            "/token",
            &[("grant_type", "authorization_code"), ("code", "x"), redirect, verifier, ("client_id", "shop-app")],
        ),
        form("/token", &[("grant_type", "client_credentials"), ("scope", "orders:read")])
            .header("Authorization", basic("shop-server", secret("shop-server"))),
        form("/token", &[device, ("device_code", "x"), ("client_id", "shop-tv")]),
        form("/device_authorization", &[("client_id", "shop-tv"), ("scope", "profile")]),
        Request::get(oauth::HOST, "/device").query("user_code=BCDF-GHJK".into()),
        form("/revoke", &[("token", access), ("token_type_hint", "access_token"), ("client_id", "shop-app")]),
        form("/introspect", &[("token", access)]).header("Authorization", basic("orders-api", secret("orders-api"))),
    ]
}

/// Whatever comes in: an answer in its form, one line in the log with nothing secret in it, and no change by a refusal
/// but those that are meant to.
#[test]
fn every_request_gets_an_answer() {
    const METHODS: [Method; 7] =
        [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Options];
    let (fresh, access, refresh) = signed_in();
    let good: Vec<Parts> = good_requests(&fresh, &access, &refresh).iter().map(Parts::of).collect();
    let all = |of: fn(&Parts) -> String| good.iter().map(of).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let (paths, queries, bodies) = (all(|p| p.path.clone()), all(|p| p.query.clone()), all(|p| p.body.clone()));
    let fields: Vec<(String, String)> = good.iter().flat_map(|parts| parts.fields.clone()).collect();
    let names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
    let values: Vec<String> = fields.iter().map(|(_, value)| value.clone()).collect();
    let mut secrets = vec![access, refresh];
    secrets.extend(fresh.credentials().keys.iter().map(|(_, key)| key.reveal().to_owned()));

    let mut rng = Rng::stream(1, "requests");
    let mut sandbox = fresh.clone();
    let (mut answered, mut refused) = (0, 0);
    for case in 0..cases::REQUESTS {
        if case % 64 == 0 {
            sandbox = fresh.clone();
        }
        let mut parts = pick(&good, &mut rng).clone();
        for _ in 0..rng.below(3) {
            // A part of its own kind, its own or another request's, spoilt.
            let spoil = |own: &str, pool: &[String], rng: &mut Rng| {
                if rng.below(4) > 0 { spoilt(&[own.to_owned()], rng) } else { spoilt(pool, rng) }
            };
            match rng.below(8) {
                0 => parts.method = *pick(&METHODS, &mut rng),
                1 => parts.path = spoil(&parts.path, &paths, &mut rng),
                2 | 3 => parts.query = spoil(&parts.query, &queries, &mut rng),
                4 | 5 => parts.body = spoil(&parts.body, &bodies, &mut rng),
                6 if !parts.fields.is_empty() => {
                    let at = rng.below(parts.fields.len() as u64) as usize;
                    let (name, value) = &mut parts.fields[at];
                    if rng.below(4) == 0 {
                        *name = spoil(name, &names, &mut rng);
                    } else {
                        *value = spoil(value, &values, &mut rng);
                    }
                }
                _ => parts.fields.push(pick(&fields, &mut rng).clone()),
            }
        }
        let request = parts.request();
        let before = sandbox.provider().clone();
        let logged = sandbox.log().len();
        let answer = sandbox.handle(&request);
        let check = answer.reject.as_ref().map(|reject| reject.check());
        let words =
            || format!("{} {:?} {:?} {:?}", request.method.name(), request.target(), request.headers, request.body);
        match check {
            None => answered += 1,
            Some(check) => {
                refused += 1;
                assert_eq!(answer.records, 0, "{}", words());
                let meant = ["refresh-reused", "code-used", "device-pending", "device-slow-down", "user-denied"];
                let unchanged = before.same_holdings(sandbox.provider());
                assert!(unchanged || meant.contains(&check), "{check} changed something: {}", words());
            }
        }
        in_form(&request, &answer.response, check.is_some(), &words);
        assert_eq!(sandbox.log().len(), logged + 1);
        let entry = sandbox.log().last().unwrap();
        assert_eq!(entry.status, answer.response.status.0);
        let line = Value::from(entry).to_string();
        assert!(!secrets.iter().any(|secret| line.contains(secret.as_str())), "{line}");
    }
    assert!(answered > 10_000 && refused > 10_000, "{answered} answered, {refused} refused");
}

/// What every answer has to have, by its status and its media type.
fn in_form(request: &Request, response: &Response, refused: bool, words: &dyn Fn() -> String) {
    let status = response.status.0;
    let expected: &[u16] = if refused { &[303, 400, 401, 403, 404, 405, 413, 414, 415] } else { &[200, 201, 204, 303] };
    assert!(expected.contains(&status), "{status} for {}", words());
    let has = |name| response.headers.value(name).is_some();
    assert_eq!(status == 405, has("Allow"), "{}", words());
    assert_eq!(status == 415, has("Accept"), "{}", words());
    assert!(status != 303 || has("Location"), "{}", words());
    assert!(status != 401 || request.host != api::HOST || has("WWW-Authenticate"), "{}", words());
    for (name, value) in response.headers.iter() {
        // A line break in a field would be a second field, or a second answer.
        assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value:?} for {}", words());
    }
    let body = response.body.text();
    let kind = response.headers.value("Content-Type").unwrap_or_default();
    if kind.ends_with("json") && !body.is_empty() {
        let json: serde_json::Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{body} for {}", words()));
        let description = json["error_description"].as_str().unwrap_or_default();
        // RFC 6749 §5.2: neither quotes nor backslashes.
        assert!(!description.contains(['"', '\\']), "{body}");
    }
}

/// Asks the provider behind the log, which is not what is tried here.
fn ask(sandbox: &mut Sandbox, request: &Request) -> Response {
    sandbox.owner().handle(request, START).response
}

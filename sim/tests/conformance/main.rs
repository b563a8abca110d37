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

mod audience;
mod authorize;
mod device;
mod endpoints;
mod keys;
mod metadata;
mod revocation;
mod token;

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

fn manager(client: &mut Client) -> String {
    text(&client.tokens("keys:manage"), "access_token").to_owned()
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

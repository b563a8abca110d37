//! Opaque access tokens (`Policy.opaque`): what the API, and whoever asks about them, makes of them.

use sim::provider::oauth::client::ClientId;
use sim::provider::oauth::user::UserId;
use sim::provider::oauth::{self, AUDIENCES, Tokens, opaque};
use sim::provider::reject::Reject;
use sim::provider::sandbox::{Sandbox, get};
use sim::provider::scope::{Scope, Scopes};
use sim::provider::{Answer, Policy, api};
use sim::stories::app::{read_tokens, refresh_request, revocation_request, with_token};
use sim::wire::http::Request;
use sim::wire::json::Value;
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, START};

const ORDERS: Scopes = Scopes::of(&[Scope::OrdersRead]);

fn sandbox() -> Sandbox {
    Sandbox::with(7, START, Policy { opaque: true, ..Policy::default() })
}

fn sign_in(sandbox: &mut Sandbox, audience: &'static str) -> Tokens {
    sandbox.owner().sign_in_for(UserId::ADA, ORDERS, audience, START)
}

fn call(sandbox: &mut Sandbox, path: &str, token: &Secret) -> Answer {
    sandbox.handle(&with_token(get(api::HOST, path), token))
}

fn refusal(sandbox: &mut Sandbox, path: &str, token: &Secret) -> Option<Reject> {
    call(sandbox, path, token).reject
}

/// What the introspection endpoint tells the orders API, or another client.
fn introspected(sandbox: &mut Sandbox, client: &str, token: &Secret) -> Value<'static> {
    let secret = sandbox.credentials().secret(client).unwrap().reveal().to_owned();
    let parameters = [("token", token.reveal()), ("client_id", client), ("client_secret", &secret)];
    let answer = sandbox.handle(&Request::post_form(oauth::HOST, "/introspect", &parameters));
    assert_eq!(answer.response.status.0, 200);
    Value::parse(&answer.response.body.text()).unwrap().into_owned()
}

fn revoke(sandbox: &mut Sandbox, token: &Secret, client: &str) -> Answer {
    let parameters = [("token", token.reveal()), ("client_id", client)];
    sandbox.handle(&Request::post_form(oauth::HOST, "/revoke", &parameters))
}

#[test]
fn it_opens_what_it_was_granted_and_says_nothing_itself() {
    let mut sandbox = sandbox();
    let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
    assert!(opaque::is_one(tokens.access.reveal()) && !tokens.access.reveal().contains('.'));
    let answer = call(&mut sandbox, "/v1/orders", &tokens.access);
    assert_eq!((answer.response.status.0, answer.records), (200, 10));
    assert_eq!(answer.trail.caller.unwrap().user, Some(UserId::ADA));
    assert_eq!(refusal(&mut sandbox, "/v1/me", &tokens.access), Some(Reject::InsufficientScope(Scope::Profile)));
}

#[test]
fn it_is_looked_up_for_audience_expiry_and_revocation() {
    let mut sandbox = sandbox();
    let (ours, other) = (sign_in(&mut sandbox, AUDIENCES[0]), sign_in(&mut sandbox, AUDIENCES[1]));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &other.access), Some(Reject::TokenAudience));
    let made_up = Secret::new(["at_", &"A".repeat(43)].concat());
    let unknown = call(&mut sandbox, "/v1/orders", &made_up);
    assert_eq!(unknown.reject, Some(Reject::TokenUnknown));
    sandbox.advance(Duration::seconds(3599));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &ours.access), None);
    sandbox.advance(Duration::seconds(1));
    let expired = call(&mut sandbox, "/v1/orders", &ours.access);
    assert_eq!(expired.reject, Some(Reject::TokenExpired { at: START + Duration::hours(1) }));
    // The wire tells none of this: all refusals of a token are the same bytes.
    assert_eq!(expired.response.body.text(), unknown.response.body.text());
    // A day later it is forgotten, once a new one is made.
    sandbox.advance(Duration::hours(24));
    sandbox.owner().sign_in(ORDERS, START + Duration::hours(25));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &ours.access), Some(Reject::TokenUnknown));
}

/// Without `asks_on_each_call`: looking up is asking.
#[test]
fn its_revocation_is_seen_at_the_next_call() {
    let mut sandbox = sandbox();
    let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
    let sibling = sandbox.handle(&refresh_request(tokens.refresh.as_ref().unwrap()));
    let sibling = read_tokens(&sibling.response.body.text()).unwrap();
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &sibling.access), None);
    assert_eq!(revoke(&mut sandbox, &sibling.access, "shop-app").reject, None);
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &sibling.access), Some(Reject::TokenRevoked));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &tokens.access), None, "an access token goes alone");
    sandbox.handle(&revocation_request(sibling.refresh.as_ref().unwrap()));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &tokens.access), Some(Reject::TokenRevoked));
}

#[test]
fn another_client_cannot_revoke_it() {
    let mut sandbox = sandbox();
    let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
    let other =
        sandbox.clients().find(|client| !client.is_confidential() && client.id != oauth::APP).unwrap().id.clone();
    assert_eq!(revoke(&mut sandbox, &tokens.access, &other).reject, Some(Reject::RevokeOtherClient));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &tokens.access), None);
}

#[test]
fn introspection_tells_its_own_api_what_it_stands_for_and_nobody_else() {
    let mut sandbox = sandbox();
    let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
    let inactive = Value::object([("active", Value::Bool(false))]);
    let told = introspected(&mut sandbox, "orders-api", &tokens.access);
    let text = |name| told.member(name).and_then(Value::as_text);
    assert_eq!(told.member("active"), Some(&Value::Bool(true)));
    assert_eq!(
        (text("sub"), text("scope"), text("client_id")),
        (Some("user:ada"), Some("orders:read"), Some("shop-app"))
    );
    assert_eq!(told.member("exp").and_then(Value::as_integer), Some((START + Duration::hours(1)).unix_s() as i64));
    let for_billing = sign_in(&mut sandbox, AUDIENCES[1]);
    assert_eq!(introspected(&mut sandbox, "orders-api", &for_billing.access), inactive);
    assert_eq!(introspected(&mut sandbox, "shop-server", &tokens.access), inactive);
    revoke(&mut sandbox, &tokens.access, "shop-app");
    assert_eq!(introspected(&mut sandbox, "orders-api", &tokens.access), inactive);
}

#[test]
fn what_ends_a_grant_ends_it() {
    for end in
        [(|sandbox: &mut Sandbox| sandbox.owner().delete_user(UserId::ADA, START)) as fn(&mut Sandbox), |sandbox| {
            sandbox.owner().disable_client(ClientId::first(), START)
        }]
    {
        let mut sandbox = sandbox();
        let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
        end(&mut sandbox);
        assert_eq!(refusal(&mut sandbox, "/v1/orders", &tokens.access), Some(Reject::TokenRevoked));
    }
}

/// The switch says what is made, not what is taken: tokens of both kinds are out while it is turned.
#[test]
fn both_kinds_go_on_when_the_switch_is_turned() {
    let mut sandbox = sandbox();
    let opaque = sign_in(&mut sandbox, AUDIENCES[0]);
    sandbox.owner().policy.opaque = false;
    let signed = sign_in(&mut sandbox, AUDIENCES[0]);
    assert_eq!(signed.access.reveal().matches('.').count(), 2);
    for tokens in [&opaque, &signed] {
        assert_eq!(refusal(&mut sandbox, "/v1/orders", &tokens.access), None);
    }
    // A signed token's revocation is not seen by an API that does not ask; an opaque one's is.
    for tokens in [&opaque, &signed] {
        revoke(&mut sandbox, &tokens.access, "shop-app");
    }
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &opaque.access), Some(Reject::TokenRevoked));
    assert_eq!(refusal(&mut sandbox, "/v1/orders", &signed.access), None);
}

#[test]
fn a_log_does_not_keep_it() {
    let mut sandbox = sandbox();
    let tokens = sign_in(&mut sandbox, AUDIENCES[0]);
    sandbox.handle(&get(api::HOST, &["/v1/orders?note=", tokens.access.reveal()].concat()));
    let target = &sandbox.log().last().unwrap().target;
    assert!(target.starts_with("/v1/orders?note=…") && target.len() < 30, "{target}");
}

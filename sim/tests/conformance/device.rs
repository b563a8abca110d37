//! RFC 8628, the device flow.

use super::*;

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

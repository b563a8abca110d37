//! A build.

use super::{Held, REDEPLOY, at};
use crate::provider::api::HOST;
use crate::provider::scope::Scope;
use crate::stories::jobs::{Play, Turn};
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::time::Duration;

/// Four times a day it reads the settings for the new release and places an order to see that it works. One day the
/// job prints the header of a request, and its log is public; a stranger reads it a minute later. Somebody notices
/// the next day.
pub fn deploy(play: &mut Play, credential: Credential) {
    let scopes = [Scope::SettingsRead, Scope::OrdersWrite];
    let leak = 9 + play.rng.below(4);
    play.turn(Turn::Issued);
    let (id, key) = play.restricted(&scopes);
    let mut held = Held::Key(key);
    for day in 0..30 {
        if day == leak + 1 {
            play.go(at(day, 9, 0));
            if credential == Credential::Key {
                play.revoke(id);
                let (_, key) = play.restricted(&scopes);
                play.go(play.now() + REDEPLOY);
                play.turn(Turn::Replaced);
                held = Held::Key(key);
            }
        }
        for hour in [10, 12, 14, 16] {
            play.go(at(day, hour, 0));
            if credential == Credential::Token {
                held = Held::Token(play.fetch(&scopes));
            }
            play.work(held.with(Request::get(HOST, "/v1/settings")));
            if (day, hour) == (leak, 14) {
                play.shown(Turn::Leaked, Actor::App);
                if let Some(loot) = held.leaked() {
                    play.let_loose(loot, Duration::minutes(1));
                }
            }
            let order = r#"{"customer":"cus_000001","total":"0.01"}"#;
            play.work(held.with(Request::post_json(HOST, "/v1/orders", order)));
        }
    }
}

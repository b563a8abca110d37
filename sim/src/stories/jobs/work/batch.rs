//! A server reads the orders each night.

use super::{Held, REDEPLOY, at};
use crate::provider::api::{HOST, READS};
use crate::provider::oauth::Outage;
use crate::provider::scope::Scope;
use crate::stories::jobs::{Play, Turn};
use crate::stories::thief::Loot;
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::json::Value;
use crate::wire::time::Duration;

/// Forty pages of orders each night. One night a debug line writes a request, with its header, to the log; the log's
/// scanner reads it a minute later, and a stranger two hours later. Another night the authorization server is down.
pub fn batch(play: &mut Play, credential: Credential) {
    let (leak, down) = (9 + play.rng.below(4), 18 + play.rng.below(4));
    play.turn(Turn::Issued);
    let (mut id, key) = play.restricted(&[Scope::OrdersRead]);
    let mut held = match credential {
        Credential::Key => Held::Key(key),
        Credential::Token => Held::Token(None),
    };
    for night in 0..30 {
        if night == down {
            play.go(at(night, 1, 30));
            play.sandbox.owner().set_outage(Some(Outage::Unavailable));
            play.turn(Turn::Down);
        }
        play.go(at(night, 2, 0));
        let up = at(night, 4, 0);
        let (mut replaced_at, mut page, mut is_down) = (None, 0, night == down);
        while page < 40 || is_down {
            let now = play.now();
            if is_down && (now >= up || page == 40) {
                is_down = false;
                play.go(up);
                play.sandbox.owner().set_outage(None);
                play.turn(Turn::Up);
                continue;
            }
            if replaced_at.is_some_and(|due| now >= due) {
                replaced_at = None;
                let (new, key) = play.restricted(&[Scope::OrdersRead]);
                (id, held) = (new, Held::Key(key));
                play.turn(Turn::Replaced);
            }
            if matches!(held, Held::Token(None)) {
                held = Held::Token(play.fetch(&[Scope::OrdersRead]));
                if matches!(held, Held::Token(None)) {
                    play.once(Turn::LockedOut, Actor::App);
                    play.go(now + Duration::minutes(5));
                    continue;
                }
            }
            let request = Request::get(HOST, READS[0].path).query(["page=", &(page + 1).to_string()].concat());
            if play.work(held.with(request)) != 200 {
                play.go(now + Duration::minutes(5));
                continue;
            }
            page += 1;
            if night == leak && page == 20 {
                play.shown(Turn::Leaked, Actor::App);
                scan(play, &held);
                if credential == Credential::Key && play.sandbox.provider().keys().stored(id).revoked.is_some() {
                    replaced_at = Some(play.now() + REDEPLOY);
                }
                continue;
            }
            play.go(now + Duration::seconds(15));
        }
        // The night's token is not kept for the next.
        if credential == Credential::Token {
            held = Held::Token(None);
        }
    }
}

/// The log's scanner reports what looks like a credential, a minute later; two hours later a stranger finds the line.
fn scan(play: &mut Play, held: &Held) {
    let Some(loot) = held.leaked() else { return };
    play.let_loose(loot.clone(), Duration::hours(2));
    play.go(play.now() + Duration::minutes(1));
    let found = match &loot {
        Loot::Key(key) => key.reveal(),
        Loot::Tokens { access, .. } => access.reveal(),
    };
    let report = Value::Array(vec![Value::object([("token", found.into()), ("type", "demo_api_key".into())])]);
    let now = play.sandbox.now();
    let request = Request::post_json(HOST, "/v1/leaks", report.to_string());
    let answer = play.sandbox.owner().handle(&request, now);
    play.last = Some((request, answer));
    play.shown(Turn::Scanned, Actor::Owner);
}

//! An app on people’s phones.

use super::{APP_UPDATE, Held, at};
use crate::provider::api::HOST;
use crate::provider::oauth::APP;
use crate::provider::scope::Scope;
use crate::stories::app::{self};
use crate::stories::jobs::{Play, Turn};
use crate::stories::thief::Loot;
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::time::Duration;

/// Ada and Bo have the app. Three times a day it shows who they are, and in the evening it orders. One day Ada's phone
/// is lost, and its finder takes out of it what is in it; after four hours she reports it.
pub fn mobile(play: &mut Play, credential: Credential) {
    let scopes = [Scope::Profile, Scope::OrdersWrite];
    let lost = at(9 + play.rng.below(4), 10, 0);
    let (found, reported, new_phone) = (Duration::hours(1), lost + Duration::hours(4), lost + Duration::hours(23));
    let now = play.sandbox.now();
    let (id, key) = play.sandbox.owner().create_key(now);
    let mut phones = if credential == Credential::Key {
        play.turn(Turn::Issued);
        [Held::Key(key.clone()), Held::Key(key)]
    } else {
        ["ada", "bo"].map(|user| Held::Token(play.consent(APP, user, &scopes, Turn::SignedIn)))
    };
    let mut uses = (0..90).map(|n| at(n / 3, [8, 13, 19][(n % 3) as usize], 0)).peekable();
    let mut lost_family = None;
    let (mut updated, mut done) = (false, [false; 3]);
    while let Some(&due) = uses.peek() {
        // What comes before the next use of the phones, in order.
        let events = [lost, reported, new_phone];
        if let Some(event) = (0..3).find(|&i| !done[i] && events[i] <= due) {
            done[event] = true;
            play.go(events[event]);
            match event {
                0 => {
                    play.turn(Turn::Leaked);
                    let loot = match &phones[0] {
                        Held::Token(Some(pair)) => {
                            lost_family = pair.refresh.clone();
                            Loot::Tokens { access: pair.access.clone(), refresh: pair.refresh.clone() }
                        }
                        Held::Key(key) => Loot::Key(key.clone()),
                        Held::Token(None) => continue,
                    };
                    play.let_loose(loot, found);
                }
                1 => match &lost_family {
                    Some(refresh) => {
                        let (request, now) = (app::revocation_request(refresh), play.sandbox.now());
                        let answer = play.sandbox.owner().handle(&request, now);
                        play.last = Some((request, answer));
                        play.shown(Turn::Revoked, Actor::Owner);
                    }
                    None => play.revoke(id),
                },
                _ if credential == Credential::Token => {
                    phones[0] = Held::Token(play.consent(APP, "ada", &scopes, Turn::SignedIn));
                }
                _ => {}
            }
            continue;
        }
        if credential == Credential::Key && !updated && due >= reported + APP_UPDATE {
            updated = true;
            play.go(reported + APP_UPDATE);
            let now = play.sandbox.now();
            let (_, key) = play.sandbox.owner().create_key(now);
            phones = [Held::Key(key.clone()), Held::Key(key)];
            play.turn(Turn::Replaced);
        }
        uses.next();
        play.go(due);
        for (number, phone) in phones.iter_mut().enumerate() {
            // Ada has no phone until the next morning, whatever was in the old one.
            if number == 0 && due >= lost && due < new_phone {
                continue;
            }
            if let Held::Token(pair) = phone {
                play.renew(APP, pair);
            }
            if play.work(phone.with(Request::get(HOST, "/v1/me"))) == 401 {
                play.once(Turn::LockedOut, Actor::App);
            }
            if play.month.marks.len() < 4 && number == 0 {
                play.once(Turn::Asked, Actor::App);
            }
            if due.as_s() / 3600 % 24 == 19 {
                let order = r#"{"customer":"cus_000007","total":"12.50"}"#;
                play.work(phone.with(Request::post_json(HOST, "/v1/orders", order)));
            }
        }
    }
}

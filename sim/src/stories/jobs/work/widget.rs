//! A page tells each visitor where their address is.

use super::at;
use crate::provider::api::HOST;
use crate::provider::api_key::Kind;
use crate::provider::scope::Scope;
use crate::stories::app::with_token;
use crate::stories::jobs::{MONTH, Pair, Play, Turn, Who};
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::time::Duration;

/// A visitor every half an hour. A copycat takes the credential off the page and looks addresses up in bulk, four times
/// a day for three days; then something else is more interesting.
pub fn widget(play: &mut Play, credential: Credential) {
    let first_day = 7 + play.rng.below(5);
    play.turn(Turn::Issued);
    let key = play.sandbox.credentials().key(Kind::Publishable).clone();
    let (mut on_page, mut before) = (None, None);
    let look_up = |number: u64, token: Option<&Pair>| {
        let ip = ["192.0.2.", &(number % 250 + 1).to_string()].concat();
        let request = Request::get(HOST, "/v1/geo");
        match (credential, token) {
            (Credential::Key, _) => Some(request.query(["ip=", &ip, "&key=", key.reveal()].concat())),
            (Credential::Token, Some(pair)) => Some(with_token(request.query(["ip=", &ip].concat()), &pair.access)),
            (Credential::Token, None) => None,
        }
    };
    for hour in 0..MONTH.as_s() / 3600 {
        play.go(at(0, hour, 0));
        if credential == Credential::Token {
            // The page's server writes a new token into the page before the old one ends.
            before = on_page.take();
            on_page = play.fetch(&[Scope::GeoRead]);
        }
        let (day, of_day) = (hour / 24, hour % 24);
        let copied = (first_day..first_day + 3).contains(&day) && [9, 12, 15, 18].contains(&of_day);
        for half in 0..2 {
            play.go(at(0, hour, 30 * half));
            let visit = hour * 2 + half;
            // Every twelfth visitor had the page open since the hour before.
            if visit % 12 == 8 && before.is_some() {
                play.work(look_up(visit, before.as_ref()));
                // It is loaded anew, which brings the new token.
                play.once(Turn::Stale, Actor::App);
            }
            if play.work(look_up(visit, on_page.as_ref())) == 429 {
                play.once(Turn::TurnedAway, Actor::App);
            }
            for copy in (0..80).filter(|_| copied && half == 0) {
                play.go(at(0, hour, 2) + Duration::seconds(15 * copy));
                if let Some(request) = look_up(copy, on_page.as_ref()) {
                    play.send(Who::Stranger, request);
                }
            }
        }
        if (day, of_day) == (first_day + 2, 18) {
            play.turn(Turn::LostInterest);
        }
    }
}

//! A device in the field.

use super::{DRIVE, Held, at};
use crate::provider::api::HOST;
use crate::provider::oauth::APP;
use crate::provider::scope::Scope;
use crate::stories::flow;
use crate::stories::jobs::{MONTH, Pair, Play, Turn, Who};
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;

/// Once an hour it asks for its limits. One day the radio swallows the answer to what it sent; it asks again a minute
/// later, as anybody would.
pub fn sensor(play: &mut Play, credential: Credential) {
    let lost = (8 + play.rng.below(6)) * 24 + play.rng.below(24);
    let (_, key) = play.restricted(&[Scope::SettingsRead]);
    let mut held = match credential {
        Credential::Key => {
            play.turn(Turn::Issued);
            Held::Key(key)
        }
        Credential::Token => Held::Token(play.consent(APP, "ada", &[Scope::SettingsRead], Turn::SignedIn)),
    };
    let mut technician = None;
    for hour in 1..MONTH.as_s() / 3600 {
        if technician.is_some_and(|due| at(0, hour, 0) >= due) {
            technician = None;
            held = Held::Token(play.consent(APP, "ada", &[Scope::SettingsRead], Turn::SignedIn));
        }
        play.go(at(0, hour, 0));
        let ask = || Request::get(HOST, "/v1/settings");
        if hour == lost {
            lose_an_answer(play, &held, ask());
            play.go(at(0, hour, 1));
        }
        if let Held::Token(pair) = &mut held {
            play.renew(APP, pair);
            if pair.is_none() && technician.is_none() {
                play.once(Turn::LockedOut, Actor::App);
                technician = Some(play.now() + DRIVE);
            }
        }
        play.work(held.with(ask()));
        if hour == lost && credential == Credential::Key {
            play.shown(Turn::Replayed, Actor::App);
        }
    }
}

/// What it sends in that minute is answered, and it never hears so.
fn lose_an_answer(play: &mut Play, held: &Held, ask: Request) {
    match held {
        Held::Token(Some(Pair { refresh: Some(refresh), .. })) => {
            play.send(Who::JobForToken, flow::refresh(APP, refresh));
        }
        _ => {
            play.work(held.with(ask));
        }
    }
    play.shown(Turn::AnswerLost, Actor::App);
}

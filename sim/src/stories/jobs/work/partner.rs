//! Another company’s server.

use super::{Held, at};
use crate::provider::api::HOST;
use crate::provider::scope::Scope;
use crate::stories::app::with_token;
use crate::stories::flow;
use crate::stories::jobs::{Play, Turn, Who};
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::time::Duration;

/// Orders are read every two hours. On the fifth day the partner tries the customers as well. On the tenth it needs
/// products too, and the owner agrees. On the twentieth the contract is over; that its access is still open strikes
/// somebody a week later.
pub fn partner(play: &mut Play, credential: Credential) {
    let (orders, both) = ([Scope::OrdersRead], [Scope::OrdersRead, Scope::ProductsRead]);
    let tries = at(4 + play.rng.below(3), 15, 0);
    let (agreed, over) = (at(10, 8, 0), at(20, 8, 0));
    let remembered = over + Duration::days(7);
    play.go(at(0, 9, 0));
    let mut key = None;
    let mut held = if credential == Credential::Key {
        play.turn(Turn::Issued);
        let (id, made) = play.restricted(&orders);
        key = Some(id);
        Held::Key(made)
    } else {
        Held::Token(play.consent(flow::PARTNER, "bo", &orders, Turn::Consented))
    };
    let (mut tried, mut widened, mut ended, mut closed) = (false, false, false, false);
    for round in 0..355 {
        let due = at(0, 10 + 2 * round, 0);
        if !tried && due >= tries {
            tried = true;
            play.go(tries);
            renew(play, &mut held);
            play.work(held.with(Request::get(HOST, "/v1/customers")));
            play.shown(Turn::Tried, Actor::App);
        }
        if !widened && due >= agreed {
            widened = true;
            play.go(agreed);
            held = match key {
                Some(old) => {
                    play.turn(Turn::Widened);
                    let (id, made) = play.restricted(&both);
                    key = Some(id);
                    // The new key travels to the partner, and is put in; then the old one goes.
                    play.go(agreed + Duration::minutes(90));
                    play.turn(Turn::Replaced);
                    play.revoke(old);
                    Held::Key(made)
                }
                None => Held::Token(play.consent(flow::PARTNER, "bo", &both, Turn::Widened)),
            };
        }
        if !ended && due >= over {
            ended = true;
            play.go(over);
            play.turn(Turn::ContractOver);
        }
        if !closed && due >= remembered {
            closed = true;
            play.go(remembered);
            if let Some(id) = key {
                play.revoke(id);
            }
        }
        play.go(due);
        let request = Request::get(HOST, "/v1/orders");
        if !ended {
            renew(play, &mut held);
            play.work(held.with(request));
        } else if closed && round % 12 != 0 {
            // Refused for good, its server asks once a day.
        } else if let Held::Token(Some(pair)) = &held {
            match pair.refresh.clone().filter(|_| play.sandbox.now() >= pair.ends) {
                Some(refresh) => play.send(Who::Stranger, flow::refresh(flow::PARTNER, &refresh)),
                None => play.send(Who::Stranger, with_token(request, &pair.access)),
            };
            if let Some(pair) = play.tokens() {
                play.send(Who::Stranger, with_token(Request::get(HOST, "/v1/orders"), &pair.access));
                held = Held::Token(Some(pair));
            }
        } else if let Some(request) = held.with(request) {
            play.send(Who::Stranger, request);
        }
    }
}

fn renew(play: &mut Play, held: &mut Held) {
    if let Held::Token(pair) = held {
        play.renew(flow::PARTNER, pair);
    }
}

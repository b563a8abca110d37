//! What each job does, day by day. How long people and strangers take is this model's guess, and the same for both.

use super::{Job, MONTH, Pair, Play, Turn, Who};
use crate::provider::Policy;
use crate::provider::api::{HOST, READS};
use crate::provider::api_key::{ApiKey, KeyId, Kind};
use crate::provider::meter::Quota;
use crate::provider::oauth::{APP, Outage};
use crate::provider::scope::{Scope, Scopes};
use crate::stories::app::{self, with_key, with_token};
use crate::stories::flow;
use crate::stories::thief::Loot;
use crate::stories::world::{Actor, Credential};
use crate::wire::http::Request;
use crate::wire::json::Value;
use crate::wire::time::Duration;

/// How long until a new key is in every copy of a server's configuration.
const REDEPLOY: Duration = Duration::minutes(30);
/// How long until an update has reached every phone.
const APP_UPDATE: Duration = Duration::days(3);
/// How long until a technician has driven out to a device.
const DRIVE: Duration = Duration::days(2);

const fn at(day: u64, hour: u64, minute: u64) -> Duration {
    Duration::minutes((day * 24 + hour) * 60 + minute)
}

/// What the provider of this job decides for itself.
pub(super) fn policy(job: Job) -> Policy {
    let usual = Policy::default();
    match job {
        // Public data, so the limit is on its use: 60 look-ups an hour.
        Job::Widget => {
            let quota = Quota { per_key: 60, per_client: 60, window: Duration::hours(1), ..usual.quota };
            Policy { quota, ..usual }
        }
        // Ten days, then the partner has to be asked in again.
        Job::Partner => Policy { family: Duration::days(10), ..usual },
        Job::Deploy => Policy { access: Duration::minutes(10), ..usual },
        Job::Batch | Job::Mobile | Job::Sensor => usual,
    }
}

/// What a job calls with.
enum Held {
    Key(ApiKey),
    Token(Option<Pair>),
}

impl Held {
    /// The request with the credential in its header; `None` where there is none.
    fn with(&self, request: Request) -> Option<Request> {
        match self {
            Self::Key(key) => Some(with_key(request, key)),
            Self::Token(pair) => pair.as_ref().map(|pair| with_token(request, &pair.access)),
        }
    }

    /// What a stranger has who sees one request of it.
    fn leaked(&self) -> Option<Loot> {
        match self {
            Self::Key(key) => Some(Loot::Key(key.clone())),
            Self::Token(pair) => pair.as_ref().map(|pair| Loot::Tokens { access: pair.access.clone(), refresh: None }),
        }
    }
}

impl Play {
    /// The owner makes a key that can do no more than the job needs.
    fn restricted(&mut self, scopes: &[Scope]) -> (KeyId, ApiKey) {
        let now = self.sandbox.now();
        self.sandbox.owner().create_key_of(Kind::Restricted, Some(Scopes::of(scopes)), now)
    }

    fn revoke(&mut self, key: KeyId) {
        let now = self.sandbox.now();
        self.sandbox.owner().revoke_key(key, now);
        self.turn(Turn::Revoked);
    }

    /// The server asks for a token in its own name.
    fn fetch(&mut self, scopes: &[Scope]) -> Option<Pair> {
        let request = flow::client_credentials(&self.sandbox, Scopes::of(scopes));
        self.send(Who::JobForToken, request);
        self.tokens()
    }

    /// A person says yes in the browser.
    fn consent(&mut self, client: &str, user: &str, scopes: &[Scope], turn: Turn) -> Option<Pair> {
        self.last = flow::consent(&mut self.sandbox, client, user, Scopes::of(scopes));
        self.shown(turn, Actor::App);
        self.tokens()
    }
}

/// A visitor every half an hour. A copycat takes the credential off the page and looks addresses up in bulk, four times
/// a day for three days; then something else is more interesting.
pub(super) fn widget(play: &mut Play, credential: Credential) {
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

/// Forty pages of orders each night. One night a debug line writes a request, with its header, to the log; the log's
/// scanner reads it a minute later, and a stranger two hours later. Another night the authorization server is down.
pub(super) fn batch(play: &mut Play, credential: Credential) {
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

/// Ada and Bo have the app. Three times a day it shows who they are, and in the evening it orders. One day Ada's phone
/// is lost, and its finder takes out of it what is in it; after four hours she reports it.
pub(super) fn mobile(play: &mut Play, credential: Credential) {
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

/// Orders are read every two hours. On the fifth day the partner tries the customers as well. On the tenth it needs
/// products too, and the owner agrees. On the twentieth the contract is over; that its access is still open strikes
/// somebody a week later.
pub(super) fn partner(play: &mut Play, credential: Credential) {
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

/// Once an hour it asks for its limits. One day the radio swallows the answer to what it sent; it asks again a minute
/// later, as anybody would.
pub(super) fn sensor(play: &mut Play, credential: Credential) {
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

/// Four times a day it reads the settings for the new release and places an order to see that it works. One day the
/// job prints the header of a request, and its log is public; a stranger reads it a minute later. Somebody notices
/// the next day.
pub(super) fn deploy(play: &mut Play, credential: Credential) {
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

//! What holds in every history, whatever the settings: nothing that is over, revoked or not allowed is ever
//! served, and any moment is the same by any path.

use proptest::prelude::*;
use sim::provider::api::{self, KEY_SCOPES, READS};
use sim::provider::oauth;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::history::History;
use sim::stories::world::{Credential, Event, Exchange, Hole, Settings, World};
use sim::wire::json::Value;
use sim::wire::secret::Secret;
use sim::wire::time::{Duration, Instant, START};
use std::collections::HashMap;

fn minutes(range: core::ops::RangeInclusive<u64>) -> impl Strategy<Value = Duration> {
    range.prop_map(Duration::minutes)
}

prop_compose! {
    /// Anything a reader can set, with at most a few thousand requests in it.
    fn settings()(
        seed in 0..1_000_000_u64,
        leak_at in minutes(0..=2880),
        hole in prop_oneof![Just(Hole::Repository), Just(Hole::Log), Just(Hole::PageSource)],
        noticed_after in minutes(1..=2880),
        token_lifetime in prop_oneof![minutes(1..=90), minutes(90..=20_000)],
        scopes in proptest::sample::subsequence(READS.map(|read| read.scope).to_vec(), 0..=READS.len()),
        requests_per_minute in 1..=4_u32,
        refresh_leaks: bool,
        api_asks: bool,
    ) -> Settings {
        let token_scope = Scopes::of(&scopes);
        Settings {
            seed, leak_at, hole, noticed_after, token_lifetime, token_scope, requests_per_minute, refresh_leaks, api_asks,
        }
    }
}

fn end_of(settings: &Settings) -> Instant {
    START + settings.leak_at + settings.noticed_after + Duration::hours(6)
}

/// What an onlooker knows of a token from the wire alone: when it ends, what it may do, whose family it is of.
struct Token {
    expires: Instant,
    scope: Scopes,
    family: usize,
}

/// An onlooker who sees the wire and what the owner does, and judges each answer by that.
struct Onlooker {
    settings: Settings,
    tokens: HashMap<String, Token>,
    /// Refresh tokens: their family, and whether they were used.
    refresh: HashMap<String, (usize, bool)>,
    /// Families that reuse or the owner ended.
    ended: Vec<bool>,
    revoked_keys: Vec<String>,
}

impl Onlooker {
    fn new(settings: Settings) -> Self {
        Self { settings, tokens: HashMap::new(), refresh: HashMap::new(), ended: Vec::new(), revoked_keys: Vec::new() }
    }

    fn learn(&mut self, family: usize, access: &str, refresh: &str, now: Instant) {
        let token = Token { expires: now + self.settings.token_lifetime, scope: self.settings.token_scope, family };
        self.tokens.insert(access.into(), token);
        self.refresh.insert(refresh.into(), (family, false));
    }

    /// A user signed in outside the wire: the app shows the new tokens by holding them.
    fn signed_in(&mut self, world: &World, now: Instant) {
        if let sim::stories::app::Held::Tokens { access, refresh, .. } = world.held() {
            self.ended.push(false);
            self.learn(self.ended.len() - 1, access.reveal(), refresh.as_ref().map_or("", Secret::reveal), now);
        }
    }

    fn judge(&mut self, exchange: &Exchange, now: Instant) -> Result<(), TestCaseError> {
        match exchange.request.host {
            api::HOST => self.judge_call(exchange, now),
            oauth::HOST if exchange.request.path == "/token" => self.judge_refresh(exchange, now),
            _ => {
                prop_assert_eq!(exchange.response.status.0, 200, "the owner's revocation is taken");
                let form = sim::wire::form::Form::parse(&exchange.request.body).unwrap();
                let (family, _) = self.refresh[form.value("token").unwrap()];
                self.ended[family] = true;
                Ok(())
            }
        }
    }

    fn judge_call(&self, exchange: &Exchange, now: Instant) -> Result<(), TestCaseError> {
        let Exchange { request, response, records, .. } = exchange;
        let needs = READS.iter().find(|endpoint| endpoint.path == request.path).unwrap().scope;
        let (alive, allowed) = match request.headers.value("X-API-Key") {
            Some(key) => (!self.revoked_keys.iter().any(|revoked| revoked == key), KEY_SCOPES.contains(needs)),
            None => {
                let text = request.headers.value("Authorization").unwrap().strip_prefix("Bearer ").unwrap();
                let token = &self.tokens[text];
                let revoked = self.settings.api_asks && self.ended[token.family];
                (now < token.expires && !revoked, token.scope.contains(needs))
            }
        };
        let status = if !alive {
            401
        } else if allowed {
            200
        } else {
            403
        };
        prop_assert_eq!(response.status.0, status, "{} at {:?}: {:?}", request.path, now, exchange.reject);
        prop_assert!(status == 200 || *records == 0, "a refusal gave records away");
        Ok(())
    }

    fn judge_refresh(&mut self, exchange: &Exchange, now: Instant) -> Result<(), TestCaseError> {
        let form = sim::wire::form::Form::parse(&exchange.request.body).unwrap();
        let presented = form.value("refresh_token").unwrap().to_owned();
        let (family, used) = self.refresh[&presented];
        let good = !used && !self.ended[family];
        prop_assert_eq!(exchange.response.status.0, if good { 200 } else { 400 }, "{:?}", exchange.reject);
        if good {
            let body = exchange.response.body.text();
            let answer = Value::parse(&body).unwrap();
            let text = |name| answer.member(name).and_then(Value::as_text).unwrap().to_owned();
            prop_assert_eq!(text("scope"), self.settings.token_scope.to_string(), "no scope ever grows");
            self.refresh.insert(presented, (family, true));
            self.learn(family, &text("access_token"), &text("refresh_token"), now);
        } else if used && !self.ended[family] {
            prop_assert_eq!(exchange.reject.as_ref(), Some(&Reject::RefreshReused));
            self.ended[family] = true;
        }
        Ok(())
    }
}

fn watch(settings: Settings, credential: Credential) -> Result<(), TestCaseError> {
    let mut world = World::new(settings, credential);
    let mut onlooker = Onlooker::new(settings);
    onlooker.signed_in(&world, START);
    let mut leaked_key = None;
    while world.next_at().is_some_and(|at| at <= end_of(&settings)) {
        let step = world.step().unwrap();
        match step.event {
            Event::Leaked => leaked_key = world.loot().cloned(),
            // The owner ends the key that leaked. (What the owner sends for a token is on the wire.)
            Event::Noticed => {
                if let Some(sim::stories::thief::Loot::Key(key)) = &leaked_key {
                    onlooker.revoked_keys.push(key.reveal().into());
                }
            }
            Event::SignedIn => onlooker.signed_in(&world, step.at),
            _ => {}
        }
        if let Some(exchange) = &step.exchange {
            onlooker.judge(exchange, step.at)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_the_one_an_onlooker_expects(settings in settings()) {
        watch(settings, Credential::Key)?;
        watch(settings, Credential::Token)?;
    }

    #[test]
    fn any_moment_is_the_same_by_any_path(settings in settings(), picks in proptest::collection::vec(0.0..1.0_f64, 6)) {
        for credential in [Credential::Key, Credential::Token] {
            let history = History::run(settings, credential, end_of(&settings));
            let count = history.marks().len();
            for pick in picks.iter().map(|pick| (pick * count as f64) as usize) {
                let mut walked = World::new(settings, credential);
                for _ in 0..pick {
                    walked.step();
                }
                prop_assert_eq!(format!("{:?}", history.world_after(pick)), format!("{walked:?}"));
                prop_assert_eq!(history.step(pick), walked.step());
            }
        }
    }

    #[test]
    fn the_same_settings_make_the_same_history_and_another_seed_another(settings in settings()) {
        let run = |seed| History::run(Settings { seed, ..settings }, Credential::Token, end_of(&settings)).digest();
        prop_assert_eq!(run(settings.seed), run(settings.seed));
        prop_assert_ne!(run(settings.seed), run(settings.seed + 1));
    }

    #[test]
    fn a_history_is_whole_and_in_order(settings in settings()) {
        for credential in [Credential::Key, Credential::Token] {
            let history = History::run(settings, credential, end_of(&settings));
            let marks = history.marks();
            prop_assert!(marks.is_sorted_by_key(|mark| mark.at) && marks.is_sorted_by_key(|mark| mark.copied));
            let mut world = World::new(settings, credential);
            let stolen: u32 = (marks.iter().map(|mark| (mark.event, world.step())))
                .filter(|(event, _)| *event == Event::ThiefCalled)
                .filter_map(|(_, step)| step?.exchange)
                .map(|exchange| exchange.records)
                .sum();
            prop_assert_eq!(stolen, marks.last().map_or(0, |mark| mark.copied));
        }
    }
}

/// A leak that is noticed after a day, and a slow thief.
const LEAK: Settings = Settings {
    seed: 7,
    leak_at: Duration::minutes(34),
    hole: Hole::Repository,
    noticed_after: Duration::hours(24),
    token_lifetime: Duration::hours(1),
    token_scope: Scopes::of(&[Scope::OrdersRead]),
    requests_per_minute: 1,
    refresh_leaks: false,
    api_asks: false,
};

/// The thief's last success, after the start.
fn last_success(settings: Settings, credential: Credential) -> Duration {
    let history = History::run(settings, credential, START + Duration::days(8));
    let mut thefts = history.marks().iter().filter(|mark| mark.event == Event::ThiefCalled && mark.status == 200);
    thefts.next_back().unwrap().at.since(START)
}

#[test]
fn a_leaked_key_works_until_the_owner_ends_it() {
    let last = last_success(LEAK, Credential::Key);
    assert!((Duration::minutes(33) + LEAK.noticed_after..LEAK.leak_at + LEAK.noticed_after).contains(&last), "{last}");
}

#[test]
fn a_leaked_token_works_until_it_expires() {
    let last = last_success(LEAK, Credential::Token);
    assert!((Duration::minutes(58)..Duration::hours(1)).contains(&last), "{last}");
}

#[test]
fn a_leaked_refresh_token_works_until_the_app_shows_its_own() {
    // Both have the same refresh token. The thief uses it at once, the app shortly before the hour is over: then
    // the family ends, and only the thief's last access token is left to run out.
    let settings = Settings { refresh_leaks: true, ..LEAK };
    let last = last_success(settings, Credential::Token);
    assert!(last > Duration::hours(1) && last < Duration::minutes(36) + Duration::hours(1), "{last}");
    let asked = last_success(Settings { api_asks: true, ..settings }, Credential::Token);
    assert!(asked < Duration::hours(1), "asked on each call, it ends with the family: {asked}");
}

#[test]
fn a_log_gives_away_no_refresh_token() {
    let settings = Settings { hole: Hole::Log, leak_at: Duration::ZERO, token_lifetime: Duration::hours(4), ..LEAK };
    let with = last_success(Settings { refresh_leaks: true, ..settings }, Credential::Token);
    assert_eq!(with, last_success(settings, Credential::Token));
    assert!(with < Duration::hours(4), "{with}");
}

#[test]
fn a_revoked_token_runs_on_where_the_api_does_not_ask() {
    let settings = Settings { token_lifetime: Duration::days(7), ..LEAK };
    assert!(last_success(settings, Credential::Token) > Duration::days(6));
    let asked = last_success(Settings { api_asks: true, ..settings }, Credential::Token);
    assert!(asked < LEAK.leak_at + LEAK.noticed_after, "{asked}");
}

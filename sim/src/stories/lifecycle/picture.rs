//! What is true at a moment. Whether a credential still opens the API is asked of the provider itself.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::course::{Course, Tally};
use crate::provider::api::{HOST, READS};
use crate::provider::reject::Reject;
use crate::stories::app::{read_tokens, with_key, with_token};
use crate::stories::lifecycle::history::End;
use crate::stories::lifecycle::token_app::{Issue, Who};
use crate::stories::lifecycle::world::World;
use crate::stories::world::Exchange;
use crate::wire::http::Request;
use crate::wire::json::Value;
use crate::wire::secret::Secret;
use crate::wire::time::{Duration, Instant, START};

/// What is true at a moment.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The moment, from the start.
    pub now: Duration,
    /// How many requests there were.
    pub tally: Tally,
    /// The number of the key in the app, from 0, and how it fares.
    pub key: (u32, KeyState),
    /// How many newer keys were made that are not in the app yet.
    pub coming: u32,
    /// What the app that Ada signed in to has, and how it fares; nothing if she has to sign in.
    pub held: Option<(u32, TokenState)>,
    /// Whether that app is open.
    pub open: bool,
    /// Whether the token endpoint is down.
    pub down: bool,
    /// The last request with the key, and the last with a token: when, and what.
    pub last: [Option<(Duration, Exchange)>; 2],
    /// The pairs of tokens that are opened.
    pub cards: [Option<Card>; 2],
}

/// How a key fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It opens the API.
    Active,
    /// It was replaced, and opens the API until then.
    Overlap(Duration),
    /// It was replaced, and is refused since then.
    Ended(Duration),
    /// It was revoked then.
    Revoked(Duration),
}

/// How an access token fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// It has not been made yet.
    Unborn,
    /// The API's clock has not come to its beginning.
    Early,
    /// It opens the API.
    Active,
    /// Its holder has a newer one, and it opens the API all the same.
    Refreshed,
    /// It is past its end, for the API.
    Expired,
    /// It was revoked, and is refused.
    Revoked,
    /// It was revoked, and opens the API all the same.
    Late,
}

/// How a refresh token fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshState {
    /// It has not been made yet.
    Unborn,
    /// It can be traded.
    Live,
    /// It was traded then, by them, for the pair of that number.
    Traded(Duration, Who, u32),
    /// Its family ended before it was traded.
    Ended(Duration, End),
    /// It was never traded, and a twin took its place.
    Passed,
}

/// A pair of tokens, opened.
#[derive(Clone, Debug)]
pub struct Card {
    /// Which.
    pub issue: Issue,
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
    /// What is written in the access token: `jti`, `iat`, `exp`; nothing in an opaque one.
    pub claims: Option<(String, u64, u64)>,
    /// How the access token fares.
    pub state: TokenState,
    /// How the refresh token fares.
    pub refresh_state: RefreshState,
}

impl Picture {
    /// What is true at a moment, with these pairs opened.
    pub fn new(course: &Course, now: Duration, opened: [Option<u32>; 2]) -> Self {
        let steps = course.history.steps_at(START + now);
        let tally = course.tally_at(now);
        let (mut world, last) = course.history.moment(steps, tally.last.map(|count| (count as usize).checked_sub(1)));
        let last = last.map(|step| step.and_then(|step| Some((step.at.since(START), step.exchange?))));
        let (id, key) = world.key();
        let (id, key) = (id, key.clone());
        let stored = world.provider().keys();
        let number =
            stored.of_app(crate::provider::oauth::client::ClientId::first()).position(|(other, _)| other == id);
        let ends = stored.stored(id).ends.map(|at| at.since(START));
        let (number, made) = (
            number.unwrap_or_default() as u32,
            stored.of_app(crate::provider::oauth::client::ClientId::first()).count() as u32,
        );
        let answer = ask(&mut world, now, with_key(Request::get(HOST, READS[0].path), &key));
        let key_state = match answer {
            Some(Reject::KeyRevoked { at }) => KeyState::Revoked(at.since(START)),
            Some(Reject::KeyEnded { at }) => KeyState::Ended(at.since(START)),
            _ => ends.map_or(KeyState::Active, KeyState::Overlap),
        };
        let held = world.held().and_then(|held| Some((held.issue, held.access.clone()?)));
        let held = held.map(|(issue, access)| (issue.number, token_state(course, &mut world, now, &issue, &access)));
        let cards = opened.map(|number| Card::new(course, &mut world, now, number?));
        Self {
            now,
            tally,
            key: (number, key_state),
            coming: made - 1 - number,
            held,
            open: world.is_open(),
            down: world.is_down(),
            last,
            cards,
        }
    }
}

/// What stops a request at this moment, if something does.
fn ask(world: &mut World, now: Duration, request: Request) -> Option<Reject> {
    world.provider_to_ask().handle(&request, START + now).reject
}

fn token_state(course: &Course, world: &mut World, now: Duration, issue: &Issue, access: &Secret) -> TokenState {
    let moment = START + now;
    if issue.at > moment {
        return TokenState::Unborn;
    }
    match ask(world, now, with_token(Request::get(HOST, READS[0].path), access)) {
        Some(Reject::TokenEarly) => TokenState::Early,
        Some(Reject::TokenRevoked) => TokenState::Revoked,
        Some(_) => TokenState::Expired,
        None => {
            let known =
                claims(access.reveal()).is_none_or(|(id, ..)| world.provider().authorization().is_active(&id, moment));
            match course.traded(issue.number) {
                _ if !known && moment < issue.expires => TokenState::Late,
                Some(mark) if mark.at <= moment => TokenState::Refreshed,
                _ => TokenState::Active,
            }
        }
    }
}

impl Card {
    fn new(course: &Course, world: &mut World, now: Duration, number: u32) -> Option<Self> {
        let (issue, step) = *course.history.issues().get(number as usize)?;
        let step = step as usize;
        let exchange = course.history.step(step)?.exchange;
        let (access, refresh) = match exchange {
            Some(exchange) => {
                let tokens = read_tokens(&exchange.response.body.text())?;
                (tokens.access, tokens.refresh?)
            }
            // Signing in leaves no answer to read: it is what the app holds thereafter.
            None => {
                let held = course.history.world_after(step + 1).held().cloned()?;
                (held.access?, held.refresh)
            }
        };
        Some(Self {
            issue,
            state: token_state(course, world, now, &issue, &access),
            refresh_state: refresh_state(course, &issue, START + now),
            claims: claims(access.reveal()),
            access: access.reveal().to_owned(),
            refresh: refresh.reveal().to_owned(),
        })
    }
}

/// How a pair's refresh token fares at a moment.
pub fn refresh_state(course: &Course, issue: &Issue, moment: Instant) -> RefreshState {
    if issue.at > moment {
        return RefreshState::Unborn;
    }
    if let Some(mark) = course.traded(issue.number).filter(|mark| mark.at <= moment) {
        let who = mark.issued.and_then(|number| course.issue(number)).map_or(Who::App, |child| child.who);
        return RefreshState::Traded(mark.at.since(START), who, mark.issued.unwrap_or_default());
    }
    if let Some((at, end)) = course.family_end(issue).filter(|(at, _)| *at <= moment) {
        return RefreshState::Ended(at.since(START), end);
    }
    // The provider counts generations: what is older than the youngest is good no more.
    let later = course.history.issues().get(issue.number as usize + 1..).unwrap_or_default();
    let younger = |(other, _): &&(Issue, u32)| other.family == issue.family && other.generation > issue.generation;
    match later.iter().take_while(|(other, _)| other.at <= moment).find(younger) {
        Some(_) => RefreshState::Passed,
        None => RefreshState::Live,
    }
}

/// What a signed token says of itself: its name, its beginning, its end.
fn claims(access: &str) -> Option<(String, u64, u64)> {
    let payload = URL_SAFE_NO_PAD.decode(access.split('.').nth(1)?).ok()?;
    let payload = Value::parse(core::str::from_utf8(&payload).ok()?).ok()?;
    let date = |name| u64::try_from(payload.member(name)?.as_integer()?).ok();
    Some((payload.member("jti")?.as_text()?.to_owned(), date("iat")?, date("exp")?))
}

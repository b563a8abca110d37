//! What decides a history: settings, and what happens when.

use crate::provider::Policy;
use crate::wire::time::Duration;

/// What decides a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Every secret comes from it, and when in its ten minutes each app calls.
    pub seed: u64,
    /// How long the history is.
    pub length: Duration,
    /// How long an access token lives.
    pub access: Duration,
    /// How long a family of refresh tokens lives, whatever is done with it.
    pub family: Duration,
    /// How long it lives without a refresh; zero is for ever.
    pub idle: Duration,
    /// How long before the access token's end the app refreshes. Zero: not before the API has refused it.
    pub early: Duration,
    /// For how long the refresh token just before is borne with.
    pub grace: Duration,
    /// For how long a key goes on once it has been replaced.
    pub overlap: Duration,
    /// How long it takes to get a new key into the app.
    pub deploy: Duration,
    /// How long it takes Ada to sign in again.
    pub sign_in: Duration,
    /// How many seconds the API's clock is ahead of the authorization server's.
    pub api_ahead_s: i64,
    /// How far the API stretches a token's times.
    pub leeway: Duration,
    /// How the API finds out whether a token still counts.
    pub kind: TokenKind,
    /// Who is first to use a stolen refresh token.
    pub first: First,
}

impl Settings {
    /// What of this the provider decides.
    pub fn policy(&self) -> Policy {
        Policy {
            access: self.access,
            family: self.family,
            idle: self.idle,
            refresh_grace: self.grace,
            api_ahead_s: self.api_ahead_s,
            leeway: self.leeway,
            opaque: self.kind == TokenKind::Opaque,
            asks_on_each_call: self.kind == TokenKind::Asked,
            ..Policy::default()
        }
    }
}

/// How the API finds out whether an access token still counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The token says it all; the API believes it until its `exp`.
    SelfContained,
    /// The token says it all, and the API asks about it on each call all the same.
    Asked,
    /// The token says nothing; the API looks it up on each call.
    Opaque,
}

/// Who is first to use a stolen refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The thief, a minute after the theft.
    Thief,
    /// The app. The thief comes five minutes after it.
    App,
}

/// Something that happens because the reader wants it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The owner replaces the key; the old one goes on for the overlap.
    KeyRotated,
    /// The owner ends the app's key at once, and makes a new one.
    KeyRevoked,
    /// The app's access token is revoked, alone.
    AccessRevoked,
    /// The app's refresh token is revoked, and with it all that came of the sign-in.
    RefreshRevoked,
    /// A thief copies the app's refresh token.
    RefreshStolen,
    /// Two tabs of the app refresh at once, with the same refresh token.
    TwoTabs,
    /// The answer to the app's next refresh gets lost on its way.
    AnswerLost,
    /// The authorization server is down from now on.
    ServerDown,
    /// It works again.
    ServerUp,
    /// Ada closes the app: it neither calls nor refreshes.
    AppClosed,
    /// She opens it again.
    AppOpened,
}

impl Happening {
    /// All of them, each with its name in a link.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::KeyRotated, "key-rotated"),
        (Self::KeyRevoked, "key-revoked"),
        (Self::AccessRevoked, "access-revoked"),
        (Self::RefreshRevoked, "refresh-revoked"),
        (Self::RefreshStolen, "refresh-stolen"),
        (Self::TwoTabs, "two-tabs"),
        (Self::AnswerLost, "answer-lost"),
        (Self::ServerDown, "server-down"),
        (Self::ServerUp, "server-up"),
        (Self::AppClosed, "app-closed"),
        (Self::AppOpened, "app-opened"),
    ];

    /// Its name in a link.
    pub const fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether it is done to the tokens in the app.
    pub const fn is_to_tokens(self) -> bool {
        use Happening::{AccessRevoked, RefreshRevoked, RefreshStolen, TwoTabs};
        matches!(self, AccessRevoked | RefreshRevoked | RefreshStolen | TwoTabs)
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, other)| *other == name).map(|(happening, _)| happening)
    }
}

/// The most that a plan holds: what a reader can still tell apart.
pub const MOST_EVENTS: usize = 10;

/// What happens when, from the start, in order of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Events {
    list: [Option<(Duration, Happening)>; MOST_EVENTS],
    count: usize,
}

impl Events {
    /// Adds one, after those of the same moment. `None` if there is no room, or if it is there already.
    pub fn add(&mut self, at: Duration, what: Happening) -> Option<usize> {
        if self.count == MOST_EVENTS || self.iter().any(|event| event == (at, what)) {
            return None;
        }
        let place = self.iter().take_while(|(other, _)| *other <= at).count();
        self.list.copy_within(place..self.count, place + 1);
        self.list[place] = Some((at, what));
        self.count += 1;
        Some(place)
    }

    /// Takes one out; gives it.
    pub fn remove(&mut self, index: usize) -> Option<(Duration, Happening)> {
        let event = self.get(index)?;
        self.list.copy_within(index + 1.., index);
        self.count -= 1;
        self.list[self.count] = None;
        Some(event)
    }

    /// The one of that number, from 0.
    pub fn get(&self, index: usize) -> Option<(Duration, Happening)> {
        self.list.get(index).copied().flatten()
    }

    /// All, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (Duration, Happening)> + '_ {
        self.list.iter().map_while(|event| *event)
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing happens.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_the_name_that_stands_beside_it() {
        for (happening, name) in Happening::ALL {
            assert_eq!((happening.name(), Happening::named(name)), (name, Some(happening)));
        }
    }

    #[test]
    fn events_stand_in_order_and_there_is_an_end_to_them() {
        let mut events = Events::default();
        assert_eq!(events.add(Duration::hours(3), Happening::TwoTabs), Some(0));
        assert_eq!(events.add(Duration::hours(1), Happening::KeyRotated), Some(0));
        assert_eq!(events.add(Duration::hours(3), Happening::KeyRevoked), Some(2));
        assert_eq!(events.add(Duration::hours(3), Happening::TwoTabs), None);
        let times: Vec<u64> = events.iter().map(|(at, _)| at.as_s() / 3600).collect();
        assert_eq!(times, [1, 3, 3]);
        assert_eq!(events.remove(1), Some((Duration::hours(3), Happening::TwoTabs)));
        assert_eq!((events.len(), events.get(1)), (2, Some((Duration::hours(3), Happening::KeyRevoked))));
        for i in 0..MOST_EVENTS as u64 {
            events.add(Duration::minutes(i), Happening::TwoTabs);
        }
        assert_eq!(events.len(), MOST_EVENTS);
        assert_eq!(events.add(Duration::days(1), Happening::TwoTabs), None);
    }
}

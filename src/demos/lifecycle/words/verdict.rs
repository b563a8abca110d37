//! What a history comes to, in words and in figures.

use super::{ahead, at};
use crate::ui::format::{count, moment, span};
use sim::stories::lifecycle::course::Course;
use sim::stories::lifecycle::history::{End, Mark};
use sim::stories::lifecycle::picture::Picture;
use sim::stories::lifecycle::plan::{Settings, TokenKind};
use sim::stories::lifecycle::world::What;
use sim::wire::time::{Duration, Instant, START};

/// What happened up to this moment, in a sentence or two.
pub fn verdict(course: &Course, picture: &Picture) -> String {
    let now = START + picture.now;
    let ends = course.history.ends().iter().enumerate();
    let last_end = ends.filter_map(|(i, end)| end.filter(|(at, _)| *at <= now).map(|end| (i as u32, end))).next_back();
    let mut text = match last_end {
        Some((family, (ended, end))) => family_ended(course, now, family, ended, end),
        None => String::new(),
    };
    if let Some(sentence) = keys(course, picture) {
        text += &sentence;
    }
    if text.is_empty() {
        text = quiet(course, picture);
    }
    if picture.held.is_none() {
        text += if picture.open { "Now the app has no tokens, and waits for Ada. " } else { "" };
    }
    text
}

fn family_ended(course: &Course, now: Instant, family: u32, ended: Instant, end: End) -> String {
    let of_family = |mark: &&Mark| mark.token.and_then(|token| course.issue(token)).is_some_and(|i| i.family == family);
    let marks = &course.history.marks()[..course.history.steps_at(now)];
    let after = || marks.iter().filter(|mark| mark.at > ended).filter(of_family);
    let still = after().filter(|mark| matches!(mark.what, What::Call(_)) && !mark.is_refused()).count() as u64;
    let opening = match end {
        End::Reused => format!(
            "At {} a used refresh token came back. The server ended the whole family, for the honest holder and for the other one. ",
            at(ended)
        ),
        End::Revoked => format!("At {} the refresh token was revoked, and its family with it. ", at(ended)),
        End::Expired => {
            format!("At {} the sign-in was at its end, and Ada has to sign in again. ", at(ended))
        }
        End::Idle => format!("At {} the app came back too late, because its sign-in had expired. ", at(ended)),
    };
    let asks = course.settings.kind != TokenKind::SelfContained;
    let tail = match (end, still) {
        (End::Expired | End::Idle, _) => String::new(),
        (_, 0) if asks => "The API asks, so its access tokens were refused from that moment on. ".into(),
        (_, 0) => String::new(),
        (_, 1) => {
            "Its access tokens opened the API once more, because a self-contained token works until its end. ".into()
        }
        (_, n) => format!(
            "Its access tokens opened the API [no|{} times more], because a self-contained token works until its end. ",
            count(n)
        ),
    };
    opening + &tail
}

fn keys(course: &Course, picture: &Picture) -> Option<String> {
    let past = |at: Option<Duration>| at.filter(|at| *at <= picture.now);
    let revoked = course.keys.iter().rev().find_map(|key| past(key.revoked));
    let replaced = course.keys.iter().rev().find_map(|key| Some((past(key.replaced)?, key.ends?)));
    let refused = picture.tally.key[1];
    let refusals = match refused {
        0 => "no call was refused".to_owned(),
        1 => "[no|1 call] was refused".to_owned(),
        n => format!("[no|{} calls] were refused", count(n.into())),
    };
    match (revoked, replaced) {
        (Some(at), _) => Some(format!(
            "The [key|key], revoked at {}, was refused from that moment on, because the API looks it up. ",
            moment(at)
        )),
        (None, Some((at, ends))) if ends > at => Some(format!(
            "The [key|key] was rotated at {} with {} of overlap: {refusals}. ",
            moment(at),
            span(ends - at)
        )),
        (None, Some((at, _))) => {
            Some(format!("The [key|key] was rotated at {} without overlap: {refusals}. ", moment(at)))
        }
        (None, None) => None,
    }
}

fn quiet(course: &Course, picture: &Picture) -> String {
    let Settings { access, api_ahead_s, .. } = course.settings;
    let refreshed = picture.tally.refreshed;
    let refused = picture.tally.token[1];
    let refusals = match (refused, api_ahead_s) {
        (0, _) => String::new(),
        (n, 0) => format!("[no|{} of its calls] were refused on the way. ", count(n.into())),
        (n, _) => {
            format!("[no|{} of its calls] were refused: the API’s clock is {}. ", count(n.into()), ahead(api_ahead_s))
        }
    };
    let down =
        if picture.down { "The token endpoint is down, so the app works as long as its token does. " } else { "" };
    format!(
        "The [key|key] is the one it was at the start. The app is at its [token|{}]: each lives {}, and {} carried Ada’s one sign-in on. {refusals}{down}",
        ordinal(refreshed + 1),
        span(access),
        match refreshed {
            0 => "no refresh yet".into(),
            1 => "1 refresh".into(),
            n => [&count(n.into()), " refreshes"].concat(),
        }
    )
}

fn ordinal(n: u32) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    [&count(n.into()), ending, " token"].concat()
}

/// The figures under the sentence.
pub fn tallies(picture: &Picture) -> String {
    let pair = |[answered, refused]: [u32; 2]| {
        format!("{} answered, {} refused", count(answered.into()), count(refused.into()))
    };
    let stolen = match picture.tally.stolen {
        0 => String::new(),
        n => format!(" For the [thief|thief]: {} answered.", count(n.into())),
    };
    // The other server's refusals are red in the log as well.
    let elsewhere = match picture.tally.not_refreshed {
        0 => String::new(),
        1 => " The authorization server refused [no|1 refresh].".into(),
        n => format!(" The authorization server refused [no|{} refreshes].", count(n.into())),
    };
    let [key, token] = [picture.tally.key, picture.tally.token].map(pair);
    format!("Calls to the API so far: with the [key|key] {key}, with the [token|token] {token}.{stolen}{elsewhere}")
}

/// What the run says to a guess.
pub fn prediction(guess: usize, thief_out: bool, ada_out: bool) -> String {
    let right = match (thief_out, ada_out) {
        (true, false) => 0,
        (false, true) => 1,
        _ => 2,
    };
    let opening = if guess == right { "[ok|You were right.]" } else { "[no|Not so.]" };
    let why = if thief_out && ada_out {
        " A used token comes back, and the server cannot know who sent it, so it ends the family. Ada can sign in again, and the [thief|thief] cannot."
    } else {
        ""
    };
    [opening, why].concat()
}

//! The log's words: a sentence for each line.

use super::{happening, key_name, refresh_name, token_name, who_begins};
use crate::ui::format::span;
use sim::stories::lifecycle::course::{Course, Line, Told};
use sim::stories::lifecycle::history::Mark;
use sim::stories::lifecycle::plan::Happening;
use sim::stories::lifecycle::token_app::Who;
use sim::stories::lifecycle::world::What;
use sim::wire::time::{Duration, START};

/// A line of the log, without its time.
pub fn line(course: &Course, line: &Line) -> String {
    let Told::Step(number) = line.told else {
        let Told::KeyEnded(key) = line.told else { return String::new() };
        return format!("The overlap is over: [key|{}] is refused from now on.", key_name(key));
    };
    let Some(mark) = course.history.marks().get(number as usize) else { return String::new() };
    let made = course.keys.iter().filter(|key| key.made <= line.at).count() as u32;
    let (new, old) = (key_name(made.saturating_sub(1)), key_name(made.saturating_sub(2)));
    let refresh = mark.token.map(refresh_name).unwrap_or_default();
    match mark.what {
        What::Happens(what) => happens(course, mark, what, (&new, &old), &refresh),
        What::Deployed => format!("[key|{new}] is in the app."),
        What::SignedIn => match mark.issued {
            Some(issued) => {
                format!("Ada signs in: [token|{}] and {}.", token_name(issued), refresh_name(issued))
            }
            None => "Ada cannot sign in: the server is down.".into(),
        },
        What::Refresh(who) => refreshed(course, mark, who, &refresh),
        What::Call(who) => called(course, mark, who),
    }
}

fn happens(course: &Course, mark: &Mark, what: Happening, (new, old): (&str, &str), refresh: &str) -> String {
    match (what, mark.token) {
        (Happening::KeyRotated, _) if course.settings.overlap == Duration::ZERO => {
            format!("The key is rotated without overlap: [key|{new}] is made, and [key|{old}] refused from now on.")
        }
        (Happening::KeyRotated, _) => {
            let overlap = span(course.settings.overlap);
            format!("The key is rotated: [key|{new}] is made, and [key|{old}] goes on for {overlap}.")
        }
        (Happening::KeyRevoked, _) => "The [key|key] in the app is revoked. A new one is on its way.".into(),
        (_, None) if what.is_to_tokens() => {
            [happening(what), ". The app has no tokens now, so nothing changes."].concat()
        }
        (Happening::AccessRevoked | Happening::RefreshRevoked, _) if mark.is_refused() => {
            format!("[no|{}] Nothing is revoked, because the server is down.", mark.status)
        }
        (Happening::AccessRevoked, token) => {
            format!("[token|{}] is revoked, alone.", token.map(token_name).unwrap_or_default())
        }
        (Happening::RefreshRevoked, _) => format!("{refresh} is revoked, and with it all of its family."),
        (Happening::RefreshStolen, _) => format!("The [thief|thief] copies {refresh}."),
        (Happening::TwoTabs, _) => format!("Two tabs of the app refresh at once, both with {refresh}."),
        (Happening::AnswerLost, _) => "The next token answer to the app will get lost.".into(),
        (Happening::ServerDown, _) => "The token endpoint goes down.".into(),
        (Happening::ServerUp, _) => "The token endpoint works again.".into(),
        (Happening::AppClosed, _) => "Ada closes the app.".into(),
        (Happening::AppOpened, _) => "Ada opens the app.".into(),
    }
}

fn refreshed(course: &Course, mark: &Mark, by: Who, refresh: &str) -> String {
    let who = who_begins(by);
    if let Some(issued) = mark.issued {
        let new = refresh_name(issued);
        let is_twin = mark.token.and_then(|token| course.traded(token)).is_some_and(|first| first.at < mark.at);
        return match course.issue(issued) {
            Some(issue) if issue.lost => format!("{who} refreshes: {refresh} → {new}. The answer gets lost."),
            _ if is_twin => format!("{who} comes with {refresh} again, within the grace window: → {new}."),
            _ => format!("{who} refreshes: {refresh} → {new}."),
        };
    }
    let status = mark.status;
    match mark.check {
        Some("refresh-reused") => format!(
            "[no|{status} invalid_grant] {who} comes with {refresh}, which was used already. The server cannot tell which of its two holders is a thief, so the family ends."
        ),
        Some("refresh-revoked") => {
            format!("[no|{status} invalid_grant] {who} comes with {refresh}, whose family was ended.")
        }
        Some("refresh-expired") => {
            format!("[no|{status} invalid_grant] {who} comes with {refresh}, whose family is past its end.")
        }
        Some("refresh-idle") => {
            format!(
                "[no|{status} invalid_grant] {who} comes with {refresh}, whose family was not refreshed for too long."
            )
        }
        _ => format!("[no|{status}] {who} cannot refresh: the token endpoint is down."),
    }
}

fn called(course: &Course, mark: &Mark, by: Who) -> String {
    let token = mark.token.map(token_name).unwrap_or_default();
    if !mark.is_refused() {
        return format!("The [thief|thief] reads orders with [token|{token}].");
    }
    let key = course.key_in_app(mark.at.since(START));
    let (who, status) = (who_begins(by), mark.status);
    let key = || format!("[no|{status}] The app’s call with [key|{}]: ", key_name(key));
    let token = || format!("[no|{status}] {who} calls with [token|{token}]: ");
    match mark.check {
        Some("key-ended") => key() + "it was replaced.",
        Some("key-revoked") => key() + "it was revoked.",
        Some("token-expired") => token() + "it has expired.",
        Some("token-early") => token() + "for the API’s clock, it is not valid yet.",
        Some("token-revoked") => token() + "it was revoked.",
        _ => token() + "refused.",
    }
}

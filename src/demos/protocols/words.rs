//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::{Protocols, answer_of};
use super::stories;
use crate::ui::format::count;
use crate::ui::lab::{PRIVATE, Words};
use crate::ui::predict::Asks;
use sim::provider::sandbox::asked_on;
use sim::stories::protocols::run::{Act, End, Flow, Party, Protection, Run, Sabotage, Said, Step, Stop, member};
use sim::wire::http::Response;

pub const TITLE: &str = "OAuth 2.0, step by step";

pub const PREDICT: Asks = Asks {
    question: "a thief reads the code at step 4, before the app uses it. Can he trade it for a token?",
    answers: &["Yes, whoever is first", "Yes, but only once", "No"],
};

pub static LAB: Words = Words {
    title: TITLE,
    look_for: "A [key|key] is simply sent. For a [token|token], app, browser and server exchange messages first, and each part of them stops some attack. Walk the eight steps, answer for Ada, then break a step and see who is stopped, where, and by what.",
    share: "Share this step",
    keys: &[
        ("Space", "play or pause"),
        ("← →", "one step back or on"),
        ("Shift ← →", "to the step that decides"),
        ("Home End", "first or last step"),
        ("R", "reset everything"),
        ("?", "show or hide this list"),
    ],
    private: PRIVATE,
};

pub const FLOW: &str = "The way in";
/// What stands on each flow's button; in the order of [`Flow::ALL`].
pub const FLOWS: [&str; 5] = ["API key", "client credentials", "authorization code + PKCE", "refresh", "device flow"];

pub const STEPS: &str = "The messages, in order";
pub const STEP: &str = "The step in view";
pub const ANSWER: &str = "What Ada answers";
pub const BREAK: &str = "Break it, and watch who is stopped";
/// What each way to break a flow is called; in the order of `Sabotage::ALL`.
pub const BREAKS: [&str; 28] = [
    "The thief copies the key",
    "Put the key in the URL",
    "Ask the key who the user is",
    "Send a wrong secret",
    "Send no secret",
    "Ask for a user’s profile",
    "The thief reads the code",
    "He makes up a verifier too",
    "Strip PKCE from the link",
    "Downgrade PKCE to plain",
    "Send the same code twice",
    "Wait a minute too long",
    "Use the code as another app",
    "Change redirect_uri in the link",
    "Change redirect_uri at the exchange",
    "Drop state on the way back",
    "Slip Ada the thief’s own code",
    "Sign in at the thief’s server",
    "Answer for Ada from another site",
    "Bring another API’s token",
    "The thief copies the token",
    "The thief replays the old one",
    "Ask for more than was granted",
    "Use it as another app",
    "Ask too soon",
    "Use the device code again",
    "Guess user codes",
    "Send Ada the thief’s code",
];
pub const OFF: &str = "Protections";
pub const OFF_NOTE: &str = "Switch one off to see what it was for.";
pub const POINT: &str = "Point at a line, or tap it, to learn what it is for. Parameters are shown decoded, and the curl command has them as they are sent.";
pub const COPY: &str = "Copy";
pub const BY_APP: &str = "The app’s own check. ";
pub const ALL_ON: &str = "Switch everything on again";
pub const CURL: &str = "Copy as curl";
pub const NO_MESSAGE: &str = "This is not a message of the protocol. It is what the thief gets or makes.";
pub const TABLE: &str = "The run, message by message";
pub const TABLE_HEAD: [&str; 6] = ["Step", "Time", "From and to", "Sent", "Came back", "Stopped by"];

pub const SCREEN: &str = "Ada’s browser";
pub const ASKS: &str = "asks for:";
pub const ALLOW: &str = "Allow";
pub const DENY: &str = "Deny";
pub const SCREEN_NOTE: &str = "You are Ada. The app cannot see this page.";

/// What can be switched off; in the order of [`Protection::ALL`].
pub const PROTECTIONS: [&str; 5] =
    ["PKCE", "state", "exact match of redirect_uri", "the app compares iss", "an old refresh token is an alarm"];

/// What a step is about.
pub fn title(step: &Step) -> &'static str {
    stories::act(step.act)[0]
}

/// What to see in it.
pub fn about(step: &Step) -> &'static str {
    match step.act {
        Act::Authorize if step.asks().is_some() => {
            "All that the app wants stands in the address, where everybody can see it. So there is no secret in it. Now Ada is asked."
        }
        act => stories::act(act)[1],
    }
}

/// Who a party is in this flow.
pub const fn party(flow: Flow, party: Party) -> &'static str {
    match (party, flow) {
        (Party::Browser, Flow::Device) => "Ada’s phone",
        (Party::Browser, _) => "Ada’s browser",
        (Party::App, Flow::Client) => "Shop’s server",
        (Party::App, Flow::Device) => "Shop’s TV app",
        (Party::App, _) => "Shop app",
        (Party::Server, _) => "Authorization server",
        (Party::Api, _) => "API",
        (Party::Thief, _) => "Thief",
    }
}

/// From whom, and to whom.
pub fn ends(flow: Flow, from: Party, to: Party) -> String {
    [party(flow, from), " → ", party(flow, to)].concat()
}

/// What goes there: `POST /token`.
pub fn sent(step: &Step) -> String {
    match &step.said {
        Said::Exchange(exchange) => {
            let path = if exchange.0.path.starts_with("/.well-known") { "/.well-known/…" } else { &exchange.0.path };
            [exchange.0.method.name(), " ", path].concat()
        }
        Said::Aside(_) => match step.act {
            Act::LinkChanged | Act::LinkSent | Act::CallbackForced => "a link".into(),
            Act::FormForced => "a page".into(),
            Act::CodeSeen => "sees the code".into(),
            Act::KeyCopied => "copies the key".into(),
            Act::RefreshCopied => "copies the refresh token".into(),
            _ => "copies the token".into(),
        },
    }
}

/// What comes back, in short; empty if nothing does.
pub fn came_back(step: &Step) -> String {
    let Some((_, response)) = step.exchange() else { return String::new() };
    let status = response.status.0.to_string();
    [&status, " ", &gist(step, response)].concat().trim_end().to_owned()
}

fn gist(step: &Step, response: &Response) -> String {
    let member = |name| member(response, name);
    let location = response.headers.value("Location").unwrap_or_default();
    if let Some(error) = member("error") {
        return error;
    }
    if let Some((_, challenge)) =
        response.headers.value("WWW-Authenticate").and_then(|field| field.split_once("error=\""))
    {
        return challenge.split('"').next().unwrap_or_default().to_owned();
    }
    if let Some(name) = member("name") {
        return name;
    }
    if step.records > 0 {
        return [&count(step.records.into()), " orders"].concat();
    }
    let words = if member("access_token").is_some() {
        if member("refresh_token").is_some() { "access + refresh token" } else { "access token" }
    } else if member("user_code").is_some() {
        "two codes"
    } else if member("issuer").is_some() {
        "its addresses"
    } else if location.contains("error=") {
        let (_, error) = location.split_once("error=").unwrap_or_default();
        return ["back, ", error.split('&').next().unwrap_or_default()].concat();
    } else if location.contains("/authorize?") {
        "on to the server"
    } else if step.act == Act::PassedOn {
        "on, with the code"
    } else if location.contains("code=") {
        "back, with a code"
    } else if location.starts_with('/') {
        return ["on to ", location].concat();
    } else if asked_on(response).is_some() {
        "the question"
    } else if response.status.is_success() {
        "done"
    } else {
        ""
    };
    words.to_owned()
}

/// Who stopped a step.
pub fn stopped_by(flow: Flow, step: &Step, stop: &Stop) -> String {
    match (stop.by_app, step.to) {
        (true, _) => "the app itself".into(),
        (false, Party::Server) => "the authorization server".into(),
        (false, to) => ["the ", party(flow, to)].concat(),
    }
}

/// What stands beside the flow: the other way to the same orders.
pub fn beside(state: &Protocols) -> String {
    let run = &*state.beside;
    let orders = run.steps.iter().map(|step| step.records).max().unwrap_or_default();
    match state.set.flow {
        Flow::Key => {
            format!(
                "With a token in Ada’s name: [token|{} messages], for {orders} orders and her name.",
                run.steps.len()
            )
        }
        _ => format!("With an API key: [key|one message], {}, and back come {orders} orders.", sent(run.step(1))),
    }
}

/// `Step 6 of 8`
pub fn place(state: &Protocols) -> String {
    format!("Step {} of {}", state.step(), state.steps())
}

/// How it ends, or what comes next.
pub fn verdict(state: &Protocols) -> String {
    let (run, set) = (&*state.run, &state.set);
    let step = run.step(run.telling);
    let [stopped, taken] = set.sabotage.map(stories::broken).unwrap_or_default();
    match state.end() {
        None => ["Next: ", &lowered(title(run.step(state.step() + 1))), "."].concat(),
        Some(End::Denied) => {
            "[no|Ada said no], so the app hears access_denied. There is no code, neither to steal nor to exchange."
                .into()
        }
        Some(End::Done) => done(state),
        Some(End::Stopped) => {
            let stop = step.stop.as_ref();
            let by = stop.map_or_else(String::new, |stop| stopped_by(set.flow, step, stop));
            let lesson = match (set.sabotage, stop.map_or("", |stop| stop.check)) {
                (Some(Sabotage::StateForged), "verifier-wrong") => {
                    "State is off, but PKCE still stops the thief, because this code was asked for with another challenge."
                }
                _ => stopped,
            };
            let check = stop.map_or("", |stop| stop.check);
            format!("[no|Stopped at step {} by {by}]: check [code|{check}]. {lesson}", run.telling)
        }
        Some(End::Taken) => {
            let got = match step.exchange() {
                _ if set.sabotage == Some(Sabotage::StateForged) => "Ada’s browser is signed in as Bo".to_owned(),
                Some((_, response)) if response.status.is_success() => {
                    format!("The thief reads {} orders", step.records)
                }
                Some((_, response)) => {
                    format!("The thief has a token, but Ada granted little, so this call brings {}", response.status.0)
                }
                None => String::new(),
            };
            format!("[thief|{got}.] {taken}")
        }
    }
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().filter(|_| title.starts_with("The "));
    first.map_or_else(|| title.to_owned(), |first| [&first.to_lowercase().to_string(), letters.as_str()].concat())
}

fn done(state: &Protocols) -> String {
    let (set, steps) = (&state.set, state.steps());
    let refused = state.run.steps.iter().filter(|step| step.stop.as_ref().is_some_and(|stop| stop.check == "scope"));
    let refused: Vec<String> = refused.map(|step| [&sent(step), " ", &came_back(step)].concat()).collect();
    let refused = if refused.is_empty() {
        String::new()
    } else {
        format!(" What she did not grant is refused: [no|{}].", refused.join(", "))
    };
    match set.flow {
        Flow::Key => "[key|One message] is enough. Whoever has the key can send the same one.".into(),
        Flow::Client => {
            format!("[token|{steps} messages.] The token ends in an hour, and the app simply asks for the next one.")
        }
        Flow::Refresh => format!("[token|{steps} messages], and Ada noticed none of them."),
        Flow::Code | Flow::Device => format!(
            "[token|{steps} messages], and the app holds a token for [token|{}]. It never learned how Ada signs in.{refused}",
            answer_of(set),
        ),
    }
}

/// The button that switches off what stopped the run.
pub fn switch_off(protection: Protection) -> String {
    let name = match protection {
        Protection::Issuer => "the app’s iss check",
        Protection::Reuse => "the alarm",
        Protection::ExactRedirect => "exact match",
        _ => PROTECTIONS[protection as usize],
    };
    ["Switch off ", name, ": what was it for?"].concat()
}

/// What the run says to a guess.
pub fn prediction(guess: usize, run: &Run) -> String {
    let stop = run.step(run.telling).stop.as_ref();
    let opening = match (guess, stop) {
        (2, Some(_)) | (0 | 1, None) => "[ok|You were right.]",
        _ => "[no|Not so.]",
    };
    let check = stop.map_or("", |stop| stop.check);
    format!(
        "{opening} At step {} the server asks him for the [b|verifier], which never left the app: check [code|{check}]. Switch PKCE off above to see him succeed.",
        run.telling
    )
}

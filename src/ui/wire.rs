//! A request and its response as they would stand in a terminal.

use core::fmt::Write;

use leptos::prelude::*;

use super::copy::Copy;
use super::credential::abbreviate;
use super::read::{Read, read, text};
use super::rich::escape;
use crate::sim::http::{Request, Response};
use crate::sim::world::Exchange;

/// Header values longer than this are shortened in the short view.
const LONG_WORD: usize = 36;

/// An exchange to show, and what its answer carried, in words.
#[derive(Clone)]
pub struct Message {
    /// The request and the response.
    pub exchange: Exchange,
    /// What the answer carried.
    pub note: String,
}

/// One exchange: its essence at once, the whole message on demand, a `curl` line to take along.
#[component]
pub fn Wire(
    /// Whose it is and when, in words.
    title: Read<String>,
    /// `key` or `token`: the colour of the title.
    kind: &'static str,
    /// The exchange, once there is one.
    message: Read<Option<Message>>,
    /// What stands here before there is one.
    empty: &'static str,
) -> impl IntoView {
    let written = |write: fn(&Message) -> String| {
        let message = message.clone();
        read(move || message().map_or_else(String::new, |message| write(&message)))
    };
    let brief = written(brief_html);
    let (present, absent) = (brief.clone(), brief.clone());
    view! {
        <section class=["wire ", kind].concat()>
            <h4>{text(title)}</h4>
            <p class="wire-empty" hidden=move || !absent().is_empty()>{empty}</p>
            <div class="wire-message" hidden=move || present().is_empty()>
                <div inner_html=move || brief()></div>
                <div class="wire-tools">
                    <details>
                        <summary>"Whole message"</summary>
                        <pre tabindex="0" role="region" aria-label="Whole message">{text(written(whole))}</pre>
                    </details>
                    <Copy label="Copy as curl" what=written(|message| message.exchange.request.curl())/>
                </div>
            </div>
        </section>
    }
}

/// Request line, credential, status, challenge; and for the learner, which check stopped it.
fn brief_html(Message { exchange, note }: &Message) -> String {
    let Exchange { request, response, .. } = exchange;
    let mut html = "<pre class=\"sent\">".to_owned();
    html += &escape(&[request.method.name(), " ", &request.target(), "\n"].concat());
    for (name, value) in request.headers.iter() {
        html += &escape(&[name, ": ", &shorten_words(value), "\n"].concat());
    }
    if !request.body.is_empty() {
        let short: Vec<String> = request.body.split('&').map(shorten_parameter).collect();
        html += &escape(&["\n", &short.join("\n&")].concat());
    }
    let (class, sign) = if response.status.is_success() { ("ok", "ok") } else { ("no", "no") };
    let _ = write!(
        html,
        "</pre><p class=\"status {class}\"><svg class=\"sign\" aria-hidden=\"true\"><use href=\"#sign-{sign}\"></use></svg>{} {}<span>{}</span></p>",
        response.status.0,
        response.status.phrase(),
        escape(note)
    );
    if let Some(challenge) = response.headers.value("WWW-Authenticate") {
        html += &["<pre class=\"got\">", &escape(&["WWW-Authenticate: ", challenge].concat()), "</pre>"].concat();
    }
    if let Some(reject) = &exchange.reject {
        let clause = reject.clause();
        html += &[
            "<p class=\"why\">",
            &escape(&reject.sentence()),
            " <a href=\"",
            &clause.url(),
            "\" rel=\"noopener\">",
            &clause.name(),
            "</a></p>",
        ]
        .concat();
    }
    html
}

fn shorten_words(value: &str) -> String {
    let words: Vec<String> =
        value.split(' ').map(|word| if word.len() > LONG_WORD { abbreviate(word) } else { word.to_owned() }).collect();
    words.join(" ")
}

fn shorten_parameter(pair: &str) -> String {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    [name, "=", &shorten_words(value)].concat()
}

/// Both messages in full (RFC 9112 §2.1).
fn whole(message: &Message) -> String {
    let Exchange { request, response, .. } = &message.exchange;
    let mut text = request_text(request);
    text += "\n\n";
    text += &response_text(response);
    text
}

fn request_text(request: &Request) -> String {
    let mut text = [request.method.name(), " ", &request.target(), " HTTP/1.1\nHost: ", request.host, "\n"].concat();
    for (name, value) in request.headers.iter() {
        text += &[name, ": ", value, "\n"].concat();
    }
    if !request.body.is_empty() {
        text += &["\n", &request.body, "\n"].concat();
    }
    text
}

fn response_text(response: &Response) -> String {
    let mut text = format!("HTTP/1.1 {} {}\n", response.status.0, response.status.phrase());
    for (name, value) in response.headers.iter() {
        text += &[name, ": ", value, "\n"].concat();
    }
    text + "\n" + &response.body.text()
}

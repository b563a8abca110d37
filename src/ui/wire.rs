//! A request and its response as they would stand in a terminal, which a browser's translator leaves alone.

use leptos::prelude::*;

use super::copy::Copy;
use super::credential::{abbreviate, abbreviate_to};
use super::signs::Sign;
use super::slice::Slice;
use sim::stories::world::Exchange;
use sim::wire::form;
use sim::wire::http::Request;

/// Header values longer than this are shortened in the short view.
const LONG_WORD: usize = 36;
/// How much of a value with many short words is shown there, at its start and at its end, in characters.
const LONG_VALUE: (usize, usize) = (200, 20);

/// How much of both messages is shown, at their start and at their end, in characters: a token of 8 KiB and its answer.
const LONG_MESSAGE: (usize, usize) = (10_000, 1_000);

/// Which message a button is for, to those who cannot see where it stands.
fn which_of(kind: &str) -> &'static str {
    match kind {
        "key" => " (the request with the key)",
        "token" => " (the request with the token)",
        "introspection" => " (the request to the authorization server)",
        _ => " (the request to the API)",
    }
}

/// The request, with what is long in it shortened.
fn sent(request: &Request) -> String {
    let mut text = [request.method.name(), " ", &request.target(), "\n"].concat();
    for (name, value) in request.headers.iter() {
        text += &[name, ": ", &shorten_words(value), "\n"].concat();
    }
    if !request.body.is_empty() && request.media_type() != form::MEDIA_TYPE {
        text += &["\n", &request.body].concat();
    } else if !request.body.is_empty() {
        let short: Vec<String> = request.body.split('&').map(shorten_parameter).collect();
        text += &["\n", &short.join("\n&")].concat();
    }
    text
}

fn shorten_words(value: &str) -> String {
    let words: Vec<String> =
        value.split(' ').map(|word| if word.len() > LONG_WORD { abbreviate(word) } else { word.to_owned() }).collect();
    abbreviate_to(&words.join(" "), LONG_VALUE.0, LONG_VALUE.1)
}

fn shorten_parameter(pair: &str) -> String {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    [name, "=", &shorten_words(value)].concat()
}

/// Both messages in full (RFC 9112 §2.1). One that is longer than any that the provider takes is cut in its middle: laid
/// out whole, what a reader pasted could hold up the tab.
fn whole(Exchange { request, response, .. }: &Exchange) -> String {
    let mut text = request.message();
    text += "\n\n";
    text += &response.message();
    abbreviate_to(&text, LONG_MESSAGE.0, LONG_MESSAGE.1)
}

/// What a wire shows: an exchange, and what its answer carried, in words.
#[derive(Clone, PartialEq)]
pub struct Carried {
    /// The request and the response.
    pub exchange: Exchange,
    /// What the answer carried.
    pub note: String,
}

/// One exchange: its essence at once, the whole message on demand, a `curl` line to take along.
#[component]
pub fn Wire(
    /// `key` or `token`, or what else tells two of a demo apart.
    kind: &'static str,
    /// What was sent.
    #[prop(into)]
    title: Signal<String>,
    /// The exchange, if there is one yet.
    message: Slice<Option<Carried>>,
    /// What stands there before.
    #[prop(into)]
    empty: Signal<&'static str>,
) -> AnyView {
    let curl =
        move |()| message.read_untracked().as_ref().map_or_else(String::new, |message| message.exchange.request.curl());
    let which = which_of(kind);
    let name = match kind {
        "key" => "curl-key",
        "token" => "curl-token",
        "introspection" => "curl-introspection",
        "bench" => "curl-bench",
        _ => "curl-api",
    };
    view! {
        <section class=["wire ", kind].concat()>
            <h4>{move || title.get()}</h4>
            <p class="wire-empty" hidden=move || message.read().is_some()>{move || empty.get()}</p>
            <div class="wire-message" hidden=move || message.read().is_none()>
                <div>{move || message.read().as_ref().map(|message| brief(&message.exchange, &message.note))}</div>
                <div class="wire-tools">
                    <details>
                        <summary>"Whole message"<span class="visually-hidden">{which}</span></summary>
                        <pre translate="no" tabindex="0" role="region" aria-label=["Whole message, ", kind].concat()>
                            {move || message.read().as_ref().map(|message| whole(&message.exchange)).unwrap_or_default()}
                        </pre>
                    </details>
                    <Copy name=name text=Callback::new(curl)>"Copy as curl"<span class="visually-hidden">{which}</span></Copy>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Request line, credential, status, challenge; and for the learner, which check stopped it.
fn brief(exchange: &Exchange, note: &str) -> AnyView {
    let Exchange { request, response, .. } = exchange;
    let (class, sign) = if response.status.is_success() { ("status ok", "ok") } else { ("status no", "no") };
    let challenge = response.headers.value("WWW-Authenticate").map(|challenge| {
        // Where to learn more stands in every challenge alike: it is in the whole message.
        let brief = challenge.split_once(", resource_metadata=").map_or(challenge, |(brief, _)| brief);
        view! { <pre class="got" translate="no">{["WWW-Authenticate: ", brief].concat()}</pre> }
    });
    let why = exchange.reject.as_ref().map(|reject| {
        let clause = reject.clause();
        view! { <p class="why">{reject.sentence()}" "<a href=clause.url() rel="noopener">{clause.name()}</a></p> }
    });
    view! {
        <pre class="sent" translate="no">{sent(request)}</pre>
        <p class=class>
            <Sign name=sign/>
            {response.status.0.to_string()}
            " "
            {response.status.phrase()}
            <span>{note.to_owned()}</span>
        </p>
        {challenge}
        {why}
    }
    .into_any()
}

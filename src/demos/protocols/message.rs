//! A message in full, line by line, each line with what it is for.

use leptos::prelude::*;

use super::parts::{Place, Source, explained};
use crate::ui::credential::part;
use sim::provider::api_key::ApiKey;
use sim::wire::form;
use sim::wire::http::{Request, Response};
use sim::wire::json::Value;

/// A message in the making.
struct Lines {
    views: Vec<AnyView>,
    /// What the lines' ids begin with: two messages are shown at a time.
    id: &'static str,
    count: usize,
    #[cfg(test)]
    places: Vec<(Place, String)>,
}

/// The request, line by line.
pub fn request(request: &Request) -> Vec<AnyView> {
    request_lines(request).views
}

fn request_lines(request: &Request) -> Lines {
    let mut lines = Lines::new("protocols-sent");
    let line = [request.method.name(), " ", &request.path].concat();
    lines.line("", just(line), Place::Line, &request.path);
    lines.parameters("?", &request.query, Place::Query);
    lines.line("", just(["Host: ", request.host].concat()), Place::Head, "Host");
    lines.headers(request.headers.iter());
    if request.media_type() == form::MEDIA_TYPE {
        lines.gap();
        lines.parameters("", &request.body, Place::Form);
    }
    lines
}

/// The answer, line by line.
pub fn response(response: &Response) -> Vec<AnyView> {
    response_lines(response).views
}

/// What is explained in both: for the tests.
#[cfg(test)]
pub fn places((request, response): &(Request, Response)) -> Vec<(Place, String)> {
    [request_lines(request).places, response_lines(response).places].concat()
}

fn response_lines(response: &Response) -> Lines {
    let mut lines = Lines::new("protocols-got");
    let status = response.status.0.to_string();
    lines.line("status", just([&status, " ", response.status.phrase()].concat()), Place::Status, &status);
    lines.headers(response.headers.iter());
    let body = response.body.text();
    if !body.is_empty() {
        lines.gap();
        match Value::parse(&body) {
            Ok(Value::Object(members)) => lines.members(&members),
            _ => lines.line(
                "body",
                just(body.trim_end().to_owned()),
                Place::Body,
                response.headers.value("Content-Type").unwrap_or_default(),
            ),
        }
    }
    lines
}

impl Lines {
    const fn new(id: &'static str) -> Self {
        Self {
            views: Vec::new(),
            id,
            count: 0,
            #[cfg(test)]
            places: Vec::new(),
        }
    }

    fn gap(&mut self) {
        self.views.push(view! { <br/> }.into_any());
    }

    /// A line that shows this, and says what it is for when it is pointed at.
    fn line(&mut self, class: &str, shown: Vec<AnyView>, place: Place, name: &str) {
        let (words, Source { name: source, url }) = explained(place, name);
        self.count += 1;
        #[cfg(test)]
        self.places.push((place, name.to_owned()));
        let id = [self.id, &self.count.to_string()].concat();
        let name = name.to_owned();
        // The button lies over the line and has a name of its own: else the whole line would be its name.
        let line = view! {
            <span class=["part ", class].concat().trim_end().to_owned()>
                <span class="shown">
                    {shown}
                    <button type="button" aria-label=name.clone() aria-describedby=id.clone()></button>
                </span>
                <span class="tip" role="tooltip" id=id><b>{name}</b>" "{words}" "<a href=url rel="noopener">{source}</a></span>
            </span>
        };
        self.views.push(line.into_any());
    }

    fn headers<'a>(&mut self, fields: impl Iterator<Item = (&'a str, &'a str)>) {
        for (name, value) in fields {
            // An address is read parameter by parameter, as the browser will send it.
            match value.split_once('?').filter(|_| name == "Location") {
                Some((page, query)) => {
                    self.line("", just(["Location: ", page].concat()), Place::Head, name);
                    self.parameters("?", query, Place::Query);
                }
                None => {
                    let meant = if value.starts_with("Basic ") { "Basic" } else { name };
                    let mut shown = just([name, ": "].concat());
                    shown.extend(secret(value));
                    self.line("", shown, Place::Head, meant);
                }
            }
        }
    }

    fn parameters(&mut self, first: &str, text: &str, place: Place) {
        for (i, pair) in text.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let mark = if i == 0 { first } else { "&" };
            let name = form::decode(name).unwrap_or_else(|_| name.to_owned());
            let decoded = form::decode(value).unwrap_or_else(|_| value.to_owned());
            let mut shown = just([mark, &name, "="].concat());
            shown.push(view! { <span class=colour(&name)>{secret(&decoded)}</span> }.into_any());
            self.line("parameter", shown, place, &name);
        }
    }

    fn members(&mut self, members: &[(std::borrow::Cow<str>, Value)]) {
        for (name, value) in members {
            let written = value.to_string();
            let (label, value) = ([name, ":"].concat(), secret(written.trim_matches('"')));
            let shown = view! { <i>{label}</i>" "<span class=colour(name)>{value}</span> };
            self.line("member", vec![shown.into_any()], Place::Json, name);
        }
    }
}

/// What belongs together has one colour: the proof and its challenge; what stands for Ada's permission.
fn colour(name: &str) -> &'static str {
    match name {
        "code_verifier" | "code_challenge" => "proof",
        "state" => "mine",
        "code" | "access_token" | "refresh_token" | "device_code" => "token",
        _ => "",
    }
}

/// A value, its parts apart if it is a credential.
fn secret(value: &str) -> Vec<AnyView> {
    let (before, secret) = match value.rsplit_once(' ') {
        Some(("Bearer", secret)) => ("Bearer ", secret),
        _ => ("", value),
    };
    if let Ok(key) = ApiKey::parse(secret) {
        let (prefix, body, check) = key.parts();
        return [("part-prefix", prefix), ("part-body", body), ("part-check", check)]
            .map(|(class, text)| part(class, text.to_owned()))
            .into();
    }
    if !secret.starts_with("eyJ") {
        return just(value.to_owned());
    }
    let mut views = if before.is_empty() { Vec::new() } else { just(before.to_owned()) };
    let classes = ["part-header", "part-payload", "part-signature"];
    for (i, (text, class)) in secret.split('.').zip(classes).enumerate() {
        if i > 0 {
            views.push(".".into_any());
        }
        views.push(part(class, text.to_owned()));
    }
    views
}

/// A text alone.
fn just(text: String) -> Vec<AnyView> {
    vec![text.into_any()]
}

//! A message in full, line by line, each line with what it is for.

use super::parts::{Place, Source, explained};
use crate::ui::rich::escape;
use sim::provider::api_key::ApiKey;
use sim::wire::form;
use sim::wire::http::{Request, Response};
use sim::wire::json::Value;

/// A member of a JSON answer, as text.
pub fn member(response: &Response, name: &str) -> Option<String> {
    let text = response.body.text();
    let body = Value::parse(&text).ok()?;
    body.member(name)?.as_text().map(str::to_owned)
}

/// A message in the making: HTML, a line each.
struct Lines {
    html: String,
    /// What the lines' ids begin with: two messages are shown at a time.
    id: &'static str,
    count: usize,
    #[cfg(test)]
    places: Vec<(Place, String)>,
}

/// The request.
pub fn request_html(request: &Request) -> String {
    request_lines(request).html
}

fn request_lines(request: &Request) -> Lines {
    let mut lines = Lines::new("protocols-sent");
    let line = [request.method.name(), " ", &escape(&request.path)].concat();
    lines.line("", &line, Place::Line, &request.path);
    lines.parameters("?", &request.query, Place::Query);
    lines.line("", &["Host: ", request.host].concat(), Place::Head, "Host");
    lines.headers(request.headers.iter());
    if request.media_type() == form::MEDIA_TYPE {
        lines.gap();
        lines.parameters("", &request.body, Place::Form);
    }
    lines
}

/// The answer.
pub fn response_html(response: &Response) -> String {
    response_lines(response).html
}

/// What is explained in both: for the tests.
#[cfg(test)]
pub fn places((request, response): &(Request, Response)) -> Vec<(Place, String)> {
    [request_lines(request).places, response_lines(response).places].concat()
}

fn response_lines(response: &Response) -> Lines {
    let mut lines = Lines::new("protocols-got");
    let status = response.status.0.to_string();
    lines.line("status", &[&status, " ", response.status.phrase()].concat(), Place::Status, &status);
    lines.headers(response.headers.iter());
    let body = response.body.text();
    if !body.is_empty() {
        lines.gap();
        match Value::parse(&body) {
            Ok(Value::Object(members)) => lines.members(&members),
            _ => lines.line(
                "body",
                &escape(body.trim_end()),
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
            html: String::new(),
            id,
            count: 0,
            #[cfg(test)]
            places: Vec::new(),
        }
    }

    fn gap(&mut self) {
        self.html += "<br>";
    }

    /// A line that shows this HTML, and says what it is for when it is pointed at.
    fn line(&mut self, class: &str, shown: &str, place: Place, name: &str) {
        let (words, Source { name: source, url }) = explained(place, name);
        self.count += 1;
        #[cfg(test)]
        self.places.push((place, name.to_owned()));
        let id = [self.id, &self.count.to_string()].concat();
        self.html += &[
            // The button lies over the line and has a name of its own: else the whole line would be its name.
            "<span class=\"part ",
            class,
            "\"><span class=\"shown\">",
            shown,
            "<button type=\"button\" aria-label=\"",
            &escape(name),
            "\" aria-describedby=\"",
            &id,
            "\"></button></span><span class=\"tip\" role=\"tooltip\" id=\"",
            &id,
            "\"><b>",
            &escape(name),
            "</b> ",
            &escape(words),
            " <a href=\"",
            &url,
            "\" rel=\"noopener\">",
            &source,
            "</a></span></span>",
        ]
        .concat();
    }

    fn headers<'a>(&mut self, fields: impl Iterator<Item = (&'a str, &'a str)>) {
        for (name, value) in fields {
            // An address is read parameter by parameter, as the browser will send it.
            match value.split_once('?').filter(|_| name == "Location") {
                Some((page, query)) => {
                    self.line("", &["Location: ", &escape(page)].concat(), Place::Head, name);
                    self.parameters("?", query, Place::Query);
                }
                None => {
                    let meant = if value.starts_with("Basic ") { "Basic" } else { name };
                    self.line("", &[name, ": ", &secret(value)].concat(), Place::Head, meant);
                }
            }
        }
    }

    fn parameters(&mut self, first: &str, text: &str, place: Place) {
        for (i, pair) in text.split('&').filter(|pair| !pair.is_empty()).enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let mark = if i == 0 { first } else { "&amp;" };
            let name = form::decode(name).unwrap_or_else(|_| name.to_owned());
            let decoded = form::decode(value).unwrap_or_else(|_| value.to_owned());
            let shown =
                [mark, &escape(&name), "=", "<span class=\"", colour(&name), "\">", &secret(&decoded), "</span>"]
                    .concat();
            self.line("parameter", &shown, place, &name);
        }
    }

    fn members(&mut self, members: &[(std::borrow::Cow<str>, Value)]) {
        for (name, value) in members {
            let text = value.to_string();
            let text = text.trim_matches('"');
            let shown =
                ["<i>", &escape(name), ":</i> <span class=\"", colour(name), "\">", &secret(text), "</span>"].concat();
            self.line("member", &shown, Place::Json, name);
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
fn secret(value: &str) -> String {
    let (before, text) = match value.rsplit_once(' ') {
        Some(("Bearer", text)) => ("Bearer ", text),
        _ => ("", value),
    };
    if let Ok(key) = ApiKey::parse(text) {
        let (prefix, body, check) = key.parts();
        return [part("prefix", prefix), part("body", body), part("check", check)].concat();
    }
    if !text.starts_with("eyJ") {
        return escape(value);
    }
    let parts = text.split('.').zip(["header", "payload", "signature"]);
    let parts: Vec<String> = parts.map(|(text, name)| part(name, &escape(text))).collect();
    [before, &parts.join(".")].concat()
}

fn part(name: &str, text: &str) -> String {
    ["<span class=\"part-", name, "\">", text, "</span>"].concat()
}

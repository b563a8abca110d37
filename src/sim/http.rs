//! Requests and responses (RFC 9110), as values.

use core::fmt::Write;
use std::borrow::Cow;

/// A request method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Create, or act.
    Post,
}

impl Method {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status(pub u16);

impl Status {
    /// Whether it is a 2xx.
    pub const fn is_success(self) -> bool {
        self.0 / 100 == 2
    }

    /// Its usual phrase (RFC 9110 §15).
    pub const fn phrase(self) -> &'static str {
        match self.0 {
            200 => "OK",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            _ => "",
        }
    }
}

/// Header fields in order; names compare without regard to case (RFC 9110 §5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(&'static str, Cow<'static, str>)>);

impl Headers {
    /// These fields.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// The first field of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Every field of that name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }

    /// All fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_ref()))
    }
}

/// A request: what a client sends over TLS to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The host it goes to, `api.demo.example` or `auth.demo.example`.
    pub host: &'static str,
    /// The path, without the query: `/v1/orders`.
    pub path: Cow<'static, str>,
    /// The query, without the question mark; empty if there is none.
    pub query: String,
    /// The header fields, without `Host`.
    pub headers: Headers,
    /// The body; empty if there is none.
    pub body: String,
}

impl Request {
    /// A GET of this path.
    pub fn get(host: &'static str, path: &'static str) -> Self {
        Self {
            method: Method::Get,
            host,
            path: Cow::Borrowed(path),
            query: String::new(),
            headers: Headers::default(),
            body: String::new(),
        }
    }

    /// A POST of this form to this path.
    pub fn post_form(host: &'static str, path: &'static str, parameters: &[(&str, &str)]) -> Self {
        Self {
            method: Method::Post,
            headers: Headers::default().with("Content-Type", "application/x-www-form-urlencoded"),
            body: super::form::encode(parameters),
            ..Self::get(host, path)
        }
    }

    /// The request with this query.
    pub fn query(mut self, query: String) -> Self {
        self.query = query;
        self
    }

    /// The request with this header field added.
    pub fn header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers = self.headers.with(name, value);
        self
    }

    /// Path and query as they stand in the request line.
    pub fn target(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        [&self.path, mark, &self.query].concat()
    }

    /// A command line that sends this request; strings are single-quoted for a POSIX shell.
    pub fn curl(&self) -> String {
        let quote = |text: &str| ["'", &text.replace('\'', r"'\''"), "'"].concat();
        let mut line = "curl -i".to_owned();
        if self.method != Method::Get && self.body.is_empty() {
            let _ = write!(line, " -X {}", self.method.name());
        }
        let url = ["https://", self.host, &self.target()].concat();
        let _ = write!(line, " {}", quote(&url));
        for (name, value) in self.headers.iter() {
            let _ = write!(line, " \\\n  -H {}", quote(&[name, ": ", value].concat()));
        }
        if !self.body.is_empty() {
            let _ = write!(line, " \\\n  --data {}", quote(&self.body));
        }
        line
    }
}

/// A response body. A simulated month has a hundred thousand of them and a reader looks at one:
/// a page of records is written out when it is read.
#[derive(Clone, Debug)]
pub enum Body {
    /// A text, known in full.
    Text(String),
    /// A page of records: `write(number)` gives its text.
    Page {
        /// Writes the page of that number.
        write: fn(u64) -> String,
        /// Which page.
        number: u64,
    },
}

impl Body {
    /// The body's text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Page { write, number } => write(*number),
        }
    }
}

/// Bodies are equal if their texts are.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

/// A response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: Status,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: Body,
}

impl Response {
    /// A response with a body of this media type.
    pub fn new(status: u16, content_type: &'static str, body: Body) -> Self {
        Self { status: Status(status), headers: Headers::default().with("Content-Type", content_type), body }
    }

    /// The response with this header field added.
    pub fn header(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers = self.headers.with(name, value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curl_quotes_what_a_shell_would_read() {
        let request =
            Request::get("api.demo.example", "/v1/orders").query("page=2&x=$(id)".into()).header("X-API-Key", "it's");
        assert_eq!(
            request.curl(),
            "curl -i 'https://api.demo.example/v1/orders?page=2&x=$(id)' \\\n  -H 'X-API-Key: it'\\''s'"
        );
    }

    #[test]
    fn header_names_ignore_case() {
        let request = Request::get("api.demo.example", "/").header("Authorization", "a").header("authorization", "b");
        assert_eq!(request.headers.values("AUTHORIZATION").collect::<Vec<_>>(), ["a", "b"]);
    }
}

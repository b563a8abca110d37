//! Requests and responses (RFC 9110), as values.

use core::fmt::Write;
use std::borrow::Cow;

/// A request method (RFC 9110 §9.3, RFC 5789).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Read all but the body.
    Head,
    /// Create, or act.
    Post,
    /// Put in place.
    Put,
    /// Change in part.
    Patch,
    /// Remove.
    Delete,
    /// Ask what is possible.
    Options,
}

impl Method {
    const ALL: [Self; 7] = [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Options];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
        }
    }

    /// The method whose answer it gets. RFC 9110 §9.3.2: HEAD is GET without the content, and §9.1 has a server of any
    /// kind answer both, wherever it answers GET.
    pub const fn answered_as(self) -> Self {
        if matches!(self, Self::Head) { Self::Get } else { self }
    }

    /// The method of that exact name; names are case-sensitive (RFC 9110 §9.1).
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// The network address that a request comes from. The connection tells it, so no header can change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub [u8; 4]);

impl Peer {
    /// Where the honest clients are. (RFC 5737 keeps these addresses free for examples.)
    pub const CLIENT: Self = Self([203, 0, 113, 10]);
    /// Where the thief is.
    pub const THIEF: Self = Self([198, 51, 100, 66]);
}

impl core::fmt::Display for Peer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "{a}.{b}.{c}.{d}")
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
            201 => "Created",
            204 => "No Content",
            303 => "See Other",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            413 => "Content Too Large",
            414 => "URI Too Long",
            415 => "Unsupported Media Type",
            429 => "Too Many Requests",
            500 => "Internal Server Error",
            503 => "Service Unavailable",
            _ => "",
        }
    }
}

/// Header fields in order; names compare without regard to case (RFC 9110 §5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(Cow<'static, str>, Cow<'static, str>)>);

impl Headers {
    /// These fields and one more.
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.push((name.into(), value.into()));
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
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
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
    /// Where it comes from.
    pub peer: Peer,
}

impl Request {
    /// A request of this path, without query, header fields and body.
    pub fn new(method: Method, host: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method,
            host,
            path: path.into(),
            query: String::new(),
            headers: Headers::default(),
            body: String::new(),
            peer: Peer::CLIENT,
        }
    }

    /// A GET of this path.
    pub fn get(host: &'static str, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::Get, host, path)
    }

    /// A POST of this form to this path.
    pub fn post_form(host: &'static str, path: impl Into<Cow<'static, str>>, parameters: &[(&str, &str)]) -> Self {
        Self::new(Method::Post, host, path)
            .header("Content-Type", crate::wire::form::MEDIA_TYPE)
            .body(crate::wire::form::encode(parameters))
    }

    /// A POST of this JSON text to this path.
    pub fn post_json(host: &'static str, path: impl Into<Cow<'static, str>>, json: impl Into<String>) -> Self {
        Self::new(Method::Post, host, path).header("Content-Type", "application/json").body(json.into())
    }

    /// The request with this query.
    pub fn query(mut self, query: String) -> Self {
        self.query = query;
        self
    }

    /// The request with this header field added.
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers = self.headers.with(name, value);
        self
    }

    /// The request with this body.
    pub fn body(mut self, body: String) -> Self {
        self.body = body;
        self
    }

    /// The request as it would come from there.
    pub fn from(mut self, peer: Peer) -> Self {
        self.peer = peer;
        self
    }

    /// The media type of its body, without parameters and in small letters.
    pub fn media_type(&self) -> String {
        let field = self.headers.value("Content-Type").unwrap_or_default();
        field.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Path and query as they stand in the request line.
    pub fn target(&self) -> String {
        let mark = if self.query.is_empty() { "" } else { "?" };
        [&self.path, mark, &self.query].concat()
    }

    /// The message as it goes over the line (RFC 9112 §2.1), its line ends as a terminal shows them.
    pub fn message(&self) -> String {
        let mut text = [self.method.name(), " ", &self.target(), " HTTP/1.1\nHost: ", self.host, "\n"].concat();
        for (name, value) in self.headers.iter() {
            text += &[name, ": ", value, "\n"].concat();
        }
        if !self.body.is_empty() {
            text += &["\n", &self.body, "\n"].concat();
        }
        text
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

    /// The message as it goes over the line, like [`Request::message`].
    pub fn message(&self) -> String {
        let mut text = format!("HTTP/1.1 {} {}\n", self.status.0, self.status.phrase());
        for (name, value) in self.headers.iter() {
            text += &[name, ": ", value, "\n"].concat();
        }
        text + "\n" + &self.body.text()
    }

    /// A response without a body (RFC 9110 §6.4.1).
    pub fn empty(status: u16) -> Self {
        Self { status: Status(status), headers: Headers::default(), body: Body::Text(String::new()) }
    }

    /// A JSON response.
    pub fn json(status: u16, body: &crate::wire::json::Value) -> Self {
        Self::new(status, "application/json", Body::Text(body.to_string()))
    }

    /// The response with the header fields that keep it out of every cache (RFC 6749 §5.1).
    pub fn not_stored(self) -> Self {
        self.header("Cache-Control", "no-store").header("Pragma", "no-cache")
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

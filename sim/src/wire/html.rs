//! The few pages that the authorization server shows to a person. Plain HTML, no script, nothing fetched.

use crate::wire::http::{Body, Response};

/// A page with this title and body. It cannot be framed (RFC 9700 §4.16), is not stored, and tells nobody where it was.
pub fn response(status: u16, title: &str, body: &str) -> Response {
    let title = escape(title);
    let text = [
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>",
        &title,
        "</title>\n<h1>",
        &title,
        "</h1>\n",
        body,
        "\n</html>\n",
    ]
    .concat();
    Response::new(status, "text/html; charset=utf-8", Body::Text(text))
        .header("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .not_stored()
}

/// A paragraph of this text.
pub fn paragraph(text: &str) -> String {
    ["<p>", &escape(text), "</p>"].concat()
}

/// A hidden field of a form.
pub fn hidden(name: &str, value: &str) -> String {
    ["<input type=\"hidden\" name=\"", name, "\" value=\"", &escape(value), "\">\n"].concat()
}

/// The text as it may stand in an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_says_stays_text() {
        let body = hidden("state", "\"><script>alert(1)</script>");
        assert_eq!(
            body,
            "<input type=\"hidden\" name=\"state\" value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\">\n"
        );
    }
}

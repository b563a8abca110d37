//! What each line of a message is for, and where that is laid down.

use sim::provider::reject::Clause;

/// Where in a message a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Method and path.
    Line,
    /// A parameter in an address.
    Query,
    /// A header field.
    Head,
    /// A parameter in a form.
    Form,
    /// The status line.
    Status,
    /// A member of a JSON object.
    Json,
    /// A body that is no JSON object.
    Body,
}

/// Where something is laid down.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, for a link.
    pub name: String,
    /// Its address.
    pub url: String,
}

type Part = (&'static str, &'static str, Clause);

const REQUESTS: [Part; 10] = [
    (
        "/.well-known/oauth-authorization-server",
        "Where a server describes itself. Nobody types endpoints by hand.",
        Clause(8414, "3"),
    ),
    (
        "/connect",
        "The app’s own page behind its button. Each app names its addresses as it likes.",
        Clause(6749, "4.1"),
    ),
    ("/authorize", "The authorization endpoint. It talks to a person, through a browser.", Clause(6749, "3.1")),
    ("/consent", "Where the page’s form goes. Each server asks its user in its own way.", Clause(6749, "4.1.1")),
    ("/callback", "The redirect URI: where the app waits for the answer.", Clause(6749, "3.1.2")),
    ("/token", "The token endpoint. It talks to clients, never to browsers’ users.", Clause(6749, "3.2")),
    ("/device_authorization", "Where a device begins, and gets its two codes.", Clause(8628, "3.1")),
    ("/device", "The page whose address the device shows.", Clause(8628, "3.3")),
    (
        "/go",
        "A page that sends people on to any address, which is called an open redirector. It should not be there.",
        Clause(9700, "4.11.1"),
    ),
    ("/", "The thief’s own page.", Clause(9700, "4.1.1")),
];

const PARAMETERS: [Part; 23] = [
    (
        "response_type",
        "code asks for a code and not for a token, because a token would stand in the address bar.",
        Clause(6749, "3.1.1"),
    ),
    ("client_id", "Which app is asking. It is a name, and no secret.", Clause(6749, "2.2")),
    (
        "redirect_uri",
        "Where the answer goes. It is compared with the registered address, letter by letter, and again when the code is traded.",
        Clause(9700, "2.1"),
    ),
    ("scope", "What the app asks for. The user may grant less.", Clause(6749, "3.3")),
    (
        "state",
        "A random value that the app makes for this browser and gets back unread. So the app knows that the answer belongs to its own question.",
        Clause(6749, "10.12"),
    ),
    (
        "code_challenge",
        "The SHA-256 hash of the app’s secret verifier. The hash may be seen, because nobody can compute the verifier from it.",
        Clause(7636, "4.2"),
    ),
    (
        "code_challenge_method",
        "S256 means hashed. The other method, plain, would send the secret itself.",
        Clause(7636, "4.3"),
    ),
    (
        "code_verifier",
        "The secret behind the challenge, shown for the first time. The server hashes it and compares, so it knows that whoever brings the code also asked for it.",
        Clause(7636, "4.6"),
    ),
    ("resource", "Which API the token is to be for. It becomes the token’s aud.", Clause(8707, "2")),
    (
        "code",
        "The grant, which proves that the user agreed. It works once, within a minute, for one client, and opens nothing by itself.",
        Clause(6749, "4.1.2"),
    ),
    (
        "iss",
        "The server signs its answer with its name, so that an app with two servers cannot mix them up.",
        Clause(9207, "2"),
    ),
    ("error", "The code of what went wrong, for the app to act on.", Clause(6749, "4.1.2.1")),
    ("error_description", "The same for a developer. Users are not meant to read it.", Clause(6749, "4.1.2.1")),
    (
        "grant_type",
        "What is traded for tokens: a code, a refresh token, a device code, or the client’s own name.",
        Clause(6749, "4"),
    ),
    (
        "refresh_token",
        "Goes to the authorization server only, never to the API. Each one works once.",
        Clause(6749, "6"),
    ),
    (
        "device_code",
        "The device’s own secret. With it the device asks whether its user has answered.",
        Clause(8628, "3.4"),
    ),
    (
        "user_code",
        "Short enough to be typed. It says which device is meant, and gives nothing away.",
        Clause(8628, "6.1"),
    ),
    (
        "ticket",
        "A secret from the page itself, beside the one in the cookie. A form of another site has neither.",
        Clause(9700, "4.7"),
    ),
    ("user", "Who sits at the browser. A real server would ask for more than a name.", Clause(6749, "3.1")),
    ("decision", "The button that was pressed.", Clause(6749, "4.1.1")),
    ("key", "A key in an address ends up in logs, histories and the pages one goes to next.", Clause(9110, "17.9")),
    ("to", "Where the forgotten page sends people. Nobody checks it.", Clause(9700, "4.11.1")),
    ("=yes", "A ticked box, which grants this scope.", Clause(6749, "3.3")),
];

const HEADERS: [Part; 19] = [
    ("Host", "Which server is meant.", Clause(9110, "7.2")),
    ("Content-Type", "How the body is to be read.", Clause(9110, "8.3")),
    ("X-API-Key", "The key. No standard names this field, so each provider chooses a name.", Clause(6648, "3")),
    ("Authorization", "The token. Bearer means that it works for whoever brings it.", Clause(6750, "2.1")),
    (
        "Basic",
        "The client’s name and secret in base64, which hides nothing. So the connection must be encrypted (TLS).",
        Clause(6749, "2.3.1"),
    ),
    ("Cookie", "Sent by the browser to the site that set it. It ties the request to one browser.", Clause(6265, "4.2")),
    (
        "Set-Cookie",
        "Secure, out of scripts’ reach (HttpOnly), and kept from other sites’ requests (SameSite).",
        Clause(6265, "4.1"),
    ),
    (
        "Location",
        "Where the browser goes next. OAuth’s parties talk through the browser in such redirects.",
        Clause(9110, "10.2.2"),
    ),
    ("Cache-Control", "Nobody may store this answer, because it is for this caller alone.", Clause(9111, "5.2.2.5")),
    ("Pragma", "The same for very old caches.", Clause(9111, "5.4")),
    (
        "WWW-Authenticate",
        "How to get in: the scheme, what was wrong, the scope that is missing, and where to learn who gives tokens.",
        Clause(6750, "3"),
    ),
    ("Retry-After", "How many seconds to wait before the next try.", Clause(9110, "10.2.3")),
    (
        "Vary",
        "What the answer depends on: who asks. A cache must not give it to another caller.",
        Clause(9110, "12.5.5"),
    ),
    ("X-Frame-Options", "No other site may show this page in a frame and catch the click.", Clause(7034, "2")),
    (
        "Content-Security-Policy",
        "The page loads nothing, and no other site may frame it and trick the user into a click.",
        Clause(9700, "4.16"),
    ),
    ("Referrer-Policy", "The next site does not learn this address.", Clause(9700, "4.2.4")),
    (
        "RateLimit",
        "What is left of the quota (r) and until when (t), for the key and for the client.",
        Clause(6585, "4"),
    ),
    ("RateLimit-Policy", "The quota: so many requests (q) in so many seconds (w).", Clause(6585, "4")),
    ("", "A header field.", Clause(9110, "5")),
];

const MEMBERS: [Part; 35] = [
    (
        "access_token",
        "For the API. Three parts: header, claims, signature. The app need not read it.",
        Clause(6749, "1.4"),
    ),
    ("token_type", "Bearer means that whoever holds it can use it.", Clause(6750, "1.2")),
    ("expires_in", "After how many seconds the token stops working.", Clause(6749, "5.1")),
    (
        "refresh_token",
        "For the authorization server alone. It brings the next pair of tokens, once.",
        Clause(6749, "1.5"),
    ),
    ("scope", "What was granted in the end. It may be less than was asked for.", Clause(6749, "3.3")),
    (
        "error",
        "What went wrong, in a word that the client can act on. It does not say which check stopped it, because an attacker would learn from that.",
        Clause(6749, "5.2"),
    ),
    ("error_description", "The same for a developer.", Clause(6749, "5.2")),
    ("device_code", "For the device, to ask with.", Clause(8628, "3.2")),
    ("user_code", "For the user, to type.", Clause(8628, "3.2")),
    ("verification_uri", "The address that the user opens.", Clause(8628, "3.2")),
    ("verification_uri_complete", "The same with the code in it, for a QR code.", Clause(8628, "3.3.1")),
    ("interval", "How many seconds to wait between two questions.", Clause(8628, "3.2")),
    ("issuer", "The server’s name. The iss of its answers must be the same.", Clause(8414, "2")),
    ("authorization_endpoint", "Where the app sends browsers.", Clause(8414, "2")),
    ("token_endpoint", "Where the app trades codes for tokens.", Clause(8414, "2")),
    ("device_authorization_endpoint", "Where devices begin.", Clause(8628, "4")),
    ("revocation_endpoint", "Where a token can be ended.", Clause(7009, "2")),
    ("introspection_endpoint", "Where an API can ask about a token.", Clause(7662, "2")),
    ("scopes_supported", "What can be asked for.", Clause(8414, "2")),
    ("response_types_supported", "Only code.", Clause(8414, "2")),
    ("response_modes_supported", "How answers come back: in the query.", Clause(8414, "2")),
    ("grant_types_supported", "What can be traded for tokens.", Clause(8414, "2")),
    (
        "token_endpoint_auth_methods_supported",
        "How a client proves who it is. The value none is for public clients.",
        Clause(8414, "2"),
    ),
    ("revocation_endpoint_auth_methods_supported", "The same for revocation.", Clause(8414, "2")),
    ("introspection_endpoint_auth_methods_supported", "The same for introspection.", Clause(8414, "2")),
    ("code_challenge_methods_supported", "PKCE with S256, the hashed method, only.", Clause(8414, "2")),
    (
        "authorization_response_iss_parameter_supported",
        "Each answer will name the server, so the app can rely on it.",
        Clause(9207, "3"),
    ),
    ("sub", "Who the token is for, as the server knows the user.", Clause(9068, "2.2")),
    ("name", "What the user is called.", Clause(9068, "2.2.2")),
    ("type", "The kind of problem.", Clause(9457, "3.1.1")),
    ("title", "The problem in short.", Clause(9457, "3.1.3")),
    ("status", "The status again, in case the body travels alone.", Clause(9457, "3.1.2")),
    ("detail", "What the caller may know about it.", Clause(9457, "3.1.4")),
    ("instance", "Where it happened.", Clause(9457, "3.1.5")),
    ("", "A member of the answer.", Clause(6749, "5.1")),
];

const STATUSES: [Part; 9] = [
    ("200", "Answered.", Clause(9110, "15.3.1")),
    ("204", "It worked, and there is nothing to show.", Clause(9110, "15.3.5")),
    ("303", "Go there with GET. The status 307 would post the form on to the app.", Clause(9700, "4.12")),
    ("400", "The request cannot be met. OAuth’s reason stands in the body, or on the page.", Clause(6749, "5.2")),
    ("401", "There was no credential, or none that is valid.", Clause(9110, "15.5.2")),
    ("403", "The caller is known, but may not do this.", Clause(9110, "15.5.4")),
    ("429", "Too many requests.", Clause(6585, "4")),
    ("500", "The server failed, or says so.", Clause(9110, "15.6.1")),
    ("", "The status.", Clause(9110, "15")),
];

/// What a line is for, and where that is laid down.
pub fn explained(place: Place, name: &str) -> (&'static str, Source) {
    let (words, clause) = match place {
        Place::Line if name.starts_with("/v1/") => (
            "What the API is asked for. GET means to read. This line is the same with a key and with a token.",
            Clause(9110, "9.3.1"),
        ),
        Place::Line => find(&REQUESTS, name),
        // What is not in the list is a ticked box, its last entry.
        Place::Query | Place::Form => find(&PARAMETERS, name),
        Place::Head => find(&HEADERS, name),
        Place::Status => find(&STATUSES, name),
        Place::Json => find(&MEMBERS, name),
        Place::Body if name == "application/json" => {
            ("The records themselves. The key and the token get the same ones.", Clause(8259, "5"))
        }
        Place::Body => ("A page for a person. The app never sees it.", Clause(6749, "3.1")),
    };
    let other = match name {
        "Content-Security-Policy" => {
            Some(("CSP frame-ancestors", "https://www.w3.org/TR/CSP3/#directive-frame-ancestors"))
        }
        "Referrer-Policy" => {
            Some(("Referrer Policy", "https://www.w3.org/TR/referrer-policy/#referrer-policy-no-referrer"))
        }
        "Set-Cookie" => Some(("Cookies, draft", "https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/")),
        "RateLimit" | "RateLimit-Policy" => {
            Some(("RateLimit fields, draft", "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/"))
        }
        _ => None,
    };
    let source = match other {
        Some((name, url)) => Source { name: name.to_owned(), url: url.to_owned() },
        None => Source { name: clause.name(), url: clause.url() },
    };
    (words, source)
}

fn find(parts: &[Part], name: &str) -> (&'static str, Clause) {
    let found = parts.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name)).or(parts.last());
    found.map_or(("", Clause(9110, "5")), |(_, words, clause)| (*words, *clause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demos::protocols::message::places;
    use crate::demos::protocols::model::FIRST;
    use crate::demos::protocols::run::{Flow, Protection, Run, Sabotage, Settings};
    use sim::provider::scope::{Scope, Scopes};

    /// Whether a line has words of its own.
    fn is_known(place: Place, name: &str) -> bool {
        let known =
            |parts: &[Part]| parts.iter().any(|(known, ..)| !known.is_empty() && known.eq_ignore_ascii_case(name));
        match place {
            Place::Line => name.starts_with("/v1/") || known(&REQUESTS),
            Place::Query | Place::Form => known(&PARAMETERS) || Scope::parse(name).is_some(),
            Place::Head => known(&HEADERS),
            Place::Status => known(&STATUSES),
            Place::Json => known(&MEMBERS),
            Place::Body => true,
        }
    }

    /// Every line that any run can show.
    fn shown() -> Vec<(Place, String)> {
        let mut runs: Vec<Settings> = Flow::ALL.into_iter().map(|flow| Settings { flow, ..FIRST }).collect();
        runs.push(Settings { denies: true, ..FIRST });
        runs.push(Settings { granted: Scopes::NONE.with(Scope::ProductsRead, true), ..FIRST });
        for sabotage in Sabotage::ALL {
            let set = Settings { flow: sabotage.flow(), sabotage: Some(sabotage), ..FIRST };
            runs.extend([set, Settings { off: [true; Protection::ALL.len()], ..set }]);
        }
        runs.iter()
            .flat_map(|set| Run::of(set).steps)
            .filter_map(|step| step.exchange().map(places))
            .flatten()
            .collect()
    }

    #[test]
    fn every_line_of_every_run_has_words_of_its_own_and_a_link() {
        for (place, name) in shown() {
            assert!(is_known(place, &name), "{place:?} {name}");
            assert!(explained(place, &name).1.url.starts_with("https://"));
        }
    }

    #[test]
    fn no_words_are_kept_for_what_never_comes() {
        let shown = shown();
        for (parts, places) in [
            (&REQUESTS[..], &[Place::Line][..]),
            (&PARAMETERS, &[Place::Query, Place::Form]),
            (&HEADERS, &[Place::Head]),
            (&MEMBERS, &[Place::Json]),
            (&STATUSES, &[Place::Status]),
        ] {
            // The last one stands for whatever has no words of its own.
            for (name, ..) in &parts[..parts.len() - 1] {
                let comes =
                    shown.iter().any(|(place, known)| places.contains(place) && known.eq_ignore_ascii_case(name));
                assert!(comes, "{name}");
            }
        }
    }
}

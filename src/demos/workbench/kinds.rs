//! What a text is that was pasted or typed, in words.

use super::model::Workbench;
use super::words::short;
use crate::ui::format::count;
use sim::provider::api_key::Kind as KeyKind;
use sim::stories::workbench::reading::{Kind, is_ours};

/// What a text is that was pasted or typed.
pub fn what_it_is(state: &Workbench) -> String {
    let reading = &state.reading;
    match &reading.kind {
        Kind::Empty => "Nothing is here. Paste a token, or mint one.".into(),
        Kind::Token { alg, .. } if alg.eq_ignore_ascii_case("none") => {
            "A token that says it is not signed. Anybody could have written it.".into()
        }
        Kind::Token { alg, issuer } if alg == "HS256" && is_ours(issuer) => {
            "A signed [token|token] in three parts. It says that it comes from the issuer here, but only the signature shows whether it does.".into()
        }
        Kind::Token { alg, issuer } => foreign(alg, issuer),
        Kind::NoHeader => "Three parts with dots between, but the first is no JSON header in base64url.".into(),
        Kind::Encrypted => "Five parts: an encrypted token, a JWE (RFC 7516). Its header can be read, but its claims need the key. This API takes signed tokens only.".into(),
        Kind::Parts(parts) => {
            ["A signed token has 3 parts with dots between. The parts here: ", &count(*parts as u64), "."].concat()
        }
        Kind::Key(kind) => key(*kind).into(),
        Kind::KeyTypo => "It begins like an API [key|key] of this site, but its checksum is wrong, so it was miscopied or made up.".into(),
        Kind::Refresh => "By its beginning, this is a refresh token of this site. It is for the authorization server only, and there is nothing in it to read.".into(),
        Kind::Opaque => "An opaque access [token|token]. There is nothing in it to read, so the API looks it up, as below.".into(),
        Kind::ClientSecret => "By its beginning, this is a client’s secret. An app proves with it who it is at the token endpoint. It opens nothing here.".into(),
        Kind::Bearer => "The value of an Authorization field. The [token|token] is what follows Bearer. If this were sent as it stands, the word would be there twice.".into(),
        Kind::Field(name) => ["A line of a request’s header, ", name, ". The credential is what follows its name."].concat(),
        Kind::Cookie => "Cookies. A session in one may be a token, but the API here reads the Authorization field alone.".into(),
        Kind::Url => "A URL. A token does not belong in one, because URLs end up in logs and histories (RFC 9700 §4.3.2).".into(),
        Kind::Html => "HTML. It is shown as text, and nothing of it runs.".into(),
        Kind::Pem(true) => "A private key in PEM. It signs tokens, and should be in no page’s text field. Here it stays in this tab.".into(),
        Kind::Pem(false) => "A key or certificate in PEM. It checks signatures, but it is not a token.".into(),
        Kind::TokenAnswer => "A token endpoint’s answer. Its access_token is what an API takes.".into(),
        Kind::Jwk => "Keys in JSON (JWK, RFC 7517). They make or check signatures, but they are not a token.".into(),
        Kind::JwsJson => "A signed token in its JSON form (RFC 7515 §7.2). A bearer token must have the compact form: three parts with dots.".into(),
        Kind::Json => "JSON, as it stands inside a token before it is encoded. To try it, mint a token and put it into the payload.".into(),
        Kind::Command => "A command line. Its credential is what follows Bearer.".into(),
        Kind::Lines(lines) => {
            [&count(*lines as u64), " lines. A token is one word on one line. A line break inside ends the header field."].concat()
        }
        Kind::Long(length) => {
            [&count(*length as u64), " characters. The API looks at 8\u{202f}192 at most, so it refuses this unread."].concat()
        }
        Kind::Word => "One word without dots: an opaque token, a key or a password, perhaps. There is nothing in it to read.".into(),
        Kind::Words => "Words with spaces between. A token has none.".into(),
    }
}

fn key(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Publishable => {
            "A publishable API [key|key] of this site’s form. It says only whose requests these are, and is meant to be seen."
        }
        _ => {
            "An API [key|key] of this site’s form. There is nothing in it to read, so the provider looks it up. It goes into the field X-API-Key, and works until somebody revokes it."
        }
    }
}

fn foreign(alg: &str, issuer: &str) -> String {
    let by = if issuer.is_empty() { String::new() } else { [", issued by [code|", &short(issuer), "]"].concat() };
    let how = match alg {
        "" => "It names no algorithm.".to_owned(),
        "HS256" | "HS384" | "HS512" => "Only who shares its issuer’s secret can check it.".into(),
        _ => "It is checked with its issuer’s public key, which this bench does not fetch.".into(),
    };
    let alg = if alg.is_empty() { String::new() } else { [" ([code|", &short(alg), "])"].concat() };
    let real = "If it is real, it works for whoever sees it until it ends.";
    ["A signed [token|token]", &alg, &by, ". It can be read here. ", &how, " ", real].concat()
}

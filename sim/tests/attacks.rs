//! Every attack of the table is launched, and its control. What the table says of itself is checked too: that no row
//! is missing, and that names and clauses are there.

use sim::attacks::{self, Attack, Outcome};
use sim::provider::jwt::sign_parts;
use sim::provider::{api, oauth, signing_secret};
use sim::wire::http::{Request, Response};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that an attack of the table cannot show, and who does.
const ELSEWHERE: [(u8, &str); 3] = [
    (17, "refused_credentials_are_answered_alike, here"),
    (50, "there is no such row"),
    (68, "comparison_sees_every_byte, in sim/src/wire/secret.rs"),
];

/// Rows whose refusals may change what the provider holds: whoever comes back with a used code, an old refresh token or
/// too soon changes what the others hold; a key in a URL, a spent quota or a flood are counted. A user's no (43) is no
/// refusal of ours but an answer: the question is closed.
const CHANGING: [u8; 8] = [43, 51, 56, 57, 62, 73, 75, 76];
/// Those of them that do end something.
const ENDING: [u8; 3] = [51, 56, 57];

/// What an outcome is not as the table says, if it is not.
fn wrong(attack: &Attack, outcome: &Outcome) -> Option<String> {
    let (status, code) = attack.answer();
    if let Some(fault) = &outcome.fault {
        return Some(fault.clone());
    }
    if outcome.status != status || code.is_some_and(|code| code != outcome.code) {
        return Some(format!(
            "{status} {code:?} expected, came {} {:?} by {}",
            outcome.status, outcome.code, outcome.check
        ));
    }
    if attack.check.split('|').all(|check| check != outcome.check) {
        return Some(format!("stopped by {}, not by {}", outcome.check, attack.check));
    }
    let kept = outcome.before.same_holdings(&outcome.after);
    if !kept && !CHANGING.contains(&attack.row) {
        return Some("the refusal changed what the provider holds".into());
    }
    if kept && ENDING.contains(&attack.row) {
        return Some("the refusal ended nothing".into());
    }
    refusal(outcome).and_then(|(request, response)| malformed(attack, request, response))
}

/// The answer that counts, unless the client or the owner stopped.
fn refusal(outcome: &Outcome) -> Option<(&Request, &Response)> {
    let counts = outcome.status != 0;
    let exchange = outcome.exchanges.get(..outcome.until)?.last().filter(|_| counts)?;
    Some((&exchange.request, &exchange.response))
}

/// What the fields and the body of a refusal lack.
fn malformed(attack: &Attack, request: &Request, response: &Response) -> Option<String> {
    let has = |name: &str, start: &str| response.headers.value(name).is_some_and(|value| value.starts_with(start));
    let body = response.body.text();
    let state = request.query.split('&').filter(|pair| pair.starts_with("state=")).collect::<Vec<_>>();
    let fine = match response.status.0 {
        _ if attack.expected == "inactive" => body == r#"{"active":false}"#,
        303 => {
            let to = response.headers.value("Location").unwrap_or_default();
            let at_client =
                to.starts_with("https://shop.example/callback?") || to.starts_with("https://partner.example/callback?");
            // RFC 6749 §4.1.2.1 and RFC 9207: the state as it came, and the issuer.
            at_client
                && to.contains("&iss=https%3A%2F%2Fauth.demo.example")
                && (state.len() != 1 || to.contains(state[0]))
        }
        // RFC 6749 §5.2: Basic is named if the client tried an Authorization field, and nothing if not.
        401 if request.host == oauth::HOST => {
            has("WWW-Authenticate", "Basic realm=") == request.headers.value("Authorization").is_some()
        }
        // A refused key is not told to come as a token.
        401 if attack.expected == "K" => has("WWW-Authenticate", "ApiKey realm="),
        401 => has("WWW-Authenticate", "Bearer realm="),
        415 => has("Accept", "application/json"),
        405 => has("Allow", ""),
        429 => has("Retry-After", ""),
        _ => true,
    };
    let kind = match (request.host, attack.expected) {
        (_, "P" | "inactive") => "",
        (api::HOST, _) if response.status.0 != 200 => "application/problem+json",
        (_, "C" | "Q" | "G" | "S" | "U") => "application/json",
        _ => "",
    };
    let page =
        attack.expected != "P" || (has("Content-Type", "text/html") && response.headers.value("Location").is_none());
    if fine && page && has("Content-Type", kind) | kind.is_empty() { None } else { Some(format!("{response:?}")) }
}

/// What keeps a control from being a success.
fn failed(attack: &Attack, control: &Outcome) -> Option<String> {
    if let Some(fault) = &control.fault {
        return Some(fault.clone());
    }
    let Some((_, response)) = refusal(control) else {
        return (control.check != "none").then(|| format!("stopped by {}", control.check));
    };
    let code = response.headers.value("Location").is_some_and(|to| to.contains("?code="));
    let active = attack.expected != "inactive" || response.body.text().contains(r#""active":true"#);
    let fine =
        control.check == "none" && active && (response.status.is_success() || (response.status.0 == 303 && code));
    (!fine).then(|| format!("{} {} by {}", control.status, control.code, control.check))
}

#[track_caller]
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{} of them:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn each_is_refused_for_its_own_reason() {
    let mut faults = Vec::new();
    for attack in attacks::all() {
        let wrong: Vec<_> = (0..attack.variants()).filter_map(|i| Some((i, wrong(&attack, &attack.run(i))?))).collect();
        let first = wrong.first().map(|(i, what)| {
            let script = attack.script(*i);
            format!(
                "{} {} [{} of {}, {i}th first]: {what}\n{script}",
                attack.row,
                attack.name,
                wrong.len(),
                attack.variants()
            )
        });
        faults.extend(first);
    }
    none(faults);
}

#[test]
fn each_control_succeeds() {
    let mut faults = Vec::new();
    for attack in attacks::all() {
        let mut seen = BTreeSet::new();
        for i in (0..attack.variants()).filter(|i| seen.insert(attack.control_script(*i))).collect::<Vec<_>>() {
            faults.extend(
                failed(&attack, &attack.control(i))
                    .map(|what| format!("{} {} [{i}]: {what}\n{}", attack.row, attack.name, attack.control_script(i))),
            );
        }
    }
    none(faults);
}

/// An answer that told "expired" from "bad signature", or "revoked" from "unknown", would help a forger (rows 17, 66).
#[test]
fn refused_credentials_are_answered_alike() {
    let mut answers: BTreeMap<(&str, String), BTreeSet<String>> = BTreeMap::new();
    for attack in attacks::all().into_iter().filter(|attack| matches!(attack.expected, "T" | "K")) {
        // Row 73 names another mistake than a bad key: where it was sent.
        for outcome in (0..attack.variants()).map(|i| attack.run(i)).filter(|outcome| outcome.check != "key-in-query") {
            let (request, response) = refusal(&outcome).unwrap();
            let wire = format!("{:?} {}", response.headers, response.body.text());
            answers.entry((attack.expected, request.path.to_string())).or_default().insert(wire);
        }
    }
    for ((code, path), wires) in answers {
        assert_eq!(wires.len(), 1, "{code} at {path}: {wires:#?}");
    }
}

#[test]
fn every_row_is_there() {
    let listed: BTreeSet<u8> = attacks::all().iter().map(|attack| attack.row).collect();
    let elsewhere: BTreeSet<u8> = ELSEWHERE.iter().map(|(row, _)| *row).collect();
    let missing: Vec<u8> = (1..=76).filter(|row| listed.contains(row) == elsewhere.contains(row)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(attacks::all().len() >= 200);
}

#[test]
fn names_are_unique_and_clauses_are_there() {
    let all = attacks::all();
    let names: BTreeSet<&str> = all.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), all.len());
    for attack in all {
        assert!(attack.name.len() > 10 && !attack.name.ends_with('.'), "{}", attack.name);
        assert!(attack.clause.1.split('.').all(|part| !part.is_empty()), "{}", attack.name);
    }
}

/// Row 73: the log keeps the leak, and not the key.
#[test]
fn a_key_in_a_url_is_a_leak_and_is_not_logged() {
    let found: Vec<Attack> = attacks::all().into_iter().filter(|attack| attack.row == 73).collect();
    for attack in &found {
        for i in 0..attack.variants() {
            let outcome = attack.run(i);
            let key = outcome.sandbox.credentials().keys[0].1.reveal();
            let entry = outcome.sandbox.log().last().unwrap();
            assert!(entry.leak.as_ref().is_some_and(|leak| leak.starts_with("ak_live_…") && !key.contains(leak)));
            assert!(!entry.target.contains(&key[8..]), "{}", entry.target);
        }
    }
    assert!(!found.is_empty());
}

/// Row 44: a consent page in a frame could be clicked by somebody who does not see it.
#[test]
fn the_consent_page_cannot_be_framed() {
    let deny = attacks::all().into_iter().find(|attack| attack.name == "The user says no").unwrap().run(0);
    let page = &deny.exchanges[0].response;
    assert!(page.headers.value("Content-Security-Policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(page.headers.value("X-Frame-Options"), Some("DENY"));
}

/// Row 6: the ranges in the table reach every bit there is, and not one more.
#[test]
fn every_bit_is_flipped() {
    for attack in attacks::all().into_iter().filter(|attack| attack.name.starts_with("One bit of")) {
        let script = attack.script(attack.variants() - 1);
        let last = attack.variants() - 1;
        let beyond = script.replace(&format!("flip {last}"), &format!("flip {}", last + 1));
        assert_ne!(script, beyond);
        assert!(attacks::launch(&beyond).fault.is_some(), "{}", attack.name);
    }
}

/// Row 2: the signatures in the table are what HS512 makes with the provider's own secret.
#[test]
fn the_hs512_signatures_are_true() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use hmac::{Hmac, KeyInit, Mac};
    let attack = attacks::all().into_iter().find(|attack| attack.name.contains("true HS512")).unwrap();
    let control = attack.control(0);
    let token = control.exchanges[0].request.headers.value("Authorization").unwrap().strip_prefix("Bearer ").unwrap();
    let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap();
    let table = include_str!("../src/attacks/token-forgery.txt");
    let mut missing = Vec::new();
    for algorithm in ["HS512", "HS256"] {
        let key = sim::provider::jwt::SigningKey::new(&signing_secret(7)).unwrap();
        let token = sign_parts(&format!(r#"{{"typ":"at+jwt","alg":"{algorithm}"}}"#), &payload, &key);
        let (signed, _) = token.rsplit_once('.').unwrap();
        let tag = Hmac::<sha2::Sha512>::new_from_slice(&signing_secret(7)).unwrap().chain_update(signed).finalize();
        let tag = URL_SAFE_NO_PAD.encode(tag.into_bytes());
        missing.extend((!table.contains(&tag)).then(|| format!("{algorithm}: {tag}")));
    }
    none(missing);
}

/// The table of attacks as docs/conformance.md lists it.
fn listed() -> String {
    let mut text = String::from("## Attacks\n\n");
    text += "Each with its control, which succeeds. `sim/tests/attacks.rs` launches them natively, ";
    text += "`tests/browser/attacks.spec.ts` in Chromium; `demo.attack(name)` does in the console.\n";
    for (row, test) in ELSEWHERE {
        text += &format!("Row {row}: {test}. ");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    let mut group = "";
    for attack in attacks::all() {
        if attack.group != group {
            group = attack.group;
            text += &format!(
                "\n### {group}\n\n| Row | What is tried | Variants | Answer | Check | Clause |\n|---|---|---|---|---|---|\n"
            );
        }
        let row = if attack.row == 0 { "+".to_owned() } else { attack.row.to_string() };
        let Attack { name, expected, check, clause, .. } = attack;
        let check = check.replace('|', " or ");
        text += &format!("| {row} | {name} | {} | {expected} | {check} | {} |\n", attack.variants(), clause.name());
    }
    text
}

/// `UPDATE=1 cargo test --package sim --test attacks` writes the list anew.
#[test]
fn the_list_in_docs_is_the_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conformance.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, _) = document.split_once("## Attacks\n").unwrap_or((&document, ""));
    let whole = format!("{}\n\n{}", before.trim_end(), listed());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == whole,
        "the list is old: UPDATE=1 cargo test --package sim --test attacks"
    );
}

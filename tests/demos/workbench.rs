//! The workbench's model, used as a reader uses it: tokens changed, signed, pasted and forged, and what the provider
//! says to each.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use key_vs_token::demos::workbench::edit::{Sign, Source, WRONG_SECRET};
use key_vs_token::demos::workbench::model::Workbench;
use key_vs_token::link::Complaint;
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::api_key::Kind as KeyKind;
use sim::provider::check::Check;
use sim::provider::oauth::user::UserId;
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::workbench::bench::{CALLS, LOOKED_UP, MINTED_AFTER, Mint, PERMISSION};
use sim::stories::workbench::reading::{Kind, Reading};
use sim::stories::workbench::tour::{STEPS, Step};
use sim::wire::time::Duration;

fn check(demo: &Workbench) -> &'static str {
    demo.answer.exchange.reject.as_ref().map_or("none", Reject::check)
}

fn status(demo: &Workbench) -> u16 {
    demo.answer.exchange.response.status.0
}

fn pasted(text: &str) -> Workbench {
    let mut demo = Workbench::default();
    demo.paste(text);
    demo
}

#[test]
fn the_first_picture_is_a_good_token_taken_apart() {
    let demo = Workbench::default();
    assert_eq!((status(&demo), check(&demo)), (200, "none"));
    assert_eq!(demo.answer.trail.check, Some(Check::Client));
    assert_eq!(demo.header, "{\n  \"typ\": \"at+jwt\",\n  \"alg\": \"HS256\"\n}");
    assert!(demo.payload.contains("\"sub\": \"user:ada\""), "{}", demo.payload);
    assert!(demo.has_right_secret() && demo.signature().as_deref() == demo.split().map(|(_, signature)| signature));
    let html = demo.picture();
    assert_eq!(html.matches("class=\"passed\"").count(), 17, "all but the one that is not made");
    assert!(!demo.clock.touched);
}

#[test]
fn one_changed_letter_is_found_out_and_signing_mends_it() {
    let mut demo = Workbench::default();
    let edited = demo.payload.replace("user:ada", "user:bo");
    demo.edit(1, &edited);
    assert_eq!((status(&demo), check(&demo)), (401, "token-signature"));
    assert_eq!(demo.payload, edited, "what the reader typed stays as typed");
    demo.control("to", "/v1/me");
    demo.sign(Sign::Right);
    assert_eq!(status(&demo), 200);
    assert!(demo.answer.exchange.response.body.text().contains("Bo"));
    demo.sign(Sign::Wrong);
    assert_eq!((demo.secret.as_str(), check(&demo)), (WRONG_SECRET, "token-signature"));
    demo.sign(Sign::None);
    assert_eq!(check(&demo), "token-algorithm");
    assert!(demo.text.ends_with('.') && demo.header.contains("\"alg\": \"none\""));
    demo.sign(Sign::Right);
    assert_eq!(status(&demo), 200, "who signs says so in alg again");
    demo.edit(0, "{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"1\"}");
    assert_eq!(check(&demo), "token-extension");
}

#[test]
fn another_secret_signs_another_token() {
    let mut demo = Workbench::default();
    let (own, good) = (demo.secret.clone(), demo.text.clone());
    for secret in ["", "x", "your-256-bit-secret", &"é".repeat(100), &own[1..]] {
        demo.edit_secret(secret);
        assert_eq!(check(&demo), "token-signature", "{secret}");
    }
    demo.edit_secret(&own);
    assert_eq!((demo.text.as_str(), status(&demo)), (good.as_str(), 200));
}

#[test]
fn each_edit_stops_at_the_check_it_is_for() {
    for (part, from, to, stopped_by) in [
        ("header", "\"HS256\"", "\"HS512\"", "token-algorithm"),
        ("header", "at+jwt", "JWT", "token-type"),
        ("header", "{", "[", "token-header"),
        ("payload", "\"iss\": \"https://auth", "\"iss\": \"https://other", "token-issuer"),
        ("payload", "https://api.", "https://billing.", "token-audience"),
        ("payload", "shop-app", "nobody", "token-claim"),
        ("payload", "\"exp\": 17", "\"exp\": 16", "token-expired"),
        ("payload", "\"iat\": 17", "\"iat\": 18", "token-early"),
        ("payload", "\"exp\": ", "\"exp\": 1.", "token-claim"),
        ("payload", "orders:read", "orders", "scope"),
        ("payload", "{", "{\"scope\":\"\",", "token-claims"),
        ("payload", "}", "", "token-claims"),
    ] {
        let mut demo = Workbench::default();
        let field = if part == "header" { &demo.header } else { &demo.payload };
        let text = field.replacen(from, to, 1);
        demo.edit(usize::from(part == "payload"), &text);
        demo.sign(Sign::Field);
        assert_eq!(check(&demo), stopped_by, "{part}: {to}");
        let stop = demo.answer.stopped_at().unwrap();
        assert_eq!(stop == PERMISSION, stopped_by == "scope");
    }
}

#[test]
fn ten_forgeries_each_stop_where_they_are_said_to() {
    let mut demo = Workbench::default();
    let expected = [
        &["token-algorithm", "token-algorithm", "token-algorithm"][..],
        &["token-signature", "token-signature"],
        &["token-expired", "token-signature"],
        &["token-signature", "token-shape", "token-signature"],
        &["token-signature", "token-signature", "none"],
        &["token-algorithm", "token-algorithm"],
        &["token-extension", "token-extension", "token-extension"],
        &["token-type", "token-type"],
        &["token-audience", "token-issuer"],
        &["token-claims", "token-encoding", "token-encoding"],
    ];
    assert_eq!(expected.map(<[_]>::len), STEPS);
    for (i, step) in Step::all().enumerate() {
        demo.look_at(step);
        assert_eq!(check(&demo), expected[step.0][step.1], "{}", step.name());
        assert_eq!(demo.verdicts[i].exchange.reject, demo.answer.exchange.reject, "the list says the same");
        assert_eq!(demo.source, Source::Tour(step));
    }
}

#[test]
fn the_tour_is_walked_both_ways() {
    let mut demo = Workbench::default();
    let mut seen = Vec::new();
    for _ in Step::all() {
        demo.act(Move::NextTurn);
        seen.push(demo.step().unwrap());
    }
    assert!(seen.iter().copied().eq(Step::all()));
    demo.act(Move::NextTurn);
    assert_eq!(demo.step(), Step::all().last(), "at the end it stays");
    for step in Step::all().rev().skip(1) {
        demo.act(Move::PreviousTurn);
        assert_eq!(demo.step(), Some(step));
    }
    demo.act(Move::PreviousTurn);
    assert_eq!((demo.source, status(&demo)), (Source::Minted, 200));
}

#[test]
fn the_minted_token_is_as_the_settings_say() {
    let mut demo = Workbench::default();
    for (name, value) in
        [("user", "bo"), ("aud", "billing"), ("ttl", "0"), ("scope.profile", "off"), ("scope.customers:read", "on")]
    {
        demo.control(name, value);
    }
    let scope = Scopes::of(&[Scope::OrdersRead, Scope::CustomersRead]);
    assert_eq!(demo.mint, Mint { user: UserId::BO, scope, lifetime: Duration::minutes(5), audience: 1 });
    for part in ["\"sub\": \"user:bo\"", "\"scope\": \"orders:read customers:read\"", "https://billing.demo.example"] {
        assert!(demo.payload.contains(part), "{part}");
    }
    assert_eq!(check(&demo), "token-audience");
    demo.control("aud", "api");
    assert_eq!(check(&demo), "token-expired", "five minutes are over");
}

#[test]
fn the_clock_decides_at_the_turning_points() {
    let mut demo = Workbench::default();
    let mut seen = Vec::new();
    demo.act(Move::Go(Duration::ZERO));
    let mut moments = demo.moments();
    moments.sort_unstable();
    for moment in moments {
        demo.act(Move::Go(moment));
        seen.push((moment.as_s(), check(&demo)));
    }
    seen.dedup();
    let minted = MINTED_AFTER.as_s();
    assert_eq!(
        seen,
        [
            (0, "token-early"),
            (minted - 1, "token-early"),
            (minted, "none"),
            (minted + 3599, "none"),
            (minted + 3600, "token-expired"),
            (minted + 7200, "token-expired"),
        ]
    );
    demo.act(Move::Go(Duration::ZERO));
    for _ in 0..3 {
        demo.act(Move::Forward);
    }
    assert_eq!(demo.clock.now.as_s(), minted + 3599);
    demo.act(Move::Back);
    assert_eq!(demo.clock.now.as_s(), minted);
}

#[test]
fn revoked_the_opaque_one_ends_at_once_and_the_signed_one_if_the_api_asks() {
    let mut demo = Workbench::default();
    let opaque = |demo: &Workbench| demo.held.send(demo.held.opaque.reveal(), 0, demo.now()).exchange.response.status.0;
    assert_eq!((status(&demo), opaque(&demo)), (200, 200));
    assert!(demo.held.ask(demo.now()).exchange.response.body.text().contains("\"active\":true"));
    demo.control("revoked", "on");
    assert_eq!((status(&demo), opaque(&demo)), (200, 401));
    assert_eq!(demo.held.ask(demo.now()).exchange.response.body.text(), "{\"active\":false}");
    demo.control("check", "on");
    assert_eq!((check(&demo), demo.answer.stopped_at()), ("token-revoked", Some(LOOKED_UP)));
    demo.control("revoked", "off");
    assert_eq!(status(&demo), 200);
}

#[test]
fn an_opaque_token_on_the_bench_is_looked_up() {
    let token = Workbench::default().held.opaque.reveal().to_owned();
    let demo = pasted(&token);
    assert_eq!((status(&demo), &demo.reading.kind), (200, &Kind::Opaque));
    assert!(demo.answer.was_looked_up());
    let unknown = pasted(&["at_", &"A".repeat(43)].concat());
    assert_eq!((check(&unknown), unknown.answer.stopped_at()), ("token-unknown", Some(LOOKED_UP)));
}

const RS256: &str =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlIiwic3ViIjoiMSJ9.c2lnbmF0dXJl";
const JWE: &str = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVydGV4dA.dGFn";

/// A hundred thousand characters in a message that is laid out hold up the tab for seconds. What was pasted stays.
#[test]
fn a_long_paste_in_any_script_is_painted_short() {
    for text in ["\u{fffd}", "é", "x", "漢", "é ", "x.", "a\n"].map(|text| text.repeat(50_000)) {
        let demo = pasted(&text);
        let html = demo.picture();
        let texts = html.split('<').filter_map(|tag| tag.split_once('>'));
        let large: Vec<_> = texts.filter(|(_, words)| words.len() > 5000).collect();
        // The field holds it whole. The message, which is folded away, is as long as one that the API would take.
        let [(field, whole), messages @ ..] = &*large else { panic!("the field holds nothing") };
        assert!(field.starts_with("textarea") && *whole == text);
        assert!(
            messages.len() <= 1
                && messages
                    .iter()
                    .all(|(_, words)| words.starts_with("GET /v1/orders HTTP/1.1") && words.len() < 40_000),
            "{}",
            messages.len()
        );
        assert_eq!(demo.text, text);
    }
}

#[test]
fn whatever_is_pasted_is_told_apart() {
    let token = Workbench::default().text;
    let key = "ak_live_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17";
    let rs256 = Kind::Token { alg: "RS256".into(), issuer: "https://idp.example".into() };
    let ours = Kind::Token { alg: "HS256".into(), issuer: "https://auth.demo.example".into() };
    for (text, kind, inside) in [
        ("", Kind::Empty, None),
        (" \n\t ", Kind::Empty, None),
        (token.as_str(), ours.clone(), None),
        (&[" \n", &token, "\r\n"].concat(), ours, None),
        (RS256, rs256, None),
        (JWE, Kind::Encrypted, None),
        (key, Kind::Key(KeyKind::Live), None),
        (&key.replace("zQ", "Qz"), Kind::KeyTypo, None),
        ("rt_AAAA", Kind::Refresh, None),
        ("cs_AAAA", Kind::ClientSecret, None),
        (&["Bearer ", &token].concat(), Kind::Bearer, Some(token.as_str())),
        ("bearer x", Kind::Bearer, None),
        (&["authorization: Bearer ", &token].concat(), Kind::Field("Authorization"), Some(&token)),
        (&["X-API-Key: ", key].concat(), Kind::Field("X-API-Key"), None),
        (&["Cookie: a=b; session=", &token, "; c=d"].concat(), Kind::Cookie, Some(&token)),
        ("a=b; c=d", Kind::Cookie, None),
        (&["https://api.example/?access_token=", &token, "&x=1"].concat(), Kind::Url, Some(&token)),
        ("<script>alert(1)</script>", Kind::Html, None),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", Kind::Pem(true), None),
        ("-----BEGIN CERTIFICATE-----\nAAAA", Kind::Pem(false), None),
        (&["{\"access_token\":\"", &token, "\",\"expires_in\":3600}"].concat(), Kind::TokenAnswer, Some(&token)),
        ("{\"keys\":[]}", Kind::Jwk, None),
        ("{\"payload\":\"e30\",\"protected\":\"e30\",\"signature\":\"\"}", Kind::JwsJson, None),
        ("{\"sub\":\"1\"}", Kind::Json, None),
        ("[1,2]", Kind::Json, None),
        (&["\"", &token, "\""].concat(), Kind::Json, Some(&token)),
        (&["curl -H 'Authorization: Bearer ", &token, "' https://api.example"].concat(), Kind::Command, Some(&token)),
        ("one\ntwo\n\nthree", Kind::Lines(3), None),
        (&[&token[..100], "\n", &token[100..]].concat(), Kind::Lines(2), Some(&token)),
        (&"x".repeat(65_536), Kind::Long(65_536), None),
        (&"é ".repeat(30_000), Kind::Long(59_999), None),
        ("hunter2", Kind::Word, None),
        ("correct horse battery staple", Kind::Words, None),
        ("a.b.c", Kind::NoHeader, None),
        ("a.b", Kind::Parts(2), None),
        ("a.b.c.d.e.f", Kind::Parts(6), None),
        ("…", Kind::Word, None),
        ("ééééééé", Kind::Word, None),
    ] {
        let reading = Reading::of(text);
        assert_eq!((&reading.kind, reading.inside.as_deref()), (&kind, inside), "{:.80}", text);
        let demo = pasted(text);
        assert_eq!(demo.text, text, "nothing is lost");
        assert!(!demo.fragment().contains("eyJ") && !demo.fragment().contains("ak_"));
        assert!(demo.spoken().len() > 20);
    }
}

#[test]
fn a_token_in_a_text_is_taken_and_the_text_kept() {
    let text = ["Cookie: a=b; session=", RS256].concat();
    let mut demo = pasted(&text);
    demo.take_inside();
    assert_eq!((demo.text.as_str(), check(&demo)), (RS256, "token-algorithm"));
    assert!(demo.payload.contains("https://idp.example"));
    demo.give_back();
    assert_eq!((demo.text.as_str(), demo.kept.as_str()), (text.as_str(), ""));
}

#[test]
fn what_the_reader_brought_is_kept_while_something_else_lies_on_the_bench() {
    type Other = (&'static str, fn(&mut Workbench));
    let others: [Other; 4] = [
        ("tour", |demo| demo.look_at(Step::named("1.1").unwrap())),
        ("mint", Workbench::take_minted),
        ("user", |demo| _ = demo.control("user", "bo")),
        ("guess", |demo| demo.guess(1)),
    ];
    for (name, other) in others {
        let mut demo = pasted(RS256);
        other(&mut demo);
        assert_ne!(demo.text, RS256, "{name}");
        demo.look_at(Step::named("2.1").unwrap());
        demo.give_back();
        assert_eq!(demo.text, RS256, "{name}");
    }
    // A link says nothing of it, so it takes nothing of it away; what shows things anew does not either.
    let mut demo = pasted(RS256);
    demo.follow("#workbench?user=bo&seed=9");
    assert_eq!((demo.kept.as_str(), demo.mint.user), (RS256, UserId::BO));
    let mut demo = pasted(RS256);
    demo.control("next-seed", "");
    demo.ask();
    assert_eq!(demo.text, RS256);
    demo.act(Move::Reset);
    assert!(demo.kept.is_empty() && demo.source == Source::Minted, "reset forgets it");
}

#[test]
fn a_foreign_token_can_be_changed_and_keeps_its_signature() {
    let mut demo = pasted(RS256);
    demo.edit(1, "{\"iss\":\"https://idp.example\",\"sub\":\"2\"}");
    assert!(demo.text.ends_with(".c2lnbmF0dXJl") && demo.text != RS256);
    let mut demo = pasted(JWE);
    assert_eq!(demo.header, "{\n  \"alg\": \"RSA-OAEP\",\n  \"enc\": \"A256GCM\"\n}");
    demo.edit(1, "{}");
    demo.edit_secret("x");
    assert_eq!(demo.text, JWE, "what is encrypted is not changed here");
}

fn complaints(demo: &Workbench) -> Vec<&str> {
    let name = |complaint: &_| match complaint {
        Complaint::Value { field, .. } => *field,
        Complaint::Unknown { .. } => "unknown",
        Complaint::TooLong => "too long",
    };
    demo.common.complaints.iter().map(name).collect()
}

#[test]
fn every_field_survives_the_trip() {
    for fragment in [
        "#workbench?user=ada&scope=orders:read,profile&ttl=1h&aud=api&to=/v1/orders&t=00:20:00&seed=7",
        "#workbench?user=bo&scope=none&ttl=2d&aud=billing&to=/v1/me&check=on&revoked=on&asked=on&t=2d00:10:00&seed=999999",
        "#workbench?user=ada&scope=orders:read,customers:read,products:read,profile,orders:write&ttl=365d&aud=api&to=/v1/customers&tour=10.3&t=00:20:00&seed=0",
        "#workbench?user=ada&scope=orders:read,profile&ttl=5m&aud=api&to=/v1/orders&tour=3.2&t=01:11:00&seed=7",
    ] {
        let mut demo = Workbench::default();
        demo.follow(fragment);
        assert_eq!(complaints(&demo), [""; 0], "{fragment}");
        assert_eq!(demo.fragment(), fragment);
        let html = demo.picture();
        let mut again = Workbench::default();
        again.follow(&demo.fragment());
        assert_eq!(again.picture(), html, "{fragment}");
    }
}

#[test]
fn a_bad_field_is_named_and_leaves_the_others_alone() {
    let mut demo = Workbench::default();
    demo.follow("#workbench?user=eve&scope=all&ttl=never&aud=me&to=/v2&check=1&revoked=yes&asked=&tour=11.1&t=now&seed=-1&token=eyJ&x=1");
    let named =
        ["user", "scope", "ttl", "aud", "to", "check", "revoked", "asked", "tour", "t", "seed", "unknown", "unknown"];
    assert_eq!(complaints(&demo), named);
    let mut first = Workbench::default();
    first.clock.touched = true;
    assert_eq!(demo.fragment(), first.fragment());
    demo.follow("#security?ttl=1h");
    demo.follow(&["#workbench?", &"x".repeat(3000)].concat());
    assert_eq!(complaints(&demo), ["too long"]);
}

#[test]
fn the_pieces_of_the_token_are_tied_to_what_they_say() {
    let demo = Workbench::default();
    let html = demo.picture();
    let payload = &demo.text[demo.reading.parts[1].range.clone()];
    for (i, (name, value)) in
        [("iss", "https://auth"), ("sub", "user:ada"), ("aud", "https://api"), ("client_id", "shop-app")]
            .into_iter()
            .enumerate()
    {
        let open = format!("<span class=\"c{i}\">");
        let piece = html.split(&open).nth(1).unwrap().split('<').next().unwrap();
        // Decoded from the next border between bytes on, it is the member.
        let start = payload.find(piece).unwrap();
        let bytes =
            URL_SAFE_NO_PAD.decode(&payload[..(start + piece.len()).next_multiple_of(4).min(payload.len())]).unwrap();
        let text = String::from_utf8(bytes[start * 3 / 4..].to_vec()).unwrap();
        assert!(text.contains(&name[1..]) && text.contains(value), "{name}: {text}");
    }
}

#[test]
fn what_is_changed_is_marked() {
    let mut demo = Workbench::default();
    assert!(!demo.picture().contains("<mark>"));
    demo.look_at(Step::named("2.2").unwrap());
    assert!(demo.picture().contains("<mark>"));
    let mut demo = pasted(RS256);
    assert!(!demo.picture().contains("<mark>"), "what is pasted was not changed");
    demo.edit(1, "{\"iss\":\"https://idp.example\",\"sub\":\"2\"}");
    assert!(demo.picture().contains("<mark>"));
}

const HTML: &str = "<img src=x onerror=alert(1)>\"'&</textarea><script>";

#[test]
fn what_the_reader_writes_is_text() {
    let claims = format!("{{\"{}\":\"{}\"}}", "<img>", HTML.replace('"', ""));
    let mut demos = vec![pasted(HTML), pasted(&["Bearer ", HTML].concat())];
    for (part, text) in [(0, HTML), (0, &claims), (1, HTML), (1, &claims)] {
        let mut demo = Workbench::default();
        demo.edit(part, text);
        demos.push(demo);
    }
    let mut demo = Workbench::default();
    demo.edit_secret(HTML);
    demos.push(demo);
    let foreign = ["{\"alg\":\"<img>\"}", "{\"iss\":\"<img>[b|x]\",\"exp\":\"<img>\"}", "x"]
        .map(|part| URL_SAFE_NO_PAD.encode(part));
    demos.push(pasted(&foreign.join(".")));
    for mut demo in demos {
        for _ in 0..2 {
            let html = demo.picture();
            assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("&</t"), "{}", demo.text);
            demo.look_at(Step::named("1.1").unwrap());
        }
    }
}

#[test]
fn the_question_is_answered_by_the_provider() {
    for guess in 0..4 {
        let mut demo = Workbench::default();
        demo.guess(guess);
        let html = demo.picture();
        assert_eq!(html.contains("Right. "), guess == 1);
        assert!(html.contains("token-signature") && check(&demo) == "token-signature");
        assert_eq!(CALLS[demo.call], "/v1/customers");
    }
}

#[test]
fn reset_brings_the_first_picture_back() {
    let first = Workbench::default().picture();
    let mut demo = pasted(RS256);
    for (name, value) in [("user", "bo"), ("ttl", "7"), ("check", "on"), ("revoked", "on"), ("seed", "9")] {
        demo.control(name, value);
    }
    demo.ask();
    demo.guess(0);
    demo.act(Move::Reset);
    assert_eq!(demo.picture(), first);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever is pasted, typed and clicked: it says something, loses nothing and puts nothing into the link.
    #[test]
    fn no_text_is_too_strange(text in "\\PC{8,200}|[eyJ.\\-_A-Za-z0-9\"{}:, \n]{8,200}", header in "\\PC{0,60}", payload in ".{0,60}") {
        let mut demo = pasted(&text);
        prop_assert_eq!(&demo.text, &text);
        demo.picture();
        prop_assert!(!demo.fragment().contains(&text));
        demo.edit(0, &header);
        demo.edit(1, &payload);
        for how in [Sign::Right, Sign::Wrong, Sign::None] {
            demo.sign(how);
            demo.picture();
        }
        demo.act(Move::Forward);
        prop_assert!(!demo.spoken().is_empty());
        let untouched = Workbench::default().fragment();
        let shorter = |fragment: String| fragment.split("&t=").next().unwrap().to_owned();
        prop_assert_eq!(shorter(demo.fragment()), shorter(untouched));
    }
}

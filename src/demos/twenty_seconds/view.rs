//! The demo on the screen: it paints what the model says.

use super::fields::Setup;
use super::model::{Act, Next, SCOPE, Side, TwentySeconds, next_seed};
use super::words;
use crate::ui::credential::abbreviate_to;
use crate::ui::format::percent;
use crate::ui::header::complaints;
use crate::ui::keys::key_help_without_seed;
use crate::ui::paint::{Paint, text};
use crate::ui::predict::predict;
use crate::ui::rich::{escape, plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::{data_table, row_html};
use crate::ui::transport::reset_button;
use crate::ui::wire::{Message, wire};
use sim::provider::api::READS;
use sim::provider::oauth::user::UserId;
use sim::stories::world::Credential;

impl State for TwentySeconds {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        complaints(paint, &self.common.complaints);
        paint.put("<h2 class=\"visually-hidden\">").put(words::TITLE).put("</h2><p class=\"look-for\">");
        paint.put_with(|| rich(words::LOOK_FOR)).put("</p><div class=\"pair\" data-part=\"cards\">");
        for credential in Credential::BOTH {
            self.card(paint, credential);
        }
        paint.put("</div>");
        paint.put("<div class=\"dock\" data-part=\"sum\">");
        self.acts(paint);
        let full = if self.is_full() { words::FULL } else { "" };
        paint.live(&["p class=\"happened\""], &[], rich(&words::sentence(&self.picture)) + full).put("</div>");
        let verdict = self.common.guess.map(|guess| rich(&words::prediction(guess, &self.supposed())));
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &verdict.unwrap_or_default());
        self.footer(paint);
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        self.begin(setup.seed, setup.acts);
    }

    fn used(&mut self, name: &str, _: &str) -> bool {
        match Act::named(name) {
            Some(act) => self.perform(act),
            None if name == "new-pair" => self.new_pair(next_seed(self.pair.seed)),
            None => return false,
        }
        true
    }

    fn copy(&self, name: &str) -> Option<String> {
        let curl = |side: &Side| side.sent.as_ref().map(|(_, exchange)| exchange.request.curl()).unwrap_or_default();
        match name {
            "curl-key" => Some(curl(&self.picture.key)),
            "curl-token" => Some(curl(&self.picture.token)),
            _ => None,
        }
    }

    fn spoken(&self) -> String {
        let full = if self.is_full() { words::FULL } else { "" };
        plain(&words::sentence(&self.picture)) + full
    }
}

impl TwentySeconds {
    /// One of the two: what it is, how it is, how long it lives, what it opens.
    fn card(&self, paint: &mut Paint, credential: Credential) {
        let (kind, picture) = (credential.name(), &*self.picture);
        let side = picture.side(credential);
        let leaked = if picture.leaked.is_some() { " leaked" } else { "" };
        let (sign, class) = if side.ended.is_none() { ("ok", "badge ok") } else { ("no", "badge no") };
        paint
            .start(&["section"], &[text("class", ["card ", kind, leaked].concat())])
            .put("<h3>")
            .put_with(|| sign_html(kind))
            .put(words::NAMES[credential as usize])
            .put("</h3>")
            .live(&["p"], &[text("class", class)], sign_html(sign) + &words::badge(side, picture.age))
            .live(&["code class=\"credential\" translate=\"no\""], &[], self.credential(credential))
            .put("<p class=\"parts\">")
            .put_with(|| parts(&self.parts(credential)))
            .put("</p>");
        self.life(paint, credential);
        let sign = if picture.leaked.is_some() { sign_html("thief") } else { String::new() };
        let tried = match picture.last {
            Some(Act::Send) => [" asked-", ["a", "b"][picture.count % 2]].concat(),
            Some(Act::Leak) => [" tried-", ["a", "b"][picture.count % 2]].concat(),
            _ => String::new(),
        };
        paint
            .live(&["p class=\"reach\""], &[], sign + &rich(&words::reach(credential, picture)))
            .live(&["ol"], &[text("class", ["doors", &tried].concat())], doors(side))
            .put("</section>");
    }

    /// In full where it fits; a token is shortened, and whole on the wire.
    fn credential(&self, credential: Credential) -> String {
        match credential {
            Credential::Key => {
                let (prefix, body, check) = self.pair.key.parts();
                [part("prefix", prefix), part("body", body), part("check", check)].concat()
            }
            Credential::Token => {
                let mut parts = self.pair.tokens.access.reveal().split('.');
                let mut next = |name, head| part(name, &abbreviate_to(parts.next().unwrap_or_default(), head, 6));
                [next("header", 40), next("payload", 24), next("signature", 6)].join(".")
            }
        }
    }

    fn parts(&self, credential: Credential) -> [(&'static str, String); 3] {
        match credential {
            Credential::Key => words::key_parts(self.pair.key.parts().1.len()),
            Credential::Token => words::token_parts(UserId::ADA.name(), SCOPE),
        }
    }

    /// The life bar: a key's runs on, a token's runs out.
    fn life(&self, paint: &mut Paint, credential: Credential) {
        paint.put("<div class=\"life\">");
        match credential {
            Credential::Key => {
                paint.put("<svg width=\"100%\" height=\"18\" aria-hidden=\"true\"><rect class=\"left\" y=\"4\" width=\"98%\" height=\"10\" rx=\"5\"/><svg class=\"on\" x=\"100%\"><path d=\"M-14 1L0 9l-14 8z\"/></svg></svg>");
            }
            Credential::Token => {
                let left = self.picture.left().as_ms() * 10_000 / self.picture.lifetime.as_ms().max(1);
                let rail = if left == 0 { "rail spent" } else { "rail" };
                paint
                    .put("<svg width=\"100%\" height=\"18\" aria-hidden=\"true\">")
                    .start(&["rect y=\"4\" width=\"100%\" height=\"10\" rx=\"5\""], &[text("class", rail)])
                    .put("</rect>")
                    .start(&["rect class=\"left\" y=\"4\" height=\"10\" rx=\"5\""], &[text("width", percent(left))])
                    .put("</rect></svg>");
            }
        }
        paint.live(&["p"], &[], rich(&words::life(credential, &self.picture))).put("</div>");
    }

    /// The four buttons. The one that would show most next stands out.
    fn acts(&self, paint: &mut Paint) {
        let next = self.next();
        let class = |stands_out| text("class", if stands_out { "button primary" } else { "button" });
        paint.put("<div class=\"acts\" role=\"group\" aria-label=\"").put(words::ACTS).put("\">");
        for act in Act::ALL {
            let head = ["button type=\"button\" data-do=\"", act.name(), "\""];
            // Not `disabled`: that would take the focus away, and the keys with it.
            let off = text("aria-disabled", if self.is_full() { "true" } else { "false" });
            paint.start(&head, &[class(next == Next::Act(act)), off]).put(words::button(act)).put("</button>");
        }
        paint
            .start(&["button type=\"button\" data-do=\"new-pair\""], &[class(next == Next::NewPair)])
            .put_with(|| sign_html("seed"))
            .put(words::NEW_PAIR)
            .put("</button></div>");
    }

    fn footer(&self, paint: &mut Paint) {
        paint
            .put("<div class=\"demo-footer\"><div class=\"steps\" role=\"group\" aria-label=\"")
            .put(words::STEPS)
            .put("\">");
        for (name, sign, label) in [("back", "back", words::BACK), ("forward", "step", words::ON)] {
            paint.put_with(|| {
                ["<button type=\"button\" class=\"button small icon\" data-do=\"", name, "\" title=\"", label].concat()
            });
            paint.put_with(|| ["\">", &sign_html(sign), "</button>"].concat());
        }
        reset_button(paint, "button small");
        paint
            .put("</div><button type=\"button\" class=\"button small\" data-copy=\"link\">")
            .put_with(|| sign_html("link"))
            .put(words::SHARE)
            .put("</button><details class=\"fold\"><summary>")
            .put(words::WIRE)
            .put("</summary><div class=\"wires\">");
        for credential in Credential::BOTH {
            let side = self.picture.side(credential);
            let note = words::wire_note(side);
            let message = side.sent.as_ref().map(|(_, exchange)| Message { exchange, note: &note });
            wire(paint, credential.name(), &words::wire_title(side, credential), message, words::WIRE_EMPTY);
        }
        paint.put("</div></details>");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.table().into());
        key_help_without_seed(paint, self.common.help, &words::KEYS);
        paint.put("</div>");
    }

    fn table(&self) -> String {
        let (key, token) = (&self.picture.key.doors, &self.picture.token.doors);
        let rows = READS.iter().zip(key).zip(token);
        rows.map(|((read, key), token)| row_html(&[read.path.to_owned(), words::answer(*key), words::answer(*token)]))
            .collect()
    }
}

/// What each endpoint answers: a door each, open or shut, with the status on it.
fn doors(side: &Side) -> String {
    let door = |(read, status): (&sim::provider::api::Endpoint, &u16)| {
        let name = read.path.rsplit('/').next().unwrap_or_default();
        let (class, sign) = if status / 100 == 2 { ("open", "ok") } else { ("shut", "no") };
        ["<li class=\"", class, "\"><b>", &sign_html(sign), &status.to_string(), "</b> <span>", name, "</span></li>"]
            .concat()
    };
    READS.iter().zip(&side.doors).map(door).collect()
}

fn parts(parts: &[(&str, String)]) -> String {
    let parts: Vec<String> = parts.iter().map(|(name, words)| part(name, &escape(words))).collect();
    parts.join("\u{a0}· ")
}

fn part(name: &str, text: &str) -> String {
    ["<span class=\"part-", name, "\">", text, "</span>"].concat()
}

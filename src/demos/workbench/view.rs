//! The demo on the screen: it paints what the model says.

use super::bench::{Answered, CALLS, LOOKED_UP, PERMISSION};
use super::claims::{meaning, said};
use super::fields::Setup;
use super::model::Workbench;
use super::reading::wrong;
use super::text::{members, value as json_value};
use super::token_view::{LINES, part_html, tie};
use super::tour::{STEPS, Step};
use super::words;
use crate::ui::controls::control;
use crate::ui::credential::abbreviate_to;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, flag, text, value};
use crate::ui::predict::predict;
use crate::ui::rich::{escape, plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::transport::transport_of_one_pace;
use crate::ui::wire::{Message, wire};
use sim::provider::check::Check;
use sim::provider::reject::Reject;
use sim::provider::scope::Scope;
use sim::wire::json::Value;

impl State for Workbench {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        transport_of_one_pace(paint, &self.clock, "turning point");
        self.verdict(paint);
        paint.put("<div class=\"bench\">");
        self.encoded(paint);
        self.decoded(paint);
        paint.put("</div><div class=\"trial\">");
        self.checks(paint);
        self.reply(paint);
        paint.put("</div>");
        self.tour(paint);
        self.opaque(paint);
        let verdict = self.common.guess.map_or_else(String::new, |guess| rich(&words::prediction(guess, self)));
        predict(paint, &rich(words::QUESTION), &words::GUESSES, self.common.guess, &verdict);
        paint.put("<div class=\"demo-footer\">");
        key_help_of(paint, self.common.help, &words::KEYS);
        paint.put("<p class=\"private\">").put(words::PRIVATE).put("</p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        let Setup { settings, call, .. } = setup;
        self.touched(false);
        match field {
            "to" => self.choose_call(call.unwrap_or_default()),
            "check" | "revoked" => self.set_policy(settings.asks, settings.revoked),
            "asked" => self.asked = settings.asked,
            "seed" => self.reseed(settings.seed),
            _ => self.set_mint(settings.mint),
        }
    }

    fn used(&mut self, name: &str, value: &str) -> bool {
        match name {
            "mint" => self.take_minted(),
            "token" => self.paste(value),
            "inside" => self.take_inside(),
            "give-back" => self.give_back(),
            "header" => self.edit(0, value),
            "payload" => self.edit(1, value),
            "secret" => self.edit_secret(value),
            "sign" => match words::SIGNS.iter().find(|(name, ..)| *name == value) {
                Some((_, how, _)) => self.sign(*how),
                None => return false,
            },
            "tour" => match Step::named(value) {
                Some(step) => self.look_at(step),
                None => return false,
            },
            "tour-on" => self.turn(true),
            "tour-back" => self.turn(false),
            "ask" => self.asked = true,
            _ => return false,
        }
        self.touched(name == "ask");
        true
    }

    fn keep(&mut self, replaced: Self) {
        // A link says nothing of what the reader brought, so it takes nothing of it away.
        self.kept = if replaced.is_readers() { replaced.text } else { replaced.kept };
    }

    fn copy(&self, name: &str) -> Option<String> {
        Some(match name {
            "curl-bench" => self.answer.exchange.request.curl(),
            "curl-introspection" => self.held.ask(self.now()).exchange.request.curl(),
            "token" => self.text.clone(),
            _ => return None,
        })
    }

    fn spoken(&self) -> String {
        if self.just_asked {
            return [words::ASKED_TITLE, ": ", words::asked_note(&self.held.ask(self.now())), "."].concat();
        }
        let (status, _, sentence) = words::verdict(self);
        let why = self.answer.exchange.reject.as_ref().map_or_else(String::new, |why| [" ", &why.sentence()].concat());
        [&plain(&words::news(self)), &status, ". ", &plain(&sentence), &why].concat()
    }
}

impl Workbench {
    /// The mint, the token, and the field to paste one into.
    fn encoded(&self, paint: &mut Paint) {
        paint
            .put("<div class=\"encoded\"><section class=\"mint\" data-part=\"set\"><h4>")
            .put(words::MINT)
            .put("</h4>");
        for name in ["user", "aud", "scope", "ttl"] {
            control(paint, self, name);
        }
        paint
            .put("<button type=\"button\" class=\"button\" name=\"mint\">")
            .put_with(|| sign_html("token"))
            .put(words::TAKE_MINTED)
            .put("</button></section><section class=\"whole-token\"><h4>")
            .put(words::TOKEN)
            .live(&["small"], &[], words::source(self))
            .put("</h4>");
        self.parts(paint);
        paint.put("<label class=\"paste\"><span>").put(words::PASTE).put("</span>");
        area(paint, "token", "4", "", &self.text, false);
        paint
            .put("</label>")
            .live(&["p class=\"what\""], &[], rich(&words::what_it_is(self)))
            .put("<p class=\"tools\"><button type=\"button\" class=\"button small\" data-copy=\"token\">")
            .put_with(|| sign_html("copy"))
            .put(words::COPY)
            .put("</button>");
        let inside = flag("hidden", self.reading.inside.is_none());
        let kept = flag("hidden", self.kept.is_empty());
        for (name, label, hidden) in [("inside", words::TAKE_INSIDE, inside), ("give-back", words::GIVE_BACK, kept)] {
            paint
                .start(&["button type=\"button\" class=\"button small\" name=\"", name, "\""], &[hidden])
                .put(label)
                .put("</button>");
        }
        paint.put("</p><p class=\"hint\">").put(words::PASTE_NOTE).put("</p></section></div>");
    }

    /// The three parts, coloured.
    fn parts(&self, paint: &mut Paint) {
        let drawn = !self.reading.parts.is_empty();
        paint.start(&["p class=\"parts\""], &[flag("hidden", !drawn)]);
        for (i, (name, class)) in words::PARTS.into_iter().zip(CLASSES).enumerate() {
            // The third stands for all that follow: an encrypted token has five.
            let html = match i {
                2 => (2..self.reading.parts.len()).map(|i| part_html(self, i)).collect::<Vec<_>>().join("."),
                _ => part_html(self, i),
            };
            let dot = if self.reading.parts.len() > i + 1 && i < 2 { "." } else { "" };
            // The part itself is no `button`: that is a box, and a token breaks wherever its line ends. And its text is
            // no name to be read out. So the button stands in it, unseen, and a click anywhere in the part does the same.
            paint
                .put("<span class=\"part-")
                .put(class)
                .put(" tied-")
                .put(class)
                .put("\" data-to=\"")
                .put(FIELDS[i])
                .put("\"><button type=\"button\" class=\"visually-hidden\">")
                .put(name)
                .put("</button>")
                .live(&["span"], &[], html)
                .put("</span>")
                .live(&["span class=\"dot\""], &[], dot);
        }
        paint.put("</p>").live(&["p class=\"parts none\""], &[flag("hidden", drawn)], words::TOO_LONG_TO_DRAW);
    }

    /// What each part says, to be changed.
    fn decoded(&self, paint: &mut Paint) {
        let off = || flag("disabled", !self.reading.is_token());
        paint.put("<div class=\"decoded\">");
        let fields =
            [(words::HEADER, words::HEADER_FIELD, "header"), (words::PAYLOAD, words::PAYLOAD_FIELD, "payload")];
        for (i, (title, label, name)) in fields.into_iter().enumerate() {
            let shown = if i == 0 { &self.header } else { &self.payload };
            let rows = if i == 0 { "5" } else { "10" };
            paint
                .put("<section class=\"pane tied-")
                .put(name)
                .put("\"><h4>")
                .put(words::PARTS[i])
                .put("<small>")
                .put(title)
                .put("</small>")
                .live(&["span aria-hidden=\"true\""], &[text("class", outcome_class(&self.answer))], self.outcome())
                .put("</h4>");
            area(paint, name, rows, label, shown, !self.reading.is_token());
            paint.live(&["p class=\"wrong\""], &[], self.wrong(i));
            self.lines(paint, i);
            paint.put("</section>");
        }
        paint
            .put("<section class=\"pane tied-signature\"><h4>")
            .put(words::PARTS[2])
            .put("<small>")
            .put(words::SIGNATURE)
            .put("</small>")
            .live(&["span aria-hidden=\"true\""], &[text("class", outcome_class(&self.answer))], self.outcome())
            .put("</h4><label><span>")
            .put(words::SECRET)
            .put("</span>")
            .start(
                &["input type=\"text\" name=\"secret\" spellcheck=\"false\" autocomplete=\"off\" autocapitalize=\"off\""],
                &[value(self.secret.as_str()), off()],
            )
            .put("</label>")
            .live(&["p class=\"compare\""], &[], rich(&words::comparison(self)))
            .put("<p class=\"signs\" role=\"group\" aria-label=\"")
            .put(words::SIGN_AGAIN)
            .put("\"><span>")
            .put(words::SIGN_AGAIN)
            .put("</span>");
        for (name, _, label) in words::SIGNS {
            paint
                .start(&["button type=\"button\" class=\"button small\" name=\"sign\" value=\"", name, "\""], &[off()])
                .put(label)
                .put("</button>");
        }
        paint.put("</p></section></div>");
    }

    /// How the token fares, beside each field that changes it: on a phone the verdict is far above. (Those who hear the
    /// page are told anyway.)
    fn outcome(&self) -> String {
        outcome_html(&self.answer)
    }

    /// What keeps a part from being read, or its text from being JSON.
    fn wrong(&self, part: usize) -> String {
        if !self.reading.is_token() {
            return String::new();
        }
        match self.reading.parts.get(part).map(|part| &part.says) {
            Some(Err(fault)) => words::fault(*fault).into(),
            Some(Ok(json)) => wrong(json).map(words::wrong).unwrap_or_default(),
            None => String::new(),
        }
    }

    /// A line for each member: what it is called, what it says, what that means.
    fn lines(&self, paint: &mut Paint, part: usize) {
        let json = self.reading.says(part).unwrap_or_default();
        let found = if self.payload.is_empty() && part == 1 { None } else { members(json) }.unwrap_or_default();
        paint.put("<ul class=\"claims\">");
        for i in 0..LINES[part] {
            let [name, shown] = found.get(i).map_or(["", ""], |member| {
                [&member.name, &member.value].map(|range| json.get(range.clone()).unwrap_or_default())
            });
            let parsed = Value::parse(name).ok();
            let name = parsed.as_ref().and_then(Value::as_text).unwrap_or_else(|| name.trim_matches('"'));
            let (means, clause) = meaning(part, name);
            let says = said(part, name, shown, self.now());
            let means = if says.is_empty() {
                escape(means)
            } else {
                [&escape(means), ": <b>", &escape(&says), "</b>"].concat()
            };
            paint
                .start(&["li class=\"", &tie(part, i), "\""], &[flag("hidden", i >= found.len())])
                .live(&["code translate=\"no\""], &[], self.name_html(part, name, shown))
                .live(&["span"], &[], means)
                .live(&["a rel=\"noopener\""], &[text("href", clause.url())], clause.name())
                .put("</li>");
        }
        paint.put("</ul>").live(
            &["p class=\"hint\""],
            &[flag("hidden", found.len() <= LINES[part])],
            words::MORE_CLAIMS,
        );
    }

    /// A member's name, marked if it was changed.
    fn name_html(&self, part: usize, name: &str, shown: &str) -> String {
        let name_html = escape(&abbreviate_to(name, 24, 4));
        let is_new = self.changed_from(part).is_some_and(|before| json_value(before, name) != Some(shown));
        if is_new && !name.is_empty() { ["<mark>", &name_html, "</mark>"].concat() } else { name_html }
    }

    /// Every check in the provider's order, and how this token fared.
    fn checks(&self, paint: &mut Paint) {
        paint.put("<section class=\"checks\"><h4>").put(words::CHECKS).put("</h4><ol>");
        for (i, question) in words::QUESTIONS.into_iter().enumerate() {
            let class = self.state_of(i);
            let (name, clause) = grounds(i);
            paint
                .start(&["li"], &[text("class", class)])
                .put("<span class=\"node\" aria-hidden=\"true\"><b>")
                .put_with(|| i.to_string())
                .put("</b>")
                .put_with(|| [sign_html("ok"), sign_html("no")].concat())
                .put("</span><span class=\"asks\">")
                .put(question)
                .put("</span><code translate=\"no\">")
                .put(name)
                .put("</code>")
                .live(&["span class=\"found\""], &[], self.found(i, class))
                .put_with(|| words::clause(clause))
                .put("</li>");
        }
        paint.put("</ol></section>");
    }

    fn found(&self, check: usize, class: &str) -> String {
        let spoken = ["<span class=\"visually-hidden\">", words::result(class), ": </span>"].concat();
        let found = match class {
            "passed" | "unasked"
                if check <= LOOKED_UP && check > 0 && self.answer.was_looked_up() && class == "unasked" =>
            {
                "not made".to_owned()
            }
            "passed" | "unasked" => rich(&words::found(self, check)),
            "stopped" => {
                self.answer.exchange.reject.as_ref().map_or_else(String::new, |reject| escape(&reject.sentence()))
            }
            _ => String::new(),
        };
        spoken + &found
    }

    /// How the token fared at a check: a class.
    fn state_of(&self, check: usize) -> &'static str {
        let stop = self.answer.stopped_at().unwrap_or(usize::MAX);
        let is_of_the_text = (1..LOOKED_UP).contains(&check);
        match check {
            _ if check == stop => "stopped",
            _ if self.answer.was_looked_up() && is_of_the_text => "unasked",
            _ if check > stop => "missed",
            LOOKED_UP if !self.asks && !self.answer.was_looked_up() => "unasked",
            _ => "passed",
        }
    }

    /// What it comes to: right above what the reader changes.
    fn verdict(&self, paint: &mut Paint) {
        let (status, class, sentence) = words::verdict(self);
        paint
            .put("<div class=\"standing\" data-part=\"lead\">")
            .start(&["div"], &[text("class", ["verdict ", class].concat())])
            .live(&["b class=\"ratio\""], &[], status)
            .put("<p>")
            .live(&["span"], &[], rich(&sentence))
            .put(" ")
            .live(&["span"], &[], self.why_html())
            .put(" ")
            .live(&["span class=\"aside\""], &[], words::aside(self))
            .put("</p></div></div>");
    }

    /// The exchange, and what decides it besides the token.
    fn reply(&self, paint: &mut Paint) {
        paint.put("<section class=\"reply\"><div class=\"sending\" data-part=\"call\">");
        for name in ["to", "check", "revoked"] {
            control(paint, self, name);
        }
        paint.put("</div>");
        let records = self.answer.exchange.records;
        let note = if records == 0 { String::new() } else { [&records.to_string(), "\u{a0}records"].concat() };
        let title = [&self.now().time_of_day(), " · ", CALLS[self.call]].concat();
        wire(paint, "bench", &title, Some(Message { exchange: &self.answer.exchange, note: &note }), "");
        paint.put("</section>");
    }

    fn why_html(&self) -> String {
        let Some(reject) = &self.answer.exchange.reject else { return String::new() };
        [&escape(&reject.sentence()), " ", &words::clause(reject.clause())].concat()
    }

    /// The forgeries, a step a line.
    fn tour(&self, paint: &mut Paint) {
        paint
            .put("<section class=\"tour\"><header><h4>")
            .put(words::TOUR)
            .put("</h4><p class=\"hint\">")
            .put(words::TOUR_NOTE)
            .put("</p><p class=\"tools\">");
        for (name, sign, label) in [("tour-back", "back", words::TOUR_BACK), ("tour-on", "step", words::TOUR_ON)] {
            paint
                .put("<button type=\"button\" class=\"button\" name=\"")
                .put(name)
                .put("\">")
                .put_with(|| sign_html(sign))
                .put(label)
                .put("</button>");
        }
        paint.put("</p></header><ol>");
        let mut verdicts = self.verdicts.iter();
        for (forgery, steps) in STEPS.into_iter().enumerate() {
            paint.put("<li><h5>").put_with(|| words::FORGERIES[forgery].0).put("</h5><ol>");
            for (step, answer) in verdicts.by_ref().take(steps).enumerate() {
                let here = Step(forgery, step);
                let current = if self.step() == Some(here) { "true" } else { "false" };
                paint
                    .put("<li>")
                    .start(
                        &["button type=\"button\" name=\"tour\" value=\"", &here.name(), "\""],
                        &[text("aria-current", current)],
                    )
                    .put("<span>")
                    .put_with(|| words::FORGERIES[forgery].1[step])
                    .put("</span>")
                    .live(&["span"], &[text("class", outcome_class(answer))], outcome_html(answer))
                    .put("</button></li>");
            }
            paint.put("</ol></li>");
        }
        paint.put("</ol></section>");
    }

    /// The opaque token, and what the authorization server says of it.
    fn opaque(&self, paint: &mut Paint) {
        let now = self.now();
        let asked = self.asked.then(|| self.held.ask(now));
        let sent = self.held.send(self.held.opaque.reveal(), self.call, now);
        let note = asked.as_ref().map_or("", words::asked_note);
        let message = asked.as_ref().map(|asked| Message { exchange: &asked.exchange, note });
        paint
            .put("<section class=\"opaque\"><div><h4>")
            .put_with(|| sign_html("token"))
            .put(words::OPAQUE)
            .put("</h4>")
            .live(&["p class=\"parts\""], &[], ["<span>", self.held.opaque.reveal(), "</span>"].concat())
            .put("<p>")
            .put(words::OPAQUE_NOTE)
            .put("</p>")
            .live(&["p"], &[], rich(&words::opaque_verdict(&sent)))
            .put("<button type=\"button\" class=\"button\" name=\"ask\">")
            .put(words::ASK)
            .put("</button></div><div>");
        wire(paint, "introspection", words::ASKED_TITLE, message, words::ASK_EMPTY);
        let body = asked.as_ref().map_or_else(String::new, |asked| escape(&asked.exchange.response.body.text()));
        paint
            .live(&["pre class=\"told\" translate=\"no\""], &[flag("hidden", !self.asked)], body)
            .put("</div></section>");
    }
}

/// A field for text. Its first value stands in it; a label around it needs no other.
fn area(paint: &mut Paint, name: &str, rows: &str, label: &str, shown: &str, disabled: bool) {
    let head = [
        "textarea name=\"",
        name,
        "\" rows=\"",
        rows,
        "\" spellcheck=\"false\" autocomplete=\"off\" autocapitalize=\"off\"",
        if label.is_empty() { "" } else { " aria-label=\"" },
        label,
        if label.is_empty() { "" } else { "\"" },
    ];
    paint.start(&head, &[value(shown), flag("disabled", disabled)]).put_with(|| escape(shown)).put("</textarea>");
}

/// The parts' classes, and the fields that change them.
const CLASSES: [&str; 3] = ["header", "payload", "signature"];
const FIELDS: [&str; 3] = ["header", "payload", "secret"];

/// What the provider calls a check of the list, and the clause that it rests on.
fn grounds(check: usize) -> (&'static str, sim::provider::reject::Clause) {
    let reject = match check {
        0 => Reject::MalformedHeader,
        PERMISSION => Reject::InsufficientScope(Scope::OrdersRead),
        _ => Check::ALL[check - 1].refusal(),
    };
    (reject.check(), reject.clause())
}

fn outcome_class(answer: &Answered) -> &'static str {
    if answer.exchange.reject.is_none() { "end ok" } else { "end no" }
}

fn outcome_html(answer: &Answered) -> String {
    let sign = if answer.exchange.reject.is_none() { "ok" } else { "no" };
    [sign_html(sign), escape(&words::outcome(answer))].concat()
}

//! The demo on the screen: it paints what the model says.

use super::draw::position;
use super::fields::Setup;
use super::model::Jobs;
use super::words;
use crate::fields::Named;
use crate::ui::format;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::lane::lane_strip;
use crate::ui::paint::{Paint, checked, flag, text};
use crate::ui::rich::{escape, plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::data_table;
use crate::ui::transport::transport_of_one_pace;
use crate::ui::wire::{Message, wire};
use sim::stories::jobs::Job;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How many turning points a job's months have at most.
const MOST_TURNS: usize = 12;

impl State for Jobs {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        self.list(paint);
        self.brief(paint);
        paint.start(&["div class=\"month\""], &[flag("hidden", self.pick().is_none())]);
        transport_of_one_pace(paint, &self.clock, "day");
        paint.put("<div class=\"month-lanes\">");
        for credential in Credential::BOTH {
            self.lane(paint, credential);
        }
        paint.put("<p class=\"hint\">").put(words::STRIPS).put("</p></div><p class=\"judged\">");
        paint.live(&["span"], &[], rich(&self.sentence())).put("</p><div class=\"month-told\">");
        self.turns(paint);
        self.numbers(paint);
        paint.put("</div>");
        self.verdict(paint);
        paint.put("<div class=\"wires\">");
        for credential in Credential::BOTH {
            self.wire(paint, credential);
        }
        paint.put("</div></div><div class=\"demo-footer\">");
        paint.start(&["div class=\"months-table\""], &[flag("hidden", self.pick().is_none())]);
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.drawings.table.clone());
        paint.put("</div>");
        key_help_of(paint, self.common.help, &words::HELP);
        paint.put("<p class=\"private\">").put(words::PRIVATE).put("</p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match (field, setup) {
            ("job", Setup { job: Some(job), .. }) => self.choose(job),
            ("pick", Setup { pick: Some(pick), .. }) => self.predict(pick),
            (_, Setup { seed, .. }) => self.reseed(seed),
        }
    }

    fn copy(&self, name: &str) -> Option<String> {
        let curl = |credential: Credential| {
            let last = self.months[credential as usize].last_exchange(self.clock.now);
            last.map(|(_, exchange)| exchange.request.curl()).unwrap_or_default()
        };
        match name {
            "curl-key" => Some(curl(Credential::Key)),
            "curl-token" => Some(curl(Credential::Token)),
            _ => None,
        }
    }

    fn spoken(&self) -> String {
        match self.pick() {
            None => [words::name(self.job), ". ", words::brief(self.job), " ", words::PICK].concat(),
            Some(_) => plain(&self.sentence()),
        }
    }
}

impl Jobs {
    fn list(&self, paint: &mut Paint) {
        paint
            .put("<fieldset class=\"job-list\" data-part=\"lead\"><legend class=\"visually-hidden\">")
            .put(words::JOBS)
            .put("</legend>");
        for ((name, job), pick) in Job::NAMES.iter().zip(Job::ALL).zip(self.picks) {
            let head = ["input type=\"radio\" name=\"jobs-job\" value=\"", name, "\""];
            let picked = pick.map_or_else(String::new, |pick| {
                let good = if pick == job.better() || job.takes_either() { "ok" } else { "no" };
                ["<i class=\"", good, "\">", &sign_html(good), "</i>", &sign_html(pick.name())].concat()
            });
            paint
                .put("<label class=\"job\">")
                .start(&head, &[checked(job == self.job)])
                .put("<span>")
                .put(words::name(job))
                .put("</span>")
                .live(&["span class=\"picked\""], &[], picked)
                .put("</label>");
        }
        paint.put("</fieldset>");
    }

    fn brief(&self, paint: &mut Paint) {
        paint
            .put("<div class=\"brief\"><div class=\"brief-text\">")
            .live(&["h4"], &[], words::name(self.job))
            .live(&["p"], &[], words::brief(self.job))
            .put("<dl>");
        for (question, answer) in words::QUESTIONS.iter().zip(words::answers(self.job)) {
            paint.put("<div><dt>").put(question).put("</dt>").live(&["dd"], &[], answer).put("</div>");
        }
        paint
            .put("</dl></div><div class=\"picks\" role=\"group\" aria-label=\"")
            .put(words::PICK)
            .put("\"><p><b>")
            .put(words::PICK)
            .put("</b></p>");
        for (name, credential) in Credential::NAMES.iter().zip(Credential::BOTH) {
            let head = [
                "button type=\"button\" class=\"button pick ",
                credential.name(),
                "\" name=\"pick\" value=\"",
                name,
                "\"",
            ];
            let pressed = if self.pick() == Some(credential) { "true" } else { "false" };
            paint
                .start(&head, &[text("aria-pressed", pressed)])
                .put("<b>")
                .put_with(|| sign_html(credential.name()))
                .put(words::PICKS[credential as usize])
                .put("</b>")
                .live(&["small"], &[], words::offer(self.job, credential))
                .put("</button>");
        }
        paint.put("</div></div>");
    }

    fn lane(&self, paint: &mut Paint, credential: Credential) {
        let (kind, fate) = (credential.name(), self.fate(credential));
        let (strip, marks) = self.drawings.lanes[credential as usize].clone();
        paint
            .put("<div class=\"lane ")
            .put(kind)
            .put("\"><div class=\"lane-head\"><h4>")
            .put_with(|| sign_html(kind))
            .put(words::LANES[credential as usize])
            .put("</h4>")
            .live(&["span class=\"scope\""], &[], words::offer(self.job, credential))
            .live(&["span"], &[text("class", ["fate ", words::fate_class(fate)].concat())], words::fate(fate))
            .put("</div>");
        lane_strip(paint, kind, strip, marks, position(self.clock.now), words::strip(self, credential));
        paint.put("</div>");
    }

    /// There are always as many places, so that a button which was pressed keeps its focus.
    fn turns(&self, paint: &mut Paint) {
        paint.put("<ol class=\"turns\" aria-label=\"").put(words::TURNS).put("\">");
        for (i, letter) in (0..MOST_TURNS).zip('A'..) {
            let told = self.told.get(i);
            let at = told.map_or(Duration::ZERO, |told| told.at);
            let face = told.map_or_else(String::new, |told| {
                let sign = |lane: usize| {
                    if told.lanes[lane] { sign_html(Credential::BOTH[lane].name()) } else { String::new() }
                };
                [
                    "<b class=\"badge\">",
                    letter.encode_utf8(&mut [0; 4]),
                    "</b><span class=\"when\">",
                    &format::moment(at),
                    "</span><span>",
                    &rich(&words::turn(self.job, told)),
                    "<span class=\"whose\">",
                    &sign(0),
                    &sign(1),
                    "</span></span>",
                ]
                .concat()
            });
            let class = if self.clock.now < at { "ahead" } else { "" };
            paint
                .start(&["li"], &[text("class", class), flag("hidden", face.is_empty())])
                .live(&["button type=\"button\" name=\"go\""], &[text("value", at.as_ms().to_string())], face)
                .put("</li>");
        }
        paint.put("</ol>");
    }

    fn numbers(&self, paint: &mut Paint) {
        let tallies = Credential::BOTH.map(|credential| self.tally(credential));
        paint.put("<div class=\"tally\"><table><caption class=\"visually-hidden\">").put(words::TALLY);
        paint.put("</caption><thead><tr><th scope=\"col\">").put(words::TALLY_HEAD).put("</th>");
        for credential in Credential::BOTH {
            paint
                .put("<th scope=\"col\" class=\"")
                .put(credential.name())
                .put("\"><span>")
                .put_with(|| sign_html(credential.name()))
                .put(words::NAMES[credential as usize])
                .put("</span></th>");
        }
        paint.put("</tr></thead><tbody>");
        for (row, name) in words::ROWS.iter().enumerate() {
            paint.put("<tr><th scope=\"row\">").put(name).put("</th>");
            let [key, token] = tallies.each_ref().map(|tally| words::row(tally, row));
            for cell in [key, token] {
                paint.live(&["td"], &[], cell);
            }
            paint.put("</tr>");
        }
        paint.put("</tbody></table></div>");
    }

    fn sentence(&self) -> String {
        if self.is_over() { words::verdict(self) } else { words::so_far(self) }
    }

    fn verdict(&self, paint: &mut Paint) {
        paint.start(&["div class=\"judgement\""], &[flag("hidden", !self.is_over())]).put("<div class=\"both\">");
        for credential in Credential::BOTH {
            let [well, ill] = if self.is_over() {
                words::well_and_ill(self.job, credential, &self.months[credential as usize])
            } else {
                [String::new(), String::new()]
            };
            paint
                .put("<div class=\"went ")
                .put(credential.name())
                .put("\"><h4>")
                .put_with(|| sign_html(credential.name()))
                .put(words::LANES[credential as usize])
                .put("</h4>");
            for (class, label, sentence) in [("ok", words::WELL, well), ("no", words::ILL, ill)] {
                paint
                    .put("<p class=\"")
                    .put(class)
                    .put("\">")
                    .put_with(|| sign_html(class))
                    .put("<span class=\"visually-hidden\">")
                    .put(label)
                    .put("</span>")
                    .live(&["span"], &[], escape(&sentence))
                    .put("</p>");
            }
            paint.put("</div>");
        }
        let (claim, link, section) = words::claim(self.job);
        let claim = ["<b>", words::SHOWS, "</b>", claim, " <a href=\"", link, "\">", section, "</a>"];
        paint.put("</div>").live(&["p class=\"claim\""], &[], claim.concat()).put("</div>");
    }

    fn wire(&self, paint: &mut Paint, credential: Credential) {
        let last = self.months[credential as usize].last_exchange(self.clock.now);
        let note = last.map_or_else(String::new, |(_, exchange)| words::wire_note(exchange.records));
        let message = last.map(|(_, exchange)| Message { exchange, note: &note });
        let title = words::wire_title(credential, last.map(|(at, _)| at));
        wire(paint, credential.name(), &title, message, words::WIRE_EMPTY);
    }
}

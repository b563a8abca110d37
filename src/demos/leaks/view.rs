//! The demo on the screen: it paints what the model says.

use super::batch::Plan;
use super::delay::Source;
use super::draw::HEIGHT;
use super::fields::single;
use super::model::{Leaks, MARKS, Rest};
use super::picture::MARKED;
use super::words;
use crate::demos::security::settings::paint_rest;
use crate::ui::controls::control;
use crate::ui::format::with_figure;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, flag, text};
use crate::ui::predict::predict;
use crate::ui::rich::{plain, rich, unheard};
use crate::ui::signs::sign_html;
use crate::ui::state::{Model, State};
use crate::ui::table::data_table;
use crate::ui::transport::reset_button;

const KINDS: [&str; 2] = ["key", "token"];

impl State for Leaks {
    type Setup = Plan;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.plan.settings.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        self.bar(paint);
        self.sources(paint);
        paint.put("<div class=\"stage\"><div class=\"pictures\">");
        self.chart(paint);
        self.marks(paint);
        paint.put("</div>");
        self.controls(paint);
        paint.put("</div>");
        self.verdict(paint);
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &self.prediction());
        self.footer(paint);
    }

    fn chosen(&mut self, _: &'static str, setup: Plan) {
        self.set(&|plan| *plan = setup);
    }

    fn used(&mut self, name: &str, _: &str) -> bool {
        match name {
            "cancel" => self.cancel(),
            "prove" => self.ask_proof(),
            "as-bad" => self.make_token_as_bad_as_key(),
            _ => return false,
        }
        true
    }

    fn copy(&self, name: &str) -> Option<String> {
        (name == words::CSV_FILE).then(|| self.csv())
    }

    fn spoken(&self) -> String {
        let progress = words::progress(self);
        if self.works() || self.rest != Rest::None {
            return progress;
        }
        let (figure, sentence) = words::verdict(&self.picture);
        let proofs = words::proofs(self);
        let gap = if proofs.is_empty() { "" } else { " " };
        [&progress, ". ", &with_figure(&figure, &plain(&sentence)), gap, &proofs].concat()
    }
}

impl Leaks {
    /// Run, pause, cancel, reset, and how far it is.
    fn bar(&self, paint: &mut Paint) {
        let (sign, word) = match (self.batch_works(), self.rest) {
            (true, _) => ("pause", words::PAUSE),
            (false, Rest::Paused) => ("play", words::CONTINUE),
            (false, _) => ("play", words::RUN),
        };
        let idle = !self.works() && self.rest != Rest::Paused;
        let (done, of) = match self.proof_works() {
            true => (self.proof.records.len(), MARKS),
            false => (self.batch.done() as usize, self.plan.leaks as usize),
        };
        paint
            .put("<div class=\"transport\" role=\"group\" aria-label=\"")
            .put(words::WORK)
            .put("\">")
            .live(
                &["button type=\"button\" class=\"button primary play\" name=\"toggle\""],
                &[],
                sign_html(sign) + word,
            )
            // Not `disabled`: a button that was pressed keeps its focus.
            .start(
                &["button type=\"button\" class=\"button\" name=\"cancel\""],
                &[text("aria-disabled", if idle { "true" } else { "false" })],
            )
            .put_with(|| sign_html("no"))
            .put(words::CANCEL)
            .put("</button>");
        reset_button(paint, "button");
        paint
            .start(
                &["progress aria-label=\"", words::PROGRESS, "\""],
                &[text("max", of.to_string()), text("value", done.to_string())],
            )
            .put("</progress>")
            .live(&["span class=\"clock\""], &[], words::progress(self))
            .put("</div>");
    }

    fn chart(&self, paint: &mut Paint) {
        paint
            .put("<h4 class=\"chart-title\">")
            .put(words::CHART)
            .put("</h4>")
            .live(
                &["svg class=\"chart losses\" width=\"100%\" height=\"", &HEIGHT.to_string(), "\" role=\"img\""],
                &[text("aria-label", words::chart(&self.picture))],
                self.picture.chart.clone(),
            )
            .put("<p class=\"axis\">")
            .put(words::AXIS)
            .put("</p>");
    }

    /// The marks: what the marked leaks cost, and where to see each of them.
    fn marks(&self, paint: &mut Paint) {
        paint.put("<table class=\"marks\"><thead><tr><td></td>");
        for [name, meaning] in words::MARKS_HEAD {
            paint.put("<th scope=\"col\">").put(name).put(" <small>").put(meaning).put("</small></th>");
        }
        paint.put("</tr></thead><tbody>");
        for (lane, kind) in KINDS.into_iter().enumerate() {
            paint.put("<tr class=\"").put(kind).put("\"><th scope=\"row\">").put_with(|| sign_html(kind));
            paint.put(words::LANES[lane]).put("</th>");
            for place in 0..MARKED.len() {
                self.mark_cell(paint, lane * MARKED.len() + place);
            }
            paint.put("</tr>");
        }
        paint.put("</tbody></table>");
    }

    fn mark_cell(&self, paint: &mut Paint, place: usize) {
        let mark = self.mark(place);
        let leak = mark.map(|mark| self.single(mark));
        let href = leak.as_ref().map_or_else(String::new, single);
        let proof = words::proof(mark, self.proof.records.get(place).copied());
        paint
            .put("<td>")
            .live(&["b"], &[], words::mark(mark))
            .live(&["span"], &[], leak.as_ref().map_or_else(String::new, words::story))
            .live(
                &["a"],
                &[text("href", href), flag("hidden", mark.is_none())],
                mark.map_or_else(String::new, words::single),
            )
            .live(&["span class=\"proof\""], &[], rich(&proof))
            .put("</td>");
    }

    /// Where the delays come from.
    fn sources(&self, paint: &mut Paint) {
        let plan = &self.plan;
        paint.put("<div class=\"sources\" data-part=\"set lead\"><div>");
        control(paint, self, "source");
        paint.start(&["div"], &[flag("hidden", plan.source != Source::Own)]);
        control(paint, self, "half");
        paint.put("</div></div>");
        paint.live(&["p class=\"hint\""], &[], words::source_note(plan.source, plan.settings.hole)).put("</div>");
    }

    fn controls(&self, paint: &mut Paint) {
        paint.put("<div class=\"controls\" role=\"group\" aria-label=\"").put(words::SETTINGS).put("\">");
        control(paint, self, "leaks");
        paint_rest(paint, &mut self.plan.clone(), &self.plan.settings);
        paint.put("</div>");
    }

    fn verdict(&self, paint: &mut Paint) {
        let (figure, sentence) = words::verdict(&self.picture);
        // Before the first leak, dots hold the figure's place: nothing to read out.
        let figure = if self.picture.leaks == 0 { unheard(&figure) } else { figure };
        let worse = self.picture.medians().is_some_and(|[key, token]| token > key);
        paint
            .start(&["div"], &[text("class", if worse { "verdict token-worse" } else { "verdict" })])
            .live(&["b class=\"ratio\""], &[], figure)
            .put("<p>")
            .live(&["span"], &[], rich(&sentence))
            .put(" ")
            .live(&["span class=\"aside\""], &[], words::aside(&self.picture))
            .put("</p><button type=\"button\" class=\"button\" name=\"as-bad\">")
            .put(words::AS_BAD)
            .put("</button></div>");
    }

    fn footer(&self, paint: &mut Paint) {
        paint.put("<div class=\"demo-footer\">");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.picture.table.clone());
        paint.put("<details class=\"data-table how\"><summary>").put(words::HOW).put("</summary>");
        for paragraph in words::HOW_TEXT {
            paint.put("<p>").put(paragraph).put("</p>");
        }
        paint
            .put("<p><button type=\"button\" class=\"button small\" name=\"prove\">")
            .put(words::PROVE)
            .put("</button> ")
            .live(&["span"], &[], words::proofs(self))
            .put("</p></details><button type=\"button\" class=\"button small\" data-save=\"")
            .put(words::CSV_FILE)
            .put("\">")
            .put(words::CSV)
            .put("</button>");
        key_help_of(paint, self.common.help, &words::HELP);
        paint
            .put("<p class=\"private\">")
            .put(words::PRIVATE)
            .put(" <span title=\"")
            .put(words::RUN_NOTE)
            .put("\">")
            .put(words::RUN_NAME)
            .live(&["code class=\"run\" translate=\"no\""], &[], format!("{:016x}", self.picture.digest))
            .put("</span></p></div>");
    }

    fn prediction(&self) -> String {
        match (self.common.guess, self.before, self.picture.medians()) {
            (Some(guess), Some(before), Some(now)) if self.is_done() && self.picture.plan == self.plan => {
                rich(&words::prediction(guess, before, now))
            }
            (Some(_), ..) => words::WAIT.into(),
            _ => String::new(),
        }
    }

    /// Every leak that is done, one a line.
    fn csv(&self) -> String {
        let mut text = words::CSV_HEAD.to_owned();
        let both = self.batch.records[0].iter().zip(&self.batch.records[1]);
        for (number, (&key, &token)) in (0..).zip(both) {
            let leak = self.batch.plan.leak(number);
            let fields = [
                u64::from(number) + 1,
                leak.seed,
                leak.leak_at.as_s(),
                leak.noticed_after.as_s(),
                key.into(),
                token.into(),
            ];
            for (i, field) in fields.into_iter().enumerate() {
                text += if i == 0 { "" } else { "," };
                text += &field.to_string();
            }
            text.push('\n');
        }
        text
    }
}

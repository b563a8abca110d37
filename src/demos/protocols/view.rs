//! The demo on the screen: it paints what the model says.

use super::fields::Setup;
use super::model::Protocols;
use super::run::{ASKED, End, Flow, Protection, Sabotage, Said, Step, WAITING};
use super::{draw, message, words};
use crate::fields::Named;
use crate::ui::controls::{control, switch};
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, flag, text};
use crate::ui::predict::predict;
use crate::ui::rich::{escape, plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::{data_table, row_html};
use crate::ui::transport::{play_button, reset_button, step_buttons};
use sim::provider::scope::Scope;

impl State for Protocols {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.set.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        paint.put("<div class=\"flows\" data-part=\"set lead\">");
        control(paint, self, "flow");
        paint.put("</div><div class=\"walk\">");
        self.bar(paint);
        self.verdict(paint);
        self.breaks(paint);
        draw::sequence(paint, self);
        self.panel(paint);
        paint.put("</div>");
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &self.prediction());
        paint.put("<div class=\"demo-footer\">");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.rows().into());
        key_help_of(paint, self.common.help, &words::KEYS);
        paint.put("<p class=\"private\">").put(words::PRIVATE).put("</p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match (field, setup.set.sabotage) {
            ("flow", _) => self.choose(setup.set.flow),
            ("break", Some(sabotage)) => self.sabotage(sabotage),
            _ => self.reseed(setup.set.seed),
        }
    }

    fn used(&mut self, name: &str, value: &str) -> bool {
        match (name, name.split_once('.'), value) {
            ("look", ..) => return value.parse().map(|step| self.look_at(step)).is_ok(),
            ("switch-off", ..) => {
                if let Some(protection) = self.stopped_by() {
                    self.switch(protection, false);
                }
            }
            ("all-on", ..) => self.all_on(),
            ("allow", ..) => self.answer(false),
            ("deny", ..) => self.answer(true),
            (_, Some(("grant", scope)), "on" | "off") => {
                return Scope::parse(scope).map(|scope| self.grant(scope, value == "on")).is_some();
            }
            (_, Some(("keep", name)), "on" | "off") => {
                return Protection::of_name(name).map(|protection| self.switch(protection, value == "on")).is_some();
            }
            _ => return false,
        }
        true
    }

    fn copy(&self, name: &str) -> Option<String> {
        match (name, &self.now().said) {
            ("curl-step", Said::Exchange(exchange)) => Some(exchange.0.curl()),
            ("curl-step", Said::Aside(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn spoken(&self) -> String {
        let step = self.now();
        let mut said = [&words::place(self), ". ", words::title(step), "."].concat();
        let came_back = words::came_back(step);
        if !came_back.is_empty() {
            said += &[" ", &came_back, "."].concat();
        }
        if let Some(stop) = &step.stop {
            said += &[" ", &stop.sentence].concat();
        }
        if self.is_told() {
            said += &[" ", &plain(&words::verdict(self))].concat();
        }
        said
    }
}

impl Protocols {
    fn bar(&self, paint: &mut Paint) {
        paint.put("<div class=\"transport\" role=\"group\" aria-label=\"Steps\">");
        play_button(paint, &self.clock);
        step_buttons(paint, "step");
        reset_button(paint, "button");
        paint.live(&["span class=\"clock\""], &[], words::place(self)).put("</div>");
    }

    /// How the run ends, once it has; and the switch to try next.
    fn verdict(&self, paint: &mut Paint) {
        let (class, sign) = match self.end() {
            None => ("verdict", "step"),
            Some(End::Done) => ("verdict ok", "ok"),
            Some(End::Denied | End::Stopped) => ("verdict no", "no"),
            Some(End::Taken) => ("verdict thief", "thief"),
        };
        let off = self.stopped_by();
        let mend = self.end() == Some(End::Taken) && self.set.off().next().is_some();
        paint
            .start(&["div"], &[text("class", class)])
            .live(&["b class=\"outcome\""], &[], sign_html(sign))
            .put("<p>")
            .live(&["span"], &[], rich(&words::verdict(self)))
            .put("</p>")
            .live(
                &["button type=\"button\" class=\"button small\" name=\"switch-off\""],
                &[flag("hidden", off.is_none())],
                off.map_or_else(String::new, words::switch_off),
            )
            .start(&["button type=\"button\" class=\"button small\" name=\"all-on\""], &[flag("hidden", !mend)])
            .put(words::ALL_ON)
            .put("</button></div>");
    }

    /// The ways to break this flow, and what protects it.
    fn breaks(&self, paint: &mut Paint) {
        paint.put("<section class=\"breaks\" data-part=\"set\"><h4>").put(words::BREAK).put("</h4>");
        for flow in Flow::ALL {
            paint.start(
                &["div class=\"ways\" role=\"group\" aria-label=\"", words::BREAK, "\""],
                &[flag("hidden", flow != self.set.flow)],
            );
            for sabotage in Sabotage::ALL.into_iter().filter(|sabotage| sabotage.flow() == flow) {
                let name = sabotage.name_in_link();
                let head = ["button type=\"button\" class=\"button small\" name=\"break\" value=\"", name, "\""];
                let pressed = if self.set.sabotage == Some(sabotage) { "true" } else { "false" };
                let label = words::SABOTAGES[sabotage as usize].label;
                paint.start(&head, &[text("aria-pressed", pressed)]).put(label).put("</button>");
            }
            paint.put("</div>");
        }
        for flow in [Flow::Code, Flow::Refresh] {
            paint
                .start(&["fieldset class=\"protections\""], &[flag("hidden", flow != self.set.flow)])
                .put("<legend>")
                .put(words::OFF)
                .put("</legend>");
            for protection in Protection::ALL {
                if protection.flow() == flow {
                    let (name, label) = (protection.name_in_link(), words::PROTECTIONS[protection as usize]);
                    switch(paint, label, &["keep.", name].concat(), self.set.has(protection), "");
                }
            }
            paint.put("<p class=\"hint\">").put(words::OFF_NOTE).put("</p></fieldset>");
        }
        paint.put("</section>");
    }

    /// The step in view: what it is about, the page that Ada is shown, and its messages in full.
    fn panel(&self, paint: &mut Paint) {
        let step = self.now();
        paint
            .put("<section class=\"panel\"><h4>")
            .live(&["small"], &[], [&words::place(self), " · ", &step.at.time_of_day()].concat())
            .live(&["span"], &[], words::title(step))
            .put("</h4>")
            .live(&["p class=\"about\""], &[], words::about(step));
        self.screen(paint, step);
        let ends = |from, to| [words::party(self.set.flow, from), " → ", words::party(self.set.flow, to)].concat();
        let (sent, got) = match &step.said {
            Said::Exchange(exchange) => (message::request_html(&exchange.0), message::response_html(&exchange.1)),
            Said::Aside(what) => (["<code translate=\"no\">", &escape(what), "</code>"].concat(), String::new()),
        };
        let is_message = step.exchange().is_some();
        paint
            .put("<div class=\"panel-tools\">")
            .live(&["p class=\"hint\""], &[], if is_message { words::POINT } else { words::NO_MESSAGE })
            .put("<button type=\"button\" class=\"button small\" data-copy=\"curl-step\">")
            .put_with(|| sign_html("copy"))
            .live(&["span"], &[], if is_message { words::CURL } else { words::COPY })
            .put("</button></div><div class=\"messages\"><h5>")
            .live(&["span"], &[], ends(step.from, step.to))
            .put("</h5>")
            .live(&["div class=\"lines\""], &[], sent)
            .start(&["h5"], &[flag("hidden", got.is_empty())])
            .live(&["span"], &[], ends(step.to, step.from))
            .put("</h5>")
            .live(&["div class=\"lines\""], &[], got)
            .live(&["p"], &[text("class", why_class(step))], why(step))
            .put("</div></section>");
    }

    /// The page that the authorization server shows, as a page.
    fn screen(&self, paint: &mut Paint, step: &Step) {
        let asked = step.asks();
        let address =
            step.exchange().map_or_else(String::new, |(request, _)| ["https://", request.host, &request.path].concat());
        let client = match self.set.flow {
            Flow::Device => sim::stories::flow::TV,
            _ => sim::provider::oauth::APP,
        };
        paint
            .start(
                &["div class=\"screen\" role=\"group\" aria-label=\"", words::SCREEN, "\""],
                &[flag("hidden", asked.is_none())],
            )
            .live(&["p class=\"bar\""], &[], escape(&address))
            .put("<p>")
            .live(&["b"], &[], client)
            .put(" ")
            .put(words::ASKS)
            .put("</p>");
        for scope in ASKED.iter() {
            switch(paint, scope.name(), &["grant.", scope.name()].concat(), self.set.granted.contains(scope), "");
        }
        paint
            .put("<div class=\"screen-answer\"><button type=\"button\" class=\"button primary\" name=\"allow\">")
            .put(words::ALLOW)
            .put("</button><button type=\"button\" class=\"button\" name=\"deny\">")
            .put(words::DENY)
            .put("</button></div><p class=\"hint\">")
            .put(words::SCREEN_NOTE)
            .put("</p></div>");
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| rich(&words::prediction(guess, &self.run)))
    }

    fn rows(&self) -> String {
        let row = |(i, step): (usize, &Step)| {
            row_html(&[
                (i + 1).to_string(),
                step.at.time_of_day(),
                [words::party(self.set.flow, step.from), " → ", words::party(self.set.flow, step.to)].concat(),
                words::sent(step),
                words::came_back(step),
                step.stop.as_ref().map_or_else(String::new, |stop| stop.check.to_owned()),
            ])
        };
        self.run.steps.iter().enumerate().map(row).collect()
    }
}

fn why_class(step: &Step) -> &'static str {
    match &step.stop {
        Some(stop) if stop.check == WAITING => "why waits",
        _ => "why",
    }
}

/// What stopped the step, and what that rests on.
fn why(step: &Step) -> String {
    let Some(stop) = &step.stop else { return String::new() };
    let who = if stop.by_app { words::BY_APP } else { "" };
    let sign = if stop.check == WAITING { String::new() } else { sign_html("no") };
    [
        &sign,
        "<code translate=\"no\">",
        stop.check,
        "</code> ",
        who,
        &escape(&stop.sentence),
        " <a href=\"",
        &stop.clause.url(),
        "\" rel=\"noopener\">",
        &stop.clause.name(),
        "</a>",
    ]
    .concat()
}

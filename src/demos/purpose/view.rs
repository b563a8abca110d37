//! The demo on the screen: it paints what the model says.

use super::fields::{Path, Setup};
use super::model::{Act, Frame, MOST_ACTS, Purpose, Sent, With, paths};
use super::words;
use crate::fields::{Named, Written};
use crate::ui::controls::{chips, control};
use crate::ui::credential::{abbreviate, key_html, token_html};
use crate::ui::format;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, flag, text};
use crate::ui::predict::predict;
use crate::ui::rich::{escape, plain, rich, unheard};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::{data_table, row_html};
use crate::ui::transport::{reset_button, step_buttons};
use crate::ui::wire::{Message, wire};
use sim::provider::api::{ENDPOINTS, Stage};
use sim::provider::api_key::ApiKey;
use sim::provider::reject::Reject;
use sim::wire::http::Method;
use sim::wire::time::Duration;

/// The stations, in their order.
/// The first so many stations are the checks; then comes the answer.
const CHECKS: usize = 5;
const STATIONS: [Stage; 6] = [Stage::Endpoint, Stage::App, Stage::Usage, Stage::User, Stage::Permission, Stage::Answer];

impl State for Purpose {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        paint.put("<div class=\"desk\">");
        self.composer(paint);
        paint.put("<div class=\"way\">");
        self.bar(paint);
        self.way(paint);
        self.verdict(paint);
        paint.put("</div></div>");
        self.gauges(paint);
        paint.put("<div class=\"wires\">");
        self.log(paint);
        self.wire(paint);
        paint.put("</div>");
        predict(paint, &rich(words::QUESTION), &words::GUESSES, self.common.guess, &self.prediction());
        paint.put("<div class=\"demo-footer\">");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.rows().into());
        key_help_of(paint, self.common.help, &words::KEYS);
        paint.put("<p class=\"private\">").put(words::PRIVATE).put("</p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        // A demo that was touched has an address.
        self.clock.touched = true;
        match field {
            "with" => self.with = setup.with,
            "method" => self.call.method = setup.method,
            _ => self.reseed(setup.seed),
        }
    }

    fn used(&mut self, name: &str, value: &str) -> bool {
        match (name, value.parse()) {
            ("to", _) => {
                let mut path = Path(self.call.path);
                if !path.read(value) {
                    return false;
                }
                self.choose_path(path.0);
            }
            ("send", Ok(times @ (1 | 100))) if !self.is_full() => self.send(times as u32),
            ("wait", Ok(seconds)) if !self.is_full() && words::WAITS.iter().any(|(offered, _)| *offered == seconds) => {
                self.wait(Duration::seconds(seconds));
            }
            ("look", Ok(step)) => self.look_at(step as usize),
            _ => return false,
        }
        self.clock.touched = true;
        true
    }

    fn copy(&self, name: &str) -> Option<String> {
        let curl = || self.sent().map(|sent| sent.exchange.request.curl()).unwrap_or_default();
        (name == "curl-request").then(curl)
    }

    fn spoken(&self) -> String {
        let (status, _, sentence) = words::verdict(self);
        match self.sent() {
            // What is on its way has brought nothing yet.
            Some(_) if !self.arrived() => String::new(),
            Some(sent) => {
                let why = plain(&self.why(sent));
                let gap = if why.is_empty() { "" } else { " " };
                [&status, ". ", plain(&sentence).as_str(), gap, why.trim_end()].concat()
            }
            None => plain(&sentence),
        }
    }
}

impl Purpose {
    /// What the reader sends: the credential, the method, the path; and what that comes to on the wire.
    fn composer(&self, paint: &mut Paint) {
        paint.put("<div class=\"composer\" role=\"group\" aria-label=\"").put(words::COMPOSE).put("\">");
        let mut names = With::ALL.into_iter().zip(With::NAMES).zip(words::WITH);
        for (legend, size) in words::GROUPS.into_iter().zip(words::GROUP_SIZES) {
            let mut group = names.by_ref().take(size).map(|((with, name), words)| (words, *name, with == self.with));
            chips(paint, legend, "with", Some("purpose-with"), &mut group);
        }
        control(paint, self, "method");
        paint
            .put("<label class=\"path\"><span>")
            .put(words::PATH)
            .put("</span>")
            .select(&["select name=\"to\""], self.call.path, path_options)
            .put("</label>")
            .live(&["pre class=\"composed\" translate=\"no\""], &[], self.composed())
            .put("</div>");
    }

    /// The composed request, its credential in its parts.
    fn composed(&self) -> String {
        let request = self.held.request(self.with, self.call);
        let mut html = [request.method.name(), " ", &escape(&request.target())].concat();
        if let Some(key) = request.headers.value("X-API-Key") {
            let parts = ApiKey::parse(key).map_or_else(|_| escape(&abbreviate(key)), |key| key_html(&key));
            html += &["\nX-API-Key: ", &parts].concat();
        }
        if let Some(field) = request.headers.value("Authorization") {
            html += &["\nAuthorization: Bearer ", &token_html(field.trim_start_matches("Bearer "))].concat();
        }
        html
    }

    fn bar(&self, paint: &mut Paint) {
        let full = || flag("disabled", self.is_full());
        paint
            .put("<div class=\"transport\" role=\"group\" aria-label=\"Send\">")
            .start(&["button type=\"button\" class=\"button primary\" name=\"send\" value=\"1\""], &[full()])
            .put_with(|| sign_html("play"))
            .put(words::SEND)
            .put("</button>")
            .start(&["button type=\"button\" class=\"button\" name=\"send\" value=\"100\""], &[full()])
            .put(words::SEND_MANY)
            .put("</button>");
        for (seconds, label) in words::WAITS {
            let seconds = seconds.to_string();
            let head = ["button type=\"button\" class=\"button\" name=\"wait\" value=\"", &seconds, "\""];
            paint.start(&head, &[full()]).put(label).put("</button>");
        }
        paint.put("<span class=\"steps\">");
        step_buttons(paint, "check");
        reset_button(paint, "button");
        paint
            .live(&["span class=\"clock\""], &[], self.frame().now.time_of_day())
            .put("</span>")
            .live(&["p class=\"hint\""], &[], if self.is_full() { words::FULL } else { "" })
            .put("</div>");
    }

    /// The stations, one under the other, with what was found at each.
    fn way(&self, paint: &mut Paint) {
        let with = match self.frame().act {
            Act::Send { with, .. } => with.kind(),
            Act::Wait(_) => "",
        };
        let moving = if self.clock.playing { " moving" } else { "" };
        paint.start(
            &["ol aria-label=\"", words::PATH_TITLE, "\""],
            &[text("class", ["stations ", with, moving].concat())],
        );
        for (i, (station, (what, question))) in STATIONS.into_iter().zip(words::STATIONS).enumerate() {
            let state = self.state_of(i);
            let found = match (self.sent(), state) {
                (Some(sent), "passed" | "stopped") => rich(&words::evidence(station, sent, self.frame())),
                (_, "missed") => words::NOT_REACHED.into(),
                _ => String::new(),
            };
            let found = ["<span class=\"visually-hidden\">", words::spoken_state(state), "</span>", &found].concat();
            paint
                .start(&["li"], &[text("class", ["station ", state].concat())])
                .put("<span class=\"node\" aria-hidden=\"true\"><b>")
                .put_with(|| if i == CHECKS { String::new() } else { (i + 1).to_string() })
                .put("</b>")
                .put_with(|| [sign_html("ok"), sign_html("no")].concat())
                .put("</span><h4>")
                .put(what)
                .put("</h4><p class=\"asks\">")
                .put(question)
                .put("</p>")
                .live(&["p class=\"found\""], &[], found)
                .put("</li>");
        }
        paint.put("</ol>");
    }

    /// How far the request in view has come, seen from a station: a class.
    fn state_of(&self, station: usize) -> &'static str {
        let Some(sent) = self.sent() else { return "idle" };
        let stop = sent.stage as usize;
        match station {
            _ if station > self.reached() && self.arrived() => "missed",
            _ if station > self.reached() => "idle",
            _ if station == stop && sent.exchange.reject.is_some() => "stopped",
            _ => "passed",
        }
    }

    fn verdict(&self, paint: &mut Paint) {
        let (status, class, sentence) = words::verdict(self);
        let why = self.sent().filter(|_| self.arrived()).map(|sent| self.why_html(sent)).unwrap_or_default();
        // A dash or dots hold the figure's place: nothing to read out.
        let status = if class.is_empty() { unheard(&status) } else { status };
        paint
            .start(&["div"], &[text("class", ["verdict ", class].concat())])
            .live(&["b class=\"ratio\""], &[], status)
            .put("<p>")
            .live(&["span"], &[], rich(&sentence))
            .put(" ")
            .live(&["span"], &[], why)
            .put(" ")
            .live(&["span class=\"aside\""], &[], words::tally(self))
            .put("</p></div>");
    }

    /// The refusal's sentence, and what it shows.
    fn why(&self, sent: &Sent) -> String {
        let sentence = sent.exchange.reject.as_ref().map_or_else(String::new, |reject| reject.sentence() + " ");
        sentence + words::aside(sent, &self.meters())
    }

    /// The same with the clause that it rests on.
    fn why_html(&self, sent: &Sent) -> String {
        let clause = |reject: &Reject| {
            let clause = reject.clause();
            let sentence = escape(&reject.sentence());
            [&sentence, " <a href=\"", &clause.url(), "\" rel=\"noopener\">", &clause.name(), "</a>. "].concat()
        };
        let clause = sent.exchange.reject.as_ref().map_or_else(String::new, clause);
        clause + &rich(words::aside(sent, &self.meters()))
    }

    fn gauges(&self, paint: &mut Paint) {
        paint.put("<div class=\"meters\"><h4>").put(words::COUNTED).put("</h4><ul>");
        let names = words::METER_NAMES.into_iter().zip(words::METER_KINDS);
        for (meter, (name, kind)) in self.meters().into_iter().zip(names) {
            let used = u64::from(meter.limit - meter.left) * 10_000 / u64::from(meter.limit.max(1));
            let class = [kind, if meter.left == 0 { " full" } else { "" }].concat();
            paint
                .start(&["li"], &[text("class", class)])
                .put("<b>")
                .put(name)
                .put("</b>")
                .live(&["span"], &[], words::used(meter))
                .put("<svg width=\"100%\" height=\"10\" aria-hidden=\"true\"><rect class=\"room\" width=\"100%\" height=\"10\"/>")
                .start(&["rect class=\"used\" height=\"10\""], &[text("width", format::percent(used))])
                .put("</rect></svg>")
                .live(&["small"], &[], words::restart(meter))
                .put("</li>");
        }
        paint.put("</ul><p class=\"hint\">").put(words::COUNTED_NOTE).put("</p></div>");
    }

    /// What was sent: a line each, and a way back to it. There are always as many places, so that a button which was
    /// pressed keeps its focus.
    fn log(&self, paint: &mut Paint) {
        paint
            .put("<section class=\"wire log\"><h4>")
            .put(words::LOG)
            .put("</h4>")
            .live(&["p class=\"wire-empty\""], &[flag("hidden", !self.acts().is_empty())], words::LOG_EMPTY)
            .put("<ol>");
        for i in 1..=MOST_ACTS {
            let frame = self.acts().get(i - 1);
            let face = frame.map_or_else(String::new, |frame| self.line(frame, i));
            let class = if i > self.step { "ahead" } else { "" };
            let current = if i == self.step { "true" } else { "false" };
            let number = i.to_string();
            paint
                .start(&["li"], &[text("class", class), flag("hidden", frame.is_none())])
                .live(
                    &["button type=\"button\" name=\"look\" value=\"", &number, "\""],
                    &[text("aria-current", current)],
                    face,
                )
                .put("</li>");
        }
        paint.put("</ol></section>");
    }

    fn line(&self, frame: &Frame, i: usize) -> String {
        let number = ["<b class=\"number\">", &i.to_string(), "</b>"].concat();
        let (Act::Send { with, call, times }, Some(sent)) = (frame.act, &frame.sent) else {
            let waited = match frame.act {
                Act::Wait(time) => words::wait(time),
                Act::Send { .. } => String::new(),
            };
            return [&number, "<span class=\"who alone\">", &waited, "</span>"].concat();
        };
        let sign = if with.kind().is_empty() { String::new() } else { sign_html(with.kind()) };
        let who = ["<span class=\"who ", with.kind(), "\">", &sign, words::caller(with), "</span>"].concat();
        let many = if times > 1 { [words::MANY, &times.to_string()].concat() } else { String::new() };
        let what = ["<code translate=\"no\">", call.method.name(), " ", &call.target(), "</code>", &many].concat();
        // The request in view tells how it ended when it has arrived.
        let (checks, end) = if i == self.step && !self.arrived() {
            (String::new(), "…".to_owned())
        } else {
            (checks(sent), words::outcome(sent))
        };
        let class = if sent.exchange.reject.is_none() { "ok" } else { "no" };
        let (what, end) = (["<span class=\"what\">", &what, "</span>"].concat(), escape(&end));
        [&number, &who, &what, &checks, "<span class=\"end ", class, "\">", &end, "</span>"].concat()
    }

    fn wire(&self, paint: &mut Paint) {
        let sent = self.sent().filter(|_| self.arrived());
        let note = sent.map_or_else(String::new, words::note);
        let message = sent.map(|sent| Message { exchange: &sent.exchange, note: &note });
        let (kind, title) = match self.frame().act {
            Act::Send { with, .. } => {
                (with.kind(), [&self.frame().now.time_of_day(), " · ", words::caller(with)].concat())
            }
            Act::Wait(_) => ("", self.frame().now.time_of_day()),
        };
        let empty = if self.sent().is_some() { words::WIRE_EMPTY } else { words::NOTHING_ON_THE_WIRE };
        paint.start(&["div"], &[text("class", ["answer ", kind].concat())]);
        wire(paint, "request", &title, message, empty);
        paint.put("</div>");
    }

    fn prediction(&self) -> String {
        match (self.common.guess, self.sent()) {
            (Some(_), _) if !self.arrived() => words::RUNNING.into(),
            (Some(guess), Some(sent)) => rich(&words::prediction(guess, sent)),
            _ => String::new(),
        }
    }

    fn rows(&self) -> String {
        let row = |(i, frame): (usize, &std::sync::Arc<Frame>)| {
            let (number, time) = ((i + 1).to_string(), frame.now.time_of_day());
            row_html(&match (frame.act, &frame.sent) {
                (Act::Send { with, call, times }, Some(sent)) => [
                    number,
                    time,
                    words::caller(with).to_owned(),
                    [call.method.name(), " ", &call.target()].concat(),
                    times.to_string(),
                    words::stopped_at(sent),
                    words::outcome(sent),
                ],
                (Act::Wait(waited), _) => {
                    [number, time, words::wait(waited), String::new(), String::new(), String::new(), String::new()]
                }
                _ => [const { String::new() }; 7],
            })
        };
        self.told().iter().enumerate().map(row).collect()
    }
}

/// The five checks of a request, small: which it passed, which stopped it, which it never saw.
fn checks(sent: &Sent) -> String {
    let refused = sent.exchange.reject.is_some();
    let mut html = "<span class=\"checks\">".to_owned();
    for (i, station) in STATIONS.into_iter().enumerate().take(CHECKS) {
        html += &match station {
            _ if station == sent.stage && refused => ["<i class=\"no\">", &sign_html("no"), "</i>"].concat(),
            _ if station <= sent.stage => ["<i class=\"ok\">", &sign_html("ok"), "</i>"].concat(),
            _ => ["<i>", &(i + 1).to_string(), "</i>"].concat(),
        };
    }
    let spoken = ["<span class=\"visually-hidden\">stopped at: ", &words::stopped_at(sent), "</span></span>"].concat();
    html + &spoken
}

/// Every path of the API, gathered by what it gives.
fn path_options() -> String {
    let mut html = String::new();
    for (group, label) in words::PATH_GROUPS.into_iter().enumerate() {
        html += &["<optgroup label=\"", label, "\">"].concat();
        for path in paths() {
            let first = ENDPOINTS.iter().find(|endpoint| endpoint.path == path);
            if first.is_some_and(|endpoint| words::path_group(endpoint.resource) == group) {
                let call = super::model::Call { method: Method::Get, path };
                html += &["<option value=\"", path, "\">", &call.target(), "</option>"].concat();
            }
        }
        html += "</optgroup>";
    }
    html
}

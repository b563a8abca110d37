//! The demo on the screen: it paints what the model says.

use super::bands::y;
use super::fields::{LENGTH, Setup, ZOOM};
use super::lessons::LESSONS;
use super::model::{LOG_LINES, Lifecycle};
use super::picture::{KeyState, TokenState};
use super::{log, tree, words};
use crate::fields::Setup as _;
use crate::ui::controls::{control, control_in};
use crate::ui::format::{self, percent};
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, flag, text, value};
use crate::ui::predict::predict;
use crate::ui::rich::{plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::data_table;
use crate::ui::transport::transport;
use crate::ui::wire::{Message, wire};
use sim::stories::lifecycle::plan::{Happening, MOST_EVENTS};
use sim::stories::lifecycle::token_app::Who;
use sim::stories::lifecycle::world::What;
use sim::stories::world::Actor;
use sim::wire::time::Duration;

/// The fields that are moved beside the pictures, in their order there.
const CONTROLS: [&str; 12] =
    ["access", "early", "family", "idle", "grace", "signin", "overlap", "deploy", "leeway", "ahead", "kind", "first"];

impl State for Lifecycle {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.settings().seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        self.lessons(paint);
        transport(paint, &self.clock, "request");
        paint.put("<div class=\"lifecycle-stage\"><div class=\"lifecycle-pictures\">");
        self.bands(paint);
        self.events(paint);
        self.states(paint);
        paint.put("</div>");
        self.log_list(paint);
        paint
            .put("</div><div class=\"lifecycle-verdict\" data-part=\"sum\">")
            .live(&["p"], &[], rich(&words::verdict(&self.scene, &self.picture)))
            .live(&["p class=\"lifecycle-tally\""], &[], rich(&words::tallies(&self.picture)))
            .put("</div>");
        tree::tree(self, paint);
        self.controls(paint);
        self.wires(paint);
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &self.prediction());
        paint.put("<div class=\"demo-footer\">");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.table.clone());
        key_help_of(paint, self.common.help, &words::HELP);
        paint
            .put("<p class=\"private\">")
            .put(words::PRIVATE)
            .put(" <span title=\"")
            .put(words::RUN_NOTE)
            .put("\">")
            .put(words::RUN)
            .live(&["code class=\"run\" translate=\"no\""], &[], format!("{:016x}", self.scene.history.digest()))
            .put("</span></p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match field {
            "zoom" => self.zoom_to(setup.zoom),
            "log" => self.show(setup.filter),
            _ => self.set(&|settings| *settings = setup.settings),
        }
    }

    fn used(&mut self, name: &str, value: &str) -> bool {
        match (name, value.parse::<u32>()) {
            ("lesson", Ok(number)) => self.take_lesson(number as usize),
            ("window", Ok(steps)) => self.go_in_window(steps.into()),
            ("what", _) => match Happening::named(value) {
                Some(what) => self.adding = what,
                None => return false,
            },
            ("add", _) => self.add_here(),
            ("move", Ok(index)) => self.move_here(index as usize),
            ("remove", Ok(index)) => self.plan(&|events| {
                events.remove(index as usize);
            }),
            ("open", Ok(number)) => self.open(number),
            ("tree-back", _) => self.open_on(-4),
            ("tree-on", _) => self.open_on(4),
            _ => return false,
        }
        true
    }

    fn copy(&self, name: &str) -> Option<String> {
        let curl = |of: usize| self.picture.last[of].as_ref().map(|(_, exchange)| exchange.request.curl());
        match name {
            "curl-key" => Some(curl(0).unwrap_or_default()),
            "curl-token" => Some(curl(1).unwrap_or_default()),
            "log" | "lifecycle-log.txt" => Some(log::text(&self.scene, self.log())),
            "lifecycle-log.json" => Some(log::json(&self.scene, self.log())),
            _ => None,
        }
    }

    fn spoken(&self) -> String {
        // The last line of the log, whatever the filter: it is another one when something has happened.
        let so_far = self.scene.log.partition_point(|line| line.at <= self.clock.now);
        let now = format::moment(self.clock.now);
        let Some(line) = so_far.checked_sub(1).and_then(|last| self.scene.log.get(last)) else { return now + "." };
        let (at, what) = (format::moment(line.at), plain(&words::line(&self.scene, line)));
        if self.clock.playing || at == now {
            [&at, ". ", &what].concat()
        } else {
            [&now, words::LAST, &at, ": ", &what].concat()
        }
    }
}

/// Paints a field to choose from a list.
fn select(paint: &mut Paint, label: &str, name: &str, chosen: &str, options: impl Fn() -> String) {
    paint
        .put("<label class=\"lifecycle-select\"><span>")
        .put(label)
        .put("</span>")
        .select(&["select name=\"", name, "\""], chosen, options)
        .put("</label>");
}

pub(super) fn options<'a>(of: impl Iterator<Item = (String, &'a str)>) -> String {
    of.map(|(value, words)| ["<option value=\"", &value, "\">", words, "</option>"].concat()).collect()
}

impl Lifecycle {
    /// The lesson, and how much of time.
    fn lessons(&self, paint: &mut Paint) {
        let lesson = self.lesson();
        let chosen = lesson.map_or(String::new(), |lesson| lesson.to_string());
        paint.put("<div class=\"lifecycle-lessons\" data-part=\"set\">");
        select(paint, words::LESSON, "lesson", &chosen, || {
            let titles = words::LESSONS.iter().enumerate().map(|(i, (title, _))| (i.to_string(), *title));
            options(core::iter::once((String::new(), words::OWN_HISTORY)).chain(titles))
        });
        let spans = |stops: &[Duration]| -> String {
            let words: Vec<String> = stops.iter().map(|stop| words::length(*stop)).collect();
            let words = words.iter().enumerate().map(|(i, words)| (i.to_string(), words.as_str()));
            options(words)
        };
        let length = LENGTH.stop(self.clock.length).to_string();
        select(paint, words::LENGTH, "length", &length, || spans(LENGTH.stops));
        select(paint, words::ZOOM, "zoom", &self.zoom_stop().to_string(), || {
            options(core::iter::once(("0".to_owned(), words::ZOOM_ALL)))
                + &spans(ZOOM.stops).replacen("<option value=\"0\">0\u{a0}s</option>", "", 1)
        });
        let hint = lesson.map_or("", |lesson| words::LESSONS[lesson].1);
        paint.live(&["p class=\"hint\""], &[], hint).put("</div>");
        debug_assert_eq!(LESSONS.len(), words::LESSONS.len());
    }

    fn bands(&self, paint: &mut Paint) {
        let now = percent(self.position());
        let height = y::HEIGHT.to_string();
        let head = ["svg class=\"lifecycle-bands\" width=\"100%\" height=\"", &height, "\" role=\"img\""];
        let (top, tall) = (y::TOP.to_string(), (y::BOTTOM - y::TOP).to_string());
        let future = ["rect class=\"future\" y=\"", &top, "\" height=\"", &tall, "\""];
        paint
            .put("<div class=\"lifecycle-time\">")
            .start(&head, &[text("aria-label", words::picture(&self.scene, &self.picture))])
            .put("<pattern id=\"lifecycle-overlap\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0v6\"/></pattern>")
            .live(&["g"], &[], self.drawing.bands[0].clone())
            // It lies over what is filled alone: the lines and the words of what is to come must be seen as well.
            .live(&future, &[text("x", now.as_str()), text("width", percent(10_000 - self.position()))], "")
            .live(&["g"], &[], self.drawing.bands[1].clone());
        for (place, (title, class)) in words::BANDS.into_iter().zip(["key", "token", "token"]).enumerate() {
            paint.put_with(|| {
                ["<text class=\"title ", class, "\" y=\"", &y::TITLES[place].to_string(), "\">", title, "</text>"]
                    .concat()
            });
        }
        paint
            .live(&["g"], &[], self.notes())
            .live(&["g"], &[], self.drawing.flags.clone())
            .start(&["svg class=\"playhead\""], &[text("x", now)])
            .put_with(|| format!("<path d=\"M0 {}V{}\"/></svg></svg>", y::TOP, y::BOTTOM))
            // The pointer's way to the clock. The keyboard's is the scrubber above, which says the same.
            .start(
                &["input type=\"range\" class=\"lifecycle-pointer\" min=\"0\" max=\"1000\" tabindex=\"-1\" aria-hidden=\"true\" name=\"window\""],
                &[value((self.position() / 10).to_string())],
            )
            .put("</div><ul class=\"lifecycle-legend\">");
        for (class, words) in words::LEGEND {
            paint.put_with(|| {
                let drawing = match class {
                    "answered" => "<circle class=\"key-call\" cx=\"6\" cy=\"8\" r=\"2.4\"/><circle class=\"token-call\" cx=\"14\" cy=\"8\" r=\"2.4\"/>",
                    "refused" => "<svg x=\"10\" y=\"8\" class=\"refused\"><path d=\"M-4-4l8 8m0-8l-8 8\"/></svg>",
                    "late" => "<rect class=\"late\" width=\"20\" height=\"16\"/><rect class=\"late rim\" width=\"20\" height=\"16\"/>",
                    _ => "<rect class=\"thief-bar\" width=\"20\" height=\"16\"/><rect class=\"thief-bar rim\" width=\"20\" height=\"16\"/>",
                };
                ["<li><svg class=\"lifecycle-bands\" width=\"20\" height=\"16\" aria-hidden=\"true\">", drawing, "</svg>", words, "</li>"].concat()
            });
        }
        paint.put("</ul>");
    }

    /// What happens because the reader wants it to: add, go there, move, remove.
    fn events(&self, paint: &mut Paint) {
        let events = &self.scene.events;
        paint
            .put("<section class=\"lifecycle-events\"><h4>")
            .put(words::YOURS)
            .put("</h4><div class=\"lifecycle-add\" data-part=\"set\">");
        select(paint, words::ADD_LABEL, "what", self.adding.name(), || {
            options(Happening::ALL.into_iter().map(|(what, name)| (name.to_owned(), words::happening(what))))
        });
        paint
            .start(
                &["button type=\"button\" class=\"button\" name=\"add\""],
                &[flag("disabled", events.len() == MOST_EVENTS)],
            )
            .put(words::ADD)
            .live(&["span class=\"when\""], &[], format::moment(self.clock.now))
            .put("</button>")
            .live(&["p class=\"hint\""], &[flag("hidden", events.len() < MOST_EVENTS)], words::FULL)
            .put("</div>")
            .live(&["p class=\"hint\""], &[flag("hidden", !events.is_empty())], words::NONE_YOURS)
            .put("<ol>");
        for index in 0..MOST_EVENTS {
            let event = events.get(index);
            let (at, face, name) = event.map_or_else(Default::default, |(at, what)| {
                let name = words::happening(what);
                let number = (index + 1).to_string();
                let when = format::moment(at);
                let face = [
                    "<b class=\"badge\">",
                    &number,
                    "</b><span class=\"when\">",
                    &when,
                    "</span><span>",
                    name,
                    "</span>",
                ];
                (at, face.concat(), name)
            });
            let class = if self.clock.now < at { "ahead" } else { "" };
            // What is moved past another one changes its place: it is known by which one of its kind it is.
            let same = events.iter().take(index).filter(|(_, what)| words::happening(*what) == name).count();
            let key = event.map_or_else(String::new, |(_, what)| [what.name(), &same.to_string()].concat());
            paint.start(&["li"], &[text("class", class), flag("hidden", event.is_none())]).live(
                &["button type=\"button\" name=\"go\""],
                &[text("value", at.as_ms().to_string()), text("data-key", ["go", &key].concat())],
                face,
            );
            for (does, words, sign) in [("move", words::MOVE_HERE, "step"), ("remove", words::REMOVE, "no")] {
                let index = index.to_string();
                let head = [
                    "button type=\"button\" class=\"button small icon\" data-part=\"set\" name=\"",
                    does,
                    "\" value=\"",
                    &index,
                    "\"",
                ];
                let title = text("title", [words, ": ", name].concat());
                paint
                    .start(&head, &[title, text("data-key", [does, &key].concat())])
                    .put_with(|| sign_html(sign))
                    .put("</button>");
            }
            paint.put("</li>");
        }
        paint.put("</ol></section>");
    }

    fn log_list(&self, paint: &mut Paint) {
        let (from, current) = self.log_page();
        paint.put("<section class=\"lifecycle-log\"><h4>").put(words::LOG).put("</h4>");
        control(paint, self, "log");
        paint.live(&["p class=\"hint\""], &[flag("hidden", !self.lines.is_empty())], words::NO_LINES).put("<ol>");
        for place in from..from + LOG_LINES {
            let line = self.lines.get(place).and_then(|number| self.scene.log.get(*number as usize));
            let (at, face) = line.map_or_else(Default::default, |line| (line.at, log::line_html(&self.scene, line)));
            let class = match line {
                Some(_) if current == Some(place) => "now",
                Some(line) if line.at > self.clock.now => "ahead",
                _ => "",
            };
            let is_now = if class == "now" { "true" } else { "false" };
            let number = self.lines.get(place).map_or_else(String::new, u32::to_string);
            paint
                .start(&["li"], &[text("class", class), flag("hidden", line.is_none())])
                .live(
                    &["button type=\"button\" name=\"go\""],
                    &[
                        text("value", at.as_ms().to_string()),
                        text("aria-current", is_now),
                        text("data-key", ["line", &number].concat()),
                    ],
                    face,
                )
                .put("</li>");
        }
        paint.put("</ol><div class=\"lifecycle-tools\">");
        for (does, words) in [
            ("data-copy=\"log\"", words::COPY_LOG),
            ("data-save=\"lifecycle-log.txt\"", words::TEXT),
            ("data-save=\"lifecycle-log.json\"", words::JSON),
        ] {
            let sign = if does.starts_with("data-copy") { "copy" } else { "save" };
            paint.put_with(|| {
                let label = if sign == "copy" { words::COPY_LOG_LABEL } else { words::SAVE_LOG };
                let label = [label, if sign == "copy" { "" } else { words }].concat();
                [
                    "<button type=\"button\" class=\"button small\" ",
                    does,
                    " aria-label=\"",
                    &label,
                    "\">",
                    &sign_html(sign),
                    words,
                    "</button>",
                ]
                .concat()
            });
        }
        paint.put("</div></section>");
    }

    /// Both state diagrams, the present state lit, and the same in words.
    fn states(&self, paint: &mut Paint) {
        let key = match self.picture.key.1 {
            KeyState::Active => 0,
            KeyState::Overlap(_) => 1,
            KeyState::Ended(_) => 2,
            KeyState::Revoked(_) => 3,
        };
        let token = self.picture.cards[0].as_ref().and_then(|card| match card.state {
            TokenState::Unborn => None,
            TokenState::Early => Some(0),
            TokenState::Active => Some(1),
            TokenState::Expired => Some(2),
            TokenState::Refreshed => Some(3),
            TokenState::Late => Some(4),
            TokenState::Revoked => Some(5),
        });
        let lit = [Some(key), token];
        let states: [&[&str]; 2] = [&words::KEY_STATES, &words::TOKEN_STATES];
        paint.put("<div class=\"lifecycle-states\">");
        for (which, said) in words::state_words(&self.picture).into_iter().enumerate() {
            let kind = ["key", "token"][which];
            paint
                .put("<section class=\"")
                .put(kind)
                .put("\"><h4>")
                .put_with(|| sign_html(kind))
                .put(words::STATES[which])
                .put("</h4><ol>");
            for (place, state) in states[which].iter().enumerate() {
                let is = lit[which] == Some(place);
                paint
                    .start(
                        &["li class=\"s", ["0", "1", "2", "3", "4", "5"][place], "\""],
                        &[text("aria-current", if is { "true" } else { "false" })],
                    )
                    .put(state)
                    .put("</li>");
            }
            paint.put("</ol>").live(&["p"], &[], rich(&said)).put("</section>");
        }
        paint.put("</div>");
    }

    /// The settings that the reader moves.
    fn controls(&self, paint: &mut Paint) {
        paint.put("<div class=\"controls\" role=\"group\" aria-label=\"").put(words::SETTINGS).put("\">");
        let mut setup = Setup::of(self);
        for name in CONTROLS {
            control_in(paint, &mut setup, name);
        }
        paint.put("</div>");
    }

    fn wires(&self, paint: &mut Paint) {
        paint.put("<div class=\"wires\">");
        for (of, kind) in ["key", "token"].into_iter().enumerate() {
            let last = self.picture.last[of].as_ref();
            let actor = last.map_or(Actor::App, |(_, exchange)| exchange.actor);
            let title = words::wire_title(of, last.map(|(at, _)| *at), words::ACTORS[actor as usize]);
            let message = last.map(|(_, exchange)| Message { exchange, note: "" });
            wire(paint, kind, &title, message, words::WIRES_EMPTY);
        }
        paint.put("</div>");
    }

    fn prediction(&self) -> String {
        match self.common.guess {
            None => String::new(),
            Some(_) if self.clock.now < self.clock.length => words::RUNNING.into(),
            Some(guess) => {
                let refused = |by: Who| {
                    let marks = self.scene.history.uses();
                    marks.into_iter().any(|mark| mark.what == What::Refresh(by) && mark.status == 400)
                };
                rich(&words::prediction(guess, refused(Who::Thief), refused(Who::App)))
            }
        }
    }

    /// What ended a family; what is still to come is faded.
    fn notes(&self) -> String {
        let note = |(at, svg): &(Duration, String)| {
            let class = if *at > self.clock.now { "ahead" } else { "" };
            ["<g class=\"", class, "\">", svg, "</g>"].concat()
        };
        self.drawing.notes.iter().map(note).collect()
    }

    /// Where the clock stands on the page, in hundredths of a percent.
    fn position(&self) -> u64 {
        self.drawing.window.place(self.clock.now)
    }

    fn zoom_stop(&self) -> usize {
        ZOOM.stops.iter().position(|stop| *stop == self.zoom).unwrap_or_default()
    }
}

//! The demo on the screen: it paints what the model says.

use super::fields::Setup;
use super::log;
use super::model::{LanePicture, Loser, Security};
use super::settings::paint_rest;
use super::words;
use crate::fields::Setup as _;
use crate::ui::chart::{chart, labels_svg};
use crate::ui::controls::control_in;
use crate::ui::format;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help;
use crate::ui::lane::lane_strip;
use crate::ui::paint::{Paint, flag, text};
use crate::ui::predict::predict;
use crate::ui::rich::{plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::table::data_table;
use crate::ui::transport::transport;
use crate::ui::wire::{Message, wire};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

/// How many turning points a history has at most: each kind once.
const MOST_TURNS: usize = 8;

impl State for Security {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.settings().seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        transport(paint, &self.clock, "request");
        paint.put("<div class=\"stage\"><div class=\"pictures\">");
        for credential in Credential::BOTH {
            self.lane(paint, credential);
        }
        self.chart(paint);
        self.turns(paint);
        paint.put("</div>");
        self.controls(paint);
        paint.put("</div>");
        self.verdict(paint);
        paint.put("<div class=\"wires\">");
        for credential in Credential::BOTH {
            self.wire(paint, credential);
        }
        paint.put("</div>");
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &self.prediction());
        paint.put("<div class=\"demo-footer\">");
        data_table(paint, words::TABLE, &words::TABLE_HEAD, self.drawings.table.clone());
        take_along(paint);
        key_help(paint, self.common.help);
        paint
            .put("<p class=\"private\">")
            .put(words::PRIVATE)
            .put(" <span title=\"")
            .put(words::RUN_NOTE)
            .put("\">")
            .put(words::RUN)
            .live(&["code class=\"run\" translate=\"no\""], &[], format!("{:016x}", self.scene.digest()))
            .put("</span></p></div>");
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        self.set(&|settings| *settings = setup.settings);
    }

    fn used(&mut self, name: &str, _: &str) -> bool {
        if name == "as-bad" {
            self.make_token_as_bad_as_key();
        }
        name == "as-bad"
    }

    fn copy(&self, name: &str) -> Option<String> {
        let curl = |lane: &LanePicture| lane.last.as_ref().map(|(_, exchange)| exchange.request.curl());
        match name {
            "curl-key" => Some(curl(&self.picture.key).unwrap_or_default()),
            "curl-token" => Some(curl(&self.picture.token).unwrap_or_default()),
            "log" => Some(log::text(self)),
            _ => log::file(self, name),
        }
    }

    fn spoken(&self) -> String {
        // While it runs, the turning points are what happens; the figures change all the time.
        if self.clock.playing {
            let so_far = self.scene.moments.iter().rfind(|turn| turn.at <= self.clock.now);
            return so_far.map_or_else(String::new, |turn| {
                [&format::moment(turn.at), ". ", &plain(&words::turn(turn.what, &self.settings())), "."].concat()
            });
        }
        let (ratio, sentence) = words::verdict(&self.picture);
        [&format::moment(self.clock.now), ". ", &format::with_figure(&ratio, &plain(&sentence))].concat()
    }
}

impl Security {
    fn lane(&self, paint: &mut Paint, credential: Credential) {
        let (kind, name) = (credential.name(), words::LANES[credential as usize]);
        let (lane, drawing) = (self.lane_picture(credential), &self.drawings.lanes[credential as usize]);
        let fate = words::fate(lane.fate, self.clock.now);
        paint
            .put("<div class=\"lane ")
            .put(kind)
            .put("\"><div class=\"lane-head\"><h4>")
            .put_with(|| sign_html(kind))
            .put(name)
            .put("</h4>")
            .live(&["code class=\"credential\" translate=\"no\""], &[], drawing.credential.clone())
            .live(&["span class=\"scope\""], &[], words::opens(&self.settings(), credential))
            .live(&["span"], &[text("class", ["fate ", words::fate_class(lane.fate)].concat())], fate)
            .put("</div>");
        let spoken = words::strip(name, lane, self.clock.now);
        lane_strip(paint, kind, drawing.strip.clone(), drawing.marks.clone(), self.position(), spoken);
        paint.put("</div>");
    }

    fn chart(&self, paint: &mut Paint) {
        let values = [self.picture.key.copied, self.picture.token.copied];
        let labels = labels_svg(values, self.drawings.chart_top, self.position(), words::NAMES);
        let spoken = words::chart(&self.picture, self.scene.length);
        paint.put("<h4 class=\"chart-title\">").put(words::CHART).put("</h4>");
        chart(paint, self.drawings.chart.clone(), labels, self.position(), spoken);
    }

    /// The turning points: what each letter means, and a way to go there. There are always as many
    /// places for them, so that a button which was pressed keeps its focus.
    fn turns(&self, paint: &mut Paint) {
        paint.put("<ol class=\"turns\" aria-label=\"").put(words::TURNS).put("\">");
        for (i, letter) in (0..MOST_TURNS).zip('A'..) {
            let (at, face) = match self.scene.moments.get(i) {
                Some(moment) => (moment.at, self.turn_html(moment, letter)),
                None => (Duration::ZERO, String::new()),
            };
            let class = if self.clock.now < at { "ahead" } else { "" };
            paint
                .start(&["li"], &[text("class", class), flag("hidden", face.is_empty())])
                .live(&["button type=\"button\" name=\"go\""], &[text("value", at.as_ms().to_string())], face)
                .put("</li>");
        }
        paint.put("</ol>");
    }

    fn turn_html(&self, moment: &super::scene::Moment, letter: char) -> String {
        [
            "<b class=\"badge\">",
            letter.encode_utf8(&mut [0; 4]),
            "</b><span class=\"when\">",
            &format::moment(moment.at),
            "</span><span>",
            &rich(&words::turn(moment.what, &self.settings())),
            "</span>",
        ]
        .concat()
    }

    fn controls(&self, paint: &mut Paint) {
        paint.put("<div class=\"controls\" role=\"group\" aria-label=\"").put(words::SETTINGS).put("\">");
        let mut setup = Setup::of(self);
        for name in ["leak", "noticed"] {
            control_in(paint, &mut setup, name);
        }
        paint_rest(paint, &mut setup, &self.settings());
        paint.put("</div>");
    }

    fn verdict(&self, paint: &mut Paint) {
        let (ratio, sentence) = words::verdict(&self.picture);
        let class = match Loser::of(self.picture.key.copied, self.picture.token.copied) {
            Loser::Token => "verdict token-worse",
            Loser::Key | Loser::Neither => "verdict",
        };
        paint
            .start(&["div"], &[text("class", class)])
            .live(&["b class=\"ratio\""], &[], ratio)
            .put("<p>")
            .live(&["span"], &[], rich(&sentence))
            .put(" ")
            .live(&["span class=\"aside\""], &[], rich(&words::aside(&self.picture)))
            .put("</p><button type=\"button\" class=\"button\" name=\"as-bad\">")
            .put(words::AS_BAD)
            .put("</button></div>");
    }

    fn wire(&self, paint: &mut Paint, credential: Credential) {
        let lane = self.lane_picture(credential);
        let note = words::wire_note(lane);
        let message = lane.last.as_ref().map(|(_, exchange)| Message { exchange, note: &note });
        wire(paint, credential.name(), &words::wire_title(lane, credential), message, words::WIRE_EMPTY);
    }

    fn prediction(&self) -> String {
        match self.common.guess {
            None => String::new(),
            Some(_) if self.clock.now < self.clock.length => words::RUNNING.into(),
            Some(guess) => rich(&words::prediction(guess, &self.scene)),
        }
    }

    fn lane_picture(&self, credential: Credential) -> &LanePicture {
        match credential {
            Credential::Key => &self.picture.key,
            Credential::Token => &self.picture.token,
        }
    }

    /// Where the clock stands, in hundredths of a percent of the picture.
    fn position(&self) -> u64 {
        self.scene.position(self.clock.now)
    }
}

/// What can be taken along: the log, as text or JSON, and what went over the wire.
fn take_along(paint: &mut Paint) {
    paint.put("<details class=\"data-table along\"><summary>").put(words::ALONG).put("</summary><p>");
    paint
        .put("<button type=\"button\" class=\"button small\" data-copy=\"log\">")
        .put_with(|| sign_html("copy"))
        .put_with(|| ["<span>", words::COPY_LOG, "</span></button>"].concat());
    for (file, words) in log::FILES.into_iter().zip(words::FILES) {
        paint.put("<button type=\"button\" class=\"button small\" data-save=\"").put(file).put("\">").put(words);
        paint.put("</button>");
    }
    paint.put("</p><p class=\"hint\">").put(words::ALONG_NOTE).put("</p></details>");
}

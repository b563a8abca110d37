//! The demo on the screen: it paints what the model says.

use super::fields::Setup;
use super::model::{COLUMNS, Desk, FIRST_PLACE, Matrix, Place, ROWS, is_answer};
use super::words;
use crate::ui::controls::control;
use crate::ui::header::{complaints, header};
use crate::ui::keys::key_help_of;
use crate::ui::paint::{Paint, text};
use crate::ui::predict::predict;
use crate::ui::rich::{escape, plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::state::State;
use crate::ui::transport::reset_button;
use crate::ui::wire::{Message, wire};
use sim::provider::api::{ENDPOINTS, Resource};

impl State for Matrix {
    type Setup = Setup;

    fn paint(&self, paint: &mut Paint) {
        header(paint, words::TITLE, self.seed, words::SHARE, words::LOOK_FOR);
        complaints(paint, &self.common.complaints);
        paint.put("<div class=\"matrix-stage\"><div class=\"matrix-switches\">");
        control(paint, self, "scope");
        paint.put("<p class=\"hint\">").put(words::SCOPES_NOTE).put("</p></div>");
        self.matrix(paint);
        self.answer(paint);
        paint.put("<div class=\"matrix-aside\">");
        let message = Message { exchange: &self.exchange, note: "" };
        wire(paint, "cell", &words::asked(self.place), Some(message), "");
        legend(paint);
        paint.put("</div></div>");
        self.sum(paint);
        predict(paint, words::QUESTION, &words::GUESSES, self.common.guess, &self.prediction());
        paint.put("<div class=\"demo-footer\">");
        reset_button(paint, "button small");
        key_help_of(paint, self.common.help, &words::HELP);
        paint.put("<p class=\"private\">").put(words::PRIVATE).put("</p></div>");
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match field {
            "ask" | "with" => self.look(setup.place),
            _ => self.renew(setup.seed, setup.scope),
        }
    }

    fn used(&mut self, name: &str, value: &str) -> bool {
        if name == "cell"
            && let Some(place) = read_place(value)
        {
            self.look(place);
        }
        name == "cell"
    }

    fn copy(&self, name: &str) -> Option<String> {
        (name == "curl-cell").then(|| self.exchange.request.curl())
    }

    fn spoken(&self) -> String {
        if self.looked {
            let why =
                self.exchange.reject.as_ref().map(|reject| [" ", &reject.sentence()].concat()).unwrap_or_default();
            [&words::cell(self.place, self.status(self.place), None), ".", &why].concat()
        } else {
            let changes = plain(&words::changes(self));
            let gap = if changes.is_empty() { "" } else { " " };
            [&changes, gap, &plain(&words::sum(self))].concat()
        }
    }
}

impl Matrix {
    fn matrix(&self, paint: &mut Paint) {
        paint
            .put("<table class=\"matrix\" role=\"grid\" data-grid aria-label=\"")
            .put(words::MATRIX)
            .put("\"><thead><tr class=\"groups\"><td></td>");
        for (kind, group) in ["key", "token"].into_iter().zip(words::GROUPS) {
            paint
                .put("<th colspan=\"3\" scope=\"colgroup\" class=\"")
                .put(kind)
                .put("\"><span>")
                .put_with(|| sign_html(kind))
                .put(group)
                .put("</span></th>");
        }
        paint.put("</tr><tr class=\"heads\"><th scope=\"col\" class=\"endpoint\">");
        paint.put(words::ENDPOINT).put("</th>");
        for (column, head) in words::COLUMN_HEADS.iter().enumerate() {
            paint.put("<th scope=\"col\" class=\"").put(kind(column)).put("\">").put(head);
            paint.put("</th>");
        }
        paint.put("</tr></thead><tbody>");
        for row in 0..ROWS {
            paint.put("<tr>").put_with(|| row_head(row));
            for column in 0..COLUMNS {
                self.cell(paint, Place { row, column });
            }
            paint.put("</tr>");
        }
        paint.put("</tbody></table>");
    }

    fn cell(&self, paint: &mut Paint, place: Place) {
        let status = self.status(place);
        let answered = is_answer(status);
        let changed = self.was(place);
        let class = match (answered, changed.is_some(), self.round % 2) {
            (true, false, _) => "ok",
            (false, false, _) => "no",
            // Two names for one thing: an animation starts anew only under another name.
            (true, true, 0) => "ok changed even",
            (true, true, _) => "ok changed",
            (false, true, 0) => "no changed even",
            (false, true, _) => "no changed",
        };
        // The style sheet draws what was there before.
        let was = changed.map_or_else(String::new, |was| was.to_string());
        let face = [&sign_html(if answered { "ok" } else { "no" }), "<b>", &status.to_string(), "</b>"].concat();
        let name = [place.row.to_string(), ".".into(), place.column.to_string()].concat();
        let tab = if place == FIRST_PLACE { "0" } else { "-1" };
        let head = [
            "button type=\"button\" name=\"cell\" value=\"",
            &name,
            "\" data-cell=\"",
            &name,
            "\" tabindex=\"",
            tab,
            "\"",
        ];
        let attributes = [
            text("class", class),
            text("aria-label", words::cell(place, status, changed)),
            text("data-was", was),
            text("aria-current", if place == self.place { "true" } else { "false" }),
        ];
        paint.put("<td>").live(&head, &attributes, face).put("</td>");
    }

    /// The answer in short. On a narrow screen it stays in sight while the matrix is.
    fn answer(&self, paint: &mut Paint) {
        let status = self.status(self.place);
        let why = self.exchange.reject.as_ref().map(|reject| reject.sentence()).unwrap_or_default();
        let (class, sign) = if is_answer(status) { ("matrix-answer ok", "ok") } else { ("matrix-answer no", "no") };
        let face = [
            "<b>",
            &sign_html(sign),
            &status.to_string(),
            "</b> <span>",
            &escape(&words::asked(self.place)),
            "</span> <small>",
            &escape(&why),
            "</small>",
        ];
        paint.live(&["p aria-hidden=\"true\""], &[text("class", class)], face.concat());
    }

    fn sum(&self, paint: &mut Paint) {
        paint
            .put("<div class=\"matrix-sum\" data-part=\"sum\"><p>")
            .live(&["span"], &[], rich(&words::sum(self)))
            .put(" ")
            .live(&["span class=\"changes\""], &[], rich(&words::changes(self)))
            .put("</p></div>");
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| rich(&words::prediction(guess, self)))
    }
}

fn row_head(row: usize) -> String {
    let endpoint = &ENDPOINTS[row];
    let needs = match endpoint.resource {
        Resource::TestRecords => words::TESTS_SCOPE,
        _ => endpoint.scope.name(),
    };
    [
        "<th scope=\"row\"><span><b>",
        endpoint.method.name(),
        "</b> <code translate=\"no\">",
        endpoint.path,
        "</code></span> <small>",
        needs,
        "</small></th>",
    ]
    .concat()
}

fn legend(paint: &mut Paint) {
    paint.put("<section class=\"matrix-legend\"><h4>").put(words::LEGEND_TITLE).put("</h4><dl>");
    for (column, (name, what)) in words::LEGEND.into_iter().enumerate() {
        paint
            .put("<div><dt class=\"")
            .put(kind(column))
            .put("\">")
            .put_with(|| sign_html(kind(column)))
            .put(name)
            .put("</dt><dd>")
            .put(what)
            .put("</dd></div>");
    }
    paint.put("</dl></section>");
}

/// `key` or `token`: the sign, the colour, the class.
fn kind(column: usize) -> &'static str {
    if Desk::is_key(column) { "key" } else { "token" }
}

fn read_place(value: &str) -> Option<Place> {
    let (row, column) = value.split_once('.')?;
    Some(Place { row: row.parse().ok()?, column: column.parse().ok()? })
        .filter(|place| place.row < ROWS && place.column < COLUMNS)
}

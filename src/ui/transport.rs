//! The transport bar: play, step, reset, speed, and a scrubber that goes back as well as forward.

use super::format;
use super::paint::{Paint, text, value};
use super::signs::sign_html;
use super::timeline::{Clock, PACES, Pace, SCRUB_STEPS};
use crate::sim::time::Duration;

/// Paints the bar that moves a demo's clock. `step` says what one step is: "request".
pub fn transport(paint: &mut Paint, clock: &Clock, step: &str) {
    bar(paint, clock, step);
    paint
        .put("<label class=\"pace\"><span class=\"visually-hidden\">Speed</span>")
        .start(&["select data-do=\"pace\""], &[value(clock.pace.to_string())])
        .put_with(options)
        .put("</select></label></div>");
}

/// The same for a demo whose time has one pace.
pub fn transport_of_one_pace(paint: &mut Paint, clock: &Clock, step: &str) {
    bar(paint, clock, step);
    paint.put("</div>");
}

fn bar(paint: &mut Paint, clock: &Clock, step: &str) {
    let (sign, word) = if clock.playing { ("pause", "Pause") } else { ("play", "Play") };
    paint.put("<div class=\"transport\" role=\"group\" aria-label=\"Time\">").live(
        &["button type=\"button\" class=\"button primary play\" data-do=\"toggle\""],
        &[],
        sign_html(sign) + word,
    );
    for (name, words) in [("back", "Back to the "), ("forward", "On to the next ")] {
        let after = if name == "back" { " before" } else { "" };
        let sign = if name == "back" { "back" } else { "step" };
        paint
            .put("<button type=\"button\" class=\"button icon\" data-do=\"")
            .put(name)
            .put_with(|| ["\" title=\"", words, step, after, "\" aria-label=\"", words, step, after, "\">"].concat())
            .put_with(|| sign_html(sign))
            .put("</button>");
    }
    let moment = format::moment(clock.now);
    let position = clock.now.as_ms() * SCRUB_STEPS / clock.length.as_ms().max(1);
    paint
        .put("<button type=\"button\" class=\"button\" data-do=\"reset\">")
        .put_with(|| sign_html("reset"))
        .put("Reset</button>")
        .start(
            &["input type=\"range\" class=\"scrubber\" min=\"0\" max=\"1000\" aria-label=\"Moment\" data-do=\"scrub\""],
            &[text("aria-valuetext", moment.as_str()), value(position.to_string())],
        )
        .live(&["span class=\"clock\""], &[], moment);
}

fn options() -> String {
    let option = |(index, pace): (usize, &Pace)| {
        let words = match *pace {
            Pace::Whole => "all in 20\u{a0}s".into(),
            Pace::PerSecond(span) if span == Duration::days(1) => "1\u{a0}day\u{a0}/\u{a0}s".into(),
            Pace::PerSecond(span) => format::span(span) + "\u{a0}/\u{a0}s",
        };
        ["<option value=\"", &index.to_string(), "\">", &words, "</option>"].concat()
    };
    PACES.iter().enumerate().map(option).collect()
}

//! The transport bar: play, step, reset, speed, and a scrubber that goes back as well as forward.

use super::format;
use super::paint::{Paint, text, value};
use super::signs::sign_html;
use super::timeline::{Clock, PACES, Pace, SCRUB_STEPS};
use sim::wire::time::Duration;

/// Paints the bar that moves a demo's clock. `step` says what one step is: "request".
pub fn transport(paint: &mut Paint, clock: &Clock, step: &str) {
    bar(paint, clock, step);
    paint
        .put("<label class=\"pace\"><span class=\"visually-hidden\">Speed</span>")
        .select(&["select data-do=\"pace\""], &clock.pace.to_string(), options)
        .put("</label></div>");
}

/// The same for a demo whose time has one pace.
pub fn transport_of_one_pace(paint: &mut Paint, clock: &Clock, step: &str) {
    bar(paint, clock, step);
    paint.put("</div>");
}

fn bar(paint: &mut Paint, clock: &Clock, step: &str) {
    paint.put("<div class=\"transport\" role=\"group\" aria-label=\"Time\">");
    play_button(paint, clock);
    step_buttons(paint, step);
    reset_button(paint, "button");
    let moment = format::moment(clock.now);
    let position = clock.now.as_ms() * SCRUB_STEPS / clock.length.as_ms().max(1);
    paint
        .start(
            &["input type=\"range\" class=\"scrubber\" min=\"0\" max=\"1000\" aria-label=\"Moment\" data-do=\"scrub\""],
            &[text("aria-valuetext", moment.as_str()), value(position.to_string())],
        )
        .live(&["span class=\"clock\""], &[], moment);
}

/// Paints the button that plays and pauses.
pub fn play_button(paint: &mut Paint, clock: &Clock) {
    let (sign, word) = if clock.playing { ("pause", "Pause") } else { ("play", "Play") };
    paint.live(
        &["button type=\"button\" class=\"button primary play\" data-do=\"toggle\""],
        &[],
        sign_html(sign) + word,
    );
}

/// Paints the buttons that go a step back and on. `step` says what one is.
pub fn step_buttons(paint: &mut Paint, step: &str) {
    for (name, sign, words, after) in
        [("back", "back", "Back to the ", " before"), ("forward", "step", "On to the next ", "")]
    {
        paint
            .put("<button type=\"button\" class=\"button icon\" data-do=\"")
            .put(name)
            // The title is its name, too: a label beside it would be read out with it.
            .put_with(|| ["\" title=\"", words, step, after, "\">"].concat())
            .put_with(|| sign_html(sign))
            .put("</button>");
    }
}

/// Paints the button that brings everything back, of this class.
pub fn reset_button(paint: &mut Paint, class: &str) {
    paint
        .put("<button type=\"button\" class=\"")
        .put(class)
        .put("\" data-do=\"reset\">")
        .put_with(|| sign_html("reset"))
        .put("Reset</button>");
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

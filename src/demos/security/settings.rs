//! The settings of a leak: the controls that change them, and what they say. A thousand leaks have the same ones.

use super::address::HOLES;
use super::model::{TOKEN_SCOPES, stops};
use super::words;
use crate::link::named;
use crate::ui::controls::{chips, slider, switch};
use crate::ui::paint::Paint;
use sim::provider::scope::Scope;
use sim::stories::world::Settings;
use sim::wire::time::Duration;

/// Paints the sliders of when it leaks and when that is noticed.
pub fn paint_moments(paint: &mut Paint, settings: &Settings) {
    span_slider(paint, words::LEAKS_AT, "leak", &stops::LEAK, settings.leak_at);
    span_slider(paint, words::NOTICED, "noticed", &stops::NOTICED, settings.noticed_after);
}

/// Paints the controls of everything else. `group` is a name unlike any other on the page.
pub fn paint_rest(paint: &mut Paint, settings: &Settings, group: &str) {
    span_slider(paint, words::LIFETIME, "ttl", &stops::LIFETIME, settings.token_lifetime);
    let speed = settings.requests_per_minute;
    let index = stops::SPEED.iter().rposition(|&stop| stop <= speed).unwrap_or_default();
    slider(paint, words::SPEED, "speed", stops::SPEED.len(), index, words::speed(speed));
    let holes = HOLES.into_iter().zip(words::HOLES);
    let mut holes = holes.map(|((name, hole), words)| (words, name, hole == settings.hole));
    chips(paint, words::HOLE, "hole", Some(group), &mut holes);
    paint.live(&["p class=\"hint\""], &[], words::hole_note(settings.hole));
    let scope = |scope: Scope| (scope.name(), scope.name(), settings.token_scope.contains(scope));
    chips(paint, words::SCOPE, "scope", None, &mut TOKEN_SCOPES.into_iter().map(scope));
    let no_refresh = if settings.hole.shows_refresh_token() { "" } else { words::NOT_IN_A_URL };
    let refresh_leaks = settings.refresh_leaks && no_refresh.is_empty();
    switch(paint, words::REFRESH_LEAKS, "refresh", refresh_leaks, no_refresh);
    switch(paint, words::API_ASKS, "check", settings.api_asks, "");
}

/// Paints a slider over spans.
pub fn span_slider(paint: &mut Paint, label: &str, name: &str, stops: &[Duration], value: Duration) {
    // A value between two stops shows at the lower one.
    let index = stops.iter().rposition(|stop| *stop <= value).unwrap_or_default();
    slider(paint, label, name, stops.len(), index, words::setting(value));
}

/// Takes over what a control of these is set to. A name of no control, and a value that it cannot have, change nothing.
pub fn change(settings: &mut Settings, name: &str, value: &str) {
    let index = value.parse().unwrap_or(usize::MAX);
    let on = value == "on";
    match name {
        "leak" => put(&mut settings.leak_at, stops::LEAK.get(index)),
        "noticed" => put(&mut settings.noticed_after, stops::NOTICED.get(index)),
        "ttl" => put(&mut settings.token_lifetime, stops::LIFETIME.get(index)),
        "speed" => put(&mut settings.requests_per_minute, stops::SPEED.get(index)),
        "hole" => put(&mut settings.hole, named(&HOLES, value).as_ref()),
        "refresh" => settings.refresh_leaks = on,
        "check" => settings.api_asks = on,
        _ => {
            if let Some(scope) = name.strip_prefix("scope.").and_then(token_scope) {
                settings.token_scope = settings.token_scope.with(scope, on);
            }
        }
    }
}

/// The scope of that name, if the demo's token may be given it.
fn token_scope(name: &str) -> Option<Scope> {
    TOKEN_SCOPES.into_iter().find(|scope| scope.name() == name)
}

/// Sets a setting, if there is something to set it to.
pub fn put<T: Copy>(setting: &mut T, to: Option<&T>) {
    if let Some(&to) = to {
        *setting = to;
    }
}

//! The controls of a leak's settings. A thousand leaks have the same ones.

use super::words;
use crate::fields::Fields;
use crate::ui::controls::{Field, Switch, control_in, switch};
use crate::ui::paint::Paint;
use leptos::prelude::*;
use sim::stories::world::Settings;

/// Paints the controls of what decides a leak, but for its moments.
pub fn paint_rest(paint: &mut Paint, setup: &mut dyn Fields, settings: &Settings) {
    for name in ["ttl", "speed", "hole"] {
        control_in(paint, setup, name);
    }
    paint.live(&["p class=\"hint\""], &[], words::hole_note(settings.hole));
    control_in(paint, setup, "scope");
    let no_refresh = if settings.hole.shows_refresh_token() { "" } else { words::NOT_IN_A_URL };
    let refresh_leaks = settings.refresh_leaks && no_refresh.is_empty();
    switch(paint, words::REFRESH_LEAKS, "refresh", refresh_leaks, no_refresh);
    control_in(paint, setup, "check");
}

/// The controls of what decides a leak, but for its moments.
#[component]
pub fn LeakSettings(
    /// What decides it now.
    settings: Memo<Settings>,
) -> AnyView {
    let shows_refresh = move || settings.get().hole.shows_refresh_token();
    let no_refresh = move || if shows_refresh() { String::new() } else { words::NOT_IN_A_URL.into() };
    view! {
        <Field name="ttl"/>
        <Field name="speed"/>
        <Field name="hole"/>
        <p class="hint">{move || words::hole_note(settings.get().hole)}</p>
        <Field name="scope"/>
        <Switch
            label=words::REFRESH_LEAKS
            name="refresh"
            on=Signal::derive(move || settings.get().refresh_leaks && shows_refresh())
            off_because=Signal::derive(no_refresh)
        />
        <Field name="check"/>
    }
    .into_any()
}

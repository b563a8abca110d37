//! The controls of a leak's settings. A thousand leaks have the same ones.

use super::words;
use crate::fields::Fields;
use crate::ui::controls::{control_in, switch};
use crate::ui::paint::Paint;
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

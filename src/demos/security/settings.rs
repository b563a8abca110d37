//! The controls of a leak's settings. A thousand leaks have the same ones.

use leptos::prelude::*;

use super::words;
use crate::ui::controls::{Field, Switch};
use crate::ui::slice::Slice;
use sim::stories::world::Settings;

/// The controls of what decides a leak, but for its moments.
#[component]
pub fn LeakSettings(
    /// What they are set to.
    #[prop(into)]
    settings: Signal<Settings>,
) -> AnyView {
    let in_a_url = Slice::new(move || !settings.read().hole.shows_refresh_token());
    let leaks = Signal::derive(move || settings.read().refresh_leaks && !in_a_url.get());
    let off_because = Signal::derive(move || if in_a_url.get() { words::NOT_IN_A_URL } else { "" }.to_owned());
    view! {
        <Field name="ttl"/>
        <Field name="speed"/>
        <Field name="hole"/>
        <p class="hint">{move || words::hole_note(settings.read().hole)}</p>
        <Field name="scope"/>
        <Switch label=words::REFRESH_LEAKS name="refresh" on=leaks off_because=off_because/>
        <Field name="check"/>
    }
    .into_any()
}

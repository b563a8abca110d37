//! A bar: as long as what it tells.

use leptos::prelude::*;

use crate::ui::slice::Slice;

/// A bar, full from its beginning.
#[component]
pub fn Bar(
    /// How much of it is full, in hundredths of a percent.
    full: Slice<u64>,
    /// What else it is, for the style.
    #[prop(default = Signal::stored(""))]
    class: Signal<&'static str>,
) -> AnyView {
    let scale = move || format!("scale({}.{:04} 1)", full.get() / 10_000, full.get() % 10_000);
    view! {
        <svg class=move || ["scene-bar ", class.get()].concat() aria-hidden="true">
            <rect width="100%" height="100%" transform=scale></rect>
        </svg>
    }
    .into_any()
}

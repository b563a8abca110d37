//! Tabs: of several panels, one is in sight (the pattern of WAI-ARIA's authoring practices). All of them are where no
//! program runs, on paper and before a class: `style/ui/tabs.css` says so, and no panel is left out of the HTML.

use leptos::ev::KeyboardEvent;
use leptos::html::Button;
use leptos::prelude::*;

use super::handle::handler;

/// A tab and its panel.
pub struct Tab {
    /// Its name, among those beside it.
    pub name: &'static str,
    /// What stands on it.
    pub label: &'static str,
    /// What it shows.
    pub panel: AnyView,
}

/// A row of tabs, and the panel of the one that is chosen. Tab, the key, stops at that one; arrows, Home and End go to
/// the others and choose them.
#[component]
pub fn Tabs(
    /// Whose they are: the names of their elements begin with it.
    of: &'static str,
    /// What the row is called.
    label: &'static str,
    /// The tabs, from left to right.
    tabs: Vec<Tab>,
    /// Which is chosen, by its number from 0.
    #[prop(into)]
    shown: Signal<usize>,
    /// Chooses another.
    choose: Callback<usize>,
) -> AnyView {
    let buttons: Vec<NodeRef<Button>> = tabs.iter().map(|_| NodeRef::new()).collect();
    let id = |kind: &str, name: &str| [of, "-", kind, "-", name].concat();
    let heads = tabs.iter().zip(&buttons).enumerate().map(|(i, (tab, button))| {
        let is_shown = move || shown.get() == i;
        view! {
            <button
                type="button"
                role="tab"
                id=id("tab", tab.name)
                name="tab"
                value=tab.name
                aria-controls=id("panel", tab.name)
                aria-selected=move || if is_shown() { "true" } else { "false" }
                tabindex=move || if is_shown() { "0" } else { "-1" }
                node_ref=*button
                on:click=handler(move |_| choose.run(i))
            >
                {tab.label}
            </button>
        }
        .into_any()
    });
    let heads = heads.collect::<Vec<_>>();
    let keyed = handler(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let Some(next) = neighbour(&event.key(), shown.get_untracked(), buttons.len()) else { return };
        event.prevent_default();
        choose.run(next);
        if let Some(button) = buttons[next].get_untracked() {
            let _ = button.focus();
        }
    });
    let panels = tabs.into_iter().enumerate().map(|(i, Tab { name, panel, .. })| {
        view! {
            <div
                role="tabpanel"
                id=id("panel", name)
                aria-labelledby=id("tab", name)
                class=move || if shown.get() == i { "tab-panel" } else { "tab-panel away" }
            >
                {panel}
            </div>
        }
        .into_any()
    });
    let panels = panels.collect::<Vec<_>>();
    view! {
        <div class="tabs">
            <div class="tab-row" role="tablist" aria-label=label on:keydown=keyed>{heads}</div>
            {panels}
        </div>
    }
    .into_any()
}

/// The tab that a key leads to. From the last one on is the first.
fn neighbour(key: &str, here: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((here + 1) % count),
        "ArrowLeft" => Some((here + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_around_and_other_keys_nowhere() {
        let from = |here| ["ArrowLeft", "ArrowRight", "Home", "End", "Enter"].map(|key| neighbour(key, here, 3));
        assert_eq!(from(0), [Some(2), Some(1), Some(0), Some(2), None]);
        assert_eq!(from(2), [Some(1), Some(0), Some(0), Some(2), None]);
    }
}

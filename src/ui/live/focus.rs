//! The focus, which stays where it was when a change takes away, hides or moves what has it.

use core::cell::RefCell;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// What stands for the same thing however a list moves: a node may show another one after each change.
const KEY: &str = "data-key";

/// What had the focus before the first change that is not shown yet, and its thing.
#[derive(Default)]
pub struct Focus(RefCell<Option<(Element, Option<String>)>>);

impl Focus {
    /// A change is about to be made to what stands in `root`.
    pub fn note(&self, root: &Element) {
        let mut noted = self.0.borrow_mut();
        if noted.is_none() {
            let focused = document().active_element().filter(|focused| root.contains(Some(focused)));
            *noted = focused.map(|focused| (focused.clone(), focused.get_attribute(KEY)));
        }
    }

    /// Gives the focus back, if the last change has taken it away: to what had it, or to the root, and the keys with it.
    pub fn keep(&self, root: &HtmlElement) {
        let Some((focused, key)) = self.0.take() else { return };
        // A list that moves shows other things in the same nodes: the focus goes with its thing.
        if let Some(key) = key
            && focused.get_attribute(KEY).as_deref() != Some(&key)
        {
            focus(root, &["[", KEY, "=\"", &key, "\"]"].concat());
        }
        if has_focus(root) {
            return;
        }
        let is_there = root.contains(Some(&focused)) && is_shown(&focused);
        let keeps = if is_there { focused.dyn_into().ok() } else { Some(root.clone()) };
        if let Some(keeps) = keeps {
            let _ = keeps.focus();
        }
    }
}

/// Gives the focus to the first element that the selector finds, if there is one.
fn focus(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Whether the focus is in there, on something that is shown.
fn has_focus(root: &Element) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|focused| root.contains(Some(&focused)) && is_shown(&focused))
}

/// Whether an element is neither hidden nor behind a tab.
fn is_shown(element: &Element) -> bool {
    element.closest("[hidden], .away").ok().flatten().is_none()
}

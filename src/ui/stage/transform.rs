//! How what is on a stage moves.

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Moves an element, by a value of the property `transform`. An attribute `style` is blocked by the page's policy, and an
/// attribute of a drawing has it laid out anew for each frame.
pub fn set_transform(element: &Element, to: &str) {
    // A drawing has the same door to its style as an element of HTML.
    let _ = element.unchecked_ref::<HtmlElement>().style().set_property("transform", to);
}

//! Arrow keys in a grid of buttons (the ARIA grid pattern): one of its cells is in the page's order, and the arrows
//! move the focus from there.

use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Moves the focus, if the key is one that does and the focus is on a cell: a button with a `data-cell`, its row and
/// its column from 0 (`3.2`), in an element with `data-grid`. Home and End go to the row's ends.
pub fn moved(event: &KeyboardEvent) -> bool {
    (|| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return None;
        }
        let cell = event.target()?.dyn_into::<Element>().ok()?;
        let place = cell.get_attribute("data-cell")?;
        let (row, column) = place.split_once('.')?;
        let grid = cell.closest("[data-grid]").ok()??;
        let at = |row: i32, column: i32| {
            let selector = ["[data-cell=\"", &row.to_string(), ".", &column.to_string(), "\"]"].concat();
            grid.query_selector(&selector).ok()?
        };
        let (row, column): (i32, i32) = (row.parse().ok()?, column.parse().ok()?);
        let to = match event.key().as_str() {
            "ArrowUp" => at(row - 1, column),
            "ArrowDown" => at(row + 1, column),
            "ArrowLeft" => at(row, column - 1),
            "ArrowRight" => at(row, column + 1),
            "Home" => at(row, 0),
            "End" => (0..).map_while(|column| at(row, column)).last(),
            _ => return None,
        };
        // At the edge the key is ours all the same: it must not step something else.
        if let Some(to) = to {
            cell.set_attribute("tabindex", "-1").ok()?;
            to.set_attribute("tabindex", "0").ok()?;
            to.dyn_into::<HtmlElement>().ok()?.focus().ok()?;
        }
        Some(())
    })()
    .is_some()
}

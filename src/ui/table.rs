//! The table view of a picture, for those who cannot see it or want the figures.

use std::sync::Arc;

use leptos::prelude::*;

use super::read::Read;
use super::rich::escape;

/// A table with a caption. The first cell of each row is its heading.
#[component]
pub fn DataTable(
    /// What it shows.
    caption: &'static str,
    /// The columns' headings.
    head: &'static [&'static str],
    /// The rows' HTML, made by [`row_html`].
    rows: Read<Arc<str>>,
) -> impl IntoView {
    let head: String = head.iter().map(|cell| ["<th scope=\"col\">", cell, "</th>"].concat()).collect();
    view! {
        <details class="data-table">
            <summary>"Show as a table"</summary>
            // Wide content scrolls in its own box, which a keyboard must be able to reach.
            <div class="scroll" tabindex="0" role="region" aria-label=caption>
                <table>
                    <caption>{caption}</caption>
                    <thead inner_html=["<tr>", &head, "</tr>"].concat()></thead>
                    <tbody inner_html=move || rows()></tbody>
                </table>
            </div>
        </details>
    }
}

/// One row.
pub fn row_html(cells: &[String]) -> String {
    let cell_html = |(i, cell): (usize, &String)| match i {
        0 => ["<th scope=\"row\">", &escape(cell), "</th>"].concat(),
        _ => ["<td>", &escape(cell), "</td>"].concat(),
    };
    ["<tr>", &cells.iter().enumerate().map(cell_html).collect::<String>(), "</tr>"].concat()
}

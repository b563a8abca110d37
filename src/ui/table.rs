//! The table view of a picture, for those who cannot see it or want the figures.

use std::sync::Arc;

use leptos::prelude::*;

use super::paint::Paint;
use super::rich::escape;

/// Paints a table with a caption, folded away. `rows` is HTML made by [`row_html`].
pub fn data_table(paint: &mut Paint, caption: &str, head: &[&str], rows: Arc<str>) {
    // Wide content scrolls in its own box, which a keyboard must be able to reach.
    paint
        .put("<details class=\"data-table\"><summary>Show as a table</summary>")
        .put("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .put(caption)
        .put("\"><table><caption>")
        .put(caption)
        .put("</caption><thead><tr>");
    for cell in head {
        paint.put("<th scope=\"col\">").put(cell).put("</th>");
    }
    paint.put("</tr></thead>").live(&["tbody"], &[], rows).put("</table></div></details>");
}

/// One row. Its first cell is its heading.
pub fn row_html(cells: &[String]) -> String {
    let mut html = "<tr>".to_owned();
    for (i, cell) in cells.iter().enumerate() {
        let (open, close) = if i == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
        html += &[open, &escape(cell), close].concat();
    }
    html + "</tr>"
}

/// A table with a caption, folded away. A row's first cell is its heading.
#[component]
pub fn DataTable(
    /// What it shows.
    caption: &'static str,
    /// The heads of its columns.
    head: &'static [&'static str],
    /// Its rows. They are asked for again when what they are made of has changed, if the table is open.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> AnyView {
    let heads = head.iter().map(|cell| view! { <th scope="col">{*cell}</th> }).collect_view();
    let row = |row: Vec<String>| -> AnyView {
        let mut cells = row.into_iter();
        let first = cells.next();
        view! { <tr><th scope="row">{first}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
            .into_any()
    };
    // Wide content scrolls in its own box, which a keyboard must be able to reach.
    view! {
        <details class="data-table">
            <summary>"Show as a table"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=caption>
                <table>
                    <caption>{caption}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect::<Vec<_>>()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

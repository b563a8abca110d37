//! The table view of a picture, for those who cannot see it or want the figures.

use std::sync::Arc;

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

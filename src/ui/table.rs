//! The table view of a picture, for those who cannot see it or want the figures.

use leptos::prelude::*;

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
    view! {
        <details class="data-table">
            <summary>"Show as a table"</summary>
            <Table caption=caption head=head rows=rows/>
        </details>
    }
    .into_any()
}

/// The same, in sight.
#[component]
pub fn Table(
    /// What it shows.
    caption: &'static str,
    /// The heads of its columns.
    head: &'static [&'static str],
    /// Its rows.
    rows: Signal<Vec<Vec<String>>>,
) -> AnyView {
    let heads =
        head.iter().map(|cell| view! { <th scope="col">{*cell}</th> }).map(IntoAny::into_any).collect::<Vec<_>>();
    let row = |row: Vec<String>| -> AnyView {
        let mut cells = row.into_iter();
        let first = cells.next();
        view! { <tr><th scope="row">{first}</th>{cells.map(|cell| view! { <td>{cell}</td> }).map(IntoAny::into_any).collect::<Vec<_>>()}</tr> }
            .into_any()
    };
    // Wide content scrolls in its own box, which a keyboard must be able to reach.
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=caption>
            <table>
                <caption>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{move || rows.get().into_iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

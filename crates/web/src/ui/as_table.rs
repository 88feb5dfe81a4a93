//! Every picture stands once more as a table: for whoever hears the page, and on paper, where it is open by itself.

use crate::view::*;
use crate::words;

/// Below a picture: the same as a table, folded on a screen. `heads` names the columns, the first that of the rows; each row
/// begins with its name.
pub(crate) fn as_table(heads: Vec<String>, rows: Vec<Vec<String>>) -> Node {
    let heads: Vec<_> = heads.into_iter().map(|it| view! { <th scope="col">{it}</th> }).collect();
    let rows: Vec<_> = rows.into_iter().map(row).collect();
    view! {
        <details class="printed-open"><summary>{words::app::as_table()}</summary>
            <div class="table-wide" tabindex="0" role="group" aria-label=words::app::as_table()>
                <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </details>
    }
}

fn row(cells: Vec<String>) -> Node {
    let mut cells = cells.into_iter();
    let name = cells.next().unwrap_or_default();
    let cells: Vec<_> = cells.map(|it| view! { <td>{it}</td> }).collect();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }
}

//! What a practice is for, in three lines, and the kind sentence a page ends with.

use crate::view::*;
use crate::words;

/// Three lines.
pub(crate) type Lines = [&'static str; 3];

/// The three lines as they open a page. Who has both parts reads the lines of one, and can open those of the other.
pub(crate) fn guide_lines(lines: Lines, other_part: Option<Lines>) -> Node {
    let shown = |lines: Lines| lines.into_iter().map(|it| view! { <p>{it}</p> }).collect::<Vec<_>>();
    let more = other_part.map(|it| {
        view! { <details><summary>{words::app::guide_other_part()}</summary><div class="guide">{shown(it)}</div></details> }
    });
    view! { <div class="guide">{shown(lines)}</div>{more} }
}

/// The sentence a page ends with.
pub(crate) fn kindly(says: &'static str) -> Node {
    view! { <p class="kindly">{says}</p> }
}

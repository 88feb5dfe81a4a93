//! What one wrote, as the book tells it: read here, and changed nowhere.

use crate::view::*;
use book::{Entry, Passage, Piece};

use super::day_of;

/// A whole entry on its paper, under a heading that fits the page, or none.
pub(super) fn entry(it: &Entry, heading: Node) -> Node {
    let pieces: Vec<_> = it.pieces.iter().map(piece).collect();
    view! { <article class="paper stack-wide">{heading}{pieces}</article> }
}

fn piece(it: &Piece) -> Node {
    let passages: Vec<_> = it.passages.iter().map(passage).collect();
    view! { <div class="stack"><p class="small">{it.says.clone()}", "{day_of(it.at_ms)}</p>{passages}</div> }
}

fn passage(it: &Passage) -> Node {
    match it {
        Passage::Label(label) => view! { <p class="quiet">{*label}</p> },
        Passage::Says { text, .. } => view! { <p>{text.clone()}</p> },
        Passage::Wrote(text) => view! { <div class="words"><p dir="auto">{text.clone()}</p></div> },
    }
}

/// Its first words, or what happened where none were written, for a list.
pub(super) fn first_words(it: &Entry) -> String {
    let mut passages = it.pieces.iter().flat_map(|it| &it.passages);
    let wrote = passages.find_map(|it| match it {
        Passage::Wrote(text) => Some(text.clone()),
        _ => None,
    });
    wrote.or_else(|| it.pieces.last().map(|it| it.says.clone())).unwrap_or_default()
}

/// The day of what came last.
pub(super) fn last_day(it: &Entry) -> String {
    it.pieces.iter().map(|it| it.at_ms).max().map(day_of).unwrap_or_default()
}

//! The guide of a practice speaks to the reader's part; who is both, one hurt in each direction, can read both.

use crate::journey;
use crate::ui::{Lines, guide_lines};
use crate::view::*;

/// What a practice is for, to whoever reads it.
pub(crate) struct Guide {
    /// While nobody's part is named.
    pub(crate) anyone: Lines,
    /// To who was hurt.
    pub(crate) hurt: Lines,
    /// To who is responsible.
    pub(crate) responsible: Lines,
}

/// The three lines that open a practice's page.
pub(crate) fn guide(words: Guide) -> Node {
    let parts = journey::read_once(|couple, me| couple.hurts.parts_of(me)).unwrap_or_default();
    match (parts.was_hurt, parts.is_responsible) {
        (false, false) => guide_lines(words.anyone, None),
        (true, false) => guide_lines(words.hurt, None),
        (false, true) => guide_lines(words.responsible, None),
        (true, true) => guide_lines(words.hurt, Some(words.responsible)),
    }
}

//! Icons, the logo, and the marks of the two people.

use crate::view::*;

/// Every drawing once; all others point at it.
pub(crate) fn sprite() -> Node {
    view! { <svg width="0" height="0" aria-hidden="true" inner_html=include_str!("icons.svg")></svg> }
}

/// An icon; always beside a word.
pub(crate) fn icon(name: &'static str) -> Node {
    view! { <svg class="icon" aria-hidden="true"><use href=name/></svg> }
}

/// An icon that points, and so turns with the direction of writing.
pub(crate) fn icon_turns(name: &'static str) -> Node {
    view! { <svg class="icon icon-turns" aria-hidden="true"><use href=name/></svg> }
}

/// The two leaves and the seam.
pub(crate) fn logo() -> Node {
    view! { <svg class="logo" viewBox="0 0 48 48" aria-hidden="true" inner_html=include_str!("logo.svg")></svg> }
}

/// Which of the two marks; the same on both screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    One,
    Two,
}

impl Side {
    /// As written in `data-person` and class names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Two => "two",
        }
    }
}

/// The mark alone; a name or a hidden text stands beside it.
pub(crate) fn mark(side: Side) -> Node {
    let (class, shape) = match side {
        Side::One => ("mark mark-one", "#mark-one"),
        Side::Two => ("mark mark-two", "#mark-two"),
    };
    view! { <svg class=class aria-hidden="true"><use href=shape/></svg> }
}

/// A person: mark and name.
pub(crate) fn person(side: Side, name: String) -> Node {
    view! { <span class="person">{mark(side)}{name}</span> }
}

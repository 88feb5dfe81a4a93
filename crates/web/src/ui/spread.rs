//! The exchange on a page: two leaves and what lies between them. The reveal plays once, and a tap or a key ends it.

use crate::view::*;

use super::marks::{Side, icon, person};

/// How the two leaves lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// Still sealed.
    Apart,
    /// Closing the gap, once.
    Now,
    /// Joined.
    Opened,
}

/// Two leaves.
pub(crate) fn spread(
    opening: impl Fn() -> Opening + Copy + Send + Sync + 'static,
    one: Node,
    two: Node,
) -> Node {
    let state = move || match opening() {
        Opening::Apart => "apart",
        Opening::Now => "opening",
        Opening::Opened => "opened",
    };
    let between = move || {
        if opening() == Opening::Apart {
            include_str!("break_apart.html")
        } else {
            include_str!("break_joined.html")
        }
    };
    view! {
        <div class="spread" data-state=state>
            <article class="leaf">{one}</article>
            <div class="break" aria-hidden="true" inner_html=between></div>
            <article class="leaf">{two}</article>
        </div>
    }
}

/// A leaf that is sealed: the inside of its envelope.
pub(crate) fn leaf_sealed(side: Side, name: String, sealed: &'static str, content: Node) -> Node {
    let class = match side {
        Side::One => "envelope envelope-one",
        Side::Two => "envelope envelope-two",
    };
    view! {
        <p class="byline">{person(side, name)}" "<span>{sealed}</span></p>
        <div class=class aria-hidden="true">{icon("#icon-sealed")}</div>
        {content}
    }
}

//! One speaks: the time, who speaks and who listens, and at most two things to press.

use crate::view::*;
use client::InTalk;
use domain::talk::Side;

use super::held::Held;
use super::timer::timer;
use crate::words::talk;

pub(super) fn stage(held: Held, speaker: Side) -> Node {
    let acts = if held.speaks_for(speaker) {
        let said =
            if held.one { talk::said_it_for(&held.name(speaker)) } else { talk::i_said_it().to_owned() };
        let more = held.button("button-quiet", talk::one_more().to_owned(), InTalk::More);
        view! { <p class="acts acts-wide">{held.button("button", said, InTalk::SaidIt)}{more}</p> }
    } else {
        view! { <p class="quiet">{talk::how_to_listen(&held.name(speaker))}</p> }
    };
    view! { {timer(held, speaker)}{acts} }
}

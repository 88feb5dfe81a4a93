//! What will be different becomes a promise, with one tap.

use std::rc::Rc;

use crate::view::*;
use domain::why::Part;
use domain::{Across, WhyId};

use super::{at, back, not_here, writing_now};
use crate::carry::promise_form;
use crate::two::two_now;
use crate::ui::{self, Place, head};
use crate::words::why;
use crate::writing::Kept;

pub(super) fn promise(id: WhyId) -> Node {
    let (Some(own), Some(two)) = (writing_now(id), two_now()) else { return not_here() };
    let words = Kept::at(at(id, "/promise"), own.part(Part::Different).unwrap_or_default());
    let carry = Rc::new(move |words, when| Across::PromiseDifferent { why: id, words, when });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), why::promise_it(), view! { <p class="lead">{why::promise_lead()}</p> })}
            {promise_form(words, &two.other_name(), at(id, ""), carry)}
        },
    )
}

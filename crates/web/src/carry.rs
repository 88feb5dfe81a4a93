//! Carrying something over with one tap: a promise made of what is written elsewhere, its words standing there already.

use std::rc::Rc;

use crate::view::*;
use domain::Across;
use domain::promises::When;

use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::ui::{PromiseDays, Reader, audience, promise_days, saved};
use crate::words;
use crate::writing::Kept;

/// What is carried over, out of the words and the days that were chosen.
pub(crate) type Carry = Rc<dyn Fn(String, When) -> Across>;

/// Promises what is written. Whoever is alone reads why it has to wait.
pub(crate) fn promise_form(promised: Kept, other: &str, back: String, carry: Carry) -> Node {
    let days = PromiseDays::new();
    let says: Says = RwSignal::new(None);
    let hand_in = move |event: Event| {
        event.prevent_default();
        let Some(when) = days.when() else {
            return says.set(Some(words::promises::day_missing()));
        };
        if tell(carry(promised.text(), when).into(), says) {
            promised.done();
            go("/promises");
        }
    };
    view! {
        <form class="stack-wide" on:submit=hand_in>
            <div class="section">{promised.field("words", words::promises::words(), "2")}
                <p class="field-note">{words::promises::words_hint()}</p>{saved()}</div>
            <div class="section">{promise_days("when", days)}</div>
            {audience(Reader::Both)}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="submit">{words::promises::tell(other)}</button><a class="button-plain" href=back>{words::app::not_now()}</a></p>
        </form>
    }
}

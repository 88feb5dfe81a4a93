//! What was offered in the letter: once the other has said that they have read it, each offer can become a promise.

use crate::view::*;
use domain::apology::{Sending, Version};
use domain::{Across, ApologyId};

use crate::journey;
use crate::practices::{refusal, unheard};
use crate::ui::{PromiseDays, promise_days};
use crate::words::apology;

pub(super) fn section(sending: &Sending, other: &str) -> Option<Node> {
    let last = sending.versions.len().checked_sub(1)?;
    let version = sending.versions.get(last)?;
    let number = u16::try_from(last).ok()?;
    let rows: Vec<_> = (0..)
        .zip(&version.letter.offers)
        .map(|(at, words)| row(sending.id, (number, at), words, version, other))
        .collect();
    let waits = (!version.is_read()).then(|| view! { <p class="quiet">{apology::offers_wait(other)}</p> });
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="offered"><h2 id="offered">{apology::offers_title()}</h2>{waits}<ul class="said">{rows}</ul></section>
    })
}

fn row(id: ApologyId, place: (u16, u16), words: &str, version: &Version, other: &str) -> Node {
    let act = match version.promise_of(place.1) {
        Some(promise) => {
            let href = ["/promises/", &promise.to_string()].concat();
            view! { <a href=href>{apology::offer_promised()}</a> }
        }
        None if version.is_read() => make(id, place, other),
        None => Node::Nothing,
    };
    view! { <li><span class="words" dir="auto">{words.to_owned()}</span>{act}</li> }
}

fn make(apology: ApologyId, (version, offer): (u16, u16), other: &str) -> Node {
    let days = PromiseDays::new();
    let says = RwSignal::new(None);
    let promise = move |event: Event| {
        event.prevent_default();
        let Some(when) = days.when() else { return says.set(Some(apology::offer_day_missing())) };
        let done = journey::perform(Across::PromiseOffer { apology, version, offer, when }.into());
        says.set(done.err().as_ref().map(unheard));
    };
    let group = ["offer-", &offer.to_string()].concat();
    view! {
        <details><summary>{apology::offer_make()}</summary>
            <form class="section" on:submit=promise>
                {promise_days(&group, days)}
                {refusal(says)}
                <p class="acts"><button class="button-quiet" type="submit">{apology::offer_promise_it(other)}</button></p>
            </form>
        </details>
    }
}

//! Carrying something over with one tap: a promise made of what is written elsewhere, its words standing there already.

use std::rc::Rc;

use crate::view::*;
use domain::promises::When;
use domain::{Across, Couple, PromiseId, TopicId};

use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::ui::{PromiseDays, Reader, audience, icon, icon_turns, promise_days, saved};
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

/// What came of something, with one tap.
pub(crate) enum Came {
    /// A promise.
    Promise(PromiseId),
    /// Something to talk about, as long as it is on the list.
    Topic(TopicId),
}

/// Ways to what came of it; nothing, where nothing did.
pub(crate) fn came_of(
    all: impl Iterator<Item = Came>,
    title: &'static str,
    on_the_list: &'static str,
) -> Option<Node> {
    let found = |came: Came| match came {
        Came::Promise(id) => {
            let words = |couple: &Couple| couple.promises.get(id).map(|it| it.words.clone());
            let words = journey::read_once(|couple, _| words(couple)).flatten()?;
            Some(("#icon-promise", ["/promises/", &id.to_string()].concat(), words))
        }
        Came::Topic(id) => {
            let open = |couple: &Couple| couple.talk.topic(id).is_some_and(|it| it.is_open());
            let open = journey::read_once(|couple, _| open(couple)) == Some(true);
            open.then(|| ("#icon-talk", "/talk".to_owned(), on_the_list.to_owned()))
        }
    };
    let rows: Vec<_> = all.filter_map(found).map(|(drawing, href, words)| view! {
        <li><a href=href>{icon(drawing)}<span class="words">{words}</span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="came"><h2 id="came">{title}</h2><ul class="links links-words">{rows}</ul></section>
    })
}

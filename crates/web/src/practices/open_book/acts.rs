//! What can be done with an agreement: answered, paused, gone on with, renewed, changed, ended, and promised.

use std::rc::Rc;

use crate::view::*;
use domain::open_book::{Command, Stands};
use domain::{Across, AgreementId};

use super::shown::{Shown, things};
use super::{at, back, found_now, not_here};
use crate::carry::promise_form;
use crate::platform::{self, page};
use crate::practices::{Says, tell};
use crate::two::{Two, two_now};
use crate::ui::{self, Place, head, icon, when};
use crate::words::open_book;
use crate::writing::{Kept, second_step};

fn button(class: &'static str, name: &'static str, command: Command, says: Says) -> Node {
    let command = StoredValue::new(command);
    let act = move |_| {
        if tell(command.get_value().into(), says) {
            page::arrive();
        }
    };
    view! { <button class=class type="button" on:click=act>{name}</button> }
}

/// What comes first: an answer, to pause, to let it go on.
pub(super) fn first(shown: &Shown, two: &Two, says: Says) -> Option<Node> {
    let (it, agreement) = (&shown.it, shown.it.id);
    let mine = it.proposer() == two.me.id;
    match shown.stands {
        Stands::Proposed if mine => Some(view! {
            <p class="acts acts-wide">{button("button-quiet", open_book::take_back(), Command::End { agreement }, says)}</p>
        }),
        Stands::Proposed => Some(view! {
            {safe()}
            <p class="acts acts-wide">{button("button", open_book::agree(), Command::Agree { agreement }, says)}{button("button-quiet", open_book::turn_down(), Command::End { agreement }, says)}</p>
            <p class="small">{open_book::turn_down_says()}</p>
        }),
        Stands::Begins | Stands::Holds(_) | Stands::InSpace | Stands::Paused => {
            let act = match it.is_paused_by(two.me.id) {
                true => button("button-quiet", open_book::go_on(), Command::GoOn { agreement }, says),
                false => button("button-quiet", open_book::pause(), Command::Pause { agreement }, says),
            };
            Some(view! {
                <p class="acts acts-wide">{act}</p>
                <p class="small">{open_book::pause_says()}</p>
                {renewal(shown, two, says)}
            })
        }
        Stands::NeverHeld | Stands::Overtaken | Stands::Apart | Stands::RanOut { .. } | Stands::Over(_) => {
            None
        }
    }
}

/// Whoever is afraid to say no is shown where to look.
pub(super) fn safe() -> Node {
    view! { <div class="margin-note"><p>{open_book::safe()}" "<a href="/safety">{open_book::safe_link()}</a></p></div> }
}

/// From the day on that both kept for it: whether it goes on, which takes both.
fn renewal(shown: &Shown, two: &Two, says: Says) -> Option<Node> {
    let (it, agreement) = (&shown.it, shown.it.id);
    if !it.can_be_renewed(platform::now().today()) {
        return None;
    }
    let other = two.other.as_ref().filter(|other| it.is_renewed_by(other.id));
    let theirs = other.map(|other| view! { <p>{open_book::renewed_them(&other.name)}</p> });
    let mine = it.is_renewed_by(two.me.id);
    let own = mine.then(|| view! { <p>{open_book::renewed_you()}</p> });
    let act = match mine {
        true => {
            button("button-plain", open_book::renew_not(), Command::Renew { agreement, renew: false }, says)
        }
        false => button("button-quiet", open_book::renew(), Command::Renew { agreement, renew: true }, says),
    };
    let review = open_book::review_says(&when::day(it.terms.until));
    Some(view! {
        <section class="section" aria-labelledby="review"><div class="section-head"><h2 id="review">{open_book::came_to_review()}</h2><p class="quiet">{review}</p></div>
            {theirs}{own}<p class="acts">{act}</p></section>
    })
}

/// What is further down: a promise, other terms, the end.
pub(super) fn more(shown: &Shown, two: &Two, says: Says) -> Option<Node> {
    let (it, agreement) = (&shown.it, shown.it.id);
    if !shown.goes_on() {
        return None;
    }
    let promise = it.opens(two.me.id).then(|| {
        view! { <a class="button-quiet" href=at(agreement, "/promise")>{icon("#icon-promise")}{open_book::make_promise()}</a> }
    });
    let end = move || {
        if tell(Command::End { agreement }.into(), says) {
            page::arrive();
        }
    };
    Some(view! {
        <p class="acts acts-wide">{promise}<a class="button-plain" href=at(agreement, "/change")>{open_book::change()}</a></p>
        {second_step(open_book::end(), open_book::end_ask(), open_book::end_yes(), Rc::new(end))}
    })
}

/// What one opens becomes a promise of one's own.
pub(super) fn promise(id: AgreementId) -> Node {
    let (Some(it), Some(two)) = (found_now(id), two_now()) else { return not_here() };
    let stands = things(&it.terms.things);
    let words = Kept::at(["open_book/promise/", &id.to_string()].concat(), "");
    let carry = Rc::new(move |words, when| Across::PromiseOpenBook { agreement: id, words, when });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), open_book::make_promise(), view! { <p class="lead">{open_book::promise_lead()}</p> })}
            <article class="paper"><div class="words"><p>{stands}</p></div></article>
            {promise_form(words, &two.other_name(), at(id, ""), carry)}
        },
    )
}

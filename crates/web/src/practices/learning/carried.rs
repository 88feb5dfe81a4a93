//! A lesson becomes a promise or a ground rule, with one tap: what one now knows stands in the field already.

use std::rc::Rc;

use crate::view::*;
use domain::ground_rules::About;
use domain::learning::Part;
use domain::{Across, LessonId};

use super::{at, back, lesson_now, not_here};
use crate::app::go;
use crate::carry::promise_form;
use crate::practices::{Says, refusal, tell};
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, ground_rules, learning};
use crate::writing::Kept;

/// What one now knows, as it can be promised.
fn known(id: LessonId, into: &str) -> Option<Kept> {
    let lesson = lesson_now(id)?;
    let known = lesson.part(Part::WhatINowKnow).unwrap_or_default();
    Some(Kept::at(["learning/", &id.to_string(), into].concat(), known))
}

pub(super) fn promise(id: LessonId) -> Node {
    let (Some(words), Some(two)) = (known(id, "/promise"), two_now()) else { return not_here() };
    let carry = Rc::new(move |words, when| Across::PromiseLesson { lesson: id, words, when });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), learning::make_promise(), view! { <p class="lead">{learning::promise_lead()}</p> })}
            {promise_form(words, &two.other_name(), at(id, ""), carry)}
        },
    )
}

fn kinds() -> [(About, &'static str); 8] {
    [
        (About::StoppingAFight, ground_rules::stopping_a_fight()),
        (About::ContactEnded, ground_rules::contact_ended()),
        (About::Sleep, ground_rules::sleep()),
        (About::Children, ground_rules::children()),
        (About::WhoMayKnow, ground_rules::who_may_know()),
        (About::Money, ground_rules::money()),
        (About::Intimacy, ground_rules::intimacy()),
        (About::SomethingElse, ground_rules::something_else()),
    ]
}

pub(super) fn rule(id: LessonId) -> Node {
    let (Some(line), Some(two)) = (known(id, "/rule"), two_now()) else { return not_here() };
    let (about, says): (_, Says) = (RwSignal::new(About::SomethingElse), RwSignal::new(None));
    let options: Vec<_> = kinds().into_iter().map(|(it, name)| view! {
        <label><input type="radio" name="about" prop:checked=move || about.get() == it on:change=move |_| about.set(it)/><span>{name}</span></label>
    }).collect();
    let hand_in = move |event: Event| {
        event.prevent_default();
        let (about, words) = (about.get_untracked(), line.text());
        if tell(Across::RuleLesson { lesson: id, about, words }.into(), says) {
            line.done();
            go("/ground-rules");
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), learning::make_rule(), view! { <p class="lead">{learning::rule_lead()}</p> })}
            <form class="stack-wide" on:submit=hand_in>
                <fieldset class="field"><legend class="heading">{ground_rules::about()}</legend><div class="answers">{options}</div></fieldset>
                <div class="section">{line.field("line", ground_rules::words(), "3")}<p class="field-note">{ground_rules::words_hint()}</p>{saved()}</div>
                {audience(Reader::Both)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{ground_rules::send(&two.other_name())}</button><a class="button-plain" href=at(id, "")>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

//! Answering what the other asks for, and making a promise of a yes.

use std::rc::Rc;

use crate::view::*;
use domain::needs::{Answer, Command, Need};
use domain::{Across, NeedId};

use super::{at, back, found, not_here};
use crate::carry::promise_form;
use crate::platform::page;
use crate::practices::{Says, tell};
use crate::two::two_now;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, person, saved};
use crate::words::needs;
use crate::writing::Kept;

/// Which of the three is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    None,
    Yes,
    YesWith,
    NotNow,
}

pub(super) fn form(it: &Need, other: &str, says: Says) -> Node {
    let answered = it.answer.is_some();
    let form = fields(it, other, says);
    if answered {
        return view! { <details><summary>{needs::answer_again()}</summary>{form}</details> };
    }
    view! {
        <section class="section">{form}<p class="quiet">{needs::answer_lead()}</p></section>
    }
}

fn fields(it: &Need, other: &str, says: Says) -> Node {
    let need = it.id;
    let given = it.answer.as_ref().map(|it| &it.answer);
    let chosen = RwSignal::new(match given {
        None => Chosen::None,
        Some(Answer::Yes) => Chosen::Yes,
        Some(Answer::YesWith { .. }) => Chosen::YesWith,
        Some(Answer::NotNow { .. }) => Chosen::NotNow,
    });
    let words = |of: &str, was: Option<&str>| {
        Kept::at(["needs/", of, "/", &need.to_string()].concat(), was.unwrap_or_default())
    };
    let said = |now: Chosen| given.and_then(Answer::words).filter(|_| chosen.get_untracked() == now);
    let (change, because) = (words("change", said(Chosen::YesWith)), words("because", said(Chosen::NotNow)));
    let send = move |event: Event| {
        event.prevent_default();
        let answer = match chosen.get_untracked() {
            Chosen::None => return says.set(Some(needs::choose_one())),
            Chosen::Yes => Answer::Yes,
            Chosen::YesWith => Answer::YesWith { change: change.text() },
            Chosen::NotNow => Answer::NotNow { because: because.text() },
        };
        if tell(Command::Answer { need, answer }.into(), says) {
            change.done();
            because.done();
            page::arrive();
        }
    };
    let more = move || match chosen.get() {
        Chosen::YesWith => view! { {change.field("change", needs::change_label(), "2")}{saved()} },
        Chosen::NotNow => view! { {because.field("because", needs::because_label(), "2")}{saved()} },
        Chosen::None | Chosen::Yes => Node::Nothing,
    };
    view! {
        <form class="stack" on:submit=send>
            {choices("answer", needs::your_answer(), options(), chosen)}
            {more}
            {audience(Reader::Both)}
            <p class="acts"><button class="button" type="submit">{needs::answer(other)}</button></p>
        </form>
    }
}

fn options() -> Vec<Choice<Chosen>> {
    vec![
        Choice::of(Chosen::Yes, needs::say_yes(), needs::say_yes_says()),
        Choice::of(Chosen::YesWith, needs::say_yes_with(), needs::say_yes_with_says()),
        Choice::of(Chosen::NotNow, needs::say_not_now(), needs::say_not_now_says()),
    ]
}

/// A yes becomes a promise: its words stand there already.
pub(super) fn promise(id: NeedId) -> Node {
    let (Some(it), Some(two)) = (found(id), two_now()) else { return not_here() };
    let words = Kept::at(["needs/promise/", &id.to_string()].concat(), &it.said_yes_to());
    let carry = Rc::new(move |words, when| Across::PromiseNeed { need: id, words, when });
    let by = two.seat(it.asker()).map(|seat| person(seat.side, seat.name.clone()));
    ui::page(
        Place::Ours,
        view! {
            {head(back(), needs::make_promise(), view! { <p class="lead">{needs::promise_lead()}</p> })}
            <article class="paper"><p class="byline">{by}</p><div class="words"><p>{it.thing}</p></div></article>
            {promise_form(words, &two.other_name(), at(id, ""), carry)}
        },
    )
}

//! Sharing one answer: a preview of exactly what the other will read, then one act; and what came from the other.

use crate::view::*;
use domain::signs::{Answer, Command, Given};
use domain::{Command as Any, Day};

use super::{Seen, often_name, sentence, sign_name};
use crate::practices::{Says, tell};
use crate::two::{Seat, Two};
use crate::ui::{Reader, audience, person, when};
use crate::words::signs;

/// One answer as both read it.
fn paper(by: Option<&Seat>, on: Day, answer: Answer, below: Node) -> Node {
    let by = by.map(|it| person(it.side, it.name.clone()));
    view! {
        <div class="paper">
            <p class="byline">{by}" "<span>{signs::up_to(&when::day(on))}</span></p>
            <p>{sentence(answer.sign, answer.whose)}</p>
            <p><b>{signs::answer(often_name(answer.often))}</b></p>
            {below}
        </div>
    }
}

/// For each answer of a sign: that it is shared, with the way back, or the preview with the one act.
pub(super) fn standing(seen: &Seen, on: Day, given: &[Answer], two: &Two, says: Says) -> Option<Node> {
    let is_shared = |it: &Answer| {
        seen.mine.iter().any(|mine| (mine.on, mine.answer.sign, mine.answer.whose) == (on, it.sign, it.whose))
    };
    let (shared, left): (Vec<Answer>, Vec<Answer>) = given.iter().partition(|it| is_shared(it));
    let back: Vec<_> = shared.into_iter().map(|it| taking_back(on, it, two, says)).collect();
    let share = (two.are_together() && !left.is_empty()).then(|| {
        let previews: Vec<_> = left.into_iter().map(|it| sharing(on, it, two, says)).collect();
        let about = given.first().map(|it| sign_name(it.sign));
        view! {
            <details><summary>{signs::share()}<span class="only-read">": "{about}</span></summary>
                <div class="papers"><p class="quiet">{signs::share_says(&two.other_name())}</p>{previews}</div>
            </details>
        }
    });
    Some(view! { {back}{share} })
}

fn sharing(on: Day, answer: Answer, two: &Two, says: Says) -> Node {
    let act = move |_| {
        tell(Any::Signs(Command::Share { on, answer }), says);
    };
    let name = signs::share_with(&two.other_name());
    let below = view! { <p class="acts"><button class="button-quiet button-small" type="button" on:click=act>{name}</button></p> };
    paper(Some(&two.me), on, answer, below)
}

fn taking_back(on: Day, answer: Answer, two: &Two, says: Says) -> Node {
    let Answer { sign, whose, .. } = answer;
    let act = move |_| {
        tell(Any::Signs(Command::Withdraw { on, sign, whose }), says);
    };
    let below = view! {
        <p class="quiet">{signs::shared(&two.other_name())}" "{signs::take_back_says()}</p>
        <p class="acts"><button class="button-plain" type="button" on:click=act>{signs::take_back()}</button></p>
    };
    paper(Some(&two.me), on, answer, below)
}

/// What the other shared, the latest first.
pub(super) fn from_them(theirs: &[Given], two: &Two) -> Option<Node> {
    let by = two.other.as_ref();
    let papers: Vec<_> =
        theirs.iter().rev().map(|it| paper(by, it.on, it.answer, audience(Reader::Both))).collect();
    (!papers.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="theirs">
            <div class="section-head"><h2 id="theirs">{signs::from_them(&two.other_name())}</h2><p class="quiet">{signs::from_them_says()}</p></div>
            <div class="papers">{papers}</div>
        </section>
    })
}

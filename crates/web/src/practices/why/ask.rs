//! The honest question: did some part of me want this relationship to end? Each answer has its own way on.

use crate::view::*;
use domain::WhyId;
use domain::why::{Command, ToEnd};

use super::{at, back, not_here, writing_now};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::ui::{self, Choice, Place, Reader, audience, choices, head};
use crate::words::why;

pub(super) fn screen(id: WhyId) -> Node {
    let Some(writing) = writing_now(id) else { return not_here() };
    let (chosen, says): (_, Says) = (RwSignal::new(writing.to_end), RwSignal::new(None));
    let options = vec![
        Choice::of(Some(ToEnd::No), why::end_no(), why::end_no_says()),
        Choice::of(Some(ToEnd::Yes), why::end_yes(), why::end_yes_says()),
        Choice::of(Some(ToEnd::CantSay), why::end_cant_say(), why::end_cant_say_says()),
    ];
    let hand_in = move |event: Event| {
        event.prevent_default();
        let Some(answer) = chosen.get_untracked() else { return says.set(Some(why::choose_one())) };
        if tell(Command::SayWhetherToEnd { why: id, answer }.into(), says) {
            go(&at(id, ""));
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back(), why::question(), view! { <p class="lead">{why::question_says()}</p> })}
            {audience(Reader::OnlyYou)}
            <form class="stack-wide" on:submit=hand_in>
                {choices("end", why::my_answer(), options, chosen)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{why::keep_on()}</button><a class="button-plain" href=at(id, "")>{why::later()}</a></p>
            </form>
        },
    )
}

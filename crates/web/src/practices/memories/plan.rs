//! Proposing time together: what, and on which day.

use crate::view::*;
use domain::memories::Command;

use super::{DayFields, back, not_here};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, memories};
use crate::writing::Kept;

pub(super) fn screen() -> Node {
    let Some(two) = two_now() else { return not_here() };
    let other = two.other_name();
    let (name, days) = (Kept::at("memories/plan".to_owned(), ""), DayFields::left_at("memories/plan", None));
    let says: Says = RwSignal::new(None);
    let hand_in = move |event: Event| {
        event.prevent_default();
        let Some(when) = days.when() else { return says.set(Some(memories::day_missing())) };
        if tell(Command::Plan { name: name.text(), when }.into(), says) {
            name.done();
            days.done();
            go("/memories");
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), memories::plan_title(), view! { <p class="lead">{memories::plan_lead(&other)}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                <div class="section">{name.field("what", memories::what(), "2")}<p class="field-note">{memories::what_hint()}</p>{saved()}</div>
                <div class="section">{days.fields()}</div>
                {audience(Reader::Both)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{memories::propose(&other)}</button><a class="button-plain" href="/memories">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

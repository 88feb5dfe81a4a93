//! Keeping a moment that was not planned.

use crate::view::*;
use domain::Day;
use domain::memories::Command;

use super::back;
use crate::app::go;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, day_field, head, saved};
use crate::words::{self, memories};
use crate::writing::Kept;

pub(super) fn screen() -> Node {
    let name = Kept::at("memories/keep/name".to_owned(), "");
    let text = Kept::at("memories/keep/words".to_owned(), "");
    let (on, says): (_, Says) = (RwSignal::new(platform::now().today().to_string()), RwSignal::new(None));
    let hand_in = move |event: Event| {
        event.prevent_default();
        let Some(day) = Day::parse(&on.get_untracked()) else {
            return says.set(Some(memories::day_missing()));
        };
        if tell(Command::Keep { name: name.text(), on: day, text: text.text() }.into(), says) {
            [name, text].into_iter().for_each(Kept::done);
            go("/memories");
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), memories::keep_title(), view! { <p class="lead">{memories::keep_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {name.field("what", memories::what_was(), "1")}
                {day_field("day", memories::which_day(), on)}
                <div class="section">{text.field("words", memories::your_words(), "4")}<p class="field-note">{memories::your_words_hint()}</p>{saved()}</div>
                {audience(Reader::Both)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{memories::keep_it()}</button><a class="button-plain" href="/memories">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

//! Writing one part of why.

use crate::view::*;
use domain::WhyId;
use domain::why::{Command, Part, Writing};

use super::{at, back, not_here, number, part, writing_now};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::why;
use crate::writing::Kept;

pub(super) fn screen(id: WhyId, of: Part) -> Node {
    let Some(writing) = writing_now(id) else { return not_here() };
    let says: Says = RwSignal::new(None);
    ui::page(
        Place::Mine,
        view! {
            {head(back(), part(of).0, ())}
            {offline()}
            {audience(Reader::OnlyYou)}
            {form(&writing, of, says)}
            {refusal(says)}
        },
    )
}

/// The field of a part with what it asks for. What is kept leads on to the next.
pub(super) fn form(writing: &Writing, of: Part, says: Says) -> Node {
    let (id, (name, asks)) = (writing.id, part(of));
    let key = ["why/", &id.to_string(), "/", &number(of)].concat();
    let text = Kept::at(key, writing.part(of).unwrap_or_default());
    let hand_in = move |event: Event| {
        event.prevent_default();
        if tell(Command::Write { why: id, part: of, text: text.text() }.into(), says) {
            text.done();
            go(&at(id, ""));
        }
    };
    view! {
        <form class="section" on:submit=hand_in>
            {text.field("part", name, "5")}
            <p class="field-note">{asks}</p>
            {saved()}
            <p class="acts acts-wide"><button class="button" type="submit">{why::keep_on()}</button><a class="button-plain" href="/why">{why::later()}</a></p>
        </form>
    }
}

//! Sharing words of a page: exactly what the other will read, and one act.

use crate::view::*;
use domain::ForgivingId;
use domain::forgiveness::{Command, Part};

use super::{about, at, not_here, page_now, part};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head};
use crate::words::{self, forgiveness, writing};
use crate::writing::preview;

pub(super) fn words(id: ForgivingId) -> Node {
    let share = |forgiving, previewed| Command::Share { forgiving, previewed };
    screen(id, Part::InWords, share, |_| forgiveness::share_lead().to_owned())
}

pub(super) fn chance(id: ForgivingId) -> Node {
    let give = |forgiving, previewed| Command::GiveChance { forgiving, previewed };
    screen(id, Part::Chance, give, forgiveness::chance_lead)
}

fn screen(
    id: ForgivingId,
    of: Part,
    share: fn(ForgivingId, String) -> Command,
    lead: fn(&str) -> String,
) -> Node {
    let (Some(own), Some(two)) = (page_now(id), two_now()) else { return not_here() };
    let Some(text) = own.part(of).map(str::to_owned) else { return not_here() };
    let (says, other): (Says, _) = (RwSignal::new(None), two.other_name());
    let previewed = text.clone();
    let act = move |_| {
        if tell(share(id, previewed.clone()).into(), says) {
            go(&at(id, ""));
        }
    };
    let name = part(of).0;
    let back = Some(view! { <a href=at(id, "")>{about(own.of)}</a> });
    ui::page(
        Place::Ours,
        view! {
            {head(back, name, view! { <p class="lead">{lead(&other)}</p> })}
            {offline()}
            {preview(&other, Reader::Both, vec![(name, text)])}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=act>{writing::share(&other)}</button><a class="button-plain" href=at(id, "")>{words::app::not_now()}</a></p>
        },
    )
}

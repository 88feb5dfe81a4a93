//! The desk of a counsellor: the rooms they were invited into, and each with what was given there. Read only.

use crate::view::*;
use domain::RoomId;
use domain::counsel::Role;

use super::{Seen, about, ending, looked_at, naming, notes, of_room, packet, room, told};
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::ui::{self, Place, empty, head, icon, notice};
use crate::words::{self, counsel};

/// The pages of a counsellor's desk.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(counsel::desk());
    Some(match rest {
        [] => screen(),
        [id] => room_screen(RoomId::parse(id)?),
        [id, "packet"] => packet::screen(RoomId::parse(id)?),
        _ => return None,
    })
}

fn screen() -> Node {
    let rooms = about::rooms(Role::Counsellor);
    let list = move || {
        let rows: Vec<_> = rooms.get().iter().map(about::line).collect();
        let paste =
            view! { <a class="button-quiet" href="/join">{icon("#icon-letter")}{counsel::desk_paste()}</a> };
        if rows.is_empty() {
            return empty(counsel::desk_none(), counsel::desk_none_says(), paste);
        }
        view! { <ul class="links">{rows}</ul><p class="acts">{paste}</p> }
    };
    let back = (!journey::is_at_a_desk()).then(|| ui::back("/mine", words::app::mine())).flatten();
    ui::page(
        Place::Desk,
        view! {
            {head(back, counsel::desk_title(), view! { <p class="lead">{counsel::desk_lead()}</p> })}
            {offline()}
            {crate::settings::notices()}
            {crate::welcome::kit_reminder()}
            {list}
            <p class="small">{counsel::desk_no_proof()}</p>
        },
    )
}

fn room_screen(id: RoomId) -> Node {
    looked_at(id);
    of_room(id, Some(Role::Counsellor), whole)
}

fn whole(it: Seen) -> Node {
    let says: Says = RwSignal::new(None);
    let over = it.over.then(|| {
        notice(
            "#icon-notice",
            true,
            view! { <h2>{counsel::desk_over()}</h2><p>{counsel::desk_over_says()}</p> },
        )
    });
    let waits = (!it.over && it.room.terms().is_none())
        .then(|| notice("#icon-resting", false, view! { <p>{counsel::desk_waits()}</p> }));
    let lead = view! { <p class="lead">{it.stands()}</p><p class="quiet">{counsel::desk_room_lead()}</p> };
    ui::page(
        Place::Desk,
        view! {
            {head(ui::back("/desk", counsel::desk()), it.name(), lead)}
            {offline()}
            {over}
            {waits}
            {given(&it)}
            {notes::topics(&it)}
            {notes::notes(&it)}
            {room::to_packet(&it)}
            {naming(&it)}
            {refusal(says)}
            {(!it.over).then(|| ending(&it, says))}
        },
    )
}

fn given(it: &Seen) -> Node {
    let all: Vec<_> = it.entries.iter().map(|it| told::entry(it, view! { <h3>{it.chapter}</h3> })).collect();
    let none = all.is_empty().then(|| view! { <p class="quiet">{counsel::desk_given_none()}</p> });
    view! { <section class="section" aria-labelledby="given"><h2 id="given">{counsel::desk_given_title()}</h2>{none}<div class="stack-wide">{all}</div></section> }
}

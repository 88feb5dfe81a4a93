//! A room as whoever gives sees it.

use crate::view::*;
use domain::counsel::{Command, Giving, Material, Role, Terms};
use domain::{Day, RoomId};

use super::{Seen, at, ending, looked_at, naming, notes, of_room, say, told, windows};
use crate::platform;
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::ui::{self, Reader, audience, head, icon, icon_turns, notice};
use crate::words::counsel;
use crate::writing::Kept;

pub(super) fn screen(id: RoomId) -> Node {
    looked_at(id);
    of_room(id, Some(Role::Partner), whole)
}

fn whole(it: Seen) -> Node {
    let says: Says = RwSignal::new(None);
    let over = it.over.then(|| {
        notice("#icon-notice", true, view! { <h2>{counsel::over_title()}</h2><p>{counsel::over_says()}</p> })
    });
    let opens = (!it.over && it.room.terms().is_none()).then(|| opening(it.id));
    let open = !it.over && it.room.terms().is_some();
    let lead = view! { <p class="lead">{it.stands()}</p> };
    ui::page(
        it.place(),
        view! {
            {head(ui::back("/counsellor", counsel::name()), it.name(), lead)}
            {offline()}
            {over}
            {opens}
            {audience(Reader::YouAndCounsellor)}
            {notes::notes(&it)}
            {notes::topics(&it)}
            {given(&it, open)}
            {windows::section(&it, open)}
            {to_packet(&it)}
            {naming(&it)}
            {refusal(says)}
            {(!it.over).then(|| ending(&it, says))}
        },
    )
}

/// The way to what is printed for a session.
pub(super) fn to_packet(it: &Seen) -> Node {
    let href = at(it.id, it.role, "/packet");
    view! { <ul class="links"><li><a href=href>{icon("#icon-print")}<span>{counsel::packet()}<small>{counsel::packet_says()}</small></span>{icon_turns("#icon-onward")}</a></li></ul> }
}

fn given(it: &Seen, open: bool) -> Node {
    let rows: Vec<_> = it
        .entries
        .iter()
        .map(|entry| {
            let href = at(it.id, it.role, &["/give/", &entry.id].concat());
            let says = [entry.chapter, ", ", &told::last_day(entry)].concat();
            view! { <li><a href=href>{icon("#icon-open")}<span><span class="words cut" dir="auto">{told::first_words(entry)}</span><small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
        })
        .collect();
    let none = rows.is_empty().then(|| view! { <p class="quiet">{counsel::given_none()}</p> });
    let href = at(it.id, it.role, "/give");
    let give = open.then(|| view! { <p class="acts"><a class="button" href=href>{icon("#icon-plus")}{counsel::give()}</a></p> });
    view! {
        <section class="section" aria-labelledby="given"><h2 id="given">{counsel::given_title()}</h2>
            {none}<ul class="links links-words">{rows}</ul>{give}</section>
    }
}

/// The room's end, when it was not set with the invitation.
fn opening(id: RoomId) -> Node {
    let says: Says = RwSignal::new(None);
    let until = until_kept();
    let open = move |event: Event| {
        event.prevent_default();
        let Some(terms) = until_day(until, says).map(terms_until) else { return };
        if say(id, Command::Open { terms }, says) {
            until.done();
        }
    };
    view! {
        <form class="paper stack" on:submit=open>
            <h2>{counsel::open_title()}</h2><p>{counsel::open_says()}</p>
            {until.day("until", counsel::until_label())}
            {refusal(says)}
            <p class="acts"><button class="button" type="submit">{counsel::open()}</button></p>
        </form>
    }
}

/// The last day of a room, three months from now at first.
pub(super) fn until_kept() -> Kept {
    Kept::at("counsel/until".to_owned(), &platform::now().today().plus(90).to_string())
}

/// The day that stands there; what is wrong with it is said.
pub(super) fn until_day(until: Kept, says: Says) -> Option<Day> {
    let day = Day::parse(&until.text());
    let past = day.is_some_and(|it| it < platform::now().today());
    says.set(match day {
        None => Some(counsel::until_missing()),
        Some(_) if past => Some(counsel::until_past()),
        Some(_) => None,
    });
    day.filter(|_| !past)
}

/// One's own room, to the end of a day.
pub(super) fn terms_until(day: Day) -> Terms {
    let until_ms = platform::moment_of(day.plus(1), 0);
    Terms { material: Material::Own, giving: Giving::Either, until_ms }
}

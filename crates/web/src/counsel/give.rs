//! Giving what one wrote for oneself: the list of it, and one thing with what stands and what happens.

use std::rc::Rc;

use crate::view::*;
use book::Entry;
use client::{CannotInRoom, NotSaid, Session};
use domain::counsel::{Command, Role, Room, is_worth_giving};
use domain::{Audience, RecordId, RoomId};

use super::{Seen, at, cannot, go_to, not_here, of_room, own_name, say, told};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::ui::{self, Place, empty, head, icon, icon_turns};
use crate::words::{self, counsel};
use crate::writing::second_step;

/// What one wrote for oneself and may want to give.
pub(super) fn own_entries(session: &Session) -> Vec<Entry> {
    let me = session.me();
    let own = session.history().records().filter(|it| it.audience == Audience::Mine && it.author == me);
    let own = own.filter(|it| is_worth_giving(it.event.kind()));
    book::entries(own, &own_name(session), words::language())
}

/// The one of that name; a practice that is one page goes by its own.
pub(super) fn named(all: Vec<Entry>, name: &str) -> Option<Entry> {
    let at = all.iter().position(|it| it.id == name);
    let at = at.or_else(|| all.iter().position(|it| it.practice == name));
    at.and_then(|at| all.into_iter().nth(at))
}

/// How far something is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Not,
    /// And something of it is newer.
    Before,
    Whole,
}

fn is_in(room: &Room, record: RecordId) -> bool {
    room.seen().any(|it| it.record == record)
}

fn stands(room: &Room, it: &Entry) -> Stands {
    let given = it.records.iter().any(|it| is_in(room, *it));
    match (given, missing(room, it).is_empty()) {
        (false, _) => Stands::Not,
        (true, false) => Stands::Before,
        (true, true) => Stands::Whole,
    }
}

/// What stands of it and is not given.
fn missing(room: &Room, it: &Entry) -> Vec<RecordId> {
    it.pieces.iter().map(|it| it.record).filter(|it| !is_in(room, *it)).collect()
}

/// Everything that can be given into a room, by practice.
pub(super) fn screen(id: RoomId) -> Node {
    of_room(id, Some(Role::Partner), list)
}

fn list(it: Seen) -> Node {
    let all = journey::look(own_entries).unwrap_or_default();
    let back = ui::back_to(at(it.id, it.role, ""), it.name());
    let none = all.is_empty().then(|| empty(counsel::give_none(), counsel::give_none_says(), Node::Nothing));
    let mut parts: Vec<Node> = Vec::new();
    let mut rest = all.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|it| it.practice == first.practice).count();
        let (part, after) = rest.split_at(length);
        let rows: Vec<_> = part.iter().rev().map(|entry| row(&it, entry)).collect();
        let name = first.chapter;
        parts.push(view! { <section class="section"><h2>{name}</h2><ul class="links links-words">{rows}</ul></section> });
        rest = after;
    }
    ui::page(
        Place::Mine,
        view! {
            {head(back, counsel::give_title(), view! { <p class="lead">{counsel::give_lead()}</p> })}
            {offline()}
            {none}
            {parts}
        },
    )
}

fn row(it: &Seen, entry: &Entry) -> Node {
    let href = at(it.id, it.role, &["/give/", &entry.id].concat());
    let (drawing, given) = match stands(&it.room, entry) {
        Stands::Not => ("#icon-write", None),
        Stands::Before => ("#icon-counsellor", Some(counsel::is_given_before())),
        Stands::Whole => ("#icon-counsellor", Some(counsel::is_given())),
    };
    let day = told::last_day(entry);
    let says = given.map_or_else(|| day.clone(), |it| [&day, ", ", it].concat());
    view! { <li><a href=href>{icon(drawing)}<span><span class="words cut" dir="auto">{told::first_words(entry)}</span><small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

/// One thing, as it stands now or as it was given.
pub(super) fn one_screen(id: RoomId, name: &str) -> Node {
    let name = name.to_owned();
    let seen = super::seen(id);
    (move || {
        let Some(it) = seen.get().filter(|it| it.role == Role::Partner) else { return not_here() };
        let own = journey::look(own_entries).and_then(|all| named(all, &name));
        let given = named(it.entries.clone(), &name);
        match (own, given) {
            (Some(own), _) => one(&it, &own, true),
            // It was put away since; what was given can still be taken out.
            (None, Some(given)) => one(&it, &given, false),
            (None, None) => gone(&it),
        }
    })
    .into_node()
}

fn gone(it: &Seen) -> Node {
    let back = ui::back_to(at(it.id, it.role, "/give"), counsel::give_title().to_owned());
    ui::page(
        Place::Mine,
        view! { {head(back, counsel::gone(), view! { <p class="lead">{counsel::gone_says()}</p> })} },
    )
}

fn one(it: &Seen, entry: &Entry, own: bool) -> Node {
    let says: Says = RwSignal::new(None);
    let stands = stands(&it.room, entry);
    let open = !it.over && it.room.is_agreed();
    let state = match stands {
        Stands::Not => None,
        Stands::Before => Some(counsel::is_given_before()),
        Stands::Whole => Some(counsel::given_since()),
    };
    let state = state.map(|it| view! { <p class="state" role="status">{icon("#icon-counsellor")}{it}</p> });
    let give = (open && own && stands != Stands::Whole).then(|| give(it, entry, stands, says));
    let stop = (open && stands != Stands::Not).then(|| stop(it, entry, says));
    let over = it.over.then(|| view! { <p class="quiet">{counsel::over_says()}</p> });
    let back = ui::back_to(at(it.id, it.role, ""), it.name());
    ui::page(
        Place::Mine,
        view! {
            {head(back, entry.chapter, ())}
            {offline()}
            {state}
            {told::entry(entry, Node::Nothing)}
            {over}
            {give}
            {refusal(says)}
            {stop}
        },
    )
}

fn give(it: &Seen, entry: &Entry, stands: Stands, says: Says) -> Node {
    let (room, records) = (it.id, StoredValue::new(missing(&it.room, entry)));
    let busy = RwSignal::new(false);
    let act = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        says.set(None);
        platform::spawn(async move {
            let Some(held) = journey::held() else { return };
            let given = given(&held, room, &records.get_value()).await;
            let _ = says.try_set(given.as_ref().err().map(cannot));
            let _ = busy.try_set(false);
            if given.is_ok() {
                go_to(room, "");
            }
        });
    };
    let name = if stands == Stands::Not { counsel::give_this() } else { counsel::give_new() };
    view! {
        <p class="field-note">{icon("#icon-notice")}<span>{counsel::give_careful()}</span></p>
        <p class="acts acts-wide"><button class="button" type="button" aria-disabled=move || busy.get().then_some("true") on:click=act>{icon("#icon-counsellor")}{name}</button></p>
    }
}

/// Gives it. What was written a moment ago may still be on its way to the server: that is waited for.
async fn given(held: &client::Ours, room: RoomId, records: &[RecordId]) -> Result<(), CannotInRoom> {
    for _ in 0..10 {
        match held.give(room, records).await {
            Err(CannotInRoom::NotSaid(NotSaid::NotHere)) if page::online() => page::pause(300).await,
            other => return other,
        }
    }
    held.give(room, records).await
}

fn stop(it: &Seen, entry: &Entry, says: Says) -> Node {
    let room = it.id;
    let given = entry.records.iter().copied().filter(|record| is_in(&it.room, *record));
    let given = StoredValue::new(given.collect::<Vec<_>>());
    let act = move || {
        let all = given.get_value();
        if all.into_iter().all(|record| say(room, Command::Stop { record }, says)) {
            go_to(room, "");
        }
    };
    second_step(counsel::stop(), counsel::stop_ask(), counsel::stop_yes(), Rc::new(act))
}

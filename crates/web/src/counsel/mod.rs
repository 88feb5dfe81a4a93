//! A counsellor's room on screens: what it is, inviting, giving, notes and topics, the packet for a session; and the desk of
//! whoever is the counsellor.

mod about;
pub(crate) mod desk;
mod give;
mod invite;
mod notes;
mod offer;
mod packet;
mod room;
mod told;
mod windows;

use std::rc::Rc;

use crate::view::*;
use book::Entry;
use client::{CannotInRoom, NotSaid, Session};
use domain::counsel::{Command, Refusal, Role, Room};
use domain::{Flaw, RoomId};

use crate::app::go;
use crate::journey;
use crate::platform::{self, page, wall_clock_at};
use crate::practices::Says;
use crate::ui::{self, Place, head, passing, when};
use crate::words::{self, counsel};
use crate::writing::{Kept, second_step};

pub(crate) use offer::{advice, offer, own_line};

/// The pages of whoever gives.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    // A tab says no more than where one is.
    page::title(words::app::mine());
    Some(match rest {
        [] => about::screen(),
        ["invite"] => invite::screen(),
        ["give", entry] => offer::screen(entry),
        [id] => room::screen(RoomId::parse(id)?),
        [id, "give"] => give::screen(RoomId::parse(id)?),
        [id, "give", entry] => give::one_screen(RoomId::parse(id)?, entry),
        [id, "packet"] => packet::screen(RoomId::parse(id)?),
        _ => return None,
    })
}

/// Where a room's pages are, for what one is in it.
fn at(room: RoomId, role: Role, rest: &str) -> String {
    let first = if role == Role::Partner { "/counsellor/" } else { "/desk/" };
    [first, &room.to_string(), rest].concat()
}

/// How it stands with a room. It is soon asked, and what was given is opened again only when it differs.
#[derive(Clone, Debug, PartialEq)]
struct Standing {
    id: RoomId,
    role: Role,
    called: Option<String>,
    room: Room,
    over: bool,
    news: bool,
    can_read: u64,
}

impl Standing {
    fn of(session: &Session, id: RoomId, now_ms: u64) -> Option<Self> {
        let (room, role) = (session.room(id)?, session.role_in(id)?);
        let called = session.room_name(id).map(str::to_owned);
        let (over, can_read) = (room.is_over(now_ms), session.can_read_more(id));
        let news = session.has_news(id);
        Some(Self { id, role, called, room, over, news, can_read })
    }
}

/// A room as its pages show it.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    id: RoomId,
    role: Role,
    called: Option<String>,
    room: Room,
    over: bool,
    /// Something came that was not looked at.
    news: bool,
    /// What the counsellor can read.
    entries: Vec<Entry>,
}

impl Seen {
    fn of(session: &Session, it: Standing) -> Self {
        let Standing { id, role, called, room, over, news, .. } = it;
        let who = match role {
            Role::Partner => own_name(session),
            Role::Counsellor => called.clone().unwrap_or_else(|| counsel::somebody().to_owned()),
        };
        let given = session.seen_in(id);
        let records = given.iter().flat_map(domain::History::records);
        let entries = book::entries(records, &who, words::language());
        Self { id, role, called, room, over, news, entries }
    }

    fn name(&self) -> String {
        let unnamed = if self.role == Role::Partner { counsel::unnamed() } else { counsel::desk_unnamed() };
        self.called.clone().unwrap_or_else(|| unnamed.to_owned())
    }

    /// "Until 12 June", or that it has ended.
    fn stands(&self) -> String {
        if self.over {
            return counsel::over().to_owned();
        }
        self.room.terms().map_or_else(
            || counsel::no_terms().to_owned(),
            // The day before the one that begins when the room ends.
            |it| counsel::until(&day_of(it.until_ms.saturating_sub(1))),
        )
    }

    fn place(&self) -> Place {
        if self.role == Role::Partner { Place::Mine } else { Place::Desk }
    }
}

fn own_name(session: &Session) -> String {
    let name = session.display_name();
    if name.is_empty() { words::app::you().to_owned() } else { name.to_owned() }
}

/// A room, looked at again whenever something comes, and when its time is over.
fn seen(id: RoomId) -> Memo<Option<Seen>> {
    let now = passing();
    let standing = Memo::new(move || {
        let now_ms = now.get().ms;
        journey::look(|session| Standing::of(session, id, now_ms)).flatten()
    });
    Memo::new(move || {
        let standing = standing.get()?;
        Some(journey::held()?.read(|session| Seen::of(session, standing)))
    })
}

/// What stands in a room is looked at where it is shown.
fn looked_at(id: RoomId) {
    effect(move || {
        let news = journey::look(|it| it.has_news(id)).unwrap_or_default();
        if let Some(held) = journey::held().filter(|_| news && page::in_sight()) {
            held.looks_into(id);
        }
    });
}

/// A page of a room for whoever is this in it; while there is none, what says so.
fn of_room(id: RoomId, role: Option<Role>, shown: fn(Seen) -> Node) -> Node {
    let seen = seen(id);
    let fits = move |it: &Seen| role.is_none_or(|role| it.role == role);
    (move || seen.get().filter(fits).map_or_else(not_here, shown)).into_node()
}

fn not_here() -> Node {
    let back = if journey::is_at_a_desk() {
        ui::back("/desk", counsel::desk())
    } else {
        ui::back("/counsellor", counsel::name())
    };
    ui::page(Place::Mine, view! { {head(back, counsel::not_here(), ())} })
}

/// "12 June 2025".
fn day_of(ms: u64) -> String {
    let day = wall_clock_at(ms).day();
    [when::day(day), day.year().to_string()].join(" ")
}

/// Says something in a room; what stands against it is said.
fn say(room: RoomId, command: Command, says: Says) -> bool {
    let said = journey::held().map_or(Err(NotSaid::Closed), |it| it.say_in(room, command));
    says.set(said.err().map(not_said));
    said.is_ok()
}

fn not_said(why: NotSaid) -> &'static str {
    match why {
        NotSaid::Refused(it) => refused(it),
        NotSaid::NoSuchRoom => counsel::not_here(),
        NotSaid::KeyNotHere => counsel::key_not_here(),
        NotSaid::TooLong => counsel::too_long(),
        NotSaid::NotHere => counsel::not_sent_yet(),
        NotSaid::Closed => words::app::refused(),
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => counsel::empty_words(),
        Refusal::Words(Flaw::TooLong { .. }) => counsel::long_words(),
        Refusal::Over => counsel::is_over(),
        Refusal::NotOpen => counsel::not_open(),
        Refusal::NoSuchTime => counsel::such_time(),
        Refusal::TooMany => counsel::too_many(),
        _ => counsel::not_done(),
    }
}

fn cannot(why: &CannotInRoom) -> &'static str {
    match why {
        CannotInRoom::NotSaid(it) => not_said(*it),
        CannotInRoom::Call(_) => counsel::end_failed(),
        CannotInRoom::Store(_) => words::app::gone(),
    }
}

/// What one calls the room.
fn naming(it: &Seen) -> Node {
    let id = it.id;
    let was = it.called.clone().unwrap_or_default();
    let name = Kept::at(["counsel/name/", &id.to_string()].concat(), &was);
    let keep = move |event: Event| {
        event.prevent_default();
        if let Some(held) = journey::held() {
            held.name_room(id, &name.text());
            name.done();
        }
    };
    view! {
        <form class="section" on:submit=keep>
            {name.line("room-name", counsel::name_label())}
            <p class="field-note">{counsel::name_says()}</p>
            <p class="acts"><button class="button-quiet" type="submit">{counsel::name_keep()}</button></p>
        </form>
    }
}

/// Ending a room, or leaving it: the second step says what it does.
fn ending(it: &Seen, says: Says) -> Node {
    let id = it.id;
    let (name, ask, yes) = match it.role {
        Role::Partner => (counsel::end(), counsel::end_ask(), counsel::end_yes()),
        Role::Counsellor => (counsel::desk_leave(), counsel::desk_leave_ask(), counsel::desk_leave_yes()),
    };
    let end = move || {
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return says.set(Some(counsel::not_done())) };
            let ended = ours.end_room(id).await;
            let _ = says.try_set(ended.err().map(|it| cannot(&it)));
        });
    };
    second_step(name, ask, yes, Rc::new(end))
}

/// Goes to a page of a room.
fn go_to(room: RoomId, rest: &str) {
    go(&at(room, Role::Partner, rest));
}

//! Counsellors' rooms: what each amounts to, and saying something in one.

use domain::counsel::{Command, Member, Refusal, Role, Room, Said};
use domain::{PersonId, RecordId, RoomId};
use protocol::event::{EventView, Payload, open_event};
use protocol::ids::{AccountId, SpaceId};
use protocol::space::SpaceKind;
use thiserror::Error;

use super::{FOLD, Session};
use crate::local::key;
use crate::ports::Write;
use crate::rooms::{COPY, KIND, SCHEMA, copy, entry, role_of};
use crate::seat::Seat;

/// Why nothing was said in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotSaid {
    /// A rule of the room says no; the screen has kind words for it.
    #[error("a rule says no")]
    Refused(Refusal),
    /// This device is in no such room, or not any more.
    #[error("no such room here")]
    NoSuchRoom,
    /// The key of the room has not come to this device yet, or this device may not write there yet.
    #[error("the key of the room is not here yet")]
    KeyNotHere,
    /// It is longer than what a room takes at once.
    #[error("longer than what a room takes at once")]
    TooLong,
    /// A record that is to be given is not on this device, or cannot be read here.
    #[error("not on this device")]
    NotHere,
    /// This was closed: locked, signed out, or handed over to another tab.
    #[error("this was closed")]
    Closed,
}

/// Something that is to be sealed for a room.
pub(super) struct ToSay {
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
}

impl ToSay {
    pub(super) fn of(said: &Said) -> Self {
        Self { kind: KIND, body: lean::to_bytes(said) }
    }
}

/// Where it is kept what one calls a room.
fn place_of_name(room: RoomId) -> String {
    [domain::drafts::NAMES, "room/", &room.to_string()].concat()
}

/// Where it is kept how far one has looked.
fn place_of_look(room: RoomId) -> String {
    ["looked/room/", &room.to_string()].concat()
}

impl From<Refusal> for NotSaid {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Session {
    /// Every room this person is in, or was.
    pub fn rooms(&self) -> impl Iterator<Item = RoomId> {
        let rooms = self.seats.iter().filter(|it| it.chain.state().kind() == SpaceKind::Counsel);
        rooms.map(|it| RoomId(it.space().0))
    }

    /// A room as it is now.
    #[must_use]
    pub fn room(&self, room: RoomId) -> Option<Room> {
        self.seats.iter().find(|it| it.is_room(room)).map(Seat::room)
    }

    /// What I am in a room, or was until it ended: whoever is no partner there is the counsellor.
    #[must_use]
    pub fn role_in(&self, room: RoomId) -> Option<Role> {
        let seat = self.seats.iter().find(|it| it.is_room(room))?;
        let mine = seat.chain.state().member(self.keys.account).map(|it| role_of(it.seat.role));
        Some(mine.unwrap_or(Role::Counsellor))
    }

    /// Whether this account is a counsellor's: a seat in somebody's room, and nothing of a journey of one's own.
    #[must_use]
    pub fn is_at_a_desk(&self) -> bool {
        let is = |role: Role| self.rooms().any(|it| self.role_in(it) == Some(role));
        let own = |it: &domain::Record| domain::counsel::is_worth_giving(it.event.kind());
        is(Role::Counsellor)
            && !is(Role::Partner)
            && !self.has_ours()
            && self.history.is_whole()
            && !self.history.records().any(own)
    }

    /// What I call a room. Nobody else reads it.
    #[must_use]
    pub fn room_name(&self, room: RoomId) -> Option<&str> {
        self.draft(&place_of_name(room))
    }

    /// Calls a room something, on all of one's own devices. No words at all take the name away.
    pub fn name_room(&mut self, room: RoomId, name: &str) {
        let place = place_of_name(room);
        self.save_draft(&place, name);
        self.put_by(&place);
    }

    /// Whether something came into a room that I have not looked at. A room that has ended has no news.
    #[must_use]
    pub fn has_news(&self, room: RoomId) -> bool {
        let now_ms = self.clock.moment().ms;
        let came = self.room(room).filter(|it| !it.is_over(now_ms)).map(|it| it.came_from_others(self.me()));
        let looked = self.draft(&place_of_look(room)).and_then(|it| it.parse().ok()).unwrap_or(0_usize);
        came.unwrap_or(0) > looked
    }

    /// I have looked at everything that stands in a room now. Nobody else hears of it.
    pub fn looks_into(&mut self, room: RoomId) {
        if self.has_news(room) {
            let came = self.room(room).map_or(0, |it| it.came_from_others(self.me()));
            let place = place_of_look(room);
            self.save_draft(&place, &came.to_string());
            self.put_by(&place);
        }
    }

    /// Says something in a room. It is stored here and on its way to the relay when this returns.
    ///
    /// # Errors
    /// When a rule of the room says no, or it cannot be written; then nothing has changed.
    pub fn say_in(&mut self, room: RoomId, command: Command) -> Result<(), NotSaid> {
        let now_ms = self.clock.moment().ms;
        let here = self.room(room).ok_or(NotSaid::NoSuchRoom)?;
        let said = here.decide(self.me(), now_ms, self.rng.bytes(), command)?;
        self.say_all(SpaceId(room.0), vec![ToSay::of(&said)])
    }

    pub(super) fn say_all(&mut self, space: SpaceId, all: Vec<ToSay>) -> Result<(), NotSaid> {
        let mut written = Vec::new();
        if all.iter().any(|it| it.body.len() > protocol::event::MOST_BODY) {
            return Err(NotSaid::TooLong);
        }
        for to_say in all {
            written.push((space, self.say(space, to_say)?));
        }
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let seat = self.seat(space).ok_or(NotSaid::NoSuchRoom)?;
        let new = seat.waiting.iter().filter(|it| written.iter().any(|(_, dseq)| *dseq == it.head.dseq));
        let mut writes: Vec<Write> = new.map(|it| seat.keep_waiting(it, &local, &mut rng)).collect();
        writes.push(seat.keep_standing(&local, &mut rng));
        self.store(writes, written);
        self.changed = true;
        Ok(())
    }

    /// Seals one thing and takes it in. Gives its number on this device.
    fn say(&mut self, space: SpaceId, to_say: ToSay) -> Result<u64, NotSaid> {
        // Behind all that was heard in the room, however slow this device's clock is.
        let now_ms = self.clock.moment().ms;
        let heard = self.seats.iter().filter(|it| it.space() == space).flat_map(|it| &it.said);
        heard.for_each(|it| self.stamps.seen(it.stamp, it.received_ms, now_ms));
        let stamp = self.stamps.next(now_ms);
        let account = self.keys.account;
        let payload = Payload {
            kind: to_say.kind.to_owned(),
            schema: SCHEMA,
            author: account,
            stamp: protocol::event::Stamp { ms: stamp.ms, counter: stamp.counter },
            base: Vec::new(),
            body: to_say.body,
            fold_v: FOLD,
        };
        let mut rng = self.rng.clone();
        let seat = self.seats.iter_mut().find(|it| it.space() == space).ok_or(NotSaid::NoSuchRoom)?;
        let role = seat.chain.state().member(account).map(|it| it.seat.role).ok_or(NotSaid::NoSuchRoom)?;
        if !seat.is_bound() {
            return Err(NotSaid::KeyNotHere);
        }
        let sealed =
            seat.write(&payload, &self.keys.device.sign, &mut rng).map_err(|_| NotSaid::KeyNotHere)?;
        // Read as the others will read it.
        let view = EventView::parse(&sealed.bytes.0).map_err(|_| NotSaid::TooLong)?;
        if let Some(entry) = entry(&view, (account, role), &payload, None) {
            seat.hear(entry);
        } else if let Some(copy) = copy(&view, role, &payload) {
            seat.keep_copy(copy);
        }
        Ok(sealed.head.dseq)
    }

    /// What waits in a room was sealed under a name that this device no longer has there: says it again under the new.
    pub(crate) fn say_waiting_again(&mut self, space: SpaceId) {
        let account = self.keys.account;
        let Some(seat) = self.seat(space) else { return };
        let waiting = core::mem::take(&mut seat.waiting);
        if waiting.is_empty() {
            return;
        }
        let (mut again, mut former) = (Vec::new(), Vec::new());
        for it in &waiting {
            let Ok(view) = EventView::parse(&it.bytes.0) else { continue };
            let Some(key) = seat.keys.get(view.header().epoch) else { continue };
            let Ok(payload) = open_event(&view, key, account) else { continue };
            let kind = if payload.kind == COPY { COPY } else { KIND };
            again.push(ToSay { kind, body: payload.body });
            former.push(RecordId(view.id().0));
        }
        let said = self.say_all(space, again).is_ok();
        let Some(seat) = self.seat(space) else { return };
        if !said {
            // Nowhere to say it again yet: it goes on waiting under its former name.
            seat.waiting = waiting;
            self.sync.desk(space).rebind = true;
            self.sync.desk(space).control_stale = true;
            return;
        }
        seat.said.retain(|it| !former.contains(&it.id));
        // A number may have been given again under the new name; that one stays.
        let again: Vec<u64> = seat.waiting.iter().map(|it| it.head.dseq).collect();
        let former = waiting.iter().map(|it| it.head.dseq).filter(|it| !again.contains(it));
        let writes = former.map(|dseq| Write::Remove { key: key::waiting(space, dseq) }).collect();
        self.store(writes, Vec::new());
    }
}

impl Seat {
    /// Whether the relay's silence about this room means that I was let go: a counsellor founds no room anew.
    pub(super) fn has_left(&self, me: AccountId) -> bool {
        let mine = self.chain.state().member(me).map(|it| it.seat.role);
        self.audience().is_none() && mine != Some(protocol::space::Role::Partner)
    }

    /// Before the log is read once more.
    pub(super) fn forget_said(&mut self) {
        self.said.clear();
        self.copies.clear();
    }

    pub(super) fn is_room(&self, room: RoomId) -> bool {
        self.space().0 == room.0 && self.audience().is_none()
    }

    fn room(&self) -> Room {
        let members = self.chain.state().members();
        let members: Vec<Member> = members
            .filter(|it| !self.is_out || it.seat.role == protocol::space::Role::Partner)
            .map(|it| Member { person: PersonId(it.seat.account.0), role: role_of(it.seat.role) })
            .collect();
        Room::of(&members, self.said.clone())
    }
}

//! Giving records to a counsellor's room, what the counsellor reads of them, and the end of a room.

use domain::counsel::{Grant, Offered, Role, Room};
use domain::{Audience, Event, History, PersonId, Record, RecordId, RoomId, Stamp};
use protocol::Wire;
use protocol::cbor::Blob;
use protocol::event::{EventView, grant_event, open_granted};
use protocol::ids::{AccountId, EventId, SpaceId};
use protocol::space::Change;
use protocol::wire::{AppendControl, Logged, Token, V1};

use super::Session;
use super::rooms::{NotSaid, ToSay};
use crate::calls::{self, Request};
use crate::rooms::{COPY, Copied, Copy};
use crate::sealing::InSpace;
use crate::seat::Seat;

impl Session {
    /// Gives records that lie in these logs to a room: all of them or none. What was given already is given once more.
    pub(crate) fn give_from(
        &mut self,
        room: RoomId,
        wanted: &[RecordId],
        logs: &[(SpaceId, Vec<Logged>)],
    ) -> Result<(), NotSaid> {
        let here = self.room(room).ok_or(NotSaid::NoSuchRoom)?;
        let now_ms = self.clock.moment().ms;
        let mut all = Vec::new();
        for record in wanted {
            let (offered, copied) = self.copy_of(room, *record, logs)?;
            let give = domain::counsel::Command::Give { offered };
            let said = here.decide(self.me(), now_ms, self.rng.bytes(), give)?;
            // The copy goes first: what is said to be given can be read.
            all.push(ToSay { kind: COPY, body: lean::to_bytes(&copied) });
            all.push(ToSay::of(&said));
        }
        self.say_all(SpaceId(room.0), all)
    }

    /// Rooms whose time is over, and in which the counsellor still is: either partner's device ends them.
    pub(crate) fn rooms_to_end(&self) -> Vec<RoomId> {
        let now_ms = self.clock.moment().ms;
        let due =
            |room: &Room| room.is_due(now_ms) && room.counsellor().is_some() && room.has_partner(self.me());
        self.rooms().filter(|it| self.room(*it).is_some_and(|room| due(&room))).collect()
    }

    /// Rooms to which I give a practice as it is written.
    pub(crate) fn rooms_given_to(&self) -> Vec<RoomId> {
        let now_ms = self.clock.moment().ms;
        let given = |room: Room| !room.is_over(now_ms) && room.windows().iter().any(|it| !it.closed);
        self.rooms().filter(|it| self.room(*it).is_some_and(given)).collect()
    }

    /// Gives what was written in practices that are given to a room, each by itself: one that is too long, or not to be read
    /// here, holds up no other.
    pub(crate) fn give_what_comes(&mut self, room: RoomId, logs: &[(SpaceId, Vec<Logged>)]) {
        let Some(here) = self.room(room) else { return };
        let (me, now_ms) = (self.me(), self.clock.moment().ms);
        for (space, items) in logs {
            let records = self.open_kept(*space, items);
            let comes = records.iter().filter(|it| {
                let offered =
                    Offered { record: it.id, author: it.author, own: it.audience == Audience::Mine };
                here.gives(me, &offered, it.event.kind(), it.stamp.ms, now_ms)
            });
            for record in comes {
                let _ = self.give_from(room, &[record.id], logs);
            }
        }
    }

    fn copy_of(
        &mut self,
        room: RoomId,
        record: RecordId,
        logs: &[(SpaceId, Vec<Logged>)],
    ) -> Result<(Offered, Copied), NotSaid> {
        let mut rng = self.rng.clone();
        let id = EventId(record.0);
        let to = self.seats.iter().find(|it| it.is_room(room)).ok_or(NotSaid::NoSuchRoom)?;
        let to = (to.space(), to.writing_key().ok_or(NotSaid::KeyNotHere)?);
        for (space, items) in logs {
            let seat = self.seats.iter().find(|it| it.space() == *space).ok_or(NotSaid::NotHere)?;
            let mut views = items.iter().filter_map(|it| EventView::parse(&it.event.0).ok());
            let Some(view) = views.find(|it| it.id() == id) else { continue };
            let header = view.header();
            let wrote = seat.chain.state().device(header.device).ok_or(NotSaid::NotHere)?;
            let own = seat.keys.get(header.epoch).ok_or(NotSaid::NotHere)?;
            let event = grant_event(&view, own, wrote.account, to, &mut rng).map_err(|_| NotSaid::NotHere)?;
            let author = PersonId(wrote.account.0);
            let offered = Offered { record, author, own: seat.audience() == Some(Audience::Mine) };
            return Ok((offered, Copied { key: wrote.key, event: Blob(event.0) }));
        }
        Err(NotSaid::NotHere)
    }

    /// Another number whenever something came that may let a member of a room read more: copies, or keys of who wrote them.
    #[must_use]
    pub fn can_read_more(&self, room: RoomId) -> u64 {
        let seat = self.seats.iter().find(|it| it.is_room(room));
        let copies = seat.map_or(0, |it| u64::try_from(it.copies.len()).unwrap_or(u64::MAX));
        let members = seat.into_iter().flat_map(|it| it.chain.state().members());
        let chains = members.filter_map(|it| self.circle.state(it.seat.account)).map(|it| it.seq());
        chains.fold(copies, u64::wrapping_add)
    }

    /// What a member of a room may read of what was given there: folded as on its author's own device, read only.
    /// Only what counts, and only what its author's device signed.
    #[must_use]
    pub fn seen_in(&self, room: RoomId) -> Option<History> {
        let seat = self.seats.iter().find(|it| it.is_room(room))?;
        let here = self.room(room)?;
        let partner = here.members().iter().find(|it| it.role == Role::Partner)?.person;
        let mut history = History::new(partner);
        let mut space = SpaceId([0; 16]);
        let mut records = Vec::new();
        for grant in here.seen() {
            let copies = seat.copies.iter().filter(|it| it.id.0 == grant.record.0);
            let Some((from, record)) = copies.into_iter().find_map(|it| self.read_copy(seat, grant, it))
            else {
                continue;
            };
            space = if record.audience == Audience::Ours { from } else { space };
            records.push(record);
        }
        history.take_in_all(records, &InSpace { space, rng: self.rng.clone() });
        Some(history)
    }

    fn read_copy(&self, seat: &Seat, grant: &Grant, copy: &Copy) -> Option<(SpaceId, Record)> {
        let author = AccountId(grant.author.0);
        let signer = self.circle.state(author)?.device(copy.copied.key)?.sign;
        let view = EventView::parse(copy.copied.event.as_ref()).ok()?;
        let key = seat.keys.get(copy.epoch)?;
        let payload = open_granted(&view, (seat.space(), key), &signer, author).ok()?;
        let event = Event::from_parts(&payload.kind, payload.schema, &payload.body);
        let audience = if grant.own { Audience::Mine } else { Audience::Ours };
        let header = view.header();
        // The fold takes no event in a space where it does not belong, whatever was said when it was given.
        let record = Record {
            id: grant.record,
            author: grant.author,
            device: domain::DeviceId(header.device.0),
            dseq: header.dseq,
            audience,
            stamp: Stamp { ms: payload.stamp.ms, counter: payload.stamp.counter },
            received_ms: None,
            event,
        };
        Some((header.space, record))
    }

    /// The record by which the counsellor is let go, and the call that asks for it. Whoever is the counsellor leaves by it.
    pub(crate) fn letting_go(&mut self, room: RoomId, token: &Token) -> Result<(Request, Blob), NotSaid> {
        let counsellor = self.room(room).and_then(|it| it.counsellor()).ok_or(NotSaid::NoSuchRoom)?;
        let seat = self.seats.iter().find(|it| it.is_room(room)).ok_or(NotSaid::NoSuchRoom)?;
        if !seat.is_bound() {
            return Err(NotSaid::KeyNotHere);
        }
        let (state, account) = (seat.chain.state(), AccountId(counsellor.0));
        let pins = state.pins_for(account, |device| seat.reader.device_head(device));
        let change = Change::MemberRemove { account, pins };
        let record = Blob(state.signed_by_device(change, seat.device, &self.keys.device.sign).to_bytes());
        let body = AppendControl { v: V1, expect_seq: state.length(), records: vec![record.clone()] };
        Ok((calls::extend_control(token, seat.space(), &body), record))
    }

    /// The relay has taken it: a new key is due, which this device gives to those who stay.
    pub(crate) fn let_go(&mut self, room: RoomId, record: Blob) {
        let space = SpaceId(room.0);
        self.append_own(space, record);
        self.ground_changed(space);
        self.changed = true;
    }
}

//! Counsellors' rooms, as a screen holds them.

use domain::counsel::Command;
use domain::{RecordId, RoomId};
use protocol::ids::SpaceId;
use protocol::pairing::InviteLink;
use protocol::space::Role;
use protocol::wire::{Appended, Logged};
use thiserror::Error;

use super::Ours;
use crate::calls::{self, CallFailed};
use crate::ports::StoreProblem;
use crate::runs::read_after;
use crate::session::{NotSaid, Session};

/// Why nothing was given, or a room not ended.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotInRoom {
    /// A rule of the room says no, or it is not possible here.
    #[error(transparent)]
    NotSaid(#[from] NotSaid),
    /// The relay did not do it.
    #[error(transparent)]
    Call(#[from] CallFailed),
    /// The local store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

/// Whether a link invites a counsellor. Anything else is taken for a partner's, whose joining says what is wrong with it.
#[must_use]
pub fn invites_a_counsellor(link: &str) -> bool {
    InviteLink::parse(link).is_ok_and(|it| it.role() == Role::Counsellor)
}

impl Ours {
    /// Says something in a counsellor's room; see [`crate::Session::say_in`].
    ///
    /// # Errors
    /// When a rule of the room says no, or this was closed; then nothing has changed.
    pub fn say_in(&self, room: RoomId, command: Command) -> Result<(), NotSaid> {
        if self.closed.get() {
            return Err(NotSaid::Closed);
        }
        self.with(|session| session.say_in(room, command))
    }

    /// Calls a counsellor's room something; see [`crate::Session::name_room`].
    pub fn name_room(&self, room: RoomId, name: &str) {
        self.with(|session| session.name_room(room, name));
    }

    /// Looks at what stands in a room; see [`crate::Session::looks_into`].
    pub fn looks_into(&self, room: RoomId) {
        self.with(|session| session.looks_into(room));
    }

    /// Gives records to a counsellor's room: all of them or none. Needs no network; a record that was written here and
    /// has not reached the relay yet is not found.
    ///
    /// # Errors
    /// When a rule of the room says no, or a record is not on this device; then nothing was given.
    pub async fn give(&self, room: RoomId, records: &[RecordId]) -> Result<(), CannotInRoom> {
        let logs = self.journey_logs().await?;
        if self.closed.get() {
            return Err(NotSaid::Closed.into());
        }
        Ok(self.with(|session| session.give_from(room, records, &logs))?)
    }

    /// Ends a room: the counsellor is let go at once, and a new key begins that they do not have. What was read stays read.
    /// A counsellor leaves a room by it.
    ///
    /// # Errors
    /// When the relay cannot be reached, or there is no such room, or it has ended.
    pub async fn end_room(&self, room: RoomId) -> Result<(), CannotInRoom> {
        // On the newest chain there is, or the relay takes no record.
        let token = self.fresh_token().await?;
        let (request, record) = self.with(|session| session.letting_go(room, &token))?;
        let _: Appended = calls::send(&self.ports, &request).await?;
        self.with(|session| session.let_go(room, record));
        self.work().await;
        Ok(())
    }

    /// What a device does by itself in rooms: a room whose time is over is ended, and what was written in a practice that
    /// is given as it is written is given. Call it when the page opens, and now and then while it is open.
    ///
    /// # Errors
    /// When the relay cannot be reached for an end, or the store cannot be read. The next time goes on with it.
    pub async fn tend_rooms(&self) -> Result<(), CannotInRoom> {
        for room in self.read(Session::rooms_to_end) {
            self.end_room(room).await?;
        }
        let given = self.read(Session::rooms_given_to);
        if given.is_empty() {
            return Ok(());
        }
        let logs = self.journey_logs().await?;
        if self.closed.get() {
            return Err(NotSaid::Closed.into());
        }
        self.with(|session| given.iter().for_each(|room| session.give_what_comes(*room, &logs)));
        Ok(())
    }

    /// The logs of the journey as they lie on this device, without rooms.
    async fn journey_logs(&self) -> Result<Vec<(SpaceId, Vec<Logged>)>, StoreProblem> {
        if self.read(|it| it.sync.stays_here) {
            return Ok(self.read(Session::stayed));
        }
        let (local, places) = self.read(|it| {
            let told = it.seats.iter().filter(|it| it.audience().is_some());
            let places = told.map(|it| (it.space(), it.life, it.reader.cursor().seq));
            (it.local.clone(), places.collect::<Vec<_>>())
        });
        self.save().await?;
        let mut logs = Vec::new();
        for (space, life, to) in places {
            let (mut items, _) = read_after(&*self.ports.store, &local, (space, life), 0).await?;
            items.retain(|it| it.seq <= to);
            logs.push((space, items));
        }
        Ok(logs)
    }
}

//! The steps of healing that speak with the relay, and its end: the log that was read anew is followed only
//! when it holds all that was known.

use protocol::Wire;
use protocol::ids::SpaceId;
use protocol::wire::{AppendResult, ClientFrame, Lacks, Logged, Page, ProblemCode, ServerCard};

use super::Session;
use crate::calls::CallFailed;
use crate::link::Link;
use crate::sync::{Heal, Notice, Wish};

/// So many events are kept as one piece.
const PIECE: usize = 512;

impl Session {
    /// Which life the relay's store lives.
    pub(crate) fn card(&mut self, space: SpaceId, card: &ServerCard) -> Result<(), CallFailed> {
        card.verify().map_err(|_| CallFailed::Nonsense)?;
        if card.instance.head_key != self.keys.relay.head_key {
            return Err(CallFailed::Nonsense);
        }
        let inc = card.instance.incarnation;
        self.keys.relay.inc = inc;
        if self.seat(space).is_some_and(|it| it.reader.cursor().inc == inc) {
            // One life of a store has one story. This relay tells a second one.
            self.doubt();
        }
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
        self.sync.desk(space).heal = Some(Heal::AskMissing);
        Ok(())
    }

    /// What the relay lacks of what is known here.
    pub(crate) fn missing(&mut self, space: SpaceId, answer: &Lacks) {
        if answer.devices.is_empty() {
            self.read_anew(space);
        } else {
            self.sync.desk(space).heal = Some(Heal::ReadLog(answer.devices.clone()));
        }
    }

    /// What became of the events that were sent again. As long as one is refused, nothing is healed.
    pub(crate) fn resent(&mut self, space: SpaceId, results: &[AppendResult]) {
        let stored = results.iter().filter(|it| matches!(it, AppendResult::Stored { .. })).count();
        self.sync.resent += stored;
        self.room_found(space, results);
        let refused = results.iter().find_map(|it| match it {
            AppendResult::Refused { code, .. } => Some(code.clone()),
            _ => None,
        });
        if let Some(code) = refused {
            let passes = [ProblemCode::Full, ProblemCode::TooMany, ProblemCode::Busy, ProblemCode::Gap];
            if code == ProblemCode::Full {
                self.sync.notices.insert(Notice::NoRoom);
            } else if !passes.contains(&code) {
                self.doubt();
            }
            return self.begin_again(space, Heal::AskMissing);
        }
        let done = matches!(&self.sync.desk(space).heal, Some(Heal::Resend(left)) if left.is_empty());
        if done {
            self.read_anew(space);
        }
    }

    /// Heals on from an earlier step, after a while. What is known here stays as it is.
    pub(crate) fn begin_again(&mut self, space: SpaceId, from: Heal) {
        if let Some(seat) = self.seat(space) {
            seat.anew = None;
        }
        self.sync.desk(space).heal = Some(from);
        let now = self.clock.moment().ms;
        let rng = self.rng.clone();
        self.sync.rest_reading(space, now, &rng);
    }

    /// Reads the log from its beginning, beside what is known.
    fn read_anew(&mut self, space: SpaceId) {
        let relay = self.keys.relay;
        let Some(seat) = self.seat(space) else { return };
        seat.begin_anew(relay);
        self.sync.desk(space).heal = Some(Heal::ReadAnew);
    }

    /// A page of the log that is read anew.
    pub(crate) fn take_page_anew(&mut self, space: SpaceId, page: &Page) {
        let Some(seat) = self.seat(space) else { return };
        match seat.take_page_anew(page) {
            Ok(false) => {}
            Ok(true) => self.read_through(space),
            Err(refused) => self.page_refused(space, refused),
        }
    }

    /// The log was read anew to its end.
    fn read_through(&mut self, space: SpaceId) {
        let Some(seat) = self.seat(space) else { return };
        if !seat.anew_holds_all() {
            self.doubt();
            return self.begin_again(space, Heal::AskMissing);
        }
        if seat.anew_lacks_bodies() {
            self.sync.desk(space).heal = Some(Heal::ReadBodies);
            return;
        }
        let before = seat.reader.cursor().inc;
        let Some((mut items, arrived)) = seat.follow_anew() else { return };
        let (after, life) = (seat.reader.cursor(), seat.life);
        if seat.keep_bodies(&mut items) || arrived.two_stories {
            self.doubt();
        }
        let (mut writes, _) = self.leave_waiting(space, &arrived);
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space) else { return };
        for piece in items.chunks(PIECE) {
            writes.extend(seat.runs.keep(space, life, piece, (&local, &mut rng)));
        }
        writes.push(seat.keep_standing(&local, &mut rng));
        self.store(writes, Vec::new());
        self.arrivals += 1;
        let desk = self.sync.desk(space);
        desk.heal = None;
        desk.behind = false;
        self.erase_at_relay_again(space);
        // What others had sent may now stand elsewhere in the order: everything is folded from the new log.
        self.fold_again();
        if matches!(self.sync.link, Link::Up { .. }) {
            let listen = ClientFrame::Sub { space, cursor: after };
            self.sync.wishes.push(Wish::Send(listen.to_bytes()));
        }
        self.tell_of_healing(space, before != after.inc);
    }

    /// The log as it was kept, for the bodies that are missing from the one that was read anew.
    pub(crate) fn bodies_read(&mut self, space: SpaceId, kept: &[Logged]) {
        let Some(seat) = self.seat(space) else { return };
        seat.put_bodies(kept);
        self.sync.desk(space).heal = Some(Heal::ReadAnew);
        self.read_through(space);
    }

    fn tell_of_healing(&mut self, space: SpaceId, restored: bool) {
        // Perhaps somebody else sent all of it.
        self.sync.notices.remove(&Notice::NoRoom);
        if !restored {
            let now = self.clock.moment().ms;
            let rng = self.rng.clone();
            // Whoever tells two stories in turn must not keep this device reading for ever.
            return self.sync.rest_reading(space, now, &rng);
        }
        self.sync.desk(space).reading_rests.reset();
        // Spaces heal one after the other; the person is told once, when all of them are whole.
        self.sync.take_back_restored();
        if self.sync.heals() {
            return;
        }
        let resent = self.sync.resent;
        self.sync.notices.insert(Notice::Restored { resent });
    }
}

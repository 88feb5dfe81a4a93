//! Two sessions on one device, without a relay: for looking around.

use domain::counsel::Entry;
use domain::{Audience, Record, RoomId};

use super::Session;
use protocol::ids::SpaceId;
use protocol::wire::Logged;

impl Session {
    /// This session never calls anybody.
    pub(crate) fn stay_here(&mut self) {
        self.sync.stays_here = true;
        self.sync.reached = true;
        for seat in &mut self.seats {
            seat.read_once = true;
        }
    }

    /// Lets this device into a space whose chain nobody else extends.
    pub(crate) fn let_myself_in(&mut self, space: SpaceId) {
        let device = self.seat(space).map(|it| it.device);
        if let Some(record) = device.and_then(|it| self.bind_record(space, it)) {
            self.append_own(space, record);
            self.ground_changed(space);
        }
    }

    /// Gives away what was shared and not handed over yet, and takes it as received.
    pub(crate) fn hand_over(&mut self) -> Vec<Record> {
        self.do_what_is_due();
        let now = self.clock.moment().ms;
        let mut ids = Vec::new();
        for seat in &mut self.seats {
            let (space, own) = (seat.space(), seat.audience() == Some(Audience::Mine));
            for it in seat.waiting.drain(..) {
                ids.push(domain::RecordId(it.head.id.0));
                if own {
                    let logged = Logged { seq: it.head.dseq, recv_ms: now, event: it.bytes };
                    self.stayed.push((space, logged));
                }
            }
        }
        if ids.is_empty() {
            return Vec::new();
        }
        let new = self.history.records().filter(|it| ids.contains(&it.id));
        let mut new: Vec<Record> = new.map(Record::copied).collect();
        let opener = self.sealing();
        for record in &mut new {
            record.received_ms = Some(now);
            self.history.confirm(record.id, now, &opener);
        }
        new.retain(|it| it.audience == Audience::Ours);
        self.changed = true;
        new
    }

    /// What was written in the vault and handed to nobody: the logs of a session that never calls.
    pub(crate) fn stayed(&self) -> Vec<(SpaceId, Vec<Logged>)> {
        let mut logs: Vec<(SpaceId, Vec<Logged>)> = Vec::new();
        for (space, it) in &self.stayed {
            match logs.iter_mut().find(|(known, _)| known == space) {
                Some((_, log)) => log.push(it.clone()),
                None => logs.push((*space, vec![it.clone()])),
            }
        }
        logs
    }

    /// What was said in a room, for who is in it on the same device.
    pub(crate) fn said_in(&self, room: RoomId) -> Vec<Entry> {
        let seat = self.seats.iter().find(|it| it.is_room(room));
        seat.map(|it| it.said.clone()).unwrap_or_default()
    }

    /// Hears what was said there.
    pub(crate) fn is_told(&mut self, room: RoomId, entries: Vec<Entry>) {
        if let Some(seat) = self.seats.iter_mut().find(|it| it.is_room(room)) {
            entries.into_iter().for_each(|it| seat.hear(it));
        }
        self.changed = true;
    }

    /// Takes what the other handed over.
    pub(crate) fn be_handed(&mut self, records: Vec<Record>) {
        self.take_in(records, &[]);
        self.do_what_is_due();
    }
}

//! Two sessions on one device, without a relay: for looking around.

use domain::{Audience, Record};

use super::Session;
use protocol::ids::SpaceId;

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
        let waiting = self.seats.iter_mut().flat_map(|it| it.waiting.drain(..));
        let ids: Vec<domain::RecordId> = waiting.map(|it| domain::RecordId(it.head.id.0)).collect();
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

    /// Takes what the other handed over.
    pub(crate) fn be_handed(&mut self, records: Vec<Record>) {
        self.take_in(records, &[]);
        self.do_what_is_due();
    }
}

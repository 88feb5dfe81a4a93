//! Records that the relay will never take: they stay on this device and nowhere else.

use protocol::ids::{DeviceId, EventId};

use crate::local::{LocalKey, key};
use crate::ports::{Random, Write};
use crate::seat::Seat;

impl Seat {
    /// A record of this name here was never taken: what was written after it is not taken either, until this
    /// device writes under another name.
    pub(crate) fn has_a_gap(&self) -> bool {
        let devices = self.untaken.iter().filter_map(|it| device_of(&it.0));
        devices.into_iter().any(|it| it == self.device)
    }

    /// Takes out of the outbox what the relay will never take. Gives what must be written so that it is kept.
    pub(crate) fn put_aside(&mut self, id: EventId, local: &LocalKey, rng: &mut Random) -> Vec<Write> {
        let Some(at) = self.waiting.iter().position(|it| it.head.id == id) else { return Vec::new() };
        let Some(refused) = self.waiting.remove(at) else { return Vec::new() };
        let keep = local.put(key::untaken(self.space(), id), &refused.bytes.0, rng);
        self.untaken.push(refused.bytes);
        vec![keep, Write::Remove { key: key::waiting(self.space(), refused.head.dseq) }]
    }
}

fn device_of(event: &[u8]) -> Option<DeviceId> {
    protocol::event::EventView::parse(event).ok().map(|it| it.header().device)
}

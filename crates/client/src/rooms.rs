//! What travels in a counsellor's room, and how it is read.

use domain::counsel::{Entry, Role, Said};
use domain::{PersonId, RecordId, Stamp};
use protocol::cbor::Blob;
use protocol::event::{EventView, Payload};
use protocol::ids::{AccountId, DeviceKeyId, EventId};

use crate::seat::Seat;

lean::body! {
    /// A copy of a record, as it travels in a room.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Copied {
        /// The device that wrote the record, by its name on its author's account chain.
        #[n(0)]
        pub(crate) key: DeviceKeyId,
        /// The record, with its slot for the room.
        #[n(1)]
        pub(crate) event: Blob,
    }
}

/// A copy as it lies in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Copy {
    /// The record it is a copy of.
    pub(crate) id: EventId,
    /// The epoch of the room whose key opens it.
    pub(crate) epoch: u32,
    pub(crate) copied: Copied,
}

/// What a copy is called.
pub(crate) const COPY: &str = "counsel.copy";
/// What everything in a room is called.
pub(crate) const KIND: &str = "counsel.said";
/// The form of its body.
pub(crate) const SCHEMA: u16 = 1;

/// What was said in a room; nothing, when this program cannot read it.
pub(crate) fn entry(
    view: &EventView<'_>,
    (account, role): (AccountId, protocol::space::Role),
    payload: &Payload,
    received_ms: Option<u64>,
) -> Option<Entry> {
    let known = payload.kind == KIND && payload.schema == SCHEMA;
    let said: Said = known.then(|| lean::from_bytes(&payload.body)).flatten()?;
    let header = view.header();
    Some(Entry {
        id: RecordId(view.id().0),
        author: PersonId(account.0),
        role: role_of(role),
        device: domain::DeviceId(header.device.0),
        dseq: header.dseq,
        stamp: Stamp { ms: payload.stamp.ms, counter: payload.stamp.counter },
        received_ms,
        said,
    })
}

/// A copy that a partner put into a room; nothing, when this program cannot read it.
pub(crate) fn copy(view: &EventView<'_>, role: protocol::space::Role, payload: &Payload) -> Option<Copy> {
    let partners = role == protocol::space::Role::Partner;
    if !partners || payload.kind != COPY || payload.schema != SCHEMA {
        return None;
    }
    let copied: Copied = lean::from_bytes(&payload.body)?;
    let id = EventView::parse(copied.event.as_ref()).ok()?.id();
    Some(Copy { id, epoch: view.header().epoch, copied })
}

/// What somebody is in a room.
pub(crate) fn role_of(role: protocol::space::Role) -> Role {
    match role {
        protocol::space::Role::Partner => Role::Partner,
        protocol::space::Role::Counsellor => Role::Counsellor,
    }
}

impl Seat {
    /// Takes in what was said. What comes back from the log takes the place of what was written here.
    pub(crate) fn hear(&mut self, entry: Entry) {
        self.said.retain(|it| it.id != entry.id);
        self.said.push(entry);
    }

    /// Takes in a copy. The same one may come once more, when it was taken out and given again.
    pub(crate) fn keep_copy(&mut self, copy: Copy) {
        if !self.copies.contains(&copy) {
            self.copies.push(copy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_its_bytes_for_ever() {
        let copied = Copied { key: DeviceKeyId([7; 16]), event: Blob(vec![1, 2]) };
        let bytes = [&[0xa2, 0, 0x50][..], &[7; 16], &[1, 0x42, 1, 2]].concat();
        assert_eq!(lean::to_bytes(&copied), bytes);
        assert_eq!(lean::from_bytes(&bytes), Some(copied));
    }
}

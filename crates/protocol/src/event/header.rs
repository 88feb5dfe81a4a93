//! The header: what the relay sees, what the signature covers, and what an event is named by.

use crate::cbor::Wire;
use crate::cipher::hash;
use crate::ids::{DeviceId, EventId, Incarnation, RecordHash, SpaceId};
use crate::log::Cursor;

/// The version of the envelope.
pub const VERSION: u32 = 1;
/// The suite of ciphers.
pub const SUITE: u32 = crate::wrap::SUITE;

lean::row! {
    /// How far a device's own chain reaches in a space. Before its first event: number 0 and no id.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct DeviceHead {
        /// The number of its newest event.
        #[n(0)]
        pub dseq: u64,
        /// That event.
        #[n(1)]
        pub id: EventId,
    }
}

impl DeviceHead {
    /// A device that has written nothing yet.
    pub const START: Self = Self { dseq: 0, id: EventId([0; 32]) };
}

lean::row! {
    /// The last log head a device had verified when it wrote: two readers can find a fork by it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Anchor {
        /// The life of the store.
        #[n(0)]
        pub inc: Incarnation,
        /// The place.
        #[n(1)]
        pub seq: u64,
        /// The first half of the root there.
        #[n(2)]
        pub root16: [u8; 16],
    }
}

impl Anchor {
    /// The anchor of a cursor.
    #[must_use]
    pub fn of(cursor: &Cursor) -> Self {
        let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = cursor.root;
        Self { inc: cursor.inc, seq: cursor.seq, root16: half }
    }

    /// Whether the log went through this anchor, told from the root at its place.
    #[must_use]
    pub fn fits(&self, root: &[u8; 32]) -> bool {
        root.starts_with(&self.root16)
    }
}

lean::body! {
    /// Where an event stands: the first nine fields of the header. The body is bound to all of them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Place {
        /// The version of the envelope: 1.
        #[n(0)]
        pub v: u32,
        /// The suite of ciphers: 1.
        #[n(1)]
        pub suite: u32,
        /// The space.
        #[n(2)]
        pub space: SpaceId,
        /// The device, as the space names it.
        #[n(3)]
        pub device: DeviceId,
        /// Counts the device's events in this space, from 1.
        #[n(4)]
        pub dseq: u64,
        /// The device's event before this one.
        #[n(5)]
        pub prev: EventId,
        /// The epoch whose key opens the key slot.
        #[n(6)]
        pub epoch: u32,
        /// The control chain's head the device knew.
        #[n(7)]
        pub ctl: RecordHash,
        /// The log's head the device knew.
        #[n(8)]
        pub anchor: Anchor,
    }
}

impl Wire for Place {
    const LONGEST: usize = 512;
}

lean::body! {
    /// The header of an event.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Header {
        /// The version of the envelope: 1.
        #[n(0)]
        pub v: u32,
        /// The suite of ciphers: 1.
        #[n(1)]
        pub suite: u32,
        /// The space.
        #[n(2)]
        pub space: SpaceId,
        /// The device, as the space names it.
        #[n(3)]
        pub device: DeviceId,
        /// Counts the device's events in this space, from 1.
        #[n(4)]
        pub dseq: u64,
        /// The device's event before this one.
        #[n(5)]
        pub prev: EventId,
        /// The epoch whose key opens the key slot.
        #[n(6)]
        pub epoch: u32,
        /// The control chain's head the device knew.
        #[n(7)]
        pub ctl: RecordHash,
        /// The log's head the device knew.
        #[n(8)]
        pub anchor: Anchor,
        /// The nonce of the body.
        #[n(9)]
        pub nonce: [u8; 24],
        /// Commits to the content key in this place: no second key opens the body to something else.
        #[n(10)]
        pub kcom: [u8; 32],
        /// How long the sealed body is.
        #[n(11)]
        pub ct_len: u32,
        /// Its hash, so that the chain holds after the body was erased.
        #[n(12)]
        pub ct_hash: [u8; 32],
    }
}

impl Wire for Header {
    const LONGEST: usize = 512;
}

impl Header {
    /// Where the event stands.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            v: self.v,
            suite: self.suite,
            space: self.space,
            device: self.device,
            dseq: self.dseq,
            prev: self.prev,
            epoch: self.epoch,
            ctl: self.ctl,
            anchor: self.anchor,
        }
    }

    /// What the event before it must have been.
    #[must_use]
    pub fn follows(&self) -> DeviceHead {
        DeviceHead { dseq: self.dseq.saturating_sub(1), id: self.prev }
    }
}

/// What the body is bound to.
pub(super) fn associated(place: &Place) -> Vec<u8> {
    [b"mend/v1/event".as_slice(), &place.to_bytes()].concat()
}

/// The name of the event with these header bytes.
pub(super) fn event_id(header: &[u8]) -> EventId {
    EventId(hash(&[b"mend/v1/eid", header]))
}

/// The hash of a sealed body.
pub(super) fn body_hash(ct: &[u8]) -> [u8; 32] {
    hash(&[b"mend/v1/ct", ct])
}

//! Bodies of a space's data log: append, pages, what is missing, withdrawal.

use lean::{Form, Reader, Writer};

use super::{MOST_DEVICES, MOST_EVENT_BYTES, MOST_EVENTS, MOST_PAGE, ProblemCode, V1};
use crate::event::Erasure;
use crate::ids::{DeviceId, EventId, Incarnation};
use crate::log::SignedHead;

/// One event as it travels and is kept: the canonical array of header, signature, body and key slot.
/// It is carried as a byte string so that nobody on the way encodes it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventBytes(pub Vec<u8>);

impl Form for EventBytes {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(MOST_EVENT_BYTES as u64);
        Self(from.bytes().to_vec())
    }
}

lean::body! {
    /// `POST /v1/spaces/{space}/events`
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Append {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The events, each device's in its order.
        #[n(1)]
        #[most(MOST_EVENTS)]
        pub events: Vec<EventBytes>,
    }
}

lean::body! {
    /// The answer to [`Append`]: one result for each event, in the same order.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AppendResults {
        /// The results.
        #[n(0)]
        #[most(MOST_EVENTS)]
        pub results: Vec<AppendResult>,
    }
}

lean::flat! {
    /// What became of one event.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum AppendResult {
        /// It is durable, at this place.
        #[n(0)]
        Stored {
            /// The event.
            #[n(0)]
            id: EventId,
            /// Its place in the log.
            #[n(1)]
            seq: u64,
            /// When the relay received it.
            #[n(2)]
            recv_ms: u64,
        },
        /// It was already there, at this place.
        #[n(1)]
        Duplicate {
            /// The event.
            #[n(0)]
            id: EventId,
            /// Its place in the log.
            #[n(1)]
            seq: u64,
            /// When the relay received it.
            #[n(2)]
            recv_ms: u64,
        },
        /// It was not taken.
        #[n(2)]
        Refused {
            /// The event.
            #[n(0)]
            id: EventId,
            /// Why.
            #[n(1)]
            code: ProblemCode,
        },
    }
}

lean::row! {
    /// One event in its place in the log.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Logged {
        /// Its place, counted from 1 without gaps.
        #[n(0)]
        pub seq: u64,
        /// When the relay received it; part of the log's root.
        #[n(1)]
        pub recv_ms: u64,
        /// The event; after a withdrawal without body and key slot.
        #[n(2)]
        pub event: EventBytes,
    }
}

lean::body! {
    /// The answer to `GET /v1/spaces/{space}/events?inc=&seq=&root=&limit=`, and what a socket pushes.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Page {
        /// The log's incarnation.
        #[n(0)]
        pub inc: Incarnation,
        /// The number of the first event here: the cursor's plus one.
        #[n(1)]
        pub from_seq: u64,
        /// The root before it.
        #[n(2)]
        pub prev_root: [u8; 32],
        /// The events, in order.
        #[n(3)]
        #[most(MOST_PAGE)]
        pub items: Vec<Logged>,
        /// The log's signed head when this was read.
        #[n(4)]
        pub head: SignedHead,
        /// Whether the head is further on than this page.
        #[n(5)]
        pub more: bool,
    }
}

lean::row! {
    /// How far a device's chain is held.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct DeviceMark {
        /// The device.
        #[n(0)]
        pub device: DeviceId,
        /// The number of its newest event held.
        #[n(1)]
        pub dseq: u64,
        /// That event.
        #[n(2)]
        pub id: EventId,
    }
}

lean::body! {
    /// `POST /v1/spaces/{space}/missing`: all a client holds, a line a device.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Frontier {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The marks.
        #[n(1)]
        #[most(MOST_DEVICES)]
        pub devices: Vec<DeviceMark>,
    }
}

lean::row! {
    /// A device whose events the relay lacks from a number on.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Lack {
        /// The device.
        #[n(0)]
        pub device: DeviceId,
        /// The first number that is missing.
        #[n(1)]
        pub from_dseq: u64,
    }
}

lean::body! {
    /// The answer to [`Frontier`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Lacks {
        /// What is missing.
        #[n(0)]
        #[most(MOST_DEVICES)]
        pub devices: Vec<Lack>,
    }
}

lean::row! {
    /// An event that is to be erased, and its author's word for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ToErase {
        /// The event.
        #[n(0)]
        pub event: EventId,
        /// The word.
        #[n(1)]
        pub by: Erasure,
    }
}

lean::body! {
    /// `POST /v1/spaces/{space}/withdraw`: erase body and key slot of these; only their author may.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Withdraw {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The events.
        #[n(1)]
        #[most(MOST_EVENTS)]
        pub events: Vec<ToErase>,
    }
}

lean::body! {
    /// The answer to [`Withdraw`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Withdrawn {
        /// The events that are erased now.
        #[n(0)]
        #[most(MOST_EVENTS)]
        pub events: Vec<EventId>,
    }
}

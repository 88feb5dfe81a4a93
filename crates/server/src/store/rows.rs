//! What goes into a store and comes out of it: rows, and what became of a request.

use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, NameHash, SpaceId};
use protocol::wire::ChainHead;

/// One record of a chain, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRow {
    /// Its hash.
    pub hash: [u8; 32],
    /// Its bytes.
    pub body: Vec<u8>,
}

/// A stretch of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainRows {
    /// The records asked for.
    pub rows: Vec<ChainRow>,
    /// Where the chain stands.
    pub at: ChainHead,
}

/// What became of an append to a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainOutcome {
    /// It grew.
    Grown(ChainHead),
    /// Another record took the place.
    Conflict(ChainHead),
    /// There is no such chain.
    Unknown,
}

/// What a session may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everything the account may, as this device.
    Device(DeviceKeyId),
    /// The own chain and the own boxes: somebody who proved the passphrase or the kit.
    OwnChain,
}

/// A session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// What it may do.
    pub reach: Reach,
    /// When it ends.
    pub expires_ms: u64,
}

/// A new account, with everything that makes it one.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The account.
    pub account: AccountId,
    /// The login name, hashed again under the relay's own key.
    pub name: NameHash,
    /// The OPAQUE record.
    pub opaque: Vec<u8>,
    /// The account chain.
    pub chain: Vec<ChainRow>,
    /// The day it was made, counted from 1970; nothing finer is kept.
    pub created_day: u64,
    /// The code it comes in by, where one is asked for.
    pub admission: Option<Admitted>,
}

/// A code somebody comes in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admitted {
    /// The code, hashed.
    pub code: [u8; 32],
    /// The relay's clock.
    pub now_ms: u64,
}

/// What became of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegisterOutcome {
    /// It exists now.
    Made,
    /// The name belongs to somebody.
    NameTaken,
    /// The account exists already.
    AccountTaken,
    /// There is no such code, it has let in everybody it was for, or it is over.
    NotAdmitted,
}

/// A blob kept beside an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRow {
    /// Counts its writes.
    pub version: u64,
    /// The sealed bytes.
    pub body: Vec<u8>,
}

/// What became of a write to a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobOutcome {
    /// It has this version now.
    Stored(u64),
    /// It has another version than was read.
    Conflict,
    /// The account keeps too many.
    TooMany,
}

/// Where a log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogHead {
    /// The newest place.
    pub seq: u64,
    /// The root there.
    pub root: [u8; 32],
    /// When the newest event was received.
    pub recv_ms: u64,
}

/// Where a space stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpaceAt {
    /// The space.
    pub space: SpaceId,
    /// The newest place of its log.
    pub seq: u64,
    /// The number of its newest control record.
    pub ctl_seq: u64,
}

/// An event on its way in. Signature, body and rights have been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The event.
    pub id: EventId,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its place in the device's chain.
    pub dseq: u64,
    /// The device's event before it.
    pub prev: EventId,
    /// The whole event.
    pub bytes: Vec<u8>,
}

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOutcome {
    /// It is durable, at this place.
    Stored {
        /// The place.
        seq: u64,
        /// When it was received.
        recv_ms: u64,
    },
    /// It was there already, at this place.
    Duplicate {
        /// The place.
        seq: u64,
        /// When it was received.
        recv_ms: u64,
    },
    /// The device has written something else at this place of its chain.
    DeviceFork,
    /// Events of the device before this one are missing.
    Gap,
    /// The space has no room left.
    Full,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendOutcome {
    /// One outcome for each event, in the same order.
    Done {
        /// The outcomes.
        outcomes: Vec<EventOutcome>,
        /// Where the log stood before.
        before: LogHead,
        /// Where it stands now.
        after: LogHead,
    },
    /// The control chain has grown since the rights were checked: check again.
    ControlMoved,
    /// There is no such space.
    Unknown,
}

/// A batch to append.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The space.
    pub space: SpaceId,
    /// The number of the control record under which the rights were checked.
    pub ctl_seq: u64,
    /// The most bytes the space may hold.
    pub quota: u64,
    /// The relay's clock.
    pub now_ms: u64,
    /// The events.
    pub events: Vec<Incoming>,
}

/// One event of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its place.
    pub seq: u64,
    /// When it was received.
    pub recv_ms: u64,
    /// The whole event.
    pub bytes: Vec<u8>,
}

/// A stretch of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRows {
    /// The root at the place asked for; `None` when the log is not that long.
    pub root_there: Option<[u8; 32]>,
    /// The events after it.
    pub rows: Vec<EventRow>,
    /// The root after the last of them.
    pub root_after: Option<[u8; 32]>,
    /// Where the log stands.
    pub head: LogHead,
}

/// An event found by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The event.
    pub id: EventId,
    /// Its place.
    pub seq: u64,
    /// The whole event.
    pub bytes: Vec<u8>,
}

/// An invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InviteRow {
    /// When it ends.
    pub expires_ms: u64,
    /// Whether somebody has answered.
    pub answered: bool,
    /// Whether one side has called it off.
    pub called_off: bool,
}

/// What became of opening an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteOutcome {
    /// It is open.
    Open,
    /// The id was used before.
    Used,
    /// The account has too many open ones.
    TooMany,
}

/// What became of a write to a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotOutcome {
    /// It is there.
    Written,
    /// Somebody was first, or one side has called it off.
    Used,
    /// The invitation is over.
    Expired,
    /// There is no such invitation.
    Unknown,
}

/// What is in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotRow {
    /// These sealed bytes.
    Filled(Vec<u8>),
    /// Nothing yet.
    Empty,
    /// Nothing, and nothing will come.
    CalledOff,
    /// The invitation is over.
    Expired,
    /// There is no such invitation.
    Unknown,
}

/// The time at which what has nothing left to do is due, in milliseconds: longer than any clock shows.
pub const NEVER_MS: u64 = i64::MAX as u64;

/// Where and when a device is woken.
#[derive(Clone, PartialEq, Eq)]
pub struct PushRow {
    /// Whose.
    pub account: AccountId,
    /// Which device.
    pub device: DeviceKeyId,
    /// What it left, as it left it; nothing of it is looked at in a store.
    pub body: Vec<u8>,
    /// When something is to be done, in milliseconds since 1970.
    pub due_ms: u64,
    /// When it was last woken; 0 for never.
    pub sent_ms: u64,
}

impl std::fmt::Debug for PushRow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "PushRow {{ due_ms: {}, sent_ms: {} }}", self.due_ms, self.sent_ms)
    }
}

/// What became of waking a device.
#[derive(Clone, PartialEq, Eq)]
pub enum Woken {
    /// Nobody is there any more.
    Gone,
    /// This is left to do.
    Next {
        /// What stays of what the device left.
        body: Vec<u8>,
        /// When, in milliseconds since 1970.
        due_ms: u64,
        /// When it was last woken; 0 for never.
        sent_ms: u64,
    },
}

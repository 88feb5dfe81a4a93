//! Where sealed records are kept, as the routes see it. Every store passes the same contract (`contract.rs`).
//! A store knows order, uniqueness and durability; what a record means is checked before it gets here.

#[cfg(test)]
mod contract;
pub mod sqlite;

use std::future::Future;
use std::pin::Pin;

use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, InviteId, NameHash, SpaceId};
use protocol::wire::{ChainHead, DeviceMark, Lack, Slot, SpaceSeat};
use thiserror::Error;

/// Something broke; nothing of the request was done.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreProblem {
    /// The disk, or the room given to the store, is used up.
    #[error("no room is left where the store lies")]
    Full,
    /// More waits to be written than the store takes.
    #[error("too much is waiting to be written")]
    Busy,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The database reports an error.
    #[error("the store does not work: {0}")]
    Broken(String),
}

/// A store's answer, to be awaited.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, StoreProblem>> + Send>>;

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

/// Where sealed records are kept.
pub trait Store: Send + Sync {
    /// A value of the relay's own (its keys, its incarnation): the one kept under this name, or else this one, from now on.
    fn keep_once(&self, name: &'static str, value: Vec<u8>) -> Answer<Vec<u8>>;
    /// Whether the store can be written to now.
    fn works(&self) -> Answer<()>;

    /// Makes an account.
    fn register(&self, account: NewAccount) -> Answer<RegisterOutcome>;
    /// The account and the OPAQUE record of a login name.
    fn login(&self, name: NameHash) -> Answer<Option<(AccountId, Vec<u8>)>>;
    /// Puts another OPAQUE record in the place of the account's, if the name is still its own, together with
    /// the records of its chain that say so.
    fn replace_login(
        &self,
        account: AccountId,
        name: NameHash,
        opaque: Vec<u8>,
        expect_seq: u64,
        chain: Vec<ChainRow>,
    ) -> Answer<ChainOutcome>;
    /// A stretch of an account's chain.
    fn account_chain(&self, account: AccountId, from: u64, most: usize) -> Answer<Option<ChainRows>>;
    /// Lets an account's chain grow, and ends the sessions of devices that it revokes.
    fn grow_account_chain(
        &self,
        account: AccountId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        revoked: Vec<DeviceKeyId>,
    ) -> Answer<ChainOutcome>;
    /// A blob.
    fn blob(&self, account: AccountId, slot: String) -> Answer<Option<BlobRow>>;
    /// Writes a blob, if it still has the version that was read.
    fn put_blob(
        &self,
        account: AccountId,
        slot: String,
        expect_version: u64,
        body: Vec<u8>,
        most: usize,
    ) -> Answer<BlobOutcome>;
    /// Closes an account: its name, login, blobs, sessions, and the spaces where nobody else is. The chain stays
    /// where a co-member needs it to check what was written together.
    fn close_account(&self, account: AccountId) -> Answer<Vec<SpaceId>>;

    /// Begins a session; the account's oldest end when it has more than `most`. `false` for an account that is closed,
    /// or never was.
    fn begin_session(&self, token_hash: [u8; 32], session: Session, most: usize) -> Answer<bool>;
    /// The session of a token.
    fn session(&self, token_hash: [u8; 32]) -> Answer<Option<Session>>;
    /// Ends a session.
    fn end_session(&self, token_hash: [u8; 32]) -> Answer<()>;
    /// Forgets sessions and invitations that are over.
    fn sweep(&self, now_ms: u64) -> Answer<()>;

    /// Makes a space; the answer is `Grown`, or `Conflict` with the chain that is there.
    fn make_space(
        &self,
        space: SpaceId,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome>;
    /// A stretch of a control chain.
    fn control_chain(&self, space: SpaceId, from: u64, most: usize) -> Answer<Option<ChainRows>>;
    /// Lets a control chain grow; `members` are those it leaves in the space.
    fn grow_control_chain(
        &self,
        space: SpaceId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome>;
    /// The spaces of an account.
    fn spaces_of(&self, account: AccountId) -> Answer<Vec<SpaceSeat>>;

    /// Appends to a log. What is answered is durable.
    fn append(&self, batch: Batch) -> Answer<AppendOutcome>;
    /// A stretch of a log: at most so many events, and so many bytes unless the first alone has more.
    fn page(&self, space: SpaceId, after: u64, most: usize, most_bytes: usize) -> Answer<Option<PageRows>>;
    /// How far each device's chain is held.
    fn device_heads(&self, space: SpaceId) -> Answer<Vec<(DeviceId, DeviceHead)>>;
    /// Events by their ids.
    fn find(&self, space: SpaceId, ids: Vec<EventId>) -> Answer<Vec<Found>>;
    /// Puts these bytes in the place of the events' own, and leaves nothing of those.
    fn erase(&self, space: SpaceId, events: Vec<Found>) -> Answer<()>;

    /// Opens an invitation.
    fn open_invite(
        &self,
        invite: InviteId,
        account: AccountId,
        expires_ms: u64,
        most: usize,
    ) -> Answer<InviteOutcome>;
    /// An invitation.
    fn invite(&self, invite: InviteId) -> Answer<Option<InviteRow>>;
    /// Writes a slot, once.
    fn put_slot(&self, invite: InviteId, slot: Slot, sealed: Vec<u8>, now_ms: u64) -> Answer<SlotOutcome>;
    /// Reads a slot.
    fn slot(&self, invite: InviteId, slot: Slot, now_ms: u64) -> Answer<SlotRow>;
}

/// What the relay lacks of what a client holds.
#[must_use]
pub fn lacking(marks: &[DeviceMark], heads: &[(DeviceId, DeviceHead)]) -> Vec<Lack> {
    let held = |device: DeviceId| heads.iter().find(|(it, _)| *it == device).map_or(0, |(_, head)| head.dseq);
    let lacks = marks.iter().filter(|mark| held(mark.device) < mark.dseq);
    lacks.map(|mark| Lack { device: mark.device, from_dseq: held(mark.device) + 1 }).collect()
}

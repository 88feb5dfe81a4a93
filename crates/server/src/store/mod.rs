//! Where sealed records are kept, as the routes see it. Every store passes the same contract (`contract/`).
//! A store knows order, uniqueness and durability; what a record means is checked before it gets here.

mod attachments;
#[cfg(test)]
mod contract;
mod fleeting;
pub mod postgres;
mod rows;
pub mod sqlite;

pub use attachments::{AttachmentStore, Chunk, ChunkOutcome, Held, Sorted};
pub use rows::{
    Admitted, AppendOutcome, Batch, BlobOutcome, BlobRow, ChainOutcome, ChainRow, ChainRows, EventOutcome,
    EventRow, Found, Incoming, InviteOutcome, InviteRow, LogHead, NEVER_MS, NewAccount, PageRows, PushRow,
    Reach, RegisterOutcome, Session, SlotOutcome, SlotRow, SpaceAt, Woken,
};

use std::future::Future;
use std::pin::Pin;

use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, InviteId, NameHash, SpaceId};
use protocol::wire::{DeviceMark, Lack, Slot, SpaceSeat};
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
    /// The database cannot be reached now.
    #[error("the database cannot be reached")]
    Away,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// The database reports an error.
    #[error("the store does not work: {0}")]
    Broken(String),
}

/// A store's answer, to be awaited.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, StoreProblem>> + Send>>;

/// Where sealed records are kept.
pub trait Store: AttachmentStore + Send + Sync {
    /// Whether other nodes write here too: then what a node remembers may be behind.
    fn is_shared(&self) -> bool {
        false
    }
    /// A value of the relay's own (its keys, its incarnation): the one kept under this name, or else this one, from now on.
    fn keep_once(&self, name: &'static str, value: Vec<u8>) -> Answer<Vec<u8>>;
    /// Whether the store can be written to now.
    fn works(&self) -> Answer<()>;

    /// Lets so many people in by a code until it is over.
    fn admit(&self, code: [u8; 32], people: u32, expires_ms: u64) -> Answer<()>;
    /// Makes an account. With a code, the code lets one person less in afterwards, in the same transaction.
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
    /// Keeps where and when a device is woken, in the place of what it left before; when it was last woken stays.
    /// `false` for an account that is closed, or never was, and for a device that has no session. It goes with the device, and
    /// with the account.
    fn keep_push(&self, row: PushRow) -> Answer<bool>;
    /// Wakes a device no more. Nothing stays but when it was last woken, until it may be woken again.
    fn stop_push(&self, account: AccountId, device: DeviceKeyId) -> Answer<()>;
    /// Takes at most so many that are due; nobody else gets them until `again_ms`, which is what they say of when they are due.
    fn due_push(&self, now_ms: u64, again_ms: u64, most: usize) -> Answer<Vec<PushRow>>;
    /// What became of one that was taken, unless its device has left something else meanwhile.
    fn after_push(&self, row: PushRow, woken: Woken) -> Answer<()>;
    /// Keeps something until it is taken or its time is over; whether there was room.
    fn keep_briefly(&self, key: [u8; 32], value: Vec<u8>, until_ms: u64, now_ms: u64) -> Answer<bool>;
    /// Takes it out, if its time is not over. Of several that take it, one gets it.
    fn take_once(&self, key: [u8; 32], now_ms: u64) -> Answer<Option<Vec<u8>>>;
    /// Leaves word of a node for the others; answers what the others left whose time is not over.
    fn say_among_nodes(
        &self,
        _node: [u8; 16],
        _says: Vec<u8>,
        _until_ms: u64,
        _now_ms: u64,
    ) -> Answer<Vec<Vec<u8>>> {
        // Where only one node writes there are no others.
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
    /// Forgets sessions and invitations that are over, and attachments no event came to tell of.
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
    /// Where these spaces stand; those that are not there are left out.
    fn stand(&self, spaces: Vec<SpaceId>) -> Answer<Vec<SpaceAt>>;
    /// How far each device's chain is held.
    fn device_heads(&self, space: SpaceId) -> Answer<Vec<(DeviceId, DeviceHead)>>;
    /// Events by their ids.
    fn find(&self, space: SpaceId, ids: Vec<EventId>) -> Answer<Vec<Found>>;
    /// Puts these bytes in the place of the events' own, and leaves nothing of those.
    fn erase(&self, space: SpaceId, events: Vec<Found>) -> Answer<()>;

    /// Opens an invitation, of at most so many open ones of an account, and 64 times that with those that are over and kept for a week.
    fn open_invite(
        &self,
        invite: InviteId,
        account: AccountId,
        expires_ms: u64,
        most: usize,
        now_ms: u64,
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

//! What travels between a device and the relay: HTTP bodies and WebSocket frames, as CBOR maps with integer keys.
//! Every request body carries its version in field 0; every list has a bound, so a hostile peer cannot make us hold much.

mod account;
mod attachments;
mod base64url;
mod frames;
mod log;
mod login;
mod meeting;
mod problem;
mod push;
mod query;
mod server;
mod spaces;
mod token;

pub use account::{
    AccountChain, AppendChain, Appended, BlobStored, PutBlob, SpaceList, SpaceSeat, StoredBlob,
};
pub use attachments::{
    AttachmentHeld, ChunkStored, PutChunk, SortAttachments, SortedAttachments, StoredChunk,
};
pub use base64url::{from_base64url, to_base64url};
pub use frames::{ClientFrame, Poll, Polled, ServerFrame, Want};
pub use log::{
    Append, AppendResult, AppendResults, DeviceMark, EventBytes, Frontier, Lack, Lacks, Logged, Page,
    ToErase, Withdraw, Withdrawn,
};
pub use login::{
    Challenge, Challenged, LoggedIn, LoginFinish, LoginStart, LoginStarted, PROVE, Prove, Proved, RECOVER,
    RecoveryChallenge, RecoveryChallenged, RecoveryProve, RegisterFinish, RegisterStart, RegisterStarted,
    Registered, prove_message, recovery_message,
};
pub use meeting::{InviteMade, InviteState, NewInvite, Slot, SlotBox};
pub use problem::{ChainHead, Problem, ProblemCode};
pub use push::{
    Endpoint, MOST_ENDPOINT_BYTES, MOST_MOMENTS, MOST_WATCHED, POINT_BYTES, PushOffer, PutPush, SHARED_BYTES,
    WakeAt, Watched,
};
pub use query::PageQuery;
pub use server::{Admission, ServerCard, ServerInstance};
pub use spaces::{AppendControl, ControlRecords, NewSpace, SpaceMade};
pub use token::Token;

use lean::{Form, Reader, Writer};

use crate::attachment::MOST_SEALED;

/// The most events one append may carry.
pub const MOST_EVENTS: usize = 256;
/// The most bytes of a request body that carries events.
pub const MOST_BATCH_BYTES: usize = 1 << 20;
/// The most events one page may carry.
pub const MOST_PAGE: usize = 1_000;
/// The most records of a chain in one body.
pub const MOST_RECORDS: usize = 256;
/// The most bytes of a body that carries a chain.
pub const MOST_CHAIN_BYTES: usize = 1 << 20;
/// The most bytes of one page, and of all a poll brings back.
pub const MOST_PAGE_BYTES: usize = 4 << 20;
/// The most devices one frontier may name.
pub const MOST_DEVICES: usize = 256;
/// The most spaces one device may listen to.
pub const MOST_SPACES: usize = 64;
/// The most frames in one poll.
pub const MOST_FRAMES: usize = 256;
/// The most bytes of one thing that is passed on. What devices seal today is shorter, and always of one length.
pub const MOST_PASSED: usize = 1024;
/// The most bytes of one event on the wire, slots and all.
pub const MOST_EVENT_BYTES: usize = 256 << 10;
/// The most bytes of one rendezvous slot.
pub const MOST_SLOT_BYTES: usize = 1 << 20;
/// The most bytes of a sealed blob kept beside an account.
pub const MOST_BLOB_BYTES: usize = 256 << 10;

/// The most attachments that are sorted at once.
pub const MOST_SORTED: usize = 256;

/// The version of a request body: always 1 in this release, and always field 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct V1;

impl Form for V1 {
    fn write(&self, to: &mut Writer) {
        to.number(1);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        if from.number(1) != 1 {
            from.fail();
        }
        Self
    }
}

/// Gives bodies their canonical form with the longest length each may have.
macro_rules! bodies {
    ($($longest:expr => $($name:ident)+;)+) => {
        $($(impl crate::cbor::Wire for $name {
            const LONGEST: usize = $longest;
        })+)+
    };
}

bodies! {
    4 << 10 => RegisterStart RegisterStarted Registered LoginStart LoginStarted LoginFinish LoggedIn
        Challenge Challenged Prove Proved RecoveryChallenge RecoveryChallenged RecoveryProve
        Appended BlobStored NewInvite InviteMade InviteState Problem ChainHead ServerInstance ServerCard Admission PushOffer PutPush;
    32 << 10 => AttachmentHeld ChunkStored SortAttachments SortedAttachments AppendResults Frontier Lacks Withdraw Withdrawn SpaceList SpaceMade;
    MOST_CHAIN_BYTES => RegisterFinish AccountChain AppendChain NewSpace ControlRecords AppendControl;
    MOST_BLOB_BYTES + 64 => PutBlob StoredBlob;
    MOST_SEALED + 64 => PutChunk StoredChunk;
    MOST_SLOT_BYTES + 64 => SlotBox;
    MOST_BATCH_BYTES => Append ClientFrame Poll;
    MOST_PAGE_BYTES => Page ServerFrame Polled;
}

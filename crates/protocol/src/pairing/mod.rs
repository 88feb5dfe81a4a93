//! Pairing two people by a link: what each device posts, what it waits for, what is compared aloud, and when the
//! shared space's key is given. Pure: the caller carries bytes to the slots of a rendezvous and back.

mod inviter;
mod joiner;
mod link;
mod message;

pub use inviter::Inviter;
pub use joiner::Joiner;
pub use link::InviteLink;

use thiserror::Error;

use crate::account::{AccountChain, IdentityKey};
use crate::cbor::Blob;
use crate::ids::Incarnation;
use crate::sign::VerifyKey;
use crate::space::{ControlRecord, SpaceKey};
use crate::wire::{ProblemCode, Slot};
use crate::wrap::WrapSecret;

/// Why a pairing ended. The link is burnt then; a new one is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PairingRefused {
    /// The link's time is over.
    #[error("the link's time is over")]
    Expired,
    /// Somebody has answered the link already, or it was burnt.
    #[error("the link was used already")]
    Used,
    /// The words on the two screens differ: somebody stands between.
    #[error("the words on the two screens differ")]
    WordsDiffer,
    /// Whoever answers is not the person the link names.
    #[error("not the person the link names")]
    WrongFingerprint,
    /// Not a link, or not what the other side would have sent at this point.
    #[error("not what the other side would have sent")]
    Malformed,
    /// Somebody opened their own link.
    #[error("a link is for somebody else")]
    Oneself,
    /// The other side has called it off.
    #[error("the other side has called it off")]
    CalledOff,
}

impl PairingRefused {
    /// What a relay's problem means for a pairing; none when it is about something else, like the connection.
    #[must_use]
    pub fn from_problem(code: &ProblemCode) -> Option<Self> {
        match code {
            ProblemCode::Expired | ProblemCode::Unknown => Some(Self::Expired),
            ProblemCode::Used => Some(Self::Used),
            ProblemCode::Malformed => Some(Self::Malformed),
            _ => None,
        }
    }
}

/// The person who pairs, on the device at hand.
#[derive(Debug, Clone)]
pub struct Myself {
    /// The own account chain.
    pub chain: AccountChain,
    /// The identity key.
    pub identity: IdentityKey,
    /// Opens what is wrapped for the current generation of the own key.
    pub wrap: WrapSecret,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Put these bytes into this slot, then say `posted`.
    Post(Slot, Vec<u8>),
    /// Wait for what stands in this slot, then say `received`. A relay that answers `used` here was told to call off.
    Await(Slot),
    /// Show these words; both people compare them aloud, then say `confirm`.
    Compare([&'static str; 4]),
    /// Make the space from these records, then say `created`.
    Create(Vec<Blob>),
    /// It is done: take the result.
    Done,
    /// It is over.
    Ended(PairingRefused),
}

/// What both have when it is done. The next thing either does is to bind the own device.
#[derive(Debug, Clone)]
pub struct Paired {
    /// The partner's account chain, verified; its fingerprint is to be pinned.
    pub partner: AccountChain,
    /// The genesis of the shared space.
    pub genesis: ControlRecord,
    /// The key of its first epoch.
    pub key: SpaceKey,
    /// The relay's head key, to be pinned.
    pub head_key: VerifyKey,
    /// The life of the relay's store.
    pub incarnation: Incarnation,
}

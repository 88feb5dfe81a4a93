//! The data log of a space: its roots, its signed heads, and how far a reader has come.

mod page;

pub use page::{Doubt, DoubtKind, PageRefused, PageVerifier, ReadEvent, ReadPage};

use crate::cbor::Wire;
use crate::cipher::hash;
use crate::ids::{EventId, Incarnation, SpaceId};
use crate::sign::{Signature, SigningKey, VerifyKey, WrongSignature};

const HEAD: &str = "mend/v1/head";

lean::row! {
    /// How far a log is known: in which life of the store, up to which place, with which root there.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Cursor {
        /// The life of the store.
        #[n(0)]
        pub inc: Incarnation,
        /// The newest place known; 0 for an empty log.
        #[n(1)]
        pub seq: u64,
        /// The root there.
        #[n(2)]
        pub root: [u8; 32],
    }
}

impl Wire for Cursor {
    const LONGEST: usize = 128;
}

impl Cursor {
    /// The beginning of a space's log.
    #[must_use]
    pub fn start(space: SpaceId, inc: Incarnation) -> Self {
        Self { inc, seq: 0, root: first_root(space) }
    }
}

/// The root of a log without events.
#[must_use]
pub fn first_root(space: SpaceId) -> [u8; 32] {
    hash(&[b"mend/v1/root0", space.as_bytes()])
}

/// The root after one more event.
#[must_use]
pub fn next_root(root: &[u8; 32], id: EventId, recv_ms: u64) -> [u8; 32] {
    let recv = recv_ms.to_be_bytes();
    hash(&[b"mend/v1/root", root, id.as_bytes(), &recv])
}

lean::row! {
    /// Where a log stands, in the relay's signed words. Two of them that disagree prove a fork to anybody.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct SignedHead {
        /// The space.
        #[n(0)]
        pub space: SpaceId,
        /// The life of the store, the newest place and the root there.
        #[n(1)]
        pub at: Cursor,
        /// The relay's clock when it signed.
        #[n(2)]
        pub time_ms: u64,
        /// Signed by the relay's head key.
        #[n(3)]
        pub sig: Signature,
    }
}

impl Wire for SignedHead {
    const LONGEST: usize = 256;
}

impl SignedHead {
    /// Signs where a log stands.
    #[must_use]
    pub fn sign(space: SpaceId, at: Cursor, time_ms: u64, key: &SigningKey) -> Self {
        let sig = key.sign(HEAD, &head_message(space, at, time_ms));
        Self { space, at, time_ms, sig }
    }

    /// Whether the pinned key of the relay signed it.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(&self, key: &VerifyKey) -> Result<(), WrongSignature> {
        let message = head_message(self.space, self.at, self.time_ms);
        key.verify(HEAD, &message, &self.sig)
    }
}

/// Whether two heads prove that their relay tells two stories: the same place with two roots.
/// Both must have been verified.
#[must_use]
pub fn contradict(one: &SignedHead, other: &SignedHead) -> bool {
    let same_place = (one.space, one.at.inc, one.at.seq) == (other.space, other.at.inc, other.at.seq);
    same_place && one.at.root != other.at.root
}

fn head_message(space: SpaceId, at: Cursor, time_ms: u64) -> Vec<u8> {
    [space.as_bytes().as_slice(), at.inc.as_bytes(), &at.seq.to_be_bytes(), &at.root, &time_ms.to_be_bytes()]
        .concat()
}

//! Bodies of spaces and their control chains.

use minicbor::{Decode, Encode};

use super::{ChainHead, MOST_RECORDS, V1};
use crate::cbor::{Blob, at_most};
use crate::ids::SpaceId;
use crate::log::SignedHead;

/// `POST /v1/spaces`: the control chain from its genesis; sent twice it makes one space.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewSpace {
    /// The version of the body.
    #[n(0)]
    pub v: V1,
    /// The genesis, and the records that bind the first devices.
    #[n(1)]
    #[cbor(decode_with = "at_most::<_, _, MOST_RECORDS>")]
    pub records: Vec<Blob>,
}

/// The answer to [`NewSpace`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SpaceMade {
    /// The space.
    #[n(0)]
    pub space: SpaceId,
    /// Where its control chain stands.
    #[n(1)]
    pub at: ChainHead,
    /// The head of its empty log.
    #[n(2)]
    pub head: SignedHead,
}

/// The answer to `GET /v1/spaces/{space}/ctl?from=`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ControlRecords {
    /// The records, in order.
    #[n(0)]
    #[cbor(decode_with = "at_most::<_, _, MOST_RECORDS>")]
    pub records: Vec<Blob>,
    /// Where the chain stands.
    #[n(1)]
    pub at: ChainHead,
}

/// `POST /v1/spaces/{space}/ctl`: compare-and-set; the answer is `Appended` or a `conflict`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AppendControl {
    /// The version of the body.
    #[n(0)]
    pub v: V1,
    /// The number the first of these records takes.
    #[n(1)]
    pub expect_seq: u64,
    /// The new records.
    #[n(2)]
    #[cbor(decode_with = "at_most::<_, _, MOST_RECORDS>")]
    pub records: Vec<Blob>,
}

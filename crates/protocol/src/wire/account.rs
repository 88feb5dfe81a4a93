//! Bodies of an account's own things: its chain, its sealed blobs, the list of its spaces.

use minicbor::{Decode, Encode};

use super::{ChainHead, MOST_BLOB_BYTES, MOST_RECORDS, MOST_SPACES, V1};
use crate::cbor::{Blob, at_most, bytes_at_most, put_bytes};
use crate::ids::SpaceId;

/// The answer to `GET /v1/account/chain?from=` and `GET /v1/accounts/{account}/chain?space=`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AccountChain {
    /// The records, in order.
    #[n(0)]
    #[cbor(decode_with = "at_most::<_, _, MOST_RECORDS>")]
    pub records: Vec<Blob>,
    /// Where the chain stands.
    #[n(1)]
    pub at: ChainHead,
}

/// `POST /v1/account/chain`: compare-and-set; the answer is [`Appended`] or a `conflict`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AppendChain {
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

/// The answer to every append to a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Appended {
    /// Where the chain stands now.
    #[n(0)]
    pub at: ChainHead,
}

/// `PUT /v1/account/blob/{slot}`: compare-and-set on the version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutBlob {
    /// The version of the body.
    #[n(0)]
    pub v: V1,
    /// The blob's version that was read; 0 when there was none.
    #[n(1)]
    pub expect_version: u64,
    /// The sealed bytes.
    #[n(2)]
    #[cbor(encode_with = "put_bytes", decode_with = "bytes_at_most::<_, MOST_BLOB_BYTES>")]
    pub body: Vec<u8>,
}

/// The answer to [`PutBlob`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BlobStored {
    /// The blob's version now.
    #[n(0)]
    pub version: u64,
}

/// The answer to `GET /v1/account/blob/{slot}`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StoredBlob {
    /// The blob's version.
    #[n(0)]
    pub version: u64,
    /// The sealed bytes.
    #[n(1)]
    #[cbor(encode_with = "put_bytes", decode_with = "bytes_at_most::<_, MOST_BLOB_BYTES>")]
    pub body: Vec<u8>,
}

/// The answer to `GET /v1/account/spaces`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SpaceList {
    /// The spaces the account is a member of.
    #[n(0)]
    #[cbor(decode_with = "at_most::<_, _, MOST_SPACES>")]
    pub spaces: Vec<SpaceSeat>,
}

/// One space an account is a member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SpaceSeat {
    /// The space.
    #[n(0)]
    pub space: SpaceId,
    /// Where its control chain stands.
    #[n(1)]
    pub ctl: ChainHead,
    /// Everybody else who was in it has deleted their account. Nothing can be built on it: the relay says so.
    #[n(2)]
    pub alone: bool,
}

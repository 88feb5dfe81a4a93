//! Bodies of an account's own things: its chain, its sealed blobs, the list of its spaces.

use super::{ChainHead, MOST_BLOB_BYTES, MOST_RECORDS, MOST_SPACES, V1};
use crate::cbor::Blob;
use crate::ids::SpaceId;

lean::body! {
    /// The answer to `GET /v1/account/chain?from=` and `GET /v1/accounts/{account}/chain?space=`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AccountChain {
        /// The records, in order.
        #[n(0)]
        #[most(MOST_RECORDS)]
        pub records: Vec<Blob>,
        /// Where the chain stands.
        #[n(1)]
        pub at: ChainHead,
    }
}

lean::body! {
    /// `POST /v1/account/chain`: compare-and-set; the answer is [`Appended`] or a `conflict`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AppendChain {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The number the first of these records takes.
        #[n(1)]
        pub expect_seq: u64,
        /// The new records.
        #[n(2)]
        #[most(MOST_RECORDS)]
        pub records: Vec<Blob>,
    }
}

lean::body! {
    /// The answer to every append to a chain.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Appended {
        /// Where the chain stands now.
        #[n(0)]
        pub at: ChainHead,
    }
}

lean::body! {
    /// `PUT /v1/account/blob/{slot}`: compare-and-set on the version.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PutBlob {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The blob's version that was read; 0 when there was none.
        #[n(1)]
        pub expect_version: u64,
        /// The sealed bytes.
        #[n(2)]
        #[most(MOST_BLOB_BYTES)]
        pub body: Vec<u8>,
    }
}

lean::body! {
    /// The answer to [`PutBlob`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct BlobStored {
        /// The blob's version now.
        #[n(0)]
        pub version: u64,
    }
}

lean::body! {
    /// The answer to `GET /v1/account/blob/{slot}`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StoredBlob {
        /// The blob's version.
        #[n(0)]
        pub version: u64,
        /// The sealed bytes.
        #[n(1)]
        #[most(MOST_BLOB_BYTES)]
        pub body: Vec<u8>,
    }
}

lean::body! {
    /// The answer to `GET /v1/account/spaces`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SpaceList {
        /// The spaces the account is a member of.
        #[n(0)]
        #[most(MOST_SPACES)]
        pub spaces: Vec<SpaceSeat>,
    }
}

lean::body! {
    /// One space an account is a member of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

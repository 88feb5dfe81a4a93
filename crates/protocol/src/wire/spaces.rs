//! Bodies of spaces and their control chains.

use super::{ChainHead, MOST_RECORDS, V1};
use crate::cbor::Blob;
use crate::ids::SpaceId;
use crate::log::SignedHead;

lean::body! {
    /// `POST /v1/spaces`: the control chain from its genesis; sent twice it makes one space.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NewSpace {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The genesis, and the records that bind the first devices.
        #[n(1)]
        #[most(MOST_RECORDS)]
        pub records: Vec<Blob>,
    }
}

lean::body! {
    /// The answer to [`NewSpace`].
    #[derive(Debug, Clone, PartialEq, Eq)]
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
}

lean::body! {
    /// The answer to `GET /v1/spaces/{space}/ctl?from=`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ControlRecords {
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
    /// `POST /v1/spaces/{space}/ctl`: compare-and-set; the answer is `Appended` or a `conflict`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AppendControl {
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

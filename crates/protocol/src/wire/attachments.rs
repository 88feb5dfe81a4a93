//! Bodies of attachments: chunk by chunk up and down, and what is kept or let go.

use super::{MOST_SORTED, V1};
use crate::attachment::{MOST_CHUNKS, MOST_SEALED};
use crate::ids::AttachmentId;

lean::body! {
    /// `PUT /v1/spaces/{space}/attachments/{attachment}/{n}`: said twice it is there once.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PutChunk {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// How many chunks the attachment has.
        #[n(1)]
        pub of: u32,
        /// The sealed bytes.
        #[n(2)]
        #[most(MOST_SEALED)]
        pub sealed: Vec<u8>,
    }
}

lean::body! {
    /// The answer to [`PutChunk`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ChunkStored {
        /// Bytes that the attachments of the space take now.
        #[n(0)]
        pub bytes: u64,
        /// Bytes that they may take.
        #[n(1)]
        pub room: u64,
    }
}

lean::body! {
    /// The answer to `GET /v1/spaces/{space}/attachments/{attachment}/{n}`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StoredChunk {
        /// The sealed bytes.
        #[n(0)]
        #[most(MOST_SEALED)]
        pub sealed: Vec<u8>,
    }
}

lean::body! {
    /// The answer to `GET /v1/spaces/{space}/attachments/{attachment}`: from here an upload goes on.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AttachmentHeld {
        /// How many chunks it has.
        #[n(0)]
        pub of: u32,
        /// The numbers of those that are there.
        #[n(1)]
        #[most(MOST_CHUNKS)]
        pub held: Vec<u32>,
        /// An event tells of it: it is not forgotten.
        #[n(2)]
        pub kept: bool,
    }
}

lean::body! {
    /// `POST /v1/spaces/{space}/attachments`: what an event tells of now, and what goes.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SortAttachments {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// An event tells of these: they are kept from now on.
        #[n(1)]
        #[most(MOST_SORTED)]
        pub keep: Vec<AttachmentId>,
        /// These go. Only who brought an attachment can let it go.
        #[n(2)]
        #[most(MOST_SORTED)]
        pub drop: Vec<AttachmentId>,
    }
}

lean::body! {
    /// The answer to [`SortAttachments`].
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SortedAttachments {
        /// Those of them that are whole and kept now.
        #[n(0)]
        #[most(MOST_SORTED)]
        pub kept: Vec<AttachmentId>,
        /// Those that are not there any more.
        #[n(1)]
        #[most(MOST_SORTED)]
        pub dropped: Vec<AttachmentId>,
    }
}

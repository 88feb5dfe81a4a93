//! Frames of the WebSocket; the same travel in the long poll.

use super::{
    AppendResult, EventBytes, MOST_EVENTS, MOST_FRAMES, MOST_PASSED, MOST_SPACES, Page, ProblemCode, Token,
    V1,
};
use crate::ids::{AccountId, SpaceId};
use crate::log::{Cursor, SignedHead};

lean::row! {
    /// A space to listen to, and how far it is known.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Want {
        /// The space.
        #[n(0)]
        pub space: SpaceId,
        /// How far its log is known.
        #[n(1)]
        pub cursor: Cursor,
    }
}

lean::flat! {
    /// What a device says.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ClientFrame {
        /// The first frame of a socket.
        #[n(0)]
        Hello {
            /// The session's token; never in an address.
            #[n(0)]
            token: Token,
            /// The spaces to listen to.
            #[n(1)]
            #[most(MOST_SPACES)]
            want: Vec<Want>,
        },
        /// Listen to one more space.
        #[n(1)]
        Sub {
            /// The space.
            #[n(0)]
            space: SpaceId,
            /// How far its log is known.
            #[n(1)]
            cursor: Cursor,
        },
        /// Events to append; answered by `Ack` with the same number.
        #[n(2)]
        Append {
            /// A number of the device's choice.
            #[n(0)]
            req: u32,
            /// The space.
            #[n(1)]
            space: SpaceId,
            /// The events.
            #[n(2)]
            #[most(MOST_EVENTS)]
            events: Vec<EventBytes>,
        },
        /// Something that is passed on and never kept.
        #[n(3)]
        Eph {
            /// The space.
            #[n(0)]
            space: SpaceId,
            /// The sealed bytes; see [`crate::passing`].
            #[n(1)]
            #[most(MOST_PASSED)]
            ct: Vec<u8>,
        },
        /// The answer to `Ping`.
        #[n(4)]
        Pong,
    }
}

lean::flat! {
    /// What the relay says.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum ServerFrame {
        /// The socket is signed in.
        #[n(0)]
        Welcome {
            /// The relay's clock.
            #[n(0)]
            now_ms: u64,
        },
        /// Where a log stands, when there was nothing to send.
        #[n(1)]
        Head {
            /// The signed head.
            #[n(0)]
            head: SignedHead,
        },
        /// Events after the last ones sent.
        #[n(2)]
        Ev {
            /// The space.
            #[n(0)]
            space: SpaceId,
            /// The page.
            #[n(1)]
            page: Page,
        },
        /// The answer to `Append`.
        #[n(3)]
        Ack {
            /// The number the device chose.
            #[n(0)]
            req: u32,
            /// One result for each event.
            #[n(1)]
            #[most(MOST_EVENTS)]
            results: Vec<AppendResult>,
        },
        /// Something another device passed on.
        #[n(4)]
        Eph {
            /// The space.
            #[n(0)]
            space: SpaceId,
            /// The sealed bytes.
            #[n(1)]
            #[most(MOST_PASSED)]
            ct: Vec<u8>,
            /// Whose device sent it.
            #[n(2)]
            from: AccountId,
        },
        /// A control chain has grown.
        #[n(5)]
        Ctl {
            /// The space.
            #[n(0)]
            space: SpaceId,
            /// The number of its newest record.
            #[n(1)]
            seq: u64,
        },
        /// Something did not work.
        #[n(6)]
        Err {
            /// Why.
            #[n(0)]
            code: ProblemCode,
            /// When trying again makes sense; 0 when it makes none.
            #[n(1)]
            retry_ms: u64,
            /// The space it is about; with `fork`, the one to heal.
            #[n(2)]
            space: Option<SpaceId>,
        },
        /// Are you there?
        #[n(7)]
        Ping,
    }
}

lean::body! {
    /// `POST /v1/poll`: the same frames without a socket. `Hello` is not needed: the token is in the header.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Poll {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// The frames.
        #[n(1)]
        #[most(MOST_FRAMES)]
        pub frames: Vec<ClientFrame>,
    }
}

lean::body! {
    /// The answer to [`Poll`], at the latest after 25 seconds.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Polled {
        /// The frames.
        #[n(0)]
        #[most(MOST_FRAMES)]
        pub frames: Vec<ServerFrame>,
    }
}

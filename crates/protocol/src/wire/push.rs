//! Bodies of waking a device: where its browser's push service is to be told, with which keys, and at which moments. What
//! is sent there says nothing.

use lean::{Form, Reader, Writer};

use super::V1;
use crate::ids::SpaceId;

/// The longest address of a push service, in bytes.
pub const MOST_ENDPOINT_BYTES: usize = 1_024;
/// The most moments a device may leave.
pub const MOST_MOMENTS: usize = 8;
/// The most spaces a device may name in which something new would be worth waking it.
pub const MOST_WATCHED: usize = 4;
/// The length of an uncompressed point on P-256 (SEC 1, section 2.3.3).
pub const POINT_BYTES: usize = 65;
/// The length of a push subscription's shared secret (RFC 8291, section 3.2).
pub const SHARED_BYTES: usize = 16;

lean::body! {
    /// The answer to `GET /v1/push`: the key that the relay signs its requests to push services with (RFC 8292).
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PushOffer {
        /// The key; nothing where whoever runs the relay lets it wake nobody.
        #[n(0)]
        pub key: Option<[u8; POINT_BYTES]>,
    }
}

lean::body! {
    /// `PUT /v1/push`: wake this device at these moments. It takes the place of what the device left before.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PutPush {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// Where the browser is told.
        #[n(1)]
        pub endpoint: Endpoint,
        /// The browser's public key (RFC 8291, section 3.1).
        #[n(2)]
        pub p256dh: [u8; POINT_BYTES],
        /// The secret shared with the browser.
        #[n(3)]
        pub auth: [u8; SHARED_BYTES],
        /// Where the device stands in the spaces it has with others.
        #[n(4)]
        #[most(MOST_WATCHED)]
        pub watched: Vec<Watched>,
        /// When to wake it, in order.
        #[n(5)]
        #[most(MOST_MOMENTS)]
        pub moments: Vec<WakeAt>,
    }
}

lean::body! {
    /// How far a device has read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Watched {
        /// In which space.
        #[n(0)]
        pub space: SpaceId,
        /// The newest place it has read.
        #[n(1)]
        pub seq: u64,
    }
}

lean::body! {
    /// A moment at which a device may be woken.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct WakeAt {
        /// When, in milliseconds since 1970.
        #[n(0)]
        pub at_ms: u64,
        /// Only if somebody else wrote something after what was read; then once for all such moments.
        #[n(1)]
        pub only_if_new: bool,
    }
}

/// The address of a browser at its push service.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(pub String);

impl core::fmt::Debug for Endpoint {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("[address]")
    }
}

impl Form for Endpoint {
    fn write(&self, to: &mut Writer) {
        self.0.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(MOST_ENDPOINT_BYTES as u64);
        Self(String::read(from))
    }
}

//! Bodies of invitations and of the rendezvous where two devices meet before they know each other.

use super::{MOST_SLOT_BYTES, V1};
use crate::ids::InviteId;

lean::body! {
    /// `POST /v1/invites`: opens a rendezvous under an id that only the link gives away.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct NewInvite {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// Made from the link's secret.
        #[n(1)]
        pub invite: InviteId,
        /// How long it may live; the relay caps it at a day.
        #[n(2)]
        pub ttl_ms: u64,
    }
}

lean::body! {
    /// The answer to [`NewInvite`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct InviteMade {
        /// When it ends.
        #[n(0)]
        pub expires_ms: u64,
    }
}

lean::body! {
    /// The answer to `GET /v1/invites/{id}`; an ended one is `expired`, a burnt one `used`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct InviteState {
        /// When it ends.
        #[n(0)]
        pub expires_ms: u64,
        /// Whether somebody has answered it already.
        #[n(1)]
        pub answered: bool,
    }
}

/// A place in a rendezvous. Each is written once; a second writer is told `used`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The joiner's hello.
    J1,
    /// The inviter's hello.
    I1,
    /// The joiner opens its commitment.
    J2,
    /// The inviter's space genesis.
    I2,
    /// The joiner's signature of it.
    J3,
    /// The space exists.
    I3,
    /// One side has called it off; nothing else may be written any more.
    X,
}

impl Slot {
    /// Every slot.
    pub const ALL: [Self; 7] = [Self::J1, Self::I1, Self::J2, Self::I2, Self::J3, Self::I3, Self::X];

    /// Its name in a path.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::J1 => "j1",
            Self::I1 => "i1",
            Self::J2 => "j2",
            Self::I2 => "i2",
            Self::J3 => "j3",
            Self::I3 => "i3",
            Self::X => "x",
        }
    }

    /// Reads its name in a path.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }
}

lean::body! {
    /// `POST /v1/rdv/{id}/{slot}`, and the answer to the `GET` that waits for it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SlotBox {
        /// The version of the body.
        #[n(0)]
        pub v: V1,
        /// Sealed under the link's secret.
        #[n(1)]
        #[most(MOST_SLOT_BYTES)]
        pub sealed: Vec<u8>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_reads_back_from_its_name() {
        for slot in Slot::ALL {
            assert_eq!(Slot::from_text(slot.as_str()), Some(slot));
        }
        assert_eq!(Slot::from_text("J1"), None);
        assert_eq!(Slot::from_text(""), None);
    }
}

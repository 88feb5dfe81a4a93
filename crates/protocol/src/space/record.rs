//! The records of a control chain: what each may say, and how it is hashed and signed.

use crate::cbor::{Blob, Wire};
use crate::cipher::hash;
use crate::event::DeviceHead;
use crate::ids::{AccountId, DeviceId, DeviceKeyId, RecordHash, SpaceId};
use crate::sign::{Signature, SigningKey, VerifyKey};
use crate::wire::ChainHead;

/// The version of the records.
pub(super) const VERSION: u32 = 1;
/// The most members of a space.
pub const MOST_MEMBERS: usize = 8;
/// The most devices a member may have bound in a space over all time.
pub const MOST_DEVICES: usize = 64;

const SIGNED: &str = "mend/v1/ctl/sign";

lean::number! {
    /// What a space is for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum SpaceKind {
        /// One person's own.
        #[n(0)]
        Vault,
        /// What two partners share.
        #[n(1)]
        Ours,
        /// One engagement with a counsellor.
        #[n(2)]
        Counsel,
    }
}

lean::number! {
    /// What a member is in a space.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Role {
        /// The person whose space it is, or one of the two.
        #[n(0)]
        Partner,
        /// A counsellor, for the time of the engagement.
        #[n(1)]
        Counsellor,
    }
}

lean::body! {
    /// A member as a record names it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Seat {
        /// The account.
        #[n(0)]
        pub account: AccountId,
        /// Its identity key; what partners compare is made from it.
        #[n(1)]
        pub identity: VerifyKey,
        /// What the member is here.
        #[n(2)]
        pub role: Role,
        /// The first epoch the member may read.
        #[n(3)]
        pub history_from: u32,
    }
}

lean::body! {
    /// The key of an epoch, wrapped for one member.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EpochBox {
        /// The member.
        #[n(0)]
        pub account: AccountId,
        /// The generation of the member's key it is wrapped for.
        #[n(1)]
        pub generation: u32,
        /// The wrapped key.
        #[n(2)]
        pub sealed: Blob,
    }
}

lean::body! {
    /// The key of an epoch, wrapped for every member.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EpochSeal {
        /// The epoch, counted from 1.
        #[n(0)]
        pub epoch: u32,
        /// Commits to the key, so that all members know they were given the same.
        #[n(1)]
        pub commitment: [u8; 32],
        /// One box for each member, in the order of their accounts.
        #[n(2)]
        #[most(MOST_MEMBERS)]
        pub boxes: Vec<EpochBox>,
        /// The key of the epoch before, sealed under this one; absent when a member may not read back.
        #[n(3)]
        pub previous: Option<Blob>,
    }
}

lean::body! {
    /// What holds in a space for everybody; versions and floors never fall.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Policy {
        /// Counts the policies of the space, from 1.
        #[n(0)]
        pub version: u32,
        /// The oldest suite of ciphers that is still taken.
        #[n(1)]
        pub min_suite: u32,
        /// The version of the fold that writers may use.
        #[n(2)]
        pub fold_v: u32,
        /// How long the relay keeps erased key slots in backups, at most.
        #[n(3)]
        pub retention_days: u32,
    }
}

impl Policy {
    /// The policy every space begins with.
    pub const FIRST: Self = Self { version: 1, min_suite: 1, fold_v: 1, retention_days: 30 };
}

lean::body! {
    /// The last event of a device that still counts.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Pin {
        /// The device.
        #[n(0)]
        pub device: DeviceId,
        /// Its last event.
        #[n(1)]
        pub last: DeviceHead,
    }
}

lean::flat! {
    /// What a record changes.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Change {
        /// The space begins. Signed by the identity of every member.
        #[n(0)]
        Genesis {
            /// What it is for.
            #[n(0)]
            kind: SpaceKind,
            /// The relay that keeps it.
            #[n(1)]
            #[most(256)]
            home: String,
            /// Its members, in the order of their accounts.
            #[n(2)]
            #[most(MOST_MEMBERS)]
            members: Vec<Seat>,
            /// Its first key.
            #[n(3)]
            seal: EpochSeal,
            /// What holds in it.
            #[n(4)]
            policy: Policy,
        },
        /// A device of a member may write from here on. Signed by that device.
        #[n(1)]
        DeviceBind {
            /// The device's name in this space.
            #[n(0)]
            device: DeviceId,
            /// Whose it is.
            #[n(1)]
            account: AccountId,
            /// Its name on the account chain.
            #[n(2)]
            key: DeviceKeyId,
            /// Where the account chain stood.
            #[n(3)]
            at: ChainHead,
            /// Its signing key.
            #[n(4)]
            dsk: VerifyKey,
        },
        /// A device may write no more; what follows its pin does not count. Signed by a device of the same member.
        #[n(2)]
        DeviceUnbind {
            /// The device and its last event that counts.
            #[n(0)]
            pin: Pin,
        },
        /// A new member. Signed by a partner's device and by the new member's identity.
        #[n(3)]
        MemberAdd {
            /// The new member.
            #[n(0)]
            seat: Seat,
        },
        /// A member leaves or is removed. Signed by a partner's device or by one of the member's own.
        #[n(4)]
        MemberRemove {
            /// The member.
            #[n(0)]
            account: AccountId,
            /// One pin for each of the member's bound devices, in the order of the devices.
            #[n(1)]
            #[most(MOST_DEVICES)]
            pins: Vec<Pin>,
        },
        /// A new key. Signed by a member's device.
        #[n(5)]
        Epoch {
            /// The key.
            #[n(0)]
            seal: EpochSeal,
        },
        /// Another policy. Signed by a partner's device.
        #[n(6)]
        Policy {
            /// The policy.
            #[n(0)]
            policy: Policy,
        },
        /// Shared things may enter a counsellor's room. Signed by the identities of both partners.
        #[n(7)]
        CounsellorInvite {
            /// The room.
            #[n(0)]
            room: SpaceId,
            /// The counsellor.
            #[n(1)]
            counsellor: AccountId,
            /// The counsellor's identity key.
            #[n(2)]
            identity: VerifyKey,
            /// When it ends, by the relay's clock.
            #[n(3)]
            until_ms: u64,
        },
        /// The space ends; nothing follows. Signed by a partner's device.
        #[n(8)]
        EndSpace,
    }
}

lean::flat! {
    /// Who signed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Signer {
        /// A device, by its key in this space.
        #[n(0)]
        Device(#[n(0)] DeviceId),
        /// A person, by the identity key.
        #[n(1)]
        Identity(#[n(0)] AccountId),
    }
}

lean::row! {
    /// One signature of a record.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Signed {
        /// Who.
        #[n(0)]
        pub by: Signer,
        /// The signature of the record's hash.
        #[n(1)]
        pub sig: Signature,
    }
}

lean::body! {
    /// A record before it is signed: what its hash covers.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Unsigned {
        /// The version of the record: 1.
        #[n(0)]
        pub v: u32,
        /// The suite of ciphers: 1.
        #[n(1)]
        pub suite: u32,
        /// The space.
        #[n(2)]
        pub space: SpaceId,
        /// Its place in the chain, counted from 0.
        #[n(3)]
        pub seq: u64,
        /// The record before; all zeros for the genesis.
        #[n(4)]
        pub prev: RecordHash,
        /// What it changes.
        #[n(5)]
        pub change: Change,
    }
}

impl Wire for Unsigned {
    const LONGEST: usize = 32 << 10;
}

impl Unsigned {
    /// The first record of a space.
    #[must_use]
    pub fn first(space: SpaceId, genesis: Change) -> Self {
        Self {
            v: VERSION,
            suite: crate::wrap::SUITE,
            space,
            seq: 0,
            prev: RecordHash([0; 32]),
            change: genesis,
        }
    }

    /// The record's name in its chain.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        RecordHash(hash(&[b"mend/v1/ctl", &self.to_bytes()]))
    }

    /// A signature of this record.
    #[must_use]
    pub fn sign(&self, by: Signer, key: &SigningKey) -> Signed {
        let sig = key.sign(SIGNED, self.hash().as_bytes());
        Signed { by, sig }
    }

    /// The record with its signatures.
    #[must_use]
    pub fn signed(self, signatures: Vec<Signed>) -> ControlRecord {
        ControlRecord { record: self, signatures }
    }
}

lean::body! {
    /// A record of a control chain.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ControlRecord {
        /// What is said.
        #[n(0)]
        pub record: Unsigned,
        /// Who signed it.
        #[n(1)]
        #[most(MOST_MEMBERS)]
        pub signatures: Vec<Signed>,
    }
}

impl Wire for ControlRecord {
    const LONGEST: usize = 33 << 10;
}

impl ControlRecord {
    /// The record's name in its chain.
    #[must_use]
    pub fn hash(&self) -> RecordHash {
        self.record.hash()
    }

    /// Whether a signature of it holds under this key.
    #[must_use]
    pub fn holds(&self, signed: &Signed, hash: RecordHash, key: &VerifyKey) -> bool {
        key.verify(SIGNED, hash.as_bytes(), &signed.sig).is_ok()
    }
}

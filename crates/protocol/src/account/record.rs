//! The records of an account chain, as they are written, signed and hashed.

use super::keys::DeviceKeys;
use crate::cbor::{Blob, Malformed, Wire};
use crate::cipher::{NONCE_LENGTH, TAG_LENGTH, hash};
use crate::ids::{AccountId, DeviceId, DeviceKeyId, EventId, RecordHash, SpaceId};
use crate::sign::{Signature, SigningKey, VerifyKey};
use crate::wrap::{ENCAPSULATED_LENGTH, SUITE, WrapPublic};

/// The only version of account records there is.
pub(super) const VERSION: u32 = 1;
/// The most real devices an account may have at one time.
pub const MOST_DEVICES: usize = 32;
/// Real devices, the paper and the passphrase.
pub(super) const MOST_HOLDERS: usize = MOST_DEVICES + 2;
const MOST_PINS: usize = 256;
/// How long a per-user key is once wrapped for a holder.
pub(super) const WRAPPED_KEY: usize = ENCAPSULATED_LENGTH + 32 + TAG_LENGTH;
/// How long a per-user key is once sealed under the next.
pub(super) const SEALED_KEY: usize = NONCE_LENGTH + 32 + TAG_LENGTH;
const LONGEST_BODY: usize = 60 * 1024;

const SIGNED: &str = "mend/v1/acct-sig";
const ACCEPTED: &str = "mend/v1/acct-device";

lean::ways! {
    /// Who vouches for a record.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Signer {
        /// The identity key: the beginning of the chain, and nothing else.
        #[n(0)]
        Identity,
        /// A real device that was active before the record.
        #[n(1)]
        Device(#[n(0)] DeviceKeyId),
        /// The recovery paper: adds a device, and nothing else.
        #[n(2)]
        Paper,
        /// The passphrase together with the account secret: adds a device, and nothing else.
        #[n(3)]
        Password,
    }
}

lean::ways! {
    /// Who can open the per-user key.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Holder {
        /// A real device.
        #[n(0)]
        Device(#[n(0)] DeviceKeyId),
        /// The recovery paper.
        #[n(1)]
        Paper,
        /// The passphrase together with the account secret.
        #[n(2)]
        Password,
    }
}

lean::body! {
    /// The public keys of a real device.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NewDevice {
        /// Its name on this chain, never used twice.
        #[n(0)]
        pub id: DeviceKeyId,
        /// Checks what it signs.
        #[n(1)]
        pub sign: VerifyKey,
        /// Wraps for it.
        #[n(2)]
        pub wrap: WrapPublic,
    }
}

lean::body! {
    /// The public keys of what stands in for a device: the recovery paper or the passphrase.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct VirtualDevice {
        /// Checks what it signs.
        #[n(0)]
        pub sign: VerifyKey,
        /// Wraps for it.
        #[n(1)]
        pub wrap: WrapPublic,
    }
}

lean::body! {
    /// The per-user key, wrapped for one holder.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BoxFor {
        /// For whom.
        #[n(0)]
        pub holder: Holder,
        /// The box.
        #[n(1)]
        #[most(WRAPPED_KEY)]
        pub sealed: Vec<u8>,
    }
}

lean::body! {
    /// A new generation of the per-user key.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Rotation {
        /// One more than the generation before; the first is 1.
        #[n(0)]
        pub generation: u32,
        /// What others wrap space keys for from now on.
        #[n(1)]
        pub public: WrapPublic,
        /// One box for each holder, in the order of holders, nobody missing and nobody extra.
        #[n(2)]
        #[most(MOST_HOLDERS)]
        pub boxes: Vec<BoxFor>,
        /// The key before this one, sealed under this one. Absent in the first generation.
        #[n(3)]
        pub previous: Option<Blob>,
    }
}

lean::body! {
    /// The last thing of a revoked device that still counts, in one space.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Pin {
        /// Which space and device, told only to those who know both: see [`Pin::mark_of`].
        #[n(0)]
        pub mark: [u8; 32],
        /// The number of its last record there.
        #[n(1)]
        pub dseq: u64,
        /// That record.
        #[n(2)]
        pub event: EventId,
    }
}

impl Pin {
    /// Hides which spaces a device was in from those who are not in them.
    pub fn mark_of(space: SpaceId, device: DeviceId) -> [u8; 32] {
        hash(&[b"mend/v1/pin", space.as_bytes(), device.as_bytes()])
    }
}

lean::ways! {
    /// What a record changes.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Change {
        /// The beginning: signed by the identity key and by the first device.
        #[n(0)]
        Genesis {
            /// The identity key.
            #[n(0)]
            identity: VerifyKey,
            /// The first device.
            #[n(1)]
            device: NewDevice,
            /// The recovery paper.
            #[n(2)]
            paper: VirtualDevice,
            /// The passphrase's keys, if there is one.
            #[n(3)]
            password: Option<VirtualDevice>,
            /// The first generation.
            #[n(4)]
            rotation: Rotation,
        },
        /// One more device: signed by an active device or the paper, and by the new device itself.
        #[n(1)]
        DeviceAdd {
            /// The new device.
            #[n(0)]
            device: NewDevice,
            /// The current per-user key for it.
            #[n(1)]
            #[most(WRAPPED_KEY)]
            sealed: Vec<u8>,
        },
        /// A device is out: signed by another active device.
        #[n(2)]
        DeviceRevoke {
            /// The device.
            #[n(0)]
            device: DeviceKeyId,
            /// What of it still counts, in the order of marks.
            #[n(1)]
            #[most(MOST_PINS)]
            pins: Vec<Pin>,
            /// A key it does not get.
            #[n(2)]
            rotation: Rotation,
        },
        /// Another recovery paper; the old one is worth nothing from here on.
        #[n(3)]
        PaperReplace {
            /// The new paper.
            #[n(0)]
            paper: VirtualDevice,
            /// A key the old paper does not get.
            #[n(1)]
            rotation: Rotation,
        },
        /// Another passphrase, or none.
        #[n(4)]
        PasswordReplace {
            /// The new passphrase's keys.
            #[n(0)]
            password: Option<VirtualDevice>,
            /// A key the old passphrase does not get.
            #[n(1)]
            rotation: Rotation,
        },
        /// A new generation without another reason.
        #[n(5)]
        PukRotate {
            /// The new generation.
            #[n(0)]
            rotation: Rotation,
        },
    }
}

lean::body! {
    /// What is signed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Body {
        /// Always 1.
        #[n(0)]
        pub version: u32,
        /// Always 1: see [`crate::wrap`].
        #[n(1)]
        pub suite: u32,
        /// Whose chain this is.
        #[n(2)]
        pub account: AccountId,
        /// The record's place, from 0.
        #[n(3)]
        pub seq: u64,
        /// The record before this one; absent at the beginning.
        #[n(4)]
        pub prev: Option<RecordHash>,
        /// When, as its maker says. Shown, never relied on.
        #[n(5)]
        pub time_ms: u64,
        /// Who vouches.
        #[n(6)]
        pub signer: Signer,
        /// What changes.
        #[n(7)]
        pub change: Change,
    }
}

impl Wire for Body {
    const LONGEST: usize = LONGEST_BODY;
}

impl Body {
    pub(super) fn version_is_known(&self) -> bool {
        self.version == VERSION && self.suite == SUITE
    }

    /// The device this record brings in, which must sign it too.
    pub(super) fn new_device(&self) -> Option<&NewDevice> {
        match &self.change {
            Change::Genesis { device, .. } | Change::DeviceAdd { device, .. } => Some(device),
            _ => None,
        }
    }
}

lean::row! {
    /// A record as it is stored and sent: the signed bytes and their signatures.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct AccountRecord {
        #[n(0)]
        #[most(LONGEST_BODY)]
        body: Vec<u8>,
        #[n(1)]
        signature: Signature,
        /// Of the device that comes in with this record: nobody can enter a key that is not theirs.
        #[n(2)]
        accepted: Option<Signature>,
    }
}

impl Wire for AccountRecord {}

impl AccountRecord {
    /// Signs a body.
    pub(super) fn sign(body: &Body, signer: &SigningKey) -> Self {
        let body = body.to_bytes();
        Self { signature: signer.sign(SIGNED, hash_of(&body).as_bytes()), accepted: None, body }
    }

    /// The same record, signed also by the device that comes in with it. That may happen elsewhere:
    /// the vouching device shows the record, the new one accepts it.
    #[must_use]
    pub fn accepted_by(self, device: &DeviceKeys) -> Self {
        let accepted = device.sign.sign(ACCEPTED, self.hash().as_bytes());
        Self { accepted: Some(accepted), ..self }
    }

    /// The name of this record: what the next one calls its predecessor.
    pub fn hash(&self) -> RecordHash {
        hash_of(&self.body)
    }

    /// What was signed. Nothing is checked yet but its form.
    pub fn body(&self) -> Result<Body, Malformed> {
        Body::from_bytes(&self.body)
    }

    /// Whether the signatures are by these keys, and neither missing nor too many.
    pub(super) fn is_signed_by(&self, signer: &VerifyKey, accepting: Option<&VerifyKey>) -> bool {
        let hash = self.hash();
        let vouched = signer.verify(SIGNED, hash.as_bytes(), &self.signature);
        let accepted = match (accepting, &self.accepted) {
            (None, None) => true,
            (Some(key), Some(own)) => key.verify(ACCEPTED, hash.as_bytes(), own).is_ok(),
            _ => false,
        };
        vouched.is_ok() && accepted
    }
}

fn hash_of(body: &[u8]) -> RecordHash {
    RecordHash(hash(&[b"mend/v1/acct", body]))
}

//! The key bag: what all devices of a person share beside the log. Sealed under the current per-user
//! key and kept by the relay as one blob, replaced whole.

use super::keys::{AccountSecret, IdentityKey};
use super::ring::PukRing;
use crate::cbor::{Blob, Malformed, Secret, Wire};
use crate::cipher::{CannotOpen, WrongPadding, pad, unpad};
use crate::ids::{AccountId, DeviceKeyId, Fingerprint, RecordHash, SpaceId};
use crate::sign::VerifyKey;
use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

const VERSION: u32 = 1;
/// Far above what a relay keeps. Nothing inside is bounded further: only the person's own devices write
/// here, and a name too long by a letter must not shut them out.
const LONGEST: usize = 1 << 20;

/// Why a bag stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BagRefusal {
    /// Not a bag, or one of a later version.
    #[error("malformed key bag")]
    Malformed,
    /// Sealed under a generation this device does not have yet: read the account chain first.
    #[error("sealed under generation {0}, which is not here")]
    UnknownGeneration(u32),
    /// Not sealed by a device of this person for this account.
    #[error("the key bag does not open")]
    CannotOpen,
}

impl From<Malformed> for BagRefusal {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl From<WrongPadding> for BagRefusal {
    fn from(_: WrongPadding) -> Self {
        Self::Malformed
    }
}

impl From<CannotOpen> for BagRefusal {
    fn from(_: CannotOpen) -> Self {
        Self::CannotOpen
    }
}

lean::body! {
    /// A partner or counsellor whose identity was compared and is pinned.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct PartnerPin {
        /// Their account.
        #[n(0)]
        pub account: AccountId,
        /// Who they are.
        #[n(1)]
        pub fingerprint: Fingerprint,
        /// How far their account chain was seen.
        #[n(2)]
        pub seq: u64,
        /// Its last record then.
        #[n(3)]
        pub head: RecordHash,
        /// Whether the words were compared aloud.
        #[n(4)]
        pub compared: bool,
    }
}

lean::body! {
    /// A relay and the keys it was first met with.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RelayPin {
        /// Its address.
        #[n(0)]
        pub origin: String,
        /// Signs its heads.
        #[n(1)]
        pub head_key: VerifyKey,
        /// Its public key in OPAQUE.
        #[n(2)]
        pub opaque_public: [u8; 32],
    }
}

lean::body! {
    /// A space this person is in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SpaceEntry {
        /// The space.
        #[n(0)]
        pub space: SpaceId,
        /// The relay that keeps it.
        #[n(1)]
        pub home: String,
        /// The first record of its control chain.
        #[n(2)]
        pub genesis: RecordHash,
    }
}

lean::body! {
    /// What a person calls one of their devices.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct NamedDevice {
        /// The device.
        #[n(0)]
        pub device: DeviceKeyId,
        /// Its name.
        #[n(1)]
        pub name: String,
    }
}

lean::body! {
    /// A setting that all devices share.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Setting {
        /// Which one.
        #[n(0)]
        pub name: String,
        /// What it is set to; this crate does not look inside.
        #[n(1)]
        pub value: Blob,
    }
}

/// What all devices of a person share.
#[derive(Debug, Clone)]
pub struct KeyBag {
    /// Mixed with the passphrase; shown in the code from one device to the next.
    pub account_secret: AccountSecret,
    /// Signs the beginning of spaces.
    pub identity: IdentityKey,
    /// What the partner sees.
    pub display_name: String,
    /// Pinned people.
    pub partners: Vec<PartnerPin>,
    /// Pinned relays.
    pub relays: Vec<RelayPin>,
    /// The person's spaces.
    pub spaces: Vec<SpaceEntry>,
    /// The person's devices by name.
    pub devices: Vec<NamedDevice>,
    /// Settings.
    pub settings: Vec<Setting>,
}

impl KeyBag {
    /// Seals the bag under the current generation. The relay keeps the result in one slot.
    pub fn seal(&self, ring: &PukRing, rng: &mut dyn CryptoRng) -> Vec<u8> {
        let plain = Zeroizing::new(self.form().to_bytes());
        let generation = ring.generation();
        let key = ring.current().derive_bag_key();
        SealedBag {
            version: VERSION,
            generation,
            sealed: key.seal(&place(ring, generation), &pad(&plain), rng),
        }
        .to_bytes()
    }

    /// Opens a sealed bag with the ring of the same person.
    pub fn open(ring: &PukRing, bytes: &[u8]) -> Result<Self, BagRefusal> {
        let sealed = SealedBag::from_bytes(bytes)?;
        if sealed.version != VERSION {
            return Err(BagRefusal::Malformed);
        }
        let generation = sealed.generation;
        let key = ring.get(generation).ok_or(BagRefusal::UnknownGeneration(generation))?;
        let padded = key.derive_bag_key().open(&place(ring, generation), &sealed.sealed)?;
        let plain = unpad(&padded)?;
        let form: Form = lean::from_bytes(plain).ok_or(BagRefusal::Malformed)?;
        if form.version != VERSION {
            return Err(BagRefusal::Malformed);
        }
        Ok(form.into_bag())
    }

    fn form(&self) -> Form {
        Form {
            version: VERSION,
            account_secret: Secret(*self.account_secret.as_bytes()),
            identity: Secret(*self.identity.signing_key().seed()),
            display_name: self.display_name.clone(),
            partners: self.partners.clone(),
            relays: self.relays.clone(),
            spaces: self.spaces.clone(),
            devices: self.devices.clone(),
            settings: self.settings.clone(),
        }
    }
}

lean::body! {
    struct SealedBag {
        #[n(0)]
        version: u32,
        #[n(1)]
        generation: u32,
        #[n(2)]
        #[most(LONGEST)]
        sealed: Vec<u8>,
    }
}

impl Wire for SealedBag {
    const LONGEST: usize = LONGEST + 64;
}

lean::body! {
    /// The bag as it is written. Its secrets are wiped with it.
    struct Form {
        #[n(0)]
        version: u32,
        #[n(1)]
        account_secret: Secret<16>,
        #[n(2)]
        identity: Secret<32>,
        #[n(3)]
        display_name: String,
        #[n(4)]
        partners: Vec<PartnerPin>,
        #[n(5)]
        relays: Vec<RelayPin>,
        #[n(6)]
        spaces: Vec<SpaceEntry>,
        #[n(7)]
        devices: Vec<NamedDevice>,
        #[n(8)]
        settings: Vec<Setting>,
    }
}

impl Wire for Form {}

impl Form {
    fn into_bag(self) -> KeyBag {
        KeyBag {
            account_secret: AccountSecret::from_bytes(self.account_secret.0),
            identity: IdentityKey::from_seed(&self.identity.0),
            display_name: self.display_name,
            partners: self.partners,
            relays: self.relays,
            spaces: self.spaces,
            devices: self.devices,
            settings: self.settings,
        }
    }
}

fn place(ring: &PukRing, generation: u32) -> Vec<u8> {
    let account = ring.account();
    [b"mend/v1/bag-box", account.as_bytes().as_slice(), &generation.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::PerUserKey;
    use crate::testing::CountingRng;

    /// What a later version, or a careless one, might put into the slot.
    fn sealed(outer: u32, plain: &[u8]) -> Result<KeyBag, BagRefusal> {
        let mut rng = CountingRng::new(1);
        let ring = PukRing::begin(AccountId([1; 16]), PerUserKey::make(&mut rng));
        let key = ring.current().derive_bag_key();
        let sealed = key.seal(&place(&ring, 1), &pad(plain), &mut rng);
        KeyBag::open(&ring, &SealedBag { version: outer, generation: 1, sealed }.to_bytes())
    }

    fn form(version: u32) -> Vec<u8> {
        let bag = KeyBag {
            account_secret: AccountSecret::from_bytes([1; 16]),
            identity: IdentityKey::from_seed(&[2; 32]),
            display_name: "Ana".into(),
            partners: vec![],
            relays: vec![],
            spaces: vec![],
            devices: vec![],
            settings: vec![],
        };
        Form { version, ..bag.form() }.to_bytes()
    }

    #[test]
    fn a_bag_of_another_version_or_spelling_is_refused() {
        assert!(sealed(1, &form(1)).is_ok());
        assert_eq!(sealed(2, &form(1)).unwrap_err(), BagRefusal::Malformed);
        assert_eq!(sealed(1, &form(2)).unwrap_err(), BagRefusal::Malformed);
        let trailing = [form(1), vec![0]].concat();
        assert_eq!(sealed(1, &trailing).unwrap_err(), BagRefusal::Malformed);
    }
}

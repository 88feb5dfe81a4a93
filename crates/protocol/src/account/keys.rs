//! The secrets of an account: what each is for, and what is derived from it.

use super::record::{NewDevice, VirtualDevice};
use crate::cipher::{AeadKey, derive, hash};
use crate::ids::{DeviceKeyId, Fingerprint};
use crate::sign::{SigningKey, VerifyKey};
use crate::wrap::{WrapPublic, WrapSecret};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// 128 bits that never leave a person's devices and recovery kit. Mixed into what the passphrase opens,
/// so that whoever holds the relay cannot test guesses of the passphrase.
#[derive(Clone, ZeroizeOnDrop)]
pub struct AccountSecret([u8; 16]);

impl AccountSecret {
    /// A new secret, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut secret = Self([0; 16]);
        rng.fill_bytes(&mut secret.0);
        secret
    }

    /// The secret with these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The secret bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for AccountSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

/// The secret keys of something that stands in for a device: the recovery paper, or the passphrase
/// together with the account secret. It can open the per-user key and add a device, nothing else.
#[derive(Clone, Debug, ZeroizeOnDrop)]
pub struct VirtualKeys {
    /// Signs the record that adds a device, and the proof of recovery.
    pub sign: SigningKey,
    /// Opens the per-user key.
    pub wrap: WrapSecret,
}

impl VirtualKeys {
    /// The keys that a passphrase opens. The relay knows neither half of what they grow from.
    pub fn derive_from_password(export_key: &[u8; 64], secret: &AccountSecret) -> Self {
        let material = Zeroizing::new([export_key.as_slice(), secret.as_bytes()].concat());
        Self {
            sign: SigningKey::from_seed(&derive("mend/v1/pwd-sign", &material)),
            wrap: WrapSecret::from_seed(derive("mend/v1/pwd", &material)),
        }
    }

    /// The public halves, as a record has them.
    pub fn public(&self) -> VirtualDevice {
        VirtualDevice { sign: self.sign.verify_key(), wrap: self.wrap.public() }
    }
}

/// Who a person is: signs the beginning of their account and of the space they share.
#[derive(Clone, Debug, ZeroizeOnDrop)]
pub struct IdentityKey(SigningKey);

impl IdentityKey {
    /// A new identity, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        Self(SigningKey::make(rng))
    }

    /// The identity that grows from this seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_seed(seed))
    }

    /// The key itself.
    pub fn signing_key(&self) -> &SigningKey {
        &self.0
    }

    /// The public half.
    pub fn verify_key(&self) -> VerifyKey {
        self.0.verify_key()
    }

    /// What the partner compares and pins.
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.verify_key())
    }
}

/// The fingerprint of an identity.
pub fn fingerprint(identity: &VerifyKey) -> Fingerprint {
    Fingerprint(hash(&[b"mend/v1/aik", identity.as_bytes()]))
}

/// The two keys of a real device. Both are made on it and never leave it.
#[derive(Clone, Debug, ZeroizeOnDrop)]
pub struct DeviceKeys {
    /// The device's name on the account chain.
    #[zeroize(skip)]
    pub id: DeviceKeyId,
    /// Signs records and proofs.
    pub sign: SigningKey,
    /// Opens what is wrapped for this device.
    pub wrap: WrapSecret,
}

impl DeviceKeys {
    /// A new device.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        Self { id: DeviceKeyId::make(rng), sign: SigningKey::make(rng), wrap: WrapSecret::make(rng) }
    }

    /// The public halves, as a record has them.
    pub fn public(&self) -> NewDevice {
        NewDevice { id: self.id, sign: self.sign.verify_key(), wrap: self.wrap.public() }
    }
}

/// The per-user key of one generation: every device of a person has it. It opens the space keys and the
/// key bag. A new generation is made whenever a holder is removed.
#[derive(Clone, ZeroizeOnDrop)]
pub struct PerUserKey([u8; 32]);

impl PerUserKey {
    /// A new key, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The key with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Opens the space keys that are wrapped for this person.
    pub fn derive_wrap_secret(&self) -> WrapSecret {
        WrapSecret::from_seed(derive("mend/v1/puk-wrap", &self.0))
    }

    /// What others wrap space keys for.
    pub fn public(&self) -> WrapPublic {
        self.derive_wrap_secret().public()
    }

    /// Seals the key of the generation before this one.
    pub(super) fn derive_previous_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/puk-previous", &self.0)
    }

    /// Seals the key bag.
    pub(super) fn derive_bag_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/bag", &self.0)
    }
}

impl fmt::Debug for PerUserKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;

    #[test]
    fn the_secrets_of_an_account_never_show_themselves() {
        let mut rng = CountingRng::new(1);
        assert_eq!(format!("{:?}", AccountSecret::make(&mut rng)), "[key]");
        assert_eq!(format!("{:?}", PerUserKey::make(&mut rng)), "[key]");
        assert_eq!(format!("{:?}", IdentityKey::make(&mut rng)), "IdentityKey([key])");
        let paper = crate::recovery::RecoveryCode::make(&mut rng).derive_keys();
        assert_eq!(format!("{paper:?}"), "VirtualKeys { sign: [key], wrap: [key] }");
        let mut device = DeviceKeys::make(&mut rng);
        device.id = DeviceKeyId([7; 16]);
        assert_eq!(
            format!("{device:?}"),
            "DeviceKeys { id: DeviceKeyId(07070707…), sign: [key], wrap: [key] }"
        );
    }

    #[test]
    fn the_secrets_of_an_account_are_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<AccountSecret>();
        wiped::<IdentityKey>();
        wiped::<DeviceKeys>();
        wiped::<VirtualKeys>();
        wiped::<PerUserKey>();
    }

    #[test]
    fn a_passphrase_alone_opens_nothing() {
        let derive = VirtualKeys::derive_from_password;
        let here = derive(&[1; 64], &AccountSecret::from_bytes([2; 16]));
        let guessed = derive(&[1; 64], &AccountSecret::from_bytes([3; 16]));
        assert_ne!(here.wrap.seed(), guessed.wrap.seed());
        assert_ne!(here.sign.seed(), guessed.sign.seed());
        assert_ne!(here.sign.seed(), here.wrap.seed());
    }
}

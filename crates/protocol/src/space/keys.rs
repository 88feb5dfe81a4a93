//! The key of a space in one epoch, and the keys that grow from it.

use core::fmt;

use zeroize::ZeroizeOnDrop;

use crate::CryptoRng;
use crate::cipher::{AeadKey, derive};

/// The key of a space in one epoch: drawn at random, never derived from anything.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct SpaceKey {
    #[zeroize(skip)]
    epoch: u32,
    key: AeadKey,
    wrap: AeadKey,
}

impl SpaceKey {
    /// A new key for an epoch.
    pub fn make(epoch: u32, rng: &mut dyn CryptoRng) -> Self {
        Self::from_key(epoch, AeadKey::make(rng))
    }

    /// The key of an epoch as it was kept.
    #[must_use]
    pub fn from_bytes(epoch: u32, bytes: [u8; 32]) -> Self {
        Self::from_key(epoch, AeadKey::from_bytes(bytes))
    }

    fn from_key(epoch: u32, key: AeadKey) -> Self {
        let wrap = AeadKey::derive("mend/v1/space/wrap", key.as_bytes());
        Self { epoch, key, wrap }
    }

    /// The epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The secret bytes, for keeping them sealed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Seals the content keys of events.
    #[must_use]
    pub fn wrap_key(&self) -> &AeadKey {
        &self.wrap
    }

    /// Seals snapshots.
    #[must_use]
    pub fn derive_snapshot_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/space/snapshot", self.key.as_bytes())
    }

    /// Seals what is passed on and never kept.
    #[must_use]
    pub fn derive_passing_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/space/passing", self.key.as_bytes())
    }

    /// Seals what a push carries.
    #[must_use]
    pub fn derive_push_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/space/push", self.key.as_bytes())
    }

    /// Seals the key of the epoch before.
    pub(super) fn derive_previous_key(&self) -> AeadKey {
        AeadKey::derive("mend/v1/space/previous", self.key.as_bytes())
    }

    /// What an epoch record says about its key, so that all members know they hold the same.
    pub(super) fn derive_commitment(&self, place: &[u8]) -> [u8; 32] {
        let inner = derive("mend/v1/space/commitment", self.key.as_bytes());
        crate::cipher::hash(&[b"mend/v1/epoch", &inner, place])
    }
}

impl fmt::Debug for SpaceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_key_never_shows_itself() {
        assert_eq!(format!("{:?}", SpaceKey::from_bytes(1, [7; 32])), "[key]");
    }

    #[test]
    fn a_space_key_is_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<SpaceKey>();
    }

    #[test]
    fn no_two_purposes_share_a_key() {
        let key = SpaceKey::from_bytes(1, [7; 32]);
        let keys = [
            AeadKey::from_bytes(*key.as_bytes()),
            key.wrap_key().clone(),
            key.derive_snapshot_key(),
            key.derive_passing_key(),
            key.derive_push_key(),
            key.derive_previous_key(),
        ];
        for (at, one) in keys.iter().enumerate() {
            assert!(keys.iter().skip(at + 1).all(|other| other != one));
        }
    }
}

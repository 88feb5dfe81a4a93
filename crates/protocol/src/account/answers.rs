//! What a verified account chain answers: who the person is, which devices they have or had, and what
//! to wrap for them, now or at an earlier place of the chain.

use super::keys::fingerprint;
use super::record::{Pin, VirtualDevice};
use super::state::{AccountState, Device};
use crate::ids::{AccountId, DeviceId, DeviceKeyId, Fingerprint, RecordHash, SpaceId};
use crate::sign::VerifyKey;
use crate::wrap::WrapPublic;

impl AccountState {
    /// Whose chain this is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The person's identity key.
    pub fn identity(&self) -> VerifyKey {
        self.identity
    }

    /// What the partner compares and pins.
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.identity)
    }

    /// The number of the last record.
    pub fn seq(&self) -> u64 {
        (self.hashes.len() as u64).saturating_sub(1)
    }

    /// The last record.
    pub fn head(&self) -> RecordHash {
        #[expect(clippy::expect_used, reason = "a state exists only after its genesis")]
        *self.hashes.last().expect("a genesis")
    }

    /// The record with this number.
    pub fn hash_at(&self, seq: u64) -> Option<RecordHash> {
        self.hashes.get(usize::try_from(seq).ok()?).copied()
    }

    /// Whether this chain goes on from where another look at it stood. If not, someone shows
    /// different chains to different people, or an old one.
    pub fn continues(&self, seq: u64, head: RecordHash) -> bool {
        self.hash_at(seq) == Some(head)
    }

    /// A device, active or not.
    pub fn device(&self, id: DeviceKeyId) -> Option<&Device> {
        self.devices.get(&id)
    }

    /// A device that is active now.
    pub fn active_device(&self, id: DeviceKeyId) -> Option<&Device> {
        self.device(id).filter(|device| device.revoked.is_none())
    }

    /// A device that was active after the record with this number.
    pub fn device_at(&self, id: DeviceKeyId, seq: u64) -> Option<&Device> {
        self.device(id).filter(|device| {
            seq <= self.seq() && device.added <= seq && device.revoked.is_none_or(|revoked| seq < revoked)
        })
    }

    /// All devices that are active now.
    pub fn active_devices(&self) -> impl Iterator<Item = (DeviceKeyId, &Device)> {
        self.devices.iter().filter(|(_, device)| device.revoked.is_none()).map(|(id, device)| (*id, device))
    }

    /// The last record of a revoked device that still counts in a space. `None` for a device that
    /// is not revoked, `Some(None)` when nothing of it counts there any more.
    pub fn pin(&self, id: DeviceKeyId, space: SpaceId, device: DeviceId) -> Option<Option<&Pin>> {
        let revoked = self.device(id).filter(|device| device.revoked.is_some())?;
        let mark = Pin::mark_of(space, device);
        Some(revoked.pins.iter().find(|pin| pin.mark == mark))
    }

    /// The recovery paper's public keys.
    pub fn paper(&self) -> &VirtualDevice {
        &self.paper
    }

    /// The passphrase's public keys, if there is one.
    pub fn password(&self) -> Option<&VirtualDevice> {
        self.password.as_ref()
    }

    /// The current generation of the per-user key.
    pub fn generation(&self) -> u32 {
        u32::try_from(self.generations.len()).unwrap_or(u32::MAX)
    }

    /// The record that began a generation of the per-user key; the first is 1.
    #[must_use]
    pub fn generation_began(&self, generation: u32) -> Option<u64> {
        let at = usize::try_from(generation.checked_sub(1)?).ok()?;
        self.generations.get(at).map(|it| it.since)
    }

    /// What others wrap space keys for now.
    pub fn puk_public(&self) -> &WrapPublic {
        #[expect(clippy::expect_used, reason = "a genesis brings the first generation")]
        let last = self.generations.last().expect("a generation");
        &last.public
    }

    /// What others wrapped space keys for after the record with this number.
    pub fn puk_public_at(&self, seq: u64) -> Option<&WrapPublic> {
        if seq > self.seq() {
            return None;
        }
        let then = self.generations.iter().rev().find(|it| it.since <= seq);
        then.map(|generation| &generation.public)
    }
}

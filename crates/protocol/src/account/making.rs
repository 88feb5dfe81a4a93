//! Writes the next record of an account chain. Whether it may stand there is decided in one place only,
//! when it is appended; so nothing is refused here.

use super::keys::{DeviceKeys, IdentityKey, PerUserKey, VirtualKeys};
use super::record::{
    AccountRecord, Body, BoxFor, Change, Holder, NewDevice, Pin, Rotation, Signer, VERSION, VirtualDevice,
};
use super::ring;
use super::state::AccountState;
use crate::cbor::Blob;
use crate::few::in_order;
use crate::ids::{AccountId, DeviceKeyId};
use crate::sign::SigningKey;
use crate::wrap::{SUITE, WrapPublic};
use rand_core::CryptoRng;

/// Whoever signs the next record.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// A real device.
    Device(&'a DeviceKeys),
    /// The recovery paper.
    Paper(&'a VirtualKeys),
    /// The passphrase together with the account secret.
    Password(&'a VirtualKeys),
}

impl By<'_> {
    fn signer(&self) -> Signer {
        match self {
            By::Device(keys) => Signer::Device(keys.id),
            By::Paper(_) => Signer::Paper,
            By::Password(_) => Signer::Password,
        }
    }

    fn key(&self) -> &SigningKey {
        match self {
            By::Device(keys) => &keys.sign,
            By::Paper(keys) | By::Password(keys) => &keys.sign,
        }
    }
}

/// What an account begins with.
#[derive(Debug, Clone, Copy)]
pub struct Founding<'a> {
    /// The account's name, drawn at random.
    pub account: AccountId,
    /// The person.
    pub identity: &'a IdentityKey,
    /// Their first device.
    pub device: &'a DeviceKeys,
    /// Their recovery paper.
    pub paper: &'a VirtualDevice,
    /// Their passphrase.
    pub password: Option<&'a VirtualDevice>,
}

impl Founding<'_> {
    /// The genesis, and the first per-user key.
    pub fn genesis(&self, time_ms: u64, rng: &mut dyn CryptoRng) -> (AccountRecord, PerUserKey) {
        let device = self.device.public();
        let mut holders = vec![(Holder::Device(device.id), &device.wrap), (Holder::Paper, &self.paper.wrap)];
        holders.extend(self.password.map(|keys| (Holder::Password, &keys.wrap)));
        let key = PerUserKey::make(rng);
        let rotation = Rotation {
            generation: 1,
            public: key.public(),
            boxes: boxes(self.account, 1, &holders, &key, rng),
            previous: None,
        };
        let body = Body {
            version: VERSION,
            suite: SUITE,
            account: self.account,
            seq: 0,
            prev: None,
            time_ms,
            signer: Signer::Identity,
            change: Change::Genesis {
                identity: self.identity.verify_key(),
                device: device.clone(),
                paper: self.paper.clone(),
                password: self.password.cloned(),
                rotation,
            },
        };
        let record = AccountRecord::sign(&body, self.identity.signing_key());
        (record.accepted_by(self.device), key)
    }
}

/// The next record. Each is to be appended to the chain it was made from, and then sent with the number
/// it expects; if the relay has another one there, read that and make it again.
impl AccountState {
    /// One more device. The record still has to be [`AccountRecord::accepted_by`] it.
    pub fn add_device(
        &self,
        by: By<'_>,
        device: NewDevice,
        current: &PerUserKey,
        time_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> AccountRecord {
        let holder = Holder::Device(device.id);
        let (account, generation) = (self.account(), self.generation());
        let sealed = ring::seal_for(account, generation, holder, &device.wrap, current, rng);
        self.sign(by, Change::DeviceAdd { device, sealed }, time_ms)
    }

    /// One device less. `pins` say what of it still counts, one for each space it wrote in.
    pub fn revoke_device(
        &self,
        by: By<'_>,
        device: DeviceKeyId,
        mut pins: Vec<Pin>,
        current: &PerUserKey,
        time_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> (AccountRecord, PerUserKey) {
        in_order(&mut pins, |pin| pin.mark);
        let mut holders = self.holder_keys();
        holders.retain(|(holder, _)| *holder != Holder::Device(device));
        let (rotation, next) = self.rotation(&holders, current, rng);
        let change = Change::DeviceRevoke { device, pins, rotation };
        (self.sign(by, change, time_ms), next)
    }

    /// Another recovery paper.
    pub fn replace_paper(
        &self,
        by: By<'_>,
        paper: VirtualDevice,
        current: &PerUserKey,
        time_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> (AccountRecord, PerUserKey) {
        let mut holders = self.holder_keys();
        holders.retain(|(holder, _)| *holder != Holder::Paper);
        holders.push((Holder::Paper, &paper.wrap));
        let (rotation, next) = self.rotation(&holders, current, rng);
        let change = Change::PaperReplace { paper, rotation };
        (self.sign(by, change, time_ms), next)
    }

    /// Another passphrase, or none.
    pub fn replace_password(
        &self,
        by: By<'_>,
        password: Option<VirtualDevice>,
        current: &PerUserKey,
        time_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> (AccountRecord, PerUserKey) {
        let mut holders = self.holder_keys();
        holders.retain(|(holder, _)| *holder != Holder::Password);
        holders.extend(password.as_ref().map(|keys| (Holder::Password, &keys.wrap)));
        let (rotation, next) = self.rotation(&holders, current, rng);
        let change = Change::PasswordReplace { password, rotation };
        (self.sign(by, change, time_ms), next)
    }

    /// A new per-user key without another reason.
    pub fn rotate(
        &self,
        by: By<'_>,
        current: &PerUserKey,
        time_ms: u64,
        rng: &mut dyn CryptoRng,
    ) -> (AccountRecord, PerUserKey) {
        let (rotation, next) = self.rotation(&self.holder_keys(), current, rng);
        (self.sign(by, Change::PukRotate { rotation }, time_ms), next)
    }

    fn holder_keys(&self) -> Vec<(Holder, &WrapPublic)> {
        let devices = self.active_devices();
        let mut holders: Vec<_> = devices.map(|(id, device)| (Holder::Device(id), &device.wrap)).collect();
        holders.push((Holder::Paper, &self.paper().wrap));
        holders.extend(self.password().map(|keys| (Holder::Password, &keys.wrap)));
        holders
    }

    fn rotation(
        &self,
        holders: &[(Holder, &WrapPublic)],
        current: &PerUserKey,
        rng: &mut dyn CryptoRng,
    ) -> (Rotation, PerUserKey) {
        let generation = self.generation().saturating_add(1);
        let next = PerUserKey::make(rng);
        let previous = ring::seal_previous(self.account(), generation, current, &next, rng);
        let rotation = Rotation {
            generation,
            public: next.public(),
            boxes: boxes(self.account(), generation, holders, &next, rng),
            previous: Some(Blob(previous)),
        };
        (rotation, next)
    }

    fn sign(&self, by: By<'_>, change: Change, time_ms: u64) -> AccountRecord {
        let body = Body {
            version: VERSION,
            suite: SUITE,
            account: self.account(),
            seq: self.seq() + 1,
            prev: Some(self.head()),
            time_ms,
            signer: by.signer(),
            change,
        };
        AccountRecord::sign(&body, by.key())
    }
}

fn boxes(
    account: AccountId,
    generation: u32,
    holders: &[(Holder, &WrapPublic)],
    key: &PerUserKey,
    rng: &mut dyn CryptoRng,
) -> Vec<BoxFor> {
    let mut boxes: Vec<BoxFor> = holders
        .iter()
        .map(|(holder, public)| BoxFor {
            holder: *holder,
            sealed: ring::seal_for(account, generation, *holder, public, key, rng),
        })
        .collect();
    in_order(&mut boxes, |boxed| boxed.holder);
    boxes
}

//! What an account chain says, and the rules by which it grows: strictly one record after the other,
//! each signed by someone who may, each leaving exactly the right holders with the current key.

use super::record::{
    AccountRecord, Body, Change, Holder, MOST_DEVICES, NewDevice, Pin, Rotation, SEALED_KEY, Signer,
    VirtualDevice, WRAPPED_KEY,
};
use crate::cbor::Malformed;
use crate::few::Few;
use crate::ids::{AccountId, DeviceKeyId, RecordHash};
use crate::sign::VerifyKey;
use crate::wrap::WrapPublic;
use thiserror::Error;

/// The most records a chain may have.
pub const MOST_RECORDS: usize = 1024;

/// Why a record was not taken into the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChainRefusal {
    /// The bytes are no record.
    #[error("malformed record")]
    Malformed(#[from] Malformed),
    /// Made by a later version, or under a suite this one does not accept.
    #[error("unknown version or suite")]
    UnknownVersion,
    /// A record of another account.
    #[error("record of another account")]
    WrongAccount,
    /// Not the next record: another number, or another predecessor.
    #[error("not the next record")]
    WrongPlace,
    /// A chain begins with its genesis, and has only one.
    #[error("a chain has one genesis, at its beginning")]
    WrongGenesis,
    /// The signer is unknown, revoked, or may not make this change.
    #[error("signer may not do this")]
    SignerNotAllowed,
    /// A signature is wrong, missing or too many.
    #[error("wrong signature")]
    WrongSignature,
    /// The device's name or key was used before.
    #[error("device was here before")]
    DeviceUsedBefore,
    /// The device to revoke is not active.
    #[error("no such device")]
    NoSuchDevice,
    /// A device cannot revoke itself: it would know the key that shuts it out.
    #[error("a device cannot revoke itself")]
    RevokesItself,
    /// The pins are not in the order of their marks.
    #[error("pins out of order")]
    PinsOutOfOrder,
    /// More devices than an account may have.
    #[error("too many devices")]
    TooManyDevices,
    /// The generation is not the one after the last, or its key was used before.
    #[error("wrong generation")]
    WrongGeneration,
    /// The boxes are not exactly one for each holder, in order.
    #[error("boxes do not fit the holders")]
    WrongBoxes,
    /// More records than a chain may have.
    #[error("chain too long")]
    TooLong,
}

/// A real device, as the chain knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Checks what it signs.
    pub sign: VerifyKey,
    /// Wraps for it.
    pub wrap: WrapPublic,
    /// The number of the record that brought it in.
    pub added: u64,
    /// The number of the record that put it out.
    pub revoked: Option<u64>,
    pub(super) pins: Vec<Pin>,
}

/// One generation of the per-user key, as the chain knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generation {
    pub(super) since: u64,
    pub(super) public: WrapPublic,
    pub(super) previous: Option<Vec<u8>>,
}

/// What a verified account chain says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    pub(super) account: AccountId,
    pub(super) identity: VerifyKey,
    pub(super) devices: Few<DeviceKeyId, Device>,
    pub(super) paper: VirtualDevice,
    pub(super) password: Option<VirtualDevice>,
    pub(super) hashes: Vec<RecordHash>,
    pub(super) generations: Vec<Generation>,
    pub(super) boxes: Few<Holder, Vec<u8>>,
}

impl AccountState {
    /// The state after a genesis.
    pub fn begin(record: &AccountRecord) -> Result<Self, ChainRefusal> {
        let body = record.body()?;
        if !body.version_is_known() {
            return Err(ChainRefusal::UnknownVersion);
        }
        let Change::Genesis { identity, device, paper, password, rotation } = &body.change else {
            return Err(ChainRefusal::WrongGenesis);
        };
        if body.seq != 0 || body.prev.is_some() || body.signer != Signer::Identity {
            return Err(ChainRefusal::WrongGenesis);
        }
        if !record.is_signed_by(identity, Some(&device.sign)) {
            return Err(ChainRefusal::WrongSignature);
        }
        let mut state = Self {
            account: body.account,
            identity: *identity,
            devices: Few::new(),
            paper: paper.clone(),
            password: password.clone(),
            hashes: vec![record.hash()],
            generations: Vec::new(),
            boxes: Few::new(),
        };
        state.take_device(device, 0)?;
        state.take_rotation(rotation, 0)?;
        Ok(state)
    }

    /// Takes the next record. After a refusal the state is as it was.
    pub fn append(&mut self, record: &AccountRecord) -> Result<(), ChainRefusal> {
        let body = record.body()?;
        self.check_place(&body)?;
        let signer = self.signer_key(&body)?;
        if !record.is_signed_by(&signer, body.new_device().map(|new| &new.sign)) {
            return Err(ChainRefusal::WrongSignature);
        }
        let mut next = self.clone();
        next.take(&body)?;
        next.hashes.push(record.hash());
        *self = next;
        Ok(())
    }

    fn check_place(&self, body: &Body) -> Result<(), ChainRefusal> {
        if !body.version_is_known() {
            return Err(ChainRefusal::UnknownVersion);
        }
        if body.account != self.account {
            return Err(ChainRefusal::WrongAccount);
        }
        if self.hashes.len() >= MOST_RECORDS {
            return Err(ChainRefusal::TooLong);
        }
        if body.seq != self.seq() + 1 || body.prev != Some(self.head()) {
            return Err(ChainRefusal::WrongPlace);
        }
        Ok(())
    }

    /// The key of whoever signed, if they may make this change.
    fn signer_key(&self, body: &Body) -> Result<VerifyKey, ChainRefusal> {
        let adds = matches!(body.change, Change::DeviceAdd { .. });
        let key = match (body.signer, &self.password) {
            (Signer::Device(id), _) => self.active_device(id).map(|device| device.sign),
            (Signer::Paper, _) if adds => Some(self.paper.sign),
            (Signer::Password, Some(password)) if adds => Some(password.sign),
            _ => None,
        };
        key.ok_or(ChainRefusal::SignerNotAllowed)
    }

    fn take(&mut self, body: &Body) -> Result<(), ChainRefusal> {
        match &body.change {
            Change::Genesis { .. } => Err(ChainRefusal::WrongGenesis),
            Change::DeviceAdd { device, sealed } => {
                self.take_device(device, body.seq)?;
                if sealed.len() != WRAPPED_KEY {
                    return Err(ChainRefusal::WrongBoxes);
                }
                self.boxes.insert(Holder::Device(device.id), sealed.clone());
                Ok(())
            }
            Change::DeviceRevoke { device, pins, rotation } => {
                if body.signer == Signer::Device(*device) {
                    return Err(ChainRefusal::RevokesItself);
                }
                self.take_revocation(*device, pins, body.seq)?;
                self.take_rotation(rotation, body.seq)
            }
            Change::PaperReplace { paper, rotation } => {
                self.paper = paper.clone();
                self.take_rotation(rotation, body.seq)
            }
            Change::PasswordReplace { password, rotation } => {
                self.password.clone_from(password);
                self.take_rotation(rotation, body.seq)
            }
            Change::PukRotate { rotation } => self.take_rotation(rotation, body.seq),
        }
    }

    fn take_device(&mut self, new: &NewDevice, seq: u64) -> Result<(), ChainRefusal> {
        let used = |device: &Device| device.sign == new.sign || device.wrap == new.wrap;
        if self.devices.contains_key(&new.id) || self.devices.values().any(used) {
            return Err(ChainRefusal::DeviceUsedBefore);
        }
        if self.active_devices().count() >= MOST_DEVICES {
            return Err(ChainRefusal::TooManyDevices);
        }
        let device =
            Device { sign: new.sign, wrap: new.wrap.clone(), added: seq, revoked: None, pins: Vec::new() };
        self.devices.insert(new.id, device);
        Ok(())
    }

    fn take_revocation(&mut self, id: DeviceKeyId, pins: &[Pin], seq: u64) -> Result<(), ChainRefusal> {
        if !pins.is_sorted_by(|one, next| one.mark < next.mark) {
            return Err(ChainRefusal::PinsOutOfOrder);
        }
        let device = self
            .devices
            .get_mut(&id)
            .filter(|device| device.revoked.is_none())
            .ok_or(ChainRefusal::NoSuchDevice)?;
        device.revoked = Some(seq);
        device.pins = pins.to_vec();
        Ok(())
    }

    fn take_rotation(&mut self, rotation: &Rotation, seq: u64) -> Result<(), ChainRefusal> {
        let known = |generation: &Generation| generation.public == rotation.public;
        if rotation.generation != self.generation() + 1 || self.generations.iter().any(known) {
            return Err(ChainRefusal::WrongGeneration);
        }
        let previous = rotation.previous.as_ref().map(|sealed| &sealed.0);
        let previous_fits = match previous {
            None => self.generations.is_empty(),
            Some(sealed) => !self.generations.is_empty() && sealed.len() == SEALED_KEY,
        };
        let holders: Vec<Holder> = rotation.boxes.iter().map(|boxed| boxed.holder).collect();
        let lengths_fit = rotation.boxes.iter().all(|boxed| boxed.sealed.len() == WRAPPED_KEY);
        if !previous_fits || !lengths_fit || holders != self.holders() {
            return Err(ChainRefusal::WrongBoxes);
        }
        self.boxes = rotation.boxes.iter().map(|boxed| (boxed.holder, boxed.sealed.clone())).collect();
        self.generations.push(Generation {
            since: seq,
            public: rotation.public.clone(),
            previous: previous.cloned(),
        });
        Ok(())
    }

    /// Who must be able to open the current key, in the order of boxes.
    pub(super) fn holders(&self) -> Vec<Holder> {
        // Devices stand in the order of their ids, and before paper and passphrase.
        let mut holders: Vec<Holder> = self.active_devices().map(|(id, _)| Holder::Device(id)).collect();
        holders.push(Holder::Paper);
        holders.extend(self.password.as_ref().map(|_| Holder::Password));
        holders
    }
}

//! Who must have signed a record, and whether they did.

use super::chain::{Accounts, ControlRefused};
use super::record::{ControlRecord, Role, Seat, Signed, Signer};
use super::state::{BoundDevice, SpaceState};
use crate::ids::DeviceId;
use crate::sign::VerifyKey;

pub(super) fn identity_fits(seat: &Seat, accounts: &dyn Accounts) -> Result<(), ControlRefused> {
    match accounts.identity(seat.account) {
        Some(identity) if identity == seat.identity => Ok(()),
        _ => Err(ControlRefused::Account),
    }
}

/// Signed by the identity of each of these, in their order, and by nobody else.
pub(super) fn signed_by_all(record: &ControlRecord, seats: &[Seat]) -> Result<(), ControlRefused> {
    if record.signatures.len() != seats.len() {
        return Err(ControlRefused::Signers);
    }
    for (signed, seat) in record.signatures.iter().zip(seats) {
        if signed.by != Signer::Identity(seat.account) {
            return Err(ControlRefused::Signers);
        }
        holds(record, signed, &seat.identity)?;
    }
    Ok(())
}

pub(super) fn only_signature(record: &ControlRecord) -> Result<&Signed, ControlRefused> {
    match record.signatures.as_slice() {
        [only] => Ok(only),
        _ => Err(ControlRefused::Signers),
    }
}

pub(super) fn one_device<'s>(
    state: &'s SpaceState,
    record: &ControlRecord,
) -> Result<&'s BoundDevice, ControlRefused> {
    device_signed(state, record, only_signature(record)?)
}

pub(super) fn partner_device(state: &SpaceState, record: &ControlRecord) -> Result<(), ControlRefused> {
    is_partner(one_device(state, record)?)
}

pub(super) fn is_partner(device: &BoundDevice) -> Result<(), ControlRefused> {
    match device.role {
        Role::Partner => Ok(()),
        Role::Counsellor => Err(ControlRefused::Signers),
    }
}

pub(super) fn device_signed<'s>(
    state: &'s SpaceState,
    record: &ControlRecord,
    signed: &Signed,
) -> Result<&'s BoundDevice, ControlRefused> {
    let Signer::Device(id) = signed.by else {
        return Err(ControlRefused::Signers);
    };
    let device = bound(state, id).ok_or(ControlRefused::Signers)?;
    holds(record, signed, &device.dsk)?;
    Ok(device)
}

pub(super) fn bound(state: &SpaceState, id: DeviceId) -> Option<&BoundDevice> {
    state.devices.get(&id).filter(|it| it.until.is_none())
}

pub(super) fn holds(record: &ControlRecord, signed: &Signed, key: &VerifyKey) -> Result<(), ControlRefused> {
    if record.holds(signed, record.hash(), key) {
        return Ok(());
    }
    Err(ControlRefused::Signature)
}

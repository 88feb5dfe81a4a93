//! What each change of a control chain needs, and what it does to the state.

use super::chain::{Accounts, ControlRefused};
use super::epoch::{fits, reaches_back};
use super::record::{
    Change, ControlRecord, EpochSeal, MOST_DEVICES, Pin, Policy, Role, Seat, Signer, SpaceKind,
};
use super::signers::{
    device_signed, holds, identity_fits, is_partner, one_device, only_signature, signed_by_all,
};
use super::state::{BoundDevice, Invited, Member, SpaceState, Until};
use crate::ids::AccountId;

pub(super) fn bind(
    state: &mut SpaceState,
    record: &ControlRecord,
    accounts: &dyn Accounts,
) -> Result<(), ControlRefused> {
    let Change::DeviceBind { device, account, key, at, dsk } = &record.record.change else {
        return Err(ControlRefused::Malformed);
    };
    let ever = state.devices.values();
    let many = ever.filter(|it| it.account == *account).count() >= MOST_DEVICES;
    let member = state.members.get_mut(account).ok_or(ControlRefused::NotAllowed)?;
    if many || state.devices.contains_key(device) {
        return Err(ControlRefused::NotAllowed);
    }
    // A place before one that was already named would bring back a device that was revoked since.
    let active = accounts.device_at(*account, *key, at);
    if at.seq < member.account_seq || active != Some(*dsk) {
        return Err(ControlRefused::Account);
    }
    let signed = only_signature(record)?;
    if signed.by != Signer::Device(*device) {
        return Err(ControlRefused::Signers);
    }
    holds(record, signed, dsk)?;
    member.account_seq = at.seq;
    let bound = BoundDevice {
        account: *account,
        key: *key,
        dsk: *dsk,
        role: member.seat.role,
        from_seq: record.record.seq,
        until: None,
    };
    state.devices.insert(*device, bound);
    Ok(())
}

pub(super) fn unbind(
    state: &mut SpaceState,
    record: &ControlRecord,
    pin: &Pin,
) -> Result<(), ControlRefused> {
    let signer = one_device(state, record)?.account;
    let owner = state.devices.get(&pin.device).map(|it| it.account);
    if owner != Some(signer) {
        return Err(ControlRefused::Signers);
    }
    end_device(state, pin, record.record.seq)
}

pub(super) fn end_device(state: &mut SpaceState, pin: &Pin, seq: u64) -> Result<(), ControlRefused> {
    let device = state
        .devices
        .get_mut(&pin.device)
        .filter(|it| it.until.is_none())
        .ok_or(ControlRefused::NotAllowed)?;
    device.until = Some(Until { seq, last: pin.last });
    Ok(())
}

pub(super) fn add(
    state: &mut SpaceState,
    record: &ControlRecord,
    seat: Seat,
    accounts: &dyn Accounts,
) -> Result<(), ControlRefused> {
    let of = |role| state.members().filter(|it| it.seat.role == role).count();
    let (partners, counsellors) = (of(Role::Partner), of(Role::Counsellor));
    let room_for = match (state.kind, seat.role) {
        (SpaceKind::Vault, _) | (SpaceKind::Ours, Role::Counsellor) => false,
        (SpaceKind::Ours | SpaceKind::Counsel, Role::Partner) => partners < 2,
        (SpaceKind::Counsel, Role::Counsellor) => counsellors < 1,
    };
    let readable = (1..=state.epoch() + 1).contains(&seat.history_from);
    if !room_for || !readable || state.members.contains_key(&seat.account) {
        return Err(ControlRefused::NotAllowed);
    }
    identity_fits(&seat, accounts)?;
    let [by_device, by_identity] = record.signatures.as_slice() else {
        return Err(ControlRefused::Signers);
    };
    if by_identity.by != Signer::Identity(seat.account) {
        return Err(ControlRefused::Signers);
    }
    holds(record, by_identity, &seat.identity)?;
    is_partner(device_signed(state, record, by_device)?)?;
    state.members.insert(seat.account, seated(seat));
    state.epoch_due = true;
    Ok(())
}

pub(super) fn remove(
    state: &mut SpaceState,
    record: &ControlRecord,
    account: AccountId,
    pins: &[Pin],
) -> Result<(), ControlRefused> {
    let signer = one_device(state, record)?;
    if signer.account != account {
        is_partner(signer)?;
    }
    let leaves = state.members.remove(&account);
    let has_partner = state.members.values().any(|it| it.seat.role == Role::Partner);
    if leaves.is_none() || !has_partner {
        return Err(ControlRefused::NotAllowed);
    }
    let pinned = pins.iter().map(|it| it.device);
    if !state.bound_devices(account).eq(pinned) {
        return Err(ControlRefused::NotAllowed);
    }
    for pin in pins {
        end_device(state, pin, record.record.seq)?;
    }
    state.epoch_due = true;
    Ok(())
}

pub(super) fn begin_epoch(
    state: &mut SpaceState,
    seal: &EpochSeal,
    seq: u64,
    accounts: &dyn Accounts,
) -> Result<(), ControlRefused> {
    if seal.epoch != state.epoch() + 1 {
        return Err(ControlRefused::Epoch);
    }
    let seats = state.members.values().map(|it| &it.seat);
    if !fits(seal, state.members.keys()) || !reaches_back(seal, seats) {
        return Err(ControlRefused::Boxes);
    }
    for (given, member) in seal.boxes.iter().zip(state.members.values_mut()) {
        let began = accounts.generation_began(given.account, given.generation);
        let began = began.filter(|_| given.generation >= member.generation);
        let began = began.ok_or(ControlRefused::Account)?;
        member.generation = given.generation;
        // A key begins when a device is ended: no place before that brings the device back.
        member.account_seq = member.account_seq.max(began);
    }
    state.epochs.push(seq);
    state.epoch_due = false;
    Ok(())
}

pub(super) fn rise(state: &mut SpaceState, policy: &Policy) -> Result<(), ControlRefused> {
    let before = state.policy;
    let rises = policy.version == before.version + 1
        && policy.min_suite >= before.min_suite
        && policy.min_suite <= crate::wrap::SUITE
        && policy.fold_v >= before.fold_v;
    if !rises {
        return Err(ControlRefused::PolicyFalls);
    }
    state.policy = *policy;
    Ok(())
}

pub(super) fn invite(
    state: &mut SpaceState,
    record: &ControlRecord,
    invited: Invited,
) -> Result<(), ControlRefused> {
    let partners: Vec<_> = state.members().map(|it| it.seat).collect();
    if state.kind != SpaceKind::Ours || partners.len() != 2 || state.invited.len() >= 64 {
        return Err(ControlRefused::NotAllowed);
    }
    signed_by_all(record, &partners)?;
    state.invited.push(invited);
    Ok(())
}

pub(super) fn seated(seat: Seat) -> Member {
    Member { seat, account_seq: 0, generation: 0 }
}

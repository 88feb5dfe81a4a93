//! Epochs: wrapping a space's key for exactly its members, and opening it again.

use rand_core::CryptoRng;
use thiserror::Error;

use super::record::{Change, ControlRecord, EpochBox, EpochSeal};
use super::{Seat, SpaceKey};
use crate::cbor::Blob;
use crate::cipher::same;
use crate::few::{Few, in_order};
use crate::ids::{AccountId, SpaceId};
use crate::wrap::{ENCAPSULATED_LENGTH, WrapPublic, WrapSecret, open, seal_to};

const PURPOSE: &[u8] = b"mend/v1/space/epoch";

/// How long a box for one member is.
pub(super) const BOX_LENGTH: usize = ENCAPSULATED_LENGTH + 32 + 16;
/// How long the sealed key of the epoch before is.
pub(super) const PREVIOUS_LENGTH: usize = 24 + 32 + 16;

/// Whom an epoch's key is wrapped for.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// The member.
    pub account: AccountId,
    /// The generation of the key.
    pub generation: u32,
    /// The key, from the member's verified account chain.
    pub public: &'a WrapPublic,
}

/// Why a key was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EpochProblem {
    /// There is no box for this member.
    #[error("no box for this member")]
    NoBox,
    /// The member's key of that generation is not at hand.
    #[error("the key of that generation is not at hand")]
    NoSecret,
    /// The box does not open, or holds another key than the record commits to.
    #[error("the box does not hold the key of the record")]
    WrongKey,
}

/// Wraps the key of an epoch for its recipients.
pub fn seal_epoch(
    space: SpaceId,
    key: &SpaceKey,
    previous: Option<&SpaceKey>,
    recipients: &[Recipient<'_>],
    rng: &mut dyn CryptoRng,
) -> EpochSeal {
    let mut boxes: Vec<_> = recipients
        .iter()
        .map(|to| EpochBox {
            account: to.account,
            generation: to.generation,
            sealed: Blob(seal_to(
                to.public,
                PURPOSE,
                &place(space, key.epoch(), Some(to.account)),
                key.as_bytes(),
                rng,
            )),
        })
        .collect();
    in_order(&mut boxes, |it| it.account);
    EpochSeal {
        epoch: key.epoch(),
        commitment: key.derive_commitment(&place(space, key.epoch(), None)),
        boxes,
        previous: previous.map(|it| {
            let aad = place(space, it.epoch(), None);
            let sealed = key.derive_previous_key().seal(&aad, it.as_bytes(), rng);
            Blob(sealed)
        }),
    }
}

/// Opens a member's own box.
///
/// # Errors
/// When there is none, or it does not hold the key the record commits to.
pub fn open_epoch(
    space: SpaceId,
    seal: &EpochSeal,
    account: AccountId,
    secret: &WrapSecret,
) -> Result<SpaceKey, EpochProblem> {
    let own = seal.boxes.iter().find(|it| it.account == account).ok_or(EpochProblem::NoBox)?;
    let aad = place(space, seal.epoch, Some(account));
    let bytes = open(secret, PURPOSE, &aad, own.sealed.as_ref()).map_err(|_| EpochProblem::WrongKey)?;
    committed(space, seal, &bytes)
}

/// Opens the key of the epoch before with the key of the epoch after.
fn open_previous(space: SpaceId, key: &SpaceKey, seal: &EpochSeal, before: &EpochSeal) -> Option<SpaceKey> {
    let aad = place(space, before.epoch, None);
    let sealed = seal.previous.as_ref()?;
    let bytes = key.derive_previous_key().open(&aad, sealed.as_ref()).ok()?;
    committed(space, before, &bytes).ok()
}

fn committed(space: SpaceId, seal: &EpochSeal, bytes: &[u8]) -> Result<SpaceKey, EpochProblem> {
    let bytes = bytes.try_into().map_err(|_| EpochProblem::WrongKey)?;
    let key = SpaceKey::from_bytes(seal.epoch, bytes);
    let commitment = key.derive_commitment(&place(space, seal.epoch, None));
    if !same(&commitment, &seal.commitment) {
        return Err(EpochProblem::WrongKey);
    }
    Ok(key)
}

/// Every key of a space a member can open, by epoch.
#[derive(Debug, Clone, Default)]
pub struct SpaceKeys {
    keys: Few<u32, SpaceKey>,
    problems: Few<u32, EpochProblem>,
}

impl SpaceKeys {
    /// Opens what can be opened in a verified chain: each box for the member, and from each key the one before.
    /// `secret` gives the member's key of a generation.
    pub fn gather(
        records: &[ControlRecord],
        account: AccountId,
        secret: impl Fn(u32) -> Option<WrapSecret>,
    ) -> Self {
        let mut found = Self::default();
        let mut later: Option<(&EpochSeal, SpaceKey)> = None;
        for (space, seal) in records.iter().rev().filter_map(epoch_of) {
            let before = later.as_ref().and_then(|(after, key)| open_previous(space, key, after, seal));
            // A box costs a hundred times what the chain of keys costs: it is opened only where the chain ends.
            let opened = match before {
                Some(key) => Ok(key),
                None => own_box(space, seal, account, &secret),
            };
            match opened {
                Ok(key) => {
                    found.keys.insert(seal.epoch, key.clone());
                    later = Some((seal, key));
                }
                Err(problem) => {
                    found.problems.insert(seal.epoch, problem);
                    later = None;
                }
            }
        }
        found
    }

    /// The key of an epoch.
    #[must_use]
    pub fn get(&self, epoch: u32) -> Option<&SpaceKey> {
        self.keys.get(&epoch)
    }

    /// Adds a key, for instance of an epoch this device has just begun.
    pub fn insert(&mut self, key: SpaceKey) {
        self.problems.remove(&key.epoch());
        self.keys.insert(key.epoch(), key);
    }

    /// Every key, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &SpaceKey> {
        self.keys.values()
    }

    /// The epochs that could not be opened, and why.
    pub fn problems(&self) -> impl Iterator<Item = (u32, EpochProblem)> {
        self.problems.iter().map(|(epoch, why)| (*epoch, *why))
    }
}

fn own_box(
    space: SpaceId,
    seal: &EpochSeal,
    account: AccountId,
    secret: &impl Fn(u32) -> Option<WrapSecret>,
) -> Result<SpaceKey, EpochProblem> {
    let own = seal.boxes.iter().find(|it| it.account == account);
    let generation = own.ok_or(EpochProblem::NoBox)?.generation;
    let secret = secret(generation).ok_or(EpochProblem::NoSecret)?;
    open_epoch(space, seal, account, &secret)
}

fn epoch_of(record: &ControlRecord) -> Option<(SpaceId, &EpochSeal)> {
    match &record.record.change {
        Change::Genesis { seal, .. } | Change::Epoch { seal } => Some((record.record.space, seal)),
        _ => None,
    }
}

/// Whether the boxes are for exactly these members and have the right form.
pub(super) fn fits<'m>(seal: &EpochSeal, members: impl Iterator<Item = &'m AccountId>) -> bool {
    let boxed = seal.boxes.iter().map(|it| &it.account);
    let previous = seal.previous.as_ref();
    boxed.eq(members)
        && seal.boxes.iter().all(|it| it.sealed.0.len() == BOX_LENGTH)
        && previous.is_none_or(|it| it.0.len() == PREVIOUS_LENGTH)
}

/// Whether the key of the epoch before is there exactly when every member may read it.
pub(super) fn reaches_back<'m>(seal: &EpochSeal, mut members: impl Iterator<Item = &'m Seat>) -> bool {
    let all_may = seal.epoch > 1 && members.all(|it| it.history_from < seal.epoch);
    seal.previous.is_some() == all_may
}

fn place(space: SpaceId, epoch: u32, account: Option<AccountId>) -> Vec<u8> {
    let mut place = [space.as_bytes().as_slice(), &epoch.to_be_bytes()].concat();
    if let Some(account) = account {
        place.extend_from_slice(account.as_bytes());
    }
    place
}

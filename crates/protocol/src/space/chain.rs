//! The rules of the control chain: strictly linear, every signer entitled, nothing ever falls.

use thiserror::Error;

use super::record::{Change, ControlRecord, Role, Seat, SpaceKind, VERSION};
use super::rules::{add, begin_epoch, bind, invite, remove, rise, seated, unbind};
use super::signers::{identity_fits, one_device, partner_device, signed_by_all};
use super::state::{Invited, SpaceState};
use crate::cbor::{Blob, Wire};
use crate::few::Few;
use crate::ids::{AccountId, DeviceKeyId, RecordHash};
use crate::sign::VerifyKey;
use crate::wire::ChainHead;

/// Why a record was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ControlRefused {
    /// Not a canonical record, or of another version.
    #[error("not a record")]
    Malformed,
    /// Another record stands at this place: read the chain again and decide again.
    #[error("not the next record of this chain")]
    NotNext,
    /// The space has ended.
    #[error("the space has ended")]
    Ended,
    /// The members changed: the next record must begin an epoch.
    #[error("a new epoch must begin first")]
    EpochDue,
    /// A signature does not hold.
    #[error("a signature does not hold")]
    Signature,
    /// Signed by others than those this change needs.
    #[error("not signed by those who must")]
    Signers,
    /// The account chain does not say what the record says.
    #[error("the account chain does not bear it out")]
    Account,
    /// The boxes are not for exactly the members, or an old key is given where it must not be.
    #[error("the boxes are not for exactly the members")]
    Boxes,
    /// Not the epoch after the last one.
    #[error("not the next epoch")]
    Epoch,
    /// A policy that takes something back.
    #[error("a policy may not fall")]
    PolicyFalls,
    /// Nothing this kind of space or this member allows.
    #[error("not allowed in this space")]
    NotAllowed,
}

/// What the chain needs to know of its members' account chains.
pub trait Accounts {
    /// The identity key of an account whose chain was verified.
    fn identity(&self, account: AccountId) -> Option<VerifyKey>;
    /// The signing key of a device that was active when the account's chain stood at this place.
    fn device_at(&self, account: AccountId, device: DeviceKeyId, at: &ChainHead) -> Option<VerifyKey>;
    /// The record of the account chain that began this generation of its key, if it has had it.
    fn generation_began(&self, account: AccountId, generation: u32) -> Option<u64>;
}

/// A verified control chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlChain {
    state: SpaceState,
}

impl ControlChain {
    /// Verifies a chain from its genesis.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn verify(records: &[ControlRecord], accounts: &dyn Accounts) -> Result<Self, ControlRefused> {
        let (genesis, rest) = records.split_first().ok_or(ControlRefused::Malformed)?;
        let mut chain = Self::begin(genesis, accounts)?;
        for record in rest {
            chain.append(record, accounts)?;
        }
        Ok(chain)
    }

    /// Takes a chain up again that this device has verified and kept.
    #[must_use]
    pub fn resume(state: SpaceState) -> Self {
        Self { state }
    }

    /// Verifies a genesis.
    ///
    /// # Errors
    /// The rule that does not hold.
    pub fn begin(genesis: &ControlRecord, accounts: &dyn Accounts) -> Result<Self, ControlRefused> {
        let state = begin(genesis, accounts)?;
        Ok(Self { state })
    }

    /// What the chain amounts to.
    #[must_use]
    pub fn state(&self) -> &SpaceState {
        &self.state
    }

    /// Takes the next record; when it is refused the chain stays as it was.
    ///
    /// # Errors
    /// The rule that does not hold.
    pub fn append(&mut self, record: &ControlRecord, accounts: &dyn Accounts) -> Result<(), ControlRefused> {
        let mut next = self.state.clone();
        take(&mut next, record, accounts)?;
        self.state = next;
        Ok(())
    }

    /// Takes records as they came over the wire, all or none, if the chain still has `expect_seq` records.
    ///
    /// # Errors
    /// `NotNext` when the chain has grown meanwhile, otherwise the rule that does not hold.
    pub fn append_checked(
        &mut self,
        expect_seq: u64,
        records: &[Blob],
        accounts: &dyn Accounts,
    ) -> Result<Vec<ControlRecord>, ControlRefused> {
        if expect_seq != self.state.length() {
            return Err(ControlRefused::NotNext);
        }
        let read = read_all(records)?;
        let mut next = self.clone();
        for record in &read {
            next.append(record, accounts)?;
        }
        *self = next;
        Ok(read)
    }

    /// A new space's chain as it came over the wire.
    ///
    /// # Errors
    /// The rule that does not hold.
    pub fn begin_checked(
        records: &[Blob],
        accounts: &dyn Accounts,
    ) -> Result<(Self, Vec<ControlRecord>), ControlRefused> {
        let read = read_all(records)?;
        Ok((Self::verify(&read, accounts)?, read))
    }
}

fn read_all(records: &[Blob]) -> Result<Vec<ControlRecord>, ControlRefused> {
    records
        .iter()
        .map(|it| ControlRecord::from_bytes(it.as_ref()))
        .collect::<Result<_, _>>()
        .map_err(|_| ControlRefused::Malformed)
}

fn begin(record: &ControlRecord, accounts: &dyn Accounts) -> Result<SpaceState, ControlRefused> {
    let said = &record.record;
    let Change::Genesis { kind, home, members, seal, policy } = &said.change else {
        return Err(ControlRefused::NotNext);
    };
    if said.v != VERSION || said.suite != crate::wrap::SUITE {
        return Err(ControlRefused::Malformed);
    }
    if said.seq != 0 || said.prev != RecordHash([0; 32]) {
        return Err(ControlRefused::NotNext);
    }
    founding_members_fit(*kind, members)?;
    for seat in members {
        identity_fits(seat, accounts)?;
    }
    signed_by_all(record, members)?;
    let mut state = SpaceState {
        space: said.space,
        kind: *kind,
        home: home.clone(),
        records: vec![record.hash()],
        members: members.iter().map(|it| (it.account, seated(*it))).collect(),
        devices: Few::new(),
        epochs: Vec::new(),
        epoch_due: false,
        policy: *policy,
        invited: Vec::new(),
        ended: None,
    };
    if policy.version != 1 || policy.min_suite == 0 || policy.min_suite > crate::wrap::SUITE {
        return Err(ControlRefused::PolicyFalls);
    }
    begin_epoch(&mut state, seal, 0, accounts)?;
    Ok(state)
}

fn founding_members_fit(kind: SpaceKind, members: &[Seat]) -> Result<(), ControlRefused> {
    let sorted = members.is_sorted_by(|one, other| one.account < other.account);
    let partners = members.iter().filter(|it| it.role == Role::Partner).count();
    let counsellors = members.len() - partners;
    let right = match kind {
        SpaceKind::Vault => partners == 1 && counsellors == 0,
        SpaceKind::Ours => partners == 2 && counsellors == 0,
        SpaceKind::Counsel => (1..=2).contains(&partners) && counsellors <= 1,
    };
    let from_the_start = members.iter().all(|it| it.history_from == 1);
    if sorted && right && from_the_start {
        return Ok(());
    }
    Err(ControlRefused::NotAllowed)
}

fn take(
    state: &mut SpaceState,
    record: &ControlRecord,
    accounts: &dyn Accounts,
) -> Result<(), ControlRefused> {
    let said = &record.record;
    if said.v != VERSION || said.suite < state.policy.min_suite || said.suite > crate::wrap::SUITE {
        return Err(ControlRefused::Malformed);
    }
    let follows = said.seq == state.length() && said.prev == state.head().hash;
    if said.space != state.space || !follows {
        return Err(ControlRefused::NotNext);
    }
    if state.ended.is_some() {
        return Err(ControlRefused::Ended);
    }
    if state.epoch_due && !matches!(said.change, Change::Epoch { .. }) {
        return Err(ControlRefused::EpochDue);
    }
    apply(state, record, accounts)?;
    state.records.push(record.hash());
    Ok(())
}

fn apply(
    state: &mut SpaceState,
    record: &ControlRecord,
    accounts: &dyn Accounts,
) -> Result<(), ControlRefused> {
    let seq = record.record.seq;
    match &record.record.change {
        Change::Genesis { .. } => Err(ControlRefused::NotNext),
        Change::DeviceBind { .. } => bind(state, record, accounts),
        Change::DeviceUnbind { pin } => unbind(state, record, pin),
        Change::MemberAdd { seat } => add(state, record, *seat, accounts),
        Change::MemberRemove { account, pins } => remove(state, record, *account, pins),
        Change::Epoch { seal } => {
            one_device(state, record)?;
            begin_epoch(state, seal, seq, accounts)
        }
        Change::Policy { policy } => {
            partner_device(state, record)?;
            rise(state, policy)
        }
        Change::CounsellorInvite { room, counsellor, identity, until_ms } => {
            let invited =
                Invited { room: *room, counsellor: *counsellor, identity: *identity, until_ms: *until_ms };
            invite(state, record, invited)
        }
        Change::EndSpace => {
            partner_device(state, record)?;
            state.ended = Some(seq);
            Ok(())
        }
    }
}

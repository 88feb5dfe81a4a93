//! What a verified control chain amounts to: members, devices, epochs, and who may write where.

use super::record::{Change, Pin, Policy, Role, Seat, SpaceKind, Unsigned, VERSION};
use crate::cbor::Wire;
use crate::event::{DeviceHead, Header};
use crate::few::Few;
use crate::ids::{AccountId, DeviceId, DeviceKeyId, EventId, RecordHash, SpaceId};
use crate::sign::VerifyKey;
use crate::wire::ChainHead;

lean::body! {
    /// A member as the chain has it now.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Member {
        /// Who it is and may read.
        #[n(0)]
        pub seat: Seat,
        /// The newest place of the member's account chain that a record has named.
        #[n(1)]
        pub account_seq: u64,
        /// The newest generation of the member's key that an epoch was wrapped for.
        #[n(2)]
        pub generation: u32,
    }
}

lean::body! {
    /// A device as the chain has it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct BoundDevice {
        /// Whose it is.
        #[n(0)]
        pub account: AccountId,
        /// Its name on the account chain.
        #[n(1)]
        pub key: DeviceKeyId,
        /// Its signing key.
        #[n(2)]
        pub dsk: VerifyKey,
        /// What its owner is here.
        #[n(3)]
        pub role: Role,
        /// The record that bound it.
        #[n(4)]
        pub from_seq: u64,
        /// The record that ended it, and its last event that counts.
        #[n(5)]
        pub until: Option<Until>,
    }
}

lean::body! {
    /// The end of a device in a space.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Until {
        /// The record that ended it.
        #[n(0)]
        pub seq: u64,
        /// Its last event that counts.
        #[n(1)]
        pub last: DeviceHead,
    }
}

lean::body! {
    /// A counsellor both partners let in.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Invited {
        /// The counsellor's room.
        #[n(0)]
        pub room: SpaceId,
        /// The counsellor.
        #[n(1)]
        pub counsellor: AccountId,
        /// The counsellor's identity key.
        #[n(2)]
        pub identity: VerifyKey,
        /// When it ends, by the relay's clock.
        #[n(3)]
        pub until_ms: u64,
    }
}

lean::body! {
    /// What a verified control chain amounts to. Only the rules of the chain make or change one.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SpaceState {
        #[n(0)]
        pub(super) space: SpaceId,
        #[n(1)]
        pub(super) kind: SpaceKind,
        #[n(2)]
        pub(super) home: String,
        #[n(3)]
        pub(super) records: Vec<RecordHash>,
        #[n(4)]
        pub(super) members: Few<AccountId, Member>,
        #[n(5)]
        pub(super) devices: Few<DeviceId, BoundDevice>,
        /// The record that began each epoch; the first is epoch 1.
        #[n(6)]
        pub(super) epochs: Vec<u64>,
        #[n(7)]
        pub(super) epoch_due: bool,
        #[n(8)]
        pub(super) policy: Policy,
        #[n(9)]
        pub(super) invited: Vec<Invited>,
        #[n(10)]
        pub(super) ended: Option<u64>,
    }
}

impl Wire for SpaceState {
    const LONGEST: usize = 1 << 20;
}

/// Whether an event counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// It does; this is whose device wrote it.
    Writes {
        /// The account.
        account: AccountId,
        /// What its owner is here.
        role: Role,
    },
    /// It does not, and never will: everybody skips it alike.
    Whiteout(Whiteout),
    /// It names a device or a record this chain does not have: read the control chain on.
    NotKnown,
}

/// Why an event does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whiteout {
    /// The device was not bound where the event says it stood.
    NotBound,
    /// The device was ended before, or the event follows its pin.
    Ended,
    /// The event is not the pinned one.
    NotThePinned,
    /// The epoch had not begun where the event says it stood.
    Epoch,
    /// It belongs to another space.
    OtherSpace,
}

impl SpaceState {
    /// The space.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// What it is for.
    #[must_use]
    pub fn kind(&self) -> SpaceKind {
        self.kind
    }

    /// The relay that keeps it.
    #[must_use]
    pub fn home(&self) -> &str {
        &self.home
    }

    /// Where the chain stands.
    #[must_use]
    pub fn head(&self) -> ChainHead {
        let hash = self.records.last().copied();
        ChainHead { seq: self.length().saturating_sub(1), hash: hash.unwrap_or(RecordHash([0; 32])) }
    }

    /// How many records the chain has.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.records.len() as u64
    }

    /// The hash of a record.
    #[must_use]
    pub fn record_at(&self, seq: u64) -> Option<RecordHash> {
        let at = usize::try_from(seq).ok()?;
        self.records.get(at).copied()
    }

    /// Its members now, in the order of their accounts.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// A member.
    #[must_use]
    pub fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.get(&account)
    }

    /// Every device that was ever bound.
    pub fn devices(&self) -> impl Iterator<Item = (DeviceId, &BoundDevice)> {
        self.devices.iter().map(|(id, it)| (*id, it))
    }

    /// A device.
    #[must_use]
    pub fn device(&self, device: DeviceId) -> Option<&BoundDevice> {
        self.devices.get(&device)
    }

    /// The newest epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        u32::try_from(self.epochs.len()).unwrap_or(u32::MAX)
    }

    /// The epoch a device may write under; none while a new one must begin first, or after the end.
    #[must_use]
    pub fn writable_epoch(&self) -> Option<u32> {
        (!self.epoch_due && self.ended.is_none()).then(|| self.epoch())
    }

    /// Whether the members changed and the next record must begin an epoch.
    #[must_use]
    pub fn epoch_due(&self) -> bool {
        self.epoch_due
    }

    /// What holds in it.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// The counsellors both partners let in.
    #[must_use]
    pub fn invited(&self) -> &[Invited] {
        &self.invited
    }

    /// Whether the space has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// The next record of this chain, to be signed.
    #[must_use]
    pub fn next(&self, change: Change) -> Unsigned {
        Unsigned {
            v: VERSION,
            suite: crate::wrap::SUITE,
            space: self.space,
            seq: self.length(),
            prev: self.head().hash,
            change,
        }
    }

    /// The pins that removing a member needs, from what is held of each device's chain.
    #[must_use]
    pub fn pins_for(&self, account: AccountId, head: impl Fn(DeviceId) -> DeviceHead) -> Vec<Pin> {
        self.bound_devices(account).map(|device| Pin { device, last: head(device) }).collect()
    }

    pub(super) fn bound_devices(&self, account: AccountId) -> impl Iterator<Item = DeviceId> {
        self.devices
            .iter()
            .filter(move |(_, it)| it.account == account && it.until.is_none())
            .map(|(id, _)| *id)
    }

    /// Whether an event counts: the one rule the relay and every reader apply, and it needs nothing but this chain.
    #[must_use]
    pub fn right(&self, header: &Header, id: EventId) -> Right {
        if header.space != self.space {
            return Right::Whiteout(Whiteout::OtherSpace);
        }
        let known = self.devices.get(&header.device);
        let (Some(device), Some(at)) = (known, self.place_of(header.ctl)) else {
            return Right::NotKnown;
        };
        match self.why_not(device, header, id, at) {
            Some(why) => Right::Whiteout(why),
            None => Right::Writes { account: device.account, role: device.role },
        }
    }

    fn why_not(&self, device: &BoundDevice, header: &Header, id: EventId, at: u64) -> Option<Whiteout> {
        if at < device.from_seq {
            return Some(Whiteout::NotBound);
        }
        if let Some(until) = device.until {
            if at >= until.seq || header.dseq > until.last.dseq {
                return Some(Whiteout::Ended);
            }
            if header.dseq == until.last.dseq && id != until.last.id {
                return Some(Whiteout::NotThePinned);
            }
        }
        if self.ended.is_some_and(|ended| at >= ended) {
            return Some(Whiteout::Ended);
        }
        let began =
            usize::try_from(header.epoch).ok().and_then(|epoch| self.epochs.get(epoch.checked_sub(1)?));
        match began {
            Some(began) if *began <= at => None,
            _ => Some(Whiteout::Epoch),
        }
    }

    /// Chains are short and writers name their newest records, so the search from the end is the quick one.
    fn place_of(&self, record: RecordHash) -> Option<u64> {
        self.records.iter().rposition(|it| *it == record).map(|at| at as u64)
    }
}

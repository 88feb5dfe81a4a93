//! Writing new records: founding a space, binding a device, beginning an epoch, letting go.

use rand_core::CryptoRng;

use super::epoch::{Recipient, seal_epoch};
use super::record::{Change, ControlRecord, Pin, Policy, Role, Seat, Signer, SpaceKind, Unsigned};
use super::{SpaceKey, SpaceState};
use crate::account::AccountState;
use crate::few::in_order;
use crate::ids::{AccountId, DeviceId, DeviceKeyId, SpaceId};
use crate::sign::{SigningKey, VerifyKey};
use crate::wire::ChainHead;
use crate::wrap::WrapPublic;

/// Someone a space is founded with.
#[derive(Debug, Clone)]
pub struct Founder {
    /// The account.
    pub account: AccountId,
    /// Its identity key.
    pub identity: VerifyKey,
    /// The generation of its key.
    pub generation: u32,
    /// What the space's key is wrapped for, from the verified account chain.
    pub public: WrapPublic,
    /// What they are in it.
    pub role: Role,
}

impl Founder {
    /// A partner whose account chain was verified.
    #[must_use]
    pub fn of(account: &AccountState) -> Self {
        Self {
            role: Role::Partner,
            account: account.account(),
            identity: account.identity(),
            generation: account.generation(),
            public: account.puk_public().clone(),
        }
    }

    /// The same person as the counsellor of a room.
    #[must_use]
    pub fn as_counsellor(self) -> Self {
        Self { role: Role::Counsellor, ..self }
    }
}

/// A new space before its founders have signed it.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The genesis, to be signed by every founder's identity in the order of their accounts.
    pub genesis: Unsigned,
    /// The key of its first epoch.
    pub key: SpaceKey,
}

/// Founds a space: of one partner for a vault, of two for what they share, of partners and a counsellor for a room.
pub fn found(kind: SpaceKind, home: &str, founders: &[Founder], rng: &mut dyn CryptoRng) -> Founding {
    let space = SpaceId::make(rng);
    let key = SpaceKey::make(1, rng);
    let recipients: Vec<_> = founders.iter().map(recipient).collect();
    let mut members: Vec<_> = founders.iter().map(founding_seat).collect();
    in_order(&mut members, |it| it.account);
    let change = Change::Genesis {
        kind,
        home: home.to_owned(),
        members,
        seal: seal_epoch(space, &key, None, &recipients, rng),
        policy: Policy::FIRST,
    };
    Founding { genesis: Unsigned::first(space, change), key }
}

/// Founds a vault: one person's own space, signed and whole.
pub fn found_vault(
    home: &str,
    founder: &Founder,
    identity: &SigningKey,
    rng: &mut dyn CryptoRng,
) -> (ControlRecord, SpaceKey) {
    let founders = core::slice::from_ref(founder);
    let Founding { genesis, key } = found(SpaceKind::Vault, home, founders, rng);
    let signed = genesis.sign(Signer::Identity(founder.account), identity);
    (genesis.signed(vec![signed]), key)
}

/// A device of a member, as it will be bound.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Its new name in the space, random.
    pub device: DeviceId,
    /// Whose it is.
    pub account: AccountId,
    /// Its name on the account chain.
    pub key: DeviceKeyId,
    /// Where the account chain stands.
    pub at: ChainHead,
}

impl SpaceState {
    /// Binds a device, signed by itself.
    #[must_use]
    pub fn bind_device(&self, binding: &Binding, dsk: &SigningKey) -> ControlRecord {
        let change = Change::DeviceBind {
            device: binding.device,
            account: binding.account,
            key: binding.key,
            at: binding.at,
            dsk: dsk.verify_key(),
        };
        self.signed_by_device(change, binding.device, dsk)
    }

    /// Ends a device of the same member.
    #[must_use]
    pub fn unbind_device(&self, pin: Pin, by: DeviceId, dsk: &SigningKey) -> ControlRecord {
        self.signed_by_device(Change::DeviceUnbind { pin }, by, dsk)
    }

    /// Begins the next epoch for exactly the members there are. `previous` is the key of this epoch; it is passed
    /// on only when every member may read back.
    pub fn begin_epoch(
        &self,
        previous: &SpaceKey,
        members: &[Recipient<'_>],
        by: DeviceId,
        dsk: &SigningKey,
        rng: &mut dyn CryptoRng,
    ) -> (ControlRecord, SpaceKey) {
        let key = SpaceKey::make(self.epoch() + 1, rng);
        let all_may = self.members().all(|it| it.seat.history_from < key.epoch());
        let previous = all_may.then_some(previous);
        let seal = seal_epoch(self.space(), &key, previous, members, rng);
        let record = self.signed_by_device(Change::Epoch { seal }, by, dsk);
        (record, key)
    }

    /// A change that one device signs.
    #[must_use]
    pub fn signed_by_device(&self, change: Change, by: DeviceId, dsk: &SigningKey) -> ControlRecord {
        let next = self.next(change);
        let signed = next.sign(Signer::Device(by), dsk);
        next.signed(vec![signed])
    }
}

fn recipient(founder: &Founder) -> Recipient<'_> {
    Recipient { account: founder.account, generation: founder.generation, public: &founder.public }
}

fn founding_seat(founder: &Founder) -> Seat {
    Seat { account: founder.account, identity: founder.identity, role: founder.role, history_from: 1 }
}

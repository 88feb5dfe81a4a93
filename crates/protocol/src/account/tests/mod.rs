//! What may and may not happen to an account: `journeys` are what people do, `attacks` what a hostile
//! relay or a thief tries.

mod attacks;
mod bytes;
mod journeys;

use super::record::{AccountRecord, Body, Change, Holder};
use super::*;
use crate::Wire;
use crate::ids::AccountId;
use crate::recovery::RecoveryCode;
use crate::testing::CountingRng;

/// One person with everything they hold.
struct Ana {
    rng: CountingRng,
    chain: AccountChain,
    ring: PukRing,
    identity: IdentityKey,
    phone: DeviceKeys,
    paper: VirtualKeys,
    password: VirtualKeys,
}

impl Ana {
    fn begin(seed: u8) -> Self {
        let mut rng = CountingRng::new(seed);
        let account = AccountId::make(&mut rng);
        let identity = IdentityKey::make(&mut rng);
        let phone = DeviceKeys::make(&mut rng);
        let paper = RecoveryCode::make(&mut rng).derive_keys();
        let secret = AccountSecret::make(&mut rng);
        let password = VirtualKeys::derive_from_password(&[seed; 64], &secret);
        let founding = Founding {
            account,
            identity: &identity,
            device: &phone,
            paper: &paper.public(),
            password: Some(&password.public()),
        };
        let (genesis, key) = founding.genesis(1_000, &mut rng);
        let chain = AccountChain::begin(genesis).unwrap();
        let ring = PukRing::begin(account, key);
        Self { rng, chain, ring, identity, phone, paper, password }
    }

    fn state(&self) -> &AccountState {
        self.chain.state()
    }

    fn phone_holds(&self) -> Holder {
        Holder::Device(self.phone.id)
    }

    /// A record that adds a new laptop, not appended yet.
    fn laptop(&mut self) -> (DeviceKeys, AccountRecord) {
        let laptop = DeviceKeys::make(&mut self.rng);
        let by = By::Device(&self.phone);
        let (new, key) = (laptop.public(), self.ring.current());
        let record = self.chain.state().add_device(by, new, key, 2_000, &mut self.rng);
        let record = record.accepted_by(&laptop);
        (laptop, record)
    }

    fn adds_laptop(&mut self) -> DeviceKeys {
        let (laptop, record) = self.laptop();
        self.chain.append(record).unwrap();
        laptop
    }

    fn takes(&mut self, (record, key): (AccountRecord, PerUserKey)) {
        self.chain.append(record).unwrap();
        self.ring.push(key);
    }

    fn rotation(&mut self) -> (AccountRecord, PerUserKey) {
        let (by, key) = (By::Device(&self.phone), self.ring.current());
        self.chain.state().rotate(by, key, 3_000, &mut self.rng)
    }

    /// The record with its body changed and signed again by the phone.
    fn twisted(&self, record: &AccountRecord, twist: impl FnOnce(&mut Body)) -> AccountRecord {
        let mut body = record.body().unwrap();
        twist(&mut body);
        AccountRecord::sign(&body, &self.phone.sign)
    }

    fn refuses(&mut self, record: AccountRecord) -> ChainRefusal {
        let before = self.chain.clone();
        let refusal = self.chain.append(record).unwrap_err();
        assert_eq!(self.chain, before, "a refusal leaves the chain as it was");
        refusal
    }
}

fn rotation_of(body: &mut Body) -> &mut Rotation {
    match &mut body.change {
        Change::Genesis { rotation, .. }
        | Change::DeviceRevoke { rotation, .. }
        | Change::PaperReplace { rotation, .. }
        | Change::PasswordReplace { rotation, .. }
        | Change::PukRotate { rotation } => rotation,
        Change::DeviceAdd { .. } => panic!("adding a device rotates nothing"),
    }
}

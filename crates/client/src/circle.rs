//! The accounts this device knows: its own and those of the people it shares a space with.
//! Each is a chain that was verified from its beginning and only ever goes on.

use protocol::account::{AccountChain, AccountState, ChainRefusal};
use protocol::cbor::{Blob, Wire};
use protocol::few::Few;
use protocol::ids::{AccountId, DeviceKeyId};
use protocol::sign::VerifyKey;
use protocol::space::Accounts;
use protocol::wire::ChainHead;

use crate::local::{LocalKey, key};
use crate::ports::{LocalStore, Random, StoreProblem, Write};

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Circle {
    chains: Few<AccountId, AccountChain>,
}

impl Circle {
    /// What is known of an account.
    pub(crate) fn state(&self, account: AccountId) -> Option<&AccountState> {
        self.chains.get(&account).map(AccountChain::state)
    }

    /// An account's chain.
    pub(crate) fn chain(&self, account: AccountId) -> Option<&AccountChain> {
        self.chains.get(&account)
    }

    /// Where an account's chain stands.
    pub(crate) fn head(&self, account: AccountId) -> Option<ChainHead> {
        self.state(account).map(|it| ChainHead { seq: it.seq(), hash: it.head() })
    }

    /// How many records of an account's chain are known.
    pub(crate) fn length(&self, account: AccountId) -> u64 {
        self.state(account).map_or(0, |it| it.seq() + 1)
    }

    /// The records of an account's chain from a number on.
    pub(crate) fn records_from(&self, account: AccountId, seq: u64) -> Vec<Blob> {
        self.chains.get(&account).map(|it| it.bytes_from(seq)).unwrap_or_default()
    }

    /// Meets an account whose chain was verified already.
    pub(crate) fn meet(&mut self, chain: AccountChain) {
        self.chains.insert(chain.state().account(), chain);
    }

    /// Goes back to what was known of an account before a chain was taken that is not the person's.
    pub(crate) fn put_back(&mut self, account: AccountId, before: Option<AccountChain>) {
        match before {
            Some(chain) => self.chains.insert(account, chain),
            None => self.chains.remove(&account),
        };
    }

    /// Takes the records that follow what is known of an account. Nothing is taken if one does not hold.
    pub(crate) fn take(&mut self, account: AccountId, records: &[Blob]) -> Result<(), ChainRefusal> {
        if records.is_empty() {
            return Ok(());
        }
        let next = match self.chains.get(&account) {
            Some(known) => {
                let mut next = known.clone();
                for record in records {
                    let record = protocol::account::AccountRecord::from_bytes(record.as_ref())?;
                    next.append(record)?;
                }
                next
            }
            None => AccountChain::verify(records)?,
        };
        if next.state().account() != account {
            return Err(ChainRefusal::WrongGenesis);
        }
        self.chains.insert(account, next);
        Ok(())
    }

    /// What must be written to keep what is known of an account.
    pub(crate) fn keep(&self, account: AccountId, local: &LocalKey, rng: &mut Random) -> Write {
        let bytes = lean::to_bytes(&self.records_from(account, 0));
        local.put(key::account(account), &bytes, rng)
    }

    /// Reads all that was kept.
    pub(crate) async fn read(store: &dyn LocalStore, local: &LocalKey) -> Result<Self, StoreProblem> {
        let mut circle = Self::default();
        for (key, value) in store.range(key::ACCOUNTS, key::ACCOUNTS_END).await? {
            let records: Vec<Blob> =
                lean::from_kept(&local.open(&key, &value)?).ok_or(StoreProblem::Damaged)?;
            circle.meet(AccountChain::verify(&records).map_err(|_| StoreProblem::Damaged)?);
        }
        Ok(circle)
    }
}

impl Accounts for Circle {
    fn identity(&self, account: AccountId) -> Option<VerifyKey> {
        self.state(account).map(AccountState::identity)
    }

    fn device_at(&self, account: AccountId, device: DeviceKeyId, at: &ChainHead) -> Option<VerifyKey> {
        let state = self.state(account)?;
        if !state.continues(at.seq, at.hash) {
            return None;
        }
        state.device_at(device, at.seq).map(|it| it.sign)
    }

    fn generation_began(&self, account: AccountId, generation: u32) -> Option<u64> {
        self.state(account)?.generation_began(generation)
    }
}

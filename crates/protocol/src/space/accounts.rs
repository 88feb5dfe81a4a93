//! The verified account chains that a control chain is checked against.

use super::Accounts;
use crate::account::AccountState;
use crate::few::Few;
use crate::ids::{AccountId, DeviceKeyId};
use crate::sign::VerifyKey;
use crate::wire::ChainHead;

/// Account chains that were verified and pinned, by account.
#[derive(Debug, Clone, Default)]
pub struct KnownAccounts(Few<AccountId, AccountState>);

impl KnownAccounts {
    /// Takes an account, or its newer state.
    pub fn insert(&mut self, state: AccountState) {
        self.0.insert(state.account(), state);
    }

    /// A known account.
    #[must_use]
    pub fn get(&self, account: AccountId) -> Option<&AccountState> {
        self.0.get(&account)
    }
}

impl FromIterator<AccountState> for KnownAccounts {
    fn from_iter<I: IntoIterator<Item = AccountState>>(states: I) -> Self {
        Self(states.into_iter().map(|it| (it.account(), it)).collect())
    }
}

impl Accounts for KnownAccounts {
    fn identity(&self, account: AccountId) -> Option<VerifyKey> {
        self.get(account).map(AccountState::identity)
    }

    fn device_at(&self, account: AccountId, device: DeviceKeyId, at: &ChainHead) -> Option<VerifyKey> {
        let state = self.get(account)?;
        let there = state.continues(at.seq, at.hash);
        let active = there.then(|| state.device_at(device, at.seq)).flatten();
        active.map(|it| it.sign)
    }

    fn generation_began(&self, account: AccountId, generation: u32) -> Option<u64> {
        self.get(account)?.generation_began(generation)
    }
}

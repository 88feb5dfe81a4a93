//! Chains as the relay has verified them, kept in memory: who is who, who is in which space, who may write.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use protocol::Wire;
use protocol::account::{AccountChain, AccountState};
use protocol::ids::{AccountId, SpaceId};
use protocol::space::{Change, ControlChain, ControlRecord, KnownAccounts};
use protocol::wire::{MOST_RECORDS, ProblemCode};

use crate::gate::refusal::Refusal;
use crate::relay::Relay;
use crate::store::{ChainRow, ChainRows};

/// Chains kept in memory before all are forgotten and read again as needed.
const MOST_KEPT: usize = 20_000;

/// Something that only grows.
trait Grows {
    fn length(&self) -> u64;
}

impl Grows for AccountState {
    fn length(&self) -> u64 {
        self.seq()
    }
}

impl Grows for ControlChain {
    fn length(&self) -> u64 {
        self.state().length()
    }
}

struct Kept<K, V>(Mutex<HashMap<K, Arc<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Grows> Kept<K, V> {
    fn get(&self, key: &K) -> Option<Arc<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Keeps the longer one: what was read before a chain grew must not push out what it has become.
    fn put(&self, key: K, value: V) -> Arc<V> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        if let Some(there) = kept.get(&key).filter(|it| it.length() >= value.length()) {
            return Arc::clone(there);
        }
        let value = Arc::new(value);
        kept.insert(key, Arc::clone(&value));
        value
    }

    fn forget(&self, key: &K) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

/// Verified chains.
#[derive(Default)]
pub(crate) struct Facts {
    spaces: Kept<SpaceId, ControlChain>,
    accounts: Kept<AccountId, AccountState>,
}

/// A record as it is kept.
pub(crate) fn chain_row(hash: [u8; 32], record: &impl Wire) -> ChainRow {
    ChainRow { hash, body: record.to_bytes() }
}

fn unreadable() -> Refusal {
    tracing::error!("a chain in the store does not verify");
    Refusal::later(ProblemCode::Busy, 60_000)
}

impl Relay {
    /// What an account's chain says, if there is such an account.
    pub(crate) async fn account(&self, account: AccountId) -> Result<Option<Arc<AccountState>>, Refusal> {
        if let Some(known) = self.inner.facts.accounts.get(&account) {
            return Ok(Some(known));
        }
        let mut bodies = Vec::new();
        loop {
            let stretch = self.store().account_chain(account, bodies.len() as u64, MOST_RECORDS).await?;
            let Some(ChainRows { rows, at }) = stretch else { return Ok(None) };
            let done = rows.is_empty() || at.seq < bodies.len() as u64 + rows.len() as u64;
            bodies.extend(rows.into_iter().map(|it| it.body));
            if done {
                break;
            }
        }
        let chain = AccountChain::verify(bodies).map_err(|_| unreadable())?;
        Ok(Some(self.inner.facts.accounts.put(account, chain.state().clone())))
    }

    /// A space's verified chain; `unknown` when there is none.
    pub(crate) async fn space(&self, space: SpaceId) -> Result<Arc<ControlChain>, Refusal> {
        if let Some(known) = self.inner.facts.spaces.get(&space) {
            return Ok(known);
        }
        let mut records = Vec::new();
        loop {
            let stretch = self.store().control_chain(space, records.len() as u64, MOST_RECORDS).await?;
            let ChainRows { rows, at } = stretch.ok_or(ProblemCode::Unknown)?;
            for row in &rows {
                records.push(ControlRecord::from_bytes(&row.body).map_err(|_| unreadable())?);
            }
            if rows.is_empty() || at.seq < records.len() as u64 {
                break;
            }
        }
        let accounts = self.accounts_named(&records).await?;
        let chain = ControlChain::verify(&records, &accounts).map_err(|_| unreadable())?;
        Ok(self.inner.facts.spaces.put(space, chain))
    }

    /// A space of which the account is a member now.
    pub(crate) async fn space_of(
        &self,
        space: SpaceId,
        account: AccountId,
    ) -> Result<Arc<ControlChain>, Refusal> {
        let chain = self.space(space).await?;
        if chain.state().member(account).is_none() {
            return Err(ProblemCode::NotMember.into());
        }
        Ok(chain)
    }

    /// The verified chains of everybody these records name.
    pub(crate) async fn accounts_named(&self, records: &[ControlRecord]) -> Result<KnownAccounts, Refusal> {
        let named: BTreeSet<AccountId> = records.iter().flat_map(|it| named(&it.record.change)).collect();
        let mut accounts = KnownAccounts::default();
        for account in named {
            if let Some(state) = self.account(account).await? {
                accounts.insert(AccountState::clone(&state));
            }
        }
        Ok(accounts)
    }

    /// The chains of a space's members, and of whom new records name besides.
    pub(crate) async fn accounts_around(
        &self,
        chain: &ControlChain,
        records: &[ControlRecord],
    ) -> Result<KnownAccounts, Refusal> {
        let mut accounts = self.accounts_named(records).await?;
        for member in chain.state().members() {
            if let Some(state) = self.account(member.seat.account).await? {
                accounts.insert(AccountState::clone(&state));
            }
        }
        Ok(accounts)
    }

    /// Takes note of what an account's chain has become.
    pub(crate) fn account_grew(&self, state: AccountState) {
        self.inner.facts.accounts.put(state.account(), state);
    }

    /// Takes note of what a control chain has become.
    pub(crate) fn space_grew(&self, chain: ControlChain) {
        self.inner.facts.spaces.put(chain.state().space(), chain);
    }

    /// Reads a space's chain again next time.
    pub(crate) fn forget_space(&self, space: SpaceId) {
        self.inner.facts.spaces.forget(&space);
    }

    /// Reads an account's chain again next time.
    pub(crate) fn forget_account(&self, account: AccountId) {
        self.inner.facts.accounts.forget(&account);
    }
}

fn named(change: &Change) -> Vec<AccountId> {
    match change {
        Change::Genesis { members, .. } => members.iter().map(|it| it.account).collect(),
        Change::DeviceBind { account, .. } => vec![*account],
        Change::MemberAdd { seat } => vec![seat.account],
        Change::CounsellorInvite { counsellor, .. } => vec![*counsellor],
        _ => Vec::new(),
    }
}

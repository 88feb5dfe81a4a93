//! Chains as the relay has verified them, kept in memory: who is who, who is in which space, who may write.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

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

/// A chain, and when the store was last asked whether it still ends there; never again, once that is in doubt.
struct Known<V> {
    value: Arc<V>,
    asked_at: Option<Instant>,
}

struct Kept<K, V>(Mutex<HashMap<K, Known<V>>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Grows> Kept<K, V> {
    /// What is known, and whether that is fresh enough to be believed unasked.
    fn get(&self, key: &K, fresh: Option<Duration>) -> Option<(Arc<V>, bool)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get(key)?;
        let holds = fresh.is_none_or(|it| known.asked_at.is_some_and(|at| at.elapsed() < it));
        Some((Arc::clone(&known.value), holds))
    }

    /// The store was asked, and it still ends there.
    fn holds(&self, key: &K) {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            known.asked_at = Some(Instant::now());
        }
    }

    /// The store is to be asked before it is believed again.
    fn doubt(&self, key: &K) {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(key) {
            known.asked_at = None;
        }
    }

    /// Keeps the longer one: what was read before a chain grew must not push out what it has become.
    fn put(&self, key: K, value: V) -> Arc<V> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let asked_at = Some(Instant::now());
        if let Some(there) = kept.get_mut(&key).filter(|it| it.value.length() >= value.length()) {
            there.asked_at = asked_at;
            return Arc::clone(&there.value);
        }
        let value = Arc::new(value);
        kept.insert(key, Known { value: Arc::clone(&value), asked_at });
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

impl Facts {
    /// The number of the newest record of a control chain that is known here.
    pub(crate) fn newest_control(&self, space: SpaceId) -> Option<u64> {
        self.spaces.get(&space, None).map(|(chain, _)| chain.state().head().seq)
    }

    /// A control chain may have grown.
    pub(crate) fn doubt_space(&self, space: SpaceId) {
        self.spaces.doubt(&space);
    }
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
        let accounts = &self.inner.facts.accounts;
        if let Some((known, holds)) = accounts.get(&account, self.fresh()) {
            if holds {
                return Ok(Some(known));
            }
            let at = self.store().account_chain(account, known.seq() + 1, 1).await?.map(|it| it.at);
            if at == Some(protocol::wire::ChainHead { seq: known.seq(), hash: known.head() }) {
                accounts.holds(&account);
                return Ok(Some(known));
            }
            accounts.forget(&account);
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
        let spaces = &self.inner.facts.spaces;
        if let Some((known, holds)) = spaces.get(&space, self.fresh()) {
            if holds {
                return Ok(known);
            }
            let stands = self.store().stand(vec![space]).await?.pop();
            if stands.is_some_and(|it| it.ctl_seq == known.state().head().seq) {
                spaces.holds(&space);
                return Ok(known);
            }
            spaces.forget(&space);
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
        if chain.state().member(account).is_some() {
            return Ok(chain);
        }
        // Another node may have let them in a moment ago.
        let chain = self.space_now(space).await?;
        chain.state().member(account).is_some().then_some(chain).ok_or(ProblemCode::NotMember.into())
    }

    /// The same, whatever this node remembers: for what must not be refused from memory.
    pub(crate) async fn space_now(&self, space: SpaceId) -> Result<Arc<ControlChain>, Refusal> {
        self.inner.facts.doubt_space(space);
        self.space(space).await
    }

    /// What an account's chain says now, whatever this node remembers.
    pub(crate) async fn account_now(&self, account: AccountId) -> Result<Option<Arc<AccountState>>, Refusal> {
        self.inner.facts.accounts.doubt(&account);
        self.account(account).await
    }

    /// The verified chains of everybody these records name.
    pub(crate) async fn accounts_named(&self, records: &[ControlRecord]) -> Result<KnownAccounts, Refusal> {
        let named: BTreeSet<AccountId> = records.iter().flat_map(|it| named(&it.record.change)).collect();
        let mut accounts = KnownAccounts::default();
        for account in named {
            if let Some(state) = self.account_now(account).await? {
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
            if let Some(state) = self.account_now(member.seat.account).await? {
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

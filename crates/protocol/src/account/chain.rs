//! An account chain with its records, as a device or the relay keeps it.

use super::record::AccountRecord;
use super::state::{AccountState, ChainRefusal};
use crate::cbor::{Blob, Wire};

/// The records of an account, verified from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChain {
    records: Vec<AccountRecord>,
    state: AccountState,
}

impl AccountChain {
    /// A chain of nothing but its genesis.
    pub fn begin(genesis: AccountRecord) -> Result<Self, ChainRefusal> {
        let state = AccountState::begin(&genesis)?;
        Ok(Self { records: vec![genesis], state })
    }

    /// Checks a whole chain. A chain from elsewhere is only as good as the fingerprint that is pinned:
    /// compare [`AccountState::fingerprint`], and [`AccountState::continues`] with what was seen before.
    pub fn verify<B: AsRef<[u8]>>(records: impl IntoIterator<Item = B>) -> Result<Self, ChainRefusal> {
        let mut records = records.into_iter();
        let genesis = records.next().ok_or(ChainRefusal::WrongGenesis)?;
        let mut chain = Self::begin(AccountRecord::from_bytes(genesis.as_ref())?)?;
        for record in records {
            chain.append(AccountRecord::from_bytes(record.as_ref())?)?;
        }
        Ok(chain)
    }

    /// Takes the next record, if it is one. After a refusal the chain is as it was.
    pub fn append(&mut self, record: AccountRecord) -> Result<(), ChainRefusal> {
        self.state.append(&record)?;
        self.records.push(record);
        Ok(())
    }

    /// What the chain says.
    pub fn state(&self) -> &AccountState {
        &self.state
    }

    /// The records in order.
    pub fn records(&self) -> &[AccountRecord] {
        &self.records
    }

    /// The records as they are stored and sent, from this number on.
    pub fn bytes_from(&self, seq: u64) -> Vec<Blob> {
        let skipped = usize::try_from(seq).unwrap_or(usize::MAX);
        let rest = self.records.iter().skip(skipped);
        rest.map(|record| Blob(record.to_bytes())).collect()
    }
}

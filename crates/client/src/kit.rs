//! A new recovery kit, made on a device that is at home already: for who lost the old one, or fears that somebody found it.

use protocol::account::{AccountChain, By, PerUserKey, VirtualDevice};
use protocol::recovery::RecoveryCode;
use protocol::wire::{AppendChain, Appended, V1};

use crate::calls;
use crate::devices::CannotEnd;
use crate::ours::Ours;
use crate::session::Session;

impl Ours {
    /// Makes a new kit and ends the old one, for which a new key is made that it does not get. The code is given back
    /// once, and must be written down.
    ///
    /// # Errors
    /// Says why not; then the old kit still opens the account.
    pub async fn new_kit(&self) -> Result<RecoveryCode, CannotEnd> {
        let token = self.fresh_token().await?;
        let (code, now) = (RecoveryCode::make(&mut self.ports.rng()), self.ports.now_ms());
        let made = self.with(|session| session.replaced_paper(code.derive_keys().public(), now));
        let (chain, next) = made.ok_or(CannotEnd::NoSuchDevice)?;
        let known = self.read(|it| it.circle.length(it.keys.account));
        let body = AppendChain { v: V1, expect_seq: known, records: chain.bytes_from(known) };
        let _: Appended = calls::send(&self.ports, &calls::extend_my_chain(&token, &body)).await?;
        self.with(|session| session.took_own_record(chain, next));
        self.work().await;
        Ok(code)
    }
}

impl Session {
    fn replaced_paper(&mut self, paper: VirtualDevice, now_ms: u64) -> Option<(AccountChain, PerUserKey)> {
        let mut chain = self.circle.chain(self.keys.account)?.clone();
        let (by, current) = (By::Device(&self.keys.device), self.keys.ring.current());
        let (record, next) = chain.state().replace_paper(by, paper, current, now_ms, &mut self.rng);
        chain.append(record).ok()?;
        Some((chain, next))
    }
}

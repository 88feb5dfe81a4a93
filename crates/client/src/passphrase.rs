//! Another passphrase: for the relay, and for the door of this device.

use protocol::account::{AccountChain, By, PerUserKey, VirtualDevice};
use protocol::wire::{RegisterFinish, Registered, V1};
use thiserror::Error;

use crate::account::{CannotCreate, register};
use crate::calls::{self, CallFailed};
use crate::lock::{self, CannotUnlock};
use crate::ours::Ours;
use crate::ports::Unreachable;
use crate::session::Session;

/// Why the passphrase was not changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotChange {
    /// The present passphrase is another one.
    #[error("the present passphrase is another one")]
    WrongPassphrase,
    /// See [`CannotCreate`].
    #[error(transparent)]
    Create(#[from] CannotCreate),
}

impl Ours {
    /// Changes the passphrase: at the relay, and for the door of this device. Other devices keep their doors.
    ///
    /// # Errors
    /// Says why not; then the old one still holds, with two exceptions: if the relay's answer got lost, or this device could not
    /// store its door, the relay may have the new one already while this door opens with the old one. The same change made again mends both.
    pub async fn change_passphrase(&self, present: &str, new: &str) -> Result<(), CannotChange> {
        match lock::unlock(&self.ports, present).await {
            Ok(_) => {}
            Err(CannotUnlock::Store(problem)) => return Err(CannotCreate::Store(problem).into()),
            Err(_) => return Err(CannotChange::WrongPassphrase),
        }
        self.look_again();
        self.work().await;
        self.work_is_done().await;
        self.replace_passphrase(new).await?;
        let local = self.read(|it| it.local.clone());
        let door = lock::shut(&self.ports, &local, new).await.map_err(CannotCreate::Store)?;
        self.ports.store.commit(&[door]).await.map_err(CannotCreate::Store)?;
        Ok(())
    }

    /// Lets another passphrase prove to the relay who is there.
    pub(crate) async fn replace_passphrase(&self, new: &str) -> Result<(), CannotCreate> {
        let (secret, name, account) =
            self.read(|it| (it.keys.bag.account_secret.clone(), it.keys.name, it.keys.account));
        let token = self.read(|it| it.sync.token.clone());
        let (token, _) = token.ok_or(CannotCreate::Call(CallFailed::Unreachable(Unreachable)))?;
        let passphrase = register(&self.ports, name, new, &secret).await?;
        let now = self.ports.now_ms();
        let made = self.with(|it| it.replaced_password(passphrase.keys.public(), now));
        let (chain, next) = made.ok_or(CannotCreate::Work)?;
        let known = self.read(|it| it.circle.length(account));
        let body = RegisterFinish {
            v: V1,
            name_hash: name,
            account,
            upload: passphrase.message.clone(),
            chain: chain.bytes_from(known),
            invitation: None,
        };
        let request = calls::post("/v1/opaque/register/finish", Some(&token), &body);
        let Registered { token, expires_ms } = calls::send(&self.ports, &request).await?;
        self.with(|session| {
            session.signed_in((token, expires_ms));
            session.took_own_record(chain, next);
        });
        self.work().await;
        Ok(())
    }
}

impl Session {
    fn replaced_password(
        &mut self,
        password: VirtualDevice,
        now_ms: u64,
    ) -> Option<(AccountChain, PerUserKey)> {
        let mut chain = self.circle.chain(self.keys.account)?.clone();
        let (by, current) = (By::Device(&self.keys.device), self.keys.ring.current());
        let state = chain.state();
        let (record, next) = state.replace_password(by, Some(password), current, now_ms, &mut self.rng);
        chain.append(record).ok()?;
        Some((chain, next))
    }

    /// A record of this device's own on the account chain, with a new generation of the own key.
    pub(crate) fn took_own_record(&mut self, chain: AccountChain, next: PerUserKey) {
        let account = self.keys.account;
        self.circle.meet(chain);
        self.keys.ring.push(next);
        self.keys.bag_changed = true;
        let writes = vec![
            self.circle.keep(account, &self.local, &mut self.rng),
            self.keys.keep(&self.local, &mut self.rng),
        ];
        self.store(writes, Vec::new());
    }
}

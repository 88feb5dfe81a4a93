//! An account that is being made: kept on this device before the relay hears of it, so that an answer that gets lost
//! does not leave behind a name that seems to be somebody else's.

use protocol::account::AccountChain;
use protocol::cbor::Blob;
use protocol::ids::NameHash;
use protocol::recovery::RecoveryCode;
use protocol::wire::{Challenge, Challenged, PROVE, ProblemCode, Prove, Proved, Token, V1, prove_message};
use zeroize::{Zeroize, Zeroizing};

use crate::calls::{self, CallFailed};
use crate::keyring::Keyring;
use crate::local::{LocalKey, key};
use crate::ports::{Ports, StoreProblem, Write};

/// See the module.
pub(crate) struct Begun {
    /// The name as it was typed.
    pub(crate) name: String,
    pub(crate) keys: Keyring,
    pub(crate) chain: AccountChain,
    pub(crate) code: RecoveryCode,
}

lean::body! {
    /// As it is written, under the machine's guard.
    struct Kept {
        #[n(0)]
        version: u8,
        #[n(1)]
        name: String,
        #[n(2)]
        local: [u8; 32],
        #[n(3)]
        keyring: Vec<u8>,
        #[n(4)]
        chain: Vec<Blob>,
        #[n(5)]
        code: String,
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.local.zeroize();
        self.code.zeroize();
    }
}

impl Begun {
    /// Keeps it, before the relay hears of it.
    pub(crate) async fn keep(&self, ports: &Ports) -> Result<(), StoreProblem> {
        let mut rng = ports.rng();
        let local = LocalKey::make(&mut rng);
        let Write::Put { value: keyring, .. } = self.keys.keep(&local, &mut rng) else { return Ok(()) };
        let kept = Kept {
            version: 1,
            name: self.name.clone(),
            local: *local.as_bytes(),
            keyring,
            chain: self.chain.bytes_from(0),
            code: self.code.to_text().to_string(),
        };
        let bytes = Zeroizing::new(lean::to_bytes(&kept));
        let value = ports.guard.wrap(&bytes).await?;
        ports.store.commit(&[Write::Put { key: key::BEGUN.into(), value }]).await
    }

    /// What was begun on this device, if anything. What cannot be read counts as nothing.
    pub(crate) async fn read(ports: &Ports) -> Result<Option<Self>, StoreProblem> {
        let Some(wrapped) = ports.store.get(key::BEGUN).await? else { return Ok(None) };
        let bytes = Zeroizing::new(ports.guard.unwrap(&wrapped).await?);
        Ok(lean::from_kept(&bytes).and_then(|kept| Self::of(&kept)))
    }

    fn of(kept: &Kept) -> Option<Self> {
        let local = LocalKey::from_bytes(kept.local);
        Some(Self {
            name: kept.name.clone(),
            keys: Keyring::read(&local, &kept.keyring).ok()?,
            chain: AccountChain::verify(&kept.chain).ok()?,
            code: RecoveryCode::parse(&kept.code).ok()?,
        })
    }

    /// Forgets it.
    pub(crate) async fn forget(ports: &Ports) -> Result<(), StoreProblem> {
        ports.store.commit(&[Write::Remove { key: key::BEGUN.into() }]).await
    }

    pub(crate) fn is_for(&self, name: NameHash) -> bool {
        self.keys.name == name
    }

    /// A session, if the relay has this account: then only its answer had got lost.
    pub(crate) async fn prove(&self, ports: &Ports) -> Result<Option<(Token, u64)>, CallFailed> {
        let (account, device) = (self.keys.account, self.keys.device.id);
        let asked = calls::send(ports, &calls::challenge(&Challenge { v: V1, account, device })).await;
        let Challenged { nonce } = asked?;
        let message = prove_message(&self.keys.relay.head_key, account, device, &nonce);
        let signature = self.keys.device.sign.sign(PROVE, &message);
        let body = Prove { v: V1, account, device, nonce, signature };
        match calls::send(ports, &calls::prove(&body)).await {
            Ok(Proved { token, expires_ms }) => Ok(Some((token, expires_ms))),
            Err(failed) if failed.code() == Some(&ProblemCode::Unauthorised) => Ok(None),
            Err(failed) => Err(failed),
        }
    }

    /// Gives the name back, if the relay has it: somebody goes on under another one.
    pub(crate) async fn let_go(self, ports: &Ports) -> Result<(), CallFailed> {
        if let Some((token, _)) = self.prove(ports).await? {
            calls::tell(ports, &calls::end_account(&token)).await?;
        }
        Ok(())
    }
}

/// The names of an account that was begun here and whose answer did not come: to sign in, and to be called by.
///
/// # Errors
/// When the local store cannot be read.
pub async fn begun(ports: &Ports) -> Result<Option<(String, String)>, StoreProblem> {
    let begun = Begun::read(ports).await?;
    Ok(begun.map(|it| (it.name, it.keys.bag.display_name)))
}

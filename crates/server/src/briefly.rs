//! What lives for a minute: half-finished sign-ins and challenges. They lie in the store, so that what was begun at one
//! node can be finished at another. Whoever reads the store can do nothing with them: a sign-in under way is sealed
//! under its own number, of which the store knows only a hash.

use opaque::ServerLoginState;
use protocol::cipher::{AeadKey, derive};
use protocol::ids::{AccountId, DeviceKeyId, LoginId};
use protocol::wire::ProblemCode;
use zeroize::Zeroizing;

use crate::gate::refusal::Refusal;
use crate::relay::{Challenge, Login, Relay, randomness};

/// How long such a thing lives.
const LIFE_MS: u64 = 60_000;

const LOGIN_PLACE: &str = "mend/v1/relay/login-place";
const LOGIN_SEAL: &str = "mend/v1/relay/login-seal";

const DEVICE: u8 = 1;
const PAPER: u8 = 2;

impl Relay {
    async fn keep_briefly(&self, key: [u8; 32], value: Vec<u8>) -> Result<(), Refusal> {
        let now_ms = self.now_ms();
        if self.store().keep_briefly(key, value, now_ms + LIFE_MS, now_ms).await? {
            return Ok(());
        }
        Err(Refusal::later(ProblemCode::Busy, 10_000))
    }

    /// Keeps a sign-in under way.
    pub(crate) async fn keep_login(&self, id: LoginId, login: &Login) -> Result<(), Refusal> {
        let account = login.account.map(|it| it.0);
        let mut plain = Zeroizing::new(vec![u8::from(account.is_some())]);
        plain.extend(account.unwrap_or_default());
        plain.extend(login.state.as_bytes());
        let sealed = AeadKey::derive(LOGIN_SEAL, &id.0).seal(&[], &plain, &mut randomness());
        self.keep_briefly(derive(LOGIN_PLACE, &id.0), sealed).await
    }

    /// Takes it up again, once.
    pub(crate) async fn take_login(&self, id: LoginId) -> Result<Option<Login>, Refusal> {
        let Some(sealed) = self.store().take_once(derive(LOGIN_PLACE, &id.0), self.now_ms()).await? else {
            return Ok(None);
        };
        let plain = AeadKey::derive(LOGIN_SEAL, &id.0).open(&[], &sealed).ok();
        Ok(plain.and_then(|plain| {
            let (known, rest) = plain.split_first()?;
            let (account, state) = rest.split_first_chunk()?;
            let account = (*known == 1).then_some(AccountId(*account));
            Some(Login { state: ServerLoginState::from_bytes(state), account })
        }))
    }

    /// Keeps what a challenge is good for.
    pub(crate) async fn keep_challenge(&self, nonce: [u8; 32], challenge: Challenge) -> Result<(), Refusal> {
        let value = match challenge {
            Challenge::Device(account, device) => [&[DEVICE], &account.0[..], &device.0].concat(),
            Challenge::Paper(account) => [&[PAPER], &account.0[..]].concat(),
        };
        self.keep_briefly(nonce, value).await
    }

    /// Takes it up, once.
    pub(crate) async fn take_challenge(&self, nonce: [u8; 32]) -> Result<Option<Challenge>, Refusal> {
        let value = self.store().take_once(nonce, self.now_ms()).await?;
        Ok(value.as_deref().and_then(read_challenge))
    }
}

fn read_challenge(value: &[u8]) -> Option<Challenge> {
    let (kind, rest) = value.split_first()?;
    let (account, rest) = rest.split_first_chunk()?;
    match *kind {
        DEVICE => Some(Challenge::Device(AccountId(*account), DeviceKeyId(rest.try_into().ok()?))),
        PAPER => rest.is_empty().then_some(Challenge::Paper(AccountId(*account))),
        _ => None,
    }
}

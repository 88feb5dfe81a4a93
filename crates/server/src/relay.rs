//! The relay: what all handlers share.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use getrandom::SysRng;
use opaque::{ServerLoginState, ServerSetup};
use protocol::ids::{AccountId, DeviceKeyId, Incarnation, NameHash};
use protocol::sign::SigningKey;
use protocol::wire::{ProblemCode, Token};
use rand_core::UnwrapErr;
use tokio::sync::Notify;
use zeroize::Zeroizing;

use crate::asset::Asset;
use crate::bus::{Hint, Switchboard, Topic};
use crate::facts::Facts;
use crate::gate::pace::{Counted, Pace};
use crate::gate::refusal::Refusal;
use crate::gate::turnstile::Turnstile;
use crate::looking;
use crate::meeting_bells::MeetingBells;
use crate::push::{self, Push, PushSettings};
use crate::sessions::Sessions;
use crate::settings::{Flow, Settings};
use crate::store::{Reach, Session, Store, StoreProblem};
use crate::watch::Tally;
use crate::watch::farewell::Farewell;

/// How long a device stays signed in without proving its key again.
const DEVICE_SESSION_MS: u64 = 30 * 24 * 60 * 60 * 1_000;
/// How long somebody who proved a passphrase or a kit has to bring in a device.
const OWN_CHAIN_SESSION_MS: u64 = 30 * 60 * 1_000;

/// The relay's own secrets. None of them opens anything that a person has written.
pub(crate) struct Keys {
    /// Signs heads.
    pub(crate) head: SigningKey,
    /// OPAQUE's.
    pub(crate) opaque: ServerSetup,
    /// Under which login names are hashed again.
    pub(crate) names: Zeroizing<[u8; 32]>,
    /// The life of the store.
    pub(crate) incarnation: Incarnation,
}

/// A sign-in under way.
pub(crate) struct Login {
    /// OPAQUE's half-way state.
    pub(crate) state: ServerLoginState,
    /// Whose; nobody's for an unknown name.
    pub(crate) account: Option<AccountId>,
}

/// What a challenge is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// Proving a device.
    Device(AccountId, DeviceKeyId),
    /// Proving a kit.
    Paper(AccountId),
}

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) settings: Settings,
    pub(crate) assets: &'static [Asset],
    pub(crate) keys: Keys,
    pub(crate) bus: Switchboard,
    /// This node's number among the others, new at each start.
    pub(crate) node: [u8; 16],
    /// Rung when what is listened to is to be looked at at once.
    pub(crate) look: Arc<Notify>,
    pub(crate) facts: Facts,
    pub(crate) turnstile: Turnstile,
    pub(crate) bells: MeetingBells,
    pub(crate) tally: Tally,
    pub(crate) farewell: Farewell,
    pub(crate) sessions: Sessions,
    /// What wakes devices, where that is wished.
    pub(crate) push: Option<Push>,
    pace: Pace,
}

/// The relay.
#[derive(Clone)]
pub struct Relay {
    pub(crate) inner: Arc<Inner>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Relay")
    }
}

/// The system's randomness. Without it nothing can go on.
pub(crate) fn randomness() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreProblem> {
    bytes.try_into().map_err(|_| StoreProblem::Broken("a key of the relay is damaged".to_owned()))
}

impl Keys {
    async fn of(store: &dyn Store) -> Result<Self, StoreProblem> {
        let seed = SigningKey::make(&mut randomness()).seed().to_vec();
        let head = Zeroizing::new(store.keep_once("head_key", seed).await?);
        let fresh = ServerSetup::make(&mut randomness()).to_bytes().to_vec();
        let opaque = Zeroizing::new(store.keep_once("opaque", fresh).await?);
        let opaque = ServerSetup::from_bytes(&opaque);
        let fresh = SigningKey::make(&mut randomness()).seed().to_vec();
        let names = Zeroizing::new(store.keep_once("name_key", fresh).await?);
        let fresh = Incarnation::make(&mut randomness()).0.to_vec();
        let incarnation = store.keep_once("incarnation", fresh).await?;
        Ok(Self {
            head: SigningKey::from_seed(&array(&head)?),
            opaque: opaque.map_err(|error| StoreProblem::Broken(error.to_string()))?,
            names: Zeroizing::new(array(&names)?),
            incarnation: Incarnation(array(&incarnation)?),
        })
    }
}

/// The key for signing to push services is made at the first start with such a setting, and shared by all nodes of a store:
/// browsers take messages from the key they were told and no other.
async fn waking(store: &dyn Store, wished: Option<&PushSettings>) -> Result<Option<Push>, StoreProblem> {
    let Some(wished) = wished else { return Ok(None) };
    let fresh = push::make_key().map_err(|error| StoreProblem::Broken(error.to_string()))?;
    let key = Zeroizing::new(store.keep_once(push::KEY, fresh).await?);
    let push = Push::of(wished, &key);
    push.map(Some).ok_or_else(|| StoreProblem::Broken("the key for push services is damaged".to_owned()))
}

impl Relay {
    /// Opens a relay over a store; makes the relay's keys when there are none yet.
    ///
    /// # Errors
    /// When the store does not work.
    pub async fn open(
        store: Arc<dyn Store>,
        settings: Settings,
        assets: &'static [Asset],
    ) -> Result<Self, StoreProblem> {
        let keys = Keys::of(&*store).await?;
        store.sweep(settings.clock.now_ms()).await?;
        let push = waking(&*store, settings.push.as_ref()).await?;
        let (bus, shared) = (settings.bus.clone(), store.is_shared());
        let inner = Arc::new_cyclic(|inner: &Weak<Inner>| Inner {
            bus: match bus {
                Some(address) => {
                    let inner = Weak::clone(inner);
                    let listens = Box::new(move |news| looking::takes(&inner, news));
                    Switchboard::over(address, keys.incarnation, listens)
                }
                None => Switchboard::alone(keys.incarnation),
            },
            node: Incarnation::make(&mut randomness()).0,
            look: Arc::default(),
            store,
            settings,
            assets,
            keys,
            facts: Facts::default(),
            turnstile: Turnstile::default(),
            bells: MeetingBells::default(),
            tally: Tally::default(),
            farewell: Farewell::default(),
            sessions: Sessions::default(),
            push,
            pace: Pace::default(),
        });
        if shared {
            looking::begin(&inner);
        }
        Ok(Self { inner })
    }

    /// Forgets sessions and invitations that are over. To be called now and then.
    ///
    /// # Errors
    /// When the store does not work.
    pub async fn sweep(&self) -> Result<(), StoreProblem> {
        self.inner.store.sweep(self.now_ms()).await
    }

    /// How old what this node remembers may be; without end when no other node writes.
    pub(crate) fn fresh(&self) -> Option<Duration> {
        self.store().is_shared().then_some(looking::FRESH)
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.inner.store
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.inner.settings.clock.now_ms()
    }

    /// A login name as the store keeps it: without the relay's key nobody can try names on a stolen store.
    pub(crate) fn kept_name(&self, name: NameHash) -> NameHash {
        NameHash(*blake3::keyed_hash(&self.inner.keys.names, name.as_bytes()).as_bytes())
    }

    /// Takes so much out of a flow, or refuses.
    pub(crate) fn pace(&self, counted: Counted, flow: Flow, amount: u32) -> Result<(), Refusal> {
        let taken = self.inner.pace.take(counted, flow, amount, self.now_ms());
        taken.map_err(|retry_ms| {
            self.inner.tally.slowed(counted);
            Refusal::later(ProblemCode::TooMany, retry_ms)
        })
    }

    /// Begins a session and gives its token away, once.
    pub(crate) async fn begin_session(
        &self,
        account: AccountId,
        reach: Reach,
    ) -> Result<(Token, u64), Refusal> {
        let life = match reach {
            Reach::Device(_) => DEVICE_SESSION_MS,
            Reach::OwnChain => OWN_CHAIN_SESSION_MS,
        };
        let expires_ms = self.now_ms() + life;
        let token = Token::make(&mut randomness());
        let session = Session { account, reach, expires_ms };
        let most = self.inner.settings.limits.sessions_per_account;
        if !self.store().begin_session(token.hash(), session, most).await? {
            return Err(ProblemCode::Unauthorised.into());
        }
        Ok((token, expires_ms))
    }

    /// The session of a token, if its time is not over.
    pub(crate) async fn session(&self, token_hash: [u8; 32]) -> Result<Option<Session>, Refusal> {
        let lives = |it: &Session| it.expires_ms > self.now_ms();
        match self.inner.sessions.find(&token_hash, self.fresh()) {
            Ok(known) => Ok(Some(known).filter(lives)),
            Err(asked) => {
                let session = self.store().session(token_hash).await?.filter(lives);
                if let Some(session) = session {
                    self.inner.sessions.keep(token_hash, session, asked);
                }
                Ok(session)
            }
        }
    }

    /// Some of an account's sessions have ended: nothing of them is believed any more, and open sockets look again.
    pub(crate) fn sessions_changed(&self, account: AccountId) {
        self.inner.sessions.ended(account);
        self.inner.bus.tell(Topic::Account(account), &Hint::Sessions);
    }
}

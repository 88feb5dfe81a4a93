//! An account with real keys, its spaces, and events sealed for them: what a device would send.

use std::net::SocketAddr;

use getrandom::SysRng;
use protocol::Wire;
use protocol::account::{AccountState, DeviceKeys, Founding, IdentityKey};
use protocol::cbor::Blob;
use protocol::event::{Anchor, DeviceHead, EventView, Payload, Placing, SealedEvent, Stamp, seal_event};
use protocol::ids::{AccountId, DeviceId, Incarnation, NameHash, RecordHash, SpaceId};
use protocol::log::Cursor;
use protocol::recovery::RecoveryCode;
use protocol::space::{Binding, ControlChain, KnownAccounts, SpaceKey, found_vault};
use protocol::wire::{
    ChainHead, NewSpace, Page, RegisterFinish, RegisterStart, RegisterStarted, Registered, ServerCard,
    SpaceMade, Token, V1,
};
use rand_core::UnwrapErr;

use crate::http::Http;

const PASSPHRASE: &[u8] = b"only for measuring";
/// Words as long as people write them on most days.
const WORDS: usize = 145;

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Somebody with an account.
pub struct Founder {
    address: SocketAddr,
    state: AccountState,
    identity: IdentityKey,
    device: DeviceKeys,
    /// Of the first device.
    pub token: Token,
}

/// A device in a space.
pub struct Seat {
    /// The space.
    pub space: SpaceId,
    account: AccountId,
    device: DeviceId,
    keys: DeviceKeys,
    key: SpaceKey,
    head: DeviceHead,
    ctl: RecordHash,
}

async fn ask<T: Wire>(address: SocketAddr, path: &str, bearer: &str, body: &impl Wire) -> anyhow::Result<T> {
    let mut http = Http::connect(address).await?;
    let (status, answer) = http.call("POST", path, bearer, &body.to_bytes()).await?;
    anyhow::ensure!(status == 200, "{path} answered {status}");
    Ok(T::from_bytes(&answer)?)
}

impl Founder {
    /// Makes an account.
    ///
    /// # Errors
    /// When the relay does not take it.
    pub async fn register(address: SocketAddr) -> anyhow::Result<Self> {
        Self::register_as(address, "measured").await
    }

    /// Makes an account under a name.
    ///
    /// # Errors
    /// When the relay does not take it.
    pub async fn register_as(address: SocketAddr, name: &str) -> anyhow::Result<Self> {
        let mut rng = rng();
        let name_hash = NameHash::of(name);
        let (started, request) = opaque::client_register_start(PASSPHRASE, &mut rng)?;
        let start = RegisterStart { v: V1, name_hash, request };
        let answer: RegisterStarted = ask(address, "/v1/opaque/register/start", "", &start).await?;
        let done = opaque::client_register_finish(started, PASSPHRASE, &answer.response, &mut rng)?;
        let (identity, device) = (IdentityKey::make(&mut rng), DeviceKeys::make(&mut rng));
        let paper = RecoveryCode::make(&mut rng).derive_keys().public();
        let account = AccountId::make(&mut rng);
        let founding =
            Founding { account, identity: &identity, device: &device, paper: &paper, password: None };
        let (genesis, _) = founding.genesis(0, &mut rng);
        let state = AccountState::begin(&genesis)?;
        let chain = vec![Blob(genesis.to_bytes())];
        let finish =
            RegisterFinish { v: V1, name_hash, account, upload: done.upload, chain, invitation: None };
        let registered: Registered = ask(address, "/v1/opaque/register/finish", "", &finish).await?;
        Ok(Self { address, state, identity, device, token: registered.token })
    }

    /// Makes a vault with the first device in it.
    ///
    /// # Errors
    /// When the relay does not take it.
    pub async fn vault(&self) -> anyhow::Result<Seat> {
        let mut rng = rng();
        let founder = protocol::space::Founder::of(&self.state);
        let (genesis, key) = found_vault("http://localhost", &founder, self.identity.signing_key(), &mut rng);
        let known: KnownAccounts = [self.state.clone()].into_iter().collect();
        let mut chain = ControlChain::verify(std::slice::from_ref(&genesis), &known)?;
        let at = ChainHead { seq: self.state.seq(), hash: self.state.head() };
        let device = DeviceId::make(&mut rng);
        let binding = Binding { device, account: self.state.account(), key: self.device.id, at };
        let bound = chain.state().bind_device(&binding, &self.device.sign);
        chain.append(&bound, &known)?;
        let records = vec![Blob(genesis.to_bytes()), Blob(bound.to_bytes())];
        let made: SpaceMade =
            ask(self.address, "/v1/spaces", &self.token.to_bearer(), &NewSpace { v: V1, records }).await?;
        Ok(Seat {
            space: made.space,
            account: self.state.account(),
            device,
            keys: self.device.clone(),
            key,
            head: DeviceHead::START,
            ctl: chain.state().head().hash,
        })
    }

    /// The beginning of a space's log.
    ///
    /// # Errors
    /// When the relay does not say.
    pub async fn start(&self, space: SpaceId) -> anyhow::Result<Cursor> {
        let (_, body) = Http::connect(self.address).await?.call("GET", "/v1/server", "", b"").await?;
        Ok(Cursor::start(space, ServerCard::from_bytes(&body)?.instance.incarnation))
    }
}

impl Seat {
    /// The newest event of this device.
    #[must_use]
    pub fn head(&self) -> DeviceHead {
        self.head
    }

    /// Goes on after an event of this device, as if none had been sealed since.
    pub fn go_on_after(&mut self, head: DeviceHead) {
        self.head = head;
    }

    /// Seals the next event.
    ///
    /// # Errors
    /// Never, for words of this length.
    pub fn seal(&mut self) -> anyhow::Result<SealedEvent> {
        let start = Cursor::start(self.space, Incarnation([0; 16]));
        let placing = Placing {
            space: self.space,
            device: self.device,
            after: self.head,
            ctl: self.ctl,
            anchor: Anchor::of(&start),
        };
        let payload = Payload {
            kind: "bench.said".to_owned(),
            schema: 1,
            author: self.account,
            stamp: Stamp { ms: 0, counter: 0 },
            base: Vec::new(),
            body: vec![b'x'; WORDS],
            fold_v: 1,
        };
        let sealed = seal_event(&placing, &payload, &self.key, &self.keys.sign, &mut rng())?;
        self.head = sealed.head;
        Ok(sealed)
    }
}

/// Where a device stands that has read a page.
///
/// # Errors
/// When what came is no event.
pub fn after(mut cursor: Cursor, page: &Page) -> anyhow::Result<Cursor> {
    for item in &page.items {
        let id = EventView::parse(&item.event.0)?.id();
        cursor.root = protocol::log::next_root(&cursor.root, id, item.recv_ms);
        cursor.seq = item.seq;
    }
    Ok(cursor)
}

//! Making an account, and coming back to a device.

use std::rc::Rc;

use protocol::account::{
    AccountChain, AccountSecret, DeviceKeys, Founding, IdentityKey, KeyBag, PukRing, RelayPin, VirtualKeys,
};
use protocol::cbor::Blob;
use protocol::ids::{AccountId, NameHash};
use protocol::recovery::RecoveryCode;
use protocol::wire::{
    Admission, ProblemCode, RegisterFinish, RegisterStart, RegisterStarted, Registered, ServerCard, Token, V1,
};
use thiserror::Error;

use crate::begun::Begun;
use crate::calls::{self, CallFailed};
use crate::keyring::{Keyring, Untold, UnwrittenKit, new_bag};
use crate::local::LocalKey;
use crate::lock::{self, CannotUnlock, LockAfter};
use crate::ours::Ours;
use crate::ports::{Ports, StoreProblem, Write};
use crate::seat::Relay;
use crate::session::{Session, Woken};
use crate::slow::{self, Job, Outcome, Step};

/// Why no account was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotCreate {
    /// Somebody has this name already.
    #[error("the name is taken")]
    NameTaken,
    /// This server takes no new accounts.
    #[error("this server takes no new accounts")]
    Closed,
    /// The server asks for a code, and none was given that lets anybody in.
    #[error("nobody is let in by this code")]
    NotAdmitted,
    /// The passphrase is empty or longer than a passphrase may be.
    #[error("the passphrase is empty or too long")]
    Passphrase,
    /// Somebody lives on this device already.
    #[error("somebody lives on this device already")]
    Occupied,
    /// The passphrase could not be worked on; there may be too little memory.
    #[error("the passphrase could not be worked on")]
    Work,
    /// The relay did not do it.
    #[error(transparent)]
    Call(CallFailed),
    /// The local store did not do it.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

impl From<CallFailed> for CannotCreate {
    fn from(failed: CallFailed) -> Self {
        match failed.code() {
            Some(ProblemCode::NameTaken) => Self::NameTaken,
            Some(ProblemCode::Closed) => Self::Closed,
            _ => Self::Call(failed),
        }
    }
}

/// A person who begins.
#[derive(Debug, Clone, Copy)]
pub struct NewAccount<'a> {
    /// A name only the two know. The relay never sees it.
    pub name: &'a str,
    /// Opens this device, and proves to the relay who is there.
    pub passphrase: &'a str,
    /// What the partner will read.
    pub display_name: &'a str,
    /// The code by which one is let in, as it was typed, where the server asks for one.
    pub admission: Option<&'a str>,
}

/// Whom a server lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetsIn {
    /// Whoever comes.
    Everybody,
    /// Who has a code of whoever runs it.
    WithCode,
    /// Nobody new.
    Nobody,
}

/// Whom the server lets in; whoever cannot be told yet is told when they come.
pub async fn lets_in(ports: &Ports) -> LetsIn {
    match calls::send(ports, &calls::admission()).await {
        Ok(Admission { who: 1 }) => LetsIn::WithCode,
        Ok(Admission { who: 2.. }) => LetsIn::Nobody,
        Ok(_) | Err(_) => LetsIn::Everybody,
    }
}

/// What proves a passphrase to the relay, and what it opens.
pub(crate) struct Passphrase {
    pub(crate) message: Vec<u8>,
    pub(crate) keys: VirtualKeys,
    server_public: [u8; 32],
}

/// Makes an account, its vault and its kit. The kit's code must be written down; see [`Ours::kit_to_write`].
///
/// # Errors
/// Says why not; nobody lives on this device then. If the answer got lost, the same name goes on where it stopped.
pub async fn create_account(
    ports: &Ports,
    new: NewAccount<'_>,
) -> Result<(Rc<Ours>, RecoveryCode), CannotCreate> {
    if lock::door(ports).await? != lock::Door::Nobody {
        return Err(CannotCreate::Occupied);
    }
    match Begun::read(ports).await? {
        Some(begun) if begun.is_for(NameHash::of(new.name)) => {
            if let Some(token) = begun.prove(ports).await? {
                return go_on(ports, begun, token, new).await;
            }
        }
        // A name that nobody comes back for stays taken, if the relay is away now: it says nothing about anybody.
        Some(begun) => begun.let_go(ports).await.unwrap_or(()),
        None => {}
    }
    let (begun, passphrase) = begin(ports, new).await?;
    begun.keep(ports).await?;
    let name = NameHash::of(new.name);
    let code = new.admission.map(|it| Blob(it.as_bytes().to_vec()));
    let who = (name, begun.keys.account, code);
    let registered = finish_registering(ports, who, &passphrase, &begun.chain).await;
    let token = match registered {
        Ok(token) => token,
        Err(failed) => {
            // A clear no; after anything else the relay may have the account all the same.
            if matches!(failed, CannotCreate::NameTaken | CannotCreate::Closed | CannotCreate::NotAdmitted) {
                Begun::forget(ports).await?;
            }
            return Err(failed);
        }
    };
    settle(ports, begun, token, new.passphrase).await
}

/// Everything of a new account that is made on this device.
async fn begin(ports: &Ports, new: NewAccount<'_>) -> Result<(Begun, Passphrase), CannotCreate> {
    let mut rng = ports.rng();
    let relay = meet_relay(ports).await?;
    let name = NameHash::of(new.name);
    let secret = AccountSecret::make(&mut rng);
    let passphrase = register(ports, name, new.passphrase, &secret).await?;
    let code = RecoveryCode::make(&mut rng);
    let (account, identity) = (AccountId::make(&mut rng), IdentityKey::make(&mut rng));
    let device = DeviceKeys::make(&mut rng);
    let founding = Founding {
        account,
        identity: &identity,
        device: &device,
        paper: &code.derive_keys().public(),
        password: Some(&passphrase.keys.public()),
    };
    let (genesis, first) = founding.genesis(ports.now_ms(), &mut rng);
    let chain = AccountChain::begin(genesis).map_err(|_| CannotCreate::Work)?;
    let pin = RelayPin {
        origin: ports.origin.to_string(),
        head_key: relay.head_key,
        opaque_public: passphrase.server_public,
    };
    let bag = new_bag(secret, identity, new.display_name, pin);
    let ring = PukRing::begin(account, first);
    let mut keys = keyring((account, name), device, ring, (bag, 0), relay);
    let kit = UnwrittenKit { name: Some(new.name.to_owned()), code: code.clone(), shown: true };
    keys.unwritten = Some(kit);
    Ok((Begun { name: new.name.to_owned(), keys, chain, code }, passphrase))
}

/// Goes on with what was begun here when the answer got lost. The passphrase may be another one by now.
async fn go_on(
    ports: &Ports,
    mut begun: Begun,
    token: (Token, u64),
    new: NewAccount<'_>,
) -> Result<(Rc<Ours>, RecoveryCode), CannotCreate> {
    new.display_name.clone_into(&mut begun.keys.bag.display_name);
    let (ours, code) = settle(ports, begun, token, new.passphrase).await?;
    // Should that fail, the earlier one still proves who is there; it opens nothing by itself.
    let _ = ours.replace_passphrase(new.passphrase).await;
    Ok((ours, code))
}

/// Moves into this device with an account that the relay has.
async fn settle(
    ports: &Ports,
    begun: Begun,
    token: (Token, u64),
    passphrase: &str,
) -> Result<(Rc<Ours>, RecoveryCode), CannotCreate> {
    let ours = move_in(ports, begun.keys, begun.chain, passphrase).await?;
    ours.with(|session| session.signed_in(token));
    found_my_vault(&ours).await?;
    Ok((ours, begun.code))
}

/// The keys of a person on a device that is new to them.
pub(crate) fn keyring(
    (account, name): (AccountId, NameHash),
    device: DeviceKeys,
    ring: PukRing,
    (bag, bag_version): (KeyBag, u64),
    relay: Relay,
) -> Keyring {
    let lock_after = LockAfter::FiveMinutes;
    let (untold, unwritten) = (Untold::default(), None);
    Keyring {
        account,
        name,
        device,
        ring,
        bag,
        bag_version,
        bag_changed: true,
        relay,
        lock_after,
        untold,
        unwritten,
    }
}

pub(crate) async fn meet_relay(ports: &Ports) -> Result<Relay, CallFailed> {
    let card: ServerCard = calls::send(ports, &calls::server()).await?;
    card.verify().map_err(|_| CallFailed::Nonsense)?;
    Ok(Relay { inc: card.instance.incarnation, head_key: card.instance.head_key })
}

/// Registers a passphrase up to the point where only the account is missing.
pub(crate) async fn register(
    ports: &Ports,
    name: NameHash,
    passphrase: &str,
    secret: &AccountSecret,
) -> Result<Passphrase, CannotCreate> {
    let mut rng = ports.rng();
    let started = opaque::client_register_start(passphrase.as_bytes(), &mut rng);
    let (state, request) = started.map_err(|_| CannotCreate::Passphrase)?;
    let body = RegisterStart { v: V1, name_hash: name, request };
    let request = calls::post("/v1/opaque/register/start", None, &body);
    let RegisterStarted { response } = calls::send(ports, &request).await?;
    let step = Step {
        state: state.as_bytes().to_vec(),
        passphrase: passphrase.to_owned(),
        response,
        seed: rng.bytes(),
    };
    match slow::run(ports, Job::Register(step)).await {
        Outcome::Done(ref proof) => Ok(Passphrase {
            message: proof.message.clone(),
            keys: VirtualKeys::derive_from_password(&proof.export_key, secret),
            server_public: proof.server_public,
        }),
        Outcome::NotLoaded => Err(StoreProblem::NotLoaded.into()),
        _ => Err(CannotCreate::Work),
    }
}

async fn finish_registering(
    ports: &Ports,
    (name_hash, account, invitation): (NameHash, AccountId, Option<Blob>),
    passphrase: &Passphrase,
    chain: &AccountChain,
) -> Result<(Token, u64), CannotCreate> {
    let body = RegisterFinish {
        v: V1,
        name_hash,
        account,
        upload: passphrase.message.clone(),
        chain: chain.bytes_from(0),
        invitation,
    };
    let request = calls::post("/v1/opaque/register/finish", None, &body);
    match calls::send(ports, &request).await {
        Ok(Registered { token, expires_ms }) => Ok((token, expires_ms)),
        Err(failed) if failed.code() == Some(&ProblemCode::Unknown) => Err(CannotCreate::NotAdmitted),
        Err(failed) => Err(failed.into()),
    }
}

/// Moves into this device: a local key behind the passphrase, and every other key sealed under it.
/// Whatever lay here before goes with the same transaction: nothing sealed under another key may be found later.
pub(crate) async fn move_in(
    ports: &Ports,
    keys: Keyring,
    chain: AccountChain,
    passphrase: &str,
) -> Result<Rc<Ours>, StoreProblem> {
    let mut rng = ports.rng();
    let local = LocalKey::make(&mut rng);
    let account = keys.account;
    let mut writes = vec![
        Write::Clear,
        lock::shut(ports, &local, passphrase).await?,
        lock::keep_ajar(ports, &local, keys.lock_after).await?,
        keys.keep(&local, &mut rng),
    ];
    let mut session = new_session(ports, keys, local.clone());
    session.circle.meet(chain);
    writes.push(session.circle.keep(account, &local, &mut rng));
    ports.store.commit(&writes).await?;
    Ok(Ours::new(session, ports.clone()))
}

fn new_session(ports: &Ports, keys: Keyring, local: LocalKey) -> Session {
    let (clock, origin) = (Rc::clone(&ports.clock), Rc::clone(&ports.origin));
    Session::new(keys, local, clock, ports.rng(), origin)
}

/// Founds the vault: here first, so that it is there even if the relay is not.
async fn found_my_vault(ours: &Rc<Ours>) -> Result<(), StoreProblem> {
    let name = ours.with(|session| {
        session.found_vault();
        session.keys.bag.display_name.clone()
    });
    // A name of nothing but spaces is refused; then there is none.
    let _ = ours.perform(domain::Command::People(domain::people::Command::CallMe(name)));
    ours.save().await?;
    // Should the relay be away by now, the vault is founded there with the next sync.
    ours.work().await;
    Ok(())
}

/// Comes back to this device with the passphrase.
///
/// # Errors
/// When it is another passphrase, nobody lives here, or the store cannot be read.
pub async fn unlock(ports: &Ports, passphrase: &str) -> Result<Rc<Ours>, CannotUnlock> {
    let local = lock::unlock(ports, passphrase).await?;
    come_in(ports, local).await
}

/// Comes back to this device while the door is ajar.
///
/// # Errors
/// `WrongPassphrase` when the door has shut meanwhile; otherwise as [`unlock`].
pub async fn resume(ports: &Ports) -> Result<Rc<Ours>, CannotUnlock> {
    let local = lock::look_through(ports).await?.ok_or(CannotUnlock::WrongPassphrase)?;
    come_in(ports, local).await
}

async fn come_in(ports: &Ports, local: LocalKey) -> Result<Rc<Ours>, CannotUnlock> {
    let Woken { session } = Session::wake(ports, local).await?;
    let ours = Ours::new(session, ports.clone());
    ours.touched().await?;
    Ok(ours)
}

//! Making an account, opening one with its kit, and coming back to a device.

use std::rc::Rc;

use protocol::account::{
    AccountChain, AccountSecret, By, DeviceKeys, Founding, Holder, IdentityKey, KeyBag, PukRing, RelayPin,
    VirtualKeys,
};
use protocol::cbor::Blob;
use protocol::ids::{AccountId, NameHash};
use protocol::recovery::{CodeProblem, RecoveryCode};
use protocol::wire;
use protocol::wire::{
    AppendChain, Appended, ProblemCode, Proved, RECOVER, RecoveryChallenge, RecoveryChallenged,
    RecoveryProve, RegisterFinish, RegisterStart, RegisterStarted, Registered, ServerCard, StoredBlob, Token,
    V1, recovery_message,
};
use thiserror::Error;

use crate::calls::{self, CallFailed};
use crate::keyring::{Keyring, new_bag};
use crate::local::LocalKey;
use crate::lock::{self, CannotUnlock, LockAfter};
use crate::ours::Ours;
use crate::ports::{Ports, StoreProblem};
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

/// Why a kit opened nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotOpenKit {
    /// The code is not one; says what is wrong with it.
    #[error(transparent)]
    Code(#[from] CodeProblem),
    /// The code is well-formed, and not the one of this name. Which of the two is wrong is not told.
    #[error("the kit and the name do not belong together")]
    WrongNameOrKit,
    /// What the relay gave for this account does not hold. Nothing was opened.
    #[error("what the relay gave does not hold")]
    Doubtful,
    /// No new account's passphrase, no new device: see [`CannotCreate`].
    #[error(transparent)]
    Create(#[from] CannotCreate),
}

impl From<CallFailed> for CannotOpenKit {
    fn from(failed: CallFailed) -> Self {
        match failed.code() {
            Some(ProblemCode::Unauthorised | ProblemCode::Unknown) => Self::WrongNameOrKit,
            _ => Self::Create(CannotCreate::Call(failed)),
        }
    }
}

impl From<StoreProblem> for CannotOpenKit {
    fn from(problem: StoreProblem) -> Self {
        Self::Create(CannotCreate::Store(problem))
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
}

/// What proves a passphrase to the relay, and what it opens.
pub(crate) struct Passphrase {
    pub(crate) message: Vec<u8>,
    pub(crate) keys: VirtualKeys,
    server_public: [u8; 32],
}

/// Makes an account, its vault and its kit. The kit's code is shown once, and must be written down.
///
/// # Errors
/// Says why not; nothing is stored on this device then.
pub async fn create_account(
    ports: &Ports,
    new: NewAccount<'_>,
) -> Result<(Rc<Ours>, RecoveryCode), CannotCreate> {
    if lock::door(ports).await? != lock::Door::Nobody {
        return Err(CannotCreate::Occupied);
    }
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
    let token = finish_registering(ports, (name, account), &passphrase, &chain).await?;
    let pin = RelayPin {
        origin: ports.origin.to_string(),
        head_key: relay.head_key,
        opaque_public: passphrase.server_public,
    };
    let bag = new_bag(secret, identity, new.display_name, pin);
    let ring = PukRing::begin(account, first);
    let keys = keyring((account, name), device, ring, (bag, 0), relay);
    let ours = move_in(ports, keys, chain, new.passphrase).await?;
    ours.with(|session| session.signed_in(token));
    found_my_vault(&ours).await?;
    Ok((ours, code))
}

/// The keys of a person on a device that is new to them.
fn keyring(
    (account, name): (AccountId, NameHash),
    device: DeviceKeys,
    ring: PukRing,
    (bag, bag_version): (KeyBag, u64),
    relay: Relay,
) -> Keyring {
    let lock_after = LockAfter::FiveMinutes;
    Keyring { account, name, device, ring, bag, bag_version, bag_changed: true, relay, lock_after }
}

async fn meet_relay(ports: &Ports) -> Result<Relay, CallFailed> {
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
        _ => Err(CannotCreate::Work),
    }
}

async fn finish_registering(
    ports: &Ports,
    (name_hash, account): (NameHash, AccountId),
    passphrase: &Passphrase,
    chain: &AccountChain,
) -> Result<(Token, u64), CannotCreate> {
    let body = RegisterFinish {
        v: V1,
        name_hash,
        account,
        upload: passphrase.message.clone(),
        chain: chain.bytes_from(0),
        invitation: None,
    };
    let request = calls::post("/v1/opaque/register/finish", None, &body);
    let Registered { token, expires_ms } = calls::send(ports, &request).await?;
    Ok((token, expires_ms))
}

/// Moves into this device: a local key behind the passphrase, and every other key sealed under it.
async fn move_in(
    ports: &Ports,
    keys: Keyring,
    chain: AccountChain,
    passphrase: &str,
) -> Result<Rc<Ours>, StoreProblem> {
    let mut rng = ports.rng();
    let local = LocalKey::make(&mut rng);
    let account = keys.account;
    let mut writes = vec![
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

/// Opens an account on this device with the code of its kit, under a new passphrase. The old kit is worth nothing
/// afterwards; the new one's code is given back, shown once, and must be written down.
///
/// # Errors
/// Says why not; nothing is stored on this device then.
pub async fn open_with_kit(
    ports: &Ports,
    name: &str,
    code_as_typed: &str,
    passphrase: &str,
) -> Result<(Rc<Ours>, RecoveryCode), CannotOpenKit> {
    let paper = RecoveryCode::parse(code_as_typed)?.derive_keys();
    if lock::door(ports).await? != lock::Door::Nobody {
        return Err(CannotCreate::Occupied.into());
    }
    if passphrase.is_empty() || passphrase.len() > opaque::LONGEST_PASSPHRASE {
        return Err(CannotCreate::Passphrase.into());
    }
    let relay = meet_relay(ports).await?;
    let name = NameHash::of(name);
    let (account, token) = prove_kit(ports, &relay, name, &paper).await?;
    let mut chain = read_my_chain(ports, &token).await?;
    let state = chain.state();
    if state.account() != account || *state.paper() != paper.public() {
        return Err(CannotOpenKit::WrongNameOrKit);
    }
    let mut ring = PukRing::open(state, Holder::Paper, &paper.wrap).map_err(|_| CannotOpenKit::Doubtful)?;
    let (bag, bag_version) = read_bag(ports, &token, &ring).await?;
    let pinned = bag.relays.iter().find(|it| *it.origin == *ports.origin);
    let same_relay = pinned.is_none_or(|it| it.head_key == relay.head_key);
    if !same_relay || bag.identity.verify_key() != state.identity() {
        return Err(CannotOpenKit::Doubtful);
    }
    let device = DeviceKeys::make(&mut ports.rng());
    let code = enter(ports, &token, &mut chain, (&paper, &device), &mut ring).await?;
    let keys = keyring((account, name), device, ring, (bag, bag_version), relay);
    let ours = move_in(ports, keys, chain, passphrase).await?;
    ours.work().await;
    // If the relay is away by now, the old passphrase still proves who is there; it opens nothing by itself.
    let _ = ours.replace_passphrase(passphrase).await;
    Ok((ours, code))
}

/// Adds this device to the chain by the paper, and replaces the paper by a new one.
async fn enter(
    ports: &Ports,
    token: &Token,
    chain: &mut AccountChain,
    (paper, device): (&VirtualKeys, &DeviceKeys),
    ring: &mut PukRing,
) -> Result<RecoveryCode, CannotOpenKit> {
    let (mut rng, now) = (ports.rng(), ports.now_ms());
    let known = chain.state().seq() + 1;
    let doubtful = |_| CannotOpenKit::Doubtful;
    let state = chain.state();
    let added = state.add_device(By::Paper(paper), device.public(), ring.current(), now, &mut rng);
    chain.append(added.accepted_by(device)).map_err(doubtful)?;
    let code = RecoveryCode::make(&mut rng);
    let (by, public) = (By::Device(device), code.derive_keys().public());
    let (replaced, next) = chain.state().replace_paper(by, public, ring.current(), now, &mut rng);
    chain.append(replaced).map_err(doubtful)?;
    ring.push(next);
    let body = AppendChain { v: V1, expect_seq: known, records: chain.bytes_from(known) };
    let _: Appended = calls::send(ports, &calls::extend_my_chain(token, &body)).await?;
    Ok(code)
}

async fn prove_kit(
    ports: &Ports,
    relay: &Relay,
    name_hash: NameHash,
    paper: &VirtualKeys,
) -> Result<(AccountId, Token), CannotOpenKit> {
    let body = RecoveryChallenge { v: V1, name_hash };
    let request = calls::post("/v1/recovery/challenge", None, &body);
    let RecoveryChallenged { account, nonce } = calls::send(ports, &request).await?;
    let signature = paper.sign.sign(RECOVER, &recovery_message(&relay.head_key, account, &nonce));
    let body = RecoveryProve { v: V1, account, nonce, signature };
    let request = calls::post("/v1/recovery/prove", None, &body);
    let Proved { token, .. } = calls::send(ports, &request).await?;
    Ok((account, token))
}

async fn read_my_chain(ports: &Ports, token: &Token) -> Result<AccountChain, CannotOpenKit> {
    let mut records: Vec<Blob> = Vec::new();
    loop {
        let request = calls::my_chain(token, records.len() as u64);
        let read: wire::AccountChain = calls::send(ports, &request).await?;
        let nothing = read.records.is_empty();
        records.extend(read.records);
        if nothing || records.len() as u64 > read.at.seq {
            return AccountChain::verify(&records).map_err(|_| CannotOpenKit::Doubtful);
        }
    }
}

async fn read_bag(ports: &Ports, token: &Token, ring: &PukRing) -> Result<(KeyBag, u64), CannotOpenKit> {
    let StoredBlob { version, body } = calls::send(ports, &calls::blob(token, calls::BAG)).await?;
    let bag = KeyBag::open(ring, &body).map_err(|_| CannotOpenKit::Doubtful)?;
    Ok((bag, version))
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

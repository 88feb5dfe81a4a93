//! The recovery kit: opening an account with it on a device that is new to it, and making another one.

use std::rc::Rc;

use protocol::account::{
    AccountChain, By, DeviceKeys, Holder, KeyBag, PerUserKey, PukRing, VirtualDevice, VirtualKeys,
};
use protocol::cbor::Blob;
use protocol::ids::{AccountId, NameHash};
use protocol::recovery::{CodeProblem, RecoveryCode};
use protocol::wire;
use protocol::wire::{
    AppendChain, Appended, ProblemCode, Proved, RECOVER, RecoveryChallenge, RecoveryChallenged,
    RecoveryProve, StoredBlob, Token, V1, recovery_message,
};
use thiserror::Error;

use crate::account::{CannotCreate, keyring, meet_relay, move_in};
use crate::calls::{self, CallFailed};
use crate::devices::CannotEnd;
use crate::keyring::UnwrittenKit;
use crate::lock;
use crate::ours::Ours;
use crate::ports::{Ports, StoreProblem};
use crate::seat::Relay;
use crate::session::Session;
use crate::sync::Notice;

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

/// Opens an account on this device with the code of its kit, under a new passphrase. Once this device is at home the
/// kit is replaced: the new one's code is given back, shown once, and must be written down. None is given back when
/// the relay was away by then; this device is in all the same, and makes a new kit with [`Ours::new_kit`].
///
/// # Errors
/// Says why not; nothing is stored on this device then, and the kit opens the account as before.
pub async fn open_with_kit(
    ports: &Ports,
    name: &str,
    code_as_typed: &str,
    passphrase: &str,
) -> Result<(Rc<Ours>, Option<RecoveryCode>), CannotOpenKit> {
    RecoveryCode::parse(code_as_typed)?;
    if lock::door(ports).await? != lock::Door::Nobody {
        return Err(CannotCreate::Occupied.into());
    }
    open_with_kit_in_place(ports, name, code_as_typed, passphrase).await
}

/// As [`open_with_kit`], on a device where somebody lives: whatever is there goes at the moment in which the kit was
/// proven and the new keys are stored, and not before. Ask first: what the relay does not have is lost.
///
/// # Errors
/// Says why not; then whoever lives here still does.
pub async fn open_with_kit_in_place(
    ports: &Ports,
    name: &str,
    code_as_typed: &str,
    passphrase: &str,
) -> Result<(Rc<Ours>, Option<RecoveryCode>), CannotOpenKit> {
    let paper = RecoveryCode::parse(code_as_typed)?.derive_keys();
    if passphrase.is_empty() || passphrase.len() > opaque::LONGEST_PASSPHRASE {
        return Err(CannotCreate::Passphrase.into());
    }
    let relay = meet_relay(ports).await?;
    let name_hash = NameHash::of(name);
    let (account, token) = prove_kit(ports, &relay, name_hash, &paper).await?;
    let (mut chain, ring, bag) = open_account(ports, &token, &relay, (Holder::Paper, &paper)).await?;
    if chain.state().account() != account {
        return Err(CannotOpenKit::Doubtful);
    }
    let device = DeviceKeys::make(&mut ports.rng());
    enter(ports, &token, &mut chain, (By::Paper(&paper), &device), &ring).await?;
    let keys = keyring((account, name_hash), device, ring, bag, relay);
    let ours = move_in(ports, keys, chain, passphrase).await?;
    ours.work().await;
    // If the relay is away by now, the old passphrase still proves who is there; it opens nothing by itself.
    let _ = ours.replace_passphrase(passphrase).await;
    // Only now, when this device can open the account by itself, may the old paper become worth nothing.
    let fresh = ours.renew_kit(Some(name.to_owned())).await.ok();
    if fresh.is_none() {
        ours.with(|session| session.sync.notices.insert(Notice::KitNotRenewed));
    }
    Ok((ours, fresh))
}

/// An account as somebody reads it who is about to come in: its chain, its keys, its bag and the bag's version.
pub(crate) type Opened = (AccountChain, PukRing, (KeyBag, u64));

/// Reads an account and opens it by the paper or the passphrase; nothing is changed by that.
pub(crate) async fn open_account(
    ports: &Ports,
    token: &Token,
    relay: &Relay,
    (holder, keys): (Holder, &VirtualKeys),
) -> Result<Opened, CannotOpenKit> {
    let chain = read_my_chain(ports, token).await?;
    let state = chain.state();
    let known = match holder {
        Holder::Paper => Some(state.paper()),
        _ => state.password(),
    };
    if known != Some(&keys.public()) {
        return Err(CannotOpenKit::WrongNameOrKit);
    }
    let ring = PukRing::open(state, holder, &keys.wrap).map_err(|_| CannotOpenKit::Doubtful)?;
    let (bag, version) = read_bag(ports, token, &ring).await?;
    let pinned = bag.relays.iter().find(|it| *it.origin == *ports.origin);
    let same_relay = pinned.is_none_or(|it| it.head_key == relay.head_key);
    if !same_relay || bag.identity.verify_key() != state.identity() {
        return Err(CannotOpenKit::Doubtful);
    }
    Ok((chain, ring, (bag, version)))
}

/// Adds this device to the chain by the paper or the passphrase, which stay as good as they were.
pub(crate) async fn enter(
    ports: &Ports,
    token: &Token,
    chain: &mut AccountChain,
    (by, device): (By<'_>, &DeviceKeys),
    ring: &PukRing,
) -> Result<(), CannotOpenKit> {
    let (mut rng, now) = (ports.rng(), ports.now_ms());
    let known = chain.state().seq() + 1;
    let state = chain.state();
    let added = state.add_device(by, device.public(), ring.current(), now, &mut rng);
    chain.append(added.accepted_by(device)).map_err(|_| CannotOpenKit::Doubtful)?;
    let body = AppendChain { v: V1, expect_seq: known, records: chain.bytes_from(known) };
    let _: Appended = calls::send(ports, &calls::extend_my_chain(token, &body)).await?;
    Ok(())
}

pub(crate) async fn prove_kit(
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

impl Ours {
    /// Makes a new kit and ends the old one, for which a new key is made that it does not get. The code is given back
    /// once, and must be written down.
    ///
    /// # Errors
    /// Says why not. If the answer got lost, the old kit may be worth nothing already: call this again until it
    /// gives a code. It is the same code then, if that is the one the relay has.
    pub async fn new_kit(&self) -> Result<RecoveryCode, CannotEnd> {
        let name = self.read(|it| it.keys.unwritten.as_ref().and_then(|kit| kit.name.clone()));
        self.renew_kit(name).await
    }

    async fn renew_kit(&self, name: Option<String>) -> Result<RecoveryCode, CannotEnd> {
        let token = self.fresh_token().await?;
        if let Some(code) = self.with(Session::kit_that_arrived) {
            return Ok(code);
        }
        let (code, now) = (RecoveryCode::make(&mut self.ports.rng()), self.ports.now_ms());
        let made = self.with(|session| session.replaced_paper(code.derive_keys().public(), now));
        let (chain, next) = made.ok_or(CannotEnd::NoSuchDevice)?;
        let known = self.read(|it| it.circle.length(it.keys.account));
        let body = AppendChain { v: V1, expect_seq: known, records: chain.bytes_from(known) };
        let kit = UnwrittenKit { name, code: code.clone(), shown: false };
        self.with(|session| session.keep_kit(Some(kit)));
        // Whatever happens from here on, the code that counts is one that somebody has.
        self.save().await?;
        let _: Appended = calls::send(&self.ports, &calls::extend_my_chain(&token, &body)).await?;
        self.with(|session| {
            session.took_own_record(chain, next);
            session.kit_that_arrived();
        });
        self.work().await;
        Ok(code)
    }

    /// The kit that counts, if it was made on this device and not typed back yet.
    #[must_use]
    pub fn kit_to_write(&self) -> Option<UnwrittenKit> {
        self.read(|it| it.kit_that_counts().cloned())
    }

    /// The kit was typed back: this device forgets its code.
    pub fn kit_is_written(&self) {
        self.with(|session| session.keep_kit(None));
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

    fn keep_kit(&mut self, kit: Option<UnwrittenKit>) {
        self.keys.unwritten = kit;
        self.keep_keys();
    }

    /// The kit that was made here, if the chain says that it is the one that counts.
    fn kit_that_counts(&self) -> Option<&UnwrittenKit> {
        let state = self.circle.state(self.keys.account)?;
        let kit = self.keys.unwritten.as_ref()?;
        (*state.paper() == kit.code.derive_keys().public()).then_some(kit)
    }

    /// The code of the kit that counts, if nobody has seen it yet.
    fn kit_that_arrived(&mut self) -> Option<RecoveryCode> {
        let code = self.kit_that_counts().filter(|it| !it.shown)?.code.clone();
        self.keys.unwritten.as_mut()?.shown = true;
        self.sync.notices.remove(&Notice::KitNotRenewed);
        self.keep_keys();
        Some(code)
    }
}

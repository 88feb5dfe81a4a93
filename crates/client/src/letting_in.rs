//! Another device of one's own: a device that is in shows a code, the new one reads it and asks for the passphrase.

use std::rc::Rc;

use protocol::account::{By, DeviceKeys, Holder, RelayPin, VirtualKeys};
use protocol::device_code::{DeviceCode, DeviceOffer};
use protocol::ids::DeviceKeyId;
use protocol::recovery::{CodeProblem, RecoveryCode};
use protocol::wire::{
    InviteMade, LoggedIn, LoginFinish, LoginStart, LoginStarted, NewInvite, ProblemCode, Slot, SlotBox,
    Token, V1,
};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::account::{CannotCreate, keyring, meet_relay, move_in};
use crate::calls::{self, CallFailed};
use crate::kit::{CannotOpenKit, enter, open_account};
use crate::lock;
use crate::ours::Ours;
use crate::ports::{Ports, StoreProblem, Unreachable};
use crate::seat::Relay;
use crate::slow::{self, Job, Outcome, Step};

/// How long a code may be used.
const CODE_MS: u64 = 10 * 60 * 1000;

/// Why a code let nobody in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotComeIn {
    /// The code is not one; says what is wrong with it.
    #[error(transparent)]
    Code(#[from] CodeProblem),
    /// It is the code of a recovery kit.
    #[error("that is the code of a recovery kit")]
    Kit,
    /// The code is for another server than this one.
    #[error("the code is for another server")]
    OtherServer {
        /// Which.
        server: String,
    },
    /// The code's time is over, it was put away, or nobody showed it.
    #[error("the code is too old")]
    Expired,
    /// The code let somebody in already.
    #[error("the code was used")]
    Used,
    /// The passphrase is another.
    #[error("another passphrase")]
    WrongPassphrase,
    /// What the relay gave for this account does not hold. Nothing was opened.
    #[error("what the relay gave does not hold")]
    Doubtful,
    /// See [`CannotCreate`].
    #[error(transparent)]
    Create(#[from] CannotCreate),
}

impl From<CallFailed> for CannotComeIn {
    fn from(failed: CallFailed) -> Self {
        match failed.code() {
            Some(ProblemCode::Unknown | ProblemCode::Expired) => Self::Expired,
            Some(ProblemCode::Used) => Self::Used,
            Some(ProblemCode::Unauthorised) => Self::WrongPassphrase,
            _ => Self::Create(CannotCreate::Call(failed)),
        }
    }
}

impl From<CannotOpenKit> for CannotComeIn {
    fn from(cannot: CannotOpenKit) -> Self {
        match cannot {
            CannotOpenKit::Create(create) => Self::Create(create),
            _ => Self::Doubtful,
        }
    }
}

impl From<StoreProblem> for CannotComeIn {
    fn from(problem: StoreProblem) -> Self {
        Self::Create(CannotCreate::Store(problem))
    }
}

/// A code that is being shown.
pub struct LettingIn {
    ours: Rc<Ours>,
    code: DeviceCode,
    /// Until when it may be used, in the relay's time: unix milliseconds.
    pub until_ms: u64,
}

impl LettingIn {
    /// To scan, or to send to oneself.
    #[must_use]
    pub fn link(&self) -> Zeroizing<String> {
        self.code.to_url(&self.ours.ports.origin)
    }

    /// To type.
    #[must_use]
    pub fn groups(&self) -> Zeroizing<Vec<String>> {
        self.code.to_groups()
    }

    /// Waits up to half a minute for the other device; true when it is in. Then the code is put away.
    ///
    /// # Errors
    /// `Expired` or `Used` when the code is over, `Doubtful` when somebody who saw it says so and no such device is in
    /// (then it is put away too), or when the relay cannot be reached.
    pub async fn came(&self) -> Result<bool, CannotComeIn> {
        let request = calls::await_slot(self.code.invite_id(), Slot::J1);
        let found: Result<SlotBox, _> = calls::send(&self.ours.ports, &request).await;
        match found {
            Ok(SlotBox { sealed, .. }) => {
                let device = self.code.open_arrival(&sealed).map_err(|_| CannotComeIn::Doubtful)?;
                let is_in = self.is_in(device).await?;
                self.put_away().await;
                if is_in { Ok(true) } else { Err(CannotComeIn::Doubtful) }
            }
            Err(CallFailed::Refused { code: ProblemCode::Unknown, retry_ms: Some(_) }) => Ok(false),
            Err(failed) => Err(failed.into()),
        }
    }

    /// Whether a device is in: whoever saw the code can say it, only one's own chain proves it.
    async fn is_in(&self, device: DeviceKeyId) -> Result<bool, CallFailed> {
        self.ours.look_again();
        self.ours.work().await;
        let (is_in, unread) = self.ours.read(|it| (it.is_at_home(device), it.sync.chain_stale));
        if unread && !is_in { Err(CallFailed::Unreachable(Unreachable)) } else { Ok(is_in) }
    }

    /// Ends the code: it lets nobody in any more, and what waits under it is given to nobody.
    pub async fn put_away(&self) {
        end(&self.ours.ports, &self.code).await;
    }
}

/// Ends a code at the relay. If it cannot be told, the code ends by itself.
async fn end(ports: &Ports, code: &DeviceCode) {
    let _ = calls::tell(ports, &calls::put_slot(code.invite_id(), Slot::X, Vec::new())).await;
}

impl Ours {
    /// Makes a code that lets another device of one's own in, together with the passphrase, once and for ten minutes.
    ///
    /// # Errors
    /// When the relay cannot be reached or has no room for it.
    pub async fn let_in(self: &Rc<Self>) -> Result<LettingIn, CallFailed> {
        let token = self.fresh_token().await?;
        let mut rng = self.ports.rng();
        let code = DeviceCode::make(&mut rng);
        let body = NewInvite { v: V1, invite: code.invite_id(), ttl_ms: CODE_MS };
        let made: InviteMade = calls::send(&self.ports, &calls::new_invite(&token, &body)).await?;
        let offer = self.read(|it| {
            let bag = &it.keys.bag;
            let pin: Option<&RelayPin> = bag.relays.iter().find(|pin| *pin.origin == *it.origin);
            Some(DeviceOffer {
                account: it.keys.account,
                name: it.keys.name,
                secret: bag.account_secret.clone(),
                fingerprint: it.circle.state(it.keys.account)?.fingerprint(),
                head_key: it.keys.relay.head_key,
                opaque_public: pin.map_or([0; 32], |pin| pin.opaque_public),
            })
        });
        let offer = offer.ok_or(CallFailed::Nonsense)?;
        let sealed = code.seal_offer(&offer, &mut rng);
        calls::tell(&self.ports, &calls::put_slot(code.invite_id(), Slot::I1, sealed)).await?;
        Ok(LettingIn { ours: Rc::clone(self), code, until_ms: made.expires_ms })
    }
}

/// Opens one's account on this device with the code that another device of one's own shows, and the passphrase.
///
/// # Errors
/// Says why not; nothing is stored on this device then, and the code may be tried again while its time lasts. A try that failed
/// late leaves a device in the list that holds nothing.
pub async fn come_in(ports: &Ports, code_as_typed: &str, passphrase: &str) -> Result<Rc<Ours>, CannotComeIn> {
    let code = read_code(ports, code_as_typed)?;
    if lock::door(ports).await? != lock::Door::Nobody {
        return Err(CannotCreate::Occupied.into());
    }
    let relay = meet_relay(ports).await?;
    let offer = read_offer(ports, &code, &relay).await?;
    let (token, password) = sign_in(ports, &offer, passphrase).await?;
    let opened = open_account(ports, &token, &relay, (Holder::Password, &password)).await?;
    let (mut chain, ring, bag) = opened;
    let state = chain.state();
    if state.account() != offer.account || state.fingerprint() != offer.fingerprint {
        return Err(CannotComeIn::Doubtful);
    }
    let device = DeviceKeys::make(&mut ports.rng());
    let arrived = code.seal_arrival(device.id, &mut ports.rng());
    enter(ports, &token, &mut chain, (By::Password(&password), &device), &ring).await?;
    let keys = keyring((offer.account, offer.name), device, ring, bag, relay);
    let ours = move_in(ports, keys, chain, passphrase).await?;
    // Whoever shows the code is told. If that gets lost, the list of devices says it all the same.
    let _ = calls::tell(ports, &calls::put_slot(code.invite_id(), Slot::J1, arrived)).await;
    end(ports, &code).await;
    ours.work().await;
    Ok(ours)
}

fn read_code(ports: &Ports, typed: &str) -> Result<DeviceCode, CannotComeIn> {
    match DeviceCode::parse(typed) {
        Ok((_, Some(server))) if server != *ports.origin => Err(CannotComeIn::OtherServer { server }),
        Ok((code, _)) => Ok(code),
        Err(_) if RecoveryCode::parse(typed).is_ok() => Err(CannotComeIn::Kit),
        Err(problem) => Err(problem.into()),
    }
}

/// What the device that is in left under the code.
async fn read_offer(ports: &Ports, code: &DeviceCode, relay: &Relay) -> Result<DeviceOffer, CannotComeIn> {
    let state: protocol::wire::InviteState = calls::send(ports, &calls::invite(code.invite_id())).await?;
    if state.answered {
        return Err(CannotComeIn::Used);
    }
    let request = calls::await_slot(code.invite_id(), Slot::I1);
    let SlotBox { sealed, .. } = calls::send(ports, &request).await?;
    let offer = code.open_offer(&sealed).map_err(|_| CannotComeIn::Doubtful)?;
    if offer.head_key != relay.head_key {
        return Err(CannotComeIn::Doubtful);
    }
    Ok(offer)
}

/// Proves the passphrase to the relay, which learns nothing of it. A name that nobody has looks like a wrong passphrase.
async fn sign_in(
    ports: &Ports,
    offer: &DeviceOffer,
    passphrase: &str,
) -> Result<(Token, VirtualKeys), CannotComeIn> {
    let mut rng = ports.rng();
    let started = opaque::client_login_start(passphrase.as_bytes(), &mut rng);
    let (state, request) = started.map_err(|_| CannotCreate::Passphrase)?;
    let body = LoginStart { v: V1, name_hash: offer.name, request };
    let request = calls::post("/v1/opaque/login/start", None, &body);
    let LoginStarted { login_id, response } = calls::send(ports, &request).await?;
    let step = Step {
        state: state.as_bytes().to_vec(),
        passphrase: passphrase.to_owned(),
        response,
        seed: rng.bytes(),
    };
    let outcome = slow::run(ports, Job::SignIn(step)).await;
    let proof = match &outcome {
        Outcome::Done(proof) => proof,
        Outcome::WrongPassphrase => return Err(CannotComeIn::WrongPassphrase),
        Outcome::NotLoaded => return Err(CannotCreate::Store(StoreProblem::NotLoaded).into()),
        _ => return Err(CannotCreate::Work.into()),
    };
    if proof.server_public != offer.opaque_public {
        return Err(CannotComeIn::Doubtful);
    }
    let body = LoginFinish { v: V1, login_id, finalization: proof.message.clone() };
    let request = calls::post("/v1/opaque/login/finish", None, &body);
    let LoggedIn { account, token, .. } = calls::send(ports, &request).await?;
    if account != offer.account {
        return Err(CannotComeIn::Doubtful);
    }
    Ok((token, VirtualKeys::derive_from_password(&proof.export_key, &offer.secret)))
}

//! Proving a key: a device's for a session, the recovery paper's for a new device. A challenge is good once.

use axum::extract::State;
use axum::http::StatusCode;
use protocol::ids::AccountId;
use protocol::sign::{Signature, SigningKey, VerifyKey};
use protocol::wire::{
    Challenge, Challenged, PROVE, ProblemCode, Prove, Proved, RECOVER, RecoveryChallenge, RecoveryChallenged,
    RecoveryProve, prove_message, recovery_message,
};
use rand_core::Rng;

use super::login::attempt;
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::SignedIn;
use crate::relay::{Challenge as Kept, Relay, randomness};
use crate::store::Reach;

async fn challenge(relay: &Relay, kept: Kept) -> Result<[u8; 32], Refusal> {
    let mut nonce = [0; 32];
    randomness().fill_bytes(&mut nonce);
    relay.keep_challenge(nonce, kept).await?;
    Ok(nonce)
}

/// Checks a signature; without a key it takes as long and fails.
fn proven(key: Option<VerifyKey>, context: &'static str, message: &[u8], signature: &Signature) -> bool {
    let nobody = || SigningKey::from_seed(&[0x6d; 32]).verify_key();
    let is_somebody = key.is_some();
    key.unwrap_or_else(nobody).verify(context, message, signature).is_ok() && is_somebody
}

/// `POST /v1/session/challenge`
pub(crate) async fn session_challenge(
    State(relay): State<Relay>,
    Cbor(body): Cbor<Challenge>,
) -> Result<Cbor<Challenged>, Refusal> {
    let nonce = challenge(&relay, Kept::Device(body.account, body.device)).await?;
    Ok(Cbor(Challenged { nonce }))
}

/// `POST /v1/session/prove`
pub(crate) async fn session_prove(
    State(relay): State<Relay>,
    Cbor(body): Cbor<Prove>,
) -> Result<Cbor<Proved>, Refusal> {
    let kept = relay.take_challenge(body.nonce).await?;
    let state = relay.account_now(body.account).await?;
    let device = state.as_ref().and_then(|it| it.active_device(body.device));
    let message = prove_message(&relay.inner.keys.head.verify_key(), body.account, body.device, &body.nonce);
    let holds = proven(device.map(|it| it.sign), PROVE, &message, &body.signature);
    if kept != Some(Kept::Device(body.account, body.device)) || !holds {
        return Err(ProblemCode::Unauthorised.into());
    }
    begin(&relay, body.account, Reach::Device(body.device)).await
}

/// `POST /v1/recovery/challenge`: a name that nobody has gets an answer that looks the same, each time.
pub(crate) async fn recovery_challenge(
    State(relay): State<Relay>,
    Cbor(body): Cbor<RecoveryChallenge>,
) -> Result<Cbor<RecoveryChallenged>, Refusal> {
    let kept = relay.kept_name(body.name_hash);
    attempt(&relay, kept)?;
    let known = relay.store().login(kept).await?.map(|(account, _)| account);
    let nobody = blake3::keyed_hash(&relay.inner.keys.names, &kept.0);
    let mut made_up = [0; 16];
    made_up.iter_mut().zip(nobody.as_bytes()).for_each(|(to, from)| *to = *from);
    let account = known.unwrap_or(AccountId(made_up));
    let nonce = challenge(&relay, Kept::Paper(account)).await?;
    Ok(Cbor(RecoveryChallenged { account, nonce }))
}

/// `POST /v1/recovery/prove`
pub(crate) async fn recovery_prove(
    State(relay): State<Relay>,
    Cbor(body): Cbor<RecoveryProve>,
) -> Result<Cbor<Proved>, Refusal> {
    let kept = relay.take_challenge(body.nonce).await?;
    let state = relay.account_now(body.account).await?;
    let message = recovery_message(&relay.inner.keys.head.verify_key(), body.account, &body.nonce);
    let holds = proven(state.map(|it| it.paper().sign), RECOVER, &message, &body.signature);
    if kept != Some(Kept::Paper(body.account)) || !holds {
        return Err(ProblemCode::Unauthorised.into());
    }
    begin(&relay, body.account, Reach::OwnChain).await
}

async fn begin(relay: &Relay, account: AccountId, reach: Reach) -> Result<Cbor<Proved>, Refusal> {
    let (token, expires_ms) = relay.begin_session(account, reach).await?;
    Ok(Cbor(Proved { token, expires_ms }))
}

/// `DELETE /v1/session`. A device that left is not woken any more.
pub(crate) async fn sign_out(State(relay): State<Relay>, who: SignedIn) -> Result<StatusCode, Refusal> {
    relay.store().end_session(who.token_hash).await?;
    if let Reach::Device(device) = who.session.reach {
        relay.store().stop_push(who.session.account, device).await?;
    }
    relay.sessions_changed(who.session.account);
    Ok(StatusCode::NO_CONTENT)
}

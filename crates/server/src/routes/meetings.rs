//! Invitations, and the slots where two devices meet before they know each other. Whoever has the link may write there,
//! each slot once; what is written is sealed under the link's secret.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::ids::InviteId;
use protocol::wire::{InviteMade, InviteState, NewInvite, ProblemCode, Slot, SlotBox, V1};
use tokio::time::{Instant, timeout_at};

use super::id;
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::relay::Relay;
use crate::store::{InviteOutcome, SlotOutcome, SlotRow};

/// The longest life of an invitation.
const LONGEST_MS: u64 = 24 * 60 * 60 * 1_000;
/// How long a request waits for the other side.
const PATIENCE: Duration = Duration::from_secs(25);

/// `POST /v1/invites`
pub(crate) async fn open(
    State(relay): State<Relay>,
    who: DeviceAuth,
    Cbor(body): Cbor<NewInvite>,
) -> Result<Cbor<InviteMade>, Refusal> {
    let now_ms = relay.now_ms();
    let expires_ms = now_ms + body.ttl_ms.min(LONGEST_MS);
    let most = relay.inner.settings.limits.invites_per_account;
    match relay.store().open_invite(body.invite, who.account, expires_ms, most, now_ms).await? {
        InviteOutcome::Open => Ok(Cbor(InviteMade { expires_ms })),
        InviteOutcome::Used => Err(ProblemCode::Used.into()),
        InviteOutcome::TooMany => Err(ProblemCode::TooMany.into()),
    }
}

/// `GET /v1/invites/{id}`
pub(crate) async fn invite(
    State(relay): State<Relay>,
    path: Path<String>,
) -> Result<Cbor<InviteState>, Refusal> {
    let invite = relay.store().invite(id(&path)?).await?.ok_or(ProblemCode::Unknown)?;
    if invite.called_off {
        return Err(ProblemCode::Used.into());
    }
    if invite.expires_ms <= relay.now_ms() {
        return Err(ProblemCode::Expired.into());
    }
    Ok(Cbor(InviteState { expires_ms: invite.expires_ms, answered: invite.answered }))
}

fn place(Path((invite, slot)): Path<(String, String)>) -> Result<(InviteId, Slot), Refusal> {
    let slot = Slot::from_text(&slot).ok_or(ProblemCode::Unknown)?;
    Ok((invite.parse().map_err(|_| ProblemCode::Unknown)?, slot))
}

/// `POST /v1/rdv/{id}/{slot}`
pub(crate) async fn put_slot(
    State(relay): State<Relay>,
    path: Path<(String, String)>,
    Cbor(body): Cbor<SlotBox>,
) -> Result<StatusCode, Refusal> {
    let (invite, slot) = place(path)?;
    match relay.store().put_slot(invite, slot, body.sealed, relay.now_ms()).await? {
        SlotOutcome::Written => {
            relay.inner.bells.ring(invite);
            relay.inner.bus.ring_beyond(invite);
            Ok(StatusCode::NO_CONTENT)
        }
        SlotOutcome::Used => Err(ProblemCode::Used.into()),
        SlotOutcome::Expired => Err(ProblemCode::Expired.into()),
        SlotOutcome::Unknown => Err(ProblemCode::Unknown.into()),
    }
}

/// `GET /v1/rdv/{id}/{slot}`: waits up to 25 seconds. Nothing there yet is `unknown` with `retry_ms`: ask again at once.
pub(crate) async fn await_slot(
    State(relay): State<Relay>,
    path: Path<(String, String)>,
) -> Result<Cbor<SlotBox>, Refusal> {
    let (invite, slot) = place(path)?;
    let until = Instant::now() + PATIENCE;
    let Some(place) = relay.inner.bells.stand(invite) else {
        return Err(Refusal::later(ProblemCode::Busy, 5_000));
    };
    loop {
        let rung = place.bell.notified();
        tokio::pin!(rung);
        // From here on a ring is heard, also one that comes while the slot is being read.
        rung.as_mut().enable();
        match relay.store().slot(invite, slot, relay.now_ms()).await? {
            SlotRow::Filled(sealed) => return Ok(Cbor(SlotBox { v: V1, sealed })),
            SlotRow::CalledOff => return Err(ProblemCode::Used.into()),
            SlotRow::Expired => return Err(ProblemCode::Expired.into()),
            SlotRow::Unknown => return Err(ProblemCode::Unknown.into()),
            SlotRow::Empty => {}
        }
        // Another node's ring may be lost, or never come: then it is looked again.
        let look_at = relay.fresh().map_or(until, |it| until.min(Instant::now() + it));
        if timeout_at(look_at, rung).await.is_err() && Instant::now() >= until {
            return Err(Refusal::later(ProblemCode::Unknown, 0));
        }
    }
}

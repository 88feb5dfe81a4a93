//! Where and when a device wants to be woken.

use axum::extract::State;
use axum::http::StatusCode;
use protocol::Wire;
use protocol::wire::{ProblemCode, PushOffer, PutPush};

use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::push::{Courier, FURTHEST_MS, LEAST_APART_MS, first, is_point};
use crate::relay::Relay;
use crate::store::PushRow;

/// `GET /v1/push`: whether this relay wakes anybody, and the key it signs with then.
pub(crate) async fn offer(State(relay): State<Relay>, _: DeviceAuth) -> Cbor<PushOffer> {
    Cbor(PushOffer { key: relay.inner.push.as_ref().map(|it| it.public()) })
}

/// `PUT /v1/push`: in the place of what this device left before. `unknown` where nobody is woken, `refused` for a push
/// service that this relay does not speak to.
pub(crate) async fn put(
    State(relay): State<Relay>,
    who: DeviceAuth,
    Cbor(body): Cbor<PutPush>,
) -> Result<StatusCode, Refusal> {
    let push = relay.inner.push.as_ref().ok_or(ProblemCode::Unknown)?;
    if Courier::target(&push.services, &body.endpoint.0).is_none() {
        return Err(ProblemCode::Refused.into());
    }
    let ends_ms = relay.now_ms().saturating_add(FURTHEST_MS);
    let apart = body
        .moments
        .array_windows()
        .all(|[one, next]| next.at_ms >= one.at_ms.saturating_add(LEAST_APART_MS));
    if !is_point(&body.p256dh) || !apart || body.moments.iter().any(|it| it.at_ms > ends_ms) {
        return Err(ProblemCode::Malformed.into());
    }
    let due_ms = first(&body.moments);
    let row = PushRow { account: who.account, device: who.device, body: body.to_bytes(), due_ms, sent_ms: 0 };
    if !relay.store().keep_push(row).await? {
        return Err(ProblemCode::Unauthorised.into());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/push`: this device is woken no more.
pub(crate) async fn stop(State(relay): State<Relay>, who: DeviceAuth) -> Result<StatusCode, Refusal> {
    relay.store().stop_push(who.account, who.device).await?;
    Ok(StatusCode::NO_CONTENT)
}

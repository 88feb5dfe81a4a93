//! Every route, on one page.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};

use crate::gate::address::Origin;
use crate::gate::pace::Counted;
use crate::relay::Relay;
use crate::routes::{
    account, assets, attachments, events, login, meetings, poll, proofs, push, server, spaces,
};
use crate::{headers, socket, watch};

/// The relay's routes, and the client's files for everything else.
pub fn router(relay: Relay) -> Router {
    let attempts = Router::new()
        .route("/v1/opaque/register/start", post(login::register_start))
        .route("/v1/opaque/register/finish", post(login::register_finish))
        .route("/v1/opaque/login/start", post(login::login_start))
        .route("/v1/opaque/login/finish", post(login::login_finish))
        .route("/v1/session/challenge", post(proofs::session_challenge))
        .route("/v1/session/prove", post(proofs::session_prove))
        .route("/v1/recovery/challenge", post(proofs::recovery_challenge))
        .route("/v1/recovery/prove", post(proofs::recovery_prove))
        .route_layer(from_fn_with_state(relay.clone(), few_attempts));
    let relayed = Router::new()
        .route("/v1/session", delete(proofs::sign_out))
        .route("/v1/account", delete(account::close))
        .route("/v1/account/chain", get(account::chain).post(account::append_chain))
        .route("/v1/account/blob/{slot}", get(account::blob).put(account::put_blob))
        .route("/v1/account/spaces", get(account::spaces))
        .route("/v1/accounts/{account}/chain", get(account::their_chain))
        .route("/v1/spaces", post(spaces::make))
        .route("/v1/spaces/{space}/ctl", get(spaces::control).post(spaces::append_control))
        .route("/v1/spaces/{space}/events", get(events::page).post(events::append))
        .route("/v1/spaces/{space}/missing", post(events::missing))
        .route("/v1/spaces/{space}/withdraw", post(events::withdraw))
        .route("/v1/invites", post(meetings::open))
        .route("/v1/invites/{invite}", get(meetings::invite))
        .route("/v1/rdv/{invite}/{slot}", get(meetings::await_slot).post(meetings::put_slot))
        .route("/v1/push", get(push::offer).put(push::put).delete(push::stop))
        .route("/v1/poll", post(poll::poll))
        .route("/v1/ws", get(socket::open))
        .route("/v1/server", get(server::card))
        .route("/v1/admission", get(server::admission))
        .route("/health", get(server::health))
        .route("/ready", get(server::ready))
        .merge(attached())
        .merge(attempts)
        .route_layer(from_fn_with_state(relay.clone(), few_requests));
    let counted = from_fn_with_state(relay.clone(), watch::count);
    relayed.fallback(assets::serve).layer(counted).layer(from_fn(headers::say)).with_state(relay)
}

fn attached() -> Router<Relay> {
    Router::new()
        .route("/v1/spaces/{space}/attachments", post(attachments::sort))
        .route("/v1/spaces/{space}/attachments/{attachment}", get(attachments::held))
        .route(
            "/v1/spaces/{space}/attachments/{attachment}/{n}",
            get(attachments::chunk).put(attachments::put_chunk),
        )
}

fn origin(relay: &Relay, request: &Request) -> [u8; 8] {
    *Origin::of(request.extensions(), request.headers(), relay.inner.settings.behind_proxy).as_bytes()
}

async fn few_attempts(State(relay): State<Relay>, request: Request, next: Next) -> Response {
    let flow = relay.inner.settings.limits.address_attempts;
    match relay.pace(Counted::Attempts(origin(&relay, &request)), flow, 1) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

async fn few_requests(State(relay): State<Relay>, request: Request, next: Next) -> Response {
    let flow = relay.inner.settings.limits.address_requests;
    match relay.pace(Counted::Requests(origin(&relay, &request)), flow, 1) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

//! What the relay says about itself.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use protocol::wire::{Admission, ServerCard, ServerInstance};

use crate::gate::body::Cbor;
use crate::relay::Relay;
use crate::settings::Registration;

/// `GET /health`: the one answer in JSON, for whoever watches over the machine.
pub(crate) async fn health(State(relay): State<Relay>) -> impl IntoResponse {
    let works = relay.store().works().await.is_ok();
    let (status, word) =
        if works { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "failing") };
    let sockets = relay.inner.turnstile.inside();
    let version = env!("CARGO_PKG_VERSION");
    let body = format!("{{\"status\":\"{word}\",\"version\":\"{version}\",\"sockets\":{sockets}}}");
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body)
}

/// `GET /ready`: whether people should be sent here, for whoever divides them among relays.
pub(crate) async fn ready(State(relay): State<Relay>) -> impl IntoResponse {
    let word = if relay.inner.farewell.is_said() {
        "leaving"
    } else if relay.store().works().await.is_err() {
        "failing"
    } else {
        "ready"
    };
    let status = if word == "ready" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = ["{\"status\":\"", word, "\"}"].concat();
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body)
}

/// `GET /v1/admission`: asked before somebody fills in a form in vain.
pub(crate) async fn admission(State(relay): State<Relay>) -> Cbor<Admission> {
    let who = match relay.inner.settings.registration {
        Registration::Open => 0,
        Registration::ByInvitation => 1,
        Registration::Closed => 2,
    };
    Cbor(Admission { who })
}

/// `GET /v1/server`
pub(crate) async fn card(State(relay): State<Relay>) -> Cbor<ServerCard> {
    let keys = &relay.inner.keys;
    let instance = ServerInstance {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        head_key: keys.head.verify_key(),
        incarnation: keys.incarnation,
        now_ms: relay.now_ms(),
    };
    Cbor(ServerCard::sign(instance, &keys.head))
}

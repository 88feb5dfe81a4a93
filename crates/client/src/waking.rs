//! Being woken: what a device leaves at the relay, so that its browser's push service is told at certain moments. It is
//! content-free on both ways; `domain::reminders` decides the moments.

use domain::Audience;
use domain::reminders::{Because, Planned};
use protocol::wire::{
    Endpoint, MOST_ENDPOINT_BYTES, MOST_MOMENTS, MOST_WATCHED, POINT_BYTES, ProblemCode, PushOffer, PutPush,
    SHARED_BYTES, V1, WakeAt, Watched,
};

use crate::calls::{self, CallFailed, Request};
use crate::ours::Ours;
use crate::ports::Method;
use crate::session::Session;

/// A browser at its push service, as the browser says it.
#[derive(Clone, PartialEq, Eq)]
pub struct Browser {
    /// Where it is told.
    pub endpoint: String,
    /// Its public key, an uncompressed point on P-256.
    pub p256dh: Vec<u8>,
    /// The secret that is shared with it.
    pub auth: Vec<u8>,
}

/// Why a device will not be woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotWoken {
    /// The relay did not answer; it can be tried again.
    Away,
    /// Whoever runs the relay lets it wake nobody, or not through this browser's push service.
    NotHere,
}

impl From<CallFailed> for NotWoken {
    fn from(failed: CallFailed) -> Self {
        match failed.code() {
            Some(ProblemCode::Unknown | ProblemCode::Refused | ProblemCode::Malformed) => Self::NotHere,
            _ => Self::Away,
        }
    }
}

fn route(method: Method, token: &protocol::wire::Token) -> Request {
    Request { method, ..calls::get("/v1/push", Some(token)) }
}

impl Ours {
    /// The key that the relay signs its requests to push services with.
    ///
    /// # Errors
    /// When there is none, or the relay does not answer.
    pub async fn waking_key(&self) -> Result<[u8; POINT_BYTES], NotWoken> {
        let token = self.fresh_token().await?;
        let offer: PushOffer = calls::send(&self.ports, &route(Method::Get, &token)).await?;
        offer.key.ok_or(NotWoken::NotHere)
    }

    /// Asks to be woken at these moments, and at no others that were asked for before.
    ///
    /// # Errors
    /// When the relay does not do it, or the browser's keys have another form.
    pub async fn wake_at(&self, browser: &Browser, planned: &[Planned]) -> Result<(), NotWoken> {
        let (Ok(p256dh), Ok(auth)) = (
            <[u8; POINT_BYTES]>::try_from(browser.p256dh.as_slice()),
            <[u8; SHARED_BYTES]>::try_from(browser.auth.as_slice()),
        ) else {
            return Err(NotWoken::NotHere);
        };
        if browser.endpoint.len() > MOST_ENDPOINT_BYTES {
            return Err(NotWoken::NotHere);
        }
        let token = self.fresh_token().await?;
        let moment =
            |it: &Planned| WakeAt { at_ms: it.at_ms, only_if_new: it.because == Because::SomethingNew };
        let body = PutPush {
            v: V1,
            endpoint: Endpoint(browser.endpoint.clone()),
            p256dh,
            auth,
            watched: self.read(Session::watched),
            moments: planned.iter().take(MOST_MOMENTS).map(moment).collect(),
        };
        let put = Request { method: Method::Put, ..calls::post("/v1/push", Some(&token), &body) };
        Ok(calls::tell(&self.ports, &put).await?)
    }

    /// Asks to be woken no more.
    ///
    /// # Errors
    /// When the relay does not answer.
    pub async fn wake_never(&self) -> Result<(), NotWoken> {
        let token = self.fresh_token().await?;
        Ok(calls::tell(&self.ports, &route(Method::Delete, &token)).await?)
    }

    /// Which minute of an hour is this device's, so that not all are woken in the same one: 0 to 59.
    #[must_use]
    pub fn own_minute(&self) -> u8 {
        self.read(|session| session.keys.device.id.0.iter().fold(0_u8, |sum, byte| sum ^ byte) % 60)
    }
}

impl Session {
    /// How far this device has read in what it shares. Its own vault is not named: who writes there is at hand.
    fn watched(&self) -> Vec<Watched> {
        let shared = self.seats.iter().filter(|it| it.audience() == Some(Audience::Ours));
        let watched = shared.map(|it| Watched { space: it.space(), seq: it.reader.cursor().seq });
        watched.take(MOST_WATCHED).collect()
    }
}

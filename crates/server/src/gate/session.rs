//! Who is asking: the bearer token of a session. The relay knows only its hash.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use protocol::ids::{AccountId, DeviceKeyId};
use protocol::wire::{ProblemCode, Token};

use super::refusal::Refusal;
use crate::relay::Relay;
use crate::store::{Reach, Session};

/// Somebody who is signed in, with whatever reach.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignedIn {
    /// The session.
    pub(crate) session: Session,
    /// The hash of its token.
    pub(crate) token_hash: [u8; 32],
}

/// A device of an account, proven by its key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeviceAuth {
    /// Whose.
    pub(crate) account: AccountId,
    /// Which.
    pub(crate) device: DeviceKeyId,
    /// The hash of its token.
    pub(crate) token_hash: [u8; 32],
}

impl SignedIn {
    /// The device, if the session has one.
    pub(crate) fn device(self) -> Result<DeviceAuth, Refusal> {
        match self.session.reach {
            Reach::Device(device) => {
                Ok(DeviceAuth { account: self.session.account, device, token_hash: self.token_hash })
            }
            Reach::OwnChain => Err(ProblemCode::Unauthorised.into()),
        }
    }
}

/// Finds the session of a token.
pub(crate) async fn session_of(relay: &Relay, token: &Token) -> Result<SignedIn, Refusal> {
    let token_hash = token.hash();
    let session = relay.session(token_hash).await?.ok_or(ProblemCode::Unauthorised)?;
    Ok(SignedIn { session, token_hash })
}

impl FromRequestParts<Relay> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Refusal> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
        let token = header.and_then(Token::from_bearer).ok_or(ProblemCode::Unauthorised)?;
        session_of(relay, &token).await
    }
}

impl FromRequestParts<Relay> for DeviceAuth {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, Refusal> {
        SignedIn::from_request_parts(parts, relay).await?.device()
    }
}

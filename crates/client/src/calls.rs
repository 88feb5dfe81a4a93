//! Requests to the relay, one function a route, and how their answers are read.

use protocol::Wire;
use protocol::ids::{AccountId, AttachmentId, InviteId, SpaceId};
use protocol::wire::{
    AppendChain, AppendControl, Challenge, NewInvite, PageQuery, Problem, ProblemCode, Prove, PutBlob,
    PutChunk, Slot, SlotBox, SortAttachments, Token,
};
use thiserror::Error;

use crate::ports::{Method, Ports, Reply, Unreachable};

/// A request that is ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Where.
    pub path: String,
    /// As whom.
    pub token: Option<Token>,
    /// With what.
    pub body: Vec<u8>,
}

/// Why a call did not do what it was for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallFailed {
    /// Nobody answered. What was asked may have been done all the same.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The relay said no.
    #[error("the relay said {}", .code.as_str())]
    Refused {
        /// Why.
        code: ProblemCode,
        /// When trying again makes sense.
        retry_ms: Option<u64>,
    },
    /// The answer is not what a relay of ours would say.
    #[error("the relay's answer cannot be read")]
    Nonsense,
}

impl CallFailed {
    /// The relay's reason, if it was the relay that said no.
    pub(crate) const fn code(&self) -> Option<&ProblemCode> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }
}

/// Sends a request and reads the answer.
pub(crate) async fn send<R: Wire>(ports: &Ports, request: &Request) -> Result<R, CallFailed> {
    let Request { method, path, token, body } = request;
    read(ports.relay.call(*method, path, token.as_ref(), body).await)
}

/// Sends a request whose answer says nothing more.
pub(crate) async fn tell(ports: &Ports, request: &Request) -> Result<(), CallFailed> {
    let Request { method, path, token, body } = request;
    checked(ports.relay.call(*method, path, token.as_ref(), body).await).map(|_| ())
}

/// The slot of the key bag.
pub(crate) const BAG: &str = "bag";

/// Reads an answer.
pub(crate) fn read<R: Wire>(reply: Result<Reply, Unreachable>) -> Result<R, CallFailed> {
    R::from_bytes(&checked(reply)?).map_err(|_| CallFailed::Nonsense)
}

fn checked(reply: Result<Reply, Unreachable>) -> Result<Vec<u8>, CallFailed> {
    let Reply { status, body } = reply?;
    match status {
        200..=299 => Ok(body),
        _ => match Problem::from_bytes(&body) {
            Ok(Problem { code, retry_ms, .. }) => Err(CallFailed::Refused { code, retry_ms }),
            // A proxy that answers for a relay that is gone.
            Err(_) if status >= 500 => Err(CallFailed::Unreachable(Unreachable)),
            Err(_) => Err(CallFailed::Nonsense),
        },
    }
}

/// A `POST` with a body.
pub(crate) fn post(path: impl Into<String>, token: Option<&Token>, body: &impl Wire) -> Request {
    let body = body.to_bytes();
    Request { method: Method::Post, path: path.into(), token: token.cloned(), body }
}

/// A `GET`.
pub(crate) fn get(path: impl Into<String>, token: Option<&Token>) -> Request {
    Request { method: Method::Get, path: path.into(), token: token.cloned(), body: Vec::new() }
}

pub(crate) fn challenge(body: &Challenge) -> Request {
    post("/v1/session/challenge", None, body)
}

pub(crate) fn prove(body: &Prove) -> Request {
    post("/v1/session/prove", None, body)
}

pub(crate) fn end_session(token: &Token) -> Request {
    Request { method: Method::Delete, ..get("/v1/session", Some(token)) }
}

pub(crate) fn end_account(token: &Token) -> Request {
    Request { method: Method::Delete, ..get("/v1/account", Some(token)) }
}

pub(crate) fn server() -> Request {
    get("/v1/server", None)
}

/// Whom the server lets in.
pub(crate) fn admission() -> Request {
    get("/v1/admission", None)
}

pub(crate) fn my_chain(token: &Token, from: u64) -> Request {
    get(format!("/v1/account/chain?from={from}"), Some(token))
}

pub(crate) fn extend_my_chain(token: &Token, body: &AppendChain) -> Request {
    post("/v1/account/chain", Some(token), body)
}

/// The chain of somebody in the same space.
pub(crate) fn their_chain(token: &Token, account: AccountId, space: SpaceId, from: u64) -> Request {
    get(format!("/v1/accounts/{account}/chain?space={space}&from={from}"), Some(token))
}

pub(crate) fn my_spaces(token: &Token) -> Request {
    get("/v1/account/spaces", Some(token))
}

pub(crate) fn blob(token: &Token, slot: &str) -> Request {
    get(format!("/v1/account/blob/{slot}"), Some(token))
}

pub(crate) fn put_blob(token: &Token, slot: &str, body: &PutBlob) -> Request {
    Request { method: Method::Put, ..post(format!("/v1/account/blob/{slot}"), Some(token), body) }
}

pub(crate) fn control(token: &Token, space: SpaceId, from: u64) -> Request {
    get(format!("/v1/spaces/{space}/ctl?from={from}"), Some(token))
}

pub(crate) fn extend_control(token: &Token, space: SpaceId, body: &AppendControl) -> Request {
    post(format!("/v1/spaces/{space}/ctl"), Some(token), body)
}

pub(crate) fn page(token: &Token, space: SpaceId, query: &PageQuery) -> Request {
    get(format!("/v1/spaces/{space}/events?{}", query.to_text()), Some(token))
}

pub(crate) fn append(token: &Token, space: SpaceId, body: &protocol::wire::Append) -> Request {
    post(format!("/v1/spaces/{space}/events"), Some(token), body)
}

pub(crate) fn missing(token: &Token, space: SpaceId, body: &protocol::wire::Frontier) -> Request {
    post(format!("/v1/spaces/{space}/missing"), Some(token), body)
}

/// Erases events at the relay.
pub(crate) fn withdraw(token: &Token, space: SpaceId, body: &protocol::wire::Withdraw) -> Request {
    post(format!("/v1/spaces/{space}/withdraw"), Some(token), body)
}

/// What the relay holds of an attachment.
pub(crate) fn attachment(token: &Token, space: SpaceId, id: AttachmentId) -> Request {
    get(format!("/v1/spaces/{space}/attachments/{id}"), Some(token))
}

/// One chunk of an attachment.
pub(crate) fn chunk(token: &Token, space: SpaceId, id: AttachmentId, n: u32) -> Request {
    get(format!("/v1/spaces/{space}/attachments/{id}/{n}"), Some(token))
}

/// Brings one chunk of an attachment that has so many.
pub(crate) fn put_chunk(
    token: &Token,
    space: SpaceId,
    (id, n): (AttachmentId, u32),
    of: u32,
    sealed: Vec<u8>,
) -> Request {
    let body = PutChunk { v: protocol::wire::V1, of, sealed };
    let path = format!("/v1/spaces/{space}/attachments/{id}/{n}");
    Request { method: Method::Put, ..post(path, Some(token), &body) }
}

/// What an event tells of now, and what goes.
pub(crate) fn sort_attachments(token: &Token, space: SpaceId, body: &SortAttachments) -> Request {
    post(format!("/v1/spaces/{space}/attachments"), Some(token), body)
}

pub(crate) fn new_invite(token: &Token, body: &NewInvite) -> Request {
    post("/v1/invites", Some(token), body)
}

pub(crate) fn invite(invite: InviteId) -> Request {
    get(format!("/v1/invites/{invite}"), None)
}

pub(crate) fn put_slot(invite: InviteId, slot: Slot, sealed: Vec<u8>) -> Request {
    let body = SlotBox { v: protocol::wire::V1, sealed };
    post(format!("/v1/rdv/{invite}/{}", slot.as_str()), None, &body)
}

/// Waits up to 25 seconds for what the other side puts there.
pub(crate) fn await_slot(invite: InviteId, slot: Slot) -> Request {
    get(format!("/v1/rdv/{invite}/{}", slot.as_str()), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::wire::{ChainHead, InviteState};

    #[test]
    fn a_proxy_that_answers_for_a_relay_that_is_gone_counts_as_unreachable() {
        let reply = Reply { status: 502, body: b"<html>".to_vec() };
        assert_eq!(read::<ChainHead>(Ok(reply)), Err(CallFailed::Unreachable(Unreachable)));
    }

    #[test]
    fn an_answer_that_is_not_ours_is_nonsense_and_not_taken() {
        let reply = Reply { status: 200, body: b"<html>".to_vec() };
        assert_eq!(read::<InviteState>(Ok(reply)), Err(CallFailed::Nonsense));
        let reply = Reply { status: 404, body: b"<html>".to_vec() };
        assert_eq!(read::<InviteState>(Ok(reply)), Err(CallFailed::Nonsense));
    }

    #[test]
    fn the_relays_reason_comes_through() {
        let body = Problem::new(ProblemCode::Used).to_bytes();
        let failed = read::<InviteState>(Ok(Reply { status: 410, body })).unwrap_err();
        assert_eq!(failed.code(), Some(&ProblemCode::Used));
    }
}

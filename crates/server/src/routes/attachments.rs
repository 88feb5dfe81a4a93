//! Attachments: sealed chunks up and down, for the members of their space.

use axum::extract::{Path, State};
use protocol::attachment::MOST_CHUNKS;
use protocol::ids::{AttachmentId, SpaceId};
use protocol::wire::{
    AttachmentHeld, ChunkStored, ProblemCode, PutChunk, SortAttachments, SortedAttachments, StoredChunk,
};

use super::id;
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::relay::Relay;
use crate::store::{Chunk, ChunkOutcome, Held, Sorted};

fn place((space, attachment): (String, String)) -> Result<(SpaceId, AttachmentId), Refusal> {
    Ok((id(&Path(space))?, id(&Path(attachment))?))
}

fn place_of_chunk(
    Path((space, attachment, n)): Path<(String, String, String)>,
) -> Result<(SpaceId, AttachmentId, u32), Refusal> {
    let (space, attachment) = place((space, attachment))?;
    // A number has one spelling in a path.
    let n = n.parse().ok().filter(|it: &u32| *it < MOST_CHUNKS && it.to_string() == n);
    n.map(|n| (space, attachment, n)).ok_or_else(|| ProblemCode::Unknown.into())
}

/// `PUT /v1/spaces/{space}/attachments/{attachment}/{n}`
pub(crate) async fn put_chunk(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<(String, String, String)>,
    Cbor(body): Cbor<PutChunk>,
) -> Result<Cbor<ChunkStored>, Refusal> {
    let (space, attachment, n) = place_of_chunk(path)?;
    relay.space_of(space, who.account).await?;
    if n >= body.of || body.of > MOST_CHUNKS || body.sealed.is_empty() {
        return Err(ProblemCode::Malformed.into());
    }
    let room = relay.inner.settings.limits.attachment_bytes;
    let (account, now_ms) = (who.account, relay.now_ms());
    let chunk = Chunk { space, account, attachment, n, of: body.of, sealed: body.sealed, now_ms, room };
    match relay.store().put_chunk(chunk).await? {
        ChunkOutcome::Stored(bytes) => Ok(Cbor(ChunkStored { bytes, room })),
        ChunkOutcome::Full => Err(ProblemCode::Full.into()),
        ChunkOutcome::Conflict => Err(ProblemCode::Conflict.into()),
        ChunkOutcome::Unknown => Err(ProblemCode::Unknown.into()),
    }
}

/// `GET /v1/spaces/{space}/attachments/{attachment}/{n}`
pub(crate) async fn chunk(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<(String, String, String)>,
) -> Result<Cbor<StoredChunk>, Refusal> {
    let (space, attachment, n) = place_of_chunk(path)?;
    relay.space_of(space, who.account).await?;
    let sealed = relay.store().chunk(space, attachment, n).await?.ok_or(ProblemCode::Unknown)?;
    Ok(Cbor(StoredChunk { sealed }))
}

/// `GET /v1/spaces/{space}/attachments/{attachment}`: from here an upload goes on. Of what was never begun nothing is there.
pub(crate) async fn held(
    State(relay): State<Relay>,
    who: DeviceAuth,
    Path(path): Path<(String, String)>,
) -> Result<Cbor<AttachmentHeld>, Refusal> {
    let (space, attachment) = place(path)?;
    relay.space_of(space, who.account).await?;
    let it = relay.store().attachment(space, attachment).await?;
    let it = it.unwrap_or(Held { of: 0, held: Vec::new(), kept: false });
    Ok(Cbor(AttachmentHeld { of: it.of, held: it.held, kept: it.kept }))
}

/// `POST /v1/spaces/{space}/attachments`: what an event tells of is kept, what is let go goes.
pub(crate) async fn sort(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    Cbor(body): Cbor<SortAttachments>,
) -> Result<Cbor<SortedAttachments>, Refusal> {
    let space: SpaceId = id(&path)?;
    relay.space_of(space, who.account).await?;
    let Sorted { kept, dropped } =
        relay.store().sort_attachments(space, who.account, body.keep, body.drop).await?;
    Ok(Cbor(SortedAttachments { kept, dropped }))
}

//! An account's own things: its chain, its blobs, the list of its spaces, its end.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use protocol::account::{AccountState, Change};
use protocol::cbor::Blob;
use protocol::ids::AccountId;
use protocol::wire::{
    AccountChain, AppendChain, Appended, BlobStored, MOST_CHAIN_BYTES, MOST_RECORDS, ProblemCode, PutBlob,
    SpaceList, StoredBlob,
};

use super::login::grow;
use super::{from, id};
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::{DeviceAuth, SignedIn};
use crate::relay::Relay;
use crate::store::{BlobOutcome, ChainOutcome, ChainRow};

/// The longest name of a blob.
const LONGEST_SLOT: usize = 32;

/// As many records as fit into one body.
pub(crate) fn fitting(rows: Vec<ChainRow>) -> Vec<Blob> {
    let mut room = MOST_CHAIN_BYTES - (8 << 10);
    let fits = |row: &ChainRow| {
        room = room.saturating_sub(row.body.len() + 8);
        room > 0
    };
    rows.into_iter().take_while(fits).map(|it| Blob(it.body)).collect()
}

async fn stretch(relay: &Relay, account: AccountId, from: u64) -> Result<Cbor<AccountChain>, Refusal> {
    let chain =
        relay.store().account_chain(account, from, MOST_RECORDS).await?.ok_or(ProblemCode::Unknown)?;
    Ok(Cbor(AccountChain { records: fitting(chain.rows), at: chain.at }))
}

/// `GET /v1/account/chain?from=`
pub(crate) async fn chain(
    State(relay): State<Relay>,
    who: SignedIn,
    RawQuery(query): RawQuery,
) -> Result<Cbor<AccountChain>, Refusal> {
    stretch(&relay, who.session.account, from(query.as_deref())?).await
}

/// `POST /v1/account/chain`
pub(crate) async fn append_chain(
    State(relay): State<Relay>,
    who: SignedIn,
    Cbor(body): Cbor<AppendChain>,
) -> Result<Cbor<Appended>, Refusal> {
    let account = who.session.account;
    let state = relay.account_now(account).await?.ok_or(ProblemCode::Unauthorised)?;
    let at = protocol::wire::ChainHead { seq: state.seq(), hash: state.head() };
    if body.expect_seq != at.seq + 1 {
        return Err(Refusal::conflict(at));
    }
    let mut next = AccountState::clone(&state);
    let (rows, changes) = grow(&mut next, &body.records)?;
    let revoked = changes.iter().filter_map(|it| match it {
        Change::DeviceRevoke { device, .. } => Some(*device),
        _ => None,
    });
    let revoked: Vec<_> = revoked.collect();
    let some_revoked = !revoked.is_empty();
    match relay.store().grow_account_chain(account, body.expect_seq, rows, revoked).await? {
        ChainOutcome::Grown(at) => {
            relay.account_grew(next);
            if some_revoked {
                relay.sessions_changed(account);
            }
            Ok(Cbor(Appended { at }))
        }
        ChainOutcome::Conflict(at) => {
            relay.forget_account(account);
            Err(Refusal::conflict(at))
        }
        ChainOutcome::Unknown => Err(ProblemCode::Unauthorised.into()),
    }
}

/// `GET /v1/accounts/{account}/chain?space=&from=`: of somebody who is or was in a space of one's own.
pub(crate) async fn their_chain(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Cbor<AccountChain>, Refusal> {
    let account: AccountId = id(&path)?;
    let space = query.iter().flat_map(|it| it.split('&')).find_map(|it| it.strip_prefix("space="));
    let space = space.and_then(|it| it.parse().ok()).ok_or(ProblemCode::Malformed)?;
    relay.space_now(space).await?;
    let shared = relay.space_of(space, who.account).await?;
    let state = shared.state();
    let was_there = state.devices().any(|(_, it)| it.account == account);
    if state.member(account).is_none() && !was_there {
        return Err(ProblemCode::NotMember.into());
    }
    stretch(&relay, account, from(query.as_deref())?).await
}

fn slot(Path(slot): Path<String>) -> Result<String, Refusal> {
    let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'_';
    if slot.is_empty() || slot.len() > LONGEST_SLOT || !slot.bytes().all(plain) {
        return Err(ProblemCode::Unknown.into());
    }
    Ok(slot)
}

/// `GET /v1/account/blob/{slot}`
pub(crate) async fn blob(
    State(relay): State<Relay>,
    who: SignedIn,
    path: Path<String>,
) -> Result<Cbor<StoredBlob>, Refusal> {
    let blob = relay.store().blob(who.session.account, slot(path)?).await?.ok_or(ProblemCode::Unknown)?;
    Ok(Cbor(StoredBlob { version: blob.version, body: blob.body }))
}

/// `PUT /v1/account/blob/{slot}`
pub(crate) async fn put_blob(
    State(relay): State<Relay>,
    who: SignedIn,
    path: Path<String>,
    Cbor(body): Cbor<PutBlob>,
) -> Result<Cbor<BlobStored>, Refusal> {
    let most = relay.inner.settings.limits.blobs_per_account;
    let put = relay.store().put_blob(who.session.account, slot(path)?, body.expect_version, body.body, most);
    match put.await? {
        BlobOutcome::Stored(version) => Ok(Cbor(BlobStored { version })),
        BlobOutcome::Conflict => Err(ProblemCode::Conflict.into()),
        BlobOutcome::TooMany => Err(ProblemCode::TooMany.into()),
    }
}

/// `GET /v1/account/spaces`
pub(crate) async fn spaces(State(relay): State<Relay>, who: SignedIn) -> Result<Cbor<SpaceList>, Refusal> {
    Ok(Cbor(SpaceList { spaces: relay.store().spaces_of(who.session.account).await? }))
}

/// `DELETE /v1/account`: only a device may do that, not a passphrase alone.
pub(crate) async fn close(State(relay): State<Relay>, who: DeviceAuth) -> Result<StatusCode, Refusal> {
    for space in relay.store().close_account(who.account).await? {
        relay.forget_space(space);
    }
    relay.forget_account(who.account);
    relay.sessions_changed(who.account);
    tracing::info!("an account was closed");
    Ok(StatusCode::NO_CONTENT)
}

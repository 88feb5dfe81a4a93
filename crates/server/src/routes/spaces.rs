//! Spaces and their control chains.

use axum::extract::{Path, RawQuery, State};
use protocol::Wire;
use protocol::cbor::Blob;
use protocol::ids::{AccountId, SpaceId};
use protocol::space::{ControlChain, ControlRecord, ControlRefused};
use protocol::wire::{
    AppendControl, Appended, ControlRecords, MOST_RECORDS, NewSpace, ProblemCode, SpaceMade,
};

use super::account::fitting;
use super::{from, id};
use crate::bus::{Hint, Topic};
use crate::facts::chain_row;
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::relay::Relay;
use crate::store::{ChainOutcome, ChainRow};

fn refused(refusal: ControlRefused) -> Refusal {
    match refusal {
        ControlRefused::Malformed => ProblemCode::Malformed.into(),
        _ => ProblemCode::Refused.into(),
    }
}

fn read(records: &[Blob]) -> Result<Vec<ControlRecord>, Refusal> {
    let read = records.iter().map(|it| ControlRecord::from_bytes(it.as_ref()));
    read.collect::<Result<_, _>>().map_err(|_| ProblemCode::Malformed.into())
}

fn rows(records: &[ControlRecord]) -> Vec<ChainRow> {
    records.iter().map(|it| chain_row(it.hash().0, it)).collect()
}

fn members(chain: &ControlChain) -> Vec<AccountId> {
    chain.state().members().map(|it| it.seat.account).collect()
}

/// `POST /v1/spaces`: said twice it is one space.
pub(crate) async fn make(
    State(relay): State<Relay>,
    who: DeviceAuth,
    Cbor(body): Cbor<NewSpace>,
) -> Result<Cbor<SpaceMade>, Refusal> {
    let records = read(&body.records)?;
    let accounts = relay.accounts_named(&records).await?;
    let chain = ControlChain::verify(&records, &accounts).map_err(refused)?;
    let space = chain.state().space();
    if chain.state().member(who.account).is_none() {
        return Err(ProblemCode::NotMember.into());
    }
    let most = relay.inner.settings.limits.spaces_per_account;
    if relay.store().spaces_of(who.account).await?.len() >= most {
        return Err(ProblemCode::TooMany.into());
    }
    match relay.store().make_space(space, rows(&records), members(&chain)).await? {
        ChainOutcome::Grown(_) => relay.space_grew(chain),
        ChainOutcome::Conflict(at) => is_the_same(&relay, space, &records, at).await?,
        ChainOutcome::Unknown => return Err(ProblemCode::Malformed.into()),
    }
    let there = relay.space(space).await?;
    let page = relay.store().page(space, 0, 1, 1).await?.ok_or(ProblemCode::Unknown)?;
    let head = relay.sign_head(space, &page.head);
    Ok(Cbor(SpaceMade { space, at: there.state().head(), head }))
}

/// An answer may have got lost on its way; what is there must begin as it was said.
async fn is_the_same(
    relay: &Relay,
    space: SpaceId,
    records: &[ControlRecord],
    at: protocol::wire::ChainHead,
) -> Result<(), Refusal> {
    let there = relay.space(space).await?;
    let same = |(record, seq): (&ControlRecord, u64)| there.state().record_at(seq) == Some(record.hash());
    if records.iter().zip(0..).all(same) {
        return Ok(());
    }
    Err(Refusal::conflict(at))
}

/// `GET /v1/spaces/{space}/ctl?from=`
pub(crate) async fn control(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Cbor<ControlRecords>, Refusal> {
    let space = id(&path)?;
    relay.space_of(space, who.account).await?;
    let from = from(query.as_deref())?;
    let chain = relay.store().control_chain(space, from, MOST_RECORDS).await?.ok_or(ProblemCode::Unknown)?;
    Ok(Cbor(ControlRecords { records: fitting(chain.rows), at: chain.at }))
}

/// `POST /v1/spaces/{space}/ctl`
pub(crate) async fn append_control(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    Cbor(body): Cbor<AppendControl>,
) -> Result<Cbor<Appended>, Refusal> {
    let space: SpaceId = id(&path)?;
    relay.space_now(space).await?;
    let there = relay.space_of(space, who.account).await?;
    if body.expect_seq != there.state().length() {
        return Err(Refusal::conflict(there.state().head()));
    }
    let records = read(&body.records)?;
    let accounts = relay.accounts_around(&there, &records).await?;
    let mut next = ControlChain::clone(&there);
    let records = next.append_checked(body.expect_seq, &body.records, &accounts).map_err(refused)?;
    let grown =
        relay.store().grow_control_chain(space, body.expect_seq, rows(&records), members(&next)).await?;
    match grown {
        ChainOutcome::Grown(at) => {
            relay.space_grew(next);
            relay.inner.bus.tell(Topic::Space(space), &Hint::Control { space, seq: at.seq });
            Ok(Cbor(Appended { at }))
        }
        ChainOutcome::Conflict(at) => {
            relay.forget_space(space);
            Err(Refusal::conflict(at))
        }
        ChainOutcome::Unknown => Err(ProblemCode::Unknown.into()),
    }
}

//! The data log: append, pages, what is missing, withdrawal.

use axum::extract::{Path, RawQuery, State};
use protocol::event::EventView;
use protocol::ids::SpaceId;
use protocol::wire::{
    Append, AppendResults, Frontier, Lacks, Page, PageQuery, ProblemCode, Withdraw, Withdrawn,
};

use super::id;
use crate::gate::body::Cbor;
use crate::gate::refusal::Refusal;
use crate::gate::session::DeviceAuth;
use crate::log::{PAGE_BYTES, is_erased_by_its_author};
use crate::relay::Relay;
use crate::store::{Found, lacking};

/// `POST /v1/spaces/{space}/events`
pub(crate) async fn append(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    Cbor(body): Cbor<Append>,
) -> Result<Cbor<AppendResults>, Refusal> {
    let results = relay.append(who.account, id(&path)?, body.events).await?;
    Ok(Cbor(AppendResults { results }))
}

/// `GET /v1/spaces/{space}/events?inc=&seq=&root=&limit=`
pub(crate) async fn page(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Cbor<Page>, Refusal> {
    let space = id(&path)?;
    let query = query.as_deref().and_then(PageQuery::from_text).ok_or(ProblemCode::Malformed)?;
    relay.space_of(space, who.account).await?;
    let (page, _) = relay.page(space, &query.cursor, query.limit, PAGE_BYTES).await?;
    Ok(Cbor(page))
}

/// `POST /v1/spaces/{space}/missing`
pub(crate) async fn missing(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    Cbor(body): Cbor<Frontier>,
) -> Result<Cbor<Lacks>, Refusal> {
    let space = id(&path)?;
    relay.space_of(space, who.account).await?;
    let heads = relay.store().device_heads(space).await?;
    Ok(Cbor(Lacks { devices: lacking(&body.devices, &heads) }))
}

/// `POST /v1/spaces/{space}/withdraw`: body and key slot of one's own events are erased now; the stub stays, so that
/// the log still verifies.
pub(crate) async fn withdraw(
    State(relay): State<Relay>,
    who: DeviceAuth,
    path: Path<String>,
    Cbor(body): Cbor<Withdraw>,
) -> Result<Cbor<Withdrawn>, Refusal> {
    let space: SpaceId = id(&path)?;
    let chain = relay.space_of(space, who.account).await?;
    let wanted = body.events.iter().map(|it| it.event).collect();
    let found = relay.store().find(space, wanted).await?;
    let own = found.into_iter().filter_map(|it| {
        let view = EventView::parse(&it.bytes).ok()?;
        let by = body.events.iter().find(|wanted| wanted.event == it.id)?.by;
        let own = is_erased_by_its_author(chain.state(), &view, &by) == Some(who.account);
        own.then(|| Found { bytes: view.erased(&by).0, ..it })
    });
    let stubs: Vec<Found> = own.collect();
    let events = stubs.iter().map(|it| it.id).collect();
    if !stubs.is_empty() {
        relay.store().erase(space, stubs).await?;
    }
    Ok(Cbor(Withdrawn { events }))
}

//! The log of a space as the routes and the sockets use it: appending, reading, signing heads.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Bytes;
use protocol::Wire;
use protocol::event::{Erasure, EventView};
use protocol::ids::{AccountId, EventId, SpaceId};
use protocol::log::{Cursor, SignedHead};
use protocol::space::{ControlChain, Right, SpaceState, Whiteout};
use protocol::wire::{AppendResult, EventBytes, Logged, MOST_PAGE_BYTES, Page, ProblemCode, ServerFrame};

use crate::bus::{Hint, Topic};
use crate::gate::pace::Counted;
use crate::gate::refusal::Refusal;
use crate::relay::Relay;
use crate::store::{AppendOutcome, Batch, EventOutcome, Incoming, LogHead};
use crate::watch::EventCounts;

/// How often an append is tried when the control chain moves under it.
const TRIES: usize = 4;
/// More events than this are checked beside the other requests, not before them.
const FEW: usize = 8;
/// The most bytes of events in one page; the rest is room for what stands around them.
pub(crate) const PAGE_BYTES: usize = MOST_PAGE_BYTES - (128 << 10);

/// What the check of one event came to.
enum Checked {
    Good(Incoming),
    Bad(EventId, ProblemCode),
}

impl Relay {
    /// Signs where a log stands. A head is never older than what it covers, though the clock be set back:
    /// readers refuse a page that claims to come from their future.
    pub(crate) fn sign_head(&self, space: SpaceId, head: &LogHead) -> SignedHead {
        let keys = &self.inner.keys;
        let at = Cursor { inc: keys.incarnation, seq: head.seq, root: head.root };
        SignedHead::sign(space, at, self.now_ms().max(head.recv_ms), &keys.head)
    }

    /// Appends events for a member; each gets its own result. What is answered as stored is durable.
    pub(crate) async fn append(
        &self,
        account: AccountId,
        space: SpaceId,
        events: Vec<EventBytes>,
    ) -> Result<Vec<AppendResult>, Refusal> {
        let begun = Instant::now();
        let limits = &self.inner.settings.limits;
        let amount = u32::try_from(events.len()).unwrap_or(u32::MAX);
        self.pace(Counted::Events(account.0), limits.account_events, amount)?;
        for _ in 0..TRIES {
            let chain = self.space_of(space, account).await?;
            let ctl_seq = chain.state().head().seq;
            let checked = check_all(chain, account, events.clone()).await?;
            if self.may_refuse_from_memory(space, ctl_seq, &checked).await? {
                continue;
            }
            let good = checked.iter().filter_map(|it| match it {
                Checked::Good(incoming) => Some(incoming.clone()),
                Checked::Bad(..) => None,
            });
            let events = good.collect();
            let batch = Batch { space, ctl_seq, quota: limits.space_bytes, now_ms: self.now_ms(), events };
            match self.store().append(batch).await? {
                AppendOutcome::Done { outcomes, before, after } => {
                    self.tell_appended(space, &checked, &outcomes, before, after);
                    let results = results(&checked, &outcomes);
                    self.inner.tally.appended(begun.elapsed(), counts(&results));
                    return Ok(results);
                }
                AppendOutcome::ControlMoved => self.forget_space(space),
                AppendOutcome::Unknown => return Err(ProblemCode::Unknown.into()),
            }
        }
        Err(Refusal::later(ProblemCode::Busy, 100))
    }

    /// Whether something is refused under a control record that is not the newest any more: another node may have let
    /// it in a moment ago.
    async fn may_refuse_from_memory(
        &self,
        space: SpaceId,
        ctl_seq: u64,
        checked: &[Checked],
    ) -> Result<bool, Refusal> {
        if self.fresh().is_none() || !checked.iter().any(|it| matches!(it, Checked::Bad(..))) {
            return Ok(false);
        }
        Ok(self.space_now(space).await?.state().head().seq != ctl_seq)
    }

    /// Sends what is new to whoever listens: encoded and signed once for all of them.
    fn tell_appended(
        &self,
        space: SpaceId,
        checked: &[Checked],
        outcomes: &[EventOutcome],
        before: LogHead,
        after: LogHead,
    ) {
        if after.seq == before.seq {
            return;
        }
        if !self.inner.bus.here().is_heard(Topic::Space(space)) {
            return self.inner.bus.tell_beyond(Topic::Space(space), &Hint::Grown { space, seq: after.seq });
        }
        let good = checked.iter().filter_map(|it| match it {
            Checked::Good(incoming) => Some(incoming),
            Checked::Bad(..) => None,
        });
        let items = good.zip(outcomes).filter_map(|(it, outcome)| match outcome {
            EventOutcome::Stored { seq, recv_ms } => {
                Some(Logged { seq: *seq, recv_ms: *recv_ms, event: EventBytes(it.bytes.clone()) })
            }
            _ => None,
        });
        let page = Page {
            inc: self.inner.keys.incarnation,
            from_seq: before.seq + 1,
            prev_root: before.root,
            items: items.collect(),
            head: self.sign_head(space, &after),
            more: false,
        };
        let frame = Bytes::from(ServerFrame::Ev { space, page }.to_bytes());
        let hint = Hint::Log { space, before: before.seq, seq: after.seq, root: after.root, frame };
        self.inner.bus.tell(Topic::Space(space), &hint);
    }

    /// A page after a cursor, and the cursor after the page; `fork` with the signed head when the log does not go
    /// through it.
    pub(crate) async fn page(
        &self,
        space: SpaceId,
        cursor: &Cursor,
        most: usize,
        most_bytes: usize,
    ) -> Result<(Page, Cursor), Refusal> {
        let read =
            self.store().page(space, cursor.seq, most, most_bytes).await?.ok_or(ProblemCode::Unknown)?;
        let head = self.sign_head(space, &read.head);
        if cursor.inc != self.inner.keys.incarnation || read.root_there != Some(cursor.root) {
            return Err(Refusal::fork(head));
        }
        let seq = read.rows.last().map_or(cursor.seq, |it| it.seq);
        let after = Cursor { inc: cursor.inc, seq, root: read.root_after.unwrap_or(cursor.root) };
        let items = read.rows.into_iter();
        let items = items
            .map(|it| Logged { seq: it.seq, recv_ms: it.recv_ms, event: EventBytes(it.bytes) })
            .collect();
        let page = Page {
            inc: cursor.inc,
            from_seq: cursor.seq + 1,
            prev_root: cursor.root,
            items,
            head,
            more: seq < read.head.seq,
        };
        Ok((page, after))
    }
}

async fn check_all(
    chain: Arc<ControlChain>,
    account: AccountId,
    events: Vec<EventBytes>,
) -> Result<Vec<Checked>, Refusal> {
    let few = events.len() <= FEW;
    let check = move || events.into_iter().map(|it| check(&chain, account, it)).collect();
    if few {
        return check();
    }
    let checked = tokio::task::spawn_blocking(check).await;
    checked.unwrap_or_else(|_| Err(Refusal::later(ProblemCode::Busy, 100)))
}

/// Checks form, rights, body and signature of one event. Every signature is checked: a page may end at any event, and
/// a reader checks the last one of each device.
fn check(chain: &ControlChain, account: AccountId, event: EventBytes) -> Result<Checked, Refusal> {
    let EventBytes(bytes) = event;
    let view = EventView::parse(&bytes).map_err(|_| ProblemCode::Malformed)?;
    let (header, id) = (*view.header(), view.id());
    let verdict = match chain.state().right(&header, id) {
        Right::Writes { .. } => chain.state().device(header.device).ok_or(ProblemCode::Refused),
        Right::NotKnown => Err(ProblemCode::Refused),
        Right::Whiteout(Whiteout::Ended | Whiteout::NotThePinned) => Err(ProblemCode::Removed),
        Right::Whiteout(Whiteout::Epoch) => Err(ProblemCode::Epoch),
        Right::Whiteout(_) => Err(ProblemCode::Refused),
    };
    // Whoever sends again what another wrote must not take its body away: only the author withdraws, and what stays
    // shows it to everybody.
    let verdict = verdict.and_then(|device| {
        let shown = view.erasure().and_then(|it| is_erased_by_its_author(chain.state(), &view, &it));
        if view.is_withdrawn() && device.account != account && shown.is_none() {
            return Err(ProblemCode::Refused);
        }
        let held = view.verify_body().and_then(|()| view.verify_signature(&device.dsk));
        held.map_err(|_| ProblemCode::Refused)
    });
    if let Err(code) = verdict {
        tracing::info!(code = code.as_str(), "refused an event");
        return Ok(Checked::Bad(id, code));
    }
    Ok(Checked::Good(Incoming { id, device: header.device, dseq: header.dseq, prev: header.prev, bytes }))
}

/// The author of an event, if it was a device of theirs that signed that it is to be erased.
pub(crate) fn is_erased_by_its_author(
    state: &SpaceState,
    event: &EventView<'_>,
    by: &Erasure,
) -> Option<AccountId> {
    let author = state.device(event.header().device)?.account;
    let signer = state.device(by.device).filter(|it| it.account == author)?;
    by.verify(event.id(), &signer.dsk).is_ok().then_some(author)
}

fn counts(results: &[AppendResult]) -> EventCounts {
    let mut counts = EventCounts::default();
    for result in results {
        match result {
            AppendResult::Stored { .. } => counts.stored += 1,
            AppendResult::Duplicate { .. } => counts.duplicate += 1,
            AppendResult::Refused { .. } => counts.refused += 1,
        }
    }
    counts
}

fn results(checked: &[Checked], outcomes: &[EventOutcome]) -> Vec<AppendResult> {
    let mut outcomes = outcomes.iter();
    let result = |it: &Checked| match it {
        Checked::Bad(id, code) => AppendResult::Refused { id: *id, code: code.clone() },
        Checked::Good(incoming) => result(incoming.id, outcomes.next()),
    };
    checked.iter().map(result).collect()
}

fn result(id: EventId, outcome: Option<&EventOutcome>) -> AppendResult {
    let refused = |code| {
        tracing::info!(code = ProblemCode::as_str(&code), "refused an event");
        AppendResult::Refused { id, code }
    };
    match outcome {
        Some(EventOutcome::Stored { seq, recv_ms }) => {
            AppendResult::Stored { id, seq: *seq, recv_ms: *recv_ms }
        }
        Some(EventOutcome::Duplicate { seq, recv_ms }) => {
            AppendResult::Duplicate { id, seq: *seq, recv_ms: *recv_ms }
        }
        Some(EventOutcome::DeviceFork) => refused(ProblemCode::DeviceFork),
        Some(EventOutcome::Gap) => refused(ProblemCode::Gap),
        Some(EventOutcome::Full) => refused(ProblemCode::Full),
        None => refused(ProblemCode::Busy),
    }
}

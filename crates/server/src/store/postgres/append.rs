//! The append. What became of each event is worked out from what is known of the space; then one statement moves the
//! head from where it was thought to stand and writes the events beside it. When the head stands elsewhere, because
//! another node has written, nothing is done, the space is read again, and it is worked out anew.

use std::collections::HashMap;

use protocol::event::DeviceHead;
use protocol::ids::{DeviceId, EventId, SpaceId};
use protocol::log::next_root;

use super::columns::{fixed, number, signed};
use super::failed::{Failed, Tries};
use super::lines::{Lines, Link};
use crate::store::{AppendOutcome, Batch, EventOutcome, Incoming, LogHead, StoreProblem};

/// Numbers in a log and in a device's chain end here, as in every store.
const MOST: u64 = 0xffff_ffff;

/// A space as it was last known to stand.
#[derive(Debug, Clone)]
pub(super) struct LiveSpace {
    ctl_seq: u64,
    head: LogHead,
    bytes: u64,
    devices: HashMap<DeviceId, DeviceHead>,
}

/// An event that is there already.
struct Held {
    device: DeviceId,
    dseq: u64,
    id: EventId,
    seq: u64,
    recv_ms: u64,
}

/// An event that gets a place.
struct Placed<'a> {
    event: &'a Incoming,
    head: LogHead,
}

/// What is to become of some batches.
struct Plan<'a> {
    after: LiveSpace,
    placed: Vec<Placed<'a>>,
    outcomes: Vec<AppendOutcome>,
    /// Something was refused: that must not be said from memory.
    refuses: bool,
}

/// What became of batches, and how the space stands now; `None` for a space that is not there.
pub(super) type Appended = (Option<LiveSpace>, Vec<AppendOutcome>);

/// Appends batches of one space, beginning with what is known of it.
pub(super) async fn append(
    lines: &Lines,
    space: SpaceId,
    mut known: Option<LiveSpace>,
    batches: &[&Batch],
) -> Result<Appended, StoreProblem> {
    let mut tries = Tries::begin();
    loop {
        let from_memory = known.is_some();
        match attempt(lines, space, known.take(), batches).await {
            Ok(Some(appended)) => return Ok(appended),
            // Memory was behind: the database is asked at once.
            Ok(None) if from_memory => {}
            Ok(None) => tries.next(Failed::Again).await?,
            Err(failed) => tries.next(failed).await?,
        }
    }
}

/// `None` when what is known was not how it is.
async fn attempt(
    lines: &Lines,
    space: SpaceId,
    known: Option<LiveSpace>,
    batches: &[&Batch],
) -> Result<Option<Appended>, Failed> {
    let link = lines.shared_at(usize::from(space.0[0])).await?;
    let from_memory = known.is_some();
    let live = match known {
        Some(live) => Some(live),
        None => load(&link, space).await?,
    };
    let Some(live) = live else {
        return Ok(Some((None, vec![AppendOutcome::Unknown; batches.len()])));
    };
    let held = held(&link, space, &live, batches).await?;
    let plan = Plan::of(&live, batches, &held);
    if plan.refuses && from_memory {
        return Ok(None);
    }
    if !plan.placed.is_empty() && !write(&link, space, &live, &plan).await? {
        return Ok(None);
    }
    Ok(Some((Some(plan.after), plan.outcomes)))
}

async fn load(link: &Link, space: SpaceId) -> Result<Option<LiveSpace>, Failed> {
    // The head first: whatever is written in between then moves it.
    let found = link
        .row("SELECT ctl_seq, head_seq, head_root, recv_ms, bytes FROM spaces WHERE space=$1", &[&space.0])
        .await?;
    let Some(row) = found else { return Ok(None) };
    let head = LogHead { seq: number(&row, 1)?, root: fixed(&row, 2)?, recv_ms: number(&row, 3)? };
    let devices = devices(link, space).await?.into_iter().collect();
    Ok(Some(LiveSpace { ctl_seq: number(&row, 0)?, head, bytes: number(&row, 4)?, devices }))
}

/// How far each device's chain is held.
pub(super) async fn devices(link: &Link, space: SpaceId) -> Result<Vec<(DeviceId, DeviceHead)>, Failed> {
    let found = link.rows("SELECT device, dseq, id FROM devices WHERE space=$1", &[&space.0]).await?;
    let read = found.iter().map(|row| {
        let head = DeviceHead { dseq: number(row, 1)?, id: EventId(fixed(row, 2)?) };
        Ok((DeviceId(fixed(row, 0)?), head))
    });
    read.collect()
}

/// Those of the events whose places in their devices' chains are taken.
async fn held(
    link: &Link,
    space: SpaceId,
    live: &LiveSpace,
    batches: &[&Batch],
) -> Result<Vec<Held>, Failed> {
    let old = |it: &&Incoming| live.devices.get(&it.device).is_some_and(|head| it.dseq <= head.dseq);
    let (mut devices, mut dseqs) = (Vec::new(), Vec::new());
    for event in batches.iter().flat_map(|it| &it.events).filter(old) {
        devices.push(event.device.0.as_slice());
        dseqs.push(signed(event.dseq));
    }
    if devices.is_empty() {
        return Ok(Vec::new());
    }
    let find = "SELECT device, dseq, id, seq, recv_ms FROM events WHERE space=$1
     AND (device, dseq) IN (SELECT * FROM unnest($2::BYTEA[], $3::BIGINT[]))";
    let found = link.rows(find, &[&space.0, &devices, &dseqs]).await?;
    let read = found.iter().map(|row| {
        let (device, id) = (DeviceId(fixed(row, 0)?), EventId(fixed(row, 2)?));
        Ok(Held { device, dseq: number(row, 1)?, id, seq: number(row, 3)?, recv_ms: number(row, 4)? })
    });
    read.collect()
}

impl<'a> Plan<'a> {
    fn of(live: &LiveSpace, batches: &[&'a Batch], held: &[Held]) -> Self {
        let mut plan = Plan { after: live.clone(), placed: Vec::new(), outcomes: Vec::new(), refuses: false };
        for batch in batches {
            let outcome = plan.take_batch(batch, held);
            plan.outcomes.push(outcome);
        }
        plan
    }

    fn take_batch(&mut self, batch: &'a Batch, held: &[Held]) -> AppendOutcome {
        if batch.ctl_seq != self.after.ctl_seq {
            self.refuses = true;
            return AppendOutcome::ControlMoved;
        }
        let before = self.after.head;
        // The relay's clock may be set back, and another node's may be ahead; the log's goes on from batch to batch.
        let recv_ms = batch.now_ms.max(before.recv_ms.saturating_add(1));
        let outcomes = batch.events.iter().map(|it| self.take(batch, it, recv_ms, held)).collect();
        AppendOutcome::Done { outcomes, before, after: self.after.head }
    }

    fn take(&mut self, batch: &Batch, event: &'a Incoming, recv_ms: u64, held: &[Held]) -> EventOutcome {
        let head = self.after.devices.get(&event.device).copied().unwrap_or(DeviceHead::START);
        if event.dseq <= head.dseq {
            return match self.there(event, held) {
                Some((id, seq, recv_ms)) if id == event.id => EventOutcome::Duplicate { seq, recv_ms },
                _ => self.refuse(EventOutcome::DeviceFork),
            };
        }
        if event.dseq != head.dseq + 1 {
            return self.refuse(EventOutcome::Gap);
        }
        if event.prev != head.id {
            return self.refuse(EventOutcome::DeviceFork);
        }
        let length = event.bytes.len() as u64;
        let log = self.after.head;
        if self.after.bytes + length > batch.quota || log.seq >= MOST || event.dseq >= MOST {
            return self.refuse(EventOutcome::Full);
        }
        let head = LogHead { seq: log.seq + 1, root: next_root(&log.root, event.id, recv_ms), recv_ms };
        self.after.head = head;
        self.after.bytes += length;
        self.after.devices.insert(event.device, DeviceHead { dseq: event.dseq, id: event.id });
        self.placed.push(Placed { event, head });
        EventOutcome::Stored { seq: head.seq, recv_ms }
    }

    fn refuse(&mut self, outcome: EventOutcome) -> EventOutcome {
        self.refuses = true;
        outcome
    }

    /// What stands at the event's place in its device's chain: in the database, or placed a moment ago.
    fn there(&self, event: &Incoming, held: &[Held]) -> Option<(EventId, u64, u64)> {
        let held = held.iter().find(|it| it.device == event.device && it.dseq == event.dseq);
        let placed = || {
            let same = |it: &&Placed<'_>| it.event.device == event.device && it.event.dseq == event.dseq;
            self.placed.iter().find(same).map(|it| (it.event.id, it.head.seq, it.head.recv_ms))
        };
        held.map(|it| (it.id, it.seq, it.recv_ms)).or_else(placed)
    }
}

/// One statement, one space: the head moves and the events are written, or neither.
const WRITE: &str = "
WITH moved AS (
  UPDATE spaces SET head_seq=$5, head_root=$6, recv_ms=$7, bytes=$8
  WHERE space=$1 AND head_seq=$2 AND head_root=$3 AND ctl_seq=$4 RETURNING space
), written AS (
  INSERT INTO events(space, seq, device, dseq, id, root, recv_ms, bytes)
  SELECT moved.space, it.* FROM moved CROSS JOIN unnest($9::BIGINT[], $10::BYTEA[], $11::BIGINT[], $12::BYTEA[],
   $13::BYTEA[], $14::BIGINT[], $15::BYTEA[]) AS it(seq, device, dseq, id, root, recv_ms, bytes)
), stands AS (
  INSERT INTO devices(space, device, dseq, id)
  SELECT moved.space, it.* FROM moved CROSS JOIN unnest($16::BYTEA[], $17::BIGINT[], $18::BYTEA[]) AS it(device, dseq, id)
  ON CONFLICT (space, device) DO UPDATE SET dseq=excluded.dseq, id=excluded.id
)
SELECT count(*) FROM moved";

/// Columns of what is written, each beside the others.
fn column<'a, T>(placed: &'a [Placed<'_>], of: impl Fn(&'a Placed<'_>) -> T) -> Vec<T> {
    placed.iter().map(of).collect()
}

async fn write(link: &Link, space: SpaceId, before: &LiveSpace, plan: &Plan<'_>) -> Result<bool, Failed> {
    let (placed, after) = (&plan.placed, &plan.after);
    let seqs = column(placed, |it| signed(it.head.seq));
    let devices = column(placed, |it| it.event.device.0.as_slice());
    let dseqs = column(placed, |it| signed(it.event.dseq));
    let ids = column(placed, |it| it.event.id.0.as_slice());
    let roots = column(placed, |it| it.head.root.as_slice());
    let recvs = column(placed, |it| signed(it.head.recv_ms));
    let bytes = column(placed, |it| it.event.bytes.as_slice());
    // The newest of each device says where its chain stands.
    let newest =
        |it: &&Placed<'_>| after.devices.get(&it.event.device).is_some_and(|head| head.id == it.event.id);
    let stands: Vec<&Incoming> = placed.iter().filter(newest).map(|it| it.event).collect();
    let stand_devices: Vec<&[u8]> = stands.iter().map(|it| it.device.0.as_slice()).collect();
    let stand_dseqs: Vec<i64> = stands.iter().map(|it| signed(it.dseq)).collect();
    let stand_ids: Vec<&[u8]> = stands.iter().map(|it| it.id.0.as_slice()).collect();
    let (from, to) = (signed(before.head.seq), signed(after.head.seq));
    let (ctl, recv_ms, size) = (signed(before.ctl_seq), signed(after.head.recv_ms), signed(after.bytes));
    let (root, next_root) = (&before.head.root, &after.head.root);
    let head: super::lines::With<'_> = &[&space.0, &from, root, &ctl, &to, next_root, &recv_ms, &size];
    let events: super::lines::With<'_> = &[&seqs, &devices, &dseqs, &ids, &roots, &recvs, &bytes];
    let stands: super::lines::With<'_> = &[&stand_devices, &stand_dseqs, &stand_ids];
    let moved = link.row(WRITE, &[head, events, stands].concat()).await?;
    Ok(moved.map_or(Ok(0), |row| number(&row, 0))? == 1)
}

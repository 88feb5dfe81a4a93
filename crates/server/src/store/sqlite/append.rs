//! The append: order, uniqueness and room are decided here, in one place, by one thread.

use protocol::ids::EventId;
use protocol::log::next_root;
use rusqlite::{OptionalExtension, params};

use super::live::{LiveDevice, LiveSpace, enter};
use super::tail::{LOWER, Waiting};
use super::writer::Writing;
use super::{signed, unsigned};
use crate::store::{AppendOutcome, Batch, EventOutcome, Incoming, LogHead};

/// Appends a batch; each event gets its own outcome.
pub(super) fn append(writing: &mut Writing<'_>, batch: &Batch) -> rusqlite::Result<AppendOutcome> {
    let Some(mut live) = writing.take_space(batch.space)? else { return Ok(AppendOutcome::Unknown) };
    if live.ctl_seq != batch.ctl_seq {
        writing.put_space(batch.space, live);
        return Ok(AppendOutcome::ControlMoved);
    }
    let before = live.head;
    // The relay's clock may be set back; the log's never goes back. Nor does it stand still between two batches: what
    // answers a record of this log is then never of the same millisecond, whatever the devices' clocks say.
    let recv_ms = batch.now_ms.max(before.recv_ms.saturating_add(1));
    let outcomes: rusqlite::Result<Vec<_>> =
        batch.events.iter().map(|event| take(writing, &mut live, batch, (event, recv_ms))).collect();
    let after = live.head;
    // After an error the writer forgets all spaces, and this one with them.
    let outcomes = outcomes?;
    writing.put_space(batch.space, live);
    Ok(AppendOutcome::Done { outcomes, before, after })
}

fn take(
    writing: &mut Writing<'_>,
    live: &mut LiveSpace,
    batch: &Batch,
    (event, recv_ms): (&Incoming, u64),
) -> rusqlite::Result<EventOutcome> {
    let known = live.devices.get(&event.device).copied();
    let head = known.map(|it| it.head);
    let (dseq, last) = head.map_or((0, EventId([0; 32])), |it| (it.dseq, it.id));
    if event.dseq <= dseq {
        let there = known.map_or(Ok(None), |device| held(writing, live, batch, device, event.dseq))?;
        return Ok(match there {
            Some(held) if held.id == event.id => {
                EventOutcome::Duplicate { seq: held.seq, recv_ms: held.recv_ms }
            }
            _ => EventOutcome::DeviceFork,
        });
    }
    if event.dseq != dseq + 1 {
        return Ok(EventOutcome::Gap);
    }
    if event.prev != last {
        return Ok(EventOutcome::DeviceFork);
    }
    let length = event.bytes.len() as u64;
    let most = unsigned(LOWER);
    if live.bytes + length > batch.quota || live.head.seq >= most || event.dseq >= most {
        return Ok(EventOutcome::Full);
    }
    let device = enter(writing.db(), live, event.device)?;
    insert(writing, live, batch, (event, recv_ms), device)
}

fn insert(
    writing: &mut Writing<'_>,
    live: &mut LiveSpace,
    batch: &Batch,
    (event, recv_ms): (&Incoming, u64),
    device: LiveDevice,
) -> rusqlite::Result<EventOutcome> {
    let seq = live.head.seq + 1;
    let head = LogHead { seq, root: next_root(&live.head.root, event.id, recv_ms), recv_ms };
    let link = device.number << 32 | signed(event.dseq);
    let row = writing.next_row();
    writing
        .db()
        .prepare_cached(
            "INSERT INTO arrivals(row, place, link, id, root, recv_ms, bytes) VALUES(?,?,?,?,?,?,?)",
        )?
        .execute(params![
            row,
            live.number << 32 | signed(seq),
            link,
            event.id.0,
            head.root,
            signed(recv_ms),
            event.bytes
        ])?;
    writing.arrived(batch.space, Waiting { row, link }, head);
    live.head = head;
    live.bytes += event.bytes.len() as u64;
    if let Some(known) = live.devices.get_mut(&event.device) {
        known.head.dseq = event.dseq;
        known.head.id = event.id;
    }
    Ok(EventOutcome::Stored { seq, recv_ms })
}

struct Held {
    id: EventId,
    seq: u64,
    recv_ms: u64,
}

/// The event a device has at a place of its chain: settled, waiting, or arrived in this very commit.
fn held(
    writing: &Writing<'_>,
    live: &LiveSpace,
    batch: &Batch,
    device: LiveDevice,
    dseq: u64,
) -> rusqlite::Result<Option<Held>> {
    let link = device.number << 32 | signed(dseq);
    let mut settled = writing.db().prepare_cached("SELECT seq FROM chains WHERE link=?")?;
    let seq: Option<i64> = settled.query_row([link], |row| row.get(0)).optional()?;
    let (find, key) = match seq {
        Some(seq) => ("SELECT id, place, recv_ms FROM events WHERE place=?", live.number << 32 | seq),
        None => match writing.row_of_link(batch.space, link) {
            Some(row) => ("SELECT id, place, recv_ms FROM arrivals WHERE row=?", row),
            None => return Ok(None),
        },
    };
    let mut find = writing.db().prepare_cached(find)?;
    find.query_row([key], |row| {
        let place: i64 = row.get(1)?;
        Ok(Held { id: EventId(row.get(0)?), seq: unsigned(place & LOWER), recv_ms: unsigned(row.get(2)?) })
    })
    .optional()
}

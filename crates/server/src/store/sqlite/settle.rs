//! Settling: events that arrived one after another move into their space's order, many neighbours at a time, and
//! the stretch they came from is erased. A slice of it rides along with each commit, more of it when nothing else is
//! to be done. Until a row has settled it is found through the tail; nothing is ever in neither place.

use std::collections::VecDeque;

use protocol::ids::{EventId, SpaceId};
use rusqlite::{Connection, params};

use super::tail::{LOWER, Waiting};
use super::writer::Writing;
use super::{signed, unsigned};

/// When a stretch is closed, and how fast it settles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Events that wait before a stretch is closed.
    pub(super) stretch: usize,
    /// Events that wait before a stretch is closed while nothing else is to be done.
    pub(super) idle_stretch: usize,
    /// Rows settled or erased for each row that arrives.
    pub(super) per_arrival: usize,
    /// Rows settled or erased at once while nothing else is to be done.
    pub(super) idle_slice: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { stretch: 32_768, idle_stretch: 16_384, per_arrival: 3, idle_slice: 256 }
    }
}

/// How far settling has come.
#[derive(Debug, Default)]
pub(super) struct Settling {
    closed: VecDeque<SpaceId>,
    boundary: i64,
    erased: i64,
}

impl Settling {
    /// Whether a stretch is being settled.
    pub(super) fn is_under_way(&self) -> bool {
        !self.closed.is_empty() || self.erased < self.boundary
    }

    fn close(&mut self, writing: &Writing<'_>) {
        let (spaces, newest) = writing.waiting_spaces();
        self.closed = spaces;
        self.boundary = newest;
    }
}

/// Does about so many rows of work. Answers whether more is to be done.
pub(super) fn go_on(
    settling: &mut Settling,
    writing: &mut Writing<'_>,
    mut budget: usize,
    stretch: usize,
) -> rusqlite::Result<bool> {
    if !settling.is_under_way() && writing.waiting_count() >= stretch {
        settling.close(writing);
    }
    while budget > 0 {
        if let Some(space) = settling.closed.front().copied() {
            let done = settle_some(writing, space, settling.boundary, budget.max(64))?;
            if done == 0 {
                settling.closed.pop_front();
            }
            budget = budget.saturating_sub(done.max(1));
        } else if settling.erased < settling.boundary {
            let from = settling.erased.max(first_row(writing.db())?.saturating_sub(1));
            let to = settling.boundary.min(from.saturating_add(signed(budget as u64)));
            writing.db().prepare_cached("DELETE FROM arrivals WHERE row<=?")?.execute([to])?;
            settling.erased = to;
            budget = 0;
        } else {
            return Ok(false);
        }
    }
    Ok(settling.is_under_way())
}

fn first_row(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT coalesce(min(row), 0) FROM arrivals", [], |row| row.get(0))
}

fn settle_some(
    writing: &mut Writing<'_>,
    space: SpaceId,
    boundary: i64,
    most: usize,
) -> rusqlite::Result<usize> {
    let rows = writing.oldest(space, boundary, most);
    let Some(last) = rows.last() else { return Ok(0) };
    let db = writing.db();
    let mut copy = db.prepare_cached(
        "INSERT INTO events(place, link, id, root, recv_ms, bytes) SELECT place, link, id, root, recv_ms, bytes FROM arrivals WHERE row=?",
    )?;
    for it in &rows {
        copy.execute([it.row])?;
    }
    settle_chains(db, &rows)?;
    settle_heads(db, &rows, last)?;
    let count = rows.len();
    writing.settled(space, count);
    Ok(count)
}

fn settle_chains(db: &Connection, rows: &[Waiting]) -> rusqlite::Result<()> {
    let mut by_link = rows.to_vec();
    by_link.sort_unstable_by_key(|it| it.link);
    let mut link = db.prepare_cached(
        "INSERT INTO chains(link, seq) SELECT link, place & 4294967295 FROM arrivals WHERE row=?",
    )?;
    for it in &by_link {
        link.execute([it.row])?;
    }
    let mut head = db.prepare_cached("UPDATE devices SET settled_dseq=?, settled_id=? WHERE device_no=?")?;
    let mut newest = by_link.iter().peekable();
    while let Some(it) = newest.next() {
        if newest.peek().is_none_or(|next| next.link >> 32 != it.link >> 32) {
            let mut find = db.prepare_cached("SELECT id FROM arrivals WHERE row=?")?;
            let id = EventId(find.query_row([it.row], |row| row.get(0))?);
            head.execute(params![it.link & LOWER, id.0, it.link >> 32])?;
        }
    }
    Ok(())
}

fn settle_heads(db: &Connection, rows: &[Waiting], last: &Waiting) -> rusqlite::Result<()> {
    let mut length = db.prepare_cached("SELECT length(bytes) FROM arrivals WHERE row=?")?;
    let mut bytes = 0_u64;
    for it in rows {
        bytes += unsigned(length.query_row([it.row], |row| row.get(0))?);
    }
    let mut head = db.prepare_cached(
        "UPDATE spaces SET settled_seq = it.place & 4294967295, settled_root = it.root, settled_recv_ms = it.recv_ms,
         settled_bytes = settled_bytes + ?1 FROM (SELECT place, root, recv_ms FROM arrivals WHERE row=?2) AS it
         WHERE space_no = it.place >> 32",
    )?;
    head.execute(params![signed(bytes), last.row])?;
    Ok(())
}

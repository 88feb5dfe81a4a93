//! Which events have arrived and not yet settled, in memory: where they lie, and where each log stands.
//! It is published after the commit and read back from the file at the start.

use std::collections::{HashMap, VecDeque};

use protocol::ids::SpaceId;
use rusqlite::Connection;

use super::unsigned;
use crate::store::LogHead;

/// The lower half of a place or a link: the number in the space, or in the device's chain.
pub(super) const LOWER: i64 = 0xffff_ffff;

/// An event that has not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Its row among the arrivals.
    pub(super) row: i64,
    /// Its place in its device's chain.
    pub(super) link: i64,
}

/// The unsettled end of one log.
#[derive(Debug, Clone)]
pub(super) struct SpaceTail {
    /// Where the log stands.
    pub(super) head: LogHead,
    /// The place of the first one that waits.
    pub(super) first_seq: u64,
    /// Those that wait, in order.
    pub(super) waiting: VecDeque<Waiting>,
}

/// A stretch of it, taken out for a reader.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Where the log stood.
    pub(super) head: LogHead,
    /// Places and rows.
    pub(super) rows: Vec<(u64, i64)>,
}

impl SpaceTail {
    /// The row of an event that waits.
    pub(super) fn row_of(&self, seq: u64) -> Option<i64> {
        let at = usize::try_from(seq.checked_sub(self.first_seq)?).ok()?;
        self.waiting.get(at).map(|it| it.row)
    }

    /// From a place on, at most so many.
    pub(super) fn piece(&self, from: u64, most: usize) -> Piece {
        let skip = usize::try_from(from.saturating_sub(self.first_seq)).unwrap_or(usize::MAX);
        let first = self.first_seq.max(from);
        let rows = self.waiting.iter().skip(skip).take(most).zip(first..).map(|(it, seq)| (seq, it.row));
        Piece { head: self.head, rows: rows.collect() }
    }
}

/// The unsettled ends of all logs.
#[derive(Debug, Default)]
pub(super) struct Tail {
    spaces: HashMap<SpaceId, SpaceTail>,
    waiting: usize,
    /// The newest row among the arrivals.
    pub(super) newest_row: i64,
}

impl Tail {
    /// The end of one log.
    pub(super) fn of(&self, space: SpaceId) -> Option<&SpaceTail> {
        self.spaces.get(&space)
    }

    /// How many events wait.
    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// The spaces in which any wait.
    pub(super) fn spaces(&self) -> impl Iterator<Item = SpaceId> {
        self.spaces.keys().copied()
    }

    /// One more has arrived.
    pub(super) fn push(&mut self, space: SpaceId, it: Waiting, head: LogHead) {
        let tail = self.spaces.entry(space).or_insert_with(|| SpaceTail {
            head,
            first_seq: head.seq,
            waiting: VecDeque::new(),
        });
        tail.head = head;
        tail.waiting.push_back(it);
        self.waiting += 1;
        self.newest_row = self.newest_row.max(it.row);
    }

    /// The oldest have settled.
    pub(super) fn settled(&mut self, space: SpaceId, count: usize) {
        let Some(tail) = self.spaces.get_mut(&space) else { return };
        let gone = tail.waiting.drain(..count.min(tail.waiting.len())).count();
        tail.first_seq += gone as u64;
        self.waiting -= gone;
        if tail.waiting.is_empty() {
            self.spaces.remove(&space);
        }
    }

    /// The space is gone.
    pub(super) fn forget(&mut self, space: SpaceId) {
        if let Some(tail) = self.spaces.remove(&space) {
            self.waiting -= tail.waiting.len();
        }
    }
}

/// Finds out what waits, from the file.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Tail> {
    let mut tail = Tail {
        newest_row: db.query_row("SELECT coalesce(max(row), 0) FROM arrivals", [], |row| row.get(0))?,
        ..Tail::default()
    };
    let mut rows = db.prepare(
        "SELECT arrivals.row, place, link, root, recv_ms, spaces.space FROM arrivals JOIN spaces ON space_no = place >> 32
         WHERE (place & 4294967295) > settled_seq ORDER BY arrivals.row",
    )?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        let place: i64 = row.get(1)?;
        let head =
            LogHead { seq: unsigned(place & LOWER), root: row.get(3)?, recv_ms: unsigned(row.get(4)?) };
        tail.push(SpaceId(row.get(5)?), Waiting { row: row.get(0)?, link: row.get(2)? }, head);
    }
    Ok(tail)
}

//! Reading a log: what has settled lies together, what waits is found through the tail.
//! The tail is looked at before the file: a row that settles in between is then found settled.

use std::sync::{Arc, Mutex, PoisonError};

use protocol::ids::{EventId, SpaceId};
use protocol::log::first_root;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::tail::{LOWER, Piece, Tail};
use super::{signed, unsigned};
use crate::store::{EventRow, Found, LogHead, PageRows, SpaceAt};

struct Settled {
    number: i64,
    head: LogHead,
}

fn settled(db: &Connection, space: SpaceId) -> rusqlite::Result<Option<Settled>> {
    let mut find = db.prepare_cached(
        "SELECT space_no, settled_seq, settled_root, settled_recv_ms FROM spaces WHERE space=?",
    )?;
    find.query_row([space.0], |row| {
        let head = LogHead { seq: unsigned(row.get(1)?), root: row.get(2)?, recv_ms: unsigned(row.get(3)?) };
        Ok(Settled { number: row.get(0)?, head })
    })
    .optional()
}

fn piece(tail: &Arc<Mutex<Tail>>, space: SpaceId, from: u64, most: usize) -> Option<Piece> {
    let tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
    tail.of(space).map(|it| it.piece(from, most))
}

/// A stretch of a log.
pub(super) fn page(
    db: &Connection,
    tail: &Arc<Mutex<Tail>>,
    space: SpaceId,
    after: u64,
    most: usize,
    most_bytes: usize,
) -> rusqlite::Result<Option<PageRows>> {
    // One more than asked for, since the root at the place itself is wanted too.
    let piece = piece(tail, space, after, most.saturating_add(1));
    let tx = db.unchecked_transaction()?;
    let Some(settled) = settled(&tx, space)? else { return Ok(None) };
    let head = piece.as_ref().map_or(settled.head, |it| it.head);
    let waiting = piece.map(|it| it.rows).unwrap_or_default();
    let root_there = match after {
        0 => Some(first_root(space)),
        _ if after > head.seq => None,
        _ => root_at(&tx, &settled, &waiting, after)?,
    };
    let mut page = Filling { rows: Vec::new(), most, bytes_left: most_bytes, root: None };
    if root_there.is_some() {
        read_settled(&tx, &settled, after, head.seq, &mut page)?;
        let next = page.rows.last().map_or(after, |it| it.seq) + 1;
        read_waiting(&tx, waiting.iter().filter(|(seq, _)| *seq >= next), &mut page)?;
    }
    let root_after = page.root.or(root_there);
    Ok(Some(PageRows { root_there, rows: page.rows, root_after, head }))
}

fn root_at(
    db: &Connection,
    settled: &Settled,
    waiting: &[(u64, i64)],
    seq: u64,
) -> rusqlite::Result<Option<[u8; 32]>> {
    let (find, key) = match waiting.iter().find(|(it, _)| *it == seq) {
        // It may have settled, and been erased here, since the tail was looked at.
        Some((_, row)) if seq > settled.head.seq => ("SELECT root FROM arrivals WHERE row=?", *row),
        _ => ("SELECT root FROM events WHERE place=?", settled.number << 32 | signed(seq)),
    };
    db.prepare_cached(find)?.query_row([key], |row| row.get(0)).optional()
}

/// A page while it fills.
struct Filling {
    rows: Vec<EventRow>,
    most: usize,
    bytes_left: usize,
    root: Option<[u8; 32]>,
}

impl Filling {
    /// Takes one more. Answers whether there is room for another.
    fn take(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let bytes = row.get_ref(2)?.as_blob()?;
        if self.rows.len() >= self.most || (bytes.len() > self.bytes_left && !self.rows.is_empty()) {
            self.most = self.rows.len();
            return Ok(false);
        }
        self.bytes_left = self.bytes_left.saturating_sub(bytes.len());
        let place: i64 = row.get(0)?;
        self.root = Some(row.get(3)?);
        self.rows.push(EventRow {
            seq: unsigned(place & LOWER),
            recv_ms: unsigned(row.get(1)?),
            bytes: bytes.to_vec(),
        });
        Ok(true)
    }
}

fn read_settled(
    db: &Connection,
    settled: &Settled,
    after: u64,
    last: u64,
    page: &mut Filling,
) -> rusqlite::Result<()> {
    let from = settled.number << 32 | signed(after);
    let to = settled.number << 32 | signed(last.min(settled.head.seq));
    let mut find = db.prepare_cached(
        "SELECT place, recv_ms, bytes, root FROM events WHERE place>? AND place<=? ORDER BY place LIMIT ?",
    )?;
    let mut found = find.query(params![from, to, signed(page.most as u64)])?;
    while let Some(row) = found.next()? {
        if !page.take(row)? {
            break;
        }
    }
    Ok(())
}

fn read_waiting<'a>(
    db: &Connection,
    waiting: impl Iterator<Item = &'a (u64, i64)>,
    page: &mut Filling,
) -> rusqlite::Result<()> {
    let mut find = db.prepare_cached("SELECT place, recv_ms, bytes, root FROM arrivals WHERE row=?")?;
    for (_, row) in waiting {
        if page.rows.len() >= page.most || !find.query_row([row], |it| page.take(it))? {
            break;
        }
    }
    Ok(())
}

/// Events by their ids. Rare (a withdrawal), so it looks through the space instead of keeping an index of ids.
pub(super) fn find(
    db: &Connection,
    tail: &Arc<Mutex<Tail>>,
    space: SpaceId,
    ids: &[EventId],
) -> rusqlite::Result<Vec<Found>> {
    let piece = piece(tail, space, 0, usize::MAX);
    let tx = db.unchecked_transaction()?;
    let Some(settled) = settled(&tx, space)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut scan = tx.prepare_cached("SELECT place, id FROM events WHERE place>? AND place<=?")?;
    let mut rows =
        scan.query(params![settled.number << 32, settled.number << 32 | signed(settled.head.seq)])?;
    while let Some(row) = rows.next()? {
        let id = EventId(row.get(1)?);
        if ids.contains(&id) {
            let place: i64 = row.get(0)?;
            let bytes = tx
                .prepare_cached("SELECT bytes FROM events WHERE place=?")?
                .query_row([place], |row| row.get(0))?;
            found.push(Found { id, seq: unsigned(place & LOWER), bytes });
        }
    }
    for (seq, row) in piece.map(|it| it.rows).unwrap_or_default() {
        if seq <= settled.head.seq {
            continue;
        }
        let mut one = tx.prepare_cached("SELECT id, bytes FROM arrivals WHERE row=?")?;
        let (id, bytes) = one.query_row([row], |row| Ok((EventId(row.get(0)?), row.get(1)?)))?;
        if ids.contains(&id) {
            found.push(Found { id, seq, bytes });
        }
    }
    Ok(found)
}

/// Where these spaces stand.
pub(super) fn stand(
    db: &Connection,
    tail: &Arc<Mutex<Tail>>,
    spaces: &[SpaceId],
) -> rusqlite::Result<Vec<SpaceAt>> {
    let mut found = Vec::with_capacity(spaces.len());
    for space in spaces {
        let waiting = piece(tail, *space, 0, 0).map(|it| it.head.seq);
        let mut find = db.prepare_cached("SELECT settled_seq, ctl_seq FROM spaces WHERE space=?")?;
        let row = find.query_row([space.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.extend(row.map(|(settled, ctl)| SpaceAt {
            space: *space,
            seq: waiting.unwrap_or(unsigned(settled)),
            ctl_seq: unsigned(ctl),
        }));
    }
    Ok(found)
}

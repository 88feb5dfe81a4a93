//! A commit only adds to the end of one table; later, slice by slice, rows move into their space's order,
//! many neighbours at a time, and the emptied stretch is erased.
use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use super::clustered::read_clustered;
use super::{Arriving, Layout};

/// Rows that wait before a stretch is closed and settled.
const STRETCH: i64 = 32_768;
/// Rows settled, or erased, beside each commit, for each row that comes in.
const SLICE: usize = 3;

/// The layout.
pub(crate) struct Journal {
    db: Connection,
    next_row: i64,
    open: BTreeMap<usize, Vec<i64>>,
    closed: BTreeMap<usize, Vec<i64>>,
    erase: Option<(i64, i64)>,
    boundary: i64,
}

impl Journal {
    /// Makes its tables.
    pub(crate) fn begin(db: Connection) -> anyhow::Result<Self> {
        db.execute_batch(
            "CREATE TABLE arrivals(row INTEGER PRIMARY KEY, place INTEGER, link INTEGER, id BLOB, root BLOB, recv INTEGER, bytes BLOB);
             CREATE TABLE events(place INTEGER PRIMARY KEY, link INTEGER, id BLOB, root BLOB, recv INTEGER, bytes BLOB);
             CREATE TABLE chains(link INTEGER PRIMARY KEY, seq INTEGER);
             CREATE TABLE spaces(space INTEGER PRIMARY KEY, seq INTEGER, root BLOB);",
        )?;
        Ok(Self { db, next_row: 1, open: BTreeMap::new(), closed: BTreeMap::new(), erase: None, boundary: 0 })
    }
}

fn settle(tx: &Transaction<'_>, space: usize, rows: &[i64]) -> anyhow::Result<()> {
    let mut copy = tx.prepare_cached(
        "INSERT INTO events SELECT place, link, id, root, recv, bytes FROM arrivals WHERE row = ?",
    )?;
    let mut link =
        tx.prepare_cached("INSERT INTO chains SELECT link, place & 4294967295 FROM arrivals WHERE row = ?")?;
    for row in rows {
        copy.execute([row])?;
    }
    for row in rows {
        link.execute([row])?;
    }
    if let Some(last) = rows.last() {
        tx.prepare_cached(
            "INSERT OR REPLACE INTO spaces SELECT ?1, place & 4294967295, root FROM arrivals WHERE row = ?2",
        )?
        .execute(params![space as i64, last])?;
    }
    Ok(())
}

impl Layout for Journal {
    fn append(&mut self, group: &[Arriving]) -> anyhow::Result<()> {
        let tx = self.db.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO arrivals VALUES(?,?,?,?,?,1,?)")?;
            for it in group {
                let place = (it.space as i64) << 32 | it.seq;
                insert.execute(params![
                    self.next_row,
                    place,
                    (it.device as i64) << 32 | it.dseq,
                    it.id,
                    it.root,
                    it.bytes
                ])?;
                self.open.entry(it.space).or_default().push(self.next_row);
                self.next_row += 1;
            }
        }
        let mut budget = group.len() * SLICE;
        while budget > 0 {
            if let Some((space, rows)) = self.closed.pop_first() {
                settle(&tx, space, &rows)?;
                budget = budget.saturating_sub(rows.len());
                if self.closed.is_empty() {
                    let begun = self.erase.map_or(1, |(from, _)| from);
                    self.erase = Some((begun, self.boundary));
                }
            } else if let Some((from, to)) = self.erase {
                let until = to.min(from + budget as i64);
                tx.prepare_cached("DELETE FROM arrivals WHERE row >= ? AND row <= ?")?
                    .execute([from, until])?;
                self.erase = (until < to).then_some((until + 1, to));
                budget = 0;
            } else if self.next_row - self.boundary > STRETCH {
                self.closed = std::mem::take(&mut self.open);
                self.erase = Some((self.boundary + 1, self.boundary));
                self.boundary = self.next_row - 1;
            } else {
                break;
            }
        }
        Ok(tx.commit()?)
    }

    fn read(&mut self, space: usize, after: i64) -> anyhow::Result<(usize, usize)> {
        read_clustered(&self.db, space, after)
    }
}

//! Rows in order of arrival; (space, seq) and (device, dseq) as small integer keys beside them, written in the same commit.
use rusqlite::{Connection, params};

use super::{Arriving, Layout, PAGE};

/// The layout.
pub(crate) struct Arrival(Connection);

impl Arrival {
    /// Makes its tables.
    pub(crate) fn begin(db: Connection) -> anyhow::Result<Self> {
        db.execute_batch(
            "CREATE TABLE events(row INTEGER PRIMARY KEY, id BLOB, root BLOB, recv INTEGER, bytes BLOB);
             CREATE TABLE places(place INTEGER PRIMARY KEY, row INTEGER);
             CREATE TABLE chains(link INTEGER PRIMARY KEY, row INTEGER);
             CREATE TABLE spaces(space INTEGER PRIMARY KEY, seq INTEGER, root BLOB);
             CREATE TABLE devices(device INTEGER PRIMARY KEY, dseq INTEGER, id BLOB);",
        )?;
        Ok(Self(db))
    }
}

impl Layout for Arrival {
    fn append(&mut self, group: &[Arriving]) -> anyhow::Result<()> {
        let tx = self.0.transaction()?;
        {
            let mut event = tx.prepare_cached("INSERT INTO events(id, root, recv, bytes) VALUES(?,?,1,?)")?;
            let mut place = tx.prepare_cached("INSERT INTO places VALUES(?,?)")?;
            let mut link = tx.prepare_cached("INSERT INTO chains VALUES(?,?)")?;
            let mut space = tx.prepare_cached("INSERT OR REPLACE INTO spaces VALUES(?,?,?)")?;
            let mut device = tx.prepare_cached("INSERT OR REPLACE INTO devices VALUES(?,?,?)")?;
            for it in group {
                event.execute(params![it.id, it.root, it.bytes])?;
                let row = tx.last_insert_rowid();
                place.execute(params![(it.space as i64) << 32 | it.seq, row])?;
                link.execute(params![(it.device as i64) << 32 | it.dseq, row])?;
                space.execute(params![it.space as i64, it.seq, it.root])?;
                device.execute(params![it.device as i64, it.dseq, it.id])?;
            }
        }
        Ok(tx.commit()?)
    }

    fn read(&mut self, space: usize, after: i64) -> anyhow::Result<(usize, usize)> {
        let from = (space as i64) << 32 | after;
        let mut page = self.0.prepare_cached(
            "SELECT recv, bytes FROM places JOIN events USING(row) WHERE place > ? AND place < ? ORDER BY place LIMIT ?",
        )?;
        let mut rows = page.query(params![from, (space as i64 + 1) << 32, PAGE as i64])?;
        let (mut count, mut bytes) = (0, 0);
        while let Some(row) = rows.next()? {
            count += 1;
            bytes += row.get_ref(1)?.as_blob()?.len();
        }
        Ok((count, bytes))
    }
}

//! One table in the order of the spaces: every append touches a leaf page of its own.
use rusqlite::{Connection, params};

use super::{Arriving, Layout, PAGE};

/// The layout.
pub(crate) struct Clustered(Connection);

impl Clustered {
    /// Makes its table.
    pub(crate) fn begin(db: Connection) -> anyhow::Result<Self> {
        db.execute_batch("CREATE TABLE events(place INTEGER PRIMARY KEY, device INTEGER, dseq INTEGER, id BLOB, root BLOB, recv INTEGER, bytes BLOB);")?;
        Ok(Self(db))
    }
}

impl Layout for Clustered {
    fn append(&mut self, group: &[Arriving]) -> anyhow::Result<()> {
        let tx = self.0.transaction()?;
        {
            let mut event = tx.prepare_cached("INSERT INTO events VALUES(?,?,?,?,?,1,?)")?;
            for it in group {
                event.execute(params![
                    (it.space as i64) << 32 | it.seq,
                    it.device as i64,
                    it.dseq,
                    it.id,
                    it.root,
                    it.bytes
                ])?;
            }
        }
        Ok(tx.commit()?)
    }

    fn read(&mut self, space: usize, after: i64) -> anyhow::Result<(usize, usize)> {
        read_clustered(&self.0, space, after)
    }
}

/// A page out of a table that lies in the order of the spaces.
pub(crate) fn read_clustered(db: &Connection, space: usize, after: i64) -> anyhow::Result<(usize, usize)> {
    let from = (space as i64) << 32 | after;
    let mut page = db.prepare_cached(
        "SELECT recv, bytes FROM events WHERE place > ? AND place < ? ORDER BY place LIMIT ?",
    )?;
    let mut rows = page.query(params![from, (space as i64 + 1) << 32, PAGE as i64])?;
    let (mut count, mut bytes) = (0, 0);
    while let Some(row) = rows.next()? {
        count += 1;
        bytes += row.get_ref(1)?.as_blob()?.len();
    }
    Ok((count, bytes))
}

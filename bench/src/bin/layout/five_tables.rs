//! The logical model taken literally: events with both unique keys, bodies, key slots, device heads, space heads.
use rusqlite::{Connection, params};

use super::{Arriving, Layout, PAGE};

/// The layout.
pub(crate) struct FiveTables(Connection);

impl FiveTables {
    /// Makes its tables.
    pub(crate) fn begin(db: Connection) -> anyhow::Result<Self> {
        db.execute_batch(
            "CREATE TABLE events(space BLOB, seq INTEGER, id BLOB, device BLOB, dseq INTEGER, recv INTEGER, header BLOB,
               PRIMARY KEY(space, seq), UNIQUE(space, id), UNIQUE(space, device, dseq)) WITHOUT ROWID;
             CREATE TABLE bodies(space BLOB, id BLOB, ct BLOB, PRIMARY KEY(space, id)) WITHOUT ROWID;
             CREATE TABLE slots(space BLOB, id BLOB, slot INTEGER, kw BLOB, PRIMARY KEY(space, id, slot)) WITHOUT ROWID;
             CREATE TABLE devices(space BLOB, device BLOB, dseq INTEGER, id BLOB, PRIMARY KEY(space, device)) WITHOUT ROWID;
             CREATE TABLE spaces(space BLOB PRIMARY KEY, seq INTEGER, root BLOB) WITHOUT ROWID;",
        )?;
        Ok(Self(db))
    }
}

fn spread(number: usize) -> [u8; 16] {
    let mut id = [0_u8; 16];
    id.copy_from_slice(&blake3::hash(&number.to_le_bytes()).as_bytes()[..16]);
    id
}

impl Layout for FiveTables {
    fn append(&mut self, group: &[Arriving]) -> anyhow::Result<()> {
        let tx = self.0.transaction()?;
        {
            let mut event = tx.prepare_cached("INSERT INTO events VALUES(?,?,?,?,?,1,?)")?;
            let mut body = tx.prepare_cached("INSERT INTO bodies VALUES(?,?,?)")?;
            let mut slot = tx.prepare_cached("INSERT INTO slots VALUES(?,?,0,?)")?;
            let mut device = tx.prepare_cached("INSERT OR REPLACE INTO devices VALUES(?,?,?,?)")?;
            let mut space = tx.prepare_cached("INSERT OR REPLACE INTO spaces VALUES(?,?,?)")?;
            for it in group {
                let (in_space, by) = (spread(it.space), spread(it.device + 1_000_000));
                event.execute(params![in_space, it.seq, it.id, by, it.dseq, &it.bytes[..300]])?;
                body.execute(params![in_space, it.id, &it.bytes[300..628]])?;
                slot.execute(params![in_space, it.id, &it.bytes[628..]])?;
                device.execute(params![in_space, by, it.dseq, it.id])?;
                space.execute(params![in_space, it.seq, it.root])?;
            }
        }
        Ok(tx.commit()?)
    }

    fn read(&mut self, space: usize, after: i64) -> anyhow::Result<(usize, usize)> {
        let mut page = self.0.prepare_cached(
            "SELECT recv, header, ct, kw FROM events JOIN bodies USING(space, id) JOIN slots USING(space, id)
             WHERE space = ? AND seq > ? ORDER BY seq LIMIT ?",
        )?;
        let mut rows = page.query(params![spread(space), after, PAGE as i64])?;
        let (mut count, mut bytes) = (0, 0);
        while let Some(row) = rows.next()? {
            count += 1;
            for column in 1..4 {
                bytes += row.get_ref(column)?.as_blob()?.len();
            }
        }
        Ok((count, bytes))
    }
}

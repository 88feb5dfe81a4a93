//! The bare engine: SQLite itself in this very thread, rows in the order in which they come. No network, no relay.
//! As many rows a transaction as there are writers, since a writer of groups can do no better.

use std::path::Path;
use std::time::{Duration, Instant};

use bench::disk_bytes_written;
use bench::measured::Measured;
use rusqlite::{Connection, params};

use super::floor_load::EVENT;
use super::{JOURNEY, WRITERS};

pub(crate) struct Engine(Connection);

impl Engine {
    pub(crate) fn begin(folder: &Path) -> anyhow::Result<Self> {
        let db = Connection::open(folder.join("engine.db"))?;
        db.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;
             CREATE TABLE events(place INTEGER PRIMARY KEY, bytes BLOB);",
        )?;
        let mut engine = Self(db);
        for _ in 0..JOURNEY.div_ceil(1_000) {
            engine.append(1_000)?;
        }
        Ok(engine)
    }

    fn append(&mut self, rows: usize) -> rusqlite::Result<()> {
        let tx = self.0.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO events(bytes) VALUES(?)")?;
            for _ in 0..rows {
                insert.execute(params![[7_u8; EVENT].as_slice()])?;
            }
        }
        tx.commit()
    }

    fn write(&mut self, rows: usize, time: Duration) -> anyhow::Result<Measured> {
        let (begun, disk) = (Instant::now(), disk_bytes_written());
        let mut times = Vec::new();
        while begun.elapsed() < time {
            let asked = Instant::now();
            self.append(rows)?;
            times.extend(std::iter::repeat_n(asked.elapsed(), rows));
        }
        let events = times.len();
        let bytes = (events * EVENT) as u64;
        Ok(Measured { times, events, wall: begun.elapsed(), disk: disk_bytes_written() - disk, bytes })
    }

    /// As many rows a transaction as there are writers.
    pub(crate) fn many(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(WRITERS, time)
    }

    /// One row a transaction.
    pub(crate) fn alone(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(1, time)
    }

    /// A batch a transaction.
    pub(crate) fn backlog(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(16 * 100, time)
    }

    /// Reads a long journey in pages of a thousand.
    pub(crate) fn catch_up(&self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let mut read = 0;
        for page in 0..JOURNEY.div_ceil(1_000) {
            let sql = "SELECT bytes FROM events WHERE place>? ORDER BY place LIMIT 1000";
            let mut find = self.0.prepare_cached(sql)?;
            let mut rows = find.query([i64::try_from(page * 1_000)?])?;
            while let Some(row) = rows.next()? {
                read += row.get_ref(0)?.as_blob()?.len();
            }
        }
        anyhow::ensure!(read >= JOURNEY * EVENT, "the journey is there");
        Ok(begun.elapsed())
    }
}

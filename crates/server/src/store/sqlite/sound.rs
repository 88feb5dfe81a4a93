//! Whether a store is sound, down to every event: SQLite finds a damaged page, and the names, roots and hashes of the
//! events find a changed bit in what they hold. Only a key slot can be checked by nobody but its two people.

use std::path::Path;

use protocol::event::EventView;
use protocol::ids::{EventId, SpaceId};
use protocol::log::{first_root, next_root};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::file::{self, OpenRefused};
use super::unsigned;

/// What a sound store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sound {
    /// Spaces.
    pub spaces: u64,
    /// Events in their logs.
    pub events: u64,
    /// When the newest of them was received, in unix milliseconds; 0 when there are none.
    pub newest_ms: u64,
}

/// Reads a whole copy of a store and checks all of it. The copy is not changed.
///
/// # Errors
/// When it is no store of ours, of a newer release, or when anything in it is damaged.
pub fn sound(path: &Path) -> Result<Sound, OpenRefused> {
    let db = file::open_copy(path)?;
    if file::version(&db, path)? == 0 {
        return Err(OpenRefused::NotOurs(path.to_owned()));
    }
    let verdict = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    if verdict.as_deref() != Ok("ok") {
        return Err(OpenRefused::Damaged(path.to_owned()));
    }
    let read = logs(&db).map_err(|error| OpenRefused::from_sqlite(&error))?;
    read.ok_or_else(|| OpenRefused::Damaged(path.to_owned()))
}

/// What can be seen of a store at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Whether a relay has it open.
    pub in_use: bool,
    /// When the newest record was received, in unix milliseconds; 0 when there are none.
    pub newest_ms: u64,
    /// Whether the key that signs to push services is sound; nothing before the first start that may wake devices.
    pub push_key: Option<bool>,
}

/// Looks at a store that is there, whether or not a relay has it open, and changes nothing.
///
/// # Errors
/// As for opening a store.
pub fn glance(path: &Path) -> Result<Glance, OpenRefused> {
    let db = file::open_copy(path)?;
    file::version(&db, path)?;
    let newest = "SELECT max(coalesce((SELECT max(settled_recv_ms) FROM spaces), 0),
        coalesce((SELECT recv_ms FROM arrivals ORDER BY row DESC LIMIT 1), 0))";
    let newest: i64 =
        db.query_row(newest, [], |row| row.get(0)).map_err(|error| OpenRefused::from_sqlite(&error))?;
    let key = db
        .query_row("SELECT value FROM kept WHERE name=?", [crate::push::KEY], |row| row.get::<_, Vec<u8>>(0));
    let key = key.optional().map_err(|error| OpenRefused::from_sqlite(&error))?;
    let push_key = key.map(|it| crate::push::is_key(&it));
    let in_use = matches!(file::lock(path), Err(OpenRefused::InUse(_)));
    Ok(Glance { in_use, newest_ms: unsigned(newest), push_key })
}

/// Every event of every log, in order; nothing when one of them does not hold.
fn logs(db: &Connection) -> rusqlite::Result<Option<Sound>> {
    let mut found = Sound { spaces: 0, events: 0, newest_ms: 0 };
    let mut spaces = db.prepare("SELECT space_no, space, settled_seq FROM spaces")?;
    let mut rows = spaces.query([])?;
    while let Some(row) = rows.next()? {
        let (number, settled): (i64, i64) = (row.get(0)?, row.get(2)?);
        let mut log = Log { seq: 0, root: first_root(SpaceId(row.get(1)?)), recv_ms: 0 };
        let stretches = [("events", number << 32), ("arrivals", number << 32 | settled)];
        for (table, after) in stretches {
            if !log.goes_on(db, table, after, (number + 1) << 32)? {
                return Ok(None);
            }
        }
        found.spaces += 1;
        found.events += log.seq;
        found.newest_ms = found.newest_ms.max(log.recv_ms);
    }
    Ok(Some(found))
}

struct Log {
    seq: u64,
    root: [u8; 32],
    recv_ms: u64,
}

impl Log {
    fn goes_on(&mut self, db: &Connection, table: &str, after: i64, to: i64) -> rusqlite::Result<bool> {
        let order = if table == "events" { "place" } else { "row" };
        let find = [
            "SELECT place, id, root, recv_ms, bytes FROM ",
            table,
            " WHERE place>? AND place<? ORDER BY ",
            order,
        ];
        let mut find = db.prepare_cached(&find.concat())?;
        let mut rows = find.query([after, to])?;
        while let Some(row) = rows.next()? {
            if !self.takes(row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn takes(&mut self, row: &Row<'_>) -> rusqlite::Result<bool> {
        let (place, id, recv_ms): (i64, [u8; 32], i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let bytes: Vec<u8> = row.get(4)?;
        self.seq += 1;
        self.recv_ms = unsigned(recv_ms);
        self.root = next_root(&self.root, EventId(id), self.recv_ms);
        let held = EventView::parse(&bytes).is_ok_and(|it| it.id().0 == id && it.verify_body().is_ok());
        Ok(held && self.seq == unsigned(place) & 0xffff_ffff && self.root == row.get::<_, [u8; 32]>(2)?)
    }
}

//! What the writer knows of a space while it writes there: where log, devices and control chain stand.

use std::collections::HashMap;

use protocol::event::DeviceHead;
use protocol::ids::{DeviceId, EventId, SpaceId};
use protocol::log::first_root;
use rusqlite::{Connection, OptionalExtension, params};

use super::tail::{LOWER, SpaceTail};
use super::unsigned;
use super::writer::Writing;
use crate::store::LogHead;

/// A device's chain as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct LiveDevice {
    /// The device's number in this store.
    pub(super) number: i64,
    /// Where its chain stands.
    pub(super) head: DeviceHead,
}

/// A space as it stands.
#[derive(Debug, Clone)]
pub(super) struct LiveSpace {
    /// The space's number in this store.
    pub(super) number: i64,
    /// The number of its newest control record.
    pub(super) ctl_seq: u64,
    /// Where its log stands.
    pub(super) head: LogHead,
    /// How many bytes its events take.
    pub(super) bytes: u64,
    /// Its devices.
    pub(super) devices: HashMap<DeviceId, LiveDevice>,
}

/// Reads a space from the file: what has settled, and what waits on top of it.
pub(super) fn load(
    db: &Connection,
    space: SpaceId,
    tail: Option<&SpaceTail>,
) -> rusqlite::Result<Option<LiveSpace>> {
    let mut find = db.prepare_cached(
        "SELECT space_no, ctl_seq, settled_seq, settled_root, settled_recv_ms, settled_bytes FROM spaces WHERE space=?",
    )?;
    let found = find.query_row([space.0], |row| {
        let head = LogHead { seq: unsigned(row.get(2)?), root: row.get(3)?, recv_ms: unsigned(row.get(4)?) };
        Ok(LiveSpace {
            number: row.get(0)?,
            ctl_seq: unsigned(row.get(1)?),
            head,
            bytes: unsigned(row.get(5)?),
            devices: HashMap::new(),
        })
    });
    let Some(mut live) = found.optional()? else { return Ok(None) };
    load_devices(db, &mut live)?;
    if let Some(tail) = tail {
        overlay(db, &mut live, tail)?;
    }
    Ok(Some(live))
}

fn load_devices(db: &Connection, live: &mut LiveSpace) -> rusqlite::Result<()> {
    let mut find = db
        .prepare_cached("SELECT device, device_no, settled_dseq, settled_id FROM devices WHERE space_no=?")?;
    let mut rows = find.query([live.number])?;
    while let Some(row) = rows.next()? {
        let head = DeviceHead { dseq: unsigned(row.get(2)?), id: EventId(row.get(3)?) };
        live.devices.insert(DeviceId(row.get(0)?), LiveDevice { number: row.get(1)?, head });
    }
    Ok(())
}

fn overlay(db: &Connection, live: &mut LiveSpace, tail: &SpaceTail) -> rusqlite::Result<()> {
    let mut find = db.prepare_cached("SELECT id, length(bytes) FROM arrivals WHERE row=?")?;
    let mut heads: HashMap<i64, DeviceHead> = HashMap::new();
    for it in &tail.waiting {
        let (id, length): ([u8; 32], i64) = find.query_row([it.row], |row| Ok((row.get(0)?, row.get(1)?)))?;
        live.bytes += unsigned(length);
        heads.insert(it.link >> 32, DeviceHead { dseq: unsigned(it.link & LOWER), id: EventId(id) });
    }
    for device in live.devices.values_mut() {
        if let Some(head) = heads.get(&device.number) {
            device.head = *head;
        }
    }
    live.head = tail.head;
    Ok(())
}

/// Gives a device its number at its first event.
pub(super) fn enter(db: &Connection, live: &mut LiveSpace, device: DeviceId) -> rusqlite::Result<LiveDevice> {
    if let Some(known) = live.devices.get(&device) {
        return Ok(*known);
    }
    db.prepare_cached(
        "INSERT INTO devices(space_no, device, settled_dseq, settled_id) VALUES(?,?,0,zeroblob(32))",
    )?
    .execute(params![live.number, device.0])?;
    let new = LiveDevice { number: db.last_insert_rowid(), head: DeviceHead::START };
    live.devices.insert(device, new);
    Ok(new)
}

/// How far each device's chain is held.
pub(super) fn heads(
    writing: &mut Writing<'_>,
    space: SpaceId,
) -> rusqlite::Result<Vec<(DeviceId, DeviceHead)>> {
    let Some(live) = writing.space(space)? else { return Ok(Vec::new()) };
    Ok(live.devices.iter().map(|(id, it)| (*id, it.head)).collect())
}

/// A log in which nothing was written yet.
pub(super) fn empty_log(space: SpaceId) -> LogHead {
    LogHead { seq: 0, root: first_root(space), recv_ms: 0 }
}

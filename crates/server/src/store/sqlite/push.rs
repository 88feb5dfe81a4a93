//! Which devices are woken, and when.

use protocol::ids::{AccountId, DeviceKeyId};
use rusqlite::{Connection, params};

use super::{signed, unsigned};
use crate::store::{NEVER_MS, PushRow, Woken};

/// Keeps what a device that is in left, in the place of what it left before; when it was last woken stays.
pub(super) fn keep(db: &Connection, row: &PushRow) -> rusqlite::Result<bool> {
    let mut put = db.prepare_cached(
        "INSERT INTO push(account, device, body, due_ms, sent_ms)
         SELECT account, ?2, ?3, ?4, 0 FROM accounts WHERE account=?1 AND closed=0
         AND EXISTS(SELECT 1 FROM sessions WHERE account=?1 AND device=?2)
         ON CONFLICT(account, device) DO UPDATE SET body=excluded.body, due_ms=excluded.due_ms",
    )?;
    Ok(put.execute(params![row.account.0, row.device.0, row.body, signed(row.due_ms)])? > 0)
}

/// Wakes a device no more. That it was woken stays until a day is over, or whoever leaves something anew would be woken twice.
pub(super) fn stop(db: &Connection, account: AccountId, device: DeviceKeyId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM push WHERE account=? AND device=? AND sent_ms=0")?
        .execute(params![account.0, device.0])?;
    db.prepare_cached("UPDATE push SET body=x'', due_ms=? WHERE account=? AND device=?")?
        .execute(params![signed(NEVER_MS), account.0, device.0])
        .map(|_| ())
}

/// Forgets a device.
fn drop(db: &Connection, account: AccountId, device: DeviceKeyId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM push WHERE account=? AND device=?")?
        .execute(params![account.0, device.0])
        .map(|_| ())
}

/// Takes those that are due; nobody else gets them until `again_ms`.
pub(super) fn due(
    db: &Connection,
    now_ms: u64,
    again_ms: u64,
    most: usize,
) -> rusqlite::Result<Vec<PushRow>> {
    let mut take = db.prepare_cached(
        "UPDATE push SET due_ms=?2 WHERE (account, device) IN
         (SELECT account, device FROM push WHERE due_ms<=?1 ORDER BY due_ms LIMIT ?3)
         RETURNING account, device, body, sent_ms",
    )?;
    let rows = take.query_map(params![signed(now_ms), signed(again_ms), signed(most as u64)], |row| {
        Ok(PushRow {
            account: AccountId(row.get(0)?),
            device: DeviceKeyId(row.get(1)?),
            body: row.get(2)?,
            due_ms: again_ms,
            sent_ms: unsigned(row.get(3)?),
        })
    })?;
    rows.collect()
}

/// What became of one that was taken, unless its device has left something else meanwhile.
pub(super) fn after(db: &Connection, row: &PushRow, woken: &Woken) -> rusqlite::Result<()> {
    match woken {
        Woken::Gone => {
            let mut left =
                db.prepare_cached("SELECT 1 FROM push WHERE account=? AND device=? AND due_ms=?")?;
            if left.exists(params![row.account.0, row.device.0, signed(row.due_ms)])? {
                stop(db, row.account, row.device)?;
            }
        }
        Woken::Next { body, due_ms, sent_ms } => {
            db.prepare_cached("UPDATE push SET sent_ms=? WHERE account=? AND device=?")?.execute(params![
                signed(*sent_ms),
                row.account.0,
                row.device.0
            ])?;
            db.prepare_cached("UPDATE push SET body=?, due_ms=? WHERE account=? AND device=? AND due_ms=?")?
                .execute(params![body, signed(*due_ms), row.account.0, row.device.0, signed(row.due_ms)])?;
        }
    }
    Ok(())
}

/// Forgets devices that are gone.
pub(super) fn drop_all(db: &Connection, account: AccountId, devices: &[DeviceKeyId]) -> rusqlite::Result<()> {
    devices.iter().try_for_each(|it| drop(db, account, *it))
}

/// Forgets those for whom nothing is left to do.
pub(super) fn sweep(db: &Connection, sent_before_ms: u64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM push WHERE due_ms=? AND sent_ms<=?")?
        .execute([signed(NEVER_MS), signed(sent_before_ms)])
        .map(|_| ())
}

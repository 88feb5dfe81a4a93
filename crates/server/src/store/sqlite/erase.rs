//! Erasing: withdrawn bodies, spaces that are nobody's, accounts. SQLite overwrites what is deleted, and the
//! write-ahead log is emptied before the answer goes out, so that nothing of it stays on the disk.

use protocol::ids::{AccountId, SpaceId};
use rusqlite::{Connection, params};

use super::signed;
use super::writer::Writing;
use crate::store::Found;

/// Puts these bytes in the place of the events' own.
pub(super) fn erase(writing: &mut Writing<'_>, space: SpaceId, events: &[Found]) -> rusqlite::Result<()> {
    let Some(number) = writing.space(space)?.map(|it| it.number) else { return Ok(()) };
    let db = writing.db();
    for event in events {
        let place = number << 32 | signed(event.seq);
        let settled = db
            .prepare_cached("UPDATE events SET bytes=? WHERE place=? AND id=?")?
            .execute(params![event.bytes, place, event.id.0])?;
        match writing.row_of_seq(space, event.seq) {
            Some(row) => {
                db.prepare_cached("UPDATE arrivals SET bytes=? WHERE row=? AND id=?")?.execute(params![
                    event.bytes,
                    row,
                    event.id.0
                ])?;
            }
            // It has settled, but the stretch it came from may not be erased yet.
            None if settled > 0 => {
                db.prepare_cached("UPDATE arrivals SET bytes=? WHERE place=?")?
                    .execute(params![event.bytes, place])?;
            }
            None => {}
        }
    }
    writing.has_erased()
}

/// Closes an account, and erases the spaces where nobody else is.
pub(super) fn close_account(writing: &mut Writing<'_>, account: AccountId) -> rusqlite::Result<Vec<SpaceId>> {
    let db = writing.db();
    let alone = spaces_alone(db, account)?;
    for (number, space) in &alone {
        erase_space(db, *number)?;
        writing.forget(*space);
    }
    for table in ["account_blobs", "sessions", "push", "invites"] {
        if table == "invites" {
            db.execute(
                "DELETE FROM slots WHERE invite IN (SELECT invite FROM invites WHERE account=?)",
                [account.0],
            )?;
        }
        db.execute(&format!("DELETE FROM {table} WHERE account=?"), [account.0])?;
    }
    if db.prepare("SELECT 1 FROM members WHERE account=?")?.exists([account.0])? {
        // A co-member checks with this chain what was written together; the name and the login are gone.
        db.execute("UPDATE accounts SET name_mac=NULL, opaque=NULL, closed=1 WHERE account=?", [account.0])?;
    } else {
        db.execute("DELETE FROM account_chain WHERE account=?", [account.0])?;
        db.execute("DELETE FROM accounts WHERE account=?", [account.0])?;
    }
    // Chains that were kept for somebody who is gone too.
    let unneeded = "account IN (SELECT account FROM accounts WHERE closed=1 AND account NOT IN (SELECT account FROM members))";
    db.execute(&format!("DELETE FROM account_chain WHERE {unneeded}"), [])?;
    db.execute(&format!("DELETE FROM accounts WHERE {unneeded}"), [])?;
    writing.has_erased()?;
    Ok(alone.into_iter().map(|(_, space)| space).collect())
}

fn spaces_alone(db: &Connection, account: AccountId) -> rusqlite::Result<Vec<(i64, SpaceId)>> {
    let mut find = db.prepare(
        "SELECT space_no, space FROM members AS mine JOIN spaces USING(space_no) WHERE mine.account=?1 AND mine.gone=0
         AND NOT EXISTS (SELECT 1 FROM members AS other WHERE other.space_no=mine.space_no AND other.account<>?1 AND other.gone=0
          AND (SELECT closed FROM accounts WHERE accounts.account=other.account)=0)",
    )?;
    let rows = find.query_map([account.0], |row| Ok((row.get(0)?, SpaceId(row.get(1)?))))?;
    rows.collect()
}

fn erase_space(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let (from, to) = (number << 32, (number + 1) << 32);
    for table in ["events", "arrivals"] {
        db.execute(&format!("DELETE FROM {table} WHERE place>=? AND place<?"), [from, to])?;
    }
    let mut devices = db.prepare("SELECT device_no FROM devices WHERE space_no=?")?;
    let devices: Vec<i64> = devices.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for device in devices {
        db.execute("DELETE FROM chains WHERE link>=? AND link<?", [device << 32, (device + 1) << 32])?;
    }
    for table in ["attachments", "attachment_chunks", "devices", "control_chain", "members", "spaces"] {
        db.execute(&format!("DELETE FROM {table} WHERE space_no=?"), [number])?;
    }
    Ok(())
}

//! Invitations and their slots, where two devices meet before they know each other.

use protocol::ids::{AccountId, InviteId};
use protocol::wire::Slot;
use rusqlite::{Connection, OptionalExtension, params};

use super::{signed, unsigned};
use crate::store::{InviteOutcome, InviteRow, SlotOutcome, SlotRow};

/// For each invitation that may be open at once, so many rows of an account are held: the others are over, and wait for the sweep.
const ROWS_FOR_EACH: u64 = 64;

/// Opens an invitation. Said twice by the same account it is one. What was called off or is over in time is not open.
pub(super) fn open(
    db: &Connection,
    (invite, account): (InviteId, AccountId),
    expires_ms: u64,
    most: usize,
    now_ms: u64,
) -> rusqlite::Result<InviteOutcome> {
    let mut find = db.prepare_cached("SELECT account FROM invites WHERE invite=?")?;
    if let Some(owner) = find.query_row([invite.0], |row| row.get::<_, [u8; 16]>(0)).optional()? {
        let again = owner == account.0;
        return Ok(if again { InviteOutcome::Open } else { InviteOutcome::Used });
    }
    let mut count = db.prepare_cached(
        "SELECT count(*), coalesce(sum(expires_ms>? AND NOT EXISTS
         (SELECT 1 FROM slots WHERE slots.invite=invites.invite AND slot=?)), 0) FROM invites WHERE account=?",
    )?;
    let (rows, open): (i64, i64) = count
        .query_row(params![signed(now_ms), Slot::X.as_str(), account.0], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if unsigned(open) >= most as u64 || unsigned(rows) >= most as u64 * ROWS_FOR_EACH {
        return Ok(InviteOutcome::TooMany);
    }
    db.prepare_cached("INSERT INTO invites(invite, account, expires_ms) VALUES(?,?,?)")?.execute(params![
        invite.0,
        account.0,
        signed(expires_ms)
    ])?;
    Ok(InviteOutcome::Open)
}

/// An invitation.
pub(super) fn invite(db: &Connection, invite: InviteId) -> rusqlite::Result<InviteRow> {
    let mut find = db.prepare_cached("SELECT expires_ms FROM invites WHERE invite=?")?;
    let expires_ms = unsigned(find.query_row([invite.0], |row| row.get(0))?);
    Ok(InviteRow {
        expires_ms,
        answered: filled(db, invite, Slot::J1)?,
        called_off: filled(db, invite, Slot::X)?,
    })
}

fn filled(db: &Connection, invite: InviteId, slot: Slot) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM slots WHERE invite=? AND slot=?")?
        .exists(params![invite.0, slot.as_str()])
}

/// Writes a slot, once. Said twice with the same bytes it is one: an answer may get lost on its way.
pub(super) fn put_slot(
    db: &Connection,
    id: InviteId,
    slot: Slot,
    sealed: &[u8],
    now_ms: u64,
) -> rusqlite::Result<SlotOutcome> {
    let Some(meeting) = invite(db, id).optional()? else { return Ok(SlotOutcome::Unknown) };
    if meeting.expires_ms <= now_ms {
        return Ok(SlotOutcome::Expired);
    }
    if let Some(there) = read(db, id, slot)? {
        return Ok(if there == sealed { SlotOutcome::Written } else { SlotOutcome::Used });
    }
    if meeting.called_off {
        return Ok(SlotOutcome::Used);
    }
    db.prepare_cached("INSERT INTO slots(invite, slot, sealed) VALUES(?,?,?)")?.execute(params![
        id.0,
        slot.as_str(),
        sealed
    ])?;
    Ok(SlotOutcome::Written)
}

fn read(db: &Connection, invite: InviteId, slot: Slot) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut find = db.prepare_cached("SELECT sealed FROM slots WHERE invite=? AND slot=?")?;
    find.query_row(params![invite.0, slot.as_str()], |row| row.get(0)).optional()
}

/// Reads a slot.
pub(super) fn slot(db: &Connection, id: InviteId, slot: Slot, now_ms: u64) -> rusqlite::Result<SlotRow> {
    let tx = db.unchecked_transaction()?;
    let Some(meeting) = invite(&tx, id).optional()? else { return Ok(SlotRow::Unknown) };
    if meeting.expires_ms <= now_ms {
        return Ok(SlotRow::Expired);
    }
    // What waited under it is given to nobody any more; who came, and that it is over, is still said.
    if meeting.called_off && !matches!(slot, Slot::J1 | Slot::X) {
        return Ok(SlotRow::CalledOff);
    }
    match read(&tx, id, slot)? {
        Some(sealed) => Ok(SlotRow::Filled(sealed)),
        None if meeting.called_off => Ok(SlotRow::CalledOff),
        None => Ok(SlotRow::Empty),
    }
}

/// Forgets what has been over for a week; until then it is still said that it is over.
pub(super) fn sweep(db: &Connection, now_ms: u64) -> rusqlite::Result<()> {
    const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
    let before = signed(now_ms.saturating_sub(WEEK_MS));
    db.prepare_cached("DELETE FROM slots WHERE invite IN (SELECT invite FROM invites WHERE expires_ms<=?)")?
        .execute([signed(now_ms)])?;
    db.prepare_cached("DELETE FROM invites WHERE expires_ms<=?")?.execute([before]).map(|_| ())
}

//! Spaces: their control chains, and who is in them.

use protocol::ids::{AccountId, RecordHash, SpaceId};
use protocol::wire::{ChainHead, SpaceSeat};
use rusqlite::{Connection, OptionalExtension, params};

use super::live::empty_log;
use super::writer::Writing;
use super::{signed, unsigned};
use crate::store::{ChainOutcome, ChainRow, ChainRows};

fn head(db: &Connection, space: SpaceId) -> rusqlite::Result<Option<(i64, ChainHead)>> {
    let mut find = db.prepare_cached("SELECT space_no, ctl_seq, ctl_head FROM spaces WHERE space=?")?;
    find.query_row([space.0], |row| {
        Ok((row.get(0)?, ChainHead { seq: unsigned(row.get(1)?), hash: RecordHash(row.get(2)?) }))
    })
    .optional()
}

fn insert_chain(db: &Connection, number: i64, from: u64, chain: &[ChainRow]) -> rusqlite::Result<()> {
    let mut insert =
        db.prepare_cached("INSERT INTO control_chain(space_no, seq, hash, body) VALUES(?,?,?,?)")?;
    for (row, seq) in chain.iter().zip(from..) {
        insert.execute(params![number, signed(seq), row.hash, row.body])?;
    }
    Ok(())
}

fn seat(db: &Connection, number: i64, members: &[AccountId]) -> rusqlite::Result<()> {
    // Who has left is remembered: the account's chain is still needed to check what was written together.
    db.prepare_cached("UPDATE members SET gone=1 WHERE space_no=?")?.execute([number])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO members(account, space_no, gone) VALUES(?,?,0) ON CONFLICT(account, space_no) DO UPDATE SET gone=0",
    )?;
    for member in members {
        insert.execute(params![member.0, number])?;
    }
    Ok(())
}

/// Makes a space.
pub(super) fn make(
    db: &Connection,
    space: SpaceId,
    chain: &[ChainRow],
    members: &[AccountId],
) -> rusqlite::Result<ChainOutcome> {
    if let Some((_, at)) = head(db, space)? {
        return Ok(ChainOutcome::Conflict(at));
    }
    let Some(last) = chain.last() else { return Ok(ChainOutcome::Unknown) };
    let at = ChainHead { seq: chain.len() as u64 - 1, hash: RecordHash(last.hash) };
    db.prepare_cached(
        "INSERT INTO spaces(space, ctl_seq, ctl_head, settled_seq, settled_root, settled_recv_ms, settled_bytes) VALUES(?,?,?,0,?,0,0)",
    )?
    .execute(params![space.0, signed(at.seq), last.hash, empty_log(space).root])?;
    let number = db.last_insert_rowid();
    insert_chain(db, number, 0, chain)?;
    seat(db, number, members)?;
    Ok(ChainOutcome::Grown(at))
}

/// A stretch of a control chain.
pub(super) fn chain(
    db: &Connection,
    space: SpaceId,
    from: u64,
    most: usize,
) -> rusqlite::Result<Option<ChainRows>> {
    let tx = db.unchecked_transaction()?;
    let Some((number, at)) = head(&tx, space)? else { return Ok(None) };
    let mut find = tx.prepare_cached(
        "SELECT hash, body FROM control_chain WHERE space_no=? AND seq>=? ORDER BY seq LIMIT ?",
    )?;
    let rows = find.query_map(params![number, signed(from), signed(most as u64)], |row| {
        Ok(ChainRow { hash: row.get(0)?, body: row.get(1)? })
    })?;
    let rows = rows.collect::<Result<_, _>>()?;
    Ok(Some(ChainRows { rows, at }))
}

/// Lets a control chain grow, if it still stands where it was read.
pub(super) fn grow_chain(
    writing: &mut Writing<'_>,
    space: SpaceId,
    expect_seq: u64,
    chain: &[ChainRow],
    members: &[AccountId],
) -> rusqlite::Result<ChainOutcome> {
    let db = writing.db();
    let Some((number, at)) = head(db, space)? else { return Ok(ChainOutcome::Unknown) };
    let Some(last) = chain.last() else { return Ok(ChainOutcome::Conflict(at)) };
    if at.seq + 1 != expect_seq {
        return Ok(ChainOutcome::Conflict(at));
    }
    insert_chain(db, number, expect_seq, chain)?;
    let now = ChainHead { seq: at.seq + chain.len() as u64, hash: RecordHash(last.hash) };
    db.prepare_cached("UPDATE spaces SET ctl_seq=?, ctl_head=? WHERE space_no=?")?.execute(params![
        signed(now.seq),
        last.hash,
        number
    ])?;
    seat(db, number, members)?;
    if let Some(live) = writing.space(space)? {
        live.ctl_seq = now.seq;
    }
    Ok(ChainOutcome::Grown(now))
}

/// The spaces of an account, and whether everybody else in them has closed theirs.
pub(super) fn of(db: &Connection, account: AccountId) -> rusqlite::Result<Vec<SpaceSeat>> {
    let mut find = db.prepare_cached(
        "SELECT space, ctl_seq, ctl_head,
          (SELECT min(closed) FROM members AS other JOIN accounts USING(account) WHERE other.space_no=mine.space_no AND other.account<>mine.account AND other.gone=0)
         FROM members AS mine JOIN spaces USING(space_no) WHERE mine.account=? AND mine.gone=0 ORDER BY space_no",
    )?;
    let rows = find.query_map([account.0], |row| {
        let ctl = ChainHead { seq: unsigned(row.get(1)?), hash: RecordHash(row.get(2)?) };
        let others_closed: Option<bool> = row.get(3)?;
        Ok(SpaceSeat { space: SpaceId(row.get(0)?), ctl, alone: others_closed == Some(true) })
    })?;
    rows.collect()
}

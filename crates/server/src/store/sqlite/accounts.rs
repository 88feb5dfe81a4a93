//! Accounts: name, login, chain, blobs.

use protocol::ids::{AccountId, NameHash, RecordHash};
use protocol::wire::ChainHead;
use rusqlite::{Connection, OptionalExtension, params};

use super::{admissions, signed, unsigned};
use crate::store::{BlobOutcome, BlobRow, ChainOutcome, ChainRow, ChainRows, NewAccount, RegisterOutcome};

fn exists(db: &Connection, query: &str, key: &[u8]) -> rusqlite::Result<bool> {
    db.prepare_cached(query)?.exists([key])
}

/// Makes an account.
pub(super) fn register(db: &Connection, new: &NewAccount) -> rusqlite::Result<RegisterOutcome> {
    if exists(db, "SELECT 1 FROM accounts WHERE name_mac=?", &new.name.0)? {
        return Ok(RegisterOutcome::NameTaken);
    }
    if exists(db, "SELECT 1 FROM accounts WHERE account=?", &new.account.0)? {
        return Ok(RegisterOutcome::AccountTaken);
    }
    let Some(head) = new.chain.last() else { return Ok(RegisterOutcome::AccountTaken) };
    if let Some(admitted) = new.admission
        && !admissions::take(db, admitted)?
    {
        return Ok(RegisterOutcome::NotAdmitted);
    }
    let seq = new.chain.len() as u64 - 1;
    db.prepare_cached("INSERT INTO accounts(account, name_mac, opaque, chain_seq, chain_head, created_day) VALUES(?,?,?,?,?,?)")?
        .execute(params![new.account.0, new.name.0, new.opaque, signed(seq), head.hash, signed(new.created_day)])?;
    insert_chain(db, new.account, 0, &new.chain)?;
    Ok(RegisterOutcome::Made)
}

fn insert_chain(db: &Connection, account: AccountId, from: u64, chain: &[ChainRow]) -> rusqlite::Result<()> {
    let mut insert =
        db.prepare_cached("INSERT INTO account_chain(account, seq, hash, body) VALUES(?,?,?,?)")?;
    for (row, seq) in chain.iter().zip(from..) {
        insert.execute(params![account.0, signed(seq), row.hash, row.body])?;
    }
    Ok(())
}

/// The account and the OPAQUE record of a login name.
pub(super) fn login(db: &Connection, name: NameHash) -> rusqlite::Result<Option<(AccountId, Vec<u8>)>> {
    let mut find =
        db.prepare_cached("SELECT account, opaque FROM accounts WHERE name_mac=? AND opaque IS NOT NULL")?;
    find.query_row([name.0], |row| Ok((AccountId(row.get(0)?), row.get(1)?))).optional()
}

fn head(db: &Connection, account: AccountId) -> rusqlite::Result<Option<ChainHead>> {
    let mut find = db.prepare_cached("SELECT chain_seq, chain_head FROM accounts WHERE account=?")?;
    find.query_row([account.0], |row| {
        Ok(ChainHead { seq: unsigned(row.get(0)?), hash: RecordHash(row.get(1)?) })
    })
    .optional()
}

/// A stretch of an account's chain.
pub(super) fn chain(
    db: &Connection,
    account: AccountId,
    from: u64,
    most: usize,
) -> rusqlite::Result<Option<ChainRows>> {
    let tx = db.unchecked_transaction()?;
    let Some(at) = head(&tx, account)? else { return Ok(None) };
    let mut find = tx.prepare_cached(
        "SELECT hash, body FROM account_chain WHERE account=? AND seq>=? ORDER BY seq LIMIT ?",
    )?;
    let rows = find.query_map(params![account.0, signed(from), signed(most as u64)], |row| {
        Ok(ChainRow { hash: row.get(0)?, body: row.get(1)? })
    })?;
    let rows: Vec<ChainRow> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() && from == 0 {
        return Ok(None);
    }
    Ok(Some(ChainRows { rows, at }))
}

/// Lets a chain grow, if it still stands where it was read.
pub(super) fn grow_chain(
    db: &Connection,
    account: AccountId,
    expect_seq: u64,
    chain: &[ChainRow],
) -> rusqlite::Result<ChainOutcome> {
    let Some(at) = head(db, account)? else { return Ok(ChainOutcome::Unknown) };
    let Some(last) = chain.last() else { return Ok(ChainOutcome::Conflict(at)) };
    if at.seq + 1 != expect_seq {
        return Ok(ChainOutcome::Conflict(at));
    }
    insert_chain(db, account, expect_seq, chain)?;
    let now = ChainHead { seq: at.seq + chain.len() as u64, hash: RecordHash(last.hash) };
    db.prepare_cached("UPDATE accounts SET chain_seq=?, chain_head=? WHERE account=?")?.execute(params![
        signed(now.seq),
        last.hash,
        account.0
    ])?;
    Ok(ChainOutcome::Grown(now))
}

/// Another OPAQUE record, together with the records that say so.
pub(super) fn replace_login(
    db: &Connection,
    account: AccountId,
    name: NameHash,
    opaque: &[u8],
    expect_seq: u64,
    chain: &[ChainRow],
) -> rusqlite::Result<ChainOutcome> {
    let mut owner = db.prepare_cached("SELECT 1 FROM accounts WHERE account=? AND name_mac=?")?;
    if !owner.exists(params![account.0, name.0])? {
        return Ok(ChainOutcome::Unknown);
    }
    let outcome = grow_chain(db, account, expect_seq, chain)?;
    if matches!(outcome, ChainOutcome::Grown(_)) {
        db.prepare_cached("UPDATE accounts SET opaque=? WHERE account=?")?
            .execute(params![opaque, account.0])?;
    }
    Ok(outcome)
}

/// A blob.
pub(super) fn blob(db: &Connection, account: AccountId, slot: &str) -> rusqlite::Result<Option<BlobRow>> {
    let mut find = db.prepare_cached("SELECT version, body FROM account_blobs WHERE account=? AND slot=?")?;
    find.query_row(params![account.0, slot], |row| {
        Ok(BlobRow { version: unsigned(row.get(0)?), body: row.get(1)? })
    })
    .optional()
}

/// Writes a blob, if it still has the version that was read.
pub(super) fn put_blob(
    db: &Connection,
    account: AccountId,
    slot: &str,
    expect: u64,
    body: &[u8],
    most: usize,
) -> rusqlite::Result<BlobOutcome> {
    let mut find = db.prepare_cached("SELECT version FROM account_blobs WHERE account=? AND slot=?")?;
    let there: Option<i64> = find.query_row(params![account.0, slot], |row| row.get(0)).optional()?;
    if there.map_or(0, unsigned) != expect {
        return Ok(BlobOutcome::Conflict);
    }
    let kept: i64 =
        db.query_row("SELECT count(*) FROM account_blobs WHERE account=?", [account.0], |row| row.get(0))?;
    if there.is_none() && unsigned(kept) >= most as u64 {
        return Ok(BlobOutcome::TooMany);
    }
    db.prepare_cached("INSERT OR REPLACE INTO account_blobs(account, slot, version, body) VALUES(?,?,?,?)")?
        .execute(params![account.0, slot, signed(expect + 1), body])?;
    Ok(BlobOutcome::Stored(expect + 1))
}

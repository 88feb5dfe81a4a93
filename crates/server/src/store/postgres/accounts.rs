//! Accounts: name, login, chain, blobs.

use protocol::ids::{AccountId, DeviceKeyId, NameHash, RecordHash};
use protocol::wire::ChainHead;

use super::columns::{at_most, fixed, number, signed};
use super::failed::Failed;
use super::lines::Link;
use super::push;
use crate::store::{BlobOutcome, BlobRow, ChainOutcome, ChainRow, ChainRows, NewAccount, RegisterOutcome};

/// Makes an account. Who has the name is decided by the row of the name.
pub(super) async fn register(link: &Link, new: &NewAccount) -> Result<RegisterOutcome, Failed> {
    let Some(head) = new.chain.last() else { return Ok(RegisterOutcome::AccountTaken) };
    let owner = "SELECT 1::BIGINT FROM login_names WHERE name_mac=$1";
    if link.row(owner, &[&new.name.0]).await?.is_some() {
        return Ok(RegisterOutcome::NameTaken);
    }
    if let Some(by) = new.admission {
        let exists = "SELECT 1::BIGINT FROM accounts WHERE account=$1";
        if link.row(exists, &[&new.account.0]).await?.is_some() {
            return Ok(RegisterOutcome::AccountTaken);
        }
        let take = "UPDATE admissions SET people=people-1 WHERE code=$1 AND people>0 AND expires_ms>$2";
        if link.run(take, &[&by.code, &signed(by.now_ms)]).await? == 0 {
            return Ok(RegisterOutcome::NotAdmitted);
        }
    }
    let account = "INSERT INTO accounts(account, name_mac, opaque, chain_seq, chain_head, created_day)
     VALUES($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING";
    let (seq, day) = (signed(new.chain.len() as u64 - 1), signed(new.created_day));
    let made = link.run(account, &[&new.account.0, &new.name.0, &new.opaque, &seq, &head.hash, &day]).await?;
    if made == 0 {
        // With a code it must not be used up: tried again, the account is found taken first.
        return if new.admission.is_some() { Err(Failed::Again) } else { Ok(RegisterOutcome::AccountTaken) };
    }
    let name = "INSERT INTO login_names(name_mac, account) VALUES($1,$2) ON CONFLICT DO NOTHING";
    if link.run(name, &[&new.name.0, &new.account.0]).await? == 0 {
        // Somebody took it a moment ago: tried again, it is found taken.
        return Err(Failed::Again);
    }
    insert_chain(link, new.account, 0, &new.chain).await?;
    Ok(RegisterOutcome::Made)
}

async fn insert_chain(link: &Link, account: AccountId, from: u64, chain: &[ChainRow]) -> Result<(), Failed> {
    for (row, seq) in chain.iter().zip(from..) {
        let insert = "INSERT INTO account_chain(account, seq, hash, body) VALUES($1,$2,$3,$4)";
        link.run(insert, &[&account.0, &signed(seq), &row.hash, &row.body]).await?;
    }
    Ok(())
}

/// Lets so many people in by a code until it is over.
pub(super) async fn admit(link: &Link, code: &[u8; 32], people: u32, expires_ms: u64) -> Result<(), Failed> {
    let put = "INSERT INTO admissions(code, people, expires_ms) VALUES($1,$2,$3)
     ON CONFLICT (code) DO UPDATE SET people=excluded.people, expires_ms=excluded.expires_ms";
    link.run(put, &[code, &i64::from(people), &signed(expires_ms)]).await.map(drop)
}

/// The account and the OPAQUE record of a login name.
pub(super) async fn login(link: &Link, name: NameHash) -> Result<Option<(AccountId, Vec<u8>)>, Failed> {
    let find = "SELECT account, opaque FROM login_names JOIN accounts USING(account)
     WHERE login_names.name_mac=$1 AND opaque IS NOT NULL";
    let Some(row) = link.row(find, &[&name.0]).await? else { return Ok(None) };
    Ok(Some((AccountId(fixed(&row, 0)?), row.try_get(1)?)))
}

/// A stretch of an account's chain.
pub(super) async fn chain(
    link: &Link,
    account: AccountId,
    from: u64,
    most: usize,
) -> Result<Option<ChainRows>, Failed> {
    let head = "SELECT chain_seq, chain_head FROM accounts WHERE account=$1";
    let Some(row) = link.row(head, &[&account.0]).await? else { return Ok(None) };
    let at = ChainHead { seq: number(&row, 0)?, hash: RecordHash(fixed(&row, 1)?) };
    let find =
        "SELECT hash, body FROM account_chain WHERE account=$1 AND seq>=$2 AND seq<=$3 ORDER BY seq LIMIT $4";
    let with: super::lines::With<'_> = &[&account.0, &signed(from), &signed(at.seq), &at_most(most)];
    let rows = chain_rows(&link.rows(find, with).await?)?;
    if rows.is_empty() && from == 0 {
        return Ok(None);
    }
    Ok(Some(ChainRows { rows, at }))
}

/// Records of a chain out of rows of hash and body.
pub(super) fn chain_rows(rows: &[tokio_postgres::Row]) -> Result<Vec<ChainRow>, Failed> {
    rows.iter().map(|row| Ok(ChainRow { hash: fixed(row, 0)?, body: row.try_get(1)? })).collect()
}

/// Lets a chain grow, if it still stands where it was read, and ends the sessions of devices that it revokes.
pub(super) async fn grow_chain(
    link: &Link,
    account: AccountId,
    expect_seq: u64,
    chain: &[ChainRow],
    revoked: &[DeviceKeyId],
) -> Result<ChainOutcome, Failed> {
    let head = "SELECT chain_seq, chain_head FROM accounts WHERE account=$1 FOR UPDATE";
    let Some(row) = link.row(head, &[&account.0]).await? else { return Ok(ChainOutcome::Unknown) };
    let at = ChainHead { seq: number(&row, 0)?, hash: RecordHash(fixed(&row, 1)?) };
    let Some(last) = chain.last().filter(|_| at.seq + 1 == expect_seq) else {
        return Ok(ChainOutcome::Conflict(at));
    };
    insert_chain(link, account, expect_seq, chain).await?;
    let now = ChainHead { seq: at.seq + chain.len() as u64, hash: RecordHash(last.hash) };
    let grow = "UPDATE accounts SET chain_seq=$2, chain_head=$3 WHERE account=$1";
    link.run(grow, &[&account.0, &signed(now.seq), &last.hash]).await?;
    for device in revoked {
        let end = "DELETE FROM sessions WHERE account=$1 AND device=$2";
        link.run(end, &[&account.0, &device.0]).await?;
        push::drop(link, account, *device).await?;
    }
    Ok(ChainOutcome::Grown(now))
}

/// Another OPAQUE record, together with the records that say so.
pub(super) async fn replace_login(
    link: &Link,
    account: AccountId,
    name: NameHash,
    opaque: &[u8],
    expect_seq: u64,
    chain: &[ChainRow],
) -> Result<ChainOutcome, Failed> {
    let owner = "SELECT 1::BIGINT FROM accounts WHERE account=$1 AND name_mac=$2";
    if link.row(owner, &[&account.0, &name.0]).await?.is_none() {
        return Ok(ChainOutcome::Unknown);
    }
    let outcome = grow_chain(link, account, expect_seq, chain, &[]).await?;
    if matches!(outcome, ChainOutcome::Grown(_)) {
        link.run("UPDATE accounts SET opaque=$2 WHERE account=$1", &[&account.0, &opaque]).await?;
    }
    Ok(outcome)
}

/// A blob.
pub(super) async fn blob(link: &Link, account: AccountId, slot: &str) -> Result<Option<BlobRow>, Failed> {
    let find = "SELECT version, body FROM account_blobs WHERE account=$1 AND slot=$2";
    let Some(row) = link.row(find, &[&account.0, &slot]).await? else { return Ok(None) };
    Ok(Some(BlobRow { version: number(&row, 0)?, body: row.try_get(1)? }))
}

/// Writes a blob, if it still has the version that was read. The account's row keeps two from doing so at once.
pub(super) async fn put_blob(
    link: &Link,
    account: AccountId,
    slot: &str,
    expect: u64,
    body: &[u8],
    most: usize,
) -> Result<BlobOutcome, Failed> {
    link.row("SELECT 1::BIGINT FROM accounts WHERE account=$1 FOR UPDATE", &[&account.0]).await?;
    let find = "SELECT version FROM account_blobs WHERE account=$1 AND slot=$2";
    let there = link.row(find, &[&account.0, &slot]).await?;
    let version = there.as_ref().map_or(Ok(0), |row| number(row, 0))?;
    if version != expect {
        return Ok(BlobOutcome::Conflict);
    }
    let count = link.row("SELECT count(*) FROM account_blobs WHERE account=$1", &[&account.0]).await?;
    let kept = count.map_or(Ok(0), |row| number(&row, 0))?;
    if there.is_none() && kept >= most as u64 {
        return Ok(BlobOutcome::TooMany);
    }
    let put = "INSERT INTO account_blobs(account, slot, version, body) VALUES($1,$2,$3,$4)
     ON CONFLICT (account, slot) DO UPDATE SET version=excluded.version, body=excluded.body";
    link.run(put, &[&account.0, &slot, &signed(expect + 1), &body]).await?;
    Ok(BlobOutcome::Stored(expect + 1))
}

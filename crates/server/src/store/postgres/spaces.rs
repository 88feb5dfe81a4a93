//! Spaces: their control chains, and who is in them.

use protocol::ids::{AccountId, RecordHash, SpaceId};
use protocol::log::first_root;
use protocol::wire::{ChainHead, SpaceSeat};

use super::accounts::chain_rows;
use super::columns::{at_most, fixed, number, signed};
use super::failed::Failed;
use super::lines::{Link, With};
use crate::store::{ChainOutcome, ChainRow, ChainRows};

async fn head(link: &Link, find: &'static str, space: SpaceId) -> Result<Option<ChainHead>, Failed> {
    let Some(row) = link.row(find, &[&space.0]).await? else { return Ok(None) };
    Ok(Some(ChainHead { seq: number(&row, 0)?, hash: RecordHash(fixed(&row, 1)?) }))
}

const HEAD: &str = "SELECT ctl_seq, ctl_head FROM spaces WHERE space=$1";
const HEAD_ALONE: &str = "SELECT ctl_seq, ctl_head FROM spaces WHERE space=$1 FOR UPDATE";

async fn insert_chain(link: &Link, space: SpaceId, from: u64, chain: &[ChainRow]) -> Result<(), Failed> {
    for (row, seq) in chain.iter().zip(from..) {
        let insert = "INSERT INTO control_chain(space, seq, hash, body) VALUES($1,$2,$3,$4)";
        link.run(insert, &[&space.0, &signed(seq), &row.hash, &row.body]).await?;
    }
    Ok(())
}

async fn seat(link: &Link, space: SpaceId, members: &[AccountId]) -> Result<(), Failed> {
    // Who has left is remembered: the account's chain is still needed to check what was written together.
    link.run("UPDATE members SET gone=TRUE WHERE space=$1", &[&space.0]).await?;
    for member in members {
        let insert = "INSERT INTO members(space, account, gone) VALUES($1,$2,FALSE)
         ON CONFLICT (space, account) DO UPDATE SET gone=FALSE";
        link.run(insert, &[&space.0, &member.0]).await?;
    }
    Ok(())
}

/// Makes a space.
pub(super) async fn make(
    link: &Link,
    space: SpaceId,
    chain: &[ChainRow],
    members: &[AccountId],
) -> Result<ChainOutcome, Failed> {
    let Some(last) = chain.last() else { return Ok(ChainOutcome::Unknown) };
    let at = ChainHead { seq: chain.len() as u64 - 1, hash: RecordHash(last.hash) };
    let insert = "INSERT INTO spaces(space, ctl_seq, ctl_head, head_seq, head_root, recv_ms, bytes)
     VALUES($1,$2,$3,0,$4,0,0) ON CONFLICT DO NOTHING";
    let made = link.run(insert, &[&space.0, &signed(at.seq), &last.hash, &first_root(space)]).await?;
    if made == 0 {
        // Gone again in between: then it is tried anew.
        return head(link, HEAD, space).await?.map(ChainOutcome::Conflict).ok_or(Failed::Again);
    }
    insert_chain(link, space, 0, chain).await?;
    seat(link, space, members).await?;
    Ok(ChainOutcome::Grown(at))
}

/// A stretch of a control chain.
pub(super) async fn chain(
    link: &Link,
    space: SpaceId,
    from: u64,
    most: usize,
) -> Result<Option<ChainRows>, Failed> {
    let Some(at) = head(link, HEAD, space).await? else { return Ok(None) };
    let find =
        "SELECT hash, body FROM control_chain WHERE space=$1 AND seq>=$2 AND seq<=$3 ORDER BY seq LIMIT $4";
    let with: With<'_> = &[&space.0, &signed(from), &signed(at.seq), &at_most(most)];
    Ok(Some(ChainRows { rows: chain_rows(&link.rows(find, with).await?)?, at }))
}

/// Lets a control chain grow, if it still stands where it was read.
pub(super) async fn grow_chain(
    link: &Link,
    space: SpaceId,
    expect_seq: u64,
    chain: &[ChainRow],
    members: &[AccountId],
) -> Result<ChainOutcome, Failed> {
    let Some(at) = head(link, HEAD_ALONE, space).await? else { return Ok(ChainOutcome::Unknown) };
    let Some(last) = chain.last().filter(|_| at.seq + 1 == expect_seq) else {
        return Ok(ChainOutcome::Conflict(at));
    };
    insert_chain(link, space, expect_seq, chain).await?;
    let now = ChainHead { seq: at.seq + chain.len() as u64, hash: RecordHash(last.hash) };
    let grow = "UPDATE spaces SET ctl_seq=$2, ctl_head=$3 WHERE space=$1";
    link.run(grow, &[&space.0, &signed(now.seq), &last.hash]).await?;
    seat(link, space, members).await?;
    Ok(ChainOutcome::Grown(now))
}

/// The spaces of an account, and whether everybody else in them has closed theirs.
pub(super) async fn of(link: &Link, account: AccountId) -> Result<Vec<SpaceSeat>, Failed> {
    let find = "SELECT space, ctl_seq, ctl_head,
      (SELECT min(closed) FROM members AS other JOIN accounts USING(account)
       WHERE other.space=mine.space AND other.account<>mine.account AND NOT other.gone)
     FROM members AS mine JOIN spaces USING(space) WHERE mine.account=$1 AND NOT mine.gone ORDER BY space";
    let found = link.rows(find, &[&account.0]).await?;
    let read = found.iter().map(|row| {
        let ctl = ChainHead { seq: number(row, 1)?, hash: RecordHash(fixed(row, 2)?) };
        let others_closed: Option<i64> = row.try_get(3)?;
        Ok(SpaceSeat { space: SpaceId(fixed(row, 0)?), ctl, alone: others_closed.is_some_and(|it| it > 0) })
    });
    read.collect()
}

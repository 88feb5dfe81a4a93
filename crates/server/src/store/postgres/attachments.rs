//! Attachments: sealed chunks, and how many bytes they take. The space's row keeps two from counting at once.

use std::sync::Arc;

use protocol::ids::{AccountId, AttachmentId, SpaceId};

use super::columns::{fixed, number, signed};
use super::failed::{Failed, Tries};
use super::lines::Link;
use super::{PostgresStore, by_itself};
use crate::store::attachments::WAITS_MS;
use crate::store::{Answer, AttachmentStore, Chunk, ChunkOutcome, Held, Sorted};

impl AttachmentStore for PostgresStore {
    fn put_chunk(&self, chunk: Chunk) -> Answer<ChunkOutcome> {
        alone!(self, |link| put(&link, &chunk))
    }

    fn chunk(&self, space: SpaceId, attachment: AttachmentId, n: u32) -> Answer<Option<Vec<u8>>> {
        ask!(self, |link| one(&link, space, attachment, n))
    }

    fn attachment(&self, space: SpaceId, attachment: AttachmentId) -> Answer<Option<Held>> {
        ask!(self, |link| held(&link, space, attachment))
    }

    fn sort_attachments(
        &self,
        space: SpaceId,
        account: AccountId,
        keep: Vec<AttachmentId>,
        drop: Vec<AttachmentId>,
    ) -> Answer<Sorted> {
        alone!(self, |link| sort(&link, space, account, &keep, &drop))
    }
}

async fn hold(link: &Link, space: SpaceId) -> Result<bool, Failed> {
    let hold = "SELECT 1::BIGINT FROM spaces WHERE space=$1 FOR UPDATE";
    Ok(link.row(hold, &[&space.0]).await?.is_some())
}

async fn put(link: &Link, chunk: &Chunk) -> Result<ChunkOutcome, Failed> {
    let (space, attachment, n) = (&chunk.space.0, &chunk.attachment.0, i64::from(chunk.n));
    if !hold(link, chunk.space).await? {
        return Ok(ChunkOutcome::Unknown);
    }
    let find = "SELECT account, chunks FROM attachments WHERE space=$1 AND attachment=$2";
    if let Some(there) = link.row(find, &[space, attachment]).await?
        && (fixed(&there, 0)?, number(&there, 1)?) != (chunk.account.0, u64::from(chunk.of))
    {
        return Ok(ChunkOutcome::Conflict);
    }
    let sum = "SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM attachments WHERE account=$1";
    let bytes = link.row(sum, &[&chunk.account.0]).await?.map_or(Ok(0), |row| number(&row, 0))?;
    let is_there = "SELECT 1::BIGINT FROM attachment_chunks WHERE space=$1 AND attachment=$2 AND n=$3";
    if link.row(is_there, &[space, attachment, &n]).await?.is_some() {
        return Ok(ChunkOutcome::Stored(bytes));
    }
    let counts = chunk.counts();
    if bytes + counts > chunk.room {
        return Ok(ChunkOutcome::Full);
    }
    let begin = "INSERT INTO attachments(space, attachment, account, chunks, bytes, kept, since_ms) VALUES($1,$2,$3,$4,$5,0,$6)
     ON CONFLICT (space, attachment) DO UPDATE SET bytes=attachments.bytes+excluded.bytes";
    let of = i64::from(chunk.of);
    link.run(begin, &[space, attachment, &chunk.account.0, &of, &signed(counts), &signed(chunk.now_ms)])
        .await?;
    let insert = "INSERT INTO attachment_chunks(space, attachment, n, sealed) VALUES($1,$2,$3,$4)";
    link.run(insert, &[space, attachment, &n, &chunk.sealed]).await?;
    Ok(ChunkOutcome::Stored(bytes + counts))
}

async fn one(
    link: &Link,
    space: SpaceId,
    attachment: AttachmentId,
    n: u32,
) -> Result<Option<Vec<u8>>, Failed> {
    let find = "SELECT sealed FROM attachment_chunks WHERE space=$1 AND attachment=$2 AND n=$3";
    let row = link.row(find, &[&space.0, &attachment.0, &i64::from(n)]).await?;
    Ok(row.map(|it| it.try_get(0)).transpose()?)
}

async fn held(link: &Link, space: SpaceId, attachment: AttachmentId) -> Result<Option<Held>, Failed> {
    let find = "SELECT chunks, kept FROM attachments WHERE space=$1 AND attachment=$2";
    let Some(row) = link.row(find, &[&space.0, &attachment.0]).await? else { return Ok(None) };
    let chunks = "SELECT n FROM attachment_chunks WHERE space=$1 AND attachment=$2 ORDER BY n";
    let chunks = link.rows(chunks, &[&space.0, &attachment.0]).await?;
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let held = chunks.iter().map(|it| Ok(small(number(it, 0)?))).collect::<Result<_, Failed>>()?;
    Ok(Some(Held { of: small(number(&row, 0)?), held, kept: number(&row, 1)? > 0 }))
}

async fn sort(
    link: &Link,
    space: SpaceId,
    account: AccountId,
    keep: &[AttachmentId],
    drop: &[AttachmentId],
) -> Result<Sorted, Failed> {
    let mut sorted = Sorted::default();
    if !hold(link, space).await? {
        return Ok(sorted);
    }
    let whole = "UPDATE attachments SET kept=1 WHERE space=$1 AND attachment=$2
     AND chunks=(SELECT count(*) FROM attachment_chunks WHERE space=$1 AND attachment=$2)";
    for it in keep {
        if link.run(whole, &[&space.0, &it.0]).await? > 0 {
            sorted.kept.push(*it);
        }
    }
    for it in drop {
        let find = "SELECT account FROM attachments WHERE space=$1 AND attachment=$2";
        let brought = link.row(find, &[&space.0, &it.0]).await?.map(|row| fixed(&row, 0)).transpose()?;
        if brought.is_some_and(|by: [u8; 16]| by != account.0) {
            continue;
        }
        erase(link, &space.0, &it.0).await?;
        sorted.dropped.push(*it);
    }
    Ok(sorted)
}

async fn erase(link: &Link, space: &[u8; 16], attachment: &[u8; 16]) -> Result<(), Failed> {
    for sql in [
        "DELETE FROM attachment_chunks WHERE space=$1 AND attachment=$2",
        "DELETE FROM attachments WHERE space=$1 AND attachment=$2",
    ] {
        link.run(sql, &[space, attachment]).await?;
    }
    Ok(())
}

/// Forgets what no event came to tell of.
pub(super) async fn sweep(link: &Link, now_ms: u64) -> Result<(), Failed> {
    let find = "SELECT space, attachment FROM attachments WHERE kept=0 AND since_ms<=$1 FOR UPDATE";
    for row in link.rows(find, &[&signed(now_ms.saturating_sub(WAITS_MS))]).await? {
        erase(link, &fixed(&row, 0)?, &fixed(&row, 1)?).await?;
    }
    Ok(())
}

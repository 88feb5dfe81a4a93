//! Attachments in the file: sealed chunks, and how many bytes they take. What goes is overwritten.

use protocol::ids::{AccountId, AttachmentId, SpaceId};
use rusqlite::{Connection, OptionalExtension, params};

use super::writer::Writing;
use super::{SqliteStore, signed, unsigned};
use crate::store::attachments::WAITS_MS;
use crate::store::{Answer, AttachmentStore, Chunk, ChunkOutcome, Held, Sorted};

impl AttachmentStore for SqliteStore {
    fn put_chunk(&self, chunk: Chunk) -> Answer<ChunkOutcome> {
        self.write(move |it| put(it.db(), &chunk))
    }

    fn chunk(&self, space: SpaceId, attachment: AttachmentId, n: u32) -> Answer<Option<Vec<u8>>> {
        self.read(move |db| {
            let mut find = db.prepare_cached(
                "SELECT sealed FROM attachment_chunks JOIN spaces USING(space_no) WHERE space=? AND attachment=? AND n=?",
            )?;
            find.query_row(params![space.0, attachment.0, n], |row| row.get(0)).optional()
        })
    }

    fn attachment(&self, space: SpaceId, attachment: AttachmentId) -> Answer<Option<Held>> {
        self.read(move |db| held(db, space, attachment))
    }

    fn sort_attachments(
        &self,
        space: SpaceId,
        account: AccountId,
        keep: Vec<AttachmentId>,
        drop: Vec<AttachmentId>,
    ) -> Answer<Sorted> {
        self.write(move |it| sort(it, space, account, keep, drop))
    }
}

fn number(db: &Connection, space: SpaceId) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT space_no FROM spaces WHERE space=?")?
        .query_row([space.0], |row| row.get(0))
        .optional()
}

fn put(db: &Connection, chunk: &Chunk) -> rusqlite::Result<ChunkOutcome> {
    let Some(number) = number(db, chunk.space)? else { return Ok(ChunkOutcome::Unknown) };
    let mut find =
        db.prepare_cached("SELECT account, chunks FROM attachments WHERE space_no=? AND attachment=?")?;
    let there: Option<([u8; 16], u32)> = find
        .query_row(params![number, chunk.attachment.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if there.is_some_and(|it| it != (chunk.account.0, chunk.of)) {
        return Ok(ChunkOutcome::Conflict);
    }
    let mut sum = db.prepare_cached("SELECT coalesce(sum(bytes), 0) FROM attachments WHERE account=?")?;
    let bytes = unsigned(sum.query_row([chunk.account.0], |row| row.get(0))?);
    let mut is_there =
        db.prepare_cached("SELECT 1 FROM attachment_chunks WHERE space_no=? AND attachment=? AND n=?")?;
    if is_there.exists(params![number, chunk.attachment.0, chunk.n])? {
        return Ok(ChunkOutcome::Stored(bytes));
    }
    let counts = chunk.counts();
    if bytes + counts > chunk.room {
        return Ok(ChunkOutcome::Full);
    }
    db.prepare_cached(
        "INSERT INTO attachments(space_no, attachment, account, chunks, bytes, kept, since_ms) VALUES(?,?,?,?,?,0,?)
         ON CONFLICT(space_no, attachment) DO UPDATE SET bytes=bytes+excluded.bytes",
    )?
    .execute(params![
        number,
        chunk.attachment.0,
        chunk.account.0,
        chunk.of,
        signed(counts),
        signed(chunk.now_ms)
    ])?;
    db.prepare_cached("INSERT INTO attachment_chunks(space_no, attachment, n, sealed) VALUES(?,?,?,?)")?
        .execute(params![number, chunk.attachment.0, chunk.n, chunk.sealed])?;
    Ok(ChunkOutcome::Stored(bytes + counts))
}

fn held(db: &Connection, space: SpaceId, attachment: AttachmentId) -> rusqlite::Result<Option<Held>> {
    let tx = db.unchecked_transaction()?;
    let Some(number) = number(&tx, space)? else { return Ok(None) };
    let mut find =
        tx.prepare_cached("SELECT chunks, kept FROM attachments WHERE space_no=? AND attachment=?")?;
    let found: Option<(u32, bool)> =
        find.query_row(params![number, attachment.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((of, kept)) = found else { return Ok(None) };
    let mut chunks =
        tx.prepare_cached("SELECT n FROM attachment_chunks WHERE space_no=? AND attachment=? ORDER BY n")?;
    let held =
        chunks.query_map(params![number, attachment.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(Held { of, held, kept }))
}

fn sort(
    writing: &mut Writing<'_>,
    space: SpaceId,
    account: AccountId,
    keep: Vec<AttachmentId>,
    drop: Vec<AttachmentId>,
) -> rusqlite::Result<Sorted> {
    let db = writing.db();
    let Some(number) = number(db, space)? else { return Ok(Sorted::default()) };
    let mut sorted = Sorted::default();
    let mut whole = db.prepare_cached(
        "UPDATE attachments SET kept=1 WHERE space_no=?1 AND attachment=?2
         AND chunks=(SELECT count(*) FROM attachment_chunks WHERE space_no=?1 AND attachment=?2)",
    )?;
    for it in keep {
        if whole.execute(params![number, it.0])? > 0 {
            sorted.kept.push(it);
        }
    }
    let mut of = db.prepare_cached("SELECT account FROM attachments WHERE space_no=? AND attachment=?")?;
    let mut erased = false;
    for it in drop {
        let brought: Option<[u8; 16]> = of.query_row(params![number, it.0], |row| row.get(0)).optional()?;
        if brought.is_some_and(|by| by != account.0) {
            continue;
        }
        if brought.is_some() {
            erase(db, number, &it.0)?;
            erased = true;
        }
        sorted.dropped.push(it);
    }
    if erased {
        writing.has_erased()?;
    }
    Ok(sorted)
}

fn erase(db: &Connection, number: i64, attachment: &[u8]) -> rusqlite::Result<()> {
    for sql in [
        "DELETE FROM attachment_chunks WHERE space_no=? AND attachment=?",
        "DELETE FROM attachments WHERE space_no=? AND attachment=?",
    ] {
        db.prepare_cached(sql)?.execute(params![number, attachment])?;
    }
    Ok(())
}

/// Forgets what no event came to tell of.
pub(super) fn sweep(writing: &mut Writing<'_>, now_ms: u64) -> rusqlite::Result<()> {
    let db = writing.db();
    let mut find =
        db.prepare_cached("SELECT space_no, attachment FROM attachments WHERE kept=0 AND since_ms<=?")?;
    let over =
        find.query_map([signed(now_ms.saturating_sub(WAITS_MS))], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let over: Vec<(i64, Vec<u8>)> = over.collect::<Result<_, _>>()?;
    for (number, attachment) in &over {
        erase(db, *number, attachment)?;
    }
    if over.is_empty() { Ok(()) } else { writing.has_erased() }
}

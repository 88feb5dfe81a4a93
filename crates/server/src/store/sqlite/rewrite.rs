//! Writing the file anew after something was erased. SQLite overwrites a row where it lies; but when a page was divided
//! earlier, rows moved to another one, and their old place keeps a copy until something else is written there. A file
//! written anew has live rows only. It waits for the next sweep, so that many erasures cost one writing.

use rusqlite::Connection;

/// The name under which it is kept that something was erased since the file was last written anew.
const MARK: &str = "erased";
/// Nobody can write meanwhile: a file of more bytes than this (some seconds) is left as it is.
const LONGEST: i64 = 256 << 20;

/// Notes, together with the erasure, that the file is to be written anew.
pub(super) fn note(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO kept(name, value) VALUES(?, x'')")?.execute([MARK]).map(|_| ())
}

/// Whether it is to be written anew.
pub(super) fn is_owed(db: &Connection) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM kept WHERE name=?")?.exists([MARK])
}

/// Writes it anew, outside of any transaction. What goes wrong leaves the file as it was, and is tried with the next
/// sweep.
pub(super) fn rewrite(db: &Connection) {
    if let Err(error) = try_rewrite(db) {
        tracing::warn!(error = %error, "could not write the store anew after an erasure, will try again");
    }
}

fn try_rewrite(db: &Connection) -> rusqlite::Result<()> {
    let length = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let length: i64 = db.query_row(length, [], |row| row.get(0))?;
    if length > LONGEST {
        tracing::warn!(bytes = length, "the store is too long to be written anew while people wait for it");
        return Ok(());
    }
    // The copy may be longer than the memory of a small computer.
    let done = db.execute_batch("PRAGMA temp_store=FILE; VACUUM;");
    db.execute_batch("PRAGMA temp_store=MEMORY;")?;
    done?;
    db.execute("DELETE FROM kept WHERE name=?", [MARK]).map(|_| ())
}

//! Codes by which whoever runs the relay lets people in. Only their hashes are kept.

use std::path::Path;

use protocol::admission::AdmissionCode;
use rusqlite::{Connection, params};

use super::file::{self, OpenRefused};
use super::signed;
use crate::relay::randomness;
use crate::store::Admitted;

/// Lets so many people in by a code until it is over.
pub(super) fn add(db: &Connection, code: &[u8; 32], people: u32, expires_ms: u64) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO admissions(code, people, expires_ms) VALUES(?,?,?)")?
        .execute(params![code, people, signed(expires_ms)])
        .map(|_| ())
}

/// Lets one person in by a code, if it still lets anybody in.
pub(super) fn take(db: &Connection, by: Admitted) -> rusqlite::Result<bool> {
    let mut take = db
        .prepare_cached("UPDATE admissions SET people=people-1 WHERE code=? AND people>0 AND expires_ms>?")?;
    Ok(take.execute(params![by.code, signed(by.now_ms)])? > 0)
}

/// Forgets what lets nobody in any more.
pub(super) fn sweep(db: &Connection, now_ms: u64) -> rusqlite::Result<()> {
    let mut forget = db.prepare_cached("DELETE FROM admissions WHERE expires_ms<=? OR people<=0")?;
    forget.execute([signed(now_ms)]).map(|_| ())
}

/// Lets so many people in until a time, and gives the code for them as it is handed out; beside a relay that has the
/// store open, or without one. Only the code's hash is kept.
///
/// # Errors
/// As for opening a store; a store of another release is not touched while a relay may have it open.
pub fn admit(path: &Path, people: u32, expires_ms: u64) -> Result<String, OpenRefused> {
    let db = file::open_beside(path)?;
    let code = AdmissionCode::make(&mut randomness());
    add(&db, &code.kept(), people, expires_ms).map_err(|error| OpenRefused::from_sqlite(&error))?;
    Ok(code.to_text())
}

//! A copy of the store, made while the relay goes on, and putting one back. A copy counts only once it was read whole
//! and found sound; a store that a copy takes the place of is set aside, never thrown away.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use thiserror::Error;

use super::file::{self, OpenRefused, beside};
use super::sound::{Sound, sound};

/// Why no copy was made, or none put back. What was there before is there still.
#[derive(Debug, Error)]
pub enum BackUpRefused {
    /// A store, or the copy of one, cannot be used.
    #[error(transparent)]
    Store(#[from] OpenRefused),
    /// Something lies where the copy should.
    #[error("{0} is there already; name another file")]
    Taken(PathBuf),
    /// The system did not allow it.
    #[error("{}: {why}", .file.display())]
    System {
        /// Which file.
        file: PathBuf,
        /// Why not.
        why: io::Error,
    },
}

/// What a store holds after it was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What it holds.
    pub sound: Sound,
    /// Where the store lies that was there before, if there was one.
    pub aside: Option<PathBuf>,
}

fn told(file: &Path) -> impl FnOnce(io::Error) -> BackUpRefused {
    let file = file.to_owned();
    move |why| BackUpRefused::System { file, why }
}

/// Copies a store, beside a relay that may be writing to it, and checks the whole copy. What was acknowledged before
/// the call is in it.
///
/// # Errors
/// Says why; then there is no copy under that name.
pub fn back_up(store: &Path, to: &Path) -> Result<Sound, BackUpRefused> {
    if to.exists() {
        return Err(BackUpRefused::Taken(to.to_owned()));
    }
    let db = file::open_beside(store)?;
    let part = beside(to, ".part");
    let made = copy(&db, &part).and_then(|()| Ok(sound(&part)?));
    if made.is_err() {
        // What is left of an attempt is no copy; whoever looks for one must not find it.
        let _ = fs::remove_file(&part);
    }
    let found = made?;
    settle(&part, to)?;
    Ok(found)
}

/// Puts a copy in place of a store that no relay has open. The store lives another life from then on, so that every
/// device sends again what the copy lacks; nobody stays signed in by it, and no invitation of back then is open.
///
/// # Errors
/// Says why; then the store is as it was.
pub fn restore(from: &Path, store: &Path, fresh: [u8; 16]) -> Result<Restored, BackUpRefused> {
    let _lock = file::lock(store)?;
    let found = sound(from)?;
    let part = beside(store, ".restoring");
    let made = copy(&file::open_copy(from)?, &part).and_then(|()| Ok(begin_anew(&part, fresh)?));
    if made.is_err() {
        let _ = fs::remove_file(&part);
    }
    made?;
    let aside = set_aside(store)?;
    settle(&part, store)?;
    Ok(Restored { sound: found, aside })
}

/// Writes a whole copy that lies on the disk when this is done.
fn copy(db: &Connection, to: &Path) -> Result<(), BackUpRefused> {
    match fs::remove_file(to) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(told(to)(why)),
        _ => {}
    }
    file::only_ours(to).map_err(told(to))?;
    let name = to.to_str().ok_or_else(|| told(to)(io::ErrorKind::InvalidInput.into()))?;
    db.execute("VACUUM INTO ?", [name]).map_err(|error| OpenRefused::from_sqlite(&error))?;
    File::open(to).and_then(|it| it.sync_all()).map_err(told(to))
}

fn begin_anew(path: &Path, fresh: [u8; 16]) -> Result<(), OpenRefused> {
    let db = file::open(path)?;
    file::migrate(&db)?;
    file::begin_new_life(&db, fresh)?;
    let broken = |error: rusqlite::Error| OpenRefused::from_sqlite(&error);
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(broken)
}

/// Gives what is there another name as well, with what its write-ahead log holds.
fn set_aside(store: &Path) -> Result<Option<PathBuf>, BackUpRefused> {
    if !store.exists() {
        return Ok(None);
    }
    // One that cannot be opened any more keeps its log beside it.
    if let Ok(db) = file::open(store) {
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
    let names = (1_u32..).map(|it| beside(store, &[".before-restore-", &it.to_string()].concat()));
    let aside =
        names.take(10_000).find(|it| !it.exists()).unwrap_or_else(|| beside(store, ".before-restore"));
    fs::hard_link(store, &aside).or_else(|_| fs::copy(store, &aside).map(|_| ())).map_err(told(&aside))?;
    for ending in ["-wal", "-shm"] {
        let (old, new) = (beside(store, ending), beside(&aside, ending));
        match fs::rename(&old, new) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(told(&old)(why)),
            _ => {}
        }
    }
    Ok(Some(aside))
}

/// Gives a finished file its name, for good.
fn settle(part: &Path, name: &Path) -> Result<(), BackUpRefused> {
    for ending in ["-wal", "-shm"] {
        let _ = fs::remove_file(beside(part, ending));
    }
    fs::rename(part, name).map_err(told(name))?;
    let folder = name.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Not every system lets a folder be flushed; the file itself is.
    let _ = File::open(folder).and_then(|it| it.sync_all());
    Ok(())
}

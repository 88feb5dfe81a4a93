//! The file itself: its lock, its mark, its version, its soundness, and the way from older versions.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use thiserror::Error;

use super::INCARNATION;

/// Marks the file as ours: "Mend".
const APPLICATION: i64 = 0x4d65_6e64;

/// So long is a lock waited for before it is another server's.
const MOMENT: Duration = Duration::from_secs(1);

/// Every migration, in order. One is added, never changed.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_begin.sql"),
    include_str!("../../../migrations/sqlite/0002_admissions.sql"),
    include_str!("../../../migrations/sqlite/0003_attachments.sql"),
    include_str!("../../../migrations/sqlite/0004_push.sql"),
];

/// Why a store was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenRefused {
    /// Another relay has it open.
    #[error("another mend is running on {0}; stop it first, or choose another store")]
    InUse(PathBuf),
    /// It belongs to another program.
    #[error("{0} is not a store of mend; choose another file")]
    NotOurs(PathBuf),
    /// A newer release has written it.
    #[error(
        "{path} was written by a newer mend (store version {found}, this one knows {known}); update mend"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// There is none.
    #[error("there is no store {0}; name the one that mend serves, with --store")]
    NotThere(PathBuf),
    /// An earlier release has written it, and a relay of that release may be running.
    #[error("{0} was written by an earlier mend; start this one on it once, then try again")]
    Older(PathBuf),
    /// It is damaged.
    #[error("{0} is damaged; restore it from a backup")]
    Damaged(PathBuf),
    /// The disk is full.
    #[error("the disk is full; free some room and start again")]
    Full,
    /// It cannot be opened.
    #[error("the store cannot be opened: {0}")]
    Broken(String),
}

impl OpenRefused {
    pub(super) fn from_sqlite(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Broken(error.to_string()),
        }
    }
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The write-ahead log beside a store.
pub(super) fn wal(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// Takes the store for this process alone. The lock ends with the process, however that ends.
pub(super) fn lock(path: &Path) -> Result<File, OpenRefused> {
    let broken = |error: std::io::Error| OpenRefused::Broken(error.to_string());
    let lock = File::options().create(true).append(true).open(beside(path, ".lock")).map_err(broken)?;
    let until = Instant::now() + MOMENT;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            // A lock that was given back is held for a moment longer by a program that is just being started from here.
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(MOMENT / 50),
            Err(TryLockError::WouldBlock) => return Err(OpenRefused::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(broken(error)),
        }
    }
}

/// Makes an empty file that only whoever runs the relay can read.
pub(super) fn only_ours(path: &Path) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

/// Opens a connection. Durable before answered, and deleted means overwritten.
pub(super) fn open(path: &Path) -> Result<Connection, OpenRefused> {
    let db = Connection::open(path).map_err(|error| OpenRefused::from_sqlite(&error))?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch(
        "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;
         PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;",
    )
    .map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenRefused::NotOurs(path.to_owned()),
        Some(ErrorCode::DatabaseCorrupt) => OpenRefused::Damaged(path.to_owned()),
        _ => OpenRefused::from_sqlite(&error),
    })?;
    Ok(db)
}

fn number(db: &Connection, pragma: &str) -> Result<i64, OpenRefused> {
    db.query_row(pragma, [], |row| row.get(0)).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => OpenRefused::NotOurs(db.path().unwrap_or_default().into()),
        Some(ErrorCode::DatabaseCorrupt) => OpenRefused::Damaged(db.path().unwrap_or_default().into()),
        _ => OpenRefused::from_sqlite(&error),
    })
}

/// Opens a store that is there, beside a relay that may have it open. Nothing of its shape is changed.
pub(super) fn open_beside(path: &Path) -> Result<Connection, OpenRefused> {
    if !path.is_file() {
        return Err(OpenRefused::NotThere(path.to_owned()));
    }
    let db = open(path)?;
    let version = version(&db, path)?;
    let newest = usize::try_from(version).is_ok_and(|it| it == MIGRATIONS.len());
    newest.then_some(db).ok_or_else(|| OpenRefused::Older(path.to_owned()))
}

/// Opens a copy to be read, and leaves it as it is.
pub(super) fn open_copy(path: &Path) -> Result<Connection, OpenRefused> {
    if !path.is_file() {
        return Err(OpenRefused::NotThere(path.to_owned()));
    }
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| OpenRefused::from_sqlite(&error))
}

/// The version of a store that is ours; 0 for a file in which nothing is yet.
pub(super) fn version(db: &Connection, path: &Path) -> Result<i64, OpenRefused> {
    let tables = number(db, "SELECT count(*) FROM sqlite_schema")?;
    if tables > 0 && number(db, "PRAGMA application_id")? != APPLICATION {
        return Err(OpenRefused::NotOurs(path.to_owned()));
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let found = number(db, "PRAGMA user_version")?;
    if found > known {
        return Err(OpenRefused::Newer { path: path.to_owned(), found, known });
    }
    Ok(found)
}

/// Whether the file is ours, of a version we know, and sound.
pub(super) fn check(db: &Connection, path: &Path) -> Result<(), OpenRefused> {
    version(db, path)?;
    let verdict = db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match verdict.as_deref() {
        Ok("ok") => Ok(()),
        _ => Err(OpenRefused::Damaged(path.to_owned())),
    }
}

/// Brings the file to the newest version, each step whole or not at all.
pub(super) fn migrate(db: &Connection) -> Result<(), OpenRefused> {
    let at = usize::try_from(number(db, "PRAGMA user_version")?).unwrap_or(0);
    for (done, step) in MIGRATIONS.iter().enumerate().skip(at) {
        let version = done + 1;
        let whole = format!(
            "BEGIN IMMEDIATE; {step} PRAGMA application_id={APPLICATION}; PRAGMA user_version={version}; COMMIT;"
        );
        db.execute_batch(&whole).map_err(|error| OpenRefused::from_sqlite(&error))?;
    }
    Ok(())
}

/// The value kept under a name, or else this one, from now on.
pub(super) fn keep_once(db: &Connection, name: &str, value: &[u8]) -> rusqlite::Result<Vec<u8>> {
    db.execute("INSERT OR IGNORE INTO kept(name, value) VALUES(?,?)", params![name, value])?;
    db.query_row("SELECT value FROM kept WHERE name=?", [name], |row| row.get(0))
}

/// Tells every client that this store is another life of the one it knew. To be called after a store was put back
/// from a copy, while no relay has it open: what the copy lacks, the clients then send again.
///
/// # Errors
/// As for opening a store.
pub fn begin_new_incarnation(path: &Path, fresh: [u8; 16]) -> Result<(), OpenRefused> {
    let _lock = lock(path)?;
    let db = open(path)?;
    check(&db, path)?;
    migrate(&db)?;
    begin_new_life(&db, fresh)
}

/// See [`begin_new_incarnation`]. Nobody is signed in by what a copy says, and no invitation of back then is open: a
/// session or a code that was ended since would be good again.
pub(super) fn begin_new_life(db: &Connection, fresh: [u8; 16]) -> Result<(), OpenRefused> {
    let put =
        "INSERT INTO kept(name, value) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET value=excluded.value";
    let done = db.execute(put, params![INCARNATION, fresh]).and_then(|_| {
        db.execute_batch("DELETE FROM sessions; DELETE FROM slots; DELETE FROM invites; DELETE FROM push;")
    });
    done.map_err(|error| OpenRefused::from_sqlite(&error))
}

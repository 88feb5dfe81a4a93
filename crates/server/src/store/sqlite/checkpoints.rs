//! Moves the write-ahead log into the file from a connection of its own, so that no commit waits for it. Only what
//! must be done while nothing is written (starting the log anew, emptying it after an erasure) is left to the writer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::file::wal;

/// How often it looks.
const EVERY: Duration = Duration::from_millis(250);
/// A log of this length is moved.
const WORTH_MOVING: u64 = 4 << 20;
/// A log of this length is begun anew.
const LONG: u64 = 48 << 20;

/// How long the answer to an erasure waits for the log to be empty.
const PATIENCE: Duration = Duration::from_secs(5);
/// How soon a log that could not be emptied is tried again.
pub(super) const AGAIN: Duration = Duration::from_millis(20);

/// What the writer is asked to do between two commits.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    begin_anew: AtomicBool,
    truncate: AtomicBool,
}

impl Wishes {
    /// Asks for an empty log.
    pub(super) fn truncate(&self) {
        self.truncate.store(true, Ordering::Relaxed);
    }

    /// Whether what was erased may still lie in the log.
    pub(super) fn owes_an_empty_log(&self) -> bool {
        self.truncate.load(Ordering::Relaxed)
    }

    /// Empties the log before an erasure is answered. The other thread, or a reader, may be in the way for a moment;
    /// one that stays in the way longer does not hold up everybody else, and the log stays owed.
    pub(super) fn empty_now(&self, db: &Connection) {
        let until = Instant::now() + PATIENCE;
        self.truncate();
        self.grant(db);
        while self.owes_an_empty_log() {
            if Instant::now() >= until {
                tracing::warn!("what was erased still lies in the write-ahead log, will try again");
                return;
            }
            std::thread::sleep(AGAIN);
            self.grant(db);
        }
    }

    /// Does what was asked for. Little is left to move: the other thread has just done the most of it.
    pub(super) fn grant(&self, db: &Connection) {
        if self.owes_an_empty_log() {
            // Stays asked for while a reader still needs the old log.
            let kept = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
            self.truncate.store(kept != Ok(0), Ordering::Relaxed);
        } else if self.begin_anew.swap(false, Ordering::Relaxed) {
            checkpoint(db);
        }
    }
}

fn checkpoint(db: &Connection) {
    if let Err(error) = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
        tracing::warn!(error = %error, "could not move the write-ahead log into the file, will try again");
    }
}

/// The thread.
pub(super) struct Checkpointer {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts it.
    pub(super) fn start(db: Connection, path: &Path, wishes: Arc<Wishes>) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let log = wal(path);
        let thread = std::thread::Builder::new().name("mend-checkpoints".into()).spawn(move || {
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                look(&db, &log, &wishes);
            }
        })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }

    /// Stops it.
    pub(super) fn stop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn look(db: &Connection, log: &PathBuf, wishes: &Wishes) {
    let length = std::fs::metadata(log).map_or(0, |it| it.len());
    if length >= WORTH_MOVING {
        checkpoint(db);
    }
    if length >= LONG {
        wishes.begin_anew.store(true, Ordering::Relaxed);
    }
}

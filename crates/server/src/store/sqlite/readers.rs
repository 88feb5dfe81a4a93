//! The connections that read, each with its own thread. They never wait for the one that writes.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::file::{self, OpenRefused};
use super::problem;
use crate::store::{Answer, StoreProblem};

/// Requests that may wait to be read.
const QUEUE: usize = 4_096;

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// The way to the threads.
pub(super) struct Readers {
    queue: Option<SyncSender<Job>>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Readers {
    /// Opens so many connections.
    pub(super) fn open(path: &Path, count: usize) -> Result<Self, OpenRefused> {
        let (queue, jobs) = sync_channel::<Job>(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let mut threads = Vec::with_capacity(count);
        for _ in 0..count {
            let db = file::open(path)?;
            db.execute_batch("PRAGMA query_only=ON").map_err(|error| OpenRefused::from_sqlite(&error))?;
            let jobs = Arc::clone(&jobs);
            let thread =
                std::thread::Builder::new().name("mend-reader".into()).spawn(move || work(&db, &jobs));
            threads.push(thread.map_err(|error| OpenRefused::Broken(error.to_string()))?);
        }
        Ok(Self { queue: Some(queue), threads })
    }

    /// Has something read.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |db| {
            // Whoever asked may have gone.
            let _ = reply.send(read(db).map_err(|error| problem(&error)));
        });
        let sent = self.queue.as_ref().map(|it| it.try_send(job));
        Box::pin(async move {
            match sent {
                Some(Ok(())) => answer.await.unwrap_or(Err(StoreProblem::Closed)),
                Some(Err(TrySendError::Full(_))) => Err(StoreProblem::Busy),
                Some(Err(TrySendError::Disconnected(_))) | None => Err(StoreProblem::Closed),
            }
        })
    }
}

fn work(db: &Connection, jobs: &Arc<Mutex<Receiver<Job>>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job(db);
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

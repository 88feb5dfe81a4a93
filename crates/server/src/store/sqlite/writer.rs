//! The one thread that writes. It takes whatever waits, does it in one transaction, makes that durable with one
//! flush, and answers everybody: the more wait, the less each one costs.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use protocol::ids::SpaceId;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::checkpoints::{AGAIN, Checkpointer, Wishes};
use super::file::OpenRefused;
use super::live::{LiveSpace, load};
use super::problem;
use super::rewrite;
use super::settle::{Pace, Settling, go_on};
use super::tail::{Tail, Waiting};
use crate::store::{Answer, LogHead, StoreProblem};

/// Requests that may wait to be written.
const QUEUE: usize = 1_024;
/// Requests in one commit.
const GROUP: usize = 256;
/// Spaces kept in memory before all are forgotten and read again as needed.
const LIVE_SPACES: usize = 8_192;

/// A request that waits.
trait Job: Send {
    fn run(&mut self, writing: &mut Writing<'_>) -> rusqlite::Result<()>;
    fn answer(self: Box<Self>, problem: Option<StoreProblem>);
}

struct Ask<T, F> {
    work: Option<F>,
    done: Option<T>,
    reply: oneshot::Sender<Result<T, StoreProblem>>,
}

impl<T: Send, F: FnOnce(&mut Writing<'_>) -> rusqlite::Result<T> + Send> Job for Ask<T, F> {
    fn run(&mut self, writing: &mut Writing<'_>) -> rusqlite::Result<()> {
        if let Some(work) = self.work.take() {
            self.done = Some(work(writing)?);
        }
        Ok(())
    }

    fn answer(self: Box<Self>, problem: Option<StoreProblem>) {
        let answer = match (problem, self.done) {
            (None, Some(done)) => Ok(done),
            (problem, _) => Err(problem.unwrap_or(StoreProblem::Closed)),
        };
        // Whoever asked may have gone; what was done stays done.
        let _ = self.reply.send(answer);
    }
}

/// The way to the thread.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    checkpointer: Checkpointer,
}

impl Writer {
    /// Starts the thread, and beside it the one that moves the write-ahead log into the file.
    pub(super) fn start(
        db: Connection,
        beside: Connection,
        path: &Path,
        tail: Arc<Mutex<Tail>>,
        pace: Pace,
    ) -> Result<Self, OpenRefused> {
        let (queue, requests) = sync_channel(QUEUE);
        let wishes = Arc::new(Wishes::default());
        let checkpointer = Checkpointer::start(beside, path, Arc::clone(&wishes))
            .map_err(|error| OpenRefused::Broken(error.to_string()))?;
        let next_row = lock(&tail).newest_row + 1;
        let state =
            State { db, tail, wishes, pace, next_row, live: HashMap::new(), settling: Settling::default() };
        let thread =
            std::thread::Builder::new().name("mend-writer".into()).spawn(move || state.run(&requests));
        let thread = thread.map_err(|error| OpenRefused::Broken(error.to_string()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), checkpointer })
    }

    /// Has work done in the next commit. The answer comes after it is durable.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Ask { work: Some(work), done: None, reply });
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

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
        self.checkpointer.stop();
    }
}

fn lock(tail: &Arc<Mutex<Tail>>) -> MutexGuard<'_, Tail> {
    tail.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What becomes visible with the commit.
#[derive(Default)]
struct Staged {
    arrived: Vec<(SpaceId, Waiting, LogHead)>,
    settled: HashMap<SpaceId, usize>,
    forgotten: Vec<SpaceId>,
    erased: bool,
    rewrite: bool,
}

struct State {
    db: Connection,
    tail: Arc<Mutex<Tail>>,
    wishes: Arc<Wishes>,
    pace: Pace,
    next_row: i64,
    live: HashMap<SpaceId, LiveSpace>,
    settling: Settling,
}

impl State {
    fn run(mut self, requests: &Receiver<Box<dyn Job>>) {
        let mut busy = false;
        loop {
            let Ok(first) = self.next(requests, busy) else { break };
            let mut group: Vec<_> = first.into_iter().collect();
            while let Some(next) = (group.len() < GROUP).then(|| requests.try_recv().ok()).flatten() {
                group.push(next);
            }
            busy = self.commit(group);
            self.wishes.grant(&self.db);
        }
        self.wishes.truncate();
        self.wishes.grant(&self.db);
    }

    /// The next request. Whoever has something to do meanwhile does not wait long for one.
    fn next(&self, requests: &Receiver<Box<dyn Job>>, busy: bool) -> Result<Option<Box<dyn Job>>, RecvError> {
        let longest = match (busy, self.wishes.owes_an_empty_log()) {
            (true, _) => Duration::ZERO,
            (false, true) => AGAIN,
            (false, false) => return requests.recv().map(Some),
        };
        match requests.recv_timeout(longest) {
            Ok(next) => Ok(Some(next)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(RecvError),
        }
    }

    /// Does a group in one transaction. Answers whether settling has more to do.
    fn commit(&mut self, mut group: Vec<Box<dyn Job>>) -> bool {
        let mut staged = Staged::default();
        let done = self.transact(&mut group, &mut staged);
        let more = match &done {
            Ok(more) => {
                let (erased, rewrite) = (staged.erased, staged.rewrite);
                self.publish(staged);
                if rewrite {
                    rewrite::rewrite(&self.db);
                }
                if erased || rewrite {
                    // "Deleted" is said when it is so on the disk.
                    self.wishes.empty_now(&self.db);
                }
                *more
            }
            Err(error) => {
                tracing::warn!(error = %error, requests = group.len(), "could not write, nothing of it was done");
                self.take_back();
                false
            }
        };
        let problem = done.err().map(|error| problem(&error));
        for job in group {
            job.answer(problem.clone());
        }
        more
    }

    fn transact(&mut self, group: &mut [Box<dyn Job>], staged: &mut Staged) -> rusqlite::Result<bool> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let idle = group.is_empty();
        let mut writing = Writing {
            db: &self.db,
            tail: &self.tail,
            live: &mut self.live,
            staged,
            next_row: &mut self.next_row,
        };
        for job in group.iter_mut() {
            job.run(&mut writing)?;
        }
        let arrived = writing.staged.arrived.len();
        let (budget, stretch) = if idle {
            (self.pace.idle_slice, self.pace.idle_stretch)
        } else {
            (arrived * self.pace.per_arrival, self.pace.stretch)
        };
        let mut more = go_on(&mut self.settling, &mut writing, budget, stretch)?;
        // With nothing else to do a shorter stretch is settled too.
        more |= writing.waiting_count() >= self.pace.idle_stretch;
        self.db.execute_batch("COMMIT")?;
        Ok(more)
    }

    fn publish(&mut self, staged: Staged) {
        let mut tail = lock(&self.tail);
        for (space, it, head) in staged.arrived {
            tail.push(space, it, head);
        }
        for (space, count) in staged.settled {
            tail.settled(space, count);
        }
        for space in staged.forgotten {
            tail.forget(space);
        }
        if self.live.len() > LIVE_SPACES {
            self.live.clear();
        }
    }

    fn take_back(&mut self) {
        if !self.db.is_autocommit()
            && let Err(error) = self.db.execute_batch("ROLLBACK")
        {
            tracing::error!(error = %error, "could not take back an unfinished write");
        }
        // What they say was never committed.
        self.live.clear();
        self.settling = Settling::default();
    }
}

/// A transaction under way.
pub(super) struct Writing<'a> {
    db: &'a Connection,
    tail: &'a Arc<Mutex<Tail>>,
    live: &'a mut HashMap<SpaceId, LiveSpace>,
    staged: &'a mut Staged,
    next_row: &'a mut i64,
}

impl<'a> Writing<'a> {
    /// The connection, inside the transaction.
    pub(super) fn db(&self) -> &'a Connection {
        self.db
    }

    /// A space as it stands.
    pub(super) fn space(&mut self, space: SpaceId) -> rusqlite::Result<Option<&mut LiveSpace>> {
        if let Some(live) = self.take_space(space)? {
            self.live.insert(space, live);
        }
        Ok(self.live.get_mut(&space))
    }

    /// Takes a space out; whoever changes it puts it back.
    pub(super) fn take_space(&mut self, space: SpaceId) -> rusqlite::Result<Option<LiveSpace>> {
        if let Some(live) = self.live.remove(&space) {
            return Ok(Some(live));
        }
        let tail = lock(self.tail);
        load(self.db, space, tail.of(space))
    }

    /// Puts it back.
    pub(super) fn put_space(&mut self, space: SpaceId, live: LiveSpace) {
        self.live.insert(space, live);
    }

    /// The row the next event takes.
    pub(super) fn next_row(&mut self) -> i64 {
        let row = *self.next_row;
        *self.next_row += 1;
        row
    }

    /// An event has arrived.
    pub(super) fn arrived(&mut self, space: SpaceId, it: Waiting, head: LogHead) {
        self.staged.arrived.push((space, it, head));
    }

    /// The row of an unsettled event, by its place in its device's chain.
    pub(super) fn row_of_link(&self, space: SpaceId, link: i64) -> Option<i64> {
        let now = self
            .staged
            .arrived
            .iter()
            .find(|(of, it, _)| *of == space && it.link == link)
            .map(|(_, it, _)| it.row);
        now.or_else(|| lock(self.tail).of(space)?.waiting.iter().find(|it| it.link == link).map(|it| it.row))
    }

    /// The row of an unsettled event, by its place in the log.
    pub(super) fn row_of_seq(&self, space: SpaceId, seq: u64) -> Option<i64> {
        let now = self
            .staged
            .arrived
            .iter()
            .find(|(of, _, head)| *of == space && head.seq == seq)
            .map(|(_, it, _)| it.row);
        now.or_else(|| lock(self.tail).of(space)?.row_of(seq))
    }

    /// How many events had arrived unsettled before this transaction.
    pub(super) fn waiting_count(&self) -> usize {
        lock(self.tail).waiting()
    }

    /// Where they are, and the newest of their rows.
    pub(super) fn waiting_spaces(&self) -> (VecDeque<SpaceId>, i64) {
        let tail = lock(self.tail);
        (tail.spaces().collect(), tail.newest_row)
    }

    /// The oldest unsettled events of a space, up to a row.
    pub(super) fn oldest(&self, space: SpaceId, boundary: i64, most: usize) -> Vec<Waiting> {
        let done = self.staged.settled.get(&space).copied().unwrap_or(0);
        let tail = lock(self.tail);
        let Some(of) = tail.of(space) else { return Vec::new() };
        of.waiting.iter().skip(done).take_while(|it| it.row <= boundary).take(most).copied().collect()
    }

    /// The oldest of a space have settled.
    pub(super) fn settled(&mut self, space: SpaceId, count: usize) {
        *self.staged.settled.entry(space).or_default() += count;
    }

    /// The space is gone.
    pub(super) fn forget(&mut self, space: SpaceId) {
        self.live.remove(&space);
        self.staged.arrived.retain(|(of, ..)| *of != space);
        self.staged.forgotten.push(space);
    }

    /// Something was erased: nothing of it may be left in the write-ahead log when the answer goes out, nor for long
    /// in the file.
    pub(super) fn has_erased(&mut self) -> rusqlite::Result<()> {
        self.staged.erased = true;
        rewrite::note(self.db)
    }

    /// Has the file written anew after this transaction, if something was erased since it was last.
    pub(super) fn rewrite_if_owed(&mut self) -> rusqlite::Result<()> {
        self.staged.rewrite |= rewrite::is_owed(self.db)?;
        Ok(())
    }
}

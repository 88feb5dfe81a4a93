//! One desk for each space that is written to: what comes while something is being written waits there and is then
//! written together. Spaces do not wait for each other; a desk remembers how its space stands.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use protocol::ids::SpaceId;
use tokio::sync::oneshot;

use super::append::{LiveSpace, append};
use super::lines::Lines;
use crate::store::{Answer, AppendOutcome, Batch, StoreProblem};

/// Batches that may wait in all.
const MOST_WAITING: usize = 4_096;
/// Bytes of events that go into one statement, unless the first batch alone has more.
const TOGETHER: usize = 1 << 20;
/// Spaces remembered before all that rest are forgotten and read again as needed.
const LIVE_SPACES: usize = 8_192;

struct Ask {
    batch: Batch,
    reply: oneshot::Sender<Result<AppendOutcome, StoreProblem>>,
}

#[derive(Default)]
struct Desk {
    waiting: VecDeque<Ask>,
    live: Option<LiveSpace>,
    is_busy: bool,
}

#[derive(Default)]
struct Room {
    desks: HashMap<SpaceId, Desk>,
    waiting: usize,
}

/// All desks of one node.
#[derive(Default)]
pub(super) struct Desks(Mutex<Room>);

impl Desks {
    fn room(&self) -> MutexGuard<'_, Room> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays a batch on its space's desk.
    pub(super) fn append(desks: &Arc<Self>, lines: &Arc<Lines>, batch: Batch) -> Answer<AppendOutcome> {
        let (reply, answer) = oneshot::channel();
        let space = batch.space;
        let mut room = desks.room();
        if room.waiting >= MOST_WAITING {
            return Box::pin(std::future::ready(Err(StoreProblem::Busy)));
        }
        room.waiting += 1;
        let desk = room.desks.entry(space).or_default();
        desk.waiting.push_back(Ask { batch, reply });
        if !std::mem::replace(&mut desk.is_busy, true) {
            tokio::spawn(work_off(Arc::clone(desks), Arc::clone(lines), space));
        }
        drop(room);
        Box::pin(async move { answer.await.unwrap_or(Err(StoreProblem::Closed)) })
    }

    /// What lies there to be written together; nothing when the desk rests.
    fn take(&self, space: SpaceId) -> Option<(Vec<Ask>, Option<LiveSpace>)> {
        let mut room = self.room();
        let desk = room.desks.get_mut(&space)?;
        let (mut asks, mut size) = (Vec::new(), 0);
        while let Some(next) = desk.waiting.front() {
            size += next.batch.events.iter().map(|it| it.bytes.len()).sum::<usize>();
            if size > TOGETHER && !asks.is_empty() {
                break;
            }
            asks.extend(desk.waiting.pop_front());
        }
        desk.is_busy = !asks.is_empty();
        let live = desk.live.take_if(|_| !asks.is_empty());
        room.waiting -= asks.len();
        if room.desks.len() > LIVE_SPACES {
            room.desks.retain(|_, it| it.is_busy);
        }
        (!asks.is_empty()).then_some((asks, live))
    }

    fn remember(&self, space: SpaceId, live: Option<LiveSpace>) {
        if let Some(desk) = self.room().desks.get_mut(&space) {
            desk.live = live;
        }
    }
}

async fn work_off(desks: Arc<Desks>, lines: Arc<Lines>, space: SpaceId) {
    while let Some((asks, live)) = desks.take(space) {
        let batches: Vec<&Batch> = asks.iter().map(|it| &it.batch).collect();
        let appended = append(&lines, space, live, &batches).await;
        let outcomes = match appended {
            Ok((live, outcomes)) => {
                desks.remember(space, live);
                outcomes.into_iter().map(Ok).collect()
            }
            Err(problem) => vec![Err(problem); asks.len()],
        };
        for (ask, outcome) in asks.into_iter().zip::<Vec<_>>(outcomes) {
            // Whoever asked may have gone; what was written stays written.
            let _ = ask.reply.send(outcome);
        }
    }
}

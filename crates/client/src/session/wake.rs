//! Coming back to a device: what was stored becomes a session again, from the last checkpoint on.

use domain::{Checkpoint, History, Record};
use protocol::few::in_order;
use protocol::ids::SpaceId;
use protocol::wire::Logged;

use super::Session;
use crate::circle::Circle;
use crate::keyring::Keyring;
use crate::local::{LocalKey, key};
use crate::lock::LockAfter;
use crate::ports::{Ports, StoreProblem, Write};
use crate::seat::Seat;

/// After so many records the folded journey is kept again.
pub(super) const CHECKPOINT_EVERY: usize = 512;

/// A session that was stored.
pub(crate) struct Woken {
    pub(crate) session: Session,
}

lean::body! {
    /// The folded journey, and how far each log was folded into it.
    struct Kept {
        #[n(0)]
        version: u8,
        #[n(1)]
        covers: Vec<Covered>,
        #[n(2)]
        checkpoint: Vec<u8>,
    }
}

lean::row! {
    struct Covered {
        #[n(0)]
        space: SpaceId,
        #[n(1)]
        life: u32,
        #[n(2)]
        seq: u64,
    }
}

/// Which logs are to be read from the local store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogsWanted {
    pub(crate) logs: Vec<(SpaceId, u32)>,
    pub(crate) local: LocalKey,
    /// What had arrived when this was asked: if more has come meanwhile, it is asked again.
    pub(crate) arrivals: u64,
}

impl Session {
    /// Wakes the session that was stored under this local key.
    pub(crate) async fn wake(ports: &Ports, local: LocalKey) -> Result<Woken, StoreProblem> {
        let store = &*ports.store;
        let kept = store.get(key::KEYRING).await?.ok_or(StoreProblem::Damaged)?;
        let keys = Keyring::read(&local, &kept)?;
        let (clock, origin) = (ports.clock.clone(), ports.origin.clone());
        let mut session = Self::new(keys, local.clone(), clock, ports.rng(), origin);
        session.circle = Circle::read(store, &local).await?;
        session.tell_news();
        for (key, _) in store.range(key::GROUNDS, key::GROUNDS_END).await? {
            let space = key.strip_prefix(key::GROUNDS).and_then(|it| it.parse().ok());
            let space = space.ok_or(StoreProblem::Damaged)?;
            session.seats.push(Seat::resume(store, &local, space).await?);
        }
        session.sort_seats();
        session.tell_untaken();
        session.sync.look_again();
        session.read_journey(ports).await?;
        session.read_drafts(store).await?;
        Ok(Woken { session })
    }

    pub(crate) fn sort_seats(&mut self) {
        // The vault's first: keys kept there must be sent before what they seal.
        in_order(&mut self.seats, |it| (it.audience() != Some(domain::Audience::Mine), it.space()));
        for at in 0..self.seats.len() {
            if let Some(space) = self.seats.get(at).map(Seat::space) {
                self.sync.desk(space);
            }
        }
    }

    async fn read_journey(&mut self, ports: &Ports) -> Result<(), StoreProblem> {
        let kept = self.read_checkpoint(ports).await?;
        let mut tail = Vec::new();
        for at in 0..self.seats.len() {
            let Some(seat) = self.seats.get_mut(at) else { break };
            let (space, life) = (seat.space(), seat.life);
            let covered = kept.iter().flat_map(|it| &it.covers);
            let covered = covered.filter(|it| it.space == space && it.life == life);
            // A room is folded from all that was said in it: its log is short, and in no checkpoint.
            let covered = covered.filter(|_| seat.audience().is_some());
            let after = covered.map(|it| it.seq).max().unwrap_or(0);
            let items = seat.read_log(&*ports.store, &self.local, after).await?;
            tail.extend(self.open_kept(space, &items));
        }
        self.since_checkpoint = tail.len();
        tail.extend(self.open_waiting());
        self.hear_waiting();
        self.remember_stamps(&tail);
        let opener = self.sealing();
        let resumed = kept.map(|it| Checkpoint::from_bytes(it.checkpoint));
        let resumed = resumed.and_then(|it| History::resume(self.me(), &it, tail.clone(), &opener).ok());
        match resumed {
            Some(history) => self.history = history,
            None if self.since_checkpoint_is_everything() => {
                self.history.take_in_all(tail, &opener);
            }
            // Made by another version: everything is folded once more.
            None => self.refold = true,
        }
        self.remember_taken_back();
        Ok(())
    }

    async fn read_checkpoint(&mut self, ports: &Ports) -> Result<Option<Kept>, StoreProblem> {
        let Some(value) = ports.store.get(key::CHECKPOINT).await? else {
            self.whole_tail = true;
            return Ok(None);
        };
        let bytes = self.local.open(key::CHECKPOINT, &value)?;
        Ok(lean::from_kept(&bytes))
    }

    const fn since_checkpoint_is_everything(&self) -> bool {
        self.whole_tail
    }

    fn remember_stamps(&mut self, records: &[Record]) {
        let now = self.clock.moment().ms;
        for record in records {
            self.stamps.seen(record.stamp, record.received_ms, now);
        }
    }

    /// Keeps the folded journey, if enough has come since it was last kept.
    pub(crate) fn keep_checkpoint(&mut self, at_least: usize) {
        if self.since_checkpoint < at_least || self.holds() || self.history.needs_older() || self.refold {
            return;
        }
        self.since_checkpoint = 0;
        let seats = self.seats.iter();
        let covers =
            seats.map(|it| Covered { space: it.space(), life: it.life, seq: it.reader.cursor().seq });
        let kept = Kept {
            version: 1,
            covers: covers.collect(),
            checkpoint: self.history.checkpoint().bytes().to_vec(),
        };
        let bytes = zeroize::Zeroizing::new(lean::to_bytes(&kept));
        let write = self.local.put(key::CHECKPOINT.into(), &bytes, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    /// Time has passed.
    pub fn tick(&mut self) {
        self.watch_link();
        self.put_by_what_rests();
        self.do_what_is_due();
        self.keep_checkpoint(CHECKPOINT_EVERY);
    }

    /// When this device locks by itself.
    pub(crate) fn set_lock_after(&mut self, after: LockAfter) {
        self.keys.lock_after = after;
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    /// The logs that are to be read from the local store, if any.
    pub(crate) fn logs_wanted(&self) -> Option<LogsWanted> {
        let refold = self.refold || self.history.needs_older();
        let resend = self.resend_wanted();
        let wanted = self.seats.iter().filter(|it| refold || resend == Some(it.space()));
        let logs: Vec<_> = wanted.map(|it| (it.space(), it.life)).collect();
        let wants = refold || resend.is_some();
        wants.then(|| LogsWanted { logs, local: self.local.clone(), arrivals: self.arrivals })
    }

    /// The logs that [`Session::logs_wanted`] asked for.
    pub(crate) fn logs_read(&mut self, wanted: &LogsWanted, logs: &[(SpaceId, Vec<Logged>)]) {
        if let Some(space) = self.resend_wanted() {
            let items = logs.iter().find(|(it, _)| *it == space).map(|(_, items)| items.as_slice());
            self.log_read(space, items.unwrap_or_default());
        }
        let refold = self.refold || self.history.needs_older();
        if !refold || wanted.arrivals != self.arrivals || logs.len() != self.seats.len() {
            return;
        }
        self.seats.iter_mut().for_each(Seat::forget_said);
        self.hear_waiting();
        let mut records = self.open_waiting();
        for (space, items) in logs {
            let to = self.seat(*space).map_or(0, |it| it.reader.cursor().seq);
            let known: Vec<Logged> = items.iter().filter(|it| it.seq <= to).cloned().collect();
            records.extend(self.open_kept(*space, &known));
        }
        self.remember_stamps(&records);
        let opener = self.sealing();
        let mut history = History::new(self.me());
        history.take_in_all(records, &opener);
        self.history = history;
        self.remember_taken_back();
        self.refold = false;
        self.since_checkpoint = CHECKPOINT_EVERY;
        self.keep_checkpoint(CHECKPOINT_EVERY);
        self.changed = true;
    }

    /// What the store could not give: nothing is folded from it, and it is asked again with the next work.
    pub(crate) fn logs_not_read(&mut self, problem: StoreProblem) {
        self.store_problem = Some(problem);
        self.changed = true;
    }

    /// The journey is folded from the logs once more.
    pub(crate) fn fold_again(&mut self) {
        self.refold = true;
        self.store(vec![Write::Remove { key: key::CHECKPOINT.into() }], Vec::new());
        self.changed = true;
    }
}

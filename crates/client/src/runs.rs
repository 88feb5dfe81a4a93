//! The log of a space as this device keeps it: runs of events as they came, sealed under the local key.
//! Small runs are joined when there are many, so that a long journey is read in few pieces.

use protocol::event::EventView;
use protocol::few::in_order;
use protocol::ids::{EventId, SpaceId};
use protocol::wire::{EventBytes, Logged};

use crate::local::{LocalKey, key};
use crate::ports::{LocalStore, Pairs, Random, StoreProblem, Write};

/// When this many small runs lie side by side they become one.
const MOST_RUNS: usize = 64;
/// A run this long is not joined any more.
const LONG_RUN: usize = 512;

lean::body! {
    struct Run {
        #[n(0)]
        version: u8,
        #[n(1)]
        items: Vec<Logged>,
    }
}

/// The end of a log that is still in small runs.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    keys: Vec<String>,
    items: Vec<Logged>,
}

impl Runs {
    /// What must be written to keep `items`, which follow all that was kept before.
    pub(crate) fn keep(
        &mut self,
        space: SpaceId,
        life: u32,
        items: &[Logged],
        with: (&LocalKey, &mut Random),
    ) -> Vec<Write> {
        let Some(last) = items.last() else { return Vec::new() };
        let key = key::log(space, life, last.seq);
        self.items.extend_from_slice(items);
        if self.items.len() >= LONG_RUN || self.keys.len() + 1 >= MOST_RUNS {
            let joined = core::mem::take(&mut self.items);
            let removed = core::mem::take(&mut self.keys);
            let mut writes: Vec<Write> = removed.into_iter().map(|key| Write::Remove { key }).collect();
            writes.push(put(key, joined, with));
            return writes;
        }
        self.keys.push(key.clone());
        vec![put(key, items.to_vec(), with)]
    }

    /// Puts what is left of events in their place.
    pub(crate) fn erase(&mut self, left: Left<'_>) {
        erase_items(&mut self.items, left);
    }

    /// Forgets the small runs: the log begins anew.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

fn put(key: String, items: Vec<Logged>, (local, rng): (&LocalKey, &mut Random)) -> Write {
    let bytes = lean::to_bytes(&Run { version: 1, items });
    local.put(key, &bytes, rng)
}

/// Reads the log after a position; also gives the small runs at its end.
pub(crate) async fn read_after(
    store: &dyn LocalStore,
    local: &LocalKey,
    (space, life): (SpaceId, u32),
    after: u64,
) -> Result<(Vec<Logged>, Runs), StoreProblem> {
    let from = key::log(space, life, after.saturating_add(1));
    let found = store.range(&from, &key::log_end(space, life)).await?;
    let mut all = Vec::new();
    let mut runs = Runs::default();
    for (key, value) in found {
        let run: Run = lean::from_kept(&local.open(&key, &value)?).ok_or(StoreProblem::Damaged)?;
        if run.items.len() < LONG_RUN {
            runs.keys.push(key);
            runs.items.extend_from_slice(&run.items);
        } else {
            runs.forget();
        }
        all.extend(run.items.into_iter().filter(|it| it.seq > after));
    }
    Ok((all, runs))
}

/// Where each event of a log lies in it.
pub(crate) struct Index(Vec<(EventId, usize)>);

impl Index {
    pub(crate) fn of(items: &[Logged]) -> Self {
        let id = |it: &Logged| EventView::parse(&it.event.0).ok().map(|it| it.id());
        let named = items.iter().enumerate().filter_map(|(at, it)| Some((id(it)?, at)));
        let mut all: Vec<_> = named.collect();
        in_order(&mut all, |it| it.0);
        Self(all)
    }

    pub(crate) fn at(&self, event: EventId) -> Option<usize> {
        let found = self.0.binary_search_by_key(&event, |it| it.0).ok()?;
        self.0.get(found).map(|it| it.1)
    }
}

/// What is left of an event; nothing, when it stays as it is.
pub(crate) type Left<'a> = &'a dyn Fn(&EventView<'_>) -> Option<EventBytes>;

/// Puts what is left of events in their place. Gives whether there was any.
pub(crate) fn erase_items(items: &mut [Logged], left: Left<'_>) -> bool {
    let mut any = false;
    for item in items {
        let left = EventView::parse(&item.event.0).ok().and_then(|it| left(&it));
        if let Some(left) = left {
            item.event = left;
            any = true;
        }
    }
    any
}

/// What must be written so that nothing else is left of some events: the runs they lie in, of every life of the log.
pub(crate) fn erase_in(
    kept: &Pairs,
    (local, rng): (&LocalKey, &mut Random),
    left: Left<'_>,
) -> Result<Vec<Write>, StoreProblem> {
    let mut writes = Vec::new();
    for (key, value) in kept {
        let mut run: Run = lean::from_kept(&local.open(key, value)?).ok_or(StoreProblem::Damaged)?;
        if erase_items(&mut run.items, left) {
            writes.push(put(key.clone(), run.items, (local, &mut *rng)));
        }
    }
    Ok(writes)
}

/// The events of one life of a log, out of runs as they are kept.
pub(crate) fn items_of(
    kept: &Pairs,
    local: &LocalKey,
    space: SpaceId,
    life: u32,
) -> Result<Vec<Logged>, StoreProblem> {
    let from = key::log(space, life, 0);
    let mut items = Vec::new();
    for (key, value) in kept.iter().filter(|(key, _)| *key >= from) {
        let run: Run = lean::from_kept(&local.open(key, value)?).ok_or(StoreProblem::Damaged)?;
        items.extend(run.items);
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ram::InRamStore;
    use crate::testing::{block_on, random};

    const SPACE: SpaceId = SpaceId([3; 16]);

    fn logged(seqs: core::ops::RangeInclusive<u64>) -> Vec<Logged> {
        seqs.map(|seq| Logged { seq, recv_ms: seq * 10, event: EventBytes(vec![7; 20]) }).collect()
    }

    fn kept(seqs: &[core::ops::RangeInclusive<u64>]) -> (InRamStore, LocalKey) {
        let store = InRamStore::new();
        let local = LocalKey::make(&mut random(1));
        let mut runs = Runs::default();
        for run in seqs {
            let writes = runs.keep(SPACE, 0, &logged(run.clone()), (&local, &mut random(2)));
            block_on(store.commit(&writes)).unwrap();
        }
        (store, local)
    }

    #[test]
    fn what_was_kept_is_read_back_from_any_position() {
        let (store, local) = kept(&[1..=3, 4..=4, 5..=9]);
        for after in 0..=9 {
            let (read, _) = block_on(read_after(&store, &local, (SPACE, 0), after)).unwrap();
            assert_eq!(read, logged(after + 1..=9), "after {after}");
        }
    }

    #[test]
    fn many_small_runs_become_one() {
        let ones: Vec<_> = (1..=200).map(|seq| seq..=seq).collect();
        let (store, local) = kept(&ones);
        assert!(store.everything().len() <= MOST_RUNS + 3, "{}", store.everything().len());
        let (read, _) = block_on(read_after(&store, &local, (SPACE, 0), 0)).unwrap();
        assert_eq!(read, logged(1..=200));
    }

    #[test]
    fn small_runs_are_still_joined_after_the_log_was_opened_again() {
        let ones: Vec<_> = (1..=60).map(|seq| seq..=seq).collect();
        let (store, local) = kept(&ones);
        let (_, mut runs) = block_on(read_after(&store, &local, (SPACE, 0), 0)).unwrap();
        for seq in 61..=64 {
            let writes = runs.keep(SPACE, 0, &logged(seq..=seq), (&local, &mut random(3)));
            block_on(store.commit(&writes)).unwrap();
        }
        assert_eq!(store.everything().len(), 1);
        let (read, _) = block_on(read_after(&store, &local, (SPACE, 0), 0)).unwrap();
        assert_eq!(read, logged(1..=64));
    }
}

//! Every record in one order, and the couple that folds from them.
//!
//! The order is (effective stamp, device, number on the device, id): the same on every device, whatever arrived
//! first. A record that belongs into the past folds again only from the last checkpoint before it.

mod checkpoint;
mod marks;
#[cfg(test)]
mod tests;

pub(crate) use checkpoint::Spans;
pub use checkpoint::{Checkpoint, CheckpointUnreadable, FOLD_VERSION};

use crate::audience::Audience;
use crate::couple::{Couple, Event};
use crate::history::checkpoint::Base;
use crate::history::marks::Marks;
use crate::ids::{DeviceId, PersonId, RecordId};
use crate::practice::{Sealing, Stamped};
use crate::stamp::Stamp;
use lean::Table;

/// A record as it was opened and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id in the protocol.
    pub id: RecordId,
    /// Who wrote it; the signature was checked.
    pub author: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// The how-manieth record of that device.
    pub dseq: u64,
    /// The space it came from.
    pub audience: Audience,
    /// The author's time.
    pub stamp: Stamp,
    /// When the relay had it; nothing until it was seen in the log.
    pub received_ms: Option<u64>,
    /// What happened.
    pub event: Event,
}

lean::row! {
    /// A place in the order.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Place {
        /// When, as far as that is believed.
        #[n(0)]
        pub(crate) at: Stamp,
        /// On which device.
        #[n(1)]
        pub(crate) device: DeviceId,
        /// The how-manieth record of that device.
        #[n(2)]
        pub(crate) dseq: u64,
        /// The record.
        #[n(3)]
        pub(crate) id: RecordId,
    }
}

impl Record {
    /// The same record once more, by way of its bytes: the code that reads and writes events is there already, and
    /// code that copies each kind of them would be carried to every phone beside it.
    #[must_use]
    pub fn copied(&self) -> Self {
        let event = Event::from_parts(self.event.kind(), self.event.schema(), &self.event.to_cbor());
        let Self { id, author, device, dseq, audience, stamp, received_ms, .. } = *self;
        Self { id, author, device, dseq, audience, stamp, received_ms, event }
    }

    pub(crate) fn place(&self) -> Place {
        let at = self.stamp.effective(self.received_ms);
        Place { at, device: self.device, dseq: self.dseq, id: self.id }
    }

    fn stamped(&self) -> Stamped<'_, Event> {
        Stamped {
            id: self.id,
            author: self.author,
            device: self.device,
            dseq: self.dseq,
            at: self.stamp.effective(self.received_ms),
            received_ms: self.received_ms,
            event: &self.event,
        }
    }
}

/// Puts records into their order.
fn in_order(records: &mut [Record]) {
    lean::sort(records, &|one, other| one.place() < other.place());
}

/// Every record that one viewer has, and the couple that follows.
#[derive(Clone, Debug)]
pub struct History {
    couple: Couple,
    /// In order. After [`History::resume`] only what lies after the base.
    records: Vec<Record>,
    places: Table<RecordId, Place>,
    marks: Marks,
    base: Option<Base>,
    /// Covered by the base, on their way in through [`History::fill`].
    older: Vec<Record>,
    /// Belong before the base; folded at the end until the older records are here.
    late: Vec<Record>,
}

impl History {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(viewer: PersonId) -> Self {
        Self {
            couple: Couple::new(viewer),
            records: Vec::new(),
            places: Table::new(),
            marks: Marks::default(),
            base: None,
            older: Vec::new(),
            late: Vec::new(),
        }
    }

    /// The couple, as all records tell it.
    #[must_use]
    pub fn couple(&self) -> &Couple {
        &self.couple
    }

    /// The records that are here; in order once the history is whole.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.older.iter().chain(&self.late).chain(&self.records)
    }

    /// Whether a record is here, or covered by the checkpoint this history began with.
    #[must_use]
    pub fn has(&self, record: &Record) -> bool {
        self.places.contains_key(&record.id) || self.is_covered(record)
    }

    fn is_covered(&self, record: &Record) -> bool {
        self.base.as_ref().is_some_and(|it| it.seen.contains(record.device, record.dseq))
    }

    /// Takes in one record. A record that is here already changes nothing.
    pub fn take_in(&mut self, record: Record, opener: &dyn Sealing) {
        self.take_in_all(vec![record], opener);
    }

    /// Takes in records, in any order.
    pub fn take_in_all(&mut self, records: Vec<Record>, opener: &dyn Sealing) {
        let mut new: Vec<Record> = Vec::with_capacity(records.len());
        for record in records {
            match self.places.get(&record.id) {
                // It was written here, and comes back from the log: that is its confirmation.
                Some(_) => self.confirm_as_seen(&record, opener),
                None if self.is_covered(&record) => self.confirm_as_seen(&record, opener),
                None => {
                    self.places.insert(record.id, record.place());
                    new.push(record);
                }
            }
        }
        if let Some(base) = self.base.as_ref().map(|it| it.after) {
            let (after, late): (Vec<Record>, Vec<Record>) = new.into_iter().partition(|it| it.place() > base);
            new = after;
            for record in late {
                // Better shown in the wrong place than not at all; the right place follows with the older records.
                self.couple.apply(record.audience, &record.stamped(), opener);
                self.late.push(record);
            }
        }
        self.merge(new, opener);
    }

    fn confirm_as_seen(&mut self, record: &Record, opener: &dyn Sealing) {
        if let Some(received) = record.received_ms {
            self.confirm(record.id, received, opener);
        }
    }

    /// Puts new records, which all lie after the base, into the order and folds from the first of them.
    fn merge(&mut self, mut new: Vec<Record>, opener: &dyn Sealing) {
        in_order(&mut new);
        let Some(first) = new.first().map(Record::place) else { return };
        let at = self.records.partition_point(|it| it.place() < first);
        if at == self.records.len() {
            self.records.append(&mut new);
        } else {
            self.records.append(&mut new);
            if let Some(moved) = self.records.get_mut(at..) {
                in_order(moved);
            }
        }
        self.fold_from(at, opener);
    }

    /// Folds the records from a position on, beginning at the last mark before it.
    fn fold_from(&mut self, at: usize, opener: &dyn Sealing) {
        let goes_on = self.marks.folded == at;
        let start = if goes_on { at } else { self.go_back(at) };
        let total = self.records.len();
        for (position, record) in self.records.iter().enumerate().skip(start) {
            if self.late.is_empty() && self.marks.is_wanted(position, total) {
                self.marks.put(position, &self.couple);
            }
            self.couple.apply(record.audience, &record.stamped(), opener);
        }
        self.marks.folded = total;
        if !goes_on {
            for record in &self.late {
                self.couple.apply(record.audience, &record.stamped(), opener);
            }
        }
    }

    /// Sets the couple to the last mark that is not after a position; says where that is.
    fn go_back(&mut self, at: usize) -> usize {
        if let Some((position, couple)) = self.marks.back_to(at) {
            self.couple = couple;
            return position;
        }
        self.couple = match &self.base {
            Some(base) => (*base.couple).clone(),
            None => Couple::new(self.couple.viewer),
        };
        0
    }

    /// The relay has a record: it was seen in the log.
    pub fn confirm(&mut self, id: RecordId, received_ms: u64, opener: &dyn Sealing) {
        let Some(place) = self.places.get(&id).copied() else {
            self.confirm_in_base(id, received_ms, opener);
            return;
        };
        let Ok(at) = self.records.binary_search_by_key(&place, Record::place) else {
            self.confirm_late(id, received_ms, opener);
            self.confirm_in_base(id, received_ms, opener);
            return;
        };
        let Some(record) = self.records.get_mut(at).filter(|it| it.received_ms.is_none()) else { return };
        record.received_ms = Some(received_ms);
        let now = record.place();
        if now == place {
            self.marks.confirm(at, id, received_ms, opener);
            self.couple.confirm(id, received_ms, opener);
            return;
        }
        // A clock far ahead: the record belongs earlier than it stands.
        let record = self.records.remove(at);
        self.places.remove(&id);
        self.marks.folded = usize::MAX;
        self.take_in(record, opener);
        if self.marks.folded == usize::MAX {
            self.fold_from(at, opener);
        }
    }

    fn confirm_late(&mut self, id: RecordId, received_ms: u64, opener: &dyn Sealing) {
        let waiting = self.late.iter_mut().chain(&mut self.older).find(|it| it.id == id);
        if let Some(record) = waiting.filter(|it| it.received_ms.is_none()) {
            record.received_ms = Some(received_ms);
            let place = record.place();
            self.places.insert(id, place);
            self.couple.confirm(id, received_ms, opener);
        }
    }

    fn confirm_in_base(&mut self, id: RecordId, received_ms: u64, opener: &dyn Sealing) {
        let Some(base) = &mut self.base else { return };
        if base.confirm(id, received_ms, opener) {
            self.marks.confirm(0, id, received_ms, opener);
            self.couple.confirm(id, received_ms, opener);
        }
    }

    /// What was confirmed while the record itself was not here, put onto it.
    fn with_confirmation(&self, mut record: Record) -> Record {
        let confirmed = self.base.as_ref().and_then(|it| it.confirmed.get(&record.id));
        if let (None, Some(received)) = (record.received_ms, confirmed) {
            record.received_ms = Some(*received);
        }
        record
    }

    /// Whether the older records are needed to be exact: something belongs before the checkpoint this began with.
    #[must_use]
    pub fn needs_older(&self) -> bool {
        !self.late.is_empty() || self.base.as_ref().is_some_and(|it| it.moved)
    }

    /// Whether every record is here, also those from before the checkpoint this began with.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.base.is_none()
    }

    /// Brings in records from before the checkpoint this began with, page by page and in any order. When the last
    /// one is here, the history is whole, and folded again only if something belonged before the checkpoint.
    pub fn fill(&mut self, older: Vec<Record>, opener: &dyn Sealing) {
        let Some(base) = &self.base else {
            self.take_in_all(older, opener);
            return;
        };
        let wanted = base.count;
        let mut others = Vec::new();
        for record in older {
            let covered = self.is_covered(&record);
            if covered && !self.places.contains_key(&record.id) {
                let record = self.with_confirmation(record);
                self.places.insert(record.id, record.place());
                self.older.push(record);
            } else if !covered {
                others.push(record);
            }
        }
        if self.older.len() as u64 >= wanted {
            self.become_whole(opener);
        }
        self.take_in_all(others, opener);
    }

    fn become_whole(&mut self, opener: &dyn Sealing) {
        let again = self.needs_older();
        let Some(base) = self.base.take() else { return };
        let mut all = core::mem::take(&mut self.older);
        in_order(&mut all);
        let before = all.len();
        all.append(&mut self.records);
        all.append(&mut self.late);
        self.records = all;
        if again {
            in_order(&mut self.records);
            self.marks = Marks::default();
            self.marks.folded = usize::MAX;
            self.fold_from(0, opener);
        } else {
            self.marks.shift(before, &base.couple);
        }
    }

    /// The folded state, to begin with it the next time. It covers every record that is folded in its right place.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        match &self.base {
            // With something late, only what the base knew is certain.
            Some(base) if self.needs_older() || self.records.is_empty() => Checkpoint::of(base),
            base => Checkpoint::of(&self.as_base(base.as_ref())),
        }
    }

    fn as_base(&self, before: Option<&Base>) -> Base {
        let mut seen = before.map_or_else(Spans::default, |it| it.seen.clone());
        let mut waiting = before.map_or_else(Table::new, |it| it.waiting.clone());
        for record in &self.records {
            seen.add(record.device, record.dseq);
            if record.received_ms.is_none() {
                waiting.insert(record.id, record.stamp);
            }
        }
        let first = Place { at: Stamp::default(), device: DeviceId([0; 16]), dseq: 0, id: RecordId([0; 32]) };
        Base {
            after: self.records.last().map(Record::place).or(before.map(|it| it.after)).unwrap_or(first),
            count: self.records.len() as u64 + before.map_or(0, |it| it.count),
            couple: Box::new(self.couple.clone()),
            seen,
            waiting,
            confirmed: before.map_or_else(Table::new, |it| it.confirmed.clone()),
            moved: false,
        }
    }

    /// Begins with a checkpoint and the records that were stored after it was made. Records it covers already may
    /// be among them; they change nothing.
    ///
    /// # Errors
    /// When the checkpoint is of another version, of another viewer or damaged. Fold all records instead.
    pub fn resume(
        viewer: PersonId,
        checkpoint: &Checkpoint,
        tail: Vec<Record>,
        opener: &dyn Sealing,
    ) -> Result<Self, CheckpointUnreadable> {
        let base = checkpoint.read(viewer)?;
        let mut history = Self::new(viewer);
        history.couple = (*base.couple).clone();
        history.base = Some(base);
        history.take_in_all(tail, opener);
        Ok(history)
    }
}

//! A whole journey as one person can read it, to be taken along: every record, with where its seals hold.

use crate::couple::{Couple, Event};
use crate::history::{History, Record};
use crate::ids::PersonId;
use crate::practice::Sealing;

use super::{Command, SealedIn};

/// One record, and where it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: Record,
    /// Where it was sealed, if it belongs to a sealed round.
    pub sealed_in: Option<SealedIn>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Who "I" am in it.
    pub me: PersonId,
    /// What that person is called.
    pub name: String,
    /// When it was taken, in milliseconds since 1970.
    pub taken_ms: u64,
    /// The records, in their order.
    pub entries: Vec<Entry>,
}

impl Journey {
    /// The journey of these records. What was brought along earlier stands in it as it was; a record that is there
    /// twice stands in it once.
    #[must_use]
    pub fn of(me: PersonId, name: &str, taken_ms: u64, records: Vec<Record>, space: [u8; 16]) -> Self {
        let here = SealedIn { space, me };
        let mut entries: Vec<Entry> = records.into_iter().map(|it| Entry::of(it, here)).collect();
        let place = |it: &Entry| it.record.place();
        lean::sort(&mut entries, &|one, other| place(one) < place(other));
        entries.dedup_by(|later, earlier| later.record.id == earlier.record.id);
        Self { me, name: name.to_owned(), taken_ms, entries }
    }

    /// The couple that follows, as "I" saw it.
    #[must_use]
    pub fn couple(&self, opener: &dyn Sealing) -> Couple {
        let mut history = History::new(self.me);
        let along = self.entries.iter().map(|it| Record {
            audience: crate::Audience::Mine,
            author: self.me,
            stamp: it.record.stamp.effective(it.record.received_ms),
            event: Event::Brought(super::Event::Along(super::Along::of(it, (self.me, self.me)))),
            ..it.record.copied()
        });
        history.take_in_all(along.collect(), opener);
        history.couple().clone()
    }

    /// The commands that bring it along, so many records each.
    pub fn commands(&self, at_once: usize) -> impl Iterator<Item = Command> {
        let pieces = self.entries.chunks(at_once.max(1));
        pieces.map(|it| Command::Bring { me: self.me, entries: it.to_vec() })
    }
}

impl Entry {
    fn of(record: Record, here: SealedIn) -> Self {
        if let Event::Brought(super::Event::Along(it)) = &record.event {
            let inside = Record {
                id: it.id,
                author: it.author,
                device: it.device,
                dseq: it.dseq,
                audience: it.audience,
                stamp: it.at,
                received_ms: it.received_ms,
                event: it.event(),
            };
            return Self { record: inside, sealed_in: it.sealed_in };
        }
        let sealed_in = matches!(record.event, Event::Exchange(_)).then_some(here);
        Self { record, sealed_in }
    }
}

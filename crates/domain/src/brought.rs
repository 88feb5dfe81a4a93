//! A journey that was brought along: what was exported elsewhere, kept in this vault record by record. Each folds as it did
//! there, before the eyes of this person alone: nobody else is in it, and nothing of it is shared again by itself.

mod journey;

pub use journey::{Entry, Journey};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::Moment;
use crate::history::Spans;
use crate::ids::{DeviceId, PersonId, QuestionId, RecordId, RevealKey, RoundId};
use crate::path::Suggestion;
use crate::people::Together;
use crate::practice::{Deciding, Practice, SealedBox, SealedText, Sealing, Stamped, events};
use crate::stamp::Stamp;
use lean::{Table, Value};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Take these records in. Those that are here already change nothing.
    Bring {
        /// Who "I" was in them.
        me: PersonId,
        /// The records, in their order.
        entries: Vec<Entry>,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody is in our space with me: what was brought along would stand beside what both share, and only one of us
    /// would see it.
    NotAlone,
}

lean::row! {
    /// Where a sealed text was sealed: its seal holds there and nowhere else.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct SealedIn {
        /// The space, as the protocol names it.
        #[n(0)]
        pub space: [u8; 16],
        /// Who the person that brought it was there.
        #[n(1)]
        pub me: PersonId,
    }
}

lean::body! {
    /// `brought.along`: a record as it stood in another journey, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Along {
        /// Its id there.
        #[n(0)]
        pub id: RecordId,
        /// Who wrote it.
        #[n(1)]
        pub author: PersonId,
        /// On which device.
        #[n(2)]
        pub device: DeviceId,
        /// The how-manieth record of that device.
        #[n(3)]
        pub dseq: u64,
        /// Who could open it.
        #[n(4)]
        pub audience: Audience,
        /// The time by which it was ordered. It is the stamp of this event, too.
        #[n(5)]
        pub at: Stamp,
        /// When the relay had it, in milliseconds since 1970.
        #[n(6)]
        pub received_ms: Option<u64>,
        /// The name of what happened.
        #[n(7)]
        pub kind: String,
        /// The form of its body.
        #[n(8)]
        pub schema: u16,
        /// Its body. Whoever was "I" there is who I am here.
        #[n(9)]
        pub body: Vec<u8>,
        /// Where it was sealed, if it belongs to a sealed round.
        #[n(10)]
        pub sealed_in: Option<SealedIn>,
    }
}

events! {
    /// A record was brought along.
    Along = "brought.along", Mine;
}

impl Along {
    /// What happened there.
    #[must_use]
    pub fn event(&self) -> couple::Event {
        couple::Event::from_parts(&self.kind, self.schema, &self.body)
    }

    fn of(entry: &Entry, (then, now): (PersonId, PersonId)) -> Self {
        let record = &entry.record;
        let event = &record.event;
        Self {
            id: record.id,
            author: if record.author == then { now } else { record.author },
            device: record.device,
            dseq: record.dseq,
            audience: record.audience,
            at: record.stamp.effective(record.received_ms),
            received_ms: record.received_ms,
            kind: event.kind().to_owned(),
            schema: event.schema(),
            body: as_somebody_else(&event.to_cbor(), then, now),
            sealed_in: entry.sealed_in,
        }
    }
}

/// The same body with one person in the place of another: in ids, in ids of what that person wrote, and in names of places.
fn as_somebody_else(body: &[u8], then: PersonId, now: PersonId) -> Vec<u8> {
    let Some(mut value) = lean::from_bytes::<Value>(body) else { return body.to_vec() };
    put(&mut value, then, now, &[then.to_string(), now.to_string()]);
    lean::to_bytes(&value)
}

fn put(value: &mut Value, then: PersonId, now: PersonId, texts: &[String; 2]) {
    match value {
        Value::Bytes(bytes) if matches!(bytes.len(), 16 | 32) => {
            if let Some(author) = bytes.get_mut(..16).filter(|it| **it == then.0) {
                author.copy_from_slice(&now.0);
            }
        }
        Value::Text(text) if text.contains(texts[0].as_str()) => *text = text.replace(&texts[0], &texts[1]),
        Value::List(all) => all.iter_mut().for_each(|it| put(it, then, now, texts)),
        Value::Map(all) => all.iter_mut().for_each(|(_, it)| put(it, then, now, texts)),
        _ => {}
    }
}

lean::row! {
    /// What was brought along.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Brought {
        #[n(0)]
        here: Spans,
        #[n(1)]
        count: u64,
        /// Questions that were put on a shelf there, and when.
        #[n(2)]
        shelved: Table<QuestionId, Stamp>,
    }
}

impl Brought {
    /// How many records were brought along.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether a record was brought along.
    #[must_use]
    pub fn has(&self, device: DeviceId, dseq: u64) -> bool {
        self.here.contains(device, dseq)
    }

    /// Whether a question was put on its shelf in the journey that was brought, and not here since. It is for nobody here,
    /// whatever the clock showed there.
    pub(crate) fn was_shelved_there(&self, question: QuestionId, sorted: Stamp) -> bool {
        self.shelved.get(&question).is_some_and(|it| *it == sorted)
    }

    pub(crate) fn take_in(&mut self, at: Stamp, it: &Along, event: &couple::Event) {
        self.here.add(it.device, it.dseq);
        self.count += 1;
        if let couple::Event::Questions(event) = event
            && let Some(question) = event.shelves()
        {
            self.shelved.insert(question, at);
        }
    }
}

impl Practice for Brought {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let Command::Bring { me, entries } = command;
        if couple.people.together(with.me) != Together::Alone {
            return Err(Refusal::NotAlone);
        }
        let new = entries.iter().filter(|it| !self.has(it.record.device, it.record.dseq));
        let along = new.map(|it| couple::Event::Brought(Event::Along(Along::of(it, (me, with.me)))));
        Ok(along.collect())
    }

    /// What lies inside is folded by the couple.
    fn apply(&mut self, _: &Stamped<'_, Event>, _: &dyn Sealing) {}

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, _: &Couple, _: &Moment) -> Vec<Suggestion> {
        Vec::new()
    }
}

/// Opens what was sealed elsewhere.
pub(crate) struct Elsewhere<'a> {
    pub(crate) opener: &'a dyn Sealing,
    pub(crate) sealed_in: SealedIn,
    pub(crate) me: PersonId,
}

impl Sealing for Elsewhere<'_> {
    /// Nothing is sealed there any more.
    fn seal(&mut self, _: RoundId, _: PersonId, _: &[u8]) -> SealedText {
        let (commitment, key) = (crate::ids::Commitment([0; 32]), RevealKey([0; 32]));
        SealedText { commitment, sealed: Vec::new(), key }
    }

    fn open(
        &self,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>> {
        let author = if author == self.me { self.sealed_in.me } else { author };
        self.opener.open_elsewhere(&self.sealed_in, round, author, sealed, key)
    }
}

#[cfg(test)]
mod tests;

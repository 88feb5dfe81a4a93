//! One round: the acts in it, and what stands when they are judged in the order the relay received them.

use crate::exchange::words::{Event, Subject};
use crate::ids::{Commitment, DeviceId, PersonId, RecordId, RevealKey};
use crate::practice::{LONGEST_TEXT, Stamped};
use crate::stamp::Stamp;

/// More acts of one person in one round than anyone honest needs; the rest is not kept.
const MOST_ACTS: usize = 256;

/// More keys of one person for one round than anyone honest releases.
const MOST_KEYS: usize = 4;

/// The longest sealed text: the text, padding and the cipher's own bytes.
const LONGEST_SEALED: usize = LONGEST_TEXT * 2;

lean::row! {
    /// One round of an exchange.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Round {
        #[n(0)]
        pub(crate) subject: Option<Subject>,
        #[n(1)]
        pub(crate) acts: Vec<Act>,
        #[n(2)]
        pub(crate) released: Vec<Key>,
        #[n(3)]
        pub(crate) opened: Vec<Opened>,
    }
}

lean::row! {
    /// A seal, or the taking back of one.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(crate) struct Act {
        #[n(0)]
        pub(crate) record: RecordId,
        #[n(1)]
        author: PersonId,
        #[n(2)]
        pub(crate) received_ms: Option<u64>,
        #[n(3)]
        at: Stamp,
        #[n(4)]
        device: DeviceId,
        #[n(5)]
        dseq: u64,
        #[n(6)]
        seal: Option<Seal>,
    }
}

lean::row! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Seal {
        #[n(0)]
        commitment: Commitment,
        #[n(1)]
        sealed: Vec<u8>,
    }
}

lean::row! {
    /// A released key.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Key {
        #[n(0)]
        pub(crate) author: PersonId,
        #[n(1)]
        pub(crate) key: RevealKey,
    }
}

lean::row! {
    /// A text that was opened.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Opened {
        /// Who wrote it.
        #[n(0)]
        pub author: PersonId,
        /// The text.
        #[n(1)]
        pub text: Vec<u8>,
    }
}

/// A seal that stands.
#[derive(Clone, Copy, Debug)]
pub struct StandingSeal<'a> {
    /// The record it came with.
    pub record: RecordId,
    /// Whose.
    pub author: PersonId,
    /// When the relay had it.
    pub received_ms: Option<u64>,
    /// Binds the author to the text.
    pub commitment: Commitment,
    /// The text, unreadable without the key.
    pub sealed: &'a [u8],
}

/// The seals that stand: at most two, of two people.
#[derive(Clone, Debug, Default)]
pub struct Standing<'a>(Vec<StandingSeal<'a>>);

impl<'a> Standing<'a> {
    /// The seal of a person.
    #[must_use]
    pub fn of(&self, person: PersonId) -> Option<&StandingSeal<'a>> {
        self.0.iter().find(|it| it.author == person)
    }

    /// The seal of the other.
    #[must_use]
    pub fn other_than(&self, person: PersonId) -> Option<&StandingSeal<'a>> {
        self.0.iter().find(|it| it.author != person)
    }

    /// Both are there: nothing can be changed any more.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.0.len() == 2
    }

    pub(crate) fn seals(&self) -> impl Iterator<Item = &StandingSeal<'a>> {
        self.0.iter()
    }
}

impl Round {
    /// Takes in an act or a key; says whether that changed anything.
    pub(crate) fn take_in(&mut self, record: &Stamped<'_, Event>) -> bool {
        let seal = match record.event {
            Event::Released(released) => {
                return self.take_key(Key { author: record.author, key: released.key });
            }
            Event::Sealed(it) if it.sealed.len() <= LONGEST_SEALED => {
                Some(Seal { commitment: it.commitment, sealed: it.sealed.clone() })
            }
            Event::Withdrawn(_) => None,
            Event::Sealed(_) | Event::Opening(_) | Event::KeyKept(_) => return false,
        };
        if self.acts.iter().filter(|it| it.author == record.author).count() >= MOST_ACTS {
            return false;
        }
        let Stamped { id, author, device, dseq, at, received_ms, .. } = *record;
        self.acts.push(Act { record: id, author, received_ms, at, device, dseq, seal });
        self.sort();
        true
    }

    fn take_key(&mut self, key: Key) -> bool {
        let of_author = self.released.iter().filter(|it| it.author == key.author).count();
        if of_author >= MOST_KEYS || self.released.contains(&key) {
            return false;
        }
        let at = self.released.partition_point(|it| *it < key);
        self.released.insert(at, key);
        true
    }

    pub(crate) fn confirm(&mut self, record: RecordId, received_ms: u64) {
        for act in self.acts.iter_mut().filter(|it| it.record == record) {
            act.received_ms = Some(received_ms);
            act.at = act.at.effective(Some(received_ms));
        }
        self.sort();
    }

    /// As the relay received them; what came in one millisecond by its authors' time. What has not been received
    /// comes last.
    fn sort(&mut self) {
        let place = |it: &Act| (it.received_ms.unwrap_or(u64::MAX), it.at, it.device, it.dseq, it.record);
        lean::sort(&mut self.acts, &|one, other| place(one) < place(other));
    }

    /// Whether the other sealed in the very millisecond of this act: a doubt is decided for the binding.
    fn other_sealed_with(&self, act: &Act) -> bool {
        let together = |it: &Act| it.received_ms.is_some() && it.received_ms == act.received_ms;
        self.acts.iter().any(|it| it.seal.is_some() && it.author != act.author && together(it))
    }

    /// What stands after all acts.
    #[must_use]
    pub fn standing(&self) -> Standing<'_> {
        let mut standing = Standing::default();
        for act in &self.acts {
            if standing.is_locked() {
                break;
            }
            match &act.seal {
                None if self.other_sealed_with(act) => {}
                None => standing.0.retain(|it| it.author != act.author),
                Some(seal) => {
                    // Whoever copies the other's seal would be opened by the other's key.
                    let copied = standing.0.iter().any(|it| it.commitment == seal.commitment);
                    if standing.of(act.author).is_none() && !copied {
                        standing.0.push(StandingSeal {
                            record: act.record,
                            author: act.author,
                            received_ms: act.received_ms,
                            commitment: seal.commitment,
                            sealed: &seal.sealed,
                        });
                    }
                }
            }
        }
        standing
    }

    /// Whose released key does not open their standing seal.
    pub(crate) fn broken(&self, standing: &Standing<'_>) -> Option<PersonId> {
        let is_open = |person| self.opened.iter().any(|it| it.author == person);
        let gave_a_key = |person| self.released.iter().any(|it| it.author == person);
        let mut authors = standing.seals().map(|it| it.author);
        authors.find(|it| standing.is_locked() && gave_a_key(*it) && !is_open(*it))
    }
}

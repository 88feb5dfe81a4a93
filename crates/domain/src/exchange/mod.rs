//! The sealed mutual reveal: both write, each seals, and only when both are sealed do both open.
//!
//! What happened in a round is kept as a set of acts and judged in the order in which the relay received them, not
//! by what their authors say about the time: a seal could otherwise be taken back "before" the other sealed, after
//! the other's text was read.

mod askings;
mod round;
mod together;
mod words;

pub use askings::{Asking, Askings, to_write};
pub use round::{Opened, Round, Standing};
pub use together::{OpenedTogether, ToOpen};
pub(crate) use together::{Rounds, SHOWN_FOR_MS};
pub use words::{Event, KeyKept, Opening, Released, Sealed, Subject, Withdrawn};

use crate::audience::Audience;
use crate::ids::{Commitment, PersonId, RecordId, RevealKey, RoundId};
use crate::leaf::Leaf;
use crate::practice::{Deciding, LONGEST_TEXT, SealedBox, Sealing, Stamped};
use lean::Table;

lean::row! {
    /// All rounds of all practices.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Exchange {
        #[n(0)]
        pub(crate) ours: Table<RoundId, Leaf<Round>>,
        #[n(1)]
        mine: Table<RoundId, Leaf<Vec<Kept>>>,
    }
}

lean::row! {
    /// A key and a text in the author's vault.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Kept {
        #[n(0)]
        commitment: Commitment,
        #[n(1)]
        key: RevealKey,
        #[n(2)]
        text: Vec<u8>,
    }
}

/// Where a round stands, for one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Neither text of the viewer is sealed. Nothing is said about the other's.
    Writing,
    /// Mine is sealed. "Waiting until both are ready": not how long, nor who is late.
    Waiting,
    /// Both are sealed; it opens by itself.
    Opening,
    /// Theirs cannot be read yet although mine was released. That is usual until their device is online the next
    /// time; nobody is to be blamed for it.
    TheirsNotReleased,
    /// Both are open.
    Open {
        /// What the viewer wrote.
        mine: Vec<u8>,
        /// What the other wrote.
        theirs: Vec<u8>,
    },
    /// A key was released that does not fit the seal. Somebody's app does not keep its word; it is said plainly.
    Broken {
        /// Whose seal.
        whose: PersonId,
    },
}

/// Why a text was not sealed or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text does not fit.
    TooLong,
    /// Yours is sealed already.
    AlreadySealed,
    /// Both are sealed; nothing can be changed now.
    BothAreSealed,
    /// There is nothing to take back.
    NothingSealed,
    /// The key has not reached this device yet, or went already.
    NothingToRelease,
}

impl Exchange {
    /// Where a round stands for `me`.
    #[must_use]
    pub fn state(&self, round: RoundId, me: PersonId) -> State {
        let Some(it) = self.ours.get(&round) else { return State::Writing };
        let standing = it.standing();
        let (Some(_), Some(theirs)) = (standing.of(me), standing.other_than(me)) else {
            return if standing.of(me).is_some() { State::Waiting } else { State::Writing };
        };
        let opened = |person| it.opened.iter().find(|opened| opened.author == person);
        if let Some(whose) = it.broken(&standing) {
            return State::Broken { whose };
        }
        match (opened(me), opened(theirs.author)) {
            (Some(mine), Some(theirs)) => {
                State::Open { mine: mine.text.clone(), theirs: theirs.text.clone() }
            }
            (Some(_), None) => State::TheirsNotReleased,
            (None, _) => State::Opening,
        }
    }

    /// When the relay had the second of the two seals, in milliseconds since 1970; nothing until both are there.
    #[must_use]
    pub fn sealed_by_both_ms(&self, round: RoundId) -> Option<u64> {
        let standing = self.ours.get(&round)?.standing();
        let received = standing.seals().filter_map(|it| it.received_ms).max();
        received.filter(|_| standing.is_locked())
    }

    /// What `author` wrote in a round that both have opened.
    #[must_use]
    pub fn opened(&self, round: RoundId, author: PersonId) -> Option<&[u8]> {
        let round = self.ours.get(&round)?;
        (round.opened.len() == 2).then_some(())?;
        round.opened.iter().find(|it| it.author == author).map(|it| it.text.as_slice())
    }

    /// The viewer's own sealed text, for "read mine".
    #[must_use]
    pub fn mine(&self, round: RoundId, me: PersonId) -> Option<&[u8]> {
        let standing = self.ours.get(&round)?.standing();
        let sealed = standing.of(me)?.commitment;
        self.kept(round, sealed).map(|it| it.text.as_slice())
    }

    /// Every round anyone sealed something for.
    pub fn rounds(&self) -> impl Iterator<Item = (RoundId, Subject)> {
        self.ours.iter().filter_map(|(id, round)| Some((*id, round.subject?)))
    }

    /// The rounds in which `me` should let go of the key: both seals lie in the log, they differ, and my key is
    /// here and not released yet. The device releases only under a head of the log that it has checked.
    #[must_use]
    pub fn releasable(&self, me: PersonId) -> Vec<RoundId> {
        self.ours
            .iter()
            .filter(|(id, round)| self.key_to_release(**id, round, me).is_some())
            .map(|(id, _)| *id)
            .collect()
    }

    /// The two records a release rests on: both must be confirmed under a checked head.
    #[must_use]
    pub fn rests_on(&self, round: RoundId, me: PersonId) -> Option<[RecordId; 2]> {
        let standing = self.ours.get(&round)?.standing();
        Some([standing.of(me)?.record, standing.other_than(me)?.record])
    }

    fn key_to_release(&self, id: RoundId, round: &Round, me: PersonId) -> Option<RevealKey> {
        let standing = round.standing();
        let mine = standing.of(me)?;
        let theirs = standing.other_than(me)?;
        let confirmed = mine.received_ms.is_some() && theirs.received_ms.is_some();
        if !confirmed || mine.commitment == theirs.commitment {
            return None;
        }
        let key = self.kept(id, mine.commitment)?.key;
        (!round.released.iter().any(|it| it.author == me && it.key == key)).then_some(key)
    }

    fn kept(&self, round: RoundId, commitment: Commitment) -> Option<&Kept> {
        self.mine.get(&round)?.iter().find(|it| it.commitment == commitment)
    }

    /// Seals a text for a round.
    ///
    /// # Errors
    /// When it is too long, or this round has one from `me` already.
    pub fn seal(
        &self,
        with: &mut Deciding<'_>,
        subject: Subject,
        text: &[u8],
    ) -> Result<Vec<Event>, Refusal> {
        let id = subject.round();
        let known = self.ours.get(&id);
        if text.len() > LONGEST_TEXT {
            return Err(Refusal::TooLong);
        }
        if known.is_some_and(|it| it.standing().of(with.me).is_some()) {
            return Err(Refusal::AlreadySealed);
        }
        let sealed = with.sealing.seal(id, with.me, text);
        let mut events = Vec::new();
        if known.is_none() {
            events.push(Event::Opening(Opening { round: id, subject }));
        }
        // The key goes to the vault first: a seal whose key is lost could never be opened.
        events.push(Event::KeyKept(KeyKept {
            round: id,
            commitment: sealed.commitment,
            key: sealed.key,
            text: text.to_vec(),
        }));
        events.push(Event::Sealed(Sealed {
            round: id,
            commitment: sealed.commitment,
            sealed: sealed.sealed,
        }));
        Ok(events)
    }

    /// Takes a seal back, while the other has none.
    ///
    /// # Errors
    /// When nothing is sealed, or both are.
    pub fn take_back(&self, me: PersonId, round: RoundId) -> Result<Vec<Event>, Refusal> {
        let standing = self.ours.get(&round).map(|it| it.standing()).unwrap_or_default();
        match (standing.of(me), standing.other_than(me)) {
            (None, _) => Err(Refusal::NothingSealed),
            (Some(_), Some(_)) => Err(Refusal::BothAreSealed),
            (Some(_), None) => Ok(vec![Event::Withdrawn(Withdrawn { round })]),
        }
    }

    /// Lets go of the key of a round that is [`Exchange::releasable`].
    ///
    /// # Errors
    /// When it is not.
    pub fn release(&self, me: PersonId, round: RoundId) -> Result<Vec<Event>, Refusal> {
        let key = self.ours.get(&round).and_then(|it| self.key_to_release(round, it, me));
        key.map(|key| vec![Event::Released(Released { round, key })]).ok_or(Refusal::NothingToRelease)
    }

    /// Takes in an event. What does not fit changes nothing.
    pub fn apply(&mut self, record: &Stamped<'_, Event>, opener: &dyn Sealing) {
        match record.event {
            Event::KeyKept(kept) => self.keep(kept),
            Event::Opening(opening) if opening.subject.round() == opening.round => {
                self.ours.or_default(opening.round).change().subject = Some(opening.subject);
            }
            Event::Opening(_) => {}
            Event::Sealed(Sealed { round, .. })
            | Event::Withdrawn(Withdrawn { round })
            | Event::Released(Released { round, .. }) => {
                let it = self.ours.or_default(*round).change();
                if it.take_in(record) {
                    it.open_what_can_be(*round, opener);
                }
            }
        }
    }

    fn keep(&mut self, kept: &KeyKept) {
        let keys = self.mine.or_default(kept.round);
        if kept.text.len() <= LONGEST_TEXT && !keys.iter().any(|it| it.commitment == kept.commitment) {
            keys.change().push(Kept { commitment: kept.commitment, key: kept.key, text: kept.text.clone() });
        }
    }

    /// The relay has the record now; this may decide which of two acts came first.
    pub fn confirm(&mut self, record: RecordId, received_ms: u64, opener: &dyn Sealing) {
        let waits = |it: &Round| it.acts.iter().any(|act| act.record == record && act.received_ms.is_none());
        let Some(id) = self.ours.iter().find(|(_, it)| waits(it)).map(|(id, _)| *id) else { return };
        if let Some(round) = self.ours.get_mut(&id) {
            let round = round.change();
            round.confirm(record, received_ms);
            round.open_what_can_be(id, opener);
        }
    }
}

/// Who can open an event.
impl Event {
    /// Whether this event is judged by when the relay had it.
    #[must_use]
    pub fn is_in_a_round(&self) -> bool {
        self.audience() == Audience::Ours
    }
}

impl Round {
    pub(crate) fn open_what_can_be(&mut self, id: RoundId, opener: &dyn Sealing) {
        let standing = self.standing();
        let mut opened: Vec<Opened> = Vec::new();
        if standing.is_locked() {
            for seal in standing.seals() {
                let sealed = SealedBox { commitment: seal.commitment, sealed: seal.sealed };
                let keys = self.released.iter().filter(|it| it.author == seal.author);
                let text = keys.filter_map(|it| opener.open(id, seal.author, &sealed, &it.key)).next();
                if let Some(text) = text.filter(|it| it.len() <= LONGEST_TEXT) {
                    opened.push(Opened { author: seal.author, text });
                }
            }
        }
        self.opened = opened;
    }
}
